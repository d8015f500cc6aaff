//! Texts with their selections, and what is no text.

use std::collections::{BTreeMap, BTreeSet};

use project::text::{CLEANING_VERSION, CharRange};
use project::{
    AdoptedSource, Coding, CodingId, CodingState, Memo, MemoId, Reading, Source, SourceId,
    SourceKind, Speaker, SpeakerId, Subject, TextHash, Turn, Values, folded,
};

use super::dialect::{Dialect, RawText, Rulers, Span, is_quote, told_otherwise, vote};
use super::{Reader, date, free_name};
use crate::Warning;
use crate::refi::error::RefiError;
use crate::refi::kept::MEDIA;
use crate::refi::xml::Element;
use crate::refi::{counted, guid};
use crate::sheet::decoded;
use crate::transcripts::{ImportOptions, read_transcript};

/// A text that is to be a source.
struct Draft<'x> {
    /// The element with the text and its selections.
    element: &'x Element,
    /// The picture, recording or PDF it belongs to.
    around: Option<&'x Element>,
    id: SourceId,
    raw: RawText,
}

/// From how many characters on the name of a selection tells its place.
const SHORTEST_QUOTE: usize = 3;

/// What placing one selection after another adds up to.
#[derive(Default)]
struct Placing {
    /// Codings by what makes them one.
    known: BTreeMap<(SourceId, CharRange, u128, u128), CodingId>,
    ids: BTreeSet<u128>,
    named: usize,
    quoted: usize,
    /// Selections counted in another way than the others.
    otherwise: usize,
    /// Selections whose name is not what stands there, in case names are quotes.
    doubtful: Vec<Warning>,
}

impl<'f> Reader<'f> {
    pub(super) fn read_sources(&mut self) -> Result<(), RefiError> {
        let root: &'f Element = self.root;
        let mut drafts: Vec<Draft<'f>> = Vec::new();
        let mut others: Vec<(&Element, Vec<&Element>)> = Vec::new();
        let mut names: BTreeSet<String> = BTreeSet::new();
        let mut files: BTreeSet<TextHash> = BTreeSet::new();
        for element in root.in_list("Sources") {
            let mut taken: Vec<&Element> = Vec::new();
            for (text, around) in self.texts_of(element) {
                if let Some(draft) = self.draft(text, around, &mut names, &mut files)? {
                    taken.push(text);
                    drafts.push(draft);
                }
            }
            others.push((element, taken));
        }
        let spans = drafts
            .iter()
            .map(|draft| (&draft.raw, spans(draft.element)));
        let dialect = vote(self.origin, spans);
        if let Some(words) = dialect.words() {
            let message = format!("the places of codings were found to be counted with {words}");
            self.warnings.push(Warning::of_file(message));
        }
        let mut placing = Placing::default();
        self.find_note_spans();
        for draft in &drafts {
            self.place_all(draft, dialect, &mut placing);
        }
        // Names are quotes in this file if most of them are.
        if placing.quoted * 2 >= placing.named {
            self.warnings.append(&mut placing.doubtful);
        }
        let told = told_otherwise(placing.otherwise, "selection");
        self.warnings.extend(told);
        for (element, taken) in others {
            self.keep_source(element, &taken)?;
        }
        Ok(())
    }

    /// Keeps what of a source is no text: the picture, recording or file, without the texts that were taken from it,
    /// and the styled form of a text.
    fn keep_source(&mut self, element: &Element, taken: &[&Element]) -> Result<(), RefiError> {
        if MEDIA.contains(&&*element.name) {
            // Other programs break down over a picture or recording without its file.
            if !self.parts.has(element.value("path")) {
                return Ok(());
            }
            let mut rest = element.clone();
            let children = element.children.iter();
            let is_taken = |child: &Element| taken.iter().any(|text| std::ptr::eq(*text, child));
            let mut goes = children.map(is_taken);
            rest.children.retain(|_| !goes.next().unwrap_or(false));
            return self.keep(&rest);
        }
        let both = ["richTextPath", "plainTextPath"].map(|path| element.value(path));
        if both.iter().all(|path| !path.is_empty()) && !taken.is_empty() {
            let mut styled = Element::new("TextSource");
            styled.set("guid", element.value("guid"));
            styled.set("richTextPath", both[0]);
            self.keep(&styled)?;
            self.tally.kept("styled forms of texts", 1);
        }
        Ok(())
    }

