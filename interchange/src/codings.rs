//! A table of codings in: rows of text to codings to edits.
//!
//! Columns, in any order and spelling: `source`, `start` and `end` (or `quote`), `code`, `coder`, `memo`,
//! `weight`. A row that cannot be taken costs that row and is reported with its line.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Display;

use codebooks::{CodeId, CodePath, CodeTree};
use project::text::{ByteIndex, CharRange, SourceText};
use project::{CoderId, Edit, IdSource, NewCoder, NewCoding, Project, Source, SourceId, Weight};

use crate::headings::{cell, column_of, heading_key};
use crate::sheet::SheetRow;
use crate::{Place, Warning};

/// One row of a table of codings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodingRow {
    /// The line or row it stands on, counted from 1.
    pub line: usize,
    /// The source's name, with or without its file's ending.
    pub source: String,
    /// Where the passage is.
    pub passage: Passage,
    /// The code's path, names joined by ` / `; a single name does if only one code has it.
    pub code: String,
    /// The coder's name; "" for whoever imports.
    pub coder: String,
    /// A memo on it; "" for none.
    pub memo: String,
    /// How strongly it speaks for the code.
    pub weight: Option<Weight>,
}

/// Where the passage of a [`CodingRow`] is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Passage {
    /// By place: `start < end`; with the words that should stand there, "" if the table does not say.
    At(CharRange, String),
    /// By its words, which must stand in the source once.
    Quote(String),
}

/// The columns of a table of codings, by place.
struct Columns {
    source: usize,
    start: Option<usize>,
    end: Option<usize>,
    quote: Option<usize>,
    code: usize,
    coder: Option<usize>,
    memo: Option<usize>,
    weight: Option<usize>,
}

impl Columns {
    /// The columns that a row of headings names, or what is missing.
    fn of(headings: &[String]) -> Result<Self, String> {
        let headings: Vec<String> = headings
            .iter()
            .map(|heading| heading_key(heading))
            .collect();
        let find = |names: &[&str]| column_of(&headings, names);
        let source = find(&["source", "document", "file", "filename", "source_name"]);
        let code = find(&["code_path", "code", "path", "codename", "tag"]);
        let start = find(&["start", "begin", "from"]);
        let end = find(&["end", "to"]);
        let quote = find(&["quote", "text", "excerpt", "segment", "content"]);
        let (Some(source), Some(code)) = (source, code) else {
            let missing = if source.is_none() { "source" } else { "code" };
            return Err(format!(
                "there is no column “{missing}”: the headings should be source, start, end (or quote), code, coder"
            ));
        };
        if (start.is_none() || end.is_none()) && quote.is_none() {
            return Err("there is neither a column “quote” nor both “start” and “end”".to_owned());
        }
        Ok(Self {
            source,
            start,
            end,
            quote,
            code,
            coder: find(&["coder", "coder_name", "user", "by"]),
            memo: find(&["memo", "comment", "note", "coded_memo"]),
            weight: find(&["weight"]),
        })
    }
}

/// Reads the rows of a table of codings; the first holds the headings. Rows that cannot be read are left out
/// and reported.
#[must_use]
pub fn read_codings(rows: &[SheetRow]) -> (Vec<CodingRow>, Vec<Warning>) {
    let Some((headings, rows)) = rows.split_first() else {
        return (Vec::new(), vec![Warning::of_file("the table is empty")]);
    };
    let columns = match Columns::of(&headings.cells) {
        Ok(columns) => columns,
        Err(missing) => return (Vec::new(), vec![at_line(headings.line, missing)]),
    };
    let mut codings = Vec::with_capacity(rows.len());
    let mut warnings = Vec::new();
    for row in rows {
        match read_row(row, &columns) {
            Ok(coding) => codings.push(coding),
            Err(problem) => warnings.push(at_line(row.line, problem)),
        }
    }
    (codings, warnings)
}

