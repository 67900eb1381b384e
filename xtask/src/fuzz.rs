//! `cargo xtask fuzz`: each fuzz target for some minutes, one after another, and a table of what was tried
//! and found. The programs are libFuzzer's, built on the stable compiler: coverage is a pass of LLVM that
//! needs no other toolchain, and without `unsafe` no sanitizer has anything to look for; overflow and every
//! `debug_assert` are on instead. Inputs that were found are kept in `target/fuzz`, so that the next run
//! begins where this one ended.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::leftovers::Leftovers;
use crate::run::{answer, ended, plain};
use crate::suite::{cargo, target, without_settings};
use crate::{Done, home, tools};

const MINUTES: u32 = 10;
/// Seconds for one input: more is a finding.
const PATIENCE: u32 = 20;
const COVERAGE: [&str; 7] = [
    "--cfg",
    "fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// What the command was asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Wanted {
    targets: Vec<String>,
    minutes: u32,
}

impl Wanted {
    /// `[TARGET[,TARGET]] [--minutes N]`, where `known` are the targets that there are.
    pub fn read(words: &[String], known: &[String]) -> Done<Wanted> {
        let mut wanted = Wanted { targets: known.to_vec(), minutes: MINUTES };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            if word == "--minutes" {
                let said = words.next().and_then(|number| number.parse().ok());
                wanted.minutes = said
                    .filter(|minutes| (1..=10_000).contains(minutes))
                    .ok_or("--minutes takes a number from 1 to 10000")?;
                continue;
            }
            wanted.targets = word.split(',').map(str::to_owned).collect();
            if let Some(strange) = wanted.targets.iter().find(|name| !known.contains(name)) {
                return Err(format!("`{strange}` is no target; there are {}", known.join(", ")));
            }
        }
        Ok(wanted)
    }
}

/// The programs of `fuzz/src/bin`, by name.
pub fn known() -> Done<Vec<String>> {
    let folder = home().join("fuzz/src/bin");
    let files = fs::read_dir(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    let stem = |path: PathBuf| path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let mut names: Vec<String> = files.flatten().filter_map(|file| stem(file.path())).collect();
    names.sort();
    Ok(names)
}

pub fn fuzz(wanted: &Wanted) -> Done<()> {
    tools::have(&[tools::C_COMPILER, tools::CXX_COMPILER, tools::NODE])?;
    let leftovers = Leftovers::watch()?;
    let machine = machine()?;
    println!("== building the targets (the first time: half an hour on two cores)");
    let mut build = cargo();
    build.args([
        "build",
        "--release",
        "--locked",
        "--manifest-path",
        "fuzz/Cargo.toml",
        "--target",
        &machine,
    ]);
    build.arg("--target-dir").arg(folder());
    for name in &wanted.targets {
        build.args(["--bin", name]);
    }
    build.env("CARGO_ENCODED_RUSTFLAGS", COVERAGE.join("\u{1f}"));
    plain(&leftovers, &mut build, 120)?;
    let mut rows = Vec::new();
    for name in &wanted.targets {
        println!("== {name}, {} minutes", wanted.minutes);
        let row = run(&leftovers, name, &folder().join(&machine).join("release").join(name), wanted.minutes)?;
        println!("{row}");
        rows.push(row);
    }
    println!("\n{}", table(&rows));
    let found: Vec<String> = rows.iter().flat_map(|row| row.found.clone()).collect();
    if found.is_empty() {
        return Ok(());
    }
    Err(format!("{} findings; what was sent is in\n       {}", found.len(), found.join("\n       ")))
}

fn folder() -> PathBuf {
    target().join("fuzz")
}

/// The compiler's name for this machine: with it given, build scripts and macros stay uninstrumented.
fn machine() -> Done<String> {
    let said = answer("rustc", &["-vV"]).unwrap_or_default();
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| "rustc does not say for which machine it is".to_owned())
}

