//! Draws the sheet that is open: palettes, names and memos, shortcuts, what became of an import.

use std::collections::BTreeMap;

use codebooks::CodeId;
use egui::{
    Align2, Id, Key, Label, Modifiers, Rect, RichText, ScrollArea, TextEdit, Ui, Window, vec2,
};
use interchange::merge::Choice;
use project::{CodeDetails, CodingId, Edit, NewSet, Subject};

use super::bookmarks::{BookmarksPanel, bookmarks_ui};
use super::code_into::{CodeIntoPanel, code_into_ui};
use super::code_palette::{CodePalette, code_palette_ui};
use super::command_palette::command_palette_ui;
use super::correction::correction_ui;
use super::exchange::{conflicts_ui, told_ui};
use super::files::{FilesPanel, files_ui};
use super::saved_search::{SearchDraft, saved_search_ui};
use super::shortcuts::{ShortcutsPanel, shortcuts_ui};
use super::source_picker::{SourcePicker, source_picker_ui};
use super::speaker_palette::{SpeakerPalette, speaker_palette_ui};
use crate::action::Standing;
use crate::data::{DataRequest, Note};
use crate::desk::{Desk, Goal, ImportLine, NameSet, Sheet};
use crate::outbox::{Outbox, Request, With};
use crate::theme::{Theme, size, space, strong_font};
use crate::widgets::icon::{self, Icon};
use crate::widgets::picker::Picker;
use crate::widgets::rows;

/// What sheets remember while they are open.
#[derive(Debug, Default)]
pub struct SheetsPanel {
    codes: CodePalette,
    into: CodeIntoPanel,
    commands: Picker,
    bookmarks: BookmarksPanel,
    sources: SourcePicker,
    speakers: SpeakerPalette,
    /// A question for files.
    pub files: FilesPanel,
    /// Shortcuts that are being changed.
    pub shortcuts: ShortcutsPanel,
    /// The words of a sheet with one field; none until it has read what is there.
    text: Option<String>,
    /// A saved search that is being changed.
    search: Option<SearchDraft>,
    /// What is chosen where two projects disagree, by the name of the conflict.
    chosen: BTreeMap<String, Choice>,
}

impl SheetsPanel {
    /// Forgets what the last sheet held: another one opens.
    pub fn opening(&mut self) {
        self.codes.reset();
        self.into = CodeIntoPanel::default();
        self.commands.reset();
        self.bookmarks = BookmarksPanel::default();
        self.sources = SourcePicker::default();
        self.speakers = SpeakerPalette::default();
        self.shortcuts = ShortcutsPanel::default();
        self.text = None;
        self.search = None;
        self.chosen.clear();
    }
}

/// Draws the sheets that need no project. `known` is the name the person codes under.
pub fn plain_sheets_ui(
    panel: &mut SheetsPanel,
    sheet: &Sheet,
    known: &str,
    standing: &Standing,
    theme: &Theme,
    ui: &Ui,
    out: &mut Outbox,
) {
    match sheet {
        Sheet::Commands => command_palette_ui(&mut panel.commands, standing, theme, ui, out),
        Sheet::Shortcuts => window_ui(
            "Keyboard shortcuts",
            Stand::Middle,
            760.0,
            theme,
            ui,
            out,
            |ui, out| shortcuts_ui(&mut panel.shortcuts, &standing.keys, theme, ui, out),
        ),
        Sheet::About => window_ui(
            "About Vouch",
            Stand::Middle,
            440.0,
            theme,
            ui,
            out,
            |ui, _| {
                about_ui(theme, ui);
            },
        ),
        Sheet::Imported(lines) => imported_ui(lines, theme, ui, out),
        Sheet::Conflicts(conflicts) => {
            let title = "Which is to stand?";
            window_ui(title, Stand::Middle, 640.0, theme, ui, out, |ui, out| {
                conflicts_ui(&mut panel.chosen, conflicts, theme, ui, out);
            });
        }
        Sheet::Told(told) => {
            let stand = Stand::Middle;
            window_ui(&told.title, stand, 640.0, theme, ui, out, |ui, out| {
                told_ui(told, theme, ui, out);
            });
        }
        Sheet::Files(ask) => {
            let stand = Stand::Middle;
            window_ui(&ask.title, stand, 680.0, theme, ui, out, |ui, out| {
                files_ui(&mut panel.files, ask, theme, ui, out);
            });
        }
        Sheet::CoderName => coder_ui(&mut panel.text, known, theme, ui, out),
        Sheet::Beside
        | Sheet::Codes
        | Sheet::Correct(_)
        | Sheet::Speaker(_)
        | Sheet::Details(_)
        | Sheet::History
        | Sheet::Bookmarks
        | Sheet::Memos
        | Sheet::Journal
        | Sheet::NameSearch
        | Sheet::ChangeSearch(_)
        | Sheet::NameSet(_)
        | Sheet::Sets(_)
        | Sheet::Memo(_)
        | Sheet::NewCode(_)
        | Sheet::CodeInto(_)
        | Sheet::RenameCode(_) => {}
    }
}

