//! The server killed with SIGKILL at random moments while several people log and sign as fast as they can
//! over real connections. Whatever was acknowledged (a whole 303 arrived) is there afterwards; every chain
//! verifies, standings are fresh or marked, evidence is on the disk, and what no row names is swept.
//! Three kills in the suite; `cargo xtask crash` makes twenty on each engine. A killed process loses what
//! it had not given to the kernel; a power cut also what the kernel had not written: that is what fsync in
//! every commit is for, and no test here can show it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use diesel::prelude::*;
use perfolio::cli::demo::PASSWORD;
use perfolio::clock::Clock;
use perfolio::config::Config;
use perfolio::db::conn::{Conn, Use};
use perfolio::db::schema::{accounts, decisions, entries, evidence, exports, files, portfolios, requests};
use perfolio::domain::audit::hex;
use perfolio::domain::time::DEFAULT_ZONE;
use perfolio::jobs::worker;
use sha2::{Digest, Sha256};

use crate::kit::browser::Shown;
use crate::kit::morning::option;
use crate::kit::papers::pdf;
use crate::kit::served::Served;
use crate::kit::small::{made, nothing_yet, opened, verifies};
use crate::kit::wire::{Sent, Wire};

/// What people were told is done.
#[derive(Default)]
struct Acknowledged {
    /// Entries, each with the hash of its evidence if it has some.
    entries: Vec<(String, Option<String>)>,
    /// Requests that were signed.
    signed: Vec<String>,
    faults: Vec<String>,
}

/// What all people share.
struct Street {
    address: Mutex<SocketAddr>,
    /// Raised when the server was started again.
    turn: AtomicUsize,
    over: AtomicBool,
    done: Mutex<Acknowledged>,
}

