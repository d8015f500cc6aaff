//! What the standard cannot hold of a project.

use std::collections::{BTreeMap, BTreeSet};

use codebooks::name_key;
use project::text::SourceText;
use project::{CodingState, Project, SourceId, Subject};

use crate::refi::report::Loss;

const NO_PLACE: &str = "the standard has no place for them";

/// What other programs will not find, what they will find changed, and what stays in the project file.
#[expect(
    clippy::too_many_lines,
    reason = "a list: an entry for each thing the standard has no place for"
)]
pub(super) fn of(
    project: &Project,
    texts: &BTreeMap<SourceId, SourceText>,
    dropped: usize,
) -> Vec<Loss> {
    let codings = |matches: fn(&project::Coding) -> bool| {
        let codings = project.codings().iter();
        codings.filter(|coding| matches(coding)).count()
    };
    let speakers = |matches: fn(&project::Speaker) -> bool| {
        let speakers = project.speakers().iter();
        speakers.filter(|speaker| matches(speaker)).count()
    };
    let memos = |matches: fn(Subject) -> bool| {
        let memos = project.memos().iter();
        memos.filter(|memo| matches(memo.subject)).count()
    };
    let turns: usize = texts
        .keys()
        .map(|&source| project.turns(source).len())
        .sum();
    let history = usize::try_from(project.seq().0).unwrap_or(usize::MAX);
    let lines = [
        Loss::kept(
            "speakers",
            project.speakers().len(),
            format!("{NO_PLACE}; their names stay in the text"),
        ),
        Loss::kept("turns", turns, format!("{NO_PLACE}; the text is whole")),
        Loss::kept(
            "speakers in a case",
            speakers(|speaker| speaker.case.is_some()),
            "only whole sources can belong to a case there",
        ),
        Loss::kept(
            "speakers with attributes",
            speakers(|speaker| !speaker.values.is_empty()),
            NO_PLACE,
        ),
        Loss::kept(
            "sources",
            project.sources().len(),
            "their kind, language, wave and reading state have no place in the standard",
        ),
        Loss::kept(
            "weights",
            codings(|coding| coding.weight.is_some()),
            NO_PLACE,
        ),
        Loss::kept(
            "shortlisted quotes",
            codings(|coding| coding.shortlisted),
            format!("{NO_PLACE} as such"),
        ),
        Loss::kept(
            "corrected quotes",
            codings(|coding| coding.state == CodingState::Moved),
            "the passage as it reads now is there, the words as coded are not",
        ),
        Loss::kept(
            "lost quotes",
            codings(|coding| coding.state == CodingState::Lost),
            "their passage is gone from the text",
        ),
        Loss::kept("rating scales", project.scales().len(), NO_PLACE),
        Loss::kept("ratings", project.ratings().len(), NO_PLACE),
        Loss::kept(
            "memos on cases",
            memos(|subject| matches!(subject, Subject::Case(_))),
            "they stand as the case's description, without writer and date",
        ),
        Loss::kept(
            "memos on ratings",
            memos(|subject| matches!(subject, Subject::Rating(_))),
            "they stand among the notes, tied to nothing",
        ),
        Loss::kept("summaries of cases", project.summaries().len(), NO_PLACE),
        Loss::kept(
            "questions of the evaluation frame",
            project.questions().len(),
            NO_PLACE,
        ),
        Loss::kept("saved searches", project.searches().len(), NO_PLACE),
        Loss::gone(
            "references in what was kept for other programs",
            dropped,
            "they led to what is no longer in the project",
        ),
        Loss::gone("steps of history", history, "they stay in the project file"),
        Loss::gone(
            "texts with emoji or other rare characters",
            rare(texts),
            "programs that count in UTF-16 (NVivo for Windows) show codings after such a character one place off",
        ),
        Loss::gone(
            "codes that share their name with another",
            shared_names(project),
            "QualCoder keeps one code of a name: rename them if it is to be read there",
        ),
    ];
    lines.into_iter().filter(|line| line.count > 0).collect()
}

fn rare(texts: &BTreeMap<SourceId, SourceText>) -> usize {
    let is_rare = |text: &&SourceText| text.as_str().chars().any(|c| c > '\u{ffff}');
    texts.values().filter(is_rare).count()
}

fn shared_names(project: &Project) -> usize {
    let mut names = BTreeSet::new();
    let codes = project.codes().iter();
    codes
        .filter(|code| !names.insert(name_key(&code.name)))
        .count()
}
