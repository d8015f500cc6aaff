//! Filters: joined from the project, never stale.

use index::{CountBy, GroupCount, SearchError, SearchOptions};
use project::{Edit, Holder, NewSet, SpeakerRole};

use crate::build::Desk;

fn desk() -> Desk {
    let mut desk = Desk::with(&[
        (
            "parent_01",
            "en",
            "I: How was the wait?\nAnna: The wait was long.\nAnna: Then help came.\n",
        ),
        (
            "parent_02",
            "en-GB",
            "I: And the wait?\nBob: No wait for us.\n",
        ),
        ("team", "cy", "Cari: Mae wait yn hir.\nDewi: Hir iawn.\n"),
    ]);
    for (source, speaker, group) in [
        ("parent_01", "Anna", "Parent"),
        ("parent_02", "Bob", "Parent"),
        ("team", "Cari", "Practitioner"),
    ] {
        let holder = Holder::Speaker(desk.speaker(source, speaker));
        desk.set(holder, "group", group);
    }
    let barriers = desk.code("Barriers", None);
    let waiting = desk.code("Waiting", Some(barriers));
    let help = desk.code("Help", None);
    desk.tag("parent_01", "wait was long", waiting);
    desk.workspace.become_coder("Ben");
    desk.tag("parent_01", "help came", help);
    desk.tag("parent_02", "wait?\nBob: No", barriers);
    desk
}

#[test]
fn filters_alone_list_whole_turns() {
    let desk = desk();
    assert_eq!(
        desk.marked("speaker:anna"),
        [
            "parent_01:1 The wait was long.",
            "parent_01:2 Then help came."
        ]
    );
    assert_eq!(desk.marked("speaker:\"an*\" help"), ["parent_01:2 help"]);
    assert_eq!(
        desk.marked("source:team.txt -speaker:Cari"),
        ["team:1 Hir iawn."]
    );
    assert_eq!(
        desk.marked("source:parent_* wait"),
        ["parent_01:1 wait", "parent_02:1 wait"]
    );
    assert_eq!(
        desk.marked("case:team speaker:d*").len(),
        1,
        "a source without a case is its own"
    );
}

#[test]
fn sets_are_asked_for_by_name() {
    let mut desk = desk();
    for (name, sources) in [
        ("First round", &["parent_01", "team"][..]),
        ("Second round", &["parent_02"]),
        ("Nobody", &[]),
    ] {
        let sources = sources.iter().map(|name| desk.source(name)).collect();
        desk.edit(Edit::AddSet(NewSet {
            name: name.into(),
            sources,
            ..NewSet::default()
        }));
    }
    assert_eq!(
        desk.marked("set:\"first round\" wait"),
        ["parent_01:1 wait", "team:0 wait"],
        "a set just made needs no feeding"
    );
    assert_eq!(
        desk.marked("wait -set:\"First round\""),
        ["parent_02:1 wait"]
    );
    assert_eq!(desk.marked("set:*round wait").len(), 3);
    assert!(desk.marked("set:nobody").is_empty());
    let set = desk.project().set_named("Second round").unwrap().id;
    desk.edit(Edit::RemoveSet(set));
    let wrong = desk.try_search("wait set:\"Second round\"", &SearchOptions::default());
    let Err(SearchError::Query(error)) = wrong else {
        panic!("{wrong:?}");
    };
    assert_eq!(error.at.get(), 9);
    assert_eq!(
        error.message,
        "No set is called “Second round”. Sets here: First round, Nobody."
    );
}

#[test]
fn groups_languages_roles_and_kinds() {
    let mut desk = desk();
    assert_eq!(
        desk.marked("group:parent wait"),
        ["parent_01:1 wait", "parent_02:1 wait"]
    );
    assert_eq!(
        desk.marked("-group:parent"),
        ["team:0 Mae wait yn hir.", "team:1 Hir iawn."]
    );
    assert_eq!(desk.marked("group:\"\""), ["team:1 Hir iawn."], "no value");
    assert_eq!(desk.marked("language:en wait").len(), 2);
    assert_eq!(desk.marked("language:cy -wait"), ["team:1 Hir iawn."]);
    assert_eq!(
        desk.marked("role:interviewer").len(),
        2,
        "asking for the interviewer brings them in"
    );
    assert_eq!(desk.marked("kind:interview wait").len(), 3);
    assert_eq!(desk.marked("kind:focus-group").len(), 0);
    let bob = desk.speaker("parent_02", "Bob");
    desk.edit(Edit::SetSpeakerRole(bob, SpeakerRole::Interviewer));
    assert_eq!(
        desk.marked("group:parent wait"),
        ["parent_01:1 wait"],
        "a changed role needs no feeding"
    );
}

