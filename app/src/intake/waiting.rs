//! Files that were read and wait for a word: what each would become, what may be changed of it, and what is taken in.
//!
//! Nothing here touches the project. What is changed is changed in the sources that will be added.

mod sharing;

use std::path::PathBuf;
use std::sync::Arc;

use interchange::transcripts::{Column, ColumnUse, Glance, SpeakerRule, glance};
use project::{
    GROUP, NewSource, NewSpeaker, Project, SourceId, SourceKind, SpeakerRole, Texts, Value,
    same_name,
};

use super::revising::{RevisionReport, Standing, correction};
use super::{Arrival, Intake, Options, Parsed, SameName};

pub use sharing::Shared;

/// From this many files on they are taken in as they come: nobody looks through more, and memory is bounded.
pub const MOST_WAITING: usize = 300;

/// Files that wait, in the order they were read.
#[derive(Debug, Clone, Default)]
pub struct Waiting {
    /// The files.
    pub files: Vec<WaitingFile>,
    /// The one that is looked at.
    pub chosen: usize,
    /// Whether more are being read.
    pub reading: bool,
}

/// A file that waits.
#[derive(Debug, Clone)]
pub struct WaitingFile {
    /// The file.
    pub file: PathBuf,
    /// What is in it.
    pub content: Content,
    /// The format it was read as; "" where it could not be read.
    pub format: &'static str,
    /// What was not as expected, as sentences.
    pub warnings: Vec<String>,
    /// What the columns of a table hold; empty for anything else.
    pub columns: Vec<Column>,
    /// How its speakers are told apart; none: as guessed.
    pub rule: Option<SpeakerRule>,
    /// Whether it is taken in.
    pub taken: bool,
    /// Whether it is being read again.
    pub reading: bool,
}

/// What is in a file that waits.
#[derive(Debug, Clone)]
pub enum Content {
    /// A source.
    Source(Box<WaitingSource>),
    /// A table of so many cases.
    Cases(Arc<Arrival>),
    /// The very bytes of a source that is there, by this name.
    Known(String),
    /// Nothing that can be read, and why, in a sentence.
    Failed(String),
}

/// A source that waits.
#[derive(Debug, Clone)]
pub struct WaitingSource {
    /// The source as it would be added.
    pub source: Arc<NewSource>,
    /// Its speakers with their numbers, and what its file's name says.
    pub glance: Glance,
    /// Its respondent group; "" for none.
    pub group: String,
    /// What kind of text it is, where somebody said so.
    pub kind: Option<SourceKind>,
    /// What its file's name says is taken as attributes.
    pub from_name: bool,
    /// The source of that name that is there, with other content.
    pub same: Option<SameSource>,
}

/// A source that a file may correct.
#[derive(Debug, Clone)]
pub struct SameSource {
    /// Its name.
    pub name: String,
    /// Whether the file takes the place of its text, or both are kept.
    pub choice: SameName,
    /// What a correction would do to its quotes; none where the two cannot be compared.
    pub report: Option<Arc<RevisionReport>>,
}

/// What a person changes of a file that waits. Places count files, speakers and columns from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Looks at the file.
    Choose,
    /// Takes it in, or not.
    Take(bool),
    /// Takes it as a correction, or keeps both.
    Same(SameName),
    /// Names a speaker; a name that another has makes both one.
    Speaker(usize, String),
    /// Says who asks.
    Role(usize, SpeakerRole),
    /// Says what kind of text it is.
    Kind(SourceKind),
    /// Says which language it is in, as a BCP 47 code.
    Language(String),
    /// Puts the source into a case; "" for none.
    Case(String),
    /// Puts a speaker into a case; "" for the source's.
    SpeakerCase(usize, String),
    /// Puts a speaker into a respondent group; "" for the source's.
    SpeakerGroup(usize, String),
    /// Puts the source into a respondent group; "" for none.
    Group(String),
    /// Takes what the file's name says as attributes, or not.
    FromName(bool),
}

/// What is decided of how a file is read; it is read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reread {
    /// How speakers are told apart; none guesses.
    Speakers(Option<SpeakerRule>),
    /// What a column holds.
    Column(usize, ColumnUse),
}

