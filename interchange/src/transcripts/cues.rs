//! From timed cues to turns and their text.
//!
//! Consecutive cues of one speaker are one turn, their words joined by a blank. A cue without a speaker goes on
//! with the last one, except in files that label every cue even when the speaker stays the same: there a cue
//! without a label is of nobody known, and stays so.

use std::collections::{BTreeSet, HashMap};

use super::names::{self, Likeness};
use super::script::{Given, Look, Script};

/// One cue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cue {
    pub(super) from_ms: Option<u32>,
    pub(super) to_ms: Option<u32>,
    /// Who speaks, if the format says so apart from the words.
    pub(super) speaker: Option<String>,
    pub(super) words: String,
}

/// The cues of a file.
#[derive(Debug, Default)]
pub(super) struct Cues {
    pub(super) list: Vec<Cue>,
    /// What language the format says it is in.
    pub(super) language: Option<String>,
    /// The speakers who ask, if the format says so.
    pub(super) askers: BTreeSet<String>,
    /// Whether names may stand before the words (`Name: words`, `[NAME]: words`).
    pub(super) labelled_in_words: bool,
    /// Whether the format says of every cue who speaks, so that one without a speaker is of nobody known.
    pub(super) sure: bool,
}

/// Silence after which unlabelled speech, or a single speaker, begins a new paragraph, in milliseconds.
const SILENCE: u32 = 2_000;

/// Length in bytes after which unlabelled speech becomes a new paragraph at the next full stop.
const LONG: usize = 700;

/// Length in bytes after which unlabelled speech becomes a new paragraph at the next cue: recognition that writes no full
/// stops would make one of a whole recording.
const LONGEST_PARAGRAPH: usize = 3 * LONG;

/// The longest label in a cue, in characters: people write teams and pronouns into their names.
const LONGEST: usize = 60;

/// Writes the text of a file of cues: a paragraph a turn, `Name: ` before the words.
pub(super) fn compose(mut file: Cues) -> Script {
    if file.labelled_in_words && file.list.iter().all(|cue| cue.speaker.is_none()) {
        label_from_words(&mut file.list);
    }
    drop_echoes(&mut file.list);
    drop_banner(&mut file.list);
    let every_cue = file.sure || labels_every_cue(&file.list);
    let alone = is_one_voice(&file.list);
    let mut script = Script {
        language: file.language,
        askers: file.askers,
        ..Script::default()
    };
    let mut turn: Option<Turn> = None;
    for cue in file.list {
        let goes_on = turn
            .as_ref()
            .is_some_and(|turn| turn.takes(&cue, every_cue) && !(alone && turn.pauses(&cue)));
        match &mut turn {
            Some(turn) if goes_on => turn.add(&cue),
            _ => {
                if let Some(done) = turn.take() {
                    done.write(&mut script);
                }
                turn = Some(Turn {
                    speaker: cue.speaker,
                    words: cue.words,
                    from_ms: cue.from_ms,
                    to_ms: cue.to_ms,
                });
            }
        }
    }
    if let Some(done) = turn {
        done.write(&mut script);
    }
    script
}

struct Turn {
    speaker: Option<String>,
    words: String,
    from_ms: Option<u32>,
    to_ms: Option<u32>,
}

impl Turn {
    fn takes(&self, cue: &Cue, every_cue: bool) -> bool {
        match (&self.speaker, &cue.speaker) {
            (Some(one), Some(other)) => one == other || names::key(one) == names::key(other),
            (Some(_), None) => !every_cue,
            (None, Some(_)) => false,
            (None, None) => {
                let length = self.words.len();
                let full = length > LONG && self.words.ends_with(['.', '?', '!', '…'])
                    || length > LONGEST_PARAGRAPH;
                !self.pauses(cue) && !full
            }
        }
    }

    /// Whether it is silent for a while before a cue.
    fn pauses(&self, cue: &Cue) -> bool {
        matches!((self.to_ms, cue.from_ms), (Some(end), Some(start)) if start >= end.saturating_add(SILENCE))
    }

