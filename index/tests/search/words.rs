//! Words of a query and what they mark.

use index::{Order, Query, SearchOptions};

use crate::build::Desk;

fn desk() -> Desk {
    Desk::with(&[
        (
            "anna",
            "en",
            "I: Did you trust them?\nAnna: I trusted her. She kept coming back, kept ringing.\nAnna: Well-being came first, not trust.\n",
        ),
        (
            "beca",
            "cy",
            "I: Sut oedd y cymorth?\nBeca: Mae'r ŵyr yn hapus gyda’r gefnogaeth, trust me.\nBeca: Plant, plant, y plant!\n",
        ),
    ])
}

#[test]
fn words_find_their_family_in_their_language() {
    let desk = desk();
    assert_eq!(
        desk.marked("trusting"),
        ["anna:1 trusted", "anna:2 trust"],
        "Welsh is not stemmed"
    );
    assert_eq!(
        desk.marked("trust"),
        ["anna:1 trusted", "anna:2 trust", "beca:1 trust"]
    );
    assert_eq!(desk.marked("=trust"), ["anna:2 trust", "beca:1 trust"]);
    assert_eq!(desk.marked("plants"), Vec::<String>::new());
    assert_eq!(desk.marked("PLANT"), ["beca:2 Plant|plant|plant"]);
}

#[test]
fn families_worked_out_ahead_are_those_worked_out_when_asked() {
    let (asked, ahead) = (desk(), desk());
    let searcher = ahead.index.searcher();
    searcher.learn(ahead.project()).unwrap();
    for query in ["trusting", "trust", "plants", "rings", "it"] {
        assert_eq!(ahead.marked(query), asked.marked(query), "{query}");
    }
}

#[test]
fn accents_and_apostrophes_do_not_matter() {
    let desk = desk();
    assert_eq!(desk.marked("wyr mae’r"), ["beca:1 Mae'r|ŵyr"]);
    assert_eq!(
        desk.marked("\"GYDA'R gefnogaeth\""),
        ["beca:1 gyda’r gefnogaeth"]
    );
}

#[test]
fn phrases_are_marked_whole_and_hyphens_part_words() {
    let desk = desk();
    assert_eq!(desk.marked("\"kept coming\""), ["anna:1 kept coming"]);
    assert_eq!(
        desk.marked("\"keep coming\""),
        Vec::<String>::new(),
        "quotations are not stemmed"
    );
    assert_eq!(
        desk.marked("\"kept com* back\""),
        ["anna:1 kept coming back"]
    );
    assert_eq!(desk.marked("well-being"), ["anna:2 Well-being"]);
    assert_eq!(
        desk.marked("\"well being came\""),
        ["anna:2 Well-being came"]
    );
}

#[test]
fn neighbours_are_found_in_any_order() {
    let desk = desk();
    assert_eq!(
        desk.marked("\"back she\"~2"),
        ["anna:1 She kept coming back"]
    );
    assert_eq!(desk.marked("\"back she\"~1"), Vec::<String>::new());
    assert_eq!(
        desk.marked("\"kept kept\"~2"),
        ["anna:1 kept coming back, kept"]
    );
    assert_eq!(
        desk.marked("\"plant plant plant\"~1"),
        ["beca:2 Plant, plant, y plant"]
    );
}

#[test]
fn regular_expressions_describe_whole_words() {
    let desk = desk();
    assert_eq!(desk.marked("/c(om|am).*/"), desk.marked("c*"));
    assert_eq!(desk.marked("/com/"), Vec::<String>::new());
    let error = index::Query::parse("trust /(/").unwrap_err();
    assert_eq!(error.at.0, 6, "{error}");
    assert!(
        index::Query::parse("/open")
            .unwrap_err()
            .message
            .contains("no partner")
    );
}

#[test]
fn stars_and_letters_apart() {
    let desk = desk();
    assert_eq!(desk.marked("c*"), ["anna:1 coming", "anna:2 came"]);
    assert_eq!(
        desk.marked("*ing"),
        ["anna:1 coming|ringing", "anna:2 being"]
    );
    assert_eq!(desk.marked("gefn*aeth"), ["beca:1 gefnogaeth"]);
    assert_eq!(desk.marked("comign~"), ["anna:1 coming"]);
    assert_eq!(desk.marked("rimgign~2"), ["anna:1 ringing"]);
    assert_eq!(desk.marked("rimgign~"), Vec::<String>::new());
}

#[test]
fn and_or_not_and_brackets() {
    let desk = desk();
    assert_eq!(
        desk.marked("(ringing OR first) trust"),
        ["anna:1 trusted|ringing", "anna:2 first|trust"]
    );
    assert_eq!(
        desk.marked("trust -first"),
        ["anna:1 trusted", "beca:1 trust"]
    );
    assert_eq!(
        desk.marked("(plant hapus) OR trust"),
        ["anna:1 trusted", "anna:2 trust", "beca:1 trust"],
        "only what holds is marked"
    );
    assert_eq!(
        desk.marked("NOT trust"),
        ["beca:2 Plant, plant, y plant!"],
        "without words of its own the speech is the match"
    );
}

