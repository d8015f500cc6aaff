//! Searching: a query, a project, an answer.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use project::{Project, Texts};

use crate::bits::Bits;
use crate::error::SearchError;
use crate::families::Families;
use crate::found::{Counts, Found, Order, Place, Presenter, SearchOptions};
use crate::freshness::Fed;
use crate::join::Join;
use crate::plan::Plan;
use crate::query::Query;
use crate::rank::scores;
use crate::schema::{Fields, PLACE, pack};
use crate::segment::{Asking, FamilyWords, NO_SOURCE, SegmentKnown, SegmentSearch};
use crate::stems::Tongue;

/// The last join made, for all searchers of an index: typing a query asks the same project many times.
pub(crate) type SharedJoin = Arc<Mutex<Option<Arc<Joined>>>>;

/// What is learnt of the segments when first asked for: the same for all searchers until the next feeding.
#[derive(Debug, Default)]
pub(crate) struct Learnt {
    /// Where each turn of each segment is, and its words.
    segments: OnceLock<Vec<SegmentKnown>>,
    families: Families,
}

/// See [`Learnt`].
pub(crate) type SharedLearnt = Arc<Learnt>;

/// A project joined with what an index holds of it.
pub(crate) struct Joined {
    join: Join,
    fed: Arc<Fed>,
    /// For each key of the index the place of its source in the join; [`NO_SOURCE`] where the index is behind.
    by_key: Vec<u32>,
    /// Sources the index has not read as they are.
    unread: usize,
}

/// The index as it was at one moment. Cheap to clone, and safe to hand to a worker.
#[derive(Clone)]
pub struct Searcher {
    engine: tantivy::Searcher,
    fields: Fields,
    fed: Arc<Fed>,
    learnt: SharedLearnt,
    joined: SharedJoin,
}

/// From this many turns on two threads share the segments.
const MANY_TURNS: u64 = 50_000;

/// What matches, before anything is shown of it.
struct Matches {
    /// Places, source in the join and turn packed; in no order.
    places: Vec<u64>,
    /// How well each matches, if asked.
    scores: Vec<f32>,
    /// Turns of the interviewer left out.
    interviewer: usize,
}

impl Searcher {
    pub(crate) fn new(
        engine: tantivy::Searcher,
        fields: Fields,
        fed: Arc<Fed>,
        learnt: SharedLearnt,
        joined: SharedJoin,
    ) -> Self {
        Self {
            engine,
            fields,
            fed,
            learnt,
            joined,
        }
    }

    /// Works out ahead what the first search of its kind would have to: the list of all words, and which of them share a
    /// stem in the languages of a project. For a worker, once the index is opened or fed; searches need not wait for it.
    ///
    /// # Errors
    /// [`SearchError::Engine`] if the index is damaged.
    pub fn learn(&self, project: &Project) -> Result<(), SearchError> {
        let joined = self.joined(project);
        let tongues: BTreeSet<Tongue> = joined.join.sources.iter().map(|row| row.tongue).collect();
        for tongue in tongues {
            self.learnt
                .families
                .learn(&self.engine, self.fields.exact, tongue)?;
        }
        for (reader, known) in self.engine.segment_readers().iter().zip(self.layout()?) {
            known.dictionary(&*reader.inverted_index(self.fields.exact)?)?;
        }
        Ok(())
    }

    /// Searches a project. Sources that changed since the index read them are left out and counted as unread.
    ///
    /// # Errors
    /// [`SearchError::Query`] if the query names a code, coder or attribute the project does not have,
    /// [`SearchError::Text`] if a text to show cannot be loaded, [`SearchError::Engine`] if the index is damaged.
    pub fn search(
        &self,
        query: &Query,
        project: &Project,
        texts: &Texts,
        options: &SearchOptions,
    ) -> Result<Found, SearchError> {
        let joined = self.joined(project);
        let plan = Plan::new(query, project, &joined.join)?;
        let ranked = options.order == Order::Relevance;
        let mut matches = self.matches(
            &plan,
            project,
            &joined,
            options.everyone || plan.names_a_role,
            ranked,
        )?;
        let presenter = Presenter {
            plan: &plan,
            project,
            join: &joined.join,
            texts,
        };
        let Counts { groups, by_source } =
            presenter.count(matches.places.iter().copied(), options.count_by);
        let page = matches.page(options.skip, options.limit);
        Ok(Found {
            total: matches.places.len(),
            sources: by_source.len(),
            hits: presenter.hits(&page, options.context)?,
            groups,
            by_source,
            interviewer_turns: matches.interviewer,
            unread: joined.unread,
        })
    }

