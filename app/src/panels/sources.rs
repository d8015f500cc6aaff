//! Draws the list of sources.

use egui::{ComboBox, RichText, ScrollArea, Ui, vec2};
use project::{Edit, Reading, Seq, SetId, SourceDetails, SourceId, SourceKind};

use super::sets::sets_menu_ui;
use crate::action::Action;
use crate::desk::{Desk, ExcerptFilter, Kept, Sheet};
use crate::outbox::{Outbox, Request};
use crate::theme::{size, space};
use crate::view::sets;
use crate::view::sources::{self, SourceRow, counted, kind_name, reading_name, thousands};
use crate::widgets::icon::{self, Icon};
use crate::widgets::rows::{self, Pen};

/// What the list of sources remembers.
#[derive(Debug, Default)]
pub struct SourcesPanel {
    letters: String,
    /// Only sources of this set.
    set: Option<SetId>,
    rows: Kept<(Seq, String, Option<SetId>), Vec<SourceRow>>,
    /// A source that is being renamed, and its name so far.
    renaming: Option<(SourceId, String)>,
}

/// Draws the list of sources.
pub fn sources_ui(panel: &mut SourcesPanel, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let theme = desk.theme;
    rows::column_head(ui, theme, "Sources", |ui| {
        if icon::button_ui(ui, theme, Icon::Plus, true, "Import sources")
            .on_hover_text("Import transcripts and tables")
            .clicked()
        {
            out.act(Action::Import);
        }
    });
    rows::filter_ui(ui, theme, &mut panel.letters, "Filter sources");
    set_ui(&mut panel.set, desk, ui, out);
    ui.add_space(space::XS);
    let SourcesPanel {
        letters,
        set,
        rows: kept,
        renaming,
    } = panel;
    let list = kept.get((desk.open.seq(), letters.clone(), *set), || {
        sources::source_rows(desk.project(), letters, *set)
    });
    if list.is_empty() {
        let (title, more) = if desk.project().sources().is_empty() {
            (
                "No sources yet",
                "Drop transcripts here, or choose File, Import.",
            )
        } else {
            (
                "Nothing fits",
                if set.is_some() && letters.trim().is_empty() {
                    "This set has no sources: right-click a source to put it in."
                } else {
                    "No source's name or group has these letters."
                },
            )
        };
        rows::empty_ui(ui, theme, title, more);
        return;
    }
    ScrollArea::vertical()
        .auto_shrink([false, false])
        .show_viewport(ui, |ui, seen| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let mut top = 0.0;
            for row in list {
                let height = height_of(row);
                if top + height < seen.min.y - 200.0 || top > seen.max.y + 200.0 {
                    ui.add_space(height);
                } else {
                    row_ui(row, desk, renaming, ui, out);
                }
                top += height;
            }
        });
}

/// Draws the choice of a set, once there are any.
fn set_ui(chosen: &mut Option<SetId>, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let mut list = sets::set_rows(desk.project());
    list.retain(sets::SetRow::is_of_sources);
    let held = *chosen;
    let set = list.iter().find(|row| Some(row.id) == held);
    *chosen = set.map(|row| row.id);
    if list.is_empty() {
        return;
    }
    ui.add_space(space::XS);
    ui.horizontal(|ui| {
        let room = if set.is_some() { 48.0 } else { 0.0 };
        let title = set.map_or("All sources", |row| row.name.as_str());
        let combo = ComboBox::from_id_salt("set of sources")
            .width(ui.available_width() - room)
            .truncate()
            .selected_text(title)
            .show_ui(ui, |ui| {
                ui.selectable_value(chosen, None, "All sources");
                for row in &list {
                    let words = format!("{} ({})", row.name, row.sources);
                    ui.selectable_value(chosen, Some(row.id), words);
                }
            });
        let combo = combo
            .response
            .on_hover_text("Which set of sources is listed");
        drop(combo.accessible_name("Set of sources"));
        if let Some(set) = set {
            let menu = ui.menu_button("…", |ui| {
                if ui.button("Change set…").clicked() {
                    out.ask(Request::Open(Sheet::Sets(Some(set.id))));
                }
                let remove = ui
                    .button("Remove set")
                    .on_hover_text("Its sources stay. Undo brings it back.");
                if remove.clicked() {
                    out.edit(Edit::RemoveSet(set.id));
                }
            });
            drop(menu.response.accessible_name("What to do with this set"));
        }
    });
}

const GROUP_HEIGHT: f32 = 30.0;

fn height_of(row: &SourceRow) -> f32 {
    match row {
        SourceRow::Group { .. } => GROUP_HEIGHT,
        SourceRow::Source { .. } => size::ROW_TALL,
    }
}

