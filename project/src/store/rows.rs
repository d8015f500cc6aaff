//! Rows of the domain as rows of the file.

mod findings;

use std::str::FromStr;

use codebooks::{Code, Level, RatingScale};
use rusqlite::Row;
use rusqlite::types::Value;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::StoreError;
use crate::model::{
    Attribute, Case, Coder, Coding, CodingState, KeptPart, Memo, Rating, Reading, Record, Source,
    Speaker, SpeakerRole, TextHash, TurnList, Weight,
};
use crate::project::ProjectInfo;
use crate::stamp::Timestamp;
use crate::text::CharRange;

/// A record that has a table.
pub(super) trait Stored: Record {
    const TABLE: &'static str;
    /// The columns, the id first.
    const COLUMNS: &'static [&'static str];

    fn bind(&self) -> Result<Vec<Value>, StoreError>;
    fn read(row: &Columns<'_>) -> Result<Self, StoreError>;
}

/// Reads a row's columns by place, with errors that name the table.
pub(super) struct Columns<'a> {
    pub(super) row: &'a Row<'a>,
    pub(super) table: &'static str,
}

impl Columns<'_> {
    fn bad(&self, problem: impl std::fmt::Display) -> StoreError {
        StoreError::BadRow {
            table: self.table,
            problem: problem.to_string(),
        }
    }

    fn get<T: rusqlite::types::FromSql>(&self, place: usize) -> Result<T, StoreError> {
        self.row.get(place).map_err(|error| self.bad(error))
    }

    fn id(&self, place: usize) -> Result<[u8; 16], StoreError> {
        self.get(place)
    }

    fn maybe_id(&self, place: usize) -> Result<Option<[u8; 16]>, StoreError> {
        self.get(place)
    }

    fn json<T: DeserializeOwned>(&self, place: usize) -> Result<T, StoreError> {
        of_json(self.table, self.text(place)?)
    }

    /// A text, lent.
    pub(super) fn text(&self, place: usize) -> Result<&str, StoreError> {
        let text = self.row.get_ref(place).map_err(|error| self.bad(error))?;
        text.as_str().map_err(|error| self.bad(error))
    }

    fn parsed<T: FromStr>(&self, place: usize) -> Result<T, StoreError>
    where
        T::Err: std::fmt::Display,
    {
        let text = self.row.get_ref(place).map_err(|error| self.bad(error))?;
        text.as_str()
            .map_err(|error| self.bad(error))?
            .parse()
            .map_err(|error: T::Err| self.bad(error.to_string()))
    }

    fn maybe_parsed<T: FromStr>(&self, place: usize) -> Result<Option<T>, StoreError>
    where
        T::Err: std::fmt::Display,
    {
        let text: Option<String> = self.get(place)?;
        text.map(|text| {
            text.parse()
                .map_err(|error: T::Err| self.bad(error.to_string()))
        })
        .transpose()
    }
}

fn id(bytes: [u8; 16]) -> Value {
    Value::Blob(bytes.to_vec())
}

fn maybe_id(bytes: Option<[u8; 16]>) -> Value {
    bytes.map_or(Value::Null, id)
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn maybe_text(text: Option<String>) -> Value {
    text.map_or(Value::Null, Value::Text)
}

fn number(number: u32) -> Value {
    Value::Integer(i64::from(number))
}

/// Reads what [`json`] wrote.
pub(super) fn of_json<T: DeserializeOwned>(
    table: &'static str,
    text: &str,
) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::BadRow {
        table,
        problem: error.to_string(),
    })
}

fn json<T: Serialize>(table: &'static str, value: &T) -> Result<Value, StoreError> {
    let json = serde_json::to_string(value);
    json.map(Value::Text).map_err(|error| StoreError::BadRow {
        table,
        problem: error.to_string(),
    })
}

