//! Feeding: reads the sources that are new or changed, and forgets those that are gone.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use project::text::SourceText;
use project::{Project, SourceId, Texts, TurnList};
use tantivy::indexer::{LogMergePolicy, NoMergePolicy, UserOperation};
use tantivy::{IndexWriter, TantivyDocument, Term};

use crate::error::IndexError;
use crate::freshness::{Fed, FedSource, fingerprint};
use crate::index::Index;
use crate::schema::{Fields, pack};
use crate::searcher::SharedLearnt;
use crate::stems::Tongue;

/// From this many characters on two threads are worth their start.
const MUCH: u64 = 1 << 20;
/// What a thread holds before it writes a segment, in bytes; the engine asks for 15 MB at least.
const LITTLE_MEMORY: usize = 20 << 20;
const MUCH_MEMORY: usize = 80 << 20;

/// What may wait to be taken up by the engine's threads, in bytes of text. Its own queue holds a hundred times as much.
const MOST_WAITING: u64 = 4 << 20;
/// How long is waited for its threads at most, in steps of a millisecond: they stand still while they write a segment, and
/// one that has failed is told of when the next turns are handed over.
const LONGEST_WAIT: u32 = 500;

/// Turns handed over together: neighbours stay neighbours, and what waits to be read stays small.
const BATCH: usize = 16;

/// What feeding did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Feeding {
    /// Sources read.
    pub read: usize,
    /// Sources forgotten because the project has them no more.
    pub forgotten: usize,
    /// Whether it was stopped before the end. What was read by then can be searched; the rest is read next time.
    pub stopped: bool,
    /// Sources whose text could not be loaded, and why; they cannot be searched.
    pub unreadable: Vec<(SourceId, String)>,
}

/// An index that is being fed. Nothing shows, and nothing is on the disk, before [`Feeder::finish`]; dropping the
/// feeder leaves the index as it was.
pub struct Feeder<'a> {
    index: &'a mut Index,
    writer: Option<IndexWriter>,
    fed: Fed,
    feeding: Feeding,
}

impl Index {
    /// Reads what is new or changed in a project since the index was last fed, and forgets what is gone.
    ///
    /// `progress` is told how many sources of how many are read, before each; with [`ControlFlow::Break`] the
    /// feeding stops there and keeps what it has. Searchers taken before do not see the change.
    ///
    /// # Errors
    /// [`IndexError::Busy`] if another process is feeding it, [`IndexError::Engine`] if the disk is full or the
    /// files are damaged: the index is then as it was before.
    pub fn bring_up_to_date(
        &mut self,
        project: &Project,
        texts: &Texts,
        progress: &mut dyn FnMut(usize, usize) -> ControlFlow<()>,
    ) -> Result<Feeding, IndexError> {
        let mut feeder = self.feeder();
        feeder.feed(project, texts, progress)?;
        feeder.finish(project)
    }

    /// Begins to feed the index step by step, while the project still grows.
    #[must_use]
    pub fn feeder(&mut self) -> Feeder<'_> {
        let fed = (*self.fed).clone();
        Feeder {
            index: self,
            writer: None,
            fed,
            feeding: Feeding::default(),
        }
    }
}

impl Feeder<'_> {
    /// Reads what is new or changed in a project since the last step: see [`Index::bring_up_to_date`].
    ///
    /// # Errors
    /// As there.
    pub fn feed(
        &mut self,
        project: &Project,
        texts: &Texts,
        progress: &mut dyn FnMut(usize, usize) -> ControlFlow<()>,
    ) -> Result<(), IndexError> {
        let (to_read, gone) = (self.fed.to_read(project), self.fed.gone(project));
        if to_read.is_empty() && gone.is_empty() {
            return Ok(());
        }
        let writing = IndexError::engine("writing");
        let writer = match self.writer.take() {
            Some(writer) => writer,
            None => self.index.writer(characters_of(project, &to_read))?,
        };
        let writer = self.writer.insert(writer);
        let fields = &self.index.fields;
        let forget = |fed: &mut Fed, id: SourceId| {
            if let Some(old) = fed.sources.remove(&id) {
                writer.delete_term(Term::from_field_u64(fields.source, u64::from(old.key)));
            }
        };
        for id in gone {
            forget(&mut self.fed, id);
            self.feeding.forgotten += 1;
        }
        let mut queue = Queue::to(&self.index.taken_up);
        let of = to_read.len();
        for (done, id) in to_read.into_iter().enumerate() {
            if progress(done, of).is_break() {
                self.feeding.stopped = true;
                break;
            }
            let (Some(source), Some(turns)) = (project.sources().get(id), project.turn_list(id))
            else {
                continue;
            };
            forget(&mut self.fed, id);
            match texts.in_passing(source) {
                Ok(text) => {
                    let key = self.fed.next_key;
                    let tongue = Tongue::of(&source.language);
                    queue.wait();
                    let bytes = add_turns(writer, fields, &text, turns, tongue, key);
                    queue.handed_over += bytes.map_err(&writing)?;
                    self.fed.next_key += 1;
                    self.fed.sources.insert(
                        id,
                        FedSource {
                            key,
                            fingerprint: fingerprint(source, turns),
                        },
                    );
                    self.feeding.read += 1;
                }
                Err(error) => {
                    self.feeding.unreadable.retain(|(known, _)| *known != id);
                    self.feeding.unreadable.push((id, error.to_string()));
                }
            }
        }
        Ok(())
    }

    /// Writes what was fed, and shows it to new searchers. The project is the one that was fed last.
    ///
    /// # Errors
    /// [`IndexError::Engine`] if the disk is full: the index is then as it was before.
    pub fn finish(self, project: &Project) -> Result<Feeding, IndexError> {
        let Self {
            index,
            writer,
            mut fed,
            feeding,
        } = self;
        if let Some(writer) = writer {
            fed.seq = project.seq();
            index.commit(writer, fed)?;
        }
        Ok(feeding)
    }
}

