//! The margin: a stripe for each coding in its lane, and the codes' names stacked so that none covers another. The
//! same code on the same words by several coders has one name, with the coders' initials.

use egui::accesskit::Role;
use egui::{Painter, Rangef, Rect, Sense, Ui, WidgetInfo, pos2};
use project::CodingId;

use super::{ReaderPanel, View, menu};
use crate::outbox::{Outbox, Request};
use crate::theme::{size, strong_font, ui_font};
use crate::view::lanes;
use crate::view::reader::Mark;
use crate::view::weights::weight_text;
use crate::widgets::icon::{self, Icon};
use crate::widgets::rows::Pen;
use crate::widgets::{chip, rows};

/// Width of a lane.
const LANE: f32 = 7.0;
/// The most lanes drawn side by side; more share the last.
const LANES: usize = 9;
/// Height of a name.
const NAME: f32 = 20.0;

/// A coding's stripe on the screen.
struct Stripe<'a> {
    mark: &'a Mark,
    top: f32,
    bottom: f32,
}

/// A code's name beside its stripes: one for all coders of the same words.
struct Name<'a> {
    marks: Vec<&'a Mark>,
    top: f32,
}

/// Draws the margin, and notes what the pointer is on.
struct Margin<'a> {
    view: &'a View<'a>,
    ui: &'a Ui,
    painter: &'a Painter,
    /// What the pointer was on in the last frame.
    was_hovered: Option<CodingId>,
    hovered: Option<CodingId>,
}

/// Draws stripes and names.
pub(super) fn margin_ui(
    panel: &mut ReaderPanel,
    view: &View<'_>,
    ui: &Ui,
    painter: &Painter,
    out: &mut Outbox,
) {
    let stripes = stripes_in_sight(view);
    let lanes = stripes.iter().map(|stripe| lane_of(stripe.mark) + 1).max();
    let names = stripe_x(view, lanes.unwrap_or(0)) + 4.0;
    let mut margin = Margin {
        view,
        ui,
        painter,
        was_hovered: panel.hovered,
        hovered: None,
    };
    for stripe in &stripes {
        margin.stripe_ui(stripe, out);
    }
    if view.columns.right - names > 60.0 {
        margin.names_ui(&stripes, names, out);
    }
    panel.hovered = margin.hovered;
}

fn lane_of(mark: &Mark) -> usize {
    mark.lane.min(LANES - 1)
}

fn stripe_x(view: &View<'_>, lane: usize) -> f32 {
    let lane = f32::from(u8::try_from(lane.min(LANES)).unwrap_or(0));
    view.columns.margin + LANE * (lane + 0.5)
}

fn stripes_in_sight<'a>(view: &View<'a>) -> Vec<Stripe<'a>> {
    let start = view.range().start();
    let after = view
        .marks
        .partition_point(|mark| mark.range.start() < view.range().end());
    let marks = view
        .marks
        .iter()
        .take(after)
        .filter(|mark| mark.range.end() > start);
    let mut stripes: Vec<Stripe<'a>> = marks
        .filter_map(|mark| {
            let mut rects = view.seen.iter().flat_map(|seen| seen.rects(mark.range));
            let first = rects.next()?;
            let last = rects.last().unwrap_or(first);
            let above = mark.range.start() < start;
            let top = if above {
                view.columns.rect.top()
            } else {
                first.top() + 4.0
            };
            Some(Stripe {
                mark,
                top,
                bottom: last.bottom() - 4.0,
            })
        })
        .collect();
    stripes.sort_by(|one, other| {
        one.top
            .total_cmp(&other.top)
            .then(one.mark.lane.cmp(&other.mark.lane))
    });
    stripes
}

/// The names of stripes from top to bottom: codings of one code that share words share a name.
fn names_of<'a>(stripes: &[Stripe<'a>]) -> Vec<Name<'a>> {
    let mut names: Vec<Name<'a>> = Vec::new();
    for stripe in stripes {
        let same = |name: &&mut Name<'a>| {
            let marks = &name.marks;
            let overlaps = |mark: &&Mark| mark.range.overlaps(stripe.mark.range);
            marks.iter().any(|mark| mark.code == stripe.mark.code) && marks.iter().any(overlaps)
        };
        match names.iter_mut().rev().take(12).find(same) {
            Some(name) => name.marks.push(stripe.mark),
            None => names.push(Name {
                marks: vec![stripe.mark],
                top: stripe.top,
            }),
        }
    }
    names
}

