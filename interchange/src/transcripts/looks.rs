//! Interviews whose questions are told apart by bold or italic letters, or in which only one side is labelled.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::choices::SpeakerRule;
use super::convention::{Convention, Setting, Spoken, Voice, goes_forward};
use super::front::is_furniture;
use super::labels::{self, Head, Shape};
use super::names;
use super::openings::is_bold;
use super::script::{Line, Look, Script};
use super::times::is_blank;
use super::turns::is_hard_wrapped;

/// Who asks and who answers where nobody is labelled, told by letters or by question marks; and what was done, for a warning.
pub(super) fn unlabelled(
    script: &Script,
    found: &Convention,
    setting: Setting,
) -> Option<(Convention, &'static str)> {
    match setting.rule {
        None | Some(SpeakerRule::BoldQuestions) => {}
        Some(_) => return None,
    }
    if let Some(found) = question_and_answer(script) {
        return Some(found);
    }
    let plain = setting.rule.is_none() && !setting.case_file && found.times.is_empty();
    let found = plain
        .then(|| plain_questions(script, found.body))
        .flatten()?;
    Some((
        found,
        "no labels: paragraphs that end with a question mark were taken as “Question”, the others as “Answer”",
    ))
}

/// Whether a line is bold or italic from its first letter to its last; a sign at its end does not count.
fn is_strong(script: &Script, line: &Line) -> bool {
    let words = script.words(line);
    let letters = words.trim_end_matches(|c: char| {
        is_blank(c) || matches!(c, '.' | '?' | '!' | ':' | ',' | ';' | ')' | '？' | '：')
    });
    !letters.is_empty() && line.look.strong >= letters.len() || is_bold(words)
}

/// Takes wholly bold or italic paragraphs as questions, the others as answers, if there are enough of both,
/// spread over the whole document, and some of them ask. Where the others ask, the bold ones answer.
pub(super) fn question_and_answer(script: &Script) -> Option<(Convention, &'static str)> {
    let paragraphs: Vec<(usize, bool)> = script
        .lines
        .iter()
        .enumerate()
        .filter(|(_, line)| {
            !line.look.heading
                && !line.look.apart
                && !script.words(line).trim_matches(is_blank).is_empty()
        })
        .map(|(number, line)| (number, is_strong(script, line)))
        .collect();
    let strong = paragraphs.iter().filter(|(_, strong)| *strong).count();
    let all = paragraphs.len();
    if strong < 3 || strong * 100 < all * 10 || strong * 100 > all * 70 {
        return None;
    }
    let half = paragraphs.len() / 2;
    let early = paragraphs[..half]
        .iter()
        .filter(|(_, strong)| *strong)
        .count();
    let asking = |which: bool| {
        let those = paragraphs.iter().filter(|(_, strong)| *strong == which);
        those
            .filter(|(line, _)| script.words(&script.lines[*line]).contains(['?', '？']))
            .count()
    };
    let (strong_ask, plain_ask) = (asking(true), asking(false));
    let answers = strong_ask * 5 < strong && plain_ask >= 3 && plain_ask * 2 >= all - strong;
    if early * 10 < strong * 2 || early * 10 > strong * 8 || (strong_ask * 4 < strong && !answers) {
        return None;
    }
    let first = paragraphs.iter().position(|(_, strong)| *strong)?;
    if !answers {
        let said =
            "no labels: bold or italic paragraphs were taken as “Question”, the others as “Answer”";
        let (told, apart) = without_titles(script, &paragraphs[first..]);
        let mut convention = questions(script, &told);
        convention.apart = apart;
        return Some((convention, said));
    }
    let told = &paragraphs[first.saturating_sub(1)..];
    let mut told: Vec<(usize, bool)> = told.iter().map(|&(line, strong)| (line, !strong)).collect();
    let mut apart = BTreeSet::new();
    set_apart_titles(script, &mut told, &mut apart);
    takes_turns(&told).then(|| {
        let mut convention = questions(script, &told);
        convention.apart = apart;
        let said =
            "no labels: bold or italic paragraphs were taken as “Answer”, the others as “Question”";
        (convention, said)
    })
}

