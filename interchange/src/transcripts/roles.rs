//! Who asks: by name, or else by what they do.

use std::collections::BTreeSet;

use project::{NewSpeaker, SpeakerRole};

use super::names::{answers, asks};

/// Two who consult, the one who asks first. Doctors ask with half their question marks.
const PAIRS: &[(&str, &str)] = &[
    ("d", "p"),
    ("dr", "p"),
    ("dr", "pt"),
    ("dr", "patient"),
    ("gp", "patient"),
    ("doctor", "patient"),
    ("clinician", "patient"),
    ("nurse", "patient"),
    ("therapist", "client"),
    ("counsellor", "client"),
];

/// What ends a question.
const QUESTION: [char; 3] = ['?', '？', '؟'];

/// How many turns are looked at.
const ENOUGH: usize = 4000;

/// Makes the speakers, the interviewers marked. `turns` are speaker and speech, in order.
///
/// A name that says so decides (`Interviewer`, `INT`, `Moderator`, `Cyfwelydd`). Without one, somebody asks
/// for a living who puts four in five of all questions, asks in half of their turns, and says less than the others; who
/// ends a quarter of their turns with a question, most of those that end so, and says much less; who ends a tenth of many
/// turns with one and says next to nothing; or is the doctor of a doctor and a patient; or talks with a `Participant`.
/// The format's own word, `told`, goes before all of these.
pub(super) fn speakers(
    names: Vec<String>,
    turns: &[(usize, &str)],
    told: &BTreeSet<String>,
) -> Vec<NewSpeaker> {
    let mut asker: Vec<bool> = names.iter().map(|name| told.contains(name)).collect();
    if !asker.contains(&true) {
        asker = by_names_or_deeds(&names, turns);
    }
    names
        .into_iter()
        .zip(asker)
        .map(|(name, asks)| NewSpeaker {
            name,
            role: if asks {
                SpeakerRole::Interviewer
            } else {
                SpeakerRole::Respondent
            },
            case: None,
            attributes: Vec::new(),
        })
        .collect()
}

fn by_names_or_deeds(names: &[String], turns: &[(usize, &str)]) -> Vec<bool> {
    let mut asker: Vec<bool> = names.iter().map(|name| asks(name)).collect();
    if asker.iter().all(|&asks| asks)
        || (asker.iter().filter(|&&asks| asks).count() > 1 && names.len() == 2)
    {
        // `I` and `Q` cannot both ask: `Q` does.
        let sure: Vec<bool> = names
            .iter()
            .map(|name| super::names::key(name) != "i")
            .collect();
        asker = if sure.iter().any(|&sure| !sure) {
            sure
        } else {
            asker
        };
    }
    if !asker.contains(&true)
        && let Some(found) = by_deeds(names.len(), turns)
            .or_else(|| by_pair(names, turns))
            .or_else(|| by_other(names, turns))
    {
        asker[found] = true;
    }
    asker
}

/// What a speaker does.
#[derive(Clone, Copy, Default)]
struct Deeds {
    turns: usize,
    /// Turns with a question, and turns that end with one: long answers have questions too, but seldom end so.
    asks: usize,
    hands_over: usize,
    length: usize,
}

impl Deeds {
    fn add(&mut self, more: Self) {
        self.turns += more.turns;
        self.asks += more.asks;
        self.hands_over += more.hands_over;
        self.length += more.length;
    }

    /// Whether somebody asks for a living, compared with everybody together.
    fn clearly_asks(self, all: Self) -> bool {
        let of = |part: usize, whole: usize, percent: usize| part * 100 >= whole * percent;
        let says_at_most = |percent: usize| self.length * 100 <= all.length * percent;
        let puts_questions = self.asks >= 4
            && of(self.asks, all.asks, 80)
            && of(self.asks, self.turns, 50)
            && says_at_most(55);
        let often = self.hands_over >= 4 && of(self.hands_over, self.turns, 25);
        let says_less = of(self.hands_over, all.hands_over, 80) && says_at_most(45);
        let says_little = of(self.hands_over, all.hands_over, 60) && says_at_most(25);
        // Recognition writes few question marks; who has every other turn and says next to nothing asks all the same.
        let leads = self.hands_over >= 4
            && of(self.hands_over, self.turns, 10)
            && of(self.hands_over, all.hands_over, 80)
            && of(self.turns, all.turns, 33)
            && says_at_most(20);
        puts_questions || leads || (often && (says_less || says_little))
    }
}

fn by_deeds(speakers: usize, turns: &[(usize, &str)]) -> Option<usize> {
    if speakers < 2 {
        return None;
    }
    let mut each = vec![Deeds::default(); speakers];
    let mut all = Deeds::default();
    for &(speaker, speech) in turns.iter().take(ENOUGH) {
        let closes =
            |c: char| c.is_whitespace() || matches!(c, '"' | '”' | '’' | '\'' | '»' | ')' | ']');
        let deed = Deeds {
            turns: 1,
            asks: usize::from(speech.contains(QUESTION)),
            hands_over: usize::from(speech.trim_end_matches(closes).ends_with(QUESTION)),
            length: speech.len(),
        };
        each[speaker].add(deed);
        all.add(deed);
    }
    let clear = each.iter().enumerate();
    let clear = clear.filter(|(_, deeds)| deeds.clearly_asks(all));
    clear
        .max_by_key(|(_, deeds)| deeds.hands_over)
        .map(|(speaker, _)| speaker)
}

