//! Coding: what is selected in the reader becomes edits.

use codebooks::CodeId;
use project::text::CharRange;
use project::{CodingId, Edit, NewCode, NewCoding, Weight};

use crate::action::Action;
use crate::desk::{Notice, Tone};
use crate::desktop::Desktop;
use crate::outbox::With;
use crate::view::steps::{self, Edge};
use crate::view::weights;

/// How many recent codes are kept: one for each digit.
const RECENT: usize = 9;

/// The most characters a code made in vivo is named by.
const IN_VIVO_LENGTH: usize = 60;

impl Desktop {
    /// Makes an edit and tells what went wrong, if something did. Answers whether it was made.
    pub(super) fn edit(&mut self, edit: Edit) -> bool {
        let Some(workspace) = &mut self.workspace else {
            return false;
        };
        match workspace.edit(edit) {
            Ok(committed) => {
                self.finder.note(&committed.touched);
                if committed.changed {
                    self.state.done = Some(committed.label);
                }
                self.refresh();
                true
            }
            Err(error) => {
                self.tell_trouble(&error.into());
                false
            }
        }
    }

    /// Applies a code to the selection; without one, says so.
    pub(super) fn apply_code(&mut self, code: CodeId, with: With) {
        let Some((source, range, quote)) = self.selected_quote() else {
            let way = self.shortcuts.way(Action::SelectSentence);
            self.tell(Notice::new(
                Tone::Warn,
                format!("Select some words first: drag over them, or take the sentence ({way})."),
            ));
            return;
        };
        let known = self
            .open
            .as_ref()
            .and_then(|open| open.project.same_coding(source, range, code, open.coder))
            .map(|coding| coding.id);
        let coding = NewCoding {
            id: None,
            source,
            range,
            quote,
            code,
            coder: None,
            memo: with.memo,
            weight: with.weight,
        };
        let again = format!("Weighed “{}” again", self.code_name(code));
        let apply = Edit::ApplyCode(coding);
        let edit = match (known, with.weight) {
            // The words have this code already: a weight that was given now is meant for that coding.
            (Some(known), Some(weight)) => Edit::Batch {
                label: again,
                edits: vec![apply, Edit::WeighCoding(known, Some(weight))],
            },
            _ => apply,
        };
        if self.edit(edit) {
            self.used(code);
            self.focus_coding(known, range, code);
        }
    }

    fn code_name(&self, code: CodeId) -> String {
        let open = self.open.as_ref();
        open.map_or_else(String::new, |open| open.code_name(code).to_owned())
    }

    /// Makes a code and applies it to the selection, as one step.
    pub(super) fn apply_new(&mut self, parent: Option<CodeId>, name: &str, with: With) {
        let Some(workspace) = &mut self.workspace else {
            return;
        };
        let id = CodeId::from_u128(workspace.ids().next());
        let add = Edit::AddCode(NewCode {
            id: Some(id),
            name: name.to_owned(),
            parent,
            ..NewCode::default()
        });
        let Some((source, range, quote)) = self.selected_quote() else {
            if self.edit(add) {
                self.state.code = Some(id);
            }
            return;
        };
        let apply = Edit::ApplyCode(NewCoding {
            id: None,
            source,
            range,
            quote,
            code: id,
            coder: None,
            memo: with.memo,
            weight: with.weight,
        });
        let label = format!("Coded with new code “{name}”");
        if self.edit(Edit::Batch {
            label,
            edits: vec![add, apply],
        }) {
            self.used(id);
            self.focus_coding(None, range, id);
        }
    }

    /// Makes a code of the selected words and applies it.
    pub(super) fn in_vivo(&mut self) {
        let Some((_, _, quote)) = self.selected_quote() else {
            return;
        };
        let name = in_vivo_name(&quote);
        let parent = self.in_vivo_parent();
        let Some(open) = &self.open else { return };
        let siblings = open.tree.children(parent);
        let known = siblings.iter().copied().find(|&code| {
            open.tree
                .name(code)
                .is_some_and(|own| project::same_name(own, &name))
        });
        match known {
            Some(code) => self.apply_code(code, With::default()),
            None => self.apply_new(parent, &name, With::default()),
        }
    }

    /// In vivo codes stand beside the chosen code, or at the top.
    fn in_vivo_parent(&self) -> Option<CodeId> {
        let (open, code) = (self.open.as_ref()?, self.state.code?);
        if open.tree.children(Some(code)).is_empty() {
            open.tree.parent(code)
        } else {
            Some(code)
        }
    }

