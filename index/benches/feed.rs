//! How fast an index is made from nothing, and brought up to date after one source changed.

#![expect(
    clippy::unwrap_used,
    reason = "a bench that cannot be set up should stop"
)]

mod corpus;

use corpus::Corpus;
use divan::Bencher;
use divan::counter::BytesCount;
use index::Index;
use project::{Edit, SourceDetails};

fn main() {
    divan::main();
}

/// Everything, to a folder on the disk. The rate is of text.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn everything(bencher: Bencher<'_, '_>) {
    let corpus = Corpus::load();
    let folder = || tempfile::tempdir().unwrap();
    bencher
        .counter(BytesCount::new(corpus.bytes))
        .with_inputs(folder)
        .bench_local_values(|folder| {
            let (mut index, _) = Index::open(folder.path(), corpus.workspace.project()).unwrap();
            corpus.feed(&mut index);
            (index, folder)
        });
}

/// One source whose language was corrected.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn one_changed_source(bencher: Bencher<'_, '_>) {
    let mut corpus = Corpus::load();
    let folder = tempfile::tempdir().unwrap();
    let (mut index, _) = Index::open(folder.path(), corpus.workspace.project()).unwrap();
    corpus.feed(&mut index);
    let source = corpus
        .workspace
        .project()
        .sources()
        .iter()
        .next()
        .unwrap()
        .id;
    let mut nth = 0;
    bencher.bench_local(|| {
        nth += 1;
        let language = Some(if nth % 2 == 0 {
            "en".to_owned()
        } else {
            "cy".to_owned()
        });
        let details = SourceDetails {
            language,
            ..SourceDetails::default()
        };
        corpus
            .workspace
            .edit(Edit::DescribeSource(source, details))
            .unwrap();
        corpus.feed(&mut index);
    });
}

/// Opening what was fed, and seeing that it is fresh.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn open(bencher: Bencher<'_, '_>) {
    let corpus = Corpus::load();
    let folder = tempfile::tempdir().unwrap();
    let (mut index, _) = Index::open(folder.path(), corpus.workspace.project()).unwrap();
    corpus.feed(&mut index);
    drop(index);
    bencher.bench_local(|| Index::open(folder.path(), corpus.workspace.project()).unwrap());
}
