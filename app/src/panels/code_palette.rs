//! Draws the code palette at the caret: type to find a code or make one, Enter applies.

use codebooks::CodeId;
use egui::{Button, KeyboardShortcut, Rect, RichText, TextEdit, Ui, pos2, vec2};
use project::{Seq, Weight};

use crate::action::Action;
use crate::desk::{Desk, Kept};
use crate::outbox::{Outbox, Request, With};
use crate::shortcuts::Shortcuts;
use crate::theme::{size, space, strong_font, ui_font};
use crate::view::typed::{self, CodeChoice};
use crate::view::weights;
use crate::widgets::icon::{self, Icon};
use crate::widgets::picker::{Picked, Picker, Rows};
use crate::widgets::popup::Popup;
use crate::widgets::rows::Pen;
use crate::widgets::{chip, rows};

/// What the code palette remembers while it is open.
#[derive(Debug, Default)]
pub struct CodePalette {
    picker: Picker,
    rows: Kept<(Seq, String, Option<CodeId>), Vec<CodeChoice>>,
    /// The choice that waits for a memo, and the memo so far.
    memo: Option<(CodeChoice, String)>,
    /// The weight the coding will have.
    weight: Option<Weight>,
}

const WIDTH: f32 = 400.0;
const HEIGHT: f32 = 320.0;
/// How many recent codes have keys.
const RECENT: u8 = 9;

impl CodePalette {
    /// Empties the palette for the next selection.
    pub fn reset(&mut self) {
        *self = Self::default();
    }
}

/// Draws the palette below the caret, or above it where there is no room below.
pub fn code_palette_ui(
    palette: &mut CodePalette,
    desk: &Desk,
    caret: Option<Rect>,
    ui: &Ui,
    out: &mut Outbox,
) {
    let popup = Popup {
        name: "code palette",
        near: caret,
        width: WIDTH,
        height: HEIGHT + 112.0,
    };
    let leaves = popup.show(ui, |ui| {
        weight_keys(&mut palette.weight, desk, ui);
        if palette.memo.is_some() {
            memo_ui(palette, desk, ui, out);
        } else {
            list_ui(palette, desk, ui, out);
        }
        ui.add_space(space::XS);
        weight_ui(&mut palette.weight, desk, ui);
        ui.add_space(space::XS);
        ui.label(
            RichText::new(hint_of(palette.memo.is_some(), &desk.standing.keys))
                .font(ui_font(size::SMALL))
                .color(desk.theme.faint),
        );
    });
    if leaves {
        out.ask(Request::CloseSheet);
    }
}

/// What keys do here, in a line.
fn hint_of(writes: bool, keys: &Shortcuts) -> &'static str {
    let shipped = (1..=RECENT).all(|nth| !keys.is_changed(Action::RecentCode(nth)));
    match (writes, shipped) {
        (true, _) => "Ctrl+Enter codes with the memo · Esc goes back",
        (false, true) => "Enter codes · Ctrl+Enter adds a memo · 1–9 recent · Esc leaves",
        (false, false) => "Enter codes · Ctrl+Enter adds a memo · Esc leaves",
    }
}

/// Reads the keys that give a weight. They are read before the field and the list see them: Alt with an arrow is an
/// arrow to those.
fn weight_keys(weight: &mut Option<Weight>, desk: &Desk, ui: &Ui) {
    let keys = &desk.standing.keys;
    let pressed = |action| {
        let mut keys = keys.beside_typing(action);
        keys.any(|key| ui.input_mut(|input| input.consume_shortcut(&key)))
    };
    for (action, up) in [(Action::WeightUp, true), (Action::WeightDown, false)] {
        if pressed(action) {
            *weight = weights::step(*weight, up);
        }
    }
    if pressed(Action::NoWeight) {
        *weight = None;
    }
}

