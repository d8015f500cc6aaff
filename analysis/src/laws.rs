//! Laws that hold for every project.

use std::collections::BTreeSet;
use std::sync::Arc;

use project::text::{CharIndex, CharRange, SourceText};
use project::{Coding, CodingId, Project, SourceId, SpeakerRole};
use proptest::prelude::*;

use crate::testing::Build;
use crate::{CountRequest, Counts, Dimension, MatrixRequest, Near, Unit, counts, coverage, matrix};

const CODES: [&str; 5] = ["A", "A / B", "A / B / C", "A / D", "E"];
const TEXTS: [(&str, &str); 3] = [
    (
        "one",
        "I: what was it like then\nP1: slow but she was kind to us\nP2: I never saw her\n",
    ),
    (
        "two",
        "front matter\nP1: they came at ten at night\nI: and then\nP1: it was all right\n",
    ),
    (
        "three",
        "I: go on\nTŷ: ŵyr a wyres o hyd\nP1: nothing more to say of it\n",
    ),
];

/// Source, start, length, code, coder.
type Drawn = (usize, u32, u32, usize, usize);

fn drawn() -> impl Strategy<Value = Vec<Drawn>> {
    prop::collection::vec(
        (0..3_usize, 0..60_u32, 1..25_u32, 0..CODES.len(), 0..3_usize),
        0..25,
    )
}

fn project(codings: &[Drawn], coders: [&str; 3]) -> Arc<Project> {
    let mut build = Build::default();
    for code in CODES {
        build.code(code);
    }
    for (name, text) in TEXTS {
        build.source(name, text);
    }
    build.in_case("one/P1", "Family 1");
    build.in_case("two", "Family 1");
    for (who, area) in [("one/P1", "North"), ("one/P2", "South"), ("two", "South")] {
        build.value(who, "area", area);
    }
    for &(source, start, length, code, coder) in codings {
        let (name, text) = TEXTS[source];
        let end = (start + length).min(u32::try_from(text.chars().count()).unwrap());
        build.apply(name, start.min(end - 1), end, CODES[code], coders[coder]);
    }
    build.project()
}

/// The same codings, widened to whole words.
fn whole_words(codings: &[Drawn]) -> Vec<Drawn> {
    let widened = |&(source, start, length, code, coder): &Drawn| {
        let text = SourceText::new(TEXTS[source].1);
        let end = (start + length).min(text.characters());
        let range = text.snap_to_words(CharRange::of(start.min(end - 1), end));
        (source, range.start().0, range.len(), code, coder)
    };
    codings.iter().map(widened).collect()
}

fn area(project: &Project) -> Option<project::AttributeId> {
    project.attribute_named("area").map(|area| area.id)
}

fn counted(project: &Project, unit: Unit, by_area: bool) -> Counts {
    let by = by_area.then(|| area(project)).flatten();
    counts(
        project,
        &CountRequest {
            unit,
            by,
            ..CountRequest::default()
        },
    )
}

fn numbers(counts: &Counts) -> Vec<(u64, Vec<u64>)> {
    counts
        .rows
        .iter()
        .map(|row| (row.total, row.cells.clone()))
        .collect()
}

