//! Draws enablers against barriers: a row a theme, a number for each group, whose words it rests on.

use std::sync::Arc;

use analysis::themes::Side;
use analysis::{Theme, Themes, Unit};
use codebooks::{Colour, Kind};
use egui::accesskit::Role;
use egui::{Color32, ComboBox, Id, Rect, RichText, Sense, Ui, WidgetInfo, pos2, vec2};
use project::{AttributeId, GROUP, Project, Seq};

use crate::data::{Behind, DataRequest, Shown, ThemesAsk};
use crate::desk::{Desk, ExcerptFilter, Kept};
use crate::outbox::{Outbox, Request};
use crate::theme::{kind_letter, mix, size, space, strong_font, ui_font};
use crate::view::themes::{self, ThemeOrder, ThemeRow};
use crate::widgets::grid::{Grid, Part, column_width};
use crate::widgets::rows;

/// What the themes remember.
#[derive(Debug, Default)]
pub struct ThemesPanel {
    ask: ThemesAsk,
    order: ThemeOrder,
    hide_unsaid: bool,
    rows: Kept<(u64, ThemeOrder, bool), Arc<Vec<ThemeRow>>>,
    groups: Kept<Seq, Vec<(String, Option<AttributeId>)>>,
}

const ROW: f32 = 54.0;
const HEAD: f32 = 44.0;
const BAR: f32 = 150.0;

/// Draws the themes.
pub fn themes_ui(panel: &mut ThemesPanel, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let study = &desk.state.data.themes;
    let found = study.found.clone();
    head_ui(panel, found.as_ref(), desk, ui, out);
    if panel.ask != study.ask {
        out.ask(Request::Data(DataRequest::Themes(panel.ask)));
    }
    let Some(found) = found else { return };
    if found.themes.is_empty() {
        rows::empty_ui(
            ui,
            desk.theme,
            "No enablers or barriers yet",
            "Give codes a kind in the codebook; those that are an enabler or a barrier are lined up here.",
        );
        return;
    }
    let key = (study.serial, panel.order, panel.hide_unsaid);
    let (order, hide) = (panel.order, panel.hide_unsaid);
    let shown = Arc::clone(
        panel
            .rows
            .get(key, || Arc::new(themes::theme_rows(&found, order, hide))),
    );
    ui.add_space(space::S);
    let notes = found.notes();
    let below = 20.0 * f32::from(u8::try_from(notes.len()).unwrap_or(4)) + 14.0;
    let height = (ui.available_height() - below).max(160.0);
    grid_ui(&found, &shown, height, desk, ui, out);
    ui.add_space(space::XS);
    let one_voice =
        "A dot marks numbers behind which one respondent has half of the quotes or more.";
    let notes = notes.iter().skip(1).map(String::as_str);
    for note in notes.chain([one_voice]) {
        let text = RichText::new(note).font(ui_font(size::SMALL));
        ui.label(text.color(desk.theme.quiet));
    }
}

