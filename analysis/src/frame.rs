//! The coverage board of the evaluation frame: which group has said something on which question, and what else answers it.

use std::collections::BTreeSet;

use project::{
    AttributeId, CaseId, CodingId, Evidence, GROUP, Indicator, Project, Question, QuestionId,
    RatingId, RatingValue,
};
use serde::Serialize;

use crate::base::{Choice, CountedCase, Ground, Mark};
use crate::counts::{Column, LeftOut};
use crate::sentence::listed;
use crate::unit::Unit;

/// What to lay out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FrameRequest {
    /// Whose values are the groups; none: the attribute named [`GROUP`].
    pub by: Option<AttributeId>,
    /// Which codings.
    pub choice: Choice,
}

/// What answers a question, or one indicator of it, in one place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct BoardCell {
    /// How many cases say something.
    pub cases: u64,
    /// In how many passages coded.
    pub quotes: u64,
    /// Those passages.
    #[serde(rename = "quote_ids")]
    pub codings: Vec<CodingId>,
}

/// A question, or an indicator below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BoardRow {
    /// The question.
    #[serde(rename = "id")]
    pub question: QuestionId,
    /// What it stands under; "" for nothing.
    pub heading: String,
    /// What is asked, or the indicator's name.
    pub name: String,
    /// Whether it is an indicator of the question before it.
    pub is_indicator: bool,
    /// Where the evidence is sought: paths of codes, names of scales and columns.
    pub evidence: Vec<String>,
    /// One cell for each group: what its people say.
    pub groups: Vec<BoardCell>,
    /// What anybody says.
    pub anybody: BoardCell,
    /// How many cases are rated on one of its scales; none where it names no scale. A missing value is no rating.
    pub rated: Option<u64>,
    /// The ratings behind that.
    #[serde(skip)]
    pub ratings: Vec<RatingId>,
    /// How many cases have a value in one of its columns; none where it names no column.
    pub recorded: Option<u64>,
    /// The groups that say nothing, where what people say is asked for.
    pub silent: Vec<String>,
}

impl BoardRow {
    /// Whether nothing in the project answers it.
    #[must_use]
    pub fn is_unanswered(&self) -> bool {
        self.anybody.cases + self.rated.unwrap_or(0) + self.recorded.unwrap_or(0) == 0
    }

    /// What is missing, in a sentence; "" where nothing is.
    #[must_use]
    pub fn gap(&self) -> String {
        if self.evidence.is_empty() {
            return "Names nothing that could answer it.".to_owned();
        }
        if self.is_unanswered() {
            return "No evidence yet.".to_owned();
        }
        if self.silent.is_empty() {
            return String::new();
        }
        format!("No evidence from {}.", listed(&self.silent))
    }
}

/// Questions and indicators by group. Serialised, it is part of the document that `vouch frame --json` prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Board {
    /// The groups, each with the number of its cases.
    pub groups: Vec<Column>,
    /// How many cases have words.
    pub base: u64,
    /// How many cases there are in all, those of the case data too: what ratings and columns are out of.
    pub cases: u64,
    /// The questions in order, each followed by its indicators.
    pub rows: Vec<BoardRow>,
    /// What is not counted.
    pub left_out: LeftOut,
}

impl Board {
    /// What a reader must know beside the table.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        if self.rows.is_empty() {
            return vec!["The evaluation frame has no question yet.".to_owned()];
        }
        let mut notes = vec![
            "A cell says how many cases of the group said something on it, each counted once; a question has what any of its indicators has."
                .to_owned(),
        ];
        let questions = self.rows.iter().filter(|row| !row.is_indicator);
        let unanswered = questions.filter(|row| row.is_unanswered()).count();
        if unanswered > 0 {
            notes.push(format!("Questions without any evidence: {unanswered}."));
        }
        notes.extend(self.left_out.note());
        notes
    }
}

