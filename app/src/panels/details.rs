//! Draws what is known of a source, to be put right: name, kind, language, case, attributes and who speaks.

use egui::{AsIdSalt, ComboBox, Grid, Label, Popup, RichText, ScrollArea, TextEdit, Ui, vec2};
use project::{Edit, GROUP, SourceDetails, SourceId, SourceKind, SpeakerRole};

use super::sized_sheet::{LastEscape, sized_sheet_ui};
use crate::desk::Desk;
use crate::outbox::{Outbox, Request};
use crate::theme::{size, space, ui_font};
use crate::view::details::{self, AttributeRow, Details, Field, LANGUAGES, SpeakerRow};
use crate::view::sources::{counted, kind_name};
use crate::widgets::icon::{self, Icon};
use crate::widgets::rows;
use crate::widgets::typed_field::{TypedField, typed_field_ui};

/// What the sheet remembers while it is open.
#[derive(Debug, Default)]
pub struct DetailsPanel {
    /// What is being typed, and where.
    typed: Option<(Field, String)>,
    /// The name of an attribute that is to be added.
    new: String,
    escape: LastEscape,
}

const SIZE: egui::Vec2 = vec2(760.0, 560.0);

/// Draws the details of a source over the desk.
pub fn details_ui(
    panel: &mut DetailsPanel,
    source: SourceId,
    desk: &Desk,
    ui: &Ui,
    out: &mut Outbox,
) {
    let Some(known) = details::details(desk.project(), source) else {
        out.ask(Request::CloseSheet);
        return;
    };
    let title = "Source details";
    let open = sized_sheet_ui(title, "details", SIZE, desk.theme, ui, |ui| {
        ScrollArea::vertical()
            .auto_shrink([false, true])
            .show(ui, |ui| {
                source_ui(panel, source, &known, desk, ui, out);
                speakers_ui(panel, source, &known.speakers, desk, ui, out);
                attributes_ui(panel, source, &known.attributes, desk, ui, out);
            });
    });
    let leaves = panel.escape.leaves(ui);
    if !open || leaves {
        panel.typed = None;
        out.ask(Request::CloseSheet);
    }
}

fn source_ui(
    panel: &mut DetailsPanel,
    source: SourceId,
    known: &Details,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    Grid::new("source details")
        .num_columns(2)
        .spacing([space::L, 6.0])
        .show(ui, |ui| {
            let line = |title: &str, ui: &mut Ui| {
                ui.label(RichText::new(title).color(desk.theme.quiet));
            };
            line("Name", ui);
            let name = Asked::new(Field::Name, &known.name, 420.0, "Name of the source");
            field_ui(panel, source, &name.needed(), desk, ui, out);
            ui.end_row();
            line("Kind", ui);
            kind_ui(source, known.kind, ui, out);
            ui.end_row();
            line("Language", ui);
            language_ui(source, &known.language, ui, out);
            ui.end_row();
            line("Wave", ui);
            let wave = Asked::new(Field::Wave, &known.wave, 200.0, "Wave of the evaluation");
            field_ui(panel, source, &wave.hint("such as baseline"), desk, ui, out);
            ui.end_row();
            line("Case", ui);
            let case = Asked::new(Field::Case, &known.case, 200.0, "Case of the source");
            let case = case.hint("none: it is its own").among(Among::Cases);
            field_ui(panel, source, &case, desk, ui, out);
            ui.end_row();
        });
}

fn kind_ui(source: SourceId, kind: SourceKind, ui: &mut Ui, out: &mut Outbox) {
    if let Some(chosen) = kind_box("kind of source", kind, ui) {
        let details = SourceDetails {
            kind: Some(chosen),
            ..SourceDetails::default()
        };
        out.edit(Edit::DescribeSource(source, details));
    }
}

/// A box to choose a kind of source in; answers another one chosen.
pub(super) fn kind_box(salt: impl AsIdSalt, kind: SourceKind, ui: &mut Ui) -> Option<SourceKind> {
    let mut chosen = kind;
    let combo = ComboBox::from_id_salt(salt)
        .selected_text(kind_name(kind))
        .width(190.0)
        .show_ui(ui, |ui| {
            for one in SourceKind::ALL {
                ui.selectable_value(&mut chosen, one, kind_name(one));
            }
        });
    drop(combo.response.accessible_name("Kind of the source"));
    (chosen != kind).then_some(chosen)
}

