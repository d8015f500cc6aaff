//! One source in the reader, or two side by side. Each scrolls by itself; the one in front has the keys, and pressing
//! or clicking in the other brings that one to the front.

use egui::accesskit::Role;
use egui::{Align, Layout, Rect, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use project::SourceId;

use super::find::{FindBar, find_ui};
use super::{ReaderPanel, reader_ui};
use crate::action::Action;
use crate::desk::{Desk, Side};
use crate::outbox::{Outbox, Request};
use crate::theme::{size, strong_font, ui_font};
use crate::widgets::icon::{self, Icon};
use crate::widgets::rows::{self, Pen};

/// Height of the line over each source.
const HEAD: f32 = 30.0;

/// Both readers.
#[derive(Debug, Default)]
pub struct Readers {
    left: ReaderPanel,
    right: ReaderPanel,
    find: FindBar,
}

impl Readers {
    /// The reader at a side.
    pub fn at(&mut self, side: Side) -> &mut ReaderPanel {
        match side {
            Side::Left => &mut self.left,
            Side::Right => &mut self.right,
        }
    }

    /// Puts what is at the right to the left, and the other way round.
    pub fn swap(&mut self) {
        std::mem::swap(&mut self.left, &mut self.right);
    }
}

/// Draws the reader, or both.
pub fn readers_ui(readers: &mut Readers, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    find_ui(&mut readers.find, desk, ui, out);
    let Some(beside) = &desk.state.beside else {
        return reader_ui(readers.at(desk.side), desk, ui, out);
    };
    let whole = ui.available_rect_before_wrap();
    let middle = whole.center().x.round();
    for side in Side::ALL {
        let is_front = side == desk.state.side;
        let place = if is_front { &desk.state.place } else { beside };
        let own = Desk {
            place,
            side,
            ..*desk
        };
        let rect = match side {
            Side::Left => Rect::from_min_max(whole.min, pos2(middle - 0.5, whole.bottom())),
            Side::Right => Rect::from_min_max(pos2(middle + 0.5, whole.top()), whole.max),
        };
        let builder = UiBuilder::new()
            .id_salt(("side", side))
            .max_rect(rect)
            .layout(Layout::top_down(Align::Min));
        let mut half = ui.new_child(builder);
        half.set_clip_rect(rect.intersect(ui.clip_rect()));
        let mut asked = Outbox::default();
        head_ui(&own, &mut half, &mut asked);
        reader_ui(readers.at(side), &own, &mut half, &mut asked);
        // Whatever is done in the other source is done to it: it comes to the front first.
        if !is_front && !asked.is_empty() {
            out.ask(Request::TakeSide(side));
        }
        out.append(asked);
    }
    ui.painter()
        .vline(middle, whole.y_range(), (1.0, desk.theme.line));
    ui.advance_cursor_after_rect(whole);
}

/// Draws the line over a source: its name, whether it has the keys, and a cross that closes it.
fn head_ui(desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let (theme, is_front) = (desk.theme, desk.is_front());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEAD), Sense::hover());
    let cross = Rect::from_center_size(rows::right_middle(rect, 20.0), vec2(26.0, 24.0));
    let title = Rect::from_min_max(rect.min, pos2(cross.left(), rect.bottom()));
    let source = desk.place.source;
    let name = source.map(|id| name_of(desk, id)).unwrap_or_default();
    let words = if is_front {
        format!("In front: {name}")
    } else {
        format!("Beside: {name}")
    };
    let response = ui.interact(title, super::id(desk.side).with("head"), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_front, &words));
    let close = ui.interact(cross, super::id(desk.side).with("close"), Sense::click());
    close.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Close {name}")));
    let painter = ui.painter();
    painter.rect_filled(rect, 0.0, if is_front { theme.panel } else { theme.paper });
    painter.hline(rect.x_range(), rect.bottom(), (1.0, theme.line));
    let (font, colour) = if is_front {
        (strong_font(size::TEXT), theme.ink)
    } else {
        (ui_font(size::TEXT), theme.quiet)
    };
    let at = rows::left_middle(rect, 14.0);
    Pen::of(font, colour).left(painter, at, &name, title.width() - 20.0);
    if is_front {
        let line = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 2.0), rect.max);
        painter.rect_filled(line, 0.0, theme.accent);
    } else if response.hovered() || response.has_focus() {
        painter.rect_filled(title, 0.0, theme.hover);
    }
    let strong = close.hovered() || close.has_focus();
    if strong {
        painter.rect_filled(cross, size::ROUND, theme.hover);
    }
    let colour = if strong { theme.ink } else { theme.quiet };
    icon::paint(painter, Icon::Close, cross.center(), 12.0, colour);
    if response.clicked() {
        out.ask(Request::TakeSide(desk.side));
    }
    if close.on_hover_text(format!("Close {name}")).clicked() {
        out.ask(Request::CloseSide(desk.side));
    }
    if !is_front {
        let keys = desk.standing.keys.way(Action::OtherSide);
        response.on_hover_text(format!("Work in this source ({keys})"));
    }
}

fn name_of(desk: &Desk, id: SourceId) -> String {
    let source = desk.project().sources().get(id);
    source.map(|source| source.name.clone()).unwrap_or_default()
}
