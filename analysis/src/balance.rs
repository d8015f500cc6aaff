//! Balance: whose words a theme rests on, and who is never heard.

use std::collections::BTreeMap;

use codebooks::CodeId;
use project::{AttributeId, CodingId, Project, SpeakerId};
use serde::Serialize;

use crate::base::{Choice, Ground, Mark, NOWHERE, place};
use crate::measure::Measure;
use crate::unit::{Unit, share};

/// Whose balance to look at.
#[derive(Debug, Clone, Default)]
pub struct BalanceRequest<'a> {
    /// Only this code, with all below it; none: all codes.
    pub code: Option<CodeId>,
    /// Only respondents with this value of an attribute, such as the group "Parent".
    pub group: Option<(AttributeId, &'a str)>,
    /// Only codings marked as worth using in the report.
    pub shortlisted: bool,
    /// Which codings.
    pub choice: Choice,
    /// Words spoken by each speaker, if the caller has counted them; else code points of speech stand for them.
    pub words: Option<&'a BTreeMap<SpeakerId, u32>>,
}

/// One respondent's part.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RespondentShare {
    /// Their name, with their case where others have the same.
    pub respondent: String,
    /// How many quotes are theirs; overlapping spans are one.
    pub quotes: u64,
    /// Their part of all quotes, from 0 to 1; none where there is no quote.
    pub share_of_quotes: Option<f64>,
    /// How much they spoke: words, or code points where words were not given.
    pub spoken: u64,
    /// Their part of what was spoken, from 0 to 1.
    pub share_of_speech: Option<f64>,
    /// The codings behind their quotes.
    #[serde(skip)]
    pub codings: Vec<CodingId>,
}

/// How quotes are spread over respondents.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Balance {
    /// The respondents: most quoted first, then by name. Those never quoted are in.
    pub respondents: Vec<RespondentShare>,
    /// All quotes.
    pub quotes: u64,
    /// How many respondents are never quoted.
    pub never_quoted: u64,
    /// Whether one respondent has half of the quotes or more, though there are at least three respondents and four
    /// quotes.
    pub lopsided: bool,
    /// All of it as a sentence.
    pub sentence: String,
}

/// Says how the quotes of a theme are spread over those who could have been quoted.
#[must_use]
pub fn balance(project: &Project, request: &BalanceRequest<'_>) -> Balance {
    Ground::new(project).balance(request)
}

