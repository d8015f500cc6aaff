//! Draws the cases behind a number, and all that is known of one of them.

use std::sync::Arc;

use analysis::CountedCase;
use egui::{Align, Label, Layout, RichText, ScrollArea, Ui, vec2};
use project::{CodingId, Seq};

use crate::data::Behind;
use crate::desk::{Desk, ExcerptFilter, Kept};
use crate::outbox::{Outbox, Request};
use crate::theme::{size, space, strong_font, ui_font};
use crate::view::cases::{self, CardRating, CaseCard, CasesBehind, CasesFound};
use crate::view::sources::counted;
use crate::widgets::rows;

/// What stands beside the table.
#[derive(Debug, Default)]
pub(super) struct AsidePanel {
    /// The cases behind the number that was clicked.
    shown: Option<CasesBehind>,
    /// Cases to list before a number is clicked.
    offered: Option<CasesBehind>,
    /// The case that is looked at.
    open: Option<CountedCase>,
    card: Kept<(Seq, u64, CountedCase), Option<CaseCard>>,
}

impl AsidePanel {
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Lists cases.
    pub(super) fn show(&mut self, behind: CasesBehind) {
        self.shown = Some(behind);
        self.open = None;
    }

    /// Lists cases as long as nobody asks for others.
    pub(super) fn offer(&mut self, behind: CasesBehind) {
        self.offered = Some(behind);
    }

    /// Shows one case.
    pub(super) fn open(&mut self, case: CountedCase) {
        self.open = Some(case);
    }

    pub(super) fn is_open(&self, case: CountedCase) -> bool {
        self.open == Some(case)
    }
}

/// Draws what stands beside the table.
pub(super) fn aside_ui(
    panel: &mut AsidePanel,
    found: &Arc<CasesFound>,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    if let Some(case) = panel.open {
        let key = (desk.open.seq(), desk.state.data.cases.serial, case);
        let card = panel
            .card
            .get(key, || cases::case_card(desk.project(), &found.all, case));
        let back = panel.shown.as_ref().or(panel.offered.as_ref());
        let Some(card) = card else {
            panel.open = None;
            return;
        };
        if card_ui(card, back, desk, ui, out) {
            panel.open = None;
        }
        return;
    }
    let Some(behind) = panel.shown.as_ref().or(panel.offered.as_ref()) else {
        let more = "Click a case to see all that is known of it and where it speaks. Click a number to see its cases.";
        rows::empty_ui(ui, desk.theme, "No case chosen", more);
        return;
    };
    let title = RichText::new(&behind.words).font(strong_font(size::TITLE));
    ui.add(Label::new(title.color(desk.theme.ink)).wrap());
    ui.add_space(space::S);
    let mut opened = None;
    let is_said = behind.cases.iter().any(|(_, said)| !said.is_empty());
    let tall = if is_said { size::ROW_TALL } else { size::ROW };
    let named: Vec<(CountedCase, &str, &str)> = behind
        .cases
        .iter()
        .filter_map(|(case, said)| {
            let row = found.all.row(*case)?;
            Some((*case, row.name.as_str(), said.as_str()))
        })
        .collect();
    ScrollArea::vertical()
        .id_salt("cases behind")
        .auto_shrink([false, false])
        .show_rows(ui, tall, named.len(), |ui, seen| {
            for &(case, name, said) in named.get(seen).unwrap_or_default() {
                let label = if said.is_empty() {
                    format!("Look at {name}")
                } else {
                    format!("Look at {name}: {said}")
                };
                let (rect, response) = rows::row_ui(ui, desk.theme, tall, false, &label);
                let middle = if said.is_empty() { 0.0 } else { 8.0 };
                let at = rows::left_middle(rect, 8.0);
                let width = rect.width() - 16.0;
                let pen = rows::Pen::text(desk.theme);
                pen.left(ui.painter(), at - vec2(0.0, middle), name, width);
                let pen = rows::Pen::note(desk.theme);
                pen.left(ui.painter(), at + vec2(0.0, middle), said, width);
                if response.clicked() {
                    opened = Some(case);
                }
            }
        });
    if opened.is_some() {
        panel.open = opened;
    }
}

