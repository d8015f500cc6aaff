//! Draws one excerpt as a card: the quote, who said it and where, its code, memo, weight and star.

use egui::accesskit::Role;
use egui::{CornerRadius, Galley, Id, Modifiers, Rect, Sense, Ui, WidgetInfo, pos2, vec2};
use project::{CodeDetails, CodingState, Edit};
use std::sync::Arc;

use crate::data::DataRequest;
use crate::desk::{Desk, ExcerptFilter};
use crate::outbox::{Outbox, Request};
use crate::theme::{reading_font, size, strong_font, ui_font};
use crate::view::excerpts::ExcerptRow;
use crate::view::search::on_one_line;
use crate::view::weights::weight_text;
use crate::widgets::icon::{self, Icon};
use crate::widgets::{chip, rows};

const LINE: f32 = 23.0;
const NOTE: f32 = 21.0;
const PAD: f32 = 9.0;
/// Between two cards.
const GAP: f32 = 7.0;
/// Room at the left for the tick and at the right for the star.
const LEFT: f32 = 38.0;
const RIGHT: f32 = 38.0;
/// How many lines of a quote are drawn at most.
const MOST_LINES: usize = 14;

/// About how high a card is, before it was ever laid out.
pub(super) fn estimate(row: &ExcerptRow, width: f32) -> f32 {
    let letters = f32::from(u16::try_from(row.quote.chars().count()).unwrap_or(u16::MAX));
    let per_line = ((width - LEFT - RIGHT) / 7.9).max(20.0);
    let lines = (letters / per_line).ceil().clamp(1.0, 14.0);
    height_of(lines * LINE, row)
}

fn height_of(quote: f32, row: &ExcerptRow) -> f32 {
    let memo = if row.memo.is_empty() { 0.0 } else { NOTE };
    quote + NOTE + memo + 2.0 * PAD + GAP
}

/// Draws a card. Answers how high it has to be, and, if it was ticked, the keys held.
pub(super) fn card_ui(
    row: &ExcerptRow,
    rect: Rect,
    chosen: bool,
    desk: &Desk,
    ui: &Ui,
    out: &mut Outbox,
) -> (f32, Option<Modifiers>) {
    let theme = desk.theme;
    let quote = quote_galley(row, rect.width() - LEFT - RIGHT, desk, ui);
    let height = height_of(quote.size().y, row);
    let card = Rect::from_min_size(
        rect.min,
        vec2(rect.width(), rect.height().max(height) - GAP),
    );
    let response = ui.interact(card, Id::unique(("excerpt", row.coding)), Sense::click());
    response.widget_info(|| {
        WidgetInfo::selected(
            Role::Button,
            true,
            chosen,
            format!("Excerpt: {}", on_one_line(&row.quote)),
        )
    });
    let painter = ui.painter();
    let fill = if chosen {
        theme.chosen
    } else if response.hovered() || response.has_focus() {
        theme.hover
    } else {
        theme.raised
    };
    painter.rect(
        card,
        size::ROUND,
        fill,
        theme.hairline(),
        egui::StrokeKind::Inside,
    );
    let colour = desk.open.tree.colour(row.code);
    let stripe = Rect::from_min_size(card.min, vec2(4.0, card.height()));
    painter.rect_filled(
        stripe,
        CornerRadius {
            nw: size::ROUND,
            sw: size::ROUND,
            ne: 0,
            se: 0,
        },
        theme.code(colour),
    );
    let left = card.left() + LEFT;
    painter.galley(pos2(left, card.top() + PAD), Arc::clone(&quote), theme.ink);
    let mut y = card.top() + PAD + quote.size().y + NOTE / 2.0 + 2.0;
    foot_ui(row, pos2(left, y), card, desk, ui);
    if !row.memo.is_empty() {
        y += NOTE;
        icon::paint(painter, Icon::Memo, pos2(left + 6.0, y), 11.0, theme.quiet);
        rows::Pen::of(ui_font(size::SMALL), theme.quiet).left(
            painter,
            pos2(left + 18.0, y),
            &on_one_line(&row.memo),
            card.right() - left - 60.0,
        );
    }
    star_ui(row, card, desk, ui, out);
    let ticked = tick_ui(row, card, chosen, response.hovered(), desk, ui);
    let held = ui.input(|input| input.modifiers);
    let response = response.on_hover_text(tip(row, desk));
    let mut did = ticked.then_some(held);
    if response.clicked() {
        if held.shift || held.command || held.ctrl {
            did = Some(held);
        } else {
            out.ask(Request::Go(row.source, row.range));
            out.ask(Request::Focus(Some(row.coding)));
        }
    }
    response.context_menu(|ui| menu_ui(row, desk, ui, out));
    (height, did)
}

