//! Draws the bar above the reader in which one types what to find in the open source.

use egui::{ComboBox, Frame, Id, Key, Margin, Modifiers, Response, RichText, TextEdit, Ui};
use index::Find;

use crate::data::{CodeFound, DataRequest};
use crate::desk::{Desk, Finding, Side};
use crate::outbox::{Outbox, Request};
use crate::panels::code_picker::{CodePicker, code_picker_ui};
use crate::theme::{size, strong_font, ui_font};
use crate::view::find;
use crate::view::passages::Span;
use crate::view::sources::counted;
use crate::widgets::icon::{self, Icon};

/// What the bar remembers.
#[derive(Debug, Default)]
pub(crate) struct FindBar {
    text: String,
    /// The wish for the bar that was granted last.
    granted: u64,
    span: Span,
    picker: CodePicker,
}

fn field_id() -> Id {
    Id::unique("find in this source")
}

/// Draws the bar, if it is open.
pub(super) fn find_ui(bar: &mut FindBar, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let Some(finding) = &desk.state.finding else {
        return;
    };
    let newly = bar.granted != finding.asked;
    if newly {
        bar.granted = finding.asked;
        bar.text.clone_from(&finding.find.text);
    }
    let frame = Frame::new()
        .fill(desk.theme.bar)
        .inner_margin(Margin::symmetric(14, 6));
    frame.show(ui, |ui| {
        ui.horizontal(|ui| {
            field_ui(bar, finding, newly, desk.side, ui, out);
            ways_ui(finding, ui, out);
            found_ui(finding, desk, ui, out);
            code_ui(bar, finding, desk, ui, out);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if icon::button_ui(ui, desk.theme, Icon::Close, true, "Close finding").clicked() {
                    out.ask(Request::StopFinding);
                }
            });
        });
    });
}

fn field_ui(
    bar: &mut FindBar,
    finding: &Finding,
    newly: bool,
    side: Side,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let has_focus = ui.memory(|memory| memory.has_focus(field_id()));
    // Taken before the field sees them: Enter walks on and the field keeps the keyboard.
    let key =
        |held: Modifiers, key: Key| has_focus && ui.input_mut(|input| input.consume_key(held, key));
    let back = key(Modifiers::SHIFT, Key::Enter);
    let forth = key(Modifiers::NONE, Key::Enter);
    let leave = key(Modifiers::NONE, Key::Escape);
    let width = (ui.available_width() * 0.32).clamp(140.0, 300.0);
    let edit = TextEdit::singleline(&mut bar.text)
        .id(field_id())
        .hint_text("Find in this source")
        .font(ui_font(size::TEXT))
        .desired_width(width);
    let shown = edit.show(ui);
    let response = shown.response.response;
    if newly {
        response.request_focus();
        let mut state = shown.state;
        let all = egui::text::CCursorRange::two(
            egui::text::CCursor::new(0),
            egui::text::CCursor::new(bar.text.chars().count()),
        );
        state.cursor.set_char_range(Some(all));
        state.store(ui.ctx(), response.id);
    }
    if !finding.trouble.is_empty() {
        response.clone().on_hover_text(&finding.trouble);
    }
    let changed = response.changed();
    named(&response, "Find in this source");
    if changed {
        out.ask(Request::Find(Find {
            text: bar.text.clone(),
            ..finding.find.clone()
        }));
    }
    if back || forth {
        out.ask(Request::FindStep(forth));
    }
    if leave {
        out.ask(Request::StopFinding);
        ui.memory_mut(|memory| memory.request_focus(super::id(side)));
    }
}

fn named(response: &Response, name: &str) {
    response
        .widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::TextInput, true, name));
}

/// How it is found: capitals, whole words, regular expression.
fn ways_ui(finding: &Finding, ui: &mut Ui, out: &mut Outbox) {
    let now = &finding.find;
    let ways = [
        ("Aa", "Capitals matter", now.case),
        ("W", "Whole words only", now.whole_word),
        (".*", "Regular expression", now.regex),
    ];
    for (nth, (letters, name, on)) in ways.into_iter().enumerate() {
        let button = ui.selectable_label(on, letters).on_hover_text(name);
        button.widget_info(|| {
            egui::WidgetInfo::selected(egui::accesskit::Role::CheckBox, true, on, name)
        });
        if button.clicked() {
            let mut find = now.clone();
            match nth {
                0 => find.case = !on,
                1 => find.whole_word = !on,
                _ => find.regex = !on,
            }
            out.ask(Request::Find(find));
            ui.memory_mut(|memory| memory.request_focus(field_id()));
        }
    }
}

/// How many there are, and the way from one to the next.
fn found_ui(finding: &Finding, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    if finding.find.text.is_empty() {
        return;
    }
    let any = !finding.found.is_empty();
    for (letters, name, forward) in [("‹", "Previous match", false), ("›", "Next match", true)]
    {
        let button = ui.add_enabled(any, egui::Button::new(letters));
        button.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::Button, any, name));
        let keys = if forward { "Enter" } else { "Shift+Enter" };
        if button.on_hover_text(format!("{name} ({keys})")).clicked() {
            out.ask(Request::FindStep(forward));
        }
    }
    let (words, colour) = if finding.trouble.is_empty() {
        let words = find::summary(finding.found.len(), finding.at, finding.hidden);
        (
            words,
            if any {
                desk.theme.quiet
            } else {
                desk.theme.warn
            },
        )
    } else {
        (finding.trouble.clone(), desk.theme.bad)
    };
    ui.label(
        RichText::new(words)
            .font(ui_font(size::SMALL))
            .color(colour),
    );
}

/// The controls that code all that was found, in one step.
fn code_ui(bar: &mut FindBar, finding: &Finding, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let Some(source) = desk.place.source.filter(|_| !finding.found.is_empty()) else {
        return;
    };
    ui.separator();
    let text = RichText::new("Code all…").font(strong_font(size::SMALL));
    let button = ui
        .button(text)
        .on_hover_text("Code every match, its sentence or its turn, as one step.");
    ComboBox::from_id_salt("find span")
        .selected_text(bar.span.title())
        .width(112.0)
        .show_ui(ui, |ui| {
            for span in Span::ALL {
                ui.selectable_value(&mut bar.span, span, span.title());
            }
        });
    if button.clicked() {
        bar.picker.open();
    }
    let count = u64::try_from(finding.found.len()).unwrap_or(u64::MAX);
    let title = format!(
        "Code {}, {}",
        counted(count, "match", "matches"),
        bar.span.title()
    );
    if let Some(code) = code_picker_ui(&mut bar.picker, &title, button.rect, true, desk, ui) {
        let places = find::places_of(desk.project(), source, &finding.found);
        let span = bar.span;
        out.ask(Request::Data(DataRequest::CodeFound(Box::new(CodeFound {
            places,
            span,
            code,
        }))));
    }
}