fn head_ui(
    panel: &mut ThemesPanel,
    found: Option<&Arc<Themes>>,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let theme = desk.theme;
    let groups = panel
        .groups
        .get(desk.open.seq(), || groupings(desk.project()));
    let by = groups
        .iter()
        .find(|(_, by)| *by == panel.ask.by)
        .map_or("Respondent group", |(name, _)| name.as_str());
    let title = format!("Enablers and barriers by {}", by.to_lowercase());
    let base = |ui: &mut Ui| {
        if let Some(found) = found {
            rows::beside_title(ui, theme, themes::themes_base(found));
        }
    };
    rows::view_head(ui, theme, &title, base, |ui| {
        let Some(found) = found else { return };
        let shown = Shown::Themes(Arc::clone(found), by.to_owned());
        super::export_menu(&shown, ui, out);
    });
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new("Count").color(theme.quiet));
        let combo = ComboBox::from_id_salt("themes unit")
            .selected_text(panel.ask.unit.key())
            .width(110.0)
            .show_ui(ui, |ui| {
                for unit in Unit::ALL {
                    ui.selectable_value(&mut panel.ask.unit, unit, unit.key());
                }
            });
        drop(combo.response.accessible_name("What a number counts"));
        ui.label(RichText::new("by").color(theme.quiet));
        let combo = ComboBox::from_id_salt("themes by")
            .selected_text(by)
            .width(150.0)
            .show_ui(ui, |ui| {
                for (name, by) in groups {
                    ui.selectable_value(&mut panel.ask.by, *by, name.as_str());
                }
            });
        drop(combo.response.accessible_name("What the groups are"));
        super::whose_ui(
            "themes whose",
            &mut panel.ask.whose,
            &mut panel.ask.coder,
            desk,
            ui,
        );
        ui.separator();
        let combo = ComboBox::from_id_salt("themes order")
            .selected_text(panel.order.title())
            .width(140.0)
            .show_ui(ui, |ui| {
                for order in ThemeOrder::ALL {
                    ui.selectable_value(&mut panel.order, order, order.title());
                }
            });
        drop(combo.response.accessible_name("The order of themes"));
        ui.checkbox(&mut panel.hide_unsaid, "Hide what nobody says");
    });
}

/// What the groups can be: the respondent group, and every other attribute.
fn groupings(project: &Project) -> Vec<(String, Option<AttributeId>)> {
    let others = project.attributes_in_order();
    let others = others
        .into_iter()
        .filter(|attribute| !project::same_name(&attribute.name, GROUP))
        .map(|attribute| (attribute.name.clone(), Some(attribute.id)));
    std::iter::once(("Respondent group".to_owned(), None))
        .chain(others)
        .collect()
}

/// How wide the parts are in a room of some width: the themes, a group, and the bar at the right. What a few groups
/// leave goes to the themes and the bar.
fn widths(room: f32, groups: usize) -> (f32, f32, f32) {
    let least = (room * 0.27).clamp(220.0, 380.0);
    let group = column_width(room - least - BAR, groups, (100.0, 240.0));
    let taken = group * f32::from(u8::try_from(groups).unwrap_or(u8::MAX));
    let left = (room - taken - least - BAR).max(0.0);
    let bar = (BAR + left * 0.5).min(BAR * 2.4);
    let names = (room - taken - bar).clamp(least, least.max(620.0));
    (names, group, bar)
}

fn grid_ui(
    found: &Themes,
    shown: &[ThemeRow],
    height: f32,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let (names, column, tail) = widths(ui.available_width() - 14.0, found.groups.len());
    let grid = Grid {
        id: "themes",
        rows: shown.len(),
        columns: found.groups.len(),
        names,
        column,
        tail,
        head: HEAD,
        row: ROW,
        height,
    };
    let row = |at: usize| {
        let row = shown.get(at)?;
        Some((row, found.themes.get(row.at)?))
    };
    grid.show(desk.theme, ui, |part, rect, ui| match part {
        Part::Cell(at, group) => {
            if let Some((_, theme)) = row(at) {
                cell_ui(theme, group, found, rect, desk, ui, out);
            }
        }
        Part::Name(at) => {
            if let Some((row, theme)) = row(at) {
                name_ui(row, theme, rect, desk, ui, out);
            }
        }
        Part::Head(group) => head_of(found, group, rect, desk, ui),
        Part::Corner => {
            let at = rect.left_bottom() + vec2(8.0, -7.0);
            rows::Pen::head(desk.theme).foot(ui.painter(), at, "Theme", rect.width() - 16.0);
        }
        Part::Tail(at) => {
            if let Some((row, _)) = row(at) {
                bar_ui(row, rect, desk, ui);
            }
        }
        Part::TailHead => bar_head_ui(rect, desk, ui),
    });
}

