//! A project of RQDA (`.rqda`), straight from its database: it exports nothing that other programs read.
//!
//! The tables are those that its `new_proj` makes (RQDA 0.2 and later; earlier ones lack some). What a person deleted
//! stays in them with the status 0, and places are those of GTK's text field: code points of the text as it is stored.
//! Where a project was moved between systems they may be others, so each is held against the words kept with it.

use std::collections::{BTreeMap, BTreeSet};

use codebooks::CodeId;
use project::text::CharRange;
use project::{
    AttributeId, CaseId, Coding, CodingId, CodingState, ForeignDatabase, Set, SetId, SourceId,
    StoreError, Subject, Timestamp, Value, folded, same_name,
};

use super::dialect::{Dialect, RawText, Rulers, Span, is_quote, told_otherwise, vote};
use super::foreign::{Gathered, Row, Said, number, text};
use super::{ImportedProject, free_name};
use crate::Warning;

/// Whether a database is one of RQDA.
///
/// # Errors
/// Where it cannot be read.
pub fn is_rqda(database: &ForeignDatabase) -> Result<bool, StoreError> {
    Ok(database.has_table("freecode")? && database.has_table("treecode")?)
}

/// Reads a project of RQDA. `name` is the file's, `at` dates what has no date.
///
/// # Errors
/// Where the database cannot be read.
pub fn read_rqda(
    database: &ForeignDatabase,
    name: &str,
    at: Timestamp,
) -> Result<ImportedProject, StoreError> {
    let about = database.rows("project", &["date", "memo", "databaseversion"])?;
    let about = about.into_iter().next().unwrap_or_default();
    let mut migration = Migration {
        database,
        // Numbers begin at 1 in every project; its date of birth tells them apart.
        all: Gathered::new("rqda", text(&about, 0).to_owned(), at),
        codes: BTreeMap::new(),
        texts: BTreeMap::new(),
        dialect: Dialect::STANDARD,
        open: (0, Rulers::default()),
        counted_otherwise: 0,
    };
    migration.codes()?;
    migration.sources()?;
    migration.codings()?;
    migration.annotations()?;
    migration.cases()?;
    migration.attributes()?;
    migration.file_categories()?;
    let memo = Said {
        text: text(&about, 1),
        by: "",
        date: text(&about, 0),
    };
    migration.all.memo("project", 0, Subject::Project, memo);
    let columns = ["name", "journal", "owner", "date", "status"];
    for (row, nth) in database.rows("journal", &columns)?.iter().zip(1..) {
        if stands(row, 4) {
            let entry = format!("{}\n\n{}", text(row, 0), text(row, 1));
            let said = Said {
                text: entry.trim(),
                ..Said::of(row, [1, 2, 3])
            };
            migration.all.memo("journal", nth, Subject::Project, said);
        }
    }
    let pictures = database.rows("imageCoding", &["cid"])?.len();
    let why = "only passages of text can be coded here";
    migration
        .all
        .tally
        .gone("codings of pictures", pictures, why);
    Ok(migration.all.finish(name, "RQDA"))
}

/// Whether a row still stands: one that was deleted has the status 0.
fn stands(row: &Row, status: usize) -> bool {
    number(row, status) != 0
}

struct Migration<'d> {
    database: &'d ForeignDatabase,
    all: Gathered,
    codes: BTreeMap<i64, CodeId>,
    /// Texts, with their place among the rows.
    texts: BTreeMap<i64, (usize, RawText)>,
    /// How most places are counted.
    dialect: Dialect,
    /// Places in the text that was asked for last.
    open: (i64, Rulers),
    /// Passages that stand where their quote does, and not where most others would.
    counted_otherwise: usize,
}

