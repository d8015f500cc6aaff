//! The index on the disk, and how it is opened.

use std::path::Path;
use std::sync::{Arc, Mutex};

use project::{Project, ProjectId};
use tantivy::directory::RamDirectory;
use tantivy::{IndexReader, ReloadPolicy};

use crate::analyser::TakenUp;
use crate::error::IndexError;
use crate::freshness::{Fed, Freshness};
use crate::schema::{Fields, schema, tokenizers};
use crate::searcher::{Searcher, SharedJoin, SharedLearnt};

/// The folder within the given one. Only this one is ever emptied.
const FOLDER: &str = "turns";

/// The search index of one project: a view that can be thrown away and made again at any time.
pub struct Index {
    pub(crate) engine: tantivy::Index,
    pub(crate) reader: IndexReader,
    pub(crate) fields: Fields,
    pub(crate) fed: Arc<Fed>,
    pub(crate) learnt: SharedLearnt,
    /// How much of what was handed to the engine its threads have taken up.
    pub(crate) taken_up: TakenUp,
    joined: SharedJoin,
}

impl Index {
    /// Opens the index of a project in a folder of its own (in the user's cache, by project id), making it if
    /// need be. One that cannot be read, or is of another version or another project, is emptied first.
    ///
    /// Answers with it how it stands to the project; [`Index::bring_up_to_date`] does the rest.
    ///
    /// # Errors
    /// [`IndexError::Folder`] if the folder cannot be made or emptied, [`IndexError::Engine`] if an empty index
    /// cannot be made there.
    pub fn open(folder: &Path, project: &Project) -> Result<(Self, Freshness), IndexError> {
        let id = project.info().id;
        let folder = folder.join(FOLDER);
        let refused = |source| IndexError::Folder {
            folder: folder.display().to_string(),
            source,
        };
        std::fs::create_dir_all(&folder).map_err(refused)?;
        let opened = Self::open_as_it_is(&folder, id);
        let index = if let Some(index) = opened {
            index
        } else {
            std::fs::remove_dir_all(&folder).map_err(refused)?;
            std::fs::create_dir_all(&folder).map_err(refused)?;
            let directory = tantivy::directory::MmapDirectory::open(&folder).map_err(|source| {
                IndexError::Engine {
                    doing: "opening its folder",
                    source: Box::new(source),
                }
            })?;
            Self::empty(directory, id)?
        };
        let freshness = index.freshness(project);
        Ok((index, freshness))
    }

    /// An empty index in memory, for tests and previews.
    ///
    /// # Errors
    /// [`IndexError::Engine`], which is not to be expected.
    pub fn in_memory(project: &Project) -> Result<Self, IndexError> {
        Self::empty(RamDirectory::create(), project.info().id)
    }

    fn open_as_it_is(folder: &Path, project: ProjectId) -> Option<Self> {
        let mut engine = tantivy::Index::open_in_dir(folder).ok()?;
        let (wanted, fields) = schema();
        if engine.schema() != wanted {
            return None;
        }
        let taken_up = TakenUp::default();
        engine.set_tokenizers(tokenizers(&taken_up));
        let fed = Fed::read(&engine.load_metas().ok()?.payload?, project)?;
        // A file cut short by a full disk or a crash shows here, not in the middle of a search.
        if !engine.validate_checksum().ok()?.is_empty() {
            return None;
        }
        Self::with(engine, fields, fed, taken_up).ok()
    }

    fn empty(
        directory: impl Into<Box<dyn tantivy::Directory>>,
        project: ProjectId,
    ) -> Result<Self, IndexError> {
        let (wanted, fields) = schema();
        let taken_up = TakenUp::default();
        let making = IndexError::engine("making an empty one");
        let engine = tantivy::Index::builder()
            .schema(wanted)
            .tokenizers(tokenizers(&taken_up))
            .open_or_create(directory)
            .map_err(making)?;
        Self::with(engine, fields, Fed::nothing(project), taken_up)
    }

    fn with(
        engine: tantivy::Index,
        fields: Fields,
        fed: Fed,
        taken_up: TakenUp,
    ) -> Result<Self, IndexError> {
        let reader = engine
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(1)
            .try_into();
        let reader: IndexReader = reader.map_err(IndexError::engine("opening its files"))?;
        Ok(Self {
            engine,
            reader,
            fields,
            fed: Arc::new(fed),
            taken_up,
            learnt: SharedLearnt::default(),
            joined: Arc::new(Mutex::default()),
        })
    }

    /// How the index stands to a project: compares what each source was when it was read, so a project
    /// restored from a copy is judged rightly too.
    #[must_use]
    pub fn freshness(&self, project: &Project) -> Freshness {
        self.fed.freshness(project)
    }

    /// How many sources it holds.
    #[must_use]
    pub fn sources(&self) -> usize {
        self.fed.sources.len()
    }

    /// A view of the index as it is now, to search with on any thread. Later feeding does not show in it.
    #[must_use]
    pub fn searcher(&self) -> Searcher {
        Searcher::new(
            self.reader.searcher(),
            self.fields.clone(),
            Arc::clone(&self.fed),
            Arc::clone(&self.learnt),
            Arc::clone(&self.joined),
        )
    }
}