/// Draws the weight the coding will have, to be clicked.
fn weight_ui(weight: &mut Option<Weight>, desk: &Desk, ui: &mut Ui) {
    let theme = desk.theme;
    let small = |text: String, colour| RichText::new(text).font(ui_font(size::SMALL)).color(colour);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 3.0;
        ui.label(small("Weight ".to_owned(), theme.quiet));
        for (value, says) in weights::CHOICES.into_iter().rev() {
            let own = Weight::new(value);
            let chosen = *weight == own;
            let text = weights::weight_text(value);
            let button =
                Button::selectable(chosen, RichText::new(&text).font(ui_font(size::SMALL)))
                    .min_size(vec2(30.0, 0.0));
            let name = format!("Weight {text}, {says}");
            let response = ui.add(button).on_hover_text(says).accessible_name(&name);
            if response.clicked() {
                *weight = if chosen { None } else { own };
            }
        }
        let keys = &desk.standing.keys;
        let mut ways = [Action::WeightUp, Action::WeightDown]
            .map(|action| keys.beside_typing(action).next())
            .into_iter()
            .flatten()
            .map(|key| ui.ctx().format_shortcut(&key));
        let said = match (*weight, ways.next(), ways.next()) {
            (Some(weight), _, _) => weights::weight_words(Some(weight)),
            (None, Some(up), Some(down)) => format!("{up} or {down}"),
            (None, _, _) => weights::weight_words(None),
        };
        ui.add_space(space::XS);
        ui.label(small(said, theme.faint));
    });
}

fn list_ui(palette: &mut CodePalette, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let CodePalette {
        picker,
        rows: kept,
        memo,
        weight,
    } = palette;
    let weight = *weight;
    let letters = picker.letters.clone();
    let make = |letters: &str| {
        typed::code_choices(
            &desk.open.tree,
            &desk.state.recent,
            desk.state.code,
            letters,
        )
    };
    let choices = kept.get((desk.open.seq(), letters.clone(), desk.state.code), || {
        make(&letters)
    });
    let list = Rows {
        count: choices.len(),
        height: HEIGHT,
        keys: &recent_keys(&desk.standing.keys),
        name: "Codes",
    };
    let picked = picker.ui(
        ui,
        desk.theme,
        "Find or make a code",
        &list,
        |ui, at, marked| choice_ui(choices.get(at), marked, desk, ui),
    );
    let taken = |at: usize| choices.get(at).cloned();
    match picked {
        Picked::Nothing => {}
        Picked::Row(at) => {
            if let Some(choice) = taken(at) {
                apply(&choice, String::new(), weight, out);
            }
        }
        Picked::RowAndMore(at) => *memo = taken(at).map(|choice| (choice, String::new())),
        Picked::Key(nth) => {
            if let Some(&code) = desk.state.recent.get(usize::from(nth) - 1) {
                let memo = String::new();
                out.ask(Request::Apply(code, With { memo, weight }));
                out.ask(Request::CloseSheet);
            }
        }
        Picked::Left => out.ask(Request::CloseSheet),
    }
}

/// The keys of all recent codes, each with the place of its code among them.
fn recent_keys(keys: &Shortcuts) -> Vec<(KeyboardShortcut, u8)> {
    let of = |nth| keys.beside_empty(nth).map(move |key| (key, nth));
    (1..=RECENT).flat_map(of).collect()
}

fn apply(choice: &CodeChoice, memo: String, weight: Option<Weight>, out: &mut Outbox) {
    let with = With { memo, weight };
    match choice {
        CodeChoice::Known { code, .. } => out.ask(Request::Apply(*code, with)),
        CodeChoice::New { parent, name, .. } => out.ask(Request::ApplyNew {
            parent: *parent,
            name: name.clone(),
            with,
        }),
    }
    out.ask(Request::CloseSheet);
}

/// What a row is called: for people who hear it.
fn label_of(choice: &CodeChoice) -> String {
    match choice {
        CodeChoice::Known { name, above, .. } if above.is_empty() => format!("Code with {name}"),
        CodeChoice::Known { name, above, .. } => format!("Code with {above} / {name}"),
        CodeChoice::New { name, under, .. } if under.is_empty() => {
            format!("New code “{name}” at the top")
        }
        CodeChoice::New { name, under, .. } => format!("New code “{name}” under {under}"),
    }
}

