//! REFI-QDA, the exchange standard of qualitative analysis programs: codebooks (`.qdc`) and projects (`.qdpx`).
//!
//! What is written follows the schema to the letter; what is read is taken as programs really write it. Programs that
//! leave much out of their exports are read from their own project files.

mod codebook;
mod dates;
pub(crate) mod description;
mod error;
#[cfg(test)]
mod giving_back;
mod guid;
#[cfg(test)]
mod hostile;
mod kept;
#[cfg(test)]
mod laws;
mod read;
mod report;
#[cfg(test)]
mod samples;
mod schema;
mod side;
#[cfg(test)]
mod validator;
mod write;
mod xml;

pub use error::RefiError;
pub use read::{
    ImportedProject, is_project, is_qualcoder, is_rqda, is_taguette, read_project, read_qualcoder,
    read_rqda, read_taguette,
};
pub use report::Loss;
pub use write::{ExportedProject, write_project};

pub(crate) use guid::made_of as made_id;
pub(crate) use kept::{called as kept_called, renamed as kept_renamed};

pub(crate) use codebook::{is_codebook, read_codebook, write_codebook};

/// What Vouch signs its exports with.
const ORIGIN: &str = concat!("Vouch ", env!("CARGO_PKG_VERSION"));

/// A count with its noun: "1 coding", "3 codings".
pub(crate) fn counted(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}

/// Whether bytes are markup whose first element has this local name.
fn begins_with_root(bytes: &[u8], name: &str) -> bool {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head);
    let head = head.trim_start_matches('\u{feff}').trim_start();
    if !head.starts_with('<') {
        return false;
    }
    let mut rest = head;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if !rest.starts_with(['?', '!']) {
            let end = rest.find(|c: char| c.is_whitespace() || c == '>' || c == '/');
            let tag = end.map_or(rest, |end| &rest[..end]);
            return tag.rsplit(':').next() == Some(name);
        }
    }
    false
}
