//! Edits: everything a person can change, as asked.

use crate::model::{
    Attribute, Case, CaseId, Coder, CoderId, Coding, CodingId, Holder, Indicator, KeptPart, Memo,
    MemoId, Question, QuestionId, Rating, RatingId, RatingValue, Reading, SavedSearch, SearchId,
    SeenIn, Set, SetId, Source, SourceId, SourceKind, Speaker, SpeakerId, SpeakerRole, Subject,
    Summary, TextHash, Turn, Value, Weight,
};
use crate::text::{CharRange, SourceText, TextChange};
use codebooks::{Code, CodeDraft, CodeId, Colour, Kind, RatingScale, ScaleId};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A change that someone asks for. [`crate::Project::plan`] decides whether and how it happens.
///
/// Ids of new things may be given, so that later edits of the same batch can name them; where they are
/// left out the plan gives them out.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Edit {
    /// Changes the project's own name.
    RenameProject(String),

    /// Adds a source with its text, speakers and turns.
    AddSource(Box<NewSource>),
    /// Takes out a source with its speakers, codings and memos.
    RemoveSource(SourceId),
    /// Gives a source another name.
    RenameSource(SourceId, String),
    /// Changes what is known of a source. Fields left out stay.
    DescribeSource(SourceId, SourceDetails),
    /// Corrects a source's text; codings, memos and turns move with it.
    ReviseText(Box<Revision>),
    /// Takes the words that stand there now as the quote of a coding whose text was corrected.
    AcceptQuote(CodingId, String),
    /// Gives a speaker another name; if the source already has that speaker, the two become one.
    RenameSpeaker(SpeakerId, String),
    /// Says who speaks, where a transcript has it wrong. Turns are parted where somebody else goes on; speakers who are
    /// left without a word go, new names are new speakers.
    TellSpeakers(Box<Telling>),
    /// Says whether a speaker asks or answers.
    SetSpeakerRole(SpeakerId, SpeakerRole),

    /// Adds a case.
    AddCase(NewCase),
    /// Gives a case another name.
    RenameCase(CaseId, String),
    /// Takes out a case; its sources and speakers stay, its ratings go.
    RemoveCase(CaseId),
    /// Puts a source or speaker into the case of that name, made if new; none takes it out.
    AssignCase(Holder, Option<String>),
    /// Gives a source, speaker or case a value of the attribute of that name, made if new; none clears it.
    SetAttribute(Holder, String, Option<Value>),

    /// Adds a coder.
    AddCoder(NewCoder),
    /// Gives a coder another name.
    RenameCoder(CoderId, String),

    /// Adds a code.
    AddCode(NewCode),
    /// Adds codes by path, with the parents they need; fills what is empty in codes that exist, overwrites nothing.
    AddCodes(Vec<CodeDraft>),
    /// Changes a code's name, definition or colour. Fields left out stay.
    ReviseCode(CodeId, CodeDetails),
    /// Puts a code under another parent (none: the top), at a place among its siblings.
    MoveCode {
        /// Which code.
        code: CodeId,
        /// Its new parent.
        parent: Option<CodeId>,
        /// Its place among the new siblings, from 0; beyond the last is last.
        position: u32,
    },
    /// Sends all codings, memos and children of codes to another, and takes the codes out.
    MergeCodes {
        /// The codes that go.
        from: Vec<CodeId>,
        /// The code that stays.
        into: CodeId,
    },
    /// Takes out a code with its children and all their codings.
    RemoveCode(CodeId),

    /// Tags a passage with a code. The same coder tagging the same range with the same code again changes nothing.
    ApplyCode(NewCoding),
    /// Takes codings off, with their memos.
    RemoveCodings(Vec<CodingId>),
    /// Gives codings another code, keeping memo, weight and coder.
    Recode(Vec<CodingId>, CodeId),
    /// Moves the edges of a coding.
    MoveEdges {
        /// Which coding.
        coding: CodingId,
        /// Where it stands from now on.
        range: CharRange,
        /// The words at that range.
        quote: String,
    },
    /// Weighs a coding; none takes the weight off.
    WeighCoding(CodingId, Option<Weight>),
    /// Marks codings as worth using in the report, or not.
    Shortlist(Vec<CodingId>, bool),

    /// Writes a memo on a subject.
    WriteMemo(NewMemo),
    /// Changes what a memo says. Typing on within 60 seconds is one step in the history.
    ReviseMemo(MemoId, String),
    /// Takes out a memo.
    RemoveMemo(MemoId),

    /// Adds a rating scale. Its id must be new.
    AddScale(RatingScale),
    /// Takes out a scale that no rating uses.
    RemoveScale(ScaleId),
    /// Rates a case; replaces the same rater's rating of the same case, scale and wave.
    RateCase(NewRating),
    /// Takes out a rating.
    RemoveRating(RatingId),

    /// Makes a set of sources and codes.
    AddSet(NewSet),
    /// Gives a set another name, description or members. The id in it is left out of account.
    ReviseSet(SetId, NewSet),
    /// Takes out a set; its members stay.
    RemoveSet(SetId),
    /// Writes what a case says on a theme, in place of what stood there; an empty text takes it out.
    WriteSummary(NewSummary),
    /// Adds a question to the evaluation frame, after the others.
    AddQuestion(QuestionDraft),
    /// Puts another question in a question's place. The id in it is left out of account.
    ReviseQuestion(QuestionId, QuestionDraft),
    /// Puts a question at another place in the order, from 0; beyond the last is last.
    MoveQuestion(QuestionId, u32),
    /// Takes out a question; codes, scales and columns it names stay.
    RemoveQuestion(QuestionId),
    /// Keeps a search under a name, or changes one that is kept.
    SaveSearch(NewSearch),
    /// Notes what a saved search finds now, so that what it finds later is new.
    SeeSearch(SearchId, Vec<SeenIn>),
    /// Takes out a saved search.
    RemoveSearch(SearchId),

    /// Takes in rows made elsewhere, with the ids, coders and dates they have there. All of them must be new.
    Adopt(Box<Adopted>),

    /// Several edits as one: one line in the history, one undo. Each sees what those before it did.
    Batch {
        /// What the history says, such as "Coded 176 passages with “Trust”".
        label: String,
        /// The edits, in order.
        edits: Vec<Edit>,
    },
}

