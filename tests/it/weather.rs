//! Rough weather: the database goes and comes back, the disk is full, the mail server is gone, the clock
//! jumps back, two windows write one draft, the session ended while somebody typed, a new release is
//! rolled out in the middle of a post. What the person sees each time, and that nothing typed is lost.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use actix_web::test::TestRequest;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use perfolio::app::App;
use perfolio::cli::demo::PASSWORD as DEMO_PASSWORD;
use perfolio::clock::Clock;
use perfolio::config::Config;
use perfolio::db::conn::Address;
use perfolio::db::queue::{MOST_TRIES, back_off};
use perfolio::db::schema::{accounts, drafts, entries, jobs};
use perfolio::db::tx::Why;
use perfolio::domain::factor::Demand;
use perfolio::domain::time::{DEFAULT_ZONE, Day, Moment};
use perfolio::ids::Ids;
use perfolio::jobs::worker;
use perfolio::mail::Mailer;

use crate::entries::{case, house as with_a_trainee};
use crate::kit::app::PASSWORD;
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::{SUPERVISOR, TRAINEE, many};
use crate::kit::morning::{option, set_up};
use crate::kit::served::Served;
use crate::kit::small::{made, nothing_yet, opened, settings, verifies};
use crate::kit::wire::Wire;
use crate::kit::{TestApp, db};

const FORM: &str = "/entries/new?kind=bypass-case";
const THOUGHT: &str = "I was slow at the clamp.";

/// Presses the button of a form, as a browser does that wants to see a page.
async fn presses(who: &Browser<'_>, page: &Shown, action: &str, words: &[(&str, &str)]) -> Shown {
    let mut all: Vec<(String, String)> =
        words.iter().map(|(name, word)| ((*name).to_owned(), (*word).to_owned())).collect();
    let asked = |name: &str| words.iter().any(|(given, _)| *given == name);
    all.extend(page.hidden_fields(action).into_iter().filter(|(name, _)| !asked(name)));
    who.send(navigating(TestRequest::post().uri(action).set_form(&all))).await
}

fn navigating(request: TestRequest) -> TestRequest {
    request.insert_header(("sec-fetch-site", "same-origin")).insert_header(("accept", "text/html,*/*;q=0.8"))
}

async fn rows_of_entries(house: &TestApp) -> i64 {
    house.app.read(|r| Ok(entries::table.count().get_result(r.conn())?)).await.unwrap()
}

/// A wire between the house and its database that can be cut.
struct Cable {
    address: SocketAddr,
    whole: Arc<AtomicBool>,
    ends: Arc<Mutex<Vec<TcpStream>>>,
}

impl Cable {
    fn to(server: String) -> Cable {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let cable = Cable {
            address: listener.local_addr().unwrap(),
            whole: Arc::new(AtomicBool::new(true)),
            ends: Arc::default(),
        };
        let (whole, ends) = (cable.whole.clone(), cable.ends.clone());
        std::thread::spawn(move || {
            for near in listener.incoming().flatten() {
                if whole.load(Ordering::SeqCst) {
                    let far = TcpStream::connect(&server).unwrap();
                    for (from, to) in [(&near, &far), (&far, &near)] {
                        let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
                        ends.lock().unwrap().push(from.try_clone().unwrap());
                        std::thread::spawn(move || carry(from, to));
                    }
                }
            }
        });
        cable
    }

    fn cut(&self) {
        self.whole.store(false, Ordering::SeqCst);
        for end in self.ends.lock().unwrap().drain(..) {
            let _ = end.shutdown(Shutdown::Both);
        }
    }

