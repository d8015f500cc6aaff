//! The framework matrix: cases by themes, with a summary and the excerpts in each cell.
//!
//! After Ritchie and Spencer's framework method (in Bryman and Burgess, "Analyzing Qualitative Data", 1994): one row a
//! case, one column a theme, and in each cell what the case says on it in the researcher's words.

use std::collections::{BTreeMap, BTreeSet};

use codebooks::{CodeId, Kind};
use project::{
    AttributeId, Basis, CoderId, CodingId, GROUP, Holder, Project, Summary, SummaryId, Timestamp,
};
use serde::Serialize;

use crate::base::{Choice, CountedCase, Ground, NOT_RECORDED};
use crate::counts::LeftOut;
use crate::order::natural_order;
use crate::unit::Unit;

/// What to lay out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FrameworkRequest {
    /// The themes, in this order; none: the codes at the top of the codebook.
    pub themes: Vec<CodeId>,
    /// Which codings.
    pub choice: Choice,
    /// Whose values stand beside the cases; none: the attribute named [`GROUP`].
    pub by: Option<AttributeId>,
}

/// A theme: a column of the matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FrameworkTheme {
    /// The code with all below it.
    #[serde(rename = "id")]
    pub code: CodeId,
    /// Its path.
    #[serde(rename = "code")]
    pub path: String,
    /// Its kind.
    pub kind: Kind,
}

/// A case: a row of the matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FrameworkRow {
    /// Its name.
    pub case: String,
    /// The respondent groups whose people speak for it, such as `Parents, Young people`; "" where none is recorded.
    pub group: String,
    /// What a summary is of.
    #[serde(skip)]
    pub of: Holder,
    /// One cell for each theme, in their order.
    pub cells: Vec<FrameworkCell>,
}

/// What one case says on one theme.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FrameworkCell {
    /// The excerpts, in the order of source and place.
    #[serde(rename = "quote_ids")]
    pub codings: Vec<CodingId>,
    /// What was written on them.
    pub summary: Option<CellSummary>,
}

/// A summary, and what happened beneath it since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellSummary {
    /// Which.
    #[serde(skip)]
    pub id: SummaryId,
    /// What it says.
    pub text: String,
    /// Who wrote it.
    #[serde(skip)]
    pub coder: CoderId,
    /// When it was written.
    #[serde(skip)]
    pub written_at: Timestamp,
    /// Excerpts that were not there when it was written.
    pub came: usize,
    /// Excerpts that are there no longer.
    pub went: usize,
    /// Excerpts whose words were changed.
    pub changed: usize,
}

impl CellSummary {
    fn of(summary: &Summary, now: &BTreeMap<CodingId, Basis>) -> Self {
        let then: BTreeMap<CodingId, &Basis> = summary
            .basis
            .iter()
            .map(|basis| (basis.coding, basis))
            .collect();
        let changed = now
            .iter()
            .filter(|(id, basis)| then.get(id).is_some_and(|before| before != basis));
        Self {
            id: summary.id,
            text: summary.text.clone(),
            coder: summary.coder,
            written_at: summary.changed_at,
            came: now.keys().filter(|id| !then.contains_key(id)).count(),
            went: then.keys().filter(|id| !now.contains_key(id)).count(),
            changed: changed.count(),
        }
    }

    /// Whether the excerpts are no longer those it was written on.
    #[must_use]
    pub fn is_outdated(&self) -> bool {
        self.came + self.went + self.changed > 0
    }

    /// What happened since, such as `since: 2 excerpts came, 1 went`; "" for nothing.
    #[must_use]
    pub fn since(&self) -> String {
        let mut parts = Vec::new();
        for (count, verb) in [
            (self.came, "came"),
            (self.went, "went"),
            (self.changed, "changed"),
        ] {
            if count > 0 {
                let noun = match (parts.is_empty(), count) {
                    (true, 1) => " excerpt",
                    (true, _) => " excerpts",
                    (false, _) => "",
                };
                parts.push(format!("{count}{noun} {verb}"));
            }
        }
        if parts.is_empty() {
            String::new()
        } else {
            format!("since: {}", parts.join(", "))
        }
    }
}

