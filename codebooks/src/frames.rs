//! Evaluation frames that come with Vouch: questions to begin with, each with what would answer it.
//!
//! The wording is Vouch's own; the framework each follows is named in its source.

/// A frame to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrameStarter {
    /// Names it for good, and the starter codebook whose codes answer its questions.
    pub key: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What it asks, in a sentence.
    pub summary: &'static str,
    /// The work it follows, to cite.
    pub source: &'static str,
    /// The questions as csv: heading, question, indicator and evidence. An empty cell is that of the row above.
    pub text: &'static str,
}

const FRAMES: [FrameStarter; 1] = [FrameStarter {
    key: "results-based-accountability",
    title: "Results-based accountability",
    summary: "How much was done, how well it was done and whether anyone is better off; then why, with whom, and what \
              would do better.",
    source: "Friedman, M. (2005). Trying Hard Is Not Good Enough: How to Produce Measurable Improvements for Customers \
             and Communities. Trafford.",
    text: include_str!("../starters/frames/results-based-accountability.csv"),
}];

/// Answers all frames.
#[must_use]
pub const fn frame_starters() -> &'static [FrameStarter] {
    &FRAMES
}

/// Answers the frame of this key.
#[must_use]
pub fn frame_starter(key: &str) -> Option<&'static FrameStarter> {
    FRAMES.iter().find(|frame| frame.key == key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::starter;

    #[test]
    fn every_code_that_answers_a_question_is_in_the_codebook_of_that_name() {
        for frame in frame_starters() {
            let drafts = starter(frame.key).unwrap().drafts();
            let mut codes = 0;
            for line in frame.text.lines().skip(1) {
                let (_, path) = line.split_once("code: ").unwrap();
                let known = drafts.iter().any(|draft| draft.path.to_string() == path);
                assert!(known, "{}: {path}", frame.key);
                codes += 1;
            }
            assert!(codes >= 10);
            assert_eq!(frame_starter(frame.key), Some(frame));
        }
        assert_eq!(frame_starter("nonsense"), None);
    }

    #[test]
    fn results_based_accountability_asks_its_three_questions() {
        let frame = frame_starter("results-based-accountability").unwrap();
        for heading in [
            "How much did we do?",
            "How well did we do it?",
            "Is anyone better off?",
        ] {
            assert!(frame.text.contains(heading), "{heading}");
        }
    }
}
