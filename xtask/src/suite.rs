//! The order in which everything is proved, and what is said at the end. A step that fails does not
//! stop those that do not need it; a step that cannot run is named and counts as failed.

use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::leftovers::Leftovers;
use crate::origins;
use crate::postgres::Cluster;
use crate::run::{counted, plain};
use crate::tools::{self, Tool};
use crate::totals::Totals;
use crate::{Done, home};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Lint,
    Unit,
    Sqlite,
    Postgres,
    Browser,
}

/// What was asked for on the command line.
#[derive(Debug, PartialEq, Eq)]
pub struct Wanted {
    parts: Vec<Part>,
    filter: Vec<String>,
}

impl Wanted {
    pub fn read(words: &[String]) -> Done<Wanted> {
        let mut parts = Vec::new();
        let mut words = words.iter();
        let mut filter = Vec::new();
        while let Some(word) = words.next() {
            let named = match word.split_once('=') {
                Some(("--only", named)) => Some(named.to_owned()),
                None if word == "--only" => words.next().cloned(),
                None if word == "--" => {
                    filter.extend(words.by_ref().cloned());
                    break;
                }
                _ => return Err(format!("`{word}` is not known: see `cargo xtask help`")),
            };
            for name in named.unwrap_or_default().split(',') {
                parts.push(match name {
                    "lint" => Part::Lint,
                    "unit" => Part::Unit,
                    "sqlite" => Part::Sqlite,
                    "postgres" => Part::Postgres,
                    "browser" => Part::Browser,
                    _ => {
                        return Err(format!(
                            "--only takes lint, unit, sqlite, postgres or browser, not `{name}`"
                        ));
                    }
                });
            }
        }
        if parts.is_empty() {
            // `unit` is a part of `sqlite`.
            parts = vec![Part::Lint, Part::Sqlite, Part::Postgres, Part::Browser];
        }
        Ok(Wanted { parts, filter })
    }

    fn has(&self, any: &[Part]) -> bool {
        self.parts.iter().any(|part| any.contains(part))
    }

    fn tools(&self) -> Vec<Tool> {
        let mut tools = vec![tools::C_COMPILER, tools::NODE];
        if self.has(&[Part::Lint]) {
            tools.push(tools::RUST_PARTS);
        }
        // xtask's own tests, in `sqlite`, start a cluster too.
        if self.has(&[Part::Postgres, Part::Sqlite]) {
            tools.extend([tools::POSTGRES, tools::POPPLER]);
        }
        if self.has(&[Part::Browser]) {
            tools.extend([tools::CHROMIUM, tools::POPPLER]);
        }
        tools
    }
}

/// One line of the summary.
struct Step {
    name: &'static str,
    took: Duration,
    totals: Totals,
    done: Done<()>,
}

struct Suite<'a> {
    leftovers: &'a Leftovers,
    wanted: &'a Wanted,
    steps: Vec<Step>,
}

pub fn test(wanted: &Wanted) -> Done<()> {
    let leftovers = Leftovers::watch()?;
    let mut suite = Suite { leftovers: &leftovers, wanted, steps: Vec::new() };
    suite.run();
    suite.sum_up()
}

/// Pictures for people, from the demo, through the browser tests' own kit.
pub fn screenshots() -> Done<()> {
    tools::have(&[tools::C_COMPILER, tools::NODE, tools::CHROMIUM, tools::POPPLER])?;
    let leftovers = Leftovers::watch()?;
    plain(&leftovers, cargo().args(["build", "--bin", "perfolio"]), 45)?;
    plain(&leftovers, npm_ci(&mut Command::new("npm")), 5)?;
    plain(&leftovers, in_browser_folder(&mut Command::new("node")).arg("screenshots.mjs"), 15)
}

/// Precision and recall, printed by the tests that hold them.
pub fn corpus() -> Done<()> {
    tools::have(&[tools::C_COMPILER, tools::NODE])?;
    let leftovers = Leftovers::watch()?;
    let tests = ["test", "--quiet", "--test", "it", "--", "corpus::", "--nocapture", "--test-threads=1"];
    plain(&leftovers, cargo().args(tests), 45)
}

