//! The look: every colour, space, size and font of the desk, light and dark. Nothing else names a colour.

mod fonts;
mod style;

pub use fonts::{READING, READING_ITALIC, READING_STRONG, STRONG, definitions};
pub use style::apply;

use codebooks::{Colour, Kind};
use egui::{Color32, FontFamily, FontId, Stroke};

pub use crate::settings::Look;

/// Spaces, in points.
pub mod space {
    /// Between things that are one.
    pub const XS: f32 = 4.0;
    /// Between neighbours.
    pub const S: f32 = 8.0;
    /// Between groups.
    pub const M: f32 = 12.0;
    /// Around a column.
    pub const L: f32 = 16.0;
    /// Around a page.
    pub const XL: f32 = 24.0;
    /// Between parts of a page.
    pub const XXL: f32 = 40.0;
}

/// Sizes, in points.
pub mod size {
    /// The usual text of the desk.
    pub const TEXT: f32 = 13.5;
    /// Notes and numbers.
    pub const SMALL: f32 = 12.0;
    /// Letters in chips.
    pub const TINY: f32 = 10.0;
    /// Heading of a column.
    pub const TITLE: f32 = 15.0;
    /// Heading of a page.
    pub const HEADING: f32 = 21.0;
    /// The name on the welcome page.
    pub const DISPLAY: f32 = 40.0;
    /// The reader's text at its usual zoom.
    pub const READER: f32 = 17.0;
    /// The reader's line height against its text.
    pub const READER_LINE: f32 = 1.58;
    /// A row of a list.
    pub const ROW: f32 = 26.0;
    /// A row of a list with a second line.
    pub const ROW_TALL: f32 = 42.0;
    /// The bar across the top.
    pub const TOP_BAR: f32 = 44.0;
    /// The line across the bottom.
    pub const STATUS: f32 = 26.0;
    /// Rounding of controls.
    pub const ROUND: u8 = 6;
    /// Rounding of sheets.
    pub const ROUND_LARGE: u8 = 10;
}

/// All colours of one look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    /// Which look this is.
    pub look: Look,
    /// Behind the text one reads.
    pub paper: Color32,
    /// Behind the columns beside it.
    pub panel: Color32,
    /// Behind bars above and below.
    pub bar: Color32,
    /// Behind sheets, menus and fields.
    pub raised: Color32,
    /// Text.
    pub ink: Color32,
    /// Text of less weight.
    pub quiet: Color32,
    /// Marks and hints.
    pub faint: Color32,
    /// Lines between parts.
    pub line: Color32,
    /// What one acts with.
    pub accent: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// Behind what is chosen.
    pub chosen: Color32,
    /// Behind what the pointer is on.
    pub hover: Color32,
    /// Behind selected words.
    pub selection: Color32,
    /// The flash on the place one was sent to.
    pub flash: Color32,
    /// What went well.
    pub good: Color32,
    /// What wants attention.
    pub warn: Color32,
    /// What went wrong.
    pub bad: Color32,
    /// Shadows.
    pub shadow: Color32,
}

impl Theme {
    /// Warm paper.
    pub const LIGHT: Self = Self {
        look: Look::Light,
        paper: Color32::from_rgb(0xFD, 0xFB, 0xF6),
        panel: Color32::from_rgb(0xF6, 0xF2, 0xEA),
        bar: Color32::from_rgb(0xEF, 0xEA, 0xDF),
        raised: Color32::from_rgb(0xFF, 0xFE, 0xFB),
        ink: Color32::from_rgb(0x2B, 0x27, 0x22),
        quiet: Color32::from_rgb(0x67, 0x5F, 0x55),
        faint: Color32::from_rgb(0x8C, 0x82, 0x76),
        line: Color32::from_rgb(0xE0, 0xD8, 0xCA),
        accent: Color32::from_rgb(0x1F, 0x5B, 0x66),
        on_accent: Color32::from_rgb(0xFF, 0xFF, 0xFF),
        chosen: Color32::from_rgb(0xDD, 0xE8, 0xE6),
        hover: Color32::from_rgb(0xEC, 0xE6, 0xDA),
        selection: Color32::from_rgb(0xBF, 0xDB, 0xEE),
        flash: Color32::from_rgb(0xFF, 0xE2, 0x8A),
        good: Color32::from_rgb(0x1B, 0x70, 0x49),
        warn: Color32::from_rgb(0x9A, 0x5B, 0x00),
        bad: Color32::from_rgb(0xA8, 0x2A, 0x1E),
        shadow: Color32::from_rgba_premultiplied(18, 14, 8, 40),
    };

    /// Dark.
    pub const DARK: Self = Self {
        look: Look::Dark,
        paper: Color32::from_rgb(0x1D, 0x1B, 0x19),
        panel: Color32::from_rgb(0x24, 0x22, 0x1F),
        bar: Color32::from_rgb(0x2A, 0x27, 0x24),
        raised: Color32::from_rgb(0x31, 0x2E, 0x2A),
        ink: Color32::from_rgb(0xE9, 0xE2, 0xD7),
        quiet: Color32::from_rgb(0xAD, 0xA4, 0x98),
        faint: Color32::from_rgb(0x86, 0x7D, 0x72),
        line: Color32::from_rgb(0x3D, 0x39, 0x34),
        accent: Color32::from_rgb(0x7F, 0xC0, 0xCB),
        on_accent: Color32::from_rgb(0x0E, 0x26, 0x2B),
        chosen: Color32::from_rgb(0x2C, 0x41, 0x44),
        hover: Color32::from_rgb(0x35, 0x31, 0x2D),
        selection: Color32::from_rgb(0x2A, 0x4A, 0x63),
        flash: Color32::from_rgb(0x6B, 0x55, 0x12),
        good: Color32::from_rgb(0x6C, 0xC7, 0x97),
        warn: Color32::from_rgb(0xE3, 0xB0, 0x5A),
        bad: Color32::from_rgb(0xF0, 0x8E, 0x7E),
        shadow: Color32::from_rgba_premultiplied(0, 0, 0, 110),
    };

