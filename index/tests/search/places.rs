//! All places of a search: what is coded when a whole search is.

use index::Query;

use crate::build::Desk;

#[test]
fn every_match_of_every_turn_is_given_in_order() {
    let desk = Desk::with(&[
        ("b", "en", "I: wait\nP: wait and waiting\nP: no\nQ: Wait!\n"),
        ("a", "en", "P: they wait\n"),
    ]);
    let places = |query: &str, everyone| {
        let query = Query::parse(query).unwrap();
        desk.index
            .searcher()
            .places(&query, desk.project(), &desk.workspace.texts(), everyone)
            .unwrap()
    };
    let found = places("wait", false);
    let text = desk
        .workspace
        .texts()
        .of(desk.project().source_named("b").unwrap())
        .unwrap();
    assert_eq!(
        found
            .iter()
            .map(|place| (place.turn, place.matches.len()))
            .collect::<Vec<_>>(),
        [(1, 2), (3, 1), (0, 1)]
    );
    assert_eq!(text.slice(found[0].matches[1]), "waiting");
    assert_eq!(text.slice(found[0].speech), "wait and waiting");
    assert_eq!(found[1].speaker, Some(desk.speaker("b", "Q")));
    assert_eq!(places("wait", true).len(), 4);
    assert_eq!(places("speaker:Q", false)[0].matches, [found[1].speech]);
}

#[test]
fn matches_that_overlap_are_one() {
    let desk = Desk::with(&[("a", "en", "P: kept coming back to us\n")]);
    assert_eq!(
        desk.marked("\"kept coming\" OR \"coming back\" OR us"),
        ["a:0 kept coming back|us"]
    );
}
