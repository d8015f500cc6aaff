//! Speakers: whose turn it is.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::attribute::Values;
use super::ids::{CaseId, SourceId, SpeakerId};
use super::table::Record;

/// One voice in one source. The same person in two sources is two speakers of one case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Speaker {
    /// Identifies it.
    pub id: SpeakerId,
    /// Where they speak.
    pub source: SourceId,
    /// As labelled in the transcript, unless renamed. Names differ within a source, without regard to case.
    pub name: String,
    /// Whether they ask or answer.
    pub role: SpeakerRole,
    /// The case they belong to; none means their source's case.
    pub case: Option<CaseId>,
    /// What is known of them.
    pub values: Values,
}

impl Record for Speaker {
    type Id = SpeakerId;
    fn id(&self) -> SpeakerId {
        self.id
    }
}

/// Whether a speaker asks or answers. Interviewers are left out by query, never deleted.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum SpeakerRole {
    /// Someone whose words are evidence.
    #[default]
    Respondent,
    /// The evaluator who asks; moderators too.
    Interviewer,
}

impl fmt::Display for SpeakerRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Respondent => "respondent",
            Self::Interviewer => "interviewer",
        })
    }
}

impl FromStr for SpeakerRole {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        match word.trim().to_lowercase().as_str() {
            "respondent" | "participant" | "interviewee" => Ok(Self::Respondent),
            "interviewer" | "moderator" | "facilitator" | "researcher" => Ok(Self::Interviewer),
            _ => Err(format!(
                "“{word}” is no speaker's role: say respondent or interviewer"
            )),
        }
    }
}
