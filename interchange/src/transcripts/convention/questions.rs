//! Labels of questions and answers: numbered ones, and those of hearings, where others speak by name.

use std::collections::HashMap;

use super::super::labels::Shape;
use super::super::names::{self, Likeness};
use super::{Evidence, Label};

/// Words that stand before an answer, beside `A`.
const ANSWERS: [&str; 10] = [
    "answer",
    "response",
    "reply",
    "antwort",
    "respuesta",
    "resposta",
    "réponse",
    "ateb",
    "antwoord",
    "risposta",
];

/// Words for a question that is written out, with a number after it.
const QUESTIONS: [&str; 8] = [
    "question", "pregunta", "pergunta", "frage", "cwestiwn", "vraag", "domanda", "questão",
];

/// `Q1:`, `A1:`, `Q2:` ... number the questions, not those who ask, where each number stands there once. `Question 1:` is
/// the title of a topic, unless answers are labelled too.
pub(super) fn fold_numbers(evidence: &mut Evidence) {
    for stem in ["q", "a"].into_iter().chain(ANSWERS) {
        fold_stem(evidence, stem, 3);
    }
    let is_answer = |label: &Label| label.key == "a" || ANSWERS.contains(&label.key.as_str());
    let answers: Vec<bool> = evidence.labels.iter().map(is_answer).collect();
    let heads = evidence.found.iter().filter(|found| answers[found.label]);
    if heads.count() >= 3 {
        for stem in QUESTIONS {
            fold_stem(evidence, stem, 2);
        }
    }
}

