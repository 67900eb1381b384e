//! The rows of the table, one function for each group. Within one engine the same house answers, so
//! that what is compared was measured minutes apart on the same machine.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use diesel::prelude::*;
use perfolio::app::App;
use perfolio::clock::Clock;
use perfolio::db::schema::{exports, jobs};
use perfolio::db::tx::Outcome;
use perfolio::domain::audit::Event;
use perfolio::domain::fault::Fault;
use perfolio::domain::names::{BookId, ExportId};
use perfolio::domain::role::System;
use perfolio::features::{site, standing};
use perfolio::hashing::Hashing;
use perfolio::web::asset::CSS_PATH;
use perfolio::web::{paths, server};

use crate::cast::{self, Cast, Member};
use crate::client::{Answer, Ask, Client, Done};
use crate::house::House;
use crate::load::{self, Expect, Measured};
use crate::table::Line;
use crate::world::World;

pub struct Bench {
    pub program: PathBuf,
    pub time: Duration,
    pub lines: Vec<Line>,
}

fn page(mark: &str) -> Expect<'_> {
    Expect { status: 200, mark }
}

pub fn said(fault: Fault) -> String {
    fault.to_string()
}

/// Pages that are measured, with a mark that only they have.
pub const HOME: (&str, &str) = (paths::HOME, "signed");
pub const LOG: (&str, &str) = (paths::PORTFOLIO, "/entries/");
pub const BOARD: (&str, &str) = (paths::BOARD, "/trainees/");
/// The emptiest page there is for somebody signed in: their session is looked up, the frame is drawn
/// with their menu, and the form in it shows nothing of theirs.
pub const EMPTY: (&str, &str) = (paths::PASSWORD_FORGOTTEN, "Ask for a new password");

/// What pages cost besides time, from a house in this process: statements, and bytes on a first view.
#[derive(Default, Clone, Copy)]
pub struct Cost {
    pub statements: u64,
    pub view: (usize, usize),
}

pub struct Costs {
    pub empty: Cost,
    pub home: Cost,
    pub log: Cost,
    pub board: Cost,
    pub all_board: Cost,
    /// On PostgreSQL only, where writes use the counted connections.
    pub save: Option<u64>,
    pub sign: Option<u64>,
}

/// A house in this process for what only it can tell.
pub async fn costs(world: &World, cast: &Cast) -> Done<Costs> {
    let app = world.open().map_err(said)?;
    standing::refresh_due(&app, System::at_work()).await.map_err(said)?;
    let (server, addresses) = server::serve(&app, site()).map_err(|why| why.to_string())?;
    let handle = server.handle();
    actix_web::rt::spawn(server);
    let address = *addresses.first().ok_or("no address")?;
    let counted = app.clone();
    let first = cast.trainees.first().ok_or("no trainee")?.me.token.clone();
    let lead = cast.leads.first().ok_or("no lead")?.token.clone();
    let all = cast.lead_of_all.token.clone();
    let save = cast.cases(2, Clock::System.now());
    let sign: Vec<Ask> = cast.signatures(world).map_err(said)?.into_iter().take(2).collect();
    let postgres = app.db.engine() == "postgres";
    let found = actix_web::rt::task::spawn_blocking(move || {
        let of = |path: &str, token: &str| cost(&counted, address, path, token);
        let write = |asks: &[Ask]| -> Done<Option<u64>> {
            let (Some(warm), Some(one), true) = (asks.first(), asks.get(1), postgres) else {
                return Ok(None);
            };
            Client::to(address).ask(warm)?;
            let before = counted.db.statements();
            let answer = Client::to(address).ask(one)?;
            if answer.status != 303 {
                return Err(format!("{} answered {}", one.path, answer.status));
            }
            Ok(Some(counted.db.statements() - before))
        };
        Ok::<_, String>(Costs {
            empty: of(EMPTY.0, &first)?,
            home: of(HOME.0, &first)?,
            log: of(LOG.0, &first)?,
            board: of(BOARD.0, &lead)?,
            all_board: of(BOARD.0, &all)?,
            save: write(&save)?,
            sign: write(&sign)?,
        })
    });
    let found = found.await.map_err(|why| why.to_string())?;
    handle.stop(true).await;
    found
}

fn cost(app: &App, address: SocketAddr, path: &str, token: &str) -> Done<Cost> {
    let mut client = Client::to(address);
    let ask = Ask::get(path, token);
    // The first fills the shelf.
    client.ask(&ask)?;
    let before = app.db.statements();
    let answer = client.ask(&ask)?;
    let statements = app.db.statements() - before;
    Ok(Cost { statements, view: first_view(&mut client, &answer)? })
}