/// Lays out what answers the questions of the evaluation frame.
#[must_use]
pub fn frame(project: &Project, request: &FrameRequest) -> Board {
    Ground::new(project).frame(request)
}

impl Ground<'_> {
    /// Lays out what answers the questions; see [`frame`].
    #[must_use]
    pub fn frame(&self, request: &FrameRequest) -> Board {
        let group = self.project.attribute_named(GROUP).map(|row| row.id);
        let (values, places) = self.values_by(request.by.or(group));
        let bases = self.bases(Unit::Cases, &places, values.len());
        let groups: Vec<Column> = values
            .into_iter()
            .zip(bases)
            .map(|(value, base)| Column { value, base })
            .collect();
        let chosen = self.chosen(&request.choice, Unit::Cases);
        let board = Boarding {
            ground: self,
            marks: &chosen.marks,
            places: &places,
            groups: &groups,
        };
        let mut rows = Vec::new();
        for question in self.project.questions_in_order() {
            let all = question.indicators.iter().flat_map(|row| &row.evidence);
            rows.push(board.row(question, None, &all.copied().collect()));
            for indicator in &question.indicators {
                let evidence = indicator.evidence.iter().copied().collect();
                rows.push(board.row(question, Some(indicator), &evidence));
            }
        }
        let counted: BTreeSet<CountedCase> = self.cases.iter().copied().collect();
        let of_data = self
            .project
            .cases()
            .iter()
            .map(|case| CountedCase::Case(case.id));
        let all: BTreeSet<CountedCase> = counted.into_iter().chain(of_data).collect();
        Board {
            base: self.base(Unit::Cases).unwrap_or(0),
            cases: all.len() as u64,
            groups,
            rows,
            left_out: LeftOut {
                lost: self.lost(),
                interviewer: chosen.interviewer,
                nobody: chosen.nobody,
            },
        }
    }
}

/// What laying out one row after another needs.
struct Boarding<'b, 'p> {
    ground: &'b Ground<'p>,
    marks: &'b [Mark<'p>],
    places: &'b [u32],
    groups: &'b [Column],
}

impl Boarding<'_, '_> {
    fn row(
        &self,
        question: &Question,
        indicator: Option<&Indicator>,
        evidence: &BTreeSet<Evidence>,
    ) -> BoardRow {
        let (groups, anybody) = self.said(evidence);
        let (rated, ratings) = self.rated(evidence);
        let seeks_words = evidence
            .iter()
            .any(|evidence| matches!(evidence, Evidence::Code(_)));
        let silent = self
            .groups
            .iter()
            .zip(&groups)
            .filter(|(_, cell)| seeks_words && cell.cases == 0)
            .map(|(group, _)| group.value.clone());
        BoardRow {
            question: question.id,
            heading: question.heading.clone(),
            name: indicator.map_or_else(|| question.text.clone(), |row| row.name.clone()),
            is_indicator: indicator.is_some(),
            silent: silent.collect(),
            groups,
            anybody,
            rated,
            ratings,
            recorded: self.recorded(evidence),
            evidence: evidence
                .iter()
                .filter_map(|&item| self.name(item))
                .collect(),
        }
    }

