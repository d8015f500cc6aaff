//! Laws of the exchange, held on random projects: what is written is valid, what is read is what was written, the
//! same project gives the same bytes, and merging twice changes nothing.

use std::io::{Cursor, Read, Write};

use codebooks::{Code, CodeId, Colour, Kind, Level, RatingScale, ScaleId, ScaleValue};
use project::text::{CharRange, SourceText, clean};
use project::{
    Adopted, AdoptedPart, AdoptedSource, Attribute, AttributeId, Basis, Case, CaseId, Coder,
    CoderId, Coding, CodingId, CodingState, CountingStamps, Edit, Evidence, Holder, Indicator,
    KeptFile, KeptPart, Memo, MemoId, Project, Question, QuestionId, Rating, RatingId, Reading,
    SavedSearch, SearchId, Session, Set, SetId, Source, SourceId, SourceKind, Speaker, SpeakerId,
    SpeakerRole, Subject, Summary, SummaryId, TextHash, Timestamp, Turn, Value, Values, Weight,
    Workspace,
};
use proptest::prelude::*;

use super::validator::faults;
use super::{ImportedProject, guid, read_project, write_project, xml};
use crate::merge::{merge, rows_of};

fn workspace(coder: &str) -> Workspace {
    let session = Session {
        coder: coder.to_owned(),
        host: "desk".to_owned(),
        stamps: Box::new(CountingStamps::new(Timestamp(1_772_323_200_000))),
    };
    Workspace::in_memory("Glanfa & Co \"2026\"", session).unwrap()
}

fn id(kind: u8, nth: usize) -> u128 {
    guid::made_of(&["law", &kind.to_string(), &nth.to_string()])
}

/// A moment; whole seconds, because the standard has no smaller ones.
fn moment(nth: u32) -> Timestamp {
    Timestamp(1_700_000_000_000 + i64::from(nth) * 1000)
}

/// What a random project is made of; numbers choose among what is there.
#[derive(Debug, Clone)]
struct Seed {
    coders: usize,
    codes: Vec<(String, u8, u8)>,
    texts: Vec<String>,
    codings: Vec<[u8; 6]>,
    values: Vec<(u8, u8, Value)>,
    memos: Vec<(u8, u8, String)>,
    ratings: Vec<[u8; 4]>,
}

fn seeds() -> impl Strategy<Value = Seed> {
    let text = prop_oneof![
        1 => Just(String::new()),
        4 => "(I: [a-z ?]{1,12}\r\n|P1: [a-zŵé🙂👩\u{200d}👧 ]{1,20}\n|[^\\pC]{0,10}\r\n){0,8}",
        1 => "\\PC{0,40}",
    ];
    let value = prop_oneof![
        // Nothing but blanks is no value: see `Value::read`.
        "[^\\pC]{1,12}".prop_filter_map("says something", |text| (!text.trim().is_empty())
            .then_some(Value::Text(text))),
        (-9_999_i32..9_999).prop_map(|number| Value::Number(f64::from(number) / 4.0)),
        (1_u32..28).prop_map(|day| Value::Date(format!("2026-02-{day:02}"))),
    ];
    (
        0_usize..5,
        prop::collection::vec(("[^\\pC]{1,10}", any::<u8>(), any::<u8>()), 0..14),
        prop::collection::vec(text, 0..5),
        prop::collection::vec(any::<[u8; 6]>(), 0..24),
        prop::collection::vec((any::<u8>(), any::<u8>(), value), 0..8),
        prop::collection::vec(
            (any::<u8>(), any::<u8>(), "[^\\pC]{0,20}(\n[a-z]{1,5})?"),
            0..10,
        ),
        prop::collection::vec(any::<[u8; 4]>(), 0..4),
    )
        .prop_map(
            |(coders, codes, texts, codings, values, memos, ratings)| Seed {
                coders,
                codes,
                texts,
                codings,
                values,
                memos,
                ratings,
            },
        )
}

fn pick(count: usize, n: u8) -> Option<usize> {
    (count > 0).then(|| usize::from(n) % count)
}

