//! Tables for people: aligned columns of plain text.

use unicode_segmentation::UnicodeSegmentation as _;

/// How a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Words: flush left.
    Left,
    /// Numbers: flush right.
    Right,
}

/// Answers one line a row; columns are as wide as their widest cell and two blanks apart.
pub(crate) fn aligned(rows: &[Vec<String>], sides: &[Side]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width_of = |nth: usize| {
        rows.iter()
            .filter_map(|row| row.get(nth))
            .map(|cell| width(cell))
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width_of).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().enumerate().map(|(nth, cell)| {
            let blanks = " ".repeat(widths[nth].saturating_sub(width(cell)));
            match sides.get(nth) {
                Some(Side::Right) => format!("{blanks}{cell}"),
                Some(Side::Left) | None => format!("{cell}{blanks}"),
            }
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

/// Letters as people see them, so that accents do not push columns apart.
fn width(cell: &str) -> usize {
    cell.graphemes(true).count()
}

/// “1 file”, “12 files”: English plurals by adding an s.
pub(crate) fn count(n: usize, what: &str) -> String {
    if n == 1 {
        format!("1 {what}")
    } else {
        format!("{} {}", thousands(n), plural(what))
    }
}

/// “codings”, “summaries”, “searches”.
fn plural(what: &str) -> String {
    if let Some(stem) = what.strip_suffix('y')
        && !stem.ends_with(['a', 'e', 'i', 'o', 'u'])
    {
        return format!("{stem}ies");
    }
    let hisses = ["ch", "sh", "s", "x"].iter().any(|end| what.ends_with(end));
    format!("{what}{}", if hisses { "es" } else { "s" })
}

/// “12,345”.
pub(crate) fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (nth, digit) in digits.chars().enumerate() {
        if nth > 0 && (digits.len() - nth).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_align_by_letters_seen() {
        let rows = vec![
            vec!["tŷ".to_owned(), "9".to_owned()],
            vec!["e\u{301}cole".to_owned(), "10".to_owned()],
        ];
        assert_eq!(
            aligned(&rows, &[Side::Left, Side::Right]),
            ["tŷ      9", "e\u{301}cole  10"]
        );
    }

    #[test]
    fn numbers_and_plurals_read_well() {
        assert_eq!(
            (count(1, "file"), count(0, "file"), count(12_345, "word")),
            ("1 file".into(), "0 files".into(), "12,345 words".into())
        );
        assert_eq!(
            (thousands(999), thousands(1_000_000)),
            ("999".into(), "1,000,000".into())
        );
    }
}
