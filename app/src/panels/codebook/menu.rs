//! What can be done with a code, on the right mouse button.

use codebooks::{CodeId, Kind};
use egui::{Button, Ui};
use project::{CodeDetails, Edit};

use crate::desk::{CodeInto, Desk, ExcerptFilter, Goal, Sheet};
use crate::outbox::{Outbox, Request, With};
use crate::panels::sets::sets_menu_ui;
use crate::view::sets::Member;
use crate::widgets::chip;

/// Items that all choose the code first, so that its definition shows what is being changed.
struct Items<'a> {
    code: CodeId,
    out: &'a mut Outbox,
}

impl Items<'_> {
    fn item(&mut self, ui: &mut Ui, enabled: bool, text: &str, request: Request) {
        if ui.add_enabled(enabled, Button::new(text)).clicked() {
            self.out.ask(Request::ChooseCode(self.code));
            self.out.ask(request);
            ui.close();
        }
    }

    fn edit(&mut self, ui: &mut Ui, enabled: bool, text: &str, edit: Edit) {
        self.item(ui, enabled, text, Request::Edit(Box::new(edit)));
    }

    fn revise(&mut self, ui: &mut Ui, text: &str, details: CodeDetails) {
        self.edit(ui, true, text, Edit::ReviseCode(self.code, details));
    }
}

/// Draws what can be done with a code.
pub(super) fn menu_ui(code: CodeId, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    ui.set_min_width(220.0);
    let mut items = Items { code, out };
    let apply = Request::Apply(code, With::default());
    items.item(ui, desk.standing.selection, "Code the selection", apply);
    let excerpts = Request::Excerpts(ExcerptFilter::of_code(code));
    items.item(ui, true, "Show excerpts", excerpts);
    ui.separator();
    items.item(
        ui,
        true,
        "New code below…",
        Request::Open(Sheet::NewCode(Some(code))),
    );
    items.item(ui, true, "Rename…", Request::Open(Sheet::RenameCode(code)));
    ui.menu_button("Colour", |ui| {
        for (name, colour) in chip::CHOICES {
            let details = CodeDetails {
                colour: Some(Some(colour)),
                ..CodeDetails::default()
            };
            items.revise(ui, name, details);
        }
        let details = CodeDetails {
            colour: Some(None),
            ..CodeDetails::default()
        };
        items.revise(ui, "As its parent", details);
    });
    ui.menu_button("Kind", |ui| {
        for kind in Kind::ALL {
            let details = CodeDetails {
                kind: Some(Some(kind)),
                ..CodeDetails::default()
            };
            items.revise(ui, &capital(kind.name()), details);
        }
        let details = CodeDetails {
            kind: Some(None),
            ..CodeDetails::default()
        };
        items.revise(ui, "As its parent", details);
    });
    for (text, what) in [("Move under…", Goal::Under), ("Merge into…", Goal::Merge)] {
        let sheet = Sheet::CodeInto(CodeInto { code, what });
        items.item(ui, true, text, Request::Open(sheet));
    }
    ui.menu_button("Sets", |ui| {
        sets_menu_ui(Member::Code(code), desk, ui, items.out);
    });
    ui.separator();
    items.edit(ui, true, "Delete", Edit::RemoveCode(code));
}

fn capital(word: &str) -> String {
    let mut signs = word.chars();
    signs
        .next()
        .map(|first| first.to_uppercase().chain(signs).collect())
        .unwrap_or_default()
}