fn codes(seed: &Seed) -> Vec<Code> {
    let mut codes: Vec<Code> = Vec::new();
    for (nth, (name, parent, looks)) in seed.codes.iter().enumerate() {
        let mut code = Code::new(
            CodeId::from_u128(id(1, nth)),
            format!("{nth} {}", name.trim()).trim(),
        );
        // Mostly one under the other, so that trees get deep.
        code.parent = match parent % 4 {
            0 => None,
            1 => pick(nth, *parent).map(|at| codes[at].id),
            _ => codes.last().map(|last| last.id),
        };
        code.position = u32::try_from(nth).unwrap();
        code.kind = (looks % 3 == 0).then_some(Kind::Barrier);
        code.colour = (looks % 2 == 0).then_some(Colour::new(*looks, 2, 3));
        code.definition = if looks % 5 == 0 {
            String::new()
        } else {
            format!("About <{nth}>\n& more")
        };
        code.not_when = if looks % 7 == 0 {
            "never".to_owned()
        } else {
            String::new()
        };
        codes.push(code);
    }
    codes
}

fn source(nth: usize, text: &str) -> AdoptedSource {
    let text = clean(text);
    let all = SourceText::new(text.as_str()).all();
    let source = SourceId::from_u128(id(2, nth));
    let speaker = Speaker {
        id: SpeakerId::from_u128(id(3, nth)),
        source,
        name: "P1".to_owned(),
        role: SpeakerRole::Respondent,
        case: None,
        values: Values::new(),
    };
    let turn = Turn {
        range: all,
        speech: all,
        speaker: Some(speaker.id),
        from_ms: Some(20),
        to_ms: None,
    };
    AdoptedSource {
        source: Source {
            id: source,
            name: format!("Interview {nth} <ŵ>"),
            kind: SourceKind::FocusGroup,
            language: "cy".to_owned(),
            wave: "baseline".to_owned(),
            case: None,
            values: Values::new(),
            text: TextHash::of(&text),
            characters: 0,
            words: 0,
            revision: 3,
            cleaning: project::text::CLEANING_VERSION,
            file_name: format!("{nth}.docx"),
            file_hash: TextHash::of([u8::try_from(nth).unwrap()]),
            imported_at: moment(7),
            reading: Reading::Done,
        },
        turns: if all.is_empty() {
            Vec::new()
        } else {
            vec![turn]
        },
        speakers: vec![speaker],
        text,
    }
}

fn codings(seed: &Seed, rows: &Adopted) -> Vec<Coding> {
    let mut codings: Vec<Coding> = Vec::new();
    for (nth, &[source, start, length, code, coder, looks]) in seed.codings.iter().enumerate() {
        let places = (
            pick(rows.sources.len(), source),
            pick(rows.codes.len(), code),
            pick(rows.coders.len(), coder),
        );
        let (Some(source), Some(code), Some(coder)) = places else {
            continue;
        };
        let text = SourceText::new(rows.sources[source].text.as_str());
        let characters = text.characters();
        if characters == 0 {
            continue;
        }
        let start = u32::from(start) % characters;
        let end = (start + 1 + u32::from(length) % 30).min(characters);
        let range = CharRange::of(start, end);
        let quote = text.slice(range).to_owned();
        let state = match looks % 8 {
            0 => CodingState::Moved,
            1 => CodingState::Lost,
            _ => CodingState::Exact,
        };
        let coding = Coding {
            id: CodingId::from_u128(id(4, nth)),
            source: rows.sources[source].source.id,
            range,
            code: rows.codes[code].id,
            coder: rows.coders[coder].id,
            quote: if state == CodingState::Exact {
                quote
            } else {
                "as it was".to_owned()
            },
            weight: Weight::new(i8::try_from(looks % 5).unwrap() - 2),
            state,
            shortlisted: looks % 3 == 0,
            created_at: moment(u32::from(looks)),
        };
        let place = |coding: &Coding| (coding.source, coding.range, coding.code, coding.coder);
        if !codings.iter().any(|known| place(known) == place(&coding)) {
            codings.push(coding);
        }
    }
    codings
}

