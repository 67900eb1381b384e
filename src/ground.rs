//! What every room stands on: the rules (`domain`), the two doors to the database (`db`), the clock
//! and the ids. A crate of its own only for the compiler's sake: the tables' and columns' traits take
//! it half of each `cargo check`, and they change seldom. The files stay where they were, and the house
//! goes on calling them `crate::domain` and `crate::db`.

// The list of tables that may meet in one statement is a macro that goes one deeper with each.
#![recursion_limit = "256"]

pub mod clock;
pub mod db;
pub mod domain;
pub mod ids;
