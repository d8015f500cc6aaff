//! The page on how to search, taken apart so that a window can lay it out: headings, what can be typed with what it
//! finds, and paragraphs.

/// A part of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HelpPart {
    /// A heading, and what stands beside it; "" for nothing.
    Head(String, String),
    /// What can be typed, and what that finds.
    Entry(String, String),
    /// A paragraph.
    Words(String),
}

/// Takes the page apart.
#[must_use]
pub fn help_parts(page: &str) -> Vec<HelpPart> {
    let mut parts = Vec::new();
    // Where the second column of a block begins.
    let mut column = None;
    for line in page.lines() {
        if line.trim().is_empty() {
            column = None;
            parts.push(HelpPart::Words(String::new()));
            continue;
        }
        if let Some((head, beside)) = heading(line) {
            parts.push(HelpPart::Head(head, beside));
            continue;
        }
        column = match (column, gap(line)) {
            // The gap can be one behind the second column.
            (Some(known), Some(here)) if here > known && parted(line, known).is_some() => {
                Some(known)
            }
            (known, here) => here.or(known),
        };
        match (entry(line, column), parts.last_mut()) {
            (Some((typed, finds)), Some(HelpPart::Entry(_, before))) if typed.is_empty() => {
                before.push('\n');
                before.push_str(&finds);
            }
            (Some((typed, finds)), _) => parts.push(HelpPart::Entry(typed, finds)),
            (None, Some(HelpPart::Words(words))) if !words.is_empty() => {
                words.push(' ');
                words.push_str(line.trim());
            }
            (None, _) => parts.push(HelpPart::Words(line.trim().to_owned())),
        }
    }
    parts.retain(|part| !matches!(part, HelpPart::Words(words) if words.is_empty()));
    parts
}

/// A heading is in capitals.
fn heading(line: &str) -> Option<(String, String)> {
    let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
    let is_head = first.chars().count() > 3 && first.chars().all(char::is_uppercase);
    // A sentence can begin with AND.
    let stands_alone = rest.is_empty() || rest.starts_with("  ");
    (is_head && stands_alone).then(|| (first.to_owned(), rest.trim().to_owned()))
}

/// Where the second column begins, counted in characters: behind the first run of spaces.
fn gap(line: &str) -> Option<usize> {
    let byte = line.find("  ").filter(|_| !line.contains(". "))?;
    let run = line[byte..].chars().take_while(|c| *c == ' ').count();
    Some(line[..byte].chars().count() + run)
}

/// Where a line is parted before a column. Something as wide as its column is parted from what it finds by one space.
fn parted(line: &str, column: usize) -> Option<usize> {
    let mut places = column.saturating_sub(1)..=column;
    places.find(|&at| line.chars().nth(at) == Some(' '))
}

/// What is typed and what that finds, where the line has two columns.
fn entry(line: &str, column: Option<usize>) -> Option<(String, String)> {
    let at = parted(line, column?)?;
    let typed: String = line.chars().take(at).collect();
    let finds: String = line.chars().skip(at).collect();
    let is_typed = gap(line).is_some() || typed.contains([':', '"']);
    is_typed.then(|| (typed.trim().to_owned(), joined(finds.trim())))
}

/// With parts that stood in columns of their own set off by points, and brackets by a space.
fn joined(words: &str) -> String {
    let parts: Vec<&str> = words
        .split("  ")
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" · ").replace(" · (", " (")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_taken_apart_without_losing_a_word() {
        let parts = help_parts(index::help());
        let entries: Vec<(&str, &str)> = parts
            .iter()
            .filter_map(|part| match part {
                HelpPart::Entry(typed, finds) => Some((typed.as_str(), finds.as_str())),
                HelpPart::Head(..) | HelpPart::Words(_) => None,
            })
            .collect();
        let finds = |typed: &str| {
            let entry = entries.iter().find(|(known, _)| *known == typed);
            entry.unwrap_or_else(|| panic!("{typed} in {entries:#?}")).1
        };
        assert_eq!(
            finds("trust worker"),
            "both words, anywhere in the turn (the same as trust AND worker)"
        );
        assert_eq!(
            finds("\"worker trust\"~5"),
            "both words in any order, with at most 5 other words between them"
        );
        assert!(finds("set:\"First round\"").starts_with("sources in that set (sets are"));
        assert!(finds("group:Parent").contains("\nage:>=18 · age:18..25"));
        assert_eq!(finds("role:interviewer"), "only what the interviewer says");
        assert_eq!(finds("shortlisted:yes"), "marked as worth quoting");
        let shown: Vec<String> = parts
            .iter()
            .map(|part| match part {
                HelpPart::Head(one, other) | HelpPart::Entry(one, other) => {
                    format!("{one} {other}")
                }
                HelpPart::Words(words) => words.clone(),
            })
            .collect();
        let shown = shown.join(" ");
        let words = |text: &str| {
            let text = text.replace('·', " ");
            text.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(words(&shown), words(index::help()));
    }

    #[test]
    fn headings_and_paragraphs_are_known() {
        let parts = help_parts(index::help());
        let heads = parts
            .iter()
            .filter(|part| matches!(part, HelpPart::Head(..)));
        assert_eq!(heads.count(), 2);
        let words = |start: &str| {
            parts
                .iter()
                .any(|part| matches!(part, HelpPart::Words(words) if words.starts_with(start)))
        };
        assert!(words("AND, OR and NOT are written in capitals;"));
        assert!(words(
            "Side by side, these are asked of one and the same coding"
        ));
    }
}