    /// The colours of a look.
    #[must_use]
    pub const fn of(look: Look) -> Self {
        match look {
            Look::Light => Self::LIGHT,
            Look::Dark => Self::DARK,
        }
    }

    /// A code's colour, made readable on this look.
    #[must_use]
    pub fn code(&self, colour: Colour) -> Color32 {
        let own = Color32::from_rgb(colour.red, colour.green, colour.blue);
        match self.look {
            Look::Light => own,
            Look::Dark => mix(own, Color32::WHITE, 0.28),
        }
    }

    /// The tint of a code behind its words.
    #[must_use]
    pub fn tint(&self, colour: Colour, strength: Tint) -> Color32 {
        let share = match (self.look, strength) {
            (Look::Light, Tint::Soft) => 0.15,
            (Look::Light, Tint::Strong) => 0.34,
            (Look::Dark, Tint::Soft) => 0.17,
            (Look::Dark, Tint::Strong) => 0.44,
        };
        self.code(colour).gamma_multiply(share)
    }

    /// Text on a code's full colour.
    #[must_use]
    pub fn on_code(&self, colour: Colour) -> Color32 {
        let back = self.code(colour);
        let light =
            0.299 * f32::from(back.r()) + 0.587 * f32::from(back.g()) + 0.114 * f32::from(back.b());
        if light > 140.0 {
            Self::LIGHT.ink
        } else {
            Color32::WHITE
        }
    }

    /// The line between parts.
    #[must_use]
    pub fn hairline(&self) -> Stroke {
        Stroke::new(1.0, self.line)
    }
}

/// How strong a tint is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tint {
    /// At rest.
    Soft,
    /// Pointed at or focused.
    Strong,
}

/// The letter that tells a kind apart where colour does not.
#[must_use]
pub const fn kind_letter(kind: Kind) -> &'static str {
    match kind {
        Kind::Enabler => "+",
        Kind::Barrier => "−",
        Kind::Outcome => "→",
        Kind::Context => "·",
    }
}

/// A share of the way from one colour to another.
#[must_use]
pub fn mix(from: Color32, to: Color32, share: f32) -> Color32 {
    from.lerp_to_gamma(to, share)
}

/// The font of the desk at a size.
#[must_use]
pub fn ui_font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// The strong font of the desk at a size.
#[must_use]
pub fn strong_font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(STRONG.into()))
}

/// The reading face at a size.
#[must_use]
pub fn reading_font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(READING.into()))
}

/// The reading face in italics.
#[must_use]
pub fn reading_italic(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(READING_ITALIC.into()))
}

/// The reading face, strong.
#[must_use]
pub fn reading_strong(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(READING_STRONG.into()))
}

/// How far colours stand apart, for tests.
#[cfg(test)]
pub(crate) mod apart {
    use egui::Color32;

    /// Relative luminance, WCAG 2.2.
    fn luminance(colour: Color32) -> f32 {
        let linear = |channel: u8| {
            let c = f32::from(channel) / 255.0;
            if c <= 0.040_45 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
    }

    /// The contrast of two colours, from 1 to 21.
    pub(crate) fn contrast(one: Color32, other: Color32) -> f32 {
        let (a, b) = (luminance(one), luminance(other));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

#[cfg(test)]
mod tests {
    use super::apart::contrast;
    use super::*;

    #[test]
    fn text_stands_out_from_what_is_behind_it() {
        for theme in [Theme::LIGHT, Theme::DARK] {
            for back in [
                theme.paper,
                theme.panel,
                theme.bar,
                theme.raised,
                theme.chosen,
                theme.selection,
            ] {
                assert!(
                    contrast(theme.ink, back) >= 7.0,
                    "{:?} ink {back:?}",
                    theme.look
                );
            }
            for back in [theme.paper, theme.panel, theme.bar, theme.raised] {
                assert!(
                    contrast(theme.quiet, back) >= 4.5,
                    "{:?} quiet {back:?}",
                    theme.look
                );
                assert!(
                    contrast(theme.faint, back) >= 3.0,
                    "{:?} faint {back:?}",
                    theme.look
                );
                for word in [theme.good, theme.warn, theme.bad, theme.accent] {
                    assert!(
                        contrast(word, back) >= 4.5,
                        "{:?} {word:?} on {back:?}",
                        theme.look
                    );
                }
            }
            assert!(
                contrast(theme.on_accent, theme.accent) >= 4.5,
                "{:?}",
                theme.look
            );
        }
    }

    #[test]
    fn words_stay_readable_on_three_tints() {
        for theme in [Theme::LIGHT, Theme::DARK] {
            for kind in Kind::ALL {
                let tint = theme.tint(Colour::of_kind(kind), Tint::Soft);
                let back = (0..3).fold(theme.paper, |back, _| back.blend(tint));
                assert!(
                    contrast(theme.ink, back) >= 4.5,
                    "{:?} {kind:?}",
                    theme.look
                );
            }
        }
    }

    #[test]
    fn kinds_have_signs_of_their_own() {
        let signs: std::collections::BTreeSet<_> = Kind::ALL.into_iter().map(kind_letter).collect();
        assert_eq!(signs.len(), Kind::ALL.len());
    }
}