    /// All matching turns with all their matches, in the order of the texts: what coding a whole search needs.
    /// Every text with a match is loaded.
    ///
    /// # Errors
    /// As [`Searcher::search`].
    pub fn places(
        &self,
        query: &Query,
        project: &Project,
        texts: &Texts,
        everyone: bool,
    ) -> Result<Vec<Place>, SearchError> {
        let joined = self.joined(project);
        let plan = Plan::new(query, project, &joined.join)?;
        let mut matches = self.matches(
            &plan,
            project,
            &joined,
            everyone || plan.names_a_role,
            false,
        )?;
        matches.places.sort_unstable();
        Presenter {
            plan: &plan,
            project,
            join: &joined.join,
            texts,
        }
        .places(&matches.places)
    }

    /// How many turns the index holds.
    pub(crate) fn turns(&self) -> u64 {
        self.engine.num_docs()
    }

    /// In how many turns a folded word stands.
    pub(crate) fn turns_with(&self, folded: &str) -> Result<u64, SearchError> {
        let term = tantivy::Term::from_field_text(self.fields.exact, folded);
        Ok(self.engine.doc_freq(&term)?)
    }

    fn joined(&self, project: &Project) -> Arc<Joined> {
        let mut last = self.joined.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(joined) = last.as_ref()
            && joined.join.is_of(project)
            && Arc::ptr_eq(&joined.fed, &self.fed)
        {
            return Arc::clone(joined);
        }
        let joined = Arc::new(Joined::new(
            Join::of(project, last.as_ref().map(|joined| &joined.join)),
            &self.fed,
        ));
        *last = Some(Arc::clone(&joined));
        joined
    }

    fn matches(
        &self,
        plan: &Plan,
        project: &Project,
        joined: &Joined,
        everyone: bool,
        ranked: bool,
    ) -> Result<Matches, SearchError> {
        let families = self.families(plan)?;
        let readers = self.engine.segment_readers().iter().zip(self.layout()?);
        let segments = readers.map(|(reader, known)| {
            SegmentSearch::new(
                reader,
                &self.fields,
                Asking {
                    plan,
                    families: &families,
                    project,
                    join: &joined.join,
                    by_key: &joined.by_key,
                },
                known,
            )
        });
        let segments = segments.collect::<Result<Vec<_>, _>>()?;
        let sifted = self.on_each(&segments, plan.is_heavy(), &|segment| {
            let found = segment.matching()?;
            let kept = sifted(segment, &found, &joined.join, everyone);
            Ok((found, kept))
        })?;
        let (found, sifted): (Vec<Bits>, Vec<Sifted>) = sifted.into_iter().unzip();
        let mut matches = Matches {
            places: Vec::with_capacity(sifted.iter().map(|kept| kept.places.len()).sum()),
            scores: Vec::new(),
            interviewer: sifted.iter().map(|kept| kept.interviewer).sum(),
        };
        if ranked {
            let scored = scores(plan, &segments, &found)?;
            for (kept, scored) in sifted.iter().zip(&scored) {
                let score = |&doc: &u32| scored.get(doc as usize).copied().unwrap_or_default();
                matches.scores.extend(kept.docs.iter().map(score));
            }
        }
        for kept in &sifted {
            matches.places.extend_from_slice(&kept.places);
        }
        Ok(matches)
    }

    /// For each test of a plan the words of its families, tongue by tongue as they stand in the test.
    fn families(&self, plan: &Plan) -> Result<Vec<FamilyWords>, SearchError> {
        let tests = plan.tests.iter().map(|test| {
            let families = test.families().iter();
            let words = families.map(|(tongue, stems)| {
                let (engine, field) = (&self.engine, self.fields.exact);
                self.learnt.families.words(engine, field, *tongue, stems)
            });
            words.collect()
        });
        tests.collect()
    }

