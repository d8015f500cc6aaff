//! Draws a chart as it will be saved, with the table it is drawn from beside it: every number opens its quotes.

use std::borrow::Cow;
use std::sync::Arc;

use analysis::{Dimension, Unit};
use egui::accesskit::Role;
use egui::{
    ColorImage, ComboBox, FontId, Frame, Id, Image, Margin, Rect, RichText, ScrollArea, Sense,
    TextureHandle, TextureOptions, Ui, WidgetInfo, pos2,
};
use interchange::tables::{Cell, Table};
use project::Seq;

use crate::chart::{BETWEEN, ChartAsk, Kind, Picture, Pixels, under};
use crate::data::{Behind, Charted, DataRequest, Shown};
use crate::desk::{Desk, ExcerptFilter, Kept};
use crate::outbox::{Outbox, Request};
use crate::theme::{size, space, strong_font, ui_font};
use crate::view::matrix;
use crate::view::sources::thousands;
use crate::widgets::grid::{Grid, Part, column_width};
use crate::widgets::rows;

/// What the charts remember.
#[derive(Default)]
pub struct ChartsPanel {
    ask: ChartAsk,
    choices: Kept<Seq, Vec<(String, Dimension)>>,
    texture: Kept<u64, Option<TextureHandle>>,
}

impl std::fmt::Debug for ChartsPanel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ChartsPanel")
            .field("ask", &self.ask)
            .finish_non_exhaustive()
    }
}

const ROW: f32 = 26.0;

/// How many times more finely a picture is drawn than at its own size, so that a large window can show it larger.
pub(crate) const SHARPER: f32 = 1.5;

/// Draws the chart.
pub fn charts_ui(panel: &mut ChartsPanel, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let study = &desk.state.data.chart;
    let found = study.found.clone();
    let is_empty = |charted: &Charted| charted.picture.table.rows.is_empty();
    let drawn = found.as_ref().filter(|charted| !is_empty(charted));
    head_ui(panel, drawn, desk, ui, out);
    if panel.ask != study.ask {
        out.ask(Request::Data(DataRequest::Chart(panel.ask.clone())));
    }
    let Some(charted) = found else { return };
    if is_empty(&charted) {
        let more = "Code some words in the reader, or rate cases; then there is something to see.";
        return rows::empty_ui(ui, desk.theme, "Nothing to draw yet", more);
    }
    ui.add_space(space::S);
    let all = Rect::from_min_size(ui.cursor().min, ui.available_size());
    let middle = all.left() + all.width() * 0.6;
    let left = Rect::from_min_max(all.min, pos2(middle - 10.0, all.bottom()));
    let right = Rect::from_min_max(pos2(middle + 10.0, all.top()), all.max);
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(left));
    match &charted.pixels {
        Ok(pixels) => {
            let ctx = ui.ctx().clone();
            let texture = panel.texture.get(study.serial, || texture_of(&ctx, pixels));
            if let Some(texture) = texture {
                picture_ui(texture, &charted.picture, &mut child);
            }
        }
        Err(why) => rows::empty_ui(&mut child, desk.theme, "No picture", why),
    }
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(right));
    table_ui(&charted.picture, desk, &mut child, out);
    ui.allocate_rect(all, Sense::hover());
}

fn texture_of(ctx: &egui::Context, pixels: &Pixels) -> Option<TextureHandle> {
    let size = [pixels.width, pixels.height];
    let fits = size[0] * size[1] * 4 == pixels.rgba.len();
    fits.then(|| {
        let image = ColorImage::from_rgba_premultiplied(size, &pixels.rgba);
        ctx.load_texture("chart", image, TextureOptions::LINEAR)
    })
}

