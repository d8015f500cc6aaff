//! The project as a plain value: what all reading and planning works on.

use std::sync::Arc;

use codebooks::{Code, CodeId, CodeTree, RatingScale};
use imbl::{OrdMap, OrdSet};
use serde::{Deserialize, Serialize};

use crate::change::Change;
use crate::model::{
    Attribute, AttributeId, Case, CaseId, Coder, CoderId, Coding, CodingId, Holder, KeptPart, Memo,
    MemoId, ProjectId, Question, Rating, Record, SavedSearch, Seq, Set, Source, SourceId, Speaker,
    SpeakerId, Subject, Summary, Table, Turn, TurnList, Value, same_name,
};
use crate::stamp::Timestamp;
use crate::text::CharRange;

/// The project's own row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectInfo {
    /// Identifies the project across copies of its file.
    pub id: ProjectId,
    /// Its name.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// For each source its codings by place.
type CodingsIn = OrdMap<SourceId, OrdSet<(CharRange, CodingId)>>;

/// Everything in a project but its texts. A value: cloning takes constant time, so a worker or a screen
/// can hold a snapshot for as long as it likes.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    info: Arc<ProjectInfo>,
    pub(crate) seq: Seq,
    pub(crate) sources: Table<Source>,
    pub(crate) turns: Table<TurnList>,
    pub(crate) speakers: Table<Speaker>,
    pub(crate) cases: Table<Case>,
    pub(crate) attributes: Table<Attribute>,
    pub(crate) coders: Table<Coder>,
    pub(crate) codes: Table<Code>,
    pub(crate) codings: Table<Coding>,
    pub(crate) memos: Table<Memo>,
    pub(crate) scales: Table<RatingScale>,
    pub(crate) ratings: Table<Rating>,
    pub(crate) kept: Table<KeptPart>,
    pub(crate) sets: Table<Set>,
    pub(crate) summaries: Table<Summary>,
    pub(crate) questions: Table<Question>,
    pub(crate) searches: Table<SavedSearch>,
    /// Codings by place, for the reader and the unique rule.
    codings_in: CodingsIn,
    /// Speakers by source.
    speakers_in: OrdMap<SourceId, OrdSet<SpeakerId>>,
    /// Memos by subject, for the marks beside codes and codings.
    memos_on: OrdMap<Subject, OrdSet<MemoId>>,
}

impl Project {
    /// A project with nothing in it.
    #[must_use]
    pub fn new(info: ProjectInfo) -> Self {
        Self {
            info: Arc::new(info),
            seq: Seq(0),
            sources: Table::default(),
            turns: Table::default(),
            speakers: Table::default(),
            cases: Table::default(),
            attributes: Table::default(),
            coders: Table::default(),
            codes: Table::default(),
            codings: Table::default(),
            memos: Table::default(),
            scales: Table::default(),
            ratings: Table::default(),
            kept: Table::default(),
            sets: Table::default(),
            summaries: Table::default(),
            questions: Table::default(),
            searches: Table::default(),
            codings_in: OrdMap::new(),
            speakers_in: OrdMap::new(),
            memos_on: OrdMap::new(),
        }
    }

    /// The project's own row.
    #[must_use]
    pub fn info(&self) -> &ProjectInfo {
        &self.info
    }

    /// The last history line this state includes.
    #[must_use]
    pub fn seq(&self) -> Seq {
        self.seq
    }

    /// All sources, in the order of their making.
    #[must_use]
    pub fn sources(&self) -> &Table<Source> {
        &self.sources
    }

    /// All speakers.
    #[must_use]
    pub fn speakers(&self) -> &Table<Speaker> {
        &self.speakers
    }

    /// All cases.
    #[must_use]
    pub fn cases(&self) -> &Table<Case> {
        &self.cases
    }

    /// All attributes; see [`Self::attributes_in_order`] for the order shown.
    #[must_use]
    pub fn attributes(&self) -> &Table<Attribute> {
        &self.attributes
    }

    /// All coders.
    #[must_use]
    pub fn coders(&self) -> &Table<Coder> {
        &self.coders
    }

    /// All codes; see [`Self::code_tree`] for their order and inheritance.
    #[must_use]
    pub fn codes(&self) -> &Table<Code> {
        &self.codes
    }

