//! Draws the matches in context: what is before ends where the match begins, so that matches stand in one column.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{
    Color32, EventFilter, Galley, Id, Key, Modifiers, Painter, Rect, ScrollArea, Sense, Ui,
    WidgetInfo, pos2, vec2,
};

use crate::data::DataRequest;
use crate::desk::Desk;
use crate::outbox::{Outbox, Request};
use crate::theme::{reading_font, reading_strong, size, strong_font, ui_font};
use crate::view::search::{By, HitRow, Sorting};
use crate::widgets::rows;
use crate::widgets::selection::Selection;

/// Whether the selected rows are to be coded: Ctrl+Enter, while the list has the keyboard.
pub(super) fn wants_code(ui: &Ui) -> bool {
    ui.memory(|memory| memory.has_focus(table_id()))
        && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter))
}

/// The table's identity for focus and keys.
pub(super) fn table_id() -> Id {
    Id::unique("search hits")
}

const HEIGHT: f32 = 27.0;

/// Where the columns stand.
#[derive(Clone, Copy)]
struct Columns {
    speaker: f32,
    source: f32,
    before: f32,
    /// Where matches begin.
    matched: f32,
    /// Where the group begins; the right edge if there is no room for it.
    group: f32,
    right: f32,
}

impl Columns {
    fn of(rect: Rect) -> Self {
        let left = rect.left() + 8.0;
        let speaker = left;
        let source = speaker + (rect.width() * 0.11).clamp(64.0, 120.0);
        let before = source + (rect.width() * 0.17).clamp(110.0, 190.0);
        let group = if rect.width() > 760.0 {
            rect.right() - (rect.width() * 0.13).clamp(80.0, 140.0)
        } else {
            rect.right()
        };
        let matched = before + (group - before) * 0.42;
        Self {
            speaker,
            source,
            before,
            matched,
            group,
            right: rect.right(),
        }
    }
}

/// Draws the table.
pub(super) fn hits_ui(
    selection: &mut Selection<usize>,
    sorting: &mut Sorting,
    list: &[HitRow],
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let head = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width() - 10.0, 24.0));
    ui.allocate_rect(head, Sense::hover());
    let columns = Columns::of(head);
    head_ui(sorting, head, columns, desk, ui);
    let keys: Vec<usize> = list.iter().map(|row| row.hit).collect();
    let moved = keys_ui(selection, &keys, list, ui, out);
    let mut area = ScrollArea::vertical()
        .id_salt("hits")
        .auto_shrink([false, false]);
    if let Some(at) = moved {
        let place = f32::from(u16::try_from(at).unwrap_or(u16::MAX)) * HEIGHT;
        let seen = ui.available_height();
        area = area.vertical_scroll_offset((place - seen * 0.5).max(0.0));
    }
    area.show_rows(
        ui,
        HEIGHT - ui.spacing().item_spacing.y,
        list.len(),
        |ui, seen| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for at in seen {
                if let Some(row) = list.get(at) {
                    row_ui(selection, &keys, at, row, columns, desk, ui, out);
                }
            }
        },
    );
}

/// The head of a column, and where it stands.
struct Head {
    by: By,
    name: &'static str,
    from: f32,
    to: f32,
    /// Whether its words end at its right edge.
    to_right: bool,
}

impl Columns {
    fn heads(self) -> [Head; 6] {
        let left = |by, name, from, to| Head {
            by,
            name,
            from,
            to,
            to_right: false,
        };
        let mut before = left(By::Before, "Before", self.before, self.matched - 6.0);
        before.to_right = true;
        [
            left(By::Speaker, "Speaker", self.speaker, self.source),
            left(By::Place, "Source, turn", self.source, self.before),
            before,
            left(By::Match, "Match", self.matched, self.matched + 60.0),
            left(By::After, "After", self.matched + 60.0, self.group),
            left(By::Group, "Group", self.group + 8.0, self.right),
        ]
    }
}

