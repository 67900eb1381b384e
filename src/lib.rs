//! Perfolio, as a map. Arrows point down only (`tests/it/architecture.rs` holds this):
//! `cli` > `jobs` > `features` > `web`, `render` > `app` > `db`, `files`, `mail`, `clock`, `ids`,
//! `config`, `hashing` > `domain`.

pub mod app;
pub mod assets;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod domain;
pub mod features;
pub mod files;
pub mod hashing;
pub mod ids;
pub mod jobs;
pub mod mail;
pub mod render;
pub mod web;