/// Where nearly all bold paragraphs are numbered, one that is not and asks nothing is the title of a part: it is nobody's,
/// nor is what stands below it up to the next question.
fn without_titles(
    script: &Script,
    paragraphs: &[(usize, bool)],
) -> (Vec<(usize, bool)>, BTreeSet<usize>) {
    let text = |at: usize| script.words(&script.lines[at]).trim_matches(is_blank);
    let strong = || paragraphs.iter().filter(|(_, strong)| *strong);
    let numbered = strong().filter(|(at, _)| opens_numbered(text(*at)));
    if numbered.count() * 10 < strong().count() * 7 {
        return (paragraphs.to_vec(), BTreeSet::new());
    }
    let mut apart = BTreeSet::new();
    let mut told = Vec::with_capacity(paragraphs.len());
    let mut titled = false;
    for &(at, strong) in paragraphs {
        if strong {
            titled = !opens_numbered(text(at)) && !text(at).contains(['?', '？']);
        }
        if titled {
            apart.insert(at);
        } else {
            told.push((at, strong));
        }
    }
    (told, apart)
}

/// Whether paragraphs that ask and others change places so strictly that nothing else can be meant.
fn takes_turns(told: &[(usize, bool)]) -> bool {
    let asked = told.iter().filter(|(_, asks)| *asks).count();
    let changes = told.windows(2).filter(|pair| pair[0].1 != pair[1].1);
    asked >= LEAST_ASKED
        && asked * 100 >= told.len() * 35
        && changes.count() * 100 >= (told.len() - 1) * 65
}

/// A convention of questions and answers, with the times that paragraphs begin with.
fn questions(script: &Script, paragraphs: &[(usize, bool)]) -> Convention {
    sides(paragraphs, opening_times(script, paragraphs))
}

/// A convention of questions and answers: paragraphs by line, and whether each asks. A turn goes on until the other side,
/// or until a time.
pub(super) fn sides(paragraphs: &[(usize, bool)], mut times: HashMap<usize, Head>) -> Convention {
    let mut convention = Convention {
        shape: Some(Shape::Strong),
        ..Convention::default()
    };
    convention.speakers = ["Question", "Answer"]
        .map(|name| Voice {
            name: name.to_owned(),
            key: name.to_lowercase(),
            turns: 0,
        })
        .into();
    let mut speaking = None;
    for &(line, asks) in paragraphs {
        let speaker = usize::from(!asks);
        let time = times.remove(&line);
        if speaking != Some(speaker) || time.is_some() {
            let mut turn = unlabelled_turn(line, speaker);
            if let Some(time) = time {
                turn.head = Head {
                    shape: Shape::Strong,
                    ..time
                };
            }
            convention.heads.push(turn);
            convention.speakers[speaker].turns += 1;
            speaking = Some(speaker);
        }
    }
    convention
}

/// How many paragraphs must ask before the question marks of a document are believed to tell who speaks.
const LEAST_ASKED: usize = 4;