/// Who asks of two who consult, unless the other one puts more questions.
fn by_pair(names: &[String], turns: &[(usize, &str)]) -> Option<usize> {
    let [one, other] = names else { return None };
    let (one, other) = (super::names::key(one), super::names::key(other));
    let is_pair = |asks: &str, answers: &str| PAIRS.contains(&(asks, answers));
    let asks = if is_pair(&one, &other) {
        0
    } else if is_pair(&other, &one) {
        1
    } else {
        return None;
    };
    (questions(asks, turns) >= questions(1 - asks, turns)).then_some(asks)
}

/// Who talks with one who is only called `Participant` or `Interviewee`, and asks more.
fn by_other(names: &[String], turns: &[(usize, &str)]) -> Option<usize> {
    let [one, other] = names else { return None };
    let asks = match (answers(one), answers(other)) {
        (false, true) => 0,
        (true, false) => 1,
        (true, true) | (false, false) => return None,
    };
    (questions(asks, turns) > questions(1 - asks, turns)).then_some(asks)
}

fn questions(who: usize, turns: &[(usize, &str)]) -> usize {
    let own = turns.iter().filter(|(speaker, _)| *speaker == who);
    own.filter(|(_, speech)| speech.contains(QUESTION)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(names: &[&str], turns: &[(usize, &str)]) -> Vec<SpeakerRole> {
        speakers(
            names.iter().map(|&name| name.to_owned()).collect(),
            turns,
            &BTreeSet::new(),
        )
        .into_iter()
        .map(|speaker| speaker.role)
        .collect()
    }

    #[test]
    fn who_has_every_other_turn_and_says_next_to_nothing_asks() {
        use SpeakerRole::{Interviewer, Respondent};
        let long = "and so we went on and on, is that so? It was, ".repeat(9);
        let talk = |asked: usize| -> Vec<(usize, &str)> {
            let turn = |n: usize| match n {
                n if n % 2 == 1 => (1, long.as_str()),
                n if n / 2 < asked => (0, "So how was that?"),
                _ => (0, "Mhm, right, I see."),
            };
            (0..60).map(turn).collect()
        };
        assert_eq!(roles(&["Ada", "Lee"], &talk(4)), [Interviewer, Respondent]);
        assert_eq!(roles(&["Ada", "Lee"], &talk(2)), [Respondent, Respondent]);
    }

    #[test]
    fn names_tell_who_asks() {
        use SpeakerRole::{Interviewer, Respondent};
        assert_eq!(
            roles(&["Cyfwelydd", "Rhiant 1"], &[]),
            [Interviewer, Respondent]
        );
        assert_eq!(
            roles(&["I1", "I2", "P"], &[]),
            [Interviewer, Interviewer, Respondent]
        );
        assert_eq!(roles(&["I", "Q"], &[]), [Respondent, Interviewer]);
        assert_eq!(
            roles(&["Interviewer", "Interviewee"], &[]),
            [Interviewer, Respondent]
        );
    }

    #[test]
    fn doctors_ask_and_patients_answer() {
        use SpeakerRole::{Interviewer, Respondent};
        let few = [
            (0, "Tell me what brings you in."),
            (1, "Well, my knee."),
            (0, "Any fever?"),
            (1, "No."),
        ];
        assert_eq!(roles(&["D", "P"], &few), [Interviewer, Respondent]);
        let turned = few.map(|(speaker, words)| (1 - speaker, words));
        assert_eq!(
            roles(&["Patient", "Doctor"], &turned),
            [Respondent, Interviewer]
        );
        let asked_back = [(0, "Hello."), (1, "Am I ill?"), (0, "No.")];
        assert_eq!(roles(&["D", "P"], &asked_back), [Respondent, Respondent]);
        assert_eq!(roles(&["D", "X"], &few), [Respondent, Respondent]);
        assert_eq!(
            roles(&["Dan", "Participant 4"], &few),
            [Interviewer, Respondent]
        );
        assert_eq!(
            roles(&["Participant 3", "Participant 4"], &few),
            [Respondent, Respondent]
        );
    }

    #[test]
    fn deeds_tell_only_when_they_are_clear() {
        use SpeakerRole::{Interviewer, Respondent};
        let clear = [
            (0, "How so?"),
            (1, "Well, it began last night and then it went on."),
        ]
        .repeat(5);
        assert_eq!(roles(&["D", "P"], &clear), [Interviewer, Respondent]);
        let chat = [(0, "How so?"), (1, "Is it not?")].repeat(5);
        assert_eq!(roles(&["Ada", "Lee"], &chat), [Respondent, Respondent]);
    }

    #[test]
    fn who_hands_over_with_questions_and_says_little_asks() {
        use SpeakerRole::{Interviewer, Respondent};
        let told = "It began in the spring. Did we know? We did not, and so it went on for most of the year, on and off.";
        let talk = [
            (0, "And when did that begin?"),
            (1, told),
            (0, "I see."),
            (1, told),
            (0, "Right, so that was hard."),
            (1, told),
        ]
        .repeat(5);
        assert_eq!(roles(&["MSM", "Aho"], &talk), [Interviewer, Respondent]);
        // Somebody who answers at length may ask back.
        let back = [
            (0, "And then? (Laughs)"),
            (1, told),
            (0, "Yes."),
            (1, "And you?"),
        ]
        .repeat(5);
        assert_eq!(roles(&["Ada", "Lee"], &back), [Respondent, Respondent]);
        let meeting = [
            (0, told),
            (1, "Why so?"),
            (2, "Because of that, or why?"),
            (1, told),
            (2, told),
        ]
        .repeat(5);
        assert_eq!(roles(&["Ada", "Lee", "Mo"], &meeting), [Respondent; 3]);
    }
}