    /// The texts of a source, each with what it belongs to. What is no text is named.
    fn texts_of(&mut self, element: &'f Element) -> Vec<(&'f Element, Option<&'f Element>)> {
        let (kind, text, areas): (&'static str, &str, &[&str]) = match &*element.name {
            "TextSource" => return vec![(element, None)],
            "PDFSource" => ("PDF files", "Representation", &["PDFSelection"]),
            "PictureSource" => ("pictures", "TextDescription", &["PictureSelection"]),
            "AudioSource" => ("sound recordings", "Transcript", &["AudioSelection"]),
            "VideoSource" => ("films", "Transcript", &["VideoSelection"]),
            _ => return Vec::new(),
        };
        let name = element.get("name").unwrap_or_default().trim();
        let texts: Vec<&'f Element> = element
            .children
            .iter()
            .filter(|child| &*child.name == text)
            .collect();
        // A PDF's passage may stand twice, as an area and as words: the words are enough.
        let words: BTreeSet<&str> = texts
            .iter()
            .flat_map(|text| text.all("PlainTextSelection"))
            .map(|selection| selection.value("guid"))
            .collect();
        let lost: Vec<&Element> = element
            .children
            .iter()
            .filter(|child| areas.contains(&&*child.name) && !words.contains(child.value("guid")))
            .collect();
        let codings: usize = lost.iter().map(|area| area.all("Coding").count()).sum();
        let all = counted(codings + element.all("Coding").count(), "coding");
        let is_there = self.parts.has(element.value("path"));
        let (missing, why) = if self.parts.is_too_large(element.value("path")) {
            (
                "is too large to be kept",
                "the file they belong to is too large",
            )
        } else {
            ("is not here", "the file they belong to is not there")
        };
        let message = match (texts.is_empty(), is_there) {
            (true, true) => format!(
                "“{name}” is not a text and cannot be coded here; it is kept for other programs with {all}"
            ),
            (true, false) => format!(
                "“{name}” is not a text, and its file {missing}; it was left out with {all}"
            ),
            (false, true) => format!(
                "of “{name}” the text can be coded here; all else of it is kept for other programs"
            ),
            (false, false) => format!("of “{name}” only the text came in: its file {missing}"),
        };
        self.warn(element, message);
        for (what, count) in [
            (kind, 1),
            ("areas of pictures, pages and recordings", lost.len()),
            ("codings of such areas", codings),
        ] {
            if is_there {
                self.tally.kept(what, count);
            } else {
                self.tally.gone(what, count, why);
            }
        }
        texts
            .into_iter()
            .map(|text| (text, Some(element)))
            .collect()
    }

