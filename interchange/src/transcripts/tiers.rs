//! Which tiers of an annotated recording are somebody's speech, and which say something about it.
//!
//! Tools for recordings keep words, sounds, gestures, pauses, glosses and comments in tiers side by side. Only
//! speech becomes turns: of the tiers of one speaker the one with whole utterances, else the one with words. What
//! is left out is told by name.

use std::collections::{BTreeMap, HashSet};

use super::cues::Cue;
use super::names::listed;
use crate::Warning;

/// A tier as the file has it.
#[derive(Debug, Default)]
pub(super) struct Tier {
    /// Its name.
    pub(super) name: String,
    /// Whose it is, if the format says so apart from the name.
    pub(super) speaker: Option<String>,
    /// What kind of tier the format says it is; "" where it does not.
    pub(super) kind: String,
    /// Whether its values were chosen from a list, as codes are.
    pub(super) chosen: bool,
    /// Its annotations in order, their speakers not filled in.
    pub(super) cues: Vec<Cue>,
}

/// What a tier holds, as far as its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    /// No speech: comments, pauses, gestures, glosses.
    Beside,
    Sounds,
    Words,
    /// A name that says nothing of what the tier holds, as that of a person.
    Named,
    Utterances,
}

const SOUNDS: &str = "phone phones phoneme phonemes phonetic segment segments syll syllable syllables syl mau kan \
    phon pho ipa sampa laut laute";
const WORDS: &str = "word words wrd ort token tokens tok wort wörter";
const UTTERANCES: &str = "utterance utterances utt sentence sentences ortho orth orthography transcription transcript \
    transcripts text txt tx phrase phrases trans ipu ipus speech turn turns trs orthographe énoncé \
    énoncés äußerung texto texte";
const BESIDE: &str = "comment comments commentaire commentaires kommentar kommentare comentarios note notes noise noises \
    silence silences pause pauses pausen gloss glosses translation translations traduction übersetzung gesture \
    gestures gaze pos lemma beep event events misc code codes coding tone tones breaks ft ge \
    mb metadata";

/// What programs call a tier that nobody gave a name; as a part of a name it may be a family's.
const UNNAMED: &str = "default main default-lt";

/// Tiers whose values name who speaks in another tier.
const WHO: &str = "spk speaker speakers locuteur locuteurs sprecher";

/// Marks of silence in tiers that a program aligned with the sound.
const SILENCE: &str = "sil sp spn silence pause <sil> <sp> <p:> <p> <usb> <silence>";

/// From how many annotations on a tier of very few different ones is one of codes. Who only listens says few words too.
const MANY: usize = 40;

/// How many tiers that are left out are named.
const NAMED: usize = 12;

/// A tier with what was found out about it.
struct Judged {
    tier: Tier,
    level: Level,
    /// Whose it is: the format's word, else the tier's name without what it says of the level. "" for nobody known.
    who: String,
}

/// Picks the speech and answers its cues by time, speakers filled in.
pub(super) fn speech(tiers: Vec<Tier>, warnings: &mut Vec<Warning>) -> Vec<Cue> {
    let mut silences = 0;
    let mut judged: Vec<Judged> = tiers
        .into_iter()
        .map(|tier| judge(tier, &mut silences))
        .filter(|judged| !judged.tier.cues.is_empty())
        .collect();
    // A file of nothing but comments is read as what it is.
    let all_beside = judged.iter().all(|judged| judged.level == Level::Beside);
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, judged) in judged.iter().enumerate() {
        if judged.level > Level::Beside || all_beside {
            groups.entry(judged.who.clone()).or_default().push(place);
        }
    }
    let mut kept: HashSet<usize> = groups
        .values()
        .flat_map(|group| best_of(&judged, group))
        .collect();
    let spoken = |place: &usize| judged[*place].level >= Level::Words;
    if kept.iter().any(spoken) {
        kept.retain(spoken);
    }
    report(&judged, &kept, silences, warnings);
    let who_speaks = judged
        .iter()
        .position(|judged| listed(WHO, &judged.tier.name.trim().to_lowercase()));
    let spans: Vec<Cue> = who_speaks
        .map(|place| std::mem::take(&mut judged[place].tier.cues))
        .unwrap_or_default();
    let mut cues = Vec::new();
    for (place, judged) in judged.into_iter().enumerate() {
        if !kept.contains(&place) {
            continue;
        }
        let who = judged.who;
        cues.extend(judged.tier.cues.into_iter().map(|mut cue| {
            cue.speaker = if who.is_empty() {
                speaker_at(&spans, &cue)
            } else {
                Some(who.clone())
            };
            cue
        }));
    }
    by_time(cues)
}

