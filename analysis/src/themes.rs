//! Themes: enablers against barriers, group by group, and whose words each rests on.

use codebooks::{CodeId, Kind};
use project::{AttributeId, CodingId, GROUP, Project};
use serde::Serialize;

use crate::balance;
use crate::base::{Choice, Ground, Mark, NOWHERE, place};
use crate::counts::{Column, LeftOut};
use crate::measure::Measure;
use crate::sentence::listed;
use crate::unit::{SMALL_BASE, Unit};

/// What to line up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ThemesRequest {
    /// What a number counts.
    pub unit: Unit,
    /// Whose values are the groups; none: the attribute named [`GROUP`].
    pub by: Option<AttributeId>,
    /// Which codings. Kinds other than enablers and barriers are no themes here, whatever is chosen.
    pub choice: Choice,
}

/// How groups stand to a theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// It helped some and hindered others, or some passages speak against it.
    Contradicted,
    /// Two groups or more say it, and nobody otherwise.
    Shared,
    /// One group alone says it.
    Only,
    /// Nobody says it, or nobody of any group.
    Nobody,
}

/// One group's part in one side of a theme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupSide {
    /// How many units of the group say it.
    pub n: u64,
    /// Out of how many; none where the unit has no base.
    pub base: Option<u64>,
    /// How many of the group's passages have a weight below zero: they speak against the code.
    pub against: u64,
    /// The group's quotes, overlapping spans being one, and from how many of its respondents they are: `6 of 11 quotes
    /// from one parent (P2); 3 of 5 parents never quoted.`
    pub balance: String,
    /// Whether one respondent has half of the group's quotes or more; see [`crate::Balance::lopsided`].
    pub lopsided: bool,
    /// The codings behind it.
    #[serde(skip)]
    pub codings: Vec<CodingId>,
}

/// A theme as an enabler, or as a barrier: one code with all below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Side {
    /// The code's path.
    #[serde(rename = "code")]
    pub path: String,
    /// Its id.
    #[serde(rename = "id")]
    pub code: CodeId,
    /// How many units say it, in whatever group: a union, never a sum.
    pub total: u64,
    /// How many passages have a weight below zero.
    pub against: u64,
    /// One for each group, in their order.
    pub groups: Vec<GroupSide>,
    /// All codings behind it, those of no group too.
    #[serde(skip)]
    pub codings: Vec<CodingId>,
}

/// A theme: what helped and what hindered under one name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Theme {
    /// Its name: the code's path below the top of the codebook.
    pub theme: String,
    /// How many names stand above it in that path.
    pub depth: usize,
    /// As something that helps.
    pub enabler: Option<Side>,
    /// As something that hinders.
    pub barrier: Option<Side>,
    /// How the groups stand to it.
    pub standing: Standing,
    /// The groups that say it, by name.
    pub said_by: Vec<String>,
    /// All of it in a sentence.
    pub sentence: String,
}

/// Themes in the order of the codebook. Serialised, it is part of the document that `vouch themes --json` prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Themes {
    /// What the numbers count.
    pub unit: Unit,
    /// The groups, each with its base.
    pub groups: Vec<Column>,
    /// How many units there are in all; none where the unit has no base.
    pub base: Option<u64>,
    /// The themes.
    pub themes: Vec<Theme>,
    /// What is not counted.
    pub left_out: LeftOut,
}

impl Themes {
    /// What a reader must know beside the table.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let mut notes = vec![
            match self.base {
                Some(base) => format!(
                    "Numbers are {}, each counted once, of {base} in all.",
                    self.unit
                ),
                None => format!("Numbers are {}; they have no base.", self.unit),
            },
            "A theme is contradicted where the same name is coded as an enabler and as a barrier, or where passages have a weight below zero."
                .to_owned(),
        ];
        if self.themes.is_empty() {
            notes.push(
                "No code is an enabler or a barrier: give codes a kind in the codebook.".to_owned(),
            );
        }
        if self.base.is_some_and(|base| base < SMALL_BASE) {
            notes.push(format!(
                "Fewer than {SMALL_BASE} {}: read numbers, not percentages.",
                self.unit
            ));
        }
        notes.extend(self.left_out.note());
        notes
    }
}

