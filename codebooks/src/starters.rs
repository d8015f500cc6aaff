//! Codebooks that come with Vouch, to start from and to change.
//!
//! Definitions and examples are Vouch's own wording; the framework each follows is named in its source.

use crate::csv::read_csv;
use crate::draft::CodeDraft;

/// A codebook to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Starter {
    /// Names it for good, such as `re-aim`.
    pub key: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What it is for, in a sentence or two.
    pub summary: &'static str,
    /// The works it follows, to cite.
    pub source: &'static str,
    text: &'static str,
}

impl Starter {
    /// Answers its codes, each after the one above it.
    #[must_use]
    pub fn drafts(&self) -> Vec<CodeDraft> {
        read_csv(self.text)
            .map(|(drafts, _)| drafts)
            .unwrap_or_default()
    }
}

/// All starters, the most general first.
const STARTERS: [Starter; 5] = [
    Starter {
        key: "service-evaluation",
        title: "Service evaluation: enablers, barriers, outcomes, context",
        summary: "For interviews about a service for children and families: what helped, what hindered, what changed \
                  and for whom, and what was going on around it.",
        source: "Vouch's own, from the themes that family-support evaluations commonly report; no single framework.",
        text: include_str!("../starters/service-evaluation.csv"),
    },
    Starter {
        key: "results-based-accountability",
        title: "Results-based accountability",
        summary: "Separates conditions of well-being for a whole population from the performance of one service: how \
                  much was done, how well, and whether anyone is better off.",
        source: "Friedman, M. (2005). Trying Hard Is Not Good Enough: How to Produce Measurable Improvements for \
                 Customers and Communities. Trafford.",
        text: include_str!("../starters/results-based-accountability.csv"),
    },
    Starter {
        key: "cfir-2022",
        title: "CFIR 2022: Consolidated Framework for Implementation Research",
        summary: "Why putting something new into practice went as it did: the innovation, the settings around and \
                  within, the people and the process.",
        source: "Damschroder, L. J., Reardon, C. M., Opra Widerquist, M. A. and Lowery, J. (2022). The updated \
                 Consolidated Framework for Implementation Research based on user feedback. Implementation Science, \
                 17, 75. doi:10.1186/s13012-022-01245-0",
        text: include_str!("../starters/cfir-2022.csv"),
    },
    Starter {
        key: "tdf-com-b",
        title: "Theoretical Domains Framework under COM-B",
        summary: "What shapes whether people do a thing: fourteen domains sorted by capability, opportunity and \
                  motivation.",
        source: "Cane, J., O'Connor, D. and Michie, S. (2012). Validation of the theoretical domains framework for \
                 use in behaviour change and implementation research. Implementation Science, 7, 37. \
                 doi:10.1186/1748-5908-7-37; Michie, S., van Stralen, M. M. and West, R. (2011). The behaviour change \
                 wheel. Implementation Science, 6, 42. doi:10.1186/1748-5908-6-42",
        text: include_str!("../starters/tdf-com-b.csv"),
    },
    Starter {
        key: "re-aim",
        title: "RE-AIM",
        summary: "Whom a programme reached, what it changed, who took it up, how it was delivered and whether it \
                  lasted.",
        source: "Glasgow, R. E., Vogt, T. M. and Boles, S. M. (1999). Evaluating the public health impact of health \
                 promotion interventions: the RE-AIM framework. American Journal of Public Health, 89(9), 1322-1327. \
                 doi:10.2105/AJPH.89.9.1322; Glasgow, R. E. et al. (2019). RE-AIM planning and evaluation framework: \
                 adapting to new science and practice with a 20-year review. Frontiers in Public Health, 7, 64. \
                 doi:10.3389/fpubh.2019.00064",
        text: include_str!("../starters/re-aim.csv"),
    },
];

/// Answers all starters, the most general first.
#[must_use]
pub const fn starters() -> &'static [Starter] {
    &STARTERS
}

