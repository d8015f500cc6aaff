//! The instrument of Vouch: codes, their tree and definitions, rating scales, shipped starters.
//!
//! Nothing here opens a file, asks the time or makes up an id: all three are arguments. A codebook travels as a table
//! of text cells, so that csv, xlsx and any other container share one reader ([`table`]).

pub mod check;
pub mod code;
pub mod colour;
mod columns;
pub mod csv;
pub mod draft;
pub mod frames;
pub mod id;
mod nesting;
pub mod path;
pub mod scale;
pub mod starters;
pub mod table;
pub mod tree;

pub use check::{
    CodeError, LEVEL_LIMIT, NAME_LIMIT, check_move, check_name, check_new, check_rename, name_key,
};
pub use code::{Code, CodeId, Kind};
pub use colour::Colour;
pub use csv::{read_csv, write_csv, write_drafts_csv};
pub use draft::{CodeDraft, codes_from_drafts, drafts_of};
pub use frames::{FrameStarter, frame_starter, frame_starters};
pub use id::{IdError, uuid_support};
pub use path::CodePath;
pub use scale::{Level, RatingScale, ScaleError, ScaleId, ScaleValue};
pub use starters::{Starter, starter, starters};
pub use table::{TableError, TableWarning, draft_rows, read_list, read_table, write_table};
pub use tree::CodeTree;