fn head_ui(sorting: &mut Sorting, rect: Rect, columns: Columns, desk: &Desk, ui: &Ui) {
    for head in columns.heads() {
        // Where there is no room for the group it has no head either.
        if head.to - head.from >= 30.0 {
            column_head_ui(sorting, rect, &head, desk, ui);
        }
    }
    ui.painter()
        .hline(rect.x_range(), rect.bottom(), desk.theme.hairline());
}

fn column_head_ui(sorting: &mut Sorting, rect: Rect, head: &Head, desk: &Desk, ui: &Ui) {
    let Head { by, name, .. } = *head;
    let cell = Rect::from_min_max(
        pos2(head.from, rect.top()),
        pos2(head.to - 4.0, rect.bottom()),
    );
    let response = ui.interact(cell, table_id().with(name), Sense::click());
    let label = format!("Sort by {}", name.to_lowercase());
    response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, &label));
    let is_sorted = sorting.0 == by;
    let strong = is_sorted || response.hovered();
    let colour = if strong {
        desk.theme.ink
    } else {
        desk.theme.quiet
    };
    let arrow = match (is_sorted, sorting.1) {
        (true, false) => " ↓",
        (true, true) => " ↑",
        (false, _) => "",
    };
    let pen = rows::Pen::of(strong_font(size::SMALL), colour);
    let text = format!("{name}{arrow}");
    if head.to_right {
        pen.right(ui.painter(), cell.right_center(), &text, cell.width());
    } else {
        pen.left(ui.painter(), cell.left_center(), &text, cell.width());
    }
    let tip = match by {
        By::Before => "Sort by the words to the left of the match, from the match outwards",
        By::After => "Sort by the words to the right of the match",
        By::Place | By::Match | By::Speaker | By::Group => {
            "Sort by this column; again to turn round"
        }
    };
    if response.on_hover_text(tip).clicked() {
        *sorting = if is_sorted {
            (by, !sorting.1)
        } else {
            (by, false)
        };
    }
}

/// Moves and acts by keys while the table has the focus. Answers the row the keyboard came to.
fn keys_ui(
    selection: &mut Selection<usize>,
    keys: &[usize],
    list: &[HitRow],
    ui: &Ui,
    out: &mut Outbox,
) -> Option<usize> {
    let response = ui.interact(
        ui.available_rect_before_wrap(),
        table_id(),
        Sense::focusable_noninteractive(),
    );
    response.widget_info(|| WidgetInfo::labeled(Role::List, true, "Matches"));
    if !response.has_focus() {
        return None;
    }
    ui.memory_mut(|memory| {
        memory.set_focus_lock_filter(
            table_id(),
            EventFilter {
                vertical_arrows: true,
                ..EventFilter::default()
            },
        );
    });
    let page = 20;
    let mut moved = None;
    let steps = ui.input_mut(|input| {
        let mut steps = Vec::new();
        for (key, by) in [
            (Key::ArrowDown, 1),
            (Key::ArrowUp, -1),
            (Key::PageDown, page),
            (Key::PageUp, -page),
        ] {
            for held in [Modifiers::SHIFT, Modifiers::NONE] {
                for _ in 0..input.count_and_consume_key(held, key) {
                    steps.push((by, held == Modifiers::SHIFT));
                }
            }
        }
        steps
    });
    for (by, shift) in steps {
        moved = selection.step(keys, by, shift);
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::A)) {
        selection.all(keys.iter().copied());
    }
    if moved.is_none() && selection.cursor().is_none() && !keys.is_empty() {
        moved = selection.step(keys, 1, false);
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter))
        && let Some(row) = selection
            .cursor()
            .and_then(|cursor| list.iter().find(|row| row.hit == cursor))
    {
        out.ask(Request::Go(row.source, row.range));
    }
    moved
}