fn row_ui(
    row: &SourceRow,
    desk: &Desk,
    renaming: &mut Option<(SourceId, String)>,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    match row {
        SourceRow::Group { name, sources } => {
            let (_, rect) = ui.allocate_space(vec2(ui.available_width(), GROUP_HEIGHT));
            let name = if name.is_empty() { "No group" } else { name };
            let at = rect.left_bottom() + vec2(2.0, -5.0);
            let theme = desk.theme;
            let text = format!(
                "{name}  {}",
                thousands(u64::try_from(*sources).unwrap_or(u64::MAX))
            );
            Pen::head(theme).foot(ui.painter(), at, &text, rect.width());
        }
        SourceRow::Source {
            id,
            name,
            words,
            codings,
            reading,
            ..
        } => {
            if let Some((renamed, _)) = renaming
                && renamed == id
            {
                rename_ui(renaming, ui, out);
                return;
            }
            let facts = facts_of(*words, *codings);
            let response = source_ui(row, &facts, desk, ui);
            if response.clicked() {
                out.ask(Request::OpenSource(*id));
            }
            response.context_menu(|ui| menu_ui(*id, name, *reading, renaming, desk, ui, out));
        }
    }
}

/// Draws a source's row: shape of its kind, name, facts, reading state.
fn source_ui(row: &SourceRow, facts: &str, desk: &Desk, ui: &mut Ui) -> egui::Response {
    let theme = desk.theme;
    let SourceRow::Source {
        id,
        name,
        kind,
        reading,
        ..
    } = row
    else {
        return ui.label("");
    };
    let states = format!(
        "{}. {}. Its words are counted with the labels and times in the text.",
        kind_name(*kind),
        reading_name(*reading)
    );
    let label = format!(
        "{name}, {}, {facts}, {}",
        kind_name(*kind),
        reading_name(*reading)
    );
    let chosen = desk.state.place.source == Some(*id);
    let (rect, response) = rows::row_ui(ui, theme, size::ROW_TALL, chosen, &label);
    let beside = desk.state.beside.as_ref();
    let is_beside = beside.is_some_and(|place| place.source == Some(*id));
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        if is_beside {
            let edge = egui::StrokeKind::Inside;
            painter.rect_stroke(rect, size::ROUND, (1.0, theme.line), edge);
        }
        let corner = rect.left_top();
        let width = rect.width() - 52.0;
        icon::source_kind(painter, *kind, corner + vec2(14.0, 14.0), theme.quiet);
        Pen::text(theme).top(painter, corner + vec2(28.0, 5.0), name, width);
        Pen::note(theme).top(painter, corner + vec2(28.0, 23.0), facts, width + 20.0);
        icon::reading_mark(
            painter,
            theme,
            *reading,
            rect.right_top() + vec2(-13.0, 14.0),
        );
    }
    response.on_hover_text(states)
}

fn facts_of(words: u32, codings: usize) -> String {
    let words = counted(u64::from(words), "word", "words");
    if codings == 0 {
        words
    } else {
        format!(
            "{words} · {}",
            counted(
                u64::try_from(codings).unwrap_or(u64::MAX),
                "coding",
                "codings"
            )
        )
    }
}

fn rename_ui(renaming: &mut Option<(SourceId, String)>, ui: &mut Ui, out: &mut Outbox) {
    let Some((id, name)) = renaming else { return };
    let field = ui
        .add_sized(
            [ui.available_width(), size::ROW_TALL],
            egui::TextEdit::singleline(name),
        )
        .accessible_name("Name of the source");
    if field.lost_focus() {
        if ui.input(|input| input.key_pressed(egui::Key::Enter)) {
            out.edit(Edit::RenameSource(*id, name.trim().to_owned()));
        }
        *renaming = None;
    } else {
        field.request_focus();
    }
}

fn menu_ui(
    id: SourceId,
    name: &str,
    reading: Reading,
    renaming: &mut Option<(SourceId, String)>,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    if ui.button("Open").clicked() {
        out.ask(Request::OpenSource(id));
    }
    let is_open = desk.state.place.source == Some(id);
    let beside = egui::Button::new("Open beside");
    if ui.add_enabled(!is_open, beside).clicked() {
        out.ask(Request::OpenBeside(id));
    }
    if ui.button("Excerpts of this source").clicked() {
        out.ask(Request::Excerpts(ExcerptFilter {
            source: Some(id),
            ..ExcerptFilter::default()
        }));
    }
    if ui.button("Rename…").clicked() {
        *renaming = Some((id, name.to_owned()));
    }
    if ui.button("Details…").clicked() {
        out.ask(Request::Open(Sheet::Details(id)));
    }
    ui.menu_button("Sets", |ui| {
        sets_menu_ui(sets::Member::Source(id), desk, ui, out);
    });
    ui.menu_button("Reading", |ui| {
        for state in [Reading::Unread, Reading::Started, Reading::Done] {
            if ui.radio(state == reading, reading_name(state)).clicked() {
                out.edit(Edit::DescribeSource(
                    id,
                    SourceDetails {
                        reading: Some(state),
                        ..SourceDetails::default()
                    },
                ));
                ui.close();
            }
        }
    });
    ui.menu_button("Kind", |ui| {
        for kind in SourceKind::ALL {
            if ui.button(kind_name(kind)).clicked() {
                out.edit(Edit::DescribeSource(
                    id,
                    SourceDetails {
                        kind: Some(kind),
                        ..SourceDetails::default()
                    },
                ));
                ui.close();
            }
        }
    });
    ui.separator();
    let remove = ui
        .button(RichText::new("Remove from project"))
        .on_hover_text("With its codings and memos. Undo brings all of it back.");
    if remove.clicked() {
        out.edit(Edit::RemoveSource(id));
    }
}