    /// All codings of all coders.
    #[must_use]
    pub fn codings(&self) -> &Table<Coding> {
        &self.codings
    }

    /// All memos.
    #[must_use]
    pub fn memos(&self) -> &Table<Memo> {
        &self.memos
    }

    /// All rating scales.
    #[must_use]
    pub fn scales(&self) -> &Table<RatingScale> {
        &self.scales
    }

    /// All ratings.
    #[must_use]
    pub fn ratings(&self) -> &Table<Rating> {
        &self.ratings
    }

    /// What other programs said and nothing here can show, kept to be given back on export.
    #[must_use]
    pub fn kept(&self) -> &Table<KeptPart> {
        &self.kept
    }

    /// All sets of sources and codes.
    #[must_use]
    pub fn sets(&self) -> &Table<Set> {
        &self.sets
    }

    /// All summaries of cases on themes.
    #[must_use]
    pub fn summaries(&self) -> &Table<Summary> {
        &self.summaries
    }

    /// All questions of the evaluation frame; see [`Self::questions_in_order`] for the order asked.
    #[must_use]
    pub fn questions(&self) -> &Table<Question> {
        &self.questions
    }

    /// All saved searches.
    #[must_use]
    pub fn searches(&self) -> &Table<SavedSearch> {
        &self.searches
    }

    /// Questions in the order asked.
    #[must_use]
    pub fn questions_in_order(&self) -> Vec<&Arc<Question>> {
        let mut questions: Vec<_> = self.questions.iter().collect();
        questions.sort_by_key(|question| (question.position, question.id));
        questions
    }

    /// The summary of a case (or a source without one) on a theme.
    #[must_use]
    pub fn summary_of(&self, of: Holder, code: CodeId) -> Option<&Arc<Summary>> {
        self.summaries
            .iter()
            .find(|summary| (summary.of, summary.code) == (of, code))
    }

    /// The set of this name.
    #[must_use]
    pub fn set_named(&self, name: &str) -> Option<&Arc<Set>> {
        self.sets.iter().find(|set| same_name(&set.name, name))
    }

    /// The saved search of this name.
    #[must_use]
    pub fn search_named(&self, name: &str) -> Option<&Arc<SavedSearch>> {
        self.searches
            .iter()
            .find(|search| same_name(&search.name, name))
    }

    /// The tree of codes. Building it reads every code: keep it for as long as the codes stay.
    #[must_use]
    pub fn code_tree(&self) -> CodeTree {
        CodeTree::new(self.codes.iter().map(Arc::as_ref))
    }

    /// Attributes in the order shown.
    #[must_use]
    pub fn attributes_in_order(&self) -> Vec<&Arc<Attribute>> {
        let mut attributes: Vec<_> = self.attributes.iter().collect();
        attributes.sort_by_key(|attribute| (attribute.position, attribute.id));
        attributes
    }

    /// The turns of a source, in order; none for a source that is not there.
    #[must_use]
    pub fn turns(&self, source: SourceId) -> &[Turn] {
        self.turns
            .get(source)
            .map_or(&[], |list| list.turns.as_slice())
    }

    /// The turns of a source with look-up by place.
    #[must_use]
    pub fn turn_list(&self, source: SourceId) -> Option<&Arc<TurnList>> {
        self.turns.get(source)
    }

    /// The speakers of a source, in the order of their making (first word first).
    pub fn speakers_of(&self, source: SourceId) -> impl Iterator<Item = &Arc<Speaker>> {
        self.speakers_in
            .get(&source)
            .into_iter()
            .flatten()
            .filter_map(|&id| self.speakers.get(id))
    }

    /// The codings of a source by place: start, then end, then order of making.
    pub fn codings_of(&self, source: SourceId) -> impl Iterator<Item = &Arc<Coding>> {
        self.codings_in
            .get(&source)
            .into_iter()
            .flatten()
            .filter_map(|&(_, id)| self.codings.get(id))
    }

    /// The number of codings in a source.
    #[must_use]
    pub fn codings_count(&self, source: SourceId) -> usize {
        self.codings_in.get(&source).map_or(0, OrdSet::len)
    }

    /// The memos on a subject, oldest first.
    pub fn memos_on(&self, subject: Subject) -> impl Iterator<Item = &Arc<Memo>> {
        self.memos_on
            .get(&subject)
            .into_iter()
            .flatten()
            .filter_map(|&id| self.memos.get(id))
    }

