//! The evaluation frame: what is asked, and what in the project answers it.

use codebooks::{CodeId, ScaleId};
use serde::{Deserialize, Serialize};

use super::ids::{AttributeId, QuestionId};
use super::table::Record;

/// A question of the evaluation, with its indicators.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Identifies it.
    pub id: QuestionId,
    /// What is asked.
    pub text: String,
    /// What it stands under, such as "How much did we do?"; "" for nothing.
    pub heading: String,
    /// Order among the questions, from 0.
    pub position: u32,
    /// What would show the answer.
    pub indicators: Vec<Indicator>,
}

impl Record for Question {
    type Id = QuestionId;
    fn id(&self) -> QuestionId {
        self.id
    }
}

/// Something that shows the answer to a [`Question`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    /// Its name.
    pub name: String,
    /// Where in the project it is found.
    pub evidence: Vec<Evidence>,
}

/// Where in the project an [`Indicator`] is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Evidence {
    /// In what was coded with a code or one below it.
    Code(CodeId),
    /// In ratings of cases.
    Scale(ScaleId),
    /// In a column of the case data.
    Attribute(AttributeId),
}