fn foot_ui(row: &ExcerptRow, at: egui::Pos2, card: Rect, desk: &Desk, ui: &Ui) {
    let theme = desk.theme;
    let painter = ui.painter();
    let place = rows::Pen::of(strong_font(size::SMALL), theme.quiet).left(
        painter,
        at,
        &row.place,
        card.width() * 0.45,
    );
    let spot = pos2(place.right() + 20.0, at.y);
    chip::paint(
        painter,
        theme,
        desk.open.tree.colour(row.code),
        desk.open.tree.kind(row.code),
        spot,
    );
    let rest = card.right() - spot.x - RIGHT - 130.0;
    let name = rows::Pen::of(ui_font(size::SMALL), theme.quiet).left(
        painter,
        pos2(spot.x + 12.0, at.y),
        desk.open.code_name(row.code),
        rest.max(40.0),
    );
    let mut x = name.right() + 14.0;
    if let Some(weight) = row.weight {
        let colour = if weight < 0 { theme.bad } else { theme.good };
        x = rows::Pen::of(ui_font(size::SMALL), colour)
            .left(
                painter,
                pos2(x, at.y),
                &format!("weight {}", weight_text(weight)),
                90.0,
            )
            .right()
            + 14.0;
    }
    let standing = match row.state {
        CodingState::Exact => "",
        CodingState::Moved => "words corrected since",
        CodingState::Lost => "passage gone from the text",
    };
    x = rows::Pen::of(ui_font(size::SMALL), theme.warn)
        .left(painter, pos2(x, at.y), standing, 160.0)
        .right()
        + 4.0;
    let room = card.right() - 10.0 - x;
    rows::Pen::of(ui_font(size::SMALL), theme.faint).right(
        painter,
        pos2(card.right() - 10.0, at.y),
        &row.coder,
        room,
    );
}

fn star_ui(row: &ExcerptRow, card: Rect, desk: &Desk, ui: &Ui, out: &mut Outbox) {
    let theme = desk.theme;
    let rect = Rect::from_center_size(card.right_top() + vec2(-19.0, 18.0), vec2(26.0, 26.0));
    let response = ui.interact(rect, Id::unique(("star", row.coding)), Sense::click());
    let name = if row.shortlisted {
        "Take off the shortlist"
    } else {
        "Shortlist"
    };
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, row.shortlisted, name));
    let colour = if row.shortlisted {
        theme.warn
    } else if response.hovered() {
        theme.ink
    } else {
        theme.faint
    };
    icon::paint(
        ui.painter(),
        Icon::Star,
        rect.center(),
        if row.shortlisted { 19.0 } else { 16.0 },
        colour,
    );
    if row.shortlisted {
        icon::paint(ui.painter(), Icon::Star, rect.center(), 11.0, colour);
        ui.painter().circle_filled(rect.center(), 3.4, colour);
    }
    if response.on_hover_text(name).clicked() {
        out.edit(Edit::Shortlist(vec![row.coding], !row.shortlisted));
    }
}

