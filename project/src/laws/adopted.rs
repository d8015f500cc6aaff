//! Rows made elsewhere come in as they are, and are refused whole where they do not fit.

use super::*;
use crate::{Adopted, AdoptedPart, AdoptedSource, KeptFile, KeptId, KeptPart, TextHash};

/// Everything in a project, as rows to take in elsewhere.
fn rows_of(workspace: &Workspace) -> Adopted {
    let project = workspace.snapshot();
    let tree = project.code_tree();
    let sources = project.sources().iter().map(|source| AdoptedSource {
        source: (**source).clone(),
        text: workspace.texts().of(source).unwrap().as_str().to_owned(),
        speakers: project
            .speakers_of(source.id)
            .map(|speaker| (**speaker).clone())
            .collect(),
        turns: project.turns(source.id).to_vec(),
    });
    Adopted {
        coders: project.coders().iter().map(|row| (**row).clone()).collect(),
        attributes: project
            .attributes()
            .iter()
            .map(|row| (**row).clone())
            .collect(),
        cases: project.cases().iter().map(|row| (**row).clone()).collect(),
        codes: tree
            .order()
            .iter()
            .map(|&id| (**project.codes().get(id).unwrap()).clone())
            .collect(),
        sources: sources.collect(),
        codings: project
            .codings()
            .iter()
            .map(|row| (**row).clone())
            .collect(),
        scales: project.scales().iter().map(|row| (**row).clone()).collect(),
        ratings: project
            .ratings()
            .iter()
            .map(|row| (**row).clone())
            .collect(),
        memos: project.memos().iter().map(|row| (**row).clone()).collect(),
        kept: Vec::new(),
        sets: project.sets().iter().map(|row| (**row).clone()).collect(),
        summaries: project
            .summaries()
            .iter()
            .map(|row| (**row).clone())
            .collect(),
        questions: project
            .questions_in_order()
            .into_iter()
            .map(|row| (**row).clone())
            .collect(),
        searches: project
            .searches()
            .iter()
            .map(|row| (**row).clone())
            .collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn a_project_taken_in_whole_is_the_same(presses in prop::collection::vec((0_u8..30, any::<u8>(), any::<u8>()), 1..40)) {
        let mut workspace = Workspace::in_memory("Test", session("Awen")).unwrap();
        for (kind, a, b) in presses {
            if let Some(edit) = act(&mut workspace, kind, a, b) {
                drop(workspace.edit(edit));
            }
        }
        let rows = rows_of(&workspace);
        let mut other = Workspace::in_memory("Test", session("Awen")).unwrap();
        let empty = other.snapshot();
        other.edit(Edit::Adopt(Box::new(rows))).unwrap();
        prop_assert_eq!(other.check().unwrap(), vec![]);
        let (one, two) = (workspace.snapshot(), other.snapshot());
        prop_assert_eq!(one.sources(), two.sources());
        prop_assert_eq!(one.speakers(), two.speakers());
        prop_assert_eq!(one.codes(), two.codes());
        prop_assert_eq!(one.codings(), two.codings());
        prop_assert_eq!(one.memos(), two.memos());
        prop_assert_eq!(one.ratings(), two.ratings());
        prop_assert_eq!(one.cases(), two.cases());
        prop_assert_eq!(one.coders(), two.coders());
        prop_assert_eq!(one.attributes(), two.attributes());
        prop_assert_eq!(one.sets(), two.sets());
        prop_assert_eq!(one.summaries(), two.summaries());
        prop_assert_eq!(one.questions(), two.questions());
        prop_assert_eq!(one.searches(), two.searches());
        other.undo().unwrap();
        prop_assert_eq!(other.project().sources(), empty.sources());
        prop_assert!(other.project().coders().is_empty());
    }
}

#[test]
fn whoever_comes_in_under_their_own_name_is_that_coder() {
    let mut workspace = Workspace::in_memory("Test", session("Awen")).unwrap();
    workspace
        .edit(Edit::AddSource(Box::new(source(1))))
        .unwrap();
    let rows = rows_of(&workspace);
    let awen = rows.coders[0].id;
    let stamps = Box::new(CountingStamps::new(Timestamp(1_900_000_000_000)));
    let mut other = Workspace::in_memory(
        "Test",
        Session {
            stamps,
            ..session("awen")
        },
    )
    .unwrap();
    assert_ne!(other.coder(), awen);
    other.edit(Edit::Adopt(Box::new(rows))).unwrap();
    assert_eq!(other.coder(), awen);
    assert_eq!(other.project().coders().len(), 1);
}

#[test]
fn rows_that_do_not_fit_are_refused_whole() {
    let mut workspace = Workspace::in_memory("Test", session("Awen")).unwrap();
    workspace
        .edit(Edit::AddSource(Box::new(source(1))))
        .unwrap();
    let rows = rows_of(&workspace);
    let mut other = Workspace::in_memory("Test", session("Tom")).unwrap();
    let spoilt: [fn(&mut Adopted); 4] = [
        |rows| rows.sources[0].source.case = Some(CaseId::from_u128(7)),
        |rows| rows.sources[0].turns[0].range = CharRange::of(0, 3),
        |rows| rows.sources[0].speakers[1].name = "i".into(),
        |rows| rows.coders.push(rows.coders[0].clone()),
    ];
    for spoil in spoilt {
        let mut rows = rows.clone();
        spoil(&mut rows);
        other.edit(Edit::Adopt(Box::new(rows))).unwrap_err();
        assert!(other.project().coders().is_empty() && other.project().sources().is_empty());
    }
    let mut twice = rows.clone();
    other.edit(Edit::Adopt(Box::new(rows))).unwrap();
    twice.coders.clear();
    let error = other.edit(Edit::Adopt(Box::new(twice))).unwrap_err();
    assert!(error.to_string().contains("already"), "{error}");
}

#[test]
fn what_is_kept_comes_with_its_files_or_not_at_all() {
    let bytes: std::sync::Arc<[u8]> = [0_u8, 255, 7].into();
    let part = |name: &str, hash: TextHash| AdoptedPart {
        part: KeptPart {
            id: KeptId::from_u128(7),
            markup: "<PictureSource/>".to_owned(),
            files: vec![KeptFile {
                name: name.to_owned(),
                hash,
            }],
        },
        files: vec![std::sync::Arc::clone(&bytes)],
    };
    let adopted = |part: AdoptedPart| {
        let kept = vec![part];
        Edit::Adopt(Box::new(Adopted {
            kept,
            ..Adopted::default()
        }))
    };
    let mut workspace = Workspace::in_memory("Test", session("Awen")).unwrap();
    let wrong = workspace
        .edit(adopted(part("map.png", TextHash::of("other"))))
        .unwrap_err();
    assert!(wrong.to_string().contains("“map.png”"), "{wrong}");
    assert!(workspace.project().kept().is_empty());
    let hash = TextHash::of(&bytes);
    workspace
        .edit(adopted(part("map.png", hash.clone())))
        .unwrap();
    assert_eq!(workspace.project().kept().len(), 1);
    assert_eq!(workspace.texts().file(&hash).unwrap(), bytes.to_vec());
    assert!(workspace.texts().file(&TextHash::of("other")).is_err());
    workspace.undo().unwrap();
    assert!(workspace.project().kept().is_empty());
    workspace.redo().unwrap();
    assert_eq!(workspace.texts().file(&hash).unwrap(), bytes.to_vec());
}
