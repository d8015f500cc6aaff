//! Draws the codebook: the tree with live counts, and the chosen code's definition below it.

mod menu;

use std::collections::BTreeSet;

use codebooks::CodeId;
use egui::accesskit::Role;
use egui::{Pos2, Rect, RichText, ScrollArea, Sense, Ui, WidgetInfo, vec2};
use project::{CodeDetails, Edit, Seq};

use crate::action::Action;
use crate::desk::{Desk, ExcerptFilter, Kept, Notice, Sheet, Tone, View};
use crate::outbox::{Outbox, Request, With};
use crate::theme::{Theme, reading_italic, size, space, strong_font, ui_font};
use crate::view::codebook::{self, CodeRow, DropPlace, Fold, count_text, count_words};
use crate::widgets::icon::{self, Icon};
use crate::widgets::rows::Pen;
use crate::widgets::{chip, rows};

/// A state of the project, and that of which the counts are.
type States = (Seq, Option<Seq>);

/// What the codebook remembers.
#[derive(Debug, Default)]
pub struct CodebookPanel {
    letters: String,
    folded: BTreeSet<CodeId>,
    rows: Kept<(States, String, BTreeSet<CodeId>), Vec<CodeRow>>,
    /// The definition that is being edited.
    draft: Option<Draft>,
    /// The chosen code that was brought into sight last.
    revealed: Option<CodeId>,
    /// Whether it was said that a double click without selected words codes nothing.
    told: bool,
}

/// What a row of the codebook was asked for.
#[derive(Debug, Default)]
struct Asked {
    /// To be folded, or unfolded.
    toggled: Option<CodeId>,
    /// To show its excerpts.
    excerpts: Option<CodeId>,
}

/// The words of a code while someone changes them.
#[derive(Clone, Debug)]
struct Draft {
    code: CodeId,
    definition: String,
    use_when: String,
    not_when: String,
    example: String,
}

/// Draws the codebook.
pub fn codebook_ui(panel: &mut CodebookPanel, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let theme = desk.theme;
    rows::column_head(ui, theme, "Codebook", |ui| {
        if icon::button_ui(ui, theme, Icon::Plus, true, "New code")
            .on_hover_text("New code  N")
            .clicked()
        {
            out.ask(Request::Open(Sheet::NewCode(desk.state.code)));
        }
    });
    rows::filter_ui(ui, theme, &mut panel.letters, "Filter codes");
    ui.add_space(space::XS);
    let CodebookPanel {
        letters,
        folded,
        rows: kept,
        draft,
        revealed,
        told,
    } = panel;
    // Counts of a large project come later than the rest.
    let states = (desk.open.seq(), desk.open.tally.of_state());
    let key = (states, letters.clone(), folded.clone());
    let list = kept.get(key, || {
        codebook::code_rows(&desk.open.tree, &desk.open.tally, folded, letters)
    });
    if list.is_empty() {
        if desk.open.tree.is_empty() {
            starters_ui(desk, ui, out);
        } else {
            rows::empty_ui(
                ui,
                theme,
                "Nothing fits",
                "No code's name has these letters.",
            );
        }
        return;
    }
    let below = if desk.state.code.is_some() {
        (ui.available_height() * 0.42).clamp(120.0, 340.0)
    } else {
        0.0
    };
    let mut asked = Asked::default();
    // Before the list, which reckons with it: a row's height is that of its neighbours' distance.
    let spacing = std::mem::replace(&mut ui.spacing_mut().item_spacing.y, 1.0);
    let height = ui.available_height() - below;
    ScrollArea::vertical()
        .id_salt("codes")
        .auto_shrink([false, false])
        .max_height(height)
        .show_rows(ui, size::ROW - 1.0, list.len(), |ui, seen| {
            if let Some(at) = reveals(revealed, list, desk.state.code) {
                // Only as far as is needed: a row in sight stays where it is.
                let rows =
                    |rows: usize| size::ROW * f32::from(u16::try_from(rows).unwrap_or(u16::MAX));
                let top = ui.max_rect().top() + rows(at) - rows(seen.start);
                let row = Rect::from_x_y_ranges(ui.max_rect().x_range(), top..=top + size::ROW);
                ui.scroll_to_rect(row, None);
            }
            for row in list.get(seen).unwrap_or_default() {
                row_ui(row, desk, ui, out, &mut asked);
            }
        });
    ui.spacing_mut().item_spacing.y = spacing;
    if let Some(code) = asked.toggled
        && !folded.remove(&code)
    {
        folded.insert(code);
    }
    if let Some(code) = asked.excerpts {
        out.ask(Request::Excerpts(ExcerptFilter::of_code(code)));
        if !std::mem::replace(told, true) {
            let name = desk.open.code_name(code);
            let words = format!("No words were selected, so these are the excerpts of “{name}”.");
            let more = "To code, select words first, then click the code.";
            out.ask(Request::Tell(Notice::new(Tone::Good, words).with(more)));
        }
    }
    if let Some(code) = desk.state.code {
        detail_ui(code, draft, desk, ui, out);
    }
}