    fn mend(&self) {
        self.whole.store(true, Ordering::SeqCst);
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream) {
    let mut bytes = [0; 16_384];
    while let Ok(got) = from.read(&mut bytes) {
        if got == 0 || to.write_all(&bytes[..got]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
}

#[actix_web::test]
async fn the_database_goes_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let Address::Postgres(url) = db::fresh(folder.path()) else { return a_file_does_not_go_away() };
    let mut through = url::Url::parse(&url).unwrap();
    let cable = Cable::to(format!("{}:{}", through.host_str().unwrap(), through.port().unwrap_or(5432)));
    through.set_host(Some("127.0.0.1")).unwrap();
    through.set_port(Some(cable.address.port())).unwrap();
    let config = settings(folder.path(), Address::Postgres(through.to_string()));
    let house = opened(&config, "2026-11-12T09:00:00Z", folder).await;
    let made = many(&house, 1, 0).await;
    let ann = house.signed_in(TRAINEE).await;
    let form = ann.get(FORM).await;

    cable.cut();
    let words = case(&made, &[("reflection", THOUGHT)]);
    let sent = presses(&ann, &form, "/entries", &words).await;
    sent.is(503).says("Perfolio is busy").says("Nothing was changed").says(THOUGHT).says("Send it again");
    assert_eq!(sent.header("retry-after"), Some("5"));
    ann.get("/portfolio").await.is(503).says("Perfolio is busy");
    let health = house.browser().get("/healthz").await;
    health.is(503).says("\"status\":\"failing\"").says("\"reason\":\"the database does not answer\"");

    cable.mend();
    let began = Instant::now();
    while house.browser().get("/healthz").await.status != 200 {
        assert!(began.elapsed() < Duration::from_secs(30), "the house does not find its database again");
    }
    let entry = presses(&ann, &sent, "/entries", &[]).await;
    ann.get(entry.is(303).location().unwrap()).await.is(200).says(THOUGHT);
    assert_eq!(rows_of_entries(&house).await, 1);
    // The form that was sent before and the one that was given back are one form: it is not taken twice.
    let again = presses(&ann, &sent, "/entries", &[]).await;
    assert_eq!(again.location(), entry.location());
}

/// What can go away under SQLite is the disk, below.
fn a_file_does_not_go_away() {}

async fn limits_the_file(house: &TestApp, pages: u32) {
    let sql = format!("PRAGMA max_page_count = {pages}");
    let limited = house.app.write_quietly(Why::Swept, move |tx| Ok(tx.conn().batch_execute(&sql)?));
    limited.await.unwrap();
}

#[actix_web::test]
async fn the_disk_of_the_database_is_full() {
    let (house, made) = with_a_trainee().await;
    if house.app.db.engine() != "sqlite" {
        return the_servers_disk_is_its_own_affair();
    }
    let ann = house.signed_in(TRAINEE).await;
    limits_the_file(&house, 1).await;
    let long = format!("{THOUGHT} {}", "And slow again. ".repeat(900));
    let mut full = None;
    for _ in 0..40 {
        let form = ann.get(FORM).await;
        let sent = presses(&ann, &form, "/entries", &case(&made, &[("reflection", &long)])).await;
        if sent.status != 303 {
            full = Some(sent);
            break;
        }
    }
    let full = full.expect("the disk is full at last");
    full.is(503).says("Nothing was changed").says(THOUGHT).says("Send it again");
    let before = rows_of_entries(&house).await;
    ann.get("/portfolio").await.is(200);

    limits_the_file(&house, 1_000_000).await;
    presses(&ann, &full, "/entries", &[]).await.is(303);
    assert_eq!(rows_of_entries(&house).await, before + 1);
}

fn the_servers_disk_is_its_own_affair() {}

fn part(name: &str, word: &str) -> String {
    format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{word}\r\n")
}

/// The whole form with a file, as a browser without a script sends it.
async fn sends_with_a_file(who: &Browser<'_>, page: &Shown, words: &[(&str, &str)]) -> Shown {
    let mut body: String = words.iter().map(|(name, word)| part(name, word)).collect();
    for (name, word) in page.hidden_fields("/entries") {
        body.push_str(&part(&name, &word));
    }
    body.push_str(
        "--b\r\ncontent-disposition: form-data; name=\"evidence\"; filename=\"note.pdf\"\r\n\r\n%PDF-1.4\r\n--b--\r\n",
    );
    let request = TestRequest::post()
        .uri("/entries")
        .insert_header(("content-type", "multipart/form-data; boundary=b"))
        .set_payload(body);
    who.send(navigating(request)).await
}

#[actix_web::test]
async fn evidence_cannot_be_stored() {
    let (house, made) = with_a_trainee().await;
    let ann = house.signed_in(TRAINEE).await;
    let form = ann.get(FORM).await;
    let arriving = house.app.config.data.join("files/arriving");
    let aside = house.app.config.data.join("aside");
    std::fs::rename(&arriving, &aside).unwrap();
    let words = case(&made, &[("reflection", THOUGHT)]);
    let sent = sends_with_a_file(&ann, &form, &words).await;
    sent.is(500).says("Something went wrong").says("reference").says(THOUGHT).says("choose the file again");
    assert_eq!(rows_of_entries(&house).await, 0);
    std::fs::rename(&aside, &arriving).unwrap();
    presses(&ann, &sent, "/entries", &[]).await.is(303);
    assert_eq!(rows_of_entries(&house).await, 1);
}

#[actix_web::test]
async fn the_mail_server_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let url = |name: &str| (name == "PERFOLIO_SMTP_URL").then(|| "smtp://127.0.0.1:9".to_owned());
    let mut config = Config::read(url, &[], folder.path().to_str().unwrap()).unwrap();
    config.database = db::fresh(folder.path());
    let mail = Mailer::by_smtp(config.smtp.as_ref().unwrap(), "perfolio@demo.example").unwrap();
    let clock = Clock::driven("2026-11-12T09:00:00Z".parse::<Moment>().unwrap());
    let app = App::assemble(config, clock, Ids::Random, mail).unwrap();
    let house = TestApp::of(app, Arc::default(), folder).await;
    house.ends_out_of_order("its letters are never sent: there is no mail server");
    house.demands(Demand::Offered, Demand::Offered, Demand::Offered).await;
    let made = many(&house, 1, 0).await;
    let admin = set_up(&house).await;
    let ann = house.signed_in(TRAINEE).await;
    // Submitting does not wait for the letter.
    ann.fills(FORM, "/entries", &case(&made, &[])).await.is(303);
    worker::run_due(&house.app).await.unwrap();
    let (state, tries, wait, fault) = letter(&house).await;
    assert_eq!((state.as_str(), tries, wait), ("waiting", 1, back_off(0)));
    assert!(!fault.is_empty());
    admin
        .get("/settings/jobs")
        .await
        .is(200)
        .says("Send a letter to Sue Carter")
        .says("tried 1 times so far");
    for _ in 1..MOST_TRIES {
        house.later(3_600);
        worker::run_due(&house.app).await.unwrap();
    }
    let (state, tries, ..) = letter(&house).await;
    assert_eq!((state.as_str(), tries), ("buried", MOST_TRIES));
    let admin = house.browser();
    admin.signs_in(crate::kit::morning::ADMIN, PASSWORD).await.is(303);
    admin.get("/settings/jobs").await.is(200).says("tried 30 times").says("Try again");
    let sue = house.signed_in(SUPERVISOR).await;
    sue.get("/inbox").await.is(200).says("Ann Field");
}

/// How the letter to the supervisor is doing: state, tries, seconds until the next, what the server said.
async fn letter(house: &TestApp) -> (String, i32, i64, String) {
    let now = house.app.clock.now();
    let read = house.app.read(move |r| {
        let (state, tries, at, fault): (String, i32, Moment, String) = jobs::table
            .filter(jobs::job.eq("tell"))
            .select((jobs::state, jobs::tries, jobs::run_at, jobs::fault))
            .first(r.conn())?;
        Ok((state, tries, (at.millis() - now.millis()) / 1000, fault))
    });
    read.await.unwrap()
}

#[actix_web::test]
async fn the_clock_jumps_back() {
    let (config, folder) = nothing_yet();
    made(&config, "2026-11-21".parse::<Day>().unwrap()).await;
    let house = opened(&config, "2026-11-21T12:00:00Z", folder).await;
    let ann = house.browser();
    ann.signs_in("trainee@demo.example", DEMO_PASSWORD).await.leads_to("/");
    ann.fills("/account", "/account/name", &[("name", "Juniper A")]).await.is(303);
    let form = ann.get(FORM).await;
    house.later(-2 * 3_600);
    // The session goes on, the draft is kept, the case is taken, and the order of the chain is its numbers.
    let (site, ask) = (option(&form, "f-site", ""), option(&form, "ask", ""));
    let draft = form.hidden_fields("/entries").into_iter().find(|(name, _)| name == "draft").unwrap().1;
    let begun = [("do", "draft"), ("when", "today"), ("reflection", THOUGHT)];
    ann.sends(&form, "/entries", &begun).await.leads_to("/portfolio");
    let kept = ann.get(&format!("/drafts/{draft}")).await;
    kept.is(200).says(THOUGHT);
    let words = [
        ("when", "today"),
        ("f-procedure", "aortic"),
        ("f-part-played", "ran-it"),
        ("f-supervision", "beside-me"),
        ("f-supervisor", ask.as_str()),
        ("f-site", site.as_str()),
        ("f-urgency", "elective"),
        ("f-patient-group", "adult"),
        ("f-bypass-minutes", "95"),
        ("reflection", THOUGHT),
        ("ask", ask.as_str()),
        ("do", "submit"),
    ];
    let sent = ann.sends(&kept, "/entries", &words).await;
    ann.get(sent.is(303).location().unwrap()).await.is(200);
    ann.fills("/account", "/account/name", &[("name", "Juniper B")]).await.is(303);
    verifies(&house.app).await;
    house.later(3 * 3_600);
    ann.fills("/account", "/account/name", &[("name", "Juniper C")]).await.is(303);
    while worker::run_due(&house.app).await.unwrap() > 0 {}
    verifies(&house.app).await;
}

#[actix_web::test]
async fn two_browsers_on_one_draft() {
    let (house, made) = with_a_trainee().await;
    let (phone, desk) = (house.signed_in(TRAINEE).await, house.signed_in(TRAINEE).await);
    let form = phone.get(FORM).await;
    let draft = form.hidden_fields("/entries").into_iter().find(|(name, _)| name == "draft").unwrap().1;
    let begun = case(&made, &[("do", "draft"), ("reflection", "Begun on the phone.")]);
    phone.sends(&form, "/entries", &begun).await.leads_to("/portfolio");
    let path = format!("/drafts/{draft}");
    let (on_phone, at_desk) = (phone.get(&path).await, desk.get(&path).await);
    at_desk.says("Begun on the phone.");
    let words = case(&made, &[("reflection", "Finished at the desk.")]);
    let submitted = desk.sends(&at_desk, "/entries", &words).await;
    let entry = submitted.is(303).location().unwrap().to_owned();
    // The phone still shows the draft that has become an entry: what is typed there comes back or is kept.
    let words = case(&made, &[("reflection", "Written on the phone meanwhile.")]);
    let late = presses(&phone, &on_phone, "/entries", &words).await;
    late.is(422).says("Written on the phone meanwhile.");
    desk.get(&entry).await.is(200).says("Finished at the desk.");
    let kept: i64 = house.app.read(|r| Ok(drafts::table.count().get_result(r.conn())?)).await.unwrap();
    assert_eq!((rows_of_entries(&house).await, kept), (1, 1));
}

#[actix_web::test]
async fn the_session_ended_while_somebody_typed() {
    let (house, made) = with_a_trainee().await;
    let ann = house.signed_in(TRAINEE).await;
    let form = ann.get(FORM).await;
    house.later(13 * 3_600);
    let words = case(&made, &[("reflection", "I was <slow> & \"late\" at the clamp.")]);
    let sent = presses(&ann, &form, "/entries", &words).await;
    sent.is(401)
        .says("Sign in again to send this")
        .says("I was &#60;slow&#62; &#38; &#34;late&#34; at the clamp.");
    assert_eq!(crate::kit::wellformed::complaints(&sent.body), Vec::<String>::new());
    let wrong = presses(&ann, &sent, "/sign-in", &[("email", TRAINEE), ("password", "not this")]).await;
    wrong.is(422).says("The email address or the password is not right");
    let back = presses(&ann, &wrong, "/sign-in", &[("email", TRAINEE), ("password", PASSWORD)]).await;
    back.is(200).says("You are signed in again").says("I was &#60;slow&#62;").says("Send it again");
    let entry = presses(&ann, &back, "/entries", &[]).await;
    let entry = entry.is(303).location().unwrap().to_owned();
    ann.get(&entry).await.is(200).says("I was &#60;slow&#62; &#38; &#34;late&#34; at the clamp.");

    // With a file: the words come back, the file has to be chosen again.
    let form = ann.get(FORM).await;
    house.later(13 * 3_600);
    let words = case(&made, &[("reflection", THOUGHT)]);
    let sent = sends_with_a_file(&ann, &form, &words).await;
    sent.is(401).says(THOUGHT).says("choose the file again");

    // Who never was signed in, a script, and another site get no page with words.
    let stranger = house.browser();
    let refused = presses(&stranger, &form, "/entries", &words).await;
    assert!(refused.is(303).location().unwrap().starts_with("/sign-in?next="));
    assert!(ann.post("/entries", &words).await.is(303).location().unwrap().starts_with("/sign-in?next="));
    let elsewhere = TestRequest::post()
        .uri("/entries")
        .set_form(&words)
        .insert_header(("sec-fetch-site", "cross-site"))
        .insert_header(("accept", "text/html"));
    ann.send(elsewhere).await.is(303);
    let astray =
        [("email", TRAINEE), ("password", PASSWORD), ("held", "a=b+c"), ("held-path", "//evil.org/x")];
    ann.post("/sign-in", &astray).await.leads_to("/");
}

#[actix_web::test]
async fn a_deploy_in_the_middle_of_writing() {
    let (config, folder) = nothing_yet();
    made(&config, Clock::System.now().day_in(DEFAULT_ZONE).plus_days(-1)).await;
    let served = Served::start(&config);
    let mut ann = Wire::to(served.address);
    ann.signs_in("trainee@demo.example", DEMO_PASSWORD).unwrap();
    let page = ann.get("/account").unwrap();
    let words = Wire::words(&page, "/account/name", &[("name", "Juniper Deployed")]);
    // Half of the form has arrived when the process is asked to stop; the rest comes a second later.
    let answer = ann.post_in_two("/account/name", &words, || {
        // Long enough for the first half to be read, also where others use the machine: a request that nobody has read
        // is not under way.
        std::thread::sleep(Duration::from_secs(5));
        served.asks_to_stop();
        std::thread::sleep(Duration::from_secs(1));
    });
    assert_eq!(answer.unwrap().status, 303);
    let refused = Wire::to(served.address).get("/healthz");
    assert!(refused.is_err(), "a new connection is not taken");
    let took = served.ends();
    assert!(took < Duration::from_secs(25), "{took:?}");

    let next = Served::start(&config);
    ann.moves_to(next.address);
    assert!(ann.get("/account").unwrap().body.contains("Juniper Deployed"));
    next.kill();
    let house = opened(&config, &Clock::System.now().to_string(), folder).await;
    let name: String = house
        .app
        .read(|r| {
            let named = accounts::table.filter(accounts::email.eq("trainee@demo.example"));
            Ok(named.select(accounts::name).first(r.conn())?)
        })
        .await
        .unwrap();
    assert_eq!(name, "Juniper Deployed");
    verifies(&house.app).await;
}

/// Only that a broken line is an error and no half answer: the crash test relies on it.
#[test]
fn half_an_answer_is_no_answer() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = std::thread::spawn(move || {
        let (mut line, _) = listener.accept().unwrap();
        let mut asked = [0; 512];
        let _ = line.read(&mut asked).unwrap();
        line.write_all(b"HTTP/1.1 303 See Other\r\nlocation: /entries/x\r\ncontent-le").unwrap();
    });
    let torn = Wire::to(address).get("/").unwrap_err();
    assert_eq!(torn.kind(), io::ErrorKind::InvalidData);
    server.join().unwrap();
}
