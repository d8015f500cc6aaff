//! Labels of questions and answers: numbered ones, and those of hearings, where others speak by name.

use super::super::labels::Shape;
use super::super::names::{self, Likeness};
use super::{Evidence, Label};

/// `Q1:`, `A1:`, `Q2:` ... number the questions, not those who ask, where each number stands there once.
pub(super) fn fold_numbers(evidence: &mut Evidence) {
    for stem in ["q", "a"] {
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
            continue;
        };
        if labels < 3 || heads * 5 > labels * 6 {
            continue;
        }
        for found in &mut evidence.found {
            if numbered[found.label] {
                found.label = first;
            }
        }
        let name = stem.to_uppercase();
        evidence.labels[first] = Label {
            key: stem.to_owned(),
            likeness: names::likeness(&name),
            spellings: vec![(name, heads)],
        };
    }
}

/// `Mary Owen (MO):` says who `MO:` is, who speaks from then on.
pub(super) fn fold_introduced(evidence: &mut Evidence) {
    let labels = &evidence.labels;
    let mut times = vec![0_usize; labels.len()];
    for found in &evidence.found {
        times[found.label] += 1;
    }
    let short = |label: &Label| {
        let (name, _) = label.spellings.first()?;
        let (full, initials) = name.strip_suffix(')')?.rsplit_once('(')?;
        let key = names::key(initials);
        let is_initials = initials.chars().count() <= 4 && full.contains(initials.chars().next()?);
        let place = labels.iter().position(|label| label.key == key);
        place.filter(|&place| is_initials && times[place] > 1)
    };
    let folded: Vec<Option<usize>> = labels.iter().map(short).collect();
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
