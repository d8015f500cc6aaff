//! A project folder of QualCoder (`NAME.qda/data.qda`), straight from its database: what its own export leaves out, such
//! as which texts belong to a case and which quotes are important, comes along.

use std::collections::{BTreeMap, BTreeSet};

use codebooks::CodeId;
use project::text::CharRange;
use project::{
    AttributeId, CaseId, Coding, CodingId, CodingState, ForeignDatabase, ForeignValue, SourceId,
    StoreError, Subject, Timestamp, Value, folded,
};

use super::ImportedProject;
use super::dialect::{Dialect, RawText, Rulers, Span, is_quote, told_otherwise, vote, whole_words};
use super::foreign::{Gathered, Row, Said, number, text};
use super::speakers::told_of_speakers;

/// Whether a database is one of QualCoder.
///
/// # Errors
/// Where it cannot be read.
pub fn is_qualcoder(database: &ForeignDatabase) -> Result<bool, StoreError> {
    Ok(database.has_table("code_text")? && database.has_table("code_cat")?)
}

/// Reads a project of QualCoder. `name` is the folder's, `at` dates what has no date.
///
/// # Errors
/// Where the database cannot be read.
pub fn read_qualcoder(
    database: &ForeignDatabase,
    name: &str,
    at: Timestamp,
) -> Result<ImportedProject, StoreError> {
    let about = database.rows("project", &["date", "memo", "about"])?;
    let about = about.into_iter().next().unwrap_or_default();
    // Numbers begin at 1 in every project; its date of birth tells them apart.
    let key = text(&about, 0).to_owned();
    let mut migration = Migration {
        database,
        all: Gathered::new("qualcoder", key, at),
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
    let said = |text| Said {
        text,
        by: "",
        date: "",
    };
    let memo = said(text(&about, 1));
    migration.all.memo("project", 0, Subject::Project, memo);
    for row in database.rows("journal", &["jid", "name", "jentry", "owner", "date"])? {
        let entry = format!("{}\n\n{}", text(&row, 1), text(&row, 2));
        let said = Said {
            text: entry.trim(),
            ..Said::of(&row, [2, 3, 4])
        };
        migration
            .all
            .memo("journal", number(&row, 0), Subject::Project, said);
    }
    let told = told_of_speakers(&migration.all.rows);
    migration.all.warnings.extend(told);
    let origin = match text(&about, 2) {
        "" => "QualCoder",
        version => version,
    };
    Ok(migration.all.finish(name, origin))
}

/// Where the tables of codes and categories keep name, memo and colour.
const NAMED: [usize; 3] = [1, 2, 4];

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
    /// Categories with categories and codes in them.
    fn codes(&mut self) -> Result<(), StoreError> {
        let categories = self
            .database
            .rows("code_cat", &["catid", "name", "memo", "supercatid"])?;
        let known: BTreeSet<i64> = categories.iter().map(|row| number(row, 0)).collect();
        let mut below: BTreeMap<Option<i64>, Vec<&Row>> = BTreeMap::new();
        for row in &categories {
            let above = Some(number(row, 3)).filter(|id| known.contains(id));
            below.entry(above).or_default().push(row);
        }
        let mut folders: BTreeMap<i64, CodeId> = BTreeMap::new();
        let mut waiting: Vec<(Option<CodeId>, Vec<&Row>)> =
            vec![(None, below.remove(&None).unwrap_or_default())];
        while let Some((parent, rows)) = waiting.pop() {
            for row in rows {
                let nth = number(row, 0);
                let id = CodeId::from_u128(self.all.id("category", nth));
                folders.insert(nth, id);
                self.all
                    .code(id, parent, NAMED.map(|place| text(row, place)));
                waiting.push((Some(id), below.remove(&Some(nth)).unwrap_or_default()));
            }
        }
        for row in below.into_values().flatten() {
            let message = format!("“{}” stands under itself; it was left out", text(row, 1));
            self.all.warn("code_cat", number(row, 0), message);
        }
        self.codes_in(&folders)
    }

    /// Codes in categories, and since version 4 below other codes.
    fn codes_in(&mut self, folders: &BTreeMap<i64, CodeId>) -> Result<(), StoreError> {
        let columns = ["cid", "name", "memo", "catid", "color", "supercid"];
        let codes = self.database.rows("code_name", &columns)?;
        let known: BTreeSet<i64> = codes.iter().map(|row| number(row, 0)).collect();
        let mut below: BTreeMap<Option<i64>, Vec<&Row>> = BTreeMap::new();
        for row in &codes {
            let above = Some(number(row, 5)).filter(|id| known.contains(id));
            below.entry(above).or_default().push(row);
        }
        let mut waiting: Vec<(Option<CodeId>, Vec<&Row>)> =
            vec![(None, below.remove(&None).unwrap_or_default())];
        while let Some((above, rows)) = waiting.pop() {
            for row in rows {
                let nth = number(row, 0);
                let id = CodeId::from_u128(self.all.id("code", nth));
                let folder = folders.get(&number(row, 3)).copied();
                let named = NAMED.map(|place| text(row, place));
                // Where categories could not be coded, a code in them bore their name: here both are one.
                let twin =
                    folder.filter(|folder| above.is_none() && self.all.is_twin(*folder, named));
                let id = twin.unwrap_or(id);
                self.codes.insert(nth, id);
                if twin.is_none() {
                    self.all.code(id, above.or(folder), named);
                }
                waiting.push((Some(id), below.remove(&Some(nth)).unwrap_or_default()));
            }
            if waiting.is_empty()
                && let Some((_, rest)) = below.pop_first()
            {
                for row in &rest {
                    let message = format!(
                        "“{}” stands under itself; it was put at the top",
                        text(row, 1)
                    );
                    self.all.warn("code_name", number(row, 0), message);
                }
                waiting.push((None, rest));
            }
        }
        Ok(())
    }

    fn sources(&mut self) -> Result<(), StoreError> {
        let columns = [
            "id",
            "name",
            "fulltext",
            "memo",
            "owner",
            "date",
            "mediapath",
        ];
        for row in self.database.rows("source", &columns)? {
            let nth = number(&row, 0);
            let wanted = match text(&row, 1).trim() {
                "" => format!("Source {nth}"),
                name => name.to_owned(),
            };
            let media = text(&row, 6);
            let is_media = ["images", "audio", "video"]
                .iter()
                .any(|kind| media.trim_start_matches('/').starts_with(kind));
            if text(&row, 2).is_empty() && is_media {
                let message =
                    format!("“{wanted}” is not a text and cannot be coded here; it was left out");
                self.all.warn("source", nth, message);
                self.all
                    .tally
                    .gone("pictures and recordings", 1, "only texts can be coded here");
                continue;
            }
            let id = SourceId::from_u128(self.all.id("source", nth));
            let (_, place, raw) = self.all.source(id, &wanted, text(&row, 2), text(&row, 5));
            self.texts.entry(nth).or_insert((place, raw));
            let said = Said::of(&row, [3, 4, 5]);
            self.all.memo("source", nth, Subject::Source(id), said);
        }
        Ok(())
    }

    /// A range of a text. Where passages are marked by hand QualCoder counts as its window does, two for an emoji and one
    /// for a line end; where they are found or come from a file, it counts code points. Only the quote tells which.
    fn range(
        &mut self,
        table: &str,
        row: &Row,
        places: [usize; 3],
        quote: &str,
        dialect: Dialect,
    ) -> Option<(SourceId, CharRange)> {
        let [source, start, end] = places.map(|place| number(row, place));
        let (place, raw) = self.texts.get(&source)?;
        if self.open.0 != source {
            self.open = (source, Rulers::default());
        }
        let span = Span {
            start,
            end,
            name: quote,
        };
        let (range, otherwise) = self.open.1.quoted(raw, dialect, span, quote);
        let range = range.filter(|range| !range.is_empty());
        self.counted_otherwise += usize::from(otherwise && range.is_some());
        let known = self.all.rows.sources.get(*place)?;
        let (id, name) = (known.source.id, known.source.name.clone());
        if range.is_none() {
            let message = format!("{start} to {end} is no passage of “{name}”; it was left out");
            self.all.warn(table, number(row, 0), message);
        }
        Some((id, range?))
    }

    /// Finds out how most codings are counted, by their quotes.
    fn find_dialect(&mut self, rows: &[Row]) {
        let mut spans: BTreeMap<i64, Vec<Span<'_>>> = BTreeMap::new();
        for row in rows {
            spans.entry(number(row, 2)).or_default().push(Span {
                start: number(row, 4),
                end: number(row, 5),
                name: text(row, 3),
            });
        }
        let texts = self.texts.iter();
        let spans = texts.map(|(nth, (_, raw))| (raw, spans.remove(nth).unwrap_or_default()));
        self.dialect = vote("QualCoder", spans);
    }

    fn codings(&mut self) -> Result<(), StoreError> {
        let columns = [
            "ctid",
            "cid",
            "fid",
            "seltext",
            "pos0",
            "pos1",
            "owner",
            "date",
            "memo",
            "important",
        ];
        let mut known = BTreeSet::new();
        let mut rows = self.database.rows("code_text", &columns)?;
        rows.sort_by_key(|row| number(row, 2));
        self.find_dialect(&rows);
        for row in rows {
            let nth = number(&row, 0);
            let Some(&code) = self.codes.get(&number(&row, 1)) else {
                let message = "its code is not there; it was left out".to_owned();
                self.all.warn("code_text", nth, message);
                continue;
            };
            let said = as_text(text(&row, 3));
            let found = self.range("code_text", &row, [2, 4, 5], &said, self.dialect);
            let Some((source, range)) = found else {
                continue;
            };
            let coder = self.all.coder(text(&row, 6));
            if !known.insert((source, range, code, coder)) {
                continue;
            }
            let quote = self.words(number(&row, 2), range);
            if !said.trim().is_empty() && !is_quote(&said, &quote) {
                let message = format!("look at it: “{quote}” stands there, but “{said}” was coded");
                self.all.warn("code_text", nth, message);
            }
            let bits = self.all.id("coding", nth);
            let id = CodingId::from_u128(self.all.fresh("coding", bits));
            let created_at = self.all.date(text(&row, 7));
            self.all.rows.codings.push(Coding {
                id,
                source,
                range,
                code,
                coder,
                quote,
                weight: None,
                state: CodingState::Exact,
                shortlisted: number(&row, 9) == 1,
                created_at,
            });
            let said = Said::of(&row, [8, 6, 7]);
            self.all.memo("coding", nth, Subject::Coding(id), said);
        }
        let told = told_otherwise(self.counted_otherwise, "coding");
        self.all.warnings.extend(told);
        for (table, what) in [
            ("graph", "graphs"),
            ("ris", "bibliographic references"),
            ("stored_sql", "stored queries"),
        ] {
            let lost = self.database.rows(table, &["name"])?.len();
            let why = "there is no place for them here";
            self.all.tally.gone(what, lost, why);
        }
        for table in ["code_image", "code_av"] {
            let lost = self.database.rows(table, &["cid"])?.len();
            let why = "only passages of text can be coded here";
            self.all
                .tally
                .gone("codings of pictures and recordings", lost, why);
        }
        Ok(())
    }

    fn words(&self, source: i64, range: CharRange) -> String {
        let text = self.texts.get(&source);
        text.map(|(_, raw)| raw.text.slice(range).to_owned())
            .unwrap_or_default()
    }

    fn annotations(&mut self) -> Result<(), StoreError> {
        let columns = ["anid", "fid", "pos0", "pos1", "memo", "owner", "date"];
        for row in self.database.rows("annotation", &columns)? {
            let dialect = self.dialect_of_note(&row);
            if let Some((source, range)) = self.range("annotation", &row, [1, 2, 3], "", dialect) {
                let on = Subject::Passage(source, range);
                let said = Said::of(&row, [4, 5, 6]);
                self.all.memo("annotation", number(&row, 0), on, said);
            }
        }
        Ok(())
    }

    /// How an annotation is counted. It keeps no words, so where its window would count otherwise than the codings are
    /// counted, that counts which cuts fewer words in half; where that does not tell, it is for a person to look.
    fn dialect_of_note(&mut self, row: &Row) -> Dialect {
        let [source, start, end] = [1, 2, 3].map(|place| number(row, place));
        let Some((_, raw)) = self.texts.get(&source) else {
            return self.dialect;
        };
        if self.open.0 != source {
            self.open = (source, Rulers::default());
        }
        let span = Span {
            start,
            end,
            name: "",
        };
        let rulers = &mut self.open.1;
        let both =
            [self.dialect, Dialect::WINDOW].map(|dialect| rulers.counted(raw, dialect, span));
        let [Some(usual), Some(window)] = both else {
            return if both[0].is_none() {
                Dialect::WINDOW
            } else {
                self.dialect
            };
        };
        let [of_usual, of_window] = [usual, window].map(|range| whole_words(&raw.text, range));
        if usual != window && of_usual == of_window {
            let message = format!(
                "look at it: the note stands on “{}”, and would on “{}” if it was counted as in QualCoder’s window",
                raw.text.slice(usual),
                raw.text.slice(window)
            );
            self.all.warn("annotation", number(row, 0), message);
        }
        if of_window > of_usual {
            Dialect::WINDOW
        } else {
            self.dialect
        }
    }

    fn cases(&mut self) -> Result<(), StoreError> {
        for row in self
            .database
            .rows("cases", &["caseid", "name", "memo", "owner", "date"])?
        {
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
        for row in self
            .database
            .rows("case_text", &["id", "caseid", "fid", "pos0", "pos1"])?
        {
            let case = CaseId::from_u128(self.all.id("case", number(&row, 1)));
            let Some((place, raw)) = self
                .texts
                .get(&number(&row, 2))
                .filter(|_| ids.contains(&case))
            else {
                continue;
            };
            let length = i64::from(raw.text.characters());
            let is_whole = number(&row, 3) <= 0 && number(&row, 4) + 1 >= length;
            let Some(row) = self.all.rows.sources.get_mut(*place) else {
                continue;
            };
            if is_whole && row.source.case.is_none_or(|known| known == case) {
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
        for row in self
            .database
            .rows("attribute_type", &["name", "valuetype", "memo"])?
        {
            let name = text(&row, 0).trim();
            if name.is_empty() || types.contains_key(&folded(name)) {
                continue;
            }
            let id = self.all.attribute(name);
            types.insert(folded(name), (id, text(&row, 1) == "numeric"));
            if !text(&row, 2).trim().is_empty() {
                self.all
                    .tally
                    .gone("descriptions of variables", 1, "attributes have none");
            }
        }
        for row in self
            .database
            .rows("attribute", &["name", "attr_type", "value", "id"])?
        {
            let Some(&(attribute, is_number)) = types.get(&folded(text(&row, 0))) else {
                continue;
            };
            let Some(value) = value(row.get(2), is_number) else {
                continue;
            };
            let holder = number(&row, 3);
            match text(&row, 1) {
                "case" => {
                    let id = CaseId::from_u128(self.all.id("case", holder));
                    if let Some(case) = self.all.rows.cases.iter_mut().find(|case| case.id == id) {
                        case.values.insert(attribute, value);
                    }
                }
                "file" => {
                    let place = self.texts.get(&holder).map(|(place, _)| *place);
                    let source = place.and_then(|place| self.all.rows.sources.get_mut(place));
                    if let Some(row) = source {
                        row.source.values.insert(attribute, value);
                    }
                }
                _ => self
                    .all
                    .tally
                    .gone("values of journals", 1, "memos have no attributes here"),
            }
        }
        Ok(())
    }
}

/// A quote as it stands in a text: the window's own line breaks are line feeds.
fn as_text(quote: &str) -> String {
    quote.replace("\r\n", "\n").replace('\u{2029}', "\n")
}

fn value(cell: Option<&ForeignValue>, is_number: bool) -> Option<Value> {
    let text = match cell? {
        ForeignValue::Nothing => return None,
        ForeignValue::Integer(number) => number.to_string(),
        ForeignValue::Real(number) => number.to_string(),
        ForeignValue::Text(text) => text.trim().to_owned(),
    };
    let read = if is_number { Value::read(&text) } else { None };
    match read {
        Some(number @ Value::Number(_)) => Some(number),
        _ if text.is_empty() => None,
        _ => Some(Value::Text(text)),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_project_folder_comes_in_with_what_its_export_leaves_out() {
        let folder =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/refi/qualcoder-folder.qda");
        let database = ForeignDatabase::open(&folder.join("data.qda")).unwrap();
        assert!(is_qualcoder(&database).unwrap());
        let read = read_qualcoder(&database, "Glanfa", Timestamp(0)).unwrap();
        let rows = &read.rows;
        let quotes: Vec<(&str, bool)> = rows
            .codings
            .iter()
            .map(|coding| (coding.quote.as_str(), coding.shortlisted))
            .collect();
        assert_eq!(
            quotes,
            [("🙂 She listened.\nHonestly", true), ("waited", false)]
        );
        let codes: Vec<(&str, bool)> = rows
            .codes
            .iter()
            .map(|code| (code.name.as_str(), code.parent.is_some()))
            .collect();
        assert_eq!(
            codes,
            [("Enablers", false), ("Trust", true), ("Waiting", false)]
        );
        assert_eq!(rows.sources[0].source.case, Some(rows.cases[0].id));
        assert_eq!(
            rows.cases[0].values.values().next(),
            Some(&Value::Number(34.0))
        );
        assert_eq!(rows.coders.len(), 2);
        let memos: Vec<&str> = rows.memos.iter().map(|memo| memo.text.as_str()).collect();
        assert_eq!(memos, ["mind the tone", "a note here", "Day 1\n\nBegan."]);
        let said: Vec<String> = read.warnings.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "source 2: “photo.png” is not a text and cannot be coded here; it was left out.",
                "code_text 3: 50 to 999 is no passage of “Parent 1.txt”; it was left out."
            ]
        );
    }

    fn read_folder(name: &str) -> (ImportedProject, ForeignDatabase) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/refi");
        let database = ForeignDatabase::open(&folder.join(name).join("data.qda")).unwrap();
        let read = read_qualcoder(&database, "Theirs", Timestamp(0)).unwrap();
        (read, database)
    }

    fn words(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The words of each coding that has a code, as QualCoder stored them when they were marked in its window.
    fn marked(database: &ForeignDatabase) -> Vec<String> {
        let rows = database.rows("code_text", &["cid", "seltext"]).unwrap();
        let mut quotes: Vec<String> = rows
            .iter()
            .filter(|row| number(row, 0) > 0)
            .map(|row| words(text(row, 1)))
            .collect();
        quotes.sort_unstable();
        quotes
    }

    #[test]
    fn every_quote_stands_where_it_was_marked_however_it_was_counted() {
        for (name, codings, otherwise) in [
            ("qualcoder-4.0beta.qda", 17, 3),
            ("qualcoder-3.8.2.qda", 5, 0),
            ("qualcoder-3.8.2-from-vouch.qda", 15, 0),
        ] {
            let (read, database) = read_folder(name);
            let codings_in = read.rows.codings.iter();
            let mut quotes: Vec<String> = codings_in.map(|coding| words(&coding.quote)).collect();
            quotes.sort_unstable();
            assert_eq!(
                (quotes.len(), &quotes),
                (codings, &marked(&database)),
                "{name}"
            );
            let said: Vec<String> = read.warnings.iter().map(ToString::to_string).collect();
            assert!(
                said.iter().all(|said| !said.contains("look at it")),
                "{said:?}"
            );
            let told = said
                .iter()
                .find(|said| said.contains("counted in another way"));
            let count = told.map_or(0, |said| said.split(' ').next().unwrap().parse().unwrap());
            assert_eq!(count, otherwise, "{name}: {said:?}");
        }
    }

    #[test]
    fn a_note_without_words_of_its_own_stands_where_it_cuts_none() {
        let (read, _) = read_folder("qualcoder-notes.qda");
        let text = project::text::SourceText::new(read.rows.sources[0].text.as_str());
        let notes: Vec<(&str, &str)> = read
            .rows
            .memos
            .iter()
            .filter_map(|memo| match memo.subject {
                Subject::Passage(_, range) => Some((memo.text.as_str(), text.slice(range))),
                Subject::Project
                | Subject::Source(_)
                | Subject::Code(_)
                | Subject::Coding(_)
                | Subject::Case(_)
                | Subject::Rating(_) => None,
            })
            .collect();
        assert_eq!(
            notes,
            [
                ("as the file counts", "helped us"),
                ("as the window counts", "Nine months"),
                ("cut in either", "ine month"),
            ]
        );
        let said: Vec<String> = read.warnings.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "annotation 3: look at it: the note stands on “ine month”, and would on “\nNine mon” if it was counted as in QualCoder’s window."
            ]
        );
    }

    #[test]
    fn codes_below_codes_and_codes_that_only_repeat_their_category() {
        let (read, _) = read_folder("qualcoder-4.0beta.qda");
        let parents: BTreeMap<CodeId, Option<CodeId>> = read
            .rows
            .codes
            .iter()
            .map(|code| (code.id, code.parent))
            .collect();
        let above =
            |code: &CodeId| std::iter::successors(parents[code], |parent| parents[parent]).count();
        assert_eq!(parents.keys().map(above).max(), Some(4));
        let (read, database) = read_folder("qualcoder-3.8.2-from-vouch.qda");
        let categories = database.rows("code_cat", &["catid"]).unwrap().len();
        let codes = database.rows("code_name", &["cid"]).unwrap().len();
        assert!(read.rows.codes.len() < categories + codes);
        for code in &read.rows.codes {
            let parent = read
                .rows
                .codes
                .iter()
                .find(|one| Some(one.id) == code.parent);
            assert_ne!(parent.map(|parent| &parent.name), Some(&code.name));
        }
    }
}