impl Ground<'_> {
    /// Says how quotes are spread; see [`balance`].
    #[must_use]
    pub fn balance(&self, request: &BalanceRequest<'_>) -> Balance {
        let chosen = self.chosen(&request.choice, Unit::Respondents);
        let in_group = self.seats_in(request.group);
        let codes = request
            .code
            .map(|code| self.tree.descendants(code).to_vec());
        let mut of: BTreeMap<u32, Vec<Mark<'_>>> = BTreeMap::new();
        for mark in chosen.marks.iter() {
            let wanted = codes
                .as_ref()
                .is_none_or(|codes| codes.contains(&mark.coding.code));
            if wanted
                && in_group[mark.seat as usize]
                && (mark.coding.shortlisted || !request.shortlisted)
            {
                of.entry(self.unit_of(Unit::Respondents, mark.seat))
                    .or_default()
                    .push(*mark);
            }
        }
        let spoken = self.spoken(request.words, &in_group);
        let all_spoken: u64 = spoken.iter().flatten().sum();
        let labels = self.respondent_labels();
        let mut measure = Measure::new(self, Unit::References, false, 0);
        let mut respondents = Vec::new();
        for (at, spoken) in spoken
            .iter()
            .enumerate()
            .filter_map(|(at, spoken)| Some((at, (*spoken)?)))
        {
            let marks = of.remove(&place(at)).unwrap_or_default();
            respondents.push(RespondentShare {
                respondent: labels[at].clone(),
                quotes: measure.all(&marks),
                share_of_quotes: None,
                spoken,
                share_of_speech: share(spoken, all_spoken),
                codings: marks.iter().map(|mark| mark.id).collect(),
            });
        }
        respondents.sort_by(|a, b| {
            b.quotes
                .cmp(&a.quotes)
                .then_with(|| crate::order::natural_order(&a.respondent, &b.respondent))
        });
        let quotes = respondents.iter().map(|respondent| respondent.quotes).sum();
        for respondent in &mut respondents {
            respondent.share_of_quotes = share(respondent.quotes, quotes);
        }
        let never_quoted = respondents
            .iter()
            .filter(|respondent| respondent.quotes == 0)
            .count() as u64;
        let spread = Spread {
            people: respondents.len(),
            quotes,
            never_quoted,
            most: respondents
                .first()
                .map(|most| (most.quotes, most.respondent.as_str())),
        };
        Balance {
            lopsided: spread.is_lopsided(),
            sentence: spread.sentence(request.group.map(|(_, value)| value)),
            respondents,
            quotes,
            never_quoted,
        }
    }

    /// The values of an attribute that respondents have, in order; [`crate::NOT_RECORDED`] last where some have none.
    #[must_use]
    pub fn respondent_values(&self, attribute: AttributeId) -> Vec<String> {
        let (values, places) = self.values_by(Some(attribute));
        let answers = |at: usize| {
            let mut seats = self.seats.iter().zip(&places);
            seats.any(|(seat, &value)| seat.respondent != NOWHERE && value == place(at))
        };
        let all = values.into_iter().enumerate();
        all.filter(|(at, _)| answers(*at))
            .map(|(_, value)| value)
            .collect()
    }

    fn seats_in(&self, group: Option<(AttributeId, &str)>) -> Vec<bool> {
        let Some((attribute, value)) = group else {
            return vec![true; self.seats.len()];
        };
        let (values, places) = self.values_by(Some(attribute));
        let wanted = values
            .iter()
            .position(|known| project::same_name(known, value))
            .map(place);
        places.into_iter().map(|at| Some(at) == wanted).collect()
    }

    /// How much each respondent of the group spoke; none for those who are not in it.
    fn spoken(
        &self,
        words: Option<&BTreeMap<SpeakerId, u32>>,
        in_group: &[bool],
    ) -> Vec<Option<u64>> {
        let mut speech: BTreeMap<SpeakerId, u64> = BTreeMap::new();
        match words {
            Some(words) => speech.extend(
                words
                    .iter()
                    .map(|(&speaker, &words)| (speaker, u64::from(words))),
            ),
            None => {
                for turn in self
                    .sources
                    .iter()
                    .flat_map(|source| self.project.turns(source.id))
                {
                    if let Some(speaker) = turn.speaker {
                        *speech.entry(speaker).or_default() += u64::from(turn.speech.len());
                    }
                }
            }
        }
        let mut spoken = vec![None; self.respondents.len()];
        for (seat, _) in self
            .seats
            .iter()
            .zip(in_group)
            .filter(|(seat, within)| **within && seat.respondent != NOWHERE)
        {
            let of_speaker = seat
                .speaker
                .and_then(|speaker| speech.get(&speaker.id))
                .copied()
                .unwrap_or(0);
            *spoken[seat.respondent as usize].get_or_insert(0) += of_speaker;
        }
        spoken
    }
}

/// How quotes are spread over people, in short.
pub(crate) struct Spread<'a> {
    /// How many could have been quoted.
    pub(crate) people: usize,
    pub(crate) quotes: u64,
    /// How many are never quoted.
    pub(crate) never_quoted: u64,
    /// The quotes and name of who is quoted most; none where there is nobody.
    pub(crate) most: Option<(u64, &'a str)>,
}

impl Spread<'_> {
    /// See [`Balance::lopsided`].
    pub(crate) fn is_lopsided(&self) -> bool {
        let most = self.most.map_or(0, |(quotes, _)| quotes);
        self.people >= 3 && self.quotes >= 4 && most * 2 >= self.quotes
    }

    /// Writes it as reviewers ask it: `6 of 11 quotes from one parent (P2); 3 of 5 parents never quoted.`
    pub(crate) fn sentence(&self, group: Option<&str>) -> String {
        let one = group.map_or_else(
            || "respondent".to_owned(),
            |group| single(&group.to_lowercase()),
        );
        let (people, quotes, never_quoted) = (self.people, self.quotes, self.never_quoted);
        let Some((most, name)) = self.most else {
            return format!("There is no {one}.");
        };
        if quotes == 0 {
            return format!(
                "No quotes; none of {people} {} is quoted.",
                several(&one, people)
            );
        }
        let noun = if quotes == 1 { "quote" } else { "quotes" };
        let never = if never_quoted == 0 {
            format!("each of {people} {} quoted", several(&one, people))
        } else {
            format!(
                "{never_quoted} of {people} {} never quoted",
                several(&one, people)
            )
        };
        format!("{most} of {quotes} {noun} from one {one} ({name}); {never}.")
    }
}