fn run(leftovers: &Leftovers, name: &str, program: &Path, minutes: u32) -> Done<Row> {
    let at = folder().join("work").join(name);
    let kept = folder().join("artifacts").join(name);
    let made = |path: &Path| fs::create_dir_all(path).map_err(|why| format!("{}: {why}", path.display()));
    let _ = fs::remove_dir_all(at.join("seeds"));
    made(&at.join("corpus"))?;
    made(&kept)?;
    let mut prepare = Command::new(program);
    without_settings(&mut prepare);
    plain(leftovers, prepare.env("PERFOLIO_FUZZ_PREPARE", &at).stderr(Stdio::null()), 10)?;
    let before = inputs(&kept);
    let limits = fs::read_to_string(at.join("limits")).unwrap_or_default();
    let log = at.join("log");
    let file = fs::File::create(&log).map_err(|why| format!("{}: {why}", log.display()))?;
    let mut fuzzer = Command::new(program);
    without_settings(&mut fuzzer);
    fuzzer.current_dir(&at).args(["corpus", "seeds", "-dict=words.dict", "-print_final_stats=1"]);
    fuzzer.args(limits.lines()).args([format!("-timeout={PATIENCE}"), "-report_slow_units=5".to_owned()]);
    fuzzer.arg(format!("-max_total_time={}", minutes * 60));
    fuzzer.arg(format!("-artifact_prefix={}/", kept.display()));
    fuzzer.env("TMPDIR", leftovers.folder()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(file);
    let child = leftovers.begin(&mut fuzzer).map_err(|why| format!("{name} cannot be started: {why}"))?;
    let done = ended(leftovers, child, Duration::from_secs(60) * (minutes + 10));
    let said = fs::read(&log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let mut row = Row::of(name, minutes, &said);
    row.found = inputs(&kept).into_iter().filter(|path| !before.contains(path)).collect();
    if !done && row.found.is_empty() {
        return Err(format!("{name} ended early without a finding; {} says why", log.display()));
    }
    Ok(row)
}

/// Inputs that crashed, hung or took too much; one that was only slow is a note.
fn inputs(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = files.map(|file| file.path()).filter(|path| {
        path.file_name().is_some_and(|name| !name.to_string_lossy().starts_with("slow-unit-"))
    });
    let mut all: Vec<String> = names.map(|path| path.display().to_string()).collect();
    all.sort();
    all
}

/// What one target's run came to.
#[derive(Debug, Default, PartialEq, Eq)]
struct Row {
    name: String,
    minutes: u32,
    executions: u64,
    per_second: u64,
    corpus: u64,
    edges: u64,
    memory: u64,
    found: Vec<String>,
}

impl Row {
    /// From libFuzzer's own words: the last `cov:` line and the closing figures.
    fn of(name: &str, minutes: u32, said: &str) -> Row {
        let mut row = Row { name: name.to_owned(), minutes, ..Row::default() };
        for line in said.lines() {
            let mut words = line.split_whitespace();
            while let Some(word) = words.next() {
                let number = |text: Option<&str>| {
                    let digits = text.unwrap_or_default().split(|c: char| !c.is_ascii_digit()).next();
                    digits.and_then(|digits| digits.parse().ok()).unwrap_or(0)
                };
                match word {
                    "cov:" => row.edges = number(words.next()),
                    "corp:" => row.corpus = number(words.next()),
                    "stat::number_of_executed_units:" => row.executions = number(words.next()),
                    "stat::average_exec_per_sec:" => row.per_second = number(words.next()),
                    "stat::peak_rss_mb:" => row.memory = number(words.next()),
                    _ => {}
                }
            }
        }
        row
    }
}

impl std::fmt::Display for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let found = if self.found.is_empty() { "none".to_owned() } else { self.found.len().to_string() };
        write!(
            f,
            "| {} | {} | {} | {} | {} | {} | {} MB | {found} |",
            self.name, self.minutes, self.executions, self.per_second, self.corpus, self.edges, self.memory
        )
    }
}

fn table(rows: &[Row]) -> String {
    let head = "| target | minutes | executions | per second | corpus | edges | memory | findings |\n\
                |---|---:|---:|---:|---:|---:|---:|---:|";
    rows.iter().fold(head.to_owned(), |text, row| format!("{text}\n{row}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Done<Wanted> {
        let known = ["csv".to_owned(), "pdf".to_owned()];
        Wanted::read(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>(), &known)
    }

    #[test]
    fn every_target_for_ten_minutes_unless_others_are_named() {
        assert_eq!(read(&[]), Ok(Wanted { targets: vec!["csv".into(), "pdf".into()], minutes: 10 }));
        assert_eq!(read(&["pdf", "--minutes", "3"]), Ok(Wanted { targets: vec!["pdf".into()], minutes: 3 }));
        for odd in [&["word"][..], &["--minutes"], &["--minutes", "0"], &["pdf,word"]] {
            assert!(read(odd).is_err(), "{odd:?}");
        }
        assert!(known().unwrap().contains(&"programme".to_owned()));
    }

    #[test]
    fn the_fuzzers_own_words_become_a_row() {
        let said = "#2\tINITED cov: 10 ft: 11 corp: 1/1b exec/s: 0 rss: 30Mb\n\
                    #44683\tDONE   cov: 1903 ft: 6473 corp: 1466/93Kb lim: 122 exec/s: 2792 rss: 30Mb\n\
                    stat::number_of_executed_units: 44683\nstat::average_exec_per_sec:     2792\n\
                    stat::new_units_added:          1528\nstat::peak_rss_mb:              30";
        let row = Row::of("pdf", 10, said);
        assert_eq!(row.to_string(), "| pdf | 10 | 44683 | 2792 | 1466 | 1903 | 30 MB | none |");
        assert!(table(&[row]).starts_with("| target | minutes |"));
    }
}