    /// The source of this name, given with or without its file's extension.
    #[must_use]
    pub fn source_named(&self, name: &str) -> Option<&Arc<Source>> {
        let by =
            |matches: &dyn Fn(&Source) -> bool| self.sources.iter().find(|source| matches(source));
        by(&|source| source.name == name)
            .or_else(|| by(&|source| same_name(&source.name, name)))
            .or_else(|| by(&|source| same_name(&source.file_name, name)))
    }

    /// The speaker of this name in a source.
    #[must_use]
    pub fn speaker_named(&self, source: SourceId, name: &str) -> Option<&Arc<Speaker>> {
        self.speakers_of(source)
            .find(|speaker| same_name(&speaker.name, name))
    }

    /// The case of this name.
    #[must_use]
    pub fn case_named(&self, name: &str) -> Option<&Arc<Case>> {
        self.cases.iter().find(|case| same_name(&case.name, name))
    }

    /// The coder of this name.
    #[must_use]
    pub fn coder_named(&self, name: &str) -> Option<&Arc<Coder>> {
        self.coders
            .iter()
            .find(|coder| same_name(&coder.name, name))
    }

    /// The attribute of this name.
    #[must_use]
    pub fn attribute_named(&self, name: &str) -> Option<&Arc<Attribute>> {
        self.attributes
            .iter()
            .find(|attribute| same_name(&attribute.name, name))
    }

    /// The scale of this name.
    #[must_use]
    pub fn scale_named(&self, name: &str) -> Option<&Arc<RatingScale>> {
        self.scales
            .iter()
            .find(|scale| same_name(&scale.name, name))
    }

    /// Who says what stands at the start of a range; none for front matter and unlabelled text.
    #[must_use]
    pub fn speaker_at(&self, source: SourceId, range: CharRange) -> Option<&Arc<Speaker>> {
        let speaker = self.turns.get(source)?.of(range)?.speaker?;
        self.speakers.get(speaker)
    }

    /// The case that words of a source count for: the speaker's, else the source's; none: the source itself.
    #[must_use]
    pub fn case_of(&self, source: &Source, speaker: Option<&Speaker>) -> Option<&Arc<Case>> {
        speaker
            .and_then(|speaker| speaker.case)
            .or(source.case)
            .and_then(|case| self.cases.get(case))
    }

