//! Draws the excerpts: quotes as cards under their group, code or source, each a click away from its place.

mod card;
mod head;
mod split;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use egui::{Rect, RichText, ScrollArea, Ui, pos2, vec2};
use project::{CodingId, Edit, Seq};

use super::code_picker::{CodePicker, code_picker_ui};
use crate::data::{CodeAsked, DataRequest};
use crate::desk::{Desk, ExcerptFilter, Kept};
use crate::outbox::{Outbox, Request};
use crate::theme::{size, space, strong_font};
use crate::view::excerpts::{self, Arrange, ExcerptList, ExcerptRow};
use crate::view::sources::counted;
use crate::widgets::rows;
use crate::widgets::selection::Selection;

/// What the excerpts remember.
#[derive(Debug, Default)]
pub struct ExcerptsPanel {
    arrange: Arrange,
    rows: Kept<(Seq, ExcerptFilter, Arrange), Arc<ExcerptList>>,
    /// Heights of the cards: estimated first, exact once they were in sight.
    heights: Kept<HeightsKey, Vec<f32>>,
    /// Exact heights, by coding, at the width they were measured at.
    measured: Kept<u32, BTreeMap<CodingId, f32>>,
    /// Whether a height was found out in the last frame.
    found_out: bool,
    selection: Selection<CodingId>,
    /// The walk through a code's passages, while it is split.
    walk: Option<split::Walk>,
    picker: CodePicker,
}

type HeightsKey = (Seq, ExcerptFilter, Arrange, u32);

/// The widest a quote is drawn.
const WIDEST: f32 = 860.0;
/// The narrowest a card is when there are others beside it.
const NARROWEST: f32 = 620.0;
/// Between cards side by side.
const BESIDE: f32 = 12.0;
const GROUP: f32 = 46.0;

/// Draws the excerpts, and above them what they are a list of.
pub fn excerpts_ui(panel: &mut ExcerptsPanel, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    if let Some(mut walk) = panel.walk.take() {
        if split::walk_ui(&mut walk, desk, ui, out) {
            panel.walk = Some(walk);
        }
        return;
    }
    let filter = &desk.state.excerpts;
    let key = (desk.open.seq(), filter.clone(), panel.arrange);
    let arrange = panel.arrange;
    let list = Arc::clone(panel.rows.get(key, || {
        Arc::new(excerpts::excerpt_list(
            desk.project(),
            &desk.open.tree,
            filter,
            arrange,
            desk.open.coder,
        ))
    }));
    panel
        .selection
        .keep(|coding| desk.project().codings().contains(coding));
    if head::head_ui(&mut panel.arrange, &list, desk, ui, out)
        && let Some(code) = filter.code
    {
        panel.walk = split::Walk::begin(code, desk);
    }
    ui.add_space(space::XS);
    if !panel.selection.is_empty() {
        chosen_ui(panel, &list, desk, ui, out);
    }
    ui.separator();
    if list.rows.is_empty() {
        let more = if list.hidden > 0 {
            "Others have coded here: choose “All coders” above."
        } else {
            "Code some words in the reader, or loosen the filter above."
        };
        rows::empty_ui(ui, desk.theme, "No excerpts here", more);
        return;
    }
    cards_ui(panel, &list, desk, ui, out);
}

fn cards_ui(
    panel: &mut ExcerptsPanel,
    list: &ExcerptList,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let (columns, width) = columns_in(ui.available_width() - 30.0);
    let key = (
        desk.open.seq(),
        desk.state.excerpts.clone(),
        panel.arrange,
        width.to_bits(),
    );
    let ExcerptsPanel {
        heights,
        measured,
        found_out,
        selection,
        ..
    } = panel;
    let measured = measured.get_mut(width.to_bits(), BTreeMap::new);
    let height_of = |row: &ExcerptRow| {
        let exact = measured.get(&row.coding).copied();
        exact.unwrap_or_else(|| card::estimate(row, width))
    };
    let heights = heights.get_mut(key, || list.rows.iter().map(height_of).collect::<Vec<_>>());
    *found_out = false;
    let mut exact_ones: Vec<(usize, f32)> = Vec::new();
    let mut keys: Option<Vec<CodingId>> = None;
    ScrollArea::vertical()
        .id_salt("excerpts")
        .auto_shrink([false, false])
        .show_viewport(ui, |ui, seen| {
            let total = height_of_all(list, columns, heights);
            let (_, whole) = ui.allocate_space(vec2(ui.available_width(), total));
            let side_by_side = f32::from(columns) * (width + BESIDE) - BESIDE;
            let left = whole.left() + ((whole.width() - side_by_side) / 2.0).max(4.0);
            let mut y = 0.0;
            for line in lines_of(list, columns) {
                if let Some((name, count)) = list.headings.get(&line.start) {
                    if y + GROUP >= seen.min.y && y <= seen.max.y {
                        let rect = Rect::from_min_size(
                            pos2(left, whole.top() + y),
                            vec2(side_by_side, GROUP),
                        );
                        heading_ui(name, *count, rect, desk, ui);
                    }
                    y += GROUP;
                }
                let height = highest(&heights[line.clone()]);
                let is_seen = y + height >= seen.min.y && y <= seen.max.y;
                let mut place =
                    Rect::from_min_size(pos2(left, whole.top() + y), vec2(width, height));
                y += height;
                for at in line.filter(|_| is_seen) {
                    let row = &list.rows[at];
                    let (exact, did) =
                        card::card_ui(row, place, selection.holds(row.coding), desk, ui, out);
                    place = place.translate(vec2(width + BESIDE, 0.0));
                    if (exact - heights[at]).abs() > 0.5 {
                        exact_ones.push((at, exact));
                        measured.insert(row.coding, exact);
                    }
                    if let Some(held) = did {
                        let keys = keys.get_or_insert_with(|| {
                            list.rows.iter().map(|row| row.coding).collect()
                        });
                        if held.shift {
                            selection.click(keys, at, held);
                        } else {
                            selection.toggle(row.coding);
                        }
                    }
                }
            }
        });
    for (at, exact) in exact_ones {
        *found_out = true;
        if let Some(slot) = heights.get_mut(at) {
            *slot = exact;
        }
    }
    if *found_out {
        ui.ctx().request_repaint();
    }
}

