//! The plain way: reading every turn. Slow, simple, and what the index must agree with.

use project::{Project, Texts};

use crate::error::SearchError;
use crate::found::{Counts, Found, Presenter, SearchOptions};
use crate::join::Join;
use crate::plan::Plan;
use crate::query::Query;
use crate::reading::Reader;
use crate::schema::pack;
use crate::spoken::Spoken;

/// Searches by reading every turn of a project, without any index: for a machine on which none can be made, and
/// for checking one. Hits are always in the order of the texts.
///
/// # Errors
/// [`SearchError::Query`] if the query names what the project does not have, [`SearchError::Text`] if a text
/// cannot be loaded.
pub fn scan(
    query: &Query,
    project: &Project,
    texts: &Texts,
    options: &SearchOptions,
) -> Result<Found, SearchError> {
    let join = Join::of(project, None);
    let plan = Plan::new(query, project, &join)?;
    let everyone = options.everyone || plan.names_a_role;
    let mut reader = Reader::new(&plan, project, &join);
    let (mut places, mut interviewer_turns) = (Vec::new(), 0);
    let mut spoken = Spoken::none(&join);
    for (number, joined) in (0_u32..).zip(&join.sources) {
        let text = texts.of(&joined.source);
        let text = text.map_err(|source| SearchError::Text {
            name: joined.source.name.clone(),
            source,
        })?;
        for (turn, row) in (0_u32..).zip(&joined.turns.turns) {
            if row.speech.is_empty() || reader.read(&text, number as usize, turn).is_none() {
                continue;
            }
            if !everyone && joined.asks(turn) {
                interviewer_turns += 1;
            } else {
                places.push(pack(number, turn));
                spoken.add(&join, number as usize, turn);
            }
        }
    }
    let presenter = Presenter {
        plan: &plan,
        project,
        join: &join,
        texts,
    };
    let Counts { groups, by_source } =
        presenter.count(&spoken, &presenter.labels(options.count_by));
    let page: Vec<u64> = places
        .iter()
        .copied()
        .skip(options.skip)
        .take(options.limit)
        .collect();
    Ok(Found {
        total: places.len(),
        sources: by_source.len(),
        hits: presenter.hits(&page, options.context)?,
        groups,
        by_source,
        interviewer_turns,
        unread: 0,
    })
}