/// Lines enablers and barriers up by group.
///
/// A code is a theme if its kind, own or inherited, is enabler or barrier; a top code with codes below it is a heading.
/// An enabler and a barrier with the same path below the top, whatever the capitals, are one theme. A group says a
/// theme if one of its units does.
#[must_use]
pub fn themes(project: &Project, request: &ThemesRequest) -> Themes {
    Ground::new(project).themes(request)
}

impl Ground<'_> {
    /// Lines enablers and barriers up; see [`themes`].
    #[must_use]
    pub fn themes(&self, request: &ThemesRequest) -> Themes {
        let by = request.by.or_else(|| {
            let group = self.project.attribute_named(GROUP);
            group.map(|attribute| attribute.id)
        });
        let chosen = self.chosen(&request.choice, request.unit);
        let (values, places) = self.values_by(by);
        let bases = self.bases(request.unit, &places, values.len());
        let groups: Vec<Column> = values
            .into_iter()
            .zip(bases)
            .map(|(value, base)| Column { value, base })
            .collect();
        let voices = self.voices(&places, groups.len());
        let mut siding = Siding {
            ground: self,
            places,
            voices,
            labels: self.respondent_labels(),
            measure: Measure::new(self, request.unit, false, groups.len()),
            quotes: Measure::new(self, Unit::References, false, self.respondents.len()),
            groups,
        };
        let mut rows: Vec<(String, Theme)> = Vec::new();
        for (code, range) in self.code_ranges(&chosen.marks) {
            let kind = self.tree.kind(code);
            let heads_others = self.tree.depth(code) == 0 && self.tree.descendants(code).len() > 1;
            if heads_others || !matches!(kind, Kind::Enabler | Kind::Barrier) {
                continue;
            }
            let side = siding.side(code, &chosen.marks[range]);
            lay_side(&mut rows, kind, side);
        }
        let groups = siding.groups;
        let themes = rows
            .into_iter()
            .map(|(_, theme)| told(theme, &groups, request.unit))
            .collect();
        Themes {
            unit: request.unit,
            groups,
            base: self.base(request.unit),
            themes,
            left_out: LeftOut {
                lost: self.lost(),
                interviewer: chosen.interviewer,
                nobody: chosen.nobody,
            },
        }
    }

    /// The respondents of each group, by place.
    fn voices(&self, places: &[u32], groups: usize) -> Vec<Vec<u32>> {
        let mut voices = vec![Vec::new(); groups];
        for (seat, &group) in self.seats.iter().zip(places) {
            if let Some(voices) = voices.get_mut(group as usize)
                && seat.respondent != NOWHERE
            {
                voices.push(seat.respondent);
            }
        }
        for voices in &mut voices {
            voices.sort_unstable();
            voices.dedup();
        }
        voices
    }
}

/// What the sides of all themes are made with.
struct Siding<'g, 'p> {
    ground: &'g Ground<'p>,
    groups: Vec<Column>,
    /// For each seat its group.
    places: Vec<u32>,
    /// For each group its respondents.
    voices: Vec<Vec<u32>>,
    labels: Vec<String>,
    measure: Measure<'g, 'p>,
    quotes: Measure<'g, 'p>,
}

