//! Draws the reader: the text like a page of a book, speakers in the gutter, codings as tints and stripes. Only what
//! is in sight is laid out; heights of the rest are estimated, and corrected as they come into sight, above or
//! below, without moving what one reads.

pub mod beside;
mod draw;
mod find;
mod margin;
mod menu;
mod pointer;
mod scroll;

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Galley, Id, Pos2, Rect, Sense, Ui, WidgetInfo, pos2, vec2};
use project::text::{CharIndex, CharRange, SourceText};
use project::{CodingId, Seq, SourceId, SpeakerRole, TextHash, TurnList};

use crate::action::Action;
use crate::desk::{Desk, Kept, Side};
use crate::outbox::{Outbox, Request};
use crate::theme::{reading_font, size, space};
use crate::view::reader::{Block, Mark, TurnHead, blocks_of, head_of, marks_of, times_of};
use crate::widgets::rows;
use scroll::Scroll;

/// Characters a line of the column holds.
const LINE_LENGTH: f32 = 70.0;
/// Width of the gutter for speakers.
const GUTTER: f32 = 96.0;
/// Its width on a page as wide as this, where longer names have room.
const WIDE: (f32, f32) = (1000.0, 150.0);
/// Least and most width of the margin for stripes.
const MARGIN: (f32, f32) = (204.0, 260.0);
/// A page less wide than this has stripes without names, so that lines stay long enough to be read.
const NARROW: f32 = 600.0;
/// The least width of the margin of a narrow page.
const NARROW_MARGIN: f32 = 56.0;

/// A reader's identity for focus and keys.
#[must_use]
pub fn id(side: Side) -> Id {
    Id::unique(("reader", side))
}

/// What the reader remembers.
#[derive(Debug, Default)]
pub struct ReaderPanel {
    page: Kept<PageKey, Arc<Page>>,
    marks: Kept<(SourceId, Seq), Arc<Vec<Mark>>>,
    scroll: Scroll,
    /// Where a drag of the mouse began.
    pub(crate) drag: Option<CharIndex>,
    /// The coding the pointer was on in the last frame.
    hovered: Option<CodingId>,
    /// The wish to bring something into sight that was granted last.
    revealed: u64,
    /// Where the context menu was asked for.
    menu_at: Option<CharIndex>,
    /// Where the caret stands on the screen.
    pub caret: Option<Rect>,
}

/// What a page is made of. Coding changes none of it, so a page outlives any number of codings.
#[derive(Debug, PartialEq)]
struct PageKey {
    source: SourceId,
    text: TextHash,
    /// Who says what may be put right while the text stays. As long as it is the same list, it is not looked through.
    turns: Option<Arc<TurnList>>,
    /// Names and roles, which the gutter shows.
    speakers: Vec<(String, SpeakerRole)>,
    interviewer: bool,
    times: bool,
}

/// A source, ready to be drawn: its blocks, and what stands in the gutter beside them.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) blocks: Vec<Block>,
    heads: Vec<TurnHead>,
    /// Times inside the words of each block that are not shown. They keep their places, without any width.
    hidden: Vec<Vec<CharRange>>,
}

impl Page {
    fn of(desk: &Desk, source: SourceId, text: &SourceText) -> Self {
        let turns = desk.project().turns(source);
        let heads: Vec<_> = (0..turns.len())
            .map(|at| head_of(desk.project(), turns, at))
            .collect();
        let mut blocks = blocks_of(text, turns);
        if !desk.settings.interviewer {
            blocks.retain(|block| heads.get(block.turn).is_none_or(|head| !head.interviewer));
        }
        let hidden = if desk.settings.times {
            Vec::new()
        } else {
            blocks.iter().map(|block| times_of(text, block)).collect()
        };
        Self {
            blocks,
            heads,
            hidden,
        }
    }
}

impl Page {
    /// The times inside a block that are not shown.
    fn hidden_in(&self, block: &Block) -> &[CharRange] {
        let at = self
            .blocks
            .partition_point(|own| own.range.start() < block.range.start());
        let same = self.blocks.get(at).filter(|own| own.range == block.range);
        let hidden = same.and_then(|_| self.hidden.get(at));
        hidden.map_or(&[], Vec::as_slice)
    }
}

/// The columns of the page at this width.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Columns {
    pub(crate) rect: Rect,
    pub(crate) gutter: f32,
    pub(crate) text: f32,
    pub(crate) width: f32,
    pub(crate) margin: f32,
    pub(crate) right: f32,
    pub(crate) font_size: f32,
}

