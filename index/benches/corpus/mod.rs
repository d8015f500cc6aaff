//! The corpus the benches run on: the folder in `VOUCH_BENCH_CORPUS` (`txt/*.txt` and, if there, codings and
//! attributes in the columns of the command line), else sixty invented interviews.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::PathBuf;

use codebooks::{CodeId, CodePath};
use index::Index;
use project::text::{CharRange, SourceText, clean};
use project::{
    CountingStamps, Edit, Holder, NewCode, NewCoding, NewSource, NewSpeaker, NewTurn, Session,
    SourceId, SourceKind, SpeakerRole, TextHash, Timestamp, Value, Workspace,
};

/// Interviews of the invented corpus, and turns in each.
const INVENTED: (usize, usize) = (60, 240);

/// A project with all texts, ready to feed an index from.
pub(crate) struct Corpus {
    pub(crate) workspace: Workspace,
    pub(crate) bytes: usize,
    pub(crate) turns: usize,
}

impl Corpus {
    /// Reads or invents it.
    pub(crate) fn load() -> Self {
        let session = Session {
            coder: "Bench".into(),
            host: "here".into(),
            stamps: Box::new(CountingStamps::new(Timestamp(1))),
        };
        let workspace = Workspace::in_memory("Corpus", session).unwrap();
        let mut corpus = Self {
            workspace,
            bytes: 0,
            turns: 0,
        };
        let folder = std::env::var_os("VOUCH_BENCH_CORPUS").map(PathBuf::from);
        let files = folder
            .as_ref()
            .map_or_else(invented, |folder| read(folder.join("txt")));
        let sources = files
            .into_iter()
            .map(|(name, text)| Edit::AddSource(Box::new(corpus.source(name, text))))
            .collect();
        corpus.batch(sources);
        if let Some(folder) = folder {
            corpus.attributes(&table(folder.join("vouch_attributes.csv")));
            corpus.codings(&table(folder.join("vouch_codings.csv")));
        }
        corpus
    }

    /// Feeds an index with everything.
    pub(crate) fn feed(&self, index: &mut Index) {
        let texts = self.workspace.texts();
        index
            .bring_up_to_date(self.workspace.project(), &texts, &mut |_, _| {
                ControlFlow::Continue(())
            })
            .unwrap();
    }

    fn batch(&mut self, edits: Vec<Edit>) {
        if !edits.is_empty() {
            self.workspace
                .edit(Edit::Batch {
                    label: "Corpus".into(),
                    edits,
                })
                .unwrap();
        }
    }

