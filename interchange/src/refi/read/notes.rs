//! Notes as memos on what refers to them.

use std::collections::BTreeMap;

use project::text::CharRange;
use project::{Memo, MemoId, SourceId, Subject};

use super::dialect::Span;
use super::{Reader, date};
use crate::refi::error::RefiError;
use crate::refi::guid;
use crate::refi::xml::Element;

impl<'f> Reader<'f> {
    /// Finds the notes that say where in a text they stand. QualCoder writes an annotation as a note with a selection in
    /// it, and means a place in the source that refers to the note; to the standard it would be a place in the note.
    pub(super) fn find_note_spans(&mut self) {
        if !self.origin.starts_with("QualCoder") {
            return;
        }
        let root: &'f Element = self.root;
        for note in root.in_list("Notes") {
            let mut selections = note.all("PlainTextSelection");
            let (Some(only), None) = (selections.next(), selections.next()) else {
                continue;
            };
            let place = |name: &str| only.value(name).parse::<i64>().ok();
            let ends = place("startPosition").zip(place("endPosition"));
            if let (Some(bits), Some(ends)) = (guid::read(note.value("guid")), ends) {
                self.note_spans.insert(bits, ends);
            }
        }
    }

    /// Notes the notes that a source refers to: each is about the passage that it names, else about the whole.
    pub(super) fn refer_source(
        &mut self,
        element: &Element,
        source: SourceId,
        mut range: impl FnMut(Span<'_>) -> Option<CharRange>,
    ) {
        for reference in element.all("NoteRef") {
            let Some(note) = guid::read(reference.value("targetGUID")) else {
                continue;
            };
            let span = self.note_spans.get(&note).map(|&(start, end)| Span {
                start,
                end,
                name: "",
            });
            let found = span.and_then(&mut range).filter(|range| !range.is_empty());
            if found.is_some() {
                self.note_spans.remove(&note);
            }
            let subject = found.map_or(Subject::Source(source), |range| {
                Subject::Passage(source, range)
            });
            self.about.entry(note).or_default().push(subject);
        }
    }

    pub(super) fn read_notes(&mut self) -> Result<(), RefiError> {
        let root: &'f Element = self.root;
        self.refer(root, Subject::Project);
        let notes = root.in_list("Notes");
        let mut known: BTreeMap<u128, &'f Element> = BTreeMap::new();
        for note in notes {
            let bits = self.guid_of(note);
            if let Some(first) = known.insert(bits, note) {
                return Err(RefiError::SameGuid {
                    element: "Note",
                    guid: guid::written(bits),
                    first: first.value("name").to_owned(),
                    second: note.value("name").to_owned(),
                    line: note.line,
                });
            }
        }
        self.follow_links(&known)?;
        for note in notes {
            let bits = self.guid_of(note);
            self.read_note(note, bits)?;
        }
        for (note, _) in std::mem::take(&mut self.about) {
            if !known.contains_key(&note) {
                let why = "the note is not in the file";
                self.tally
                    .gone("references to notes that are not there", 1, why);
            }
        }
        let text = root.text_of("Description");
        if !text.is_empty() {
            let bits = guid::made_of(&["project description", root.value("name")]);
            self.add_memo(root, bits, Subject::Project, text.to_owned());
        }
        Ok(())
    }

    /// A link between a note and something says what the note is about, as NVivo writes it; others are kept.
    fn follow_links(&mut self, notes: &BTreeMap<u128, &Element>) -> Result<(), RefiError> {
        let root: &'f Element = self.root;
        for link in root.in_list("Links") {
            let ends = [link.value("originGUID"), link.value("targetGUID")].map(guid::read);
            let [Some(origin), Some(target)] = ends else {
                let why = "they lead from or to nothing";
                self.tally.gone("links with one end", 1, why);
                continue;
            };
            let (note, other) = if notes.contains_key(&origin) {
                (origin, target)
            } else {
                (target, origin)
            };
            let subject = self.subject(other);
            if let Some(subject) = subject.filter(|_| notes.contains_key(&note)) {
                self.bare.remove(&other);
                self.about.entry(note).or_default().push(subject);
            } else {
                self.keep(link)?;
                self.tally.kept("links", 1);
            }
        }
        Ok(())
    }

    /// What a GUID stands for, if a memo can be about it.
    fn subject(&self, bits: u128) -> Option<Subject> {
        if let Some(&(source, range, coding)) = self.selections.get(&bits) {
            return Some(coding.map_or(Subject::Passage(source, range), Subject::Coding));
        }
        if let Some(&code) = self.codes.get(&bits) {
            return Some(Subject::Code(code));
        }
        if let Some(&case) = self.cases.get(&bits) {
            return Some(Subject::Case(case));
        }
        let place = self.sources.get(&bits)?;
        let row = self.rows.sources.get(*place)?;
        Some(Subject::Source(row.source.id))
    }

    fn read_note(&mut self, note: &Element, bits: u128) -> Result<(), RefiError> {
        let text = self.text_of(note)?.map(|(text, _)| text);
        let text = text.map(|text| project::text::clean(&text));
        let text = text.unwrap_or_else(|| note.text_of("Description").to_owned());
        let name = note.value("name");
        // The name of a note by Vouch is made of its words.
        let text = if name.is_empty() || self.origin.starts_with("Vouch") || text.contains(name) {
            text
        } else {
            format!("{name}\n\n{text}").trim().to_owned()
        };
        if text.is_empty() && !self.origin.starts_with("Vouch") {
            let message = format!("the note “{name}” has no text in the file; it was left out");
            self.warn(note, message);
            return Ok(());
        }
        self.tell_inside(note, bits);
        let mut subjects = self.about.get(&bits).cloned().unwrap_or_default();
        subjects.sort_unstable();
        subjects.dedup();
        if subjects.is_empty() {
            subjects.push(Subject::Project);
        }
        for (nth, subject) in subjects.into_iter().enumerate() {
            let id = match nth {
                0 => bits,
                _ => guid::made_of(&["note", &guid::written(bits), &nth.to_string()]),
            };
            self.add_memo(note, id, subject, text.clone());
        }
        Ok(())
    }

    /// Tells what a note holds that a memo cannot.
    fn tell_inside(&mut self, note: &Element, bits: u128) {
        let selections = note.all("PlainTextSelection").count();
        let codings = note.all("Coding").count();
        let about = self.about.get(&bits);
        let is_placed = about.is_some_and(|about| {
            let mut about = about.iter();
            about.any(|subject| matches!(subject, Subject::Passage(..)))
        });
        if let Some((start, end)) = self.note_spans.remove(&bits) {
            let message = if about.is_some() {
                format!(
                    "the note stands on {start} to {end}, which is no passage of its text; it is on the whole text now"
                )
            } else {
                format!(
                    "the note stands on {start} to {end} of a text that the file does not name; it is on the project now"
                )
            };
            self.warn(note, message);
            let why = "the file does not say of which text, or the text does not reach that far";
            self.tally.gone("places of notes", 1, why);
        } else if !is_placed || selections + codings > 1 {
            let why = "memos are not coded here";
            self.tally
                .gone("passages and codings of notes", selections + codings, why);
        }
    }

    fn add_memo(&mut self, element: &Element, bits: u128, subject: Subject, text: String) {
        let coder = self.coder([element.value("creatingUser"), ""]);
        let created_at = date(element, "creationDateTime").unwrap_or(self.at);
        self.rows.memos.push(Memo {
            id: MemoId::from_u128(bits),
            subject,
            text,
            coder,
            created_at,
            changed_at: date(element, "modifiedDateTime").unwrap_or(created_at),
        });
    }
}
