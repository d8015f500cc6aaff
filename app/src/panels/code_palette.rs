//! Draws the code palette at the caret: type to find a code or make one, Enter applies.

use codebooks::CodeId;
use egui::{Align2, Area, Frame, Id, Order, Pos2, Rect, RichText, TextEdit, Ui, Vec2, pos2, vec2};
use project::Seq;

use crate::desk::{Desk, Kept};
use crate::outbox::{Outbox, Request};
use crate::theme::{size, space, strong_font, ui_font};
use crate::view::typed::{self, CodeChoice};
use crate::widgets::icon::{self, Icon};
use crate::widgets::picker::{Picked, Picker, Rows};
use crate::widgets::rows::Pen;
use crate::widgets::{chip, rows};

/// What the code palette remembers while it is open.
#[derive(Debug, Default)]
pub struct CodePalette {
    picker: Picker,
    rows: Kept<(Seq, String, Option<CodeId>), Vec<CodeChoice>>,
    /// The choice that waits for a memo, and the memo so far.
    memo: Option<(CodeChoice, String)>,
}

const WIDTH: f32 = 400.0;
const HEIGHT: f32 = 320.0;

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
    let theme = desk.theme;
    let (at, pivot) = beside(caret, vec2(WIDTH, HEIGHT + 84.0), ui);
    let area = Area::new(Id::unique("code palette"))
        .order(Order::Foreground)
        .fixed_pos(at)
        .pivot(pivot)
        .constrain(true);
    let shown = area.show(ui.ctx(), |ui| {
        Frame::popup(ui.style()).show(ui, |ui| {
            ui.set_width(WIDTH);
            if palette.memo.is_some() {
                memo_ui(palette, desk, ui, out);
            } else {
                list_ui(palette, desk, ui, out);
            }
            ui.add_space(space::XS);
            let hint = if palette.memo.is_some() {
                "Ctrl+Enter codes with the memo · Esc goes back"
            } else {
                "Enter codes · Ctrl+Enter adds a memo · 1–9 recent · Esc leaves"
            };
            ui.label(
                RichText::new(hint)
                    .font(ui_font(size::SMALL))
                    .color(theme.faint),
            );
        });
    });
    if ui.input(|input| {
        input.pointer.primary_pressed()
            && input
                .pointer
                .interact_pos()
                .is_some_and(|at| !shown.response.rect.contains(at))
    }) {
        out.ask(Request::CloseSheet);
    }
}

/// Where a sheet of that size stands: below the caret, or above it where there is no room below.
pub(super) fn beside(caret: Option<Rect>, size: Vec2, ui: &Ui) -> (Pos2, Align2) {
    let screen = ui.ctx().content_rect();
    let caret = caret
        .filter(|caret| screen.contains(caret.center()))
        .unwrap_or_else(|| Rect::from_center_size(screen.center(), vec2(1.0, 1.0)));
    let above = caret.bottom() + size.y + 6.0 > screen.bottom();
    let x = caret.left().clamp(
        screen.left() + 8.0,
        (screen.right() - size.x - 24.0).max(screen.left() + 8.0),
    );
    if above {
        (pos2(x, caret.top() - 6.0), Align2::LEFT_BOTTOM)
    } else {
        (pos2(x, caret.bottom() + 6.0), Align2::LEFT_TOP)
    }
}

fn list_ui(palette: &mut CodePalette, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let CodePalette {
        picker,
        rows: kept,
        memo,
    } = palette;
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
        digits: true,
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
                apply(&choice, String::new(), out);
            }
        }
        Picked::RowAndMore(at) => *memo = taken(at).map(|choice| (choice, String::new())),
        Picked::Digit(digit) => {
            if let Some(&code) = desk.state.recent.get(usize::from(digit) - 1) {
                out.ask(Request::Apply(code, String::new()));
                out.ask(Request::CloseSheet);
            }
        }
        Picked::Left => out.ask(Request::CloseSheet),
    }
}

fn apply(choice: &CodeChoice, memo: String, out: &mut Outbox) {
    match choice {
        CodeChoice::Known { code, .. } => out.ask(Request::Apply(*code, memo)),
        CodeChoice::New { parent, name, .. } => out.ask(Request::ApplyNew {
            parent: *parent,
            name: name.clone(),
            memo,
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

fn known_ui(shown: (CodeId, &str, &str), digit: Option<u8>, rect: Rect, desk: &Desk, ui: &Ui) {
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
    let drawn = Pen::text(theme).left(painter, from, name, rect.width() - 60.0);
    let room = rect.right() - 44.0 - drawn.right();
    if room > 30.0 {
        let at = pos2(drawn.right() + 8.0, rect.center().y);
        Pen::note(theme).left(painter, at, above, room);
    }
    if let Some(digit) = digit {
        let pen = Pen::of(strong_font(size::SMALL), theme.faint);
        pen.right(
            painter,
            rows::right_middle(rect, 12.0),
            &digit.to_string(),
            20.0,
        );
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
        apply(choice, text.trim().to_owned(), out);
    } else if back {
        palette.memo = None;
    }
}
