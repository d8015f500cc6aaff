//! Draws how often each word is said and by whom: a list with counts by group, and a cloud. A click on a word searches for it.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{
    Align2, ComboBox, FontId, Id, Rect, RichText, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};
use project::{AttributeId, Seq};

use crate::data::{DataRequest, Shown};
use crate::desk::{Desk, Kept};
use crate::outbox::{Outbox, Request};
use crate::theme::{size, space, strong_font, ui_font};
use crate::view::matrix::attribute_name;
use crate::view::sources::thousands;
use crate::view::words::{self, Area, BEYOND_CHANCE, Placed, WordTable, WordsAsk, WordsFound};
use crate::widgets::grid::{Grid, Part, column_width};
use crate::widgets::{number, rows};

/// What the words remember.
#[derive(Debug, Default)]
pub(super) struct WordsPanel {
    /// Whether words are shown, not turns.
    pub(super) on: bool,
    ask: Option<WordsAsk>,
    choices: Kept<Seq, Vec<(String, AttributeId)>>,
    cloud: Kept<(u64, u32, u32), Vec<Placed>>,
}

const ROW: f32 = 25.0;
const HEAD: f32 = 54.0;
const COUNT: f32 = 70.0;
/// How many words a cloud has: more would be small print.
const IN_CLOUD: usize = 70;

/// Draws the words of what is typed in the search field, or of everything. Answers the search that a click asks for.
pub(super) fn words_ui(
    panel: &mut WordsPanel,
    (query, everyone): (&str, bool),
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) -> Option<String> {
    let study = &desk.state.data.words;
    let found = study.found.clone();
    let table = found.as_deref().and_then(|found| found.as_ref().ok());
    let mut ask = panel.ask.take().unwrap_or_else(|| WordsAsk {
        by: words::first_by(desk.project()),
        ..WordsAsk::default()
    });
    query.trim().clone_into(&mut ask.query);
    ask.everyone = everyone;
    let attributes = panel.choices.get(desk.open.seq(), || {
        let known = desk.project().attributes_in_order().into_iter();
        known
            .map(|attribute| (attribute_name(desk.project(), attribute.id), attribute.id))
            .collect()
    });
    controls_ui(&mut ask, attributes, found.as_ref(), table, ui, out);
    if study.ask.as_ref() != Some(&ask) {
        out.ask(Request::Data(DataRequest::Words(Some(ask.clone()))));
    }
    panel.ask = Some(ask);
    let table = match found.as_deref() {
        None => return None,
        Some(Err(why)) => {
            let more =
                "Words are counted in what the search finds; leave the field empty to count all.";
            rows::empty_ui(ui, desk.theme, why, more);
            return None;
        }
        Some(Ok(table)) => table,
    };
    if table.words.words.is_empty() {
        let more = "Import transcripts, or search for something else.";
        rows::empty_ui(ui, desk.theme, "No words to count", more);
        return None;
    }
    ui.label(RichText::new(words::base_words(table)).color(desk.theme.quiet));
    ui.add_space(space::XS);
    let all = Rect::from_min_size(ui.cursor().min, ui.available_size());
    let middle = all.left() + (all.width() * 0.56).max(380.0);
    let left = Rect::from_min_max(all.min, pos2(middle - 10.0, all.bottom()));
    let right = Rect::from_min_max(pos2(middle + 14.0, all.top()), all.max);
    ui.painter()
        .vline(middle, all.y_range(), desk.theme.hairline());
    let mut child = ui.new_child(UiBuilder::new().max_rect(left));
    let in_list = list_ui(table, desk, &mut child);
    let serial = desk.state.data.words.serial;
    let in_cloud = cloud_ui(&mut panel.cloud, table, serial, right, desk, ui);
    ui.allocate_rect(all, Sense::hover());
    let (at, group) = in_list.or(in_cloud.map(|at| (at, None)))?;
    words::search_for(desk.project(), table, at, group)
}

