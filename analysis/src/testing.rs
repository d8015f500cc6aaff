//! Small projects for tests, written as marked text.

use std::sync::Arc;

use codebooks::{CodeId, Kind, RatingScale, ScaleId, ScaleValue};
use project::text::{CharRange, SourceText};
use project::{
    AttributeId, CoderId, CodingId, CountingStamps, Edit, NewCase, NewCode, NewCoder, NewCoding,
    NewRating, NewSource, NewSpeaker, NewTurn, Project, Session, SourceId, SourceKind, SpeakerRole,
    TextHash, Timestamp, Value, Weight, Workspace,
};

/// Builds a project from sources whose lines are turns and whose codings are marked.
///
/// `P1: I [Trust|felt [Voice@B|listened to]] there.` is a turn of speaker P1 with two codings, the inner one by coder
/// B; coder A is meant where none is named. The speaker `I` is the interviewer. Lines without a label are nobody's.
#[derive(Default)]
pub(crate) struct Build {
    codes: Vec<(String, CodeId, Option<Kind>)>,
    coders: Vec<String>,
    sources: Vec<NewSource>,
    cases: Vec<NewCase>,
    codings: Vec<NewCoding>,
    scales: Vec<RatingScale>,
    ratings: Vec<NewRating>,
}

impl Build {
    /// The code at a path, made with its parents if new.
    pub(crate) fn code(&mut self, path: &str) -> CodeId {
        if let Some((_, id, _)) = self.codes.iter().find(|(known, ..)| known == path) {
            return *id;
        }
        if let Some((parent, _)) = path.rsplit_once(" / ") {
            self.code(parent);
        }
        let id = CodeId::from_u128(self.codes.len() as u128 + 1);
        self.codes.push((path.to_owned(), id, None));
        id
    }

    pub(crate) fn kind(&mut self, path: &str, kind: Kind) {
        let id = self.code(path);
        for code in self.codes.iter_mut().filter(|code| code.1 == id) {
            code.2 = Some(kind);
        }
    }

    pub(crate) fn coder(&mut self, name: &str) -> CoderId {
        let at = self
            .coders
            .iter()
            .position(|known| known == name)
            .unwrap_or_else(|| {
                self.coders.push(name.to_owned());
                self.coders.len() - 1
            });
        CoderId::from_u128(at as u128 + 100)
    }