fn subjects(rows: &Adopted, kind: u8, n: u8) -> Option<Subject> {
    Some(match kind % 7 {
        0 => Subject::Project,
        1 => Subject::Source(rows.sources.get(pick(rows.sources.len(), n)?)?.source.id),
        2 => {
            let row = rows.sources.get(pick(rows.sources.len(), n)?)?;
            let all = SourceText::new(row.text.as_str()).characters();
            let start = u32::from(n) % (all + 1);
            Subject::Passage(row.source.id, CharRange::of(start, all))
        }
        3 => Subject::Code(rows.codes.get(pick(rows.codes.len(), n)?)?.id),
        4 => Subject::Coding(rows.codings.get(pick(rows.codings.len(), n)?)?.id),
        5 => Subject::Case(rows.cases.get(pick(rows.cases.len(), n)?)?.id),
        _ => Subject::Rating(rows.ratings.get(pick(rows.ratings.len(), n)?)?.id),
    })
}

/// The rows of a random project.
#[expect(
    clippy::too_many_lines,
    reason = "one table after another, in the order in which they name each other"
)]
fn rows(seed: &Seed) -> Adopted {
    let nth = |count: usize| 0..count;
    let mut rows = Adopted {
        coders: nth(seed.coders)
            .map(|nth| Coder {
                id: CoderId::from_u128(id(5, nth)),
                name: format!("Coder “{nth}”"),
                colour: (nth == 1).then_some(Colour::new(9, 9, 9)),
            })
            .collect(),
        attributes: nth(3)
            .map(|nth| Attribute {
                id: AttributeId::from_u128(id(6, nth)),
                name: format!("attribute {nth}"),
                position: u32::try_from(2 - nth).unwrap(),
            })
            .collect(),
        cases: nth(3)
            .map(|nth| Case {
                id: CaseId::from_u128(id(7, nth)),
                name: format!("Family {nth}"),
                values: Values::new(),
            })
            .collect(),
        codes: codes(seed),
        sources: seed
            .texts
            .iter()
            .enumerate()
            .map(|(nth, text)| source(nth, text))
            .collect(),
        ..Adopted::default()
    };
    for (holder, attribute, value) in &seed.values {
        let attribute = rows.attributes[usize::from(attribute % 3)].id;
        let case = usize::from(holder % 3);
        match rows.sources.get_mut(usize::from(holder % 8)) {
            Some(row) => {
                row.source.values.insert(attribute, value.clone());
                row.source.case = Some(rows.cases[case].id);
                row.speakers[0].case = row.source.case;
            }
            None => {
                rows.cases[case].values.insert(attribute, value.clone());
            }
        }
    }
    rows.codings = codings(seed, &rows);
    rows.scales.push(RatingScale::new(
        ScaleId::from_u128(id(8, 0)),
        "Quality",
        Level::Ordinal,
        ["None", "Some", "Strong"],
    ));
    if !rows.coders.is_empty() {
        for (nth, &[case, rater, value, evidence]) in seed.ratings.iter().enumerate() {
            rows.ratings.push(Rating {
                id: RatingId::from_u128(id(9, nth)),
                case: rows.cases[usize::from(case % 3)].id,
                scale: rows.scales[0].id,
                value: ScaleValue::Label(u16::from(value % 3)),
                rater: rows.coders[pick(rows.coders.len(), rater).unwrap()].id,
                wave: format!("wave {nth}"),
                rationale: "because".to_owned(),
                evidence: pick(rows.codings.len(), evidence)
                    .map(|at| rows.codings[at].id)
                    .into_iter()
                    .collect(),
            });
        }
        for (nth, (kind, n, text)) in seed.memos.iter().enumerate() {
            let Some(subject) = subjects(&rows, *kind, *n) else {
                continue;
            };
            rows.memos.push(Memo {
                id: MemoId::from_u128(id(10, nth)),
                subject,
                text: text.clone(),
                coder: rows.coders[pick(rows.coders.len(), *n).unwrap()].id,
                created_at: moment(u32::from(*n)),
                changed_at: moment(u32::from(*n) + 5),
            });
        }
    }
    rows.kept = kept(&rows);
    find(&mut rows);
    rows
}

