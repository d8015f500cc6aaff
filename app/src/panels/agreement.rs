//! Draws how far coders agree: figures, a row a code, and beside them where they differ, to be decided.

mod disputes;

use std::sync::Arc;

use codebooks::CodeId;
use egui::accesskit::Role;
use egui::{Align, ComboBox, Rect, RichText, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};
use project::{CoderId, Seq};

use crate::data::{Agreed, AgreementAsk, DataRequest, Shown};
use crate::desk::{Desk, Kept};
use crate::outbox::{Outbox, Request};
use crate::theme::{size, space, strong_font, ui_font};
use crate::view::agreement::{self, Compared, UNITS};
use crate::view::sources::counted;
use crate::widgets::{chip, rows};

/// What the agreement remembers.
#[derive(Debug, Default)]
pub struct AgreementPanel {
    ask: AgreementAsk,
    /// Only disputes of this code, with all below it.
    code: Option<CodeId>,
    /// Whether those that are decided are listed too.
    decided_too: bool,
    coders: Kept<Seq, Vec<(CoderId, String, usize)>>,
}

const ROW: f32 = 27.0;
const HEAD: f32 = 42.0;

/// Draws the agreement.
pub fn agreement_ui(panel: &mut AgreementPanel, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let study = &desk.state.data.agreement;
    let found = study.found.clone();
    head_ui(panel, found.as_ref(), desk, ui, out);
    if panel.ask != study.ask {
        out.ask(Request::Data(DataRequest::Agreement(panel.ask.clone())));
    }
    let compared = match found.as_deref() {
        None => return,
        Some(Err(why)) => {
            let more = "Let a colleague code the same sources under another name, or import their project; then compare here.";
            rows::empty_ui(ui, desk.theme, why, more);
            return;
        }
        Some(Ok(compared)) => compared,
    };
    ui.add_space(space::S);
    figures_ui(compared, desk, ui);
    ui.add_space(space::S);
    let all = Rect::from_min_size(ui.cursor().min, ui.available_size());
    let middle = all.left() + (all.width() * 0.52).max(420.0);
    let left = Rect::from_min_max(all.min, pos2(middle - 14.0, all.bottom()));
    let right = Rect::from_min_max(pos2(middle + 14.0, all.top()), all.max);
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(left));
    codes_ui(panel, compared, left, desk, &mut child);
    ui.painter()
        .vline(middle, all.y_range(), desk.theme.hairline());
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(right));
    disputes::disputes_ui(panel, compared, desk, &mut child, out);
    ui.allocate_rect(all, Sense::hover());
}

fn head_ui(
    panel: &mut AgreementPanel,
    found: Option<&Arc<Agreed>>,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let theme = desk.theme;
    let compared = found.and_then(|found| Some((found, found.as_ref().as_ref().ok()?)));
    let sentence = |ui: &mut Ui| {
        if let Some((_, compared)) = compared {
            rows::beside_title(ui, theme, &compared.sentence);
        }
    };
    rows::view_head(ui, theme, "Agreement", sentence, |ui| {
        if let Some((found, _)) = compared {
            super::export_menu(&Shown::Agreement(Arc::clone(found)), ui, out);
        }
    });
    let coders = panel
        .coders
        .get(desk.open.seq(), || agreement::who_codes(desk.project()));
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new("Compare").color(theme.quiet));
        coders_ui(&mut panel.ask, coders, ui);
        ui.label(RichText::new("on").color(theme.quiet));
        let name = UNITS.iter().find(|(unit, _)| *unit == panel.ask.unit);
        let combo = ComboBox::from_id_salt("agreement unit")
            .selected_text(name.map_or("turns", |(_, name)| name))
            .width(110.0)
            .show_ui(ui, |ui| {
                for (unit, name) in UNITS {
                    ui.selectable_value(&mut panel.ask.unit, unit, name);
                }
            });
        drop(combo.response.accessible_name("What coders are compared on"));
        ui.checkbox(&mut panel.ask.coded_only, "Only what one of them coded")
            .on_hover_text("Text that nobody coded is agreed on too, and there is much of it: leave it out to see how far they agree on what matters.");
        let Some(Ok(compared)) = found.map(AsRef::as_ref) else {
            return;
        };
        ui.separator();
        let agreed = u64::try_from(compared.agreed.len()).unwrap_or(u64::MAX);
        let text = format!("Take over {}", counted(agreed, "agreed passage", "agreed passages"));
        let tip = format!(
            "Gives “{}” every passage on which all agree to the letter, in one step. What each coder did stays as it is.",
            agreement::CONSENSUS
        );
        let button = ui.add_enabled(agreed > 0, egui::Button::new(text));
        if button.on_hover_text(tip).clicked() {
            let request = DataRequest::TakeOver(compared.agreed.clone());
            out.ask(Request::Data(request));
        }
    });
}

/// Draws whom to compare, each with a tick.
fn coders_ui(ask: &mut AgreementAsk, coders: &[(CoderId, String, usize)], ui: &mut Ui) {
    let everybody = || coders.iter().map(|(coder, ..)| *coder).collect();
    let mut chosen: Vec<CoderId> = ask.coders.clone().unwrap_or_else(everybody);
    let names: Vec<String> = coders
        .iter()
        .filter(|(coder, ..)| chosen.contains(coder))
        .map(|(_, name, _)| name.clone())
        .collect();
    let before = chosen.clone();
    ui.menu_button(agreement::listed(&names), |ui| {
        ui.set_min_width(200.0);
        for (coder, name, codings) in coders {
            let mut ticked = chosen.contains(coder);
            let codings = u64::try_from(*codings).unwrap_or(u64::MAX);
            let text = format!("{name}  ({})", counted(codings, "coding", "codings"));
            if ui.checkbox(&mut ticked, text).changed() {
                if ticked {
                    chosen.push(*coder);
                } else {
                    chosen.retain(|known| known != coder);
                }
            }
        }
    });
    if chosen != before {
        let order = |coder: &CoderId| coders.iter().position(|(known, ..)| known == coder);
        chosen.sort_by_key(order);
        ask.coders = Some(chosen);
    }
}