fn at_line(line: usize, message: impl Into<String>) -> Warning {
    Warning::new(Place::Line(line), message)
}

fn read_row(row: &SheetRow, columns: &Columns) -> Result<CodingRow, String> {
    let text = |column: Option<usize>| cell(&row.cells, column);
    let source = text(Some(columns.source));
    let code = text(Some(columns.code));
    if source.is_empty() {
        return Err("no source is named".to_owned());
    }
    if code.is_empty() {
        return Err("no code is named".to_owned());
    }
    Ok(CodingRow {
        line: row.line,
        source: source.to_owned(),
        passage: read_passage(text(columns.start), text(columns.end), text(columns.quote))?,
        code: code.to_owned(),
        coder: text(columns.coder).to_owned(),
        memo: text(columns.memo).to_owned(),
        weight: read_weight(text(columns.weight))?,
    })
}

fn read_passage(start: &str, end: &str, quote: &str) -> Result<Passage, String> {
    if start.is_empty() && end.is_empty() {
        return if quote.is_empty() {
            Err("neither start and end nor a quote is given".to_owned())
        } else {
            Ok(Passage::Quote(quote.to_owned()))
        };
    }
    let number =
        |name: &str, text: &str| match text.strip_suffix(".0").unwrap_or(text).parse::<u32>() {
            Ok(number) => Ok(number),
            Err(_) if text.is_empty() => Err(format!("{name} is missing")),
            Err(_) => Err(format!(
                "{name} is “{text}”, which is no count of characters from 0"
            )),
        };
    let (start, end) = (number("start", start)?, number("end", end)?);
    if start >= end {
        return Err(format!(
            "the range {start}–{end} is empty: start must be less than end"
        ));
    }
    Ok(Passage::At(CharRange::of(start, end), quote.to_owned()))
}

fn read_weight(text: &str) -> Result<Option<Weight>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let number = text.strip_prefix('+').unwrap_or(text);
    let number = number
        .strip_suffix(".0")
        .unwrap_or(number)
        .replace('\u{2212}', "-");
    match number.parse().ok().and_then(Weight::new) {
        Some(weight) => Ok(Some(weight)),
        None => Err(format!(
            "the weight “{text}” is not a whole number from -2 to 2"
        )),
    }
}

/// Turns rows into edits: a coder who is new is added (with an id from `ids`), then each coding. Rows that
/// do not fit the project are left out and reported in the order of the table.
///
/// `text_of` gives a source's text; it is asked once for each source.
pub fn resolve_codings<E: Display>(
    project: &Project,
    text_of: impl FnMut(&Source) -> Result<SourceText, E>,
    ids: &IdSource,
    rows: Vec<CodingRow>,
) -> (Vec<Edit>, Vec<Warning>) {
    let mut resolver = Resolver::new(project, text_of, ids);
    let mut warnings = Vec::new();
    for row in rows {
        let line = row.line;
        match resolver.resolve(row) {
            Ok(coding) => resolver.edits.push(Edit::ApplyCode(coding)),
            Err(problem) => warnings.push(at_line(line, problem)),
        }
    }
    (resolver.edits, warnings)
}

/// What resolving one row after another needs to know, found once.
struct Resolver<'p, F> {
    text_of: F,
    ids: &'p IdSource,
    project: &'p Project,
    tree: CodeTree,
    sources: SourceNames<'p>,
    texts: BTreeMap<SourceId, Result<SearchedText, String>>,
    codes: HashMap<String, Option<CodeId>>,
    coders: HashMap<String, CoderId>,
    edits: Vec<Edit>,
}

impl<'p, E: Display, F: FnMut(&Source) -> Result<SourceText, E>> Resolver<'p, F> {
    fn new(project: &'p Project, text_of: F, ids: &'p IdSource) -> Self {
        let coders = project
            .coders()
            .iter()
            .map(|coder| (coder.name.trim().to_lowercase(), coder.id))
            .collect();
        Self {
            text_of,
            ids,
            project,
            tree: project.code_tree(),
            sources: SourceNames::of(project),
            texts: BTreeMap::new(),
            codes: HashMap::new(),
            coders,
            edits: Vec::new(),
        }
    }

