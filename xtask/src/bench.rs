//! `cargo xtask bench`: builds the house and the bench as they are released, keeps a PostgreSQL that
//! syncs as an operator's would (`target/bench/postgres`, so that its worlds need not be made again),
//! and lets the bench print its table. Everything stays on loopback.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::leftovers::Leftovers;
use crate::postgres::Cluster;
use crate::run::plain;
use crate::suite::{cargo, target, without_settings};
use crate::{Done, tools};

/// Options are the bench's own; only what decides whether PostgreSQL is needed is looked at here.
pub fn bench(words: &[String]) -> Done<()> {
    let without_postgres = |pair: &[String]| pair == ["--engine", "sqlite"] || pair == ["--only", "assess"];
    let sqlite_only = words.windows(2).any(without_postgres);
    let mut wanted = vec![tools::C_COMPILER, tools::NODE];
    if !sqlite_only {
        wanted.push(tools::POSTGRES);
    }
    tools::have(&wanted)?;
    let leftovers = Leftovers::watch()?;
    println!("== building what is released (the first time: a quarter of an hour on two cores)");
    let build = ["build", "--release", "--package", "perfolio", "--package", "perfolio-bench"];
    plain(&leftovers, cargo().args(build), 90)?;
    let folder: PathBuf = target().join("bench");
    fs::create_dir_all(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    let cluster = match sqlite_only {
        true => None,
        false => Some(Cluster::kept(&leftovers, &folder.join("postgres"))?),
    };
    let mut bench = Command::new(target().join("release/perfolio-bench"));
    without_settings(&mut bench);
    bench.arg("--program").arg(target().join("release/perfolio")).arg("--folder").arg(&folder);
    if let Some(cluster) = &cluster {
        // Not among the words, which are shown when it fails.
        bench.env("BENCH_POSTGRES", cluster.url());
    }
    plain(&leftovers, bench.args(words), 60)
}
