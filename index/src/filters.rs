//! Filters: what a query asks of a turn beside its words, answered from the project in memory.
//!
//! Nothing here is in the index, so coding, renaming and new attributes never make it stale.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::OnceLock;

use codebooks::{CodeId, CodePath, CodeTree};
use project::{AttributeId, CoderId, GROUP, Project, SourceKind, Speaker, SpeakerRole, Value};

use crate::bits::Bits;
use crate::join::{CodedTurn, Join, JoinedSource};
use crate::query::{Field, Filter, KindAsked, Pattern, QueryError, coded_means, kind_of};
use crate::stems::primary_language;
use crate::words::fold_name;

/// A filter whose names have been found in the project, with its verdict on each source once asked for.
#[derive(Debug)]
pub(crate) struct Condition {
    asked: Asked,
    verdicts: Vec<OnceLock<Verdict>>,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Asked {
    Speaker(Pattern),
    Source(Pattern),
    Case(Pattern),
    Wave(Test),
    Language(String),
    SourceKind(SourceKind),
    Role(SpeakerRole),
    Value(AttributeId, Test),
    /// A coding with one of these codes by one of these coders; none: any.
    Coded(Option<BTreeSet<CodeId>>, Option<BTreeSet<CoderId>>),
    Uncoded,
}

/// What an attribute's value must be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Test {
    /// No value at all.
    Missing,
    /// This name, perhaps with stars.
    Is(Pattern),
    /// Before, after or at this number, date or word.
    Compared(&'static [Ordering], String),
    /// From the first to the second, both in.
    Between(String, String),
}

/// A source's turns for which a filter holds.
#[derive(Debug)]
enum Verdict {
    /// All or none.
    Whole(bool),
    /// Those of some speakers, by place; and whether turns without a speaker are in.
    Speakers(Vec<bool>, bool),
    /// These.
    Turns(Bits),
}

impl Condition {
    /// A condition on the sources of a join.
    pub(crate) fn new(asked: Asked, join: &Join) -> Self {
        Self {
            asked,
            verdicts: std::iter::repeat_with(OnceLock::new)
                .take(join.sources.len())
                .collect(),
        }
    }

    /// Whether it holds for a turn of the source at a place in the join.
    pub(crate) fn holds(&self, project: &Project, join: &Join, source: usize, turn: u32) -> bool {
        let (Some(joined), Some(verdict)) = (join.sources.get(source), self.verdicts.get(source))
        else {
            return false;
        };
        match verdict.get_or_init(|| {
            self.asked
                .verdict(project, joined, join.coded(project, source))
        }) {
            Verdict::Whole(all) => *all,
            Verdict::Speakers(speakers, nobody) => joined
                .speaker_place(turn)
                .map_or(*nobody, |place| speakers.get(place) == Some(&true)),
            Verdict::Turns(turns) => turns.holds(turn),
        }
    }
}

impl Asked {
    /// Finds what a filter names.
    pub(crate) fn of(filter: &Filter, project: &Project, join: &Join) -> Result<Self, QueryError> {
        let unknown = |message: String| QueryError::new(filter.value_at, message);
        let value = filter.value.trim();
        Ok(match &filter.field {
            Field::Speaker => Self::Speaker(Pattern::of_name(value)),
            Field::Source => Self::Source(Pattern::of_name(value)),
            Field::Case => Self::Case(Pattern::of_name(value)),
            Field::Wave => Self::Wave(Test::of(value)),
            Field::Language => Self::Language(primary_language(value)),
            Field::Role => Self::Role(value.parse().map_err(unknown)?),
            Field::Kind => match kind_of(value) {
                Some(KindAsked::Source(kind)) => Self::SourceKind(kind),
                Some(KindAsked::Code(kind)) => {
                    let tree = join.tree(project);
                    let codes = tree
                        .order()
                        .iter()
                        .copied()
                        .filter(|&code| tree.kind(code) == kind);
                    Self::Coded(Some(codes.collect()), None)
                }
                None => return Err(unknown(format!("“{value}” is no kind of source or code."))),
            },
            Field::Code => {
                let codes = codes_named(join.tree(project), value);
                if codes.is_empty() {
                    return Err(unknown(format!("The codebook has no code “{value}”.")));
                }
                Self::Coded(Some(codes), None)
            }
            Field::Coder => {
                let pattern = Pattern::of_name(value);
                let coders: BTreeSet<CoderId> = project
                    .coders()
                    .iter()
                    .filter(|coder| pattern.fits(&fold_name(&coder.name)))
                    .map(|coder| coder.id)
                    .collect();
                if coders.is_empty() {
                    return Err(unknown(format!("No coder is called “{value}”.")));
                }
                Self::Coded(None, Some(coders))
            }
            Field::Coded if coded_means(value) == Some(false) => Self::Uncoded,
            Field::Coded => Self::Coded(None, None),
            Field::Attribute(name) => {
                let folded = fold_name(name);
                let attribute = project
                    .attributes()
                    .iter()
                    .find(|attribute| fold_name(&attribute.name) == folded);
                let attribute = attribute
                    .ok_or_else(|| QueryError::new(filter.at, no_attribute(name, project)))?;
                Self::Value(attribute.id, Test::of(value))
            }
        })
    }