/// A source to add.
#[derive(Debug, Clone, PartialEq)]
pub struct NewSource {
    /// Its id, if a later edit needs to name it.
    pub id: Option<SourceId>,
    /// Its name: the file's stem.
    pub name: String,
    /// The sort of text.
    pub kind: SourceKind,
    /// BCP 47 language code, such as `en` or `cy`.
    pub language: String,
    /// When in the evaluation; "" for one wave only.
    pub wave: String,
    /// The name of its case, if it has one.
    pub case: Option<String>,
    /// Attributes by name.
    pub attributes: Vec<(Arc<str>, Value)>,
    /// The text, cleaned by [`crate::text::clean`].
    pub text: String,
    /// Who speaks, in order of first word.
    pub speakers: Vec<NewSpeaker>,
    /// What they say: turns that partition the text. Empty means one turn for each paragraph.
    pub turns: Vec<NewTurn>,
    /// The file it came from: name with extension, no folder.
    pub file_name: String,
    /// Hash of the file's bytes. The same file is not added twice.
    pub file_hash: TextHash,
}

/// A speaker of a [`NewSource`].
#[derive(Debug, Clone, PartialEq)]
pub struct NewSpeaker {
    /// As labelled in the transcript.
    pub name: String,
    /// Whether they ask or answer.
    pub role: SpeakerRole,
    /// The name of their case, if it is not the source's.
    pub case: Option<String>,
    /// Attributes by name.
    pub attributes: Vec<(Arc<str>, Value)>,
}

/// A turn of a [`NewSource`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewTurn {
    /// All of it, label included: turns partition the text.
    pub range: CharRange,
    /// The words spoken, inside `range`.
    pub speech: CharRange,
    /// Who speaks: a place in [`NewSource::speakers`].
    pub speaker: Option<usize>,
    /// When it begins, in milliseconds.
    pub from_ms: Option<u32>,
    /// When it ends, in milliseconds.
    pub to_ms: Option<u32>,
}