#[test]
fn codes_count_with_what_is_below_them() {
    let desk = desk();
    assert_eq!(
        desk.marked("code:Barriers"),
        [
            "parent_01:1 The wait was long.",
            "parent_02:1 No wait for us."
        ]
    );
    assert_eq!(
        desk.marked("code:waiting"),
        ["parent_01:1 The wait was long."]
    );
    assert_eq!(
        desk.marked("code:\"barriers / waiting\" wait"),
        ["parent_01:1 wait"]
    );
    assert_eq!(desk.marked("code:wait* OR code:help").len(), 2);
    assert_eq!(desk.marked("wait -code:Barriers"), ["team:0 wait"]);
    assert_eq!(
        desk.marked("coded:no"),
        ["team:0 Mae wait yn hir.", "team:1 Hir iawn."]
    );
    assert_eq!(desk.marked("coded:yes").len(), 3);
    assert_eq!(
        desk.marked("kind:barrier").len(),
        0,
        "no code here has a kind"
    );
    assert_eq!(
        desk.marked("kind:context").len(),
        3,
        "codes without a kind are context"
    );
}

#[test]
fn code_and_coder_side_by_side_ask_for_one_coding() {
    let desk = desk();
    assert_eq!(desk.marked("coder:Ana").len(), 1);
    assert_eq!(desk.marked("coder:b*").len(), 2);
    assert_eq!(
        desk.marked("code:Barriers coder:Ben"),
        ["parent_02:1 No wait for us."]
    );
    assert_eq!(desk.marked("coder:Ana code:Help").len(), 0);
}

#[test]
fn coding_shows_at_once_without_feeding() {
    let mut desk = desk();
    let help = desk
        .project()
        .codes()
        .iter()
        .find(|code| code.name == "Help")
        .unwrap()
        .id;
    desk.tag("team", "Hir iawn", help);
    assert_eq!(desk.marked("coded:no"), ["team:0 Mae wait yn hir."]);
    assert_eq!(
        desk.index.freshness(desk.project()),
        index::Freshness::Fresh
    );
}

#[test]
fn attributes_of_any_name_and_type() {
    let mut desk = desk();
    let (one, two) = (desk.source("parent_01"), desk.source("parent_02"));
    for (source, area, age, date) in [
        (one, "North East", "34", "2024-06-15"),
        (two, "North", "9", "2023-01-02"),
    ] {
        desk.set(Holder::Source(source), "area", area);
        desk.set(Holder::Source(source), "age of child", age);
        desk.set(Holder::Source(source), "date", date);
    }
    assert_eq!(
        desk.marked("area:\"north east\" wait"),
        ["parent_01:1 wait"]
    );
    assert_eq!(desk.marked("area:north wait"), ["parent_02:1 wait"]);
    assert_eq!(desk.marked("area:north* wait").len(), 2);
    assert_eq!(
        desk.marked("\"age of child\":>9 wait"),
        ["parent_01:1 wait"]
    );
    assert_eq!(
        desk.marked("date:2024-01..2024-06 wait"),
        ["parent_01:1 wait"]
    );
    assert_eq!(desk.marked("area:\"\" wait"), ["team:0 wait"]);
}

#[test]
fn counts_add_up_by_group_and_case() {
    let desk = desk();
    let found = desk.search("wait");
    let count = |name: Option<&str>, turns, sources| GroupCount {
        name: name.map(str::to_owned),
        turns,
        sources,
    };
    assert_eq!(
        found.groups,
        [
            count(Some("Parent"), 2, 2),
            count(Some("Practitioner"), 1, 1)
        ]
    );
    assert_eq!(
        (found.total, found.sources, found.by_source.len()),
        (3, 3, 3)
    );
    let found = desk.search("hir OR help");
    assert_eq!(
        found.groups,
        [
            count(Some("Parent"), 1, 1),
            count(Some("Practitioner"), 1, 1),
            count(None, 1, 1)
        ]
    );
    let options = SearchOptions {
        count_by: CountBy::Case,
        ..SearchOptions::default()
    };
    let cases = desk.search_with("wait", &options).groups;
    assert_eq!(
        cases
            .iter()
            .map(|case| case.name.as_deref().unwrap())
            .collect::<Vec<_>>(),
        ["parent_01", "parent_02", "team"]
    );
}

#[test]
fn a_code_that_is_not_there_is_asked_back_by_those_with_its_words() {
    let mut desk = desk();
    let trust = desk.code("Trust in the worker", None);
    desk.code("Trust among colleagues", Some(trust));
    let asked = |query: &str| match desk.try_search(query, &SearchOptions::default()) {
        Err(SearchError::Query(error)) => error.message,
        other => panic!("{query}: {other:?}"),
    };
    assert_eq!(
        asked("code:trust"),
        "The codebook has no code “trust”. Did you mean “Trust in the worker” or “Trust among colleagues”?"
    );
    assert_eq!(asked("code:rain"), "The codebook has no code “rain”.");
}

#[test]
fn names_the_project_does_not_have_are_pointed_at() {
    let desk = desk();
    let wrong = |query: &str| match desk.try_search(query, &SearchOptions::default()) {
        Err(SearchError::Query(error)) => (error.at.get(), error.message),
        other => panic!("{query}: {other:?}"),
    };
    assert_eq!(
        wrong("wait code:Trust"),
        (10, "The codebook has no code “Trust”.".into())
    );
    assert_eq!(wrong("coder:Zoe").0, 6);
    let (at, message) = wrong("wait regoin:North");
    assert_eq!(at, 5);
    assert!(
        message.contains("“regoin:” is no filter") && message.contains("group:"),
        "{message}"
    );
}