#[expect(
    clippy::too_many_arguments,
    reason = "a row needs to know its list, its place and its columns"
)]
fn row_ui(
    selection: &mut Selection<usize>,
    keys: &[usize],
    at: usize,
    row: &HitRow,
    columns: Columns,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let theme = desk.theme;
    let (rect, response) = rows::row_ui(ui, theme, HEIGHT, selection.holds(row.hit), &row.label());
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        let y = rect.center().y;
        let cell = |from: f32, text: &str, to: f32| {
            rows::Pen::of(ui_font(size::SMALL), theme.quiet).left(
                painter,
                pos2(from, y),
                text,
                to - from - 8.0,
            );
        };
        cell(columns.speaker, &row.speaker, columns.source);
        cell(
            columns.source,
            &format!("{}, {}", row.name, row.turn),
            columns.before,
        );
        if row.is_new {
            painter.circle_filled(pos2(rect.left() + 3.0, y), 2.5, theme.accent);
        }
        if columns.group < columns.right {
            cell(columns.group + 8.0, &row.group, columns.right);
        }
        let inside = painter.with_clip_rect(
            Rect::from_min_max(
                pos2(columns.before, rect.top()),
                pos2(columns.group, rect.bottom()),
            )
            .intersect(painter.clip_rect()),
        );
        let room = columns.matched - columns.before;
        let before = ending(&row.before, room, theme.quiet, &inside);
        let top = y - before.size().y / 2.0;
        inside.galley(
            pos2(columns.matched - before.size().x, top),
            before,
            theme.quiet,
        );
        let matched = inside.layout_no_wrap(
            row.matched.clone(),
            reading_strong(size::TEXT + 0.5),
            theme.ink,
        );
        let width = matched.size().x;
        let mark = Rect::from_min_size(
            pos2(columns.matched - 1.0, rect.top() + 4.0),
            vec2(width + 2.0, rect.height() - 8.0),
        );
        inside.rect_filled(mark, 3.0, theme.flash.gamma_multiply(0.6));
        inside.galley(pos2(columns.matched, top), matched, theme.ink);
        let more = if row.more == 0 {
            String::new()
        } else {
            format!("   +{} in this turn", row.more)
        };
        let from = columns.matched + width;
        let pen = rows::Pen::of(reading_font(size::TEXT + 0.5), theme.ink);
        let text = format!("{}{more}", row.after);
        pen.left(&inside, pos2(from, y), &text, columns.group - from - 4.0);
    }
    if response.double_clicked() {
        out.ask(Request::Go(row.source, row.range));
    } else if response.clicked() {
        selection.click(keys, at, ui.input(|input| input.modifiers));
        ui.memory_mut(|memory| memory.request_focus(table_id()));
    }
    response.context_menu(|ui| menu_ui(row, desk, ui, out));
}

/// The last words of a text that have room, after "…" where some had none: words are not cut through.
fn ending(text: &str, room: f32, colour: Color32, painter: &Painter) -> Arc<Galley> {
    let lay = |text: String| painter.layout_no_wrap(text, reading_font(size::TEXT + 0.5), colour);
    let whole = lay(text.to_owned());
    let over = whole.size().x - room;
    if over <= 0.0 {
        return whole;
    }
    // A little more goes than must, for the ellipsis.
    let cut = whole.cursor_from_pos(vec2(over + 14.0, whole.size().y / 2.0));
    let rest: String = text.chars().skip(cut.index.0).collect();
    let words = rest.split_once(' ').map_or("", |(_, words)| words);
    lay(format!("… {words}"))
}

/// Draws what can be done with a hit.
fn menu_ui(row: &HitRow, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    if ui.button("Open in the reader").clicked() {
        out.ask(Request::Go(row.source, row.range));
    }
    if ui.button("Search for more like it").clicked() {
        let turns = desk.project().turn_list(row.source);
        let speech = turns
            .and_then(|turns| turns.of(row.range))
            .map_or(row.range, |turn| turn.speech);
        out.ask(Request::Data(DataRequest::SearchLike(row.source, speech)));
    }
    if ui.button("Copy with its context").clicked() {
        ui.ctx()
            .copy_text(format!("{}{}{}", row.before, row.matched, row.after));
    }
}
