//! Icons, drawn as lines so that they are sharp at every size and need no font.

use egui::accesskit::Role;
use egui::{
    Color32, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, Vec2, WidgetInfo, pos2, vec2,
};
use project::{Reading, SourceKind};

use crate::theme::{Theme, size};

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// An arrow back.
    Undo,
    /// An arrow forth.
    Redo,
    /// A sun: change to light.
    Sun,
    /// A moon: change to dark.
    Moon,
    /// A cross.
    Close,
    /// A plus.
    Plus,
    /// A star.
    Star,
    /// A triangle to the right: folded.
    Folded,
    /// A triangle down: open.
    Unfolded,
    /// A sheet of notes.
    Memo,
    /// A command prompt.
    Commands,
    /// A folder.
    Folder,
}

fn folder(painter: &Painter, middle: Pos2, side: f32, stroke: Stroke) {
    let line = [
        (-0.85, 0.65),
        (-0.85, -0.6),
        (-0.2, -0.6),
        (0.0, -0.35),
        (0.85, -0.35),
        (0.85, 0.65),
        (-0.85, 0.65),
    ];
    let at = |(x, y): (f32, f32)| middle + vec2(x, y) * (side / 2.0);
    painter.add(Shape::line(line.map(at).to_vec(), stroke));
}

/// Draws an icon in a square around a middle.
pub fn paint(painter: &Painter, icon: Icon, middle: Pos2, side: f32, colour: Color32) {
    let stroke = Stroke::new((side / 11.0).max(1.2), colour);
    let at = |x: f32, y: f32| middle + vec2(x, y) * (side / 2.0);
    let lines = |points: &[(f32, f32)]| {
        Shape::line(points.iter().map(|&(x, y)| at(x, y)).collect(), stroke)
    };
    match icon {
        Icon::Undo | Icon::Redo => {
            let flip = if icon == Icon::Undo { 1.0 } else { -1.0 };
            let mut arc: Vec<Pos2> = (0..=14)
                .map(|n| arc_point(f32::from(u8::try_from(n).unwrap_or(0)), flip))
                .map(|(x, y)| at(x, y))
                .collect();
            arc.insert(0, at(-0.75 * flip, -0.3));
            painter.add(Shape::line(arc, stroke));
            painter.add(lines(&[
                (-0.3 * flip, -0.8),
                (-0.8 * flip, -0.3),
                (-0.3 * flip, 0.2),
            ]));
        }
        Icon::Sun => {
            painter.circle_stroke(middle, side * 0.2, stroke);
            for n in 0..8_u8 {
                let angle = f32::from(n) * std::f32::consts::FRAC_PI_4;
                let way = Vec2::angled(angle);
                painter.line_segment(
                    [middle + way * side * 0.33, middle + way * side * 0.47],
                    stroke,
                );
            }
        }
        Icon::Folder => folder(painter, middle, side, stroke),
        Icon::Moon => moon(painter, middle, side, stroke),
        Icon::Close => {
            painter.add(lines(&[(-0.5, -0.5), (0.5, 0.5)]));
            painter.add(lines(&[(-0.5, 0.5), (0.5, -0.5)]));
        }
        Icon::Plus => {
            painter.add(lines(&[(-0.6, 0.0), (0.6, 0.0)]));
            painter.add(lines(&[(0.0, -0.6), (0.0, 0.6)]));
        }
        Icon::Star => {
            let points = (0..10_u8).map(|n| {
                let radius = if n.is_multiple_of(2) { 0.5 } else { 0.21 };
                middle
                    + Vec2::angled(
                        f32::from(n) * std::f32::consts::PI / 5.0 - std::f32::consts::FRAC_PI_2,
                    ) * side
                        * radius
            });
            painter.add(Shape::closed_line(
                points.collect(),
                Stroke::new(1.0, colour),
            ));
        }
        Icon::Folded => {
            painter.add(lines(&[(-0.2, -0.45), (0.25, 0.0), (-0.2, 0.45)]));
        }
        Icon::Unfolded => {
            painter.add(lines(&[(-0.45, -0.2), (0.0, 0.25), (0.45, -0.2)]));
        }
        Icon::Memo => {
            painter.add(lines(&[
                (-0.5, -0.6),
                (0.5, -0.6),
                (0.5, 0.6),
                (-0.5, 0.6),
                (-0.5, -0.6),
            ]));
            painter.add(lines(&[(-0.22, -0.15), (0.22, -0.15)]));
            painter.add(lines(&[(-0.22, 0.18), (0.22, 0.18)]));
        }
        Icon::Commands => {
            painter.add(lines(&[(-0.7, -0.45), (-0.25, 0.0), (-0.7, 0.45)]));
            painter.add(lines(&[(-0.05, 0.45), (0.65, 0.45)]));
        }
    }
}

fn moon(painter: &Painter, middle: Pos2, side: f32, stroke: Stroke) {
    // Two circles, 0.42 and 0.36 of the side, their middles 0.24 apart: these angles are where they cross.
    let toward = -std::f32::consts::FRAC_PI_4;
    let outer = (0..=20_u8)
        .map(|n| middle + Vec2::angled(toward + 1.026 + f32::from(n) / 20.0 * 4.231) * side * 0.42);
    let bite = middle + Vec2::angled(toward) * side * 0.24;
    let inner = (0..=14_u8)
        .map(|n| bite + Vec2::angled(toward + 4.650 - f32::from(n) / 14.0 * 3.017) * side * 0.36);
    painter.add(Shape::closed_line(outer.chain(inner).collect(), stroke));
}

