//! What a search finds: counts over everything, and words in context for a page of it.

use std::collections::BTreeMap;

use project::text::{CharIndex, CharRange, SourceText};
use project::{AttributeId, Project, SourceId, Speaker, SpeakerId, Texts};

use crate::error::SearchError;
use crate::join::{Join, JoinedSource};
use crate::plan::Plan;
use crate::reading::Reader;
use crate::schema::unpack;
use crate::spoken::Spoken;

/// How to search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchOptions {
    /// How many hits to show at most; counts are over all in any case.
    pub limit: usize,
    /// How many hits to pass over before the first one shown.
    pub skip: usize,
    /// Whether the interviewer's turns are in too.
    pub everyone: bool,
    /// Which hits come first.
    pub order: Order,
    /// How much of the turn to show on each side of the first match, in code points.
    pub context: u32,
    /// What the counts are by.
    pub count_by: CountBy,
}

impl Default for SearchOptions {
    /// Fifty hits in the order of the texts, without the interviewer, 60 characters on each side, counted by
    /// respondent group.
    fn default() -> Self {
        Self {
            limit: 50,
            skip: 0,
            everyone: false,
            order: Order::Document,
            context: 60,
            count_by: CountBy::Group,
        }
    }
}

/// Which hits come first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// As they stand: sources in the project's order, turns in the source's.
    #[default]
    Document,
    /// Turns that say more of what is looked for in fewer words, and rarer words, first.
    Relevance,
}

/// What to count hits by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CountBy {
    /// Respondent group.
    #[default]
    Group,
    /// The values of an attribute.
    Attribute(AttributeId),
    /// Cases; a source without a case is its own.
    Case,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Turns that match.
    pub total: usize,
    /// Sources with at least one of them.
    pub sources: usize,
    /// The page asked for.
    pub hits: Vec<Hit>,
    /// All matching turns by respondent group (or what was asked for), most first; they add up to `total`.
    pub groups: Vec<GroupCount>,
    /// All matching turns by source, in the project's order; sources without any are left out.
    pub by_source: Vec<(SourceId, usize)>,
    /// Turns of the interviewer that match too but were left out.
    pub interviewer_turns: usize,
    /// Sources that the index has not read as they are now: they were not searched.
    pub unread: usize,
}

/// The hits in one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupCount {
    /// The group; none: turns that belong to no group.
    pub name: Option<String>,
    /// Matching turns.
    pub turns: usize,
    /// Sources with at least one of them; a source may count in several groups.
    pub sources: usize,
}

/// One matching turn, with its first match in context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Where it is.
    pub source: SourceId,
    /// The turn's place in the source, from 0.
    pub turn: usize,
    /// Who speaks; none where nobody is named.
    pub speaker: Option<SpeakerId>,
    /// The first match, in code points of the source's text.
    pub first: CharRange,
    /// All matches, in order, not overlapping. The whole speech where the query matches without words of its own.
    pub matches: Vec<CharRange>,
    /// The turn's words before the first match.
    pub before: String,
    /// The words of the first match.
    pub matched: String,
    /// The turn's words after the first match.
    pub after: String,
}

/// One matching turn, with all its matches: what coding a search needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Where it is.
    pub source: SourceId,
    /// The turn's place in the source, from 0.
    pub turn: usize,
    /// Who speaks; none where nobody is named.
    pub speaker: Option<SpeakerId>,
    /// The words spoken in the turn, in code points of the source's text.
    pub speech: CharRange,
    /// All matches, in order, not overlapping. The whole speech where the query matches without words of its own.
    pub matches: Vec<CharRange>,
}

/// Everything that shows what matched.
pub(crate) struct Presenter<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) project: &'a Project,
    pub(crate) join: &'a Join,
    pub(crate) texts: &'a Texts,
}