#[test]
fn the_interviewer_is_left_out_and_counted() {
    let desk = desk();
    let found = desk.search("trust");
    assert_eq!((found.total, found.interviewer_turns), (3, 1));
    let everyone = desk.search_with(
        "trust",
        &SearchOptions {
            everyone: true,
            ..SearchOptions::default()
        },
    );
    assert_eq!((everyone.total, everyone.interviewer_turns), (4, 0));
    assert_eq!(everyone.hits[0].turn, 0);
}

#[test]
fn words_are_shown_in_context_within_their_turn() {
    let desk = desk();
    let found = desk.search_with(
        "coming",
        &SearchOptions {
            context: 9,
            ..SearchOptions::default()
        },
    );
    let hit = &found.hits[0];
    assert_eq!(
        (
            hit.before.as_str(),
            hit.matched.as_str(),
            hit.after.as_str()
        ),
        ("She kept ", "coming", " back, ke")
    );
    let found = desk.search("came");
    assert_eq!(
        found.hits[0].before, "Well-being ",
        "neither label nor the turn before"
    );
    assert_eq!(found.hits[0].after, " first, not trust.");
}

#[test]
fn places_are_code_points_whatever_stands_before() {
    let desk = Desk::with(&[
        (
            "a",
            "en",
            "P👩\u{200d}👧: 👍🏽 e\u{301}t\u{301}e\u{301} — worker’s 😢wait\n",
        ),
        ("b", "ar", "س: قالت الأم شكرا\nج: الأُمّ سعيدة trust\n"),
    ]);
    assert_eq!(desk.marked("ete"), ["a:0 e\u{301}t\u{301}e\u{301}"]);
    assert_eq!(desk.marked("workers wait"), ["a:0 worker’s|wait"]);
    let hit = &desk.search("wait").hits[0];
    let start = "P👩\u{200d}👧: 👍🏽 e\u{301}t\u{301}e\u{301} — worker’s 😢"
        .chars()
        .count();
    assert_eq!(hit.first.start().get(), start);
    assert_eq!(desk.marked("الام").len(), 2);
    assert_eq!(desk.marked("trust"), ["b:1 trust"]);
}

#[test]
fn other_scripts_are_found() {
    let desk = Desk::with(&[
        ("zh", "zh", "甲: 我信任家庭工作者\n乙: 信 任\n"),
        ("th", "th", "ก: ฉันไว้ใจเธอ\n"),
        ("el", "el", "Α: τα σπίτια μας\n"),
    ]);
    assert_eq!(desk.marked("信任"), ["zh:0 信任", "zh:1 信 任"]);
    assert_eq!(desk.marked("ไว้ใจ"), ["th:0 ไว้ใจ"]);
    assert_eq!(desk.marked("ΣΠΙΤΙ"), ["el:0 σπίτια"]);
}

#[test]
fn pages_and_order() {
    let desk = Desk::with(&[(
        "a",
        "en",
        "P: wait a long while for help of any kind at all there\nP: wait wait\nP: none\nP: they wait\n",
    )]);
    let page = |skip, limit, order| {
        let options = SearchOptions {
            skip,
            limit,
            order,
            ..SearchOptions::default()
        };
        let found = desk.try_search("wait", &options).unwrap();
        assert_eq!(found.total, 3);
        found.hits.iter().map(|hit| hit.turn).collect::<Vec<_>>()
    };
    assert_eq!(page(0, 2, Order::Document), [0, 1]);
    assert_eq!(page(2, 2, Order::Document), [3]);
    assert_eq!(page(3, 2, Order::Document), Vec::<usize>::new());
    assert_eq!(
        page(0, 9, Order::Relevance),
        [1, 3, 0],
        "more of it in fewer words first"
    );
    assert_eq!(page(1, 1, Order::Relevance), [3]);
}

#[test]
fn help_explains_what_the_reader_understands() {
    let lines = index::help()
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase() || "=\"(*".contains(c)));
    let mut read = 0;
    for line in lines {
        let example = line.split("  ").next().unwrap().trim();
        // Lines of explanation begin with a letter too; examples are short or have a second column.
        if line.contains("  ") {
            Query::parse(example).unwrap_or_else(|error| panic!("{example}: {error}"));
            read += 1;
        }
    }
    assert!(read > 15, "{read}");
}

#[test]
fn the_words_that_tell_a_passage_are_rare_and_said_elsewhere_too() {
    let day = "A: The day was long and so was the night.\n".repeat(20);
    let text = format!(
        "A: The bus was late and the bus is late, so the appointment was missed.\nA: The bus is here.\n\
         A: The appointment was fine.\n{day}"
    );
    let desk = Desk::with(&[("p1", "en", &text)]);
    let searcher = desk.index.searcher();
    let passage = "The bus was late and the bus is late, so the appointment was missed";
    let words = searcher.telling_words(passage, "en", 5).unwrap();
    assert_eq!(
        words,
        ["bus", "appointment"],
        "the is everywhere, late only here"
    );
    assert_eq!(desk.search(&words.join(" OR ")).total, 3);
    assert_eq!(
        searcher.telling_words("Ŵ 12 the", "en", 5).unwrap(),
        Vec::<String>::new()
    );
}
