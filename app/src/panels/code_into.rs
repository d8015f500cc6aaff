//! Draws the choice of the code that another one goes into: merged with it, or moved under it. Type to find, Enter takes.

use codebooks::CodeId;
use egui::{Label, Rect, RichText, Ui};
use project::{Edit, Seq};

use super::code_palette;
use crate::desk::{CodeInto, Desk, Goal, Kept};
use crate::outbox::{Outbox, Request};
use crate::theme::{size, space};
use crate::view::sources::counted;
use crate::view::typed::{CodeChoice, Place, places_for};
use crate::widgets::picker::{Picked, Picker, Rows};
use crate::widgets::rows::{self, Pen};

/// What the choice remembers while it is open.
#[derive(Debug, Default)]
pub(super) struct CodeIntoPanel {
    picker: Picker,
    places: Kept<(Seq, CodeInto, String), Vec<Place>>,
    codings: Kept<(Seq, CodeId), u64>,
}

/// Draws the choice.
pub(super) fn code_into_ui(
    panel: &mut CodeIntoPanel,
    into: CodeInto,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let theme = desk.theme;
    let note = match into.what {
        Goal::Merge => {
            let codings = panel.codings.get((desk.open.seq(), into.code), || {
                let all = desk.project().codings().iter();
                let count = all.filter(|coding| coding.code == into.code).count();
                u64::try_from(count).unwrap_or(u64::MAX)
            });
            let codings = counted(*codings, "coding", "codings");
            format!("Its {codings} and its memos go there, and it goes. One undo takes it back.")
        }
        Goal::Under => "It is counted with the code above it from then on.".to_owned(),
    };
    ui.add(Label::new(RichText::new(note).color(theme.quiet)).wrap());
    ui.add_space(space::S);
    let CodeIntoPanel { picker, places, .. } = panel;
    let key = (desk.open.seq(), into, picker.letters.clone());
    let found = places.get(key, || {
        let tree = &desk.open.tree;
        places_for(tree, &desk.state.recent, into, &picker.letters)
    });
    let list = Rows {
        count: found.len(),
        height: 360.0,
        keys: &[],
        name: "Codes",
    };
    let picked = picker.ui(ui, theme, "Find a code", &list, |ui, at, marked| {
        found.get(at).map_or((Rect::NOTHING, false), |place| {
            place_ui(place, into.what, marked, desk, ui)
        })
    });
    match picked {
        Picked::Row(at) | Picked::RowAndMore(at) => {
            if let Some(place) = found.get(at) {
                out.ask(Request::CloseSheet);
                take(into, place, out);
            }
        }
        Picked::Left => out.ask(Request::CloseSheet),
        Picked::Nothing | Picked::Key(_) => {}
    }
    if found.is_empty() {
        ui.label(RichText::new("No code it could go into has these letters.").color(theme.quiet));
    }
}

fn take(into: CodeInto, place: &Place, out: &mut Outbox) {
    let code = into.code;
    let target = match place {
        Place::Top => None,
        Place::Code(CodeChoice::Known { code, .. }) => Some(*code),
        Place::Code(CodeChoice::New { .. }) => return,
    };
    match (into.what, target) {
        (Goal::Merge, Some(into)) => {
            let from = vec![code];
            out.edit(Edit::MergeCodes { from, into });
            out.ask(Request::ChooseCode(into));
        }
        (Goal::Merge, None) => {}
        (Goal::Under, parent) => out.edit(Edit::MoveCode {
            code,
            parent,
            position: u32::MAX,
        }),
    }
}

fn place_ui(place: &Place, what: Goal, marked: bool, desk: &Desk, ui: &mut Ui) -> (Rect, bool) {
    let verb = match what {
        Goal::Merge => "Merge into",
        Goal::Under => "Move under",
    };
    let height = size::ROW + 2.0;
    match place {
        Place::Code(CodeChoice::Known {
            code, name, above, ..
        }) => {
            let label = format!("{verb} {}", desk.open.code_path(*code));
            let (rect, response) = rows::row_ui(ui, desk.theme, height, marked, &label);
            code_palette::known_ui((*code, name, above), None, rect, desk, ui);
            (rect, response.clicked())
        }
        Place::Top => {
            let label = "Move to the top";
            let (rect, response) = rows::row_ui(ui, desk.theme, height, marked, label);
            let at = rows::left_middle(rect, 32.0);
            Pen::text(desk.theme).left(ui.painter(), at, "The top of the codebook", 300.0);
            (rect, response.clicked())
        }
        Place::Code(CodeChoice::New { .. }) => (Rect::NOTHING, false),
    }
}
