//! A code's description: what the standard has one text for and a codebook several.

use codebooks::{Code, Colour, Kind, NAME_LIMIT, name_key};

/// What the lines are headed that follow a definition.
const USE_WHEN: &str = "Use when: ";
const NOT_WHEN: &str = "Not when: ";
const EXAMPLE: &str = "Example: ";
const KIND: &str = "Kind: ";

/// What a memo is headed that stands in the description, its writer and a colon behind.
const MEMO: &str = "Memo by ";

/// What a description says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Described {
    pub(super) definition: String,
    pub(super) use_when: String,
    pub(super) not_when: String,
    pub(super) example: String,
    pub(super) kind: Option<Kind>,
    /// Memos on the code: by whom, and what they say.
    pub(super) memos: Vec<(String, String)>,
}

impl Described {
    /// All of it but the memos as a code has it, the memos below its definition: for what has no place for memos.
    pub(super) fn without_memos(mut self) -> Self {
        for (by, memo) in std::mem::take(&mut self.memos) {
            self.definition = format!("{}\n{MEMO}{by}: {memo}", self.definition);
        }
        self.definition = self.definition.trim().to_owned();
        self
    }

    /// Puts what is said of the code itself into it.
    pub(super) fn into_code(self, code: &mut Code) {
        code.definition = self.definition;
        code.use_when = self.use_when;
        code.not_when = self.not_when;
        code.example = self.example;
        code.kind = self.kind;
    }
}

/// Whether a code that stands in another one, of the same name, says nothing else than it does. Then what the outer one
/// lacks is taken from it.
///
/// QualCoder, before its fourth version, could not code with a category; who wanted to made a code of its name in it.
pub(super) fn unite(outer: &mut Code, inner: &Code) -> bool {
    let (said, of_inner) = (written(outer), written(inner));
    let same = said == of_inner || said.is_empty() || of_inner.is_empty();
    if !same || name_key(&outer.name) != name_key(&inner.name) {
        return false;
    }
    if said.is_empty() {
        read(&of_inner).into_code(outer);
    }
    outer.colour = inner.colour.or(outer.colour);
    true
}

/// The definition, then a line for each thing more, as people would write them into one box.
pub(crate) fn written(code: &Code) -> String {
    let mut lines: Vec<String> = Vec::new();
    if !code.definition.is_empty() {
        lines.push(code.definition.clone());
    }
    for (heading, text) in [
        (USE_WHEN, &code.use_when),
        (NOT_WHEN, &code.not_when),
        (EXAMPLE, &code.example),
    ] {
        if !text.is_empty() {
            lines.push(format!("{heading}{text}"));
        }
    }
    if let Some(kind) = code.kind {
        lines.push(format!("{KIND}{kind}"));
    }
    lines.join("\n")
}

/// What [`written`] answers, then the memos on the code, each with its writer. QualCoder up to its third version takes a
/// note that a code refers to for a code, so memos stand here.
pub(super) fn with_memos<'m>(
    code: &Code,
    memos: impl Iterator<Item = (&'m str, &'m str)>,
) -> String {
    let memos = memos.map(|(by, memo)| format!("{MEMO}{by}: {memo}"));
    let lines: Vec<String> = std::iter::once(written(code)).chain(memos).collect();
    lines.join("\n").trim().to_owned()
}