/// One of each of what is made of the codings, as far as there is something to make it of.
fn find(rows: &mut Adopted) {
    rows.sets.push(Set {
        id: SetId::from_u128(id(12, 0)),
        name: "A set".to_owned(),
        description: "of what <there> is".to_owned(),
        sources: rows.sources.iter().map(|row| row.source.id).collect(),
        codes: rows.codes.iter().map(|code| code.id).collect(),
    });
    if let (Some(code), Some(coder)) = (rows.codes.first(), rows.coders.first()) {
        rows.summaries.push(Summary {
            id: SummaryId::from_u128(id(12, 1)),
            of: Holder::Case(rows.cases[0].id),
            code: code.id,
            text: "sums\nup".to_owned(),
            coder: coder.id,
            changed_at: moment(7),
            basis: rows.codings.iter().take(2).map(Basis::of).collect(),
        });
    }
    let code = rows.codes.first().map(|code| Evidence::Code(code.id));
    let scale = Some(Evidence::Scale(rows.scales[0].id));
    rows.questions.push(Question {
        id: QuestionId::from_u128(id(12, 2)),
        text: "Is anyone better off?".to_owned(),
        heading: String::new(),
        position: 0,
        indicators: vec![Indicator {
            name: "Trust".to_owned(),
            evidence: code.into_iter().chain(scale).collect(),
        }],
    });
    rows.searches.push(SavedSearch {
        id: SearchId::from_u128(id(12, 3)),
        name: "Being heard".to_owned(),
        query: "listen*".to_owned(),
        everyone: true,
        seen: Vec::new(),
        seen_at: moment(8),
    });
}

/// A group of some codes, sources and a picture, and that picture with its file.
fn kept(rows: &Adopted) -> Vec<AdoptedPart> {
    let mut set = xml::Element::new("Set");
    set.set("guid", &guid::written(id(11, 0)));
    set.set("name", "A group");
    let codes = rows
        .codes
        .iter()
        .map(|code| ("MemberCode", code.id.as_u128()));
    let sources = rows
        .sources
        .iter()
        .map(|row| ("MemberSource", row.source.id.as_u128()));
    let picture = ("MemberSource", id(11, 1));
    for (name, bits) in codes.chain(sources).chain([picture]) {
        let mut member = xml::Element::new(name);
        member.set("targetGUID", &guid::written(bits));
        set.children.push(member);
    }
    let mut picture = xml::Element::new("PictureSource");
    let own = guid::written(id(11, 1));
    picture.set("guid", &own);
    picture.set("name", "A picture");
    picture.set("path", &format!("internal://{own}.png"));
    let bytes: std::sync::Arc<[u8]> = [0, 1, 255].into();
    let file = KeptFile {
        name: format!("{own}.png"),
        hash: TextHash::of(&bytes),
    };
    let part = |element: &xml::Element, files: Vec<KeptFile>| KeptPart {
        id: super::kept::id_of(element),
        markup: super::kept::stored(element),
        files,
    };
    vec![
        AdoptedPart {
            part: part(&set, Vec::new()),
            files: Vec::new(),
        },
        AdoptedPart {
            part: part(&picture, vec![file]),
            files: vec![bytes],
        },
    ]
}

fn filled(coder: &str, rows: Adopted) -> Workspace {
    let mut workspace = workspace(coder);
    workspace.edit(Edit::Adopt(Box::new(rows))).unwrap();
    workspace
}

fn exported(workspace: &Workspace) -> Vec<u8> {
    let texts = workspace.texts();
    write_project(
        workspace.project(),
        |source| texts.of(source),
        |hash| texts.file(hash),
    )
    .unwrap()
    .bytes
}

fn read(bytes: &[u8]) -> ImportedProject {
    read_project(bytes, |_| None, Timestamp(0)).unwrap()
}

/// An archive without some of its parts, or with others in their place.
fn repacked(bytes: &[u8], change: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>>) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..from.len() {
        let mut part = from.by_index(place).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        if let Some(content) = change(&name, content) {
            to.start_file(name, zip::write::SimpleFileOptions::default())
                .unwrap();
            to.write_all(&content).unwrap();
        }
    }
    to.finish().unwrap().into_inner()
}

fn without_side(bytes: &[u8]) -> Vec<u8> {
    repacked(bytes, |name, content| {
        (name != super::side::NAME).then_some(content)
    })
}

