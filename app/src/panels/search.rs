//! Draws the search: the query with its answer as one types, matches in context, and where they are.

mod counts;
mod help;
mod hits;
mod saved;
mod words;

use std::sync::Arc;

use egui::{
    Align, ComboBox, Id, Layout, Margin, Panel, Popup, PopupCloseBehavior, Rect, RichText,
    ScrollArea, Shape, TextEdit, Ui, pos2, vec2,
};
use index::{Found, Order, SearchOptions};
use project::text::CharIndex;
use project::{SearchId, Seq};

use super::code_picker::{CodePicker, code_picker_ui};
use crate::action::Action;
use crate::data::{CodeFound, DataRequest};
use crate::desk::{Desk, Kept, Question};
use crate::message::sentences;
use crate::outbox::{Outbox, Request};
use crate::theme::{size, space, strong_font, ui_font};
use crate::view::passages::Span;
use crate::view::search::{self, HitRow, Narrow, Sorting};
use crate::view::search_help::{self, HelpPart};
use crate::view::searches::{self, SearchRow};
use crate::view::sources::{counted, thousands};
use crate::widgets::rows;
use crate::widgets::selection::Selection;

/// The query field's identity for focus.
#[must_use]
pub fn field_id() -> Id {
    Id::unique("search field")
}

/// What the search remembers.
#[derive(Debug, Default)]
pub struct SearchPanel {
    /// What is typed.
    text: String,
    everyone: bool,
    order: Order,
    /// The wish for a search that was granted last.
    granted: u64,
    narrow: Narrow,
    /// Whether only turns are listed that a saved search had not found before.
    only_new: bool,
    /// The saved search that stood in the field last, before what was typed since.
    ran: Option<SearchId>,
    sorting: Sorting,
    span: Span,
    rows: Kept<(u64, Seq, Narrow, Sorting, bool), Vec<HitRow>>,
    /// The saved searches, with what each finds as far as that is known.
    saved: Kept<(Seq, u64), Vec<SearchRow>>,
    /// Selected hits, by their place among those found.
    selection: Selection<usize>,
    /// The answer the selection is of, told by what was asked.
    selection_of: (String, bool),
    picker: CodePicker,
    words: words::WordsPanel,
    help: Kept<(), Vec<HelpPart>>,
    /// The frame in which the search was drawn last.
    drawn: u64,
    /// The wish for the field that was granted last.
    shown: u64,
}

/// Draws the search.
pub fn search_ui(panel: &mut SearchPanel, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let frame = ui.ctx().cumulative_frame_nr();
    let newly_shown = panel.drawn + 1 < frame || panel.shown != desk.state.data.search_shown;
    (panel.drawn, panel.shown) = (frame, desk.state.data.search_shown);
    if let Some((text, wish)) = &desk.state.search.wish
        && panel.granted != *wish
    {
        panel.granted = *wish;
        panel.text.clone_from(text);
        panel.order = Order::Relevance;
        panel.sorting = Sorting::default();
    }
    list_saved_ui(panel, desk, ui, out);
    query_ui(panel, newly_shown, desk, ui, out);
    let question = panel.question(desk);
    if question != desk.state.search.question {
        out.ask(Request::Search(question.clone()));
    }
    let asked = (question.text, question.options.everyone);
    if asked != panel.selection_of {
        panel.selection.clear();
        panel.narrow = Narrow::default();
        panel.only_new = false;
        panel.selection_of = asked;
    }
    ui.add_space(space::XS);
    if switch_ui(panel, desk, ui, out) {
        let typed = (panel.text.as_str(), panel.everyone);
        if let Some(query) = words::words_ui(&mut panel.words, typed, desk, ui, out) {
            panel.text = query;
            panel.words.on = false;
            out.ask(Request::Data(DataRequest::Words(None)));
        }
        return;
    }
    ui.add_space(space::XS);
    let search = &desk.state.search;
    if panel.text.trim().is_empty() {
        empty_ui(panel, desk, ui);
    } else if search.trouble.is_some() {
        // What is wrong stands below the field.
    } else if let Some((_, found)) = &search.found {
        found_ui(panel, &Arc::clone(found), search.serial, desk, ui, out);
    } else {
        waiting_ui(desk, ui);
    }
}

