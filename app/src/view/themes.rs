//! Enablers against barriers as they are shown, and as a table to be written out.

use std::cmp::Reverse;

use analysis::themes::{GroupSide, Side, Standing};
use analysis::{Theme, Themes, Unit};
use interchange::tables::{Cell, Table};
use project::{CodingId, Project};

use super::matrix::quotes_out;
use super::sources::{counted, thousands};

/// What rows are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeOrder {
    /// The codebook.
    #[default]
    Codebook,
    /// How many say it, most first.
    MostSaid,
    /// Contradicted first, then said by one group alone.
    MostDisputed,
}

impl ThemeOrder {
    /// All orders, as offered.
    pub const ALL: [Self; 3] = [Self::Codebook, Self::MostSaid, Self::MostDisputed];

    /// As the order is called.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Codebook => "Codebook order",
            Self::MostSaid => "Most said first",
            Self::MostDisputed => "Contradicted first",
        }
    }
}

/// A theme as a row.
#[derive(Clone, Debug, PartialEq)]
pub struct ThemeRow {
    /// Its place among the themes as counted.
    pub at: usize,
    /// Its name, without those above it.
    pub name: String,
    /// How far it is indented; 0 where rows are sorted otherwise.
    pub depth: usize,
    /// How the groups stand to it, in a word or two.
    pub standing: String,
    /// Whether it is contradicted.
    pub disputed: bool,
    /// All of it in a sentence.
    pub sentence: String,
    /// For how many it helps, and for how many it hinders, as shares of the base or of the greatest number.
    pub bar: (f32, f32),
}

/// A number to be clicked: an enabler's or a barrier's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideNumber {
    /// The number with its base: "3 of 5".
    pub text: String,
    /// Whether it is more than nought.
    pub any: bool,
    /// Whether one voice has half of the quotes or more.
    pub lopsided: bool,
    /// All there is to know of it, in words: whose quotes they are.
    pub words: String,
}

/// The themes to show, sorted; those that nobody says are left out if asked.
#[must_use]
pub fn theme_rows(themes: &Themes, order: ThemeOrder, hide_unsaid: bool) -> Vec<ThemeRow> {
    let total = |side: &Option<Side>| side.as_ref().map_or(0, |side| side.total);
    let said = |theme: &Theme| total(&theme.enabler).max(total(&theme.barrier));
    let most = themes.themes.iter().map(said).max().unwrap_or(0);
    let of = themes.base.unwrap_or(most);
    let mut shown: Vec<(usize, &Theme)> = themes
        .themes
        .iter()
        .enumerate()
        .filter(|(_, theme)| !hide_unsaid || said(theme) > 0)
        .collect();
    match order {
        ThemeOrder::Codebook => {}
        ThemeOrder::MostSaid => shown.sort_by_key(|(_, theme)| Reverse(said(theme))),
        ThemeOrder::MostDisputed => {
            shown.sort_by_key(|(_, theme)| (rank(theme.standing), Reverse(said(theme))));
        }
    }
    let rows = shown.into_iter().map(|(at, theme)| {
        let sorted = order != ThemeOrder::Codebook;
        let name = theme.theme.rsplit(" / ").next().unwrap_or_default();
        ThemeRow {
            at,
            name: if sorted { &theme.theme } else { name }.to_owned(),
            depth: if sorted { 0 } else { theme.depth },
            standing: match theme.standing {
                Standing::Shared => {
                    let groups = themes.groups.len();
                    format!("shared by {} of {groups} groups", theme.said_by.len())
                }
                Standing::Contradicted | Standing::Only | Standing::Nobody => standing_words(theme),
            },
            disputed: theme.standing == Standing::Contradicted,
            sentence: theme.sentence.clone(),
            bar: (
                part(total(&theme.enabler), of),
                part(total(&theme.barrier), of),
            ),
        }
    });
    rows.collect()
}