/// Draws the head of a group with its base.
fn head_of(found: &Themes, at: usize, rect: Rect, desk: &Desk, ui: &Ui) {
    let Some(group) = found.groups.get(at) else {
        return;
    };
    // The base is never cut off with a long name: it has a line of its own.
    let base = group.base.map(|base| format!("of {base}"));
    let base = base.unwrap_or_default();
    let (foot, width) = (rect.left_bottom() + vec2(8.0, -7.0), rect.width() - 12.0);
    rows::Pen::faint(desk.theme).foot(ui.painter(), foot, &base, width);
    let above = foot - vec2(0.0, 16.0);
    rows::Pen::head(desk.theme).foot(ui.painter(), above, &group.value, width);
    let id = Id::unique(("group of themes", at));
    let tip = format!("{} {base}", group.value);
    ui.interact(rect, id, Sense::hover())
        .on_hover_text(tip.trim());
}

fn bar_head_ui(rect: Rect, desk: &Desk, ui: &Ui) {
    let pen = rows::Pen::head(desk.theme);
    let at = pos2(rect.center().x, rect.bottom() - 14.0);
    let width = rect.width() / 2.0 - 8.0;
    pen.right(ui.painter(), at - vec2(6.0, 0.0), "hinders", width);
    pen.left(ui.painter(), at + vec2(6.0, 0.0), "helps", width);
}

/// Draws what a group says of a theme: how many it helps and hinders.
fn cell_ui(
    theme: &Theme,
    group: usize,
    found: &Themes,
    rect: Rect,
    desk: &Desk,
    ui: &Ui,
    out: &mut Outbox,
) {
    let sides = [
        (Kind::Enabler, &theme.enabler),
        (Kind::Barrier, &theme.barrier),
    ];
    let sides: Vec<(Kind, &Side)> = sides
        .into_iter()
        .filter_map(|(kind, side)| side.as_ref().map(|side| (kind, side)))
        .collect();
    let lines = f32::from(u8::try_from(sides.len().max(1)).unwrap_or(1));
    let tall = (rect.height() - 4.0) / lines;
    let mut top = rect.top() + 2.0;
    for (kind, side) in sides {
        let place = Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), tall));
        number_ui(
            theme,
            (kind, side),
            group,
            found,
            place.shrink(1.0),
            desk,
            ui,
            out,
        );
        top += tall;
    }
    line_ui(rect, desk, ui);
}

/// Draws the line below a row.
fn line_ui(rect: Rect, desk: &Desk, ui: &Ui) {
    let line = (0.5, desk.theme.line);
    ui.painter().hline(rect.x_range(), rect.bottom(), line);
}

/// Draws a theme's name with its sentence; a click opens all its quotes.
fn name_ui(row: &ThemeRow, theme: &Theme, rect: Rect, desk: &Desk, ui: &Ui, out: &mut Outbox) {
    let look = desk.theme;
    let response = ui.interact(rect, Id::unique(("theme", row.at)), Sense::click());
    let label = format!("{}: {}", theme.theme, row.sentence);
    response.widget_info(|| WidgetInfo::labeled(Role::RowHeader, true, &label));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, size::ROUND, look.hover);
    }
    let indent = 8.0 + 14.0 * f32::from(u8::try_from(row.depth.min(6)).unwrap_or(6));
    let font = if row.depth == 0 {
        strong_font(size::TEXT)
    } else {
        ui_font(size::TEXT)
    };
    let width = rect.width() - indent - 10.0;
    line_ui(rect, desk, ui);
    rows::Pen::of(font, look.ink).left(
        ui.painter(),
        pos2(rect.left() + indent, rect.top() + 17.0),
        &row.name,
        width,
    );
    let colour = if row.disputed { look.warn } else { look.quiet };
    rows::Pen::of(ui_font(size::SMALL), colour).left(
        ui.painter(),
        pos2(rect.left() + indent, rect.top() + 36.0),
        &row.standing,
        width,
    );
    if response.on_hover_text(&label).clicked() {
        open(themes::codings_of(theme, None, None), label, out);
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "a number is its theme, side and group, and where it stands"
)]
fn number_ui(
    theme: &Theme,
    (kind, side): (Kind, &Side),
    nth: usize,
    found: &Themes,
    place: Rect,
    desk: &Desk,
    ui: &Ui,
    out: &mut Outbox,
) {
    let (Some(group), Some(head)) = (side.groups.get(nth), found.groups.get(nth)) else {
        return;
    };
    let look = desk.theme;
    let number = themes::side_number(side, group, found.unit, &head.value);
    let id = Id::unique(("theme number", side.code, nth));
    let response = ui.interact(place, id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &number.words));
    if number.any {
        let of = group.base.unwrap_or(group.n).max(1);
        let share = f32::from(u16::try_from(group.n * 1000 / of).unwrap_or(1000)) / 1000.0;
        let tint = mix(
            look.paper,
            colour_of(kind, desk),
            0.08 + 0.26 * share.min(1.0),
        );
        ui.painter().rect_filled(place, 3.0, tint);
        if response.hovered() || response.has_focus() {
            let line = (1.5, look.accent);
            ui.painter()
                .rect_stroke(place, 3.0, line, egui::StrokeKind::Inside);
        }
    }
    let colour = if number.any { look.ink } else { look.faint };
    let text = format!("{} {}", kind_letter(kind), number.text);
    let at = rows::left_middle(place, 8.0);
    rows::Pen::of(ui_font(size::TEXT), colour).left(ui.painter(), at, &text, place.width() - 24.0);
    if number.lopsided {
        let dot = rows::right_middle(place, 10.0);
        ui.painter().circle_filled(dot, 3.5, look.warn);
    }
    if response.on_hover_text(&number.words).clicked() && number.any {
        let barrier = kind == Kind::Barrier;
        let codings = themes::codings_of(theme, Some(nth), Some(barrier));
        open(codings, number.words, out);
    }
}

