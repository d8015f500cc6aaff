//! Cross-crate scenarios, snapshots and architecture rules of Vouch.
