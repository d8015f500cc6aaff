//! What came of exchanging a project with another program or another coder, in plain words.

use interchange::merge::{Choice, Conflict};
use interchange::refi::Loss;

use super::sources::counted;
use crate::intake::exchange::{ExchangeReport, ExportReport};
use crate::intake::package::PackageReport;

/// What is told when an exchange is done: a title, a sentence, and lists under headings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// What happened, in a few words.
    pub title: String,
    /// What it came to.
    pub lead: String,
    /// Lists under headings; those that are empty are not there.
    pub parts: Vec<(&'static str, Vec<String>)>,
}

impl Told {
    fn new(title: &str, lead: String, parts: Vec<(&'static str, Vec<String>)>) -> Self {
        let parts = parts.into_iter().filter(|(_, lines)| !lines.is_empty());
        Self {
            title: title.to_owned(),
            lead,
            parts: parts.collect(),
        }
    }
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn count(count: usize, noun: &str) -> String {
    counted(number(count), noun, &format!("{noun}s"))
}

/// What is lost, or only kept, a line each: “Weights: 3 (the standard has no place for them)”.
fn losses(losses: &[Loss], kept: bool) -> Vec<String> {
    let losses = losses.iter().filter(|loss| loss.kept_for_vouch == kept);
    losses.map(|loss| sentence(&loss.to_string())).collect()
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().collect());
    let first: String = first.unwrap_or_default();
    format!("{first}{}", letters.as_str())
}

/// What became of a project that came in.
#[must_use]
pub fn came_in(report: &ExchangeReport) -> Told {
    let kinds = report.merged.kinds();
    let new: Vec<String> = kinds
        .iter()
        .filter(|(_, came)| came.new > 0)
        .map(|(kind, came)| count(came.new, kind))
        .collect();
    let known: usize = kinds.iter().map(|(_, came)| came.known).sum();
    let by = match report.origin.as_str() {
        "" => String::new(),
        origin => format!(" by {origin}"),
    };
    let mut lead = vec![if new.is_empty() {
        format!("Nothing in “{}”{by} is new.", report.name)
    } else {
        format!("“{}”{by} brought {}.", report.name, new.join(", "))
    }];
    if known > 0 {
        lead.push(format!("{} known already.", were(known)));
    }
    let merged = &report.merged;
    if merged.filled > 0 {
        let filled = were(merged.filled).replace("thing", "empty place");
        lead.push(format!("{filled} filled."));
    }
    if !merged.is_nothing_new() {
        lead.push("Undo takes all of it back.".to_owned());
    }
    let disagreements = &report.merged.disagreements;
    let settled = disagreements.iter().map(|conflict| {
        let stands = match conflict.chosen {
            Choice::Mine => "what is here stays",
            Choice::Theirs => "theirs was taken",
            Choice::Both => "both stand now",
        };
        format!("{}; {stands}.", sentence(&conflict.line))
    });
    let mut disagree: Vec<String> = settled.collect();
    let others = report.merged.conflicts.iter();
    let others = others.filter(|line| disagreements.iter().all(|known| known.line != **line));
    disagree.extend(others.map(|line| format!("{}.", sentence(line))));
    Told::new(
        if new.is_empty() {
            "Nothing new in this project"
        } else {
            "Project taken in"
        },
        lead.join(" "),
        vec![
            ("Left out", losses(&report.losses, false)),
            ("The two disagree", disagree),
            ("Worth a look", report.warnings.clone()),
            ("Kept for other programs", losses(&report.losses, true)),
        ],
    )
}

fn were(known: usize) -> String {
    if known == 1 {
        "1 thing was".to_owned()
    } else {
        format!("{known} things were")
    }
}

/// What went out, and what others will not find in it.
#[must_use]
pub fn went_out(report: &ExportReport) -> Told {
    let lead = format!(
        "{}, {}, {} and {} are in {}.",
        count(report.sources, "source"),
        count(report.codes, "code"),
        count(report.codings, "coding"),
        count(report.cases, "case"),
        report.file
    );
    Told::new(
        "Project exported",
        lead,
        vec![
            ("To be minded", losses(&report.losses, false)),
            (
                "Vouch finds these again, other programs do not",
                losses(&report.losses, true),
            ),
        ],
    )
}

/// What was packed for a colleague.
#[must_use]
pub fn packed(report: &PackageReport) -> Told {
    let lead = format!(
        "{} and {} are in {}. Send it to your colleague; what they send back comes in with “Import a project”, as another \
         coder’s.",
        count(report.sources, "source"),
        count(report.codes, "code"),
        report.file
    );
    Told::new(
        "Packed for blind coding",
        lead,
        vec![
            ("Stays behind", losses(&report.losses, false)),
            ("To be minded", losses(&report.losses, true)),
        ],
    )
}

/// What a conflict is about, as a heading.
#[must_use]
pub fn heading(conflict: &Conflict) -> String {
    format!("{}: {}", sentence(&conflict.about), conflict.what)
}

/// What a choice is called, with what would stand.
#[must_use]
pub fn choice_name(conflict: &Conflict, choice: Choice) -> String {
    match choice {
        Choice::Mine => format!("Mine: {}", shown(&conflict.mine)),
        Choice::Theirs => format!("Theirs: {}", shown(&conflict.theirs)),
        Choice::Both => "Both".to_owned(),
    }
}

/// Words on one line, cut where they are long.
fn shown(words: &str) -> String {
    const MOST: usize = 240;
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST {
        line
    } else {
        line.chars().take(MOST).chain(['…']).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_tells_what_others_will_not_find() {
        let report = ExportReport {
            file: "ours.qdpx".to_owned(),
            sources: 1,
            coders: 1,
            codes: 2,
            codings: 3,
            cases: 0,
            attributes: 0,
            memos: 0,
            losses: Vec::new(),
        };
        let told = went_out(&report);
        assert_eq!(
            told.lead,
            "1 source, 2 codes, 3 codings and 0 cases are in ours.qdpx."
        );
        assert_eq!(told.parts, []);
    }
}