    fn add(&mut self, cue: &Cue) {
        if !cue.words.is_empty() {
            if !self.words.is_empty() {
                self.words.push(' ');
            }
            self.words.push_str(&cue.words);
        }
        self.from_ms = self.from_ms.or(cue.from_ms);
        self.to_ms = self.to_ms.max(cue.to_ms);
    }

    fn write(self, script: &mut Script) {
        let label = self
            .speaker
            .as_ref()
            .map(|name| format!("{name}: "))
            .unwrap_or_default();
        let given = Given {
            speech: label.len(),
            speaker: self.speaker,
            from_ms: self.from_ms,
            to_ms: self.to_ms,
        };
        script.push(
            &format!("{label}{}", self.words),
            true,
            Look::default(),
            Some(given),
        );
    }
}

/// Whether all cues are of one speaker: then others, recorded elsewhere, may speak in the silences.
fn is_one_voice(cues: &[Cue]) -> bool {
    let first = cues.first().and_then(|cue| cue.speaker.as_deref());
    first.is_some() && cues.iter().all(|cue| cue.speaker.as_deref() == first)
}

/// Whether the same label stands on cues that follow each other: then a missing label means something.
fn labels_every_cue(cues: &[Cue]) -> bool {
    let again = cues
        .windows(2)
        .filter(|pair| pair[0].speaker.is_some() && pair[0].speaker == pair[1].speaker)
        .count();
    let labelled = cues.iter().filter(|cue| cue.speaker.is_some()).count();
    again > 0 && labelled * 10 >= cues.len() * 6
}

/// Moves names from the words to the speaker, if the file as a whole shows that they are names.
fn label_from_words(cues: &mut [Cue]) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let split: Vec<Option<(String, usize)>> = cues.iter().map(|cue| label_in(&cue.words)).collect();
    for (name, _) in split.iter().flatten() {
        *counts.entry(names::key(name)).or_default() += 1;
    }
    let labelled: usize = counts.values().sum();
    let filled = cues.iter().filter(|cue| !cue.words.is_empty()).count();
    // Zoom labels every cue: then names may be anything. Elsewhere a name must repeat and look like one.
    let throughout = labelled * 10 >= filled * 6 && (counts.len() * 2 <= labelled || labelled < 8);
    // Where labels mark changes and two speakers come again, somebody with a full name may speak once.
    let known = counts.iter().filter(|(_, count)| **count >= 2).count();
    let believed = |name: &str| {
        let count = counts.get(&names::key(name)).copied().unwrap_or(0);
        match names::likeness(name) {
            Likeness::Never => throughout && count >= 3 && count * 10 >= labelled,
            Likeness::Prose => count >= 3 && throughout,
            Likeness::Name => throughout || count >= 2 || (known >= 2 && is_full_name(name)),
            Likeness::Code | Likeness::Part | Likeness::Asker => {
                throughout || count >= 2 || labelled <= 6
            }
        }
    };
    for (cue, found) in cues.iter_mut().zip(split) {
        if let Some((name, speech)) = found
            && believed(&name)
        {
            cue.words.drain(..speech);
            cue.speaker = Some(name);
        }
    }
}

/// Two to four words with capitals, letters only: `Ada Okoro`.
fn is_full_name(name: &str) -> bool {
    let word = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word.contains(char::is_lowercase)
            && word
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'))
    };
    (2..=4).contains(&name.split(' ').count()) && name.split(' ').all(word)
}

/// `Name: words`, `[NAME]: words`, `[NAME] words`, `(speaker 0) words`: the name, and where the words begin.
fn label_in(whole: &str) -> Option<(String, usize)> {
    // Captions have these signs where another begins to speak.
    let words = whole.trim_start_matches(['>', ' ']);
    let lead = if whole.starts_with(">>") {
        whole.len() - words.len()
    } else {
        0
    };
    label_after(&whole[lead..]).map(|(name, speech)| (name, lead + speech))
}

