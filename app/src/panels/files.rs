//! Draws a question for files that is answered by their path: a field that completes, and what the folder holds.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{
    Button, EventFilter, Key, Label, Modifiers, Rect, RichText, ScrollArea, TextEdit, Ui, vec2,
};

use crate::message::Trouble;
use crate::outbox::{Outbox, Request};
use crate::theme::{Theme, size, space, ui_font};
use crate::view::files::{
    Entry, FileAsk, Listing, Typed, Want, as_folder, completed, file_rows, stem_in, take_words,
};
use crate::widgets::icon::{self, Icon};
use crate::widgets::rows::{self, Pen};

/// What the sheet remembers while it is open.
#[derive(Debug, Default)]
pub struct FilesPanel {
    typed: String,
    /// The marked row; none while what is typed counts.
    at: Option<usize>,
    ticked: BTreeSet<PathBuf>,
    listing: Option<Listing>,
    /// The folder that was asked for last.
    asked: Option<PathBuf>,
    /// The file that would be replaced, once that was said.
    replaced: Option<PathBuf>,
    home: Option<PathBuf>,
    /// Folders to go to by a click.
    places: Vec<(&'static str, PathBuf)>,
    /// What is to be selected in the field; the caret stands behind it.
    select: Option<(usize, usize)>,
}

/// What was done with the keyboard.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Did {
    Nothing,
    Take,
    Tick,
    TickAll,
    Complete,
    Leave,
}

impl FilesPanel {
    /// Begins with these words in the field. The name of a file to be written is selected, to be typed over.
    pub fn begin(&mut self, typed: String) {
        let folders = directories::UserDirs::new();
        let home = folders
            .as_ref()
            .map(|folders| folders.home_dir().to_owned());
        let places = folders.as_ref().map(|folders| {
            let place = |name, folder: Option<&Path>| Some((name, folder?.to_owned()));
            [
                place("Home", Some(folders.home_dir())),
                place("Documents", folders.document_dir()),
                place("Downloads", folders.download_dir()),
                place("Desktop", folders.desktop_dir()),
            ]
        });
        let places = places.into_iter().flatten().flatten();
        *self = Self {
            select: Some(stem_in(&typed)),
            typed,
            home,
            places: places.collect(),
            ..Self::default()
        };
    }

    /// Takes what a folder holds.
    pub fn take(&mut self, listing: Listing) {
        self.listing = Some(listing);
    }

    /// Goes to a folder, with the name of a file that is to be written.
    fn go(&mut self, folder: &Path, ask: &FileAsk) {
        let kept = match &ask.want {
            Want::New(_) => Typed::read(&self.typed, self.home.as_deref()).name,
            Want::One | Want::Several => String::new(),
        };
        self.write(as_folder(folder) + &kept);
    }

    fn write(&mut self, typed: String) {
        let end = typed.chars().count();
        self.typed = typed;
        self.at = None;
        self.select = Some((end, end));
    }
}

/// Draws the question.
pub(super) fn files_ui(
    panel: &mut FilesPanel,
    ask: &FileAsk,
    theme: &Theme,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    if ask.no_dialog {
        let why = Trouble::NoFileDialog.message().one_line();
        let why = RichText::new(why).font(ui_font(size::SMALL));
        ui.add(Label::new(why.color(theme.warn)).wrap());
        ui.add_space(space::S);
    }
    let did = keys(ui);
    let before = panel.typed.clone();
    field_ui(panel, theme, ui);
    if panel.typed != before {
        panel.at = None;
        panel.replaced = None;
    }
    let typed = Typed::read(&panel.typed, panel.home.as_deref());
    if panel.asked.as_ref() != Some(&typed.folder) {
        panel.asked = Some(typed.folder.clone());
        out.ask(Request::ListFolder(typed.folder.clone()));
    }
    ui.add_space(space::XS);
    places_ui(panel, &typed, ask, theme, ui);
    ui.add_space(space::XS);
    let listing = panel.listing.take();
    let here = listing
        .as_ref()
        .filter(|listing| listing.folder == typed.folder);
    let entries = here.map(|listing| &listing.entries);
    let rows = match entries {
        Some(Ok(entries)) => file_rows(entries, &typed.name, ask),
        Some(Err(_)) | None => Vec::new(),
    };
    let clicked = list_ui(panel, &rows, &typed, entries, ask, theme, ui);
    let mut done = done_with_keys(panel, did, &rows, &typed, ask, out);
    if let Some(row) = clicked.and_then(|at| rows.get(at)) {
        done = done.or_else(|| taken(panel, row, &typed, ask));
    }
    ui.add_space(space::S);
    foot_ui(panel, &rows, &typed, ask, theme, ui, out, &mut done);
    panel.listing = listing;
    if let Some(paths) = done {
        out.ask(Request::Chosen(paths));
    }
}

