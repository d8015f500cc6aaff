//! Projects to search, from marked text: one turn a line, `Label: speech`.

use std::ops::ControlFlow;

use codebooks::CodeId;
use index::{Feeding, Found, Index, Query, SearchError, SearchOptions, scan};
use project::text::CharRange;
use project::{
    CountingStamps, Edit, Holder, NewCode, NewCoding, NewSource, NewSpeaker, NewTurn, Project,
    Session, SourceId, SourceKind, SpeakerId, SpeakerRole, TextHash, Timestamp, Value, Workspace,
};

/// A workspace with its index.
pub(crate) struct Desk {
    pub(crate) workspace: Workspace,
    pub(crate) index: Index,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let session = Session {
            coder: "Ana".into(),
            host: "here".into(),
            stamps: Box::new(CountingStamps::new(Timestamp(1_000))),
        };
        let workspace = Workspace::in_memory("Evaluation", session).unwrap();
        let index = Index::in_memory(workspace.project()).unwrap();
        Self { workspace, index }
    }

    /// A desk with these sources: name, language, text.
    pub(crate) fn with(sources: &[(&str, &str, &str)]) -> Self {
        let mut desk = Self::new();
        for (name, language, text) in sources {
            desk.add(name, language, text);
        }
        desk.feed();
        desk
    }

    pub(crate) fn project(&self) -> &Project {
        self.workspace.project()
    }

    pub(crate) fn edit(&mut self, edit: Edit) {
        self.workspace.edit(edit).unwrap();
    }

    pub(crate) fn add(&mut self, name: &str, language: &str, text: &str) -> SourceId {
        self.edit(Edit::AddSource(Box::new(source(name, language, text))));
        self.source(name)
    }

    pub(crate) fn source(&self, name: &str) -> SourceId {
        self.project().source_named(name).unwrap().id
    }

    pub(crate) fn speaker(&self, source: &str, name: &str) -> SpeakerId {
        self.project()
            .speakers_of(self.source(source))
            .find(|speaker| speaker.name == name)
            .unwrap()
            .id
    }

    pub(crate) fn set(&mut self, holder: Holder, attribute: &str, value: &str) {
        self.edit(Edit::SetAttribute(
            holder,
            attribute.into(),
            Value::read(value),
        ));
    }

    pub(crate) fn code(&mut self, name: &str, parent: Option<CodeId>) -> CodeId {
        let id = CodeId::from_u128(self.workspace.ids().next());
        self.edit(Edit::AddCode(NewCode {
            id: Some(id),
            name: name.into(),
            parent,
            ..NewCode::default()
        }));
        id
    }

    /// Codes the first place of these words in a source.
    pub(crate) fn tag(&mut self, source: &str, words: &str, code: CodeId) {
        let id = self.source(source);
        let text = self
            .workspace
            .texts()
            .of(self.project().sources().get(id).unwrap())
            .unwrap();
        let byte = text.as_str().find(words).unwrap();
        let start = u32::try_from(text.as_str()[..byte].chars().count()).unwrap();
        let range = CharRange::of(start, start + u32::try_from(words.chars().count()).unwrap());
        self.edit(Edit::ApplyCode(NewCoding {
            id: None,
            source: id,
            range,
            quote: words.into(),
            code,
            coder: None,
            memo: String::new(),
            weight: None,
        }));
    }

    pub(crate) fn feed(&mut self) -> Feeding {
        let project = self.workspace.snapshot();
        self.index
            .bring_up_to_date(&project, &self.workspace.texts(), &mut |_, _| {
                ControlFlow::Continue(())
            })
            .unwrap()
    }

    pub(crate) fn try_search(
        &self,
        query: &str,
        options: &SearchOptions,
    ) -> Result<Found, SearchError> {
        self.index.searcher().search(
            &Query::parse(query).unwrap(),
            self.project(),
            &self.workspace.texts(),
            options,
        )
    }

    /// Searches by index and by plain scan, which must agree.
    pub(crate) fn search_with(&self, query: &str, options: &SearchOptions) -> Found {
        let found = self.try_search(query, options).unwrap();
        let scanned = scan(
            &Query::parse(query).unwrap(),
            self.project(),
            &self.workspace.texts(),
            options,
        )
        .unwrap();
        assert_eq!(found, scanned, "{query}");
        found
    }

    pub(crate) fn search(&self, query: &str) -> Found {
        self.search_with(
            query,
            &SearchOptions {
                limit: 1_000,
                ..SearchOptions::default()
            },
        )
    }

    /// All marked words of all hits: `source:turn words|words`.
    pub(crate) fn marked(&self, query: &str) -> Vec<String> {
        let hits = self.search(query).hits;
        hits.iter()
            .map(|hit| {
                let source = self.project().sources().get(hit.source).unwrap();
                let text = self.workspace.texts().of(source).unwrap();
                let words: Vec<&str> = hit.matches.iter().map(|&range| text.slice(range)).collect();
                format!("{}:{} {}", source.name, hit.turn, words.join("|"))
            })
            .collect()
    }
}

/// A source of labelled lines. `I` and `Interviewer` ask.
pub(crate) fn source(name: &str, language: &str, text: &str) -> NewSource {
    let mut speakers: Vec<NewSpeaker> = Vec::new();
    let mut turns = Vec::new();
    let mut start = 0_u32;
    for line in text.split_inclusive('\n') {
        let length = u32::try_from(line.chars().count()).unwrap();
        let (label, speech) = line.split_once(": ").unwrap_or(("", line));
        let speech_length = u32::try_from(speech.trim_end_matches('\n').chars().count()).unwrap();
        let speech_start = start + length - u32::try_from(speech.chars().count()).unwrap();
        let speaker = (!label.is_empty()).then(|| {
            speakers
                .iter()
                .position(|speaker| speaker.name == label)
                .unwrap_or_else(|| {
                    let role = if matches!(label, "I" | "Interviewer") {
                        SpeakerRole::Interviewer
                    } else {
                        SpeakerRole::Respondent
                    };
                    speakers.push(NewSpeaker {
                        name: label.into(),
                        role,
                        case: None,
                        attributes: Vec::new(),
                    });
                    speakers.len() - 1
                })
        });
        turns.push(NewTurn {
            range: CharRange::of(start, start + length),
            speech: CharRange::of(speech_start, speech_start + speech_length),
            speaker,
            from_ms: None,
            to_ms: None,
        });
        start += length;
    }
    NewSource {
        id: None,
        name: name.into(),
        kind: SourceKind::Interview,
        language: language.into(),
        wave: String::new(),
        case: None,
        attributes: Vec::new(),
        text: text.into(),
        speakers,
        turns,
        file_name: format!("{name}.txt"),
        file_hash: TextHash::of(format!("{name}{text}")),
    }
}
