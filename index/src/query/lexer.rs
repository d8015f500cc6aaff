//! The pieces of a query: brackets, quotations, operators and bare runs, each with its place.

use super::QueryError;

/// A piece of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `AND`
    And,
    /// `OR`
    Or,
    /// `NOT`, or a `-` before something.
    Not,
    /// What stood between quotation marks, and what followed the second one directly, such as `~5`.
    Quoted(String, String),
    /// What stood between two strokes.
    Expression(String),
    /// A name and a colon; the value is the next piece.
    Name(String),
    /// Anything else, up to a blank, bracket or quotation mark.
    Bare(String),
}

/// A piece and where it begins, in code points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) piece: Piece,
    pub(super) at: usize,
}

/// Takes a query apart.
pub(super) fn pieces(text: &str) -> Result<Vec<Placed>, QueryError> {
    Lexer {
        chars: text.chars().collect(),
        at: 0,
        pieces: Vec::new(),
    }
    .run()
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
    pieces: Vec<Placed>,
}

/// Straight and typographic quotation marks all open and close.
fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}'
    )
}

fn ends_bare(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')') || is_quote(c)
}

impl Lexer {
    fn run(mut self) -> Result<Vec<Placed>, QueryError> {
        while let Some(&c) = self.chars.get(self.at) {
            let at = self.at;
            if c.is_whitespace() {
                self.at += 1;
            } else if c == '(' || c == ')' {
                self.at += 1;
                self.put(at, if c == '(' { Piece::Open } else { Piece::Close });
            } else if is_quote(c) {
                self.quoted()?;
            } else if c == '/' {
                self.expression()?;
            } else if c == '-'
                && self
                    .chars
                    .get(at + 1)
                    .is_some_and(|&next| !next.is_whitespace() && next != '-' && next != ')')
            {
                self.at += 1;
                self.put(at, Piece::Not);
            } else {
                self.bare();
            }
        }
        Ok(self.pieces)
    }

    /// `/…/`; a stroke inside is written `\\/`.
    fn expression(&mut self) -> Result<(), QueryError> {
        let at = self.at;
        let mut inside = String::new();
        let mut rest = self.chars[at + 1..].iter().copied();
        loop {
            match rest.next() {
                Some('/') => break,
                Some('\\') => match rest.next() {
                    Some('/') => inside.push('/'),
                    Some(c) => inside.extend(['\\', c]),
                    None => inside.push('\\'),
                },
                Some(c) => inside.push(c),
                None => {
                    return Err(QueryError::new(
                        at,
                        "This stroke has no partner: add one after the regular expression, as in /gr[ae]y/.",
                    ));
                }
            }
        }
        self.at = self.chars.len() - rest.count();
        self.put(at, Piece::Expression(inside));
        Ok(())
    }

    fn put(&mut self, at: usize, piece: Piece) {
        self.pieces.push(Placed { piece, at });
    }

    fn quoted(&mut self) -> Result<(), QueryError> {
        let at = self.at;
        let inside: String = self.chars[at + 1..]
            .iter()
            .take_while(|&&c| !is_quote(c))
            .collect();
        self.at = at + 1 + inside.chars().count();
        if self.at >= self.chars.len() {
            return Err(QueryError::new(
                at,
                "This quotation mark has no partner: add one after the last word.",
            ));
        }
        self.at += 1;
        // A quoted name of an attribute, as in "place of birth":Bangor.
        if self.chars.get(self.at) == Some(&':')
            && self
                .chars
                .get(self.at + 1)
                .is_some_and(|c| !c.is_whitespace())
        {
            self.at += 1;
            self.put(at, Piece::Name(inside));
            self.value();
            return Ok(());
        }
        let tail = self.tail();
        self.put(at, Piece::Quoted(inside, tail));
        Ok(())
    }

    /// Takes what follows a quotation directly, such as `~5`.
    fn tail(&mut self) -> String {
        let tail: String = self.chars[self.at..]
            .iter()
            .take_while(|&&c| !ends_bare(c))
            .collect();
        if !tail.starts_with('~') {
            return String::new();
        }
        self.at += tail.chars().count();
        tail
    }

