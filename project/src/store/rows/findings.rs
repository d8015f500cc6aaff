//! Rows of what is made of the codings: sets, summaries, questions and saved searches.

use rusqlite::types::Value;

use super::super::StoreError;
use super::{Columns, Stored, id, json, number, text};
use crate::model::{Question, SavedSearch, Set, Summary};
use crate::stamp::Timestamp;

impl Stored for Set {
    const TABLE: &'static str = "sets";
    const COLUMNS: &'static [&'static str] = &["id", "name", "description", "sources", "codes"];

    fn bind(&self) -> Result<Vec<Value>, StoreError> {
        Ok(vec![
            id(self.id.to_bytes()),
            text(&self.name),
            text(&self.description),
            json(Self::TABLE, &self.sources)?,
            json(Self::TABLE, &self.codes)?,
        ])
    }

    fn read(row: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: crate::SetId::from_bytes(row.id(0)?),
            name: row.get(1)?,
            description: row.get(2)?,
            sources: row.json(3)?,
            codes: row.json(4)?,
        })
    }
}

impl Stored for Summary {
    const TABLE: &'static str = "summaries";
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "subject",
        "code_id",
        "text",
        "coder_id",
        "changed_at",
        "basis",
    ];

    fn bind(&self) -> Result<Vec<Value>, StoreError> {
        Ok(vec![
            id(self.id.to_bytes()),
            json(Self::TABLE, &self.of)?,
            id(self.code.to_bytes()),
            text(&self.text),
            id(self.coder.to_bytes()),
            Value::Integer(self.changed_at.0),
            json(Self::TABLE, &self.basis)?,
        ])
    }

    fn read(row: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: crate::SummaryId::from_bytes(row.id(0)?),
            of: row.json(1)?,
            code: codebooks::CodeId::from_bytes(row.id(2)?),
            text: row.get(3)?,
            coder: crate::CoderId::from_bytes(row.id(4)?),
            changed_at: Timestamp(row.get(5)?),
            basis: row.json(6)?,
        })
    }
}

impl Stored for Question {
    const TABLE: &'static str = "questions";
    const COLUMNS: &'static [&'static str] = &["id", "text", "heading", "position", "indicators"];

    fn bind(&self) -> Result<Vec<Value>, StoreError> {
        Ok(vec![
            id(self.id.to_bytes()),
            text(&self.text),
            text(&self.heading),
            number(self.position),
            json(Self::TABLE, &self.indicators)?,
        ])
    }

    fn read(row: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: crate::QuestionId::from_bytes(row.id(0)?),
            text: row.get(1)?,
            heading: row.get(2)?,
            position: row.get(3)?,
            indicators: row.json(4)?,
        })
    }
}

impl Stored for SavedSearch {
    const TABLE: &'static str = "searches";
    const COLUMNS: &'static [&'static str] =
        &["id", "name", "query", "everyone", "seen", "seen_at"];

    fn bind(&self) -> Result<Vec<Value>, StoreError> {
        Ok(vec![
            id(self.id.to_bytes()),
            text(&self.name),
            text(&self.query),
            Value::Integer(i64::from(self.everyone)),
            json(Self::TABLE, &self.seen)?,
            Value::Integer(self.seen_at.0),
        ])
    }

    fn read(row: &Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: crate::SearchId::from_bytes(row.id(0)?),
            name: row.get(1)?,
            query: row.get(2)?,
            everyone: row.get(3)?,
            seen: row.json(4)?,
            seen_at: Timestamp(row.get(5)?),
        })
    }
}
