//! A package for a colleague who is to code without seeing what others did: sources and codebook, and nothing of what was
//! made of them.

use project::{Adopted, AdoptedPart, Memo, Reading, Subject};

use crate::refi::Loss;

/// Why something stays behind.
const UNSEEN: &str = "whoever codes blind is not to see them";

/// Leaves out of a project's rows what would tell a second coder what the first one thought: codings, the memos on them
/// and on passages, ratings, summaries, and what other programs drew or linked. Answers what stays behind, and what goes along
/// though it holds somebody's thoughts.
#[must_use]
pub fn blinded(mut rows: Adopted) -> (Adopted, Vec<Loss>) {
    let (codings, ratings) = (rows.codings.len(), rows.ratings.len());
    let summaries = rows.summaries.len();
    rows.codings.clear();
    rows.ratings.clear();
    rows.summaries.clear();
    let (all, parts) = (rows.memos.len(), rows.kept.len());
    rows.memos.retain(tells_nothing);
    rows.kept.retain(shows_nothing);
    let memos = all - rows.memos.len();
    for row in &mut rows.sources {
        row.source.reading = Reading::Unread;
    }
    let wrote = |id| rows.memos.iter().any(|memo: &Memo| memo.coder == id);
    rows.coders.retain(|coder| wrote(coder.id));
    let losses = [
        Loss::gone("codings", codings, UNSEEN),
        Loss::gone("memos on codings, passages and ratings", memos, UNSEEN),
        Loss::gone("ratings", ratings, UNSEEN),
        Loss::gone("summaries of cases", summaries, UNSEEN),
        Loss::gone(
            "networks, links and coded pictures kept for other programs",
            parts - rows.kept.len(),
            UNSEEN,
        ),
        Loss::kept(
            "memos on the project, sources, codes and cases",
            rows.memos.len(),
            "they go along: look whether they give anything away",
        ),
    ];
    let losses = losses.into_iter().filter(|loss| loss.count > 0);
    (rows, losses.collect())
}

fn tells_nothing(memo: &Memo) -> bool {
    match memo.subject {
        Subject::Project | Subject::Source(_) | Subject::Code(_) | Subject::Case(_) => true,
        Subject::Passage(..) | Subject::Coding(_) | Subject::Rating(_) => false,
    }
}

fn shows_nothing(part: &AdoptedPart) -> bool {
    let markup = part.part.markup.as_str();
    let drawn = ["<Link", "<Graph", "<Case"];
    !markup.contains("<Coding") && !drawn.iter().any(|start| markup.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::{merge, rows_of};
    use crate::testing::{code, workspace};

    #[test]
    fn a_blind_package_comes_back_as_another_coders() {
        let mut ours = workspace();
        code(
            &mut ours,
            "source,quote,code,memo\nParent 1,And then?,Enablers / Trust,mind the tone\n",
        );
        let texts = ours.texts();
        let text_of = |source: &project::Source| texts.of(source);
        let rows = rows_of(ours.project(), text_of, |hash| texts.file(hash)).unwrap();
        let (blind, left) = blinded(rows);
        assert!(blind.codings.is_empty() && blind.memos.is_empty() && blind.coders.is_empty());
        assert_eq!((blind.sources.len(), blind.codes.len()), (3, 4));
        let told: Vec<(&str, usize)> = left
            .iter()
            .map(|loss| (loss.what.as_str(), loss.count))
            .collect();
        assert_eq!(
            told,
            [
                ("codings", 1),
                ("memos on codings, passages and ratings", 1)
            ]
        );
        assert_eq!(
            merge(ours.project(), blind).edits.len(),
            0,
            "nothing in it is new"
        );
    }
}
