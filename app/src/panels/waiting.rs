//! Draws the files that wait to be imported: the list, and what the chosen one becomes, to be put right before it is
//! taken in.

use egui::{
    Align, Align2, ComboBox, Grid, Id, Key, Label, Layout, Modifiers, Rect, RichText, ScrollArea,
    TextEdit, Ui, Window, vec2,
};
use interchange::transcripts::{ColumnUse, SpeakerRule};
use project::SpeakerRole;

use super::details::{kind_box, language_box};
use crate::desk::Desk;
use crate::intake::SameName;
use crate::intake::waiting::{
    Change, Content, Reread, Shared, Waiting, WaitingFile, WaitingSource,
};
use crate::outbox::{Outbox, Request};
use crate::theme::{Theme, reading_font, size, space, strong_font, ui_font};
use crate::view::sources::counted;
use crate::view::waiting::{self, Standing};
use crate::widgets::rows::{self, Pen};
use crate::widgets::typed_field::{TypedField, typed_field_ui};
use crate::widgets::working::working_ui;

/// What the sheet remembers while files wait.
#[derive(Debug, Default)]
pub struct WaitingPanel {
    /// What is being typed, of which file and in which field.
    typed: Option<((usize, Field), String)>,
    /// Whether a field or a list had the keyboard in the last frame: the Escape that leaves it leaves nothing else.
    held: bool,
    /// The file that was brought into sight in the list last.
    revealed: usize,
}

/// A field in which something is typed; speakers are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Speaker(usize),
    SpeakerCase(usize),
    SpeakerGroup(usize),
    Case,
}

impl Field {
    /// The change that takes what was typed.
    fn change(self, words: String) -> Change {
        match self {
            Self::Speaker(nth) => Change::Speaker(nth, words),
            Self::SpeakerCase(nth) => Change::SpeakerCase(nth, words),
            Self::SpeakerGroup(nth) => Change::SpeakerGroup(nth, words),
            Self::Case => Change::Case(words),
        }
    }
}

const SIZE: egui::Vec2 = vec2(980.0, 640.0);
/// Of a large window, what it takes.
const SHARE: egui::Vec2 = vec2(0.68, 0.86);
const LIST: f32 = 290.0;
/// How wide a line of speech is at most: longer ones are hard to read.
const LINE: f32 = 760.0;

/// Draws the files that wait.
pub fn waiting_ui(panel: &mut WaitingPanel, desk: &Desk, ui: &Ui, out: &mut Outbox) {
    let Some(waiting) = &desk.state.waiting else {
        return;
    };
    let room = ui.ctx().content_rect().size() - vec2(60.0, 110.0);
    let size = SIZE.max(room * SHARE).min(room);
    let list = (size.x * 0.28).clamp(LIST, 460.0);
    Window::new("Import")
        .id(Id::unique("waiting"))
        .title_bar(false)
        .resizable(false)
        .anchor(Align2::CENTER_CENTER, vec2(0.0, 6.0))
        .fixed_size(size)
        .show(ui.ctx(), |ui| {
            ui.set_min_size(size);
            head_ui(waiting, desk.theme, ui);
            let height = size.y - 88.0;
            let across = Layout::left_to_right(Align::Min);
            ui.allocate_ui_with_layout(vec2(size.x, height), across, |ui| {
                ui.allocate_ui_with_layout(
                    vec2(list, height),
                    Layout::top_down(Align::Min),
                    |ui| {
                        list_ui(panel, waiting, height, desk.theme, ui, out);
                    },
                );
                ui.separator();
                let beside = vec2(size.x - list - 30.0, height);
                ui.allocate_ui_with_layout(beside, Layout::top_down(Align::Min), |ui| {
                    if let Some(file) = waiting.files.get(waiting.chosen) {
                        let several = waiting.transcripts() > 1;
                        file_ui(panel, waiting.chosen, (file, several), desk.theme, ui, out);
                    }
                });
            });
            let has_keys = desk.state.sheet.is_none() && !egui::Popup::is_any_open(ui.ctx());
            foot_ui(waiting, has_keys, desk.theme, ui, out);
        });
    let held = ui.ctx().text_edit_focused() || egui::Popup::is_any_open(ui.ctx());
    let free = desk.state.sheet.is_none() && !held && !panel.held;
    panel.held = held;
    if free && ui.input(|input| input.key_pressed(Key::Escape)) {
        out.ask(Request::LeaveWaiting);
    }
    let nothing_has_keys = ui.memory(|memory| memory.focused().is_none());
    if free && nothing_has_keys {
        step(waiting, ui, out);
    }
}