/// Takes paragraphs that end with a question mark as questions, the others as answers, where they take turns so strictly
/// that nothing else can be meant. In talk that is written down word for word who asks says other things too.
fn plain_questions(script: &Script, body: usize) -> Option<Convention> {
    if !script.paragraphs && is_hard_wrapped(script) {
        return None;
    }
    let mut apart = BTreeSet::new();
    let mut strong = Vec::new();
    let mut paragraphs: Vec<(usize, bool)> = Vec::new();
    for (at, line) in script.lines.iter().enumerate().skip(body) {
        let text = script.words(line).trim_matches(is_blank);
        let asks = is_asked(text);
        let heading = (line.look.heading || text.starts_with('#')) && !asks;
        if text.is_empty() || line.look.apart || heading || is_furniture(text) {
            continue;
        }
        if !asks && is_strong(script, line) {
            strong.push(at);
        }
        paragraphs.push((at, asks));
    }
    // A few bold lines among questions and answers are headings.
    if strong.len() * 10 < paragraphs.len() * 3 {
        apart.extend(strong);
        paragraphs.retain(|(at, _)| !apart.contains(at));
    }
    let first = paragraphs.iter().position(|(_, asks)| *asks)?;
    let mut told = paragraphs.split_off(first);
    set_apart_titles(script, &mut told, &mut apart);
    if !takes_turns(&told) {
        // What was concluded may stand below the last answer.
        let last = told.iter().rposition(|(_, asks)| *asks)?;
        let below = told.split_off(told.len().min(last + 2));
        let asked = told.iter().filter(|(_, asks)| *asks).count();
        if below.len() < 4 || asked <= LEAST_ASKED || !takes_turns(&told) {
            return None;
        }
        apart.extend(below.into_iter().map(|(at, _)| at));
    }
    let mut convention = questions(script, &told);
    convention.apart = apart;
    Some(convention)
}

/// Whether a paragraph is a question, whatever closes it after its mark.
fn is_asked(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| {
        is_blank(c) || matches!(c, '*' | '_' | '"' | '”' | '’' | '»' | ')')
    });
    text.ends_with(['?', '？', '؟'])
}

/// Takes out titles that stand between an answer and the next question: of further interviews, `Person 2`, and bold ones.
fn set_apart_titles(script: &Script, told: &mut Vec<(usize, bool)>, apart: &mut BTreeSet<usize>) {
    let is_title = |place: usize| {
        let line = &script.lines[told[place].0];
        let text = script.words(line).trim_matches(is_blank);
        let (one, next) = (told.get(place.wrapping_sub(1)), told.get(place + 1));
        let numbered = text.split_whitespace().count() <= 3
            && text.starts_with(char::is_uppercase)
            && text.ends_with(|c: char| c.is_ascii_digit());
        !told[place].1
            && one.is_some_and(|one| !one.1)
            && next.is_some_and(|next| next.1)
            && text.len() <= 60
            && (numbered || (is_strong(script, line) && is_titled(text)))
    };
    let titles: Vec<usize> = (0..told.len()).filter(|&place| is_title(place)).collect();
    apart.extend(titles.iter().map(|&place| told[place].0));
    told.retain(|(at, _)| !apart.contains(at));
}

/// Whether a paragraph reads like a title: a few words, and no sign that ends a sentence or closes what somebody says.
fn is_titled(text: &str) -> bool {
    let text = text.trim_matches(|c: char| is_blank(c) || matches!(c, '*' | '_'));
    text.split_whitespace().count() <= 10
        && !text.ends_with([
            '.', '?', '!', '…', ',', ';', '"', '”', '“', '’', '»', '-', '–', '—',
        ])
}

/// Where labels tell who speaks: bold paragraphs like titles just before a label. Nothing where turns are bold themselves.
pub(super) fn set_apart_headings(script: &Script, convention: &mut Convention) {
    let bold = |at: usize| is_strong(script, &script.lines[at]);
    let heads = &convention.heads;
    if heads.iter().filter(|head| bold(head.line)).count() * 5 >= heads.len() {
        return;
    }
    let is_labelled = |at: usize| heads.binary_search_by_key(&at, |head| head.line).is_ok();
    let mut before: Option<usize> = None;
    for (at, line) in script.lines.iter().enumerate().skip(convention.body) {
        let text = script.words(line).trim_matches(is_blank);
        let is_heading = line.opens && bold(at) && is_titled(text);
        if before.is_none() && !is_heading {
            continue;
        }
        if is_labelled(at) {
            convention.apart.extend(before.take());
        } else if !text.is_empty() {
            before = is_heading.then_some(at);
        }
    }
}

