//! The characters of a PDF with their places on the page, by the library that knows PDF's fonts.
//!
//! The library panics on what it does not expect and follows references without end, so documents are looked over
//! first, and the pages are read behind a wall.

use std::collections::{BTreeMap, BTreeSet};

use pdf_extract::{
    ColorSpace, Dictionary, Document, Error, MediaBox, Object, ObjectId, OutputDev, OutputError,
    Path, Transform, output_doc_page,
};

use super::super::error::ImportError;
use super::super::wall::guarded;
use super::measure::{measure, unpacked};
use super::{fonts, runs, strong};
use crate::Warning;

/// How many pages are read.
const MOST_PAGES: usize = 10_000;

/// How many characters are read; ten times the longest book.
const MOST_GLYPHS: usize = 20_000_000;

/// How deep a page's parts may be nested, and how often they may be drawn in all.
const DEEPEST: usize = 24;
const MOST_DRAWN: u64 = 100_000;

/// What the parts of a document may unpack to, one by one.
const MOST_UNPACKED: usize = 64 << 20;

/// A character on a page. Places are in points from the lower left corner.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    /// The height of its letters.
    pub(super) size: f64,
    pub(super) text: String,
    /// Whether it is bold or italic.
    pub(super) strong: bool,
}

/// Reads the characters of all pages, in the order they are drawn.
pub(super) fn read(
    bytes: &[u8],
    warnings: &mut Vec<Warning>,
) -> Result<Vec<Vec<Glyph>>, ImportError> {
    let mut document = guarded(|| open(bytes)).unwrap_or_else(|| {
        Err(ImportError::damaged(
            "the parts of the PDF cannot be made out",
        ))
    })?;
    guarded(|| look_over(&document))
        .unwrap_or_else(|| Err(ImportError::damaged("the pages of the PDF cannot be found")))?;
    let ids: Vec<ObjectId> =
        guarded(|| document.get_pages().into_values().collect()).unwrap_or_default();
    guarded(|| fonts::settle(&mut document));
    if ids.len() > MOST_PAGES {
        return Err(ImportError::TooComplex {
            what: "the number of its pages".to_owned(),
            limit: MOST_PAGES,
        });
    }
    let mut pages = Vec::with_capacity(ids.len());
    let (mut broken, mut left) = (Vec::new(), MOST_GLYPHS);
    while let Some(ids @ [_, ..]) = ids.get(pages.len()..) {
        let laid = guarded(|| runs::lay(&mut document, ids)).unwrap_or_else(|| {
            runs::show_only(&mut document, ids[0]);
            1
        });
        let mut run = Run {
            pages: vec![Vec::new()],
            left,
            strong: false,
            corners: [f64::MIN, f64::MIN, f64::MAX, f64::MAX],
        };
        let read = guarded(|| output_doc_page(&document, &mut run, runs::PAGE));
        if run.left == 0 {
            return Err(ImportError::TooComplex {
                what: "the number of characters in the PDF".to_owned(),
                limit: MOST_GLYPHS,
            });
        }
        left = run.left;
        let whole = matches!(read, Some(Ok(())));
        // What comes after a broken page is read as a run of its own.
        run.pages.resize(
            if whole {
                laid
            } else {
                run.pages.len().min(laid)
            },
            Vec::new(),
        );
        pages.append(&mut run.pages);
        if !whole {
            broken.push(pages.len());
        }
    }
    if !broken.is_empty() && broken.len() == pages.len() && pages.iter().all(Vec::is_empty) {
        return Err(ImportError::damaged("none of its pages can be read"));
    }
    for number in broken.iter().take(5) {
        warnings.push(Warning::of_file(format!(
            "page {number} could not be read to its end: compare it with the PDF"
        )));
    }
    Ok(pages)
}

fn open(bytes: &[u8]) -> Result<Document, ImportError> {
    let refusal = |error: Error| {
        if matches!(error, Error::Decryption(_) | Error::InvalidPassword) {
            return ImportError::Password;
        }
        ImportError::damaged_by("the parts of the PDF cannot be made out", error)
    };
    measure(bytes)?;
    let mut document = Document::load_mem(bytes).map_err(refusal)?;
    if document.is_encrypted() {
        document.decrypt("").map_err(refusal)?;
        // What was locked could not be measured before.
        for object in document.objects.values() {
            if let Ok(stream) = object.as_stream() {
                unpacked(format!("{:?}", stream.dict).as_bytes(), &stream.content)?;
            }
        }
    }
    Ok(document)
}