/// The row of a code that was chosen elsewhere since, such as in the reader.
fn reveals(
    revealed: &mut Option<CodeId>,
    list: &[CodeRow],
    chosen: Option<CodeId>,
) -> Option<usize> {
    if std::mem::replace(revealed, chosen) == chosen {
        return None;
    }
    list.iter().position(|row| Some(row.code) == chosen)
}

fn row_ui(row: &CodeRow, desk: &Desk, ui: &mut Ui, out: &mut Outbox, asked: &mut Asked) {
    let theme = desk.theme;
    let label = format!(
        "{}, {}, {}",
        row.name,
        row.kind.name(),
        count_words(row.count, false)
    );
    let chosen = desk.state.code == Some(row.code);
    let (rect, response) = rows::row_ui(ui, theme, size::ROW - 1.0, chosen, &label);
    let indent = 4.0 + f32::from(u8::try_from(row.depth.min(8)).unwrap_or(8)) * 14.0;
    if row.fold != Fold::Leaf && fold_ui(row, rows::left_middle(rect, indent + 6.0), theme, ui) {
        asked.toggled = Some(row.code);
    }
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        chip::paint(
            painter,
            theme,
            row.colour,
            row.kind,
            rows::left_middle(rect, indent + 23.0),
        );
        let at = rows::right_middle(rect, 7.0);
        let count = Pen::note(theme).right(painter, at, &count_text(row.count), 90.0);
        let from = rows::left_middle(rect, indent + 35.0);
        let font = if row.depth == 0 {
            strong_font(size::TEXT)
        } else {
            ui_font(size::TEXT)
        };
        let width = (count.left() - 8.0 - from.x).max(10.0);
        Pen::of(font, theme.ink).left(painter, from, &row.name, width);
    }
    let response = response.on_hover_ui(|ui| {
        ui.label(RichText::new(desk.open.code_path(row.code)).font(strong_font(size::TEXT)));
        ui.label(count_words(row.count, row.fold != Fold::Leaf));
        if desk.standing.selection {
            ui.label(RichText::new("Click to code the selected words.").color(theme.quiet));
        } else {
            ui.label(RichText::new("Double click for its excerpts.").color(theme.quiet));
        }
    });
    if response
        .dnd_hover_payload::<CodeId>()
        .is_some_and(|held| *held != row.code)
    {
        drop_hint(rect, row.depth, theme, ui);
    }
    answer_row(row, rect, &response, desk, ui, out, asked);
    response.context_menu(|ui| menu::menu_ui(row.code, desk, ui, out));
}

/// Draws the arrow that folds and unfolds; answers whether it was clicked.
fn fold_ui(row: &CodeRow, middle: Pos2, theme: &Theme, ui: &Ui) -> bool {
    let open = row.fold == Fold::Open;
    let arrow = Rect::from_center_size(middle, vec2(16.0, 20.0));
    let response = ui.interact(
        arrow,
        ui.scope_id().with(("fold", row.code)),
        Sense::click(),
    );
    let verb = if open { "Fold" } else { "Unfold" };
    let name = format!("{verb} {}", row.name);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let shape = if open { Icon::Unfolded } else { Icon::Folded };
    let colour = if response.hovered() {
        theme.ink
    } else {
        theme.faint
    };
    icon::paint(ui.painter(), shape, middle, 10.0, colour);
    response.clicked()
}

/// The part of a row that the pointer is in.
fn drop_at(rect: Rect, ui: &Ui) -> Option<DropPlace> {
    let pointer = ui.input(|input| input.pointer.interact_pos())?;
    Some(DropPlace::at((pointer.y - rect.top()) / rect.height()))
}

/// Shows where a dragged code would come to stand.
fn drop_hint(rect: Rect, depth: usize, theme: &Theme, ui: &Ui) {
    let line = (2.0, theme.accent);
    let left = rect.left() + 4.0 + f32::from(u8::try_from(depth.min(8)).unwrap_or(8)) * 14.0;
    let y = match drop_at(rect, ui) {
        Some(DropPlace::Before) => rect.top(),
        Some(DropPlace::After) => rect.bottom(),
        Some(DropPlace::Into) | None => {
            ui.painter()
                .rect_stroke(rect, size::ROUND, line, egui::StrokeKind::Inside);
            return;
        }
    };
    ui.painter().hline(left..=rect.right(), y, line);
}

/// With words selected a click codes them, and a double click does no more than that: who is used to two clicks must not
/// be taken away from the text. Without, a click chooses the code and two show its excerpts. A drop moves a code before,
/// after or below this one.
fn answer_row(
    row: &CodeRow,
    rect: Rect,
    response: &egui::Response,
    desk: &Desk,
    ui: &Ui,
    out: &mut Outbox,
    asked: &mut Asked,
) {
    if response.double_clicked() {
        asked.excerpts = (!desk.standing.selection).then_some(row.code);
    } else if response.clicked() && !response.triple_clicked() {
        out.ask(if desk.standing.selection {
            Request::Apply(row.code, With::default())
        } else {
            Request::ChooseCode(row.code)
        });
    }
    let response = response.interact(Sense::click_and_drag());
    response.dnd_set_drag_payload(row.code);
    let dropped = response.dnd_release_payload::<CodeId>();
    if let Some(code) = dropped.map(|dropped| *dropped)
        && let Some(edit) =
            drop_at(rect, ui)
                .unwrap_or(DropPlace::Into)
                .edit(&desk.open.tree, code, row.code)
    {
        out.edit(edit);
    }
}