    /// Takes the focused coding off.
    pub(super) fn uncode(&mut self) {
        if let Some(coding) = self.state.place.focus {
            self.edit(Edit::RemoveCodings(vec![coding]));
        }
    }

    /// Marks the focused coding for the report, or takes the mark off.
    pub(super) fn shortlist(&mut self) {
        let focus = self.state.place.focus;
        let coding = self
            .open
            .as_ref()
            .and_then(|open| focus.and_then(|focus| open.project.codings().get(focus)))
            .cloned();
        if let Some(coding) = coding {
            self.edit(Edit::Shortlist(vec![coding.id], !coding.shortlisted));
        }
    }

    /// Gives the focused coding the next weight up or down.
    pub(super) fn step_weight(&mut self, up: bool) {
        self.weigh(|before| weights::step(before, up));
    }

    /// Gives the focused coding another weight.
    pub(super) fn weigh(&mut self, to: impl FnOnce(Option<Weight>) -> Option<Weight>) {
        let focus = self.state.place.focus;
        let held = self.open.as_ref().and_then(|open| {
            let coding = open.project.codings().get(focus?)?;
            Some((coding.id, coding.weight))
        });
        let Some((coding, before)) = held else { return };
        let after = to(before);
        if after != before {
            self.edit(Edit::WeighCoding(coding, after));
        }
    }

    /// Moves an edge of the focused coding by a word.
    pub(super) fn move_edge(&mut self, edge: Edge) {
        let (Some(open), Some(text), Some(focus)) =
            (&self.open, &self.state.place.text, self.state.place.focus)
        else {
            return;
        };
        let Some(coding) = open.project.codings().get(focus) else {
            return;
        };
        let Some(range) = steps::move_edge(text, coding.range, edge) else {
            return;
        };
        if self.edit(Edit::MoveEdges {
            coding: focus,
            range,
            quote: text.slice(range).to_owned(),
        }) {
            self.reveal(range);
        }
    }

    /// The open source, the selected range, and the words there.
    fn selected_quote(&self) -> Option<(project::SourceId, CharRange, String)> {
        let place = &self.state.place;
        let (source, text, range) = (place.source?, place.text.as_ref()?, place.selection()?);
        let quote = text.slice(range);
        let lead = quote
            .chars()
            .take_while(|sign| sign.is_whitespace())
            .count();
        let kept = quote.trim();
        if kept.is_empty() {
            return None;
        }
        let start = range.start().0 + u32::try_from(lead).ok()?;
        let range = CharRange::of(start, start + u32::try_from(kept.chars().count()).ok()?);
        Some((source, range, kept.to_owned()))
    }

    /// Puts a code first among the recent ones.
    pub(super) fn used(&mut self, code: CodeId) {
        self.state.recent.retain(|&own| own != code);
        self.state.recent.insert(0, code);
        self.state.recent.truncate(RECENT);
        self.state.code = Some(code);
    }

    fn focus_coding(&mut self, known: Option<CodingId>, range: CharRange, code: CodeId) {
        let Some(open) = &self.open else { return };
        let source = self.state.place.source;
        let coding = known.or_else(|| {
            source
                .and_then(|source| open.project.same_coding(source, range, code, open.coder))
                .map(|coding| coding.id)
        });
        self.state.place.focus = coding;
    }
}

/// The name of a code made of the words themselves: on one line, without outer marks, cut at a word's end.
fn in_vivo_name(quote: &str) -> String {
    let line: Vec<&str> = quote.split_whitespace().collect();
    let line = line.join(" ");
    let line = line.trim_matches(|sign: char| {
        sign.is_ascii_punctuation() || matches!(sign, '“' | '”' | '‘' | '’' | '…' | '–' | '—')
    });
    if line.chars().count() <= IN_VIVO_LENGTH {
        return line.to_owned();
    }
    let cut: String = line.chars().take(IN_VIVO_LENGTH).collect();
    let cut = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(words, _)| words);
    format!("{cut}…")
}

#[cfg(test)]
mod names {
    use super::in_vivo_name;

    #[test]
    fn words_become_a_name_of_one_line() {
        assert_eq!(
            in_vivo_name("“she kept\n coming back.”"),
            "she kept coming back"
        );
        let long = in_vivo_name(&"walking on eggshells ".repeat(9));
        assert!(
            long.ends_with("eggshells…") || long.ends_with("on…") || long.ends_with("walking…"),
            "{long}"
        );
        assert!(long.chars().count() <= 61);
    }
}
