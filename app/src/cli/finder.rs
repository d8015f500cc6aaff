//! The search as the command line uses it: the index brought up to date in the user's cache folder, then asked.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use analysis::Choice;
use codebooks::{CodeId, CodePath, RatingScale};
use index::{Freshness, Index, IndexError, Query};
use project::{AttributeId, CoderId, Project, Texts, Workspace};

use super::columns::count;
use super::context::{Context, Failure};
use crate::cache::index_folder;
use crate::message::Trouble;

/// From this many sources on reading them for the index takes long enough to say so.
const MANY: usize = 100;

/// The index of a project as it is now: opened, and brought up to date.
pub(crate) fn fresh_index(
    workspace: &Workspace,
    context: &mut Context<'_>,
) -> Result<Index, Failure> {
    let project = workspace.project();
    let (mut index, freshness) =
        Index::open(&index_folder(project.info().id, context.cache()), project)?;
    let behind = match freshness {
        Freshness::Fresh => return Ok(index),
        Freshness::Behind(sources) => sources.len(),
        Freshness::Rebuild => project.sources().len(),
    };
    if behind >= MANY {
        context.note(format_args!(
            "reading {} for the search",
            count(behind, "source")
        ))?;
    }
    index.bring_up_to_date(project, &workspace.texts(), &mut |_, _| {
        ControlFlow::Continue(())
    })?;
    Ok(index)
}

/// Feeds the index while work goes on that adds sources. The work says after each step how the project stands; the
/// index is complete when this answers. What the work did stands whether or not the index can be written: then a
/// note says why, and the next search tries again.
pub(crate) fn feed_during<T>(
    project: &Arc<Project>,
    texts: &Texts,
    context: &mut Context<'_>,
    work: impl FnOnce(&dyn Fn(&Workspace)) -> T,
) -> Result<T, Failure> {
    let folder = index_folder(project.info().id, context.cache());
    let (send, steps) = channel();
    let (done, fed) = std::thread::scope(|scope| {
        let feeding = scope.spawn(move || feed_steps(&folder, project, texts, &steps));
        let done = work(&|workspace| {
            // Nobody listens any more once feeding has failed, which is told below.
            drop(send.send(workspace.snapshot()));
        });
        drop(send);
        (done, feeding.join())
    });
    match fed {
        Ok(Ok(())) => {}
        Ok(Err(error)) => context.note(Trouble::from(error).message().one_line())?,
        Err(panic) => std::panic::resume_unwind(panic),
    }
    Ok(done)
}

/// Feeds what each step brought; of steps that wait, only the newest counts.
fn feed_steps(
    folder: &std::path::Path,
    before: &Arc<Project>,
    texts: &Texts,
    steps: &Receiver<Arc<Project>>,
) -> Result<(), IndexError> {
    let (mut index, _) = Index::open(folder, before)?;
    let mut feeder = index.feeder();
    let mut last = Arc::clone(before);
    while let Ok(step) = steps.recv() {
        last = steps.try_iter().last().unwrap_or(step);
        feeder.feed(&last, texts, &mut |_, _| ControlFlow::Continue(()))?;
    }
    feeder.finish(&last)?;
    Ok(())
}

/// Whether the index is fresh, for `vouch check`; making an empty one in the cache folder if there is none.
pub(crate) fn freshness(project: &Project, context: &Context<'_>) -> Result<&'static str, Trouble> {
    let folder = index_folder(project.info().id, context.cache());
    if !folder.exists() {
        return Ok("none yet: the next search builds it");
    }
    let (_, freshness) = Index::open(&folder, project)?;
    Ok(match freshness {
        Freshness::Fresh => "fresh",
        Freshness::Behind(_) => "behind: the next search brings it up to date",
        Freshness::Rebuild => "to be built again: the next search does",
    })
}

/// A search as typed.
pub(crate) fn query(typed: &str) -> Result<Query, Trouble> {
    Ok(Query::parse(typed)?)
}

/// The code at a path, as a person wrote it.
pub(crate) fn code_at(project: &Project, path: &str) -> Result<CodeId, Trouble> {
    let tree = project.code_tree();
    let wanted: CodePath = path.parse().map_err(|source| Trouble::BadCode {
        path: path.to_owned(),
        source,
    })?;
    tree.find(&wanted)
        .ok_or_else(|| Trouble::no_code(&tree, path))
}

/// The attribute of that name.
pub(crate) fn attribute_named(project: &Project, name: &str) -> Result<AttributeId, Trouble> {
    project
        .attribute_named(name)
        .map(|attribute| attribute.id)
        .ok_or_else(|| Trouble::no_attribute(project, name))
}

/// The scale of that name.
pub(crate) fn scale_named<'p>(
    project: &'p Project,
    name: &str,
) -> Result<&'p RatingScale, Trouble> {
    project
        .scale_named(name)
        .map(AsRef::as_ref)
        .ok_or_else(|| Trouble::no_scale(project, name))
}

/// What the coders of these names coded; without names, what anybody did.
///
/// # Errors
/// Where there is no coder of one of the names.
pub(crate) fn coded_by(project: &Project, names: &[String]) -> Result<Choice, Trouble> {
    let coders = coders_named(project, names)?;
    Ok(Choice {
        coders: (!coders.is_empty()).then_some(coders),
        ..Choice::default()
    })
}

/// The coders of those names, in the order given.
pub(crate) fn coders_named(project: &Project, names: &[String]) -> Result<Vec<CoderId>, Trouble> {
    let coder = |name: &String| {
        project
            .coder_named(name)
            .map(|coder| coder.id)
            .ok_or_else(|| Trouble::no_coder(project, name))
    };
    names.iter().map(coder).collect()
}