/// An enum that serialises to a single word, as that word.
fn word<T: Serialize>(table: &'static str, value: &T) -> Result<Value, StoreError> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(Value::Text(word)),
        Ok(other) => Err(StoreError::BadRow {
            table,
            problem: format!("{other} is no word"),
        }),
        Err(error) => Err(StoreError::BadRow {
            table,
            problem: error.to_string(),
        }),
    }
}

impl Columns<'_> {
    fn word<T: DeserializeOwned>(&self, place: usize) -> Result<T, StoreError> {
        let word: String = self.get(place)?;
        serde_json::from_value(serde_json::Value::String(word)).map_err(|error| self.bad(error))
    }
}

impl Stored for ProjectInfo {
    const TABLE: &'static str = "info";
    const COLUMNS: &'static [&'static str] = &["id", "name", "created_at"];

    fn bind(&self) -> Result<Vec<Value>, StoreError> {
        Ok(vec![
            id(self.id.to_bytes()),
            text(&self.name),
            Value::Integer(self.created_at.0),
        ])
    }

    fn read(row: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: crate::ProjectId::from_bytes(row.id(0)?),
            name: row.get(1)?,
            created_at: Timestamp(row.get(2)?),
        })
    }
}

impl Stored for Source {
    const TABLE: &'static str = "sources";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "name",
        "kind",
        "language",
        "wave",
        "case_id",
        "attributes",
        "text_hash",
        "characters",
        "words",
        "revision",
        "cleaning",
        "file_name",
        "file_hash",
        "imported_at",
        "reading",
    ];

    fn bind(&self) -> Result<Vec<Value>, StoreError> {
        Ok(vec![
            id(self.id.to_bytes()),
            text(&self.name),
            text(self.kind.key()),
            text(&self.language),
            text(&self.wave),
            maybe_id(self.case.map(crate::CaseId::to_bytes)),
            json(Self::TABLE, &self.values)?,
            text(self.text.as_str()),
            number(self.characters),
            number(self.words),
            number(self.revision),
            number(self.cleaning),
            text(&self.file_name),
            text(self.file_hash.as_str()),
            Value::Integer(self.imported_at.0),
            word(Self::TABLE, &self.reading)?,
        ])
    }

    fn read(row: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: crate::SourceId::from_bytes(row.id(0)?),
            name: row.get(1)?,
            kind: row.parsed(2)?,
            language: row.get(3)?,
            wave: row.get(4)?,
            case: row.maybe_id(5)?.map(crate::CaseId::from_bytes),
            values: row.json(6)?,
            text: TextHash::from_stored(row.get(7)?),
            characters: row.get(8)?,
            words: row.get(9)?,
            revision: row.get(10)?,
            cleaning: row.get(11)?,
            file_name: row.get(12)?,
            file_hash: TextHash::from_stored(row.get(13)?),
            imported_at: Timestamp(row.get(14)?),
            reading: row.word::<Reading>(15)?,
        })
    }
}

impl Stored for TurnList {
    const TABLE: &'static str = "turns";
    const COLUMNS: &'static [&'static str] = &["id", "turns"];

    fn bind(&self) -> Result<Vec<Value>, StoreError> {
        Ok(vec![id(self.source.to_bytes()), json(Self::TABLE, self)?])
    }

    fn read(row: &Columns<'_>) -> Result<Self, StoreError> {
        row.json(1)
    }
}

impl Stored for Speaker {
    const TABLE: &'static str = "speakers";
    const COLUMNS: &'static [&'static str] =
        &["id", "source_id", "name", "role", "case_id", "attributes"];

    fn bind(&self) -> Result<Vec<Value>, StoreError> {
        Ok(vec![
            id(self.id.to_bytes()),
            id(self.source.to_bytes()),
            text(&self.name),
            word(Self::TABLE, &self.role)?,
            maybe_id(self.case.map(crate::CaseId::to_bytes)),
            json(Self::TABLE, &self.values)?,
        ])
    }

    fn read(row: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: crate::SpeakerId::from_bytes(row.id(0)?),
            source: crate::SourceId::from_bytes(row.id(1)?),
            name: row.get(2)?,
            role: row.word::<SpeakerRole>(3)?,
            case: row.maybe_id(4)?.map(crate::CaseId::from_bytes),
            values: row.json(5)?,
        })
    }
}