fn keys(ui: &Ui) -> Did {
    ui.input_mut(|input| {
        if input.consume_key(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Enter) {
            Did::TickAll
        } else if input.consume_key(Modifiers::COMMAND, Key::Enter) {
            Did::Tick
        } else if input.consume_key(Modifiers::NONE, Key::Enter) {
            Did::Take
        } else if input.consume_key(Modifiers::NONE, Key::Tab) {
            Did::Complete
        } else if input.consume_key(Modifiers::NONE, Key::Escape) {
            Did::Leave
        } else {
            Did::Nothing
        }
    })
}

fn field_ui(panel: &mut FilesPanel, theme: &Theme, ui: &mut Ui) {
    let edit = TextEdit::singleline(&mut panel.typed)
        .hint_text("Folder and name")
        .desired_width(f32::INFINITY)
        .font(ui_font(size::TITLE))
        .text_color(theme.ink)
        .margin(egui::Margin::symmetric(10, 8));
    let field = ui.add(edit).accessible_name("Path");
    if ui.memory(|memory| memory.focused().is_none()) || panel.select.is_some() {
        field.request_focus();
    }
    // Tab completes, as in a terminal.
    let filter = EventFilter {
        tab: true,
        horizontal_arrows: true,
        vertical_arrows: true,
        escape: true,
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(field.id, filter));
    if let Some((from, to)) = panel.select.take() {
        let range = CCursorRange::two(CCursor::new(from), CCursor::new(to));
        let mut state = TextEditState::load(ui.ctx(), field.id).unwrap_or_default();
        state.cursor.set_char_range(Some(range));
        state.store(ui.ctx(), field.id);
    }
}

/// Draws the folder above and the person's own folders, to go there by a click.
fn places_ui(panel: &mut FilesPanel, typed: &Typed, ask: &FileAsk, theme: &Theme, ui: &mut Ui) {
    let mut wanted = None;
    ui.horizontal_wrapped(|ui| {
        if let Some(above) = typed.folder.parent() {
            let up = ui.button("↑ Up");
            if up.on_hover_text(above.display().to_string()).clicked() {
                wanted = Some(above.to_owned());
            }
        }
        for (name, folder) in &panel.places {
            let button = ui.button(RichText::new(*name).color(theme.quiet));
            if button.on_hover_text(folder.display().to_string()).clicked() {
                wanted = Some(folder.clone());
            }
        }
    });
    if let Some(folder) = wanted {
        panel.go(&folder, ask);
    }
}

/// Draws what the folder holds; answers the row that was clicked.
fn list_ui(
    panel: &mut FilesPanel,
    rows: &[&Entry],
    typed: &Typed,
    entries: Option<&Result<Vec<Entry>, String>>,
    ask: &FileAsk,
    theme: &Theme,
    ui: &mut Ui,
) -> Option<usize> {
    let moved = move_mark(panel, rows.len(), ui);
    let mut clicked = None;
    let height = (ui.ctx().content_rect().height() - 400.0).clamp(140.0, 520.0);
    ScrollArea::vertical()
        .max_height(height)
        .min_scrolled_height(height)
        .auto_shrink([false, false])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            match entries {
                None => rows::empty_ui(ui, theme, "Reading the folder …", ""),
                Some(Err(words)) => rows::empty_ui(ui, theme, words, "Check what is typed above."),
                Some(Ok(_)) if rows.is_empty() => {
                    let more = if typed.name.is_empty() || matches!(ask.want, Want::New(_)) {
                        ""
                    } else {
                        "Nothing in this folder has these letters."
                    };
                    rows::empty_ui(ui, theme, "Nothing here fits", more);
                }
                Some(Ok(_)) => {}
            }
            for (at, entry) in rows.iter().enumerate() {
                let marked = panel.at == Some(at);
                let ticked = panel.ticked.contains(&typed.folder.join(&entry.name));
                let (rect, is_clicked) = entry_ui(entry, marked, ticked, ask, theme, ui);
                if marked && moved {
                    ui.scroll_to_rect(rect, None);
                }
                if is_clicked {
                    clicked = Some(at);
                }
            }
        });
    clicked
}