#[expect(clippy::disallowed_methods, reason = "the test command says here how often to kill")]
fn kills() -> usize {
    std::env::var("PERFOLIO_TEST_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(3)
}

#[actix_web::test]
async fn what_was_acknowledged_survives_kill_9() {
    let (config, folder) = nothing_yet();
    made(&config, Clock::System.now().day_in(DEFAULT_ZONE).plus_days(-1)).await;
    let (trainees, before) = people(&config);
    let first = Served::start(&config);
    let street = Arc::new(Street {
        address: Mutex::new(first.address),
        turn: AtomicUsize::new(0),
        over: AtomicBool::new(false),
        done: Mutex::default(),
    });
    let mut working: Vec<thread::JoinHandle<()>> = Vec::new();
    for (nth, email) in trainees.into_iter().enumerate() {
        let street = street.clone();
        working.push(thread::spawn(move || logs(&street, &email, nth)));
    }
    for email in ["supervisor@demo.example", "tobias.quillfeather@demo.example"] {
        let street = street.clone();
        working.push(thread::spawn(move || signs(&street, email)));
    }
    let (kills, began) = (kills(), Instant::now());
    let (mut served, mut seed) = (first, 88_172_645_463_325_252_u64 ^ u64::from(std::process::id()));
    println!("{kills} kills on {}, seed {seed}", config.database.engine());
    wait_for(&street, 1);
    for kill in 0..kills {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        thread::sleep(Duration::from_millis(300 + seed % 900));
        served.kill();
        let acknowledged = count(&street);
        served = Served::start(&config);
        *street.address.lock().unwrap() = served.address;
        street.turn.store(kill + 1, Ordering::SeqCst);
        wait_for(&street, acknowledged + 1);
    }
    street.over.store(true, Ordering::SeqCst);
    working.into_iter().for_each(|one| one.join().unwrap());
    served.kill();
    let took = began.elapsed();

    let done = std::mem::take(&mut *street.done.lock().unwrap());
    assert!(done.faults.is_empty(), "{:?}", done.faults);
    assert!(done.entries.len() > kills && !done.signed.is_empty(), "hardly anything was done");
    let house = opened(&config, &Clock::System.now().to_string(), folder).await;
    let told = verifies(&house.app).await;
    let lost = lost(&config, &done);
    assert_eq!(lost, Vec::<String>::new());
    let rows = entries_there(&config) - before;
    println!(
        "{} acts acknowledged ({} entries, {} of them with evidence, {} signatures) in {:.0} s, {kills} kills, {} \
         lost; {} entries were committed whose answer did not arrive\n{told}",
        done.entries.len() + done.signed.len(),
        done.entries.len(),
        done.entries.iter().filter(|(_, file)| file.is_some()).count(),
        done.signed.len(),
        took.as_secs_f64(),
        lost.len(),
        rows - i64::try_from(done.entries.len()).unwrap(),
    );

    // Some nights later nothing is on the disk that no row names, and all evidence is: in the first night
    // rows go that nothing names (drafts that were sent), in the next their files.
    grow_old(&config);
    for _ in 0..3 {
        house.later(24 * 60 * 60);
        while worker::run_due(&house.app).await.unwrap() > 0 {}
    }
    let named = named(&config);
    for hash in crate::kit::small::all_files(&config).into_keys() {
        assert!(named.contains(&hash), "nobody names the file {hash}");
    }
    assert_eq!(lost_files(&config, &done), Vec::<String>::new());
    verifies(&house.app).await;
}

fn count(street: &Street) -> usize {
    let done = street.done.lock().unwrap();
    done.entries.len() + done.signed.len()
}

/// Until so much was acknowledged: then the server is in the middle of its work.
fn wait_for(street: &Street, acts: usize) {
    let began = Instant::now();
    while count(street) < acts {
        let faults = street.done.lock().unwrap().faults.clone();
        assert!(faults.is_empty(), "{faults:?}");
        assert!(began.elapsed() < Duration::from_secs(60), "nothing happens after a restart");
        thread::sleep(Duration::from_millis(5));
    }
}

/// One act after another until it is over; what breaks off is tried again on the next server.
fn keeps_on(street: &Street, email: &str, mut act: impl FnMut(&mut Wire) -> std::io::Result<()>) {
    let mut wire = Wire::to(*street.address.lock().unwrap());
    let (mut turn, mut signed_in) = (0, false);
    while !street.over.load(Ordering::SeqCst) {
        let now = street.turn.load(Ordering::SeqCst);
        if now != turn {
            turn = now;
            wire.moves_to(*street.address.lock().unwrap());
        }
        let done = if signed_in { act(&mut wire) } else { wire.signs_in(email, PASSWORD) };
        match done {
            Ok(()) => signed_in = true,
            Err(_) => thread::sleep(Duration::from_millis(10)),
        }
    }
}

fn unexpected(street: &Street, what: &str, shown: &Shown) {
    let place = shown.location().unwrap_or_default();
    let main = shown.body.split_once("<main").map_or(shown.body.as_str(), |(_, main)| main);
    let text: String = main.chars().take(1_500).collect();
    street.done.lock().unwrap().faults.push(format!("{what}: {} {place} {text}", shown.status));
}

/// Logs cases, every third with a paper that nobody has logged before.
fn logs(street: &Street, email: &str, nth: usize) {
    let mut case = 0;
    keeps_on(street, email, |wire| {
        let page = wire.get("/entries/new?kind=bypass-case")?;
        if page.status != 200 {
            unexpected(street, "the form", &page);
            return Ok(());
        }
        case += 1;
        let (ask, site) = (option(&page, "ask", ""), option(&page, "f-site", ""));
        let minutes = (60 + case % 100).to_string();
        let typed = [
            ("when", "today"),
            ("f-procedure", "aortic"),
            ("f-part-played", "ran-it"),
            ("f-supervision", "beside-me"),
            ("f-supervisor", ask.as_str()),
            ("f-site", site.as_str()),
            ("f-urgency", "elective"),
            ("f-patient-group", "adult"),
            ("f-bypass-minutes", minutes.as_str()),
            ("double", "yes"),
            ("ask", ask.as_str()),
            ("do", "submit"),
        ];
        let words = Wire::words(&page, "/entries", &typed);
        let paper = pdf("page", &format!("Note {case} of trainee {nth}, process {}", std::process::id()));
        let with_paper = case % 3 == 0;
        let sent = match with_paper {
            true => {
                let file = Sent { field: "evidence", name: "note.pdf", bytes: &paper };
                wire.post_with("/entries", &words, &file)?
            }
            false => wire.post("/entries", &words)?,
        };
        match sent.location().and_then(|at| at.strip_prefix("/entries/")).map(str::to_owned) {
            Some(entry) if sent.status == 303 => {
                let hash = with_paper.then(|| hex(&Sha256::digest(&paper)));
                street.done.lock().unwrap().entries.push((entry, hash));
            }
            _ => unexpected(street, "an entry", &sent),
        }
        Ok(())
    });
}

/// Signs whatever is in the inbox, one after another and round again.
fn signs(street: &Street, email: &str) {
    let mut nth = 0;
    keeps_on(street, email, |wire| {
        let waiting = requests_in(&wire.get("/inbox")?);
        nth += 1;
        let Some(request) = waiting.get(nth % waiting.len().max(1)).cloned() else {
            thread::sleep(Duration::from_millis(20));
            return Ok(());
        };
        let page = wire.get(&format!("/inbox/{request}"))?;
        let action = format!("/inbox/{request}/signature");
        if page.status != 200 || !page.body.contains(&format!("action=\"{action}\"")) {
            return Ok(());
        }
        let level = page.body.split("name=\"level\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let typed = [("comment", ""), ("level", level.unwrap_or_default())];
        let signed = wire.post(&action, &Wire::words(&page, &action, &typed))?;
        match signed.status {
            303 => street.done.lock().unwrap().signed.push(request),
            _ => unexpected(street, "a signature", &signed),
        }
        Ok(())
    });
}

fn requests_in(inbox: &Shown) -> Vec<String> {
    let id = |after: &str| after.chars().take_while(char::is_ascii_alphanumeric).collect::<String>();
    let mut found: Vec<String> = inbox.body.split("href=\"/inbox/").skip(1).map(id).collect();
    found.retain(|id| !id.is_empty());
    found.dedup();
    found
}

fn conn(config: &Config) -> Conn {
    Conn::open(&config.database, Use::Read).unwrap()
}

/// The addresses of all trainees, and how many entries there are before anything is done.
fn people(config: &Config) -> (Vec<String>, i64) {
    let mut conn = conn(config);
    let trainees = accounts::table
        .inner_join(portfolios::table.on(portfolios::person_id.eq(accounts::id)))
        .select(accounts::email)
        .load(&mut conn)
        .unwrap();
    (trainees, entries::table.count().get_result(&mut conn).unwrap())
}

fn entries_there(config: &Config) -> i64 {
    entries::table.count().get_result(&mut conn(config)).unwrap()
}

/// What was acknowledged and is not there.
fn lost(config: &Config, done: &Acknowledged) -> Vec<String> {
    let mut conn = conn(config);
    let there: BTreeSet<String> =
        entries::table.select(entries::id).load::<String>(&mut conn).unwrap().into_iter().collect();
    let decided: BTreeSet<String> = requests::table
        .inner_join(decisions::table.on(decisions::request_id.eq(requests::id.nullable())))
        .filter(decisions::verdict.eq("signed"))
        .select(requests::id)
        .load::<String>(&mut conn)
        .unwrap()
        .into_iter()
        .collect();
    let mut lost: Vec<String> = Vec::new();
    lost.extend(
        done.entries.iter().filter(|(id, _)| !there.contains(id)).map(|(id, _)| format!("entry {id}")),
    );
    lost.extend(
        done.signed.iter().filter(|id| !decided.contains(*id)).map(|id| format!("signature on {id}")),
    );
    lost.extend(lost_files(config, done));
    lost
}

/// Evidence that was acknowledged with an entry and is not with it, or not on the disk.
fn lost_files(config: &Config, done: &Acknowledged) -> Vec<String> {
    use perfolio::db::schema::entry_versions;
    let with: Vec<(String, String)> = evidence::table
        .inner_join(entry_versions::table.on(evidence::version_id.eq(entry_versions::id.nullable())))
        .select((entry_versions::entry_id, evidence::file_hash))
        .load(&mut conn(config))
        .unwrap();
    let with: BTreeMap<String, String> = with.into_iter().collect();
    let on_disk = crate::kit::small::all_files(config);
    let whole = |entry: &String, hash: &String| {
        let right = |bytes: &Vec<u8>| hex(&Sha256::digest(bytes)) == *hash;
        with.get(entry) == Some(hash) && on_disk.get(hash).is_some_and(right)
    };
    let acknowledged = done.entries.iter().filter_map(|(entry, hash)| Some((entry, hash.as_ref()?)));
    acknowledged
        .filter(|(entry, hash)| !whole(entry, hash))
        .map(|(e, h)| format!("file {h} of {e}"))
        .collect()
}

fn named(config: &Config) -> BTreeSet<String> {
    let rows: Vec<(String, String)> =
        files::table.select((files::hash, files::thumb_hash)).load(&mut conn(config)).unwrap();
    let reports: Vec<String> = exports::table.select(exports::file_hash).load(&mut conn(config)).unwrap();
    rows.into_iter().flat_map(|(hash, thumb)| [hash, thumb]).chain(reports).collect()
}

/// As if every file had been there for three days.
fn grow_old(config: &Config) {
    for folder in fs::read_dir(config.data.join("files")).unwrap() {
        for file in fs::read_dir(folder.unwrap().path()).unwrap() {
            let file = File::options().write(true).open(file.unwrap().path()).unwrap();
            let before = file.metadata().unwrap().modified().unwrap() - Duration::from_secs(3 * 24 * 60 * 60);
            file.set_modified(before).unwrap();
        }
    }
}
