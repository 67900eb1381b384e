//! Commands of the `perfolio` binary. Each is a plain function that gives an exit code and what to print.

pub mod programme;