/// Draws the sheets about the open project. `caret` is where the reader shows the caret.
pub fn project_sheets_ui(
    panel: &mut SheetsPanel,
    desk: &Desk,
    caret: Option<Rect>,
    ui: &Ui,
    out: &mut Outbox,
) {
    match &desk.state.sheet {
        Some(Sheet::Bookmarks) => {
            let (title, stand) = ("Bookmarks", Stand::Middle);
            window_ui(title, stand, 640.0, desk.theme, ui, out, |ui, out| {
                bookmarks_ui(&mut panel.bookmarks, desk, ui, out);
            });
        }
        Some(Sheet::Beside) => {
            let (title, stand) = ("Open beside", Stand::Middle);
            window_ui(title, stand, 440.0, desk.theme, ui, out, |ui, out| {
                source_picker_ui(&mut panel.sources, desk, ui, out);
            });
        }
        Some(Sheet::Codes) => code_palette_ui(&mut panel.codes, desk, caret, ui, out),
        Some(Sheet::Correct(range)) => {
            correction_ui(&mut panel.text, *range, desk, caret, ui, out);
        }
        Some(Sheet::Speaker(range)) => {
            speaker_palette_ui(&mut panel.speakers, *range, desk, caret, ui, out);
        }
        Some(Sheet::Memo(coding)) => memo_ui(&mut panel.text, *coding, desk, ui, out),
        Some(Sheet::NewCode(near)) => new_code_ui(&mut panel.text, *near, desk, ui, out),
        Some(Sheet::NameSearch) => name_search_ui(&mut panel.text, desk, ui, out),
        Some(Sheet::ChangeSearch(id)) => saved_search_ui(&mut panel.search, *id, desk, ui, out),
        Some(Sheet::NameSet(which)) => name_set_ui(&mut panel.text, *which, desk, ui, out),
        Some(Sheet::CodeInto(into)) => {
            let name = desk.open.code_name(into.code);
            let title = match into.what {
                Goal::Merge => format!("Merge “{name}” into"),
                Goal::Under => format!("Move “{name}” under"),
            };
            window_ui(
                &title,
                Stand::Middle,
                440.0,
                desk.theme,
                ui,
                out,
                |ui, out| {
                    code_into_ui(&mut panel.into, *into, desk, ui, out);
                },
            );
        }
        Some(Sheet::RenameCode(code)) => rename_ui(&mut panel.text, *code, desk, ui, out),
        Some(
            Sheet::Details(_)
            | Sheet::Sets(_)
            | Sheet::History
            | Sheet::Memos
            | Sheet::Journal
            | Sheet::Commands
            | Sheet::Shortcuts
            | Sheet::About
            | Sheet::CoderName
            | Sheet::Conflicts(_)
            | Sheet::Told(_)
            | Sheet::Files(_)
            | Sheet::Imported(_),
        )
        | None => {}
    }
}

/// Where a sheet stands.
#[derive(Clone, Copy)]
pub(super) enum Stand {
    /// In the middle: what one reads and closes.
    Middle,
    /// Low at the right, over the codebook: what one writes while the text stays in sight.
    Corner,
}

/// Draws a sheet with its title and a cross to close it.
pub(super) fn window_ui(
    title: &str,
    stand: Stand,
    width: f32,
    theme: &Theme,
    ui: &Ui,
    out: &mut Outbox,
    draw: impl FnOnce(&mut Ui, &mut Outbox),
) {
    let (align, offset) = match stand {
        Stand::Middle => (Align2::CENTER_CENTER, vec2(0.0, 0.0)),
        Stand::Corner => (Align2::RIGHT_BOTTOM, vec2(-16.0, -44.0)),
    };
    let window = Window::new(title)
        .id(Id::unique(("sheet", title)))
        .title_bar(false);
    let window = window
        .resizable(false)
        .anchor(align, offset)
        .default_width(width);
    window.show(ui.ctx(), |ui| {
        ui.set_width(width);
        rows::column_head(ui, theme, title, |ui| {
            if icon::button_ui(ui, theme, Icon::Close, true, "Close").clicked() {
                out.ask(Request::CloseSheet);
            }
        });
        ui.add_space(space::XS);
        draw(ui, out);
    });
}