/// Goes from file to file with the arrow keys.
fn step(waiting: &Waiting, ui: &Ui, out: &mut Outbox) {
    let end = waiting.files.len().saturating_sub(1);
    let (down, up) = ui.input(|input| {
        (
            input.key_pressed(Key::ArrowDown),
            input.key_pressed(Key::ArrowUp),
        )
    });
    let to = match (down, up) {
        (true, _) => (waiting.chosen + 1).min(end),
        (_, true) => waiting.chosen.saturating_sub(1),
        (false, false) => return,
    };
    out.ask(Request::Waiting(to, Change::Choose));
}

fn head_ui(waiting: &Waiting, theme: &Theme, ui: &mut Ui) {
    ui.horizontal(|ui| {
        let title = RichText::new("Before it comes in").font(strong_font(size::HEADING));
        ui.label(title.color(theme.ink));
        let note = if waiting.reading {
            format!("Reading, {} so far …", waiting.files.len())
        } else {
            "Look, put right what was read wrongly, then import. Nothing is in the project yet."
                .to_owned()
        };
        ui.label(RichText::new(note).color(theme.quiet));
    });
    ui.add_space(space::XS);
}

fn foot_ui(waiting: &Waiting, has_keys: bool, theme: &Theme, ui: &mut Ui, out: &mut Outbox) {
    ui.add_space(space::XS);
    ui.horizontal(|ui| {
        let ready = waiting.taken() > 0
            && !waiting.reading
            && !waiting.files.iter().any(|file| file.reading);
        ui.add_enabled_ui(ready, |ui| {
            let pressed = rows::main_button(ui, theme, &waiting::take_in_words(waiting)).clicked();
            // In a field, what is typed is taken first.
            let keyed = has_keys
                && !ui.ctx().text_edit_focused()
                && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
            if ready && (pressed || keyed) {
                out.ask(Request::TakeIn);
            }
        });
        if ui.button("Cancel").clicked() {
            out.ask(Request::LeaveWaiting);
        }
        ui.label(
            RichText::new(
                "Ctrl+Enter imports, ↑ and ↓ go through the files. One undo takes all of it back.",
            )
            .font(ui_font(size::SMALL))
            .color(theme.faint),
        );
    });
}

fn colour_of(standing: Standing, theme: &Theme) -> egui::Color32 {
    match standing {
        Standing::Comes => theme.good,
        Standing::Doubtful => theme.warn,
        Standing::StaysOut => theme.faint,
        Standing::Failed => theme.bad,
    }
}

fn list_ui(
    panel: &mut WaitingPanel,
    waiting: &Waiting,
    height: f32,
    theme: &Theme,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let is_new = std::mem::replace(&mut panel.revealed, waiting.chosen) != waiting.chosen;
    ScrollArea::vertical()
        .id_salt("waiting files")
        .max_height(height)
        .auto_shrink([false, false])
        .show_rows(ui, size::ROW_TALL, waiting.files.len(), |ui, seen| {
            if is_new {
                // As far as is needed for the arrow keys to stay in sight.
                let step = size::ROW_TALL + ui.spacing().item_spacing.y;
                let rows = |rows: usize| step * f32::from(u16::try_from(rows).unwrap_or(u16::MAX));
                let all = ui.max_rect();
                let top = all.top() + rows(waiting.chosen) - rows(seen.start);
                let row = Rect::from_x_y_ranges(all.x_range(), top..=top + size::ROW_TALL);
                ui.scroll_to_rect(row, None);
            }
            for at in seen {
                if let Some(file) = waiting.files.get(at) {
                    row_ui(at, file, at == waiting.chosen, theme, ui, out);
                }
            }
        });
}

