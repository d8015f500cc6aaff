//! The rules of the project schema: which elements there are, what they may say, and in which order.
//!
//! What other programs wrote is put right by these rules before it is given back, and what Vouch writes is tested by
//! them.

use super::{dates, description, guid};

/// How often a child may stand in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Often {
    /// At most once.
    Once,
    /// Exactly once.
    Needed,
    /// Any number of times.
    Any,
    /// At least once.
    Some,
}

use Often::{Any, Needed, Once, Some as AtLeastOne};

/// What an attribute's value must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Text,
    Guid,
    Boolean,
    Colour,
    Moment,
    /// A whole number, perhaps below zero.
    Integer,
    /// One of these words.
    Word(&'static [&'static str]),
}

pub(super) type Attribute = (&'static str, bool, Type);
type Attributes = &'static [Attribute];
pub(super) type Children = &'static [(&'static str, Often)];

const COMMON: Attributes = &[
    ("creatingUser", false, Type::Guid),
    ("creationDateTime", false, Type::Moment),
    ("modifyingUser", false, Type::Guid),
    ("modifiedDateTime", false, Type::Moment),
];
const TARGET: Attributes = &[("targetGUID", true, Type::Guid)];
const GUID: Attributes = &[("guid", true, Type::Guid), ("name", false, Type::Text)];
const NAMED: Attributes = &[("guid", true, Type::Guid), ("name", true, Type::Text)];
const COLOUR: Attributes = &[("color", false, Type::Colour)];
const PLACES: Attributes = &[
    ("path", false, Type::Text),
    ("currentPath", false, Type::Text),
];
const PATHS: Attributes = &[
    ("richTextPath", false, Type::Text),
    ("plainTextPath", false, Type::Text),
];
const CORNERS: Attributes = &[
    ("firstX", true, Type::Integer),
    ("firstY", true, Type::Integer),
    ("secondX", true, Type::Integer),
    ("secondY", true, Type::Integer),
];
const SPAN: Attributes = &[("begin", true, Type::Integer), ("end", true, Type::Integer)];
const DIRECTION: Attributes = &[(
    "direction",
    false,
    Type::Word(&["Associative", "OneWay", "Bidirectional"]),
)];

const TEXT: Children = &[
    ("Description", Once),
    ("PlainTextContent", Once),
    ("PlainTextSelection", Any),
    ("Coding", Any),
    ("NoteRef", Any),
    ("VariableValue", Any),
];
const SELECTION: Children = &[("Description", Once), ("Coding", Any), ("NoteRef", Any)];

/// The types a variable may have.
pub(super) const VARIABLE_TYPES: &[&str] =
    &["Text", "Boolean", "Integer", "Float", "Date", "DateTime"];

/// What one element may hold.
pub(super) struct Rule {
    attributes: &'static [Attributes],
    /// The children, in the order they must have.
    pub(super) children: Children,
}

impl Rule {
    /// The attributes: name, whether it must be there, type.
    pub(super) fn attributes(&self) -> impl Iterator<Item = &'static Attribute> {
        self.attributes.iter().copied().flatten()
    }
}

const fn rule(attributes: &'static [Attributes], children: Children) -> Rule {
    Rule {
        attributes,
        children,
    }
}

