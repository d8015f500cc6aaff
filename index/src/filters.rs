//! Filters: what a query asks of a turn beside its words, answered from the project in memory.
//!
//! Nothing here is in the index, so coding, renaming and new attributes never make it stale.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::OnceLock;

use codebooks::{CodeId, CodePath, CodeTree};
use project::{
    AttributeId, CoderId, GROUP, Project, SourceId, SourceKind, Speaker, SpeakerRole, Subject,
    Value,
};

use crate::bits::Bits;
use crate::coded::Coded;
use crate::codings::{CodingTest, How, USUAL_DISTANCE, widened};
use crate::join::{Join, JoinedSource};
use crate::query::{
    Field, Filter, KindAsked, Pattern, QueryError, Stretch, coded_means, distance_of, kind_of,
};
use crate::runs::Run;
use crate::stems::primary_language;
use crate::words::{fold, fold_name, words, words_with_stars};

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
    /// In one of the sets meant.
    In(BTreeSet<SourceId>),
    Case(Pattern),
    Wave(Test),
    Language(String),
    SourceKind(SourceKind),
    Role(SpeakerRole),
    Value(AttributeId, Test),
    /// A coding that is all of this.
    Coded(CodingTest),
    Uncoded,
    /// At most so many turns from a coding that is all of this.
    Near(CodingTest, u32),
    /// A memo, on a coding or passage there, with these words next to each other.
    Memo(Vec<Pattern>),
    Time(Stretch),
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

impl Verdict {
    /// Whether the filter holds for a turn.
    fn holds(&self, joined: &JoinedSource, turn: u32) -> bool {
        match self {
            Self::Whole(all) => *all,
            Self::Speakers(speakers, nobody) => joined
                .speaker_place(turn)
                .map_or(*nobody, |place| speakers.get(place) == Some(&true)),
            Self::Turns(turns) => turns.holds(turn),
        }
    }
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
        self.verdict(project, join, source)
            .is_some_and(|(joined, verdict)| verdict.holds(joined, turn))
    }

    /// The source at a place in the join, and which of its turns it holds for.
    fn verdict<'j>(
        &self,
        project: &Project,
        join: &'j Join,
        source: usize,
    ) -> Option<(&'j JoinedSource, &Verdict)> {
        let joined = join.sources.get(source)?;
        let verdict = self.verdicts.get(source)?;
        let coded = || (join.coded(project), source);
        let find = || self.asked.verdict(project, joined, &coded);
        Some((joined, verdict.get_or_init(find)))
    }

    /// Keeps of a run of turns those for which it holds; their source is the one at a place in the join.
    pub(crate) fn keep(
        &self,
        project: &Project,
        join: &Join,
        (source, run): (usize, &Run),
        found: &mut Bits,
    ) {
        let Some((joined, verdict)) = self.verdict(project, join, source) else {
            found.remove_all(&run.docs);
            return;
        };
        match verdict {
            Verdict::Whole(true) => {}
            Verdict::Whole(false) => found.remove_all(&run.docs),
            Verdict::Speakers(speakers, nobody) => found.sift(&run.docs, |first, held| {
                let chosen = speakers.iter().chain([nobody]).zip(joined.said_by());
                let chosen = chosen.filter(|(chosen, _)| **chosen);
                let from = i64::from(first) + run.shift();
                chosen.fold(0, |kept, (_, said)| kept | said.window(from) & held)
            }),
            Verdict::Turns(turns) => found.sift(&run.docs, |first, _| {
                turns.window(i64::from(first) + run.shift())
            }),
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
            Field::Set => Self::In(sources_of_sets(value, project).map_err(unknown)?),
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
                    Self::Coded(CodingTest::of_codes(codes.collect()))
                }
                None => return Err(unknown(format!("“{value}” is no kind of source or code."))),
            },
            Field::Memo => Self::Memo(
                words_with_stars(value)
                    .map(|word| Pattern::of_name(&value[word.start..word.end]))
                    .collect(),
            ),
            Field::Time => Self::Time(Stretch::of(value).ok_or_else(|| {
                unknown("Write minutes and seconds, such as time:10:00..15:30.".to_owned())
            })?),
            Field::Code
            | Field::Coder
            | Field::Coded
            | Field::Near
            | Field::Overlaps
            | Field::Follows
            | Field::Precedes
            | Field::Weight
            | Field::Shortlisted => Self::of_codings(filter, project, join)?,
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

    /// Finds what a filter on codings names.
    fn of_codings(filter: &Filter, project: &Project, join: &Join) -> Result<Self, QueryError> {
        let unknown = |message: String| QueryError::new(filter.value_at, message);
        let value = filter.value.trim();
        let named = |name: &str| {
            let name = name.trim();
            let tree = join.tree(project);
            let codes = codes_named(tree, name);
            if codes.is_empty() {
                let meant = codes_with(tree, name);
                return Err(unknown(format!(
                    "The codebook has no code “{name}”.{meant}"
                )));
            }
            Ok(codes)
        };
        let apart = || {
            let (name, turns) =
                distance_of(value).map_err(|message| unknown(message.to_owned()))?;
            Ok((named(name)?, turns.unwrap_or(USUAL_DISTANCE)))
        };
        let mut test = CodingTest::default();
        match &filter.field {
            Field::Code => test.codes = Some(named(value)?),
            Field::Near => {
                let (codes, turns) = apart()?;
                test.codes = Some(codes);
                return Ok(Self::Near(test, turns));
            }
            Field::Overlaps => test.relate(How::Overlaps, named(value)?),
            Field::Follows => {
                let (codes, turns) = apart()?;
                test.relate(How::Follows(turns), codes);
            }
            Field::Precedes => {
                let (codes, turns) = apart()?;
                test.relate(How::Precedes(turns), codes);
            }
            Field::Weight => test.weight.push(Test::of(value)),
            Field::Shortlisted => test.shortlisted.extend(coded_means(value)),
            Field::Coder => {
                let pattern = Pattern::of_name(value);
                let people: BTreeSet<CoderId> = project
                    .coders()
                    .iter()
                    .filter(|coder| pattern.fits(&fold_name(&coder.name)))
                    .map(|coder| coder.id)
                    .collect();
                if people.is_empty() {
                    return Err(unknown(format!("No coder is called “{value}”.")));
                }
                test.coders = Some(people);
            }
            Field::Coded if coded_means(value) == Some(false) => return Ok(Self::Uncoded),
            Field::Coded
            | Field::Speaker
            | Field::Source
            | Field::Set
            | Field::Case
            | Field::Wave
            | Field::Language
            | Field::Kind
            | Field::Role
            | Field::Memo
            | Field::Time
            | Field::Attribute(_) => {}
        }
        Ok(Self::Coded(test))
    }

    /// The turns of a source for which it holds. `coded` is what is coded and the source's place there, laid out only where it
    /// is asked for.
    fn verdict<'j>(
        &self,
        project: &Project,
        joined: &JoinedSource,
        coded: &dyn Fn() -> (&'j Coded, usize),
    ) -> Verdict {
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
            Self::In(sources) => Verdict::Whole(sources.contains(&source.id)),
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
            Self::Coded(test) => Verdict::Turns(test.turns(project, joined, coded())),
            Self::Uncoded => {
                let mut turns = Bits::all(joined.size());
                turns.subtract(&CodingTest::default().turns(project, joined, coded()));
                Verdict::Turns(turns)
            }
            Self::Near(test, turns) => Verdict::Turns(widened(
                &test.turns(project, joined, coded()),
                *turns,
                joined.size(),
            )),
            Self::Memo(words) => Verdict::Turns(with_memo(project, joined, words)),
            Self::Time(stretch) => Verdict::Turns(within_time(joined, *stretch)),
        }
    }
}