/// Moves the mark by the arrow keys; whether it moved.
fn move_mark(panel: &mut FilesPanel, count: usize, ui: &Ui) -> bool {
    let end = count.saturating_sub(1);
    panel.at = panel.at.filter(|_| count > 0).map(|at| at.min(end));
    let (down, up) = ui.input_mut(|input| {
        (
            input.count_and_consume_key(Modifiers::NONE, Key::ArrowDown) > 0,
            input.count_and_consume_key(Modifiers::NONE, Key::ArrowUp) > 0,
        )
    });
    if count > 0 && down {
        panel.at = Some(panel.at.map_or(0, |at| if at >= end { 0 } else { at + 1 }));
    } else if count > 0 && up {
        panel.at = Some(panel.at.and_then(|at| at.checked_sub(1)).unwrap_or(end));
    }
    down || up
}

fn entry_ui(
    entry: &Entry,
    marked: bool,
    ticked: bool,
    ask: &FileAsk,
    theme: &Theme,
    ui: &mut Ui,
) -> (Rect, bool) {
    let label = if entry.is_folder {
        format!("Folder {}", entry.name)
    } else {
        format!("File {}", entry.name)
    };
    let (rect, response) = rows::row_ui(ui, theme, size::ROW, marked, &label);
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        let middle = rect.left_center() + vec2(16.0, 0.0);
        if entry.is_folder {
            icon::paint(painter, Icon::Folder, middle, 15.0, theme.accent);
        } else if ask.want == Want::Several {
            icon::tick_box(painter, middle, ticked, theme);
        }
        let at = rows::left_middle(rect, 32.0);
        Pen::text(theme).left(painter, at, &entry.name, rect.width() - 44.0);
    }
    (rect, response.clicked())
}

/// What follows from the keyboard: a folder entered, a name completed, files to take.
fn done_with_keys(
    panel: &mut FilesPanel,
    did: Did,
    rows: &[&Entry],
    typed: &Typed,
    ask: &FileAsk,
    out: &mut Outbox,
) -> Option<Vec<PathBuf>> {
    let marked = panel.at.and_then(|at| rows.get(at)).copied();
    match did {
        Did::Nothing => None,
        Did::Leave => {
            out.ask(Request::CloseSheet);
            None
        }
        Did::Complete => {
            let name = match marked {
                Some(entry) if entry.is_folder => Some(as_folder(Path::new(&entry.name))),
                Some(entry) => Some(entry.name.clone()),
                None => completed(rows, &typed.name),
            };
            if let Some(name) = name {
                panel.write(as_folder(&typed.folder) + &name);
            }
            None
        }
        Did::Tick => {
            let row = marked.or(rows.first().copied())?;
            taken(panel, row, typed, ask)
        }
        Did::TickAll => {
            tick_all(panel, rows, typed, ask);
            None
        }
        Did::Take => match marked {
            Some(row) if row.is_folder => taken(panel, row, typed, ask),
            Some(row) => whole(panel, Some(row), rows, typed, ask),
            None => whole(panel, None, rows, typed, ask),
        },
    }
}

/// What a row leads to: a folder is entered, a file is ticked where there can be several, else chosen.
fn taken(
    panel: &mut FilesPanel,
    row: &Entry,
    typed: &Typed,
    ask: &FileAsk,
) -> Option<Vec<PathBuf>> {
    let path = typed.folder.join(&row.name);
    if row.is_folder {
        panel.go(&path, ask);
        return None;
    }
    match ask.want {
        Want::One => return Some(vec![path]),
        Want::New(_) => panel.write(path.display().to_string()),
        Want::Several => {
            if !panel.ticked.remove(&path) {
                panel.ticked.insert(path);
            }
        }
    }
    None
}