impl Suite<'_> {
    fn run(&mut self) {
        let wanted = self.wanted;
        if !self.step("tools", |_| tools::have(&wanted.tools())) {
            return;
        }
        if wanted.has(&[Part::Lint]) {
            self.step("fmt", |s| plain(s.leftovers, cargo().args(["fmt", "--all", "--check"]), 5));
            self.step("what others wrote", |_| origins::check());
            // Built by nobody but `cargo xtask fuzz`, so nothing else would tell that its lock fell behind.
            let locked = ["tree", "--locked", "--depth=0", "--manifest-path", "fuzz/Cargo.toml"];
            self.step("lock of fuzz targets", |s| plain(s.leftovers, cargo().args(locked), 5));
            let clippy = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
            self.step("clippy", |s| plain(s.leftovers, cargo().args(clippy), 40));
        }
        if wanted.has(&[Part::Unit]) {
            self.tests("unit tests", |s| {
                counted(s.leftovers, s.filtered(cargo().args(["test", "--lib"])), 45)
            });
        }
        if wanted.has(&[Part::Sqlite, Part::Postgres])
            && !self.step("build tests", |s| {
                plain(s.leftovers, cargo().args(["test", "--workspace", "--no-run"]), 45)
            })
        {
            return;
        }
        if wanted.has(&[Part::Sqlite]) {
            let all = ["test", "--workspace", "--no-fail-fast"];
            self.tests("tests on SQLite", |s| counted(s.leftovers, s.filtered(cargo().args(all)), 20));
        }
        if wanted.has(&[Part::Postgres]) {
            self.tests("tests on PostgreSQL", Suite::on_postgres);
        }
        if wanted.has(&[Part::Browser]) && self.step("build app", Suite::build_app) {
            self.tests("tests in a browser", |s| {
                let mut node = Command::new("node");
                counted(s.leftovers, in_browser_folder(&mut node).arg("run.mjs").args(&s.wanted.filter), 25)
            });
        }
    }

    fn on_postgres(&self) -> (Totals, Done<()>) {
        match Cluster::start(self.leftovers) {
            Ok(cluster) => {
                let mut tests = cargo();
                // `--workspace`, or cargo settles on other features and builds everything a second time
                // (6 minutes, and the disk on which one run of CI ended).
                tests.args(["test", "--workspace", "--test", "it"]);
                tests.env("PERFOLIO_TEST_POSTGRES", cluster.url());
                counted(self.leftovers, self.filtered(&mut tests), 25)
            }
            Err(why) => (Totals::default(), Err(why)),
        }
    }

    /// The tests of the app were built with the app, which lies where this would put it.
    fn build_app(&self) -> Done<()> {
        if !self.wanted.has(&[Part::Sqlite, Part::Postgres]) {
            plain(self.leftovers, cargo().args(["build", "--workspace", "--bin", "perfolio"]), 45)?;
        }
        plain(self.leftovers, npm_ci(&mut Command::new("npm")), 5)
    }

    fn filtered<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command.arg("--").args(&self.wanted.filter)
    }

    fn step(&mut self, name: &'static str, run: impl FnOnce(&Self) -> Done<()>) -> bool {
        self.timed(name, |suite| (Totals::default(), run(suite)))
    }

    /// A step of tests that ran none has proved nothing, so it fails.
    fn tests(&mut self, name: &'static str, run: impl FnOnce(&Self) -> (Totals, Done<()>)) -> bool {
        self.timed(name, |suite| match run(suite) {
            (totals, Ok(())) if totals.ran() == 0 => (totals, Err("no test ran".into())),
            other => other,
        })
    }

    fn timed(&mut self, name: &'static str, run: impl FnOnce(&Self) -> (Totals, Done<()>)) -> bool {
        println!("\n== {name}");
        let begun = Instant::now();
        let (totals, done) = run(self);
        let took = begun.elapsed();
        match &done {
            Ok(()) => println!("== {name}: ok, {}", shown(took)),
            Err(why) => println!("== {name}: FAILED after {}: {why}", shown(took)),
        }
        self.steps.push(Step { name, took, totals, done });
        self.steps.last().is_some_and(|step| step.done.is_ok())
    }

    fn sum_up(&self) -> Done<()> {
        println!("\n== summary");
        let mut sum = Totals::default();
        for step in &self.steps {
            let counted = if step.totals.ran() > 0 { format!("  {}", step.totals) } else { String::new() };
            let said = if step.done.is_ok() { "ok" } else { "FAILED" };
            println!("{:<20} {said:<7} {:>8}{counted}", step.name, shown(step.took));
            sum.add(step.totals);
            // A step can fail without a failed test (clippy, a build, a server): the count says so.
            if step.done.is_err() && step.totals.failed == 0 {
                sum.failed += 1;
            }
        }
        println!("{sum}");
        let failed: Vec<&str> = self.steps.iter().filter(|s| s.done.is_err()).map(|s| s.name).collect();
        if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(", "))) }
    }
}

/// The cargo that runs us, in the package's folder, without settings of the person's own house.
pub fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(home());
    without_settings(&mut command);
    command
}

fn npm_ci(command: &mut Command) -> &mut Command {
    command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
    in_browser_folder(command)
}

/// In `tests/browser`, told where the app and Chromium are.
fn in_browser_folder(command: &mut Command) -> &mut Command {
    without_settings(command);
    command.current_dir(home().join("tests/browser")).env("PERFOLIO_BIN", target().join("debug/perfolio"));
    if let Some(chromium) = tools::chromium() {
        command.env("CHROMIUM", chromium);
    }
    command
}

/// Where cargo builds into.
pub fn target() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| home().join("target"), PathBuf::from);
    home().join(target)
}

pub fn without_settings(command: &mut Command) {
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PERFOLIO_")) {
        command.env_remove(name);
    }
}

fn shown(took: Duration) -> String {
    let seconds = took.as_secs();
    if seconds < 60 {
        format!("{:.1} s", took.as_secs_f32())
    } else {
        format!("{} m {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Done<Wanted> {
        Wanted::read(&words.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn nothing_named_means_everything() {
        let all = read("").unwrap();
        assert_eq!(all.parts, [Part::Lint, Part::Sqlite, Part::Postgres, Part::Browser]);
        assert_eq!(all.filter, Vec::<String>::new());
    }

    #[test]
    fn parts_and_a_filter_are_read() {
        let some = read("--only lint,postgres --only=browser -- signs in").unwrap();
        assert_eq!(some.parts, [Part::Lint, Part::Postgres, Part::Browser]);
        assert_eq!(some.filter, ["signs", "in"]);
    }

    #[test]
    fn what_is_not_known_is_refused() {
        for words in ["--only", "--only everything", "--fast", "lint", "--only=", "--only lint,,unit"] {
            assert!(read(words).is_err(), "{words}");
        }
    }
}
