//! The fonts shipped with the desk: Literata to read, Inter for everything else; both under the SIL Open Font
//! License (`app/fonts/`). Other scripts come from the system's own fonts.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily};

/// The family one reads transcripts in.
pub const READING: &str = "reading";
/// Its italics.
pub const READING_ITALIC: &str = "reading-italic";
/// Its strong weight.
pub const READING_STRONG: &str = "reading-strong";
/// The strong weight of the desk's own font.
pub const STRONG: &str = "strong";

/// Answers the fonts: ours first, then those that egui ships, so that a sign missing in one is found in the next.
#[must_use]
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let shipped: [(&str, &'static [u8]); 5] = [
        (
            "Literata",
            include_bytes!("../../fonts/Literata-Regular.ttf"),
        ),
        (
            "Literata italic",
            include_bytes!("../../fonts/Literata-Italic.ttf"),
        ),
        (
            "Literata semibold",
            include_bytes!("../../fonts/Literata-SemiBold.ttf"),
        ),
        ("Inter", include_bytes!("../../fonts/Inter-Regular.ttf")),
        (
            "Inter semibold",
            include_bytes!("../../fonts/Inter-SemiBold.ttf"),
        ),
    ];
    for (name, bytes) in shipped {
        fonts
            .font_data
            .insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let fallback = fonts
        .families
        .get(&FontFamily::Proportional)
        .cloned()
        .unwrap_or_default();
    let chain = |first: &[&str]| {
        first
            .iter()
            .map(|&name| name.to_owned())
            .chain(fallback.iter().cloned())
            .collect::<Vec<_>>()
    };
    fonts
        .families
        .insert(FontFamily::Proportional, chain(&["Inter"]));
    fonts.families.insert(
        FontFamily::Name(STRONG.into()),
        chain(&["Inter semibold", "Inter"]),
    );
    fonts.families.insert(
        FontFamily::Name(READING.into()),
        chain(&["Literata", "Inter"]),
    );
    fonts.families.insert(
        FontFamily::Name(READING_ITALIC.into()),
        chain(&["Literata italic", "Literata", "Inter"]),
    );
    fonts.families.insert(
        FontFamily::Name(READING_STRONG.into()),
        chain(&["Literata semibold", "Literata", "Inter"]),
    );
    fonts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::{reading_font, reading_italic, reading_strong, strong_font, ui_font};

    #[test]
    fn every_face_has_welsh_letters_and_the_signs_the_desk_uses() {
        let ctx = egui::Context::default();
        ctx.set_fonts(definitions());
        ctx.run_ui(egui::RawInput::default(), |_| {})
            .drop_without_applying_deltas();
        for font in [
            ui_font(14.0),
            strong_font(14.0),
            reading_font(17.0),
            reading_italic(17.0),
            reading_strong(17.0),
        ] {
            ctx.fonts_mut(|fonts| {
                for sign in "ŵŷŴŶâêîôûïöáàéè“”‘’–—…·•→←−+×✓".chars()
                {
                    assert!(fonts.has_glyph(&font, sign), "{sign} in {font:?}");
                }
            });
        }
    }
}