impl Columns {
    fn of(ui: &Ui, rect: Rect, zoom: f32) -> Self {
        let font_size = size::READER * zoom;
        let sample = "the worker came back every week and we began to talk ";
        let count = f32::from(u8::try_from(sample.len()).unwrap_or(50));
        let font = reading_font(font_size);
        let letter = ui.fonts_mut(|fonts| {
            sample
                .chars()
                .map(|sign| fonts.glyph_width(&font, sign))
                .sum::<f32>()
        }) / count;
        let gutter = match rect.width() {
            narrow if narrow < 560.0 => 80.0,
            wide if wide >= WIDE.0 => WIDE.1,
            _ => GUTTER,
        };
        let pads = 44.0;
        let least = if rect.width() < NARROW {
            NARROW_MARGIN
        } else {
            MARGIN.0
        };
        let most = rect.width() - gutter - least - pads;
        let width = (letter * LINE_LENGTH).min(most).max(240.0);
        let left = rect.width() - gutter - width - pads;
        let margin = left.clamp(0.0, MARGIN.1);
        let outer = ((left - margin) * 0.5).max(0.0);
        let x = rect.left() + outer + 8.0;
        let text = x + gutter + 12.0;
        Self {
            rect,
            gutter: x,
            text,
            width,
            margin: text + width + 14.0,
            right: text + width + 14.0 + margin,
            font_size,
        }
    }

    fn line_height(self) -> f32 {
        (self.font_size * size::READER_LINE).round()
    }
}

/// A block in sight.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) block: Block,
    pub(crate) galley: Arc<Galley>,
    pub(crate) at: Pos2,
}

impl Seen {
    pub(crate) fn rect(&self) -> Rect {
        Rect::from_min_size(self.at, self.galley.size())
    }

    /// Where a range stands on the screen, one rectangle a line.
    pub(crate) fn rects(&self, range: CharRange) -> Vec<Rect> {
        let Some(shared) = range.shared(self.block.range) else {
            return Vec::new();
        };
        let (from, to) = (
            shared.start().get() - self.block.range.start().get(),
            shared.end().get() - self.block.range.start().get(),
        );
        let mut rects = Vec::new();
        let mut first = 0;
        for row in &self.galley.rows {
            let count = row.char_count_excluding_newline().0;
            let (start, end) = (from.max(first), to.min(first + count));
            if start < end {
                let x = |place: usize| {
                    self.at.x + row.pos.x + row.x_offset(egui::text::CharIndex(place - first))
                };
                let y = self.at.y + row.pos.y;
                rects.push(Rect::from_min_max(
                    pos2(x(start), y),
                    pos2(x(end), y + row.size.y),
                ));
            }
            first += count;
        }
        rects
    }

    /// Where the caret stands before a character.
    pub(crate) fn caret(&self, place: CharIndex) -> Rect {
        let inside = place.get().saturating_sub(self.block.range.start().get());
        self.galley
            .pos_from_cursor(egui::text::CCursor::new(inside))
            .translate(self.at.to_vec2())
    }

    /// The character under a point.
    pub(crate) fn char_at(&self, point: Pos2) -> CharIndex {
        let cursor = self.galley.cursor_from_pos(point - self.at);
        let inside = u32::try_from(cursor.index.0).unwrap_or(u32::MAX);
        CharIndex((self.block.range.start().0.saturating_add(inside)).min(self.block.range.end().0))
    }
}