fn colour_of(kind: Kind, desk: &Desk) -> Color32 {
    desk.theme.code(Colour::of_kind(kind))
}

/// Draws for how many it hinders to the left of a line, and for how many it helps to the right.
fn bar_ui(row: &ThemeRow, rect: Rect, desk: &Desk, ui: &Ui) {
    let look = desk.theme;
    let area = rect.shrink2(vec2(10.0, 14.0));
    line_ui(rect, desk, ui);
    let middle = area.center().x;
    let half = area.width() / 2.0 - 2.0;
    let (helps, hinders) = row.bar;
    let painter = ui.painter();
    if helps > 0.0 {
        let bar = Rect::from_min_max(
            pos2(middle + 1.0, area.top()),
            pos2(middle + 1.0 + half * helps, area.bottom()),
        );
        painter.rect_filled(bar, 2.0, colour_of(Kind::Enabler, desk));
    }
    if hinders > 0.0 {
        let bar = Rect::from_min_max(
            pos2(middle - 1.0 - half * hinders, area.top()),
            pos2(middle - 1.0, area.bottom()),
        );
        painter.rect_filled(bar, 2.0, colour_of(Kind::Barrier, desk));
    }
    painter.vline(middle, area.y_range().expand(4.0), (1.0, look.faint));
}

/// Opens the quotes behind a number.
fn open(codings: Vec<project::CodingId>, words: String, out: &mut Outbox) {
    let only = Some(Arc::new(Behind {
        codings: codings.into_iter().collect(),
        words,
    }));
    out.ask(Request::Excerpts(ExcerptFilter {
        only,
        ..ExcerptFilter::default()
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_fills_the_room_as_far_as_names_stay_near_their_numbers() {
        let is = |one: (f32, f32, f32), other: (f32, f32, f32)| {
            let near = |one: f32, other: f32| (one - other).abs() < 0.5;
            near(one.0, other.0) && near(one.1, other.1) && near(one.2, other.2)
        };
        assert!(is(widths(1000.0, 4), (270.0, 145.0, 150.0)));
        assert!(is(widths(2500.0, 4), (620.0, 240.0, 360.0)));
        let (names, group, bar) = widths(2500.0, 8);
        assert!(
            (names + group * 8.0 + bar - 2500.0).abs() < 1.0,
            "all of it"
        );
        let (_, group, _) = widths(900.0, 20);
        assert!((group - 100.0).abs() < 0.5, "many groups scroll");
    }
}
