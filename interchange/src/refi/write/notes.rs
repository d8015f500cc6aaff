//! Memos as notes, each referred to by what it is about.

use codebooks::Code;
use project::{Memo, Subject};

use super::sources::name_of;
use super::{Book, Note, internal};
use crate::moment::iso_utc;
use crate::refi::xml::Writer;
use crate::refi::{description, guid};

impl<'p> Book<'p> {
    /// Finds the memos that are notes: all that are not shown in the description of what they are about.
    pub(super) fn gather_notes(&mut self) {
        let project = self.project;
        for memo in project.memos().iter() {
            if self.stands_elsewhere(memo) {
                continue;
            }
            // Names differ, because some programs keep only one note of a name.
            let name = format!("Memo {}: {}", self.notes.len() + 1, name_of(&memo.text));
            self.notes.push(Note {
                memo: memo.id,
                name,
            });
            self.notes_on.entry(memo.subject).or_default().push(memo.id);
        }
    }

    fn stands_elsewhere(&self, memo: &Memo) -> bool {
        match memo.subject {
            Subject::Case(_) | Subject::Code(_) => true,
            Subject::Source(id) => {
                self.only_memo(memo.subject).is_some() && self.texts.contains_key(&id)
            }
            Subject::Passage(source, range) => self
                .texts
                .get(&source)
                .is_some_and(|text| text.holds(range)),
            Subject::Coding(id) => self.project.codings().get(id).is_some_and(|coding| {
                self.description_of(coding)
                    .is_some_and(|shown| shown.id == memo.id)
                    && coding.state != project::CodingState::Lost
            }),
            Subject::Project | Subject::Rating(_) => false,
        }
    }

    /// The memo on something, if there is just one: most programs show one text beside a thing.
    pub(super) fn only_memo(&self, on: Subject) -> Option<&'p Memo> {
        let mut memos = self.project.memos_on(on);
        match (memos.next(), memos.next()) {
            (Some(memo), None) if !memo.text.trim().is_empty() => Some(memo),
            _ => None,
        }
    }

    /// What is said of a code, with the memos on it.
    pub(super) fn described(&self, code: &Code) -> String {
        let memos = self.project.memos_on(Subject::Code(code.id));
        let memos = memos.filter(|memo| !memo.text.trim().is_empty());
        let written = memos.map(|memo| {
            let coder = self.project.coders().get(memo.coder);
            (
                coder.map_or("", |coder| coder.name.as_str()),
                memo.text.trim(),
            )
        });
        description::with_memos(code, written)
    }

    pub(super) fn write_note_refs(&self, xml: &mut Writer, on: Subject) {
        for memo in self.notes_on.get(&on).into_iter().flatten() {
            let guid = guid::written(self.guid_of("memo", memo.as_u128()));
            xml.empty("NoteRef", &[("targetGUID", Some(&guid))]);
        }
    }

    pub(super) fn write_notes(&self, xml: &mut Writer) {
        if self.notes.is_empty() {
            return;
        }
        xml.open("Notes", &[]);
        for note in &self.notes {
            let Some(memo) = self.project.memos().get(note.memo) else {
                continue;
            };
            let guid = self.guid_of("memo", memo.id.as_u128());
            xml.empty(
                "Note",
                &[
                    ("guid", Some(&guid::written(guid))),
                    ("name", Some(&note.name)),
                    ("plainTextPath", Some(&internal(guid))),
                    ("creatingUser", Some(&guid::written(memo.coder.as_u128()))),
                    ("creationDateTime", Some(&iso_utc(memo.created_at))),
                    ("modifiedDateTime", Some(&iso_utc(memo.changed_at))),
                ],
            );
        }
        xml.close("Notes");
    }
}
