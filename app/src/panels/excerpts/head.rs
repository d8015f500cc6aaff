//! Draws what the excerpts are a list of: the filter, how many there are, how many are hidden, and the way out.

use egui::{ComboBox, RichText, TextEdit, Ui};
use project::CodingId;

use crate::data::Whose;
use crate::desk::{Desk, ExcerptFilter};
use crate::outbox::{Outbox, Request};
use crate::view::excerpts::{self, Arrange, ExcerptList};
use crate::widgets::rows;

/// The formats excerpts are written in, each with what it is for.
const FORMATS: [(&str, &str); 5] = [
    ("docx", "Document for the report (.docx)"),
    ("xlsx", "Spreadsheet (.xlsx)"),
    ("csv", "Table for any program (.csv)"),
    ("html", "Page to print or send (.html)"),
    ("json", "Data for other tools (.json)"),
];

/// Draws the head. Answers whether the code shall be split.
pub(super) fn head_ui(
    arrange: &mut Arrange,
    list: &ExcerptList,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) -> bool {
    let theme = desk.theme;
    let filter = &desk.state.excerpts;
    let mut splits = false;
    let title = match (&filter.only, filter.code) {
        (Some(_), _) => "Behind the number".to_owned(),
        (None, Some(code)) => desk.open.code_path(code),
        (None, None) => "All excerpts".to_owned(),
    };
    let mut shows_all = false;
    let summary = |ui: &mut Ui| {
        rows::beside_title(ui, theme, excerpts::summary(list));
        let hidden = excerpts::hidden_words(list);
        if !hidden.is_empty() {
            let link = ui.link(RichText::new(hidden).color(theme.warn));
            shows_all = link.on_hover_text("Show them too").clicked();
        }
    };
    rows::view_head(ui, theme, &title, summary, |ui| {
        let all: Vec<CodingId> = list.rows.iter().map(|row| row.coding).collect();
        ui.add_enabled_ui(!all.is_empty(), |ui| {
            ui.menu_button("Export", |ui| formats_ui(&all, ui, out))
        });
        let own = |code| list.rows.iter().any(|row| row.code == code);
        if filter.only.is_none() && filter.code.is_some_and(own) {
            splits = ui
                .button("Split…")
                .on_hover_text("Walk through the passages of this code itself and send each to a code below it by one key.")
                .clicked();
        }
    });
    if shows_all {
        out.ask(Request::Excerpts(ExcerptFilter {
            whose: Whose::All,
            coder: None,
            ..filter.clone()
        }));
    }
    ui.horizontal_wrapped(|ui| filters_ui(arrange, list, desk, ui, out));
    splits
}

/// Draws the formats to export in.
pub(super) fn formats_ui(codings: &[CodingId], ui: &mut Ui, out: &mut Outbox) {
    ui.set_min_width(240.0);
    for (format, text) in FORMATS {
        if ui.button(text).clicked() {
            super::export(codings.to_vec(), format, out);
            ui.close();
        }
    }
}

fn filters_ui(
    arrange: &mut Arrange,
    list: &ExcerptList,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    let filter = &desk.state.excerpts;
    let mut wanted = filter.clone();
    if let Some(only) = &filter.only
        && ui
            .button(RichText::new(format!("{}  ×", only.words)).color(desk.theme.accent))
            .on_hover_text("Show all excerpts again")
            .clicked()
    {
        wanted.only = None;
    }
    let field = TextEdit::singleline(&mut wanted.text)
        .hint_text("Words in quote or memo")
        .desired_width(170.0);
    drop(ui.add(field).accessible_name("Words in quote or memo"));
    code_choice(&mut wanted, desk, ui);
    let group = wanted
        .group
        .as_deref()
        .map_or("All groups", |group| {
            if group.is_empty() { "No group" } else { group }
        })
        .to_owned();
    let combo = ComboBox::from_id_salt("group")
        .selected_text(group)
        .width(110.0)
        .show_ui(ui, |ui| {
            ui.selectable_value(&mut wanted.group, None, "All groups");
            for group in &list.groups {
                let name = if group.is_empty() { "No group" } else { group };
                ui.selectable_value(&mut wanted.group, Some(group.clone()), name);
            }
        });
    drop(combo.response.accessible_name("Respondent group"));
    let sources = desk.project().sources();
    let source = wanted
        .source
        .and_then(|source| sources.get(source))
        .map_or("All sources", |source| source.name.as_str());
    let combo = ComboBox::from_id_salt("source")
        .selected_text(source)
        .width(120.0)
        .show_ui(ui, |ui| {
            ui.selectable_value(&mut wanted.source, None, "All sources");
            for source in sources.iter() {
                ui.selectable_value(&mut wanted.source, Some(source.id), &source.name);
            }
        });
    drop(combo.response.accessible_name("Source"));
    coder_choice(&mut wanted, desk, ui);
    let combo = ComboBox::from_id_salt("arrange")
        .selected_text(arrange.title())
        .width(92.0)
        .show_ui(ui, |ui| {
            for choice in Arrange::ALL {
                ui.selectable_value(arrange, choice, choice.title());
            }
        });
    drop(combo.response.accessible_name("Arrange excerpts"));
    ui.checkbox(&mut wanted.shortlisted, "Shortlist only");
    if wanted != *filter {
        out.ask(Request::Excerpts(wanted));
    }
}

fn code_choice(wanted: &mut ExcerptFilter, desk: &Desk, ui: &mut Ui) {
    let tree = &desk.open.tree;
    let name = wanted
        .code
        .map_or("All codes", |code| desk.open.code_name(code))
        .to_owned();
    let combo = ComboBox::from_id_salt("code")
        .selected_text(name)
        .width(150.0)
        .height(380.0)
        .show_ui(ui, |ui| {
            ui.selectable_value(&mut wanted.code, None, "All codes");
            for &code in tree.order() {
                let indent = "    ".repeat(tree.depth(code));
                let count = desk.open.tally.of_code(code).references;
                ui.selectable_value(
                    &mut wanted.code,
                    Some(code),
                    format!("{indent}{}  {count}", desk.open.code_name(code)),
                );
            }
        });
    drop(
        combo
            .response
            .on_hover_text("A code with all codes below it")
            .accessible_name("Code"),
    );
}

fn coder_choice(wanted: &mut ExcerptFilter, desk: &Desk, ui: &mut Ui) {
    let coders = desk.project().coders();
    let name = wanted
        .coder
        .and_then(|coder| coders.get(coder))
        .map_or(wanted.whose.title(), |coder| coder.name.as_str())
        .to_owned();
    let combo = ComboBox::from_id_salt("coder")
        .selected_text(name)
        .width(100.0)
        .show_ui(ui, |ui| {
            for whose in Whose::ALL {
                if ui
                    .selectable_label(
                        wanted.coder.is_none() && wanted.whose == whose,
                        whose.title(),
                    )
                    .clicked()
                {
                    (wanted.whose, wanted.coder) = (whose, None);
                }
            }
            ui.separator();
            for (id, name, count) in excerpts::coders(desk.project()) {
                if ui
                    .selectable_label(wanted.coder == Some(id), format!("{name}  {count}"))
                    .clicked()
                {
                    (wanted.whose, wanted.coder) = (Whose::All, Some(id));
                }
            }
        });
    drop(combo.response.accessible_name("Coder"));
}