/// Whether words begin with what may be a name.
pub(super) fn is_labelled(words: &str) -> bool {
    label_in(words).is_some_and(|(name, _)| names::likeness(&name) >= Likeness::Name)
}

/// The same for words without signs before them.
fn label_after(words: &str) -> Option<(String, usize)> {
    if let Some(head) = super::labels::head(words, Look::default())
        .filter(|head| head.shape == super::labels::Shape::Bracket)
    {
        return Some((words[head.name].to_owned(), head.speech));
    }
    let colon = words.char_indices().take(LONGEST + 1).find(|&(at, c)| {
        c == ':'
            && words[at + 1..]
                .chars()
                .next()
                .is_none_or(char::is_whitespace)
            || c == '\u{ff1a}'
    })?;
    let name = words[..colon.0].trim();
    let speech = colon.0 + colon.1.len_utf8();
    let speech = speech + (words[speech..].len() - words[speech..].trim_start().len());
    (!name.is_empty() && !name.contains(['?', '!']) && !name.starts_with(['-', '"', '“']))
        .then(|| (name.to_owned(), speech))
}

/// noScribe's editor writes label, time and text as three cues of one interval: the first two are echoes.
fn drop_echoes(cues: &mut Vec<Cue>) {
    let mut speaker_of_interval: HashMap<(Option<u32>, Option<u32>), Option<String>> =
        HashMap::new();
    for cue in cues.iter().filter(|cue| is_echo(cue)) {
        let label = cue.words.trim_end_matches(':').trim();
        let named = (!label.is_empty()
            && !label.starts_with(['[', '('])
            && super::times::stamp(label).is_none())
        .then(|| label.to_owned());
        let known = speaker_of_interval
            .entry((cue.from_ms, cue.to_ms))
            .or_default();
        *known = known.take().or(named).or_else(|| cue.speaker.clone());
    }
    cues.retain(|cue| !is_echo(cue));
    for cue in cues {
        if cue.speaker.is_none()
            && let Some(Some(name)) = speaker_of_interval.get(&(cue.from_ms, cue.to_ms))
        {
            cue.speaker = Some(name.clone());
        }
    }
}

/// `(Transcribed by … .)` before the first words is the tool's, and nobody's.
fn drop_banner(cues: &mut Vec<Cue>) {
    let banner = cues.first().and_then(|cue| {
        let inside = cue.words.strip_prefix('(')?;
        let end = inside
            .find(')')
            .filter(|_| inside.starts_with("Transcribed by "))?;
        let rest = inside[end + 1..].trim_start();
        Some(cue.words.len() - rest.len())
    });
    let Some(length) = banner else { return };
    if cues[0].words.len() == length {
        cues.remove(0);
    } else {
        cues[0].words.drain(..length);
    }
}

