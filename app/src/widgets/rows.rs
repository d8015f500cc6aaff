//! Rows of lists, and lines of text that end in "…" where there is no more room.

use egui::accesskit::Role;
use egui::text::{LayoutJob, TextWrapping};
use egui::{
    Align, Align2, Color32, FontId, Galley, Painter, Pos2, Rect, Response, Sense, TextEdit, Ui,
    WidgetInfo, pos2, vec2,
};
use std::sync::Arc;

use crate::theme::{Theme, size, space, strong_font, ui_font};

/// A row over the whole width: its place and what the pointer does there. `label` is its accessible name.
pub fn row_ui(
    ui: &mut Ui,
    theme: &Theme,
    height: f32,
    chosen: bool,
    label: &str,
) -> (Rect, Response) {
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, label));
    if ui.is_rect_visible(rect) {
        let fill = if chosen {
            theme.chosen
        } else if response.hovered() || response.has_focus() {
            theme.hover
        } else {
            Color32::TRANSPARENT
        };
        ui.painter().rect_filled(rect, size::ROUND, fill);
        if response.has_focus() {
            ui.painter().rect_stroke(
                rect,
                size::ROUND,
                (1.0, theme.accent),
                egui::StrokeKind::Inside,
            );
        }
    }
    (rect, response)
}

/// Lays out one line that ends in "…" at `width`.
fn one_line(
    painter: &Painter,
    text: &str,
    font: FontId,
    colour: Color32,
    width: f32,
) -> Arc<Galley> {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, colour);
    job.wrap = TextWrapping::truncate_at_width(width.max(1.0));
    painter.layout_job(job)
}

/// What lines of text are written with.
#[derive(Clone, Debug)]
pub struct Pen {
    font: FontId,
    colour: Color32,
}

impl Pen {
    /// A font and a colour.
    #[must_use]
    pub fn of(font: FontId, colour: Color32) -> Self {
        Self { font, colour }
    }

    /// For names.
    #[must_use]
    pub fn text(theme: &Theme) -> Self {
        Self::of(ui_font(size::TEXT), theme.ink)
    }

    /// For facts beside names.
    #[must_use]
    pub fn note(theme: &Theme) -> Self {
        Self::of(ui_font(size::SMALL), theme.quiet)
    }

    /// For hints.
    #[must_use]
    pub fn faint(theme: &Theme) -> Self {
        Self::of(ui_font(size::SMALL), theme.faint)
    }

    /// For small headings.
    #[must_use]
    pub fn head(theme: &Theme) -> Self {
        Self::of(strong_font(size::SMALL), theme.quiet)
    }

    /// Writes one line, at most `width` wide, that begins at a place and is centred on its height.
    pub(crate) fn left(&self, painter: &Painter, at: Pos2, text: &str, width: f32) -> Rect {
        self.write(painter, at, Align2::LEFT_CENTER, text, width)
    }

    /// Writes one line that ends at a place and is centred on its height.
    pub(crate) fn right(&self, painter: &Painter, at: Pos2, text: &str, width: f32) -> Rect {
        self.write(painter, at, Align2::RIGHT_CENTER, text, width)
    }

    /// Writes up to so many lines that end at a place, the first centred on its height; one line, cut, where a word has no
    /// room. Answers where the last ends.
    pub(crate) fn right_lines(
        &self,
        painter: &Painter,
        at: Pos2,
        text: &str,
        width: f32,
        most: usize,
    ) -> f32 {
        let is_wide = |word: &str| {
            let drawn = painter.layout_no_wrap(word.to_owned(), self.font.clone(), self.colour);
            drawn.size().x > width
        };
        if most < 2 || text.split_whitespace().any(is_wide) {
            return self.right(painter, at, text, width).bottom();
        }
        let font = self.font.clone();
        let mut job = LayoutJob::simple(text.to_owned(), font, self.colour, width.max(1.0));
        job.wrap.max_rows = most;
        job.halign = Align::RIGHT;
        let galley = painter.layout_job(job);
        let first = galley.rows.first().map_or(0.0, |row| row.height());
        let top = at.y - first / 2.0;
        let end = top + galley.size().y;
        painter.galley(pos2(at.x, top), galley, self.colour);
        end
    }

    /// Writes one line below and right of a place.
    pub(crate) fn top(&self, painter: &Painter, at: Pos2, text: &str, width: f32) -> Rect {
        self.write(painter, at, Align2::LEFT_TOP, text, width)
    }

