//! The integration tests: one binary, linked once. Each file is about one room, or one rule of the house.
//! Each module says that it is a test, for clippy: what tests may do, `src` may not.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod architecture;
#[cfg(test)]
mod budget;
#[cfg(test)]
mod dialects;
#[cfg(test)]
mod kit;
#[cfg(test)]
mod migrations;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod server;
#[cfg(test)]
mod standing;