/// Draws the saved searches at the left, once there are any. A click runs one.
fn list_saved_ui(panel: &mut SearchPanel, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let key = (desk.open.seq(), desk.state.data.searches.serial);
    let known = desk.state.data.searches.found.as_ref();
    let list = panel.saved.get(key, || {
        searches::search_rows(desk.project(), known.map_or(&[], |known| known.as_slice()))
    });
    if list.is_empty() {
        return;
    }
    let current = searches::saved_as(desk.project(), &panel.text, panel.everyone);
    let current = current.map(|search| search.id);
    let side = egui::Frame::new().inner_margin(Margin {
        left: 0,
        right: 14,
        top: 0,
        bottom: 0,
    });
    let run = Panel::left("saved searches")
        .default_size(200.0)
        .size_range(140.0..=340.0)
        .resizable(true)
        .show_separator_line(false)
        .frame(side)
        .show(ui, |ui| saved::saved_ui(list, current, desk, ui, out))
        .inner;
    if let Some((text, everyone)) = run {
        panel.text = text;
        panel.everyone = everyone;
    }
    if let Some(current) = searches::saved_as(desk.project(), &panel.text, panel.everyone) {
        panel.ran = Some(current.id);
    } else if panel.text.trim().is_empty() {
        panel.ran = None;
    }
}

/// How many hits the first answer shows: a screenful and some more, so that it is there at once.
const FIRST: usize = 300;
/// How many hits are listed at most.
const MOST: usize = 50_000;
/// How much of a turn is shown on each side of a match, in code points.
const CONTEXT: u32 = 240;

/// Draws whether turns or words are shown; answers whether it is words.
fn switch_ui(panel: &mut SearchPanel, desk: &Desk, ui: &mut Ui, out: &mut Outbox) -> bool {
    let words = &mut panel.words;
    ui.horizontal(|ui| {
        let tip = "The turns that the search finds.";
        ui.selectable_value(&mut words.on, false, "Turns")
            .on_hover_text(tip);
        let tip = "How often each word is said and by whom, in what the search finds or, with an empty field, in everything.";
        ui.selectable_value(&mut words.on, true, "Words")
            .on_hover_text(tip);
    });
    if !words.on && desk.state.data.words.ask.is_some() {
        out.ask(Request::Data(DataRequest::Words(None)));
    }
    words.on
}

impl SearchPanel {
    /// Shows words instead of turns.
    pub fn show_words(&mut self) {
        self.words.on = true;
    }

    /// The saved search that stands in the field, or stood there before it was changed.
    #[must_use]
    pub fn ran(&self) -> Option<SearchId> {
        self.ran
    }

    /// What is asked now: a few hits first, and all of them once those are there.
    fn question(&self, desk: &Desk) -> Question {
        let text = self.text.trim().to_owned();
        let options = SearchOptions {
            limit: FIRST,
            everyone: self.everyone,
            order: self.order,
            context: CONTEXT,
            ..SearchOptions::default()
        };
        let first = Question { text, options };
        let is_of_it = |question: &Question| {
            question.text == first.text
                && question.options.everyone == first.options.everyone
                && question.options.order == first.options.order
        };
        let answered = desk
            .state
            .search
            .found
            .as_ref()
            .filter(|(question, _)| is_of_it(question));
        let more = answered.is_some_and(|(question, found)| {
            question.options.limit == MOST || found.hits.len() < found.total
        });
        let limit = if more { MOST } else { FIRST };
        Question {
            options: SearchOptions {
                limit,
                ..first.options
            },
            ..first
        }
    }
}

