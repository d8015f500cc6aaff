//! How often words are said.

use index::{Query, WordOptions, Words, word_frequencies};
use project::Holder;
use proptest::prelude::*;

use crate::build::Desk;

fn desk() -> Desk {
    let mut desk = Desk::with(&[
        (
            "p1",
            "en-GB",
            "I: Was there help?\nAnna: The help helped, and she HELPS us.\nAnna: Élan, elan.\n",
        ),
        (
            "p2",
            "cy",
            "Bob: Mae help ar gael i'r plant.\nCari: Mae'r plant yn iawn.\n",
        ),
    ]);
    for (source, speaker, group) in [("p1", "Anna", "Parents"), ("p2", "Bob", "Partners")] {
        let holder = Holder::Speaker(desk.speaker(source, speaker));
        desk.set(holder, "group", group);
    }
    desk
}

fn count(desk: &Desk, query: Option<&str>, options: &WordOptions) -> Words {
    let query = query.map(|query| Query::parse(query).unwrap());
    word_frequencies(
        query.as_ref(),
        desk.project(),
        &desk.workspace.texts(),
        options,
    )
    .unwrap()
}

fn shown(words: &Words) -> Vec<String> {
    let line = |word: &index::WordCount| {
        format!(
            "{} {}/{} {:?}",
            word.word, word.count, word.sources, word.by_group
        )
    };
    words.words.iter().map(line).collect()
}

#[test]
fn words_are_counted_without_small_ones_and_the_interviewer() {
    let desk = desk();
    let words = count(&desk, None, &WordOptions::default());
    assert_eq!(
        shown(&words),
        [
            "elan 2/1 []",
            "help 2/2 []",
            "plant 2/1 []",
            "gael 1/1 []",
            "helped 1/1 []",
            "helps 1/1 []",
            "us 1/1 []"
        ]
    );
    assert_eq!((words.total, words.turns), (7 + 2 + 6 + 4, 4));
    let everyone = WordOptions {
        everyone: true,
        small_words: true,
        ..WordOptions::default()
    };
    let words = count(&desk, None, &everyone);
    assert_eq!(
        words.words.iter().map(|word| word.count).sum::<u64>(),
        words.total
    );
    assert_eq!(
        words
            .words
            .iter()
            .find(|word| word.word == "help")
            .unwrap()
            .count,
        3
    );
}

#[test]
fn stems_are_told_by_the_form_said_most_and_groups_beside_the_total() {
    let desk = desk();
    let by = desk
        .project()
        .attribute_named("group")
        .map(|attribute| attribute.id);
    let options = WordOptions {
        stems: true,
        by,
        ..WordOptions::default()
    };
    let words = count(&desk, Some("help OR plant"), &options);
    assert_eq!(
        words.groups,
        [
            Some("Parents".to_owned()),
            Some("Partners".to_owned()),
            None
        ]
    );
    assert_eq!(words.said, [7, 6, 4]);
    assert_eq!(
        shown(&words)[..2],
        ["help 4/2 [3, 1, 0]", "plant 2/1 [0, 1, 1]"]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn groups_add_up_to_all(text in "(([IAB]: )([a-dŵ’ .?]{0,30})\n){1,12}") {
        let mut desk = Desk::with(&[("s", "en", &text), ("t", "cy", &text)]);
        let first = desk.project().speakers().iter().next().map(|speaker| speaker.id);
        if let Some(speaker) = first {
            desk.set(Holder::Speaker(speaker), "group", "Parents");
        }
        let by = desk.project().attribute_named("group").map(|attribute| attribute.id);
        let words = count(&desk, None, &WordOptions { small_words: true, by, ..WordOptions::default() });
        prop_assert_eq!(words.total, words.words.iter().map(|word| word.count).sum::<u64>());
        if by.is_some() {
            prop_assert_eq!(words.said.iter().sum::<u64>(), words.total);
            for (place, said) in words.said.iter().enumerate() {
                prop_assert_eq!(words.words.iter().map(|word| word.by_group[place]).sum::<u64>(), *said);
            }
        }
        prop_assert!(words.words.iter().all(|word| word.sources >= 1 && word.sources <= 2));
    }
}