fn controls_ui(
    ask: &mut WordsAsk,
    attributes: &[(String, AttributeId)],
    found: Option<&Arc<WordsFound>>,
    table: Option<&WordTable>,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    ui.horizontal_wrapped(|ui| {
        let mut leave_out = !ask.small_words;
        ui.checkbox(&mut leave_out, "Leave out small words").on_hover_text(
            "Words such as “the” and “and”, by the language of each source. They still count in what numbers are out of.",
        );
        ask.small_words = !leave_out;
        ui.checkbox(&mut ask.stems, "Forms of a word as one")
            .on_hover_text("Support, supports and supported are one, under the form that is said most.");
        ui.label("by");
        let name = ask.by.and_then(|by| attributes.iter().find(|(_, known)| *known == by));
        let before = ask.by;
        let combo = ComboBox::from_id_salt("words by")
            .selected_text(name.map_or("nothing", |(name, _)| name.as_str()))
            .width(130.0)
            .show_ui(ui, |ui| {
                ui.selectable_value(&mut ask.by, None, "nothing");
                for (name, known) in attributes {
                    ui.selectable_value(&mut ask.by, Some(*known), name.as_str());
                }
            });
        drop(combo.response.accessible_name("What words are counted by"));
        if before != ask.by {
            ask.compare = None;
        }
        if let Some(table) = table.filter(|table| table.words.groups.len() > 1) {
            compare_ui(ask, table, ui);
        }
        if let Some(found) = found.filter(|_| table.is_some()) {
            crate::panels::export_menu(&Shown::Words(Arc::clone(found)), ui, out);
        }
    });
}

/// Draws which two groups are set against each other.
fn compare_ui(ask: &mut WordsAsk, table: &WordTable, ui: &mut Ui) {
    let groups = &table.words.groups;
    let name = |group: &Option<String>| words::group_name(group.as_deref()).to_owned();
    let mut compared = ask.compare.is_some();
    ui.checkbox(&mut compared, "Compare").on_hover_text(
        "Which words one group says more than another, against how much each of them says.",
    );
    if !compared {
        ask.compare = None;
        return;
    }
    let (one, other) = ask.compare.get_or_insert_with(|| {
        let at = |at: usize| groups.get(at).cloned().flatten();
        (at(0), at(1))
    });
    for (id, label, group) in [
        ("words one", "One group", one),
        ("words other", "The other group", other),
    ] {
        let combo = ComboBox::from_id_salt(id)
            .selected_text(name(group))
            .width(100.0)
            .show_ui(ui, |ui| {
                for known in groups {
                    ui.selectable_value(group, known.clone(), name(known));
                }
            });
        drop(combo.response.accessible_name(label));
    }
}

/// Draws the list. Answers the word that is clicked, and of which group the number.
fn list_ui(table: &WordTable, desk: &Desk, ui: &mut Ui) -> Option<(usize, Option<usize>)> {
    // Beside what tells two groups apart stand those two; the file has all.
    let groups: Vec<usize> = match table.compared {
        Some((one, other)) => vec![one, other],
        None if table.of.0.by.is_some() => (0..table.words.groups.len()).collect(),
        None => Vec::new(),
    };
    let keys = usize::from(table.compared.is_some());
    let width = ui.available_width();
    let names = (width * 0.24).clamp(110.0, 200.0);
    let columns = groups.len() + keys;
    let room = width - names - COUNT - 14.0;
    let grid = Grid {
        id: "words",
        rows: table.order.len(),
        columns,
        names: names + COUNT,
        column: column_width(room, columns, (104.0, 200.0)),
        tail: 0.0,
        head: HEAD,
        row: ROW,
        height: ui.available_height(),
    };
    let group_at = |column: usize| column.checked_sub(keys).and_then(|at| groups.get(at));
    let mut clicked = None;
    grid.show(desk.theme, ui, |part, rect, ui| match part {
        Part::Cell(row, column) => {
            let Some(&at) = table.order.get(row) else {
                return;
            };
            let Some(&group) = group_at(column) else {
                key_ui(table, at, rect, desk, ui);
                return;
            };
            if number_ui(table, at, group, rect, desk, ui) {
                clicked = Some((at, Some(group)));
            }
        }
        Part::Name(row) => {
            if let Some(&at) = table.order.get(row)
                && word_ui(table, at, rect, desk, ui)
            {
                clicked = Some((at, None));
            }
        }
        Part::Head(column) => {
            let Some(&group) = group_at(column) else {
                number::head_ui("Says it more", "G²", rect, desk.theme, ui);
                return;
            };
            let name = table.words.groups.get(group).and_then(Option::as_deref);
            let name = words::group_name(name);
            let said = table.words.said.get(group);
            let below = said.map_or_else(String::new, |&said| format!("of {}", thousands(said)));
            number::head_ui(name, &below, rect, desk.theme, ui);
        }
        Part::Tail(_) | Part::TailHead => {}
        Part::Corner => {
            let (name, count) = rect.split_left_right_at_x(rect.right() - COUNT);
            let at = name.left_bottom() + vec2(8.0, -6.0);
            rows::Pen::head(desk.theme).foot(ui.painter(), at, "Word", name.width());
            number::head_ui("Count", "", count, desk.theme, ui);
        }
    });
    clicked
}