/// Makes one label of a stem and the numbers after it. At least `least` of them must be there.
fn fold_stem(evidence: &mut Evidence, stem: &str, least: usize) {
    let is_numbered = |label: &Label| {
        let number = label.key.strip_prefix(stem).unwrap_or_default();
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    let numbered: Vec<bool> = evidence.labels.iter().map(is_numbered).collect();
    let labels = numbered.iter().filter(|is| **is).count();
    let heads = evidence.found.iter().filter(|found| numbered[found.label]);
    let heads = heads.count();
    let plain = evidence.labels.iter().position(|label| label.key == stem);
    let Some(first) = plain.or_else(|| numbered.iter().position(|is| *is)) else {
        return;
    };
    // One number may be written twice.
    if labels < least || heads > labels + (labels / 5).max(1) {
        return;
    }
    for found in &mut evidence.found {
        if numbered[found.label] {
            found.label = first;
        }
    }
    let mut letters = stem.chars();
    let name: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect();
    evidence.labels[first] = Label {
        key: stem.to_owned(),
        likeness: names::likeness(&name),
        spellings: vec![(name, heads)],
    };
}

/// `Mary Owen (MO):` says who `MO:` is, who speaks from then on; `P6 (nods):` is `P6:`, who does something beside.
pub(super) fn fold_introduced(evidence: &mut Evidence) {
    let labels = &evidence.labels;
    let mut times = vec![0_usize; labels.len()];
    for found in &evidence.found {
        times[found.label] += 1;
    }
    let places: HashMap<&str, usize> = labels
        .iter()
        .enumerate()
        .map(|(place, label)| (label.key.as_str(), place))
        .collect();
    let same = |(at, label): (usize, &Label)| {
        let (name, _) = label.spellings.first()?;
        let (full, inside) = name.strip_suffix(')')?.rsplit_once('(')?;
        let is_initials = inside.chars().count() <= 4 && full.contains(inside.chars().next()?);
        let introduced = places.get(names::key(inside).as_str()).copied();
        if let Some(place) = introduced.filter(|&place| is_initials && times[place] > 1) {
            return Some(place);
        }
        // `Parent (2)` is another parent.
        let is_note = inside.chars().filter(|c| c.is_alphabetic()).count() > 1;
        let plain = places.get(names::key(full).as_str()).copied();
        plain.filter(|&place| is_note && times[at] <= 2 && times[place] >= times[at] * 3)
    };
    let folded: Vec<Option<usize>> = labels.iter().enumerate().map(same).collect();
    for found in &mut evidence.found {
        found.label = folded[found.label].unwrap_or(found.label);
    }
}

/// A hearing has `Q.` and `A.` for one who asks and a witness, and `MR BEER:` for whoever else speaks. Both are labels then,
/// and are taken for labels of one shape.
pub(super) fn join_hearing(evidence: &mut Evidence) {
    let place = |key: &str| evidence.labels.iter().position(|label| label.key == key);
    let (Some(asks), Some(answers)) = (place("q"), place("a")) else {
        return;
    };
    let is_mark = |shape: Shape| matches!(shape, Shape::Dot | Shape::Tab);
    let (mut asked, mut answered, mut named, mut other) = (0_usize, 0_usize, 0_usize, 0_usize);
    let mut before = None;
    for found in &evidence.found {
        if is_mark(found.head.shape) && found.label == asks {
            asked += 1;
            before = Some(asks);
        } else if is_mark(found.head.shape) && found.label == answers {
            answered += usize::from(before == Some(asks));
            before = Some(answers);
        } else if found.head.shape == Shape::Colon {
            let speaks = is_titled(&evidence.labels[found.label]);
            named += usize::from(speaks);
            other += usize::from(!speaks);
        }
    }
    if asked < 2 || answered < 2 || answered * 3 < asked || named < 2 || named < other {
        return;
    }
    for found in &mut evidence.found {
        if is_mark(found.head.shape) && (found.label == asks || found.label == answers) {
            found.head.shape = Shape::Colon;
        }
    }
}

/// Whether a label is a person's as minutes write them: in capitals, with a title, or by their part.
fn is_titled(label: &Label) -> bool {
    if label.likeness >= Likeness::Part {
        return true;
    }
    let Some((name, _)) = label.spellings.first() else {
        return false;
    };
    let first = name.split([' ', '\u{a0}']).next().unwrap_or_default();
    let first = first.trim_end_matches('.').to_lowercase();
    let capitals =
        !name.contains(char::is_lowercase) && name.chars().filter(|c| c.is_uppercase()).count() > 2;
    label.likeness >= Likeness::Name && (capitals || names::is_title(&first))
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::shown;

    #[test]
    fn a_hearing_has_questions_and_names() {
        let text = "THE CHAIR:  Who is first?\n\nMS CAREY:  Mr Price, my Lady.\n\nQ.  You are the manager?\n\nA.  I was.\n\nTHE CHAIR:  Until when?\n\nA.  June.\n\nQ.  Thank you.  And then?\n\nA.  Then it closed.  Note: for good.\n\nMR BEER:  I rise to ask for page 4.\n\nMS CAREY:  Of course.\n";
        insta::assert_snapshot!(shown("a.txt", text.as_bytes()), @r"
        [THE CHAIR] Who is first?
        [MS CAREY] Mr Price, my Lady.
        [Q!] You are the manager?
        [A] I was.
        [THE CHAIR] Until when?
        [A] June.
        [Q!] Thank you.  And then?
        [A] Then it closed.  Note: for good.
        [MR BEER] I rise to ask for page 4.
        [MS CAREY] Of course.
        ");
        let numbered = " 1         THE COURT:  Good morning.\n 2     BY MR. BEER:\n 3     Q.   Where do you work?\n 4     A.   At the library, and\n 5 upstairs.\n 6     Q.   How long?\n 7     A.   Years.\n 8         THE COURT:  Thank you.\n 9         MR. BEER:  Nothing further.\n10         MR. BEER:  But one thing.\n";
        insta::assert_snapshot!(shown("a.txt", numbered.as_bytes()), @r"
        [THE COURT] Good morning.
        [] 2     BY MR. BEER:
        [Q!] Where do you work?
        [A] At the library, and⏎ 5 upstairs.
        [Q!] How long?
        [A] Years.
        [THE COURT] Thank you.
        [MR. BEER] Nothing further.
        [MR. BEER] But one thing.
        ");
    }

    #[test]
    fn what_somebody_does_beside_makes_nobody_else_of_them() {
        let text = "Moderator (Ann): So?\n\nP6: Yes.\n\nModerator: Why?\n\nP6 (nods): The bus.\n\nModerator: And?\n\nP6: Well.\n\nModerator: P7?\n\nP7: No.\n\nP6: Oh.\n\nP7 (2): Me too.\n";
        insta::assert_snapshot!(shown("a.txt", text.as_bytes()), @r"
        [Moderator!] So?
        [P6] Yes.
        [Moderator!] Why?
        [P6] The bus.
        [Moderator!] And?
        [P6] Well.
        [Moderator!] P7?
        [P7] No.
        [P6] Oh.
        [P7 (2)] Me too.
        ");
    }

    #[test]
    fn numbered_questions_with_labelled_answers_are_asked() {
        let text = "Question 1: How was it?\n\nAnswer: Good.\n\nQuestion 2: Why?\n\nAnswer: The bus.\n\nQuestion 2: And?\n\nAnswer: Well.\n\nQuestion 4: So?\n\nAnswer: So.\n";
        insta::assert_snapshot!(shown("a.txt", text.as_bytes()), @r"
        [Question!] How was it?
        [Answer] Good.
        [Question!] Why?
        [Answer] The bus.
        [Question!] And?
        [Answer] Well.
        [Question!] So?
        [Answer] So.
        ");
        let group = "Question 1: Where?\n\nTom: In town.\n\nBecky: At home.\n\nQuestion 2: Why?\n\nTom: So.\n\nBecky: Well.\n\nQuestion 3: When?\n\nTom: May.\n\nBecky: June.\n";
        assert!(!shown("a.txt", group.as_bytes()).contains("[Question"));
    }

    #[test]
    fn turns_may_be_counted_in_brackets() {
        let text = "[T001] Moderator: Who starts?\n\n[T002] Participant 1: Me.\n\nAnd that is so.\n\n[T003] Moderator: Why?\n\n[T004] Participant 2: The bus.\n\nIt was late.\n\nAnd full.\n\n[T005] Participant 1: Yes.\n";
        insta::assert_snapshot!(shown("a.txt", text.as_bytes()), @r"
        [Moderator!] Who starts?
        [Participant 1] Me.⏎⏎And that is so.
        [Moderator!] Why?
        [Participant 2] The bus.⏎⏎It was late.⏎⏎And full.
        [Participant 1] Yes.
        ");
    }

    #[test]
    fn questions_alone_stay_questions() {
        let text = "Q. So?\n\nA. Well: yes.\n\nQ. Why?\n\nA. Plan: none.\n";
        assert_eq!(
            shown("a.txt", text.as_bytes()),
            "[Q!] So?\n[A] Well: yes.\n[Q!] Why?\n[A] Plan: none."
        );
    }

    #[test]
    fn a_case_file_of_nothing_but_people_has_speakers() {
        let text = "Mother: He will not go.\n\nSocial worker: Met her at home.\n\nChild: I do not like the bus.\n\nMother: He slept.\n\nSocial worker: Met the school.\n\nMother: They rang.\n\nSocial worker: Closed.\n";
        insta::assert_snapshot!(shown("Case file 1.txt", text.as_bytes()), @r"
        [Mother] He will not go.
        [Social worker] Met her at home.
        [Child] I do not like the bus.
        [Mother] He slept.
        [Social worker] Met the school.
        [Mother] They rang.
        [Social worker] Closed.
        ");
        let form = text.replace("Met", "Plan: met").replace(
            "\n\nMother: They",
            "\n\nNeeds: many\n\nPlan: one\n\nReview: May\n\nMother: They",
        );
        assert!(shown("Case file 1.txt", form.as_bytes()).starts_with("[] Mother"));
    }
}