impl Waiting {
    /// Adds a file that was read.
    pub fn add(&mut self, project: &Project, texts: &Texts, parsed: Parsed) {
        let mut file = WaitingFile::of(project, texts, parsed);
        if let Content::Source(new) = &file.content {
            let twin = self
                .files
                .iter()
                .find(|other| other.has_bytes_of(&new.source));
            if let Some(twin) = twin {
                file.content = Content::Known(twin.name().to_owned());
                file.taken = false;
            }
        }
        self.files.push(file);
    }

    /// Makes a change to a file.
    pub fn change(&mut self, at: usize, change: Change) {
        if change == Change::Choose {
            self.chosen = at;
        } else if let Some(file) = self.files.get_mut(at) {
            file.change(change);
        }
    }

    /// Notes a decision on how a file is read, and answers with what to read it again.
    pub fn reread(&mut self, at: usize, reread: Reread) -> Option<(PathBuf, Options)> {
        let file = self.files.get_mut(at)?;
        match reread {
            Reread::Speakers(rule) => file.rule = rule,
            Reread::Column(column, holds) => file.columns.get_mut(column)?.holds = holds,
        }
        file.reading = true;
        let options = Options {
            speakers: file.rule,
            columns: file.columns.clone(),
            ..Options::default()
        };
        Some((file.file.clone(), options))
    }

    /// Takes a file that was read again; what was changed of group and choices stays.
    pub fn read_again(&mut self, project: &Project, texts: &Texts, parsed: Parsed) {
        let Some(held) = self.files.iter_mut().find(|held| held.file == parsed.file) else {
            return;
        };
        let mut fresh = WaitingFile::of(project, texts, parsed);
        fresh.rule = held.rule;
        if let (Content::Source(before), Content::Source(after)) =
            (&held.content, &mut fresh.content)
        {
            after.group.clone_from(&before.group);
            after.from_name = before.from_name;
            after.kind = before.kind;
            after.alter(|source| {
                source.kind = before.kind.unwrap_or(source.kind);
                source.language.clone_from(&before.source.language);
                source.case.clone_from(&before.source.case);
            });
            if let (Some(before), Some(after)) = (&before.same, &mut after.same) {
                after.choice = before.choice;
            }
        }
        *held = fresh;
    }

    /// How many files would be taken in.
    #[must_use]
    pub fn taken(&self) -> usize {
        self.files.iter().filter(|file| file.comes_in()).count()
    }
}

impl WaitingFile {
    fn of(project: &Project, texts: &Texts, parsed: Parsed) -> Self {
        let Parsed { file, arrival } = parsed;
        let mut waiting = Self {
            file,
            content: Content::Failed(String::new()),
            format: "",
            warnings: Vec::new(),
            columns: Vec::new(),
            rule: None,
            taken: false,
            reading: false,
        };
        let arrival = match arrival {
            Ok(arrival) => arrival,
            Err(trouble) => {
                waiting.content = Content::Failed(trouble.message().one_line());
                return waiting;
            }
        };
        waiting.format = arrival.format;
        waiting.warnings.clone_from(&arrival.warnings);
        waiting.columns.clone_from(&arrival.columns);
        waiting.taken = true;
        let Some(new) = arrival.source else {
            waiting.content = Content::Cases(Arc::new(arrival));
            return waiting;
        };
        let mut sources = project.sources().iter();
        if let Some(known) = sources.find(|known| known.file_hash == new.file_hash) {
            waiting.content = Content::Known(known.name.clone());
            waiting.taken = false;
            return waiting;
        }
        waiting.content = Content::Source(Box::new(WaitingSource::of(project, texts, new)));
        waiting
    }

    fn has_bytes_of(&self, source: &NewSource) -> bool {
        matches!(&self.content, Content::Source(own) if own.source.file_hash == source.file_hash)
    }

    /// The name of what it becomes; of the file, where it becomes nothing with a name.
    #[must_use]
    pub fn name(&self) -> &str {
        match &self.content {
            Content::Source(new) => &new.source.name,
            Content::Known(name) => name,
            Content::Cases(_) | Content::Failed(_) => "",
        }
    }

    /// Whether anything of it is taken in.
    #[must_use]
    pub fn comes_in(&self) -> bool {
        self.taken && matches!(self.content, Content::Source(_) | Content::Cases(_))
    }