/// Whether a tier's name says that it holds whole utterances.
pub(super) fn holds_utterances(name: &str) -> bool {
    level_of(name).0 == Level::Utterances
}

/// Puts cues in the order of their times; one without a time stays behind the one before it.
fn by_time(cues: Vec<Cue>) -> Vec<Cue> {
    let mut reached = 0;
    let mut keyed: Vec<(u32, Cue)> = Vec::with_capacity(cues.len());
    for cue in cues {
        reached = cue.from_ms.unwrap_or(reached);
        keyed.push((reached, cue));
    }
    keyed.sort_by_key(|(from, _)| *from);
    keyed.into_iter().map(|(_, cue)| cue).collect()
}

fn judge(mut tier: Tier, silences: &mut usize) -> Judged {
    let (mut level, rest) = level_of(&tier.name);
    if level == Level::Named {
        let (by_kind, _) = level_of(&tier.kind);
        level = by_kind;
    }
    let who = tier.speaker.clone().unwrap_or(rest);
    let aligned = matches!(level, Level::Words | Level::Sounds);
    let all = tier.cues.len();
    tier.cues.retain(|cue| !is_silence(&cue.words, aligned));
    *silences += all - tier.cues.len();
    if level_of(&who).0 == Level::Beside || tier.chosen || holds_codes(&tier.cues) {
        level = Level::Beside;
    }
    Judged { tier, level, who }
}

/// What a tier's name says of its level, and the name without that: `Ada - words`, `tx@Ada`, `Ada_Transcription`.
fn level_of(name: &str) -> (Level, String) {
    let name = name.trim();
    let is_edge = |c: char| c.is_whitespace() || "-_@.:/[](){}|".contains(c);
    let of = |word: &str| {
        let word = word.to_lowercase();
        [
            (BESIDE, Level::Beside),
            (SOUNDS, Level::Sounds),
            (WORDS, Level::Words),
            (UTTERANCES, Level::Utterances),
        ]
        .into_iter()
        .find(|(list, _)| listed(list, &word))
        .map(|(_, level)| level)
    };
    // `SPEAKER_00` is somebody; `speaker` alone says who speaks in the others.
    if listed(WHO, &name.to_lowercase()) {
        return (Level::Beside, name.to_owned());
    }
    if listed(UNNAMED, &name.to_lowercase()) {
        return (Level::Utterances, String::new());
    }
    let body = name.trim_matches(is_edge);
    let last = body.rfind(is_edge).map_or(0, |at| {
        at + body[at..].chars().next().map_or(1, char::len_utf8)
    });
    if let Some(level) = of(&body[last..]) {
        return (level, body[..last].trim_matches(is_edge).to_owned());
    }
    // In front only a sign and no blank divides the two: `Note Taker` is a person.
    let first = body.find(is_edge).unwrap_or(body.len());
    match of(&body[..first]) {
        Some(level) if !body[first..].starts_with(char::is_whitespace) => {
            (level, body[first..].trim_matches(is_edge).to_owned())
        }
        _ => (Level::Named, name.to_owned()),
    }
}

