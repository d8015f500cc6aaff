//! Excerpts as one web page that needs no other file: readable, printable, light and dark.

use std::fmt::Write as _;

use super::book::ExcerptBook;
use super::docx::subtitle;
use super::outline::{Passage, Section, quoted, sections};
use super::row::attribution;

const STYLE: &str = include_str!("page.css");

/// Writes excerpts as a page.
pub(super) fn write_html(book: &ExcerptBook) -> String {
    let sections = sections(book);
    let mut page = Page::default();
    let title = escaped(&format!("Coded excerpts: {}", book.about.project));
    page.line(format_args!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">"
    ));
    page.line(format_args!(
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
    ));
    page.line(format_args!(
        "<meta name=\"generator\" content=\"Vouch\">\n<title>{title}</title>"
    ));
    page.line(format_args!(
        "<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>"
    ));
    page.line(format_args!(
        "<p class=\"about\">{}</p>\n</header>",
        escaped(&subtitle(book))
    ));
    if sections.is_empty() {
        page.line(format_args!("<p>No quotes were found.</p>"));
    } else {
        page.contents(&sections);
    }
    page.line(format_args!("<main>"));
    for (nth, section) in sections.iter().enumerate() {
        page.section(nth, section);
    }
    page.line(format_args!("</main>\n</body>\n</html>"));
    page.html
}

/// Text as it stands between tags and in attributes.
fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\'' => text.push_str("&#39;"),
            other if other.is_control() && !matches!(other, '\n' | '\t') => {}
            other => text.push(other),
        }
    }
    text
}

#[derive(Default)]
struct Page {
    html: String,
}

impl Page {
    fn line(&mut self, words: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        if writeln!(self.html, "{words}").is_err() {
            debug_assert!(false, "a string refused words");
        }
    }

