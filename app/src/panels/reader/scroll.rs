//! Scrolling by anchor: the block at the top and how far into it. What is above may turn out higher or lower than
//! estimated without moving what is in sight.

use egui::{Event, Key, Painter, Rect, Response, Sense, Ui, pos2, vec2};
use project::SourceId;

use super::draw::Layouter;
use super::{Columns, Page, ReaderPanel, Seen, View};
use crate::desk::Desk;
use crate::view::reader::{Block, block_at};

/// Room above the first block and below the last.
const EDGE: f32 = 28.0;

/// Where the page is scrolled to.
#[derive(Debug, Default)]
pub(crate) struct Scroll {
    source: Option<SourceId>,
    /// The block at the top.
    top: usize,
    /// How far the top of the view is below the top of that block, in points.
    into: f32,
    /// Heights of all blocks, estimated or known.
    heights: Heights,
}

/// Heights of blocks: estimates until a block was laid out at this width and size.
#[derive(Debug, Default)]
struct Heights {
    key: Option<(u32, u32, usize)>,
    list: Vec<f32>,
    total: f64,
}

impl Heights {
    fn begin(&mut self, page: &Page, columns: Columns) {
        let key = (
            columns.width.to_bits(),
            columns.font_size.to_bits(),
            page.blocks.len(),
        );
        if self.key == Some(key) {
            return;
        }
        self.key = Some(key);
        let per_line = (columns.width / (columns.font_size * 0.49)).max(8.0);
        self.list = page
            .blocks
            .iter()
            .map(|block| estimate(block, columns, per_line))
            .collect();
        self.total = self.list.iter().copied().map(f64::from).sum();
    }

    fn learn(&mut self, at: usize, height: f32) {
        if let Some(held) = self.list.get_mut(at) {
            self.total += f64::from(height - *held);
            *held = height;
        }
    }

    fn before(&self, at: usize) -> f64 {
        self.list.iter().take(at).copied().map(f64::from).sum()
    }

    /// The block at a height from the start, and how far into it.
    fn at(&self, height: f64) -> (usize, f32) {
        let mut rest = height;
        for (at, own) in self.list.iter().enumerate() {
            if rest < f64::from(*own) {
                return (at, as_points(rest));
            }
            rest -= f64::from(*own);
        }
        (self.list.len().saturating_sub(1), 0.0)
    }
}

fn estimate(block: &Block, columns: Columns, per_line: f32) -> f32 {
    // Lengths of blocks are far below what a float holds exactly.
    let length = f32::from(u16::try_from(block.range.len()).unwrap_or(u16::MAX));
    (length / per_line).ceil().max(1.0) * columns.line_height() + space_above(block, columns)
}

/// The room above a block: more where a turn begins.
pub(super) fn space_above(block: &Block, columns: Columns) -> f32 {
    let unit = columns.line_height();
    if block.opens {
        unit * 0.72
    } else if block.paragraph {
        unit * 0.36
    } else {
        0.0
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "heights on a screen: rounding is far below a pixel"
)]
fn as_points(height: f64) -> f32 {
    height as f32
}

impl Scroll {
    /// Takes the wheel over the page, and keys if it has them.
    pub(super) fn begin(
        &mut self,
        source: SourceId,
        page: &Page,
        columns: Columns,
        ui: &Ui,
        (response, has_keys): (&Response, bool),
    ) {
        if self.source != Some(source) {
            self.source = Some(source);
            self.top = 0;
            self.into = -EDGE;
        }
        self.heights.begin(page, columns);
        self.top = self.top.min(page.blocks.len().saturating_sub(1));
        if response.contains_pointer() {
            self.into -= ui.input(egui::InputState::smooth_scroll_delta).y;
        }
        if has_keys && !ui.ctx().text_edit_focused() {
            let page_by = columns.rect.height() - columns.line_height() * 2.0;
            ui.input(|input| {
                for event in &input.events {
                    if let Event::Key {
                        key,
                        pressed: true,
                        modifiers,
                        ..
                    } = event
                        && !modifiers.any()
                    {
                        self.key(*key, page_by, page.blocks.len());
                    }
                }
            });
        }
    }

    fn key(&mut self, key: Key, page_by: f32, blocks: usize) {
        if key == Key::PageDown {
            self.into += page_by;
        } else if key == Key::PageUp {
            self.into -= page_by;
        } else if key == Key::Home {
            (self.top, self.into) = (0, -EDGE);
        } else if key == Key::End {
            (self.top, self.into) = (blocks.saturating_sub(1), 1.0e6);
        }
    }

    /// Lays out what is in sight.
    pub(super) fn lay_out(&mut self, layouter: &Layouter<'_>) -> Vec<Seen> {
        let columns = layouter.columns;
        let last = layouter.page.blocks.len().saturating_sub(1);
        self.settle_top(layouter, last);
        self.settle_bottom(layouter, last);
        let mut seen = Vec::new();
        let mut y = columns.rect.top() - self.into;
        let mut at = self.top;
        while y < columns.rect.bottom() + 40.0 {
            let Some(&block) = layouter.page.blocks.get(at) else {
                break;
            };
            let galley = layouter.galley(at);
            let above = space_above(&block, columns);
            let height = galley.size().y + above;
            self.heights.learn(at, height);
            seen.push(Seen {
                block,
                at: pos2(columns.text, y + above),
                galley,
            });
            y += height;
            at += 1;
        }
        seen
    }

