//! Pages in a row with the same fonts, laid on one page for the library.
//!
//! The library makes the fonts of a page anew for each page, which takes it as long as all the rest. The drawings of one
//! page share its fonts, so pages in a row become the drawings of one.

use std::collections::BTreeMap;

use super::strong;
use pdf_extract::{Dictionary, Document, Object, ObjectId, Path, PathOp, Stream, dictionary};

/// The number of the page that the library reads.
pub(super) const PAGE: u32 = 1;

/// How many pages are laid on one, and how many bytes of drawing commands.
const MOST_PAGES: u32 = 64;
const MOST_BYTES: usize = 1 << 20;

/// How far up the tree of pages a page's properties are looked for.
const DEEPEST: usize = 24;

/// No object of a file that is in use has this generation, so ours are in no file's way.
const OURS: u16 = u16::MAX;
const TREE: ObjectId = (1, OURS);
const LAID: ObjectId = (2, OURS);
const COMMANDS: ObjectId = (3, OURS);
const FIRST: u32 = 4;

/// After each page a rectangle of this width is drawn, as high as its place in the run.
const TURN: i64 = -7777;

/// A page that can be laid on another.
struct Leaf {
    sheet: Object,
    resources: Object,
    fonts: BTreeMap<Vec<u8>, ObjectId>,
}

/// Whether a path says that a page of a run has ended, the nth.
pub(super) fn is_turn(path: &Path, nth: usize) -> bool {
    let height = i32::try_from(nth).map(f64::from);
    let width = i32::try_from(TURN).map(f64::from);
    matches!(
        (path.ops.last(), height, width),
        (Some(PathOp::Rect(_, _, across, up)), Ok(height), Ok(width))
            if (across - width).abs() < 0.5 && (up - height).abs() < 0.5
    )
}

/// Makes a document one of a single page: the first of these, or as many of them as can be laid on one. Answers how
/// many they are.
pub(super) fn lay(document: &mut Document, pages: &[ObjectId]) -> usize {
    for number in FIRST..FIRST + MOST_PAGES {
        document.objects.remove(&(number, OURS));
    }
    let leaves = leaves(document, pages);
    let sheet = match leaves.first() {
        Some((leaf, _)) if leaves.len() > 1 => leaf.sheet.clone(),
        _ => {
            if let Some(&page) = pages.first() {
                let shown = with_marks(document, page).unwrap_or(page);
                show_only(document, shown);
            }
            return 1;
        }
    };
    let (mut drawings, mut commands) = (Dictionary::new(), Vec::new());
    for (nth, (leaf, content)) in (1..).zip(leaves) {
        let id = (FIRST + nth - 1, OURS);
        let form = dictionary! { "Subtype" => "Form", "Resources" => leaf.resources };
        let form = Stream::new(form, content);
        document.objects.insert(id, form.into());
        drawings.set(format!("P{nth}"), Object::Reference(id));
        commands.extend(format!("/P{nth} Do 0 0 {TURN} {nth} re f\n").into_bytes());
    }
    let laid = drawings.len();
    let commands = Stream::new(Dictionary::new(), commands);
    document.objects.insert(COMMANDS, commands.into());
    let page = dictionary! {
        "Type" => "Page", "MediaBox" => sheet, "Contents" => Object::Reference(COMMANDS),
        "Resources" => dictionary! { "XObject" => drawings },
    };
    document.objects.insert(LAID, page.into());
    show_only(document, LAID);
    laid
}

/// A page of its own with marks for its bold and italic letters; none where it has no such.
fn with_marks(document: &mut Document, page: ObjectId) -> Option<ObjectId> {
    let mut marked = document.get_dictionary(page).ok()?.clone();
    let fonts = strong::fonts(document, inherited(document, &marked, b"Resources")?);
    if fonts.is_empty() {
        return None;
    }
    let content = strong::marked(&document.get_page_content(page).ok()?, &fonts);
    let commands = Stream::new(Dictionary::new(), content);
    document.objects.insert(COMMANDS, commands.into());
    marked.set("Contents", Object::Reference(COMMANDS));
    document.objects.insert(LAID, marked.into());
    Some(LAID)
}

/// Puts a page in the place of all pages.
pub(super) fn show_only(document: &mut Document, page: ObjectId) {
    let kids = vec![Object::Reference(page)];
    let tree = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 1 };
    document.objects.insert(TREE, tree.into());
    if let Ok(catalog) = document.catalog_mut() {
        catalog.set("Pages", Object::Reference(TREE));
    }
}

/// The first of these pages that can be laid on one, with their drawing commands.
fn leaves(document: &Document, pages: &[ObjectId]) -> Vec<(Leaf, Vec<u8>)> {
    let mut leaves: Vec<(Leaf, Vec<u8>)> = Vec::new();
    let mut fonts: BTreeMap<Vec<u8>, ObjectId> = BTreeMap::new();
    let mut bytes = 0;
    for &page in pages.iter().take(MOST_PAGES as usize) {
        let Some(leaf) = leaf(document, page) else {
            break;
        };
        let other_sheet = leaves
            .first()
            .is_some_and(|(first, _)| first.sheet != leaf.sheet);
        let other_font = leaf
            .fonts
            .iter()
            .any(|(name, font)| fonts.get(name).is_some_and(|known| known != font));
        if other_sheet || other_font {
            break;
        }
        let Ok(content) = document.get_page_content(page) else {
            break;
        };
        let content = strong::marked(&content, &strong::fonts(document, &leaf.resources));
        bytes += content.len();
        if bytes > MOST_BYTES {
            break;
        }
        fonts.extend(leaf.fonts.clone());
        leaves.push((leaf, content));
    }
    leaves
}

/// None for a page with drawings of its own, which may have fonts of their own under the same names, and for one
/// that the library may refuse.
fn leaf(document: &Document, page: ObjectId) -> Option<Leaf> {
    let page = document.get_dictionary(page).ok()?;
    let resources = inherited(document, page, b"Resources")?;
    let sheet = resolved(document, inherited(document, page, b"MediaBox")?)?;
    let found = resolved(document, resources)?.as_dict().ok()?;
    if let Ok(drawings) = found.get(b"XObject") {
        for (_, drawing) in resolved(document, drawings)?.as_dict().ok()? {
            let drawing = resolved(document, drawing)?.as_stream().ok()?;
            if drawing
                .dict
                .get(b"Subtype")
                .and_then(Object::as_name)
                .ok()?
                != b"Image"
            {
                return None;
            }
        }
    }
    let mut fonts = BTreeMap::new();
    if let Ok(named) = found.get(b"Font") {
        for (name, font) in resolved(document, named)?.as_dict().ok()? {
            fonts.insert(name.clone(), font.as_reference().ok()?);
        }
    }
    Some(Leaf {
        sheet: sheet.clone(),
        resources: resources.clone(),
        fonts,
    })
}

fn resolved<'a>(document: &'a Document, object: &'a Object) -> Option<&'a Object> {
    document.dereference(object).ok().map(|(_, found)| found)
}

/// A property of a page or of what it belongs to.
fn inherited<'a>(document: &'a Document, page: &'a Dictionary, name: &[u8]) -> Option<&'a Object> {
    let mut at = page;
    for _ in 0..DEEPEST {
        if let Ok(found) = at.get(name) {
            return Some(found);
        }
        let parent = at.get(b"Parent").and_then(Object::as_reference).ok()?;
        at = document.get_dictionary(parent).ok()?;
    }
    None
}