    pub(crate) fn source(&mut self, name: &str, marked: &str) -> SourceId {
        let id = SourceId::from_u128(self.sources.len() as u128 + 1);
        let (text, marks) = Self::read_marks(marked);
        let mut speakers: Vec<NewSpeaker> = Vec::new();
        let mut turns = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let length = u32::try_from(line.chars().count()).unwrap();
            let label = line
                .split_once(": ")
                .map(|(label, _)| label)
                .filter(|label| label.chars().count() < 12);
            let speaker = label.map(|label| {
                speakers
                    .iter()
                    .position(|known| known.name == label)
                    .unwrap_or_else(|| {
                        let role = if label == "I" {
                            SpeakerRole::Interviewer
                        } else {
                            SpeakerRole::Respondent
                        };
                        speakers.push(NewSpeaker {
                            name: label.to_owned(),
                            role,
                            case: None,
                            attributes: Vec::new(),
                        });
                        speakers.len() - 1
                    })
            });
            let lead = label.map_or(0, |label| u32::try_from(label.chars().count()).unwrap() + 2);
            let trail = u32::from(line.ends_with('\n'));
            turns.push(NewTurn {
                range: CharRange::of(at, at + length),
                speech: CharRange::of(at + lead, at + length - trail),
                speaker,
                from_ms: None,
                to_ms: None,
            });
            at += length;
        }
        self.sources.push(NewSource {
            id: Some(id),
            name: name.to_owned(),
            kind: SourceKind::Interview,
            language: "en".to_owned(),
            wave: String::new(),
            case: None,
            attributes: Vec::new(),
            file_hash: TextHash::of(name),
            text,
            speakers,
            turns,
            file_name: format!("{name}.txt"),
        });
        for (start, end, tag) in marks {
            let (code, coder) = tag.split_once('@').unwrap_or((&tag, "A"));
            self.apply(name, start, end, code, coder);
        }
        id
    }

    fn read_marks(marked: &str) -> (String, Vec<(u32, u32, String)>) {
        let (mut text, mut open, mut marks) = (String::new(), Vec::new(), Vec::new());
        let mut at = 0;
        let mut chars = marked.chars();
        while let Some(c) = chars.next() {
            match c {
                '[' => open.push((
                    at,
                    chars.by_ref().take_while(|&c| c != '|').collect::<String>(),
                )),
                ']' => {
                    let (start, tag) = open.pop().unwrap();
                    marks.push((start, at, tag));
                }
                c => {
                    text.push(c);
                    at += 1;
                }
            }
        }
        assert!(open.is_empty(), "every bracket closes");
        (text, marks)
    }

    fn new_source(&mut self, name: &str) -> &mut NewSource {
        self.sources
            .iter_mut()
            .find(|source| source.name == name)
            .unwrap()
    }

    fn new_speaker(&mut self, source: &str, speaker: &str) -> &mut NewSpeaker {
        self.new_source(source)
            .speakers
            .iter_mut()
            .find(|known| known.name == speaker)
            .unwrap()
    }

    /// Puts a source (`S`) or a speaker (`S/P1`) into a case.
    pub(crate) fn in_case(&mut self, who: &str, case: &str) {
        match who.split_once('/') {
            Some((source, speaker)) => {
                self.new_speaker(source, speaker).case = Some(case.to_owned());
            }
            None => self.new_source(who).case = Some(case.to_owned()),
        }
    }

    /// Gives a source (`S`), a speaker (`S/P1`) or a case (`=Family 1`) a value.
    pub(crate) fn value(&mut self, who: &str, attribute: &str, value: &str) {
        let attribute: (Arc<str>, _) = (attribute.into(), Value::read(value).unwrap());
        if let Some(case) = who.strip_prefix('=') {
            let at = self.case(case);
            self.cases[at].attributes.push(attribute);
        } else if let Some((source, speaker)) = who.split_once('/') {
            self.new_speaker(source, speaker).attributes.push(attribute);
        } else {
            self.new_source(who).attributes.push(attribute);
        }
    }

    pub(crate) fn case(&mut self, name: &str) -> usize {
        self.cases
            .iter()
            .position(|known| known.name == name)
            .unwrap_or_else(|| {
                let id = project::CaseId::from_u128(self.cases.len() as u128 + 1);
                self.cases.push(NewCase {
                    id: Some(id),
                    name: name.to_owned(),
                    attributes: Vec::new(),
                });
                self.cases.len() - 1
            })
    }

    pub(crate) fn apply(&mut self, source: &str, start: u32, end: u32, code: &str, coder: &str) {
        let (code, coder) = (self.code(code), self.coder(coder));
        let id = CodingId::from_u128(self.codings.len() as u128 + 1);
        let source = self.new_source(source);
        let range = CharRange::of(start, end);
        let quote = SourceText::new(source.text.as_str())
            .slice(range)
            .to_owned();
        let source = source.id.unwrap();
        let coder = Some(coder);
        self.codings.push(NewCoding {
            id: Some(id),
            source,
            range,
            quote,
            code,
            coder,
            memo: String::new(),
            weight: None,
        });
    }

    /// Weighs the codings of a quote.
    pub(crate) fn weigh(&mut self, quote: &str, weight: i8) {
        let of_quote = self.codings.iter_mut().filter(|new| new.quote == quote);
        for coding in of_quote {
            coding.weight = Weight::new(weight);
        }
    }

    pub(crate) fn scale(&mut self, scale: RatingScale) -> ScaleId {
        let id = scale.id;
        self.scales.push(scale);
        id
    }

    pub(crate) fn rate(
        &mut self,
        case: &str,
        scale: ScaleId,
        value: ScaleValue,
        rater: &str,
        wave: &str,
    ) {
        let at = self.case(case);
        let case = self.cases[at].id.unwrap();
        let rater = Some(self.coder(rater));
        let (wave, rationale) = (wave.to_owned(), String::new());
        self.ratings.push(NewRating {
            case,
            scale,
            value,
            rater,
            wave,
            rationale,
            evidence: Vec::new(),
        });
    }

    /// The project, made through the one door.
    pub(crate) fn project(&self) -> Arc<Project> {
        self.workspace().snapshot()
    }

    /// The same, to go on with.
    pub(crate) fn workspace(&self) -> Workspace {
        let mut edits: Vec<Edit> = Vec::new();
        for (at, name) in self.coders.iter().enumerate() {
            edits.push(Edit::AddCoder(NewCoder {
                id: Some(CoderId::from_u128(at as u128 + 100)),
                name: name.clone(),
            }));
        }
        for (path, id, kind) in &self.codes {
            let (parent, name) = path
                .rsplit_once(" / ")
                .map_or((None, path.as_str()), |(parent, name)| (Some(parent), name));
            let parent = parent
                .and_then(|parent| self.codes.iter().find(|(known, ..)| known == parent))
                .map(|code| code.1);
            edits.push(Edit::AddCode(NewCode {
                id: Some(*id),
                name: name.to_owned(),
                parent,
                kind: *kind,
                ..NewCode::default()
            }));
        }
        edits.extend(self.cases.iter().cloned().map(Edit::AddCase));
        edits.extend(
            self.sources
                .iter()
                .map(|source| Edit::AddSource(Box::new(source.clone()))),
        );
        edits.extend(self.codings.iter().cloned().map(Edit::ApplyCode));
        edits.extend(self.scales.iter().cloned().map(Edit::AddScale));
        edits.extend(self.ratings.iter().cloned().map(Edit::RateCase));
        made(edits)
    }
}

fn made(edits: Vec<Edit>) -> Workspace {
    let stamps = Box::new(CountingStamps::new(Timestamp(0)));
    let session = Session {
        coder: "Tester".to_owned(),
        host: String::new(),
        stamps,
    };
    let mut workspace = Workspace::in_memory("Test", session).unwrap();
    if !edits.is_empty() {
        workspace
            .edit(Edit::Batch {
                label: "Set up".to_owned(),
                edits,
            })
            .unwrap();
    }
    workspace
}

/// The quotes of codings, for tests that read.
pub(crate) fn quotes(project: &Project, ids: &[CodingId]) -> Vec<String> {
    ids.iter()
        .map(|&id| project.codings().get(id).unwrap().quote.clone())
        .collect()
}

pub(crate) fn attribute(project: &Project, name: &str) -> AttributeId {
    project.attribute_named(name).unwrap().id
}
