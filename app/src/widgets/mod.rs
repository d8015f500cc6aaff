//! Small controls that several panels draw.

pub mod chip;
pub mod icon;
pub mod picker;
pub mod rows;
pub mod selection;
pub mod typed_field;
