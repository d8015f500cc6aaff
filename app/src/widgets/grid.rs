//! A table whose heads and names stay in sight while its cells scroll. Only what is in sight is drawn.

use egui::{Id, Rect, ScrollArea, Sense, Ui, UiBuilder, pos2, vec2};

use crate::theme::Theme;

/// How wide the bar is that scrolls.
const BAR: f32 = 12.0;

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
    /// How wide the part is that stays at the right; nought: there is none.
    pub tail: f32,
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
    /// What stays at the right of a row.
    Tail(usize),
    /// Above what stays at the right.
    TailHead,
}

impl Grid<'_> {
    /// Draws the parts in sight, each in its place: cells first, then names, then heads.
    pub fn show(&self, theme: &Theme, ui: &mut Ui, mut draw: impl FnMut(Part, Rect, &mut Ui)) {
        let all = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), self.height));
        let wanted = vec2(
            self.column * number(self.columns),
            self.row * number(self.rows),
        );
        let left = all.left() + self.names;
        let right = self.right(all, left + wanted.x);
        let cells =
            Rect::from_min_max(pos2(left, all.top() + self.head), pos2(right, all.bottom()));
        let mut child = ui.new_child(UiBuilder::new().max_rect(cells));
        let turned = Id::unique(("turned", self.id));
        let area = ScrollArea::both()
            .id_salt(self.id)
            .auto_shrink([false, false]);
        let area = match ui.data_mut(|data| data.remove_temp::<f32>(turned)) {
            Some(offset) => area.vertical_scroll_offset(offset),
            None => area,
        };
        let shown = area.show_viewport(&mut child, |ui, seen| {
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
        self.sides_ui(all, cells, offset.y, theme, ui, &mut draw);
        self.heads_ui(all, cells, offset.x, theme, ui, &mut draw);
        // The wheel turns the table wherever the pointer is over it.
        let wheel = ui.input(|input| input.smooth_scroll_delta().y);
        let beside = |at| all.contains(at) && !cells.contains(at);
        if wheel != 0.0
            && ui.rect_contains_pointer(all)
            && ui.ctx().pointer_latest_pos().is_some_and(beside)
        {
            ui.data_mut(|data| data.insert_temp(turned, (offset.y - wheel).max(0.0)));
            ui.ctx().request_repaint();
        }
        ui.allocate_rect(all, Sense::hover());
    }

    /// Where the cells end: with all columns in sight, or where what stays at the right begins.
    fn right(&self, all: Rect, end: f32) -> f32 {
        if self.tail > 0.0 {
            // Room for the bar that scrolls, which is not to cover the last number.
            (end + BAR).min(all.right() - self.tail)
        } else {
            all.right()
        }
    }

    /// Draws what stays at the left and at the right of the rows in sight.
    fn sides_ui(
        &self,
        all: Rect,
        cells: Rect,
        offset: f32,
        theme: &Theme,
        ui: &mut Ui,
        draw: &mut impl FnMut(Part, Rect, &mut Ui),
    ) {
        let names = Rect::from_min_max(
            pos2(all.left(), cells.top()),
            pos2(cells.left(), all.bottom()),
        );
        let tails = Rect::from_min_size(cells.right_top(), vec2(self.tail, cells.height()));
        for (side, is_tail) in [(names, false), (tails, true)] {
            if side.width() <= 0.0 {
                continue;
            }
            let mut child = clipped(side, ui);
            for row in self.rows_in(offset, side.height()) {
                let y = side.top() + self.row * number(row) - offset;
                let place = Rect::from_min_size(pos2(side.left(), y), vec2(side.width(), self.row));
                let part = if is_tail {
                    Part::Tail(row)
                } else {
                    Part::Name(row)
                };
                draw(part, place, &mut child);
            }
        }
        // Lines end with the last row.
        let end = cells.top() + self.row * number(self.rows) - offset;
        let line = cells.top()..=end.min(all.bottom());
        let painter = ui.painter();
        painter.vline(names.right() - 1.0, line.clone(), theme.hairline());
        if self.tail > 0.0 {
            painter.vline(tails.left(), line, theme.hairline());
        }
    }

    /// Draws the heads of the columns in sight, and what stands above the sides.
    fn heads_ui(
        &self,
        all: Rect,
        cells: Rect,
        offset: f32,
        theme: &Theme,
        ui: &mut Ui,
        draw: &mut impl FnMut(Part, Rect, &mut Ui),
    ) {
        let heads = Rect::from_min_max(
            pos2(cells.left(), all.top()),
            pos2(cells.right(), cells.top()),
        );
        let mut child = clipped(heads, ui);
        for column in self.columns_in(offset, heads.width()) {
            let x = heads.left() + self.column * number(column) - offset;
            let place = Rect::from_min_size(pos2(x, heads.top()), vec2(self.column, self.head));
            draw(Part::Head(column), place, &mut child);
        }
        let corner = Rect::from_min_size(all.min, vec2(self.names, self.head));
        draw(Part::Corner, corner, ui);
        let mut end = all.right();
        if self.tail > 0.0 {
            let tail = Rect::from_min_size(heads.right_top(), vec2(self.tail, self.head));
            draw(Part::TailHead, tail, ui);
            end = tail.right();
        }
        let line = all.left()..=end;
        ui.painter()
            .hline(line, cells.top() - 1.0, theme.hairline());
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

    /// The rows whose names and tails are drawn, after the wheel was turned over a place.
    fn turned(at: egui::Pos2) -> (Vec<usize>, Vec<usize>) {
        let grid = Grid {
            id: "test",
            rows: 100,
            columns: 3,
            names: 100.0,
            column: 60.0,
            tail: 80.0,
            head: 20.0,
            row: 20.0,
            height: 220.0,
        };
        let rows = (Vec::new(), Vec::new());
        let mut harness = egui_kittest::Harness::builder()
            .with_size(vec2(600.0, 300.0))
            .build_ui_state(
                move |ui, (names, tails): &mut (Vec<usize>, Vec<usize>)| {
                    names.clear();
                    tails.clear();
                    grid.show(&Theme::LIGHT, ui, |part, _, _| match part {
                        Part::Name(row) => names.push(row),
                        Part::Tail(row) => tails.push(row),
                        Part::Cell(..) | Part::Head(_) | Part::Corner | Part::TailHead => {}
                    });
                },
                rows,
            );
        harness.event(egui::Event::PointerMoved(at));
        harness.run_steps(2);
        harness.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: vec2(0.0, -400.0),
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: egui::Modifiers::NONE,
        });
        harness.run_steps(60);
        harness.state().clone()
    }

    #[test]
    fn names_cells_and_tails_scroll_as_one_wherever_the_wheel_is_turned() {
        for x in [50.0, 150.0, 330.0] {
            let (names, tails) = turned(pos2(x, 120.0));
            assert!(names.first() > Some(&10), "at {x}: {names:?}");
            assert_eq!(names, tails);
        }
    }
}