/// Draws all that is known of a case; answers whether it is left.
fn card_ui(
    card: &CaseCard,
    back: Option<&CasesBehind>,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) -> bool {
    let theme = desk.theme;
    let mut left = false;
    ui.horizontal(|ui| {
        let title = RichText::new(&card.name).font(strong_font(size::TITLE));
        ui.add(Label::new(title.color(theme.ink)).truncate());
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let (text, tip) = match back {
                Some(back) => ("Back", back.words.as_str()),
                None => ("Close", "Look at no case"),
            };
            left = ui.button(text).on_hover_text(tip).clicked();
        });
    });
    if card.is_source {
        super::note_ui(
            "A source that belongs to no case, and so counts as its own.",
            desk,
            ui,
        );
    }
    ScrollArea::vertical()
        .id_salt("case card")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            rows::section_head(ui, theme, "Where it speaks");
            for (source, name, kind) in &card.sources {
                let label = format!("Read {name}");
                let (rect, response) = rows::row_ui(ui, theme, size::ROW, false, &label);
                let drawn = rows::Pen::of(ui_font(size::TEXT), theme.accent).left(
                    ui.painter(),
                    rows::left_middle(rect, 8.0),
                    name,
                    rect.width() - 90.0,
                );
                let at = egui::pos2(drawn.right() + 10.0, rect.center().y);
                let room = rect.right() - drawn.right() - 14.0;
                rows::Pen::note(theme).left(ui.painter(), at, kind, room);
                if response.on_hover_text("Open it in the reader").clicked() {
                    out.ask(Request::OpenSource(*source));
                }
            }
            if card.sources.is_empty() {
                super::note_ui("In no source: it is a record and nothing else.", desk, ui);
            }
            if !card.ratings.is_empty() {
                rows::section_head(ui, theme, "How it was rated");
                for rating in &card.ratings {
                    rating_ui(rating, &card.name, desk, ui, out);
                }
            }
            rows::section_head(ui, theme, "What is known");
            for (name, value) in &card.values {
                pair_ui(name, value, desk, ui);
            }
            if card.values.is_empty() {
                super::note_ui("Nothing is recorded.", desk, ui);
            }
        });
    left
}

fn pair_ui(name: &str, value: &str, desk: &Desk, ui: &mut Ui) {
    ui.horizontal_wrapped(|ui| {
        let name = RichText::new(format!("{name}:")).font(ui_font(size::SMALL));
        ui.label(name.color(desk.theme.quiet));
        ui.label(RichText::new(value).color(desk.theme.ink));
    });
}

fn rating_ui(rating: &CardRating, case: &str, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    pair_ui(&rating.scale, &rating.value, desk, ui);
    super::note_ui(&rating.reasons.join("\n"), desk, ui);
    let known: Vec<CodingId> = rating
        .evidence
        .iter()
        .copied()
        .filter(|&coding| desk.project().codings().contains(coding))
        .collect();
    if known.is_empty() {
        return;
    }
    let n = u64::try_from(known.len()).unwrap_or(u64::MAX);
    let words = format!("{} behind it", counted(n, "excerpt", "excerpts"));
    let text = RichText::new(&words).font(ui_font(size::SMALL));
    let link = ui.link(text).on_hover_text("Show what bears it out");
    if link.clicked() {
        let only = Behind {
            codings: known.into_iter().collect(),
            words: format!("{case} × {}: {}", rating.scale, rating.value),
        };
        out.ask(Request::Excerpts(ExcerptFilter {
            only: Some(Arc::new(only)),
            ..ExcerptFilter::default()
        }));
    }
}