/// Draws a reader.
fn reader_ui(panel: &mut ReaderPanel, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let place = &desk.place;
    let (Some(source), Some(text)) = (
        place.source.and_then(|id| desk.project().sources().get(id)),
        &place.text,
    ) else {
        no_source_ui(desk, ui, out);
        return;
    };
    let rect = ui.available_rect_before_wrap();
    let response = ui.interact(rect, id(desk.side), Sense::click_and_drag());
    if response.gained_focus() && !desk.is_front() {
        out.ask(Request::TakeSide(desk.side));
    }
    let name = format!("Reader: {}", source.name);
    response.widget_info(|| WidgetInfo::labeled(Role::Document, true, &name));
    let columns = Columns::of(ui, rect.shrink2(vec2(4.0, 0.0)), desk.settings.zoom);
    let speakers = desk.project().speakers_of(source.id);
    let key = PageKey {
        source: source.id,
        text: source.text.clone(),
        turns: desk.project().turn_list(source.id).cloned(),
        speakers: speakers
            .map(|speaker| (speaker.name.clone(), speaker.role))
            .collect(),
        interviewer: desk.settings.interviewer,
        times: desk.settings.times,
    };
    let page = Arc::clone(
        panel
            .page
            .get(key, || Arc::new(Page::of(desk, source.id, text))),
    );
    let marks = Arc::clone(panel.marks.get((source.id, desk.open.seq()), || {
        Arc::new(marks_of(desk.project(), &desk.open.tree, source.id))
    }));
    if page.blocks.is_empty() {
        rows::empty_ui(
            ui,
            desk.theme,
            "Nothing to show",
            "This source has no words, or only the interviewer's, which are hidden.",
        );
        return;
    }
    let painter = ui.painter_at(rect);
    let layouter = draw::Layouter::new(desk, text, &page, columns, &painter);
    let keys = desk.is_front();
    panel
        .scroll
        .begin(source.id, &page, columns, ui, (&response, keys));
    panel.grant_reveal(desk, &page, &layouter);
    let seen = panel.scroll.lay_out(&layouter);
    let bookmarked = desk.state.bookmarks.turns(desk.project(), source.id);
    let view = View {
        desk,
        text,
        page: &page,
        marks: &marks,
        columns,
        seen: &seen,
        bookmarked: &bookmarked,
    };
    draw::page_ui(panel, &view, ui, &painter, out);
    margin::margin_ui(panel, &view, ui, &painter, out);
    panel.scroll.bar_ui(&view, ui, &painter);
    pointer::pointer_ui(panel, &view, ui, &response, out);
    menu::menu_ui(panel, &view, &response, out);
}

/// All that the parts of the reader draw from.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) desk: &'a Desk<'a>,
    pub(crate) text: &'a SourceText,
    pub(crate) page: &'a Page,
    pub(crate) marks: &'a [Mark],
    pub(crate) columns: Columns,
    pub(crate) seen: &'a [Seen],
    /// Turns that have a bookmark.
    pub(crate) bookmarked: &'a BTreeSet<usize>,
}

impl View<'_> {
    /// The reader's identity.
    fn id(&self) -> Id {
        id(self.desk.side)
    }

    /// The characters in sight.
    fn range(&self) -> CharRange {
        let start = self
            .seen
            .first()
            .map_or(CharIndex(0), |seen| seen.block.range.start());
        let end = self
            .seen
            .last()
            .map_or(start, |seen| seen.block.range.end());
        CharRange::new(start, end)
    }

    /// The codings that share text with what is in sight.
    fn marks_in_sight(&self) -> impl Iterator<Item = &Mark> {
        let range = self.range();
        let after = self
            .marks
            .partition_point(|mark| mark.range.start() < range.end());
        self.marks
            .iter()
            .take(after)
            .filter(move |mark| mark.range.end() > range.start())
    }

    /// The character nearest to a point of the page.
    fn char_at(&self, point: Pos2) -> Option<CharIndex> {
        let below = self
            .seen
            .iter()
            .find(|seen| point.y < seen.rect().bottom())
            .or_else(|| self.seen.last())?;
        Some(below.char_at(point))
    }

    /// Where a place stands on the screen, if it is in sight.
    fn caret(&self, place: CharIndex) -> Option<Rect> {
        let at = self
            .seen
            .iter()
            .rev()
            .find(|seen| seen.block.range.start() <= place)?;
        (place <= at.block.range.end()).then(|| at.caret(place))
    }
}

fn no_source_ui(desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    ui.add_space(ui.available_height() * 0.3);
    if desk.project().sources().is_empty() {
        rows::empty_ui(
            ui,
            desk.theme,
            "Nothing to read yet",
            "Drop transcripts on this window: .docx, .pdf, .txt, .vtt, .srt, .csv, .xlsx and more.",
        );
        ui.add_space(space::M);
        ui.vertical_centered(|ui| {
            if rows::main_button(ui, desk.theme, "Import transcripts…").clicked() {
                out.act(Action::Import);
            }
            ui.add_space(space::S);
            let project = ui.button("Import a project…");
            let tip = Action::ImportProject.spec().tooltip;
            if project.on_hover_text(tip).clicked() {
                out.act(Action::ImportProject);
            }
        });
    } else {
        rows::empty_ui(
            ui,
            desk.theme,
            "No source is open",
            "Choose one in the list on the left.",
        );
    }
}
