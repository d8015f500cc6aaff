//! Small controls that several panels draw.

pub mod chip;
pub mod grid;
pub mod icon;
pub mod number;
pub mod picker;
pub mod popup;
pub mod rows;
pub mod selection;
pub mod typed_field;
pub mod working;
