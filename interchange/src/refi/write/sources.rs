//! Texts with their selections.

use std::collections::BTreeMap;

use project::text::{CharRange, SourceText};
use project::{CoderId, Coding, CodingId, CodingState, Memo, Source, Subject, Timestamp};

use super::{Book, internal};
use crate::moment::iso_utc;
use crate::refi::guid;
use crate::refi::kept::MEDIA;
use crate::refi::xml::Writer;

/// How many characters of a quote name its selection.
const NAME: usize = 100;

/// A passage to select.
pub(super) struct Selection<'p> {
    pub(super) guid: u128,
    range: CharRange,
    by: CoderId,
    made: Timestamp,
    changed: Option<Timestamp>,
    /// A memo that is its description.
    memo: Option<&'p Memo>,
    pub(super) codings: Vec<&'p Coding>,
}

impl<'p> Book<'p> {
    pub(super) fn write_sources(&self, xml: &mut Writer) {
        if self.texts.is_empty() && !self.has_kept(&MEDIA) {
            return;
        }
        xml.open("Sources", &[]);
        for source in self.project.sources().iter() {
            if let Some(text) = self.texts.get(&source.id) {
                self.write_source(xml, source, text);
            }
        }
        for kind in MEDIA {
            self.write_kept(xml, kind);
        }
        xml.close("Sources");
    }

    fn write_source(&self, xml: &mut Writer, source: &Source, text: &SourceText) {
        let on = Subject::Source(source.id);
        let memo = self.only_memo(on);
        let by = memo.map(|memo| guid::written(memo.coder.as_u128()));
        xml.open(
            "TextSource",
            &[
                ("guid", Some(&guid::written(source.id.as_u128()))),
                ("name", Some(&source.name)),
                ("richTextPath", self.styled(source.id)),
                ("plainTextPath", Some(&internal(source.id.as_u128()))),
                ("creatingUser", by.as_deref()),
                ("creationDateTime", Some(&iso_utc(source.imported_at))),
            ],
        );
        if let Some(memo) = memo {
            xml.text("Description", &memo.text);
        }
        for selection in self.selections(source, text) {
            self.write_selection(xml, &selection, text);
        }
        self.write_note_refs(xml, on);
        self.write_values(xml, &source.values);
        xml.close("TextSource");
    }

    /// One selection for each passage and coder, because some programs take the coder from the selection; a coding
    /// whose memo is shown as the selection's description has one of its own.
    pub(super) fn selections(&self, source: &Source, text: &SourceText) -> Vec<Selection<'p>> {
        let mut found: BTreeMap<(CharRange, CoderId, Option<CodingId>), Selection<'p>> =
            BTreeMap::new();
        for coding in self.project.codings_of(source.id) {
            if coding.state == CodingState::Lost || !text.holds(coding.range) {
                continue;
            }
            let memo = self.description_of(coding);
            let key = (coding.range, coding.coder, memo.map(|_| coding.id));
            let selection = found.entry(key).or_insert_with(|| Selection {
                guid: super::guid_of_selection(&self.taken, coding.id),
                range: coding.range,
                by: coding.coder,
                made: coding.created_at,
                changed: None,
                memo,
                codings: Vec::new(),
            });
            selection.made = selection.made.min(coding.created_at);
            selection.codings.push(coding);
        }
        let mut selections: Vec<Selection<'p>> = found.into_values().collect();
        let memos = self.passages.get(&source.id).into_iter().flatten();
        selections.extend(memos.filter_map(|memo| {
            let Subject::Passage(_, range) = memo.subject else {
                return None;
            };
            text.holds(range).then(|| Selection {
                guid: self.guid_of("memo", memo.id.as_u128()),
                range,
                by: memo.coder,
                made: memo.created_at,
                changed: Some(memo.changed_at),
                memo: Some(memo),
                codings: Vec::new(),
            })
        }));
        selections.sort_by_key(|selection| (selection.range, selection.by, selection.guid));
        selections
    }

    /// The memo on a coding that programs show as the comment of its passage: the only one, whoever wrote it.
    pub(super) fn description_of(&self, coding: &Coding) -> Option<&'p Memo> {
        self.only_memo(Subject::Coding(coding.id))
    }

    fn write_selection(&self, xml: &mut Writer, selection: &Selection<'_>, text: &SourceText) {
        let (start, end): (u32, u32) = selection.range.into();
        let by = guid::written(selection.by.as_u128());
        xml.open(
            "PlainTextSelection",
            &[
                ("guid", Some(&guid::written(selection.guid))),
                ("name", Some(&name_of(text.slice(selection.range)))),
                ("startPosition", Some(&start.to_string())),
                ("endPosition", Some(&end.to_string())),
                ("creatingUser", Some(&by)),
                ("creationDateTime", Some(&iso_utc(selection.made))),
                (
                    "modifiedDateTime",
                    selection.changed.map(iso_utc).as_deref(),
                ),
            ],
        );
        if let Some(memo) = selection.memo {
            xml.text("Description", &memo.text);
        }
        for coding in &selection.codings {
            let guid = self.guid_of("coding", coding.id.as_u128());
            xml.open(
                "Coding",
                &[
                    ("guid", Some(&guid::written(guid))),
                    ("creatingUser", Some(&by)),
                    ("creationDateTime", Some(&iso_utc(coding.created_at))),
                ],
            );
            let code = guid::written(coding.code.as_u128());
            xml.empty("CodeRef", &[("targetGUID", Some(&code))]);
            if selection.memo.is_none() {
                self.write_note_refs(xml, Subject::Coding(coding.id));
            }
            xml.close("Coding");
        }
        xml.close("PlainTextSelection");
    }
}

/// A quote on one line, cut where it is long.
pub(super) fn name_of(quote: &str) -> String {
    // Only as much is folded as can be shown: a passage may be a whole book.
    let mut shown = String::new();
    for (length, c) in quote.trim().chars().enumerate() {
        let c = if c.is_whitespace() { ' ' } else { c };
        if length == NAME {
            shown.truncate(shown.trim_end().len());
            shown.push('…');
            break;
        }
        shown.push(c);
    }
    shown
}
