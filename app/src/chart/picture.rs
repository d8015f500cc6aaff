//! Pictures of a project's numbers, each with the table it is drawn from and the quotes behind.

use analysis::{
    Choice, Dimension, Ground, MatrixRequest, Near, RatingsRequest, Unit, ratings, saturation,
};
use codebooks::{Level, ScaleId};
use interchange::tables::{Cell, Table};
use project::{CodingId, CodingState, Project, SourceId};

use super::{BETWEEN, Grid, Passage, Rated, Step, bars, curve, diverging, heat, timeline};
use crate::message::{capital, cut};

/// More codes than this are too many for one picture of codes by codes.
const MOST_CODES: usize = 40;
/// The most letters of a quote that a shape says.
const QUOTE: usize = 160;

/// What is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// Codes by groups, a bar each.
    #[default]
    Bars,
    /// Codes by anything, the darker the greater.
    Heat,
    /// Codes by codes.
    Cooccurrence,
    /// Codes along a source.
    Timeline,
    /// New and known codes, source by source.
    Saturation,
    /// Ratings on ordered scales, parted in the middle.
    Ratings,
}

impl Kind {
    /// All kinds, in the order offered.
    pub const ALL: [Self; 6] = [
        Self::Bars,
        Self::Heat,
        Self::Cooccurrence,
        Self::Timeline,
        Self::Saturation,
        Self::Ratings,
    ];

    /// As the kind is called.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Bars => "Bars by group",
            Self::Heat => "Heat map",
            Self::Cooccurrence => "Codes with codes",
            Self::Timeline => "Codes along a source",
            Self::Saturation => "Saturation",
            Self::Ratings => "Ratings",
        }
    }

    /// Whether codes are counted, so that unit and levels matter.
    #[must_use]
    pub const fn counts_codes(self) -> bool {
        matches!(self, Self::Bars | Self::Heat | Self::Cooccurrence)
    }
}

/// What to draw.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartAsk {
    /// What sort of picture.
    pub kind: Kind,
    /// What the groups of bars and the columns of heat are.
    pub by: Dimension,
    /// What a number counts.
    pub unit: Unit,
    /// Only codes so many levels deep; none: all.
    pub levels: Option<usize>,
    /// Only this scale.
    pub scale: Option<ScaleId>,
    /// The source to draw codes along; none: the first.
    pub source: Option<SourceId>,
}

impl Default for ChartAsk {
    fn default() -> Self {
        Self {
            kind: Kind::Bars,
            by: Dimension::Group,
            unit: Unit::Cases,
            levels: Some(2),
            scale: None,
            source: None,
        }
    }
}

/// A picture with its table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Picture {
    /// The picture.
    pub svg: String,
    /// The numbers it is drawn from.
    pub table: Table,
    /// The codings behind each cell of the table, where it has some.
    pub behind: Vec<Vec<Vec<CodingId>>>,
}

/// Draws what is asked. `by` is what the columns are called.
#[must_use]
pub fn picture(ground: &Ground<'_>, ask: &ChartAsk, by: &str) -> Picture {
    let project = ground.project();
    match ask.kind {
        Kind::Bars | Kind::Heat => of_codes(ground, ask, by),
        Kind::Cooccurrence => {
            let ask = ChartAsk {
                by: Dimension::Code,
                ..ask.clone()
            };
            of_codes(ground, &ask, "code")
        }
        Kind::Timeline => along_a_source(project, ask),
        Kind::Saturation => saturated(project),
        Kind::Ratings => rated(project, ask),
    }
}

/// Codes by something, without empty rows.
fn of_codes(ground: &Ground<'_>, ask: &ChartAsk, by: &str) -> Picture {
    let request = MatrixRequest {
        rows: Dimension::Code,
        columns: ask.by,
        unit: ask.unit,
        choice: Choice::default(),
        near: Near::Overlap,
    };
    let counted = ground.matrix(&request);
    let shown = |path: &str| {
        ask.levels
            .is_none_or(|levels| path.split(BETWEEN).count() <= levels)
    };
    let mut rows: Vec<usize> = (0..counted.rows.len())
        .filter(|&at| counted.row_totals[at] > 0 && shown(&counted.rows[at].value))
        .collect();
    let mut notes = vec![capital(&format!(
        "{}, each counted once; codes do not exclude one another.",
        ask.unit
    ))];
    let codes = ask.by == Dimension::Code;
    if codes && rows.len() > MOST_CODES {
        notes.push(format!(
            "The {MOST_CODES} codes with the highest totals of {}.",
            rows.len()
        ));
        rows.sort_by_key(|&at| std::cmp::Reverse(counted.row_totals[at]));
        rows.truncate(MOST_CODES);
        rows.sort_unstable();
    }
    let columns: Vec<usize> = if codes {
        rows.clone()
    } else {
        (0..counted.columns.len()).collect()
    };
    notes.extend(counted.left_out.note());
    let heads = columns.iter().map(|&at| &counted.columns[at]);
    let heads: Vec<(String, Option<u64>)> =
        heads.map(|head| (head.value.clone(), head.base)).collect();
    let grid = Grid {
        title: format!(
            "{} by code and {}",
            capital(ask.unit.key()),
            by.to_lowercase()
        ),
        notes,
        rows: rows
            .iter()
            .map(|&at| counted.rows[at].value.clone())
            .collect(),
        columns: heads,
        by_code: codes,
        cells: rows
            .iter()
            .map(|&row| columns.iter().map(|&at| counted.cells[row][at]).collect())
            .collect(),
    };
    let behind = rows.iter().map(|&row| {
        let cells = columns
            .iter()
            .map(|&at| counted.codings(Some(row), Some(at)));
        std::iter::once(counted.codings(Some(row), None))
            .chain(cells)
            .collect()
    });
    Picture {
        svg: if ask.kind == Kind::Bars {
            bars(&grid)
        } else {
            heat(&grid)
        },
        behind: behind.collect(),
        table: grid_table(&grid),
    }
}

