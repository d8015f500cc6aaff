//! What is read from the database of another program, whichever it is: rows with ids that come out the same whenever the
//! same project is read, names that nothing else has, and coders by their name.

use std::collections::{BTreeMap, BTreeSet};

use codebooks::{Code, CodeId, name_key};
use project::{
    Adopted, Attribute, AttributeId, Case, CaseId, Coder, CoderId, ForeignValue, Memo, MemoId,
    SourceId, Subject, TextHash, Timestamp, Values, folded,
};

use super::dialect::RawText;
use super::sources::recognised;
use super::tally::Tally;
use super::{ImportedProject, free_name};
use crate::refi::{dates, description, guid};
use crate::{Place, Warning};

/// A row of a table.
pub(super) type Row = Vec<ForeignValue>;

/// The words in a cell; "" for anything else.
pub(super) fn text(row: &Row, place: usize) -> &str {
    row.get(place).map_or("", ForeignValue::text)
}

/// The whole number in a cell; -1, which no table uses, for anything else.
pub(super) fn number(row: &Row, place: usize) -> i64 {
    row.get(place).and_then(ForeignValue::integer).unwrap_or(-1)
}

/// Something that somebody wrote down: the words, by whom and when.
#[derive(Clone, Copy)]
pub(super) struct Said<'s> {
    pub(super) text: &'s str,
    pub(super) by: &'s str,
    pub(super) date: &'s str,
}

impl<'s> Said<'s> {
    /// What three cells of a row say.
    pub(super) fn of(row: &'s Row, [text_at, by, date]: [usize; 3]) -> Self {
        Self {
            text: text(row, text_at),
            by: text(row, by),
            date: text(row, date),
        }
    }
}

/// What is gathered from a database, table by table.
pub(super) struct Gathered {
    program: &'static str,
    /// What tells the project from others, in which numbers begin at 1 as well.
    key: String,
    at: Timestamp,
    pub(super) rows: Adopted,
    pub(super) warnings: Vec<Warning>,
    pub(super) tally: Tally,
    coders: BTreeMap<String, CoderId>,
    codes: BTreeSet<(Option<CodeId>, String)>,
    sources: BTreeSet<String>,
    files: BTreeSet<TextHash>,
    cases: BTreeSet<String>,
    /// Ids that rows have.
    taken: BTreeSet<u128>,
}

impl Gathered {
    /// Nothing yet. `at` dates what has no date.
    pub(super) fn new(program: &'static str, key: String, at: Timestamp) -> Self {
        Self {
            program,
            key,
            at,
            rows: Adopted::default(),
            warnings: Vec::new(),
            tally: Tally::default(),
            coders: BTreeMap::new(),
            codes: BTreeSet::new(),
            sources: BTreeSet::new(),
            files: BTreeSet::new(),
            cases: BTreeSet::new(),
            taken: BTreeSet::new(),
        }
    }

    /// The id of what has a number there.
    pub(super) fn id(&self, kind: &str, number: i64) -> u128 {
        self.id_of(&[kind, &number.to_string()])
    }

    /// The id of what is told by these words there.
    pub(super) fn id_of(&self, words: &[&str]) -> u128 {
        let mut parts = vec![self.program, self.key.as_str()];
        parts.extend(words);
        guid::made_of(&parts)
    }

    /// The id of a new row: the one asked for, unless a row before has it. Numbers stand twice in damaged databases, and
    /// in those where nothing keeps them apart; what refers to such a number means the first row that has it.
    pub(super) fn fresh(&mut self, what: &str, bits: u128) -> u128 {
        let mut own = bits;
        while !self.taken.insert(own) {
            own = guid::made_of(&["again", &guid::written(own)]);
        }
        if own != bits {
            let message = format!(
                "two rows stand for a {what} of one number: both came in, and what names the number means the first"
            );
            self.warnings.push(Warning::of_file(message));
        }
        own
    }

    pub(super) fn warn(&mut self, table: &str, number: i64, message: String) {
        let place = Place::Element(format!("{table} {number}"));
        self.warnings.push(Warning::new(place, message));
    }

    pub(super) fn date(&self, text: &str) -> Timestamp {
        let date = dates::read(text).or_else(|| dates::read_of_c(text));
        date.unwrap_or(self.at)
    }

    /// The coder of a name.
    pub(super) fn coder(&mut self, name: &str) -> CoderId {
        let name = match name.trim() {
            "" => "Unknown coder",
            name => name,
        };
        if let Some(&known) = self.coders.get(&folded(name)) {
            return known;
        }
        let id = CoderId::from_u128(guid::made_of(&[self.program, "coder", &folded(name)]));
        self.coders.insert(folded(name), id);
        self.rows.coders.push(Coder {
            id,
            name: name.to_owned(),
            colour: None,
        });
        id
    }

