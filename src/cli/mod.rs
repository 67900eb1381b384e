//! The commands. `serve` is what runs when nothing is said; everything an administrator does on the
//! machine itself is here, each command a few lines over the rooms.

pub mod backup;
pub mod demo;
mod log;
mod programme;
pub mod restore;
mod second_factor;
mod serve;
mod standing;
mod verify;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::fault::Fault;
use crate::domain::kind::Kind;
use crate::domain::role::System;
use crate::features::history;
use crate::files::reading;
use crate::render::pdf;

pub use second_factor::reset as reset_second_factor;
pub use serve::open_house;
pub use verify::verify;

/// The training record that people in healthcare science trust.
#[derive(Parser)]
#[command(name = "perfolio", version, about)]
struct Line {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Start the house (the default); an empty folder becomes one
    Serve,
    /// Start a demo house with believable people and two years of cases, on loopback only
    Demo,
    /// Run only the jobs (letters, reports, nightly refresh), beside other nodes that serve
    Work,
    /// Bring the database up to this release and stop
    Migrate,
    /// Check every audit chain, commitment, signature, file and standing, and say in words what was found
    Verify,
    /// Write the whole house into one file, while it serves; restore it on either engine
    Backup {
        file: PathBuf,
        /// Take the place of a file that is there already
        #[arg(long)]
        force: bool,
    },
    /// Make a house from a backup, in an empty folder or an empty PostgreSQL database, and verify it
    Restore { file: PathBuf },
    /// Look after the stored standings
    #[command(subcommand)]
    Standing(Standing),
    /// Check and try programme files
    #[command(subcommand)]
    Programme(Programme),
    /// Help somebody who has lost their second factor
    #[command(subcommand)]
    SecondFactor(SecondFactor),
    /// Print the effective settings, secrets masked
    CheckConfig,
    #[command(hide = true)]
    RenderPdf,
    #[command(hide = true)]
    ReadInside,
}

#[derive(Subcommand)]
enum Standing {
    /// Recompute every standing and report what differed
    Rebuild,
}

#[derive(Subcommand)]
enum SecondFactor {
    /// Agree, as the second person, to take it away; somebody in the house has vouched before
    Reset { email: String },
}

#[derive(Subcommand)]
enum Programme {
    /// Explain every fault of programme and kind files, with its line
    Check {
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Print what a programme says of a facts file, as JSON
    Assess {
        file: PathBuf,
        #[arg(long)]
        facts: PathBuf,
        /// An instant (2026-11-21T12:00:00Z), or a day meaning its last instant
        #[arg(long)]
        on: String,
    },
    /// Print a programme file in another form
    Export {
        file: PathBuf,
        #[arg(long = "as", value_enum)]
        form: programme::Form,
        /// The address of the house that publishes it, for the links in a CASE file
        #[arg(long)]
        base: Option<String>,
    },
    /// Print the draft of a programme that a CASE file or a list of competencies amounts to
    Import {
        file: PathBuf,
        /// Known by the file's ending where it is not said
        #[arg(long, value_enum)]
        from: Option<programme::Source>,
        #[command(flatten)]
        said: Box<programme::Said>,
    },
}

/// Runs what the command line says.
pub fn main() -> ExitCode {
    let command = Line::parse().command.unwrap_or(Command::Serve);
    // The child that draws a PDF has an empty environment and talks over its pipes only.
    if let Command::RenderPdf = command {
        return drawn(pdf::child(std::io::stdin().lock(), std::io::stdout().lock()));
    }
    // So does the child that reads what is inside a file.
    if let Command::ReadInside = command {
        return drawn(reading::child(std::io::stdin().lock(), std::io::stdout().lock()));
    }
    let done = match command {
        Command::Programme(Programme::Check { files }) => {
            shipped_kinds().map(|kinds| programme::check(&files, &kinds))
        }
        Command::Programme(Programme::Assess { file, facts, on }) => {
            shipped_kinds().map(|kinds| programme::assess(&file, &facts, &on, &kinds))
        }
        Command::Programme(Programme::Export { file, form, base }) => shipped_kinds()
            .map(|kinds| programme::export(&file, form, base.as_deref(), Clock::System.now(), &kinds)),
        Command::Programme(Programme::Import { file, from, said }) => {
            shipped_kinds().map(|kinds| programme::import(&file, from, *said, &kinds))
        }
        Command::Demo => settings("./demo-data").and_then(demo::demo),
        Command::Serve => settings("./data").and_then(serve::serve),
        Command::Work => settings("./data").and_then(serve::work),
        Command::CheckConfig => settings("./data").map(|config| (0, config.shown())),
        Command::Migrate => {
            house(async |app| Ok((0, format!("The {} database is of this release.\n", app.db.engine()))))
        }
        Command::Verify => house(async |app| verify(&app, System::at_work()).await),
        Command::Standing(Standing::Rebuild) => {
            house(async |app| standing::rebuild(&app, System::at_work()).await)
        }
        Command::Backup { file, force } => {
            settings("./data").and_then(|config| backup::backup(&config, &file, force))
        }
        Command::Restore { file } => settings("./data")
            .and_then(|config| serve::on_runtime(async move { restore::restore(config, &file).await })),
        Command::SecondFactor(SecondFactor::Reset { email }) => {
            house(async |app| second_factor::reset(&app, &email, System::at_work()).await)
        }
        Command::RenderPdf | Command::ReadInside => Ok((0, String::new())),
    };
    let (code, text) = done.unwrap_or_else(|fault| (1, format!("perfolio: {fault}\n")));
    let _ = if code == 0 {
        std::io::stdout().write_all(text.as_bytes())
    } else {
        std::io::stderr().write_all(text.as_bytes())
    };
    ExitCode::from(u8::try_from(code).unwrap_or(1))
}

fn drawn(done: Result<(), impl std::fmt::Display>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            let _ = writeln!(std::io::stderr(), "{why}");
            ExitCode::FAILURE
        }
    }
}

fn settings(data: &str) -> Result<Config, Fault> {
    Config::from_environment(data).map_err(Fault::broken)
}

/// The kinds that come with the binary, for programme files that are checked without a house.
fn shipped_kinds() -> Result<Vec<Kind>, Fault> {
    crate::features::programmes::shipped_kinds()
}

/// The house of the settings, of this release: what an earlier one left out of its books is written down. A demo house
/// stands on its own day here too, or what is so on that day would be found wrong today.
fn house(then: impl AsyncFnOnce(App) -> serve::Done) -> serve::Done {
    let config = settings("./data")?;
    serve::on_runtime(async move {
        let app = match demo::opened_again(&config)? {
            Some(app) => app,
            None => App::build(config)?,
        };
        history::adopt(&app, System::at_work()).await?;
        then(app).await
    })
}