/// Source, start and id of a coding: in this order they are shown.
type Quote = (u32, u32, CodingId);

/// Cases by themes. Serialised, it is part of the document that `vouch framework --json` prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Framework {
    /// The columns.
    pub themes: Vec<FrameworkTheme>,
    /// The rows, by group, then by name.
    pub rows: Vec<FrameworkRow>,
    /// What is not in it.
    pub left_out: LeftOut,
}

impl Framework {
    /// How many cells have excerpts but no summary yet, and how many summaries are no longer those of their excerpts.
    #[must_use]
    pub fn to_do(&self) -> (usize, usize) {
        let cells = || self.rows.iter().flat_map(|row| &row.cells);
        let bare = cells().filter(|cell| cell.summary.is_none() && !cell.codings.is_empty());
        let outdated = cells()
            .filter_map(|cell| cell.summary.as_ref())
            .filter(|summary| summary.is_outdated());
        (bare.count(), outdated.count())
    }

    /// What a reader must know beside the table.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let (bare, outdated) = self.to_do();
        if bare > 0 {
            notes.push(format!("Cells with excerpts and no summary yet: {bare}."));
        }
        if outdated > 0 {
            notes.push(format!(
                "Summaries whose excerpts have changed since they were written: {outdated}."
            ));
        }
        notes.extend(self.left_out.note());
        notes
    }
}

/// Lays out cases by themes.
#[must_use]
pub fn framework(project: &Project, request: &FrameworkRequest) -> Framework {
    Ground::new(project).framework(request)
}

