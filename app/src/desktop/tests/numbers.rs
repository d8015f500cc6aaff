//! The views of numbers from the outside.

mod agreement;
mod cases;
mod charts;
mod counts;
mod framework;
mod themes;
mod words;

use super::*;
