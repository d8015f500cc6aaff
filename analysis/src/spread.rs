//! Long lists are worked on by as many threads as the machine has; the answers stand in the order of the lists.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

/// Up to this many codings one thread is as fast, and need not wait for the work of others: those are the projects that
/// are counted between two frames. Tests work as on long lists.
const SHORT: usize = if cfg!(test) { 16 } else { 8_192 };

/// Parts of a list that a thread takes at once: small enough that none waits long for the last.
const PARTS: usize = 4;

/// Up to so many rows are taken one by one.
const MANY: usize = 1_000;

/// Answers something for each entry of a list.
pub(crate) fn each<T: Sync, R: Send>(list: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    if list.len() <= SHORT {
        return list.iter().map(work).collect();
    }
    list.par_iter()
        .with_min_len(SHORT / PARTS)
        .map(&work)
        .collect()
}

/// Works on a list in parts that follow one another.
pub(crate) fn in_parts<T: Sync, R: Send>(list: &[T], work: impl Fn(&[T]) -> R + Sync) -> Vec<R> {
    by_part(list, list.len(), work)
}

/// Works on a list whose entries together hold so many codings, in parts that follow one another.
pub(crate) fn by_part<T: Sync, R: Send>(
    list: &[T],
    codings: usize,
    work: impl Fn(&[T]) -> R + Sync,
) -> Vec<R> {
    if codings <= SHORT || list.is_empty() {
        return vec![work(list)];
    }
    let length = list.len().div_ceil(rayon::current_num_threads() * PARTS);
    list.par_chunks(length).map(&work).collect()
}

/// Works on each of some rows that together hold so many codings. Every thread makes its own work space, once.
pub(crate) fn by_row<T: Sync, S: Send, R: Send>(
    rows: &[T],
    codings: usize,
    space: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &T) -> R + Sync,
) -> Vec<R> {
    if codings <= SHORT {
        let mut space = space();
        return rows.iter().map(|row| work(&mut space, row)).collect();
    }
    let unused: Mutex<Vec<S>> = Mutex::new(Vec::new());
    let unused = || unused.lock().unwrap_or_else(PoisonError::into_inner);
    let work = |row| {
        let kept = unused().pop();
        let mut space = kept.unwrap_or_else(&space);
        let answer = work(&mut space, row);
        unused().push(space);
        answer
    };
    // Rows are of very different length, and the longest come first in a tree: where they are few, each is taken when a
    // thread is free.
    let rows = rows.par_iter().with_max_len(rows.len().div_ceil(MANY));
    rows.map(work).collect()
}

/// Works on each group of neighbours that belong together.
pub(crate) fn by_group<T: Send>(
    list: &mut [T],
    together: impl Fn(&T, &T) -> bool + Sync + Send,
    work: impl Fn(&mut [T]) + Sync + Send,
) {
    if list.len() <= SHORT {
        list.chunk_by_mut(together).for_each(work);
    } else {
        list.par_chunk_by_mut(together).for_each(work);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_answer_what_short_ones_do() {
        for length in [0, 10, SHORT, SHORT + 1, 5 * SHORT + 7] {
            let list: Vec<usize> = (0..length).collect();
            assert_eq!(in_parts(&list, <[usize]>::to_vec).concat(), list);
            assert_eq!(each(&list, |at| *at), list);

            let rows: Vec<usize> = (0..100).collect();
            let doubled = by_row(&rows, length, || 2, |factor, row| *factor * row);
            assert!(doubled.iter().zip(&rows).all(|(two, one)| *two == 2 * one));

            let mut groups: Vec<(usize, usize)> = list.iter().map(|at| (at / 7, 0)).collect();
            by_group(
                &mut groups,
                |a, b| a.0 == b.0,
                |group| {
                    let length = group.len();
                    for row in group {
                        row.1 = length;
                    }
                },
            );
            let odd = groups.iter().filter(|row| row.1 != 7).count();
            assert_eq!(odd, length % 7, "whole groups are worked on");
        }
    }
}
