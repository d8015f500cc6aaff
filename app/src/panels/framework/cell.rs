//! Draws one cell of the framework matrix: its summary to be written, and the excerpts it is written on.

use analysis::{CellSummary, Framework, FrameworkCell};
use codebooks::CodeId;
use egui::{Frame, Key, Label, Margin, RichText, ScrollArea, Sense, TextEdit, Ui};
use project::{CodingId, Edit, Holder, NewSummary};

use crate::desk::Desk;
use crate::outbox::{Outbox, Request};
use crate::theme::{reading_font, size, space, strong_font, ui_font};
use crate::view::framework::{beneath, leaf};
use crate::widgets::rows;

/// What is remembered of the cell that is worked on.
#[derive(Debug, Default)]
pub(super) struct CellPanel {
    chosen: Option<(Holder, CodeId)>,
    draft: Option<Draft>,
}

/// What is being written, and what stood there when it was begun.
#[derive(Debug)]
struct Draft {
    cell: (Holder, CodeId),
    text: String,
    given: String,
}

impl CellPanel {
    pub(super) fn is_on(&self, of: Holder, code: CodeId) -> bool {
        self.chosen == Some((of, code))
    }

    pub(super) fn choose(&mut self, of: Holder, code: CodeId) {
        self.chosen = Some((of, code));
    }
}

/// Draws the chosen cell.
pub(super) fn cell_ui(
    panel: &mut CellPanel,
    found: &Framework,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    // What was typed goes with its own cell, wherever the person has gone meanwhile.
    let left = panel
        .draft
        .take_if(|draft| panel.chosen != Some(draft.cell));
    if let Some(draft) = left {
        save(&draft, found, out);
    }
    let chosen = panel.chosen.and_then(|(of, code)| {
        let row = found.rows.iter().find(|row| row.of == of)?;
        let column = found.themes.iter().position(|theme| theme.code == code)?;
        Some((row, &found.themes[column], &row.cells[column]))
    });
    let Some((row, theme, cell)) = chosen else {
        let more =
            "Click one: its excerpts stand here, and you write what the case says on the theme.";
        rows::empty_ui(ui, desk.theme, "No cell chosen", more);
        return;
    };
    let look = desk.theme;
    let title = format!("{} on {}", row.case, leaf(&theme.path));
    let title = RichText::new(title).font(strong_font(size::TITLE));
    ui.add(Label::new(title.color(look.ink)).wrap());
    let given = cell.summary.as_ref().map_or("", |row| row.text.as_str());
    let draft = panel.draft.get_or_insert_with(|| Draft {
        cell: (row.of, theme.code),
        text: given.to_owned(),
        given: given.to_owned(),
    });
    // What came from elsewhere, an undo for one, shows unless something else is being typed.
    if draft.text == draft.given && draft.given != given {
        given.clone_into(&mut draft.text);
    }
    given.clone_into(&mut draft.given);
    write_ui(draft, cell, found, desk, ui, out);
    ui.add_space(space::S);
    let head = match beneath(cell) {
        words if words.is_empty() => "No excerpts".to_owned(),
        words => words,
    };
    rows::section_head(ui, look, &head);
    ScrollArea::vertical()
        .id_salt("framework excerpts")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            for &coding in &cell.codings {
                excerpt_ui(coding, draft, desk, ui, out);
            }
        });
}

fn write_ui(
    draft: &mut Draft,
    cell: &FrameworkCell,
    found: &Framework,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let field = TextEdit::multiline(&mut draft.text)
        .hint_text("What does this case say on it?")
        .desired_rows(5)
        .desired_width(f32::INFINITY);
    let response = ui.add(field).accessible_name("Summary");
    let by_key = response.has_focus()
        && ui.input_mut(|input| input.consume_key(egui::Modifiers::COMMAND, Key::Enter));
    let is_new = draft.text.trim() != draft.given.trim();
    ui.horizontal(|ui| {
        let clicked = ui
            .add_enabled(is_new, egui::Button::new("Save summary"))
            .on_hover_text("Ctrl+Enter. It is saved too when you go to another cell.")
            .clicked();
        if clicked || (by_key && is_new) || (response.lost_focus() && is_new) {
            save(draft, found, out);
        }
        let is_old = cell.summary.as_ref().is_some_and(CellSummary::is_outdated);
        let still =
            "The excerpts have changed since this was written; it still says what they say.";
        if is_old && !is_new && ui.button("Still right").on_hover_text(still).clicked() {
            write(draft, found, out);
        }
        let written = cell.summary.as_ref().and_then(|summary| {
            let coder = desk.project().coders().get(summary.coder)?;
            Some(format!("by {}", coder.name))
        });
        if let Some(written) = written {
            let written = RichText::new(written).font(ui_font(size::SMALL));
            ui.label(written.color(desk.theme.quiet));
        }
    });
}

/// Writes what was typed, if that is anything new.
fn save(draft: &Draft, found: &Framework, out: &mut Outbox) {
    if draft.text.trim() != draft.given.trim() {
        write(draft, found, out);
    }
}

fn write(draft: &Draft, found: &Framework, out: &mut Outbox) {
    let (of, code) = draft.cell;
    let column = found.themes.iter().position(|theme| theme.code == code);
    let row = found.rows.iter().find(|row| row.of == of);
    let cell = row.zip(column).and_then(|(row, at)| row.cells.get(at));
    let codings: Vec<CodingId> = cell.map(|cell| cell.codings.clone()).unwrap_or_default();
    let summary = NewSummary {
        of,
        code,
        text: draft.text.trim().to_owned(),
        codings,
    };
    out.edit(Edit::WriteSummary(summary));
}

fn excerpt_ui(coding: CodingId, draft: &mut Draft, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let look = desk.theme;
    let project = desk.project();
    let Some(coding) = project.codings().get(coding) else {
        return;
    };
    let source = project.sources().get(coding.source);
    let name = source.map_or("", |source| source.name.as_str());
    let speaker = project.speaker_at(coding.source, coding.range);
    let speaker = speaker.map_or("", |speaker| speaker.name.as_str());
    let code = desk.open.code_name(coding.code);
    let frame = Frame::new()
        .fill(look.panel)
        .corner_radius(size::ROUND)
        .inner_margin(Margin::symmetric(9, 7));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width() - 6.0);
        let quote = RichText::new(&coding.quote).font(reading_font(size::TEXT));
        let quote = Label::new(quote.color(look.ink))
            .wrap()
            .sense(Sense::click());
        let quote = ui.add(quote).on_hover_text("Read it where it stands");
        if quote.clicked() {
            out.ask(Request::Go(coding.source, coding.range));
        }
        ui.horizontal_wrapped(|ui| {
            let by = [name, speaker, code]
                .into_iter()
                .filter(|part| !part.is_empty());
            let by = by.collect::<Vec<_>>().join(" · ");
            let by = RichText::new(by).font(ui_font(size::SMALL));
            ui.label(by.color(look.quiet));
            let add = RichText::new("Add to summary").font(ui_font(size::SMALL));
            if ui.link(add).clicked() {
                if !draft.text.trim().is_empty() {
                    draft.text.push('\n');
                }
                let quote = format!("“{}” ({name})", coding.quote.trim());
                draft.text.push_str(&quote);
            }
        });
    });
}