/// How many cards fit side by side, and how wide each then is.
fn columns_in(room: f32) -> (u8, f32) {
    let fit = |columns: u8| (room - BESIDE * f32::from(columns - 1)) / f32::from(columns);
    let columns = if fit(2) < NARROWEST {
        1
    } else if fit(3) < NARROWEST {
        2
    } else {
        3
    };
    (columns, fit(columns).min(WIDEST))
}

/// The excerpts in lines of so many side by side; no line goes on beyond a heading.
fn lines_of(list: &ExcerptList, columns: u8) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at;
        let next = list.headings.range(start + 1..).next();
        let end = next.map_or(list.rows.len(), |(&next, _)| next);
        at = end.min(start + usize::from(columns));
        (start < at).then_some(start..at)
    })
}

fn height_of_all(list: &ExcerptList, columns: u8, heights: &[f32]) -> f32 {
    let headings = f32::from(u16::try_from(list.headings.len()).unwrap_or(u16::MAX));
    let lines = lines_of(list, columns).map(|line| highest(&heights[line]));
    lines.sum::<f32>() + GROUP * headings
}

fn highest(heights: &[f32]) -> f32 {
    heights.iter().copied().fold(0.0, f32::max)
}

fn heading_ui(name: &str, count: usize, rect: Rect, desk: &Desk, ui: &Ui) {
    let theme = desk.theme;
    let at = rect.left_bottom() + vec2(2.0, -9.0);
    let drawn = rows::Pen::of(strong_font(size::TITLE + 1.0), theme.ink).foot(
        ui.painter(),
        at,
        name,
        rect.width() - 80.0,
    );
    let text = counted(
        u64::try_from(count).unwrap_or(u64::MAX),
        "excerpt",
        "excerpts",
    );
    let at = pos2(drawn.right() + 10.0, drawn.bottom() - 1.5);
    rows::Pen::of(crate::theme::ui_font(size::SMALL), theme.quiet).foot(
        ui.painter(),
        at,
        &text,
        120.0,
    );
}

/// What can be done with the selected excerpts.
fn chosen_ui(
    panel: &mut ExcerptsPanel,
    list: &ExcerptList,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let chosen: Vec<CodingId> = list
        .rows
        .iter()
        .map(|row| row.coding)
        .filter(|&coding| panel.selection.holds(coding))
        .collect();
    let number = u64::try_from(chosen.len()).unwrap_or(u64::MAX);
    ui.horizontal(|ui| {
        ui.label(
            RichText::new(format!(
                "{} selected",
                counted(number, "excerpt", "excerpts")
            ))
            .font(strong_font(size::TEXT)),
        );
        let recode = ui
            .button("Recode…")
            .on_hover_text("Give them another code; memos, weights and coders stay.");
        if recode.clicked() {
            panel.picker.open();
        }
        if ui
            .button("Shortlist")
            .on_hover_text("Mark them as worth quoting.")
            .clicked()
        {
            out.edit(Edit::Shortlist(chosen.clone(), true));
        }
        if ui
            .button("Uncode")
            .on_hover_text("Take these codings off. Undo brings them back.")
            .clicked()
        {
            out.edit(Edit::RemoveCodings(chosen.clone()));
        }
        ui.menu_button("Export selected", |ui| head::formats_ui(&chosen, ui, out));
        if ui.button("Select none").clicked() {
            panel.selection.clear();
        }
        if chosen.len() < list.rows.len() && ui.button("Select all").clicked() {
            panel.selection.all(list.rows.iter().map(|row| row.coding));
        }
        let title = format!("Recode {}", counted(number, "excerpt", "excerpts"));
        if let Some(CodeAsked::Known(code)) =
            code_picker_ui(&mut panel.picker, &title, recode.rect, false, desk, ui)
        {
            out.edit(Edit::Recode(chosen.clone(), code));
        }
    });
}

/// Asks for the export of what is listed.
pub(super) fn export(codings: Vec<CodingId>, format: &'static str, out: &mut Outbox) {
    out.ask(Request::Data(DataRequest::ExportExcerpts(codings, format)));
}
