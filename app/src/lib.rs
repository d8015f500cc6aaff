//! The desk of Vouch: one binary, desktop window and command line.

pub mod action;
pub mod bookmarks;
mod cache;
pub mod chart;
pub mod cli;
pub mod correcting;
pub mod data;
pub mod demo;
pub mod desk;
pub mod desktop;
#[cfg(test)]
mod fixture;
pub mod ground;
pub mod intake;
pub mod jobs;
pub mod layout;
pub mod message;
pub mod outbox;
pub mod panels;
pub mod settings;
pub mod shortcuts;
pub mod theme;
pub mod view;
pub mod widgets;
