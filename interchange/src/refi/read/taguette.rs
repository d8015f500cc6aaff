//! A project of Taguette (`.sqlite3`), straight from its database: it has no exchange of projects.
//!
//! Texts are HTML there, and a highlight counts the UTF-8 bytes of its text nodes. Each is checked against the snippet
//! that Taguette keeps.

use std::collections::{BTreeMap, BTreeSet};

use codebooks::CodeId;
use project::text::CharRange;
use project::{
    Coding, CodingId, CodingState, ForeignDatabase, SourceId, StoreError, Subject, Timestamp,
};

use super::ImportedProject;
use super::dialect::RawText;
use super::foreign::{Gathered, Said, number, text};
use crate::refi::dates;
use crate::{Place, Warning};

/// Whether a database is one of Taguette.
///
/// # Errors
/// Where it cannot be read.
pub fn is_taguette(database: &ForeignDatabase) -> Result<bool, StoreError> {
    Ok(database.has_table("highlight_tags")? && database.has_table("documents")?)
}

/// Reads the first project of a Taguette database. `at` dates what has no date.
///
/// # Errors
/// Where the database cannot be read.
pub fn read_taguette(
    database: &ForeignDatabase,
    at: Timestamp,
) -> Result<ImportedProject, StoreError> {
    let projects = database.rows("projects", &["id", "name", "description", "created"])?;
    let first = projects.first().cloned().unwrap_or_default();
    let key = format!("{} {}", text(&first, 1), text(&first, 3));
    let mut migration = Migration {
        database,
        project: number(&first, 0),
        all: Gathered::new("taguette", key, at),
        codes: BTreeMap::new(),
        texts: BTreeMap::new(),
    };
    if projects.len() > 1 {
        let message = format!(
            "there are {} projects in it; the first was read",
            projects.len()
        );
        migration.all.warnings.push(Warning::of_file(message));
    }
    migration.tags()?;
    migration.documents()?;
    migration.highlights()?;
    let said = unsigned(text(&first, 2));
    migration.all.memo("project", 0, Subject::Project, said);
    Ok(migration.all.finish(text(&first, 1), "Taguette"))
}

/// What nobody says they wrote.
fn unsigned(text: &str) -> Said<'_> {
    Said {
        text,
        by: "",
        date: "",
    }
}

struct Migration<'d> {
    database: &'d ForeignDatabase,
    project: i64,
    all: Gathered,
    codes: BTreeMap<i64, CodeId>,
    texts: BTreeMap<i64, (SourceId, String, Flat, RawText)>,
}

