//! Queries on codings: how passages stand to each other, what memos say of them, and when they were said.

use codebooks::CodeId;
use index::SearchError;
use project::text::CharRange;
use project::{Edit, NewCoding, NewMemo, Subject, Weight};
use proptest::prelude::*;

use crate::build::{Desk, source};

/// Ten turns of one parent, with a wait early, help in the middle and trust at the end.
fn desk() -> Desk {
    let mut desk = Desk::with(&[(
        "p1",
        "en",
        "Anna: Zero.\nAnna: We had a long wait.\nAnna: Two.\nAnna: Then help came at last.\nAnna: Four.\nAnna: Five.\n\
         Anna: Six.\nAnna: Seven.\nAnna: I trust her.\nAnna: Nine.\n",
    )]);
    let barriers = desk.code("Barriers", None);
    let waiting = desk.code("Waiting", Some(barriers));
    let (help, trust) = (desk.code("Help", None), desk.code("Trust", None));
    desk.tag("p1", "long wait", waiting);
    desk.tag("p1", "help came at", help);
    desk.tag("p1", "at last", trust);
    desk.tag("p1", "I trust her", trust);
    desk
}

fn turns(desk: &Desk, query: &str) -> Vec<usize> {
    let found = desk.search(query);
    found.hits.iter().map(|hit| hit.turn).collect()
}

#[test]
fn text_near_a_code_is_at_most_so_many_turns_away() {
    let desk = desk();
    assert_eq!(turns(&desk, "near:Waiting"), [0, 1, 2, 3, 4], "three turns");
    assert_eq!(turns(&desk, "near:Waiting~1"), [0, 1, 2]);
    assert_eq!(turns(&desk, "near:barriers~0"), [1], "sub-codes count");
    assert_eq!(
        turns(&desk, "near:\"Barriers / Waiting\"~2 -two"),
        [0, 1, 3]
    );
    assert_eq!(desk.marked("came near:Waiting"), ["p1:3 came"]);
    assert_eq!(turns(&desk, "code:Trust near:Waiting"), [3]);
}

#[test]
fn passages_overlap_follow_and_precede_each_other() {
    let desk = desk();
    assert_eq!(turns(&desk, "code:Trust overlaps:Help"), [3]);
    assert_eq!(turns(&desk, "code:Help overlaps:Trust"), [3]);
    assert_eq!(turns(&desk, "code:Trust overlaps:Waiting"), [0_usize; 0]);
    assert_eq!(
        turns(&desk, "code:Trust overlaps:Trust"),
        [0_usize; 0],
        "none is its own other"
    );
    assert_eq!(turns(&desk, "code:Help follows:Waiting"), [3]);
    assert_eq!(turns(&desk, "code:Help follows:Waiting~1"), [0_usize; 0]);
    assert_eq!(turns(&desk, "code:Trust follows:Waiting~9"), [3, 8]);
    assert_eq!(turns(&desk, "code:Waiting precedes:Trust"), [1]);
    assert_eq!(
        turns(&desk, "code:Help precedes:Trust"),
        [0_usize; 0],
        "the nearer one overlaps it"
    );
    assert_eq!(turns(&desk, "overlaps:Help"), [3], "any coding");
    assert_eq!(turns(&desk, "code:Trust -overlaps:Help"), [8]);
}

#[test]
fn what_is_asked_of_codings_side_by_side_is_asked_of_one() {
    let mut desk = desk();
    let trust = desk
        .project()
        .code_tree()
        .find(&codebooks::CodePath::new(["Trust"]).unwrap())
        .unwrap();
    let last = desk
        .project()
        .codings()
        .iter()
        .filter(|coding| coding.code == trust)
        .map(|coding| coding.id)
        .max()
        .unwrap();
    desk.edit(Edit::WeighCoding(last, Weight::new(2)));
    desk.edit(Edit::Shortlist(vec![last], true));
    assert_eq!(turns(&desk, "code:Trust weight:>=1"), [8]);
    assert_eq!(turns(&desk, "code:Trust weight:\"\""), [3]);
    assert_eq!(turns(&desk, "shortlisted:yes weight:2"), [8]);
    assert_eq!(turns(&desk, "code:Trust shortlisted:no"), [3]);
    assert_eq!(turns(&desk, "weight:1..2 weight:>2"), [0_usize; 0]);
    assert_eq!(
        turns(&desk, "code:Trust overlaps:Help shortlisted:yes"),
        [0_usize; 0],
        "not the same coding"
    );
}

#[test]
fn memos_on_codings_and_passages_are_found_by_their_words() {
    let mut desk = desk();
    let coding = desk.project().codings().iter().next().unwrap().id;
    let write = |subject, text: &str| {
        Edit::WriteMemo(NewMemo {
            id: None,
            subject,
            text: text.into(),
        })
    };
    desk.edit(write(Subject::Coding(coding), "Check with the Élan team."));
    let p1 = desk.source("p1");
    let last = desk.project().turns(p1)[9].speech;
    desk.edit(write(Subject::Passage(p1, last), "Nothing more?"));
    desk.edit(write(Subject::Source(p1), "A check of the whole."));
    assert_eq!(turns(&desk, "memo:elan"), [1]);
    assert_eq!(turns(&desk, "memo:\"check with\""), [1]);
    assert_eq!(turns(&desk, "memo:\"with check\""), [0_usize; 0]);
    assert_eq!(turns(&desk, "memo:*"), [1, 9]);
    assert_eq!(turns(&desk, "memo:noth*"), [9]);
}