/// Ticks all files that are listed; takes the ticks off where all have one.
fn tick_all(panel: &mut FilesPanel, rows: &[&Entry], typed: &Typed, ask: &FileAsk) {
    if ask.want != Want::Several {
        return;
    }
    let files = files_in(rows, typed);
    if files.iter().all(|file| panel.ticked.contains(file)) {
        panel.ticked.retain(|file| !files.contains(file));
    } else {
        panel.ticked.extend(files);
    }
}

/// The files that are listed, without folders.
fn files_in(rows: &[&Entry], typed: &Typed) -> BTreeSet<PathBuf> {
    let files = rows.iter().filter(|row| !row.is_folder);
    files.map(|row| typed.folder.join(&row.name)).collect()
}

/// All that is chosen; none where something is to be said or entered first.
fn whole(
    panel: &mut FilesPanel,
    marked: Option<&Entry>,
    rows: &[&Entry],
    typed: &Typed,
    ask: &FileAsk,
) -> Option<Vec<PathBuf>> {
    if let Want::New(_) = ask.want {
        if let Some(row) = marked {
            return taken(panel, row, typed, ask);
        }
        return new_file(panel, rows, typed, ask).map(|path| vec![path]);
    }
    if !panel.ticked.is_empty() {
        return Some(panel.ticked.iter().cloned().collect());
    }
    let exact = || {
        rows.iter()
            .find(|row| row.name == typed.name.trim_end())
            .copied()
    };
    let only = || rows.first().copied().filter(|_| !typed.name.is_empty());
    let row = marked.or_else(exact).or_else(only)?;
    if row.is_folder {
        taken(panel, row, typed, ask)
    } else {
        Some(vec![typed.folder.join(&row.name)])
    }
}

/// The file to be written; none while it has no name, is a folder, or would replace another one unsaid.
fn new_file(
    panel: &mut FilesPanel,
    rows: &[&Entry],
    typed: &Typed,
    ask: &FileAsk,
) -> Option<PathBuf> {
    let path = typed.path();
    let name = typed.name.trim_end();
    if name.is_empty() {
        return None;
    }
    match rows.iter().find(|row| row.name == name) {
        Some(row) if row.is_folder => {
            panel.write(as_folder(&path));
            None
        }
        Some(_) if ask.replaces && panel.replaced.as_ref() != Some(&path) => {
            panel.replaced = Some(path);
            None
        }
        Some(_) | None => Some(path),
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "the foot says what is chosen of what is typed and listed, and takes it"
)]
fn foot_ui(
    panel: &mut FilesPanel,
    rows: &[&Entry],
    typed: &Typed,
    ask: &FileAsk,
    theme: &Theme,
    ui: &mut Ui,
    out: &mut Outbox,
    done: &mut Option<Vec<PathBuf>>,
) {
    let replaces = panel.replaced.is_some();
    if replaces {
        let words = format!("There is a file “{}” already.", typed.name.trim_end());
        ui.label(RichText::new(words).color(theme.warn));
    }
    ui.horizontal(|ui| {
        let words = if replaces {
            "Replace it".to_owned()
        } else {
            take_words(ask, &panel.ticked)
        };
        if rows::main_button(ui, theme, &words).clicked() {
            let marked = panel.at.and_then(|at| rows.get(at)).copied();
            let chosen = whole(panel, marked, rows, typed, ask);
            *done = done.take().or(chosen);
        }
        if ui.button("Cancel").clicked() {
            out.ask(Request::CloseSheet);
        }
        if ask.want == Want::Several {
            let files = files_in(rows, typed);
            let ticked = !files.is_empty() && files.is_subset(&panel.ticked);
            let button = Button::new(if ticked { "Untick all" } else { "Tick all" });
            let button = ui.add_enabled(!files.is_empty(), button);
            if button.on_hover_text("All files that are listed").clicked() {
                tick_all(panel, rows, typed, ask);
            }
        }
        let help = match ask.want {
            Want::Several => "Ctrl+Enter ticks one, Ctrl+Shift+Enter all. Tab completes.",
            Want::One | Want::New(_) => "Tab completes. Arrows and Enter go through folders.",
        };
        let help = RichText::new(help).font(ui_font(size::SMALL));
        ui.label(help.color(theme.faint));
    });
}