    /// The value of an attribute for words of a source: the nearest of speaker, speaker's case, source and
    /// source's case that has one.
    #[must_use]
    pub fn value_of<'a>(
        &'a self,
        attribute: AttributeId,
        source: &'a Source,
        speaker: Option<&'a Speaker>,
    ) -> Option<&'a Value> {
        let of_case = |case: Option<CaseId>| {
            case.and_then(|case| self.cases.get(case))
                .and_then(|case| case.values.get(&attribute))
        };
        speaker
            .and_then(|speaker| {
                speaker
                    .values
                    .get(&attribute)
                    .or_else(|| of_case(speaker.case))
            })
            .or_else(|| source.values.get(&attribute))
            .or_else(|| of_case(source.case))
    }

    /// Whether this coder has tagged this very range with this code.
    #[must_use]
    pub fn same_coding(
        &self,
        source: SourceId,
        range: CharRange,
        code: CodeId,
        coder: CoderId,
    ) -> Option<&Arc<Coding>> {
        let first = (range, CodingId::from_u128(0));
        self.codings_in
            .get(&source)?
            .range(first..)
            .take_while(|&&(at, _)| at == range)
            .filter_map(|&(_, id)| self.codings.get(id))
            .find(|coding| coding.code == code && coding.coder == coder)
    }

    /// Applies rows. The only way a project changes; [`crate::Workspace`] calls it after the file has them.
    pub(crate) fn apply(&mut self, changes: &[Change]) {
        for change in changes {
            match change {
                Change::Info(row) => {
                    if let Some(info) = &row.after {
                        self.info = Arc::clone(info);
                    }
                }
                Change::Source(row) => set(&mut self.sources, row.id, row.after.as_ref()),
                Change::Turns(row) => set(&mut self.turns, row.id, row.after.as_ref()),
                Change::Speaker(row) => self.set_speaker(row.id, row.after.as_ref()),
                Change::Case(row) => set(&mut self.cases, row.id, row.after.as_ref()),
                Change::Attribute(row) => set(&mut self.attributes, row.id, row.after.as_ref()),
                Change::Coder(row) => set(&mut self.coders, row.id, row.after.as_ref()),
                Change::Code(row) => set(&mut self.codes, row.id, row.after.as_ref()),
                Change::Coding(row) => self.set_coding(row.id, row.after.as_ref()),
                Change::Memo(row) => self.set_memo(row.id, row.after.as_ref()),
                Change::Scale(row) => set(&mut self.scales, row.id, row.after.as_ref()),
                Change::Rating(row) => set(&mut self.ratings, row.id, row.after.as_ref()),
                Change::Kept(row) => set(&mut self.kept, row.id, row.after.as_ref()),
                Change::Set(row) => set(&mut self.sets, row.id, row.after.as_ref()),
                Change::Summary(row) => set(&mut self.summaries, row.id, row.after.as_ref()),
                Change::Question(row) => set(&mut self.questions, row.id, row.after.as_ref()),
                Change::Search(row) => set(&mut self.searches, row.id, row.after.as_ref()),
            }
        }
    }

    /// Takes the turns and codings of a file that is being read, of which there were none. They are most of a project, and are
    /// put in order on other threads while the file is read on.
    pub(crate) fn read_with(&mut self, turns: Table<TurnList>, codings: ReadCodings) {
        self.turns = turns;
        (self.codings, self.codings_in) = codings.done();
    }

    fn set_speaker(&mut self, id: SpeakerId, after: Option<&Arc<Speaker>>) {
        if let Some(before) = self.speakers.take(id) {
            drop_from(&mut self.speakers_in, &before.source, &id);
        }
        if let Some(speaker) = after {
            self.speakers_in
                .entry(speaker.source)
                .or_default()
                .insert(id);
            self.speakers.put(Arc::clone(speaker));
        }
    }

    fn set_coding(&mut self, id: CodingId, after: Option<&Arc<Coding>>) {
        if let Some(before) = self.codings.take(id) {
            drop_from(&mut self.codings_in, &before.source, &(before.range, id));
        }
        if let Some(coding) = after {
            self.codings_in
                .entry(coding.source)
                .or_default()
                .insert((coding.range, id));
            self.codings.put(Arc::clone(coding));
        }
    }

    fn set_memo(&mut self, id: MemoId, after: Option<&Arc<Memo>>) {
        if let Some(before) = self.memos.take(id) {
            drop_from(&mut self.memos_on, &before.subject, &id);
        }
        if let Some(memo) = after {
            self.memos_on.entry(memo.subject).or_default().insert(id);
            self.memos.put(Arc::clone(memo));
        }
    }
}

/// The codings of a file that is being read.
#[derive(Default)]
pub(crate) struct ReadCodings {
    codings: Table<Coding>,
    codings_in: CodingsIn,
    /// Those of the last source, which most that follow are of as well.
    last: Option<(SourceId, Vec<(CharRange, CodingId)>)>,
}

impl ReadCodings {
    pub(crate) fn put(&mut self, coding: Coding) {
        let place = (coding.range, coding.id);
        match &mut self.last {
            Some((source, places)) if *source == coding.source => places.push(place),
            Some(_) | None => {
                self.put_last();
                self.last = Some((coding.source, vec![place]));
            }
        }
        self.codings.put(Arc::new(coding));
    }

    fn put_last(&mut self) {
        if let Some((source, places)) = self.last.take() {
            self.codings_in.entry(source).or_default().extend(places);
        }
    }

    fn done(mut self) -> (Table<Coding>, CodingsIn) {
        self.put_last();
        (self.codings, self.codings_in)
    }
}

fn set<T: Record>(table: &mut Table<T>, id: T::Id, after: Option<&Arc<T>>) {
    match after {
        Some(row) => table.put(Arc::clone(row)),
        None => {
            table.take(id);
        }
    }
}

/// Takes a member out of its set, and the set out of the map once it is empty.
fn drop_from<K: Ord + Clone, V: Ord + Clone>(sets: &mut OrdMap<K, OrdSet<V>>, key: &K, member: &V) {
    if let Some(set) = sets.get_mut(key) {
        set.remove(member);
        if set.is_empty() {
            sets.remove(key);
        }
    }
}
