//! One binary for all that needs more than one part of the house; it mirrors `src`.

#[cfg(test)]
mod architecture;