    fn change(&mut self, change: Change) {
        if let Change::Take(taken) = change {
            self.taken = taken;
            return;
        }
        let Content::Source(new) = &mut self.content else {
            return;
        };
        match change {
            Change::Same(choice) => {
                if let Some(same) = &mut new.same {
                    same.choice = choice;
                }
            }
            Change::Speaker(speaker, name) => new.name_speaker(speaker, &name),
            Change::Role(speaker, role) => new.alter_speaker(speaker, |held| held.role = role),
            Change::Kind(kind) => {
                new.kind = Some(kind);
                new.alter(|source| source.kind = kind);
            }
            Change::Language(language) => new.alter(|source| source.language = language),
            Change::Case(case) => new.alter(|source| source.case = said(&case)),
            Change::SpeakerCase(speaker, case) => {
                new.alter_speaker(speaker, |speaker| speaker.case = said(&case));
            }
            Change::SpeakerGroup(speaker, group) => {
                new.alter_speaker(speaker, |speaker| {
                    set_group(&mut speaker.attributes, &group);
                });
            }
            Change::Group(group) => new.group = group,
            Change::FromName(wanted) => new.from_name = wanted,
            Change::Choose | Change::Take(_) => {}
        }
    }

    /// Hands what is taken in to an import, and what cannot be read to its report.
    pub fn hand_to(self, intake: &mut Intake) {
        let (arrival, same_name) = match self.content {
            Content::Source(new) if self.taken => {
                let same = new.same.as_ref();
                let same_name = same.map_or(SameName::KeepBoth, |same| same.choice);
                let arrival = Arrival {
                    source: Some(new.into_source()),
                    cases: Vec::new(),
                    warnings: self.warnings,
                    format: self.format,
                    columns: self.columns,
                };
                (arrival, same_name)
            }
            Content::Cases(arrival) if self.taken => {
                (Arc::unwrap_or_clone(arrival), SameName::KeepBoth)
            }
            Content::Failed(why) => return intake.note_failed(&self.file, why),
            Content::Source(_) | Content::Cases(_) | Content::Known(_) => return,
        };
        let parsed = Parsed {
            file: self.file,
            arrival: Ok(arrival),
        };
        intake.take_as(parsed, same_name);
    }
}

impl WaitingSource {
    fn of(project: &Project, texts: &Texts, new: NewSource) -> Self {
        let standing = Standing::of(project);
        let same = standing
            .of_file(&new)
            .map(|(id, name)| same_source(project, texts, id, name, &new));
        Self {
            glance: glance(&new),
            source: Arc::new(new),
            group: String::new(),
            kind: None,
            from_name: false,
            same,
        }
    }

    fn alter(&mut self, alter: impl FnOnce(&mut NewSource)) {
        alter(Arc::make_mut(&mut self.source));
        self.look_again();
    }

    fn alter_speaker(&mut self, speaker: usize, alter: impl FnOnce(&mut NewSpeaker)) {
        self.alter(|source| {
            if let Some(speaker) = source.speakers.get_mut(speaker) {
                alter(speaker);
            }
        });
    }

    /// Names a speaker. If another bears that name, the two become one, who keeps role and place of the other.
    fn name_speaker(&mut self, speaker: usize, name: &str) {
        let name = name.trim();
        let source = Arc::make_mut(&mut self.source);
        if name.is_empty() || speaker >= source.speakers.len() {
            return;
        }
        let other = (0..source.speakers.len())
            .find(|&other| other != speaker && same_name(&source.speakers[other].name, name));
        if let Some(other) = other {
            for turn in &mut source.turns {
                turn.speaker = turn.speaker.map(|held| {
                    let held = if held == speaker { other } else { held };
                    held - usize::from(held > speaker)
                });
            }
            source.speakers.remove(speaker);
        } else {
            name.clone_into(&mut source.speakers[speaker].name);
        }
        self.look_again();
    }

    fn look_again(&mut self) {
        self.glance = glance(&self.source);
    }

    /// What its file's name says is taken only where nothing else was said.
    fn into_source(self) -> NewSource {
        let mut source = Arc::unwrap_or_clone(self.source);
        if !self.group.trim().is_empty() {
            set_group(&mut source.attributes, &self.group);
        }
        for (name, value) in self.glance.attributes {
            if self.from_name && name == "wave" && source.wave.is_empty() {
                source.wave = value.to_string();
            } else if self.from_name && !source.attributes.iter().any(|(known, _)| **known == *name)
            {
                source.attributes.push((name.into(), value));
            }
        }
        source
    }
}