fn language_ui(source: SourceId, language: &str, ui: &mut Ui, out: &mut Outbox) {
    if let Some(chosen) = language_box("language of source", language, ui) {
        let details = SourceDetails {
            language: Some(chosen),
            ..SourceDetails::default()
        };
        out.edit(Edit::DescribeSource(source, details));
    }
}

/// A box to choose a language in; answers another one chosen.
pub(super) fn language_box(salt: impl AsIdSalt, language: &str, ui: &mut Ui) -> Option<String> {
    let mut chosen = language;
    let combo = ComboBox::from_id_salt(salt)
        .selected_text(details::language_name(language))
        .width(190.0)
        .show_ui(ui, |ui| {
            for (code, name) in LANGUAGES {
                ui.selectable_value(&mut chosen, code, name);
            }
        });
    let combo = combo
        .response
        .on_hover_text("Searches find the forms of a word by the language of its source.");
    drop(combo.accessible_name("Language of the source"));
    (chosen != language).then(|| chosen.to_owned())
}

fn attributes_ui(
    panel: &mut DetailsPanel,
    source: SourceId,
    rows: &[AttributeRow],
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    rows::section_head(ui, desk.theme, "Attributes of the source");
    Grid::new("attributes of source")
        .num_columns(3)
        .spacing([space::L, 4.0])
        .show(ui, |ui| {
            for row in rows {
                let title = RichText::new(crate::message::cut(&row.name, 40));
                ui.label(title.color(desk.theme.quiet))
                    .on_hover_text(&row.name);
                let name = format!("Value of {}", row.name);
                let value = Asked::new(Field::Value(row.name.clone()), &row.value, 240.0, &name);
                let value = value.hint(&row.of_case).among(Among::Values(&row.name));
                field_ui(panel, source, &value, desk, ui, out);
                let note = if row.value.is_empty() && !row.of_case.is_empty() {
                    "from its case"
                } else {
                    ""
                };
                ui.label(RichText::new(note).color(desk.theme.faint));
                ui.end_row();
            }
        });
    ui.horizontal(|ui| {
        let edit = TextEdit::singleline(&mut panel.new)
            .hint_text("Another attribute")
            .desired_width(180.0);
        let field = ui.add(edit).accessible_name("Name of a new attribute");
        let name = panel.new.trim().to_owned();
        let is_new =
            !name.is_empty() && !rows.iter().any(|row| project::same_name(&row.name, &name));
        let value = Field::Value(name.clone());
        let asked = Asked::new(value, "", 240.0, "Value of the new attribute");
        if is_new {
            field_ui(panel, source, &asked.hint("its value here"), desk, ui, out);
        } else if field.lost_focus() && !name.is_empty() {
            panel.new.clear();
        }
    });
}

fn speakers_ui(
    panel: &mut DetailsPanel,
    source: SourceId,
    speakers: &[SpeakerRow],
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    rows::section_head(ui, desk.theme, "Speakers");
    if speakers.is_empty() {
        ui.label(RichText::new("Nobody is told apart in it.").color(desk.theme.quiet));
        return;
    }
    Grid::new("speakers of source")
        .num_columns(5)
        .spacing([space::M, 4.0])
        .show(ui, |ui| {
            for head in ["Name", "", "Case", "Group", ""] {
                let head = RichText::new(head).font(ui_font(size::SMALL));
                ui.label(head.color(desk.theme.faint));
            }
            ui.end_row();
            for row in speakers {
                let label = format!("Name of {}", row.name);
                let name = Asked::new(Field::Speaker(row.id), &row.name, 170.0, &label).needed();
                field_ui(panel, source, &name, desk, ui, out);
                role_ui(row, ui, out);
                if row.role == SpeakerRole::Interviewer {
                    ui.label("");
                    ui.label("");
                } else {
                    let label = format!("Case of {}", row.name);
                    let case = Asked::new(Field::SpeakerCase(row.id), &row.case, 110.0, &label);
                    field_ui(
                        panel,
                        source,
                        &case.hint("the source’s").among(Among::Cases),
                        desk,
                        ui,
                        out,
                    );
                    let label = format!("Group of {}", row.name);
                    let group = Asked::new(Field::SpeakerGroup(row.id), &row.group, 110.0, &label);
                    field_ui(
                        panel,
                        source,
                        &group.hint("the source’s").among(Among::Values(GROUP)),
                        desk,
                        ui,
                        out,
                    );
                }
                let turns = u64::try_from(row.turns).unwrap_or(u64::MAX);
                let turns = RichText::new(counted(turns, "turn", "turns"));
                ui.add(Label::new(turns.color(desk.theme.quiet)));
                ui.end_row();
            }
        });
}