fn detail_ui(code: CodeId, draft: &mut Option<Draft>, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let theme = desk.theme;
    let Some(row) = desk.project().codes().get(code) else {
        return;
    };
    ui.add_space(space::S);
    ui.separator();
    ScrollArea::vertical()
        .id_salt("definition")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                let (_, spot) = ui.allocate_space(vec2(chip::SIDE, chip::SIDE));
                chip::paint(
                    ui.painter(),
                    theme,
                    desk.open.tree.colour(code),
                    desk.open.tree.kind(code),
                    spot.center(),
                );
                ui.add(
                    egui::Label::new(RichText::new(&row.name).font(strong_font(size::TITLE)))
                        .wrap(),
                );
            });
            let count = desk.open.tally.of_code(code);
            ui.label(
                RichText::new(count_words(count, false))
                    .font(ui_font(size::SMALL))
                    .color(theme.quiet),
            );
            if draft.as_ref().is_some_and(|draft| draft.code == code) {
                draft_ui(draft, ui, desk, out);
                return;
            }
            let parts = [
                ("Definition", &row.definition),
                ("Use when", &row.use_when),
                ("Not when", &row.not_when),
            ];
            for (title, text) in parts.into_iter().filter(|(_, text)| !text.is_empty()) {
                rows::section_head(ui, theme, title);
                ui.add(egui::Label::new(RichText::new(text).color(theme.ink)).wrap());
            }
            if !row.example.is_empty() {
                rows::section_head(ui, theme, "Example");
                ui.add(
                    egui::Label::new(
                        RichText::new(format!("“{}”", row.example))
                            .font(reading_italic(size::TITLE))
                            .color(theme.ink),
                    )
                    .wrap(),
                );
            }
            ui.add_space(space::S);
            ui.horizontal(|ui| {
                if ui.button("Edit definition").clicked() {
                    *draft = Some(Draft {
                        code,
                        definition: row.definition.clone(),
                        use_when: row.use_when.clone(),
                        not_when: row.not_when.clone(),
                        example: row.example.clone(),
                    });
                }
                if ui.button("Excerpts").clicked() {
                    out.act(Action::Show(View::Excerpts));
                    out.ask(Request::Excerpts(ExcerptFilter::of_code(code)));
                }
            });
        });
}

fn draft_ui(held: &mut Option<Draft>, ui: &mut Ui, desk: &Desk, out: &mut Outbox) {
    let Some(draft) = held else { return };
    let fields = [
        ("Definition", &mut draft.definition),
        ("Use when", &mut draft.use_when),
        ("Not when", &mut draft.not_when),
        ("Example", &mut draft.example),
    ];
    for (title, text) in fields {
        rows::section_head(ui, desk.theme, title);
        ui.add(
            egui::TextEdit::multiline(text)
                .desired_rows(2)
                .desired_width(f32::INFINITY),
        )
        .accessible_name(title);
    }
    ui.add_space(space::S);
    let mut done = false;
    ui.horizontal(|ui| {
        if rows::main_button(ui, desk.theme, "Keep").clicked() {
            let details = CodeDetails {
                definition: Some(draft.definition.trim().to_owned()),
                use_when: Some(draft.use_when.trim().to_owned()),
                not_when: Some(draft.not_when.trim().to_owned()),
                example: Some(draft.example.trim().to_owned()),
                ..CodeDetails::default()
            };
            out.edit(Edit::ReviseCode(draft.code, details));
            done = true;
        }
        done |= ui.button("Cancel").clicked();
    });
    if done {
        *held = None;
    }
}

/// Draws ways to begin a codebook.
fn starters_ui(desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let theme = desk.theme;
    ui.add_space(space::M);
    let way = desk.standing.keys.way(Action::CodeSelection);
    let words = format!(
        "Begin with codes of your own: select words in the text, then {way}. Or take a codebook that is ready:"
    );
    ui.add(egui::Label::new(RichText::new(words).color(theme.quiet)).wrap());
    ui.add_space(space::S);
    ScrollArea::vertical().show(ui, |ui| {
        for starter in codebooks::starters() {
            if ui
                .add(
                    egui::Button::new(starter.title)
                        .wrap()
                        .min_size(vec2(ui.available_width(), 0.0)),
                )
                .on_hover_text(starter.summary)
                .clicked()
            {
                let label = format!("Took the codebook “{}”", starter.title);
                out.edit(Edit::Batch {
                    label,
                    edits: vec![Edit::AddCodes(starter.drafts())],
                });
            }
        }
        ui.add_space(space::S);
        if ui.button("Import codebook…").clicked() {
            out.act(Action::ImportCodebook);
        }
    });
}