/// The page and all that its head and pictures ask for, each once.
fn first_view(client: &mut Client, answer: &Answer) -> Done<(usize, usize)> {
    if answer.status != 200 {
        return Err(format!("a page answered {}", answer.status));
    }
    let text = answer.text()?;
    let (mut bytes, mut seen) = (answer.body.len(), Vec::new());
    for tag in text.split('<').skip(1) {
        let name = tag.split([' ', '>']).next().unwrap_or_default();
        let of = |attribute: &str| {
            let rest = tag.split(&format!(" {attribute}=\"")).nth(1)?;
            rest.split('"').next().map(str::to_owned)
        };
        let wanted = match name {
            "link" if !tag.contains("rel=\"canonical\"") => of("href"),
            "script" | "img" => of("src"),
            _ => None,
        };
        let Some(path) = wanted.filter(|path| path.starts_with('/')) else { continue };
        if seen.contains(&path) {
            continue;
        }
        let part = client.ask(&Ask::get(path.as_str(), ""))?;
        bytes += part.body.len();
        seen.push(path);
    }
    Ok((bytes, seen.len() + 1))
}

impl Bench {
    pub fn add(&mut self, line: Line) {
        let shown = line
            .measured
            .as_ref()
            .map(|m| format!("{:.0}/s, p50 {:.2} ms, p99 {:.2} ms", m.rate(), m.p50, m.p99));
        println!("  {}: {}", line.what, shown.unwrap_or_default());
        for (aim, found, met) in &line.aims {
            let verdict = match met {
                Some(true) => "met",
                Some(false) => "MISSED",
                None => "    ",
            };
            println!("      {verdict}  {aim} → {found}");
        }
        self.lines.push(line);
    }

    /// Home, log list and board; gives their medians for comparison with the other size.
    pub fn pages(
        &mut self,
        house: &House,
        world: &World,
        cast: &Cast,
        costs: &Costs,
        small: Option<&[f64]>,
    ) -> Done<Vec<f64>> {
        let (engine, time) = (world.engine.name(), self.time);
        let at = |asks: &[Ask], expect| {
            load::round(house.address, 4, Duration::from_millis(700), asks, expect)?;
            load::round(house.address, 4, time, asks, expect)
        };
        let of = |what: &str| format!("{what}, {} trainees", world.trainees);
        let empty = at(&cast.pages(EMPTY.0), page(EMPTY.1))?;
        if small.is_none() {
            let file = at(&[Ask::get(CSS_PATH, "")], page("nhsuk"))?;
            self.add(Line::of(engine, "a static file from memory (floor)").measured(&file));
        }
        self.add(
            Line::of(engine, of("signed-in page that shows nothing (floor)"))
                .measured(&empty)
                .statements(Some(costs.empty.statements))
                .first_view(Some(costs.empty.view)),
        );
        let rows = [
            ("home", cast.pages(HOME.0), HOME.1, costs.home),
            ("log list", cast.pages(LOG.0), LOG.1, costs.log),
            ("board of a cohort (24 rows)", cast.boards(), BOARD.1, costs.board),
        ];
        let mut medians = Vec::new();
        for (nth, (what, asks, mark, cost)) in rows.into_iter().enumerate() {
            let measured = at(&asks, page(mark))?;
            let share = measured.rate() / empty.rate();
            let mut line = Line::of(engine, of(what))
                .measured(&measured)
                .statements(Some(cost.statements))
                .first_view(Some(cost.view))
                .aim("≥ 0.40 of the empty page", format!("{share:.2}"), share >= 0.4);
            if let Some(before) = small.and_then(|small| small.get(nth)) {
                let times = measured.p50 / before.max(1e-6);
                line = line.aim("p50 ≤ 1.3 × that at 24", format!("{times:.2} ×"), times <= 1.3);
            }
            medians.push(measured.p50);
            self.add(line);
        }
        if small.is_some() {
            let all = at(&[Ask::get(BOARD.0, &cast.lead_of_all.token)], page(BOARD.1))?;
            self.add(
                Line::of(engine, "board of the lead who sees all 2 000 (50 rows)")
                    .measured(&all)
                    .statements(Some(costs.all_board.statements))
                    .first_view(Some(costs.all_board.view)),
            );
        }
        Ok(medians)
    }

