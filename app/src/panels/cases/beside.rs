//! Draws one indicator from several sources side by side, each with its own base.

use analysis::{MeasureOf, SideBySide};
use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{ComboBox, PopupCloseBehavior, RichText, ScrollArea, Ui};

use super::aside::AsidePanel;
use super::{CasesPanel, Choices, note_ui};
use crate::desk::Desk;
use crate::theme::{size, space, strong_font, ui_font};
use crate::view::cases::{self, CasesFound, CasesPart, SideLine};
use crate::view::sources::counted;
use crate::widgets::grid::{Grid, Part, column_width};
use crate::widgets::{number, rows};

/// Two words that are about to be said to mean one value.
#[derive(Debug, Default)]
pub(super) struct SamePanel {
    one: String,
    other: String,
}

const ROW: f32 = 28.0;
const HEAD: f32 = 56.0;

/// Draws what stands side by side.
pub(super) fn controls_ui(panel: &mut CasesPanel, found: &CasesFound, desk: &Desk, ui: &mut Ui) {
    let key = (desk.open.seq(), desk.state.data.cases.serial);
    let choices = panel.choices.get(key, Default::default);
    let beside = &mut panel.beside;
    let before = beside.clone();
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new("Compare").color(desk.theme.quiet));
        measures_ui(&mut beside.measures, choices, ui);
        if !choices.waves.is_empty() {
            let shown = beside.wave.as_deref().unwrap_or("each wave");
            let combo = ComboBox::from_id_salt("beside wave")
                .selected_text(shown)
                .width(110.0)
                .show_ui(ui, |ui| {
                    ui.selectable_value(&mut beside.wave, None, "each wave");
                    for wave in &choices.waves {
                        ui.selectable_value(&mut beside.wave, Some(wave.clone()), wave.as_str());
                    }
                });
            drop(combo.response.accessible_name("Which wave of ratings"));
        }
        ui.checkbox(&mut beside.multi, "Several values a case, parted by “;”");
        if let CasesPart::Compared(table) = &found.part {
            same_ui(&mut panel.same, &mut beside.same, table, ui);
        }
    });
    if before != *beside {
        panel.aside.clear();
    }
}

/// Draws what can be measured; columns stand in the order in which they were chosen.
fn measures_ui(measures: &mut Vec<MeasureOf>, choices: &Choices, ui: &mut Ui) {
    let name = |of: &MeasureOf| {
        let known = choices.measures.iter().find(|(_, known)| known == of);
        known.map_or("gone", |(name, _)| name.as_str())
    };
    let names: Vec<&str> = measures.iter().map(name).collect();
    let title = if names.is_empty() {
        "Choose what to compare".to_owned()
    } else {
        names.join("  ·  ")
    };
    let (menu, _) = staying(title).ui(ui, |ui| {
        ui.set_min_width(260.0);
        ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
            for (name, of) in &choices.measures {
                let chosen = measures.contains(of);
                if !ui.selectable_label(chosen, name).clicked() {
                    continue;
                }
                if chosen {
                    measures.retain(|known| known != of);
                } else {
                    measures.push(*of);
                }
            }
        });
    });
    drop(menu.accessible_name("What to compare"));
}

/// A menu that stays open while one chooses.
fn staying<'a>(title: String) -> MenuButton<'a> {
    let config = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    MenuButton::new(title).config(config)
}

/// Draws which words mean one value, and two lists for a further pair.
fn same_ui(
    panel: &mut SamePanel,
    same: &mut Vec<(String, String)>,
    table: &SideBySide,
    ui: &mut Ui,
) {
    if table.rows.len() < 2 && same.is_empty() {
        return;
    }
    let pairs = u64::try_from(same.len()).unwrap_or(u64::MAX);
    let title = match pairs {
        0 => "Words that mean the same…".to_owned(),
        _ => counted(pairs, "pair of words", "pairs of words") + " mean the same",
    };
    staying(title).ui(ui, |ui| {
        ui.set_width(340.0);
        let mut gone = None;
        for (at, (one, other)) in same.iter().enumerate() {
            let words = format!("“{one}” means “{other}”  ×");
            if ui.button(words).on_hover_text("Tell them apart").clicked() {
                gone = Some(at);
            }
        }
        if let Some(at) = gone {
            same.remove(at);
        }
        // Lists, since choosing in a box of its own would close the menu.
        ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
            ui.columns(2, |columns| {
                if let [left, right] = columns {
                    word_ui("A word …", "", &mut panel.one, table, left);
                    word_ui("… means", "means ", &mut panel.other, table, right);
                }
            });
        });
        let is_pair = !panel.one.is_empty() && !panel.other.is_empty() && panel.one != panel.other;
        let button = ui.add_enabled(is_pair, egui::Button::new("Count them as one"));
        if button.clicked() {
            let SamePanel { one, other } = std::mem::take(panel);
            same.push((one, other));
        }
    });
}