    /// A source of paragraphs, each a turn; `Label: speech` where a label is short.
    fn source(&mut self, name: String, text: String) -> NewSource {
        self.bytes += text.len();
        let mut speakers: Vec<NewSpeaker> = Vec::new();
        let mut turns = Vec::new();
        let mut start = 0_u32;
        for paragraph in text.split_inclusive("\n\n") {
            let length = count(paragraph);
            let label = paragraph
                .split_once(": ")
                .map(|(label, _)| label)
                .filter(|label| label.len() < 40 && !label.contains('\n'));
            let speech_start = start + label.map_or(0, |label| count(label) + 2);
            let speech_end = (start + count(paragraph.trim_end())).max(speech_start);
            let speaker = label.map(|label| {
                speakers
                    .iter()
                    .position(|speaker| speaker.name == label)
                    .unwrap_or_else(|| {
                        let role = if label == "Interviewer" {
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
            let speech = CharRange::of(speech_start, speech_end);
            turns.push(NewTurn {
                range: CharRange::of(start, start + length),
                speech,
                speaker,
                from_ms: None,
                to_ms: None,
            });
            start += length;
        }
        self.turns += turns.len();
        NewSource {
            id: None,
            kind: SourceKind::Interview,
            language: "en".into(),
            wave: String::new(),
            case: None,
            attributes: Vec::new(),
            speakers,
            turns,
            file_name: format!("{name}.txt"),
            file_hash: TextHash::of(&text),
            name,
            text,
        }
    }

    fn by_name(&self) -> BTreeMap<String, SourceId> {
        self.workspace
            .project()
            .sources()
            .iter()
            .map(|source| (source.name.clone(), source.id))
            .collect()
    }

    fn attributes(&mut self, rows: &[Vec<String>]) {
        let ids = self.by_name();
        let edits = rows.iter().filter_map(|row| {
            let (name, group) = (row.first()?, row.get(1)?);
            Some(Edit::SetAttribute(
                Holder::Source(*ids.get(name)?),
                "group".into(),
                Value::read(group),
            ))
        });
        let edits = edits.collect();
        self.batch(edits);
    }

    fn codings(&mut self, rows: &[Vec<String>]) {
        let ids = self.by_name();
        let paths: BTreeSet<&String> = rows.iter().filter_map(|row| row.get(3)).collect();
        let mut codes: BTreeMap<String, CodeId> = BTreeMap::new();
        let mut edits = Vec::new();
        let fresh = self.workspace.ids();
        for path in paths {
            let mut parent = None;
            let mut whole = String::new();
            for name in CodePath::new(path.split('/')).unwrap().names() {
                whole = format!("{whole}/{name}");
                let id = *codes.entry(whole.clone()).or_insert_with(|| {
                    let id = CodeId::from_u128(fresh.next());
                    edits.push(Edit::AddCode(NewCode {
                        id: Some(id),
                        name: name.clone(),
                        parent,
                        ..NewCode::default()
                    }));
                    id
                });
                parent = Some(id);
            }
            codes.insert(path.clone(), parent.unwrap());
        }
        let texts = self.workspace.texts();
        let mut open: Option<(SourceId, SourceText)> = None;
        for row in rows {
            let [name, start, end, path, ..] = row.as_slice() else {
                continue;
            };
            let (Some(&source), Ok(start), Ok(end)) = (ids.get(name), start.parse(), end.parse())
            else {
                continue;
            };
            if open.as_ref().is_none_or(|(known, _)| *known != source) {
                open = Some((
                    source,
                    texts
                        .of(self.workspace.project().sources().get(source).unwrap())
                        .unwrap(),
                ));
            }
            let range = CharRange::of(start, end);
            edits.push(Edit::ApplyCode(NewCoding {
                id: None,
                source,
                range,
                quote: open
                    .as_ref()
                    .map(|(_, text)| text.slice(range).to_owned())
                    .unwrap(),
                code: codes[path],
                coder: None,
                memo: String::new(),
                weight: None,
            }));
        }
        self.batch(edits);
    }
}

fn count(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap()
}

fn read(folder: PathBuf) -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let name = |path: &PathBuf| path.file_stem().unwrap().to_string_lossy().into_owned();
    paths
        .iter()
        .map(|path| (name(path), clean(&std::fs::read_to_string(path).unwrap())))
        .collect()
}

/// Rows of a table without quoting, header left out.
fn table(path: PathBuf) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.lines()
        .skip(1)
        .map(|line| line.split(',').map(str::to_owned).collect())
        .collect()
}

/// Interviews whose words fall off in frequency as those of speech do, the same each time.
fn invented() -> Vec<(String, String)> {
    const SYLLABLES: [&str; 16] = [
        "the", "wait", "ing", "trust", "ed", "work", "er", "fam", "ily", "sup", "port", "list",
        "ar", "on", "e", "ŵyr",
    ];
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut roll = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap() % below
    };
    let mut vocabulary: Vec<String> = [
        "family", "worker", "waiting", "list", "support", "trusted", "school",
    ]
    .map(str::to_owned)
    .into();
    vocabulary.extend((0..20_000).map(|_| {
        (0..=roll(3))
            .map(|_| SYLLABLES[roll(SYLLABLES.len())])
            .collect()
    }));
    let mut interview = |nth: usize| {
        let mut text = String::new();
        for turn in 0..INVENTED.1 {
            text.push_str(if turn % 2 == 0 {
                "Interviewer:"
            } else {
                "Parent:"
            });
            for _ in 0..5 + roll(70) {
                text.push(' ');
                let reach = 1 + roll(vocabulary.len());
                let reach = 1 + roll(reach);
                text.push_str(&vocabulary[roll(reach)]);
            }
            text.push_str(".\n\n");
        }
        (format!("interview_{nth:05}"), text)
    };
    (0..INVENTED.0).map(&mut interview).collect()
}
