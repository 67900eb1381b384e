//! `cargo xtask bench`: makes the worlds, serves them with the released program, asks, and prints one
//! table. Run by xtask, which builds the program and starts PostgreSQL; loopback only.

mod assess;
mod cast;
mod client;
mod house;
mod load;
mod refresh;
mod rows;
mod table;
mod world;

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use client::Done;
use house::House;
use perfolio::clock::Clock;
use rows::{Bench, said};
use world::{Engine, Ground, World, world};

const USAGE: &str =
    "perfolio-bench --program PATH --folder PATH [--only PART,..] [--engine sqlite|postgres] [--quick]";
const PARTS: [&str; 7] = ["assess", "start", "pages", "signin", "refresh", "writes", "exports"];
const SMALL: usize = 24;
const LARGE: usize = 2000;

struct Wanted {
    program: PathBuf,
    ground: Ground,
    parts: Vec<String>,
    engines: Vec<Engine>,
    quick: bool,
}

impl Wanted {
    fn read(mut words: impl Iterator<Item = String>) -> Done<Wanted> {
        let (mut program, mut folder) = (None, None);
        let postgres = env::var_os("BENCH_POSTGRES").and_then(|url| url.into_string().ok());
        let (mut parts, mut engines, mut quick) = (Vec::new(), vec![Engine::Sqlite, Engine::Postgres], false);
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| format!("{word} needs a value: {USAGE}"));
            match word.as_str() {
                "--program" => program = Some(PathBuf::from(value()?)),
                "--folder" => folder = Some(PathBuf::from(value()?)),
                "--only" => parts.extend(value()?.split(',').map(str::to_owned)),
                "--engine" => {
                    engines = match value()?.as_str() {
                        "sqlite" => vec![Engine::Sqlite],
                        "postgres" => vec![Engine::Postgres],
                        other => return Err(format!("--engine takes sqlite or postgres, not {other}")),
                    }
                }
                "--quick" => quick = true,
                _ => return Err(format!("{word} is not known: {USAGE}")),
            }
        }
        if let Some(other) = parts.iter().find(|part| !PARTS.contains(&part.as_str())) {
            return Err(format!("--only takes {}, not {other}", PARTS.join(", ")));
        }
        let (Some(program), Some(folder)) = (program, folder) else { return Err(USAGE.to_owned()) };
        engines.retain(|engine| *engine == Engine::Sqlite || postgres.is_some());
        Ok(Wanted { program, ground: Ground { folder, postgres }, parts, engines, quick })
    }

    fn has(&self, part: &str) -> bool {
        self.parts.is_empty() || self.parts.iter().any(|wanted| wanted == part)
    }
}

fn main() -> ExitCode {
    let done = Wanted::read(env::args().skip(1)).and_then(|wanted| run(&wanted));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
    }
}

fn run(wanted: &Wanted) -> Done<()> {
    if wanted.has("assess") {
        assess::measured()?;
    }
    // The pure function needs no house.
    if wanted.parts.iter().all(|part| part == "assess") && !wanted.parts.is_empty() {
        return Ok(());
    }
    let time = Duration::from_secs(if wanted.quick { 2 } else { 6 });
    let mut bench = Bench { program: wanted.program.clone(), time, lines: Vec::new() };
    for engine in &wanted.engines {
        one_engine(wanted, &mut bench, *engine)?;
    }
    println!("\n{}", table::markdown(&bench.lines));
    println!("{}", machine());
    Ok(())
}

/// actix's own runtime, since a server in this process spawns tasks that stay on their thread.
fn on_runtime<T>(work: impl Future<Output = T>) -> T {
    actix_web::rt::System::new().block_on(work)
}

fn one_engine(wanted: &Wanted, bench: &mut Bench, engine: Engine) -> Done<()> {
    let large = on_runtime(world(&wanted.ground, engine, LARGE)).map_err(said)?;
    let mut medians = None;
    if wanted.has("pages") {
        let small = on_runtime(world(&wanted.ground, engine, SMALL)).map_err(said)?;
        println!("\n{} with {SMALL} trainees", engine.name());
        let cast = cast::gather(&small, Clock::System.now()).map_err(said)?;
        let costs = on_runtime(rows::costs(&small, &cast))?;
        let house = House::serve(&bench.program, &small)?;
        medians = Some(bench.pages(&house, &small, &cast, &costs, None)?);
    }
    println!("\n{} with {LARGE} trainees", engine.name());
    let cast = cast::gather(&large, Clock::System.now()).map_err(said)?;
    let costs = on_runtime(rows::costs(&large, &cast))?;
    let floor = match wanted.has("writes") {
        true => Some(on_runtime(rows::empty_writes(&large, &cast, bench.time))?),
        false => None,
    };
    rows::without_letters(&large)?;
    let house = House::serve(&bench.program, &large)?;
    if wanted.has("start") {
        bench.start(&house, &large);
    }
    if let Some(medians) = &medians {
        bench.pages(&house, &large, &cast, &costs, Some(medians))?;
    }
    if wanted.has("signin") {
        bench.sign_in(&house, &large, &cast)?;
    }
    if wanted.has("refresh") {
        bench.refresh(&house, &large, &cast)?;
    }
    if let Some(floor) = &floor {
        bench.writes(&house, &large, &cast, &costs, floor)?;
        bench.resident(&house, &large);
    }
    drop(house);
    if wanted.has("exports") {
        rows::without_letters(&large)?;
        let house = House::serve(&bench.program, &large)?;
        bench.exports(&house, &large, &cast)?;
    }
    if wanted.has("writes") {
        written(&large)?;
    }
    Ok(())
}

/// What was written through the doors verifies like everything else.
fn written(large: &World) -> Done<()> {
    large.was_run();
    Ok(())
}

fn machine() -> String {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    let memory = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kilobytes = memory.split_whitespace().nth(1).and_then(|n| n.parse::<u64>().ok()).unwrap_or(0);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!(
        "Measured on {} with {cores} cores ({}), {} GiB, load average at the end {}; house and load generator on the same cores.",
        Clock::System.now().day_in(perfolio::domain::time::DEFAULT_ZONE),
        name.trim_start_matches([' ', '\t', ':']),
        kilobytes / 1024 / 1024,
        load.split_whitespace().next().unwrap_or_default(),
    )
}
