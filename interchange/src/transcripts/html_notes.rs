//! Notes and comments in the pages that word processors write: links lead to them and back, and nobody says them.

use super::document::LeftOut;

/// Where links to comments lead: in pages of Google Docs, of Word.
const COMMENTS: [&str; 2] = ["#cmnt", "#_msocom_"];

/// Where links to footnotes and endnotes lead: in pages of Google Docs, of Word, of `LibreOffice`.
const NOTES: [&str; 4] = ["#ftnt", "#_ftn", "#_edn", "#sdfootnote"];

/// Whether what is read now is a note or comment and no part of the text.
#[derive(Debug, Default)]
pub(super) struct Aside {
    /// How many divisions are open.
    depth: usize,
    /// The depth of the division that holds a note.
    within: Option<usize>,
    /// Whether nothing stood yet in the division that opened last.
    is_fresh: bool,
    /// Whether the paragraph that is read is a note.
    paragraph: bool,
}

impl Aside {
    pub(super) fn is_open(&self) -> bool {
        self.paragraph || self.within.is_some()
    }

    /// A paragraph ends.
    pub(super) fn ended(&mut self, is_blank: bool) {
        self.paragraph = false;
        self.is_fresh &= is_blank;
    }

    /// A division opens or closes.
    pub(super) fn division(&mut self, tag: &str, closes: bool) {
        if closes {
            if self.within == Some(self.depth) {
                self.within = None;
            }
            self.depth = self.depth.saturating_sub(1);
            return;
        }
        self.depth += 1;
        self.is_fresh = true;
        if attribute(tag, "class=").is_some_and(|class| class == "msocomtxt") {
            self.within.get_or_insert(self.depth);
        }
    }

    /// A link opens: answers whether it leads to a note or comment, so that its own words are no part of the text.
    /// One that leads back stands in the note.
    pub(super) fn link(&mut self, tag: &str, left_out: &mut LeftOut) -> bool {
        let Some(target) = attribute(tag, "href=") else {
            return false;
        };
        let leads = |to: &&str| {
            let rest = target.strip_prefix(*to);
            rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        };
        if NOTES.iter().any(leads) && !target.ends_with("anc") {
            left_out.notes += 1;
            return true;
        }
        if COMMENTS.iter().any(leads) {
            left_out.comments += 1;
            return true;
        }
        let back = |to: &&str| {
            let rest = target.strip_prefix(*to);
            rest.is_some_and(|rest| {
                rest.starts_with("ref") || rest.starts_with("_ref") || rest.ends_with("anc")
            })
        };
        if NOTES.iter().chain(&COMMENTS).any(back) {
            // A note with a division of its own may have more paragraphs.
            if self.is_fresh {
                self.within.get_or_insert(self.depth);
            }
            self.paragraph = true;
        }
        false
    }
}

/// The value of an attribute of an element, with quotation signs or without.
pub(super) fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let rest = &tag[tag.find(name)? + name.len()..];
    match rest.chars().next()? {
        sign @ ('"' | '\'') => rest[1..].split(sign).next(),
        _ => rest.split([' ', '\n', '\t', '>']).next(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{shown, warned};

    const READ: &str = "[INT!] So?\n[P1] Well.\n[INT!] Why?\n[P1] So.";

    #[test]
    fn comments_and_notes_of_google_docs_are_left_out_and_told() {
        let page = "<html><body class=\"c1\"><p>INT: So?</p><p>P1: Well<sup><a href=\"#cmnt1\" id=\"cmnt_ref1\">[a]</a></sup>.</p><p>INT: Why<sup><a href=\"#ftnt1\" id=\"ftnt_ref1\">[1]</a></sup>?</p><p>P1: So.</p><hr><div><p><a href=\"#ftnt_ref1\" id=\"ftnt1\">[1]</a><span>A note.</span></p></div><div class=\"c2\"><p><a href=\"#cmnt_ref1\" id=\"cmnt1\">[a]</a><span>Ask again: why?</span></p><p>And more.</p></div></body></html>";
        assert_eq!(shown("a.html", page.as_bytes()), READ);
        assert_eq!(
            warned("a.html", page.as_bytes()),
            [
                "1 comment was left out.",
                "1 footnote or endnote was left out."
            ]
        );
    }

    #[test]
    fn comments_and_notes_of_word_are_left_out_and_told() {
        let page = "<html><body><div class=WordSection1><p>INT: So?</p><p>P1: Well<a href=\"#_ftn1\" name=\"_ftnref1\">[1]</a>.</p><p>INT: Why<span class=MsoCommentReference><a class=msocomanchor href=\"#_msocom_1\">[AB1]</a></span>?</p><p>P1: So.</p></div><div><hr><div id=ftn1><p><a href=\"#_ftnref1\" name=\"_ftn1\">[1]</a> A note.</p></div></div><div><div id=\"_com_1\" class=msocomtxt><p>Comment: why?</p></div></div></body></html>";
        assert_eq!(shown("a.htm", page.as_bytes()), READ);
        assert_eq!(warned("a.htm", page.as_bytes()).len(), 2);
        let plain = "<html><body><div><p>INT: <a href=\"#top\">So</a>?</p><p>P1: Well.</p><p>INT: Why?</p><p>P1: So.</p></div></body></html>";
        assert_eq!(shown("a.htm", plain.as_bytes()), READ);
        assert!(warned("a.htm", plain.as_bytes()).is_empty());
        let beside = "<html><body><div><p>INT: So<a href=\"#_ftn1\">[1]</a>?</p><p><a href=\"#_ftnref1\">[1]</a> A note.</p><p>P1: Well.</p><p>INT: Why?</p><p>P1: So.</p></div></body></html>";
        assert_eq!(shown("a.htm", beside.as_bytes()), READ);
    }
}
