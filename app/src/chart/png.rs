//! Charts as pixels: drawn from the same SVG as is saved, with the fonts shipped, so that a picture looks alike
//! everywhere and the screen shows what the file will.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

/// The fonts words are drawn with; one look-up for the whole program.
static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    for bytes in [
        include_bytes!("../../fonts/Inter-Regular.ttf").as_slice(),
        include_bytes!("../../fonts/Inter-SemiBold.ttf"),
    ] {
        fonts.load_font_data(bytes.to_vec());
    }
    fonts.set_sans_serif_family("Inter");
    Arc::new(fonts)
});

/// The longest side of a picture, in pixels: beyond it, it is drawn smaller.
const MOST: f32 = 8_000.0;

/// Why there are no pixels.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PixelError {
    /// The picture is not SVG as drawn here.
    #[error("the picture cannot be drawn: {0}")]
    Drawing(#[from] resvg::usvg::Error),
    /// It has no size, or there is no room for it.
    #[error("the picture has no size that can be drawn")]
    Size,
    /// The pixels cannot be packed.
    #[error("the pixels cannot be packed: {0}")]
    Packing(String),
}

/// A picture in pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// Its width, in pixels.
    pub width: usize,
    /// Its height, in pixels.
    pub height: usize,
    /// Red, green, blue and alpha of each pixel, colours multiplied by alpha, row by row.
    pub rgba: Vec<u8>,
}

fn drawn(svg: &str, scale: f32) -> Result<Pixmap, PixelError> {
    let options = Options {
        font_family: "Inter".to_owned(),
        fontdb: Arc::clone(&FONTS),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options)?;
    let size = tree.size();
    let scale = scale.min(MOST / size.width().max(size.height()));
    let size = size.to_int_size().scale_by(scale).ok_or(PixelError::Size)?;
    let mut pixmap = Pixmap::new(size.width(), size.height()).ok_or(PixelError::Size)?;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixmap.as_mut(),
    );
    Ok(pixmap)
}

/// Draws an SVG, so many pixels to a point.
///
/// # Errors
/// [`PixelError`], where it is none or has no size.
pub fn pixels(svg: &str, scale: f32) -> Result<Pixels, PixelError> {
    let pixmap = drawn(svg, scale)?;
    let side = |length: u32| usize::try_from(length).ok().ok_or(PixelError::Size);
    Ok(Pixels {
        width: side(pixmap.width())?,
        height: side(pixmap.height())?,
        rgba: pixmap.take(),
    })
}

/// Draws an SVG as a PNG file, twice as fine as a screen of old so that print is sharp.
///
/// # Errors
/// As [`pixels`]; [`PixelError::Packing`].
pub fn png(svg: &str) -> Result<Vec<u8>, PixelError> {
    let packed = drawn(svg, 2.0)?.encode_png();
    packed.map_err(|error| PixelError::Packing(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\"><rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/><rect x=\"0\" y=\"0\" width=\"20\" height=\"20\" fill=\"#ff0000\"/></svg>";

    #[test]
    fn shapes_become_pixels_of_their_colour() {
        let drawn = pixels(SQUARE, 2.0).unwrap();
        assert_eq!((drawn.width, drawn.height), (80, 40));
        assert_eq!(drawn.rgba[..4], [255, 0, 0, 255]);
        let last = drawn.rgba.len() - 4;
        assert_eq!(drawn.rgba[last..], [255, 255, 255, 255]);
    }

    #[test]
    fn words_are_drawn_with_the_shipped_font() {
        let with = |words: &str| {
            let svg = format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" height=\"20\" font-family=\"'Segoe UI', sans-serif\"><text x=\"2\" y=\"15\">{words}</text></svg>"
            );
            pixels(&svg, 1.0).unwrap().rgba
        };
        let ink = |rgba: &[u8]| {
            rgba.iter()
                .skip(3)
                .step_by(4)
                .filter(|alpha| **alpha > 0)
                .count()
        };
        assert!(ink(&with("Ymddiriedaeth")) > 100);
        assert_eq!(ink(&with("")), 0);
    }

    #[test]
    fn a_png_begins_as_one_and_what_is_no_picture_is_refused() {
        let packed = png(SQUARE).unwrap();
        assert_eq!(packed[..8], *b"\x89PNG\r\n\x1a\n");
        assert!(matches!(
            pixels("no picture", 1.0),
            Err(PixelError::Drawing(_))
        ));
    }

    #[test]
    fn a_huge_picture_is_drawn_smaller() {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20000\" height=\"10\"><rect width=\"9\" height=\"9\"/></svg>";
        assert_eq!(pixels(svg, 1.0).unwrap().width, 8_000);
    }
}
