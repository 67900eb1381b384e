//! The bench world: 24 or 2 000 trainees in cohorts of 24, about 200 entries each, on either engine,
//! made once and kept in a folder named after its recipe. People come through acts; one cohort's
//! entries are made by acts and written again for everybody else (`bulk`); every standing is the
//! house's own `refresh`. `perfolio verify` is run on each before it is called made.

mod bulk;
mod people;
mod template;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use perfolio::app::App;
use perfolio::cli::demo::chance::Chance;
use perfolio::cli::demo::proofs;
use perfolio::clock::Clock;
use perfolio::config::Config;
use perfolio::db::conn::{Address, Conn, Use};
use perfolio::db::schema::files;
use perfolio::db::tx::Why;
use perfolio::domain::audit::digest;
use perfolio::domain::fault::Fault;
use perfolio::domain::names::{BookId, PortfolioId};
use perfolio::domain::progress::ENGINE;
use perfolio::domain::role::System;
use perfolio::domain::time::{DEFAULT_ZONE, Day, Moment};
use perfolio::features::entries::{StoredFile, store_one};
use perfolio::features::standing;
use perfolio::files::Files;
use perfolio::ids::Ids;
use perfolio::mail::Mailer;

pub use people::PASSWORD;
use people::{People, Trainee};

/// A world that has been written to by so many runs is made anew.
const RUNS: usize = 12;
const SEED: u64 = 20_261_121;
/// Templates of the one long portfolio: 1 000 entries.
const LONG: usize = 5;
const LONG_FILES: usize = 100;

/// What the bench needs to know of where it may put things.
pub struct Ground {
    pub folder: PathBuf,
    /// A cluster of ours; databases are made in it.
    pub postgres: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub fn name(self) -> &'static str {
        match self {
            Engine::Sqlite => "SQLite",
            Engine::Postgres => "PostgreSQL",
        }
    }
}

/// A made world.
#[derive(Debug, Clone)]
pub struct World {
    pub engine: Engine,
    pub trainees: usize,
    /// `PERFOLIO_DATA`.
    pub data: PathBuf,
    /// `PERFOLIO_DATABASE_URL`.
    pub url: String,
    ready: PathBuf,
}

impl World {
    pub fn config(&self) -> Result<Config, Fault> {
        config(&self.data, &self.url)
    }

    /// The house of this world in this process, with the machine's clock.
    pub fn open(&self) -> Result<App, Fault> {
        let config = self.config()?;
        let mail = Mailer::into_folder(config.data.join("letters"), config.mail_from.as_str());
        App::assemble(config, Clock::System, Ids::Random, mail.map_err(Fault::broken)?)
    }

    /// One more run has written to it.
    pub fn was_run(&self) {
        let said = fs::read_to_string(&self.ready).unwrap_or_default();
        let _ = fs::write(&self.ready, said + "run\n");
    }
}

fn config(data: &Path, url: &str) -> Result<Config, Fault> {
    let get = |name: &str| match name {
        "PERFOLIO_DATA" => Some(data.display().to_string()),
        "PERFOLIO_DATABASE_URL" => Some(url.to_owned()),
        "PERFOLIO_LISTEN" => Some("127.0.0.1:0".to_owned()),
        _ => None,
    };
    Config::read(get, &[], "./data").map_err(Fault::broken)
}

/// What decides how a world looks: when it changes, worlds are made anew.
fn recipe() -> String {
    let own = [
        include_str!("mod.rs"),
        include_str!("people.rs"),
        include_str!("template.rs"),
        include_str!("bulk.rs"),
        include_str!("../../../src/cli/demo/cases.rs"),
        include_str!("../../../src/cli/demo/words.rs"),
        include_str!("../../../programmes/perfusion-msc-2025.toml"),
        include_str!("../../../programmes/kinds/bypass-case.toml"),
    ];
    let mut said: Vec<String> = own.iter().map(|text| (*text).to_owned()).collect();
    said.push(ENGINE.to_string());
    digest(&said).chars().take(10).collect()
}

