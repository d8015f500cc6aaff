//! Draws where matches are: by respondent group and by source. A click narrows the list.

use egui::{ScrollArea, Ui, vec2};
use index::{Found, Hit, Order};

use crate::desk::Desk;
use crate::theme::{mix, size, ui_font};
use crate::view::search::{self, Narrow};
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
                let strip = Strip::Share(group.turns, most);
                if line_ui(name, group.turns, &strip, chosen, &tip, desk, ui) {
                    narrow.group = (!chosen).then(|| group.name.clone());
                }
            }
            let most = found
                .by_source
                .iter()
                .map(|(_, turns)| *turns)
                .max()
                .unwrap_or_default();
            rows::section_head(ui, desk.theme, "By source, and where in it");
            // Hits come source by source, unless the best come first.
            let by_place = desk.state.search.question.options.order == Order::Document;
            let mut rest: &[Hit] = if by_place { &found.hits } else { &[] };
            for &(source, count) in &found.by_source {
                let (hits, others) = rest.split_at(count.min(rest.len()));
                rest = others;
                let Some(row) = desk.project().sources().get(source) else {
                    continue;
                };
                let chosen = narrow.source == Some(source);
                let strip = if by_place {
                    Strip::Places(hits, row.characters)
                } else {
                    Strip::Share(count, most)
                };
                if line_ui(&row.name, count, &strip, chosen, &turns(count), desk, ui) {
                    narrow.source = (!chosen).then_some(source);
                }
            }
        });
}

/// What is drawn below a line.
enum Strip<'a> {
    /// A bar: so much of the most.
    Share(usize, usize),
    /// A concordance plot: where the matches stand in a source of so many characters.
    Places(&'a [Hit], u32),
}

fn strip_ui(strip: &Strip<'_>, rect: egui::Rect, desk: &Desk, ui: &Ui) {
    let theme = desk.theme;
    let whole = egui::Rect::from_min_size(
        rect.left_bottom() + vec2(6.0, -6.0),
        vec2(rect.width() - 12.0, 3.0),
    );
    let colour = mix(theme.paper, theme.accent, 0.45);
    match strip {
        Strip::Share(count, most) => {
            let share = u16::try_from(count * 1000 / (*most).max(1)).unwrap_or(1000);
            let mut bar = whole;
            bar.set_width(whole.width() * f32::from(share) / 1000.0);
            ui.painter().rect_filled(bar, 1.0, colour);
        }
        Strip::Places(hits, characters) => {
            ui.painter().rect_filled(whole, 1.0, theme.line);
            // A strip is a few hundred points wide.
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a width of some hundred points, not negative"
            )]
            let pixels = whole.width().max(1.0) as usize;
            for pixel in search::plot(hits, *characters, pixels) {
                let x = whole.left() + f32::from(u16::try_from(pixel).unwrap_or(u16::MAX));
                let tick = egui::Rect::from_min_size(
                    egui::pos2(x, whole.top() - 1.0),
                    vec2(1.5, whole.height() + 2.0),
                );
                ui.painter().rect_filled(tick, 0.0, theme.accent);
            }
        }
    }
}

fn line_ui(
    name: &str,
    count: usize,
    strip: &Strip<'_>,
    chosen: bool,
    tip: &str,
    desk: &Desk,
    ui: &mut Ui,
) -> bool {
    let theme = desk.theme;
    let label = format!("Only {name}: {tip}");
    let (rect, response) = rows::row_ui(ui, theme, size::ROW + 4.0, chosen, &label);
    if ui.is_rect_visible(rect) {
        strip_ui(strip, rect, desk, ui);
        let right = rows::Pen::of(ui_font(size::SMALL), theme.quiet).right(
            ui.painter(),
            rows::right_middle(rect, 6.0) - vec2(0.0, 2.5),
            &thousands(number(count)),
            60.0,
        );
        let width = right.left() - rect.left() - 14.0;
        rows::Pen::of(ui_font(size::TEXT), theme.ink).left(
            ui.painter(),
            rows::left_middle(rect, 6.0) - vec2(0.0, 2.5),
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
