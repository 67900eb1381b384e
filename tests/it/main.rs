//! The integration tests: one binary, linked once. Each file is about one room, or one rule of the house.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod kit;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod server;
