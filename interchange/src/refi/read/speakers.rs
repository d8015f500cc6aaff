//! Who speaks, as QualCoder's “Mark speakers” writes it: a code for each speaker, given to their turns.

use std::collections::{BTreeMap, BTreeSet};

use codebooks::{CodeId, name_key};
use project::{Adopted, AdoptedSource, CoderId, Coding, SourceId};

use crate::Warning;
use crate::refi::counted;

/// The coder of these codings, in whatever language the program speaks (`speaker_coder_name` in its `speakers.py`). The
/// category of the codes is called differently in each, and a code may stand anywhere, so only the coder tells.
const MARKER: &str = "📌 Speaker coding";

/// Says what became of codings that tell who speaks, if there are any.
///
/// They stay codings: a speaker may have several codes there, some of which say what somebody is and not who, and
/// nothing in a file tells these apart. Speakers and turns are read from the texts here, so the two are compared.
pub(super) fn told_of_speakers(rows: &Adopted) -> Vec<Warning> {
    let markers: BTreeSet<CoderId> = rows
        .coders
        .iter()
        .filter(|coder| coder.name == MARKER)
        .map(|coder| coder.id)
        .collect();
    let marks = |coding: &&Coding| markers.contains(&coding.coder);
    let mut by_source: BTreeMap<SourceId, Vec<&Coding>> = BTreeMap::new();
    for coding in rows.codings.iter().filter(marks) {
        by_source.entry(coding.source).or_default().push(coding);
    }
    if by_source.is_empty() {
        return Vec::new();
    }
    let names: BTreeMap<CodeId, &str> = rows
        .codes
        .iter()
        .map(|code| (code.id, code.name.as_str()))
        .collect();
    let all: usize = by_source.values().map(Vec::len).sum();
    let codes: BTreeSet<CodeId> = by_source.values().flatten().map(|row| row.code).collect();
    let message = format!(
        "{} by “{MARKER}” say who speaks, with {}: they are kept as codings of that name; speakers and turns here are read from the texts",
        counted(all, "coding"),
        counted(codes.len(), "code")
    );
    let mut told = vec![Warning::of_file(message)];
    for row in &rows.sources {
        let marked = by_source.remove(&row.source.id).unwrap_or_default();
        let differs = |coding: &&&Coding| {
            let name = names.get(&coding.code).copied().unwrap_or_default();
            !is_said_by(row, coding, name)
        };
        let other = marked.iter().filter(differs).count();
        if other > 0 {
            let message = format!(
                "look at “{}”: of {} marked with a speaker there, {other} have another speaker in the text as read here, or none",
                row.source.name,
                counted(marked.len(), "passage")
            );
            told.push(Warning::of_file(message));
        }
    }
    told
}

/// Whether the turn that a passage stands in is by the speaker of this name.
fn is_said_by(row: &AdoptedSource, coding: &Coding, name: &str) -> bool {
    let after = row
        .turns
        .partition_point(|turn| turn.range.start() <= coding.range.start());
    let turn = after.checked_sub(1).and_then(|place| row.turns.get(place));
    let id = turn.and_then(|turn| turn.speaker);
    let mut speakers = row.speakers.iter();
    let speaker = speakers.find(|speaker| Some(speaker.id) == id);
    speaker.is_some_and(|speaker| name_key(&speaker.name) == name_key(name))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use project::{ForeignDatabase, Timestamp};

    use super::super::{read_project, read_qualcoder};
    use crate::refi::samples;

    #[test]
    fn what_qualcoder_says_of_speakers_is_kept_and_told() {
        let wanted = "3 codings by “📌 Speaker coding” say who speaks, with 2 codes: they are kept as codings of that name; speakers and turns here are read from the texts";
        let folder =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/refi/qualcoder-4.0beta.qda");
        let database = ForeignDatabase::open(&folder.join("data.qda")).unwrap();
        let of_folder = read_qualcoder(&database, "Theirs", Timestamp(0)).unwrap();
        let file = samples::bytes("qualcoder-4.0beta-speakers.qdpx");
        let of_file = read_project(&file, |_| None, Timestamp(0)).unwrap();
        for mut read in [of_folder, of_file] {
            let told: Vec<&str> = read
                .warnings
                .iter()
                .map(|warning| warning.message.as_str())
                .filter(|told| told.contains("speak"))
                .collect();
            assert_eq!(told, [wanted]);
            for row in &mut read.rows.sources {
                row.turns.clear();
            }
            let told = super::told_of_speakers(&read.rows);
            let last = told.last().unwrap().message.as_str();
            assert!(
                last.ends_with("3 have another speaker in the text as read here, or none"),
                "{last}"
            );
        }
    }
}
