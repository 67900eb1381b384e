//! Perfolio, as a map. Arrows point down only (`tests/it/architecture.rs` holds this):
//! `cli` > `jobs` > `features` > `web`, `render` > `app` > `db`, `files`, `mail`, `clock`, `ids`,
//! `config`, `hashing`, `sealing`, `scanner`, `breached`, `struck` > `domain`.

pub mod app;
pub mod assets;
pub mod breached;
pub mod child;
pub mod cli;
pub mod config;
pub mod features;
pub mod files;
#[cfg(any(test, feature = "fuzzing"))]
pub mod fuzzing;
pub mod hashing;
pub mod jobs;
pub mod mail;
pub mod render;
pub mod scanner;
pub mod sealing;
pub mod struck;
pub mod web;

pub use perfolio_ground::{clock, db, domain, id_words, ids, on_both, text_words};
