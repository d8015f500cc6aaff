//! Draws one question of the evaluation with its indicators, and the field that asks another.

use egui::{Align, Button, Key, Label, Layout, RichText, ScrollArea, TextEdit, Ui};
use project::{Edit, Evidence, Indicator, Question, QuestionDraft, QuestionId};

use crate::desk::Desk;
use crate::outbox::Outbox;
use crate::theme::{size, space, strong_font, ui_font};
use crate::view::frame::evidence_words;
use crate::widgets::rows;

/// What is remembered of the question that is worked on.
#[derive(Debug, Default)]
pub(super) struct QuestionPanel {
    pub(super) chosen: Option<QuestionId>,
    /// A question being typed, and what it is to stand under.
    new: String,
    heading: String,
    /// The words of the chosen question as they are being typed.
    text: Option<String>,
    /// An indicator being typed.
    indicator: String,
    /// Letters that evidence is looked for by.
    letters: String,
}

impl QuestionPanel {
    pub(super) fn choose(&mut self, question: QuestionId) {
        if self.chosen != Some(question) {
            self.chosen = Some(question);
            self.text = None;
        }
    }
}

/// Draws the chosen question.
pub(super) fn question_ui(panel: &mut QuestionPanel, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    ask_ui(panel, ui, desk, out);
    ui.add_space(space::M);
    let chosen = panel.chosen;
    let question = chosen.and_then(|id| desk.project().questions().get(id));
    let Some(question) = question else {
        let hint = "Click a question to say what would answer it.";
        ui.label(RichText::new(hint).color(desk.theme.quiet));
        return;
    };
    ScrollArea::vertical()
        .id_salt("question")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            words_ui(panel, question, ui, out);
            for nth in 0..question.indicators.len() {
                ui.add_space(space::S);
                indicator_ui(panel, question, nth, desk, ui, out);
            }
            ui.add_space(space::S);
            add_indicator_ui(panel, question, ui, out);
        });
}

/// Draws the field that asks another question.
fn ask_ui(panel: &mut QuestionPanel, ui: &mut Ui, desk: &Desk, out: &mut Outbox) {
    rows::section_head(ui, desk.theme, "Ask a question");
    let wide = f32::INFINITY;
    let field = TextEdit::singleline(&mut panel.new)
        .hint_text("Such as: Is anyone better off?")
        .desired_width(wide);
    let field = ui.add(field).accessible_name("New question");
    let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    ui.horizontal(|ui| {
        let field = TextEdit::singleline(&mut panel.heading)
            .hint_text("Heading, if any")
            .desired_width(220.0);
        drop(ui.add(field).accessible_name("Heading of the question"));
        let can = !panel.new.trim().is_empty();
        if (ui.add_enabled(can, Button::new("Ask")).clicked() || entered) && can {
            let draft = QuestionDraft {
                text: std::mem::take(&mut panel.new),
                heading: panel.heading.clone(),
                ..QuestionDraft::default()
            };
            out.edit(Edit::AddQuestion(draft));
        }
    });
}

fn words_ui(panel: &mut QuestionPanel, question: &Question, ui: &mut Ui, out: &mut Outbox) {
    let text = panel.text.get_or_insert_with(|| question.text.clone());
    let field = TextEdit::multiline(text)
        .font(strong_font(size::TEXT))
        .desired_rows(2)
        .desired_width(f32::INFINITY);
    let response = ui.add(field).accessible_name("The question");
    if response.lost_focus() {
        let words = panel.text.take().unwrap_or_default();
        if words.trim() != question.text && !words.trim().is_empty() {
            revise(question, |draft| draft.text = words, out);
        }
    } else if !response.has_focus() {
        // An undo, or a table that was brought in, shows here as well.
        panel.text = None;
    }
    ui.horizontal(|ui| {
        let small = |text: &str| RichText::new(text).font(ui_font(size::SMALL));
        if ui.link(small("Earlier")).clicked() {
            let position = question.position.saturating_sub(1);
            out.edit(Edit::MoveQuestion(question.id, position));
        }
        if ui.link(small("Later")).clicked() {
            let position = question.position.saturating_add(1);
            out.edit(Edit::MoveQuestion(question.id, position));
        }
        if ui.link(small("Remove question")).clicked() {
            out.edit(Edit::RemoveQuestion(question.id));
        }
    });
}