fn tick_ui(row: &ExcerptRow, card: Rect, chosen: bool, near: bool, desk: &Desk, ui: &Ui) -> bool {
    let theme = desk.theme;
    let rect = Rect::from_center_size(card.left_top() + vec2(20.0, 20.0), vec2(22.0, 22.0));
    let response = ui.interact(rect, Id::unique(("tick", row.coding)), Sense::click());
    response
        .widget_info(|| WidgetInfo::selected(Role::CheckBox, true, chosen, "Select this excerpt"));
    let square = Rect::from_center_size(rect.center(), vec2(13.0, 13.0));
    if chosen {
        ui.painter().rect_filled(square, 3.0, theme.accent);
        let c = square.center();
        let tick = vec![
            c + vec2(-3.2, 0.2),
            c + vec2(-0.9, 2.6),
            c + vec2(3.4, -2.6),
        ];
        ui.painter().add(egui::Shape::line(
            tick,
            egui::Stroke::new(1.6, theme.on_accent),
        ));
    } else {
        let colour = if near || response.hovered() {
            theme.quiet
        } else {
            // A line between parts would be too faint for a thing to click.
            theme.faint
        };
        ui.painter()
            .rect_stroke(square, 3.0, (1.2, colour), egui::StrokeKind::Inside);
    }
    response.clicked()
}

fn menu_ui(row: &ExcerptRow, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    if ui.button("Open in the reader").clicked() {
        out.ask(Request::Go(row.source, row.range));
    }
    if ui
        .button("Search for more like it")
        .on_hover_text("Find other turns by the words that tell this quote from the rest.")
        .clicked()
    {
        out.ask(Request::Data(DataRequest::SearchLike(
            row.source, row.range,
        )));
    }
    if ui.button("Copy quote").clicked() {
        ui.ctx().copy_text(row.quote.clone());
    }
    if ui.button("Copy quote with attribution").clicked() {
        ui.ctx()
            .copy_text(format!("“{}” ({})", on_one_line(&row.quote), row.place));
    }
    ui.separator();
    if ui
        .button(format!("Only “{}”", desk.open.code_name(row.code)))
        .clicked()
    {
        out.ask(Request::Excerpts(ExcerptFilter {
            code: Some(row.code),
            ..desk.state.excerpts.clone()
        }));
    }
    if ui
        .button("Set as the code’s example")
        .on_hover_text("Show this quote with the code’s definition.")
        .clicked()
    {
        let details = CodeDetails {
            example: Some(on_one_line(&row.quote)),
            ..CodeDetails::default()
        };
        out.edit(Edit::ReviseCode(row.code, details));
    }
    if ui.button("Only this source").clicked() {
        out.ask(Request::Excerpts(ExcerptFilter {
            source: Some(row.source),
            ..desk.state.excerpts.clone()
        }));
    }
    ui.separator();
    if ui
        .button(if row.shortlisted {
            "Take off the shortlist"
        } else {
            "Shortlist"
        })
        .clicked()
    {
        out.edit(Edit::Shortlist(vec![row.coding], !row.shortlisted));
    }
    if ui.button("Uncode").clicked() {
        out.edit(Edit::RemoveCodings(vec![row.coding]));
    }
}

fn tip(row: &ExcerptRow, desk: &Desk) -> String {
    let mut lines = vec![
        desk.open.code_path(row.code),
        format!("Coded by {}. Click to open it in the reader.", row.coder),
    ];
    if !row.memo.is_empty() {
        lines.push(format!("Memo: {}", row.memo));
    }
    lines.join("\n")
}

fn quote_galley(row: &ExcerptRow, width: f32, desk: &Desk, ui: &Ui) -> Arc<Galley> {
    let line = row.quote.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut job = egui::text::LayoutJob::simple(
        format!("“{line}”"),
        reading_font(size::TITLE + 0.5),
        desk.theme.ink,
        width,
    );
    job.wrap.max_rows = MOST_LINES;
    for section in &mut job.sections {
        section.format.line_height = Some(LINE);
    }
    ui.painter().layout_job(job)
}
