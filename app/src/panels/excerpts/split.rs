//! Draws the walk through a code's passages: one at a time, the codes below it on the keys 1 to 9.

use codebooks::CodeId;
use egui::text::{LayoutJob, TextFormat};
use egui::{Key, Modifiers, RichText, ScrollArea, TextEdit, Ui, vec2};
use project::{Coding, CodingId, Edit};

use crate::data::DataRequest;
use crate::desk::Desk;
use crate::outbox::{Outbox, Request};
use crate::theme::{reading_font, size, space, strong_font, ui_font};
use crate::view::sources::counted;
use crate::view::split::{self, Target};
use crate::widgets::{chip, rows};

/// How much of a turn is shown on each side of a passage, in code points.
const CONTEXT: u32 = 420;
const DIGITS: [Key; 9] = [
    Key::Num1,
    Key::Num2,
    Key::Num3,
    Key::Num4,
    Key::Num5,
    Key::Num6,
    Key::Num7,
    Key::Num8,
    Key::Num9,
];

/// A walk under way.
#[derive(Debug)]
pub(super) struct Walk {
    code: CodeId,
    /// The passages as they were when it began: those sent on stay, so that one can go back.
    passages: Vec<CodingId>,
    at: usize,
    /// The name of a code to be made, while it is typed.
    naming: Option<String>,
}

impl Walk {
    /// Begins at the first passage; none if no passage carries the code itself.
    pub(super) fn begin(code: CodeId, desk: &Desk) -> Option<Self> {
        let passages = split::to_walk(desk.project(), code);
        (!passages.is_empty()).then_some(Self {
            code,
            passages,
            at: 0,
            naming: None,
        })
    }

    fn step(&mut self, forward: bool) {
        self.at = if forward {
            (self.at + 1).min(self.passages.len())
        } else {
            self.at.saturating_sub(1)
        };
    }
}

/// Draws the walk. Answers whether it goes on.
pub(super) fn walk_ui(walk: &mut Walk, desk: &Desk, ui: &mut Ui, out: &mut Outbox) -> bool {
    if !desk.open.tree.contains(walk.code) {
        return false;
    }
    walk.passages
        .retain(|&coding| desk.project().codings().contains(coding));
    let targets = split::targets(desk.project(), &desk.open.tree, walk.code);
    let goes_on = keys(walk, &targets, ui, out) && head_ui(walk, desk, ui);
    let Some(coding) = walk
        .passages
        .get(walk.at)
        .and_then(|&coding| desk.project().codings().get(coding))
    else {
        end_ui(walk, desk, ui);
        return goes_on;
    };
    ScrollArea::vertical()
        .auto_shrink([false, false])
        .show(ui, |ui| {
            ui.set_max_width(820.0);
            passage_ui(coding, walk, desk, ui);
            ui.add_space(space::M);
            targets_ui(coding, walk, &targets, desk, ui, out);
        });
    goes_on
}

/// Takes the keys; answers whether the walk goes on.
fn keys(walk: &mut Walk, targets: &[Target], ui: &Ui, out: &mut Outbox) -> bool {
    if ui.ctx().text_edit_focused() {
        return true;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    for (&key, target) in DIGITS.iter().zip(targets) {
        if pressed(key) {
            send(walk, target.code, out);
        }
    }
    if pressed(Key::N) {
        walk.naming = Some(String::new());
    }
    if pressed(Key::ArrowRight) || pressed(Key::Space) {
        walk.step(true);
    }
    if pressed(Key::ArrowLeft) || pressed(Key::Backspace) {
        walk.step(false);
    }
    !pressed(Key::Escape)
}

/// Sends the passage to a code and goes on.
fn send(walk: &mut Walk, code: CodeId, out: &mut Outbox) {
    if let Some(&coding) = walk.passages.get(walk.at) {
        out.edit(Edit::Recode(vec![coding], code));
        walk.step(true);
    }
}

/// Answers whether the walk goes on.
fn head_ui(walk: &mut Walk, desk: &Desk, ui: &mut Ui) -> bool {
    let mut goes_on = true;
    ui.horizontal(|ui| {
        let title = format!("Split “{}”", desk.open.code_name(walk.code));
        ui.label(
            RichText::new(title)
                .font(strong_font(size::HEADING))
                .color(desk.theme.ink),
        );
        let of = walk.passages.len();
        let place = format!("{} of {of}", (walk.at + 1).min(of));
        ui.label(RichText::new(place).color(desk.theme.quiet));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            goes_on = !ui
                .button("Done")
                .on_hover_text("Back to the excerpts (Esc)")
                .clicked();
        });
    });
    ui.label(
        RichText::new("A number sends the passage to that code · → leaves it where it is · ← goes back · N makes a code · Ctrl+Z undoes")
            .font(ui_font(size::SMALL))
            .color(desk.theme.quiet),
    );
    ui.separator();
    goes_on
}