    fn verdict(&self, project: &Project, joined: &JoinedSource, tags: &[CodedTurn]) -> Verdict {
        let source = &joined.source;
        let by_speaker = |test: &dyn Fn(Option<&Speaker>) -> bool| {
            let nobody = test(None);
            Verdict::Speakers(
                joined
                    .speakers
                    .iter()
                    .map(|speaker| test(Some(speaker)))
                    .collect(),
                nobody,
            )
        };
        match self {
            Self::Speaker(pattern) => by_speaker(&|speaker| {
                pattern.fits(&speaker.map_or_else(String::new, |speaker| fold_name(&speaker.name)))
            }),
            Self::Source(pattern) => Verdict::Whole(
                pattern.fits(&fold_name(&source.name))
                    || pattern.fits(&fold_name(&source.file_name)),
            ),
            Self::Case(pattern) => by_speaker(&|speaker| {
                // A source without a case is its own.
                let case = project
                    .case_of(source, speaker)
                    .map_or(source.name.as_str(), |case| case.name.as_str());
                pattern.fits(&fold_name(case))
            }),
            Self::Wave(test) => {
                let wave = (!source.wave.is_empty())
                    .then(|| Value::read(&source.wave))
                    .flatten();
                Verdict::Whole(test.holds(wave.as_ref()))
            }
            Self::Language(language) => {
                Verdict::Whole(primary_language(&source.language) == *language)
            }
            Self::SourceKind(kind) => Verdict::Whole(source.kind == *kind),
            // Who is not named asks nothing: front matter and unlabelled text count as answers.
            Self::Role(role) => by_speaker(&|speaker| {
                speaker.map_or(SpeakerRole::Respondent, |speaker| speaker.role) == *role
            }),
            Self::Value(attribute, test) => {
                by_speaker(&|speaker| test.holds(project.value_of(*attribute, source, speaker)))
            }
            Self::Coded(codes, by) => {
                Verdict::Turns(coded_turns(joined, tags, codes.as_ref(), by.as_ref()))
            }
            Self::Uncoded => {
                let mut turns = Bits::all(turn_count(joined));
                turns.subtract(&coded_turns(joined, tags, None, None));
                Verdict::Turns(turns)
            }
        }
    }
}

fn turn_count(joined: &JoinedSource) -> u32 {
    u32::try_from(joined.turns.turns.len()).unwrap_or(u32::MAX)
}

/// The turns whose speech shares text with a coding of one of these codes by one of these coders.
fn coded_turns(
    joined: &JoinedSource,
    tags: &[CodedTurn],
    codes: Option<&BTreeSet<CodeId>>,
    by: Option<&BTreeSet<CoderId>>,
) -> Bits {
    let mut bits = Bits::none(turn_count(joined));
    for coding in tags {
        if codes.is_none_or(|codes| codes.contains(&coding.code))
            && by.is_none_or(|by| by.contains(&coding.coder))
        {
            bits.insert(coding.turn);
        }
    }
    bits
}

/// The codes of a path, a name or a name with stars, and all below them.
fn codes_named(tree: &CodeTree, value: &str) -> BTreeSet<CodeId> {
    let path = CodePath::new(value.split('/')).ok();
    let found = path.and_then(|path| tree.find(&path)).map_or_else(
        || {
            let pattern = Pattern::of_name(value);
            let whole = |code: CodeId| {
                let mut names: Vec<String> = tree
                    .ancestors(code)
                    .into_iter()
                    .rev()
                    .chain([code])
                    .filter_map(|code| tree.name(code).map(fold_name))
                    .collect();
                let leaf = names.last().cloned().unwrap_or_default();
                // A path with stars is compared as it is shown.
                pattern.fits(&leaf) || pattern.fits(&std::mem::take(&mut names).join(" / "))
            };
            tree.order()
                .iter()
                .copied()
                .filter(|&code| whole(code))
                .collect::<Vec<_>>()
        },
        |code| vec![code],
    );
    found
        .into_iter()
        .flat_map(|code| tree.descendants(code).iter().copied())
        .collect()
}

fn no_attribute(name: &str, project: &Project) -> String {
    if fold_name(name) == fold_name(GROUP) {
        return "No respondent group is known yet: give speakers, cases or sources the attribute “group”.".to_owned();
    }
    let known: Vec<String> = project
        .attributes_in_order()
        .iter()
        .take(8)
        .map(|attribute| format!("{}:", attribute.name))
        .collect();
    let known = if known.is_empty() {
        String::new()
    } else {
        format!(" Attributes here: {}", known.join(", "))
    };
    format!(
        "“{name}:” is no filter and no attribute of this project; to search for these words put them in quotation marks.{known}"
    )
}

impl Test {
    /// Reads what a value must be: `North`, `North*`, `""`, `>=18`, `2024-01..2024-06`.
    pub(crate) fn of(value: &str) -> Self {
        const COMPARED: [(&str, &[Ordering]); 4] = [
            (">=", &[Ordering::Greater, Ordering::Equal]),
            ("<=", &[Ordering::Less, Ordering::Equal]),
            (">", &[Ordering::Greater]),
            ("<", &[Ordering::Less]),
        ];
        for (sign, wanted) in COMPARED {
            if let Some(limit) = value.strip_prefix(sign)
                && !limit.trim().is_empty()
            {
                return Self::Compared(wanted, limit.trim().to_owned());
            }
        }
        if let Some((from, to)) = value.split_once("..")
            && !from.is_empty()
            && !to.is_empty()
        {
            return Self::Between(from.trim().to_owned(), to.trim().to_owned());
        }
        if value.is_empty() {
            Self::Missing
        } else {
            Self::Is(Pattern::of_name(value))
        }
    }