impl Margin<'_> {
    fn is_strong(&self, coding: CodingId) -> bool {
        self.view.desk.place.focus == Some(coding) || self.was_hovered == Some(coding)
    }

    /// What a coding is, and whose.
    fn tip(&self, mark: &Mark, coders: &str) -> String {
        let path = self.view.desk.open.code_path(mark.code);
        format!("{path}\nCoded by {coders}")
    }

    fn stripe_ui(&mut self, stripe: &Stripe<'_>, out: &mut Outbox) {
        let mark = stripe.mark;
        let x = stripe_x(self.view, lane_of(mark));
        let strong = self.is_strong(mark.coding);
        let look = chip::Stripe {
            colour: mark.colour,
            kind: mark.kind,
            strong,
        };
        let span = Rangef::new(stripe.top, stripe.bottom);
        chip::stripe(self.painter, self.view.desk.theme, look, x, span);
        let rect = Rect::from_x_y_ranges(x - LANE / 2.0..=x + LANE / 2.0, span);
        let rect = rect.intersect(self.view.columns.rect);
        if rect.is_positive() {
            let id = self.view.id().with(("stripe", mark.coding));
            let response = self.ui.interact(rect, id, Sense::click());
            if response.hovered() {
                self.hovered = Some(mark.coding);
            }
            if response.clicked() {
                out.ask(Request::Focus(Some(mark.coding)));
            }
            let tip = self.tip(mark, &mark.coder);
            response.on_hover_text(tip);
        }
    }

    fn names_ui(&mut self, stripes: &[Stripe<'_>], x: f32, out: &mut Outbox) {
        let columns = self.view.columns;
        let names = names_of(stripes);
        let wish = |name: &Name<'_>| name.top.max(columns.rect.top() + 2.0);
        let wishes: Vec<f32> = names.iter().map(wish).collect();
        let mut left_out = 0_usize;
        let mut last = columns.rect.top();
        for (name, top) in names.iter().zip(lanes::stack(&wishes, NAME, NAME * 5.0)) {
            let Some(top) = top else {
                left_out += 1;
                continue;
            };
            last = top + NAME;
            let rect = Rect::from_x_y_ranges(x..=columns.right - 8.0, top..=top + NAME);
            if rect.intersects(columns.rect) {
                self.name_ui(name, rect, out);
            }
        }
        if left_out > 0 {
            let text = format!("and {left_out} more");
            let at = pos2(x, last.min(columns.rect.bottom() - NAME));
            Pen::faint(self.view.desk.theme).top(self.painter, at, &text, columns.right - x);
        }
    }

    fn name_ui(&mut self, name: &Name<'_>, rect: Rect, out: &mut Outbox) {
        let desk = self.view.desk;
        let focused = name
            .marks
            .iter()
            .find(|mark| desk.place.focus == Some(mark.coding));
        let Some(&mark) = focused.or(name.marks.first()) else {
            return;
        };
        let strong = name.marks.iter().any(|mark| self.is_strong(mark.coding));
        let id = self.view.id().with(("name", mark.coding));
        let response = self
            .ui
            .interact(rect.intersect(self.view.columns.rect), id, Sense::click());
        let label = format!("Coding: {}", mark.name);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, strong, &label));
        if strong {
            self.painter
                .rect_filled(rect, size::ROUND, desk.theme.hover);
        }
        self.paint_name(name, mark, strong, rect);
        if response.hovered() {
            self.hovered = Some(mark.coding);
        }
        if response.clicked() || response.secondary_clicked() {
            out.ask(Request::Focus(Some(mark.coding)));
            self.ui
                .memory_mut(|memory| memory.request_focus(self.view.id()));
        }
        let coders: Vec<&str> = name.marks.iter().map(|mark| mark.coder.as_ref()).collect();
        let tip = self.tip(mark, &coders.join(", "));
        let response = response.on_hover_text(tip);
        response.context_menu(|ui| menu::coding_menu_ui(mark, desk, ui, out));
    }

    /// Chip and name, and at the right end memo, star, weight and coders.
    fn paint_name(&self, name: &Name<'_>, mark: &Mark, strong: bool, rect: Rect) {
        let (theme, painter) = (self.view.desk.theme, self.painter);
        chip::paint(
            painter,
            theme,
            mark.colour,
            mark.kind,
            rows::left_middle(rect, 10.0),
        );
        let mut right = rect.right() - 4.0;
        let middle = rect.center().y;
        if self.view.desk.project().coders().len() > 1 {
            let initials: String = name
                .marks
                .iter()
                .filter_map(|mark| mark.coder.chars().next())
                .collect();
            let pen = Pen::of(ui_font(size::TINY), theme.faint);
            right = pen
                .right(painter, pos2(right, middle), &initials, 40.0)
                .left()
                - 5.0;
        }
        let memo = name.marks.iter().any(|mark| mark.memo);
        for (shown, shape) in [(memo, Icon::Memo), (mark.shortlisted, Icon::Star)] {
            if shown {
                icon::paint(painter, shape, pos2(right - 6.0, middle), 11.0, theme.quiet);
                right -= 15.0;
            }
        }
        if let Some(weight) = mark.weight {
            let text = weight_text(weight);
            let pen = Pen::of(strong_font(size::SMALL), theme.quiet);
            right = pen
                .right(painter, pos2(right - 2.0, middle), &text, 30.0)
                .left()
                - 4.0;
        }
        let pen = Pen::of(
            ui_font(size::SMALL),
            if strong { theme.ink } else { theme.quiet },
        );
        let at = rows::left_middle(rect, 22.0);
        pen.left(painter, at, &mark.name, right - at.x);
    }
}