/// Whether an annotation is a mark of silence: signs only, or what programs write where nobody speaks.
fn is_silence(words: &str, aligned: bool) -> bool {
    words.chars().all(|c| "_#.()-–—… ".contains(c))
        || (aligned && listed(SILENCE, &words.to_lowercase()))
}

/// Whether a tier holds codes or numbers and no speech.
fn holds_codes(cues: &[Cue]) -> bool {
    let lettered = |cue: &&Cue| cue.words.contains(char::is_alphabetic);
    if cues.iter().filter(lettered).count() * 5 < cues.len() {
        return true;
    }
    let different: HashSet<&str> = cues.iter().map(|cue| cue.words.as_str()).collect();
    cues.len() >= MANY
        && different.len() * 20 <= cues.len()
        && different
            .iter()
            .all(|words| words.split_whitespace().count() <= 3)
}

/// Of the tiers of one person those of the highest level; of several that say no level the one of most letters, and
/// those of the same kind.
fn best_of(judged: &[Judged], group: &[usize]) -> Vec<usize> {
    let level = |place: &usize| judged[*place].level;
    let Some(best) = group.iter().map(level).max() else {
        return Vec::new();
    };
    let of_best: Vec<usize> = group
        .iter()
        .copied()
        .filter(|place| level(place) == best)
        .collect();
    let letters = |place: &&usize| {
        let cues = &judged[**place].tier.cues;
        cues.iter().map(|cue| cue.words.len()).sum::<usize>()
    };
    let Some(&fullest) = of_best.iter().rev().max_by_key(letters) else {
        return Vec::new();
    };
    let kind = &judged[fullest].tier.kind;
    of_best
        .into_iter()
        .filter(|&place| place == fullest || (!kind.is_empty() && judged[place].tier.kind == *kind))
        .collect()
}

/// How many spans are looked at for a cue: nobody is interrupted so often within one.
const MOST_SPANS: usize = 1_000;

/// Who speaks while a cue lasts: the span that shares most of its time.
fn speaker_at(spans: &[Cue], cue: &Cue) -> Option<String> {
    let (from, to) = (cue.from_ms?, cue.to_ms?);
    // Spans of one tier follow each other: those that end before the cue begins are stepped over.
    let first = spans.partition_point(|span| span.to_ms.unwrap_or(0) <= from);
    spans[first..]
        .iter()
        .take(MOST_SPANS)
        .take_while(|span| span.from_ms.is_some_and(|start| start < to))
        .max_by_key(|span| {
            let start = span.from_ms.unwrap_or(0).max(from);
            span.to_ms.unwrap_or(0).min(to).saturating_sub(start)
        })
        .map(|span| span.words.clone())
}