fn indicator_ui(
    panel: &mut QuestionPanel,
    question: &Question,
    nth: usize,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let Some(indicator) = question.indicators.get(nth) else {
        return;
    };
    let look = desk.theme;
    ui.horizontal(|ui| {
        let name = RichText::new(&indicator.name).font(strong_font(size::SMALL));
        ui.add(Label::new(name.color(look.ink)).truncate());
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let name = format!("Remove indicator {}", indicator.name);
            let remove = ui.small_button("×").on_hover_text(&name);
            if remove.accessible_name(name).clicked() {
                let without = |draft: &mut QuestionDraft| {
                    draft.indicators.remove(nth);
                };
                revise(question, without, out);
            }
        });
    });
    for &evidence in &indicator.evidence {
        let Some(words) = evidence_words(desk.project(), evidence) else {
            continue;
        };
        ui.horizontal(|ui| {
            ui.add_space(space::S);
            let text = RichText::new(&words).font(ui_font(size::SMALL));
            ui.add(Label::new(text.color(look.quiet)).truncate());
            let name = format!("Take out {words}");
            let remove = ui.small_button("×").on_hover_text(&name);
            if remove.accessible_name(name).clicked() {
                let without = |draft: &mut QuestionDraft| {
                    if let Some(indicator) = draft.indicators.get_mut(nth) {
                        indicator.evidence.retain(|&known| known != evidence);
                    }
                };
                revise(question, without, out);
            }
        });
    }
    ui.horizontal(|ui| {
        ui.add_space(space::S);
        let name = format!("Add evidence to {}", indicator.name);
        let menu = ui.menu_button("Add evidence", |ui| {
            if let Some(evidence) = evidence_menu(&mut panel.letters, indicator, desk, ui) {
                let with = |draft: &mut QuestionDraft| {
                    if let Some(indicator) = draft.indicators.get_mut(nth) {
                        indicator.evidence.push(evidence);
                    }
                };
                revise(question, with, out);
            }
        });
        drop(menu.response.accessible_name(name));
    });
}

/// Draws codes, scales and columns to choose from; answers the one chosen.
fn evidence_menu(
    letters: &mut String,
    indicator: &Indicator,
    desk: &Desk,
    ui: &mut Ui,
) -> Option<Evidence> {
    ui.set_min_width(280.0);
    drop(rows::filter_ui(ui, desk.theme, letters, "Find evidence"));
    let project = desk.project();
    let codes = desk.open.tree.order().iter().map(|&id| Evidence::Code(id));
    let scales = project.scales().iter().map(|row| Evidence::Scale(row.id));
    let columns = project.attributes_in_order();
    let columns = columns.into_iter().map(|row| Evidence::Attribute(row.id));
    let wanted = letters.trim().to_lowercase();
    let mut chosen = None;
    ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
        for evidence in codes.chain(scales).chain(columns) {
            if indicator.evidence.contains(&evidence) {
                continue;
            }
            let Some(words) = evidence_words(project, evidence) else {
                continue;
            };
            if words.to_lowercase().contains(&wanted) && ui.button(words).clicked() {
                chosen = Some(evidence);
                ui.close();
            }
        }
    });
    chosen
}

fn add_indicator_ui(panel: &mut QuestionPanel, question: &Question, ui: &mut Ui, out: &mut Outbox) {
    ui.horizontal(|ui| {
        let field = TextEdit::singleline(&mut panel.indicator)
            .hint_text("Another indicator")
            .desired_width(220.0);
        let field = ui.add(field).accessible_name("New indicator");
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let can = !panel.indicator.trim().is_empty();
        if (ui.add_enabled(can, Button::new("Add")).clicked() || entered) && can {
            let name = std::mem::take(&mut panel.indicator);
            let evidence = Vec::new();
            let with =
                |draft: &mut QuestionDraft| draft.indicators.push(Indicator { name, evidence });
            revise(question, with, out);
        }
    });
}

/// Asks for the question with one thing changed.
fn revise(question: &Question, change: impl FnOnce(&mut QuestionDraft), out: &mut Outbox) {
    let mut draft = QuestionDraft {
        id: None,
        text: question.text.clone(),
        heading: question.heading.clone(),
        indicators: question.indicators.clone(),
    };
    change(&mut draft);
    out.edit(Edit::ReviseQuestion(question.id, draft));
}
