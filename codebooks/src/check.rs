//! The rules of a codebook: what a name may be, and where a code may stand.

use unicode_normalization::UnicodeNormalization as _;

use crate::code::CodeId;
use crate::tree::CodeTree;

/// The longest name of a code, in characters.
pub const NAME_LIMIT: usize = 200;

/// How many names a path may have. Codebooks in use have three or four levels; a table in which one cell makes thousands
/// of codes is a mistake.
pub const LEVEL_LIMIT: usize = 64;

/// Why a code cannot be as asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CodeError {
    /// The name, or one name of a path, is empty or blank.
    #[error("a code needs a name")]
    EmptyName,
    /// The name is longer than [`NAME_LIMIT`] characters.
    #[error(
        "the name has {length} characters; {NAME_LIMIT} is the most (longer wording belongs in the definition)"
    )]
    NameTooLong {
        /// How long it is, in characters.
        length: usize,
    },
    /// The path has more names than [`LEVEL_LIMIT`].
    #[error("the path has {levels} levels; {LEVEL_LIMIT} is the most")]
    TooDeep {
        /// How many it has.
        levels: usize,
    },
    /// The name holds a line break, a tab or another control character.
    #[error("a name is one line of plain text, without tabs or line breaks")]
    ControlCharacter,
    /// A sibling has this name already, perhaps in another case.
    #[error("there is already a code called “{name}” in this place")]
    SiblingName {
        /// The sibling's name.
        name: String,
    },
    /// The code to act on is not in the codebook.
    #[error("the code is no longer in the codebook")]
    UnknownCode,
    /// The code to stand under is not in the codebook.
    #[error("the code to put it under is no longer in the codebook")]
    UnknownParent,
    /// The code would stand under itself.
    #[error("“{name}” cannot be moved under itself or a code below it")]
    UnderItself {
        /// The code's name.
        name: String,
    },
    /// The text names no kind.
    #[error("“{text}” is not a kind: use enabler, barrier, outcome or context")]
    NotAKind {
        /// The text as found.
        text: String,
    },
    /// The text is no colour.
    #[error("“{text}” is not a colour: write it as #RRGGBB, such as #009E73")]
    NotAColour {
        /// The text as found.
        text: String,
    },
}

/// Checks a name and answers it trimmed.
///
/// # Errors
/// [`CodeError::EmptyName`], [`CodeError::ControlCharacter`], [`CodeError::NameTooLong`].
pub fn check_name(name: &str) -> Result<String, CodeError> {
    let name = name.trim();
    let length = name.chars().count();
    if name.is_empty() {
        Err(CodeError::EmptyName)
    } else if name.chars().any(char::is_control) {
        Err(CodeError::ControlCharacter)
    } else if length > NAME_LIMIT {
        Err(CodeError::NameTooLong { length })
    } else {
        Ok(name.to_owned())
    }
}

/// Answers what two names share when people would call them the same: case and the way accents are stored are set
/// aside (`é` as one character or two), accents themselves are not.
#[must_use]
pub fn name_key(name: &str) -> String {
    name.trim()
        .nfc()
        .flat_map(char::to_lowercase)
        .nfc()
        .collect()
}

/// Checks that a code of this name may be added under `parent` (none = at the top), and answers the name trimmed.
///
/// # Errors
/// As [`check_name`]; [`CodeError::UnknownParent`], [`CodeError::SiblingName`].
pub fn check_new(tree: &CodeTree, parent: Option<CodeId>, name: &str) -> Result<String, CodeError> {
    let name = check_name(name)?;
    check_place(tree, None, parent, &name)?;
    Ok(name)
}

/// Checks that a code may take this name where it stands, and answers the name trimmed.
///
/// # Errors
/// As [`check_name`]; [`CodeError::UnknownCode`], [`CodeError::SiblingName`].
pub fn check_rename(tree: &CodeTree, code: CodeId, name: &str) -> Result<String, CodeError> {
    let name = check_name(name)?;
    if !tree.contains(code) {
        return Err(CodeError::UnknownCode);
    }
    check_place(tree, Some(code), tree.parent(code), &name)?;
    Ok(name)
}

/// Checks that a code may move under `new_parent` (none = to the top).
///
/// # Errors
/// [`CodeError::UnknownCode`], [`CodeError::UnknownParent`], [`CodeError::UnderItself`], [`CodeError::SiblingName`].
pub fn check_move(
    tree: &CodeTree,
    code: CodeId,
    new_parent: Option<CodeId>,
) -> Result<(), CodeError> {
    let name = tree.name(code).ok_or(CodeError::UnknownCode)?;
    if new_parent.is_some_and(|parent| tree.descendants(code).contains(&parent)) {
        return Err(CodeError::UnderItself {
            name: name.to_owned(),
        });
    }
    check_place(tree, Some(code), new_parent, name)
}

