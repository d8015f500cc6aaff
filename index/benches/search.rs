//! How long a search takes, with fifty hits in context and all counts, by kind of query.

#![expect(
    clippy::unwrap_used,
    reason = "a bench that cannot be set up should stop"
)]

mod corpus;

use std::sync::LazyLock;

use corpus::Corpus;
use divan::Bencher;
use index::{Index, Order, Query, SearchOptions};
use project::{Project, Texts};

fn main() {
    divan::main();
}

static FED: LazyLock<(std::sync::Arc<Project>, Texts, Index)> = LazyLock::new(|| {
    let corpus = Corpus::load();
    let mut index = Index::in_memory(corpus.workspace.project()).unwrap();
    corpus.feed(&mut index);
    (corpus.workspace.snapshot(), corpus.workspace.texts(), index)
});

#[divan::bench(args = [
    "family", "=the", "worker OR school", "trusted -school", "\"waiting list\"", "\"of the\"", "\"worker family\"~5", "\"the and\"~2", "list*", "*ing", "suport~", "suport~2",
    "coded:no", "worker coded:no", "group:parent support", "speaker:Interviewer role:interviewer",
])]
fn search(bencher: Bencher<'_, '_>, query: &str) {
    let (project, texts, index) = &*FED;
    let query = Query::parse(query).unwrap();
    let searcher = index.searcher();
    bencher.bench(|| {
        searcher
            .search(&query, project, texts, &SearchOptions::default())
            .map(|found| found.total)
    });
}

#[divan::bench]
fn ranked(bencher: Bencher<'_, '_>) {
    let (project, texts, index) = &*FED;
    let query = Query::parse("family support").unwrap();
    let options = SearchOptions {
        order: Order::Relevance,
        ..SearchOptions::default()
    };
    let searcher = index.searcher();
    bencher.bench(|| {
        searcher
            .search(&query, project, texts, &options)
            .map(|found| found.total)
    });
}

/// All places of a common word, as coding a whole search needs.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn places(bencher: Bencher<'_, '_>) {
    let (project, texts, index) = &*FED;
    let query = Query::parse("family").unwrap();
    bencher.bench(|| {
        index
            .searcher()
            .places(&query, project, texts, false)
            .map(|places| places.len())
    });
}