    fn resolve(&mut self, row: CodingRow) -> Result<NewCoding, String> {
        let source = self
            .sources
            .find(&row.source)
            .ok_or_else(|| format!("there is no source “{}”", row.source))?;
        let code = self.code(&row.code)?;
        let text = self
            .texts
            .entry(source.id)
            .or_insert_with(|| match (self.text_of)(source) {
                Ok(text) => Ok(SearchedText::new(text)),
                Err(error) => Err(format!(
                    "the text of “{}” cannot be read: {error}",
                    source.name
                )),
            });
        let text = text.as_mut().map_err(|error| error.clone())?;
        let range = match &row.passage {
            Passage::At(range, quote) => text.check(*range, quote, &source.name)?,
            Passage::Quote(quote) => text.find(quote, self.project, source)?,
        };
        let quote = text.text.slice(range).to_owned();
        let coder = self.coder(row.coder.trim());
        Ok(NewCoding {
            id: None,
            source: source.id,
            range,
            quote,
            code,
            coder,
            memo: row.memo,
            weight: row.weight,
        })
    }

    fn code(&mut self, path: &str) -> Result<CodeId, String> {
        let known = self.codes.get(path).copied();
        let found = known.unwrap_or_else(|| {
            let path = path.parse::<CodePath>().ok();
            path.and_then(|path| self.tree.find(&path))
        });
        if known.is_none() {
            self.codes.insert(path.to_owned(), found);
        }
        found.ok_or_else(|| format!("there is no code “{path}” in the codebook"))
    }

    /// The coder of this name, added if new; none: whoever imports.
    fn coder(&mut self, name: &str) -> Option<CoderId> {
        if name.is_empty() {
            return None;
        }
        let key = name.to_lowercase();
        if let Some(&known) = self.coders.get(&key) {
            return Some(known);
        }
        let id = CoderId::from_u128(self.ids.next());
        self.edits.push(Edit::AddCoder(NewCoder {
            id: Some(id),
            name: name.to_owned(),
        }));
        self.coders.insert(key, id);
        Some(id)
    }
}

/// Sources by every name they go by; the rules are those of [`Project::source_named`].
struct SourceNames<'p> {
    exact: HashMap<&'p str, &'p Source>,
    folded: HashMap<String, &'p Source>,
    files: HashMap<String, &'p Source>,
}

impl<'p> SourceNames<'p> {
    fn of(project: &'p Project) -> Self {
        let mut names = Self {
            exact: HashMap::new(),
            folded: HashMap::new(),
            files: HashMap::new(),
        };
        for source in project.sources().iter() {
            names.exact.entry(&source.name).or_insert(source);
            names
                .folded
                .entry(source.name.trim().to_lowercase())
                .or_insert(source);
            names
                .files
                .entry(source.file_name.trim().to_lowercase())
                .or_insert(source);
        }
        names
    }

    fn find(&self, name: &str) -> Option<&'p Source> {
        let folded = || name.trim().to_lowercase();
        self.exact
            .get(name)
            .or_else(|| self.folded.get(&folded()))
            .or_else(|| self.files.get(&folded()))
            .copied()
    }
}

/// A text in which quotes are looked for.
struct SearchedText {
    text: SourceText,
    /// The text with each run of white space as one blank, and the byte in the text of each of its bytes;
    /// made when a quote is not found as it stands.
    collapsed: Option<(String, Vec<usize>)>,
}

impl SearchedText {
    fn new(text: SourceText) -> Self {
        Self {
            text,
            collapsed: None,
        }
    }

