//! The views of numbers from the outside.

mod agreement;
mod charts;
mod themes;

use super::*;
