//! `cargo xtask advisories [FOLDER]`: which faults are known of what `Cargo.lock` names, and which stand longer
//! than they may. The database is fetched with git (this is the one command that needs the network beside
//! the first builds), or is a folder that somebody brought. For whoever keeps a house, each week.

use std::path::PathBuf;
use std::process::Command;

use crate::suite::cargo;
use crate::{Done, home};

const DATABASE: &str = "https://github.com/RustSec/advisory-db";

pub fn advisories(words: &[String]) -> Done<()> {
    let folder = match words {
        [] => fetched()?,
        [folder] => PathBuf::from(folder),
        _ => return Err("say `cargo xtask advisories [FOLDER]`".into()),
    };
    let mut reading = cargo();
    reading.args(["run", "--quiet", "--package", "perfolio-advisories", "--"]);
    reading.arg(folder).arg(home().join("Cargo.lock"));
    let status = reading.status().map_err(|why| format!("cargo: {why}"))?;
    if status.success() { Ok(()) } else { Err("something is known that may not stand any longer".into()) }
}

/// The newest state, in `target/advisory-db`.
fn fetched() -> Done<PathBuf> {
    let folder = home().join("target/advisory-db");
    let mut git = Command::new("git");
    if folder.join(".git").is_dir() {
        git.arg("-C").arg(&folder).args(["pull", "--ff-only", "--quiet"]);
    } else {
        git.args(["clone", "--depth", "1", "--quiet", DATABASE]).arg(&folder);
    }
    let status = git.status().map_err(|why| format!("git: {why}"))?;
    if status.success() {
        return Ok(folder);
    }
    Err(format!("{DATABASE} cannot be fetched here: bring a copy and say `cargo xtask advisories FOLDER`"))
}