    /// Makes the row of a text; none, with a line that says so, where the text cannot be had.
    fn draft(
        &mut self,
        element: &'f Element,
        around: Option<&'f Element>,
        names: &mut BTreeSet<String>,
        files: &mut BTreeSet<TextHash>,
    ) -> Result<Option<Draft<'f>>, RefiError> {
        let outer = around.filter(|_| &*element.name != "Transcript");
        let bits = self.guid_of(outer.unwrap_or(element));
        let given = [Some(element), around]
            .into_iter()
            .flatten()
            .map(|element| element.value("name"))
            .find(|name| !name.is_empty());
        let path = ["plainTextPath", "richTextPath"]
            .map(|name| element.value(name))
            .into_iter()
            .find(|path| !path.is_empty())
            .unwrap_or_default();
        let number = self.rows.sources.len() + 1;
        let wanted = given.map_or_else(|| format!("Source {number}"), one_line);
        let is_file_of_another = self.sources.get(&bits).is_some_and(|&first| {
            let first = self.rows.sources.get(first);
            first.is_some_and(|first| first.source.id != SourceId::from_u128(bits))
        });
        if let Some(first) = self.named_by(bits).filter(|_| !is_file_of_another) {
            return Err(RefiError::SameGuid {
                element: "TextSource",
                guid: guid::written(bits),
                first,
                second: wanted,
                line: element.line,
            });
        }
        let Some((raw, mut file_hash)) = self.text_of(element)? else {
            let codings = all_codings(element);
            let message = format!(
                "the text of “{wanted}” is not in the file ({path}); it was left out with {}",
                counted(codings, "coding")
            );
            self.warn(element, message);
            return Ok(None);
        };
        let name = free_name(&wanted, |name| names.contains(&folded(name)));
        names.insert(folded(&name));
        if name != wanted {
            let message = format!("two sources are called “{wanted}”; this one is now “{name}”");
            self.warn(element, message);
        }
        if !files.insert(file_hash.clone()) {
            // Two sources of one text are two sources there, so they are here.
            file_hash = TextHash::of(format!("{} {}", guid::written(bits), file_hash.as_str()));
            files.insert(file_hash.clone());
        }
        let raw = RawText::new(raw);
        let id = SourceId::from_u128(bits);
        let place = self.rows.sources.len();
        let mut row = recognised(&name, id, &raw);
        row.source.file_hash = file_hash;
        row.source.imported_at =
            date(outer.unwrap_or(element), "creationDateTime").unwrap_or(self.at);
        row.source.values = self.values(element);
        if let Some(around) = around {
            let values = self.values(around);
            row.source.values.extend(values);
        }
        self.rows.sources.push(row);
        self.register(bits, place, element, around, path);
        Ok(Some(Draft {
            element,
            around,
            id,
            raw,
        }))
    }

    /// Notes the GUIDs that a source goes by: its own, and those of what it belongs to and of its file, because
    /// QualCoder's cases name a source by the GUID in its file's name.
    fn register(
        &mut self,
        bits: u128,
        place: usize,
        element: &Element,
        around: Option<&Element>,
        path: &str,
    ) {
        self.sources.insert(bits, place);
        let stem = path.rsplit(['/', '\\']).next().unwrap_or_default();
        let stem = guid::read(stem.split('.').next().unwrap_or_default());
        let others = [Some(element), around].into_iter().flatten();
        let others = others.filter_map(|element| guid::read(element.value("guid")));
        for other in others.chain(stem) {
            self.sources.entry(other).or_insert(place);
        }
    }

    /// The text of an element, as it stands, and the hash of the file it came from.
    pub(super) fn text_of(
        &mut self,
        element: &Element,
    ) -> Result<Option<(String, TextHash)>, RefiError> {
        let plain = element.value("plainTextPath");
        if !plain.is_empty()
            && let Some(bytes) = self.parts.at(plain)?
        {
            let hash = TextHash::of(&bytes);
            let text = match String::from_utf8(bytes) {
                Ok(text) => Some(text),
                Err(error) => decoded(error.as_bytes()).ok(),
            };
            return Ok(text.map(|text| (text, hash)));
        }
        if let Some(content) = element.one("PlainTextContent") {
            let text = content.text.clone();
            let hash = TextHash::of(&text);
            return Ok(Some((text, hash)));
        }
        let rich = element.value("richTextPath");
        if rich.is_empty() {
            return Ok(None);
        }
        let Some(bytes) = self.parts.at(rich)? else {
            return Ok(None);
        };
        let file = rich.rsplit(['/', '\\']).next().unwrap_or(rich);
        let read = read_transcript(file, &bytes, &ImportOptions::default());
        let source = read.ok().and_then(|imported| imported.source);
        if source.is_some() {
            let message =
                "only the styled text was there, so places were counted in the text read from it";
            self.warn(element, message);
        }
        Ok(source.map(|source| (source.text, TextHash::of(&bytes))))
    }

    /// Places all selections, codings, descriptions and notes of a text.
    fn place_all(&mut self, draft: &Draft<'f>, dialect: Dialect, placing: &mut Placing) {
        let mut rulers = Rulers::default();
        let points = sync_points(draft.element);
        for selection in &draft.element.children {
            let span = match &*selection.name {
                "PlainTextSelection" => span(selection),
                "TranscriptSelection" => points_span(selection, &points),
                _ => continue,
            };
            let mut range = span.and_then(|span| rulers.counted(&draft.raw, dialect, span));
            let name = selection.value("name");
            let stands = |range| is_quote(name, draft.raw.text.slice(range));
            // Some programs count in different ways in one text. A name that stands just where another way of counting
            // has it is no chance, unless it is very short.
            if name.chars().count() >= SHORTEST_QUOTE
                && !range.is_some_and(stands)
                && let Some(other) = span.and_then(|span| rulers.otherwise(&draft.raw, span, name))
            {
                range = Some(other);
                placing.otherwise += 1;
            }
            self.place(draft, selection, range, placing);
        }
        let whole = draft.raw.text.all();
        for element in [Some(draft.element), draft.around].into_iter().flatten() {
            let codings: Vec<&Element> = element.all("Coding").collect();
            if whole.is_empty() && !codings.is_empty() {
                let message = format!(
                    "an empty text cannot be coded: {} left out",
                    counted(codings.len(), "coding")
                );
                self.warn(element, message);
            } else {
                for coding in codings {
                    self.place_coding(draft, element, coding, whole, placing);
                }
            }
            self.refer_source(element, draft.id, |span| {
                rulers.counted(&draft.raw, dialect, span)
            });
            let text = element.text_of("Description");
            self.describe(element, Subject::Source(draft.id), text, None);
        }
    }

    fn place(
        &mut self,
        draft: &Draft<'f>,
        selection: &Element,
        range: Option<CharRange>,
        placing: &mut Placing,
    ) {
        let source = self.name_of(draft.id);
        let codings = selection.all("Coding").count();
        let Some(range) = range else {
            let (start, end) = (
                selection.value("startPosition"),
                selection.value("endPosition"),
            );
            let message = format!(
                "the {} from {start} to {end} does not lie in “{source}”, which has {} characters; it was left out with {}",
                selection.name,
                draft.raw.text.characters(),
                counted(codings, "coding")
            );
            self.warn(selection, message);
            self.tally.gone(
                "selections outside their text",
                1,
                "nobody can say what they select",
            );
            return;
        };
        let name = selection.value("name");
        let words = draft.raw.text.slice(range);
        if !name.is_empty() {
            placing.named += 1;
            if is_quote(name, words) {
                placing.quoted += 1;
            } else {
                let (start, end): (u32, u32) = range.into();
                let shown: String = words.chars().take(60).collect();
                let message = format!(
                    "look at “{source}”, characters {start} to {end}: “{shown}” stands there, but the selection is called “{name}”"
                );
                let place = crate::Place::Line(selection.line as usize);
                placing.doubtful.push(Warning::new(place, message));
            }
        }
        let mut placed = Vec::new();
        if range.is_empty() && codings > 0 {
            let (start, _): (u32, u32) = range.into();
            let message = format!(
                "an empty passage at {start} of “{source}” cannot be coded: {} left out",
                counted(codings, "coding")
            );
            self.warn(selection, message);
        } else {
            for coding in selection.all("Coding") {
                placed.extend(self.place_coding(draft, selection, coding, range, placing));
            }
        }
        let is_said = ["Description", "NoteRef", "Coding"]
            .iter()
            .any(|name| selection.one(name).is_some());
        if !is_said {
            self.bare.extend(guid::read(selection.value("guid")));
        }
        let only = match placed.as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        let subject = only.map_or(Subject::Passage(draft.id, range), Subject::Coding);
        self.refer(selection, subject);
        self.describe(selection, subject, selection.text_of("Description"), only);
        if let Some(bits) = guid::read(selection.value("guid")) {
            self.selections.insert(bits, (draft.id, range, only));
        }
    }

    fn name_of(&self, id: SourceId) -> String {
        let place = self.sources.get(&id.as_u128()).copied();
        let row = place.and_then(|place| self.rows.sources.get(place));
        row.map(|row| row.source.name.clone()).unwrap_or_default()
    }

    fn place_coding(
        &mut self,
        draft: &Draft<'f>,
        selection: &Element,
        coding: &Element,
        range: CharRange,
        placing: &mut Placing,
    ) -> Option<CodingId> {
        let target = coding
            .one("CodeRef")
            .map_or("", |to| to.value("targetGUID"));
        let code = guid::read(target).and_then(|bits| self.codes.get(&bits).copied());
        let Some(code) = code else {
            let message =
                format!("a coding names the code “{target}”, which is not there; it was left out");
            self.warn(coding, message);
            self.tally
                .gone("codings without a code", 1, "their code is not in the file");
            return None;
        };
        let coder = self.coder([
            coding.value("creatingUser"),
            selection.value("creatingUser"),
        ]);
        let key = (draft.id, range, code.as_u128(), coder.as_u128());
        if let Some(&known) = placing.known.get(&key) {
            self.tally.gone(
                "codings that stood twice",
                1,
                "one coder tags a passage with a code once",
            );
            self.refer(coding, Subject::Coding(known));
            return Some(known);
        }
        let mut bits = self.guid_of(coding);
        while self.named_by(bits).is_some() || !placing.ids.insert(bits) {
            bits = guid::made_of(&["coding", &guid::written(bits)]);
        }
        let id = CodingId::from_u128(bits);
        let made = ["creationDateTime", "modifiedDateTime"];
        let created_at = [coding, selection]
            .into_iter()
            .find_map(|element| made.iter().find_map(|name| date(element, name)));
        self.rows.codings.push(Coding {
            id,
            source: draft.id,
            range,
            code,
            coder,
            quote: draft.raw.text.slice(range).to_owned(),
            weight: None,
            state: CodingState::Exact,
            shortlisted: false,
            created_at: created_at.unwrap_or(self.at),
        });
        placing.known.insert(key, id);
        self.refer(coding, Subject::Coding(id));
        Some(id)
    }

    /// A description as a memo.
    fn describe(&mut self, element: &Element, on: Subject, text: &str, coding: Option<CodingId>) {
        if text.is_empty() {
            return;
        }
        let bits = self.guid_of(element);
        // The selection of an uncoded passage is its comment; all else has an id of its own.
        let id = if matches!(on, Subject::Passage(..)) && self.named_by(bits).is_none() {
            bits
        } else {
            guid::made_of(&["description", &guid::written(bits)])
        };
        let of_coding = coding
            .and_then(|id| self.rows.codings.iter().rev().find(|row| row.id == id))
            .map(|row| guid::written(row.coder.as_u128()));
        let user = element.value("creatingUser");
        let coder = self.coder([user, of_coding.as_deref().unwrap_or_default()]);
        let created_at = date(element, "creationDateTime").unwrap_or(self.at);
        self.rows.memos.push(Memo {
            id: MemoId::from_u128(bits_of_new(&self.rows.memos, id)),
            subject: on,
            text: text.to_owned(),
            coder,
            created_at,
            changed_at: date(element, "modifiedDateTime").unwrap_or(created_at),
        });
    }
}