    fn bare(&mut self) {
        let at = self.at;
        let run: Vec<char> = self.chars[at..]
            .iter()
            .copied()
            .take_while(|&c| !ends_bare(c))
            .collect();
        if let Some(name) = self.name_in(&run) {
            self.at = at + name.chars().count() + 1;
            self.put(at, Piece::Name(name));
            self.value();
            return;
        }
        self.at = at + run.len();
        let word: String = run.into_iter().collect();
        // `=` before a quotation changes nothing: a quotation is exact already.
        if word == "=" && self.chars.get(self.at).is_some_and(|&c| is_quote(c)) {
            return;
        }
        let piece = match word.as_str() {
            "AND" => Piece::And,
            "OR" => Piece::Or,
            "NOT" => Piece::Not,
            _ => Piece::Bare(word),
        };
        self.put(at, piece);
    }

    /// The name before a colon, if the run is a filter and not a time (`10:30`) or an address (`https://…`).
    fn name_in(&self, run: &[char]) -> Option<String> {
        let colon = run.iter().position(|&c| c == ':')?;
        let name = &run[..colon];
        let is_name = name.first().is_some_and(|c| c.is_alphabetic())
            && name
                .iter()
                .all(|&c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
        let is_address = run.get(colon + 1) == Some(&'/') && run.get(colon + 2) == Some(&'/');
        let name: String = name.iter().collect();
        let has_value = run.len() > colon + 1
            || self
                .chars
                .get(self.at + colon + 1)
                .is_some_and(|&c| is_quote(c));
        (is_name && !is_address && (has_value || super::Field::named(&name).is_built_in()))
            .then_some(name)
    }

    /// The value after a name and a colon: quoted, or bare up to a blank or bracket. `Quoted` and `Bare` come
    /// after a `Name`; nothing, if nothing was written.
    fn value(&mut self) {
        let at = self.at;
        if self.chars.get(at).is_some_and(|&c| is_quote(c)) {
            let inside: String = self.chars[at + 1..]
                .iter()
                .take_while(|&&c| !is_quote(c))
                .collect();
            let after = at + 1 + inside.chars().count();
            if after < self.chars.len() {
                self.at = after + 1;
                let tail = self.tail();
                self.put(at, Piece::Quoted(inside, tail));
            }
            // Without a partner the quotation is read again as one, and reported there.
            return;
        }
        let run: String = self.chars[at..]
            .iter()
            .take_while(|&&c| !ends_bare(c))
            .collect();
        self.at = at + run.chars().count();
        if !run.is_empty() {
            self.put(at, Piece::Bare(run));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> Vec<(usize, Piece)> {
        pieces(text)
            .unwrap()
            .into_iter()
            .map(|placed| (placed.at, placed.piece))
            .collect()
    }

    #[test]
    fn pieces_know_their_place_in_code_points() {
        assert_eq!(
            list("ŵyr -(a OR “b c”~3)"),
            [
                (0, Piece::Bare("ŵyr".into())),
                (4, Piece::Not),
                (5, Piece::Open),
                (6, Piece::Bare("a".into())),
                (8, Piece::Or),
                (11, Piece::Quoted("b c".into(), "~3".into())),
                (18, Piece::Close),
            ]
        );
    }

    #[test]
    fn names_take_the_next_value_and_times_and_addresses_are_words() {
        assert_eq!(
            list("area:\"North East\" x"),
            [
                (0, Piece::Name("area".into())),
                (5, Piece::Quoted("North East".into(), String::new())),
                (18, Piece::Bare("x".into())),
            ]
        );
        assert_eq!(
            list("10:30 https://x.org so: well-being"),
            [
                (0, Piece::Bare("10:30".into())),
                (6, Piece::Bare("https://x.org".into())),
                (20, Piece::Bare("so:".into())),
                (24, Piece::Bare("well-being".into())),
            ]
        );
        assert_eq!(
            list("\"place of birth\":Bangor"),
            [
                (0, Piece::Name("place of birth".into())),
                (17, Piece::Bare("Bangor".into()))
            ]
        );
    }

    #[test]
    fn an_unpaired_quotation_mark_is_pointed_at() {
        assert_eq!(pieces("ab \"cd").unwrap_err().at.get(), 3);
        assert_eq!(pieces("code:\"cd").unwrap_err().at.get(), 5);
    }
}