/// Refuses documents whose references go round or whose parts draw each other without measure.
fn look_over(document: &Document) -> Result<(), ImportError> {
    let harmful = |what: &str| ImportError::TooComplex {
        what: what.to_owned(),
        limit: DEEPEST,
    };
    let mut drawn = BTreeMap::new();
    for page in document.get_pages().into_values() {
        let mut at = Some(page);
        for depth in 0.. {
            let Some(dictionary) = at.and_then(|id| document.get_dictionary(id).ok()) else {
                break;
            };
            if depth > DEEPEST {
                return Err(harmful("the nesting of its pages"));
            }
            let times = times_drawn(document, dictionary, &mut drawn, &mut BTreeSet::new());
            if times.is_none_or(|times| times > MOST_DRAWN) {
                return Err(harmful("the nesting of drawings on its pages"));
            }
            at = dictionary
                .get(b"Parent")
                .and_then(Object::as_reference)
                .ok();
        }
    }
    Ok(())
}

/// At most how many drawings the resources of a page or drawing come to; none where they hold themselves.
fn times_drawn(
    document: &Document,
    dictionary: &Dictionary,
    known: &mut BTreeMap<ObjectId, u64>,
    within: &mut BTreeSet<ObjectId>,
) -> Option<u64> {
    let resolved = |object: &'_ Object| {
        document
            .dereference(object)
            .ok()
            .map(|found| found.1.clone())
    };
    let Some(drawings) = dictionary
        .get(b"Resources")
        .ok()
        .and_then(resolved)
        .and_then(|resources| {
            resources
                .as_dict()
                .ok()?
                .get(b"XObject")
                .ok()
                .and_then(resolved)
        })
    else {
        return Some(0);
    };
    let mut times = 0_u64;
    for (_, object) in drawings.as_dict().ok()? {
        let Ok(id) = object.as_reference() else {
            continue;
        };
        if within.contains(&id) || within.len() > DEEPEST {
            return None;
        }
        let Ok(stream) = document.get_object(id).and_then(Object::as_stream) else {
            continue;
        };
        if stream
            .dict
            .get(b"Subtype")
            .and_then(Object::as_name)
            .is_ok_and(|kind| kind != b"Form")
        {
            continue;
        }
        let inner = if let Some(times) = known.get(&id) {
            *times
        } else {
            within.insert(id);
            let inner = times_drawn(document, &stream.dict, known, within)?;
            within.remove(&id);
            let content = stream.decompressed_content().unwrap_or_default();
            if content.len() > MOST_UNPACKED {
                return None;
            }
            let calls = content.windows(2).filter(|pair| pair == b"Do").count();
            let inner = inner.saturating_mul(u64::try_from(calls).unwrap_or(u64::MAX).max(1)) + 1;
            known.insert(id, inner.min(u64::MAX / 4));
            inner
        };
        times = times.saturating_add(inner);
    }
    Some(times)
}

/// Takes the characters of pages that are read in one go.
struct Run {
    /// At least one page.
    pages: Vec<Vec<Glyph>>,
    left: usize,
    /// Whether letters are bold or italic now.
    strong: bool,
    /// The lower left and the upper right corner.
    corners: [f64; 4],
}

impl OutputDev for Run {
    fn begin_page(
        &mut self,
        _: u32,
        sheet: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.corners = [sheet.llx, sheet.lly, sheet.urx, sheet.ury];
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        _: f64,
        font_size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        self.left = self.left.saturating_sub(1);
        if self.left == 0 {
            return Err(OutputError::FormatError(std::fmt::Error));
        }
        let size = (place.m21.hypot(place.m22) * font_size).abs();
        let along = place.m11.hypot(place.m12) * font_size;
        // Text on its side is a margin's or a picture's.
        let level = place.m12.abs() <= place.m11.abs() * 0.2;
        let usable = [place.m31, place.m32, size, along]
            .iter()
            .all(|number| number.is_finite() && number.abs() < 1e6);
        // What is drawn beside the sheet is seen by nobody.
        let [left, bottom, right, top] = self.corners;
        let seen = (left.min(right)..=left.max(right)).contains(&place.m31)
            && (bottom.min(top)..=bottom.max(top)).contains(&place.m32);
        if usable && level && seen && size > 0.5 {
            let glyph = Glyph {
                x: place.m31,
                y: place.m32,
                width: width * along,
                size,
                text: text.to_owned(),
                strong: self.strong,
            };
            if let Some(page) = self.pages.last_mut() {
                page.push(glyph);
            }
        }
        Ok(())
    }

    fn fill(
        &mut self,
        _: &Transform,
        _: &ColorSpace,
        _: &[f64],
        path: &Path,
    ) -> Result<(), OutputError> {
        if runs::is_turn(path, self.pages.len()) {
            self.pages.push(Vec::new());
            self.strong = false;
        } else if let Some(strong) = strong::read(path) {
            self.strong = strong;
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}
