//! Draws all memos in one list, and the journal.

use egui::{
    Button, ComboBox, Id, Key, Label, Modifiers, RichText, ScrollArea, TextEdit, Ui, pos2, vec2,
};
use jiff::tz::TimeZone;
use project::{Edit, MemoId, NewMemo, Seq, Subject};

use super::sized_sheet::{escaped, sized_sheet_ui};
use crate::action::Action;
use crate::desk::{Desk, ExcerptFilter, Kept, Sheet, View};
use crate::outbox::{Outbox, Request};
use crate::theme::{size, space, strong_font, ui_font};
use crate::view::memos::{self, JOURNAL, KINDS, MemoRow, Way};
use crate::view::search::on_one_line;
use crate::widgets::rows::{self, Pen};

/// What the list of memos remembers while it is open.
#[derive(Debug, Default)]
pub struct MemosPanel {
    letters: String,
    /// Only memos on things of this kind.
    kind: Option<&'static str>,
    /// The entry that is being written.
    entry: String,
    /// The entry that is being changed; none while a new one is written.
    changing: Option<MemoId>,
    rows: Kept<(Seq, String, Option<&'static str>), Vec<MemoRow>>,
}

const SIZE: egui::Vec2 = vec2(640.0, 520.0);
const ROW: f32 = 46.0;

/// The identity of the field for an entry, for focus.
fn entry_id() -> Id {
    Id::unique("entry of the journal")
}

/// Draws the memos over the desk: all of them, or the journal.
pub fn memos_ui(panel: &mut MemosPanel, desk: &Desk, ui: &Ui, out: &mut Outbox) {
    let journal = desk.state.sheet == Some(Sheet::Journal);
    let open = sized_sheet_ui("Memos", "memos", SIZE, desk.theme, ui, |ui| {
        // The window keeps its size when the first memo comes.
        ui.set_min_height(430.0);
        head_ui(panel, journal, ui, out);
        ui.add_space(space::XS);
        if journal {
            write_ui(panel, desk, ui, out);
            ui.add_space(space::S);
        }
        rows::filter_ui(ui, desk.theme, &mut panel.letters, "Filter memos");
        ui.add_space(space::XS);
        list_ui(panel, journal, desk, ui, out);
    });
    if !open || escaped(ui) {
        out.ask(Request::CloseSheet);
    }
}

/// Draws what is listed: which memos, of which kind.
fn head_ui(panel: &mut MemosPanel, journal: bool, ui: &mut Ui, out: &mut Outbox) {
    ui.horizontal(|ui| {
        for (title, is_shown, sheet) in [
            ("All memos", !journal, Sheet::Memos),
            ("Journal", journal, Sheet::Journal),
        ] {
            if ui.selectable_label(is_shown, title).clicked() {
                out.ask(Request::Open(sheet));
            }
        }
        if !journal {
            let combo = ComboBox::from_id_salt("kind of memo")
                .selected_text(panel.kind.unwrap_or("Any kind"))
                .show_ui(ui, |ui| {
                    ui.selectable_value(&mut panel.kind, None, "Any kind");
                    for kind in KINDS {
                        ui.selectable_value(&mut panel.kind, Some(kind), kind);
                    }
                });
            drop(combo.response.on_hover_text("What the memos are on"));
        }
    });
}

/// Draws the field for an entry of the journal: a new one, or one that is being changed.
fn write_ui(panel: &mut MemosPanel, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let field = TextEdit::multiline(&mut panel.entry)
        .id(entry_id())
        .desired_rows(3)
        .desired_width(f32::INFINITY)
        .hint_text("What you thought, noticed or decided");
    let field = ui.add(field).accessible_name("Entry of the journal");
    if ui.memory(|memory| memory.focused().is_none()) {
        field.request_focus();
    }
    let keys = field.has_focus()
        && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    let text = panel.entry.trim().to_owned();
    ui.horizontal(|ui| {
        let words = if panel.changing.is_some() {
            "Keep entry"
        } else {
            "Add entry"
        };
        let button = Button::new(RichText::new(words).font(strong_font(size::TEXT)));
        let pressed = ui
            .add_enabled(!text.is_empty(), button)
            .on_hover_text("Ctrl+Enter");
        if !text.is_empty() && (pressed.clicked() || keys) {
            out.edit(match panel.changing {
                Some(memo) => Edit::ReviseMemo(memo, text),
                None => Edit::WriteMemo(NewMemo {
                    id: None,
                    subject: Subject::Project,
                    text,
                }),
            });
            panel.entry.clear();
            panel.changing = None;
        }
        if panel.changing.is_some() && ui.button("Leave as it was").clicked() {
            panel.entry.clear();
            panel.changing = None;
        }
        if panel.changing.is_none() {
            ui.label(RichText::new("Dated and signed with your name.").color(desk.theme.quiet));
        }
    });
}

fn list_ui(panel: &mut MemosPanel, journal: bool, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let letters = panel.letters.clone();
    let kind = if journal { Some(JOURNAL) } else { panel.kind };
    let mut kept = std::mem::take(&mut panel.rows);
    let list = kept.get((desk.open.seq(), letters.clone(), kind), || {
        memos::memo_rows(
            desk.project(),
            &desk.open.tree,
            &letters,
            kind,
            &TimeZone::system(),
        )
    });
    let area = ScrollArea::vertical().auto_shrink([false, false]);
    if list.is_empty() {
        let (title, more) = if journal {
            (
                "No entries here",
                "The journal is the memory of the analysis: write the first entry above."
                    .to_owned(),
            )
        } else {
            let way = desk.standing.keys.way(Action::CodingMemo);
            (
                "No memos here",
                format!("Write one on a coding ({way}), or with Ctrl+Enter while coding."),
            )
        };
        rows::empty_ui(ui, desk.theme, title, &more);
    } else if journal {
        area.show(ui, |ui| {
            for row in list {
                entry_ui(panel, row, desk, ui, out);
            }
        });
    } else {
        area.show_rows(ui, ROW, list.len(), |ui, seen| {
            for row in list.get(seen).unwrap_or_default() {
                row_ui(row, desk, ui, out);
            }
        });
    }
    panel.rows = kept;
}

/// Draws an entry of the journal in full, as one reads it.
fn entry_ui(panel: &mut MemosPanel, row: &MemoRow, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let theme = desk.theme;
    ui.add_space(space::XS);
    ui.horizontal(|ui| {
        let date = RichText::new(&row.written)
            .font(strong_font(size::SMALL))
            .color(theme.accent);
        ui.label(date);
        let coder = RichText::new(&row.coder)
            .font(ui_font(size::SMALL))
            .color(theme.quiet);
        ui.label(coder);
        if row.by != desk.open.coder {
            return;
        }
        let change = ui.small_button("Change");
        if change.clicked() {
            panel.entry.clone_from(&row.text);
            panel.changing = Some(row.memo);
            ui.memory_mut(|memory| memory.request_focus(entry_id()));
        }
        let remove = ui
            .small_button("Remove")
            .on_hover_text("Undo brings it back.");
        if remove.clicked() {
            out.edit(Edit::RemoveMemo(row.memo));
            if panel.changing == Some(row.memo) {
                panel.entry.clear();
                panel.changing = None;
            }
        }
    });
    ui.add(Label::new(RichText::new(&row.text).color(theme.ink)).wrap());
    ui.add_space(space::S);
    ui.separator();
}

fn row_ui(row: &MemoRow, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let theme = desk.theme;
    let label = format!(
        "Memo by {} on {} {}: {}",
        row.coder,
        row.kind.to_lowercase(),
        row.about,
        row.text
    );
    let (rect, response) = rows::row_ui(ui, theme, ROW, false, &label);
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        let width = rect.width() - 16.0;
        let top = rect.top() + 12.0;
        let kind = Pen::of(strong_font(size::SMALL), theme.accent).left(
            painter,
            pos2(rect.left() + 8.0, top),
            row.kind,
            80.0,
        );
        let signed = format!("{}, {}", row.coder, row.day);
        let coder = Pen::faint(theme).right(painter, pos2(rect.right() - 8.0, top), &signed, 220.0);
        let room = coder.left() - kind.right() - 16.0;
        Pen::note(theme).left(
            painter,
            pos2(kind.right() + 8.0, top),
            &on_one_line(&row.about),
            room,
        );
        Pen::text(theme).left(
            painter,
            pos2(rect.left() + 8.0, rect.top() + 32.0),
            &on_one_line(&row.text),
            width,
        );
    }
    if response.on_hover_text(&row.text).clicked() {
        let request = match row.way {
            Way::Nowhere => return,
            Way::Journal => {
                out.ask(Request::Open(Sheet::Journal));
                return;
            }
            Way::Passage(source, range) => Request::Go(source, range),
            Way::Case(case) => Request::GoCase(case),
            Way::Ratings => Request::Show(View::Ratings),
            Way::Source(source) => Request::OpenSource(source),
            Way::Code(code) => Request::Excerpts(ExcerptFilter::of_code(code)),
        };
        out.ask(Request::CloseSheet);
        out.ask(request);
    }
}
