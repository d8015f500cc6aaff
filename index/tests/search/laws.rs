//! Laws: on any corpus and for any query the index finds, marks and counts just what a plain scan does.

use index::SearchOptions;
use project::text::CharRange;
use project::{Edit, Holder, NewCoding, NewSet};
use proptest::prelude::*;
use proptest::sample::select;

use crate::build::{Desk, source};

/// A few words that share stems, letters, accents and beginnings.
const WORDS: [&str; 24] = [
    "wait",
    "waits",
    "waiting",
    "waited",
    "await",
    "trust",
    "trusted",
    "trsut",
    "worker",
    "workers",
    "worker’s",
    "don’t",
    "ŵyr",
    "wyr",
    "école",
    "ecoles",
    "l'école",
    "informaciones",
    "información",
    "信任",
    "a",
    "the",
    "👩\u{200d}👧",
    "well-being",
];

const LANGUAGES: [&str; 6] = ["en", "cy", "fr", "es", "", "el"];

fn turn() -> impl Strategy<Value = String> {
    let words = prop::collection::vec(
        prop_oneof![8 => select(&WORDS[..]).prop_map(str::to_owned), 1 => "\\PC{1,6}"],
        0..9,
    );
    (select(&["I", "P", "Q"][..]), words).prop_map(|(label, words)| {
        format!("{label}: {}\n", words.join(" ").replace(['\n', '\r'], " "))
    })
}

fn corpus() -> impl Strategy<Value = Vec<(String, String)>> {
    let text = prop::collection::vec(turn(), 1..7).prop_map(|turns| turns.concat());
    prop::collection::vec((select(&LANGUAGES[..]).prop_map(str::to_owned), text), 1..5)
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![6 => select(&WORDS[..22]).prop_map(str::to_owned), 1 => "[a-zéŵ信]{1,4}"]
}

/// A few letters of a word.
fn piece() -> impl Strategy<Value = String> {
    word().prop_map(|word| {
        word.chars()
            .take(3)
            .collect::<String>()
            .replace(['’', '\''], "")
    })
}

fn leaf() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => word(),
        1 => word().prop_map(|word| format!("={word}")),
        2 => piece().prop_map(|start| format!("{start}*")),
        1 => piece().prop_map(|end| format!("*{end}")),
        1 => (piece(), piece()).prop_map(|(start, end)| format!("{start}*{end}")),
        2 => (select(&["wait", "trust", "worker", "ŵyr", "école", "a"][..]), select(&["~", "~2"][..])).prop_map(|(word, far)| format!("{word}{far}")),
        2 => select(&["/w.*/", "/[st].*t/", "/(wait|ŵyr)s?/", "/./", "/.*é.*/"][..]).prop_map(str::to_owned),
        3 => prop::collection::vec(prop_oneof![4 => word(), 1 => Just("w*".to_owned())], 1..4).prop_map(|words| format!("\"{}\"", words.join(" "))),
        3 => (prop::collection::vec(word(), 1..4), 0..4).prop_map(|(words, far)| format!("\"{}\"~{far}", words.join(" "))),
        3 => select(&["speaker:P", "-speaker:Q", "language:en", "group:Parent", "-group:Parent", "code:Trust", "coded:no", "source:s1",
            "case:s0", "set:even", "-set:e*", "role:interviewer", "code:Trust coder:Ana", "group:\"\"", "kind:interview", "near:Trust~1",
            "overlaps:Trust", "code:Trust follows:Trust", "shortlisted:no", "memo:a*", "time:>0:00"][..]).prop_map(str::to_owned),
    ]
}

fn query() -> impl Strategy<Value = String> {
    leaf().prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4)
                .prop_map(|all| format!("({})", all.join(" "))),
            prop::collection::vec(inner.clone(), 2..4)
                .prop_map(|any| format!("({})", any.join(" OR "))),
            inner.prop_map(|not| format!("NOT {not}")),
        ]
    })
}