impl Migration<'_> {
    /// Categories, and the codes in them. A code may be in several there and stands in the first here.
    fn codes(&mut self) -> Result<(), StoreError> {
        let mut categories: BTreeMap<i64, CodeId> = BTreeMap::new();
        let columns = ["catid", "name", "memo", "status"];
        for row in self.database.rows("codecat", &columns)? {
            if stands(&row, 3) {
                let nth = number(&row, 0);
                let id = CodeId::from_u128(self.all.id("category", nth));
                categories.insert(nth, id);
                self.all.code(id, None, [text(&row, 1), text(&row, 2), ""]);
            }
        }
        let mut places: BTreeMap<i64, CodeId> = BTreeMap::new();
        for row in self
            .database
            .rows("treecode", &["cid", "catid", "status"])?
        {
            let category = categories.get(&number(&row, 1)).copied();
            let Some(category) = category.filter(|_| stands(&row, 2)) else {
                continue;
            };
            let first = *places.entry(number(&row, 0)).or_insert(category);
            if first != category {
                let why = "a code stands in one place here";
                self.all.tally.gone("further categories of codes", 1, why);
            }
        }
        let columns = ["id", "name", "memo", "color", "status"];
        for row in self.database.rows("freecode", &columns)? {
            if stands(&row, 4) {
                let nth = number(&row, 0);
                let id = CodeId::from_u128(self.all.id("code", nth));
                self.codes.insert(nth, id);
                let parent = places.get(&nth).copied();
                let named = [text(&row, 1), text(&row, 2), text(&row, 3)];
                self.all.code(id, parent, named);
            }
        }
        Ok(())
    }

    fn sources(&mut self) -> Result<(), StoreError> {
        let columns = ["id", "name", "file", "memo", "owner", "date", "status"];
        for row in self.database.rows("source", &columns)? {
            if !stands(&row, 6) {
                continue;
            }
            let nth = number(&row, 0);
            let wanted = match text(&row, 1).trim() {
                "" => format!("Source {nth}"),
                name => name.to_owned(),
            };
            let id = SourceId::from_u128(self.all.id("source", nth));
            let (_, place, raw) = self.all.source(id, &wanted, text(&row, 2), text(&row, 5));
            self.texts.entry(nth).or_insert((place, raw));
            let said = Said::of(&row, [3, 4, 5]);
            self.all.memo("source", nth, Subject::Source(id), said);
        }
        Ok(())
    }

    /// A range of a text, if it lies in it, or where its quote stands.
    fn range(
        &mut self,
        what: &str,
        source: i64,
        ends: [i64; 2],
        quote: &str,
    ) -> Option<(SourceId, CharRange)> {
        let (place, raw) = self.texts.get(&source)?;
        if self.open.0 != source {
            self.open = (source, Rulers::default());
        }
        let span = Span {
            start: ends[0],
            end: ends[1],
            name: quote,
        };
        let rulers = &mut self.open.1;
        let as_counted = rulers.counted(raw, self.dialect, span);
        let (range, otherwise) = match as_counted {
            Some(range) if is_a_letter_early(raw, range, quote) => (as_counted, false),
            _ => rulers.quoted(raw, self.dialect, span, quote),
        };
        let range = range.filter(|range| !range.is_empty());
        self.counted_otherwise += usize::from(otherwise && range.is_some());
        let known = &self.all.rows.sources.get(*place)?.source;
        let (id, name) = (known.id, known.name.clone());
        if range.is_none() {
            let message = format!(
                "{} to {} is no passage of “{name}”; it was left out",
                ends[0], ends[1]
            );
            self.all.warn(what, source, message);
        }
        Some((id, range?))
    }

    /// Codings of the first coder and of the second, whom RQDA keeps apart in a table of its own.
    fn codings(&mut self) -> Result<(), StoreError> {
        let columns = [
            "cid", "fid", "seltext", "selfirst", "selend", "owner", "date", "memo", "status",
        ];
        let mut rows = self.database.rows("coding", &columns)?;
        rows.extend(self.database.rows("coding2", &columns)?);
        rows.retain(|row| stands(row, 8));
        let mut spans: BTreeMap<i64, Vec<Span<'_>>> = BTreeMap::new();
        for row in &rows {
            spans.entry(number(row, 1)).or_default().push(Span {
                start: number(row, 3),
                end: number(row, 4),
                name: text(row, 2),
            });
        }
        let texts = self.texts.iter();
        let spans = texts.map(|(nth, (_, raw))| (raw, spans.remove(nth).unwrap_or_default()));
        self.dialect = vote("RQDA", spans);
        if let Some(words) = self.dialect.words() {
            let message = format!("the places of codings were found to be counted with {words}");
            self.all.warnings.push(Warning::of_file(message));
        }
        let mut known = BTreeSet::new();
        let mut numbered: Vec<(&Row, i64)> = rows.iter().zip(1..).collect();
        // Text by text, so that places are worked out once for each.
        numbered.sort_by_key(|(row, _)| number(row, 1));
        for (row, nth) in numbered {
            self.coding(row, nth, &mut known);
        }
        let told = told_otherwise(self.counted_otherwise, "coding");
        self.all.warnings.extend(told);
        Ok(())
    }

    fn coding(&mut self, row: &Row, nth: i64, known: &mut BTreeSet<u128>) {
        let Some(&code) = self.codes.get(&number(row, 0)) else {
            let why = "their code was deleted or is not there";
            self.all.tally.gone("codings without a code", 1, why);
            return;
        };
        let ends = [number(row, 3), number(row, 4)];
        let said = text(row, 2).replace("\r\n", "\n");
        let found = self.range("coding of source", number(row, 1), ends, &said);
        let Some((source, range)) = found else {
            return;
        };
        let coder = self.all.coder(text(row, 5));
        let parts = [
            "coding",
            &source.to_string(),
            &format!("{range:?}"),
            &code.to_string(),
            &coder.to_string(),
        ];
        let bits = self.all.id_of(&parts);
        if !known.insert(bits) {
            return;
        }
        let raw = self.texts.get(&number(row, 1));
        let quote = raw.map_or("", |(_, raw)| raw.text.slice(range)).to_owned();
        let is_early = raw.is_some_and(|(_, raw)| is_a_letter_early(raw, range, &said));
        if !said.trim().is_empty() && !is_early && !is_quote(&said, &quote) {
            let message = format!("look at it: “{quote}” stands there, but “{said}” was coded");
            self.all.warn("coding", nth, message);
        }
        let id = CodingId::from_u128(self.all.fresh("coding", bits));
        let created_at = self.all.date(text(row, 6));
        self.all.rows.codings.push(Coding {
            id,
            source,
            range,
            code,
            coder,
            quote,
            weight: None,
            state: CodingState::Exact,
            shortlisted: false,
            created_at,
        });
        let memo = Said::of(row, [7, 5, 6]);
        self.all.memo("coding", nth, Subject::Coding(id), memo);
    }

    /// Annotations stand before a character: here they are on it.
    fn annotations(&mut self) -> Result<(), StoreError> {
        let columns = ["fid", "position", "annotation", "owner", "date", "status"];
        for (row, nth) in self.database.rows("annotation", &columns)?.iter().zip(1..) {
            if !stands(row, 5) {
                continue;
            }
            let at = number(row, 1);
            let ends = [at, at.saturating_add(1)];
            let found = self.range("annotation of source", number(row, 0), ends, "");
            if let Some((source, range)) = found {
                let on = Subject::Passage(source, range);
                self.all
                    .memo("annotation", nth, on, Said::of(row, [2, 3, 4]));
            }
        }
        Ok(())
    }

    fn cases(&mut self) -> Result<(), StoreError> {
        let columns = ["id", "name", "memo", "owner", "date", "status"];
        for row in self.database.rows("cases", &columns)? {
            if !stands(&row, 5) {
                continue;
            }
            let nth = number(&row, 0);
            let wanted = match text(&row, 1).trim() {
                "" => format!("Case {nth}"),
                name => name.to_owned(),
            };
            let id = CaseId::from_u128(self.all.id("case", nth));
            self.all.case(id, &wanted);
            let said = Said::of(&row, [2, 3, 4]);
            self.all.memo("case", nth, Subject::Case(id), said);
        }
        let ids: BTreeSet<CaseId> = self.all.rows.cases.iter().map(|case| case.id).collect();
        let columns = ["caseid", "fid", "selfirst", "selend", "status"];
        for row in self.database.rows("caselinkage", &columns)? {
            let case = CaseId::from_u128(self.all.id("case", number(&row, 0)));
            let text = self.texts.get(&number(&row, 1));
            let Some((place, raw)) = text.filter(|_| ids.contains(&case) && stands(&row, 4)) else {
                continue;
            };
            let length = i64::from(raw.text.characters());
            let is_whole = number(&row, 2) <= 0 && number(&row, 3) + 1 >= length;
            let source = self.all.rows.sources.get_mut(*place);
            let free =
                source.filter(|row| is_whole && row.source.case.is_none_or(|known| known == case));
            if let Some(row) = free {
                row.source.case = Some(case);
            } else {
                let why = "a source belongs to one case here, as a whole";
                self.all.tally.gone("passages of cases", 1, why);
            }
        }
        Ok(())
    }

    fn attributes(&mut self) -> Result<(), StoreError> {
        let mut types: BTreeMap<String, (AttributeId, bool)> = BTreeMap::new();
        let columns = ["name", "class", "memo", "status"];
        for row in self.database.rows("attributes", &columns)? {
            let name = text(&row, 0).trim();
            if name.is_empty() || types.contains_key(&folded(name)) || !stands(&row, 3) {
                continue;
            }
            let id = self.all.attribute(name);
            types.insert(folded(name), (id, text(&row, 1) == "numeric"));
            let described = usize::from(!text(&row, 2).trim().is_empty());
            let why = "attributes have none";
            self.all
                .tally
                .gone("descriptions of variables", described, why);
        }
        for (table, holder) in [("caseAttr", "caseID"), ("fileAttr", "fileID")] {
            let columns = ["variable", "value", holder, "status"];
            for row in self.database.rows(table, &columns)? {
                let known = types.get(&folded(text(&row, 0))).copied();
                let (Some((attribute, is_number)), true) = (known, stands(&row, 3)) else {
                    continue;
                };
                if let Some(value) = value(text(&row, 1), is_number) {
                    self.give(table, number(&row, 2), attribute, value);
                }
            }
        }
        Ok(())
    }

    fn give(&mut self, table: &str, holder: i64, attribute: AttributeId, value: Value) {
        if table == "caseAttr" {
            let id = CaseId::from_u128(self.all.id("case", holder));
            if let Some(case) = self.all.rows.cases.iter_mut().find(|case| case.id == id) {
                case.values.insert(attribute, value);
            }
        } else if let Some((place, _)) = self.texts.get(&holder)
            && let Some(row) = self.all.rows.sources.get_mut(*place)
        {
            row.source.values.insert(attribute, value);
        }
    }

    /// Categories of files are kept as groups for other programs.
    fn file_categories(&mut self) -> Result<(), StoreError> {
        let mut members: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for row in self
            .database
            .rows("treefile", &["fid", "catid", "status"])?
        {
            if stands(&row, 2) {
                members
                    .entry(number(&row, 1))
                    .or_default()
                    .push(number(&row, 0));
            }
        }
        for row in self
            .database
            .rows("filecat", &["catid", "name", "status"])?
        {
            if !stands(&row, 2) {
                continue;
            }
            let nth = number(&row, 0);
            let sources = members.remove(&nth).unwrap_or_default();
            let here = sources
                .into_iter()
                .filter(|source| self.texts.contains_key(source))
                .map(|source| SourceId::from_u128(self.all.id("source", source)));
            let sources = here.collect();
            let name = text(&row, 1).trim();
            let taken = |name: &str| {
                let mut names = self.all.rows.sets.iter().map(|set| &set.name);
                names.any(|known| same_name(known, name))
            };
            let name = free_name(if name.is_empty() { "Files" } else { name }, taken);
            let bits = self.all.id("file category", nth);
            let id = self.all.fresh("category of files", bits);
            self.all.rows.sets.push(Set {
                id: SetId::from_u128(id),
                name,
                description: String::new(),
                sources,
                codes: BTreeSet::new(),
            });
        }
        Ok(())
    }
}