/// The characters of sources that are to be read.
fn characters_of(project: &Project, sources: &[SourceId]) -> u64 {
    let rows = sources.iter().filter_map(|&id| project.sources().get(id));
    rows.map(|source| u64::from(source.characters)).sum()
}

impl Index {
    /// A writer for that many characters, and perhaps more to come.
    fn writer(&self, characters: u64) -> Result<IndexWriter, IndexError> {
        let (threads, memory) = if characters > MUCH {
            (2, MUCH_MEMORY)
        } else {
            (1, LITTLE_MEMORY)
        };
        let writer: IndexWriter = self
            .engine
            .writer_with_num_threads(threads, threads * memory)
            .map_err(IndexError::engine("writing"))?;
        // While much comes in, putting segments together would only hold it up.
        writer.set_merge_policy(if threads > 1 {
            Box::new(NoMergePolicy)
        } else {
            Box::new(LogMergePolicy::default())
        });
        Ok(writer)
    }

    /// Writes what was fed, with a note of what it is, and shows it to new searchers.
    fn commit(&mut self, mut writer: IndexWriter, fed: Fed) -> Result<(), IndexError> {
        let committing = IndexError::engine("committing");
        let payload = serde_json::to_string(&fed).map_err(|source| IndexError::Engine {
            doing: "noting what it holds",
            source: Box::new(source),
        })?;
        let mut prepared = writer.prepare_commit().map_err(&committing)?;
        prepared.set_payload(&payload);
        prepared.commit().map_err(&committing)?;
        writer
            .wait_merging_threads()
            .map_err(IndexError::engine("tidying up"))?;
        self.reader
            .reload()
            .map_err(IndexError::engine("reading what was written"))?;
        self.learnt = SharedLearnt::default();
        self.fed = Arc::new(fed);
        Ok(())
    }
}

/// What was handed over to the engine and waits to be taken up.
struct Queue<'a> {
    taken_up: &'a AtomicU64,
    /// Bytes that were handed over, counted as `taken_up` is.
    handed_over: u64,
}

impl<'a> Queue<'a> {
    fn to(taken_up: &'a AtomicU64) -> Self {
        Self {
            taken_up,
            handed_over: taken_up.load(Ordering::Relaxed),
        }
    }

    /// Waits while much is waiting, so that texts do not pile up in memory faster than they are indexed.
    fn wait(&self) {
        for _ in 0..LONGEST_WAIT {
            let taken_up = self.taken_up.load(Ordering::Relaxed);
            if self.handed_over.saturating_sub(taken_up) <= MOST_WAITING {
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

/// Adds the turns of one source, and answers how many bytes they have. Turns without speech have nothing to find.
fn add_turns(
    writer: &IndexWriter,
    fields: &Fields,
    text: &SourceText,
    turns: &TurnList,
    tongue: Tongue,
    key: u32,
) -> tantivy::Result<u64> {
    let stem = fields.stems.get(tongue.place()).copied();
    let mut batch = Vec::with_capacity(BATCH);
    let mut bytes = 0;
    for (number, turn) in (0_u32..).zip(&turns.turns) {
        if turn.speech.is_empty() {
            continue;
        }
        let speech = text.slice(turn.speech);
        bytes += speech.len();
        let mut document = TantivyDocument::new();
        document.add_text(fields.exact, speech);
        if let Some(stem) = stem
            && tongue.spells_apart(speech)
        {
            document.add_text(stem, speech);
        }
        document.add_u64(fields.source, u64::from(key));
        document.add_u64(fields.place, pack(key, number));
        batch.push(UserOperation::Add(document));
        if batch.len() == BATCH {
            writer.run(batch.drain(..))?;
        }
    }
    if !batch.is_empty() {
        writer.run(batch)?;
    }
    Ok(u64::try_from(bytes).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_handed_over_waits_until_most_of_it_is_taken_up() {
        let taken_up = AtomicU64::new(7);
        let mut queue = Queue::to(&taken_up);
        queue.wait();
        queue.handed_over += 3 * MOST_WAITING;
        std::thread::scope(|scope| {
            scope.spawn(|| {
                for _ in 0..3 {
                    std::thread::yield_now();
                    taken_up.fetch_add(MOST_WAITING, Ordering::Relaxed);
                }
            });
            queue.wait();
            assert!(taken_up.load(Ordering::Relaxed) >= 7 + 2 * MOST_WAITING);
        });
    }
}