    /// Saving and signing by 16 clients, against a write that does nothing but be audited.
    pub fn writes(
        &mut self,
        house: &House,
        world: &World,
        cast: &Cast,
        costs: &Costs,
        floor: &Measured,
    ) -> Done<()> {
        let engine = world.engine.name();
        let (least, slowest) = match engine {
            "SQLite" => (1000.0, 40.0),
            _ => (400.0, 100.0),
        };
        self.add(Line::of(engine, "an empty audited write, 16 books (floor, without HTTP)").measured(floor));
        let many = usize::try_from(self.time.as_secs().max(1)).unwrap_or(1) * 4000;
        let cases = cast.cases(many, Clock::System.now());
        let signatures = cast.signatures(world).map_err(said)?;
        let rows = [("save an entry", cases, "/entries/", costs.save), ("sign", signatures, "/", costs.sign)];
        for (what, asks, mark, statements) in rows {
            house.forget_peak();
            let (warm, asks) = asks.split_at(asks.len().min(200));
            let expect = Expect { status: 303, mark };
            load::once(house.address, 16, self.time, warm, expect)?;
            let measured = load::once(house.address, 16, self.time, asks, expect)?;
            let rate = measured.rate();
            let line = Line::of(engine, format!("{what}, 16 clients, {} trainees", world.trainees))
                .measured(&measured)
                .statements(statements)
                .memory(house.memory().1)
                .aim(format!("≥ {least:.0}/s"), format!("{rate:.0}/s"), rate >= least)
                .aim(
                    format!("p99 < {slowest:.0} ms"),
                    format!("{:.1} ms", measured.p99),
                    measured.p99 < slowest,
                )
                .says("share of an empty audited write", format!("{:.2}", rate / floor.rate()));
            self.add(line);
        }
        Ok(())
    }

    /// Signing in, against what the cores can hash; and what others feel of it.
    pub fn sign_in(&mut self, house: &House, world: &World, cast: &Cast) -> Done<()> {
        let (engine, time) = (world.engine.name(), self.time);
        let raw = hashing(time)?;
        self.add(Line::of(engine, "argon2id alone, 2 threads (floor)").measured(&raw));
        let expect = Expect { status: 303, mark: "/" };
        let arrivals = cast.arrivals(4000);
        let (first, second) = arrivals.split_at(2000);
        let measured = load::once(house.address, 16, time, first, expect)?;
        let share = measured.rate() / raw.rate();
        self.add(Line::of(engine, "sign in, 16 at once").measured(&measured).memory(house.memory().1).aim(
            "≥ 0.70 of the hashing",
            format!("{share:.2}"),
            share >= 0.7,
        ));
        let asks = cast.pages(HOME.0);
        let alone = load::round(house.address, 4, time, &asks, page(HOME.1))?;
        let beside = std::thread::scope(|scope| {
            let crowd = scope
                .spawn(|| load::once(house.address, 16, time + Duration::from_millis(600), second, expect));
            std::thread::sleep(Duration::from_millis(300));
            let beside = load::round(house.address, 4, time, &asks, page(HOME.1));
            crowd.join().map_err(|_| "the crowd panicked".to_owned())??;
            beside
        })?;
        let times = beside.p99 / alone.p99.max(1e-6);
        self.add(Line::of(engine, "home of others while 16 sign in").measured(&beside).aim(
            "p99 ≤ 2 × that before",
            format!("{times:.2} × ({:.1} ms before)", alone.p99),
            times <= 2.0,
        ));
        Ok(())
    }

    pub fn start(&mut self, house: &House, world: &World) {
        let seconds = house.ready.as_secs_f64();
        self.add(
            Line::of(world.engine.name(), format!("serve ready, {} trainees", world.trainees))
                .memory(house.memory().0)
                .aim("< 1 s", format!("{seconds:.2} s"), seconds < 1.0),
        );
    }

    pub fn resident(&mut self, house: &House, world: &World) {
        let (now, _) = house.memory();
        self.add(Line::of(world.engine.name(), "resident after pages and writes").memory(now).aim(
            "< 150 MB",
            format!("{now} MB"),
            now < 150,
        ));
    }

    /// Reports: seconds from asking to ready, and peaks of the house and of the child that draws.
    pub fn exports(&mut self, house: &House, world: &World, cast: &Cast) -> Done<()> {
        let long = cast.long.as_ref().ok_or("nobody has 1 000 entries")?;
        let one = [("enrolment", long.enrolment.as_str())];
        let lead = cast.leads.first().ok_or("no lead")?;
        for format in ["pdf", "xlsx", "csv"] {
            self.report(
                house,
                world,
                (&long.me, &one, format),
                "portfolio of 1 000 entries, 100 files",
                None,
            )?;
        }
        for format in ["xlsx", "csv"] {
            let small = self.report(house, world, (lead, &[], format), "cohort of 24", None)?;
            self.report(house, world, (&cast.lead_of_all, &[], format), "cohort of 2 000", Some(small))?;
        }
        Ok(())
    }

