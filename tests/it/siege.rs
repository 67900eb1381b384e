//! A house under siege: the real program on a port of its own, and somebody who means it harm (or a
//! proxy that has gone mad). Whatever they do, others are answered. No speeds are held here: `PATIENCE` only
//! tells a house that stands still from a slow machine.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use perfolio::db::conn::Address;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tempfile::TempDir;

use crate::kit::app::PASSWORD;
use crate::kit::db;

const PATIENCE: Duration = Duration::from_secs(30);
/// After this long a house gives up a line that says nothing.
const GIVEN_UP: Duration = Duration::from_secs(15);
const ADMIN: &str = "ann@besieged.example";

/// A running house with one admin, who signs in from 10.0.0.1; everybody else says where they are.
struct Besieged {
    child: Child,
    address: SocketAddr,
    _folder: TempDir,
}

impl Drop for Besieged {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What came back: the status (0 if nothing did) and the body.
struct Came {
    status: u16,
    text: String,
}

impl Besieged {
    fn new() -> Besieged {
        let folder = tempfile::tempdir().unwrap();
        let database = match db::empty(folder.path()) {
            Address::Sqlite(path) => format!("sqlite:{}", path.display()),
            Address::Postgres(url) => url,
        };
        let mut child = Command::new(env!("CARGO_BIN_EXE_perfolio"))
            .env_clear()
            .env("PERFOLIO_DATA", folder.path())
            .env("PERFOLIO_DATABASE_URL", database)
            .env("PERFOLIO_LISTEN", "127.0.0.1:0")
            .env("PERFOLIO_TRUSTED_PROXY", "127.0.0.1")
            .env("PERFOLIO_LOG", "error")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let listens =
            said.find_map(|line| line.split_once("listens on http://").map(|(_, at)| at.to_owned()));
        let address = listens.expect("the house says where it listens").parse().unwrap();
        let token =
            said.find_map(|line| line.split_once("/set-up/").map(|(_, token)| token.trim().to_owned()));
        let house = Besieged { child, address, _folder: folder };
        let me = format!("name=Ann+Admin&email={ADMIN}&password={}", PASSWORD.replace(' ', "+"));
        let made = house.post(&format!("/set-up/{}", token.expect("a link to set up by")), "10.0.0.1", &me);
        assert_eq!(made.status, 303, "{}", made.text);
        house
    }

    fn line(&self) -> TcpStream {
        let line = TcpStream::connect(self.address).unwrap();
        line.set_read_timeout(Some(PATIENCE)).unwrap();
        line.set_write_timeout(Some(PATIENCE)).unwrap();
        line
    }

    fn get(&self, path: &str) -> Came {
        let mut line = self.line();
        write!(line, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).unwrap();
        answer(&mut line)
    }

    fn post(&self, path: &str, from: &str, body: &str) -> Came {
        let mut line = self.line();
        let head = self.head(path, from, "application/x-www-form-urlencoded", body.len());
        line.write_all(format!("{head}{body}").as_bytes()).unwrap();
        answer(&mut line)
    }

    fn head(&self, path: &str, from: &str, kind: &str, length: usize) -> String {
        format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nX-Forwarded-For: {from}\r\n\
             Sec-Fetch-Site: same-origin\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n",
            self.address
        )
    }

    fn signs_in(&self, from: &str, email: &str, password: &str) -> Came {
        self.post("/sign-in", from, &format!("email={email}&password={}", password.replace(' ', "+")))
    }

    /// Somebody with nothing to do with all this opens a page, and the admin comes in.
    fn is_usable(&self) {
        self.is_usable_until(Instant::now() + PATIENCE);
    }

    fn is_usable_until(&self, last: Instant) {
        assert_eq!(self.get("/healthz").status, 200);
        let page = self.get("/sign-in");
        assert!(page.status == 200 && page.text.contains("password"), "{} {}", page.status, page.text);
        assert_eq!(self.signs_in("10.0.0.1", ADMIN, PASSWORD).status, 303);
        assert!(Instant::now() < last, "three answers came too late, by {:?}", last.elapsed());
    }
}