fn set(ids: Vec<CodingId>) -> BTreeSet<CodingId> {
    let length = ids.len();
    let set: BTreeSet<_> = ids.into_iter().collect();
    assert_eq!(set.len(), length, "each coding stands behind a number once");
    set
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_number_never_exceeds_its_base_and_margins_add_up_unless_said(codings in drawn()) {
        let project = project(&codings, ["A", "B", "C"]);
        for unit in Unit::ALL {
            let counts = counted(&project, unit, true);
            for row in &counts.rows {
                prop_assert!(row.base.is_none_or(|base| row.total <= base));
                let sum: u64 = row.cells.iter().sum();
                prop_assert!(sum >= row.total, "every unit stands in some column");
                prop_assert!(counts.columns_overlap || sum == row.total);
                for (cell, column) in row.cells.iter().zip(&counts.columns) {
                    // A span may bridge two references of one column and yet stand in another.
                    prop_assert!(*cell <= row.total || unit == Unit::References);
                    prop_assert!(column.base.is_none_or(|base| *cell <= base));
                }
            }
        }
    }

    #[test]
    fn a_parent_is_the_union_of_its_children_and_itself(codings in drawn()) {
        let (as_drawn, whole) = (project(&codings, ["A", "B", "C"]), project(&whole_words(&codings), ["A", "B", "C"]));
        for unit in Unit::ALL {
            // Where one child has half a word and another the rest, the parent has one word of their two.
            let project = if unit == Unit::Words { &whole } else { &as_drawn };
            let counts = counted(project, unit, true);
            for column in [None, Some(0), Some(1)] {
                let behind: Vec<_> = (0..CODES.len()).map(|row| set(counts.codings(row, column))).collect();
                prop_assert!(behind[0].is_superset(&(&behind[1] | &behind[3])) && behind[1].is_superset(&behind[2]));
            }
            let total = |row: usize| counts.rows[row].total;
            prop_assert!(total(1) >= total(2) || unit == Unit::References);
            prop_assert!(total(0) >= total(1).max(total(3)) || unit == Unit::References);
            let own = project.codings().iter().filter(|coding| coding.code == counts.rows[0].code).count() as u64;
            prop_assert!(unit == Unit::Words || total(0) <= total(1) + total(3) + own);
        }
    }

    #[test]
    fn who_coded_what_changes_no_number(codings in drawn()) {
        let (one, other) = (project(&codings, ["A", "B", "C"]), project(&codings, ["C", "A", "B"]));
        for unit in Unit::ALL {
            prop_assert_eq!(numbers(&counted(&one, unit, true)), numbers(&counted(&other, unit, true)));
        }
    }

    #[test]
    fn one_more_coding_lowers_no_number_but_references(codings in drawn(), more in drawn()) {
        // Whole words: half a word counts as one until a further coding joins the halves.
        let (codings, more) = (whole_words(&codings), whole_words(&more));
        let before = project(&codings, ["A", "B", "C"]);
        let after = project(&[codings, more].concat(), ["A", "B", "C"]);
        for unit in [Unit::Cases, Unit::Sources, Unit::Respondents, Unit::Words] {
            let (before, after) = (counted(&before, unit, false), counted(&after, unit, false));
            for (before, after) in before.rows.iter().zip(&after.rows) {
                prop_assert!(before.total <= after.total, "{unit} of {}", before.path);
            }
        }
    }

    #[test]
    fn a_number_is_that_of_the_codings_behind_it(codings in drawn(), row in 0..CODES.len()) {
        let all = project(&codings, ["A", "B", "C"]);
        for unit in Unit::ALL {
            let counts = counted(&all, unit, true);
            for (row, numbers) in counts.rows.iter().enumerate().skip(row).take(1) {
                for column in 0..counts.columns.len() {
                    let behind = counts.codings(row, Some(column));
                    prop_assert!(behind.is_empty() == (numbers.cells[column] == 0) || unit == Unit::Words);
                    // The same codings alone, in a project of their own, give the same number.
                    let kept: Vec<Drawn> = codings.iter().copied().zip(1_u128..)
                        .filter(|&(_, id)| behind.contains(&CodingId::from_u128(id))).map(|(drawn, _)| drawn).collect();
                    let alone = counted(&project(&kept, ["A", "B", "C"]), unit, false);
                    prop_assert_eq!(alone.rows[row].total, numbers.cells[column], "{} of {}", unit, &numbers.path);
                }
            }
        }
    }

    #[test]
    fn a_matrix_of_codes_by_values_is_the_table_of_counts(codings in drawn()) {
        let project = project(&codings, ["A", "B", "C"]);
        for unit in Unit::ALL {
            let by = area(&project).unwrap();
            let counts = counted(&project, unit, true);
            let request = |rows, columns| MatrixRequest { rows, columns, unit, choice: crate::Choice::default(), near: Near::Overlap };
            let upright = matrix(&project, &request(Dimension::Code, Dimension::Attribute(by)));
            prop_assert_eq!(&upright.row_totals, &counts.rows.iter().map(|row| row.total).collect::<Vec<_>>());
            prop_assert_eq!(&upright.cells, &counts.rows.iter().map(|row| row.cells.clone()).collect::<Vec<_>>());
            let turned = matrix(&project, &request(Dimension::Attribute(by), Dimension::Code));
            prop_assert_eq!(&turned.codings(Some(1), Some(0)), &upright.codings(Some(0), Some(1)));
            prop_assert_eq!(&turned.column_totals, &upright.row_totals);
            prop_assert_eq!(turned.transposed(), upright);
        }
    }

    #[test]
    fn codes_meet_codes_either_way_and_themselves(codings in drawn(), apart in 0..3_u32) {
        let project = project(&codings, ["A", "B", "C"]);
        for unit in Unit::ALL {
            let counts = counted(&project, unit, false);
            for near in [Near::Overlap, Near::Turns(apart)] {
                let request = MatrixRequest {
                    rows: Dimension::Code, columns: Dimension::Code, unit, choice: crate::Choice::default(), near,
                };
                let met = matrix(&project, &request);
                for row in 0..CODES.len() {
                    prop_assert_eq!(met.cells[row][row], counts.rows[row].total);
                    for column in 0..CODES.len() {
                        prop_assert_eq!(met.cells[row][column], met.cells[column][row]);
                        let behind = set(met.codings(Some(row), Some(column)));
                        let both = &set(met.codings(Some(row), None)) | &set(met.codings(Some(column), None));
                        prop_assert!(behind.is_subset(&both));
                        if unit.has_base() && near == Near::Overlap {
                            prop_assert!(met.cells[row][column] <= met.row_totals[row] + met.row_totals[column]);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn where_codes_meet_is_what_a_plain_scan_of_all_pairs_finds(
        codings in drawn(), apart in 0..3_u32, coders in prop::option::of(1_usize..3),
    ) {
        let project = project(&codings, ["A", "B", "C"]);
        let coders = coders.map(|first| project.coders().iter().map(|coder| coder.id).take(first).collect());
        let choice = crate::Choice { coders, ..crate::Choice::default() };
        let ground = crate::Ground::new(&project);
        for unit in Unit::ALL {
            for near in [Near::Overlap, Near::Turns(apart)] {
                let request = MatrixRequest {
                    rows: Dimension::Code, columns: Dimension::Code, unit, choice: choice.clone(), near,
                };
                let met = ground.matrix(&request);
                let scan = Scan::new(&ground, &request);
                for row in 0..CODES.len() {
                    for column in (0..CODES.len()).filter(|&column| column != row) {
                        let pairs = scan.pairs(row, column);
                        let behind = pairs.iter().flat_map(|(one, other)| [one.id, other.id]).collect();
                        prop_assert_eq!(set(met.codings(Some(row), Some(column))), behind);
                        prop_assert_eq!(met.cells[row][column], scan.number(&pairs), "{} {:?}", unit, near);
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_covered_is_what_a_plain_scan_of_all_characters_finds(codings in drawn()) {
        let project = project(&codings, ["A", "B", "C"]);
        let tree = project.code_tree();
        let covers = |of: &dyn Fn(&Coding) -> bool, source: SourceId, at: u32| {
            let mut all = project.codings().iter();
            all.any(|coding| coding.source == source && coding.range.holds(CharIndex(at)) && of(coding))
        };
        let table = |rows, columns| coverage(&project, &MatrixRequest {
            rows, columns, unit: Unit::Cases, choice: crate::Choice::default(), near: Near::Overlap,
        });
        let (by_source, by_code) = (table(Dimension::Code, Dimension::Source), table(Dimension::Code, Dimension::Code));
        let by_coder = table(Dimension::Coder, Dimension::Source);
        let characters = |source: &str| TEXTS.iter().find(|(name, _)| *name == source).unwrap().1.chars().count();
        let whole: usize = TEXTS.iter().map(|(name, _)| characters(name)).sum();
        let percent = |number: usize, of: usize| crate::share(number as u64, of as u64).map(|share| share * 100.0);
        for (row, &code) in tree.order().iter().enumerate() {
            let of_row = |coding: &Coding| tree.descendants(code).contains(&coding.code);
            let mut in_both = vec![0; CODES.len()];
            for (column, head) in by_source.columns.iter().enumerate() {
                let source = project.sources().iter().find(|source| source.name == head.value).unwrap();
                let covered = (0..source.characters).filter(|&at| covers(&of_row, source.id, at)).count();
                prop_assert_eq!(by_source.cells[row][column], percent(covered, characters(&source.name)));
                for (both, &other) in in_both.iter_mut().zip(tree.order()) {
                    let of_column = |coding: &Coding| tree.descendants(other).contains(&coding.code);
                    let shared = (0..source.characters)
                        .filter(|&at| covers(&of_row, source.id, at) && covers(&of_column, source.id, at));
                    *both += shared.count();
                }
            }
            let shared: Vec<Option<f64>> = in_both.into_iter().map(|both| percent(both, whole)).collect();
            prop_assert_eq!(&by_code.cells[row], &shared);
        }
        for (row, head) in by_coder.rows.iter().enumerate() {
            let of_row = |coding: &Coding| project.coders().get(coding.coder).unwrap().name == head.value;
            for (column, source) in by_coder.columns.iter().enumerate() {
                let source = project.sources().iter().find(|known| known.name == source.value).unwrap();
                let covered = (0..source.characters).filter(|&at| covers(&of_row, source.id, at)).count();
                prop_assert_eq!(by_coder.cells[row][column], percent(covered, characters(&source.name)));
            }
        }
    }

    #[test]
    fn exclusive_rows_and_columns_add_up(codings in drawn()) {
        let project = project(&codings, ["A", "B", "C"]);
        let request = MatrixRequest {
            rows: Dimension::Source, columns: Dimension::Respondent, unit: Unit::Respondents,
            choice: crate::Choice::default(), near: Near::Overlap,
        };
        let table = matrix(&project, &request);
        prop_assert!(!table.columns_overlap);
        for (row, total) in table.cells.iter().zip(&table.row_totals) {
            prop_assert_eq!(row.iter().sum::<u64>(), *total);
        }
        let sources = matrix(&project, &MatrixRequest { columns: Dimension::Coder, unit: Unit::Sources, ..request });
        prop_assert!(!sources.rows_overlap, "a source stands in one row");
        prop_assert_eq!(sources.row_totals.iter().sum::<u64>(), sources.total);
    }
}

/// All pairs of codings, looked at one by one.
struct Scan<'g, 'p> {
    ground: &'g crate::Ground<'p>,
    request: &'g MatrixRequest,
    codings: Vec<&'p Coding>,
}

impl<'g, 'p> Scan<'g, 'p> {
    fn new(ground: &'g crate::Ground<'p>, request: &'g MatrixRequest) -> Self {
        let coders = request.choice.coders.as_ref();
        let all = ground.project().codings().iter().map(Arc::as_ref);
        let chosen =
            all.filter(|coding| coders.is_none_or(|coders| coders.contains(&coding.coder)));
        // Words of nobody are no respondent's.
        let counted = chosen.filter(|coding| {
            request.unit != Unit::Respondents || respondent(ground, coding).is_some()
        });
        let mut codings: Vec<&Coding> = counted.collect();
        codings.sort_by_key(|coding| (coding.source, coding.range.start(), coding.range.end()));
        Self {
            ground,
            request,
            codings,
        }
    }

    /// Those that meet, the one of the row's codes and the other of the column's or the other way round.
    fn pairs(&self, row: usize, column: usize) -> Vec<(&'p Coding, &'p Coding)> {
        let tree = self.ground.project().code_tree();
        let of = |code: usize, coding: &Coding| {
            tree.descendants(tree.order()[code]).contains(&coding.code)
        };
        let mut pairs = Vec::new();
        for (nth, &one) in self.codings.iter().enumerate() {
            for &other in &self.codings[nth..] {
                let codes =
                    (of(row, one) && of(column, other)) || (of(column, one) && of(row, other));
                if codes
                    && one.source == other.source
                    && (one.id == other.id || self.near(one, other))
                {
                    pairs.push((one, other));
                }
            }
        }
        pairs
    }

    fn near(&self, one: &Coding, later: &Coding) -> bool {
        match self.request.near {
            Near::Overlap => later.range.start() < one.range.end(),
            Near::Turns(apart) => {
                let turns = self.ground.project().turn_list(one.source).unwrap();
                let (one, later) = (turns.touched_by(one.range), turns.touched_by(later.range));
                later.start < one.end + apart as usize
            }
        }
    }

    fn number(&self, pairs: &[(&Coding, &Coding)]) -> u64 {
        let both = pairs.iter().flat_map(|&(one, other)| [one, other]);
        let number = match self.request.unit {
            Unit::Sources => both
                .map(|coding| coding.source)
                .collect::<BTreeSet<_>>()
                .len(),
            Unit::Cases => both
                .filter_map(|coding| self.ground.counts_for(coding.id))
                .map(|(_, case)| case)
                .collect::<BTreeSet<_>>()
                .len(),
            Unit::Respondents => both
                .filter_map(|coding| respondent(self.ground, coding))
                .collect::<BTreeSet<_>>()
                .len(),
            Unit::References => self.stretches(pairs),
            Unit::Words => self.words(pairs),
        };
        number as u64
    }

    fn stretches(&self, pairs: &[(&Coding, &Coding)]) -> usize {
        let mut places: Vec<_> = pairs
            .iter()
            .map(|(one, other)| {
                let (a, b) = (one.range, other.range);
                match self.request.near {
                    Near::Overlap => (one.source, a.start().max(b.start()), a.end().min(b.end())),
                    Near::Turns(_) => (one.source, a.start().min(b.start()), a.end().max(b.end())),
                }
            })
            .collect();
        places.sort();
        let mut united: Vec<(SourceId, CharIndex, CharIndex)> = Vec::new();
        for (source, start, end) in places {
            match united.last_mut() {
                Some(last) if last.0 == source && start < last.2 => last.2 = last.2.max(end),
                _ => united.push((source, start, end)),
            }
        }
        united.len()
    }

    fn words(&self, pairs: &[(&Coding, &Coding)]) -> usize {
        let counted = |source: SourceId, at: u32| {
            pairs.iter().any(|(one, other)| {
                let (one_there, other_there) = (
                    one.range.holds(CharIndex(at)),
                    other.range.holds(CharIndex(at)),
                );
                one.source == source
                    && match self.request.near {
                        Near::Overlap => one_there && other_there,
                        Near::Turns(_) => one_there || other_there,
                    }
            })
        };
        let sources = self.ground.project().sources().iter();
        let words = sources.map(|source| {
            let (_, text) = TEXTS.iter().find(|(name, _)| *name == source.name).unwrap();
            let signs = text.chars().zip(0..);
            let coded: String = signs
                .map(|(sign, at)| if counted(source.id, at) { sign } else { ' ' })
                .collect();
            project::text::count_words(&coded) as usize
        });
        words.sum()
    }
}

fn respondent(ground: &crate::Ground<'_>, coding: &Coding) -> Option<(crate::CountedCase, String)> {
    let (speaker, case) = ground.counts_for(coding.id)?;
    let speaker = speaker.filter(|speaker| speaker.role == SpeakerRole::Respondent)?;
    Some((case, speaker.name.to_lowercase()))
}