/// Draws the picture on white, as wide as there is room, to be scrolled where it is longer.
fn picture_ui(texture: &TextureHandle, picture: &Picture, ui: &mut Ui) {
    let sheet = Frame::new()
        .fill(egui::Color32::WHITE)
        .corner_radius(size::ROUND_LARGE)
        .inner_margin(Margin::same(6));
    let room = ui.available_width() - 24.0;
    ScrollArea::both()
        .id_salt("chart")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            sheet.show(ui, |ui| {
                let own = texture.size_vec2() / ui.ctx().pixels_per_point();
                let own = own / SHARPER;
                // Smaller than two thirds nobody can read it: then it is scrolled. Larger than it is sharp nobody wants it.
                let scale = (room / own.x).clamp(0.66, SHARPER);
                let said = format!("Picture: {}", picture.table.title);
                let image = Image::new((texture.id(), own * scale)).alt_text(said);
                ui.add(image);
            });
        });
}

fn head_ui(
    panel: &mut ChartsPanel,
    found: Option<&Arc<Charted>>,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let theme = desk.theme;
    let note = |ui: &mut Ui| {
        let words = "What you see is what is saved. Colours stay apart for the colour-blind.";
        rows::beside_title(ui, theme, words);
    };
    rows::view_head(ui, theme, "Charts", note, |ui| {
        let Some(found) = found else { return };
        super::export_menu(&Shown::Chart(Arc::clone(found)), ui, out);
        for (format, text) in [("svg", "Save as SVG"), ("png", "Save as PNG")] {
            if ui.button(text).clicked() {
                let request = DataRequest::SaveChart(Arc::clone(found), format);
                out.ask(Request::Data(request));
            }
        }
    });
    let ChartsPanel { ask, choices, .. } = panel;
    ui.horizontal_wrapped(|ui| {
        let combo = ComboBox::from_id_salt("chart kind")
            .selected_text(ask.kind.title())
            .width(160.0)
            .show_ui(ui, |ui| {
                for kind in Kind::ALL {
                    ui.selectable_value(&mut ask.kind, kind, kind.title());
                }
            });
        drop(combo.response.accessible_name("What is drawn"));
        if ask.kind.counts_codes() {
            let choices = choices.get(desk.open.seq(), || matrix::axis_choices(desk.project()));
            counting_ui(ask, choices, desk, ui);
        }
        if ask.kind == Kind::Timeline {
            source_ui(ask, desk, ui);
        }
        if ask.kind == Kind::Ratings {
            scale_ui(ask, desk, ui);
        }
    });
}

/// Draws what codes are counted by, in which unit and how deep.
fn counting_ui(ask: &mut ChartAsk, choices: &[(String, Dimension)], desk: &Desk, ui: &mut Ui) {
    let quiet = |ui: &mut Ui, words: &str| {
        ui.label(RichText::new(words).color(desk.theme.quiet));
    };
    quiet(ui, "count");
    let combo = ComboBox::from_id_salt("chart unit")
        .selected_text(ask.unit.key())
        .width(110.0)
        .show_ui(ui, |ui| {
            for unit in Unit::ALL {
                ui.selectable_value(&mut ask.unit, unit, unit.key());
            }
        });
    drop(combo.response.accessible_name("What a number counts"));
    if ask.kind != Kind::Cooccurrence {
        quiet(ui, "by");
        let name = choices.iter().find(|(_, known)| *known == ask.by);
        let combo = ComboBox::from_id_salt("chart by")
            .selected_text(name.map_or("Respondent group", |(name, _)| name.as_str()))
            .width(150.0)
            .show_ui(ui, |ui| {
                for (name, known) in choices.iter().filter(|(_, by)| *by != Dimension::Code) {
                    ui.selectable_value(&mut ask.by, *known, name.as_str());
                }
            });
        drop(combo.response.accessible_name("What the groups are"));
    }
    let levels = [
        (Some(1), "top codes"),
        (Some(2), "two levels"),
        (None, "all codes"),
    ];
    let name = levels.iter().find(|(levels, _)| *levels == ask.levels);
    let combo = ComboBox::from_id_salt("chart levels")
        .selected_text(name.map_or("some levels", |(_, name)| name))
        .width(100.0)
        .show_ui(ui, |ui| {
            for (levels, name) in levels {
                ui.selectable_value(&mut ask.levels, levels, name);
            }
        });
    drop(combo.response.accessible_name("Which codes"));
}