    /// Brings `into` inside the block at the top, going over blocks in both directions.
    fn settle_top(&mut self, layouter: &Layouter<'_>, last: usize) {
        let start = self.into;
        // A jump over many pages (the bar, the End key) is taken on estimates, a scroll on real heights.
        while self.into < 0.0 && self.top > 0 {
            self.top -= 1;
            let height = layouter.height(self.top);
            self.heights.learn(self.top, height);
            self.into += height;
        }
        if self.top == 0 {
            self.into = self.into.max(-EDGE);
        }
        let limit = start.abs() + layouter.columns.rect.height();
        let mut gone = 0.0;
        while self.top < last && gone < limit {
            let height = layouter.height(self.top);
            if self.into < height {
                break;
            }
            self.heights.learn(self.top, height);
            self.into -= height;
            gone += height;
            self.top += 1;
        }
    }

    /// Keeps the last block from rising above the foot of the page.
    fn settle_bottom(&mut self, layouter: &Layouter<'_>, last: usize) {
        let view = layouter.columns.rect.height() - EDGE * 2.0;
        let mut below = -self.into;
        for at in self.top..=last {
            below += layouter.height(at);
            if below >= view {
                return;
            }
        }
        // The end is in sight: stand so that it is at the foot, or at the start if all fits.
        let mut room = view;
        for at in (0..=last).rev() {
            let height = layouter.height(at);
            if room < height {
                (self.top, self.into) = (at, height - room);
                return;
            }
            room -= height;
        }
        (self.top, self.into) = (0, -EDGE);
    }

    /// Moves the page by points.
    pub(super) fn nudge(&mut self, by: f32) {
        self.into += by;
    }

    /// Draws the bar at the right edge and takes drags of it.
    pub(super) fn bar_ui(&mut self, view: &View<'_>, ui: &Ui, painter: &Painter) {
        let rect = view.columns.rect;
        let shown = f64::from(rect.height());
        let total = self.heights.total + f64::from(EDGE) * 2.0;
        if total <= shown {
            return;
        }
        let track = Rect::from_min_max(
            pos2(rect.right() - 9.0, rect.top() + 2.0),
            pos2(rect.right() - 1.0, rect.bottom() - 2.0),
        );
        let share = as_points(shown / total);
        let length = (track.height() * share).max(28.0);
        let room = track.height() - length;
        let at = as_points(
            (self.heights.before(self.top) + f64::from(self.into + EDGE)) / (total - shown),
        )
        .clamp(0.0, 1.0);
        let handle = Rect::from_min_size(
            pos2(track.left(), track.top() + room * at),
            vec2(track.width(), length),
        );
        let bar = ui.interact(
            track.expand2(vec2(3.0, 0.0)),
            view.id().with("bar"),
            Sense::click_and_drag(),
        );
        if let Some(point) = bar.interact_pointer_pos()
            && (bar.dragged() || bar.clicked())
        {
            let wanted = ((point.y - track.top() - length / 2.0) / room.max(1.0)).clamp(0.0, 1.0);
            let (top, into) = self.heights.at(f64::from(wanted) * (total - shown));
            (self.top, self.into) = (top, into - if top == 0 { EDGE } else { 0.0 });
            ui.ctx().request_repaint();
        }
        let theme = view.desk.theme;
        let colour = if bar.hovered() || bar.dragged() {
            theme.quiet
        } else {
            theme.line
        };
        painter.rect_filled(handle.shrink2(vec2(1.5, 0.0)), 4.0, colour);
    }
}

impl ReaderPanel {
    /// Brings into sight what the desk wishes, once for each wish, and only if it is not there already.
    pub(super) fn grant_reveal(&mut self, desk: &Desk, page: &Page, layouter: &Layouter<'_>) {
        let Some((range, wish)) = desk.place.reveal else {
            return;
        };
        if wish == self.revealed {
            return;
        }
        self.revealed = wish;
        let columns = layouter.columns;
        let at = block_at(&page.blocks, range.start());
        // Where the place stands now, if it is near what is in sight.
        let mut y = -self.scroll.into;
        for block in self.scroll.top..=at {
            if block < at {
                y += layouter.height(block);
            }
            if y > columns.rect.height() * 2.0 {
                break;
            }
        }
        let inside = layouter.offset_of(at, range.start());
        let (low, high) = (
            columns.line_height(),
            columns.rect.height() * 0.82 - columns.line_height(),
        );
        let in_sight = at >= self.scroll.top && (low..high).contains(&(y + inside));
        if !in_sight {
            self.scroll.top = at;
            self.scroll.into = inside - columns.rect.height() * 0.3;
        }
    }
}