/// Draws the figures of all codes together.
fn figures_ui(compared: &Compared, desk: &Desk, ui: &mut Ui) {
    let theme = desk.theme;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::XXL;
        for (name, value, more) in agreement::figures(compared) {
            let shown = ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                let text = RichText::new(value).font(strong_font(size::HEADING));
                ui.label(text.color(theme.ink));
                let text = RichText::new(name).font(ui_font(size::SMALL));
                ui.label(text.color(theme.quiet));
                let is_alpha = name.starts_with("Krippendorff");
                if is_alpha {
                    let text = RichText::new(&more).font(ui_font(size::SMALL));
                    ui.label(text.color(theme.faint));
                }
            });
            shown.response.on_hover_text(more);
        }
    });
}

/// Draws a row for each code; a click lists its disputes.
fn codes_ui(panel: &mut AgreementPanel, compared: &Compared, area: Rect, desk: &Desk, ui: &mut Ui) {
    let theme = desk.theme;
    let heads = agreement::heads(&compared.agreement);
    let kept = kept_heads(heads.len(), area.width());
    let numbers = f32::from(u8::try_from(kept.len()).unwrap_or(7));
    let column = ((area.width() - 250.0) / numbers).clamp(56.0, 74.0);
    let name = area.width() - column * numbers - 12.0;
    let (_, rect) = ui.allocate_space(vec2(area.width(), HEAD));
    let shown = std::iter::once(0).chain(kept.iter().copied());
    for (at, head) in shown.filter_map(|at| heads.get(at)).enumerate() {
        let at = f32::from(u8::try_from(at).unwrap_or(u8::MAX));
        let (x, side) = if at > 0.0 {
            (name + column * at - 8.0, Align::RIGHT)
        } else {
            (8.0, Align::LEFT)
        };
        let place = rect.left_bottom() + vec2(x, -6.0);
        rows::Pen::head(theme).two_lines(ui.painter(), place, side, head, column - 6.0);
    }
    ui.painter()
        .hline(rect.x_range(), rect.bottom() - 1.0, theme.hairline());
    let height = area.height() - HEAD - 8.0;
    ScrollArea::vertical()
        .id_salt("agreement codes")
        .max_height(height)
        .min_scrolled_height(height)
        .auto_shrink([false, false])
        .show_rows(
            ui,
            ROW - ui.spacing().item_spacing.y,
            compared.agreement.by_code.len(),
            |ui, seen| {
                for at in seen {
                    code_ui(panel, compared, at, &kept, (name, column), desk, ui);
                }
            },
        );
}

/// The columns of numbers there is room for, by their place among the headings: where it is narrow, what neither gave,
/// what is alike by chance too, and alpha (which hardly differs from kappa) are left to the file.
fn kept_heads(heads: usize, width: f32) -> Vec<usize> {
    let last = heads.saturating_sub(1);
    let left_out = [last, last.saturating_sub(2), last.saturating_sub(3)];
    (1..heads)
        .filter(|at| width >= 600.0 || !left_out.contains(at))
        .collect()
}

fn code_ui(
    panel: &mut AgreementPanel,
    compared: &Compared,
    at: usize,
    kept: &[usize],
    (name, column): (f32, f32),
    desk: &Desk,
    ui: &mut Ui,
) {
    let Some(row) = compared.agreement.by_code.get(at) else {
        return;
    };
    let theme = desk.theme;
    let tree = &desk.open.tree;
    let chosen = panel.code == Some(row.code);
    let figures = agreement::code_figures(row);
    let label = format!("{}: {}", row.path, figures.join(", "));
    let height = ROW - ui.spacing().item_spacing.y;
    let (rect, response) = rows::row_ui(ui, theme, height, chosen, &label);
    response.widget_info(|| WidgetInfo::selected(Role::RowHeader, true, chosen, &label));
    let indent = 6.0 + 14.0 * f32::from(u8::try_from(tree.depth(row.code).min(6)).unwrap_or(6));
    chip::paint(
        ui.painter(),
        theme,
        tree.colour(row.code),
        tree.kind(row.code),
        rows::left_middle(rect, indent + 8.0),
    );
    let own = row.path.rsplit(" / ").next().unwrap_or_default();
    rows::Pen::text(theme).left(
        ui.painter(),
        rows::left_middle(rect, indent + 22.0),
        own,
        name - indent - 30.0,
    );
    let shown = kept.iter().filter_map(|at| figures.get(at - 1));
    for (nth, figure) in shown.enumerate() {
        let nth = f32::from(u8::try_from(nth + 1).unwrap_or(u8::MAX));
        let right = pos2(rect.left() + name + column * nth - 8.0, rect.center().y);
        let is_nothing = figure == "0" || figure == "–";
        let colour = if is_nothing { theme.faint } else { theme.ink };
        rows::Pen::of(ui_font(size::TEXT), colour).right(ui.painter(), right, figure, column);
    }
    if response.on_hover_text(&row.path).clicked() {
        panel.code = if chosen { None } else { Some(row.code) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_narrow_table_keeps_who_gave_what_and_kappa() {
        assert_eq!(kept_heads(8, 700.0), [1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(kept_heads(8, 420.0), [1, 2, 3, 6]);
        assert_eq!(kept_heads(7, 420.0), [1, 2, 5]);
    }
}