fn desk(sources: &[(String, String)]) -> Desk {
    let mut desk = Desk::new();
    let trust = desk.code("Trust", None);
    for (nth, (language, text)) in sources.iter().enumerate() {
        let name = format!("s{nth}");
        let id = desk.add(&name, language, text);
        if nth % 2 == 0 {
            desk.set(Holder::Source(id), "group", "Parent");
        }
        let last = source(&name, language, text)
            .turns
            .last()
            .map(|turn| turn.speech);
        if let Some(words) = last.filter(|speech| !speech.is_empty()).map(|speech| {
            text.chars()
                .skip(speech.start().get())
                .take(speech.len() as usize)
                .collect::<String>()
        }) && nth % 3 != 1
        {
            desk.tag(&name, &words, trust);
        }
    }
    if desk.project().attribute_named("group").is_none() {
        let id = desk.source("s0");
        desk.set(Holder::Source(id), "group", "Parent");
    }
    let even = (0..sources.len()).step_by(2);
    let even = even.map(|nth| desk.source(&format!("s{nth}"))).collect();
    desk.edit(Edit::AddSet(NewSet {
        name: "even".into(),
        sources: even,
        ..NewSet::default()
    }));
    desk.feed();
    desk
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_index_finds_what_a_scan_finds(sources in corpus(), queries in prop::collection::vec(query(), 12), everyone in any::<bool>()) {
        let desk = desk(&sources);
        for query in &queries {
            if index::Query::parse(query).is_err() {
                continue;
            }
            let found = desk.search_with(query, &SearchOptions { limit: 1_000, everyone, ..SearchOptions::default() });
            prop_assert_eq!(found.total, found.hits.len());
            prop_assert_eq!(found.total, found.groups.iter().map(|group| group.turns).sum::<usize>());
            prop_assert_eq!(found.total, found.by_source.iter().map(|(_, turns)| turns).sum::<usize>());
            for hit in &found.hits {
                let turn = desk.project().turns(hit.source)[hit.turn];
                prop_assert!(hit.matches.iter().all(|range| turn.speech.covers(*range) && !range.is_empty()));
                prop_assert!(hit.matches.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
                prop_assert_eq!(Some(&hit.first), hit.matches.first());
            }
        }
    }
}

proptest! {
    // Each case feeds half a dozen times.
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn feeding_in_steps_is_feeding_at_once(sources in corpus(), taken in any::<prop::sample::Index>(), query in query()) {
        prop_assume!(index::Query::parse(&query).is_ok());
        let mut stepwise = Desk::new();
        stepwise.code("Trust", None);
        stepwise.edit(Edit::AddSet(NewSet {
            name: "even".into(),
            ..NewSet::default()
        }));
        for (nth, (language, text)) in sources.iter().enumerate() {
            let id = stepwise.add(&format!("s{nth}"), language, text);
            stepwise.set(Holder::Source(id), "group", "Parent");
            stepwise.feed();
        }
        let gone = stepwise.source(&format!("s{}", taken.index(sources.len())));
        stepwise.edit(Edit::RemoveSource(gone));
        stepwise.feed();
        stepwise.search(&query);
        stepwise.workspace.undo().unwrap();
        stepwise.feed();
        stepwise.search(&query);
    }

    #[test]
    fn what_is_coded_in_between_is_known_to_the_next_search(sources in corpus(), steps in prop::collection::vec(step(), 1..10)) {
        let mut desk = desk(&sources);
        let other = desk.code("Waiting", None);
        let queries = ["code:Trust", "coded:no", "code:Waiting coder:Ana", "near:Trust~1", "coder:Ana -code:Trust"];
        for query in queries {
            drop(desk.search(query));
        }
        let mut done = 0;
        for step in steps {
            change(&mut desk, &step, other, &mut done);
            desk.feed();
            for query in queries {
            drop(desk.search(query));
        }
        }
    }
}

/// What is done to a project between two searches.
#[derive(Debug, Clone)]
enum Step {
    /// Codes some of a turn.
    Code(prop::sample::Index, prop::sample::Index),
    /// Recodes, widens or removes a coding.
    Recode(prop::sample::Index),
    Widen(prop::sample::Index),
    Remove(prop::sample::Index),
    /// Takes a source out.
    RemoveSource(prop::sample::Index),
    Undo,
}

fn step() -> impl Strategy<Value = Step> {
    let at = any::<prop::sample::Index>;
    prop_oneof![
        4 => (at(), at()).prop_map(|(source, turn)| Step::Code(source, turn)),
        2 => at().prop_map(Step::Recode),
        2 => at().prop_map(Step::Widen),
        1 => at().prop_map(Step::Remove),
        1 => at().prop_map(Step::RemoveSource),
        2 => Just(Step::Undo),
    ]
}

/// Takes a step. `done` is how many are there to undo.
fn change(desk: &mut Desk, step: &Step, code: codebooks::CodeId, done: &mut usize) {
    let project = desk.project();
    let sources: Vec<_> = project.sources().iter().map(|source| source.id).collect();
    let codings: Vec<_> = project.codings().iter().cloned().collect();
    let coding = |at: &prop::sample::Index| (!codings.is_empty()).then(|| at.get(&codings));
    let edit = match step {
        Step::Code(source, turn) if !sources.is_empty() => {
            let source = *source.get(&sources);
            let range = turn.get(project.turns(source)).range;
            let text = desk
                .workspace
                .texts()
                .of(project.sources().get(source).unwrap())
                .unwrap();
            Some(Edit::ApplyCode(NewCoding {
                id: None,
                source,
                range,
                quote: text.slice(range).to_owned(),
                code,
                coder: None,
                memo: String::new(),
                weight: None,
            }))
        }
        Step::Recode(at) => coding(at).map(|coding| Edit::Recode(vec![coding.id], code)),
        Step::Widen(at) => coding(at).map(|coding| {
            let source = project.sources().get(coding.source).unwrap();
            let range = CharRange::of(0, coding.range.end().0);
            let text = desk.workspace.texts().of(source).unwrap();
            Edit::MoveEdges {
                coding: coding.id,
                range,
                quote: text.slice(range).to_owned(),
            }
        }),
        Step::Remove(at) => coding(at).map(|coding| Edit::RemoveCodings(vec![coding.id])),
        Step::RemoveSource(at) => {
            (sources.len() > 1).then(|| Edit::RemoveSource(*at.get(&sources)))
        }
        Step::Code(..) => None,
        Step::Undo => {
            if *done > 0 {
                desk.workspace.undo().unwrap();
                *done -= 1;
            }
            None
        }
    };
    // What cannot be done, such as coding the same twice, is left.
    if let Some(edit) = edit {
        *done += usize::from(desk.workspace.edit(edit).is_ok());
    }
}