/// The rule of an element; none where the standard knows no such element.
#[expect(
    clippy::too_many_lines,
    reason = "a table: an entry for each element of the schema"
)]
pub(super) fn rule_of(name: &str) -> Option<Rule> {
    Some(match name {
        "Project" => rule(
            &[&[
                ("name", true, Type::Text),
                ("origin", false, Type::Text),
                ("creatingUserGUID", false, Type::Guid),
                ("creationDateTime", false, Type::Moment),
                ("modifyingUserGUID", false, Type::Guid),
                ("modifiedDateTime", false, Type::Moment),
                ("basePath", false, Type::Text),
            ]],
            &[
                ("Users", Once),
                ("CodeBook", Once),
                ("Variables", Once),
                ("Cases", Once),
                ("Sources", Once),
                ("Notes", Once),
                ("Links", Once),
                ("Sets", Once),
                ("Graphs", Once),
                ("Description", Once),
                ("NoteRef", Any),
            ],
        ),
        "Users" => rule(&[], &[("User", AtLeastOne)]),
        "User" => rule(&[GUID, &[("id", false, Type::Text)]], &[]),
        "CodeBook" => rule(&[], &[("Codes", Needed)]),
        "Codes" => rule(&[], &[("Code", AtLeastOne)]),
        "Code" => rule(
            &[NAMED, &[("isCodable", true, Type::Boolean)], COLOUR],
            &[("Description", Once), ("NoteRef", Any), ("Code", Any)],
        ),
        "Variables" => rule(&[], &[("Variable", AtLeastOne)]),
        "Variable" => rule(
            &[
                NAMED,
                &[("typeOfVariable", true, Type::Word(VARIABLE_TYPES))],
            ],
            &[("Description", Once)],
        ),
        "VariableValue" => rule(
            &[],
            &[
                ("VariableRef", Needed),
                ("TextValue", Once),
                ("BooleanValue", Once),
                ("IntegerValue", Once),
                ("FloatValue", Once),
                ("DateValue", Once),
                ("DateTimeValue", Once),
            ],
        ),
        "Cases" => rule(&[], &[("Case", AtLeastOne)]),
        "Case" => rule(
            &[GUID],
            &[
                ("Description", Once),
                ("CodeRef", Any),
                ("VariableValue", Any),
                ("SourceRef", Any),
                ("SelectionRef", Any),
            ],
        ),
        // The standard wants no order among sources; Vouch writes them in this one.
        "Sources" => rule(
            &[],
            &[
                ("TextSource", Any),
                ("PictureSource", Any),
                ("PDFSource", Any),
                ("AudioSource", Any),
                ("VideoSource", Any),
            ],
        ),
        "TextSource" | "Note" | "Representation" | "TextDescription" => {
            rule(&[GUID, PATHS, COMMON], TEXT)
        }
        "PictureSource" => rule(
            &[GUID, PLACES, COMMON],
            &[
                ("Description", Once),
                ("TextDescription", Once),
                ("PictureSelection", Any),
                ("Coding", Any),
                ("NoteRef", Any),
                ("VariableValue", Any),
            ],
        ),
        "PDFSource" => rule(
            &[GUID, PLACES, COMMON],
            &[
                ("Description", Once),
                ("PDFSelection", Any),
                ("Representation", Once),
                ("Coding", Any),
                ("NoteRef", Any),
                ("VariableValue", Any),
            ],
        ),
        "AudioSource" => rule(
            &[GUID, PLACES, COMMON],
            &[
                ("Description", Once),
                ("Transcript", Any),
                ("AudioSelection", Any),
                ("Coding", Any),
                ("NoteRef", Any),
                ("VariableValue", Any),
            ],
        ),
        "VideoSource" => rule(
            &[GUID, PLACES, COMMON],
            &[
                ("Description", Once),
                ("Transcript", Any),
                ("VideoSelection", Any),
                ("Coding", Any),
                ("NoteRef", Any),
                ("VariableValue", Any),
            ],
        ),
        "Transcript" => rule(
            &[GUID, PATHS, COMMON],
            &[
                ("Description", Once),
                ("PlainTextContent", Once),
                ("SyncPoint", Any),
                ("TranscriptSelection", Any),
                ("NoteRef", Any),
            ],
        ),
        "SyncPoint" => rule(
            &[&[
                ("guid", true, Type::Guid),
                ("timeStamp", false, Type::Integer),
                ("position", false, Type::Integer),
            ]],
            &[],
        ),
        "PlainTextSelection" => rule(
            &[
                GUID,
                &[
                    ("startPosition", true, Type::Integer),
                    ("endPosition", true, Type::Integer),
                ],
                COMMON,
            ],
            SELECTION,
        ),
        "PictureSelection" => rule(&[GUID, CORNERS, COMMON], SELECTION),
        "PDFSelection" => rule(
            &[GUID, &[("page", true, Type::Integer)], CORNERS, COMMON],
            &[
                ("Description", Once),
                ("Representation", Once),
                ("Coding", Any),
                ("NoteRef", Any),
            ],
        ),
        "AudioSelection" | "VideoSelection" => rule(&[GUID, SPAN, COMMON], SELECTION),
        "TranscriptSelection" => rule(
            &[
                GUID,
                &[
                    ("fromSyncPoint", false, Type::Guid),
                    ("toSyncPoint", false, Type::Guid),
                ],
                COMMON,
            ],
            SELECTION,
        ),
        "Coding" => rule(
            &[&[
                ("guid", true, Type::Guid),
                ("creatingUser", false, Type::Guid),
                ("creationDateTime", false, Type::Moment),
            ]],
            &[("CodeRef", Needed), ("NoteRef", Any)],
        ),
        "CodeRef" | "NoteRef" | "SourceRef" | "SelectionRef" | "VariableRef" | "MemberCode"
        | "MemberSource" | "MemberNote" => rule(&[TARGET], &[]),
        "Notes" => rule(&[], &[("Note", AtLeastOne)]),
        "Links" => rule(&[], &[("Link", AtLeastOne)]),
        "Link" => rule(
            &[
                GUID,
                DIRECTION,
                COLOUR,
                &[
                    ("originGUID", false, Type::Guid),
                    ("targetGUID", false, Type::Guid),
                ],
            ],
            &[("NoteRef", Any)],
        ),
        "Sets" => rule(&[], &[("Set", AtLeastOne)]),
        "Set" => rule(
            &[NAMED],
            &[
                ("Description", Once),
                ("MemberCode", Any),
                ("MemberSource", Any),
                ("MemberNote", Any),
            ],
        ),
        "Graphs" => rule(&[], &[("Graph", AtLeastOne)]),
        "Graph" => rule(&[GUID], &[("Vertex", Any), ("Edge", Any)]),
        "Vertex" => rule(
            &[
                GUID,
                &[
                    ("representedGUID", false, Type::Guid),
                    ("firstX", true, Type::Integer),
                    ("firstY", true, Type::Integer),
                    ("secondX", false, Type::Integer),
                    ("secondY", false, Type::Integer),
                    (
                        "shape",
                        false,
                        Type::Word(&[
                            "Person",
                            "Oval",
                            "Rectangle",
                            "RoundedRectangle",
                            "Star",
                            "LeftTriangle",
                            "RightTriangle",
                            "UpTriangle",
                            "DownTriangle",
                            "Note",
                        ]),
                    ),
                ],
                COLOUR,
            ],
            &[],
        ),
        "Edge" => rule(
            &[
                GUID,
                &[
                    ("representedGUID", false, Type::Guid),
                    ("sourceVertex", true, Type::Guid),
                    ("targetVertex", true, Type::Guid),
                    (
                        "lineStyle",
                        false,
                        Type::Word(&["dotted", "dashed", "solid"]),
                    ),
                ],
                DIRECTION,
                COLOUR,
            ],
            &[],
        ),
        "Description" | "PlainTextContent" | "TextValue" | "BooleanValue" | "IntegerValue"
        | "FloatValue" | "DateValue" | "DateTimeValue" => rule(&[], &[]),
        _ => return None,
    })
}

/// A value as it is to be written, if it can be of its type at all.
pub(super) fn fitted(value: &str, of: Type) -> Option<String> {
    let trimmed = value.trim();
    match of {
        Type::Text => Some(value.to_owned()),
        Type::Guid => guid::read(trimmed).map(guid::written),
        Type::Boolean => match trimmed {
            "true" | "1" => Some("true".to_owned()),
            "false" | "0" => Some("false".to_owned()),
            _ => None,
        },
        Type::Colour => description::colour(trimmed).map(|colour| colour.to_string()),
        Type::Moment => dates::read(trimmed).map(crate::moment::iso_utc),
        Type::Integer => trimmed.parse::<i64>().ok().map(|number| number.to_string()),
        Type::Word(words) => words.contains(&trimmed).then(|| trimmed.to_owned()),
    }
}