const fn rank(standing: Standing) -> u8 {
    match standing {
        Standing::Contradicted => 0,
        Standing::Only => 1,
        Standing::Shared => 2,
        Standing::Nobody => 3,
    }
}

/// A part of a whole, from 0 to 1, exact enough for a bar.
fn part(part: u64, of: u64) -> f32 {
    if of == 0 {
        return 0.0;
    }
    f32::from(u16::try_from(part.min(of) * 1000 / of).unwrap_or(1000)) / 1000.0
}

/// "shared", "only Parents", "contradicted", "nobody".
#[must_use]
pub fn standing_words(theme: &Theme) -> String {
    match (theme.standing, theme.said_by.as_slice()) {
        (Standing::Contradicted, _) => "contradicted".to_owned(),
        (Standing::Shared, _) => "shared".to_owned(),
        (Standing::Only, [group, ..]) => format!("only {group}"),
        (Standing::Only, []) | (Standing::Nobody, _) => "nobody".to_owned(),
    }
}

/// A group's number on one side of a theme.
#[must_use]
pub fn side_number(side: &Side, group: &GroupSide, unit: Unit, name: &str) -> SideNumber {
    let text = number_text(group.n, group.base);
    let against = match group.against {
        0 => String::new(),
        n => format!(
            " {} against it.",
            counted(n, "passage speaks", "passages speak")
        ),
    };
    let base = group.base.unwrap_or(group.n);
    SideNumber {
        any: group.n > 0,
        lopsided: group.lopsided,
        words: format!(
            "{} × {name}: {text} {}. {}{against}",
            side.path,
            if base == 1 {
                unit.singular()
            } else {
                unit.key()
            },
            group.balance
        ),
        text,
    }
}

fn number_text(n: u64, base: Option<u64>) -> String {
    match base {
        Some(base) => format!("{} of {}", thousands(n), thousands(base)),
        None => thousands(n),
    }
}

/// The codings behind a theme: of a group or of all, on one side or on both. Each once.
#[must_use]
pub fn codings_of(theme: &Theme, group: Option<usize>, barrier: Option<bool>) -> Vec<CodingId> {
    let sides = [(false, &theme.enabler), (true, &theme.barrier)];
    let wanted = sides
        .into_iter()
        .filter(|(is_barrier, _)| barrier.is_none_or(|barrier| barrier == *is_barrier));
    let sides = wanted.filter_map(|(_, side)| side.as_ref());
    sides
        .flat_map(|side| match group {
            Some(at) => side
                .groups
                .get(at)
                .map(|group| group.codings.clone())
                .unwrap_or_default(),
            None => side.codings.clone(),
        })
        .collect()
}

/// The themes as a table to be written out, a row for each side; with the quotes behind its numbers if asked.
#[must_use]
pub fn themes_out(project: &Project, themes: &Themes, by: &str, with_trace: bool) -> Table {
    let unit = themes.unit.key();
    let mut columns: Vec<String> = ["theme", "kind", "code", "standing"]
        .map(str::to_owned)
        .to_vec();
    columns.push(format!("total ({unit})"));
    columns.extend(themes.groups.iter().map(|group| group.value.clone()));
    let balances = themes.groups.iter();
    columns.extend(balances.map(|group| format!("{}: whose quotes", group.value)));
    columns.push("in a sentence".to_owned());
    let mut out = Table {
        title: format!("Enablers and barriers by {}, {unit}", by.to_lowercase()),
        note: themes.notes().join("\n"),
        columns,
        ..Table::default()
    };
    let cell = |n: u64, base: Option<u64>| match base {
        Some(base) => Cell::CountOf { n, base },
        None => Cell::Count(n),
    };
    for theme in &themes.themes {
        let sides = [("enabler", &theme.enabler), ("barrier", &theme.barrier)];
        for (kind, side) in sides {
            let Some(side) = side else { continue };
            let mut row = vec![
                Cell::Text(theme.theme.clone()),
                Cell::Text(kind.to_owned()),
                Cell::Text(side.path.clone()),
                Cell::Text(standing_words(theme)),
                cell(side.total, themes.base),
            ];
            row.extend(side.groups.iter().map(|group| cell(group.n, group.base)));
            let balances = side.groups.iter();
            row.extend(balances.map(|group| Cell::Text(group.balance.clone())));
            row.push(Cell::Text(theme.sentence.clone()));
            out.rows.push(row);
            if with_trace {
                for (group, of) in side.groups.iter().zip(&themes.groups) {
                    let place = (side.path.clone(), of.value.clone());
                    out.trace
                        .extend(quotes_out(project, &place, &group.codings));
                }
            }
        }
    }
    out
}

