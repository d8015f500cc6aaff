//! Draws what came of an exchange, and the choice where two projects say different things.

use std::collections::BTreeMap;

use egui::{Label, RichText, ScrollArea, Ui};
use interchange::merge::{Choice, Choices, Conflict};

use crate::outbox::{Outbox, Request};
use crate::theme::{Theme, size, space, strong_font};
use crate::view::exchange::{self, Told};
use crate::widgets::rows;

/// How many lines of one list are shown; the rest is counted.
const LINES: usize = 60;

/// Draws what is told when an exchange is done.
pub fn told_ui(told: &Told, theme: &Theme, ui: &mut Ui, out: &mut Outbox) {
    ui.add(Label::new(RichText::new(&told.lead).color(theme.ink)).wrap());
    if !told.parts.is_empty() {
        ScrollArea::vertical()
            .max_height(400.0)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                for (heading, lines) in &told.parts {
                    rows::section_head(ui, theme, heading);
                    for line in lines.iter().take(LINES) {
                        ui.add(Label::new(RichText::new(line).color(theme.ink)).wrap());
                        ui.add_space(2.0);
                    }
                    if lines.len() > LINES {
                        let more = format!("… and {} more", lines.len() - LINES);
                        ui.label(RichText::new(more).color(theme.quiet));
                    }
                }
            });
    }
    ui.add_space(space::S);
    if rows::main_button(ui, theme, "Go on").clicked() {
        out.ask(Request::CloseSheet);
    }
}

/// Draws the conflicts with a choice for each. `chosen` is what the person has chosen so far.
pub fn conflicts_ui(
    chosen: &mut BTreeMap<String, Choice>,
    conflicts: &[Conflict],
    theme: &Theme,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let lead = "The two projects say different things here. Choose what is to stand; all else comes in as it is, and \
                undo takes all of it back.";
    ui.add(Label::new(RichText::new(lead).color(theme.quiet)).wrap());
    ui.add_space(space::XS);
    ui.horizontal(|ui| {
        for (choice, name) in [
            (Choice::Mine, "All mine"),
            (Choice::Theirs, "All theirs"),
            (Choice::Both, "Both where there is room"),
        ] {
            if ui.button(name).clicked() {
                for conflict in conflicts {
                    let can = conflict.choices.contains(&choice);
                    let choice = if can { choice } else { Choice::Mine };
                    chosen.insert(conflict.key.clone(), choice);
                }
            }
        }
    });
    ui.add_space(space::XS);
    ScrollArea::vertical()
        .max_height(360.0)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            for conflict in conflicts {
                conflict_ui(chosen, conflict, theme, ui);
            }
        });
    ui.add_space(space::S);
    ui.horizontal(|ui| {
        if rows::main_button(ui, theme, "Take in").clicked() {
            let mut choices = Choices::default();
            for (key, choice) in chosen.iter() {
                choices.choose(key, *choice);
            }
            out.ask(Request::MergeProject(choices));
        }
        if ui.button("Cancel").clicked() {
            out.ask(Request::CloseSheet);
        }
    });
}

fn conflict_ui(
    chosen: &mut BTreeMap<String, Choice>,
    conflict: &Conflict,
    theme: &Theme,
    ui: &mut Ui,
) {
    ui.add_space(space::S);
    let heading = RichText::new(exchange::heading(conflict));
    ui.add(Label::new(heading.font(strong_font(size::TEXT)).color(theme.ink)).wrap());
    let held = chosen.get(&conflict.key).copied().unwrap_or_default();
    for &choice in &conflict.choices {
        let name = exchange::choice_name(conflict, choice);
        if ui.radio(held == choice, name).clicked() {
            chosen.insert(conflict.key.clone(), choice);
        }
    }
}