    /// A memo on something that has a number there, if it says anything.
    pub(super) fn memo(&mut self, kind: &str, nth: i64, on: Subject, said: Said<'_>) {
        if said.text.trim().is_empty() {
            return;
        }
        let coder = self.coder(said.by);
        let at = self.date(said.date);
        let bits = self.id(&format!("memo on {kind}"), nth);
        let id = MemoId::from_u128(self.fresh("memo", bits));
        self.rows.memos.push(Memo {
            id,
            subject: on,
            text: said.text.to_owned(),
            coder,
            created_at: at,
            changed_at: at,
        });
    }

    /// A code under another one or at the top, with a name that none beside it has.
    pub(super) fn code(
        &mut self,
        id: CodeId,
        parent: Option<CodeId>,
        [name, meaning, colour]: [&str; 3],
    ) {
        let id = CodeId::from_u128(self.fresh("code", id.as_u128()));
        let (wanted, _) = description::name(name);
        let codes = &mut self.codes;
        let name = free_name(&wanted, |name| codes.contains(&(parent, name_key(name))));
        codes.insert((parent, name_key(&name)));
        let mut code = Code::new(id, name);
        code.parent = parent;
        code.position = u32::try_from(self.rows.codes.len()).unwrap_or(u32::MAX);
        // Programs with one box for all of it, and files that were here before, say the rest in lines of it.
        let said = description::read(meaning);
        for (nth, (by, text)) in (0_i64..).zip(&said.memos) {
            let said = Said { text, by, date: "" };
            let kind = format!("code {id}");
            self.memo(&kind, nth, Subject::Code(id), said);
        }
        said.into_code(&mut code);
        code.colour = description::colour(colour);
        self.rows.codes.push(code);
    }

    /// Whether a code of this name, meaning and colour in another one says no more than that one does, which then takes
    /// from it what it lacks.
    pub(super) fn is_twin(&mut self, above: CodeId, [name, meaning, colour]: [&str; 3]) -> bool {
        let Some(above) = self.rows.codes.iter_mut().find(|code| code.id == above) else {
            return false;
        };
        let mut twin = Code::new(above.id, description::name(name).0);
        description::read(meaning).into_code(&mut twin);
        twin.colour = description::colour(colour);
        description::unite(above, &twin)
    }

    /// A source, with a name that no other has; answers its name, its place among the rows, and its text.
    pub(super) fn source(
        &mut self,
        id: SourceId,
        wanted: &str,
        content: &str,
        date: &str,
    ) -> (String, usize, RawText) {
        let id = SourceId::from_u128(self.fresh("source", id.as_u128()));
        let names = &mut self.sources;
        let name = free_name(wanted, |name| names.contains(&folded(name)));
        names.insert(folded(&name));
        let raw = RawText::new(content.to_owned());
        let mut adopted = recognised(&name, id, &raw);
        adopted.source.file_hash = TextHash::of(content);
        // Two sources of one text are two sources there, so they are here.
        if !self.files.insert(adopted.source.file_hash.clone()) {
            adopted.source.file_hash = TextHash::of(id.to_string());
        }
        adopted.source.imported_at = self.date(date);
        let place = self.rows.sources.len();
        self.rows.sources.push(adopted);
        (name, place, raw)
    }

    /// A case, with a name that no other has.
    pub(super) fn case(&mut self, id: CaseId, wanted: &str) {
        let id = CaseId::from_u128(self.fresh("case", id.as_u128()));
        let names = &mut self.cases;
        let name = free_name(wanted, |name| names.contains(&folded(name)));
        names.insert(folded(&name));
        self.rows.cases.push(Case {
            id,
            name,
            values: Values::new(),
        });
    }

    /// An attribute, by its name: the same in every project.
    pub(super) fn attribute(&mut self, name: &str) -> AttributeId {
        let id = guid::made_of(&[self.program, "attribute", &folded(name)]);
        let id = AttributeId::from_u128(id);
        let position = u32::try_from(self.rows.attributes.len()).unwrap_or(u32::MAX);
        self.rows.attributes.push(Attribute {
            id,
            name: name.to_owned(),
            position,
        });
        id
    }

    /// All of it, called by these names.
    pub(super) fn finish(self, name: &str, origin: &str) -> ImportedProject {
        ImportedProject {
            name: name.to_owned(),
            origin: origin.to_owned(),
            info: None,
            rows: self.rows,
            warnings: self.warnings,
            losses: self.tally.into_losses(),
        }
    }
}
