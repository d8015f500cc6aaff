//! Draws the choice of a source to open beside the one in the reader.

use egui::{Rect, RichText, Ui, vec2};
use project::{Seq, SourceId, SourceKind};

use crate::desk::{Desk, Kept};
use crate::outbox::{Outbox, Request};
use crate::theme::size;
use crate::view::sources::{SourceRow, source_rows};
use crate::widgets::icon;
use crate::widgets::picker::{Picked, Picker, Rows};
use crate::widgets::rows::{self, Pen};

/// What the choice remembers while it is open.
#[derive(Debug, Default)]
pub(super) struct SourcePicker {
    picker: Picker,
    rows: Kept<(Seq, String), Vec<Choice>>,
}

/// A source that can be chosen.
#[derive(Debug)]
struct Choice {
    id: SourceId,
    name: String,
    group: String,
    kind: SourceKind,
}

/// Draws the choice.
pub(super) fn source_picker_ui(
    panel: &mut SourcePicker,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let theme = desk.theme;
    let SourcePicker { picker, rows: kept } = panel;
    let found = kept.get((desk.open.seq(), picker.letters.clone()), || {
        let mut list = choices(desk, &picker.letters);
        list.retain(|choice| desk.state.place.source != Some(choice.id));
        list
    });
    let list = Rows {
        count: found.len(),
        height: 380.0,
        keys: &[],
        name: "Sources",
    };
    let picked = picker.ui(ui, theme, "Find a source", &list, |ui, at, marked| {
        let Some(row) = found.get(at) else {
            return (Rect::NOTHING, false);
        };
        let label = format!("Open beside: {}", row.name);
        let (rect, response) = rows::row_ui(ui, theme, size::ROW + 4.0, marked, &label);
        let painter = ui.painter();
        let middle = rect.left_center() + vec2(18.0, 0.0);
        icon::source_kind(painter, row.kind, middle, theme.quiet);
        let right = rows::right_middle(rect, 10.0);
        let group = Pen::faint(theme).right(painter, right, &row.group, 200.0);
        let at = rows::left_middle(rect, 34.0);
        Pen::text(theme).left(painter, at, &row.name, group.left() - at.x - 12.0);
        (rect, response.clicked())
    });
    match picked {
        Picked::Row(at) | Picked::RowAndMore(at) => {
            if let Some(row) = found.get(at) {
                out.ask(Request::CloseSheet);
                out.ask(Request::OpenBeside(row.id));
            }
        }
        Picked::Left => out.ask(Request::CloseSheet),
        Picked::Nothing | Picked::Key(_) => {}
    }
    if found.is_empty() {
        ui.label(RichText::new("No other source has these letters.").color(theme.quiet));
    }
}

/// All sources that fit the letters, in the order of the list, each with its group.
fn choices(desk: &Desk, letters: &str) -> Vec<Choice> {
    let mut group = String::new();
    let mut list = Vec::new();
    for row in source_rows(desk.project(), letters, None) {
        match row {
            SourceRow::Group { name, .. } => group = name,
            SourceRow::Source { id, name, kind, .. } => list.push(Choice {
                id,
                name,
                group: group.clone(),
                kind,
            }),
        }
    }
    list
}