/// What was typed; nothing for blanks.
fn said(typed: &str) -> Option<String> {
    let typed = typed.trim();
    (!typed.is_empty()).then(|| typed.to_owned())
}

/// Puts a respondent group among attributes, or takes it away for "".
fn set_group(attributes: &mut Vec<(Arc<str>, Value)>, group: &str) {
    attributes.retain(|(name, _)| !same_name(name, GROUP));
    attributes.extend(said(group).map(|group| (GROUP.into(), Value::Text(group))));
}

fn same_source(
    project: &Project,
    texts: &Texts,
    id: SourceId,
    name: &str,
    new: &NewSource,
) -> SameSource {
    let report = correction(project, texts, id, new.clone()).ok();
    let report = report.map(|correction| Arc::new(correction.report));
    let is_likely = report.as_ref().is_some_and(|report| !report.is_doubtful());
    SameSource {
        name: name.to_owned(),
        choice: if is_likely {
            SameName::Revise
        } else {
            SameName::KeepBoth
        },
        report,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{SAID, furnished, source, workspace};
    use super::*;
    use project::Workspace;

    fn parsed(source: NewSource) -> Parsed {
        Parsed {
            file: PathBuf::from(&source.file_name),
            arrival: Ok(Arrival {
                source: Some(source),
                ..Arrival::default()
            }),
        }
    }

    fn waiting(workspace: &Workspace, sources: Vec<NewSource>) -> Waiting {
        let mut waiting = Waiting::default();
        for source in sources {
            waiting.add(workspace.project(), &workspace.texts(), parsed(source));
        }
        waiting
    }

    fn take_in(waiting: Waiting, workspace: &mut Workspace) {
        let mut intake = Intake::new(workspace.project(), SameName::KeepBoth);
        for file in waiting.files {
            file.hand_to(&mut intake);
        }
        intake.commit(workspace).unwrap();
    }

    #[test]
    fn what_is_put_right_is_what_comes_in() {
        let mut workspace = workspace();
        let mut files = waiting(&workspace, vec![source("Parent 2 - Flintshire", SAID)]);
        for change in [
            Change::Speaker(1, "Mair".into()),
            Change::Role(0, SpeakerRole::Respondent),
            Change::Role(1, SpeakerRole::Interviewer),
            Change::Group(" Parents ".into()),
            Change::FromName(true),
            Change::Kind(SourceKind::FocusGroup),
            Change::Language("cy".into()),
            Change::Case(" Family 7 ".into()),
            Change::SpeakerCase(1, "Family 8".into()),
            Change::SpeakerGroup(1, "Carers".into()),
            Change::SpeakerGroup(0, " ".into()),
        ] {
            files.change(0, change);
        }
        take_in(files, &mut workspace);
        let project = workspace.project();
        let new = project.sources().iter().next().unwrap();
        let speakers: Vec<_> = project
            .speakers_of(new.id)
            .map(|speaker| (speaker.name.as_str(), speaker.role))
            .collect();
        assert_eq!(
            speakers,
            [
                ("I", SpeakerRole::Respondent),
                ("Mair", SpeakerRole::Interviewer)
            ]
        );
        assert_eq!(
            (new.kind, new.language.as_str()),
            (SourceKind::FocusGroup, "cy")
        );
        let case = |id: Option<project::CaseId>| project.cases().get(id.unwrap()).unwrap();
        assert_eq!(case(new.case).name, "Family 7");
        let mair = project.speakers_of(new.id).nth(1).unwrap();
        assert_eq!(case(mair.case).name, "Family 8");
        let group = project.attribute_named(GROUP).unwrap().id;
        let carers = Value::Text("Carers".into());
        assert_eq!(project.value_of(group, new, Some(mair)), Some(&carers));
        let value = |name: &str| {
            let attribute = project.attribute_named(name).unwrap();
            new.values[&attribute.id].to_string()
        };
        assert_eq!(
            (value("group"), value("place")),
            ("Parents".into(), "Flintshire".into())
        );
    }

    #[test]
    fn two_speakers_of_one_name_are_one() {
        let workspace = workspace();
        let mut files = waiting(&workspace, vec![source("Parent 3", SAID)]);
        files.change(0, Change::Speaker(0, "p1".into()));
        let Content::Source(new) = &files.files[0].content else {
            unreachable!()
        };
        assert_eq!(new.glance.speakers.len(), 1);
        assert_eq!(
            (
                new.glance.speakers[0].name.as_str(),
                new.glance.speakers[0].turns
            ),
            ("P1", 2)
        );
        assert!(new.source.turns.iter().all(|turn| turn.speaker == Some(0)));
    }

    #[test]
    fn files_of_a_known_name_are_corrections_if_they_are_like_it() {
        let mut workspace = furnished();
        let corrected = SAID.replace("nine months", "nineteen months") + "(Parent 1)\n";
        let mut files = waiting(
            &workspace,
            vec![
                source("Parent 1", &corrected),
                source("Parent 2", "I: Who are you?\nP9: Nobody you know at all.\n"),
                source("Copy", &format!("{SAID}(Parent 1)\n")),
                source("Left out", "I: So?\nP1: No.\n"),
            ],
        );
        let choices: Vec<_> = files
            .files
            .iter()
            .map(|file| match &file.content {
                Content::Source(new) => new.same.as_ref().map(|same| same.choice),
                Content::Cases(_) | Content::Known(_) | Content::Failed(_) => None,
            })
            .collect();
        assert_eq!(
            choices,
            [Some(SameName::Revise), Some(SameName::KeepBoth), None, None]
        );
        assert!(matches!(&files.files[2].content, Content::Known(name) if name == "Parent 1"));
        files.change(3, Change::Take(false));
        assert_eq!(files.taken(), 2);
        take_in(files, &mut workspace);
        let names: Vec<&str> = workspace
            .project()
            .sources()
            .iter()
            .map(|source| source.name.as_str())
            .collect();
        assert_eq!(names, ["Parent 1", "Parent 2", "Parent 2 (2)"]);
        workspace.undo().unwrap();
        assert_eq!(
            workspace.project().sources().len(),
            2,
            "one undo takes it back"
        );
    }

    #[test]
    fn what_is_decided_of_one_file_is_given_to_all() {
        let workspace = furnished();
        let arriving = ["Parent 8", "Parent 9"].map(|name| source(name, &format!("{SAID}{name}")));
        let mut files = waiting(&workspace, arriving.into());
        assert_eq!(files.transcripts(), 2);
        files.change(1, Change::Group("Parents".into()));
        files.change(1, Change::Kind(SourceKind::FocusGroup));
        assert_eq!(files.share(1, Shared::Group), []);
        assert_eq!(files.share(1, Shared::Kind), []);
        let Content::Source(new) = &files.files[0].content else {
            unreachable!()
        };
        assert_eq!(
            (new.group.as_str(), new.source.kind),
            ("Parents", SourceKind::FocusGroup)
        );
        files.reread(1, Reread::Speakers(Some(SpeakerRule::Alternating)));
        let again = files.share(1, Shared::Speakers);
        let read: Vec<_> = again
            .iter()
            .map(|(file, options)| (file.to_str().unwrap(), options.speakers))
            .collect();
        assert_eq!(read, [("Parent 8.txt", Some(SpeakerRule::Alternating))]);
        assert_eq!(
            files.share(1, Shared::Speakers),
            [],
            "it is read so already"
        );
    }

    #[test]
    fn a_file_read_again_keeps_what_was_decided() {
        let workspace = furnished();
        let mut files = waiting(&workspace, vec![source("Parent 9", SAID)]);
        files.change(0, Change::Group("Parents".into()));
        let (file, options) = files
            .reread(0, Reread::Speakers(Some(SpeakerRule::Nobody)))
            .unwrap();
        assert_eq!(
            (file, options.speakers),
            ("Parent 9.txt".into(), Some(SpeakerRule::Nobody))
        );
        assert!(files.files[0].reading);
        let again = NewSource {
            speakers: Vec::new(),
            turns: Vec::new(),
            ..source("Parent 9", SAID)
        };
        files.read_again(workspace.project(), &workspace.texts(), parsed(again));
        let file = &files.files[0];
        let Content::Source(new) = &file.content else {
            unreachable!()
        };
        assert_eq!(
            (new.group.as_str(), file.rule),
            ("Parents", Some(SpeakerRule::Nobody))
        );
        assert!(!file.reading && new.source.speakers.is_empty());
    }
}
