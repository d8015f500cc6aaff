//! The consensus: a coder of its own, to whom goes what is agreed or decided. What each coder did stays as it is.

use std::collections::BTreeMap;

use codebooks::CodeId;
use project::text::{CharRange, SourceText};
use project::{
    CoderId, CodingId, CodingState, Edit, IdSource, Memo, NewCoder, NewCoding, NewMemo, Project,
    SourceId, Subject, TextError, Texts,
};

use super::Dispute;
use crate::view::sources::counted;

/// The name of the coder who holds what was agreed.
pub const CONSENSUS: &str = "Consensus";

/// A code at a passage of a source.
type Place = (SourceId, CharRange, CodeId);

/// What to do about a passage on which coders differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It stands as this coder coded it.
    As(CoderId),
    /// It stands over all words that any of them coded.
    Together,
    /// It does not stand.
    LeaveOut,
}

/// What the consensus holds so far.
pub(super) struct Decided {
    kept: BTreeMap<(SourceId, CodeId), Vec<(CharRange, CodingId)>>,
}

impl Decided {
    pub(super) fn of(project: &Project) -> Self {
        let mut kept: BTreeMap<(SourceId, CodeId), Vec<(CharRange, CodingId)>> = BTreeMap::new();
        if let Some(consensus) = project.coder_named(CONSENSUS) {
            for coding in project.codings().iter() {
                if coding.coder == consensus.id && coding.state != CodingState::Lost {
                    let at = (coding.source, coding.code);
                    kept.entry(at).or_default().push((coding.range, coding.id));
                }
            }
        }
        Self { kept }
    }

    /// The consensus's codings of a code that share words with a range.
    fn at(&self, (source, range, code): Place) -> Vec<CodingId> {
        let here = self.kept.get(&(source, code)).into_iter().flatten();
        here.filter(|(kept, _)| kept.start() < range.end() && range.start() < kept.end())
            .map(|(_, id)| *id)
            .collect()
    }

    /// What was decided at a passage, in a word or two; none while it is open.
    pub(super) fn on(&self, project: &Project, place: Place, path: &str) -> Option<&'static str> {
        if !self.at(place).is_empty() {
            return Some("kept");
        }
        left_out(project, place, path).map(|_| "left out")
    }
}

/// The memo that says a code was left out of a passage.
fn left_out<'p>(project: &'p Project, place: Place, path: &str) -> Option<&'p Memo> {
    let wanted = left_out_words(path);
    let mut memos = project.memos_on(Subject::Passage(place.0, place.1));
    memos
        .find(|memo| memo.text.starts_with(&wanted))
        .map(AsRef::as_ref)
}

fn left_out_words(path: &str) -> String {
    format!("Consensus: not “{path}”.")
}

/// The one step that decides a dispute: what the consensus holds there is replaced. Left out, a memo on the passage says
/// so, since a decision that leaves no trace would have to be made again.
#[must_use]
pub fn decide(
    project: &Project,
    ids: &IdSource,
    dispute: &Dispute,
    decision: Decision,
    text: &SourceText,
) -> Edit {
    let place = (dispute.source, dispute.range, dispute.code);
    let mut edits = Vec::new();
    let before = Decided::of(project).at(place);
    if !before.is_empty() {
        edits.push(Edit::RemoveCodings(before));
    }
    if let Some(memo) = left_out(project, place, &dispute.path) {
        edits.push(Edit::RemoveMemo(memo.id));
    }
    let name = dispute.path.rsplit(" / ").next().unwrap_or_default();
    let (label, ranges) = match decision {
        Decision::As(coder) => {
            let sides = dispute.sides.iter().filter(|side| side.coder == coder);
            let quotes = sides.flat_map(|side| &side.quotes);
            let codings = quotes.filter_map(|(id, _)| project.codings().get(*id));
            let who = project.coders().get(coder);
            let who = who.map_or("", |coder| coder.name.as_str());
            (
                format!("Agreed on “{name}” as {who} coded it"),
                codings.map(|coding| coding.range).collect(),
            )
        }
        Decision::Together => (
            format!("Agreed on “{name}” over all words coded"),
            vec![dispute.range],
        ),
        Decision::LeaveOut => {
            edits.push(Edit::WriteMemo(NewMemo {
                id: None,
                subject: Subject::Passage(dispute.source, dispute.range),
                text: left_out_words(&dispute.path),
            }));
            (format!("Agreed that it is not “{name}”"), Vec::new())
        }
    };
    if !ranges.is_empty() {
        let (consensus, made) = consensus_of(project, ids);
        edits.extend(made);
        for range in ranges {
            let quote = text.slice(range).to_owned();
            edits.push(given(
                (dispute.source, range, dispute.code),
                quote,
                consensus,
            ));
        }
    }
    Edit::Batch { label, edits }
}

/// The one step that gives the consensus what all agree on; none where it has all of it.
///
/// # Errors
/// Where a text cannot be read.
pub fn take_over(
    project: &Project,
    texts: &Texts,
    ids: &IdSource,
    agreed: &[CodingId],
) -> Result<Option<Edit>, TextError> {
    let (consensus, made) = consensus_of(project, ids);
    let mut edits: Vec<Edit> = made.into_iter().collect();
    let mut taken = 0_u64;
    for coding in agreed.iter().filter_map(|&id| project.codings().get(id)) {
        let known = project.same_coding(coding.source, coding.range, coding.code, consensus);
        let Some(source) = project
            .sources()
            .get(coding.source)
            .filter(|_| known.is_none())
        else {
            continue;
        };
        let quote = texts.of(source)?.slice(coding.range).to_owned();
        edits.push(given(
            (coding.source, coding.range, coding.code),
            quote,
            consensus,
        ));
        taken += 1;
    }
    let passages = counted(taken, "passage", "passages");
    let label = format!("Took over {passages} on which all agree");
    Ok((taken > 0).then_some(Edit::Batch { label, edits }))
}

/// The consensus, and the edit that makes it where there is none yet.
fn consensus_of(project: &Project, ids: &IdSource) -> (CoderId, Option<Edit>) {
    if let Some(known) = project.coder_named(CONSENSUS) {
        return (known.id, None);
    }
    let id = CoderId::from_u128(ids.next());
    let new = NewCoder {
        id: Some(id),
        name: CONSENSUS.to_owned(),
    };
    (id, Some(Edit::AddCoder(new)))
}

fn given((source, range, code): Place, quote: String, consensus: CoderId) -> Edit {
    Edit::ApplyCode(NewCoding {
        id: None,
        source,
        range,
        quote,
        code,
        coder: Some(consensus),
        memo: String::new(),
        weight: None,
    })
}