/// The times that paragraphs begin with, by line, if several do.
fn opening_times(script: &Script, paragraphs: &[(usize, bool)]) -> HashMap<usize, Head> {
    let time = |&(line, _): &(usize, bool)| {
        let words = script.words(&script.lines[line]);
        let wrapped =
            || labels::head(words, Look::default()).filter(|head| head.shape == Shape::Time);
        let head = labels::bare_time(words, true).or_else(wrapped)?;
        (head.speech < words.len()).then_some((line, head))
    };
    let times: Vec<(usize, Head)> = paragraphs.iter().filter_map(time).collect();
    let believed = times.len() >= 3
        && times.len() * 10 >= paragraphs.len() * 2
        && goes_forward(times.iter().map(|(_, head)| head.from_ms));
    if believed {
        times.into_iter().collect()
    } else {
        HashMap::new()
    }
}

/// Where only one side is labelled, gives the other its turns: what asks just before labelled answers is a question,
/// paragraphs after labelled questions are answers. Answers what was done, for a warning.
pub(super) fn other_side(script: &Script, convention: &mut Convention) -> Option<&'static str> {
    let voice = one_side(convention)?;
    let name = &convention.speakers[voice].name;
    if names::asks(name) {
        return answers_after(script, convention);
    }
    let by_marks = names::is_answer(name);
    let labelled: HashMap<usize, usize> = convention
        .heads
        .iter()
        .map(|head| (head.line, head.speaker))
        .collect();
    let mut taken = Vec::new();
    let mut apart = Vec::new();
    let mut waiting: Vec<usize> = Vec::new();
    for (at, line) in script.lines.iter().enumerate().skip(convention.body) {
        if let Some(speaker) = labelled.get(&at) {
            let asked = waiting
                .iter()
                .position(|&at| script.words(&script.lines[at]).contains(['?', '？']));
            let asked = asked.unwrap_or(0);
            if *speaker == voice && asked < waiting.len() {
                taken.push(waiting[asked]);
                apart.extend(waiting.drain(..asked));
            }
            waiting.clear();
        } else if is_open(script, line, by_marks) {
            let strong = is_strong(script, line);
            let text = script.words(line).trim_matches(is_blank);
            if strong || (by_marks && (is_asked(text) || opens_numbered(text))) {
                waiting.push(at);
            } else {
                apart.extend(
                    waiting
                        .drain(..)
                        .filter(|&at| is_strong(script, &script.lines[at])),
                );
            }
        }
    }
    let heads = convention.speakers[voice].turns;
    if heads < 3 || taken.len() * 5 < heads * 4 {
        return None;
    }
    convention.apart.extend(apart);
    add_side(convention, "Question", taken);
    Some(if by_marks {
        "only answers are labelled: what asks before them was taken as “Question”"
    } else {
        "only one speaker is labelled: bold or italic paragraphs were taken as “Question”"
    })
}

/// The speaker who is labelled where the other is not: the only one, or answers among which hardly anything else is.
fn one_side(convention: &Convention) -> Option<usize> {
    let voices = &convention.speakers;
    let most = (0..voices.len()).max_by_key(|&at| voices[at].turns)?;
    let rare = voices[most].turns * 5 >= convention.heads.len() * 4;
    (voices.len() == 1 || (rare && names::is_answer(&voices[most].name))).then_some(most)
}

/// Whether a paragraph begins here that can be the other side's. Between labels of answers each line can.
fn is_open(script: &Script, line: &Line, by_marks: bool) -> bool {
    let text = script.words(line).trim_matches(is_blank);
    (line.opens || (by_marks && !script.paragraphs))
        && !(line.look.heading || line.look.apart)
        && !text.is_empty()
        && !is_furniture(text)
}

