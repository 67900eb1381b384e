//! Parses the command line, runs it, gives the exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    perfolio::cli::main()
}