/// Points of the bow of the undo arrow.
fn arc_point(n: f32, flip: f32) -> (f32, f32) {
    let angle = -std::f32::consts::FRAC_PI_2 + n / 14.0 * std::f32::consts::PI;
    ((0.15 + angle.cos() * 0.55) * flip, 0.2 + angle.sin() * 0.5)
}

/// A button of an icon alone, with its accessible name.
pub fn button_ui(ui: &mut Ui, theme: &Theme, icon: Icon, enabled: bool, name: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(
        vec2(28.0, 26.0),
        if enabled {
            Sense::click()
        } else {
            Sense::hover()
        },
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
    let colour = if enabled {
        theme.ink
    } else {
        theme.faint.gamma_multiply(0.55)
    };
    if enabled && (response.hovered() || response.has_focus()) {
        ui.painter().rect_filled(rect, size::ROUND, theme.hover);
    }
    paint(ui.painter(), icon, rect.center(), 15.0, colour);
    response
}

/// A box that is ticked or not, around a middle.
pub fn tick_box(painter: &Painter, middle: Pos2, ticked: bool, theme: &Theme) {
    let square = Rect::from_center_size(middle, vec2(13.0, 13.0));
    if ticked {
        painter.rect_filled(square, 3.0, theme.accent);
        let at = |x: f32, y: f32| middle + vec2(x, y);
        let tick = vec![at(-3.2, 0.2), at(-0.9, 2.6), at(3.4, -2.8)];
        painter.add(Shape::line(tick, Stroke::new(1.6, theme.on_accent)));
    } else {
        let line = Stroke::new(1.2, theme.faint);
        painter.rect_stroke(square, 3.0, line, egui::StrokeKind::Inside);
    }
}

/// A bookmark's ribbon around a middle, full or only its edge.
pub fn ribbon(painter: &Painter, middle: Pos2, colour: Color32, full: bool) {
    let at = |x: f32, y: f32| middle + vec2(x, y);
    let (left, right) = (
        vec![at(-3.5, -6.0), at(0.0, -6.0), at(0.0, 2.5), at(-3.5, 6.0)],
        vec![at(0.0, -6.0), at(3.5, -6.0), at(3.5, 6.0), at(0.0, 2.5)],
    );
    if full {
        // Two halves: only shapes without a notch are filled well.
        for half in [left, right] {
            painter.add(Shape::convex_polygon(half, colour, Stroke::NONE));
        }
    } else {
        let edge = vec![
            at(-3.5, -6.0),
            at(3.5, -6.0),
            at(3.5, 6.0),
            at(0.0, 2.5),
            at(-3.5, 6.0),
        ];
        painter.add(Shape::closed_line(edge, Stroke::new(1.2, colour)));
    }
}

/// The shape of a kind of source: one speech bubble, two, a sheet, a ring.
pub fn source_kind(painter: &Painter, kind: SourceKind, middle: Pos2, colour: Color32) {
    let stroke = Stroke::new(1.3, colour);
    let bubble = |by: Vec2| {
        let rect = Rect::from_center_size(middle + by, vec2(9.5, 7.5));
        painter.rect_stroke(rect, 3.0, stroke, egui::StrokeKind::Middle);
        painter.line_segment(
            [
                rect.left_bottom() + vec2(2.0, 0.0),
                rect.left_bottom() + vec2(1.0, 3.0),
            ],
            stroke,
        );
    };
    match kind {
        SourceKind::Interview => bubble(vec2(0.0, -1.0)),
        SourceKind::FocusGroup => {
            bubble(vec2(-2.5, 0.5));
            painter.line_segment(
                [middle + vec2(-0.5, -6.0), middle + vec2(6.5, -6.0)],
                stroke,
            );
            painter.line_segment([middle + vec2(6.5, -6.0), middle + vec2(6.5, 1.0)], stroke);
        }
        SourceKind::CaseFile => {
            let rect = Rect::from_center_size(middle, vec2(9.0, 11.5));
            painter.rect_stroke(rect, 1.5, stroke, egui::StrokeKind::Middle);
            for y in [-2.2, 0.8] {
                painter.line_segment(
                    [
                        pos2(rect.left() + 2.2, middle.y + y),
                        pos2(rect.right() - 2.2, middle.y + y),
                    ],
                    stroke,
                );
            }
        }
        SourceKind::Other => {
            for (y, width) in [(-3.5, 10.0), (0.0, 10.0), (3.5, 6.0)] {
                painter.line_segment(
                    [middle + vec2(-5.0, y), middle + vec2(width - 5.0, y)],
                    stroke,
                );
            }
        }
    }
}

/// The mark of a reading state: an empty ring, a half-filled one, a full one with a tick.
pub fn reading_mark(painter: &Painter, theme: &Theme, reading: Reading, middle: Pos2) {
    let radius = 4.5;
    match reading {
        Reading::Unread => {
            painter.circle_stroke(middle, radius, Stroke::new(1.2, theme.faint));
        }
        Reading::Started => {
            painter.circle_stroke(middle, radius, Stroke::new(1.2, theme.accent));
            let half: Vec<Pos2> = (0..=10_u8)
                .map(|n| {
                    middle
                        + Vec2::angled(
                            std::f32::consts::FRAC_PI_2
                                + f32::from(n) / 10.0 * std::f32::consts::PI,
                        ) * radius
                })
                .collect();
            painter.add(Shape::convex_polygon(half, theme.accent, Stroke::NONE));
        }
        Reading::Done => {
            painter.circle_filled(middle, radius + 0.5, theme.accent);
            let tick = vec![
                middle + vec2(-2.0, 0.2),
                middle + vec2(-0.6, 1.7),
                middle + vec2(2.2, -1.6),
            ];
            painter.add(Shape::line(tick, Stroke::new(1.3, theme.on_accent)));
        }
    }
}