fn query_ui(
    panel: &mut SearchPanel,
    newly_shown: bool,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let theme = desk.theme;
    let has_fault =
        !panel.text.trim().is_empty() && desk.state.search.question.text == panel.text.trim();
    ui.horizontal(|ui| {
        let wide = (ui.available_width() - 290.0).max(200.0);
        let edit = TextEdit::singleline(&mut panel.text)
            .id(field_id())
            .hint_text(
                "Search all sources: trust, \"kept coming\", support*, group:Parent coded:no …",
            )
            .font(ui_font(size::TITLE))
            .text_color(theme.ink)
            .margin(Margin::symmetric(12, 9))
            .desired_width(wide);
        let shown = edit.show(ui);
        let response = shown.response.response;
        if newly_shown {
            response.request_focus();
        }
        if response.has_focus()
            && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::ArrowDown))
        {
            ui.memory_mut(|memory| memory.request_focus(hits::table_id()));
        }
        // The Enter that leaves the field is not one for the list as well, which would open its first row.
        if response.lost_focus()
            && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Enter))
        {
            ui.memory_mut(|memory| memory.request_focus(hits::table_id()));
        }
        let rect = response.rect;
        let response = response.accessible_name("Search all sources");
        drop(response);
        if let Some(at) = desk.state.search.fault_at.filter(|_| has_fault) {
            fault_ui(at, &shown.galley, shown.galley_pos, rect, desk, ui);
        }
        ui.add_space(space::XS);
        ui.checkbox(&mut panel.everyone, "Include the interviewer")
            .on_hover_text("Search the interviewer’s turns as well.");
        let help = ui.button("?").on_hover_text("What can be typed here");
        let help = help.accessible_name("Help with searching");
        Popup::menu(&help)
            .width(720.0)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .show(|ui| {
                ScrollArea::vertical()
                    .max_height(460.0)
                    .show(ui, |ui| help_page_ui(panel, desk, ui));
            });
    });
    if let Some(message) = desk.state.search.trouble.as_ref().filter(|_| has_fault) {
        ui.add_space(if desk.state.search.fault_at.is_some() {
            10.0
        } else {
            2.0
        });
        let words = sentences([&message.what_happened, &message.what_to_do]);
        ui.label(RichText::new(words).color(theme.bad));
    }
    if panel.picker.is_open() && ui.input(|input| input.key_pressed(egui::Key::Escape)) {
        out.ask(Request::CloseSheet);
    }
}

/// Points at the character that is not understood.
fn fault_ui(
    place: CharIndex,
    galley: &egui::Galley,
    at: egui::Pos2,
    field: Rect,
    desk: &Desk,
    ui: &Ui,
) {
    let caret = galley
        .pos_from_cursor(egui::text::CCursor::new(place.get()))
        .translate(at.to_vec2());
    let tip = pos2(
        caret
            .center()
            .x
            .clamp(field.left() + 6.0, field.right() - 6.0),
        field.bottom() + 2.0,
    );
    let points = vec![tip, tip + vec2(-5.0, 7.0), tip + vec2(5.0, 7.0)];
    ui.painter().add(Shape::convex_polygon(
        points,
        desk.theme.bad,
        egui::Stroke::NONE,
    ));
}

/// Draws the page on how to search; what is clicked there stands in the field then.
fn help_page_ui(panel: &mut SearchPanel, desk: &Desk, ui: &mut Ui) {
    let parts = panel
        .help
        .get((), || search_help::help_parts(index::help()));
    if let Some(typed) = help::help_ui(parts, desk, ui) {
        panel.text = typed;
        ui.memory_mut(|memory| memory.request_focus(field_id()));
    }
}

fn empty_ui(panel: &mut SearchPanel, desk: &Desk, ui: &mut Ui) {
    ScrollArea::vertical()
        .auto_shrink([false, false])
        .show(ui, |ui| help_page_ui(panel, desk, ui));
}

/// Words while there is no answer yet.
fn waiting_ui(desk: &Desk, ui: &mut Ui) {
    let reading = desk
        .jobs
        .iter()
        .find(|job| job.title == crate::data::READING);
    match reading {
        Some(job) => rows::empty_ui(
            ui,
            desk.theme,
            "Reading the sources",
            &format!(
                "Reading {} for the search; it begins as soon as that is done.",
                job.progress.note()
            ),
        ),
        None if desk.project().sources().is_empty() => rows::empty_ui(
            ui,
            desk.theme,
            "Nothing to search yet",
            "Import transcripts first: File, Import.",
        ),
        None => {}
    }
}