fn about_ui(theme: &Theme, ui: &mut Ui) {
    ui.label(
        RichText::new(format!("Vouch {}", env!("CARGO_PKG_VERSION")))
            .font(strong_font(size::TITLE)),
    );
    ui.add(Label::new("Every number opens its quotes, and every quote can be vouched for.").wrap());
    ui.add_space(space::S);
    let more = "Works without a network and without an account. Your project is one file, and it is yours. \
                Text is set in Literata and Inter, both under the SIL Open Font License.";
    ui.add(Label::new(RichText::new(more).color(theme.quiet)).wrap());
}

fn imported_ui(lines: &[ImportLine], theme: &Theme, ui: &Ui, out: &mut Outbox) {
    let title = if lines.iter().all(|line| line.good) {
        "Imported"
    } else {
        "Imported, with something to look at"
    };
    window_ui(title, Stand::Middle, 640.0, theme, ui, out, |ui, out| {
        ScrollArea::vertical()
            .max_height(420.0)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                for line in lines {
                    ui.horizontal_top(|ui| {
                        let colour = if !line.good {
                            theme.bad
                        } else if line.warnings.is_empty() {
                            theme.good
                        } else {
                            theme.warn
                        };
                        let (_, spot) = ui.allocate_space(vec2(10.0, 18.0));
                        ui.painter().circle_filled(spot.center(), 4.0, colour);
                        ui.vertical(|ui| {
                            ui.label(
                                RichText::new(format!("{}: {}", line.file, line.status))
                                    .font(strong_font(size::TEXT))
                                    .color(theme.ink),
                            );
                            if !line.became.is_empty() {
                                ui.add(
                                    Label::new(RichText::new(&line.became).color(theme.quiet))
                                        .wrap(),
                                );
                            }
                            for quote in &line.quotes {
                                ui.add(Label::new(RichText::new(quote).color(theme.ink)).wrap());
                            }
                            for warning in &line.warnings {
                                ui.add(Label::new(RichText::new(warning).color(colour)).wrap());
                            }
                        });
                    });
                }
            });
        ui.add_space(space::S);
        if rows::main_button(ui, theme, "Go on").clicked() {
            out.ask(Request::CloseSheet);
        }
    });
}

/// A sheet with one field: `Enter` (with Ctrl in a field of several lines) keeps, Escape leaves. Answers the text kept.
fn field_ui(
    field: &Field<'_>,
    text: &mut String,
    theme: &Theme,
    ui: &Ui,
    out: &mut Outbox,
) -> Option<String> {
    let mut kept = None;
    window_ui(
        field.title,
        Stand::Corner,
        380.0,
        theme,
        ui,
        out,
        |ui, out| {
            if !field.note.is_empty() {
                ui.add(Label::new(RichText::new(field.note).color(theme.quiet)).wrap());
            }
            let held = if field.lines > 1 {
                Modifiers::COMMAND
            } else {
                Modifiers::NONE
            };
            let (keep, leave) = ui.input_mut(|input| {
                (
                    input.consume_key(held, Key::Enter),
                    input.consume_key(Modifiers::NONE, Key::Escape),
                )
            });
            let edit = if field.lines > 1 {
                TextEdit::multiline(text).desired_rows(field.lines)
            } else {
                TextEdit::singleline(text)
            };
            let response = ui
                .add(edit.desired_width(f32::INFINITY).hint_text(field.hint))
                .accessible_name(field.hint);
            if !response.has_focus() && ui.memory(|memory| memory.focused().is_none()) {
                response.request_focus();
            }
            ui.add_space(space::S);
            ui.horizontal(|ui| {
                let pressed = rows::main_button(ui, theme, field.button).clicked();
                if pressed || keep {
                    kept = Some(text.trim().to_owned());
                    out.ask(Request::CloseSheet);
                } else if ui.button("Cancel").clicked() || leave {
                    out.ask(Request::CloseSheet);
                }
            });
        },
    );
    kept
}

/// What a sheet with one field says.
struct Field<'a> {
    title: &'a str,
    note: &'a str,
    hint: &'a str,
    button: &'a str,
    lines: usize,
}