pub(super) fn choice_ui(
    choice: Option<&CodeChoice>,
    marked: bool,
    desk: &Desk,
    ui: &mut Ui,
) -> (Rect, bool) {
    let Some(choice) = choice else {
        return (Rect::NOTHING, false);
    };
    let (rect, response) = rows::row_ui(ui, desk.theme, size::ROW + 2.0, marked, &label_of(choice));
    if ui.is_rect_visible(rect) {
        match choice {
            CodeChoice::Known {
                code,
                name,
                above,
                digit,
            } => {
                known_ui((*code, name, above), *digit, rect, desk, ui);
            }
            CodeChoice::New {
                name,
                under,
                parent,
            } => new_ui(name, under, *parent, rect, desk, ui),
        }
    }
    (rect, response.clicked())
}

/// Draws a code's chip and names in a row, and the key that applies it.
pub(super) fn known_ui(
    shown: (CodeId, &str, &str),
    digit: Option<u8>,
    rect: Rect,
    desk: &Desk,
    ui: &Ui,
) {
    let (code, name, above) = shown;
    let (theme, tree, painter) = (desk.theme, &desk.open.tree, ui.painter());
    chip::paint(
        painter,
        theme,
        tree.colour(code),
        tree.kind(code),
        rows::left_middle(rect, 16.0),
    );
    let from = rows::left_middle(rect, 32.0);
    let key = digit.and_then(|nth| desk.standing.keys.beside_empty(nth).next());
    let mut right = rect.right() - 12.0;
    if let Some(key) = key {
        let pen = Pen::of(strong_font(size::SMALL), theme.faint);
        let text = ui.ctx().format_shortcut(&key);
        let drawn = pen.right(painter, rows::right_middle(rect, 12.0), &text, 90.0);
        right = drawn.left() - 8.0;
    }
    let drawn = Pen::text(theme).left(painter, from, name, right - from.x);
    let room = right - 8.0 - drawn.right();
    if room > 30.0 {
        let at = pos2(drawn.right() + 8.0, rect.center().y);
        Pen::note(theme).left(painter, at, above, room);
    }
}

fn new_ui(name: &str, under: &str, parent: Option<CodeId>, rect: Rect, desk: &Desk, ui: &Ui) {
    let (theme, painter) = (desk.theme, ui.painter());
    let kind = typed::kind_under(&desk.open.tree, parent);
    let own = parent.map(|parent| desk.open.tree.colour(parent));
    let colour = theme.code(own.unwrap_or(codebooks::Colour::of_kind(kind)));
    let spot = rows::left_middle(rect, 16.0);
    let frame = Rect::from_center_size(spot, vec2(chip::SIDE, chip::SIDE));
    painter.rect_stroke(frame, 4.0, (1.3, colour), egui::StrokeKind::Inside);
    icon::paint(painter, Icon::Plus, spot, 8.0, colour);
    let place = if under.is_empty() {
        "at the top".to_owned()
    } else {
        format!("under {under}")
    };
    let from = rows::left_middle(rect, 32.0);
    let text = format!("New code “{name}”");
    let drawn = Pen::text(theme).left(painter, from, &text, rect.width() - 150.0);
    let at = pos2(drawn.right() + 8.0, rect.center().y);
    Pen::note(theme).left(
        painter,
        at,
        &place,
        (rect.right() - drawn.right() - 16.0).max(1.0),
    );
}

fn memo_ui(palette: &mut CodePalette, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let Some((choice, text)) = &mut palette.memo else {
        return;
    };
    ui.label(
        RichText::new(label_of(choice))
            .font(strong_font(size::TEXT))
            .color(desk.theme.ink),
    );
    let (send, back) = ui.input_mut(|input| {
        (
            input.consume_key(egui::Modifiers::COMMAND, egui::Key::Enter),
            input.consume_key(egui::Modifiers::NONE, egui::Key::Escape),
        )
    });
    let field = ui
        .add(
            TextEdit::multiline(text)
                .hint_text("What you think here")
                .desired_rows(4)
                .desired_width(f32::INFINITY),
        )
        .accessible_name("Memo");
    if !field.has_focus() {
        field.request_focus();
    }
    if send {
        apply(choice, text.trim().to_owned(), palette.weight, out);
    } else if back {
        palette.memo = None;
    }
}
