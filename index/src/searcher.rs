//! Searching: a query, a project, an answer.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use project::{Project, Texts};

use crate::bits::Bits;
use crate::error::SearchError;
use crate::families::Families;
use crate::found::{CountBy, Counts, Found, Labels, Order, Place, Presenter, SearchOptions};
use crate::freshness::Fed;
use crate::join::Join;
use crate::plan::Plan;
use crate::query::Query;
use crate::rank::scores;
use crate::runs::Runs;
use crate::schema::{Fields, PLACE};
use crate::segment::{Asking, FamilyWords, NO_SOURCE, SegmentKnown, SegmentSearch};
use crate::spoken::Spoken;
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
    /// What speakers were counted by last.
    labels: Mutex<Option<(CountBy, Arc<Labels>)>>,
}

impl Joined {
    /// What speakers are counted by: worked out once for all searches as one types.
    fn labels(&self, presenter: &Presenter<'_>, by: CountBy) -> Arc<Labels> {
        let mut last = self.labels.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some((known, labels)) if *known == by => Arc::clone(labels),
            _ => {
                let labels = Arc::new(presenter.labels(by));
                *last = Some((by, Arc::clone(&labels)));
                labels
            }
        }
    }

    /// What is asked of each segment.
    fn asking<'a>(
        &'a self,
        plan: &'a Plan,
        families: &'a [FamilyWords],
        project: &'a Project,
    ) -> Asking<'a> {
        Asking {
            plan,
            families,
            project,
            join: &self.join,
            by_key: &self.by_key,
        }
    }
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
struct Matches<'a> {
    /// The segments that were asked.
    segments: Vec<SegmentSearch<'a>>,
    /// The turns of each that match.
    found: Vec<Bits>,
    /// How well each turn of each matches, if asked.
    scores: Option<Vec<Vec<f32>>>,
    /// Who speaks in them.
    spoken: Spoken,
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

    /// Works out ahead what the first search of its kind would have to: the list of all words, which of them share a stem in
    /// the languages of a project, and what is coded. For a worker, once the index is opened or fed; searches need not wait for it.
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
        joined.join.coded(project);
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
        let everyone = options.everyone || plan.names_a_role;
        let families = self.families(&plan)?;
        let asking = joined.asking(&plan, &families, project);
        let matches = self.matches(asking, everyone, ranked)?;
        let presenter = Presenter {
            plan: &plan,
            project,
            join: &joined.join,
            texts,
        };
        let Counts { groups, by_source } = presenter.count(
            &matches.spoken,
            &joined.labels(&presenter, options.count_by),
        );
        let page = matches.page(&joined.join, options.skip, options.limit);
        Ok(Found {
            total: matches.spoken.total(),
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
        let families = self.families(&plan)?;
        let asking = joined.asking(&plan, &families, project);
        let matches = self.matches(asking, everyone || plan.names_a_role, false)?;
        Presenter {
            plan: &plan,
            project,
            join: &joined.join,
            texts,
        }
        .places(&matches.places(&(0..u32::MAX)))
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

    fn matches<'a>(
        &'a self,
        asking: Asking<'a>,
        everyone: bool,
        ranked: bool,
    ) -> Result<Matches<'a>, SearchError> {
        let readers = self.engine.segment_readers().iter().zip(self.layout()?);
        let segments =
            readers.map(|(reader, known)| SegmentSearch::new(reader, &self.fields, asking, known));
        let segments = segments.collect::<Result<Vec<_>, _>>()?;
        let sifted = self.on_each(&segments, asking.plan.is_heavy(), &|segment| {
            Ok(segment.sifted(segment.matching()?, everyone))
        })?;
        let mut spoken = Spoken::none(asking.join);
        let mut found = Vec::with_capacity(sifted.len());
        let mut interviewer = 0;
        for sifted in sifted {
            spoken.add_all(&sifted.spoken);
            found.push(sifted.found);
            interviewer += sifted.interviewer;
        }
        let scores = if ranked {
            Some(scores(asking.plan, &segments, &found)?)
        } else {
            None
        };
        Ok(Matches {
            segments,
            found,
            scores,
            spoken,
            interviewer,
        })
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
            let places = (0..reader.max_doc()).map(|doc| column.get_val(doc));
            all.push(SegmentKnown::of(Runs::of(places)));
        }
        Ok(self.learnt.segments.get_or_init(|| all))
    }

    /// What is asked of each segment, on two threads where that pays.
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
        // Segments are of different size: whoever is done with one takes the next.
        let next = AtomicUsize::new(0);
        let take = || {
            let mut found = Vec::new();
            loop {
                let at = next.fetch_add(1, Relaxed);
                let Some(segment) = segments.get(at) else {
                    return Ok(found);
                };
                found.push((at, ask(segment)?));
            }
        };
        let (found, more) = std::thread::scope(|scope| {
            let other = scope.spawn(take);
            (take(), other.join())
        });
        let more: Result<Vec<(usize, T)>, SearchError> = more.map_err(|panic| {
            SearchError::Engine(Box::new(Stopped(format!("{:?}", panic.type_id()))))
        })?;
        let mut found: Vec<(usize, T)> = found?;
        found.extend(more?);
        found.sort_unstable_by_key(|(at, _)| *at);
        Ok(found.into_iter().map(|(_, found)| found).collect())
    }
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
            labels: Mutex::default(),
        }
    }
}

impl Matches<'_> {
    /// The places of the turns of some sources, by their places in the join; in the order of the texts.
    fn places(&self, sources: &Range<u32>) -> Vec<u64> {
        let mut places = Vec::new();
        for (segment, found) in self.segments.iter().zip(&self.found) {
            segment.each_place(found, sources, |_, place| places.push(place));
        }
        places.sort_unstable();
        places
    }

    /// The places of a page, in its order.
    fn page(&self, join: &Join, skip: usize, limit: usize) -> Vec<u64> {
        if limit == 0 {
            return Vec::new();
        }
        if let Some(scores) = &self.scores {
            return self.best(scores, skip, limit);
        }
        // Only the sources of the page are looked into, not sixty thousand turns that nobody looks at.
        let (mut sources, mut before, mut passed) = (0..0, 0, 0);
        for (at, end) in (0..join.sources.len()).zip(1_u32..) {
            passed += self.spoken.of_source(join, at);
            sources.end = end;
            if passed <= skip {
                (sources.start, before) = (end, passed);
            }
            if passed >= skip.saturating_add(limit) {
                break;
            }
        }
        let places = self.places(&sources).into_iter();
        places.skip(skip - before).take(limit).collect()
    }

    /// The places that match best, from some rank on.
    fn best(&self, scores: &[Vec<f32>], skip: usize, limit: usize) -> Vec<u64> {
        let mut ranked: Vec<(f32, u64)> = Vec::with_capacity(self.spoken.total());
        let segments = self.segments.iter().zip(&self.found).zip(scores);
        for ((segment, found), scores) in segments {
            segment.each_place(found, &(0..u32::MAX), |doc, place| {
                let score = scores.get(doc as usize).copied().unwrap_or_default();
                ranked.push((score, place));
            });
        }
        let better = |one: &(f32, u64), other: &(f32, u64)| {
            other.0.total_cmp(&one.0).then(one.1.cmp(&other.1))
        };
        let end = skip.saturating_add(limit);
        if end < ranked.len() {
            ranked.select_nth_unstable_by(end, better);
            ranked.truncate(end);
        }
        ranked.sort_unstable_by(better);
        let page = ranked.into_iter().skip(skip);
        page.map(|(_, place)| place).collect()
    }
}
