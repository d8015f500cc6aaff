//! Draws case data: all cases in a table, one thing by another, one indicator from several sources, and given tables to be
//! checked. Every number lists its cases beside the table, and a case its sources.

mod aside;
mod beside;
mod cross;
mod list;
mod totals;

use std::sync::Arc;

use analysis::{CountedCase, CrosstabRequest, MeasureOf, SideBySideRequest};
use egui::{Rect, RichText, Sense, Ui, UiBuilder, pos2};
use project::{AttributeId, CaseId, Seq};

use crate::action::Action;
use crate::data::{DataRequest, Shown};
use crate::desk::{Desk, Kept};
use crate::outbox::{Outbox, Request};
use crate::theme::{size, space, ui_font};
use crate::view::cases::{self, CasesAsk, CasesFound, CasesPart};
use crate::widgets::rows;

/// What the cases remember.
#[derive(Debug, Default)]
pub struct CasesPanel {
    part: Part,
    /// What is crossed, once somebody chose.
    cross: Option<CrosstabRequest>,
    beside: SideBySideRequest,
    choices: Kept<(Seq, u64), Choices>,
    list: list::ListPanel,
    same: beside::SamePanel,
    totals: totals::TotalsPanel,
    aside: aside::AsidePanel,
    /// The case somebody was led to, until it is shown.
    sought: Option<CaseId>,
}

/// What is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    #[default]
    All,
    Cross,
    Beside,
    Totals,
}

impl Part {
    const ALL: [(Self, &'static str, &'static str); 4] = [
        (
            Self::All,
            "All cases",
            "A row a case, with all that is known of it.",
        ),
        (
            Self::Cross,
            "Cross-table",
            "One thing that is known of cases by another, with totals, base and missing.",
        ),
        (
            Self::Beside,
            "Side by side",
            "One indicator from two or more sources, such as case files and records, each with its own base, and the cases of which they say different things.",
        ),
        (
            Self::Totals,
            "Check totals",
            "Whether the totals of a table in a report are the sums of their parts.",
        ),
    ];
}

/// What can be chosen.
#[derive(Debug, Default)]
struct Choices {
    attributes: Vec<(String, AttributeId)>,
    measures: Vec<(String, MeasureOf)>,
    waves: Vec<String>,
}

/// Width of what stands beside the table.
const ASIDE: f32 = 320.0;

/// Draws case data.
pub fn cases_ui(panel: &mut CasesPanel, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let study = &desk.state.data.cases;
    let found = study.found.clone();
    if let Some(found) = &found {
        panel
            .choices
            .get((desk.open.seq(), study.serial), || Choices {
                attributes: cases::attributes(desk.project(), &found.all),
                measures: cases::measures(desk.project(), &found.all),
                waves: cases::waves(desk.project()),
            });
        panel.cross = panel.cross.or_else(|| cases::first_cross(&found.all));
    }
    head_ui(panel, found.as_ref(), desk, ui, out);
    let ask = panel.ask();
    if ask != study.ask {
        panel.aside.clear();
        out.ask(Request::Data(DataRequest::Cases(ask)));
    } else if let Some(case) = panel.sought.take() {
        panel.aside.open(CountedCase::Case(case));
    }
    ui.add_space(space::S);
    if panel.part == Part::Totals {
        totals::totals_ui(&mut panel.totals, desk, ui, out);
        return;
    }
    let Some(found) = found else { return };
    if found.all.rows.is_empty() {
        none_ui(desk, ui, out);
        return;
    }
    let all = Rect::from_min_size(ui.cursor().min, ui.available_size());
    let middle = all.right() - ASIDE - 14.0;
    let left = Rect::from_min_max(all.min, pos2(middle - 6.0, all.bottom()));
    let right = Rect::from_min_max(pos2(middle + 14.0, all.top()), all.max);
    ui.painter()
        .vline(middle, all.y_range(), desk.theme.hairline());
    let mut main = ui.new_child(UiBuilder::new().max_rect(left));
    match (panel.part, &found.part) {
        (Part::All, _) => {
            let serial = desk.state.data.cases.serial;
            list::list_ui(panel, &found.all, serial, desk, &mut main);
        }
        (Part::Cross, CasesPart::Crossed(crossed)) => {
            cross::cross_ui(&mut panel.aside, crossed, desk, &mut main);
        }
        (Part::Beside, CasesPart::Compared(table)) => {
            beside::beside_ui(&mut panel.aside, table, desk, &mut main);
        }
        // The answer to the other question is on its way.
        (Part::Cross | Part::Beside | Part::Totals, _) => {}
    }
    let mut aside = ui.new_child(UiBuilder::new().max_rect(right));
    aside::aside_ui(&mut panel.aside, &found, desk, &mut aside, out);
    ui.allocate_rect(all, Sense::hover());
}