/// Tells which tiers were left out.
fn report(judged: &[Judged], kept: &HashSet<usize>, silences: usize, warnings: &mut Vec<Warning>) {
    let left: Vec<String> = judged
        .iter()
        .enumerate()
        .filter(|(place, _)| !kept.contains(place))
        .map(|(_, judged)| format!("“{}” ({})", judged.tier.name, judged.tier.cues.len()))
        .collect();
    if !left.is_empty() {
        let more = left.len().saturating_sub(NAMED);
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        let named = left[..left.len().min(NAMED)].join(", ");
        warnings.push(Warning::of_file(format!(
            "tiers that are not somebody's speech were left out, with how many annotations each has: {named}{more}"
        )));
    }
    warnings.extend(Warning::of_count(
        silences,
        "mark of silence was left out",
        "marks of silence were left out",
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tier(name: &str, speaker: Option<&str>, kind: &str, words: &[&str]) -> Tier {
        let cues = words
            .iter()
            .zip(0..)
            .map(|(words, at)| Cue {
                from_ms: Some(at * 1000),
                to_ms: Some(at * 1000 + 900),
                speaker: None,
                words: (*words).to_owned(),
            })
            .collect();
        Tier {
            name: name.to_owned(),
            speaker: speaker.map(str::to_owned),
            kind: kind.to_owned(),
            chosen: false,
            cues,
        }
    }

    fn read(tiers: Vec<Tier>) -> (String, Vec<String>) {
        let mut warnings = Vec::new();
        let cues = speech(tiers, &mut warnings);
        let lines: Vec<String> = cues
            .iter()
            .map(|cue| format!("{}={}", cue.speaker.clone().unwrap_or_default(), cue.words))
            .collect();
        (
            lines.join("|"),
            warnings.iter().map(ToString::to_string).collect(),
        )
    }

    #[test]
    fn words_of_aligned_recordings_are_speech_and_their_sounds_are_not() {
        let (lines, warnings) = read(vec![
            tier("Ada Roe - phones", None, "", &["HH", "AH1", "sil"]),
            tier("Ada Roe - words", None, "", &["hello", "sp", "there"]),
            tier("Lee - words", None, "", &["well"]),
        ]);
        assert_eq!(lines, "Ada Roe=hello|Lee=well|Ada Roe=there");
        assert_eq!(
            warnings,
            [
                "Tiers that are not somebody's speech were left out, with how many annotations each has: “Ada Roe - phones” (2).",
                "2 marks of silence were left out."
            ]
        );
    }

    #[test]
    fn tiers_named_after_what_they_hold_are_nobodys() {
        let (lines, _) = read(vec![
            tier("words", None, "", &["so", "we", "went"]),
            tier("ortho", None, "", &["so we went", "_"]),
            tier("Kommentar", None, "", &["a door closes"]),
        ]);
        assert_eq!(lines, "=so we went");
    }

    #[test]
    fn a_tier_of_names_tells_who_speaks_in_the_others() {
        let (lines, _) = read(vec![
            tier("ortho", None, "", &["so we went", "did you", "yes"]),
            tier("spk", None, "", &["L1", "L2", "L1"]),
        ]);
        assert_eq!(lines, "L1=so we went|L2=did you|L1=yes");
    }

    #[test]
    fn numbered_speakers_are_people() {
        let (lines, warnings) = read(vec![
            tier("SPEAKER_00", None, "", &["so we went"]),
            tier("speaker-1", None, "", &["did you"]),
            tier("Speaker 2", None, "", &["yes"]),
        ]);
        assert_eq!(
            lines,
            "SPEAKER_00=so we went|speaker-1=did you|Speaker 2=yes"
        );
        assert!(warnings.is_empty());
    }

    #[test]
    fn of_a_participant_with_many_tiers_the_spoken_one_is_kept() {
        let (lines, warnings) = read(vec![
            tier("ADA", Some("Ada"), "orthography", &["so we went there"]),
            tier(
                "Ada eyebrows",
                Some("Ada"),
                "eyebrows",
                &["raised", "lowered"],
            ),
            tier("Lee", Some("Lee"), "default-lt", &["did you really"]),
            tier("Lee pauses", Some("Lee"), "default-lt", &["0.643", "0.2"]),
        ]);
        assert_eq!(lines, "Ada=so we went there|Lee=did you really");
        assert_eq!(warnings.len(), 1);
        assert!(warnings[0].contains("“Ada eyebrows” (2), “Lee pauses” (2)"));
    }

    #[test]
    fn people_with_few_words_are_people_and_lists_of_codes_are_not() {
        let mhm = ["mhm"; 30];
        let codes: Vec<&str> = ["prep", "hold", "stroke"].repeat(40);
        let (lines, warnings) = read(vec![
            tier("Ada", None, "", &["so"]),
            tier("Lee", None, "", &mhm),
            tier("right hand", None, "", &codes),
        ]);
        assert_eq!(lines.matches("Lee=mhm").count(), 30);
        assert!(!lines.contains("right hand"));
        assert!(warnings[0].contains("“right hand” (120)"));
    }

    #[test]
    fn a_file_of_comments_alone_is_read() {
        assert_eq!(read(vec![tier("notes", None, "", &["rain"])]).0, "=rain");
    }
}