    /// Where each turn of each segment is, key and number packed.
    fn layout(&self) -> Result<&[SegmentKnown], SearchError> {
        if let Some(known) = self.learnt.segments.get() {
            return Ok(known);
        }
        let mut all = Vec::new();
        for reader in self.engine.segment_readers() {
            let column = reader.fast_fields().column_first_or_default::<u64>(PLACE)?;
            let mut places = vec![0; reader.max_doc() as usize];
            column.get_range(0, &mut places);
            all.push(SegmentKnown::of(places));
        }
        Ok(self.learnt.segments.get_or_init(|| all))
    }

    /// What is asked of each segment, half of the segments on a thread of its own where that pays.
    fn on_each<T: Send>(
        &self,
        segments: &[SegmentSearch<'_>],
        heavy: bool,
        ask: &(impl Fn(&SegmentSearch<'_>) -> Result<T, SearchError> + Sync),
    ) -> Result<Vec<T>, SearchError> {
        let all = |segments: &[SegmentSearch<'_>]| {
            segments.iter().map(ask).collect::<Result<Vec<_>, _>>()
        };
        if !heavy || segments.len() < 2 || self.engine.num_docs() < MANY_TURNS {
            return all(segments);
        }
        let (first, second) = segments.split_at(segments.len() / 2);
        let (found, more) = std::thread::scope(|scope| {
            let other = scope.spawn(|| all(second));
            (all(first), other.join())
        });
        let more = more.map_err(|panic| {
            SearchError::Engine(Box::new(Stopped(format!("{:?}", panic.type_id()))))
        })?;
        let mut found = found?;
        found.extend(more?);
        Ok(found)
    }
}

/// What of the matching turns of a segment is an answer.
struct Sifted {
    /// Their places, source in the join and turn packed.
    places: Vec<u64>,
    /// Their numbers in the segment.
    docs: Vec<u32>,
    /// Turns of the interviewer left out.
    interviewer: usize,
}

fn sifted(segment: &SegmentSearch<'_>, found: &Bits, join: &Join, everyone: bool) -> Sifted {
    let count = found.count() as usize;
    let mut sifted = Sifted {
        places: Vec::with_capacity(count),
        docs: Vec::with_capacity(count),
        interviewer: 0,
    };
    for doc in found.iter() {
        let Some((source, turn)) = segment.place(doc) else {
            continue;
        };
        let joined = join.sources.get(source as usize);
        if !everyone && joined.is_some_and(|joined| joined.asks(turn)) {
            sifted.interviewer += 1;
            continue;
        }
        sifted.places.push(pack(source, turn));
        sifted.docs.push(doc);
    }
    sifted
}

/// A search thread that stopped for a mistake in the engine.
#[derive(Debug, thiserror::Error)]
#[error("a search thread stopped ({0})")]
struct Stopped(String);

impl Joined {
    fn new(join: Join, fed: &Arc<Fed>) -> Self {
        let mut by_key = vec![NO_SOURCE; fed.next_key as usize];
        let mut unread = 0;
        for (place, joined) in (0_u32..).zip(&join.sources) {
            let held = fed
                .sources
                .get(&joined.source.id)
                .filter(|held| held.fingerprint == joined.fingerprint);
            match held.and_then(|held| by_key.get_mut(held.key as usize)) {
                Some(slot) => *slot = place,
                None => unread += 1,
            }
        }
        Self {
            join,
            fed: Arc::clone(fed),
            by_key,
            unread,
        }
    }
}

impl Matches {
    /// The places of a page, in its order.
    fn page(&mut self, skip: usize, limit: usize) -> Vec<u64> {
        let end = skip.saturating_add(limit);
        if limit == 0 || skip >= self.places.len() {
            return Vec::new();
        }
        if !self.scores.is_empty() {
            let mut ranked: Vec<(f32, u64)> = self
                .scores
                .iter()
                .copied()
                .zip(self.places.iter().copied())
                .collect();
            let better = |one: &(f32, u64), other: &(f32, u64)| {
                other.0.total_cmp(&one.0).then(one.1.cmp(&other.1))
            };
            if end < ranked.len() {
                ranked.select_nth_unstable_by(end, better);
                ranked.truncate(end);
            }
            ranked.sort_unstable_by(better);
            return ranked
                .into_iter()
                .skip(skip)
                .map(|(_, place)| place)
                .collect();
        }
        // Only the page is put in order, not sixty thousand turns that nobody looks at.
        let end = end.min(self.places.len());
        if end < self.places.len() {
            self.places.select_nth_unstable(end);
        }
        self.places[..end].sort_unstable();
        self.places[skip..end].to_vec()
    }
}
