//! What can be undone and redone, told from the history alone: it survives exit and has no limit.

use crate::model::Seq;
use crate::stamp::Timestamp;
use crate::store::Line;

/// A line of the history, for reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// Its place: 1 for the first.
    pub seq: Seq,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub coder: String,
    /// What, in the user's words.
    pub label: String,
    /// The line this one took back, if it is an undo or redo.
    pub undoes: Option<Seq>,
    /// Whether what it did is undone now.
    pub undone: bool,
}

/// One press of undo: a line, or lines that carry each other on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    /// The lines, oldest first. An undo of the step names the last.
    pub(crate) seqs: Vec<Seq>,
    /// What the person did, without "Undid:".
    pub(crate) label: String,
}

impl Step {
    pub(crate) fn last(&self) -> Option<Seq> {
        self.seqs.last().copied()
    }
}

/// The two stacks. An undo is a line like any other: undoing it again is the redo.
#[derive(Debug, Clone, Default)]
pub(crate) struct Steps {
    pub(crate) undo: Vec<Step>,
    pub(crate) redo: Vec<Step>,
}

impl Steps {
    /// Reads the stacks out of the history.
    pub(crate) fn of(lines: &[Line]) -> Self {
        let mut steps = Self::default();
        for line in lines {
            steps.add(line.seq, &line.label, line.undoes, line.continues);
        }
        steps
    }

    /// Takes in one more line.
    pub(crate) fn add(
        &mut self,
        seq: Seq,
        label: &str,
        undoes: Option<Seq>,
        continues: Option<Seq>,
    ) {
        let is_last = |step: Option<&Step>, seq: Seq| step.and_then(Step::last) == Some(seq);
        match undoes {
            Some(gone) if is_last(self.undo.last(), gone) => {
                let label = self.undo.pop().map(|step| step.label).unwrap_or_default();
                self.redo.push(Step {
                    seqs: vec![seq],
                    label,
                });
            }
            Some(gone) if is_last(self.redo.last(), gone) => {
                let label = self.redo.pop().map(|step| step.label).unwrap_or_default();
                self.undo.push(Step {
                    seqs: vec![seq],
                    label,
                });
            }
            _ => {
                self.redo.clear();
                match (continues, self.undo.last_mut()) {
                    (Some(before), Some(step)) if step.last() == Some(before) => {
                        step.seqs.push(seq);
                    }
                    _ => self.undo.push(Step {
                        seqs: vec![seq],
                        label: label.to_owned(),
                    }),
                }
            }
        }
    }
}

/// Lines for reading: which of them are undone now is worked out by following the undos.
pub(crate) fn readable(lines: Vec<Line>) -> Vec<HistoryLine> {
    let mut undone = vec![false; lines.len()];
    let place = |seq: Seq| lines.binary_search_by_key(&seq, |line| line.seq).ok();
    for (n, line) in lines.iter().enumerate().rev() {
        // Going backwards, whether a line is undone is known before the lines it took back are reached.
        if let (Some(gone), false) = (line.undoes, undone[n]) {
            let mut next = place(gone);
            while let Some(taken_back) = next {
                undone[taken_back] = true;
                next = lines[taken_back].continues.and_then(place);
            }
        }
    }
    let lines = lines.into_iter().zip(undone);
    lines
        .map(|(line, undone)| HistoryLine {
            seq: line.seq,
            at: line.at,
            coder: line.coder,
            label: line.label,
            undoes: line.undoes,
            undone,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(seq: u64, undoes: Option<u64>, continues: Option<u64>) -> Line {
        Line {
            seq: Seq(seq),
            at: Timestamp(0),
            coder: String::new(),
            label: format!("edit {seq}"),
            undoes: undoes.map(Seq),
            continues: continues.map(Seq),
        }
    }

    fn labels(steps: &[Step]) -> Vec<&str> {
        steps.iter().map(|step| step.label.as_str()).collect()
    }

    #[test]
    fn undo_and_redo_are_read_from_the_lines() {
        let steps = Steps::of(&[
            line(1, None, None),
            line(2, None, None),
            line(3, Some(2), None),
        ]);
        assert_eq!(
            (labels(&steps.undo), labels(&steps.redo)),
            (vec!["edit 1"], vec!["edit 2"])
        );
        let steps = Steps::of(&[
            line(1, None, None),
            line(2, Some(1), None),
            line(3, Some(2), None),
        ]);
        assert_eq!(
            (labels(&steps.undo), labels(&steps.redo)),
            (vec!["edit 1"], vec![])
        );
    }

    #[test]
    fn a_new_edit_forgets_what_could_be_redone() {
        let steps = Steps::of(&[
            line(1, None, None),
            line(2, Some(1), None),
            line(3, None, None),
        ]);
        assert_eq!(
            (labels(&steps.undo), labels(&steps.redo)),
            (vec!["edit 3"], vec![])
        );
    }

    #[test]
    fn lines_that_carry_on_are_one_step() {
        let lines = [
            line(1, None, None),
            line(2, None, Some(1)),
            line(3, Some(2), None),
        ];
        assert_eq!(Steps::of(&lines[..2]).undo[0].seqs, [Seq(1), Seq(2)]);
        let undone: Vec<bool> = readable(lines.to_vec())
            .iter()
            .map(|line| line.undone)
            .collect();
        assert_eq!(undone, [true, true, false]);
    }

    #[test]
    fn a_redone_line_is_not_undone() {
        let lines = vec![
            line(1, None, None),
            line(2, Some(1), None),
            line(3, Some(2), None),
        ];
        let undone: Vec<bool> = readable(lines).iter().map(|line| line.undone).collect();
        assert_eq!(undone, [false, true, false]);
    }
}