/// Answers the starter of this key.
#[must_use]
pub fn starter(key: &str) -> Option<&'static Starter> {
    STARTERS.iter().find(|starter| starter.key == key)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::code::{CodeId, Kind};
    use crate::draft::codes_from_drafts;
    use crate::tree::CodeTree;

    #[test]
    fn starters_load_without_warnings() {
        for starter in starters() {
            let (drafts, warnings) = read_csv(starter.text).unwrap();
            assert_eq!(warnings, [], "{}", starter.key);
            assert_eq!(drafts, starter.drafts());
            assert_eq!(
                drafts.len(),
                starter.text.lines().count() - 1,
                "{}: a parent was left out",
                starter.key
            );
        }
    }

    #[test]
    fn every_code_says_what_it_means_and_when() {
        for starter in starters() {
            for draft in starter.drafts() {
                let name = format!("{}: {}", starter.key, draft.path);
                assert!(draft.definition.len() > 30, "{name}: definition");
                assert!(draft.use_when.len() > 20, "{name}: use_when");
                assert!(draft.not_when.len() > 10, "{name}: not_when");
                assert!(draft.example.len() > 20, "{name}: example");
            }
        }
    }

    #[test]
    fn no_two_codes_say_the_same() {
        for starter in starters() {
            let drafts = starter.drafts();
            for texts in [
                drafts
                    .iter()
                    .map(|draft| &draft.definition)
                    .collect::<BTreeSet<_>>(),
                drafts.iter().map(|draft| &draft.use_when).collect(),
                drafts.iter().map(|draft| &draft.example).collect(),
            ] {
                assert_eq!(texts.len(), drafts.len(), "{}", starter.key);
            }
        }
    }

    #[test]
    fn starters_become_trees_as_they_stand() {
        for starter in starters() {
            let drafts = starter.drafts();
            let mut next = 0;
            let codes = codes_from_drafts(&drafts, || {
                next += 1;
                CodeId::from_u128(next)
            });
            assert_eq!(crate::drafts_of(&codes), drafts, "{}", starter.key);
        }
    }

    #[test]
    fn codes_point_only_to_codes_that_are_there() {
        for starter in starters() {
            let drafts = starter.drafts();
            let known: BTreeSet<String> = drafts
                .iter()
                .flat_map(|draft| [draft.path.to_string(), draft.path.leaf().to_owned()])
                .collect();
            for draft in &drafts {
                for rest in draft.not_when.split("(use ").skip(1) {
                    let pointer = rest.split(')').next().unwrap();
                    let mut parts = pointer.split(" or ").flat_map(|part| part.split(", "));
                    let there = known.contains(pointer) || parts.all(|part| known.contains(part));
                    assert!(there, "{}: {}: {pointer}", starter.key, draft.path);
                }
            }
        }
    }

    #[test]
    fn keys_are_unique_and_every_starter_is_cited() {
        let keys: BTreeSet<_> = starters().iter().map(|starter| starter.key).collect();
        assert_eq!(keys.len(), starters().len());
        assert!(
            starters()
                .iter()
                .all(|starter| !starter.title.is_empty() && starter.source.len() > 20)
        );
        assert_eq!(starter("none"), None);
    }

    #[test]
    fn the_service_evaluation_covers_all_four_kinds() {
        let drafts = starter("service-evaluation").unwrap().drafts();
        let mut next = 0;
        let codes = codes_from_drafts(&drafts, || {
            next += 1;
            CodeId::from_u128(next)
        });
        let tree = CodeTree::new(&codes);
        for kind in Kind::ALL {
            let below = codes
                .iter()
                .filter(|code| code.parent.is_some() && tree.kind(code.id) == kind)
                .count();
            assert!(below >= 5, "{kind}: {below}");
        }
    }

    #[test]
    fn cfir_has_its_five_domains_and_all_constructs() {
        let drafts = starter("cfir-2022").unwrap().drafts();
        let top: Vec<_> = drafts
            .iter()
            .filter(|draft| draft.path.parent().is_none())
            .map(|d| d.path.leaf())
            .collect();
        assert_eq!(
            top,
            [
                "Innovation",
                "Outer setting",
                "Inner setting",
                "Individuals",
                "Implementation process"
            ]
        );
        // Counted in the paper: 48 constructs and 19 subconstructs; beside them 5 domains and 2 subdomains.
        assert_eq!(drafts.len(), 48 + 19 + 5 + 2);
        let below = |above: &str| {
            drafts
                .iter()
                .filter(|d| d.path.parent().is_some_and(|p| p.to_string() == above))
                .count()
        };
        assert_eq!(
            below("Individuals / Roles") + below("Individuals / Characteristics"),
            13
        );
        let others = [
            "Innovation",
            "Outer setting",
            "Inner setting",
            "Implementation process",
        ];
        assert_eq!(others.map(below), [8, 7, 11, 9]);
    }

    #[test]
    fn the_tdf_has_fourteen_domains_of_which_skills_stand_in_two_places() {
        let drafts = starter("tdf-com-b").unwrap().drafts();
        let domains: Vec<_> = drafts
            .iter()
            .filter(|draft| draft.path.names().len() == 3)
            .collect();
        let skills = domains
            .iter()
            .filter(|draft| draft.path.leaf().ends_with("skills"))
            .count();
        assert_eq!((domains.len(), skills), (15, 2));
    }

    #[test]
    fn re_aim_has_its_five_dimensions() {
        let drafts = starter("re-aim").unwrap().drafts();
        let top: Vec<_> = drafts
            .iter()
            .filter(|draft| draft.path.parent().is_none())
            .map(|d| d.path.leaf())
            .collect();
        assert_eq!(
            top,
            [
                "Reach",
                "Effectiveness",
                "Adoption",
                "Implementation",
                "Maintenance"
            ]
        );
    }
}
