//! What a file would become, at a glance, before anything is taken in.

use project::text::{SourceText, count_words};
use project::{NewSource, SpeakerRole, Value};

use super::{file_name, names, slips};

/// A source at a glance.
#[derive(Debug, Clone, PartialEq)]
pub struct Glance {
    /// Who speaks, in order of first word.
    pub speakers: Vec<SpeakerGlance>,
    /// Whether turns have times.
    pub timed: bool,
    /// What its file's name seems to say of it: attribute and value. Nothing is set by itself.
    pub attributes: Vec<(String, Value)>,
    /// Names that may be slips for another: the rare spelling, the frequent one. They are kept apart.
    pub merges: Vec<(String, String)>,
}

/// A speaker at a glance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeakerGlance {
    /// The name.
    pub name: String,
    /// Who asks and who answers.
    pub role: SpeakerRole,
    /// How many turns.
    pub turns: usize,
    /// How many words in them.
    pub words: u32,
}

/// How many words each speaker of a source says, in the order of its speakers: those of the turns without their labels.
#[must_use]
pub fn said_words(source: &NewSource) -> Vec<u32> {
    let mut words = vec![0; source.speakers.len()];
    let text = SourceText::new(source.text.as_str());
    for turn in &source.turns {
        if let Some(said) = turn.speaker.and_then(|place| words.get_mut(place)) {
            *said += count_words(text.slice(turn.speech));
        }
    }
    words
}

/// Looks at a source that was read.
#[must_use]
pub fn glance(source: &NewSource) -> Glance {
    let mut speakers: Vec<SpeakerGlance> = source
        .speakers
        .iter()
        .zip(said_words(source))
        .map(|(speaker, words)| SpeakerGlance {
            name: speaker.name.clone(),
            role: speaker.role,
            turns: 0,
            words,
        })
        .collect();
    for turn in &source.turns {
        if let Some(speaker) = turn.speaker.and_then(|place| speakers.get_mut(place)) {
            speaker.turns += 1;
        }
    }
    let keys: Vec<String> = speakers
        .iter()
        .map(|speaker| names::key(&speaker.name))
        .collect();
    let voices: Vec<(&str, usize)> = keys
        .iter()
        .zip(&speakers)
        .map(|(key, speaker)| (key.as_str(), speaker.turns))
        .collect();
    let merges = slips::near_names(&voices)
        .into_iter()
        .chain(slips::short_names(&voices))
        .map(|(rare, near)| (speakers[rare].name.clone(), speakers[near].name.clone()))
        .collect();
    Glance {
        merges,
        speakers,
        timed: source
            .turns
            .iter()
            .any(|turn| turn.from_ms.is_some() || turn.to_ms.is_some()),
        attributes: file_name::attributes(super::stem(&source.file_name)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ImportOptions, read_transcript};
    use super::*;

    #[test]
    fn a_source_is_summed_up() {
        let text = format!(
            "{}Particpant 1: Oh dear.\n",
            "Moderator: So?\n\nParticipant 1: Yes, well.\n\n".repeat(6)
        );
        let read = read_transcript(
            "Parent 2 - Flintshire.txt",
            text.as_bytes(),
            &ImportOptions::default(),
        );
        let found = glance(&read.unwrap().source.unwrap());
        let speakers: Vec<_> = found
            .speakers
            .iter()
            .map(|speaker| {
                (
                    speaker.name.as_str(),
                    speaker.role,
                    speaker.turns,
                    speaker.words,
                )
            })
            .collect();
        assert_eq!(
            speakers,
            [
                ("Moderator", SpeakerRole::Interviewer, 6, 6),
                ("Participant 1", SpeakerRole::Respondent, 6, 12),
                ("Particpant 1", SpeakerRole::Respondent, 1, 2),
            ]
        );
        assert!(!found.timed);
        assert_eq!(
            found.merges,
            [("Particpant 1".to_owned(), "Participant 1".to_owned())]
        );
        assert_eq!(found.attributes.len(), 2);
    }
}