/// A correction of a source's text.
#[derive(Debug, Clone)]
pub struct Revision {
    /// The source.
    pub source: SourceId,
    /// Its text as it is. [`crate::Workspace::edit`] refuses any other.
    pub old: SourceText,
    /// How it becomes another.
    pub change: TextChange,
    /// Whether quotes take the corrected words, as someone who mends a typo or a name means it. Otherwise a quote keeps
    /// its words as they were coded, and is marked as corrected since.
    pub quotes_follow: bool,
    /// A transcript imported anew brings its own speakers and turns, and its quotes may have moved far: they are then
    /// looked for by their words. Without one, the turns move with the text.
    pub reimport: Option<Reimport>,
}

/// Who says which words of a source.
#[derive(Debug, Clone)]
pub struct Telling {
    /// The source.
    pub source: SourceId,
    /// Its text as it is. [`crate::Workspace::edit`] refuses any other.
    pub text: SourceText,
    /// Words and the name of the speaker who says them, nobody where there is none. What was said of earlier ones holds
    /// when the next are given.
    pub said: Vec<(CharRange, Option<String>)>,
}

/// Speakers and turns of a transcript that is imported again.
#[derive(Debug, Clone, PartialEq)]
pub struct Reimport {
    /// Who speaks. Those of a known name stay who they are; so do those who have another's turns under another name.
    pub speakers: Vec<NewSpeaker>,
    /// What they say: turns that partition the new text.
    pub turns: Vec<NewTurn>,
    /// The file it came from.
    pub file_name: String,
    /// Hash of that file's bytes.
    pub file_hash: TextHash,
}

/// What may be changed of a source; `None` leaves a field as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceDetails {
    /// The sort of text.
    pub kind: Option<SourceKind>,
    /// BCP 47 language code.
    pub language: Option<String>,
    /// When in the evaluation.
    pub wave: Option<String>,
    /// How far it is read.
    pub reading: Option<Reading>,
}

/// A case to add.
#[derive(Debug, Clone, PartialEq)]
pub struct NewCase {
    /// Its id, if a later edit needs to name it.
    pub id: Option<CaseId>,
    /// Its name.
    pub name: String,
    /// Attributes by name.
    pub attributes: Vec<(Arc<str>, Value)>,
}

/// A coder to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCoder {
    /// Their id, if a later edit needs to name them.
    pub id: Option<CoderId>,
    /// Their name.
    pub name: String,
}

/// A code to add.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewCode {
    /// Its id, if a later edit needs to name it.
    pub id: Option<CodeId>,
    /// Its name.
    pub name: String,
    /// The code it stands under; none: the top.
    pub parent: Option<CodeId>,
    /// Enabler, barrier, outcome or context; none inherits.
    pub kind: Option<Kind>,
    /// What it means.
    pub definition: String,
    /// When to use it.
    pub use_when: String,
    /// When not to.
    pub not_when: String,
    /// A quote that shows it.
    pub example: String,
    /// Its colour; none inherits.
    pub colour: Option<Colour>,
}

/// What may be changed of a code; `None` leaves a field as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CodeDetails {
    /// Its name.
    pub name: Option<String>,
    /// Its kind; `Some(None)` inherits again.
    pub kind: Option<Option<Kind>>,
    /// What it means.
    pub definition: Option<String>,
    /// When to use it.
    pub use_when: Option<String>,
    /// When not to.
    pub not_when: Option<String>,
    /// A quote that shows it.
    pub example: Option<String>,
    /// Its colour; `Some(None)` inherits again.
    pub colour: Option<Option<Colour>>,
}

/// A coding to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCoding {
    /// Its id, if a later edit needs to name it.
    pub id: Option<CodingId>,
    /// The source.
    pub source: SourceId,
    /// The passage.
    pub range: CharRange,
    /// The words at that range. The plan has no texts, so whoever asks has looked;
    /// [`crate::Workspace::edit`] refuses a quote that is not what stands there.
    pub quote: String,
    /// The code.
    pub code: CodeId,
    /// Who codes, if not the one who makes the edit (a table of codings names several).
    pub coder: Option<CoderId>,
    /// A memo written in the same step; "" for none.
    pub memo: String,
    /// How strongly it speaks for the code.
    pub weight: Option<Weight>,
}

