//! A table whose heads and names stay in sight while its cells scroll. Only what is in sight is drawn.

use egui::{Rect, ScrollArea, Sense, Ui, UiBuilder, pos2, vec2};

use crate::theme::Theme;

/// The sizes of a table.
#[derive(Clone, Copy, Debug)]
pub struct Grid<'a> {
    /// Tells it from other tables.
    pub id: &'a str,
    /// How many rows there are.
    pub rows: usize,
    /// How many columns there are beside the names.
    pub columns: usize,
    /// How wide the part is that stays at the left.
    pub names: f32,
    /// How wide a column is.
    pub column: f32,
    /// How high the heads are.
    pub head: f32,
    /// How high a row is.
    pub row: f32,
    /// How high all of it is.
    pub height: f32,
}

/// A part of a table that is to be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A cell, by its row and column.
    Cell(usize, usize),
    /// What stays at the left of a row.
    Name(usize),
    /// The head of a column.
    Head(usize),
    /// Above the names.
    Corner,
}

impl Grid<'_> {
    /// Draws the parts in sight, each in its place: cells first, then names, then heads.
    pub fn show(&self, theme: &Theme, ui: &mut Ui, mut draw: impl FnMut(Part, Rect, &mut Ui)) {
        let all = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), self.height));
        let cells = Rect::from_min_max(all.min + vec2(self.names, self.head), all.max);
        let wanted = vec2(
            self.column * number(self.columns),
            self.row * number(self.rows),
        );
        let mut child = ui.new_child(UiBuilder::new().max_rect(cells));
        let shown = ScrollArea::both()
            .id_salt(self.id)
            .auto_shrink([false, false])
            .show_viewport(&mut child, |ui, seen| {
                let (_, whole) = ui.allocate_space(wanted);
                for row in self.rows_in(seen.top(), seen.height()) {
                    for column in self.columns_in(seen.left(), seen.width()) {
                        let at = vec2(self.column * number(column), self.row * number(row));
                        let size = vec2(self.column, self.row);
                        let place = Rect::from_min_size(whole.min + at, size);
                        draw(Part::Cell(row, column), place, ui);
                    }
                }
            });
        let offset = shown.state.clamped_offset();
        let names = Rect::from_min_max(
            pos2(all.left(), cells.top()),
            pos2(cells.left(), all.bottom()),
        );
        let mut child = clipped(names, ui);
        for row in self.rows_in(offset.y, names.height()) {
            let y = names.top() + self.row * number(row) - offset.y;
            let place = Rect::from_min_size(pos2(names.left(), y), vec2(self.names, self.row));
            draw(Part::Name(row), place, &mut child);
        }
        let line = names.right() - 1.0;
        child
            .painter()
            .vline(line, names.y_range(), theme.hairline());
        let heads = Rect::from_min_max(
            pos2(cells.left(), all.top()),
            pos2(all.right(), cells.top()),
        );
        let mut child = clipped(heads, ui);
        for column in self.columns_in(offset.x, heads.width()) {
            let x = heads.left() + self.column * number(column) - offset.x;
            let place = Rect::from_min_size(pos2(x, heads.top()), vec2(self.column, self.head));
            draw(Part::Head(column), place, &mut child);
        }
        let corner = Rect::from_min_size(all.min, vec2(self.names, self.head));
        draw(Part::Corner, corner, ui);
        ui.painter()
            .hline(all.x_range(), cells.top() - 1.0, theme.hairline());
        ui.allocate_rect(all, Sense::hover());
    }

    fn rows_in(&self, from: f32, height: f32) -> std::ops::Range<usize> {
        seen(from, height, self.row, self.rows)
    }

    fn columns_in(&self, from: f32, width: f32) -> std::ops::Range<usize> {
        seen(from, width, self.column, self.columns)
    }
}

/// The width of columns that share what room there is, within bounds.
#[must_use]
pub fn column_width(room: f32, columns: usize, (least, most): (f32, f32)) -> f32 {
    (room / number(columns.max(1))).clamp(least, most)
}

fn clipped(area: Rect, ui: &mut Ui) -> Ui {
    let mut child = ui.new_child(UiBuilder::new().max_rect(area));
    child.set_clip_rect(area.intersect(ui.clip_rect()));
    child
}

/// Which of things that are `size` long are in sight.
fn seen(from: f32, length: f32, size: f32, count: usize) -> std::ops::Range<usize> {
    let first = place(from / size).min(count);
    first..(place((from.max(0.0) + length) / size) + 1).min(count)
}

/// The row or column that a distance falls into.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a distance on the screen, not below nought"
)]
fn place(distance: f32) -> usize {
    distance.max(0.0) as usize
}

/// A row's or column's place as a number of points can be made of.
#[expect(
    clippy::cast_precision_loss,
    reason = "tables have far fewer than sixteen million rows"
)]
fn number(at: usize) -> f32 {
    at as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_fall_into_rows() {
        assert_eq!((place(-3.0), place(0.5), place(2.9)), (0, 0, 2));
    }

    #[test]
    fn only_what_is_in_sight_is_drawn() {
        assert_eq!(seen(0.0, 100.0, 20.0, 100), 0..6);
        assert_eq!(seen(50.0, 100.0, 20.0, 100), 2..8);
        assert_eq!(seen(0.0, 100.0, 20.0, 3), 0..3);
        assert_eq!(seen(900.0, 100.0, 20.0, 3), 3..3);
    }

    #[test]
    fn columns_share_the_room_within_bounds() {
        let width = |columns| column_width(600.0, columns, (80.0, 150.0));
        let widths = (width(0), width(2), width(5), width(50));
        assert_eq!(widths, (150.0, 150.0, 120.0, 80.0));
    }
}