/// Draws a word with how often it is said; a click answers true.
fn word_ui(table: &WordTable, at: usize, rect: Rect, desk: &Desk, ui: &Ui) -> bool {
    let Some(word) = table.words.words.get(at) else {
        return false;
    };
    let theme = desk.theme;
    let response = ui.interact(rect, Id::unique(("word", at)), Sense::click());
    let said = words::number_words(table, at, None);
    response.widget_info(|| WidgetInfo::labeled(Role::RowHeader, true, &said));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, size::ROUND, theme.hover);
    }
    let width = rect.width() - COUNT - 14.0;
    let place = rows::left_middle(rect, 8.0);
    rows::Pen::text(theme).left(ui.painter(), place, &word.word, width);
    let place = rows::right_middle(rect, 8.0);
    let pen = rows::Pen::of(strong_font(size::TEXT), theme.ink);
    pen.right(ui.painter(), place, &thousands(word.count), COUNT);
    let tip = format!("{said}. Click to see where.");
    response.on_hover_text(tip).clicked()
}

fn number_ui(table: &WordTable, at: usize, group: usize, rect: Rect, desk: &Desk, ui: &Ui) -> bool {
    let word = table.words.words.get(at);
    let n = word.and_then(|word| word.by_group.get(group)).copied();
    let shown = number::Number {
        id: Id::unique(("word number", at, group)),
        n: n.unwrap_or_default(),
        base: None,
        heat: None,
        strong: false,
        words: &words::number_words(table, at, Some(group)),
    };
    number::number_ui(&shown, rect, desk.theme, ui)
}

