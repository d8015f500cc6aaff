//! Excerpts as JSON: an array of objects with the columns' names, attributes included, and all attributes once more
//! in an object of their own.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::row::ExcerptRow;
use crate::export::ExportError;

/// Writes excerpts as JSON. What is not known is null for numbers and "" for text.
pub(super) fn write_json(rows: &[ExcerptRow]) -> Result<Vec<u8>, ExportError> {
    let objects: Vec<Object<'_>> = rows.iter().map(Object).collect();
    let failed = |source| ExportError::Json {
        source: Box::new(source),
    };
    let mut bytes = serde_json::to_vec_pretty(&objects).map_err(failed)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// A row as an object whose fields stand in the order of the columns.
struct Object<'r>(&'r ExcerptRow);

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let row = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("quote_id", &row.quote_id)?;
        map.serialize_entry("source", &row.source)?;
        map.serialize_entry("case", &row.case)?;
        map.serialize_entry("respondent", &row.respondent)?;
        map.serialize_entry("group", &row.group)?;
        map.serialize_entry("speaker", &row.speaker)?;
        map.serialize_entry("turn", &row.turn)?;
        map.serialize_entry("start", &row.start)?;
        map.serialize_entry("end", &row.end)?;
        map.serialize_entry("code_path", &row.code_path)?;
        map.serialize_entry("kind", row.kind.name())?;
        map.serialize_entry("quote", &row.quote)?;
        map.serialize_entry("memo", &row.memo)?;
        map.serialize_entry("weight", &row.weight)?;
        map.serialize_entry("coder", &row.coder)?;
        map.serialize_entry("coded_at", &row.coded_at)?;
        map.serialize_entry("attributes", &Attributes(&row.attributes))?;
        for (name, value) in row
            .attributes
            .iter()
            .filter(|(name, _)| name != "attributes")
        {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// Attributes as an object in their order.
struct Attributes<'r>(&'r [(String, String)]);

impl Serialize for Attributes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::excerpts::COLUMNS;
    use crate::testing::small_book;

    #[test]
    fn an_object_has_the_columns_with_the_attributes_and_nothing_else() {
        let bytes = write_json(&small_book().rows).unwrap();
        let read: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        let object = read[0].as_object().unwrap();
        let mut expected: Vec<&str> = COLUMNS.to_vec();
        expected.extend(["attributes", "area", "children"]);
        expected.sort_unstable();
        let mut found: Vec<&str> = object.keys().map(String::as_str).collect();
        found.sort_unstable();
        assert_eq!(found, expected);
        assert_eq!(read.as_array().unwrap().len(), 5);
    }

    #[test]
    fn fields_stand_in_order_and_numbers_are_numbers() {
        let text = String::from_utf8(write_json(&small_book().rows[..1]).unwrap()).unwrap();
        insta::assert_snapshot!(text, @r#"
        [
          {
            "quote_id": "00000000-0000-0000-0000-000000000001",
            "source": "Interview with Parent 2",
            "case": "Family 2",
            "respondent": "Parent 2",
            "group": "parents",
            "speaker": "P2",
            "turn": 14,
            "start": 100,
            "end": 113,
            "code_path": "Enablers / Trust",
            "kind": "enabler",
            "quote": "She listened.",
            "memo": "",
            "weight": -2,
            "coder": "Awen",
            "coded_at": "2026-03-09T14:05:00Z",
            "attributes": {
              "area": "Aberwynog",
              "children": "3"
            },
            "area": "Aberwynog",
            "children": "3"
          }
        ]
        "#);
    }

    #[test]
    fn no_rows_are_an_empty_array() {
        assert_eq!(write_json(&[]).unwrap(), b"[]\n");
    }
}
