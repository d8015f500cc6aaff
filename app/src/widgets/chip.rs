//! The chip of a code: its colour with the sign of its kind, and the pattern of its stripe.

use codebooks::{Colour, Kind};
use egui::{Align2, Painter, Pos2, Rangef, Rect, Shape, Stroke, pos2, vec2};

use crate::theme::{Theme, kind_letter, mix, size, strong_font};

/// The side of a chip.
pub const SIDE: f32 = 14.0;

/// Draws a chip around a middle.
pub fn paint(painter: &Painter, theme: &Theme, colour: Colour, kind: Kind, middle: Pos2) {
    let rect = Rect::from_center_size(middle, vec2(SIDE, SIDE));
    let fill = theme.code(colour);
    painter.rect_filled(rect, 4.0, fill);
    painter.text(
        rect.center() + vec2(0.0, -0.5),
        Align2::CENTER_CENTER,
        kind_letter(kind),
        strong_font(size::TINY + 1.0),
        theme.on_code(colour),
    );
}

/// How a stripe looks.
#[derive(Clone, Copy, Debug)]
pub struct Stripe {
    /// The code's colour.
    pub colour: Colour,
    /// The code's kind: it decides the pattern.
    pub kind: Kind,
    /// Whether it is focused or pointed at.
    pub strong: bool,
}

/// Draws the stripe of a coding in the margin: solid for enablers, dashed for barriers, dotted for outcomes, a
/// pair of thin lines for context, so that kinds differ without colour.
pub fn stripe(painter: &Painter, theme: &Theme, look: Stripe, x: f32, span: Rangef) {
    let full = theme.code(look.colour);
    let colour = if look.strong {
        full
    } else {
        mix(full, theme.paper, 0.25)
    };
    let line = Stroke::new(if look.strong { 4.5 } else { 3.0 }, colour);
    let ends = [pos2(x, span.min), pos2(x, span.max)];
    match look.kind {
        Kind::Enabler => {
            painter.vline(x, span, line);
        }
        Kind::Barrier => painter.extend(Shape::dashed_line(&ends, line, 7.0, 3.5)),
        Kind::Outcome => painter.extend(Shape::dashed_line(&ends, line, 2.5, 2.5)),
        Kind::Context => {
            let thin = Stroke::new(if look.strong { 1.8 } else { 1.2 }, colour);
            painter.vline(x - 1.6, span, thin);
            painter.vline(x + 1.6, span, thin);
        }
    }
}

/// The colours a person can give a code: those of Okabe and Ito that stay apart for the colour-blind, and calm mixes.
pub const CHOICES: [(&str, Colour); 8] = [
    ("Green", Colour::new(0x00, 0x9E, 0x73)),
    ("Vermilion", Colour::new(0xD5, 0x5E, 0x00)),
    ("Blue", Colour::new(0x00, 0x72, 0xB2)),
    ("Purple", Colour::new(0xCC, 0x79, 0xA7)),
    ("Orange", Colour::new(0xE6, 0x9F, 0x00)),
    ("Sky", Colour::new(0x56, 0xB4, 0xE9)),
    ("Olive", Colour::new(0x8A, 0x84, 0x20)),
    ("Slate", Colour::new(0x5B, 0x62, 0x70)),
];