    fn contents(&mut self, sections: &[Section<'_>]) {
        self.line(format_args!("<nav aria-label=\"Themes\">\n<ul>"));
        for (nth, section) in sections.iter().enumerate() {
            let indent = section.theme.depth.min(5);
            let name = escaped(&section.theme.name);
            self.line(format_args!(
                "<li style=\"margin-left:{indent}.25rem\"><a href=\"#theme-{}\">{name}</a></li>",
                nth + 1
            ));
        }
        self.line(format_args!("</ul>\n</nav>"));
    }

    fn section(&mut self, nth: usize, section: &Section<'_>) {
        let level = (section.theme.depth + 2).min(6);
        let name = escaped(&section.theme.name);
        let path = escaped(&section.theme.path);
        self.line(format_args!(
            "<h{level} id=\"theme-{}\" title=\"{path}\">{name}</h{level}>",
            nth + 1
        ));
        let definition = section.theme.definition.trim();
        if !definition.is_empty() {
            self.line(format_args!(
                "<p class=\"definition\">{}</p>",
                lines(definition)
            ));
        }
        self.line(format_args!(
            "<p class=\"counts\">{}</p>",
            escaped(&section.summary)
        ));
        let below = (level + 1).min(6);
        for group in &section.groups {
            if let Some(heading) = group.heading {
                self.line(format_args!("<h{below}>{}</h{below}>", escaped(heading)));
            }
            for passage in &group.passages {
                self.passage(passage);
            }
        }
    }

    fn passage(&mut self, passage: &Passage<'_>) {
        let mut ids = passage.quote_ids.iter();
        let first = escaped(ids.next().copied().unwrap_or_default());
        let anchors: Vec<String> = ids
            .map(|id| format!("<a id=\"{}\"></a>", escaped(id)))
            .collect();
        let anchors = anchors.concat();
        let quote = lines(&quoted(&passage.row.quote));
        let source = escaped(&attribution(passage.row));
        self.line(format_args!(
            "<figure id=\"{first}\">{anchors}\n<blockquote>{quote}</blockquote>"
        ));
        self.line(format_args!(
            "<figcaption><a href=\"#{first}\">{source}</a></figcaption>\n</figure>"
        ));
    }
}

/// Escaped text with its line ends shown.
fn lines(words: &str) -> String {
    escaped(words).replace('\n', "<br>\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{book_of, excerpt, small_book};

    #[test]
    fn the_page_reads_theme_group_quote_attribution() {
        let page = write_html(&small_book());
        let body = page.split_once("</header>").unwrap().1;
        insta::assert_snapshot!(body, @r##"
        <nav aria-label="Themes">
        <ul>
        <li style="margin-left:0.25rem"><a href="#theme-1">Enablers</a></li>
        <li style="margin-left:1.25rem"><a href="#theme-2">Trust</a></li>
        <li style="margin-left:0.25rem"><a href="#theme-3">Waiting</a></li>
        </ul>
        </nav>
        <main>
        <h2 id="theme-1" title="Enablers">Enablers</h2>
        <p class="definition">What helped.</p>
        <p class="counts">Enabler · 3 quotes from 2 of 5 cases, sub-codes included</p>
        <h3 id="theme-2" title="Enablers / Trust">Trust</h3>
        <p class="definition">Felt safe &amp; heard.</p>
        <p class="counts">Enabler · 3 quotes from 2 of 5 cases</p>
        <h4>parents</h4>
        <figure id="00000000-0000-0000-0000-000000000001"><a id="00000000-0000-0000-0000-000000000002"></a>
        <blockquote>“She listened.”</blockquote>
        <figcaption><a href="#00000000-0000-0000-0000-000000000001">Parent 2, Interview, turn 14</a></figcaption>
        </figure>
        <figure id="00000000-0000-0000-0000-000000000003">
        <blockquote>“‘Never &lt;late&gt; &amp; never ‘rushed’”</blockquote>
        <figcaption><a href="#00000000-0000-0000-0000-000000000003">Parent 2, Interview, turn 14</a></figcaption>
        </figure>
        <h4>practitioners</h4>
        <figure id="00000000-0000-0000-0000-000000000004">
        <blockquote>“Two lines<br>
        of one quote”</blockquote>
        <figcaption><a href="#00000000-0000-0000-0000-000000000004">Practitioner 1, Interview, turn 14</a></figcaption>
        </figure>
        <h2 id="theme-3" title="Waiting">Waiting</h2>
        <p class="counts">Barrier · 1 quote from 1 of 5 cases</p>
        <h3>parents</h3>
        <figure id="00000000-0000-0000-0000-000000000005">
        <blockquote>“And how long was that?”</blockquote>
        <figcaption><a href="#00000000-0000-0000-0000-000000000005">INT (interviewer), Interview with Parent 2, turn 14</a></figcaption>
        </figure>
        </main>
        </body>
        </html>
        "##);
    }

    #[test]
    fn the_page_needs_no_other_file_and_runs_nothing() {
        let mut row = excerpt(
            "<script>alert(1)</script>",
            "\"><img src=x>",
            "</blockquote><script>alert(2)</script>",
        );
        row.respondent = "<b>".to_owned();
        let page = write_html(&book_of(vec![row]));
        for forbidden in [
            "<script", "<img", "<b>", "src=", "http:", "https:", "@import", "url(",
        ] {
            assert!(
                !page
                    .replace("&quot;&gt;&lt;img src=x&gt;", "")
                    .contains(forbidden),
                "{forbidden}"
            );
        }
        assert!(page.contains("“&lt;/blockquote&gt;&lt;script&gt;alert(2)&lt;/script&gt;”"));
        assert!(page.contains("prefers-color-scheme: dark") && page.contains("@media print"));
    }

    #[test]
    fn every_coding_has_an_anchor() {
        let page = write_html(&small_book());
        for row in &small_book().rows {
            assert_eq!(
                page.matches(&format!("id=\"{}\"", row.quote_id)).count(),
                1,
                "{}",
                row.quote_id
            );
        }
    }

    #[test]
    fn an_empty_export_says_so() {
        assert!(write_html(&book_of(Vec::new())).contains("<p>No quotes were found.</p>"));
    }
}
