//! Ids: one newtype over a UUID for each kind of thing, all made by [`id_type!`](crate::id_type).

/// A text that should have been an id and is not.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{text}” is not an id")]
pub struct IdError {
    text: String,
    #[source]
    source: uuid::Error,
}

/// What the code written by [`id_type!`](crate::id_type) needs; not for use by hand.
#[doc(hidden)]
pub mod uuid_support {
    pub use serde;
    pub use uuid::Uuid;

    /// Reads a UUID with or without hyphens or braces.
    pub fn parse(text: &str) -> Result<Uuid, super::IdError> {
        Uuid::try_parse(text.trim()).map_err(|source| super::IdError {
            text: text.to_owned(),
            source,
        })
    }
}

/// Defines id types: newtypes over a UUID that cannot be mistaken for one another.
///
/// Each is `Copy`, ordered, hashable, shown and read as a hyphenated text, and (de)serialised as that text where the
/// format is for people, as 16 bytes where it is not. Several types may stand in one call, parted by semicolons.
///
/// ```
/// codebooks::id_type! {
///     /// Names one source.
///     pub SourceId
/// }
/// let id = SourceId::from_u128(7);
/// assert_eq!(id.to_string(), "00000000-0000-0000-0000-000000000007");
/// assert_eq!("00000000-0000-0000-0000-000000000007".parse(), Ok(id));
/// ```
#[macro_export]
macro_rules! id_type {
    ($($(#[$meta:meta])* $vis:vis $name:ident);+ $(;)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $name($crate::uuid_support::Uuid);

        impl $name {
            /// Makes the id from its 128 bits.
            #[must_use]
            $vis const fn from_u128(bits: u128) -> Self {
                Self($crate::uuid_support::Uuid::from_u128(bits))
            }

            /// Answers the id's 128 bits.
            #[must_use]
            $vis const fn as_u128(self) -> u128 {
                self.0.as_u128()
            }

            /// Makes the id from its 16 bytes, highest first.
            #[must_use]
            $vis const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self($crate::uuid_support::Uuid::from_bytes(bytes))
            }

            /// Answers the id's 16 bytes, highest first.
            #[must_use]
            $vis const fn to_bytes(self) -> [u8; 16] {
                self.0.into_bytes()
            }
        }

        impl ::core::convert::From<$name> for [u8; 16] {
            fn from(id: $name) -> Self {
                id.to_bytes()
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::IdError;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                $crate::uuid_support::parse(text).map(Self)
            }
        }

        impl $crate::uuid_support::serde::Serialize for $name {
            fn serialize<S>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error>
            where
                S: $crate::uuid_support::serde::Serializer,
            {
                $crate::uuid_support::serde::Serialize::serialize(&self.0, serializer)
            }
        }

        impl<'de> $crate::uuid_support::serde::Deserialize<'de> for $name {
            fn deserialize<D>(deserializer: D) -> ::core::result::Result<Self, D::Error>
            where
                D: $crate::uuid_support::serde::Deserializer<'de>,
            {
                $crate::uuid_support::serde::Deserialize::deserialize(deserializer).map(Self)
            }
        }
    )+};
}

#[cfg(test)]
mod tests {
    id_type! {
        /// Names a thing.
        pub(super) ThingId;
        /// Names another.
        pub(super) OtherId;
    }

    #[test]
    fn an_id_survives_text_bits_and_bytes() {
        let id = ThingId::from_u128(0x0192_0000_0000_7000_8000_0000_0000_002a);
        assert_eq!(id.to_string(), "01920000-0000-7000-8000-00000000002a");
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(ThingId::from_u128(id.as_u128()), id);
        assert_eq!(ThingId::from_bytes(id.to_bytes()), id);
    }

    #[test]
    fn a_guid_in_braces_and_capitals_is_read() {
        let id: ThingId = "{01920000-0000-7000-8000-00000000002A}".parse().unwrap();
        assert_eq!(id.as_u128() & 0xff, 0x2a);
    }

    #[test]
    fn an_id_is_a_hyphenated_text_in_json() {
        let json = serde_json::to_string(&OtherId::from_u128(1)).unwrap();
        assert_eq!(json, "\"00000000-0000-0000-0000-000000000001\"");
        assert_eq!(
            serde_json::from_str::<OtherId>(&json).unwrap(),
            OtherId::from_u128(1)
        );
        assert_eq!(
            OtherId::from_bytes(OtherId::from_u128(1).to_bytes()).as_u128(),
            1
        );
    }

    #[test]
    fn a_wrong_id_is_named_in_the_error() {
        let error = "nine".parse::<ThingId>().unwrap_err();
        assert_eq!(error.to_string(), "“nine” is not an id");
        assert!(std::error::Error::source(&error).is_some());
        assert!("x".parse::<OtherId>().is_err());
    }
}