/// Draws which group says a word more, and how strongly.
fn key_ui(table: &WordTable, at: usize, rect: Rect, desk: &Desk, ui: &Ui) {
    let Some((first, said)) = words::key_words(table, at) else {
        return;
    };
    let Some((one, other)) = table.compared else {
        return;
    };
    let theme = desk.theme;
    let response = ui.interact(rect, Id::unique(("word key", at)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    let strength = table.keyness.get(at).copied().flatten();
    let strength = strength.map_or(0.0, |key| key.g2.abs());
    let group = table.words.groups.get(if first { one } else { other });
    let name = words::group_name(group.and_then(Option::as_deref));
    let colour = if strength < BEYOND_CHANCE {
        theme.faint
    } else {
        side_colour(first, desk)
    };
    let font = if first {
        strong_font(size::SMALL)
    } else {
        ui_font(size::SMALL)
    };
    let place = rows::right_middle(rect, 8.0);
    let pen = rows::Pen::of(font, colour);
    let drawn = pen.right(ui.painter(), place, &format!("{strength:.1}"), rect.width());
    let before = pos2(drawn.left() - 6.0, place.y);
    pen.right(ui.painter(), before, name, before.x - rect.left() - 4.0);
    drop(response.on_hover_text(said));
}

fn side_colour(first: bool, desk: &Desk) -> egui::Color32 {
    if first {
        desk.theme.accent
    } else {
        desk.theme.warn
    }
}

/// Draws the cloud. Answers the word that is clicked.
fn cloud_ui(
    kept: &mut Kept<(u64, u32, u32), Vec<Placed>>,
    table: &WordTable,
    serial: u64,
    room: Rect,
    desk: &Desk,
    ui: &Ui,
) -> Option<usize> {
    let legend = table.compared.is_some();
    let area = if legend {
        room.with_max_y(room.bottom() - 24.0)
    } else {
        room
    };
    let shown = table.order.get(..IN_CLOUD).unwrap_or(&table.order);
    let list: Vec<(usize, &str, u64)> = shown
        .iter()
        .filter_map(|&at| {
            let word = table.words.words.get(at)?;
            Some((at, word.word.as_str(), word.count))
        })
        .collect();
    let font = |at: usize, size: f32| font_of(table, at, size);
    let key = (serial, whole(area.width()), whole(area.height()));
    let placed = kept.get(key, || {
        let counts: Vec<u64> = list.iter().map(|(_, _, count)| *count).collect();
        let size = Area {
            width: area.width(),
            height: area.height(),
        };
        words::cloud(&counts, size, |nth, size| {
            let (at, word, _) = list[nth];
            let galley =
                ui.painter()
                    .layout_no_wrap(word.to_owned(), font(at, size), desk.theme.ink);
            (galley.size().x, galley.size().y)
        })
    });
    let mut clicked = None;
    for word in placed {
        let Some(&(at, text, _)) = list.get(word.at) else {
            continue;
        };
        let middle = area.center() + vec2(word.middle.0, word.middle.1);
        let place = Rect::from_center_size(middle, vec2(word.room.0, word.room.1));
        let response = ui.interact(place, Id::unique(("cloud", at)), Sense::click());
        let said = format!("In the cloud: {}", words::number_words(table, at, None));
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
        let theme = desk.theme;
        if response.hovered() || response.has_focus() {
            ui.painter()
                .rect_filled(place.expand(2.0), size::ROUND, theme.hover);
        }
        let colour = match words::key_words(table, at) {
            Some((first, _)) => side_colour(first, desk),
            None => theme.ink,
        };
        ui.painter().text(
            middle,
            Align2::CENTER_CENTER,
            text,
            font(at, word.size),
            colour,
        );
        let tip = words::key_words(table, at)
            .map_or_else(|| words::number_words(table, at, None), |(_, words)| words);
        if response.on_hover_text(tip).clicked() {
            clicked = Some(at);
        }
    }
    if legend {
        legend_ui(table, room, desk, ui);
    }
    clicked
}

/// Words that the first of two groups says more are bold, so that nobody needs the colour.
fn font_of(table: &WordTable, at: usize, size: f32) -> FontId {
    let first = words::key_words(table, at).is_none_or(|(first, _)| first);
    if first && table.compared.is_some() {
        strong_font(size)
    } else {
        ui_font(size)
    }
}

fn legend_ui(table: &WordTable, room: Rect, desk: &Desk, ui: &Ui) {
    let Some((one, other)) = table.compared else {
        return;
    };
    let name = |at: usize| words::group_name(table.words.groups.get(at).and_then(Option::as_deref));
    let at = pos2(room.left() + 4.0, room.bottom() - 10.0);
    let first = format!("Bold: said more by {}", name(one));
    let pen = rows::Pen::of(strong_font(size::SMALL), side_colour(true, desk));
    let drawn = pen.left(ui.painter(), at, &first, room.width() / 2.0);
    let second = format!("Plain: said more by {}", name(other));
    let at = pos2(drawn.right() + 18.0, at.y);
    let pen = rows::Pen::of(ui_font(size::SMALL), side_colour(false, desk));
    pen.left(ui.painter(), at, &second, room.right() - at.x);
}

/// A length in whole points.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a length on the screen, not below nought"
)]
fn whole(length: f32) -> u32 {
    length.max(0.0) as u32
}