    /// Whether a value is so.
    pub(crate) fn holds(&self, value: Option<&Value>) -> bool {
        let Some(value) = value else {
            return *self == Self::Missing;
        };
        match self {
            Self::Missing => false,
            Self::Is(pattern) => pattern.fits(&fold_name(&value.to_string())),
            Self::Compared(wanted, limit) => {
                compare(value, limit).is_some_and(|order| wanted.contains(&order))
            }
            Self::Between(from, to) => {
                compare(value, from).is_some_and(Ordering::is_ge)
                    && compare(value, to).is_some_and(Ordering::is_le)
            }
        }
    }
}

/// Compares a value with a limit as typed: numbers as numbers; dates by as much of them as the limit gives, so
/// that `<=2024-06` holds for the whole of June; words by their letters.
fn compare(value: &Value, limit: &str) -> Option<Ordering> {
    match value {
        Value::Number(number) => number.partial_cmp(&limit.parse().ok()?),
        Value::Date(date) => Some(date.get(..limit.len()).unwrap_or(date).cmp(limit)),
        // "many" is neither before nor after 9.
        Value::Text(_) if !matches!(Value::read(limit), Some(Value::Text(_))) => None,
        Value::Text(words) => Some(fold_name(words).cmp(&fold_name(limit))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(test: &str, value: &str) -> bool {
        Test::of(test).holds(Value::read(value).as_ref())
    }

    #[test]
    fn values_are_compared_as_what_they_are() {
        assert!(
            holds("north", "North")
                && !holds("north", "North East")
                && holds("north*", "North East")
        );
        assert!(
            holds(">9", "10") && !holds(">10", "10") && holds(">=10", "10") && holds("5..10", "10")
        );
        assert!(!holds(">9", "many"), "words are after no number");
        assert!(
            holds("<=2024-06", "2024-06-30")
                && !holds("<2024-06", "2024-06-30")
                && holds("2023..2024-05", "2024-05-31")
        );
        assert!(holds("34", "34") && !holds("34", "345"));
    }

    #[test]
    fn no_value_can_be_asked_for() {
        assert!(holds("", "") && !holds("", "x") && !holds("x", "") && !holds("<5", ""));
    }
}