/// The world from its folder, or made now.
pub async fn world(ground: &Ground, engine: Engine, trainees: usize) -> Result<World, Fault> {
    let name = format!("{}-{trainees}", engine.name().to_lowercase());
    let recipe = recipe();
    sweep(&ground.folder, &recipe);
    let data = ground.folder.join(format!("world-{recipe}")).join(&name);
    let url = match engine {
        Engine::Sqlite => format!("sqlite:{}", data.join("perfolio.db").display()),
        Engine::Postgres => {
            let base = ground.postgres.as_ref().ok_or_else(|| Fault::broken("no PostgreSQL"))?;
            let cluster = base.rsplit_once('/').map_or(base.as_str(), |(cluster, _)| cluster);
            format!("{cluster}/bench_{recipe}_{trainees}")
        }
    };
    let ready = data.join("ready");
    let world = World { engine, trainees, data, url, ready };
    if let Ok(said) = fs::read_to_string(&world.ready)
        && said.lines().filter(|line| *line == "run").count() < RUNS
    {
        return Ok(world);
    }
    make(ground, &world).await?;
    Ok(world)
}

/// Worlds of other recipes only take room.
fn sweep(folder: &Path, recipe: &str) {
    for old in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = old.file_name().to_string_lossy().into_owned();
        if name.starts_with("world-") && name != format!("world-{recipe}") {
            let _ = fs::remove_dir_all(old.path());
        }
    }
}

async fn make(ground: &Ground, world: &World) -> Result<(), Fault> {
    let (began, name) = (Instant::now(), format!("{} with {} trainees", world.engine.name(), world.trainees));
    println!("making the world on {name}");
    let _ = fs::remove_dir_all(&world.data);
    fs::create_dir_all(&world.data).map_err(Fault::broken)?;
    if world.engine == Engine::Postgres {
        fresh_database(ground, &world.url)?;
    }
    let day = Clock::System.now().day_in(DEFAULT_ZONE).plus_days(-1);
    let step = |what: &str| println!("  {:>6.1} s  {what}", began.elapsed().as_secs_f64());
    let app = driven(world)?;
    let mut people = people::settle(&app, world.trainees, day).await?;
    step("people have come");
    let long = world.trainees > people::COHORT;
    if long || world.engine == Engine::Postgres {
        let extra = if long { Some(people::one_more(&app, &people, day).await?) } else { None };
        let files = if long { long_files(&app.files)? } else { Vec::new() };
        drop(app);
        let templates = templates(ground, day).await?;
        step("the template is there");
        let entries = in_bulk(world, &people, &templates, extra.as_ref(), &files)?;
        step(&format!("{entries} entries are written"));
        people.trainees.extend(extra);
    } else {
        template::play(&app, &people, day).await?;
        step("entries are sent and signed");
        drop(app);
    }
    let app = driven(world)?;
    refresh(&app, &people, day).await?;
    step("standings are worked out");
    tidy(world)?;
    let app_now = world.open()?;
    let (code, said) = perfolio::cli::verify(&app_now, System::at_work()).await?;
    if code != 0 {
        return Err(Fault::Broken(format!("the world does not verify:\n{said}")));
    }
    step("verified");
    for line in said.lines().take(2) {
        println!("            {line}");
    }
    fs::write(&world.ready, format!("made in {:.0} s\n{said}", began.elapsed().as_secs_f64()))
        .map_err(Fault::broken)
}

fn driven(world: &World) -> Result<App, Fault> {
    let config = world.config()?;
    let mail = Mailer::into_folder(config.data.join("letters"), config.mail_from.as_str());
    let clock = Clock::driven(Moment::of_millis(0));
    App::assemble(config, clock, Ids::seeded(SEED), mail.map_err(Fault::broken)?)
}

fn fresh_database(ground: &Ground, url: &str) -> Result<(), Fault> {
    let base = ground.postgres.clone().ok_or_else(|| Fault::broken("no PostgreSQL"))?;
    let name = url.rsplit('/').next().unwrap_or_default().to_owned();
    let mut conn = Conn::open(&Address::Postgres(base), Use::Write).map_err(Fault::broken)?;
    conn.batch_execute(&format!("DROP DATABASE IF EXISTS {name}"))?;
    conn.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template0"))?;
    Ok(())
}