/// `3. Tell me about it`.
fn opens_numbered(text: &str) -> bool {
    let text = text.trim_start_matches('*');
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < text.len()
        && rest
            .trim_start()
            .starts_with(['.', ')', '-', '–', '°', 'º'])
}

/// Gives those who answer their turns after labelled questions.
fn answers_after(script: &Script, convention: &mut Convention) -> Option<&'static str> {
    let labelled: HashSet<usize> = convention.heads.iter().map(|head| head.line).collect();
    let first = convention.heads.first()?.line;
    let mut taken = Vec::new();
    let mut before = false;
    for (at, line) in script.lines.iter().enumerate().skip(first) {
        if labelled.contains(&at) {
            before = true;
        } else if before && is_open(script, line, false) {
            // Further paragraphs go on with the same turn.
            taken.push(at);
            before = false;
        }
    }
    let heads = convention.heads.len();
    if heads < 3 || taken.len() * 5 < heads * 4 {
        return None;
    }
    add_side(convention, "Answer", taken);
    Some("only those who ask are labelled: paragraphs without a label were taken as “Answer”")
}

/// Adds a speaker with the turns that begin on some lines.
fn add_side(convention: &mut Convention, name: &str, lines: Vec<usize>) {
    let speaker = convention.speakers.len();
    convention.speakers.push(Voice {
        name: name.to_owned(),
        key: name.to_lowercase(),
        turns: lines.len(),
    });
    let turns = lines.into_iter().map(|line| unlabelled_turn(line, speaker));
    convention.heads.extend(turns);
    convention.heads.sort_by_key(|head| head.line);
}