fn found_ui(
    panel: &mut SearchPanel,
    found: &Found,
    serial: u64,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let key = (
        serial,
        desk.open.seq(),
        panel.narrow.clone(),
        panel.sorting,
        panel.only_new,
    );
    let only_new = panel.only_new;
    let (narrow, sorting) = (panel.narrow.clone(), panel.sorting);
    // Rows leave the panel while it is drawn, so that what one does with them can change it.
    let mut kept = std::mem::take(&mut panel.rows);
    let list = kept.get(key, || {
        let rows = search::hit_rows(desk.project(), found, &narrow, sorting);
        let asked = &desk.state.search.question;
        let saved = searches::saved_as(desk.project(), &asked.text, asked.options.everyone);
        searches::marked_new(rows, saved.map(AsRef::as_ref), only_new)
    });
    summary_ui(panel, found, list, desk, ui, out);
    ui.add_space(space::XS);
    if found.total == 0 {
        let more = if found.interviewer_turns > 0 {
            "Only the interviewer says this: tick “Include the interviewer”."
        } else {
            "Try the start of a word with a star: support*"
        };
        rows::empty_ui(ui, desk.theme, "No turn matches", more);
    } else {
        let side = egui::Frame::new().inner_margin(Margin {
            left: 14,
            right: 0,
            top: 0,
            bottom: 0,
        });
        Panel::right("search counts")
            .default_size(218.0)
            .size_range(150.0..=340.0)
            .resizable(true)
            .frame(side)
            .show(ui, |ui| {
                counts::counts_ui(&mut panel.narrow, found, desk, ui);
            });
        hits::hits_ui(
            &mut panel.selection,
            &mut panel.sorting,
            list,
            desk,
            ui,
            out,
        );
    }
    panel.rows = kept;
}

fn summary_ui(
    panel: &mut SearchPanel,
    found: &Found,
    list: &[HitRow],
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let theme = desk.theme;
    // What does not fit beside the summary stands below it.
    let below = ui.available_width() < 960.0 || panel.narrow != Narrow::default();
    ui.horizontal(|ui| {
        let narrowed = panel.narrow != Narrow::default() || panel.only_new;
        let text = search::summary(found, list.len(), narrowed);
        ui.label(
            RichText::new(text)
                .font(strong_font(size::TITLE))
                .color(theme.ink),
        );
        let remarks = search::remarks(found, panel.everyone);
        if !remarks.is_empty() {
            ui.label(
                RichText::new(remarks)
                    .font(ui_font(size::SMALL))
                    .color(theme.quiet),
            );
        }
        if !below {
            order_ui(&mut panel.order, ui);
            kept_ui(panel, desk, ui, out);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            code_ui(panel, found, list, desk, ui, out);
        });
    });
    if below {
        ui.horizontal(|ui| {
            order_ui(&mut panel.order, ui);
            kept_ui(panel, desk, ui, out);
            chips_ui(panel, desk, ui);
        });
    }
}

/// Whether the turns that fit best come first.
fn order_ui(order: &mut Order, ui: &mut Ui) {
    let best_first = *order == Order::Relevance;
    let button = ui.selectable_label(best_first, "Best first").on_hover_text(
        "Turns that say more of the words, and rarer ones, first; otherwise as they stand in the sources.",
    );
    if button.clicked() {
        *order = if best_first {
            Order::Document
        } else {
            Order::Relevance
        };
    }
}

/// What is new, where the search is a saved one; else the way to save it.
fn kept_ui(panel: &mut SearchPanel, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let current = searches::saved_as(desk.project(), &panel.text, panel.everyone);
    let Some(current) = current else {
        let button = ui.button("Save search…").on_hover_text(
            "Keep this search under a name, and see later what it finds that is new.",
        );
        if button.clicked() {
            out.act(Action::SaveSearch);
        }
        if let Some(ran) = panel.ran.and_then(|id| desk.project().searches().get(id)) {
            saved::replace_ui(ran, (&panel.text, panel.everyone), ui, out);
        }
        return;
    };
    let key = (desk.open.seq(), desk.state.data.searches.serial);
    let list = panel.saved.get(key, Vec::new);
    if let Some(row) = list.iter().find(|row| row.id == current.id) {
        saved::news_ui(row, &mut panel.only_new, ui, out);
    }
}