/// One cohort through acts, in a small world of its own on SQLite.
async fn templates(ground: &Ground, day: Day) -> Result<Vec<template::Template>, Fault> {
    let data = ground.folder.join("template");
    let _ = fs::remove_dir_all(&data);
    fs::create_dir_all(&data).map_err(Fault::broken)?;
    let url = format!("sqlite:{}", data.join("perfolio.db").display());
    let ready = data.join("ready");
    let scratch = World { engine: Engine::Sqlite, trainees: people::COHORT, data, url, ready };
    let app = driven(&scratch)?;
    let people = people::settle(&app, people::COHORT, day).await?;
    template::play(&app, &people, day).await?;
    drop(app);
    let mut conn = raw(&scratch)?;
    let read = template::read(&mut conn, &people);
    drop(conn);
    let _ = fs::remove_dir_all(&scratch.data);
    read
}

fn raw(world: &World) -> Result<Conn, Fault> {
    let address = Address::parse(&world.url).map_err(Fault::broken)?;
    Conn::open(&address, Use::Write).map_err(Fault::broken)
}

fn in_bulk(
    world: &World,
    people: &People,
    templates: &[template::Template],
    extra: Option<&Trainee>,
    files: &[StoredFile],
) -> Result<usize, Fault> {
    let mut conn = raw(world)?;
    // A power cut while a world is made costs the world, nothing else.
    match &mut conn {
        Conn::Sqlite(c) => c.batch_execute(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -800000; \
             PRAGMA foreign_keys = OFF;",
        )?,
        Conn::Postgres(c) => {
            c.batch_execute("SET synchronous_commit = off; SET session_replication_role = replica;")?;
        }
    }
    keep_files(&mut conn, files)?;
    let mut shares: Vec<bulk::Share<'_>> = Vec::new();
    for (nth, who) in people.trainees.iter().enumerate() {
        let template = templates.get(nth % templates.len().max(1)).ok_or(Fault::NotFound)?;
        shares.push(bulk::Share { who, templates: vec![template], files: &[] });
    }
    if let Some(who) = extra {
        shares.push(bulk::Share { who, templates: templates.iter().take(LONG).collect(), files });
    }
    let written = bulk::write(&mut conn, people, &shares)?;
    if let Conn::Sqlite(c) = &mut conn {
        c.batch_execute("PRAGMA journal_mode = WAL;")?;
    }
    Ok(written)
}

fn long_files(files: &Files) -> Result<Vec<StoredFile>, Fault> {
    let chance = Chance::seeded(SEED);
    let one = |nth: usize| {
        let (name, bytes) = match nth % 2 {
            0 => (format!("trend-{nth}.png"), proofs::photo(&chance)?),
            _ => (format!("note-{nth}.pdf"), proofs::paper(&format!("Note {nth}"), "Trainee")),
        };
        store_one(files, &name, bytes)?.map_err(Fault::Broken)
    };
    (0..LONG_FILES).map(one).collect()
}

fn keep_files(conn: &mut Conn, stored: &[StoredFile]) -> Result<(), Fault> {
    for file in stored {
        diesel::insert_into(files::table)
            .values((
                files::hash.eq(&file.hash),
                files::size.eq(file.size),
                files::media_type.eq(&file.media_type),
                files::thumb_hash.eq(&file.thumb_hash),
                files::stored_at.eq(Moment::of_millis(1_700_000_000_000)),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Every standing, by the house's own function, as of the morning of the world's day.
async fn refresh(app: &App, people: &People, day: Day) -> Result<(), Fault> {
    app.clock.set(day.starts_in(DEFAULT_ZONE).plus_seconds(6 * 3600));
    for some in people.trainees.chunks(50) {
        let portfolios: Vec<PortfolioId> = some.iter().map(|one| one.portfolio.clone()).collect();
        app.write_quietly(Why::StandingRefreshed, move |tx| {
            for portfolio in &portfolios {
                tx.take_also(BookId::from(portfolio.clone()))?;
                standing::refresh_all(tx, portfolio)?;
            }
            Ok(())
        })
        .await?;
    }
    Ok(())
}

/// What a running house would have done in two years: PostgreSQL's autovacuum, SQLite's checkpoints.
fn tidy(world: &World) -> Result<(), Fault> {
    let mut conn = raw(world)?;
    match &mut conn {
        Conn::Sqlite(c) => c.batch_execute("PRAGMA wal_checkpoint(TRUNCATE);")?,
        Conn::Postgres(c) => {
            // Several statements in one message would be one transaction, in which nothing is vacuumed.
            c.batch_execute("VACUUM ANALYZE")?;
            c.batch_execute("CHECKPOINT")?;
        }
    }
    Ok(())
}