/// Draws the values, one of which is chosen.
fn word_ui(title: &str, before: &str, word: &mut String, table: &SideBySide, ui: &mut Ui) {
    ui.label(RichText::new(title).font(strong_font(size::SMALL)));
    for row in &table.rows {
        let text = format!("{before}{}", row.value);
        ui.selectable_value(word, row.value.clone(), text);
    }
}

/// Draws the table, what it comes to in words, and the way to the cases that differ.
pub(super) fn beside_ui(aside: &mut AsidePanel, table: &SideBySide, desk: &Desk, ui: &mut Ui) {
    if table.measures.is_empty() {
        let more = "Choose two or more: what raters judged and what records say, for one. Each keeps its own base, and cases of which they say different things are listed.";
        rows::empty_ui(ui, desk.theme, "Nothing to compare yet", more);
        return;
    }
    if let Some(differing) = cases::differing(table) {
        aside.offer(differing);
    }
    let lines = cases::side_lines(table);
    let width = ui.available_width();
    let names = (width * 0.3).clamp(140.0, 380.0);
    let columns = table.measures.len();
    let rest = 132.0;
    let most = ROW * f32::from(u16::try_from(lines.len()).unwrap_or(u16::MAX));
    let grid = Grid {
        id: "side by side",
        rows: lines.len(),
        columns,
        names,
        column: column_width(width - names - 12.0, columns, (110.0, 280.0)),
        tail: 0.0,
        head: HEAD,
        row: ROW,
        height: (ui.available_height() - rest)
            .min(HEAD + most + 14.0)
            .max(120.0),
    };
    grid.show(desk.theme, ui, |part, rect, ui| match part {
        Part::Cell(row, measure) => {
            if let Some(&line) = lines.get(row) {
                number_ui(aside, table, line, measure, rect, desk, ui);
            }
        }
        Part::Name(row) => {
            let Some(&line) = lines.get(row) else { return };
            let outside = !matches!(line, SideLine::Value(_));
            let colour = if outside {
                desk.theme.quiet
            } else {
                desk.theme.ink
            };
            rows::Pen::of(ui_font(size::TEXT), colour).left(
                ui.painter(),
                rows::left_middle(rect, 8.0),
                cases::side_name(table, line),
                rect.width() - 12.0,
            );
        }
        Part::Head(measure) => {
            if let Some(measure) = table.measures.get(measure) {
                let below = counted(measure.base, "case", "cases");
                number::head_ui(&measure.name, &below, rect, desk.theme, ui);
            }
        }
        Part::Tail(_) | Part::TailHead => {}
        Part::Corner => {
            let at = rect.left_bottom() + egui::vec2(8.0, -6.0);
            rows::Pen::head(desk.theme).foot(ui.painter(), at, "Value", rect.width());
        }
    });
    ui.add_space(space::S);
    ScrollArea::vertical()
        .id_salt("side by side in words")
        .auto_shrink([false, false])
        .show(ui, |ui| words_ui(aside, table, desk, ui));
}

/// Says what the table comes to, and what a reader must know beside it.
fn words_ui(aside: &mut AsidePanel, table: &SideBySide, desk: &Desk, ui: &mut Ui) {
    let same = table.both.same_cases();
    if !same.is_empty() && table.measures.len() > 1 {
        let text = RichText::new("Show the cases that say the same").font(ui_font(size::SMALL));
        if ui.link(text).clicked() {
            let n = counted(table.both.same, "case says", "cases say");
            let words = format!("{n} the same");
            aside.show(cases::CasesBehind::plain(words, same.iter().copied()));
        }
    }
    let sentence = RichText::new(&table.sentence).font(ui_font(size::TEXT));
    ui.add(egui::Label::new(sentence.color(desk.theme.ink)).wrap());
    ui.add_space(space::XS);
    note_ui(&table.note, desk, ui);
}

fn number_ui(
    aside: &mut AsidePanel,
    table: &SideBySide,
    line: SideLine,
    measure: usize,
    rect: egui::Rect,
    desk: &Desk,
    ui: &Ui,
) {
    let behind = cases::side_behind(table, line, measure);
    let n = u64::try_from(behind.cases.len()).unwrap_or(u64::MAX);
    let is_value = matches!(line, SideLine::Value(_));
    let base = table.measures.get(measure).map(|measure| measure.base);
    let shown = number::Number {
        id: egui::Id::unique(("side number", format!("{line:?}"), measure)),
        n,
        base: base.filter(|_| is_value),
        heat: base.filter(|_| is_value).map(|base| (n, base)),
        strong: false,
        words: &behind.words,
    };
    if number::number_ui(&shown, rect, desk.theme, ui) {
        aside.show(behind);
    }
}