/// The turns with a memo, on a coding or passage there, that has these words next to each other.
fn with_memo(project: &Project, joined: &JoinedSource, wanted: &[Pattern]) -> Bits {
    let mut bits = Bits::none(joined.size());
    let on_codings = project.codings_of(joined.source.id).flat_map(|coding| {
        let memos = project.memos_on(Subject::Coding(coding.id));
        memos.map(|memo| (coding.range, memo))
    });
    let on_passages = project
        .memos()
        .iter()
        .filter_map(|memo| match memo.subject {
            Subject::Passage(source, range) if source == joined.source.id => Some((range, memo)),
            Subject::Project
            | Subject::Source(_)
            | Subject::Passage(..)
            | Subject::Code(_)
            | Subject::Coding(_)
            | Subject::Case(_)
            | Subject::Rating(_) => None,
        });
    for (range, memo) in on_codings.chain(on_passages) {
        let said: Vec<String> = words(&memo.text)
            .map(|word| fold(&memo.text[word.start..word.end]))
            .collect();
        let fits = |there: &[String]| {
            let mut pairs = wanted.iter().zip(there);
            pairs.all(|(wanted, word)| wanted.fits(word))
        };
        if said.windows(wanted.len()).any(fits) {
            joined.spoken_in(range).for_each(|turn| bits.insert(turn));
        }
    }
    bits
}

/// The turns that are spoken at a time. One without an end lasts until the next begins; one without a start is at
/// no time.
fn within_time(joined: &JoinedSource, stretch: Stretch) -> Bits {
    let mut bits = Bits::none(joined.size());
    let turns = &joined.turns.turns;
    for (number, turn) in (0_u32..).zip(turns) {
        let Some(from) = turn.from_ms else { continue };
        let next = || {
            let later = turns.get(number as usize + 1..)?;
            let next = later.iter().find_map(|turn| turn.from_ms)?;
            Some(next.saturating_sub(1).max(from))
        };
        let to = turn.to_ms.or_else(next).unwrap_or(u32::MAX);
        if from <= stretch.to && to >= stretch.from {
            bits.insert(number);
        }
    }
    bits
}

/// A question whether one of the codes was meant that have these words in their names; "" if there is none.
fn codes_with(tree: &CodeTree, value: &str) -> String {
    let wanted = fold_name(value);
    let names = tree.order().iter().filter_map(|&code| tree.name(code));
    let near = names.filter(|name| !wanted.is_empty() && fold_name(name).contains(&wanted));
    let near: Vec<String> = near.take(3).map(|name| format!("“{name}”")).collect();
    if near.is_empty() {
        return String::new();
    }
    format!(" Did you mean {}?", near.join(" or "))
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

/// The sources of all sets of this name, or of a name with stars.
fn sources_of_sets(value: &str, project: &Project) -> Result<BTreeSet<SourceId>, String> {
    let pattern = Pattern::of_name(value);
    let sets = project.sets().iter();
    let mut meant = sets
        .filter(|set| pattern.fits(&fold_name(&set.name)))
        .peekable();
    if meant.peek().is_some() {
        return Ok(meant.flat_map(|set| set.sources.iter().copied()).collect());
    }
    let mut known: Vec<&str> = project.sets().iter().map(|set| set.name.as_str()).collect();
    known.sort_unstable();
    known.truncate(8);
    Err(if known.is_empty() {
        "This project has no sets yet.".to_owned()
    } else {
        format!(
            "No set is called “{value}”. Sets here: {}.",
            known.join(", ")
        )
    })
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
