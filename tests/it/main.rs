//! The integration tests: one binary, linked once. Each file is about one room, or one rule of the house.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod architecture;
#[cfg(test)]
mod budget;
mod dialects;
mod kit;
mod migrations;
#[cfg(test)]
#[cfg(test)]
mod pages;
#[cfg(test)]
mod server;
#[cfg(test)]
mod standing;