fn source_ui(ask: &mut ChartAsk, desk: &Desk, ui: &mut Ui) {
    let sources = desk.project().sources();
    let first = sources.iter().next();
    let shown = ask.source.and_then(|id| sources.get(id)).or(first);
    let combo = ComboBox::from_id_salt("chart source")
        .selected_text(shown.map_or("no source", |source| source.name.as_str()))
        .width(200.0)
        .show_ui(ui, |ui| {
            for source in sources.iter() {
                ui.selectable_value(&mut ask.source, Some(source.id), &source.name);
            }
        });
    drop(combo.response.accessible_name("Source"));
}

fn scale_ui(ask: &mut ChartAsk, desk: &Desk, ui: &mut Ui) {
    let scales = desk.project().scales();
    let shown = ask.scale.and_then(|id| scales.get(id));
    let combo = ComboBox::from_id_salt("chart scale")
        .selected_text(shown.map_or("All scales", |scale| scale.name.as_str()))
        .width(200.0)
        .show_ui(ui, |ui| {
            ui.selectable_value(&mut ask.scale, None, "All scales");
            for scale in scales.iter() {
                ui.selectable_value(&mut ask.scale, Some(scale.id), &scale.name);
            }
        });
    drop(combo.response.accessible_name("Scale"));
}

/// Draws the numbers behind the picture.
fn table_ui(picture: &Picture, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let theme = desk.theme;
    let table = &picture.table;
    let title = RichText::new(&table.title).font(strong_font(size::TEXT));
    ui.label(title.color(theme.ink));
    ui.add_space(space::XS);
    let columns = table.columns.len().saturating_sub(1);
    let width = ui.available_width();
    let names = (width * 0.36).clamp(120.0, 400.0);
    let grid = Grid {
        id: "chart table",
        rows: table.rows.len(),
        columns,
        names,
        column: column_width(width - names - 12.0, columns, (88.0, 130.0)),
        tail: 0.0,
        head: ROW,
        row: ROW,
        height: ui.available_height(),
    };
    grid.show(theme, ui, |part, rect, ui| match part {
        Part::Tail(_) | Part::TailHead => {}
        Part::Corner => column_ui(table, 0, rect, desk, ui),
        Part::Head(column) => column_ui(table, column + 1, rect, desk, ui),
        Part::Name(at) => {
            name_ui(table, at, rect, desk, ui);
        }
        Part::Cell(at, column) => number_ui(picture, at, column + 1, rect, desk, ui, out),
    });
}

/// Draws the name of a row: a code stands under the one above it, as in the picture.
fn name_ui(table: &Table, at: usize, rect: Rect, desk: &Desk, ui: &Ui) {
    let name = |at: usize| table.rows.get(at)?.first().map(cell_words);
    let whole = name(at).unwrap_or_default();
    let is_code = table.columns.first().is_some_and(|head| head == "code");
    let before = at.checked_sub(1).filter(|_| is_code).and_then(name);
    let (depth, own) = under(&before.unwrap_or_default(), &whole);
    let mut place = rect;
    place.min.x += 12.0 * f32::from(u8::try_from(depth).unwrap_or(u8::MAX));
    words_ui(own, &whole, place, desk, ui);
}

/// Draws the head of a column: of names at the left, of numbers over their right edge.
fn column_ui(table: &Table, nth: usize, rect: Rect, desk: &Desk, ui: &Ui) {
    let head = table.columns.get(nth).map_or("", String::as_str);
    let pen = rows::Pen::head(desk.theme);
    let width = rect.width() - 12.0;
    let shown = shortened(head, width, &strong_font(size::SMALL), desk, ui);
    if nth == 0 {
        pen.left(ui.painter(), rows::left_middle(rect, 6.0), &shown, width);
    } else {
        pen.right(ui.painter(), rows::right_middle(rect, 8.0), &shown, width);
    }
    let id = Id::unique(("chart head", nth));
    ui.interact(rect, id, Sense::hover()).on_hover_text(head);
}