    /// What each group says, and what anybody does.
    fn said(&self, evidence: &BTreeSet<Evidence>) -> (Vec<BoardCell>, BoardCell) {
        let tree = &self.ground.tree;
        let wanted: BTreeSet<_> = evidence
            .iter()
            .filter_map(|evidence| match evidence {
                Evidence::Code(code) => Some(tree.descendants(*code)),
                Evidence::Scale(_) | Evidence::Attribute(_) => None,
            })
            .flatten()
            .copied()
            .collect();
        let is_wanted: Vec<bool> = tree
            .order()
            .iter()
            .map(|code| wanted.contains(code))
            .collect();
        let mut found: Vec<(BTreeSet<u32>, BTreeSet<CodingId>)> =
            vec![Default::default(); self.groups.len() + 1];
        let marks = self.marks.iter();
        for mark in marks.filter(|mark| is_wanted[mark.code as usize]) {
            let case = self.ground.seats[mark.seat as usize].case;
            let group = self.places.get(mark.seat as usize);
            let group = group.map_or(usize::MAX, |&group| group as usize);
            for at in [group, self.groups.len()] {
                if let Some((cases, codings)) = found.get_mut(at) {
                    cases.insert(case);
                    codings.insert(mark.id);
                }
            }
        }
        let mut cells: Vec<BoardCell> = found
            .into_iter()
            .map(|(cases, codings)| BoardCell {
                cases: cases.len() as u64,
                quotes: codings.len() as u64,
                codings: codings.into_iter().collect(),
            })
            .collect();
        let anybody = cells.pop().unwrap_or_default();
        (cells, anybody)
    }

    fn rated(&self, evidence: &BTreeSet<Evidence>) -> (Option<u64>, Vec<RatingId>) {
        let asks = evidence
            .iter()
            .any(|evidence| matches!(evidence, Evidence::Scale(_)));
        if !asks {
            return (None, Vec::new());
        }
        let ratings = self.ground.project.ratings().iter().filter(|rating| {
            evidence.contains(&Evidence::Scale(rating.scale))
                && rating.value != RatingValue::Missing
        });
        let mut cases: BTreeSet<CaseId> = BTreeSet::new();
        let mut ids = Vec::new();
        for rating in ratings {
            cases.insert(rating.case);
            ids.push(rating.id);
        }
        (Some(cases.len() as u64), ids)
    }

    fn recorded(&self, evidence: &BTreeSet<Evidence>) -> Option<u64> {
        let columns: Vec<AttributeId> = evidence
            .iter()
            .filter_map(|evidence| match evidence {
                Evidence::Attribute(id) => Some(*id),
                Evidence::Code(_) | Evidence::Scale(_) => None,
            })
            .collect();
        if columns.is_empty() {
            return None;
        }
        let mut cases: BTreeSet<CountedCase> = BTreeSet::new();
        for column in columns {
            let values = crate::case_values::CaseValues::new(self.ground, column);
            cases.extend(values.iter().map(|(case, _)| case));
        }
        Some(cases.len() as u64)
    }