/// An id that no memo has yet: files exist in which one GUID stands many times.
fn bits_of_new(memos: &[Memo], bits: u128) -> u128 {
    let last = memos.last().map(|memo| memo.id.as_u128());
    if last == Some(bits) {
        guid::made_of(&["memo", &guid::written(bits)])
    } else {
        bits
    }
}

fn one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn all_codings(element: &Element) -> usize {
    let inside = element
        .children
        .iter()
        .map(|child| child.all("Coding").count());
    element.all("Coding").count() + inside.sum::<usize>()
}

/// The positions of a transcript's points in time.
fn sync_points(element: &Element) -> BTreeMap<u128, i64> {
    let points = element.all("SyncPoint");
    points
        .filter_map(|point| {
            let position = point.value("position").parse().ok()?;
            Some((guid::read(point.value("guid"))?, position))
        })
        .collect()
}

fn span(selection: &Element) -> Option<Span<'_>> {
    Some(Span {
        start: selection.value("startPosition").parse().ok()?,
        end: selection.value("endPosition").parse().ok()?,
        name: selection.value("name"),
    })
}

fn points_span<'x>(selection: &'x Element, points: &BTreeMap<u128, i64>) -> Option<Span<'x>> {
    let point = |name: &str| {
        let bits = guid::read(selection.value(name))?;
        points.get(&bits).copied()
    };
    Some(Span {
        start: point("fromSyncPoint")?,
        end: point("toSyncPoint")?,
        name: selection.value("name"),
    })
}