/// The singular of a group's name, which may be given either way: `Families` is one family, `Young people` one person.
fn single(noun: &str) -> String {
    let swapped = |from: &str, to: &str| noun.strip_suffix(from).map(|stem| format!("{stem}{to}"));
    let plain = || noun.strip_suffix('s').filter(|stem| !stem.ends_with('s'));
    swapped("people", "person")
        .or_else(|| swapped("children", "child"))
        .or_else(|| swapped("ies", "y"))
        .or_else(|| plain().map(str::to_owned))
        .unwrap_or_else(|| noun.to_owned())
}

/// A noun in the singular for so many.
fn several(noun: &str, count: usize) -> String {
    let swapped = |from: &str, to: &str| noun.strip_suffix(from).map(|stem| format!("{stem}{to}"));
    if count == 1 {
        return noun.to_owned();
    }
    if let Some(plural) = swapped("person", "people").or_else(|| swapped("child", "children")) {
        return plural;
    }
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        Some(_) | None => format!("{noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Build, attribute};

    fn parents() -> Build {
        let mut build = Build::default();
        build.source("one", "I: And you?\nMum: [Trust|one] [Trust|two] [Trust|three] [Trust / Early|[Trust|four]]\nDad: [Trust|five]\n");
        build.source(
            "two",
            "Nan: I said nothing that was coded, at length\nTeacher: [Trust|six]\n",
        );
        for who in ["one/Mum", "one/Dad", "two/Nan"] {
            build.value(who, "group", "Parent");
        }
        build.value("two/Teacher", "group", "Partner agency");
        build
    }

    #[test]
    fn groups_are_named_in_the_singular_or_plural() {
        let pairs = [
            ("parents", "parent", "parents"),
            ("families", "family", "families"),
            ("young people", "young person", "young people"),
            ("parent", "parent", "parents"),
        ];
        for (given, one, two) in pairs {
            assert_eq!(
                (single(given).as_str(), several(&single(given), 2).as_str()),
                (one, two)
            );
        }
    }

    #[test]
    fn one_voice_under_a_theme_is_seen() {
        let project = parents().project();
        let group = Some((attribute(&project, "group"), "parent"));
        let parents = balance(
            &project,
            &BalanceRequest {
                group,
                ..BalanceRequest::default()
            },
        );
        assert_eq!(
            parents.sentence,
            "4 of 5 quotes from one parent (Mum); 1 of 3 parents never quoted."
        );
        assert!(parents.lopsided);
        let spoken: Vec<_> = parents
            .respondents
            .iter()
            .map(|one| (one.respondent.as_str(), one.quotes, one.spoken))
            .collect();
        assert_eq!(spoken, [("Mum", 4, 18), ("Dad", 1, 4), ("Nan", 0, 40)]);
        assert_eq!(
            parents.respondents[0].codings.len(),
            5,
            "two codes on one passage are one quote"
        );
        let shares: f64 = parents
            .respondents
            .iter()
            .filter_map(|one| one.share_of_speech)
            .sum();
        assert!((shares - 1.0).abs() < 1e-12);
    }

    #[test]
    fn words_shortlist_and_codes_are_taken_if_given() {
        let project = parents().project();
        let words: BTreeMap<SpeakerId, u32> = project
            .speakers()
            .iter()
            .map(|speaker| (speaker.id, 10))
            .collect();
        let code = project.code_tree().find(&"Trust / Early".parse().unwrap());
        let early = balance(
            &project,
            &BalanceRequest {
                code,
                words: Some(&words),
                ..BalanceRequest::default()
            },
        );
        assert_eq!(
            early.sentence,
            "1 of 1 quote from one respondent (Mum); 3 of 4 respondents never quoted."
        );
        assert!(early.respondents.iter().all(|one| one.spoken == 10) && !early.lopsided);
        let chosen = balance(
            &project,
            &BalanceRequest {
                shortlisted: true,
                ..BalanceRequest::default()
            },
        );
        assert_eq!(
            chosen.sentence,
            "No quotes; none of 4 respondents is quoted."
        );
        assert_eq!(chosen.respondents[0].share_of_quotes, None);
    }

    #[test]
    fn nobody_is_said_to_be_nobody() {
        let project = parents().project();
        let group = Some((attribute(&project, "group"), "Young person"));
        assert_eq!(
            balance(
                &project,
                &BalanceRequest {
                    group,
                    ..BalanceRequest::default()
                }
            )
            .sentence,
            "There is no young person."
        );
        assert_eq!(
            (
                several("agency", 2),
                several("boy", 2),
                several(&single("parents"), 3)
            ),
            ("agencies".into(), "boys".into(), "parents".into())
        );
    }
}