/// What the list is narrowed to; a click widens it again.
fn chips_ui(panel: &mut SearchPanel, desk: &Desk, ui: &mut Ui) {
    if let Some(group) = panel.narrow.group.clone() {
        let name = group.as_deref().unwrap_or("No group");
        if ui
            .button(format!("{name}  ×"))
            .on_hover_text("Show the other groups too")
            .clicked()
        {
            panel.narrow.group = None;
        }
    }
    if let Some(source) = panel
        .narrow
        .source
        .and_then(|source| desk.project().sources().get(source))
        && ui
            .button(format!("{}  ×", source.name))
            .on_hover_text("Show the other sources too")
            .clicked()
    {
        panel.narrow.source = None;
    }
}

/// The controls that code what is selected.
fn code_ui(
    panel: &mut SearchPanel,
    found: &Found,
    list: &[HitRow],
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let chosen: Vec<usize> = list
        .iter()
        .map(|row| row.hit)
        .filter(|&hit| !panel.selection.is_empty() && panel.selection.holds(hit))
        .collect();
    let turns = counted(
        u64::try_from(chosen.len()).unwrap_or(u64::MAX),
        "turn",
        "turns",
    );
    // Matches may share a sentence: how many sentences there are shows when the texts are read.
    let title = match panel.span {
        Span::Match => {
            let hits = chosen.iter().filter_map(|&hit| found.hits.get(hit));
            let matches: usize = hits.map(|hit| hit.matches.len()).sum();
            let number = u64::try_from(matches).unwrap_or(u64::MAX);
            format!("Code {}", counted(number, "match", "matches"))
        }
        Span::Sentence => format!("Code sentences in {turns}"),
        Span::Turn => format!("Code {turns}"),
    };
    let text = if chosen.is_empty() {
        "Code passages…".to_owned()
    } else {
        format!("{title}…")
    };
    let button = egui::Button::new(RichText::new(&text).font(strong_font(size::TEXT)).color(
        if chosen.is_empty() {
            desk.theme.quiet
        } else {
            desk.theme.on_accent
        },
    ));
    let button = if chosen.is_empty() {
        button
    } else {
        button.fill(desk.theme.accent)
    };
    let button = ui.add_enabled(!chosen.is_empty(), button);
    let button = button.on_disabled_hover_text(
        "Select rows first: click, Shift-click, Ctrl-click, or all of them.",
    );
    ComboBox::from_id_salt("span")
        .selected_text(panel.span.title())
        .width(112.0)
        .show_ui(ui, |ui| {
            for span in Span::ALL {
                ui.selectable_value(&mut panel.span, span, span.title());
            }
        });
    let all = !list.is_empty() && chosen.len() == list.len();
    let (text, tip) = if all {
        ("Select none".to_owned(), "Drop the selection")
    } else {
        (
            format!(
                "Select all {}",
                thousands(u64::try_from(list.len()).unwrap_or(u64::MAX))
            ),
            "Select every listed row",
        )
    };
    if ui.button(text).on_hover_text(tip).clicked() {
        if all {
            panel.selection.clear();
        } else {
            panel.selection.all(list.iter().map(|row| row.hit));
        }
    }
    let button = button.on_hover_text("Ctrl+Enter in the list");
    if button.clicked() || (button.enabled() && hits::wants_code(ui)) {
        panel.picker.open();
    }
    if let Some(code) = code_picker_ui(&mut panel.picker, &title, button.rect, true, desk, ui) {
        let places = search::places_of(desk.project(), found, chosen.into_iter());
        out.ask(Request::Data(DataRequest::CodeFound(Box::new(CodeFound {
            places,
            span: panel.span,
            code,
        }))));
    }
}
