//! The integrity check: does every quote stand where it was coded, and does every reference resolve?

use crate::model::{Coding, CodingState, Evidence, Holder, Source, Subject, TextHash};
use crate::project::Project;
use crate::store::{Store, TextError, Texts};
use crate::text::SourceText;
use crate::workspace::EditError;

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where, in words: a source, a coding's id, the file.
    pub place: String,
    /// What does not fit.
    pub message: String,
}

impl Finding {
    fn new(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            message: message.into(),
        }
    }
}

/// Everything that does not fit, in the file and in the project.
pub(crate) fn findings(
    project: &Project,
    texts: &Texts,
    store: &Store,
) -> Result<Vec<Finding>, EditError> {
    let mut found: Vec<Finding> = store
        .damage()?
        .into_iter()
        .map(|line| Finding::new("file", line))
        .collect();
    store.each_text(|hash, text| {
        if TextHash::of(text).as_str() != hash {
            found.push(Finding::new(
                format!("text {hash}"),
                "its content is not what its hash says",
            ));
        }
    })?;
    for source in project.sources().iter() {
        match texts.of(source) {
            Ok(text) => check_source(project, source, &text, &mut found),
            Err(TextError::Missing(_)) => found.push(Finding::new(
                &source.name,
                "its text is missing from the file",
            )),
            Err(error) => return Err(error.into()),
        }
    }
    check_references(project, &mut found);
    Ok(found)
}

fn check_source(project: &Project, source: &Source, text: &SourceText, found: &mut Vec<Finding>) {
    if text.characters() != source.characters {
        let message = format!(
            "its text has {} characters, not {}",
            text.characters(),
            source.characters
        );
        found.push(Finding::new(&source.name, message));
    }
    let mut place = 0;
    for (n, turn) in (1..).zip(project.turns(source.id)) {
        if turn.range.start().0 != place || !turn.range.covers(turn.speech) {
            found.push(Finding::new(
                &source.name,
                format!("turn {n} does not follow the one before it"),
            ));
        }
        if turn
            .speaker
            .is_some_and(|speaker| !project.speakers().contains(speaker))
        {
            found.push(Finding::new(
                &source.name,
                format!("turn {n} names a speaker who is not there"),
            ));
        }
        place = turn.range.end().0;
    }
    if place != text.characters() {
        found.push(Finding::new(
            &source.name,
            format!("its turns end at {place}"),
        ));
    }
    for coding in project.codings_of(source.id) {
        check_quote(source, coding, text, found);
    }
}

fn check_quote(source: &Source, coding: &Coding, text: &SourceText, found: &mut Vec<Finding>) {
    let (start, end) = coding.range.into();
    let place = || {
        format!(
            "{}, characters {start} to {end}, coding {}",
            source.name, coding.id
        )
    };
    if !text.holds(coding.range) {
        found.push(Finding::new(place(), "reaches beyond the text"));
    } else if coding.state == CodingState::Exact && text.slice(coding.range) != coding.quote {
        found.push(Finding::new(
            place(),
            format!("“{}” is not what stands there", coding.quote),
        ));
    }
}

fn check_references(project: &Project, found: &mut Vec<Finding>) {
    let mut need = |there: bool, place: String, what: &str| {
        if !there {
            found.push(Finding::new(
                place,
                format!("names a {what} that is not there"),
            ));
        }
    };
    for coding in project.codings().iter() {
        let place = || format!("coding {}", coding.id);
        need(project.sources().contains(coding.source), place(), "source");
        need(project.codes().contains(coding.code), place(), "code");
        need(project.coders().contains(coding.coder), place(), "coder");
    }
    for code in project.codes().iter() {
        let there = code
            .parent
            .is_none_or(|parent| project.codes().contains(parent));
        need(there, format!("code “{}”", code.name), "parent code");
    }
    for speaker in project.speakers().iter() {
        let place = || format!("speaker “{}”", speaker.name);
        need(
            project.sources().contains(speaker.source),
            place(),
            "source",
        );
        need(
            speaker
                .case
                .is_none_or(|case| project.cases().contains(case)),
            place(),
            "case",
        );
    }
    for source in project.sources().iter() {
        let there = source
            .case
            .is_none_or(|case| project.cases().contains(case));
        need(there, format!("source “{}”", source.name), "case");
    }
    for memo in project.memos().iter() {
        need(
            subject_is_there(project, memo.subject),
            format!("memo {}", memo.id),
            "subject",
        );
        need(
            project.coders().contains(memo.coder),
            format!("memo {}", memo.id),
            "coder",
        );
    }
    for rating in project.ratings().iter() {
        let place = || format!("rating {}", rating.id);
        need(project.cases().contains(rating.case), place(), "case");
        need(project.scales().contains(rating.scale), place(), "scale");
        need(project.coders().contains(rating.rater), place(), "rater");
        let evidence = rating
            .evidence
            .iter()
            .all(|&coding| project.codings().contains(coding));
        need(evidence, place(), "coding as evidence");
    }
    check_findings(project, need);
}

/// Sets, summaries, questions and saved searches name only what is there.
fn check_findings(project: &Project, mut need: impl FnMut(bool, String, &str)) {
    for set in project.sets().iter() {
        let place = || format!("set “{}”", set.name);
        let mut sources = set.sources.iter();
        let mut codes = set.codes.iter();
        let sources = sources.all(|&id| project.sources().contains(id));
        need(sources, place(), "source");
        let codes = codes.all(|&id| project.codes().contains(id));
        need(codes, place(), "code");
    }
    for summary in project.summaries().iter() {
        let place = || format!("summary {}", summary.id);
        let of = match summary.of {
            Holder::Case(id) => project.cases().contains(id),
            Holder::Source(id) => project.sources().contains(id),
            Holder::Speaker(_) => false,
        };
        need(of, place(), "case or source");
        need(project.codes().contains(summary.code), place(), "code");
        need(project.coders().contains(summary.coder), place(), "coder");
    }
    for question in project.questions().iter() {
        for &evidence in question.indicators.iter().flat_map(|row| &row.evidence) {
            let (there, what) = match evidence {
                Evidence::Code(id) => (project.codes().contains(id), "code"),
                Evidence::Scale(id) => (project.scales().contains(id), "scale"),
                Evidence::Attribute(id) => (project.attributes().contains(id), "attribute"),
            };
            need(there, format!("question “{}”", question.text), what);
        }
    }
    for search in project.searches().iter() {
        let mut seen = search.seen.iter();
        let there = seen.all(|seen| project.sources().contains(seen.source));
        need(there, format!("saved search “{}”", search.name), "source");
    }
}

fn subject_is_there(project: &Project, subject: Subject) -> bool {
    match subject {
        Subject::Project => true,
        Subject::Source(id) | Subject::Passage(id, _) => project.sources().contains(id),
        Subject::Code(id) => project.codes().contains(id),
        Subject::Coding(id) => project.codings().contains(id),
        Subject::Case(id) => project.cases().contains(id),
        Subject::Rating(id) => project.ratings().contains(id),
    }
}