impl Ground<'_> {
    /// Lays out cases by themes; see [`framework`].
    #[must_use]
    pub fn framework(&self, request: &FrameworkRequest) -> Framework {
        let chosen = self.chosen(&request.choice, Unit::References);
        let themes: Vec<CodeId> = if request.themes.is_empty() {
            self.tree.children(None).to_vec()
        } else {
            request.themes.clone()
        };
        let ranges: BTreeMap<CodeId, _> = self.code_ranges(&chosen.marks).into_iter().collect();
        let mut cells: BTreeMap<(u32, usize), Vec<Quote>> = BTreeMap::new();
        for (column, code) in themes.iter().enumerate() {
            let Some(range) = ranges.get(code) else {
                continue;
            };
            for mark in &chosen.marks[range.clone()] {
                let case = self.seats[mark.seat as usize].case;
                let cell = cells.entry((case, column)).or_default();
                cell.push((mark.source, mark.start, mark.id));
            }
        }
        let written: BTreeMap<(Holder, CodeId), &Summary> = self
            .project
            .summaries()
            .iter()
            .map(|summary| ((summary.of, summary.code), summary.as_ref()))
            .collect();
        let group = self.project.attribute_named(GROUP).map(|row| row.id);
        let groups = self.groups_of_cases(request.by.or(group));
        let row = |(case, of): (Option<u32>, CountedCase)| {
            let holder = holder(of);
            let cell = |(column, &code): (usize, &CodeId)| {
                let mut quotes = case
                    .and_then(|case| cells.get(&(case, column)).cloned())
                    .unwrap_or_default();
                quotes.sort_unstable();
                self.cell(quotes, written.get(&(holder, code)).copied())
            };
            FrameworkRow {
                case: self.case_name(of).to_owned(),
                group: groups.get(&of).cloned().unwrap_or_default(),
                of: holder,
                cells: themes.iter().enumerate().map(cell).collect(),
            }
        };
        let mut rows: Vec<FrameworkRow> = self.all_cases(&written).into_iter().map(row).collect();
        rows.sort_by(|one, other| {
            let groups = one.group.is_empty().cmp(&other.group.is_empty());
            groups
                .then_with(|| natural_order(&one.group, &other.group))
                .then_with(|| natural_order(&one.case, &other.case))
        });
        let column = |&code: &CodeId| FrameworkTheme {
            code,
            path: self
                .tree
                .path(code)
                .map_or_else(String::new, |path| path.to_string()),
            kind: self.tree.kind(code),
        };
        Framework {
            themes: themes.iter().map(column).collect(),
            rows,
            left_out: LeftOut {
                lost: self.lost(),
                interviewer: chosen.interviewer,
                nobody: chosen.nobody,
            },
        }
    }

    /// The groups whose people speak for each case, in a row.
    fn groups_of_cases(&self, by: Option<AttributeId>) -> BTreeMap<CountedCase, String> {
        let (names, places) = self.values_by(by);
        let mut groups: BTreeMap<CountedCase, BTreeSet<u32>> = BTreeMap::new();
        for (seat, &place) in self.seats.iter().zip(&places) {
            let known = names.get(place as usize);
            if seat.in_base && known.is_some_and(|name| name != NOT_RECORDED) {
                let case = self.cases[seat.case as usize];
                groups.entry(case).or_default().insert(place);
            }
        }
        let joined = |places: BTreeSet<u32>| {
            let names = places.iter().filter_map(|&place| names.get(place as usize));
            names.cloned().collect::<Vec<_>>().join(", ")
        };
        groups
            .into_iter()
            .map(|(case, places)| (case, joined(places)))
            .collect()
    }

    fn cell(&self, quotes: Vec<Quote>, summary: Option<&Summary>) -> FrameworkCell {
        let codings: Vec<CodingId> = quotes.into_iter().map(|(.., id)| id).collect();
        let summary = summary.map(|summary| {
            let rows = codings.iter();
            let rows = rows.filter_map(|&id| self.project.codings().get(id));
            let now = rows.map(|coding| (coding.id, Basis::of(coding))).collect();
            CellSummary::of(summary, &now)
        });
        FrameworkCell { codings, summary }
    }

    /// The cases that have words, and those with a summary though they have none (any more).
    fn all_cases(
        &self,
        written: &BTreeMap<(Holder, CodeId), &Summary>,
    ) -> Vec<(Option<u32>, CountedCase)> {
        let mut all: Vec<(Option<u32>, CountedCase)> = (0_u32..)
            .zip(&self.cases)
            .map(|(place, &case)| (Some(place), case))
            .collect();
        let spoken: BTreeSet<CountedCase> = self.cases.iter().copied().collect();
        let silent: BTreeSet<CountedCase> = written
            .keys()
            .filter_map(|(of, _)| match of {
                Holder::Case(id) => Some(CountedCase::Case(*id)),
                Holder::Source(id) => Some(CountedCase::Source(*id)),
                Holder::Speaker(_) => None,
            })
            .filter(|case| !spoken.contains(case))
            .collect();
        all.extend(silent.into_iter().map(|case| (None, case)));
        all
    }
}

/// What a summary of a case is kept on.
fn holder(case: CountedCase) -> Holder {
    match case {
        CountedCase::Case(id) => Holder::Case(id),
        CountedCase::Source(id) => Holder::Source(id),
    }
}

#[cfg(test)]
mod tests {
    use project::{Edit, NewSummary, Workspace};

    use super::*;
    use crate::testing::Build;

    fn laid_out(workspace: &Workspace) -> Framework {
        framework(workspace.project(), &FrameworkRequest::default())
    }

    /// Two interviews; the first says something on both themes, one of them below a code.
    fn interviews() -> Workspace {
        let mut build = Build::default();
        build.code("Helped / Trust");
        build.code("Hindered");
        build.source(
            "Parent 2",
            "P1: [Helped / Trust|She listened], [Hindered|it was late].",
        );
        build.source("Parent 10", "P1: [Helped|Yes].");
        build.workspace()
    }