fn row_ui(
    at: usize,
    file: &WaitingFile,
    chosen: bool,
    theme: &Theme,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let row = waiting::file_row(file);
    let name = format!("{}: {}", row.file, row.becomes);
    let (rect, response) = rows::row_ui(ui, theme, size::ROW_TALL, chosen, &name);
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        let spot = rows::left_middle(rect, 14.0);
        painter.circle_filled(spot, 4.0, colour_of(row.standing, theme));
        let width = rect.width() - 36.0;
        let top = rows::left_middle(rect, 28.0) - vec2(0.0, 8.5);
        let pen = if row.standing == Standing::StaysOut {
            Pen::of(ui_font(size::TEXT), theme.quiet)
        } else {
            Pen::text(theme)
        };
        pen.left(painter, top, &row.file, width);
        let below = rows::left_middle(rect, 28.0) + vec2(0.0, 9.0);
        Pen::note(theme).left(painter, below, &row.becomes, width);
    }
    if response.clicked() {
        out.ask(Request::Waiting(at, Change::Choose));
    }
}

fn file_ui(
    panel: &mut WaitingPanel,
    at: usize,
    (file, several): (&WaitingFile, bool),
    theme: &Theme,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let title = match file.name() {
        "" => crate::intake::file_name(&file.file),
        name => name.to_owned(),
    };
    ui.horizontal(|ui| {
        ui.add(
            Label::new(
                RichText::new(title)
                    .font(strong_font(size::TITLE))
                    .color(theme.ink),
            )
            .truncate(),
        );
    });
    if !file.format.is_empty() {
        ui.label(RichText::new(waiting::read_as(file)).color(theme.quiet));
    }
    ScrollArea::vertical()
        .id_salt(("waiting file", at))
        .auto_shrink([false, false])
        .show(ui, |ui| {
            if matches!(file.content, Content::Source(_) | Content::Cases(_)) {
                ui.horizontal(|ui| {
                    let mut taken = file.taken;
                    if ui.checkbox(&mut taken, "Take this file in").changed() {
                        out.ask(Request::Waiting(at, Change::Take(taken)));
                    }
                    if let (Content::Source(new), true) = (&file.content, several) {
                        for_all_ui(at, file, new, ui, out);
                    }
                });
            }
            match &file.content {
                Content::Source(new) => source_ui(panel, at, file, new, theme, ui, out),
                Content::Cases(_) => columns_ui(at, file, theme, ui, out),
                Content::Known(name) => {
                    ui.label(format!(
                        "These very words are in the project already, as “{name}”."
                    ));
                }
                Content::Failed(why) => {
                    ui.add(Label::new(RichText::new(why).color(theme.bad)).wrap());
                }
            }
            warnings_ui(file, theme, ui);
            if let Content::Source(new) = &file.content {
                sample_ui(new, theme, ui);
            }
        });
}

/// Draws what of this file can be given to all others, as it is now.
fn for_all_ui(at: usize, file: &WaitingFile, new: &WaitingSource, ui: &mut Ui, out: &mut Outbox) {
    ui.add_space(space::M);
    ui.menu_button("For all files", |ui| {
        for what in Shared::ALL {
            if what == Shared::Speakers && !file.columns.is_empty() {
                continue;
            }
            if ui.button(waiting::shared_words(what, file, new)).clicked() {
                out.ask(Request::ForAll(at, what));
                ui.close();
            }
        }
    })
    .response
    .on_hover_text("Gives the other transcripts what you decided of this one");
}

fn source_ui(
    panel: &mut WaitingPanel,
    at: usize,
    file: &WaitingFile,
    new: &WaitingSource,
    theme: &Theme,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    if let Some(same) = &new.same {
        rows::section_head(
            ui,
            theme,
            "A source of this name is there, with other content",
        );
        for (choice, words) in [
            (SameName::Revise, waiting::revise_words(same)),
            (
                SameName::KeepBoth,
                "Keep both: this one gets a number behind its name".to_owned(),
            ),
        ] {
            if ui.radio(same.choice == choice, words).clicked() {
                out.ask(Request::Waiting(at, Change::Same(choice)));
            }
        }
    }
    if file.columns.is_empty() {
        speakers_ui(panel, at, new, theme, ui, out);
        rule_ui(at, file, theme, ui, out);
    } else {
        columns_ui(at, file, theme, ui, out);
    }
    rows::section_head(ui, theme, "What is known of it");
    known_ui(panel, at, new, theme, ui, out);
    let said = waiting::said_by_name(new);
    if !said.is_empty() {
        let mut wanted = new.from_name;
        if ui
            .checkbox(&mut wanted, format!("What its name says: {said}"))
            .changed()
        {
            out.ask(Request::Waiting(at, Change::FromName(wanted)));
        }
    }
}