impl Stored for KeptPart {
    const TABLE: &'static str = "kept";
    const COLUMNS: &'static [&'static str] = &["id", "markup", "files"];

    fn bind(&self) -> Result<Vec<Value>, StoreError> {
        Ok(vec![
            id(self.id.to_bytes()),
            text(&self.markup),
            json(Self::TABLE, &self.files)?,
        ])
    }

    fn read(row: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: crate::KeptId::from_bytes(row.id(0)?),
            markup: row.get(1)?,
            files: row.json(2)?,
        })
    }
}

impl Stored for Case {
    const TABLE: &'static str = "cases";
    const COLUMNS: &'static [&'static str] = &["id", "name", "attributes"];

    fn bind(&self) -> Result<Vec<Value>, StoreError> {
        Ok(vec![
            id(self.id.to_bytes()),
            text(&self.name),
            json(Self::TABLE, &self.values)?,
        ])
    }

    fn read(row: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: crate::CaseId::from_bytes(row.id(0)?),
            name: row.get(1)?,
            values: row.json(2)?,
        })
    }
}

impl Stored for Attribute {
    const TABLE: &'static str = "attributes";
    const COLUMNS: &'static [&'static str] = &["id", "name", "position"];

    fn bind(&self) -> Result<Vec<Value>, StoreError> {
        Ok(vec![
            id(self.id.to_bytes()),
            text(&self.name),
            number(self.position),
        ])
    }

    fn read(row: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: crate::AttributeId::from_bytes(row.id(0)?),
            name: row.get(1)?,
            position: row.get(2)?,
        })
    }
}

impl Stored for Coder {
    const TABLE: &'static str = "coders";
    const COLUMNS: &'static [&'static str] = &["id", "name", "colour"];

    fn bind(&self) -> Result<Vec<Value>, StoreError> {
        Ok(vec![
            id(self.id.to_bytes()),
            text(&self.name),
            maybe_text(self.colour.map(|colour| colour.to_string())),
        ])
    }

    fn read(row: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: crate::CoderId::from_bytes(row.id(0)?),
            name: row.get(1)?,
            colour: row.maybe_parsed(2)?,
        })
    }
}

impl Stored for Code {
    const TABLE: &'static str = "codes";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "name",
        "parent_id",
        "position",
        "kind",
        "definition",
        "use_when",
        "not_when",
        "example",
        "colour",
    ];

    fn bind(&self) -> Result<Vec<Value>, StoreError> {
        Ok(vec![
            id(self.id.to_bytes()),
            text(&self.name),
            maybe_id(self.parent.map(codebooks::CodeId::to_bytes)),
            number(self.position),
            maybe_text(self.kind.map(|kind| kind.to_string())),
            text(&self.definition),
            text(&self.use_when),
            text(&self.not_when),
            text(&self.example),
            maybe_text(self.colour.map(|colour| colour.to_string())),
        ])
    }

    fn read(row: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: codebooks::CodeId::from_bytes(row.id(0)?),
            name: row.get(1)?,
            parent: row.maybe_id(2)?.map(codebooks::CodeId::from_bytes),
            position: row.get(3)?,
            kind: row.maybe_parsed(4)?,
            definition: row.get(5)?,
            use_when: row.get(6)?,
            not_when: row.get(7)?,
            example: row.get(8)?,
            colour: row.maybe_parsed(9)?,
        })
    }
}