fn memo_ui(held: &mut Option<String>, coding: CodingId, desk: &Desk, ui: &Ui, out: &mut Outbox) {
    let Some(row) = desk.project().codings().get(coding) else {
        out.ask(Request::CloseSheet);
        return;
    };
    let subject = Subject::Coding(coding);
    let before = || {
        desk.project()
            .memos_on(subject)
            .find(|memo| memo.coder == desk.open.coder)
            .map(|memo| memo.text.clone())
    };
    let text = held.get_or_insert_with(|| before().unwrap_or_default());
    let quote = shortened(&row.quote, 140);
    let mut note = format!("{}: “{quote}”", desk.open.code_name(row.code));
    let coders = desk.project().coders();
    for memo in desk
        .project()
        .memos_on(subject)
        .filter(|memo| memo.coder != desk.open.coder)
    {
        let name = coders
            .get(memo.coder)
            .map_or("Someone", |coder| coder.name.as_str());
        note.push_str(&["\n\n", name, ": ", &memo.text].concat());
    }
    let field = Field {
        title: "Memo on this coding",
        note: &note,
        hint: "What you think here",
        button: "Keep memo",
        lines: 5,
    };
    if let Some(text) = field_ui(&field, text, desk.theme, ui, out) {
        out.ask(Request::Memo(subject, text));
    }
}

fn new_code_ui(
    held: &mut Option<String>,
    near: Option<CodeId>,
    desk: &Desk,
    ui: &Ui,
    out: &mut Outbox,
) {
    let text = held.get_or_insert_default();
    let place = near.map_or_else(
        || "At the top of the codebook.".to_owned(),
        |code| format!("Under {}.", desk.open.code_path(code)),
    );
    let note = if desk.standing.selection {
        format!("{place} It is applied to the selected words.")
    } else {
        place
    };
    let field = Field {
        title: "New code",
        note: &note,
        hint: "Name of the new code",
        button: "Add code",
        lines: 1,
    };
    if let Some(name) = field_ui(&field, text, desk.theme, ui, out).filter(|name| !name.is_empty())
    {
        out.ask(Request::ApplyNew {
            parent: near,
            name,
            with: With::default(),
        });
    }
}

fn coder_ui(held: &mut Option<String>, known: &str, theme: &Theme, ui: &Ui, out: &mut Outbox) {
    let text = held.get_or_insert_with(|| known.to_owned());
    let field = Field {
        title: "Who codes?",
        note: "Your codings and memos carry this name from now on. Those already there keep theirs.",
        hint: "Your name",
        button: "Use this name",
        lines: 1,
    };
    if let Some(name) = field_ui(&field, text, theme, ui, out) {
        out.ask(Request::BecomeCoder(name));
    }
}

fn rename_ui(held: &mut Option<String>, code: CodeId, desk: &Desk, ui: &Ui, out: &mut Outbox) {
    let text = held.get_or_insert_with(|| desk.open.code_name(code).to_owned());
    let field = Field {
        title: "Rename code",
        note: "",
        hint: "Name of the code",
        button: "Rename",
        lines: 1,
    };
    if let Some(name) = field_ui(&field, text, desk.theme, ui, out).filter(|name| !name.is_empty())
    {
        out.edit(Edit::ReviseCode(
            code,
            CodeDetails {
                name: Some(name),
                ..CodeDetails::default()
            },
        ));
    }
}

fn name_search_ui(held: &mut Option<String>, desk: &Desk, ui: &Ui, out: &mut Outbox) {
    let text = held.get_or_insert_default();
    let question = &desk.state.search.question;
    let query = &question.text;
    let note = format!("{query}\nWhat it finds later and does not find now is shown as new.");
    let field = Field {
        title: "Save this search",
        note: &note,
        hint: "Name of the search",
        button: "Save",
        lines: 1,
    };
    let name = field_ui(&field, text, desk.theme, ui, out);
    if let Some(name) = name.filter(|name| !name.is_empty()) {
        out.ask(Request::Data(DataRequest::NoteFound(Note::Save {
            name,
            query: query.clone(),
            everyone: question.options.everyone,
        })));
    }
}

fn name_set_ui(held: &mut Option<String>, which: NameSet, desk: &Desk, ui: &Ui, out: &mut Outbox) {
    let text = held.get_or_insert_default();
    let field = Field {
        title: "New set",
        note: "Sources and codes that are looked at together. Searches find them by set:NAME.",
        hint: "Name of the set",
        button: "Make set",
        lines: 1,
    };
    let name = field_ui(&field, text, desk.theme, ui, out);
    let Some(name) = name.filter(|name| !name.is_empty()) else {
        return;
    };
    let mut new = NewSet {
        name,
        ..NewSet::default()
    };
    match which {
        NameSet::New => out.ask(Request::MakeSet(new)),
        NameSet::With(member) => {
            member.put(&mut new, true);
            out.edit(Edit::AddSet(new));
        }
    }
}

/// The first characters of some words.
pub(super) fn shortened(quote: &str, most: usize) -> String {
    if quote.chars().count() <= most {
        quote.to_owned()
    } else {
        quote.chars().take(most).chain(['…']).collect()
    }
}
