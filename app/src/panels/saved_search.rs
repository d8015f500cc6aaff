//! Draws the sheet on which a saved search is changed: its name, what it searches for, whether it stays.

use egui::{Align, Key, Label, Layout, Modifiers, RichText, TextEdit, Ui};
use project::{Edit, SearchId};

use super::sheets::{Stand, window_ui};
use crate::data::{DataRequest, Note};
use crate::desk::Desk;
use crate::outbox::{Outbox, Request};
use crate::theme::space;
use crate::widgets::rows;

/// What is typed on the sheet.
#[derive(Debug)]
pub(super) struct SearchDraft {
    name: String,
    query: String,
    everyone: bool,
    /// Whether the first field has had the keyboard.
    settled: bool,
}

/// Draws the sheet over the desk.
pub(super) fn saved_search_ui(
    held: &mut Option<SearchDraft>,
    id: SearchId,
    desk: &Desk,
    ui: &Ui,
    out: &mut Outbox,
) {
    let Some(search) = desk.project().searches().get(id) else {
        out.ask(Request::CloseSheet);
        return;
    };
    let draft = held.get_or_insert_with(|| SearchDraft {
        name: search.name.clone(),
        query: search.query.clone(),
        everyone: search.everyone,
        settled: false,
    });
    let (theme, title) = (desk.theme, "Saved search");
    window_ui(title, Stand::Middle, 480.0, theme, ui, out, |ui, out| {
        let (keep, leave) = ui.input_mut(|input| {
            (
                input.consume_key(Modifiers::NONE, Key::Enter),
                input.consume_key(Modifiers::NONE, Key::Escape),
            )
        });
        fields_ui(draft, desk, ui);
        ui.add_space(space::S);
        let note = "What was new in it stays new; what it finds beside that counts as seen.";
        ui.add(Label::new(RichText::new(note).color(theme.quiet)).wrap());
        ui.add_space(space::S);
        ui.horizontal(|ui| {
            let pressed = rows::main_button(ui, theme, "Keep changes").clicked();
            if pressed || keep {
                out.ask(Request::Data(DataRequest::NoteFound(Note::Change {
                    search: id,
                    name: draft.name.trim().to_owned(),
                    query: draft.query.trim().to_owned(),
                    everyone: draft.everyone,
                })));
            } else if ui.button("Cancel").clicked() || leave {
                out.ask(Request::CloseSheet);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let remove = ui
                    .button("Remove saved search")
                    .on_hover_text("Nothing it finds is touched. Undo brings it back.");
                if remove.clicked() {
                    out.edit(Edit::RemoveSearch(id));
                }
            });
        });
    });
}

fn fields_ui(draft: &mut SearchDraft, desk: &Desk, ui: &mut Ui) {
    let quiet = |text: &str| RichText::new(text.to_owned()).color(desk.theme.quiet);
    ui.label(quiet("Name"));
    let name = ui
        .add(TextEdit::singleline(&mut draft.name).desired_width(f32::INFINITY))
        .accessible_name("Name of the search");
    if !draft.settled {
        name.request_focus();
        draft.settled = true;
    }
    ui.add_space(space::S);
    ui.label(quiet("Searches for"));
    let query = TextEdit::singleline(&mut draft.query).desired_width(f32::INFINITY);
    drop(ui.add(query).accessible_name("What it searches for"));
    ui.checkbox(&mut draft.everyone, "The interviewer’s turns too");
    let asked = &desk.state.search.question;
    let other = asked.text != draft.query || asked.options.everyone != draft.everyone;
    if other && !asked.text.is_empty() && desk.state.search.trouble.is_none() {
        let take = ui
            .button("Take what stands in the search field")
            .on_hover_text(&asked.text);
        if take.clicked() {
            draft.query.clone_from(&asked.text);
            draft.everyone = asked.options.everyone;
        }
    }
}