    fn report(
        &mut self,
        house: &House,
        world: &World,
        (who, about, format): (&Member, &[(&str, &str)], &str),
        what: &str,
        small: Option<u64>,
    ) -> Done<u64> {
        let mut conn = cast::conn(world).map_err(said)?;
        house.forget_peak();
        let before = house.memory().0;
        let began = Instant::now();
        let (id, child) = house.watching_children(|| -> Done<ExportId> {
            let answer = Client::to(house.address).ask(&Cast::report(who, about, format))?;
            load::looked_at(&answer, Expect { status: 303, mark: paths::EXPORTS })?;
            loop {
                let (id, state): (ExportId, String) = exports::table
                    .filter(exports::asked_by.eq(&who.account))
                    .order(exports::asked_at.desc())
                    .select((exports::id, exports::state))
                    .first(&mut conn)
                    .map_err(|why| why.to_string())?;
                match state.as_str() {
                    "asked" if began.elapsed() < Duration::from_secs(180) => {
                        std::thread::sleep(Duration::from_millis(10));
                    }
                    "ready" => return Ok(id),
                    other => return Err(format!("a report as {format} is {other}")),
                }
            }
        });
        let seconds = began.elapsed().as_secs_f64();
        let peak = house.memory().1;
        let answer = Client::to(house.address).ask(&Ask::get(paths::export(id?.as_str()), &who.token))?;
        let head: &[u8] = match format {
            "pdf" => b"%PDF",
            "xlsx" => b"PK",
            _ => b"\xef\xbb\xbf",
        };
        let body = answer.plain()?;
        if answer.status != 200 || !(body.starts_with(head) || format == "csv" && body.len() > 1000) {
            return Err(format!("{what} as {format} answered {} with {} bytes", answer.status, body.len()));
        }
        let said = format!(
            "{seconds:.2} s, {:.1} MB, {} MB → {peak} MB in the house",
            body.len() as f64 / 1e6,
            before
        );
        let said = if child > 0 { format!("{said}, {child} MB in its child") } else { said };
        let mut line = Line::of(world.engine.name(), format!("{what} as {}", format.to_uppercase()))
            .memory(peak.max(child))
            .says("seconds, file, memory", said);
        let grown = peak.saturating_sub(before);
        if let Some(small) = small {
            let met = grown <= small + 16;
            line = line.aim(
                "memory does not grow with the cohort",
                format!("+{grown} MB, for 24: +{small} MB"),
                met,
            );
        }
        self.add(line);
        Ok(grown)
    }
}

/// What two threads can hash of sign-ins' passwords.
fn hashing(time: Duration) -> Done<Measured> {
    let hashing = Hashing::owasp().map_err(said)?;
    let began = Instant::now();
    let all = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    let mut micros = Vec::new();
                    while began.elapsed() < time {
                        let one = Instant::now();
                        hashing.hash_now("a password as long as most").map_err(said)?;
                        micros.push(u32::try_from(one.elapsed().as_micros()).unwrap_or(u32::MAX));
                    }
                    Ok(micros)
                })
            })
            .collect();
        workers
            .into_iter()
            .map(|w| w.join().map_err(|_| "a thread panicked".to_owned())?)
            .collect::<Done<Vec<_>>>()
    })?;
    Ok(Measured::of(all.concat(), began.elapsed().as_secs_f64()))
}

/// 16 writers with nothing to say, each in another book, through the door as any act.
pub async fn empty_writes(world: &World, cast: &Cast, time: Duration) -> Done<Measured> {
    let app = world.open().map_err(said)?;
    let began = Instant::now();
    let tasks: Vec<_> = (0..16)
        .map(|nth| {
            let app = app.clone();
            let mine: Vec<BookId> = cast
                .trainees
                .iter()
                .skip(nth)
                .step_by(16)
                .map(|one| BookId::from(one.portfolio.clone()))
                .collect();
            actix_web::rt::spawn(async move {
                let mut micros = Vec::new();
                for book in mine.iter().cycle() {
                    if began.elapsed() >= time {
                        break;
                    }
                    let one = Instant::now();
                    let event = Event::new("system", "bench/nothing", "bench");
                    app.write(book.clone(), move |_| Ok(Outcome::of((), event))).await.map_err(said)?;
                    micros.push(u32::try_from(one.elapsed().as_micros()).unwrap_or(u32::MAX));
                }
                Ok::<_, String>(micros)
            })
        })
        .collect();
    let mut micros = Vec::new();
    for task in tasks {
        micros.extend(task.await.map_err(|why| why.to_string())??);
    }
    Ok(Measured::of(micros, began.elapsed().as_secs_f64()))
}

/// Letters that the writes have queued would be written beside what is measured next.
pub fn without_letters(world: &World) -> Done<()> {
    let mut conn = cast::conn(world).map_err(said)?;
    diesel::delete(jobs::table.filter(jobs::job.ne("tidy")))
        .execute(&mut conn)
        .map(drop)
        .map_err(|e| e.to_string())
}
