//! One test binary: each module is a scenario that crosses crates, or a rule about all of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on has failed, and says so"
)]

mod agreement;
mod architecture;
mod cli;
mod compare;
mod corrections;
mod durability;
mod exchange;
mod framework;
mod numbers;
mod ratings;
mod searches;
mod themes;
mod words;