    fn name(&self, evidence: Evidence) -> Option<String> {
        let project = self.ground.project;
        match evidence {
            Evidence::Code(id) => self.ground.tree.path(id).map(|path| path.to_string()),
            Evidence::Scale(id) => project.scales().get(id).map(|row| row.name.clone()),
            Evidence::Attribute(id) => project.attributes().get(id).map(|row| row.name.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use codebooks::{Level, RatingScale, ScaleId, ScaleValue};
    use project::{Edit, Holder, QuestionDraft, Value};

    use super::*;
    use crate::testing::{Build, attribute};

    /// A row's name, its cases by group, how many are rated and how many have a value.
    type Told<'a> = (&'a str, Vec<u64>, Option<u64>, Option<u64>);

    /// Two parents and a partner; two of them trust, one case is rated, one has a value in a column.
    fn board() -> Board {
        let mut build = Build::default();
        let trust = build.code("Helped / Trust");
        let helped = build.code("Helped");
        let waiting = build.code("Waiting");
        build.source(
            "Parent 1",
            "P1: [Helped / Trust|She listened]. [Helped|Yes].",
        );
        build.source("Parent 2", "P1: [Helped|It helped].");
        build.source("Partner 1", "P1: Nothing to say.");
        let scale = build.scale(RatingScale::new(
            ScaleId::from_u128(7),
            "Better off",
            Level::Ordinal,
            ["No", "Yes"],
        ));
        build.rate("Family 1", scale, ScaleValue::Label(1), "A", "");
        build.rate("Family 2", scale, ScaleValue::Missing, "A", "");
        let mut workspace = build.workspace();
        let sources: Vec<_> = workspace
            .project()
            .sources()
            .iter()
            .map(|source| (source.id, source.name.clone()))
            .collect();
        for (source, name) in sources {
            let group = if name.starts_with("Parent") {
                "Parents"
            } else {
                "Partners"
            };
            workspace
                .edit(Edit::SetAttribute(
                    Holder::Source(source),
                    GROUP.to_owned(),
                    Some(Value::Text(group.to_owned())),
                ))
                .unwrap();
        }
        let family = workspace.project().case_named("Family 2").unwrap().id;
        workspace
            .edit(Edit::SetAttribute(
                Holder::Case(family),
                "closed".to_owned(),
                Some(Value::Text("yes".to_owned())),
            ))
            .unwrap();
        let closed = attribute(workspace.project(), "closed");
        let indicator = |name: &str, evidence: &[Evidence]| Indicator {
            name: name.to_owned(),
            evidence: evidence.to_vec(),
        };
        for (text, indicators) in [
            (
                "How well?",
                vec![
                    indicator("Trust", &[Evidence::Code(trust)]),
                    indicator(
                        "Any help",
                        &[Evidence::Code(helped), Evidence::Scale(scale)],
                    ),
                    indicator("Closed", &[Evidence::Attribute(closed)]),
                ],
            ),
            (
                "How long?",
                vec![indicator("Waiting", &[Evidence::Code(waiting)])],
            ),
            ("Why?", vec![]),
        ] {
            workspace
                .edit(Edit::AddQuestion(QuestionDraft {
                    text: text.to_owned(),
                    indicators,
                    ..QuestionDraft::default()
                }))
                .unwrap();
        }
        frame(workspace.project(), &FrameRequest::default())
    }

    #[test]
    fn the_board_shows_who_says_something_on_each_question() {
        let board = board();
        let groups: Vec<(&str, Option<u64>)> = board
            .groups
            .iter()
            .map(|group| (group.value.as_str(), group.base))
            .collect();
        assert_eq!(groups, [("Parents", Some(2)), ("Partners", Some(1))]);
        assert_eq!((board.base, board.cases), (3, 5));
        let rows: Vec<Told<'_>> = board
            .rows
            .iter()
            .map(|row| {
                let groups = row.groups.iter().map(|cell| cell.cases).collect();
                (row.name.as_str(), groups, row.rated, row.recorded)
            })
            .collect();
        assert_eq!(
            rows,
            [
                ("How well?", vec![2, 0], Some(1), Some(1)),
                ("Trust", vec![1, 0], None, None),
                ("Any help", vec![2, 0], Some(1), None),
                ("Closed", vec![0, 0], None, Some(1)),
                ("How long?", vec![0, 0], None, None),
                ("Waiting", vec![0, 0], None, None),
                ("Why?", vec![0, 0], None, None),
            ]
        );
        assert_eq!(
            board.rows[0].anybody.quotes, 3,
            "a quote of two indicators is one"
        );
    }

    #[test]
    fn gaps_are_told_in_a_sentence() {
        let board = board();
        let gaps: Vec<String> = board.rows.iter().map(BoardRow::gap).collect();
        assert_eq!(
            gaps,
            [
                "No evidence from Partners.",
                "No evidence from Partners.",
                "No evidence from Partners.",
                "",
                "No evidence yet.",
                "No evidence yet.",
                "Names nothing that could answer it.",
            ]
        );
        assert!(board.notes()[1].ends_with("without any evidence: 2."));
        assert_eq!(listed(&["a".into(), "b".into(), "c".into()]), "a, b and c");
    }

    #[test]
    fn an_empty_frame_says_so() {
        let board = frame(&Build::default().project(), &FrameRequest::default());
        assert!(board.rows.is_empty());
        assert_eq!(board.notes(), ["The evaluation frame has no question yet."]);
    }
}
