//! Column headings as people write them.

/// A heading as compared: lower case, words joined by `_`, without mark or punctuation around.
pub(crate) fn heading_key(heading: &str) -> String {
    let heading = heading.trim_start_matches('\u{feff}').trim();
    let words: Vec<String> = heading
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join("_")
}

/// The first column whose heading is one of `names`, in the order of preference of `names`.
pub(crate) fn column_of(headings: &[String], names: &[&str]) -> Option<usize> {
    names
        .iter()
        .find_map(|name| headings.iter().position(|heading| heading == name))
}

/// A cell of a row, without outer blanks; "" beyond its end.
pub(crate) fn cell(cells: &[String], column: Option<usize>) -> &str {
    column
        .and_then(|column| cells.get(column))
        .map_or("", |cell| cell.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_compared_by_their_words() {
        assert_eq!(heading_key("\u{feff} Code path: "), "code_path");
        assert_eq!(heading_key("QUOTE-ID"), "quote_id");
        let headings = ["tag", "code"].map(str::to_owned);
        assert_eq!(column_of(&headings, &["code_path", "code", "tag"]), Some(1));
        assert_eq!(column_of(&headings, &["memo"]), None);
        assert_eq!(cell(&headings, Some(7)), "");
    }
}