fn answer(line: &mut TcpStream) -> Came {
    let mut bytes = Vec::new();
    let _ = line.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let status = text.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    Came { status, text }
}

/// This test holds the other end of each connection, in one process with all the other tests.
fn allow_open_files() -> usize {
    let allowed = getrlimit(Resource::Nofile).maximum.unwrap_or(100_000);
    let wanted = Rlimit { current: Some(allowed), maximum: Some(allowed) };
    setrlimit(Resource::Nofile, wanted).unwrap();
    usize::try_from(allowed).unwrap()
}

#[test]
fn ten_thousand_who_say_nothing_keep_nobody_out() {
    let most = allow_open_files();
    assert!(most > 12_000, "this machine allows {most} open files: raise the hard limit (ulimit -Hn 20000)");
    let house = Besieged::new();
    // Whoever is answered only after that has waited for the first of them to be given up.
    let begun = Instant::now();
    let idle: Vec<TcpStream> = (0..10_000).map(|_| TcpStream::connect(house.address).unwrap()).collect();
    // A machine that needs half of that to open them is no measure.
    let opening = begun.elapsed();
    let last = if opening < GIVEN_UP / 2 { begun + GIVEN_UP } else { Instant::now() + GIVEN_UP };
    house.is_usable_until(last);
    drop(idle);
    house.is_usable();
}

#[test]
fn half_sent_forms_hold_nobody_up_and_are_given_up() {
    allow_open_files();
    let house = Besieged::new();
    let form = "application/x-www-form-urlencoded";
    let mut heads = Vec::new();
    let mut bodies = Vec::new();
    let last = Instant::now() + GIVEN_UP;
    for _ in 0..300 {
        let mut head = house.line();
        head.write_all(b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Le").unwrap();
        heads.push(head);
        let mut body = house.line();
        body.write_all(house.head("/sign-in", "10.0.0.9", form, 1_000).as_bytes()).unwrap();
        body.write_all(b"email=ann%40").unwrap();
        bodies.push(body);
    }
    house.is_usable_until(last);
    for line in bodies.iter_mut().chain(&mut heads) {
        line.set_read_timeout(Some(PATIENCE * 4)).unwrap();
        let came = answer(line);
        assert!([0, 400, 408].contains(&came.status), "{}", came.text);
    }
}

#[test]
fn a_body_without_end_is_refused_while_it_comes() {
    let house = Besieged::new();
    let words = house.post("/sign-in", "10.0.0.9", &format!("email={}", "x".repeat(700 * 1024)));
    assert!([0, 413].contains(&words.status), "{}", words.text);
    let mut line = house.line();
    let begin = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f.pdf\"\r\n\r\n";
    let gigabytes = 8_usize << 30;
    let head = house.head("/sign-in", "10.0.0.9", "multipart/form-data; boundary=b", gigabytes);
    line.write_all(format!("{head}{begin}").as_bytes()).unwrap();
    let piece = vec![b'x'; 1 << 16];
    // The answer is there while most is still to come; what comes after it is thrown away.
    let _ = (0..1_024).take_while(|_| line.write_all(&piece).is_ok()).count();
    house.is_usable();
    let _ = line.shutdown(std::net::Shutdown::Write);
    let came = answer(&mut line);
    assert!([0, 413].contains(&came.status), "{}", came.text);
    house.is_usable();
}

#[test]
fn a_flood_of_sign_ins_slows_only_its_own_address() {
    let house = Besieged::new();
    let (over, refused) = (AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|flood| {
        for n in 0..16 {
            let (house, over, refused) = (&house, &over, &refused);
            flood.spawn(move || {
                let mut tried = 0;
                while !over.load(Ordering::SeqCst) && tried < 2_000 {
                    let came =
                        house.signs_in("10.9.9.9", &format!("a{n}x{tried}@x.example"), "guessed word 1");
                    refused.fetch_add(usize::from(came.status == 429), Ordering::SeqCst);
                    tried += 1;
                }
            });
        }
        let asked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            for _ in 0..5 {
                house.is_usable();
            }
        }));
        over.store(true, Ordering::SeqCst);
        asked.unwrap();
    });
    assert!(refused.load(Ordering::SeqCst) > 0, "nobody was slowed");
}
