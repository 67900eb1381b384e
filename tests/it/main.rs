//! The integration tests: one binary, linked once. Each file is about one room, or one rule of the house.

mod accounts;
mod kit;
mod pages;
mod server;