/// A code's path as a column has room for it: what tells it from its neighbours is its own name, so that stays longest.
fn shortened<'w>(words: &'w str, width: f32, font: &FontId, desk: &Desk, ui: &Ui) -> Cow<'w, str> {
    let fits = || {
        let drawn = ui.painter();
        let drawn = drawn.layout_no_wrap(words.to_owned(), font.clone(), desk.theme.ink);
        drawn.size().x <= width
    };
    match words.rsplit_once(BETWEEN) {
        Some((_, name)) if !fits() => Cow::Owned(format!("… {name}")),
        Some(_) | None => Cow::Borrowed(words),
    }
}

/// Draws words in a cell; where they have no room, or are part of more, the whole shows under the pointer.
fn words_ui(words: &str, whole: &str, rect: Rect, desk: &Desk, ui: &Ui) {
    let pen = rows::Pen::text(desk.theme);
    let at = rows::left_middle(rect, 6.0);
    let width = rect.width() - 10.0;
    let shown = shortened(words, width, &ui_font(size::TEXT), desk, ui);
    let drawn = pen.left(ui.painter(), at, &shown, width);
    if drawn.width() > rect.width() - 24.0 || shown != whole {
        let id = Id::unique(("chart words", whole));
        ui.interact(rect, id, Sense::hover()).on_hover_text(whole);
    }
}

/// Draws a number; one that has quotes behind it opens them.
fn number_ui(
    picture: &Picture,
    at: usize,
    nth: usize,
    rect: Rect,
    desk: &Desk,
    ui: &Ui,
    out: &mut Outbox,
) {
    let (theme, table) = (desk.theme, &picture.table);
    let Some(row) = table.rows.get(at) else {
        return;
    };
    let Some(cell) = row.get(nth) else { return };
    let words = cell_words(cell);
    if matches!(cell, Cell::Text(_)) {
        return words_ui(&words, &words, rect, desk, ui);
    }
    let behind = picture.behind.get(at).and_then(|cells| cells.get(nth));
    let behind = behind.map(Vec::as_slice).unwrap_or_default();
    let colour = if behind.is_empty() {
        theme.quiet
    } else {
        theme.ink
    };
    let pen = rows::Pen::of(ui_font(size::TEXT), colour);
    let place = rows::right_middle(rect, 8.0);
    pen.right(ui.painter(), place, &words, rect.width() - 12.0);
    if behind.is_empty() {
        return;
    }
    let response = ui.interact(rect, Id::unique(("chart cell", at, nth)), Sense::click());
    let name = row.first().map(cell_words).unwrap_or_default();
    let head = table.columns.get(nth).map_or("", String::as_str);
    let said = format!("{name} × {head}: {words}");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
    if response.hovered() || response.has_focus() {
        let line = (1.5, theme.accent);
        ui.painter()
            .rect_stroke(rect, 3.0, line, egui::StrokeKind::Inside);
    }
    if response.clicked() {
        let only = Some(Arc::new(Behind {
            codings: behind.iter().copied().collect(),
            words: said,
        }));
        out.ask(Request::Excerpts(ExcerptFilter {
            only,
            ..ExcerptFilter::default()
        }));
    }
}

fn cell_words(cell: &Cell) -> String {
    match cell {
        Cell::Text(words) => words.clone(),
        Cell::Count(n) => thousands(*n),
        Cell::CountOf { n, base } => format!("{} of {}", thousands(*n), thousands(*base)),
        Cell::Number(number) => format!("{number:.1}"),
        Cell::Blank => String::new(),
    }
}
