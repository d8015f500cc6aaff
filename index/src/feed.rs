//! Feeding: reads the sources that are new or changed, and forgets those that are gone.

use std::ops::ControlFlow;
use std::sync::Arc;

use project::text::SourceText;
use project::{Project, SourceId, Texts, TurnList};
use tantivy::indexer::{LogMergePolicy, NoMergePolicy, UserOperation};
use tantivy::{IndexWriter, TantivyDocument, Term};

use crate::error::IndexError;
use crate::freshness::{Fed, FedSource, fingerprint};
use crate::index::Index;
use crate::schema::pack;
use crate::searcher::SharedPlaces;
use crate::stems::Tongue;

/// From this many characters on two threads are worth their start.
const MUCH: u64 = 1 << 20;
/// What a thread holds before it writes a segment, in bytes; the engine asks for 15 MB at least.
const LITTLE_MEMORY: usize = 20 << 20;
const MUCH_MEMORY: usize = 80 << 20;

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
        let (to_read, gone) = (self.fed.to_read(project), self.fed.gone(project));
        let mut feeding = Feeding::default();
        if to_read.is_empty() && gone.is_empty() {
            return Ok(feeding);
        }
        let characters: u64 = to_read
            .iter()
            .filter_map(|&id| project.sources().get(id))
            .map(|source| u64::from(source.characters))
            .sum();
        let (threads, memory) = if characters > MUCH {
            (2, MUCH_MEMORY)
        } else {
            (1, LITTLE_MEMORY)
        };
        let writing = IndexError::engine("writing");
        let writer: IndexWriter = self
            .engine
            .writer_with_num_threads(threads, threads * memory)
            .map_err(&writing)?;
        // While much comes in, putting segments together would only hold it up.
        writer.set_merge_policy(if threads > 1 {
            Box::new(NoMergePolicy)
        } else {
            Box::new(LogMergePolicy::default())
        });
        let mut fed = (*self.fed).clone();
        let forget = |fed: &mut Fed, id: SourceId| {
            if let Some(old) = fed.sources.remove(&id) {
                writer.delete_term(Term::from_field_u64(self.fields.source, u64::from(old.key)));
            }
        };
        for id in gone {
            forget(&mut fed, id);
            feeding.forgotten += 1;
        }
        let of = to_read.len();
        for (done, id) in to_read.into_iter().enumerate() {
            if progress(done, of).is_break() {
                feeding.stopped = true;
                break;
            }
            let (Some(source), Some(turns)) = (project.sources().get(id), project.turn_list(id))
            else {
                continue;
            };
            forget(&mut fed, id);
            match texts.of(source) {
                Ok(text) => {
                    let key = fed.next_key;
                    self.add_turns(&writer, &text, turns, Tongue::of(&source.language), key)
                        .map_err(&writing)?;
                    fed.next_key += 1;
                    fed.sources.insert(
                        id,
                        FedSource {
                            key,
                            fingerprint: fingerprint(source, turns),
                        },
                    );
                    feeding.read += 1;
                }
                Err(error) => feeding.unreadable.push((id, error.to_string())),
            }
        }
        fed.seq = project.seq();
        self.commit(writer, fed)?;
        Ok(feeding)
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
        self.places = SharedPlaces::default();
        self.fed = Arc::new(fed);
        Ok(())
    }

    /// Adds the turns of one source. Turns without speech have nothing to find.
    fn add_turns(
        &self,
        writer: &IndexWriter,
        text: &SourceText,
        turns: &TurnList,
        tongue: Tongue,
        key: u32,
    ) -> tantivy::Result<()> {
        let stem = self.fields.stems.get(tongue.place()).copied();
        let mut batch = Vec::with_capacity(BATCH);
        for (number, turn) in (0_u32..).zip(&turns.turns) {
            if turn.speech.is_empty() {
                continue;
            }
            let speech = text.slice(turn.speech);
            let mut document = TantivyDocument::new();
            document.add_text(self.fields.exact, speech);
            if let Some(stem) = stem {
                document.add_text(stem, speech);
            }
            document.add_u64(self.fields.source, u64::from(key));
            document.add_u64(self.fields.place, pack(key, number));
            batch.push(UserOperation::Add(document));
            if batch.len() == BATCH {
                writer.run(batch.drain(..))?;
            }
        }
        if !batch.is_empty() {
            writer.run(batch)?;
        }
        Ok(())
    }
}