/// Takes a description apart where a line begins with one of the headings; all else is the definition.
pub(super) fn read(text: &str) -> Described {
    let mut parts: [Vec<&str>; 4] = Default::default();
    let mut here = 0;
    let mut kind = None;
    let mut memos: Vec<(String, String)> = Vec::new();
    for line in text.trim().lines() {
        let begun = line
            .strip_prefix(MEMO)
            .and_then(|rest| rest.split_once(": "));
        if let Some((by, words)) = begun {
            memos.push((by.to_owned(), words.to_owned()));
            continue;
        }
        // Memos stand last, and may say whatever they like.
        if let Some((_, memo)) = memos.last_mut() {
            memo.push('\n');
            memo.push_str(line);
            continue;
        }
        if let (None, Some(said)) = (kind, line.strip_prefix(KIND))
            && let Ok(said) = said.parse()
        {
            kind = Some(said);
            continue;
        }
        let headed = [USE_WHEN, NOT_WHEN, EXAMPLE]
            .into_iter()
            .zip(1..)
            .find_map(|(heading, part)| Some((part, line.strip_prefix(heading)?)))
            .filter(|(part, _)| parts.get(*part).is_some_and(Vec::is_empty));
        let rest = match headed {
            Some((part, rest)) => {
                here = part;
                rest
            }
            None => line,
        };
        if let Some(part) = parts.get_mut(here) {
            part.push(rest);
        }
    }
    let [definition, use_when, not_when, example] =
        parts.map(|lines| lines.join("\n").trim().to_owned());
    Described {
        definition,
        use_when,
        not_when,
        example,
        kind,
        memos,
    }
}

/// A name as the codebook takes it: one line of bounded length. Answers whether it was shortened.
pub(super) fn name(text: &str) -> (String, bool) {
    let plain: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let plain = plain.trim();
    if plain.is_empty() {
        return ("Unnamed".to_owned(), false);
    }
    let is_long = plain.chars().count() > NAME_LIMIT;
    let kept: String = plain.chars().take(NAME_LIMIT).collect();
    (kept.trim().to_owned(), is_long)
}

/// A colour as programs write it: `#RGB`, `#RRGGBB`, with or without opacity, `rgb(1, 2, 3)`.
pub(super) fn colour(text: &str) -> Option<Colour> {
    let text = text.trim();
    if let Some(channels) = text.strip_prefix("rgb") {
        let channels = channels.trim_start_matches('a').trim();
        let inside = channels.strip_prefix('(')?.strip_suffix(')')?;
        let mut numbers = inside.split(',').map(|number| number.trim().parse().ok());
        let mut next = || numbers.next().flatten();
        return Some(Colour::new(next()?, next()?, next()?));
    }
    let opaque = match text.strip_prefix('#') {
        Some(digits) if digits.len() == 8 => text.get(..7)?,
        _ => text,
    };
    opaque.parse().ok()
}

#[cfg(test)]
mod tests {
    use codebooks::CodeId;

    use super::*;

    #[test]
    fn a_description_is_read_as_it_is_written() {
        let mut code = Code::new(CodeId::from_u128(1), "Trust");
        code.definition = "Felt safe.\nAnd heard.".into();
        code.use_when = "They say so\nin words".into();
        code.example = "She listened".into();
        code.kind = Some(Kind::Enabler);
        let text = written(&code);
        assert_eq!(
            text,
            "Felt safe.\nAnd heard.\nUse when: They say so\nin words\nExample: She listened\nKind: enabler"
        );
        let read = read(&text);
        assert_eq!(read.definition, code.definition);
        assert_eq!(
            (read.use_when, read.not_when),
            (code.use_when, String::new())
        );
        assert_eq!((read.example, read.kind), (code.example, code.kind));
    }

    #[test]
    fn other_descriptions_stay_whole() {
        for text in ["", "Kind: of a feeling", "Example:\nnone", "a\n\nb"] {
            assert_eq!(read(text).definition, text);
        }
    }

    #[test]
    fn names_become_one_line_of_bounded_length() {
        assert_eq!(name(" a\nb "), ("a b".to_owned(), false));
        assert_eq!(name("\u{7}").0, "Unnamed");
        let (short, cut) = name(&"é".repeat(300));
        assert!(cut && codebooks::check_name(&short).is_ok());
    }

    #[test]
    fn colours_are_read_in_the_ways_programs_write_them() {
        let red = Some(Colour::new(255, 0, 17));
        for text in [
            "#F01",
            "#ff0011",
            "#ff001180",
            "rgb(255, 0, 17)",
            "rgba(255,0,17,0.5)",
        ] {
            assert_eq!(colour(text), red, "{text}");
        }
        assert_eq!(colour("reddish"), None);
    }
}
