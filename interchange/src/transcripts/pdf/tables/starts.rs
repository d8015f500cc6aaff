//! Which lines of a table begin a row.

use std::collections::{BTreeMap, BTreeSet};

use super::super::super::names::{self, Likeness};
use super::super::lines::Line;
use super::{Cells, LEAST, Part, is_head, is_time, pitch};

impl Cells<'_> {
    /// Which lines begin a row where every line begins with a name: all of them.
    pub(super) fn of_one_line(&self) -> Vec<bool> {
        let whole = |part: &&&Part| part.left.is_some() && part.right.is_some();
        let all = self.parts.iter().filter(whole).count() == self.parts.len();
        let starts = |part: &&Part| {
            let left = part.left.as_ref();
            left.is_some_and(|left| left.text().starts_with(char::is_uppercase))
        };
        self.parts.iter().map(|part| all && starts(part)).collect()
    }

    /// Which lines begin a row of the table. `eager`: names that stand below each other are all of one line.
    pub(super) fn starts(&self, eager: bool) -> Vec<bool> {
        let timed = |part: &Part| {
            let left = part.left.as_ref();
            left.is_some_and(|left| left.words.iter().any(is_time))
        };
        let stamps = self.parts.iter().filter(|part| timed(part)).count();
        let lefts = self.parts.iter().filter(|part| part.left.is_some());
        if stamps * 3 >= lefts.count() && (stamps >= 2 || (self.is_known && stamps > 0)) {
            let starts = |part: &&Part| timed(part) || is_head(part);
            return self.parts.iter().map(starts).collect();
        }
        let pitch = pitch(self.parts, self.size);
        if let Some(starts) = self.by_blocks(pitch, 8) {
            return starts;
        }
        let sure = |at: usize| {
            let part = self.parts[at];
            let Some(before) = at.checked_sub(1).map(|before| self.parts[before]) else {
                return part.left.is_some();
            };
            part.left.is_some()
                && (before.left.is_none()
                    || is_head(before)
                    || before.y - part.y > pitch * 1.2
                    || (part.right.is_some() && before.right.is_none()))
        };
        let text = |at: usize| {
            self.parts[at]
                .left
                .as_ref()
                .map(Line::text)
                .unwrap_or_default()
        };
        // The first may be the rest of a name on the page before.
        let known: BTreeSet<String> = (1..self.parts.len())
            .filter(|&at| sure(at))
            .map(text)
            .collect();
        // Names of one line: speech goes on below them.
        let whole: BTreeSet<String> = (0..self.parts.len().saturating_sub(1))
            .filter(|&at| sure(at) && self.parts[at + 1].left.is_none())
            .map(text)
            .collect();
        let below = |at: usize| {
            at > 0 && !sure(at) && self.parts[at].left.is_some() && self.parts[at].right.is_some()
        };
        let after_short = self.after_short(&below, if eager { 4 } else { 8 });
        let mut name = String::new();
        let mut starts = Vec::with_capacity(self.parts.len());
        for at in 0..self.parts.len() {
            let text = text(at);
            // Directly below another name, with speech beside both.
            let likely = |text: &str| {
                let goes_on = text.starts_with(|c: char| !c.is_uppercase());
                let is_sure = names::likeness(text) >= Likeness::Code;
                known.contains(text)
                    || (!goes_on
                        && (whole.contains(&name)
                            || name.ends_with(':')
                            || is_sure
                            || after_short.contains(text)))
            };
            let begins = sure(at) || (below(at) && likely(&text));
            if begins {
                name = text;
            } else if !text.is_empty() {
                name = format!("{name} {text}");
            }
            starts.push(begins);
        }
        starts
    }

    /// Rows of nothing but times and words, where the times stand halfway down beside what is said; a few rows have no time.
    pub(super) fn timed_halfway(&self) -> Option<Vec<bool>> {
        let lefts = || self.parts.iter().filter_map(|part| part.left.as_ref());
        let timed = lefts()
            .filter(|left| left.words.iter().all(is_time))
            .count();
        let heads = self.parts.iter().filter(|part| is_head(part)).count();
        let only = timed + heads == lefts().count();
        if !only || timed < if self.is_known { 1 } else { LEAST } {
            return None;
        }
        self.by_blocks(pitch(self.parts, self.size), 3)
    }

    /// Rows that are set off from each other and whose names stand halfway down beside what is said, if so many
    /// of ten have one.
    fn by_blocks(&self, pitch: f64, named_of_ten: usize) -> Option<Vec<bool>> {
        let spoken: Vec<usize> = (0..self.parts.len())
            .filter(|&at| self.parts[at].right.is_some())
            .collect();
        let gap = |pair: &[usize]| self.parts[pair[0]].y - self.parts[pair[1]].y;
        let mut firsts: Vec<usize> = spoken.first().copied().into_iter().collect();
        for pair in spoken.windows(2).filter(|pair| gap(pair) > pitch * 1.25) {
            // A name that is higher than what is said begins above it.
            let near = |at: &usize| {
                let y = self.parts[*at].y;
                self.parts[pair[0]].y - y > y - self.parts[pair[1]].y
            };
            firsts.push((pair[0] + 1..pair[1]).find(near).unwrap_or(pair[1]));
        }
        let ends = firsts.iter().skip(1).copied().chain([self.parts.len()]);
        let blocks: Vec<&[&Part]> = (firsts.iter().zip(ends))
            .map(|(&start, end)| &self.parts[start..end])
            .collect();
        let named = blocks
            .iter()
            .filter(|block| block.iter().any(|part| part.left.is_some()));
        let long: Vec<_> = named.clone().filter(|block| block.len() >= 3).collect();
        let halfway = long.iter().filter(|block| block[0].left.is_none()).count();
        let enough = if self.is_known {
            halfway > 0
        } else {
            halfway > 1 && blocks.len() > 2
        };
        let fits = named.count() * 10 >= blocks.len() * named_of_ten && enough;
        if !fits || halfway * 10 < long.len() * 6 {
            return None;
        }
        let mut starts = vec![false; self.parts.len()];
        for first in firsts {
            starts[first] = true;
        }
        Some(starts)
    }

    /// What stands often enough, of ten times, beside a line that follows one of speech with room for more: not the rest
    /// of a name.
    fn after_short(&self, below: &dyn Fn(usize) -> bool, often: usize) -> BTreeSet<String> {
        let rights = || self.parts.iter().filter_map(|part| part.right.as_ref());
        let right = rights().map(Line::right).fold(f64::MIN, f64::max);
        let full = self.cut + (right - self.cut) * 0.85;
        let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for at in (0..self.parts.len()).filter(|&at| below(at)) {
            let Some(left) = &self.parts[at].left else {
                continue;
            };
            let before = self.parts[at - 1].right.as_ref();
            let count = counts.entry(left.text()).or_default();
            count.0 += usize::from(before.is_some_and(|line| line.right() < full));
            count.1 += 1;
        }
        let enough = |(text, (short, all)): (String, (usize, usize))| {
            let again = often < 5 || all > 1;
            (again && short * 10 >= all * often).then_some(text)
        };
        counts.into_iter().filter_map(enough).collect()
    }
}
