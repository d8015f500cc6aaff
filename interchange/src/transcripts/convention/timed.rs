//! What times say of labels, and what they are where nobody is labelled.

use super::super::clocks;
use super::super::labels::{self, Shape};
use super::super::script::Script;
use super::{Convention, Evidence, goes_forward};

/// Without labels: paragraphs that open with times, if most do and the times go forward.
pub(super) fn only(evidence: Evidence, script: &Script, body: usize) -> Convention {
    let paragraphs = evidence.paragraphs;
    let mut times = evidence.times;
    // What looks like a label behind a time is speech where nobody is labelled; its time stays.
    for found in &evidence.found {
        let line = script.words(&script.lines[found.line]);
        times.extend(labels::wrapped_time(line).map(|head| (found.line, head)));
    }
    times.sort_by_key(|(line, _)| *line);
    let alone = times
        .iter()
        .filter(|(_, head)| head.from_ms.is_some())
        .count();
    if alone < 2
        || alone * 10 < paragraphs
        || !goes_forward(times.iter().map(|(_, head)| head.from_ms))
    {
        times = clocks::bare_times(script, body);
    }
    clocks::add_echoes(script, &mut times);
    Convention {
        times,
        body,
        ..Convention::default()
    }
}

/// Labels whose heads carry times that go forward through the file.
pub(super) fn labels(evidence: &Evidence, shape: Shape) -> Vec<bool> {
    let heads = || {
        evidence
            .found
            .iter()
            .filter(|found| found.head.shape == shape && found.head.from_ms.is_some())
    };
    let mut timed = vec![false; evidence.labels.len()];
    if heads().count() < 2 || !goes_forward(heads().map(|found| found.head.from_ms)) {
        return timed;
    }
    for found in heads() {
        timed[found.label] = true;
    }
    timed
}

/// Whether a tool set a time beside every label: then a line of speech that looks like a label, without one, is none.
pub(super) fn is_throughout(evidence: &Evidence, shape: Shape) -> bool {
    const LEAST: usize = 20;
    let heads = evidence
        .found
        .iter()
        .filter(|found| found.head.shape == shape);
    let (mut all, mut timed) = (0_usize, 0_usize);
    for found in heads {
        all += 1;
        timed += usize::from(found.head.from_ms.is_some());
    }
    timed >= LEAST && timed * 10 >= all * 9
}
