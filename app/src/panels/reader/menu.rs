//! The menus of the right mouse button: on selected words, on codings.

use egui::{Button, Response, RichText, ScrollArea, Ui};
use project::{Edit, Weight};

use super::{ReaderPanel, View};
use crate::action::Action;
use crate::data::DataRequest;
use crate::desk::{Desk, ExcerptFilter, Sheet};
use crate::outbox::{Outbox, Request, With};
use crate::theme::{size, strong_font};
use crate::view::reader::{Mark, marks_at};
use crate::view::weights;

/// The most codings of one place that the menu lists.
const LISTED: usize = 6;

pub(super) fn menu_ui(
    panel: &mut ReaderPanel,
    view: &View<'_>,
    response: &Response,
    out: &mut Outbox,
) {
    if response.secondary_clicked() {
        panel.menu_at = response
            .interact_pointer_pos()
            .and_then(|point| view.char_at(point));
        if let Some(place) = panel.menu_at
            && view
                .desk
                .place
                .selection()
                .is_none_or(|range| !range.holds(place))
        {
            let focus = marks_at(view.marks, place).first().map(|mark| mark.coding);
            out.ask(Request::Select {
                anchor: place,
                caret: place,
            });
            out.ask(Request::Focus(focus));
        }
    }
    let place = panel.menu_at;
    response.context_menu(|ui| {
        ui.set_min_width(230.0);
        selection_menu_ui(view.desk, ui, out);
        let here = place
            .map(|place| marks_at(view.marks, place))
            .unwrap_or_default();
        if !here.is_empty() {
            ui.separator();
        }
        for mark in here.into_iter().take(LISTED) {
            let name = format!("{} ({})", mark.name, mark.coder);
            ui.menu_button(name, |ui| coding_menu_ui(mark, view.desk, ui, out));
        }
    });
}

fn selection_menu_ui(desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let selected = desk.standing.selection;
    let first = if selected {
        "Code selection…"
    } else {
        "Code this sentence…"
    };
    action_ui(ui, desk, Action::CodeSelection, first, out);
    action_ui(ui, desk, Action::InVivo, Action::InVivo.spec().text, out);
    if selected {
        for &code in desk.state.recent.iter().take(5) {
            if ui
                .button(format!("Code with {}", desk.open.code_name(code)))
                .clicked()
            {
                out.ask(Request::Apply(code, With::default()));
            }
        }
    }
    action_ui(
        ui,
        desk,
        Action::SelectSentence,
        Action::SelectSentence.spec().text,
        out,
    );
    action_ui(
        ui,
        desk,
        Action::SelectTurn,
        Action::SelectTurn.spec().text,
        out,
    );
    action_ui(ui, desk, Action::Copy, Action::Copy.spec().text, out);
    let place = &desk.place;
    if let (Some(source), Some(range)) = (place.source, place.selection())
        && ui.button("Search for more like it").clicked()
    {
        out.ask(Request::Data(DataRequest::SearchLike(source, range)));
    }
    let correct = if selected {
        Action::CorrectText.spec().text
    } else {
        "Correct this word…"
    };
    action_ui(ui, desk, Action::CorrectText, correct, out);
    let who = Action::WhoSpeaks;
    action_ui(ui, desk, who, who.spec().text, out);
    let bookmark = Action::ToggleBookmark;
    action_ui(ui, desk, bookmark, bookmark.spec().text, out);
}

fn action_ui(ui: &mut Ui, desk: &Desk, action: Action, text: &str, out: &mut Outbox) {
    let keys = desk.standing.keys.text(action, ui.ctx());
    let button = Button::new(text).shortcut_text(keys);
    if ui
        .add_enabled(action.enabled(desk.standing), button)
        .clicked()
    {
        out.act(action);
    }
}

/// Draws what can be done with a coding.
pub(super) fn coding_menu_ui(mark: &Mark, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    ui.set_min_width(200.0);
    let coding = mark.coding;
    ui.label(
        RichText::new(desk.open.code_path(mark.code))
            .font(strong_font(size::SMALL))
            .color(desk.theme.quiet),
    );
    if ui.button("Uncode").clicked() {
        out.edit(Edit::RemoveCodings(vec![coding]));
        ui.close();
    }
    if ui
        .button(if mark.memo { "Edit memo…" } else { "Memo…" })
        .clicked()
    {
        out.ask(Request::Open(Sheet::Memo(coding)));
        ui.close();
    }
    ui.menu_button("Recode to", |ui| {
        ScrollArea::vertical().max_height(340.0).show(ui, |ui| {
            for &code in desk.open.tree.order() {
                let text = format!(
                    "{}{}",
                    "    ".repeat(desk.open.tree.depth(code)),
                    desk.open.code_name(code)
                );
                if ui
                    .add_enabled(code != mark.code, Button::new(text))
                    .clicked()
                {
                    out.edit(Edit::Recode(vec![coding], code));
                    ui.close();
                }
            }
        });
    });
    ui.menu_button("Weight", |ui| {
        for (value, says) in weights::CHOICES {
            let text = format!("{}  {says}", weights::weight_text(value));
            if ui.radio(mark.weight == Some(value), text).clicked() {
                out.edit(Edit::WeighCoding(coding, Weight::new(value)));
                ui.close();
            }
        }
        if ui.radio(mark.weight.is_none(), "No weight").clicked() {
            out.edit(Edit::WeighCoding(coding, None));
            ui.close();
        }
    });
    if ui
        .button(if mark.shortlisted {
            "Take off the shortlist"
        } else {
            "Shortlist"
        })
        .clicked()
    {
        out.edit(Edit::Shortlist(vec![coding], !mark.shortlisted));
        ui.close();
    }
    if ui.button("All excerpts of the code").clicked() {
        out.ask(Request::Excerpts(ExcerptFilter::of_code(mark.code)));
        ui.close();
    }
}