/// What the numbers are and out of how many, in a sentence.
#[must_use]
pub fn themes_base(themes: &Themes) -> String {
    match themes.base {
        Some(base) => format!(
            "Each number counts {}, once each, of {} in all.",
            themes.unit.key(),
            thousands(base)
        ),
        None => format!("Each number counts {}.", themes.unit.key()),
    }
}

#[cfg(test)]
mod tests {
    use analysis::ThemesRequest;

    use super::*;
    use crate::fixture;

    fn found() -> (project::Workspace, Themes) {
        let mut workspace = fixture::evaluation();
        fixture::apply(&mut workspace, "Manager 1", "Funding is short", "Waiting");
        fixture::apply(&mut workspace, "Manager 1", "Funding", "Trust");
        let themes = analysis::themes(workspace.project(), &ThemesRequest::default());
        (workspace, themes)
    }

    #[test]
    fn rows_follow_the_codebook_or_what_is_said_most() {
        let (_, themes) = found();
        let names = |order, hide| -> Vec<(String, String)> {
            let rows = theme_rows(&themes, order, hide).into_iter();
            rows.map(|row| (row.name, row.standing)).collect()
        };
        let pair = |name: &str, standing: &str| (name.to_owned(), standing.to_owned());
        assert_eq!(
            names(ThemeOrder::Codebook, false),
            [
                pair("Trust", "shared by 2 of 2 groups"),
                pair("Practical help", "only Parents"),
                pair("Waiting", "only (not recorded)")
            ]
        );
        let disputed = names(ThemeOrder::MostDisputed, true);
        assert_eq!(disputed[2], pair("Trust", "shared by 2 of 2 groups"));
        let rows = theme_rows(&themes, ThemeOrder::MostSaid, false);
        assert_eq!(rows[0].name, "Trust");
        assert!((rows[0].bar.0 - 0.666).abs() < 1e-3 && rows[0].bar.1.abs() < 1e-6);
    }

    #[test]
    fn a_number_says_whose_words_it_rests_on_and_opens_them() {
        let (workspace, themes) = found();
        let trust = &themes.themes[0];
        let side = trust.enabler.as_ref().unwrap();
        let number = side_number(side, &side.groups[0], themes.unit, "Parents");
        assert_eq!((number.text.as_str(), number.any), ("1 of 2", true));
        assert_eq!(
            number.words,
            "Enablers / Trust × Parents: 1 of 2 cases. 1 of 1 quote from one parent (P10); 1 of 2 parents never quoted."
        );
        assert_eq!(
            codings_of(trust, Some(0), Some(false)),
            side.groups[0].codings
        );
        assert_eq!(codings_of(trust, None, None).len(), 2);
        assert!(codings_of(trust, None, Some(true)).is_empty());
        let out = themes_out(workspace.project(), &themes, "Respondent group", true);
        assert_eq!(
            out.title,
            "Enablers and barriers by respondent group, cases"
        );
        assert_eq!(out.rows[0][4], Cell::CountOf { n: 2, base: 3 });
        assert!(out.rows.iter().all(|row| row.len() == out.columns.len()));
        assert_eq!(out.trace.len(), 4);
    }
}
