//! Perfolio, as a map. Arrows point down only (`tests/it/architecture.rs` holds this):
//! `cli` > `jobs` > `features` > `web`, `render` > `app` > `db`, `files`, `mail`, `clock`, `ids`,
//! `config` > `domain`.

pub mod cli;
pub mod domain;