/// A cue of nothing, of a time alone, or of a label alone (`S00:`).
fn is_echo(cue: &Cue) -> bool {
    let words = cue.words.trim();
    let time = || super::times::stamp(words).is_some_and(|stamp| stamp.len == words.len());
    let label = || {
        words.strip_suffix(':').is_some_and(|name| {
            names::likeness(name) >= Likeness::Name && name.chars().count() <= 30
        })
    };
    words.is_empty() || time() || label()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cue(at: u32, words: &str) -> Cue {
        Cue {
            from_ms: Some(at * 1000),
            to_ms: Some(at * 1000 + 900),
            speaker: None,
            words: words.into(),
        }
    }

    fn text(cues: Vec<Cue>) -> String {
        compose(Cues {
            list: cues,
            labelled_in_words: true,
            ..Cues::default()
        })
        .text
    }

    #[test]
    fn cues_of_one_speaker_are_one_turn() {
        let cues = vec![
            cue(0, "Ada | Team B (she/her): We"),
            cue(1, "Ada |Team B (she/her): can."),
            cue(2, "Lee: Yes: we can."),
            cue(3, "Ada | Team B (she/her): So."),
        ];
        assert_eq!(
            text(cues),
            "Ada | Team B (she/her): We can.\nLee: Yes: we can.\nAda | Team B (she/her): So."
        );
    }

    #[test]
    fn a_cue_without_a_label_goes_on_where_labels_mark_changes() {
        assert_eq!(
            text(vec![
                cue(0, "INT: So?"),
                cue(1, "P1: Well"),
                cue(2, "it was fine."),
                cue(3, "INT: Good.")
            ]),
            "INT: So?\nP1: Well it was fine.\nINT: Good."
        );
    }

    #[test]
    fn a_cue_without_a_label_is_nobodys_where_every_cue_has_one() {
        let cues = vec![
            cue(0, "[S0]: So?"),
            cue(1, "[S0]: And?"),
            cue(2, "Hm."),
            cue(3, "[S1]: Yes."),
            cue(4, "[S1]: No."),
        ];
        assert_eq!(text(cues), "S0: So? And?\nHm.\nS1: Yes. No.");
    }

    #[test]
    fn captions_have_signs_before_names() {
        let cues = vec![
            cue(0, ">> INT: So?"),
            cue(1, ">> NIA: Yes."),
            cue(2, "And so on."),
        ];
        assert_eq!(text(cues), "INT: So?\nNIA: Yes. And so on.");
    }

    #[test]
    fn somebody_with_a_full_name_may_speak_once() {
        let cues = vec![
            cue(0, "Ada: So we talked"),
            cue(1, "to many people."),
            cue(2, "Lee: Yes."),
            cue(3, "And so did she: often."),
            cue(4, "Mina Shah: I came"),
            cue(5, "once a year."),
            cue(6, "It was"),
            cue(7, "the best: really."),
            cue(8, "Ada: So"),
            cue(9, "it was."),
            cue(10, "Lee: Bye."),
            cue(11, "Bye."),
        ];
        assert_eq!(
            text(cues),
            "Ada: So we talked to many people.\nLee: Yes. And so did she: often.\nMina Shah: I came once a year. It was the best: really.\nAda: So it was.\nLee: Bye. Bye."
        );
    }

    #[test]
    fn what_a_tool_says_of_itself_is_nobodys() {
        let cues = vec![
            cue(
                0,
                "(Transcribed by Parrot.ai. Go Unlimited to remove this.)",
            ),
            cue(1, "So it was."),
        ];
        assert_eq!(text(cues), "So it was.");
        let cues = vec![
            cue(0, "(Transcribed by Parrot.ai.) So it was."),
            cue(1, "(Yes.)"),
        ];
        assert_eq!(text(cues), "So it was. (Yes.)");
    }

    #[test]
    fn words_with_a_colon_are_no_label() {
        assert_eq!(
            text(vec![
                cue(0, "We said: go"),
                cue(1, "and they: no"),
                cue(2, "at 10:30 we went")
            ]),
            "We said: go and they: no at 10:30 we went"
        );
    }

    #[test]
    fn echoes_of_an_editor_are_dropped() {
        let cues = vec![
            cue(0, "S00:"),
            cue(0, "[00:00:00]"),
            cue(0, "Guten Tag."),
            cue(5, ""),
        ];
        assert_eq!(text(cues), "S00: Guten Tag.");
    }

    #[test]
    fn a_speaker_recorded_alone_pauses_while_others_speak() {
        assert_eq!(
            text(vec![cue(0, "D: one"), cue(1, "D: two"), cue(9, "D: three")]),
            "D: one two\nD: three"
        );
    }

    #[test]
    fn speech_without_full_stops_is_broken_at_a_cue() {
        let words = "and so on ".repeat(30);
        let cues = (0..20).map(|at| cue(at, words.trim())).collect();
        let lengths: Vec<usize> = text(cues).lines().map(str::len).collect();
        assert_eq!(lengths.len(), 3);
        assert!(lengths.iter().all(|length| *length < 2_500), "{lengths:?}");
    }

    #[test]
    fn unlabelled_speech_is_broken_at_silences() {
        assert_eq!(
            text(vec![cue(0, "one"), cue(1, "two"), cue(9, "three")]),
            "one two\nthree"
        );
    }
}