    /// Writes one line above and right of a place.
    pub(crate) fn foot(&self, painter: &Painter, at: Pos2, text: &str, width: f32) -> Rect {
        self.write(painter, at, Align2::LEFT_BOTTOM, text, width)
    }

    /// Writes up to two lines above a place: right of it, or left of it with [`Align::RIGHT`].
    pub(crate) fn two_lines(
        &self,
        painter: &Painter,
        at: Pos2,
        side: Align,
        text: &str,
        width: f32,
    ) {
        let font = self.font.clone();
        let mut job = LayoutJob::simple(text.to_owned(), font, self.colour, width);
        job.wrap.max_rows = 2;
        job.halign = side;
        let galley = painter.layout_job(job);
        painter.galley(pos2(at.x, at.y - galley.size().y), galley, self.colour);
    }

    fn write(&self, painter: &Painter, at: Pos2, align: Align2, text: &str, width: f32) -> Rect {
        let galley = one_line(painter, text, self.font.clone(), self.colour, width);
        let rect = align.anchor_size(at, galley.size());
        painter.galley(rect.min, galley, self.colour);
        rect
    }
}

/// The heading of a column: a small title, and controls at its right end.
pub fn column_head(ui: &mut Ui, theme: &Theme, title: &str, controls: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        ui.set_min_height(size::ROW);
        ui.label(
            egui::RichText::new(title)
                .font(strong_font(size::TITLE))
                .color(theme.ink),
        );
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), controls);
    });
}

/// The head of a view: its title, more about it, and the ways out at its right end, which keep their room.
pub fn view_head(
    ui: &mut Ui,
    theme: &Theme,
    title: &str,
    more: impl FnOnce(&mut Ui),
    controls: impl FnOnce(&mut Ui),
) {
    ui.horizontal(|ui| {
        ui.set_min_height(size::ROW);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            controls(ui);
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                let title = egui::RichText::new(title).font(strong_font(size::HEADING));
                ui.add(egui::Label::new(title.color(theme.ink)).truncate());
                more(ui);
            });
        });
    });
}

/// What a view counts, beside its title. Where it has no room it is cut, and shows whole under the pointer.
pub fn beside_title(ui: &mut Ui, theme: &Theme, words: impl Into<String>) -> Response {
    ui.add(egui::Label::new(egui::RichText::new(words).color(theme.quiet)).truncate())
}

/// A small heading inside a column.
pub fn section_head(ui: &mut Ui, theme: &Theme, title: &str) {
    ui.add_space(space::S);
    ui.label(
        egui::RichText::new(title)
            .font(strong_font(size::SMALL))
            .color(theme.quiet),
    );
}

/// A field that filters the list below it, with an accessible name.
pub fn filter_ui(ui: &mut Ui, theme: &Theme, letters: &mut String, name: &str) -> Response {
    let edit = TextEdit::singleline(letters)
        .hint_text(name)
        .desired_width(f32::INFINITY)
        .font(ui_font(size::TEXT))
        .text_color(theme.ink);
    let response = ui.add(edit);
    if response.has_focus() && ui.input(|input| input.key_pressed(egui::Key::Escape)) {
        letters.clear();
    }
    response.accessible_name(name)
}

/// Words where a list would be, when it is empty.
pub fn empty_ui(ui: &mut Ui, theme: &Theme, title: &str, more: &str) {
    ui.add_space(space::XL);
    ui.vertical_centered(|ui| {
        ui.label(
            egui::RichText::new(title)
                .font(strong_font(size::TEXT))
                .color(theme.quiet),
        );
        ui.add_space(space::XS);
        ui.label(egui::RichText::new(more).color(theme.quiet));
    });
}

/// The button a page is about.
pub fn main_button(ui: &mut Ui, theme: &Theme, text: &str) -> Response {
    let button = egui::Button::new(
        egui::RichText::new(text)
            .font(strong_font(size::TEXT))
            .color(theme.on_accent),
    )
    .fill(theme.accent)
    .min_size(vec2(0.0, 28.0));
    ui.add(button)
}

/// A place inside a rectangle, measured from its left edge, at its middle height.
#[must_use]
pub fn left_middle(rect: Rect, x: f32) -> Pos2 {
    pos2(rect.left() + x, rect.center().y)
}

/// A place inside a rectangle, measured from its right edge, at its middle height.
#[must_use]
pub fn right_middle(rect: Rect, x: f32) -> Pos2 {
    pos2(rect.right() - x, rect.center().y)
}