fn role_ui(row: &SpeakerRow, ui: &mut Ui, out: &mut Outbox) {
    let asks = row.role == SpeakerRole::Interviewer;
    let mut ticked = asks;
    let box_ui = ui.checkbox(&mut ticked, "asks").on_hover_text(
        "The interviewer’s words are left out of searches and counts of respondents.",
    );
    if box_ui
        .accessible_name(format!("{} asks", row.name))
        .changed()
    {
        let role = if asks {
            SpeakerRole::Respondent
        } else {
            SpeakerRole::Interviewer
        };
        out.edit(Edit::SetSpeakerRole(row.id, role));
    }
}

/// What can be chosen for a field: looked up only once the list is opened.
#[derive(Clone, Copy)]
enum Among<'a> {
    Cases,
    /// Those of an attribute.
    Values(&'a str),
}

/// A field as it is asked for.
struct Asked<'a> {
    field: Field,
    /// What stands in it.
    held: &'a str,
    width: f32,
    /// What it is called where it cannot be seen.
    name: &'a str,
    hint: &'a str,
    /// What can be chosen instead of typed.
    among: Option<Among<'a>>,
    /// Whether it may not be emptied.
    needed: bool,
}

impl<'a> Asked<'a> {
    fn new(field: Field, held: &'a str, width: f32, name: &'a str) -> Self {
        Self {
            field,
            held,
            width,
            name,
            hint: "",
            among: None,
            needed: false,
        }
    }

    fn hint(self, hint: &'a str) -> Self {
        Self { hint, ..self }
    }

    fn among(self, among: Among<'a>) -> Self {
        Self {
            among: Some(among),
            ..self
        }
    }

    fn needed(self) -> Self {
        Self {
            needed: true,
            ..self
        }
    }
}

/// Draws a field. What is typed is taken when the field is left, and let go by Escape.
fn field_ui(
    panel: &mut DetailsPanel,
    source: SourceId,
    asked: &Asked<'_>,
    desk: &Desk,
    ui: &mut Ui,
    out: &mut Outbox,
) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let field = TypedField {
            held: asked.held,
            width: asked.width,
            lines: 1,
            name: asked.name,
            hint: asked.hint,
        };
        if let Some(words) = typed_field_ui(&mut panel.typed, &asked.field, &field, ui) {
            take(panel, source, asked, &words, out);
        }
        if let Some(among) = asked.among {
            let name = format!("{}: choose", asked.name);
            let button = icon::button_ui(ui, desk.theme, Icon::Unfolded, true, &name);
            Popup::menu(&button).show(|ui| {
                ui.set_min_width(asked.width);
                ScrollArea::vertical().max_height(260.0).show(ui, |ui| {
                    let values = match among {
                        Among::Cases => details::known_cases(desk.project()),
                        Among::Values(name) => details::known_values(desk.project(), name),
                    };
                    for value in values {
                        if ui.selectable_label(value == asked.held, &value).clicked() {
                            take(panel, source, asked, &value, out);
                            ui.close();
                        }
                    }
                });
            });
        }
    });
}

/// Puts into the project what was typed or chosen, if it says something else than stands there.
fn take(
    panel: &mut DetailsPanel,
    source: SourceId,
    asked: &Asked<'_>,
    words: &str,
    out: &mut Outbox,
) {
    let emptied = asked.needed && words.trim().is_empty();
    if emptied || words.trim() == asked.held {
        return;
    }
    out.edit(details::typed(source, &asked.field, words));
    if matches!(&asked.field, Field::Value(name) if project::same_name(name, &panel.new)) {
        panel.new.clear();
    }
}