fn grid_table(grid: &Grid) -> Table {
    let heads = grid.columns.iter().map(|(name, _)| name.clone());
    let rows = grid.rows.iter().zip(&grid.cells).map(|(name, cells)| {
        let cells = cells.iter().zip(&grid.columns);
        let cells = cells.map(|(&n, (_, base))| match *base {
            Some(base) => Cell::CountOf { n, base },
            None => Cell::Count(n),
        });
        std::iter::once(Cell::Text(name.clone()))
            .chain(cells)
            .collect()
    });
    Table {
        title: grid.title.clone(),
        note: grid.notes.join("\n"),
        columns: std::iter::once("code".to_owned()).chain(heads).collect(),
        rows: rows.collect(),
        trace: Vec::new(),
    }
}

/// Codes along a source: where each was given.
fn along_a_source(project: &Project, ask: &ChartAsk) -> Picture {
    let asked = ask.source.and_then(|id| project.sources().get(id));
    let Some(source) = asked.or_else(|| project.sources().iter().next()) else {
        return Picture {
            svg: timeline(
                "Codes along a source",
                &[],
                0,
                &["There is no source.".to_owned()],
            ),
            ..Picture::default()
        };
    };
    let tree = project.code_tree();
    let turns = project.turn_list(source.id);
    let mut rows = Vec::new();
    let mut table = Table {
        title: format!("Codes along {}", source.name),
        columns: ["code", "passages", "first turn", "last turn"]
            .map(str::to_owned)
            .to_vec(),
        ..Table::default()
    };
    let mut behind = Vec::new();
    for &code in tree.order() {
        let of_code: Vec<_> = project
            .codings_of(source.id)
            .filter(|coding| coding.code == code && coding.state != CodingState::Lost)
            .collect();
        if of_code.is_empty() {
            continue;
        }
        let path = tree
            .path(code)
            .map(|path| path.to_string())
            .unwrap_or_default();
        let passages = of_code.iter().map(|coding| Passage {
            start: coding.range.start().0,
            end: coding.range.end().0,
            words: cut(&coding.quote.replace('\n', " "), QUOTE),
        });
        rows.push((path.clone(), passages.collect::<Vec<_>>()));
        let touched = of_code
            .iter()
            .filter_map(|coding| Some(turns?.touched_by(coding.range)));
        let (mut first, mut last) = (usize::MAX, 0);
        for touched in touched.filter(|touched| !touched.is_empty()) {
            first = first.min(touched.start + 1);
            last = last.max(touched.end);
        }
        let turn = |at: usize| match at {
            0 | usize::MAX => Cell::Blank,
            at => Cell::Count(number(at)),
        };
        table.rows.push(vec![
            Cell::Text(path),
            Cell::Count(number(of_code.len())),
            turn(first),
            turn(last),
        ]);
        let codings: Vec<CodingId> = of_code.iter().map(|coding| coding.id).collect();
        behind.push(vec![codings.clone(), codings, Vec::new(), Vec::new()]);
    }
    let count = project.turns(source.id).len();
    let notes = vec![if rows.is_empty() {
        "Nothing is coded in it yet.".to_owned()
    } else {
        format!("From its first word to its last, {count} turns; codes as applied, by all coders.")
    }];
    table.note = notes.join("\n");
    Picture {
        svg: timeline(&table.title, &rows, source.characters, &notes),
        table,
        behind,
    }
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn saturated(project: &Project) -> Picture {
    let found = saturation(project, None, &Choice::default());
    let step = |step: &analysis::saturation::SaturationStep| Step {
        name: step.name.clone(),
        new: step.new_codes.len() as u64,
        known: step.known,
    };
    let steps: Vec<Step> = found.steps.iter().map(step).collect();
    let note = match found.not_coded {
        0 => "Sources in the order of import; codes as applied.".to_owned(),
        left => format!(
            "Sources in the order of import; codes as applied. {left} not coded yet are left out."
        ),
    };
    let title = "New and known codes by source";
    let rows = steps.iter().map(|step| {
        vec![
            Cell::Text(step.name.clone()),
            Cell::Count(step.new),
            Cell::Count(step.known),
        ]
    });
    Picture {
        table: Table {
            title: title.to_owned(),
            note: note.clone(),
            columns: ["source", "new codes", "known codes"]
                .map(str::to_owned)
                .to_vec(),
            rows: rows.collect(),
            trace: Vec::new(),
        },
        svg: curve(title, &steps, &[note]),
        behind: Vec::new(),
    }
}

/// The ratings on ordinal scales; others have no middle to part at.
fn rated(project: &Project, ask: &ChartAsk) -> Picture {
    let request = RatingsRequest {
        scale: ask.scale,
        ..RatingsRequest::default()
    };
    let ordinal = |id| {
        project
            .scales()
            .get(id)
            .is_some_and(|scale| scale.level == Level::Ordinal)
    };
    let title = "How cases were rated";
    let mut notes = Vec::new();
    let mut shown = Vec::new();
    let mut rows = Vec::new();
    for summary in ratings(project, &request)
        .into_iter()
        .filter(|one| ordinal(one.id))
    {
        let name = if summary.wave.is_empty() {
            summary.scale.clone()
        } else {
            format!("{}, {}", summary.scale, summary.wave)
        };
        notes.push(format!("{name}: {}", summary.tally.sentence));
        let values = summary.tally.values.iter().rev();
        let values: Vec<(String, u64)> =
            values.map(|value| (value.label.clone(), value.n)).collect();
        let base: u64 = values.iter().map(|(_, n)| n).sum();
        for (label, n) in &values {
            rows.push(vec![
                Cell::Text(name.clone()),
                Cell::Text(label.clone()),
                Cell::CountOf { n: *n, base },
            ]);
        }
        let missing = "without a value".to_owned();
        rows.push(vec![
            Cell::Text(name.clone()),
            Cell::Text(missing),
            Cell::Count(summary.tally.missing),
        ]);
        shown.push(Rated {
            name,
            values,
            missing: summary.tally.missing,
            differing: summary.tally.differing,
        });
    }
    if shown.is_empty() {
        notes.push("There is no rating on a scale of ordered labels.".to_owned());
    }
    Picture {
        svg: diverging(title, &shown, &notes),
        table: Table {
            title: title.to_owned(),
            note: notes.join("\n"),
            columns: ["scale", "value", "cases"].map(str::to_owned).to_vec(),
            rows,
            trace: Vec::new(),
        },
        behind: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    #[test]
    fn every_kind_is_drawn_with_its_table() {
        let workspace = fixture::evaluation();
        for kind in Kind::ALL {
            let ask = ChartAsk {
                kind,
                ..ChartAsk::default()
            };
            let drawn = picture(&Ground::new(workspace.project()), &ask, "Respondent group");
            assert!(
                drawn.svg.starts_with("<svg ") && !drawn.svg.contains("NaN"),
                "{kind:?}"
            );
            let width = drawn.table.columns.len();
            assert!(
                drawn.table.rows.iter().all(|row| row.len() == width),
                "{kind:?}"
            );
            assert!(
                drawn.behind.iter().all(|row| row.len() == width),
                "{kind:?}"
            );
        }
    }

    #[test]
    fn a_bar_and_its_cell_are_of_the_same_quotes() {
        let workspace = fixture::evaluation();
        let drawn = picture(
            &Ground::new(workspace.project()),
            &ChartAsk::default(),
            "group",
        );
        assert_eq!(
            drawn.table.rows[1][0],
            Cell::Text("Enablers / Trust".into())
        );
        assert_eq!(drawn.table.rows[1][1], Cell::CountOf { n: 1, base: 2 });
        assert_eq!(drawn.behind[1][1].len(), 1);
        assert!(
            drawn
                .svg
                .contains("<title>Enablers / Trust, Parents: 1 of 2</title>")
        );
    }

    #[test]
    fn codes_stand_along_their_source() {
        let workspace = fixture::evaluation();
        let source = fixture::source_named(workspace.project(), "Parent 10");
        let ask = ChartAsk {
            kind: Kind::Timeline,
            source: Some(source),
            ..ChartAsk::default()
        };
        let drawn = picture(&Ground::new(workspace.project()), &ask, "");
        assert!(
            drawn
                .svg
                .contains("<title>Enablers / Trust: “I trust her”</title>")
        );
        assert_eq!(
            drawn.table.rows[0][1..],
            [Cell::Count(1), Cell::Count(2), Cell::Count(2)]
        );
        let other = ChartAsk {
            source: Some(fixture::source_named(workspace.project(), "Parent 2")),
            ..ask
        };
        let empty = picture(&Ground::new(workspace.project()), &other, "");
        assert!(empty.svg.contains("Nothing is coded in it yet."));
    }
}
