//! What surrounds the app: `cargo xtask test` proves everything, `pg` and `screenshots` serve people.
//! Standard library only, so that it is built in a second; Unix only, as the tests are.

mod advisories;
mod bench;
mod crash;
mod fuzz;
mod leftovers;
mod origins;
mod postgres;
mod run;
mod suite;
mod tools;
mod totals;

use std::env;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use leftovers::Leftovers;

const USAGE: &str = "\
cargo xtask test [--only PART[,PART]] [-- FILTER]
    Everything: tools, fmt, clippy, cargo test on SQLite, again on a PostgreSQL of its own, browser.
    PART is lint, unit, sqlite, postgres or browser. FILTER goes to cargo test, or names browser files.
cargo xtask crash [--kills N]
    Kills the server 20 (or N) times on each engine while people write; nothing acknowledged may be lost.
cargo xtask screenshots
    Starts the demo and writes the README's pictures to tests/browser/screens/.
cargo xtask bench [--only assess,start,pages,signin,refresh,writes,exports] [--engine sqlite|postgres] [--quick]
    Builds as released, makes worlds of 24 and 2 000 trainees (kept in target/bench), asks, prints a table.
cargo xtask fuzz [TARGET[,TARGET]] [--minutes N]
    Feeds every parser of what people upload or type with broken input, 10 (or N) minutes each.
cargo xtask advisories [FOLDER]
    Known faults of the packages that are locked; fails when one stands longer than docs/security.md allows.
cargo xtask corpus
    Prints precision and recall of the checks for patients' identifiers, on the corpus in tests/corpus/.
cargo xtask pg
    Starts a throw-away PostgreSQL, prints its address, and ends it at Enter or Ctrl-C.";

/// A sentence for the person at the terminal.
pub type Done<T> = Result<T, String>;

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let done = match words.first().map(String::as_str) {
        Some("test") => suite::Wanted::read(&words[1..]).and_then(|wanted| suite::test(&wanted)),
        Some("bench") => bench::bench(&words[1..]),
        Some("advisories") => advisories::advisories(&words[1..]),
        Some("crash") => crash::kills(&words[1..]).and_then(crash::crash),
        Some("fuzz") => fuzz::known()
            .and_then(|known| fuzz::Wanted::read(&words[1..], &known))
            .and_then(|w| fuzz::fuzz(&w)),
        Some("screenshots") if words.len() == 1 => suite::screenshots(),
        Some("corpus") if words.len() == 1 => suite::corpus(),
        Some("pg") if words.len() == 1 => open_postgres(),
        Some("help" | "--help" | "-h") => {
            println!("{USAGE}");
            Ok(())
        }
        _ => Err(format!("say what to do:\n{USAGE}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("error: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn open_postgres() -> Done<()> {
    tools::have(&[tools::POSTGRES])?;
    let leftovers = Leftovers::watch()?;
    let cluster = postgres::Cluster::start(&leftovers)?;
    println!("{}\nPress Enter (or Ctrl-C) to end it and remove its files.", cluster.url());
    let mut one = [0_u8; 1];
    let _ = std::io::stdin().read(&mut one);
    Ok(())
}

/// The package's folder, whatever folder the command was given in.
pub fn home() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}