impl<'p> Siding<'_, 'p> {
    fn group_of(&self, mark: &Mark<'_>) -> u32 {
        self.places
            .get(mark.seat as usize)
            .copied()
            .unwrap_or(NOWHERE)
    }

    fn side(&mut self, code: CodeId, marks: &[Mark<'p>]) -> Side {
        let places = &self.places;
        let measured = self.measure.row(marks, |mark| {
            places.get(mark.seat as usize).copied().unwrap_or(NOWHERE)
        });
        let mut of_groups: Vec<Vec<Mark<'p>>> = vec![Vec::new(); self.groups.len()];
        for mark in marks {
            if let Some(of_group) = of_groups.get_mut(self.group_of(mark) as usize) {
                of_group.push(*mark);
            }
        }
        let groups = of_groups
            .iter()
            .zip(measured.cells)
            .enumerate()
            .map(|(at, (marks, n))| self.group_side(at, marks, n))
            .collect();
        let path = self.ground.tree.path(code);
        Side {
            code,
            path: path.map_or_else(String::new, |path| path.to_string()),
            total: measured.total,
            against: against(marks),
            groups,
            codings: marks.iter().map(|mark| mark.id).collect(),
        }
    }

    fn group_side(&mut self, at: usize, marks: &[Mark<'p>], n: u64) -> GroupSide {
        let (ground, group) = (self.ground, &self.groups[at]);
        let voices = &self.voices[at];
        let quotes = self
            .quotes
            .row(marks, |mark| ground.unit_of(Unit::Respondents, mark.seat));
        let of = |&voice: &u32| quotes.cells.get(voice as usize).copied().unwrap_or(0);
        let all: u64 = voices.iter().map(of).sum();
        let never = voices.iter().filter(|voice| of(voice) == 0).count();
        // The first of those with most, as they are named.
        let most = voices
            .iter()
            .max_by(|a, b| of(a).cmp(&of(b)).then_with(|| b.cmp(a)));
        let label = |voice: u32| self.labels.get(voice as usize).map_or("", String::as_str);
        let most = most.map(|&voice| (of(&voice), label(voice)));
        let spread = balance::Spread {
            people: voices.len(),
            quotes: all,
            never_quoted: never as u64,
            most,
        };
        GroupSide {
            n,
            base: group.base,
            against: against(marks),
            balance: if voices.is_empty() {
                let (some, noun) = match quotes.total {
                    0 => ("No".to_owned(), "quotes"),
                    1 => ("1".to_owned(), "quote"),
                    n => (n.to_string(), "quotes"),
                };
                format!("{some} {noun}; nobody speaks for {}.", group.value)
            } else {
                spread.sentence(Some(&group.value))
            },
            lopsided: spread.is_lopsided(),
            codings: marks.iter().map(|mark| mark.id).collect(),
        }
    }
}

fn against(marks: &[Mark<'_>]) -> u64 {
    let speaks_against =
        |mark: &&Mark<'_>| mark.coding.weight.is_some_and(|weight| weight.get() < 0);
    place(marks.iter().filter(speaks_against).count()).into()
}

/// A path without the name at the top, unless that is all of it.
fn below_the_top(path: &str) -> &str {
    path.split_once(" / ").map_or(path, |(_, below)| below)
}

/// Puts a side beside the one of the same name, or into a row of its own.
fn lay_side(rows: &mut Vec<(String, Theme)>, kind: Kind, side: Side) {
    let name = below_the_top(&side.path).to_owned();
    let key = name.to_lowercase();
    let is_barrier = kind == Kind::Barrier;
    let free = rows.iter_mut().find(|(known, theme)| {
        let taken = if is_barrier {
            theme.barrier.is_some()
        } else {
            theme.enabler.is_some()
        };
        *known == key && !taken
    });
    let theme = if let Some((_, theme)) = free {
        theme
    } else {
        let theme = Theme {
            depth: name.matches(" / ").count(),
            theme: name,
            enabler: None,
            barrier: None,
            standing: Standing::Nobody,
            said_by: Vec::new(),
            sentence: String::new(),
        };
        rows.push((key, theme));
        match rows.last_mut() {
            Some((_, theme)) => theme,
            None => return,
        }
    };
    if is_barrier {
        theme.barrier = Some(side);
    } else {
        theme.enabler = Some(side);
    }
}

/// Says how the groups stand to a theme.
fn told(mut theme: Theme, groups: &[Column], unit: Unit) -> Theme {
    let sides = || [&theme.enabler, &theme.barrier].into_iter().flatten();
    let says = |at: usize| sides().any(|side| side.groups.get(at).is_some_and(|group| group.n > 0));
    let said_by: Vec<String> = groups
        .iter()
        .enumerate()
        .filter(|(at, _)| says(*at))
        .map(|(_, group)| group.value.clone())
        .collect();
    let named = |side: &Option<Side>| side.as_ref().is_some_and(|side| side.total > 0);
    let both = named(&theme.enabler) && named(&theme.barrier);
    let against: u64 = sides().map(|side| side.against).sum();
    theme.standing = match said_by.len() {
        _ if both || against > 0 => Standing::Contradicted,
        0 => Standing::Nobody,
        1 => Standing::Only,
        _ => Standing::Shared,
    };
    let who = |side: &Side| who_says(side, groups, unit);
    theme.sentence = match (&theme.enabler, &theme.barrier) {
        (Some(enabler), Some(barrier)) if both => format!(
            "Contradicted: an enabler for {}; a barrier for {}.",
            who(enabler),
            who(barrier)
        ),
        _ if against > 0 => {
            let said: Vec<String> = sides().map(&who).collect();
            let passages = if against == 1 {
                "1 passage speaks".to_owned()
            } else {
                format!("{against} passages speak")
            };
            format!(
                "Contradicted: said by {}, but {passages} against it.",
                said.join("; ")
            )
        }
        (enabler, barrier) => match (theme.standing, enabler.as_ref().or(barrier.as_ref())) {
            (Standing::Only, _) => {
                let said = sides().find(|side| side.total > 0).map(&who);
                format!("Only {}.", said.unwrap_or_default())
            }
            (Standing::Shared, _) => {
                let said = sides().find(|side| side.total > 0).map(&who);
                format!("Said by {}.", said.unwrap_or_default())
            }
            _ => "Nobody says it.".to_owned(),
        },
    };
    theme.said_by = said_by;
    theme
}

/// "Parents (3 of 5 cases) and Partner agencies (2 of 4)".
fn who_says(side: &Side, groups: &[Column], unit: Unit) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (group, of) in groups.iter().zip(&side.groups).filter(|(_, of)| of.n > 0) {
        let number = of
            .base
            .map_or_else(|| of.n.to_string(), |base| format!("{} of {base}", of.n));
        let unit = match parts.len() {
            0 if of.base.unwrap_or(of.n) == 1 => format!(" {}", unit.singular()),
            0 => format!(" {}", unit.key()),
            _ => String::new(),
        };
        parts.push(format!("{} ({number}{unit})", group.value));
    }
    if parts.is_empty() {
        return "nobody of any group".to_owned();
    }
    listed(&parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::counts::{CountRequest, counts};
    use crate::testing::{Build, attribute, quotes};

    /// Two parents and a partner; communication helps the parents and hinders the partner.
    fn evaluation() -> Build {
        let mut build = Build::default();
        build.kind("Enablers", Kind::Enabler);
        build.kind("Barriers", Kind::Barrier);
        build.code("Enablers / Trust");
        build.code("Enablers / Trust / Early");
        build.code("Barriers / Waiting");
        build.code("Barriers / communication");
        build.source(
            "one",
            "P1: [Enablers / Trust|one] [Enablers / Trust|two] [Enablers / Trust / Early|three] [Enablers / Trust|four] [Enablers / Communication|she told us]\n",
        );
        build.source("two", "P2: [Enablers / Trust|five] and nothing else\n");
        build.source("three", "P3: said nothing that was coded\n");
        build.source(
            "four",
            "W1: [Enablers / Trust|they trust us] [Barriers / communication|no word back]\n",
        );
        for (who, group) in [
            ("one", "Parents"),
            ("two", "Parents"),
            ("three", "Parents"),
            ("four", "Partners"),
        ] {
            build.value(who, "group", group);
        }
        build
    }

    fn named<'t>(themes: &'t Themes, name: &str) -> &'t Theme {
        let found = themes.themes.iter().find(|theme| theme.theme == name);
        found.unwrap()
    }

    #[test]
    fn themes_stand_shared_single_contradicted_or_unsaid() {
        let project = evaluation().project();
        let themes = themes(&project, &ThemesRequest::default());
        let shown: Vec<_> = themes
            .themes
            .iter()
            .map(|theme| (theme.theme.as_str(), theme.standing, theme.depth))
            .collect();
        assert_eq!(
            shown,
            [
                ("Trust", Standing::Shared, 0),
                ("Trust / Early", Standing::Only, 1),
                ("Communication", Standing::Contradicted, 0),
                ("Waiting", Standing::Nobody, 0),
            ],
            "headings are no themes, and capitals tell none apart"
        );
        assert_eq!(
            named(&themes, "Trust").sentence,
            "Said by Parents (2 of 3 cases) and Partners (1 of 1)."
        );
        assert_eq!(
            named(&themes, "Trust / Early").sentence,
            "Only Parents (1 of 3 cases)."
        );
        assert_eq!(
            named(&themes, "Communication").sentence,
            "Contradicted: an enabler for Parents (1 of 3 cases); a barrier for Partners (1 of 1 case)."
        );
        assert_eq!(named(&themes, "Waiting").sentence, "Nobody says it.");
    }

    #[test]
    fn each_number_names_its_quotes_and_whose_they_are() {
        let project = evaluation().project();
        let themes = themes(&project, &ThemesRequest::default());
        let trust = named(&themes, "Trust").enabler.as_ref().unwrap();
        let parents = &trust.groups[0];
        assert_eq!((parents.n, parents.base), (2, Some(3)));
        assert_eq!(
            quotes(&project, &parents.codings),
            ["one", "two", "four", "five", "three"]
        );
        assert_eq!(
            parents.balance,
            "4 of 5 quotes from one parent (P1); 1 of 3 parents never quoted."
        );
        assert!(parents.lopsided && !trust.groups[1].lopsided);
        assert_eq!(
            trust.groups[1].balance,
            "1 of 1 quote from one partner (W1); each of 1 partner quoted."
        );
    }

    #[test]
    fn the_numbers_are_those_of_the_counts() {
        let project = evaluation().project();
        let by = Some(attribute(&project, "group"));
        for unit in Unit::ALL {
            let choice = Choice::default();
            let request = CountRequest {
                unit,
                by,
                choice: choice.clone(),
                each_coder: false,
            };
            let counted = counts(&project, &request);
            let themes = themes(&project, &ThemesRequest { unit, by, choice });
            let sides = themes
                .themes
                .iter()
                .flat_map(|theme| [&theme.enabler, &theme.barrier].into_iter().flatten());
            for side in sides {
                let row = counted.rows.iter().find(|row| row.code == side.code);
                let row = row.unwrap();
                assert_eq!(side.total, row.total, "{}", side.path);
                let cells: Vec<u64> = side.groups.iter().map(|group| group.n).collect();
                assert_eq!(cells, row.cells, "{}", side.path);
            }
            assert_eq!(themes.groups, counted.columns);
        }
    }

    #[test]
    fn a_weight_below_zero_speaks_against() {
        let mut build = evaluation();
        build.weigh("five", -1);
        let themes = themes(&build.project(), &ThemesRequest::default());
        let trust = named(&themes, "Trust");
        assert_eq!(trust.standing, Standing::Contradicted);
        assert_eq!(
            trust.sentence,
            "Contradicted: said by Parents (2 of 3 cases) and Partners (1 of 1), but 1 passage speaks against it."
        );
        assert_eq!(trust.enabler.as_ref().unwrap().groups[0].against, 1);
    }

    #[test]
    fn files_in_which_nobody_speaks_have_quotes_of_nobody() {
        let mut build = evaluation();
        build.source("file", "Notes say [Enablers / Trust|trust grew]\n");
        build.value("file", "group", "Case files");
        let themes = themes(&build.project(), &ThemesRequest::default());
        let trust = named(&themes, "Trust").enabler.as_ref().unwrap();
        assert_eq!(
            trust.groups[0].balance,
            "1 quote; nobody speaks for Case files."
        );
        let early = named(&themes, "Trust / Early").enabler.as_ref().unwrap();
        assert_eq!(
            early.groups[0].balance,
            "No quotes; nobody speaks for Case files."
        );
    }

    #[test]
    fn without_kinds_or_groups_it_says_so() {
        let mut build = Build::default();
        build.source("one", "P1: [Theme|word]\n");
        let found = themes(&build.project(), &ThemesRequest::default());
        assert!(found.themes.is_empty());
        assert!(
            found
                .notes()
                .iter()
                .any(|note| note.contains("give codes a kind"))
        );
        build.kind("Theme", Kind::Enabler);
        let found = themes(&build.project(), &ThemesRequest::default());
        assert_eq!(found.groups[0].value, crate::NOT_RECORDED);
        assert_eq!(found.themes[0].said_by, [crate::NOT_RECORDED]);
    }
}
