//! Words for shortcuts that cannot be as asked.

/// Why an action cannot have a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyRefusal {
    /// It goes from control to control.
    Tab,
    /// It closes and lets go.
    Escape,
    /// It turns pages.
    Pages,
    /// It copies, pastes and keeps in fields.
    Fields,
    /// It types a letter.
    Types,
}

impl KeyRefusal {
    /// The reason, to stand after a colon.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Tab => "Tab goes from one control to the next",
            Self::Escape => "Escape closes what is open",
            Self::Pages => "it turns pages",
            Self::Fields => "it copies, pastes, selects all or keeps what was typed in fields",
            Self::Types => {
                "it is typed into fields. Hold Ctrl or Alt with it, or take a function key"
            }
        }
    }
}

/// Why an entry of the settings is ignored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyFault {
    /// The settings hold something else than entries.
    NoEntries,
    /// There is no action of that name.
    NoSuchAction(String),
    /// It is no list of keys.
    Unreadable {
        /// The action's name in menus.
        action: &'static str,
    },
    /// There is no such key.
    NoSuchKey {
        /// The action's name in menus.
        action: &'static str,
        /// As it is written.
        key: String,
    },
    /// The action cannot have that key.
    Refused {
        /// The action's name in menus.
        action: &'static str,
        /// As it is written.
        key: String,
        /// Why.
        why: KeyRefusal,
    },
    /// Two entries have one key.
    Twice {
        /// As it is written.
        key: String,
        /// The action that has it.
        first: &'static str,
        /// The action that does not get it.
        second: &'static str,
    },
}

impl KeyFault {
    /// What is wrong, as a sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::NoEntries => "The changed keys cannot be read.".to_owned(),
            Self::NoSuchAction(name) => {
                format!("There is no command “{name}” in this version of Vouch.")
            }
            Self::Unreadable { action } => format!("The keys of “{action}” cannot be read."),
            Self::NoSuchKey { action, key } => {
                format!("The key “{key}” of “{action}” is none that Vouch knows.")
            }
            Self::Refused { action, key, why } => format!(
                "The key “{key}” cannot be that of “{action}”: {}.",
                why.reason()
            ),
            Self::Twice { key, first, second } => {
                format!("The key “{key}” is that of “{first}” and of “{second}”; the first has it.")
            }
        }
    }
}
