//! Draws the sets: the name and description of each, and which sources and codes are in it.

use egui::{Align, Checkbox, ComboBox, Layout, RichText, ScrollArea, Ui, vec2};
use project::{Edit, Seq, Set, SetId};

use super::sized_sheet::{LastEscape, sized_sheet_ui};
use crate::desk::{Desk, Kept, NameSet, Sheet};
use crate::outbox::{Outbox, Request};
use crate::theme::{size, space, ui_font};
use crate::view::sets::{self, Member, MemberRow, SetRow};
use crate::widgets::rows;
use crate::widgets::typed_field::{TypedField, typed_field_ui};

/// What the sheet remembers while it is open.
#[derive(Debug, Default)]
pub struct SetsPanel {
    /// What is being typed, in which field of which set.
    typed: Option<((SetId, &'static str), String)>,
    letters: String,
    /// Whether codes are listed, not sources.
    codes: bool,
    rows: Kept<(Seq, SetId, bool, String), Vec<MemberRow>>,
    escape: LastEscape,
}

const SIZE: egui::Vec2 = vec2(560.0, 560.0);

/// Draws the sets over the desk, with one of them open.
pub fn sets_ui(
    panel: &mut SetsPanel,
    chosen: Option<SetId>,
    desk: &Desk,
    ui: &Ui,
    out: &mut Outbox,
) {
    let list = sets::set_rows(desk.project());
    let shown = chosen
        .filter(|&id| desk.project().sets().contains(id))
        .or_else(|| list.first().map(|row| row.id));
    let open = sized_sheet_ui("Sets", "sets", SIZE, desk.theme, ui, |ui| {
        choice_ui(&list, shown, desk, ui, out);
        ui.add_space(space::S);
        if let Some(set) = shown.and_then(|id| desk.project().sets().get(id)) {
            set_ui(panel, set, desk, ui, out);
        } else {
            let more = "A set gathers sources or codes that are looked at together.";
            rows::empty_ui(ui, desk.theme, "No sets yet", more);
        }
    });
    let leaves = panel.escape.leaves(ui);
    if !open || leaves {
        panel.typed = None;
        out.ask(Request::CloseSheet);
    }
}

/// Draws which set is open, and the ways to a new one and to one less.
fn choice_ui(list: &[SetRow], shown: Option<SetId>, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    ui.horizontal(|ui| {
        let row = list.iter().find(|row| Some(row.id) == shown);
        if let Some(row) = row {
            let combo = ComboBox::from_id_salt("which set")
                .width(240.0)
                .truncate()
                .selected_text(&row.name)
                .show_ui(ui, |ui| {
                    for other in list {
                        let is_shown = other.id == row.id;
                        let text = format!("{} ({})", other.name, other.holds());
                        if ui.selectable_label(is_shown, text).clicked() {
                            out.ask(Request::Open(Sheet::Sets(Some(other.id))));
                        }
                    }
                });
            drop(combo.response.accessible_name("Set"));
        }
        if ui.button("New set…").clicked() {
            out.ask(Request::Open(Sheet::NameSet(NameSet::New)));
        }
        if let Some(row) = row {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let remove = ui
                    .button("Remove set")
                    .on_hover_text("What is in it stays. Undo brings it back.");
                if remove.clicked() {
                    out.edit(Edit::RemoveSet(row.id));
                }
            });
        }
    });
    if list.is_empty() {
        return;
    }
    let note = "Searches find what stands in a set by set:NAME. Each change is one step to undo.";
    ui.label(
        RichText::new(note)
            .font(ui_font(size::SMALL))
            .color(desk.theme.faint),
    );
}