fn known_ui(
    panel: &mut WaitingPanel,
    at: usize,
    new: &WaitingSource,
    theme: &Theme,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    Grid::new(("known", at))
        .num_columns(4)
        .spacing([space::M, 4.0])
        .show(ui, |ui| {
            let title = |title: &str, ui: &mut Ui| {
                ui.label(RichText::new(title).color(theme.quiet));
            };
            title("Kind", ui);
            if let Some(kind) = kind_box(("kind of file", at), new.source.kind, ui) {
                out.ask(Request::Waiting(at, Change::Kind(kind)));
            }
            title("Language", ui);
            if let Some(language) = language_box(("language", at), &new.source.language, ui) {
                out.ask(Request::Waiting(at, Change::Language(language)));
            }
            ui.end_row();
            title("Group", ui);
            let mut group = new.group.clone();
            let edit = TextEdit::singleline(&mut group).hint_text("such as Parents");
            let field = ui.add_sized([190.0, size::ROW], edit);
            if field.accessible_name("Respondent group").changed() {
                out.ask(Request::Waiting(at, Change::Group(group)));
            }
            title("Case", ui);
            let case = new.source.case.as_deref().unwrap_or_default();
            let case = TypedField {
                held: case,
                width: 190.0,
                lines: 1,
                name: "Case",
                hint: "such as Family 3",
            };
            typed_ui(panel, at, (Field::Case, case), ui, out);
            ui.end_row();
        });
}

fn speakers_ui(
    panel: &mut WaitingPanel,
    at: usize,
    new: &WaitingSource,
    theme: &Theme,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    rows::section_head(ui, theme, "Speakers");
    if new.glance.speakers.is_empty() {
        ui.label(RichText::new("Nobody is told apart.").color(theme.quiet));
        return;
    }
    Grid::new(("speakers", at))
        .num_columns(6)
        .spacing([space::S, 4.0])
        .show(ui, |ui| {
            for (nth, speaker) in new.glance.speakers.iter().enumerate() {
                let name = TypedField {
                    held: &speaker.name,
                    width: 160.0,
                    lines: 1,
                    name: &format!("Speaker {}", nth + 1),
                    hint: "",
                };
                typed_ui(panel, at, (Field::Speaker(nth), name), ui, out);
                let asks = speaker.role == SpeakerRole::Interviewer;
                let mut ticked = asks;
                let name = format!("{} asks", speaker.name);
                if ui
                    .checkbox(&mut ticked, "asks")
                    .accessible_name(name)
                    .changed()
                {
                    let role = if asks {
                        SpeakerRole::Respondent
                    } else {
                        SpeakerRole::Interviewer
                    };
                    out.ask(Request::Waiting(at, Change::Role(nth, role)));
                }
                let turns = counted(
                    u64::try_from(speaker.turns).unwrap_or(u64::MAX),
                    "turn",
                    "turns",
                );
                let words = counted(u64::from(speaker.words), "word", "words");
                let facts = format!("{turns}, {words}");
                let facts = RichText::new(facts).font(ui_font(size::SMALL));
                ui.label(facts.color(theme.quiet));
                speaker_ui(panel, (at, nth), new, ui, out);
                let twin = new
                    .glance
                    .merges
                    .iter()
                    .find(|(from, _)| *from == speaker.name);
                if let Some((_, to)) = twin
                    && ui.button(format!("The same as {to}")).clicked()
                {
                    out.ask(Request::Waiting(at, Change::Speaker(nth, to.clone())));
                }
                ui.end_row();
            }
        });
    ui.label(
        RichText::new("Two speakers with one name become one.")
            .font(ui_font(size::SMALL))
            .color(theme.faint),
    );
}