#[test]
fn times_choose_what_is_said_between() {
    let mut desk = Desk::new();
    let mut timed = source("t", "en", "A: one\nB: two\nA: three\nB: four\n");
    for (turn, from, to) in [
        (0, Some(0), None),
        (1, Some(60_000), Some(70_000)),
        (2, Some(3_661_000), None),
    ] {
        (timed.turns[turn].from_ms, timed.turns[turn].to_ms) = (from, to);
    }
    desk.edit(Edit::AddSource(Box::new(timed)));
    desk.feed();
    assert_eq!(turns(&desk, "time:<1:00"), [0], "until the next begins");
    assert_eq!(turns(&desk, "time:1:05"), [1]);
    assert_eq!(turns(&desk, "time:1:11..1:01:00"), [0_usize; 0]);
    assert_eq!(turns(&desk, "time:0:59..1:01:01"), [0, 1, 2]);
    assert_eq!(
        turns(&desk, "time:>1:30"),
        [2],
        "the last has no end, and no time is no time"
    );
}

#[test]
fn mistakes_in_them_are_pointed_at() {
    let desk = desk();
    for (query, at, message) in [
        ("near:Trust~x", 5, "how many turns"),
        ("near:Nothing~2", 5, "no code “Nothing”"),
        ("time:soon", 5, "minutes and seconds"),
        ("time:5:00..4:00", 5, "minutes and seconds"),
        ("shortlisted:maybe", 12, "shortlisted:yes"),
        ("memo:!", 5, "words of the memo"),
        ("code:\"Trust\"~2", 12, "take a number of turns"),
        ("overlaps:", 9, "Say which"),
    ] {
        let error = match index::Query::parse(query) {
            Err(error) => error,
            Ok(_) => match desk.try_search(query, &index::SearchOptions::default()) {
                Err(SearchError::Query(error)) => error,
                other => panic!("{query}: {other:?}"),
            },
        };
        assert_eq!(error.at.get(), at, "{query}: {error}");
        assert!(error.message.contains(message), "{query}: {error}");
    }
}

/// A passage, and with which of two codes it is coded.
type Tag = (u32, u32, bool);

/// What a relation means, word by word: the turns of A-passages for which some B-passage stands so.
fn by_definition(
    tags: &[Tag],
    turns: &[CharRange],
    stand: &dyn Fn(&Tag, &Tag) -> bool,
) -> Vec<usize> {
    let stands = |tag: &&Tag| tag.2 && tags.iter().any(|other| !other.2 && stand(tag, other));
    let passages: Vec<&Tag> = tags.iter().filter(stands).collect();
    let said = |turn: &CharRange| {
        passages
            .iter()
            .any(|tag| turn.overlaps(CharRange::of(tag.0, tag.1)))
    };
    (0..turns.len()).filter(|&nth| said(&turns[nth])).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn relations_hold_as_they_are_defined(mut tags in prop::collection::vec((0_u32..190, 1_u32..40, any::<bool>()), 1..14), far in 0_u32..5) {
        let mut desk = Desk::with(&[("s", "en", &"A: 4567 9\n".repeat(20))]);
        let (a, b): (CodeId, CodeId) = (desk.code("A", None), desk.code("B", None));
        let id = desk.source("s");
        let text = desk.workspace.texts().of(desk.project().sources().get(id).unwrap()).unwrap();
        for tag in &mut tags {
            tag.1 = (tag.0 + tag.1).min(199);
            let range = CharRange::of(tag.0, tag.1);
            desk.edit(Edit::ApplyCode(NewCoding {
                id: None, source: id, range, quote: text.slice(range).to_owned(), code: if tag.2 { a } else { b }, coder: None,
                memo: String::new(), weight: None,
            }));
        }
        let speech: Vec<CharRange> = desk.project().turns(id).iter().map(|turn| turn.speech).collect();
        let turn = |place: u32| place / 10;
        let apart = |from: u32, to: u32| turn(to).saturating_sub(turn(from)) <= far;
        prop_assert_eq!(turns(&desk, "code:A overlaps:B"), by_definition(&tags, &speech, &|one, other| one.0 < other.1 && other.0 < one.1));
        prop_assert_eq!(
            turns(&desk, &format!("code:A follows:B~{far}")),
            by_definition(&tags, &speech, &|one, other| other.1 <= one.0 && apart(other.1 - 1, one.0))
        );
        prop_assert_eq!(
            turns(&desk, &format!("code:A precedes:B~{far}")),
            by_definition(&tags, &speech, &|one, other| one.1 <= other.0 && apart(one.1 - 1, other.0))
        );
    }
}
