//! Draws passages on which coders differ, side by side, each with what can be decided.

use egui::{Align, Frame, Layout, Margin, RichText, ScrollArea, Ui};

use super::AgreementPanel;
use crate::data::DataRequest;
use crate::desk::Desk;
use crate::outbox::{Outbox, Request};
use crate::theme::{reading_font, size, space, strong_font, ui_font};
use crate::view::agreement::{CONSENSUS, Compared, Decision, Dispute, DisputeSide};
use crate::view::sources::counted;

/// More than this are not listed at once: the first are to be decided first.
const MOST: usize = 60;

/// Draws the disputes, open ones first come.
pub(super) fn disputes_ui(
    panel: &mut AgreementPanel,
    compared: &Compared,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let theme = desk.theme;
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let wanted = |dispute: &&Dispute| {
        panel
            .code
            .is_none_or(|code| desk.open.tree.descendants(code).contains(&dispute.code))
    };
    let of_code: Vec<&Dispute> = compared.disputes.iter().filter(wanted).collect();
    let decided = of_code.iter().filter(|one| one.decided.is_some()).count();
    let of = panel.code.map_or_else(String::new, |code| {
        format!(" on “{}”", desk.open.code_name(code))
    });
    ui.horizontal(|ui| {
        let text = format!(
            "{}{of}",
            counted(number(of_code.len()), "difference", "differences")
        );
        ui.label(
            RichText::new(text)
                .font(strong_font(size::TITLE))
                .color(theme.ink),
        );
        let text = format!(
            "{} decided",
            crate::view::sources::thousands(number(decided))
        );
        ui.label(RichText::new(text).color(theme.quiet));
        ui.checkbox(&mut panel.decided_too, "Show decided ones");
        if panel.code.is_some() && ui.link("All codes").clicked() {
            panel.code = None;
        }
    });
    let note = format!(
        "What you decide goes to the coder “{CONSENSUS}”; what each coder did stays as it is. Each decision is one step to undo."
    );
    let note = RichText::new(note).font(ui_font(size::SMALL));
    ui.label(note.color(theme.quiet));
    ui.add_space(space::S);
    let shown: Vec<&Dispute> = of_code
        .into_iter()
        .filter(|one| panel.decided_too || one.decided.is_none())
        .collect();
    ScrollArea::vertical()
        .id_salt("disputes")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            if shown.is_empty() {
                ui.label(RichText::new("Nothing is left to decide here.").color(theme.quiet));
            }
            for dispute in shown.iter().take(MOST) {
                dispute_ui(dispute, desk, ui, out);
            }
            if shown.len() > MOST {
                let more = counted(number(shown.len() - MOST), "more", "more");
                ui.label(RichText::new(format!("and {more}")).color(theme.quiet));
            }
        });
}

fn dispute_ui(dispute: &Dispute, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let theme = desk.theme;
    let frame = Frame::new()
        .fill(theme.panel)
        .corner_radius(size::ROUND_LARGE)
        .inner_margin(Margin::symmetric(12, 9));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width() - 8.0);
        ui.horizontal(|ui| {
            ui.label(
                RichText::new(&dispute.path)
                    .font(strong_font(size::TEXT))
                    .color(theme.ink),
            );
            let text = RichText::new(&dispute.source_name).font(ui_font(size::SMALL));
            let link = ui
                .link(text)
                .on_hover_text("Read the passage where it stands");
            if link.clicked() {
                out.ask(Request::Go(dispute.source, dispute.range));
            }
            if dispute.edges_only {
                let text = RichText::new("other words").font(ui_font(size::SMALL));
                ui.label(text.color(theme.quiet))
                    .on_hover_text("All gave the code, only to other words.");
            }
        });
        let sides = dispute.sides.len().clamp(1, 4);
        ui.columns(sides, |columns| {
            for (nth, side) in dispute.sides.iter().enumerate() {
                let left = Layout::top_down(Align::LEFT);
                columns[nth % sides].with_layout(left, |ui| side_ui(side, desk, ui));
            }
        });
        ui.horizontal_wrapped(|ui| choices_ui(dispute, desk, ui, out));
    });
}

fn side_ui(side: &DisputeSide, desk: &Desk, ui: &mut Ui) {
    let theme = desk.theme;
    let name = RichText::new(&side.name).font(ui_font(size::SMALL));
    ui.label(name.color(theme.quiet));
    if side.quotes.is_empty() {
        ui.label(RichText::new("– not given").color(theme.faint));
    }
    for (_, words) in &side.quotes {
        let text =
            RichText::new(format!("“{}”", words.trim())).font(reading_font(size::TEXT + 1.0));
        ui.add(egui::Label::new(text.color(theme.ink)).wrap());
    }
}

/// Draws what can be decided, and what was.
fn choices_ui(dispute: &Dispute, desk: &Desk, ui: &mut Ui, out: &mut Outbox) {
    let mut decision = None;
    let gave: Vec<&DisputeSide> = dispute
        .sides
        .iter()
        .filter(|side| !side.quotes.is_empty())
        .collect();
    for side in &gave {
        let text = format!("Keep as {} has it", side.name);
        if ui.button(text).clicked() {
            decision = Some(Decision::As(side.coder));
        }
    }
    if gave.len() > 1 && ui.button("Keep all these words").clicked() {
        decision = Some(Decision::Together);
    }
    if ui.button("Leave it out").clicked() {
        decision = Some(Decision::LeaveOut);
    }
    if let Some(decided) = dispute.decided {
        let text = format!("Decided: {decided}");
        ui.label(RichText::new(text).color(desk.theme.good));
    }
    if let Some(decision) = decision {
        let request = DataRequest::Decide(Box::new(dispute.clone()), decision);
        out.ask(Request::Data(request));
    }
}