/// A turn that no label begins.
const fn unlabelled_turn(line: usize, speaker: usize) -> Spoken {
    Spoken {
        line,
        speaker,
        head: Head {
            shape: Shape::Strong,
            name: 0..0,
            speech: 0,
            from_ms: None,
            to_ms: None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::convention::decide;
    use super::super::script::Look;
    use super::super::tests::{shown, warned};
    use super::*;

    fn script(lines: &[(&str, bool)]) -> Script {
        let mut script = Script {
            paragraphs: true,
            ..Script::default()
        };
        for (words, bold) in lines {
            script.push(
                words,
                true,
                Look {
                    strong: if *bold { words.len() } else { 0 },
                    ..Look::default()
                },
                None,
            );
        }
        script
    }

    #[test]
    fn bold_questions_and_plain_answers_become_two_voices() {
        let pair = [
            ("How was it?", true),
            ("Fine.", false),
            ("Quite fine.", false),
        ];
        let convention = question_and_answer(&script(&pair.repeat(3))).unwrap().0;
        assert_eq!(
            convention.heads.len(),
            6,
            "paragraphs of one answer are one turn"
        );
        assert_eq!(convention.speakers[0].name, "Question");
    }

    #[test]
    fn times_before_questions_and_answers_begin_turns_and_are_kept() {
        let lines: Vec<(String, bool)> = (1..5)
            .flat_map(|n| {
                let asked = format!("00:0{n}:05 How was it?");
                let told = [
                    format!("00:0{n}:15\tFine."),
                    "Quite fine.".to_owned(),
                    format!("[00:0{n}:25] And so on."),
                ];
                std::iter::once((asked, true)).chain(told.map(|words| (words, false)))
            })
            .collect();
        let lines: Vec<(&str, bool)> = lines
            .iter()
            .map(|(words, bold)| (words.as_str(), *bold))
            .collect();
        let convention = question_and_answer(&script(&lines)).unwrap().0;
        let times: Vec<Option<u32>> = convention
            .heads
            .iter()
            .map(|turn| turn.head.from_ms)
            .collect();
        assert_eq!(
            times[..4],
            [Some(65_000), Some(75_000), Some(85_000), Some(125_000)]
        );
        assert_eq!(convention.heads[0].head.speech, "00:01:05 ".len());
        assert_eq!(convention.speakers[1].turns, 8);
    }

    #[test]
    fn a_few_bold_words_are_no_interview() {
        assert!(
            question_and_answer(&script(&[
                ("Notes", true),
                ("a", false),
                ("b", false),
                ("c", false)
            ]))
            .is_none()
        );
        let heads = [("Needs", true), ("text", false)];
        assert!(
            question_and_answer(&script(&heads.repeat(4))).is_none(),
            "nothing is asked"
        );
    }

    #[test]
    fn plain_questions_and_their_answers_take_turns() {
        let text = "About you\n\nHow do you travel?\n\nBy bus.\n\nWhy (and how often)?\n\nIt is cheap.\nAnd late.\n\nInterview 2\n\nHow do you travel?\n\nI walk.\n\nWhy?\n\nMold 2\n";
        insta::assert_snapshot!(shown("a.txt", text.as_bytes()), @r"
        [] About you
        [Question!] How do you travel?
        [Answer] By bus.
        [Question!] Why (and how often)?
        [Answer] It is cheap.⏎And late.
        [] Interview 2
        [Question!] How do you travel?
        [Answer] I walk.
        [Question!] Why?
        [Answer] Mold 2
        ");
        assert!(warned("a.txt", text.as_bytes())[0].contains("question mark"));
        let talk = "How are you?\n\nGood.\n\nGreat.\n\nSo.\n\nWhat was it?\n\nA bus.\n\nMm.\n\nYes.\n\nI see. And?\n\nLate.\n\nRight.\n\nWhy?\n\nWell.\n\nOkay.\n";
        assert!(!shown("a.txt", talk.as_bytes()).contains("[Question"));
        let concluded = text.replace("Mold 2", "Late.\n\nConclusion\n\nOf buses\n\nSo.\n\nAnd so.\n\nAnd on.\n\nHow so?\n\nWell.\n\nSo it is.\n\nAnd.\n\nAnd.\n\nAnd.");
        let read = shown("a.txt", concluded.as_bytes());
        assert!(!read.contains("Answer"), "{read}");
        let concluded = format!(
            "{text}\nWhen?\n\nIn May.\n\nSo\n\nIt is.\n\nAnd.\n\nAnd.\n\nAnd.\n\nAnd.\n\nAnd.\n\nAnd.\n"
        );
        let read = shown("a.txt", concluded.as_bytes());
        assert!(read.contains("[Answer] In May.\n[] So"), "{read}");
        let guide = "How?\n\nWhy?\n\nWhen?\n\nPlaces\n\nWhere?\n\nWhich?\n\nWhose?\n";
        assert!(!shown("a.txt", guide.as_bytes()).contains("[Question"));
    }

    #[test]
    fn bold_answers_answer_plain_questions() {
        let pair = [
            ("How was it?", false),
            ("It was fine", true),
            ("Thanks. And you?", false),
            ("Fine, too.", true),
        ];
        let (convention, said) = question_and_answer(&script(&pair.repeat(3))).unwrap();
        assert_eq!(convention.heads.len(), 12);
        assert_eq!(convention.heads[0].line, 0);
        assert!(said.contains("taken as “Answer”"));
        let guide = [
            ("About you", true),
            ("How?", false),
            ("Why?", false),
            ("When?", false),
        ];
        assert!(question_and_answer(&script(&guide.repeat(3))).is_none());
        let unmarked = script(&[("How was it?", true), ("Fine.", false)].repeat(4));
        let mut partly = unmarked;
        for line in &mut partly.lines {
            line.look.strong = line.look.strong.saturating_sub(1);
        }
        assert!(
            question_and_answer(&partly).is_some(),
            "the mark itself is not bold"
        );
    }

    #[test]
    fn titles_among_numbered_questions_ask_nothing() {
        let mut lines = vec![("THE SECOND INTERVIEW", true), ("NAME: Ana", false)];
        lines.extend([("1) How was it?", true), ("Fine.", false)].repeat(5));
        lines.extend([("4) Tell me more", true), ("Well.", false)]);
        lines.extend([("Report:", true), ("I learned much.", false)]);
        let (convention, _) = question_and_answer(&script(&lines)).unwrap();
        assert_eq!(convention.heads.len(), 12);
        assert_eq!(convention.heads[0].line, 2);
        assert!(convention.apart.contains(&14) && convention.apart.contains(&15));
    }

    #[test]
    fn bold_titles_before_labels_are_nobodys() {
        let lines = [
            ("I: Where was it?", false),
            ("P1: In Mold", false),
            ("2. Getting there", true),
            ("I: How?", false),
            ("P1: By bus.", false),
            ("I mean it.", true),
            ("I: So?", false),
            ("P1: So.", false),
        ];
        let script = script(&lines);
        let mut convention = decide(&script, Setting::default());
        set_apart_headings(&script, &mut convention);
        assert_eq!(convention.apart.into_iter().collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn only_what_asks_before_answers_is_a_question() {
        let text = "NOME : ANA\n\n1.Qual é o seu trabalho?\nR: Guia.\n\n2.Fale sobre ele\nR: É longo.\n\n3.Por quê?\n\nR: Não sei.\n\n4.Onde?\n\nR: Em casa.\n";
        insta::assert_snapshot!(shown("a.txt", text.as_bytes()), @r"
        [] NOME : ANA
        [Question!] 1.Qual é o seu trabalho?
        [R] Guia.
        [Question!] 2.Fale sobre ele
        [R] É longo.
        [Question!] 3.Por quê?
        [R] Não sei.
        [Question!] 4.Onde?
        [R] Em casa.
        ");
        let slashes = text
            .replace("R: ", "R/ ")
            .replace("NOME : ANA", "Entrevistador: Ana Luz");
        assert_eq!(
            shown("a.txt", slashes.as_bytes()).matches("[R] ").count(),
            4
        );
        assert!(!shown("a.txt", b"N/A\n\nI/O so.\n\nN/A\n\nw/ so\n").contains("[N"));
        let lines = [
            ("Tips for your health", true),
            ("Sleep well.", false),
            ("So why?", true),
            ("Answer: It was the bus.", false),
            ("Tom, driver", true),
            ("How so?", true),
            ("Answer: It was late.", false),
            ("And then?", true),
            ("Answer: Well.", false),
        ];
        let script = script(&lines);
        let mut convention = decide(&script, Setting::default());
        assert!(other_side(&script, &mut convention).is_some());
        let asked: Vec<usize> = convention.heads.iter().map(|head| head.line).collect();
        assert_eq!(asked, [2, 3, 5, 6, 7, 8]);
        assert!(convention.apart.contains(&0) && convention.apart.contains(&4));
    }

    #[test]
    fn the_side_without_labels_is_given_its_turns() {
        let read = |lines: &[(&str, bool)]| {
            let script = script(lines);
            let mut convention = decide(&script, Setting::default());
            let said = other_side(&script, &mut convention);
            let voices = convention.speakers.into_iter();
            let voices: Vec<_> = voices.map(|voice| (voice.name, voice.turns)).collect();
            (voices, said.is_some())
        };
        let two = |one: &str, n: usize, other: &str, m: usize| {
            vec![(one.to_owned(), n), (other.to_owned(), m)]
        };
        let answers = [("So why?", true), ("P4: It was the bus.", false)].repeat(4);
        assert_eq!(read(&answers), (two("P4", 4, "Question", 4), true));
        let asked = [
            ("I: So why?", false),
            ("It was the bus.", false),
            ("And that.", false),
        ];
        assert_eq!(read(&asked.repeat(4)), (two("I", 4, "Answer", 4), true));
        let alone = [("P4: It was the bus.", false), ("And that.", false)].repeat(4);
        assert_eq!(read(&alone), (vec![("P4".to_owned(), 4)], false));
    }
}