    fn sum_up(workspace: &mut Workspace, row: usize, column: usize, text: &str) {
        let laid = laid_out(workspace);
        let cell = &laid.rows[row].cells[column];
        workspace
            .edit(Edit::WriteSummary(NewSummary {
                of: laid.rows[row].of,
                code: laid.themes[column].code,
                text: text.to_owned(),
                codings: cell.codings.clone(),
            }))
            .unwrap();
    }

    #[test]
    fn a_cell_holds_what_a_case_says_on_a_theme_and_all_below_it() {
        let laid = laid_out(&interviews());
        let themes: Vec<&str> = laid
            .themes
            .iter()
            .map(|theme| theme.path.as_str())
            .collect();
        assert_eq!(themes, ["Helped", "Hindered"]);
        let counts: Vec<(&str, Vec<usize>)> = laid
            .rows
            .iter()
            .map(|row| {
                let cells = row.cells.iter().map(|cell| cell.codings.len());
                (row.case.as_str(), cells.collect())
            })
            .collect();
        assert_eq!(
            counts,
            [("Parent 2", vec![1, 1]), ("Parent 10", vec![1, 0])]
        );
        assert_eq!(laid.to_do(), (3, 0));
    }

    #[test]
    fn a_summary_tells_what_came_went_and_changed_beneath_it() {
        let mut workspace = interviews();
        sum_up(&mut workspace, 0, 0, "Felt heard");
        let summary = |workspace: &Workspace| {
            let laid = laid_out(workspace);
            laid.rows[0].cells[0].summary.clone().unwrap()
        };
        assert_eq!(summary(&workspace).since(), "");
        let laid = laid_out(&workspace);
        let coding = laid.rows[0].cells[0].codings[0];
        let other = laid.rows[0].cells[1].codings[0];
        let trust = laid.themes[0].code;
        workspace.edit(Edit::Recode(vec![other], trust)).unwrap();
        assert_eq!(summary(&workspace).since(), "since: 1 excerpt came");
        workspace.edit(Edit::RemoveCodings(vec![coding])).unwrap();
        assert_eq!(summary(&workspace).since(), "since: 1 excerpt came, 1 went");
        // Taking it all back makes it what it was written on again.
        workspace.undo().unwrap();
        workspace.undo().unwrap();
        let range = project::text::CharRange::of(4, 7);
        workspace
            .edit(Edit::MoveEdges {
                coding,
                range,
                quote: "She".to_owned(),
            })
            .unwrap();
        assert_eq!(summary(&workspace).since(), "since: 1 excerpt changed");
        assert_eq!(laid_out(&workspace).to_do(), (2, 1));
    }

    #[test]
    fn a_case_stands_under_all_groups_that_speak_for_it() {
        let mut build = Build::default();
        build.code("Helped");
        for name in ["Parent 1", "Young person 1"] {
            build.source(name, "P1: [Helped|Yes].");
        }
        let mut workspace = build.workspace();
        let sources: Vec<_> = workspace.project().sources().iter().cloned().collect();
        for (source, group) in sources.iter().zip(["Parents", "Young people"]) {
            let holder = Holder::Source(source.id);
            let value = Some(project::Value::Text(group.to_owned()));
            workspace
                .edit(Edit::SetAttribute(holder, GROUP.to_owned(), value))
                .unwrap();
            workspace
                .edit(Edit::AssignCase(holder, Some("Family 1".to_owned())))
                .unwrap();
        }
        let laid = laid_out(&workspace);
        assert_eq!(laid.rows.len(), 1);
        assert_eq!(laid.rows[0].group, "Parents, Young people");
    }

    #[test]
    fn an_empty_project_has_no_rows_and_nothing_to_say() {
        let laid = laid_out(&Build::default().workspace());
        assert!(laid.rows.is_empty() && laid.themes.is_empty() && laid.notes().is_empty());
    }
}