/// The selections of a text that have places of their own.
fn spans(element: &Element) -> Vec<Span<'_>> {
    element.all("PlainTextSelection").filter_map(span).collect()
}

/// The row of a text, with the turns and speakers that its own words show.
pub(super) fn recognised(name: &str, id: SourceId, raw: &RawText) -> AdoptedSource {
    let text = raw.text.as_str();
    let read = read_transcript(
        &format!("{name}.txt"),
        text.as_bytes(),
        &ImportOptions::default(),
    );
    let told = read
        .ok()
        .and_then(|imported| imported.source)
        .filter(|told| told.text == text);
    let has_ending = name
        .rsplit_once('.')
        .is_some_and(|(_, ending)| (2..=4).contains(&ending.len()) && ending.is_ascii());
    let mut source = Source {
        id,
        name: name.to_owned(),
        kind: SourceKind::Other,
        language: "en".to_owned(),
        wave: String::new(),
        case: None,
        values: Values::new(),
        text: TextHash::of(text),
        characters: 0,
        words: 0,
        revision: 0,
        cleaning: CLEANING_VERSION,
        file_name: if has_ending {
            name.to_owned()
        } else {
            format!("{name}.txt")
        },
        file_hash: TextHash::of(""),
        imported_at: project::Timestamp(0),
        reading: Reading::Unread,
    };
    let mut row = AdoptedSource {
        source: source.clone(),
        text: text.to_owned(),
        speakers: Vec::new(),
        turns: Vec::new(),
    };
    let Some(told) = told else { return row };
    source.kind = told.kind;
    source.language = told.language;
    row.source = source;
    row.speakers = told
        .speakers
        .iter()
        .map(|speaker| Speaker {
            id: SpeakerId::from_u128(guid::made_of(&["speaker", &id.to_string(), &speaker.name])),
            source: id,
            name: speaker.name.clone(),
            role: speaker.role,
            case: None,
            values: Values::new(),
        })
        .collect();
    row.turns = told
        .turns
        .iter()
        .map(|turn| Turn {
            range: turn.range,
            speech: turn.speech,
            speaker: turn
                .speaker
                .and_then(|place| row.speakers.get(place))
                .map(|speaker| speaker.id),
            from_ms: turn.from_ms,
            to_ms: turn.to_ms,
        })
        .collect();
    row
}