fn set_ui(panel: &mut SetsPanel, set: &Set, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let width = ui.available_width();
    let quiet = |text: &str| RichText::new(text.to_owned()).color(desk.theme.quiet);
    let field = |held, lines, name, hint| TypedField {
        held,
        width,
        lines,
        name,
        hint,
    };
    ui.label(quiet("Name"));
    let name = field(&set.name, 1, "Name of the set", "");
    if let Some(words) = typed_field_ui(&mut panel.typed, &(set.id, "name"), &name, ui)
        && !words.trim().is_empty()
    {
        out.edit(sets::changed(set, |set| {
            words.trim().clone_into(&mut set.name);
        }));
    }
    ui.add_space(space::XS);
    ui.label(quiet("What it is for"));
    let about = field(
        &set.description,
        2,
        "Description of the set",
        "What belongs in it, and why",
    );
    if let Some(words) = typed_field_ui(&mut panel.typed, &(set.id, "description"), &about, ui) {
        out.edit(sets::changed(set, |set| {
            words.trim().clone_into(&mut set.description);
        }));
    }
    ui.add_space(space::S);
    ui.horizontal(|ui| {
        for (codes, text) in [
            (false, format!("Sources {}", set.sources.len())),
            (true, format!("Codes {}", set.codes.len())),
        ] {
            ui.selectable_value(&mut panel.codes, codes, text);
        }
    });
    ui.add_space(space::XS);
    let hint = if panel.codes {
        "Filter codes of the set"
    } else {
        "Filter sources of the set"
    };
    rows::filter_ui(ui, desk.theme, &mut panel.letters, hint);
    members_ui(panel, set, desk, ui, out);
}

/// Draws what could be in the set, each with a box to put it in or take it out.
fn members_ui(panel: &mut SetsPanel, set: &Set, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let codes = panel.codes;
    let letters = panel.letters.trim().to_owned();
    let filtered = !letters.is_empty();
    let key = (desk.open.seq(), set.id, codes, letters.clone());
    let list = panel.rows.get(key, || {
        if codes {
            sets::code_members(&desk.open.tree, set, &letters)
        } else {
            sets::source_members(desk.project(), set, &letters)
        }
    });
    ui.add_space(space::XS);
    ui.horizontal(|ui| {
        let shown = if filtered { "all shown" } else { "all" };
        for (put, text) in [
            (true, format!("Put {shown} in")),
            (false, format!("Take {shown} out")),
        ] {
            let any = list.iter().any(|row| row.is_in != put);
            if ui.add_enabled(any, egui::Button::new(text)).clicked() {
                out.edit(sets::all_moved(set, list, put));
            }
        }
    });
    ui.add_space(space::XS);
    ScrollArea::vertical()
        .id_salt(("members", codes))
        .auto_shrink([false, false])
        .show_rows(ui, size::ROW, list.len(), |ui, range| {
            for row in list.get(range).unwrap_or_default() {
                member_ui(row, set, desk, ui, out);
            }
        });
}

fn member_ui(row: &MemberRow, set: &Set, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    ui.horizontal(|ui| {
        ui.set_height(size::ROW);
        let mut is_in = row.is_in;
        if ui.add(Checkbox::new(&mut is_in, &row.name)).changed() {
            out.edit(sets::moved(set, row.member));
        }
        ui.label(
            RichText::new(&row.above)
                .font(ui_font(size::SMALL))
                .color(desk.theme.quiet),
        );
    });
}

/// Draws the sets that something is in and could be in, for its menu.
pub(super) fn sets_menu_ui(member: Member, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    for row in sets::set_rows(desk.project()) {
        let Some(set) = desk.project().sets().get(row.id) else {
            continue;
        };
        let mut is_in = member.is_in(set);
        if ui.checkbox(&mut is_in, &row.name).changed() {
            out.edit(sets::moved(set, member));
        }
    }
    if ui.button("New set…").clicked() {
        out.ask(Request::Open(Sheet::NameSet(NameSet::With(member))));
        ui.close();
    }
    if ui.button("All sets…").clicked() {
        out.ask(Request::Open(Sheet::Sets(None)));
        ui.close();
    }
}