fn assert_same(one: &Project, two: &Project) {
    assert_eq!(one.coders(), two.coders());
    assert_eq!(one.attributes(), two.attributes());
    assert_eq!(one.cases(), two.cases());
    assert_eq!(one.codes(), two.codes());
    assert_eq!(one.sources(), two.sources());
    assert_eq!(one.speakers(), two.speakers());
    for source in one.sources().iter() {
        assert_eq!(one.turns(source.id), two.turns(source.id));
    }
    assert_eq!(one.codings(), two.codings());
    assert_eq!(one.scales(), two.scales());
    assert_eq!(one.ratings(), two.ratings());
    assert_eq!(one.memos(), two.memos());
    assert_eq!(one.kept(), two.kept());
    assert_eq!(one.sets(), two.sets());
    assert_eq!(one.summaries(), two.summaries());
    assert_eq!(one.questions(), two.questions());
    assert_eq!(one.searches(), two.searches());
}

/// What the standard holds of a project, in a form to compare.
fn standard(project: &Project) -> Vec<String> {
    let mut lines = Vec::new();
    for coder in project.coders().iter() {
        lines.push(format!("coder {} {}", coder.id, coder.name));
    }
    let tree = project.code_tree();
    for &id in tree.order() {
        let code = project.codes().get(id).unwrap();
        lines.push(format!(
            "code {id} {:?} {:?} {:?} {} {:?}",
            tree.path(id),
            code.definition,
            code.not_when,
            tree.colour(id),
            code.kind
        ));
    }
    for attribute in project.attributes_in_order() {
        lines.push(format!("attribute {} {}", attribute.id, attribute.name));
    }
    let values = |values: &Values| -> Vec<String> {
        values
            .iter()
            .map(|(id, value)| format!("{id} {value}"))
            .collect()
    };
    for case in project.cases().iter() {
        lines.push(format!(
            "case {} {} {:?}",
            case.id,
            case.name,
            values(&case.values)
        ));
    }
    for source in project.sources().iter() {
        lines.push(format!(
            "source {} {} {:?} {:?} {:?} {:?}",
            source.id,
            source.name,
            source.text,
            source.case,
            values(&source.values),
            source.imported_at
        ));
    }
    for coding in project
        .codings()
        .iter()
        .filter(|coding| coding.state != CodingState::Lost)
    {
        lines.push(format!(
            "coding {} {} {:?} {} {} {:?}",
            coding.id, coding.source, coding.range, coding.code, coding.coder, coding.created_at
        ));
    }
    lines
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 48 } else { 512 }))]

    #[test]
    fn what_is_written_follows_the_schema(seed in seeds()) {
        let workspace = filled("Awen", rows(&seed));
        let bytes = exported(&workspace);
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut markup = Vec::new();
        zip.by_name("project.qde").unwrap().read_to_end(&mut markup).unwrap();
        prop_assert_eq!(faults(&xml::read(&markup, "project.qde").unwrap()), Vec::<String>::new());
        if let Some(folder) = std::env::var_os("VOUCH_KEEP_QDE") {
            let name = TextHash::of(&markup);
            std::fs::write(std::path::Path::new(&folder).join(name.as_str()), &markup).unwrap();
        }
    }

    #[test]
    fn a_project_survives_whole(seed in seeds()) {
        let workspace = filled("Awen", rows(&seed));
        let bytes = exported(&workspace);
        let read = read(&bytes);
        prop_assert_eq!(&read.warnings, &Vec::new());
        prop_assert_eq!(&read.losses, &Vec::new());
        let merged = merge(&Project::new(read.info.clone().unwrap()), read.rows);
        prop_assert!(merged.report.conflicts.is_empty());
        let mut other = self::workspace("Tom");
        if !merged.edits.is_empty() {
            other.edit(Edit::Batch { label: "Took in".to_owned(), edits: merged.edits }).unwrap();
        }
        assert_same(workspace.project(), other.project());
        prop_assert_eq!(other.check().unwrap(), vec![]);
        prop_assert_eq!(exported(&workspace), bytes);
    }

    #[test]
    fn what_the_standard_holds_survives_without_the_side_entry(seed in seeds()) {
        let workspace = filled("Awen", rows(&seed));
        let read = read(&without_side(&exported(&workspace)));
        let other = filled("Tom", read.rows);
        let theirs = standard(other.project());
        let ours = standard(workspace.project());
        // A memo on a case has no writer there, so somebody unknown may join.
        let known = |line: &String| !line.contains("Unknown coder");
        prop_assert_eq!(theirs.into_iter().filter(known).collect::<Vec<_>>(), ours);
        prop_assert_eq!(other.project().kept(), workspace.project().kept());
        prop_assert_eq!(other.project().sets(), workspace.project().sets());
        prop_assert_eq!(other.check().unwrap(), vec![]);
    }

    #[test]
    fn merging_again_changes_nothing(seed in seeds(), other in seeds()) {
        for strip in [false, true] {
            let theirs = filled("Awen", rows(&other));
            let bytes = exported(&theirs);
            let bytes = if strip { without_side(&bytes) } else { bytes };
            let mut workspace = filled("Tom", rows(&seed));
            let before = workspace.snapshot();
            let first = merge(workspace.project(), read(&bytes).rows);
            let changed = !first.edits.is_empty();
            if changed {
                workspace.edit(Edit::Batch { label: "Merged".to_owned(), edits: first.edits }).unwrap();
            }
            prop_assert_eq!(workspace.check().unwrap(), vec![]);
            let again = merge(workspace.project(), read(&bytes).rows);
            prop_assert!(again.edits.is_empty(), "{:?}", again.edits);
            prop_assert!(again.report.is_nothing_new(), "{:?}", again.report);
            let texts = workspace.texts();
            let itself = rows_of(workspace.project(), |source| texts.of(source), |hash| texts.file(hash)).unwrap();
            prop_assert!(merge(workspace.project(), itself).edits.is_empty());
            if changed {
                workspace.undo().unwrap();
            }
            assert_same(&before, workspace.project());
        }
    }

    #[test]
    fn what_is_packed_blind_tells_no_thoughts_and_holds_together(seed in seeds()) {
        let workspace = filled("Awen", rows(&seed));
        let texts = workspace.texts();
        let whole = rows_of(workspace.project(), |source| texts.of(source), |hash| texts.file(hash)).unwrap();
        let (blind, _) = crate::package::blinded(whole);
        prop_assert_eq!((blind.codings.len(), blind.ratings.len(), blind.summaries.len()), (0, 0, 0));
        prop_assert_eq!(filled("Tom", blind.clone()).check().unwrap(), vec![]);
        prop_assert!(merge(workspace.project(), blind).edits.is_empty());
    }

    #[test]
    fn a_project_that_was_changed_elsewhere_keeps_what_only_vouch_knows(seed in seeds()) {
        let workspace = filled("Awen", rows(&seed));
        let bytes = repacked(&exported(&workspace), |name, content| {
            if name != "project.qde" {
                return Some(content);
            }
            let text = String::from_utf8(content).unwrap();
            Some(text.replacen("origin=\"Vouch ", "origin=\"Other ", 1).into_bytes())
        });
        let read = read(&bytes);
        prop_assert!(read.warnings.iter().any(|warning| warning.message.contains("another program")));
        let other = filled("Tom", read.rows);
        let weights = |project: &Project| -> Vec<Option<Weight>> {
            let codings = project.codings().iter();
            codings.filter(|coding| coding.state == CodingState::Exact).map(|coding| coding.weight).collect()
        };
        let (ours, theirs) = (workspace.project(), other.project());
        prop_assert_eq!(weights(ours), weights(theirs));
        prop_assert_eq!(ours.speakers(), theirs.speakers());
        prop_assert_eq!(ours.sources(), theirs.sources());
        let codes = |project: &Project| -> Vec<Code> {
            let codes = project.codes().iter();
            // Places among siblings are numbered anew.
            codes.map(|code| Code { position: 0, ..(**code).clone() }).collect()
        };
        prop_assert_eq!(codes(ours), codes(theirs));
        prop_assert_eq!(ours.ratings().len(), theirs.ratings().len());
    }
}
