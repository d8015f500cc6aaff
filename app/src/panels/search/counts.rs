//! Draws where matches are: by respondent group and by source. A click narrows the list.

use egui::{ScrollArea, Ui, vec2};
use index::Found;

use crate::desk::Desk;
use crate::theme::{mix, size, ui_font};
use crate::view::search::Narrow;
use crate::view::sources::{counted, thousands};
use crate::widgets::rows;

/// Draws the counts.
pub(super) fn counts_ui(narrow: &mut Narrow, found: &Found, desk: &Desk, ui: &mut Ui) {
    ScrollArea::vertical()
        .id_salt("counts")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            let most = found
                .groups
                .iter()
                .map(|group| group.turns)
                .max()
                .unwrap_or_default();
            rows::section_head(ui, desk.theme, "By group");
            for group in &found.groups {
                let name = group.name.as_deref().unwrap_or("No group");
                let tip = format!(
                    "{} in {}",
                    turns(group.turns),
                    counted(number(group.sources), "source", "sources")
                );
                let chosen = narrow.group.as_ref() == Some(&group.name);
                if line_ui(name, group.turns, most, chosen, &tip, desk, ui) {
                    narrow.group = (!chosen).then(|| group.name.clone());
                }
            }
            let most = found
                .by_source
                .iter()
                .map(|(_, turns)| *turns)
                .max()
                .unwrap_or_default();
            rows::section_head(ui, desk.theme, "By source");
            for &(source, count) in &found.by_source {
                let Some(row) = desk.project().sources().get(source) else {
                    continue;
                };
                let chosen = narrow.source == Some(source);
                if line_ui(&row.name, count, most, chosen, &turns(count), desk, ui) {
                    narrow.source = (!chosen).then_some(source);
                }
            }
        });
}

fn line_ui(
    name: &str,
    count: usize,
    most: usize,
    chosen: bool,
    tip: &str,
    desk: &Desk,
    ui: &mut Ui,
) -> bool {
    let theme = desk.theme;
    let label = format!("Only {name}: {tip}");
    let (rect, response) = rows::row_ui(ui, theme, size::ROW - 2.0, chosen, &label);
    if ui.is_rect_visible(rect) {
        let share = f32::from(u16::try_from(count * 1000 / most.max(1)).unwrap_or(1000)) / 1000.0;
        let bar = egui::Rect::from_min_size(
            rect.left_bottom() + vec2(6.0, -4.0),
            vec2((rect.width() - 12.0) * share, 2.0),
        );
        ui.painter()
            .rect_filled(bar, 1.0, mix(theme.paper, theme.accent, 0.45));
        let right = rows::Pen::of(ui_font(size::SMALL), theme.quiet).right(
            ui.painter(),
            rows::right_middle(rect, 6.0),
            &thousands(number(count)),
            60.0,
        );
        let width = right.left() - rect.left() - 14.0;
        rows::Pen::of(ui_font(size::TEXT), theme.ink).left(
            ui.painter(),
            rows::left_middle(rect, 6.0),
            name,
            width,
        );
    }
    response.on_hover_text(tip).clicked()
}

fn turns(count: usize) -> String {
    counted(number(count), "turn", "turns")
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