impl Presenter<'_> {
    /// Reads the turns at these places (source in the join and turn, packed), in the order given.
    pub(crate) fn places(&self, packed: &[u64]) -> Result<Vec<Place>, SearchError> {
        let mut places = Vec::with_capacity(packed.len());
        self.read(packed, &mut |_, place| places.push(place))?;
        Ok(places)
    }

    /// The same with the first match in context.
    pub(crate) fn hits(&self, packed: &[u64], context: u32) -> Result<Vec<Hit>, SearchError> {
        let mut hits = Vec::with_capacity(packed.len());
        self.read(packed, &mut |text, place| {
            hits.push(hit(text, place, context));
        })?;
        Ok(hits)
    }

    fn read(
        &self,
        packed: &[u64],
        take: &mut dyn FnMut(&SourceText, Place),
    ) -> Result<(), SearchError> {
        let mut reader = Reader::new(self.plan, self.project, self.join);
        let mut open: Option<(u32, SourceText)> = None;
        for &place in packed {
            let (source, number) = unpack(place);
            let Some(joined) = self.join.sources.get(source as usize) else {
                continue;
            };
            let Some(turn) = joined.turns.turns.get(number as usize) else {
                continue;
            };
            let text = match &open {
                Some((known, text)) if *known == source => text.clone(),
                Some(_) | None => {
                    let loaded = self.texts.of(&joined.source);
                    loaded.map_err(|source| SearchError::Text {
                        name: joined.source.name.clone(),
                        source,
                    })?
                }
            };
            let matches = reader
                .read(&text, source as usize, number)
                .unwrap_or_else(|| vec![turn.speech]);
            let place = Place {
                source: joined.source.id,
                turn: number as usize,
                speaker: turn.speaker,
                speech: turn.speech,
                matches,
            };
            take(&text, place);
            open = Some((source, text));
        }
        Ok(())
    }

    /// Counts matching turns by source and by group.
    pub(crate) fn count(&self, spoken: &Spoken, labels: &Labels) -> Counts {
        let mut groups: Vec<GroupCount> = labels
            .names
            .iter()
            .map(|name| GroupCount {
                name: name.clone(),
                turns: 0,
                sources: 0,
            })
            .collect();
        // The last source that was counted for each group.
        let mut last = vec![None; groups.len()];
        let mut by_source = Vec::new();
        for (at, joined) in self.join.sources.iter().enumerate() {
            let turns = spoken.of_source(self.join, at);
            if turns == 0 {
                continue;
            }
            by_source.push((joined.source.id, turns));
            let seats = labels.of_seats.get(self.join.seats_of(at));
            let by_speaker = spoken.of(self.join, at).iter();
            for (&group, &turns) in seats.unwrap_or_default().iter().zip(by_speaker) {
                let group = group as usize;
                let (Some(count), Some(last)) = (groups.get_mut(group), last.get_mut(group)) else {
                    continue;
                };
                if turns > 0 {
                    count.turns += turns as usize;
                    count.sources += usize::from(*last != Some(at));
                    *last = Some(at);
                }
            }
        }
        groups.retain(|group| group.turns > 0);
        // Most first; equal ones by name, those without a group last.
        groups.sort_by(|one, other| {
            let most = other.turns.cmp(&one.turns);
            let unnamed = one.name.is_none().cmp(&other.name.is_none());
            most.then(unnamed).then_with(|| one.name.cmp(&other.name))
        });
        Counts { groups, by_source }
    }

    /// What speakers are counted by.
    pub(crate) fn labels(&self, by: CountBy) -> Labels {
        let attribute = match by {
            CountBy::Group => self
                .project
                .attribute_named(project::GROUP)
                .map(|attribute| attribute.id),
            CountBy::Attribute(id) => Some(id),
            CountBy::Case => None,
        };
        let mut labels = Labels::default();
        let mut known: BTreeMap<Option<String>, u32> = BTreeMap::new();
        for joined in &self.join.sources {
            let speakers = joined.speakers.iter().map(|speaker| Some(&**speaker));
            for speaker in speakers.chain([None]) {
                let label = self.label(joined, speaker, by, attribute);
                let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
                let group = known.get(&label).copied().unwrap_or(next);
                if group == next {
                    labels.names.push(label.clone());
                    known.insert(label, next);
                }
                labels.of_seats.push(group);
            }
        }
        labels
    }

    fn label(
        &self,
        joined: &JoinedSource,
        speaker: Option<&Speaker>,
        by: CountBy,
        attribute: Option<AttributeId>,
    ) -> Option<String> {
        let source = &joined.source;
        match by {
            CountBy::Case => Some(
                self.project
                    .case_of(source, speaker)
                    .map_or_else(|| source.name.clone(), |case| case.name.clone()),
            ),
            CountBy::Group | CountBy::Attribute(_) => self
                .project
                .value_of(attribute?, source, speaker)
                .map(ToString::to_string),
        }
    }
}

/// What the speakers of all sources, and nobody in each, are counted by.
#[derive(Debug, Default)]
pub(crate) struct Labels {
    /// The groups, in no order; none: no group.
    names: Vec<Option<String>>,
    /// The place of each one's group.
    of_seats: Vec<u32>,
}

/// Matching turns, counted.
pub(crate) struct Counts {
    pub(crate) groups: Vec<GroupCount>,
    pub(crate) by_source: Vec<(SourceId, usize)>,
}

/// A place with its first match in context, cut at whole graphemes.
fn hit(text: &SourceText, place: Place, context: u32) -> Hit {
    let first = place.matches.first().copied().unwrap_or(place.speech);
    let (speech_start, speech_end) = (place.speech.start(), place.speech.end());
    let from = CharIndex(first.start().0.saturating_sub(context)).max(speech_start);
    let to = CharIndex(first.end().0.saturating_add(context)).min(speech_end);
    let shown = text.snap_to_graphemes(CharRange::new(from, to));
    let within =
        |start: CharIndex, end: CharIndex| text.slice(CharRange::new(start, end)).to_owned();
    Hit {
        source: place.source,
        turn: place.turn,
        speaker: place.speaker,
        first,
        before: within(shown.start().min(first.start()), first.start()),
        matched: within(first.start(), first.end()),
        after: within(first.end(), shown.end().max(first.end())),
        matches: place.matches,
    }
}
