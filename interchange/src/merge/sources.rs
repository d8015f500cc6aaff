//! Sources, recognised by their text, and codings in them.

use std::collections::BTreeMap;

use project::{
    AdoptedSource, Coding, CodingId, CodingState, Edit, Holder, SourceId, Speaker, SpeakerId,
    TextHash, folded, same_name,
};

use super::{Choice, Conflict, Merger, free_name};
use crate::refi::made_id;

impl Merger<'_> {
    pub(super) fn source(&mut self, mut row: AdoptedSource) {
        let theirs = row.source.id;
        let hash = TextHash::of(&row.text);
        let same = self.same_source(&row, &hash);
        self.report.sources.note(same.is_none());
        if let Some(same) = same {
            self.claimed.insert(same);
            self.sources.insert(theirs, same);
            self.fill_source(same, &row);
            return;
        }
        let taken = self
            .project
            .sources()
            .get(theirs)
            .map(|known| known.name.clone());
        let mut id = theirs;
        if let Some(known) = taken {
            id = remade(theirs, &hash);
            let line = format!(
                "“{known}” has another text there: it came in beside the one here, with the codings made in it"
            );
            self.conflict(line);
        }
        let name = free_name(&row.source.name, |name| {
            self.source_names.contains(&folded(name))
        });
        if name != row.source.name {
            let line = format!(
                "another source is called “{}”; it is now “{name}”",
                row.source.name
            );
            self.conflict(line);
        }
        self.source_names.insert(folded(&name));
        if !self.files.insert(row.source.file_hash.clone()) {
            row.source.file_hash = TextHash::of(format!("{id} {}", row.source.file_hash.as_str()));
            self.files.insert(row.source.file_hash.clone());
        }
        row.source.id = id;
        row.source.name = name;
        row.source.case = row
            .source
            .case
            .and_then(|case| self.cases.get(&case).copied());
        row.source.values = self.values(&row.source.values);
        self.take_speakers(&mut row);
        self.sources.insert(theirs, id);
        self.new.sources.push(row);
    }

    fn take_speakers(&mut self, row: &mut AdoptedSource) {
        let mut ids: BTreeMap<SpeakerId, SpeakerId> = BTreeMap::new();
        for speaker in &mut row.speakers {
            let theirs = speaker.id;
            if self.project.speakers().contains(theirs) {
                let parts = [theirs.to_string(), row.source.id.to_string()];
                speaker.id = SpeakerId::from_u128(made_id(&[&parts[0], &parts[1]]));
            }
            ids.insert(theirs, speaker.id);
            speaker.source = row.source.id;
            speaker.case = speaker.case.and_then(|case| self.cases.get(&case).copied());
            speaker.values = self.values(&speaker.values);
        }
        for turn in &mut row.turns {
            turn.speaker = turn.speaker.and_then(|speaker| ids.get(&speaker).copied());
        }
    }

    /// The source here that has this text: the one of this id, else of this name, else any that nothing else is.
    fn same_source(&self, row: &AdoptedSource, hash: &TextHash) -> Option<SourceId> {
        let free = |id: &&SourceId| !self.claimed.contains(id);
        let found: Vec<SourceId> = self
            .by_text
            .get(hash)?
            .iter()
            .filter(free)
            .copied()
            .collect();
        let of_name = |id: &&SourceId| {
            let known = self.project.sources().get(**id);
            known.is_some_and(|known| same_name(&known.name, &row.source.name))
        };
        let remade = remade(row.source.id, hash);
        let same = found
            .iter()
            .find(|id| **id == row.source.id || **id == remade);
        let same = same.or_else(|| found.iter().find(of_name));
        // Texts without words are all alike, so they are told apart by name.
        let same = same.or_else(|| found.first().filter(|_| !row.text.trim().is_empty()));
        same.copied()
    }

    fn fill_source(&mut self, here: SourceId, theirs: &AdoptedSource) {
        let Some(ours) = self.project.sources().get(here).cloned() else {
            return;
        };
        let holder = Holder::Source(here);
        let values = self.values(&theirs.source.values);
        self.fill_values(holder, &ours.name, &ours.values, &values);
        self.fill_case(holder, &ours.name, ours.case, theirs.source.case);
        let speakers: Vec<Speaker> = self
            .project
            .speakers_of(here)
            .map(|speaker| (**speaker).clone())
            .collect();
        for known in speakers {
            let same = |speaker: &&Speaker| {
                speaker.id == known.id || same_name(&speaker.name, &known.name)
            };
            let Some(speaker) = theirs.speakers.iter().find(same) else {
                continue;
            };
            let holder = Holder::Speaker(known.id);
            let of = format!("{}, {}", ours.name, known.name);
            let values = self.values(&speaker.values);
            self.fill_values(holder, &of, &known.values, &values);
            self.fill_case(holder, &of, known.case, speaker.case);
        }
    }

    pub(super) fn codings(&mut self, codings: Vec<Coding>) {
        for coding in codings {
            self.coding(coding);
        }
    }

    fn coding(&mut self, mut coding: Coding) {
        let theirs = coding.id;
        let places = (
            self.sources.get(&coding.source).copied(),
            self.codes.get(&coding.code).copied(),
            self.coders.get(&coding.coder).copied(),
        );
        let (Some(source), Some(code), Some(coder)) = places else {
            return;
        };
        (coding.source, coding.code, coding.coder) = (source, code, coder);
        let key = (source, coding.range, code, coder);
        let project = self.project;
        let same = project.same_coding(source, coding.range, code, coder);
        let same = same.or_else(|| project.codings().get(theirs)).cloned();
        let twin = self.placed.get(&key).copied();
        self.report.codings.note(same.is_none() && twin.is_none());
        if let Some(same) = same {
            // Where both places stand since an earlier merge, what is said of theirs is still said of the own.
            let own = project.codings().get(theirs);
            self.codings
                .insert(theirs, own.map_or(same.id, |own| own.id));
            self.compare(&same, coding);
            return;
        }
        if let Some(twin) = twin {
            self.codings.insert(theirs, twin);
            return;
        }
        self.placed.insert(key, theirs);
        self.codings.insert(theirs, theirs);
        self.new.codings.push(coding);
    }

    /// Settles what the two say differently of one coding, and fills what is not said here.
    fn compare(&mut self, ours: &Coding, theirs: Coding) {
        let about = format!("the coding of “{}”", short(&ours.quote));
        let place = |coding: &Coding| (coding.source, coding.range, coding.code);
        if place(ours) != place(&theirs) && ours.state != CodingState::Lost {
            self.settle_place(about, ours, theirs);
            return;
        }
        match (ours.weight, theirs.weight) {
            (None, Some(_)) => {
                self.report.filled += 1;
                self.fills.push(Edit::WeighCoding(ours.id, theirs.weight));
            }
            (Some(own), Some(given)) if own != given => {
                let (mine, other) = (format!("{:+}", own.get()), format!("{:+}", given.get()));
                let quote = short(&ours.quote);
                let line = format!("the weight of “{quote}” is {mine} here and {other} there");
                let key = format!("coding/{}/weight", ours.id);
                let conflict = Conflict::new(key, about, "weight", &mine, &other);
                if self.settle(conflict, line) == Choice::Theirs {
                    self.fills.push(Edit::WeighCoding(ours.id, theirs.weight));
                }
            }
            _ => {}
        }
        if theirs.shortlisted && !ours.shortlisted {
            self.report.filled += 1;
            self.fills.push(Edit::Shortlist(vec![ours.id], true));
        }
    }

    /// One coding that stands in two places, or is of two codes.
    fn settle_place(&mut self, about: String, ours: &Coding, mut theirs: Coding) {
        let told = |merger: &Self, coding: &Coding| {
            let known = merger
                .project
                .codes()
                .get(coding.code)
                .map(|code| &code.name);
            let new = || merger.new.codes.iter().find(|code| code.id == coding.code);
            let code = known.or_else(|| new().map(|code| &code.name));
            let code = code.cloned().unwrap_or_default();
            let (start, end): (u32, u32) = coding.range.into();
            format!("{code}: “{}” ({start} to {end})", short(&coding.quote))
        };
        let (mine, other) = (told(self, ours), told(self, &theirs));
        let line = format!("{about} was changed: here it stands otherwise than there");
        let key = format!("coding/{}/place", ours.id);
        let is_movable = theirs.source == ours.source && theirs.state == CodingState::Exact;
        let conflict = Conflict::new(key, about, "place", &mine, &other);
        let chosen = self.settle(conflict.unless(!is_movable).or_both(is_movable), line);
        match chosen {
            Choice::Mine => {}
            Choice::Theirs => {
                if theirs.range != ours.range {
                    self.fills.push(Edit::MoveEdges {
                        coding: ours.id,
                        range: theirs.range,
                        quote: theirs.quote.clone(),
                    });
                }
                if theirs.code != ours.code {
                    self.fills.push(Edit::Recode(vec![ours.id], theirs.code));
                }
            }
            Choice::Both => {
                let parts = [theirs.id.to_string(), format!("{:?}", theirs.range)];
                theirs.id = CodingId::from_u128(made_id(&["coding", &parts[0], &parts[1]]));
                self.new.codings.push(theirs);
            }
        }
    }
}

/// The id of a source whose own is taken by one with another text.
fn remade(id: SourceId, text: &TextHash) -> SourceId {
    SourceId::from_u128(made_id(&[&id.to_string(), text.as_str()]))
}

/// The first words of a quote, for a line.
pub(super) fn short(quote: &str) -> String {
    let words = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= 60 {
        return words;
    }
    let cut: String = words.chars().take(60).collect();
    format!("{cut}…")
}