impl Migration<'_> {
    fn tags(&mut self) -> Result<(), StoreError> {
        for row in self
            .database
            .rows("tags", &["id", "project_id", "path", "description"])?
        {
            if number(&row, 1) != self.project {
                continue;
            }
            let id = CodeId::from_u128(self.all.id("tag", number(&row, 0)));
            self.all.code(id, None, [text(&row, 2), text(&row, 3), ""]);
            self.codes.insert(number(&row, 0), id);
        }
        Ok(())
    }

    fn documents(&mut self) -> Result<(), StoreError> {
        let columns = [
            "id",
            "project_id",
            "name",
            "description",
            "contents",
            "created",
        ];
        for row in self.database.rows("documents", &columns)? {
            if number(&row, 1) != self.project {
                continue;
            }
            let nth = number(&row, 0);
            let wanted = match text(&row, 2).trim() {
                "" => format!("Document {nth}"),
                name => name.to_owned(),
            };
            let flat = Flat::of(text(&row, 4));
            let id = SourceId::from_u128(self.all.id("document", nth));
            let (name, _, raw) = self.all.source(id, &wanted, &flat.shown, text(&row, 5));
            self.texts.entry(nth).or_insert((id, name, flat, raw));
            let said = unsigned(text(&row, 3));
            self.all.memo("document", nth, Subject::Source(id), said);
        }
        Ok(())
    }

    /// Who highlighted, and when, as the log of commands says.
    fn makers(&self) -> Result<BTreeMap<i64, (String, Option<Timestamp>)>, StoreError> {
        let mut makers = BTreeMap::new();
        for row in self
            .database
            .rows("commands", &["user_login", "date", "payload"])?
        {
            let payload: Result<serde_json::Value, _> = serde_json::from_str(text(&row, 2));
            let Ok(payload) = payload else { continue };
            if payload.get("type").and_then(|kind| kind.as_str()) != Some("highlight_add") {
                continue;
            }
            if let Some(id) = payload
                .get("highlight_id")
                .and_then(serde_json::Value::as_i64)
            {
                let made = (text(&row, 0).to_owned(), dates::read(text(&row, 1)));
                makers.entry(id).or_insert(made);
            }
        }
        Ok(makers)
    }

    fn highlights(&mut self) -> Result<(), StoreError> {
        let makers = self.makers()?;
        let mut tags: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for row in self
            .database
            .rows("highlight_tags", &["highlight_id", "tag_id"])?
        {
            tags.entry(number(&row, 0))
                .or_default()
                .push(number(&row, 1));
        }
        let columns = ["id", "document_id", "start_offset", "end_offset", "snippet"];
        let mut known = BTreeSet::new();
        for row in self.database.rows("highlights", &columns)? {
            let nth = number(&row, 0);
            let Some((source, name, flat, raw)) = self.texts.get(&number(&row, 1)) else {
                continue;
            };
            let place = || Place::Element(format!("highlight {nth}"));
            let (start, end) = (number(&row, 2), number(&row, 3));
            let range = flat
                .range(start, end)
                .filter(|range| raw.text.holds(*range) && !range.is_empty());
            let Some(range) = range else {
                let message =
                    format!("{start} to {end} is no passage of “{name}”; it was left out");
                self.all.warnings.push(Warning::new(place(), message));
                continue;
            };
            let quote = raw.text.slice(range).to_owned();
            let letters =
                |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
            let snippet = Flat::of(text(&row, 4)).shown;
            if !snippet.is_empty() && letters(&snippet) != letters(&quote) {
                let message = format!(
                    "look at “{name}”: “{quote}” stands there, but “{}” was highlighted",
                    snippet.trim()
                );
                self.all.warnings.push(Warning::new(place(), message));
            }
            let source = *source;
            let (login, made) = makers.get(&nth).cloned().unwrap_or_default();
            let coder = self.all.coder(&login);
            let tags = tags.remove(&nth).unwrap_or_default();
            if tags.is_empty() {
                let why = "a passage is marked here by a code or a memo";
                self.all.tally.gone("highlights without a tag", 1, why);
            }
            for tag in tags {
                let Some(&code) = self.codes.get(&tag) else {
                    continue;
                };
                if known.insert((source, range, code, coder)) {
                    let parts = ["coding", &nth.to_string(), &tag.to_string()];
                    let bits = self.all.id_of(&parts);
                    let id = self.all.fresh("coding", bits);
                    self.all.rows.codings.push(Coding {
                        id: CodingId::from_u128(id),
                        source,
                        range,
                        code,
                        coder,
                        quote: quote.clone(),
                        weight: None,
                        state: CodingState::Exact,
                        shortlisted: false,
                        created_at: made.unwrap_or_else(|| self.all.date("")),
                    });
                }
            }
        }
        Ok(())
    }
}

/// The text of an HTML document as it shows, and where the bytes of its text nodes are in it.
struct Flat {
    shown: String,
    /// The place of each byte of the text nodes, and of their end.
    places: Vec<u32>,
}

/// Elements that end a line.
const BLOCKS: [&str; 16] = [
    "p",
    "div",
    "br",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "table",
    "blockquote",
    "pre",
];