/// Checks that the parent exists and that nothing but `code` itself has this name under it.
fn check_place(
    tree: &CodeTree,
    code: Option<CodeId>,
    parent: Option<CodeId>,
    name: &str,
) -> Result<(), CodeError> {
    if parent.is_some_and(|parent| !tree.contains(parent)) {
        return Err(CodeError::UnknownParent);
    }
    let key = name_key(name);
    let taken = tree
        .children(parent)
        .iter()
        .filter(|sibling| Some(**sibling) != code)
        .filter_map(|sibling| tree.name(*sibling))
        .find(|sibling| name_key(sibling) == key);
    match taken {
        Some(sibling) => Err(CodeError::SiblingName {
            name: sibling.to_owned(),
        }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code;

    fn id(n: u128) -> CodeId {
        CodeId::from_u128(n)
    }

    /// Enablers (1) > Trust (2) > Early trust (3); Barriers (4) > trust (5)
    fn tree() -> CodeTree {
        let code = |n: u128, name: &str, parent: Option<u128>| {
            let mut code = Code::new(id(n), name);
            code.parent = parent.map(id);
            code
        };
        CodeTree::new(&[
            code(1, "Enablers", None),
            code(2, "Trust", Some(1)),
            code(3, "Early trust", Some(2)),
            code(4, "Barriers", None),
            code(5, "trust", Some(4)),
        ])
    }

    #[test]
    fn a_name_is_trimmed_and_accents_are_fine() {
        assert_eq!(
            check_name("  Éducation à la parentalité \n"),
            Ok("Éducation à la parentalité".to_owned())
        );
        assert_eq!(check_name("信任"), Ok("信任".to_owned()));
    }

    #[test]
    fn a_name_is_one_line_of_some_length() {
        assert_eq!(check_name(" "), Err(CodeError::EmptyName));
        assert_eq!(check_name("a\nb"), Err(CodeError::ControlCharacter));
        assert_eq!(check_name("a\tb"), Err(CodeError::ControlCharacter));
        assert_eq!(check_name(&"é".repeat(200)), Ok("é".repeat(200)));
        assert_eq!(
            check_name(&"é".repeat(201)),
            Err(CodeError::NameTooLong { length: 201 })
        );
    }

    #[test]
    fn names_are_the_same_across_case_and_storage_of_accents() {
        assert_eq!(name_key("École"), name_key("e\u{301}cole"));
        assert_ne!(name_key("école"), name_key("ecole"));
    }

    #[test]
    fn a_new_code_needs_a_name_of_its_own_among_siblings() {
        let tree = tree();
        assert_eq!(
            check_new(&tree, Some(id(1)), " Waiting "),
            Ok("Waiting".to_owned())
        );
        assert_eq!(
            check_new(&tree, Some(id(1)), "TRUST"),
            Err(CodeError::SiblingName {
                name: "Trust".to_owned()
            })
        );
        assert_eq!(check_new(&tree, None, "Trust"), Ok("Trust".to_owned()));
        assert_eq!(
            check_new(&tree, None, "barriers"),
            Err(CodeError::SiblingName {
                name: "Barriers".to_owned()
            })
        );
        assert_eq!(
            check_new(&tree, Some(id(9)), "Waiting"),
            Err(CodeError::UnknownParent)
        );
        assert_eq!(check_new(&tree, None, ""), Err(CodeError::EmptyName));
    }

    #[test]
    fn a_code_may_change_the_case_of_its_own_name() {
        let tree = tree();
        assert_eq!(check_rename(&tree, id(2), "TRUST"), Ok("TRUST".to_owned()));
        assert_eq!(
            check_rename(&tree, id(1), "barriers"),
            Err(CodeError::SiblingName {
                name: "Barriers".to_owned()
            })
        );
        assert_eq!(
            check_rename(&tree, id(9), "Any"),
            Err(CodeError::UnknownCode)
        );
    }

    #[test]
    fn every_refusal_says_what_is_wrong() {
        let name = || "Trust".to_owned();
        let all = [
            CodeError::EmptyName,
            CodeError::NameTooLong { length: 240 },
            CodeError::ControlCharacter,
            CodeError::SiblingName { name: name() },
            CodeError::UnknownCode,
            CodeError::UnknownParent,
            CodeError::UnderItself { name: name() },
            CodeError::NotAKind {
                text: "theme".to_owned(),
            },
            CodeError::NotAColour {
                text: "reddish".to_owned(),
            },
        ];
        insta::assert_snapshot!(all.map(|error| error.to_string()).join("\n"), @r"
        a code needs a name
        the name has 240 characters; 200 is the most (longer wording belongs in the definition)
        a name is one line of plain text, without tabs or line breaks
        there is already a code called “Trust” in this place
        the code is no longer in the codebook
        the code to put it under is no longer in the codebook
        “Trust” cannot be moved under itself or a code below it
        “theme” is not a kind: use enabler, barrier, outcome or context
        “reddish” is not a colour: write it as #RRGGBB, such as #009E73
        ");
    }

    #[test]
    fn a_code_never_moves_under_itself() {
        let tree = tree();
        let under_itself = |name: &str| {
            Err(CodeError::UnderItself {
                name: name.to_owned(),
            })
        };
        assert_eq!(check_move(&tree, id(2), Some(id(2))), under_itself("Trust"));
        assert_eq!(
            check_move(&tree, id(1), Some(id(3))),
            under_itself("Enablers")
        );
        assert_eq!(check_move(&tree, id(3), Some(id(4))), Ok(()));
        assert_eq!(check_move(&tree, id(3), None), Ok(()));
        assert_eq!(
            check_move(&tree, id(2), Some(id(1))),
            Ok(()),
            "where it stands already"
        );
    }

    #[test]
    fn a_move_needs_both_codes_and_a_free_name() {
        let tree = tree();
        assert_eq!(check_move(&tree, id(9), None), Err(CodeError::UnknownCode));
        assert_eq!(
            check_move(&tree, id(2), Some(id(9))),
            Err(CodeError::UnknownParent)
        );
        assert_eq!(
            check_move(&tree, id(2), Some(id(4))),
            Err(CodeError::SiblingName {
                name: "trust".to_owned()
            })
        );
    }
}