/// Whether a quote begins one letter before its passage: so RQDA writes it anew when a text is edited there, where R
/// counts from 1 and the places from 0.
fn is_a_letter_early(raw: &RawText, range: CharRange, quote: &str) -> bool {
    let (start, end): (u32, u32) = range.into();
    let wider = start.checked_sub(1).map(|start| CharRange::of(start, end));
    wider.is_some_and(|wider| {
        !is_quote(quote, raw.text.slice(range)) && raw.text.slice(wider) == quote
    })
}

/// A value as typed; R writes NA for what is missing.
fn value(words: &str, is_number: bool) -> Option<Value> {
    let words = words.trim();
    if words.is_empty() || words == "NA" {
        return None;
    }
    let number = words
        .parse::<f64>()
        .ok()
        .filter(|number| number.is_finite());
    Some(match number {
        Some(number) if is_number => Value::Number(number),
        _ => Value::Text(words.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn sample() -> ImportedProject {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/refi/rqda.rqda");
        let database = ForeignDatabase::open(&path).unwrap();
        assert!(is_rqda(&database).unwrap());
        read_rqda(&database, "families", Timestamp(7)).unwrap()
    }

    #[test]
    fn a_project_of_rqda_is_read_without_what_was_deleted() {
        let read = sample();
        let rows = &read.rows;
        let codes: Vec<(&str, bool)> = rows
            .codes
            .iter()
            .map(|code| (code.name.as_str(), code.parent.is_some()))
            .collect();
        let wanted = [
            ("Enablers", false),
            ("People", false),
            ("Trust", true),
            ("Waiting", false),
        ];
        assert_eq!(codes, wanted);
        let quotes: Vec<&str> = rows.codings.iter().map(|row| row.quote.as_str()).collect();
        assert_eq!(
            quotes,
            [
                "I began to trust her",
                "Nine months we waited",
                "kept her word"
            ]
        );
        let people: Vec<&str> = rows
            .coders
            .iter()
            .map(|coder| coder.name.as_str())
            .collect();
        assert_eq!(people, ["awen", "tom", "Unknown coder"]);
        let memos: Vec<&str> = rows.memos.iter().map(|memo| memo.text.as_str()).collect();
        assert_eq!(
            memos,
            [
                "long talk",
                "mind the tone",
                "a note here",
                "Two children",
                "About the families",
                "Day 1\n\nBegan."
            ]
        );
        assert_eq!(rows.sources.len(), 2);
        assert!(
            rows.sources
                .iter()
                .all(|row| row.source.case == Some(rows.cases[0].id))
        );
        assert_eq!(rows.cases[0].values.len(), 2);
        assert!(rows.cases[1].values.is_empty(), "NA is no value");
        let said: Vec<String> = read.warnings.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            ["coding of source 2: 500 to 510 is no passage of “Visit”; it was left out."]
        );
        let losses: Vec<String> = read
            .losses
            .iter()
            .map(|loss| format!("{}: {}", loss.what, loss.count))
            .collect();
        assert_eq!(
            losses,
            [
                "codings of pictures: 1",
                "further categories of codes: 1",
                "passages of cases: 1"
            ]
        );
        assert_eq!(rows.sets.len(), 1, "a category of files is a set");
        assert_eq!(rows.codings[0].created_at, Timestamp(1_583_136_696_000));
    }

    #[test]
    fn a_passage_stands_where_its_words_do_however_its_place_was_counted() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/refi/rqda-shifted.rqda");
        let database = ForeignDatabase::open(&path).unwrap();
        let read = read_rqda(&database, "families", Timestamp(7)).unwrap();
        let codings = read.rows.codings.iter();
        let quotes: Vec<&str> = codings.map(|row| row.quote.as_str()).collect();
        let wanted = [
            "She kept her word",
            "oedd yn helpu",
            "Nine months we waited",
            "kept her word. (Honestly) she",
            "And then?\nP1: Nine",
            "Honestly",
            "months",
            "she did",
        ];
        assert_eq!(quotes, wanted);
        // Nothing in such a database keeps numbers apart: two codes are both the first.
        let codes: Vec<&str> = read
            .rows
            .codes
            .iter()
            .map(|code| code.name.as_str())
            .collect();
        assert_eq!(codes, ["Trust", "Again"]);
        let first = read.rows.codes[0].id;
        assert!(read.rows.codings.iter().all(|row| row.code == first));
        let said: Vec<String> = read.warnings.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "Two rows stand for a code of one number: both came in, and what names the number means the first.",
                "coding 8: look at it: “she did” stands there, but “they sang” was coded.",
                "4 codings counted in another way than the others: placed where the quoted words stand."
            ]
        );
    }

    #[test]
    fn the_same_file_gives_the_same_ids() {
        assert_eq!(sample().rows, sample().rows);
    }
}