impl Flat {
    fn of(html: &str) -> Self {
        let html = html.replace("\r\n", "\n").replace('\r', "\n");
        let mut flat = Self {
            shown: String::new(),
            places: Vec::new(),
        };
        let mut length = 0_u32;
        let mut ends_line = false;
        let mut rest = html.as_str();
        while let Some(c) = rest.chars().next() {
            if c == '<'
                && let Some(end) = rest.find('>')
            {
                let tag = rest[1..end].trim_start_matches('/');
                let name: String = tag
                    .chars()
                    .take_while(char::is_ascii_alphanumeric)
                    .collect();
                ends_line |= BLOCKS.contains(&name.to_ascii_lowercase().as_str());
                rest = &rest[end + 1..];
                continue;
            }
            let (letter, taken) = entity(rest).unwrap_or((c, c.len_utf8()));
            rest = &rest[taken..];
            // A block begins on a line of its own, whether or not the text has a line end there.
            if ends_line && letter != '\n' && !flat.shown.is_empty() && !flat.shown.ends_with('\n')
            {
                flat.shown.push('\n');
                length += 1;
            }
            ends_line = false;
            for _ in 0..letter.len_utf8() {
                flat.places.push(length);
            }
            flat.shown.push(letter);
            length += 1;
        }
        flat.places.push(length);
        flat
    }

    fn range(&self, start: i64, end: i64) -> Option<CharRange> {
        let place = |byte: i64| self.places.get(usize::try_from(byte).ok()?).copied();
        if start == end {
            let point = place(start)?;
            return Some(CharRange::of(point, point));
        }
        // The end is after the last letter, before a line end that only shows here.
        let (first, last) = (place(start)?, place(end.checked_sub(1)?)?);
        place(end)?;
        (start < end).then(|| CharRange::of(first, last + 1))
    }
}

/// The letter that an entity stands for, and the bytes it takes.
fn entity(text: &str) -> Option<(char, usize)> {
    let inside = text.strip_prefix('&')?;
    let end = inside.char_indices().take(12).find(|(_, c)| *c == ';')?.0;
    let name = inside.get(..end)?;
    let letter = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((letter, end + 2))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn blocks_become_lines_and_bytes_become_characters() {
        let flat = Flat::of("<p>A &amp; Ŵyn</p><p>said<br/>so</p>\n<p>&#x1F642;</p>");
        assert_eq!(flat.shown, "A & Ŵyn\nsaid\nso\n🙂");
        let words = |start, end| {
            let (start, end): (u32, u32) = flat.range(start, end).unwrap().into();
            let letters = flat.shown.chars().skip(start as usize);
            letters.take((end - start) as usize).collect::<String>()
        };
        assert_eq!(words(4, 8), "Ŵyn");
        assert_eq!(words(8, 12), "said");
        assert_eq!(words(15, 19), "🙂");
        assert_eq!(flat.range(0, 99), None);
    }

    #[test]
    fn a_project_comes_in_with_its_coders() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/refi/taguette.sqlite3");
        let database = ForeignDatabase::open(&file).unwrap();
        assert!(is_taguette(&database).unwrap());
        let read = read_taguette(&database, Timestamp(0)).unwrap();
        assert_eq!(read.warnings, []);
        assert_eq!((read.name.as_str(), read.rows.codes.len()), ("Glanfa", 2));
        let quotes: Vec<&str> = read
            .rows
            .codings
            .iter()
            .map(|coding| coding.quote.as_str())
            .collect();
        assert_eq!(
            quotes,
            ["She listened, Ŵyn", "She listened, Ŵyn", "we waited"]
        );
        let coders: Vec<&str> = read
            .rows
            .coders
            .iter()
            .map(|coder| coder.name.as_str())
            .collect();
        assert_eq!(coders, ["awen", "tom"]);
    }

    #[test]
    fn what_taguette_itself_wrote_comes_in_and_a_highlight_without_a_tag_is_told() {
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../samples/refi/taguette-1.5.2.sqlite3");
        let database = ForeignDatabase::open(&file).unwrap();
        let read = read_taguette(&database, Timestamp(0)).unwrap();
        let rows = &read.rows;
        assert_eq!(
            (rows.sources.len(), rows.codes.len(), rows.codings.len()),
            (2, 6, 9)
        );
        assert!(
            read.warnings.is_empty(),
            "every quote stands where it was marked"
        );
        let losses: Vec<_> = read
            .losses
            .iter()
            .map(|loss| (loss.count, loss.what.as_str()))
            .collect();
        assert_eq!(losses, [(1, "highlights without a tag")]);
    }
}
