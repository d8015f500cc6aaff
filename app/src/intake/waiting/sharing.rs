//! What was put right in one file that waits, given to all of them.

use std::path::PathBuf;

use interchange::transcripts::SpeakerRule;

use super::{Change, Content, Reread, Waiting, WaitingFile};
use crate::intake::Options;

/// What was decided of one transcript and is to hold for all that wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// How speakers are told apart.
    Speakers,
    /// What kind of text it is.
    Kind,
    /// Which language it is in.
    Language,
    /// Which respondent group.
    Group,
}

impl Shared {
    /// All of them, as they are offered.
    pub const ALL: [Self; 4] = [Self::Speakers, Self::Kind, Self::Language, Self::Group];
}

impl Waiting {
    /// Gives all transcripts what was decided of one, and answers which are to be read again for it, and how.
    pub fn share(&mut self, at: usize, what: Shared) -> Vec<(PathBuf, Options)> {
        let Some(file) = self.files.get(at) else {
            return Vec::new();
        };
        let Content::Source(new) = &file.content else {
            return Vec::new();
        };
        let rule = file.rule;
        let change = match what {
            Shared::Speakers => None,
            Shared::Kind => Some(Change::Kind(new.source.kind)),
            Shared::Language => Some(Change::Language(new.source.language.clone())),
            Shared::Group => Some(Change::Group(new.group.clone())),
        };
        let others = (0..self.files.len()).filter(|other| *other != at);
        let mut again = Vec::new();
        for other in others.collect::<Vec<_>>() {
            match &change {
                Some(change) => self.change(other, change.clone()),
                None if self.is_read_otherwise(other, rule) => {
                    again.extend(self.reread(other, Reread::Speakers(rule)));
                }
                None => {}
            }
        }
        again
    }

    /// Whether a file is a transcript whose speakers are told apart in another way than that.
    fn is_read_otherwise(&self, at: usize, rule: Option<SpeakerRule>) -> bool {
        self.files.get(at).is_some_and(|file| {
            let is_transcript = matches!(file.content, Content::Source(_));
            is_transcript && file.columns.is_empty() && file.rule != rule
        })
    }

    /// How many transcripts wait.
    #[must_use]
    pub fn transcripts(&self) -> usize {
        let is_transcript = |file: &&WaitingFile| matches!(file.content, Content::Source(_));
        self.files.iter().filter(is_transcript).count()
    }
}