fn end_ui(walk: &Walk, desk: &Desk, ui: &mut Ui) {
    let left = walk
        .passages
        .iter()
        .filter_map(|&coding| desk.project().codings().get(coding))
        .filter(|coding| coding.code == walk.code)
        .count();
    let left = u64::try_from(left).unwrap_or(u64::MAX);
    let more = if left == 0 {
        "Every passage went to a code below it.".to_owned()
    } else {
        format!(
            "{} stayed with the code itself. ← goes back, Esc ends.",
            counted(left, "passage", "passages")
        )
    };
    rows::empty_ui(ui, desk.theme, "That was the last passage", &more);
}

/// The passage in its turn, who said it, and where it went if it went somewhere.
fn passage_ui(coding: &Coding, walk: &Walk, desk: &Desk, ui: &mut Ui) {
    let theme = desk.theme;
    let project = desk.project();
    let Some(source) = project.sources().get(coding.source) else {
        return;
    };
    let turns = project.turn_list(coding.source);
    let turn = turns.and_then(|turns| turns.of(coding.range));
    let speech = turn.map_or(coding.range, |turn| turn.speech);
    let parts = match desk.open.texts.of(source) {
        Ok(text) => split::in_context(&text, coding.range, speech, CONTEXT),
        Err(_) => [String::new(), coding.quote.clone(), String::new()],
    };
    let mut job = LayoutJob::default();
    job.wrap.max_width = ui.available_width().min(780.0);
    for (nth, part) in parts.iter().enumerate() {
        let is_quote = nth == 1;
        let format = TextFormat {
            font_id: reading_font(size::READER),
            color: if is_quote { theme.ink } else { theme.quiet },
            background: if is_quote {
                theme.tint(desk.open.tree.colour(walk.code), crate::theme::Tint::Soft)
            } else {
                egui::Color32::TRANSPARENT
            },
            line_height: Some((size::READER * size::READER_LINE).round()),
            ..TextFormat::default()
        };
        job.append(part, 0.0, format);
    }
    ui.add_space(space::M);
    ui.label(job);
    ui.add_space(space::XS);
    let speaker = turn
        .and_then(|turn| turn.speaker)
        .and_then(|speaker| project.speakers().get(speaker));
    let who = speaker.map_or_else(String::new, |speaker| format!("{}, ", speaker.name));
    let mut place = format!("{who}{}", source.name);
    if coding.code != walk.code {
        place.push_str(" · now “");
        place.push_str(desk.open.code_name(coding.code));
        place.push('”');
    }
    ui.label(
        RichText::new(place)
            .font(strong_font(size::SMALL))
            .color(theme.quiet),
    );
}

/// The codes to send it to, and the making of another one.
fn targets_ui(
    coding: &Coding,
    walk: &mut Walk,
    targets: &[Target],
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let mut chosen = None;
    for (nth, target) in targets.iter().enumerate() {
        let label = format!("{}. {}, {}", nth + 1, target.name, target.count);
        let is_there = coding.code == target.code;
        let (rect, response) = rows::row_ui(ui, desk.theme, size::ROW + 4.0, is_there, &label);
        let painter = ui.painter();
        let digit = if nth < DIGITS.len() {
            format!("{}", nth + 1)
        } else {
            String::new()
        };
        let pen = |font, colour| rows::Pen::of(font, colour);
        pen(strong_font(size::TEXT), desk.theme.accent).left(
            painter,
            rows::left_middle(rect, 8.0),
            &digit,
            18.0,
        );
        chip::paint(
            painter,
            desk.theme,
            desk.open.tree.colour(target.code),
            desk.open.tree.kind(target.code),
            rows::left_middle(rect, 36.0),
        );
        let count = rows::Pen::note(desk.theme).right(
            painter,
            rows::right_middle(rect, 8.0),
            &target.count.to_string(),
            70.0,
        );
        let from = rows::left_middle(rect, 50.0);
        pen(ui_font(size::TEXT), desk.theme.ink).left(
            painter,
            from,
            &target.name,
            count.left() - from.x - 8.0,
        );
        if response.clicked() {
            chosen = Some(target.code);
        }
    }
    if let Some(code) = chosen {
        send(walk, code, out);
    }
    naming_ui(coding.id, walk, ui, out);
}

fn naming_ui(coding: CodingId, walk: &mut Walk, ui: &mut Ui, out: &mut Outbox) {
    ui.add_space(space::XS);
    let Some(mut name) = walk.naming.take() else {
        let text = "New code below it…  N";
        if ui
            .add(egui::Button::new(text).min_size(vec2(160.0, 0.0)))
            .clicked()
        {
            walk.naming = Some(String::new());
        }
        return;
    };
    let field = TextEdit::singleline(&mut name)
        .hint_text("Name of the new code")
        .desired_width(260.0);
    let response = ui.add(field);
    let (enter, escape) = ui.input(|input| {
        (
            input.key_pressed(Key::Enter),
            input.key_pressed(Key::Escape),
        )
    });
    let left = response.lost_focus();
    if !left {
        response.request_focus();
    }
    drop(response.accessible_name("Name of the new code"));
    if left && enter && !name.trim().is_empty() {
        out.ask(Request::Data(DataRequest::RecodeNew {
            codings: vec![coding],
            parent: walk.code,
            name: name.trim().to_owned(),
        }));
        walk.step(true);
    } else if !left && !escape {
        walk.naming = Some(name);
    }
}