impl CasesPanel {
    /// Asks for something else, as the choices do.
    pub fn want(&mut self, ask: CasesAsk) {
        match ask {
            CasesAsk::All => self.part = Part::All,
            CasesAsk::Cross(request) => (self.part, self.cross) = (Part::Cross, Some(request)),
            CasesAsk::Compare(request) => (self.part, self.beside) = (Part::Beside, request),
        }
    }

    /// Shows one case beside all of them.
    pub fn show_case(&mut self, case: CaseId) {
        self.part = Part::All;
        self.sought = Some(case);
    }

    /// What is asked now.
    fn ask(&self) -> CasesAsk {
        match (self.part, self.cross) {
            (Part::Cross, Some(request)) => CasesAsk::Cross(request),
            (Part::Beside, _) => CasesAsk::Compare(self.beside.clone()),
            (Part::All | Part::Totals | Part::Cross, _) => CasesAsk::All,
        }
    }
}

fn head_ui(
    panel: &mut CasesPanel,
    found: Option<&Arc<CasesFound>>,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let theme = desk.theme;
    let shown = panel.part;
    let parts = |ui: &mut Ui| {
        for (part, name, tip) in Part::ALL {
            let button = ui.selectable_label(panel.part == part, name);
            if button.on_hover_text(tip).clicked() {
                panel.part = part;
                panel.aside.clear();
            }
        }
    };
    rows::view_head(ui, theme, "Cases", parts, |ui| {
        let Some(found) = found else { return };
        let fits = match (shown, &found.part) {
            (Part::All, CasesPart::All) => !found.all.rows.is_empty(),
            (Part::Cross, CasesPart::Crossed(_)) => true,
            (Part::Beside, CasesPart::Compared(table)) => !table.measures.is_empty(),
            (Part::All | Part::Cross | Part::Beside | Part::Totals, _) => false,
        };
        if fits {
            super::export_menu(&Shown::Cases(Arc::clone(found)), ui, out);
        }
    });
    let Some(found) = found.filter(|found| !found.all.rows.is_empty()) else {
        return;
    };
    match panel.part {
        Part::All => {
            ui.horizontal_wrapped(|ui| {
                ui.set_min_height(size::ROW);
                let field = ui.allocate_ui(egui::vec2(220.0, size::ROW), |ui| {
                    rows::filter_ui(ui, theme, &mut panel.list.letters, "Filter cases")
                });
                drop(field.response);
                let words = cases::base_words(&found.all);
                ui.label(RichText::new(words).color(theme.quiet));
            });
        }
        Part::Cross => cross::controls_ui(panel, found, desk, ui),
        Part::Beside => beside::controls_ui(panel, found, desk, ui),
        Part::Totals => {}
    }
}

/// What stands there while there are no cases.
fn none_ui(desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    rows::empty_ui(
        ui,
        desk.theme,
        "No cases yet",
        "Import management information: a table with a row for each case, whose first column names it.",
    );
    ui.add_space(space::M);
    ui.vertical_centered(|ui| {
        if ui.button("Import a table…").clicked() {
            out.act(Action::Import);
        }
    });
}

/// Small words under a table.
fn note_ui(words: &str, desk: &Desk, ui: &mut Ui) {
    if words.is_empty() {
        return;
    }
    let text = RichText::new(words).font(ui_font(size::SMALL));
    ui.add(egui::Label::new(text.color(desk.theme.quiet)).wrap());
}
