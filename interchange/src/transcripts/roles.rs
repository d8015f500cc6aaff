//! Who asks: by name, or else by what they do.

use project::{NewSpeaker, SpeakerRole};

use super::names::asks;

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

/// How many turns are looked at.
const ENOUGH: usize = 4000;

/// Makes the speakers, the interviewers marked. `turns` are speaker and speech, in order.
///
/// A name that says so decides (`Interviewer`, `INT`, `Moderator`, `Cyfwelydd`). Without one, somebody asks
/// for a living who puts four in five of all questions, asks in half of their turns, and says less than the others;
/// or is the doctor of a doctor and a patient.
pub(super) fn speakers(names: Vec<String>, turns: &[(usize, &str)]) -> Vec<NewSpeaker> {
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
        && let Some(found) = by_deeds(names.len(), turns).or_else(|| by_pair(&names, turns))
    {
        asker[found] = true;
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

fn by_deeds(speakers: usize, turns: &[(usize, &str)]) -> Option<usize> {
    if speakers < 2 {
        return None;
    }
    let (mut said, mut asked, mut length) = (
        vec![0_usize; speakers],
        vec![0_usize; speakers],
        vec![0_usize; speakers],
    );
    for &(speaker, speech) in turns.iter().take(ENOUGH) {
        said[speaker] += 1;
        asked[speaker] += usize::from(speech.contains('?'));
        length[speaker] += speech.len();
    }
    let (most, &questions) = asked.iter().enumerate().max_by_key(|(_, asked)| **asked)?;
    let (all, total): (usize, usize) = (asked.iter().sum(), length.iter().sum());
    let clear = questions >= 4
        && questions * 5 >= all * 4
        && questions * 2 >= said[most]
        && length[most] * 100 <= total * 55;
    clear.then_some(most)
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
    let questions = |who: usize| {
        let own = turns.iter().filter(|(speaker, _)| *speaker == who);
        own.filter(|(_, speech)| speech.contains('?')).count()
    };
    (questions(asks) >= questions(1 - asks)).then_some(asks)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(names: &[&str], turns: &[(usize, &str)]) -> Vec<SpeakerRole> {
        speakers(names.iter().map(|&name| name.to_owned()).collect(), turns)
            .into_iter()
            .map(|speaker| speaker.role)
            .collect()
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
}