    /// Checks that a range lies in the text and holds the words it should, if the table says which.
    fn check(&self, range: CharRange, quote: &str, source: &str) -> Result<CharRange, String> {
        let (start, end) = (range.start().0, range.end().0);
        if !self.text.holds(range) {
            let length = self.text.characters();
            return Err(format!(
                "the range {start}–{end} goes beyond the text of “{source}”, which has {length} characters"
            ));
        }
        let words = |text: &str| {
            text.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        if !quote.is_empty() && words(quote) != words(self.text.slice(range)) {
            return Err(format!(
                "the words at {start}–{end} of “{source}” are not those of the quote"
            ));
        }
        Ok(range)
    }

    /// The one place where a quote stands: as written, or else with other line ends and blanks. Of several
    /// places the one inside somebody's speech counts, if there is just one.
    fn find(
        &mut self,
        quote: &str,
        project: &Project,
        source: &Source,
    ) -> Result<CharRange, String> {
        let mut found = places(self.text.as_str(), quote);
        if found.is_empty() {
            let quote: Vec<&str> = quote.split_whitespace().collect();
            let (collapsed, bytes) = self
                .collapsed
                .get_or_insert_with(|| collapse(self.text.as_str()));
            found = places(collapsed, &quote.join(" "))
                .into_iter()
                .filter_map(|(from, to)| {
                    Some((*bytes.get(from)?, *bytes.get(to.checked_sub(1)?)? + 1))
                })
                .collect();
        }
        let mut ranges: Vec<CharRange> = found
            .into_iter()
            .map(|(from, to)| self.text.range_of_bytes(ByteIndex(from), ByteIndex(to)))
            .collect();
        if ranges.len() > 1 {
            let turns = project.turns(source.id);
            let spoken = |range: &CharRange| {
                let at = turns.partition_point(|turn| turn.range.start() <= range.start());
                at.checked_sub(1)
                    .and_then(|nth| turns.get(nth))
                    .is_some_and(|turn| turn.speech.covers(*range))
            };
            let in_speech: Vec<CharRange> = ranges.iter().copied().filter(spoken).collect();
            if in_speech.len() == 1 {
                ranges = in_speech;
            }
        }
        match ranges.as_slice() {
            [range] => Ok(*range),
            [] => Err(format!(
                "the quote “{}” is not in “{}”",
                shortened(quote),
                source.name
            )),
            [first, second, ..] => Err(format!(
                "the quote “{}” stands more than once in “{}” (at {} and {}): give start and end",
                shortened(quote),
                source.name,
                first.start().0,
                second.start().0
            )),
        }
    }
}

/// The first two places of a text in another, as bytes; they may overlap.
fn places(text: &str, quote: &str) -> Vec<(usize, usize)> {
    let Some(first) = text.find(quote).filter(|_| !quote.is_empty()) else {
        return Vec::new();
    };
    let step = quote.chars().next().map_or(1, char::len_utf8);
    let second = text[first + step..].find(quote).map(|at| first + step + at);
    std::iter::once(first)
        .chain(second)
        .map(|at| (at, at + quote.len()))
        .collect()
}

/// A text with each run of white space as one blank, and where each byte of it stands in the text.
fn collapse(text: &str) -> (String, Vec<usize>) {
    let mut collapsed = String::with_capacity(text.len());
    let mut bytes = Vec::with_capacity(text.len());
    let mut in_blank = false;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            if !in_blank {
                collapsed.push(' ');
                bytes.push(at);
            }
        } else {
            collapsed.push(c);
            bytes.extend(at..at + c.len_utf8());
        }
        in_blank = c.is_whitespace();
    }
    (collapsed, bytes)
}

/// The beginning of a quote, for messages.
fn shortened(quote: &str) -> String {
    let mut words: String = quote
        .chars()
        .take(40)
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .collect();
    if quote.chars().nth(40).is_some() {
        words.push('…');
    }
    words
}

#[cfg(test)]
mod tests;