/// Draws which case and group a respondent belongs to, where they are several.
fn speaker_ui(
    panel: &mut WaitingPanel,
    (at, nth): (usize, usize),
    new: &WaitingSource,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let speakers = &new.source.speakers;
    let answer = |speaker: &&project::NewSpeaker| speaker.role == SpeakerRole::Respondent;
    let Some(speaker) = speakers.get(nth).filter(answer) else {
        ui.label("");
        ui.label("");
        return;
    };
    if speakers.iter().filter(answer).count() < 2 {
        return;
    }
    let group = waiting::speaker_group(new, nth);
    let case = speaker.case.as_deref().unwrap_or_default();
    for (field, held, what) in [
        (Field::SpeakerGroup(nth), group.as_str(), "group"),
        (Field::SpeakerCase(nth), case, "case"),
    ] {
        let typed = TypedField {
            held,
            width: 96.0,
            lines: 1,
            name: &format!("{what} of {}", speaker.name),
            hint: what,
        };
        typed_ui(panel, at, (field, typed), ui, out);
    }
}

/// Draws a field; what is typed is taken when it is left.
fn typed_ui(
    panel: &mut WaitingPanel,
    at: usize,
    (field, shown): (Field, TypedField<'_>),
    ui: &mut Ui,
    out: &mut Outbox,
) {
    if let Some(words) = typed_field_ui(&mut panel.typed, &(at, field), &shown, ui) {
        out.ask(Request::Waiting(at, field.change(words)));
    }
}

fn rule_ui(at: usize, file: &WaitingFile, theme: &Theme, ui: &mut Ui, out: &mut Outbox) {
    ui.horizontal(|ui| {
        ui.label(RichText::new("Speakers are written as").color(theme.quiet));
        let title = waiting::rule_title;
        let mut rule = file.rule;
        let combo = ComboBox::from_id_salt(("rule", at))
            .selected_text(title(rule))
            .width(210.0)
            .height(400.0)
            .show_ui(ui, |ui| {
                ui.selectable_value(&mut rule, None, title(None));
                for one in SpeakerRule::ALL {
                    ui.selectable_value(&mut rule, Some(one), one.title());
                }
            });
        drop(combo.response.accessible_name("How speakers are written"));
        if rule != file.rule {
            out.ask(Request::Reread(at, Reread::Speakers(rule)));
        }
        if file.reading {
            working_ui(ui, theme.quiet);
        }
    });
}

fn columns_ui(at: usize, file: &WaitingFile, theme: &Theme, ui: &mut Ui, out: &mut Outbox) {
    if file.columns.is_empty() {
        return;
    }
    rows::section_head(ui, theme, "Columns");
    Grid::new(("columns", at))
        .num_columns(2)
        .spacing([space::M, 4.0])
        .show(ui, |ui| {
            for (nth, column) in file.columns.iter().enumerate() {
                ui.add(Label::new(crate::message::cut(&column.name, 60)));
                let mut holds = column.holds;
                let combo = ComboBox::from_id_salt(("column", at, nth))
                    .selected_text(holds.title())
                    .width(190.0)
                    .show_ui(ui, |ui| {
                        for one in ColumnUse::ALL {
                            ui.selectable_value(&mut holds, one, one.title());
                        }
                    });
                drop(
                    combo
                        .response
                        .accessible_name(format!("What “{}” holds", column.name)),
                );
                if holds != column.holds {
                    out.ask(Request::Reread(at, Reread::Column(nth, holds)));
                }
                ui.end_row();
            }
        });
}

fn warnings_ui(file: &WaitingFile, theme: &Theme, ui: &mut Ui) {
    if file.warnings.is_empty() {
        return;
    }
    rows::section_head(ui, theme, "What wants a look");
    for warning in &file.warnings {
        ui.add(Label::new(RichText::new(warning).color(theme.warn)).wrap());
    }
}

fn sample_ui(new: &WaitingSource, theme: &Theme, ui: &mut Ui) {
    rows::section_head(ui, theme, "How it reads");
    for (speaker, words) in waiting::first_turns(new) {
        ui.horizontal_top(|ui| {
            let name = RichText::new(speaker)
                .font(strong_font(size::SMALL))
                .color(theme.quiet);
            let left = Layout::left_to_right(Align::Center);
            ui.allocate_ui_with_layout(vec2(110.0, 20.0), left, |ui| {
                ui.set_min_width(110.0);
                ui.add(Label::new(name).truncate());
            });
            let words = RichText::new(words)
                .font(reading_font(size::TITLE))
                .color(theme.ink);
            // In a column of their own: a width given to the row would begin it anew, on top of the name.
            let width = ui.available_width().min(LINE);
            ui.vertical(|ui| {
                ui.set_max_width(width);
                ui.add(Label::new(words).wrap());
            });
        });
    }
}