impl Stored for Coding {
    const TABLE: &'static str = "codings";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "source_id",
        "start_char",
        "end_char",
        "code_id",
        "coder_id",
        "quote",
        "weight",
        "state",
        "shortlisted",
        "created_at",
    ];

    fn bind(&self) -> Result<Vec<Value>, StoreError> {
        Ok(vec![
            id(self.id.to_bytes()),
            id(self.source.to_bytes()),
            number(self.range.start().0),
            number(self.range.end().0),
            id(self.code.to_bytes()),
            id(self.coder.to_bytes()),
            text(&self.quote),
            self.weight.map_or(Value::Null, |weight| {
                Value::Integer(i64::from(weight.get()))
            }),
            word(Self::TABLE, &self.state)?,
            Value::Integer(i64::from(self.shortlisted)),
            Value::Integer(self.created_at.0),
        ])
    }

    fn read(row: &Columns<'_>) -> Result<Self, StoreError> {
        let weight: Option<i8> = row.get(7)?;
        let weight = match weight {
            Some(weight) => Some(Weight::try_from(weight).map_err(|problem| row.bad(problem))?),
            None => None,
        };
        Ok(Self {
            id: crate::CodingId::from_bytes(row.id(0)?),
            source: crate::SourceId::from_bytes(row.id(1)?),
            range: CharRange::of(row.get(2)?, row.get(3)?),
            code: codebooks::CodeId::from_bytes(row.id(4)?),
            coder: crate::CoderId::from_bytes(row.id(5)?),
            quote: row.get(6)?,
            weight,
            state: row.word::<CodingState>(8)?,
            shortlisted: row.get(9)?,
            created_at: Timestamp(row.get(10)?),
        })
    }
}

impl Stored for Memo {
    const TABLE: &'static str = "memos";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "subject",
        "text",
        "coder_id",
        "created_at",
        "changed_at",
    ];

    fn bind(&self) -> Result<Vec<Value>, StoreError> {
        Ok(vec![
            id(self.id.to_bytes()),
            json(Self::TABLE, &self.subject)?,
            text(&self.text),
            id(self.coder.to_bytes()),
            Value::Integer(self.created_at.0),
            Value::Integer(self.changed_at.0),
        ])
    }

    fn read(row: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: crate::MemoId::from_bytes(row.id(0)?),
            subject: row.json(1)?,
            text: row.get(2)?,
            coder: crate::CoderId::from_bytes(row.id(3)?),
            created_at: Timestamp(row.get(4)?),
            changed_at: Timestamp(row.get(5)?),
        })
    }
}

impl Stored for RatingScale {
    const TABLE: &'static str = "scales";
    const COLUMNS: &'static [&'static str] = &["id", "name", "level", "labels", "missing"];

    fn bind(&self) -> Result<Vec<Value>, StoreError> {
        Ok(vec![
            id(self.id.to_bytes()),
            text(&self.name),
            word(Self::TABLE, &self.level)?,
            json(Self::TABLE, &self.labels)?,
            text(&self.missing),
        ])
    }

    fn read(row: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: codebooks::ScaleId::from_bytes(row.id(0)?),
            name: row.get(1)?,
            level: row.word::<Level>(2)?,
            labels: row.json(3)?,
            missing: row.get(4)?,
        })
    }
}

impl Stored for Rating {
    const TABLE: &'static str = "ratings";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "case_id",
        "scale_id",
        "value",
        "rater_id",
        "wave",
        "rationale",
        "evidence",
    ];

    fn bind(&self) -> Result<Vec<Value>, StoreError> {
        Ok(vec![
            id(self.id.to_bytes()),
            id(self.case.to_bytes()),
            id(self.scale.to_bytes()),
            json(Self::TABLE, &self.value)?,
            id(self.rater.to_bytes()),
            text(&self.wave),
            text(&self.rationale),
            json(Self::TABLE, &self.evidence)?,
        ])
    }

    fn read(row: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: crate::RatingId::from_bytes(row.id(0)?),
            case: crate::CaseId::from_bytes(row.id(1)?),
            scale: codebooks::ScaleId::from_bytes(row.id(2)?),
            value: row.json(3)?,
            rater: crate::CoderId::from_bytes(row.id(4)?),
            wave: row.get(5)?,
            rationale: row.get(6)?,
            evidence: row.json(7)?,
        })
    }
}