/// A memo to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMemo {
    /// Its id, if a later edit needs to name it.
    pub id: Option<MemoId>,
    /// What it is about.
    pub subject: Subject,
    /// What it says.
    pub text: String,
}

/// A rating to give.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRating {
    /// The case judged.
    pub case: CaseId,
    /// The question.
    pub scale: ScaleId,
    /// The judgement.
    pub value: RatingValue,
    /// Who judges, if not the one who makes the edit.
    pub rater: Option<CoderId>,
    /// When in the family's story; "" for one wave only.
    pub wave: String,
    /// Why.
    pub rationale: String,
    /// The codings that bear it out.
    pub evidence: Vec<CodingId>,
}

/// A set as asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewSet {
    /// Its id, if a later edit needs to name it.
    pub id: Option<SetId>,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The sources in it.
    pub sources: BTreeSet<SourceId>,
    /// The codes in it.
    pub codes: BTreeSet<CodeId>,
}

/// A summary to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSummary {
    /// The case, or a source that belongs to none.
    pub of: Holder,
    /// The theme: a code with all below it.
    pub code: CodeId,
    /// What it says; "" takes out what stood there.
    pub text: String,
    /// The codings it is written on.
    pub codings: Vec<CodingId>,
}

/// A question of the evaluation frame as asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuestionDraft {
    /// Its id, if a later edit needs to name it.
    pub id: Option<QuestionId>,
    /// What is asked.
    pub text: String,
    /// What it stands under; "" for nothing.
    pub heading: String,
    /// What would show the answer.
    pub indicators: Vec<Indicator>,
}

/// A search to keep.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewSearch {
    /// Its id: one that is there already is changed.
    pub id: Option<SearchId>,
    /// Its name.
    pub name: String,
    /// What is searched for.
    pub query: String,
    /// Whether the interviewer's words are searched as well.
    pub everyone: bool,
    /// What it finds now.
    pub seen: Vec<SeenIn>,
}

/// Rows made elsewhere: in another project file, or by another program. Whoever brings them has settled what is
/// the same as something in the project; what stands here is new, and may refer to either.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Adopted {
    /// Coders, with names that nobody has.
    pub coders: Vec<Coder>,
    /// Attributes. Their positions follow those there are.
    pub attributes: Vec<Attribute>,
    /// Cases.
    pub cases: Vec<Case>,
    /// Codes, each after the one above it. Their positions follow those of the siblings there are.
    pub codes: Vec<Code>,
    /// Sources with all that is theirs.
    pub sources: Vec<AdoptedSource>,
    /// Codings. One whose source, range, code and coder are those of another changes nothing.
    pub codings: Vec<Coding>,
    /// Rating scales.
    pub scales: Vec<RatingScale>,
    /// Ratings.
    pub ratings: Vec<Rating>,
    /// Memos.
    pub memos: Vec<Memo>,
    /// What nothing here can show.
    pub kept: Vec<AdoptedPart>,
    /// Sets, with names that no other has.
    pub sets: Vec<Set>,
    /// Summaries, of cases and themes that have none.
    pub summaries: Vec<Summary>,
    /// Questions of the evaluation frame. Their positions follow those there are.
    pub questions: Vec<Question>,
    /// Saved searches, with names that no other has.
    pub searches: Vec<SavedSearch>,
}

/// A kept part among [`Adopted`] rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdoptedPart {
    /// Its row.
    pub part: KeptPart,
    /// The bytes of its files, in the order of the row.
    pub files: Vec<Arc<[u8]>>,
}

/// A source among [`Adopted`] rows.
#[derive(Debug, Clone, PartialEq)]
pub struct AdoptedSource {
    /// Its row; hash, length and words are taken from the text.
    pub source: Source,
    /// Its text, cleaned by [`crate::text::clean`].
    pub text: String,
    /// Who speaks in it.
    pub speakers: Vec<Speaker>,
    /// Turns that partition the text. Empty means one turn for each paragraph.
    pub turns: Vec<Turn>,
}
