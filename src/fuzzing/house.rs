//! The whole house, asked anything: a small demo department whose addresses and forms were read off its own
//! pages, and a request to one of them with any words. Whatever is sent, no answer is a fault of ours, and
//! nothing typed becomes markup. This runs every form's reader, every filter of an address, and the acts
//! and pages behind them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::body::{BoxBody, to_bytes};
use actix_web::dev::{Service as _, ServiceResponse};
use actix_web::rt::{System, SystemRunner};
use actix_web::test::{TestRequest, init_service};
use actix_web::{Error, cookie::Cookie};
use futures_util::future::LocalBoxFuture;

use crate::app::{App, Parts, THIS_PROGRAM};
use crate::cli::demo::{PASSWORD, Size, fresh};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::db::Reading;
use crate::domain::fault::Fault;
use crate::domain::names::SessionId;
use crate::domain::time::{DEFAULT_ZONE, Day};
use crate::features::{self, accounts};
use crate::files::Files;
use crate::hashing::Hashing;
use crate::ids::Ids;
use crate::mail::Mailer;
use crate::sealing::Sealing;
use crate::web::server::{self, Site};
use crate::web::session::{Arrival, Doorkeeper};

use super::Target;

pub static HOUSE: Target = Target {
    name: "house",
    run: |bytes| {
        HOUSE_AT_WORK.with_borrow_mut(|house| house.get_or_insert_with(AtWork::begun).answers(bytes))
    },
    seeds: || HOUSE_AT_WORK.with_borrow_mut(|house| house.get_or_insert_with(AtWork::begun).seeds()),
    words: include_str!("words/house.dict"),
    longest: 2 * 1024,
    memory: 1024,
};

const PEOPLE: [&str; 4] =
    ["trainee@demo.example", "supervisor@demo.example", "lead@demo.example", "admin@demo.example"];
/// Pages that are looked at for addresses and forms.
const LOOKED_AT: usize = 260;

thread_local! {
    /// Never put down: a runtime cannot be ended while its thread ends.
    static HOUSE_AT_WORK: RefCell<Option<&'static mut AtWork>> = const { RefCell::new(None) };
}

type Served = Rc<dyn Fn(TestRequest) -> LocalBoxFuture<'static, Result<ServiceResponse<BoxBody>, Error>>>;

struct AtWork {
    system: SystemRunner,
    served: Served,
    /// The cookies of each of `PEOPLE`.
    sessions: Vec<String>,
    /// Method and address, as the pages name them.
    addresses: Vec<(bool, String)>,
    /// What the forms of the pages hold, by the number of their address and of the person.
    forms: Vec<(usize, usize, String)>,
}

/// The real doorkeeper, with a session's name of its own for each request: posts are slowed by session.
fn recognise(reading: &mut Reading<'_>, hash: &str) -> Result<Option<Arrival>, Fault> {
    static REQUESTS: AtomicU64 = AtomicU64::new(0);
    let mut arrival = (accounts::DOORKEEPER.recognise)(reading, hash)?;
    if let Some(arrival) = &mut arrival {
        arrival.person.session = SessionId::new(format!("s{}", REQUESTS.fetch_add(1, Ordering::Relaxed)));
        arrival.owes_factor = false;
    }
    Ok(arrival)
}

impl AtWork {
    fn begun() -> &'static mut AtWork {
        Box::leak(Box::new(AtWork::begin()))
    }

    fn begin() -> AtWork {
        let system = System::new();
        let made = system.block_on(made());
        assert!(made.is_ok(), "the house cannot be made: {:?}", made.as_ref().err().map(ToString::to_string));
        let app = made.ok();
        let served = system.block_on(serve(app));
        let mut house =
            AtWork { system, served, sessions: Vec::new(), addresses: Vec::new(), forms: Vec::new() };
        for email in PEOPLE {
            let words =
                format!("email={}&password={}", email.replace('@', "%40"), PASSWORD.replace(' ', "+"));
            let answer = house.asks(true, "/sign-in", "", words.into_bytes(), false);
            assert!(
                answer.status == 303 && answer.cookie.starts_with("perfolio="),
                "{email} cannot sign in: {}",
                answer.status
            );
            house.sessions.push(answer.cookie);
        }
        house.looks_around();
        house
    }

    /// From the menu of each person to what its pages lead to.
    fn looks_around(&mut self) {
        let mut found: BTreeMap<(bool, String), usize> = BTreeMap::new();
        let mut forms = Vec::new();
        for (person, cookie) in self.sessions.clone().into_iter().enumerate() {
            let mut waiting = vec!["/".to_owned(), "/account".to_owned()];
            let mut at = 0;
            while let Some(path) = waiting.get(at).cloned().filter(|_| at < LOOKED_AT) {
                at += 1;
                let page = self.asks(false, &path, &cookie, Vec::new(), false);
                assert!(page.status < 500, "{path} as {person} is {}", page.status);
                if let Some(on) = &page.location
                    && !waiting.contains(on)
                {
                    waiting.push(on.clone());
                }
                found.entry((false, path)).or_insert(person);
                for link in values(&page.html, "href=\"") {
                    let ours =
                        link.starts_with('/') && !link.starts_with("/static") && !link.contains("/download");
                    if ours && !waiting.contains(&link) {
                        waiting.push(link);
                    }
                }
                for form in page.html.split("<form").skip(1).filter_map(|rest| rest.split("</form>").next()) {
                    let Some(action) = values(form, "action=\"").into_iter().next() else { continue };
                    found.entry((true, action.clone())).or_insert(person);
                    forms.push((action, person, filled_in(form)));
                }
            }
        }
        for listed in features::routes().listed() {
            found.entry((listed.method == "POST", listed.path.replace(['{', '}'], "x"))).or_insert(0);
        }
        self.addresses = found.into_keys().collect();
        let number = |action: &String| self.addresses.iter().position(|(post, path)| *post && path == action);
        self.forms = forms
            .iter()
            .filter_map(|(action, person, words)| Some((number(action)?, *person, words.clone())))
            .collect();
        assert!(
            self.addresses.len() > 200 && self.forms.len() > 50,
            "{} addresses, {} forms",
            self.addresses.len(),
            self.forms.len()
        );
    }

    /// Two bytes for the address, one for who asks and how, then the words.
    fn answers(&mut self, bytes: &[u8]) {
        let [high, low, how, words @ ..] = bytes else { return };
        let number = usize::from(u16::from_be_bytes([*high, *low])) % self.addresses.len();
        let Some((post, path)) = self.addresses.get(number).cloned() else { return };
        let cookie = self.sessions.get(usize::from(*how) % 5).cloned().unwrap_or_default();
        let answer = if post {
            self.asks(true, &path, &cookie, words.to_vec(), *how & 0x80 != 0)
        } else {
            let query: String = words.iter().map(|byte| in_an_address(*byte)).collect();
            let path = path.split('?').next().unwrap_or_default();
            self.asks(false, &format!("{path}?{query}"), &cookie, Vec::new(), false)
        };
        assert!(answer.status < 500, "{path} answers {}", answer.status);
        let found = as_markup(&answer.html);
        assert!(found.is_none(), "{path} answers {} with what was typed as markup: {found:?}", answer.status);
    }

    fn asks(&self, post: bool, path: &str, cookies: &str, body: Vec<u8>, parts: bool) -> Answer {
        static PEERS: AtomicU64 = AtomicU64::new(0);
        let peer = PEERS.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let [.., a, b, c] = peer;
        let mut request = if post { TestRequest::post() } else { TestRequest::get() }.uri(path);
        request = request.peer_addr(([10, a, b, c], 50_000).into()).insert_header(("accept", "text/html"));
        if let Some((name, value)) = cookies.split_once('=') {
            request = request.cookie(Cookie::new(name.to_owned(), value.to_owned()));
        }
        if post {
            let kind = match parts {
                true => "multipart/form-data; boundary=x",
                false => "application/x-www-form-urlencoded",
            };
            request = request
                .insert_header(("sec-fetch-site", "same-origin"))
                .insert_header(("content-type", kind));
            request = request.set_payload(body);
        }
        let served = self.served.clone();
        self.system.block_on(async move {
            let response = served(request).await;
            let Ok(response) = response else { return Answer { status: 599, ..Answer::default() } };
            let status = response.status().as_u16();
            let text =
                |name| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
            let location = text("location").filter(|on| on.starts_with('/'));
            let is_page = text("content-type").is_some_and(|kind| kind.starts_with("text/html"));
            let cookie = response.response().cookies().find(|cookie| cookie.name() == "perfolio");
            let cookie = cookie.map(|cookie| format!("perfolio={}", cookie.value())).unwrap_or_default();
            let body = to_bytes(response.into_body()).await.unwrap_or_default();
            let html = if is_page { String::from_utf8_lossy(&body).into_owned() } else { String::new() };
            Answer { status, location, cookie, html }
        })
    }

    fn seeds(&self) -> Vec<Vec<u8>> {
        let one = |number: usize, person: usize, words: &str| {
            let number = u16::try_from(number).unwrap_or_default().to_be_bytes();
            let person = u8::try_from(person).unwrap_or_default();
            [&number, &[person][..], words.as_bytes()].concat()
        };
        let mut all: Vec<Vec<u8>> =
            self.forms.iter().map(|(number, person, words)| one(*number, *person, words)).collect();
        let asked = self.addresses.iter().enumerate().filter(|(_, (post, _))| !post);
        all.extend(asked.map(|(number, (_, path))| {
            let query = path.split_once('?').map_or("q=%3Czq&page=2&sort=name", |(_, query)| query);
            one(number, number % 5, query)
        }));
        all.sort();
        all.dedup();
        all
    }
}

/// Where a mark that was typed stands as it was typed, with what is around it. A quote that the house wrote
/// itself, before a value that begins with the mark's letters, comes after an equals sign.
pub(super) fn as_markup(html: &str) -> Option<String> {
    let tag = html.find("<zq");
    let ours = |at: &usize| html.get(..*at).is_some_and(|before| before.ends_with('='));
    let quote = html.match_indices("\"zq").map(|(at, _)| at).find(|at| !ours(at));
    let at = tag.or(quote)?;
    let around = html.get(..at).unwrap_or_default().chars().rev().take(120).collect::<Vec<_>>();
    let before: String = around.into_iter().rev().collect();
    let after: String = html.get(at..).unwrap_or_default().chars().take(60).collect();
    Some(before + &after)
}

#[derive(Default)]
struct Answer {
    status: u16,
    location: Option<String>,
    cookie: String,
    html: String,
}

async fn made() -> Result<App, Fault> {
    let data = std::env::temp_dir().join(format!("perfolio-fuzz-{}", std::process::id()));
    let text = data.to_string_lossy().into_owned();
    let config = Config::read(|_| None, &[], &text).map_err(Fault::broken)?;
    let day = Day::of(2026, 11, 12).ok_or_else(|| Fault::broken("a day"))?;
    fresh(&config, day, Size::Small).await?;
    let (clock, ids) = (Clock::driven(day.starts_in(DEFAULT_ZONE).plus_seconds(12 * 3600)), Ids::seeded(7));
    let db = Db::open_migrated(&config.database, clock.clone(), ids.clone())?;
    let files = Files::at(config.data.join("files")).map_err(Fault::broken)?;
    let (bell, program) = (tokio::sync::Notify::new(), THIS_PROGRAM.into());
    let (mail, hashing, sealing) = (Mailer::in_memory().0, Hashing::cheap()?, Sealing::with(&[7; 32]));
    Ok(App::of(Parts { config, db, files, clock, ids, mail, hashing, sealing, bell, program }))
}

async fn serve(app: Option<App>) -> Served {
    let doorkeeper = Doorkeeper { recognise, seen: accounts::DOORKEEPER.seen };
    let site = Site::new(features::routes(), doorkeeper);
    let site = actix_web::App::new().configure(|config| {
        if let Some(app) = &app {
            server::configure(config, app, &site);
        }
    });
    let service = Rc::new(init_service(site).await);
    Rc::new(move |request| {
        let service = service.clone();
        Box::pin(async move { service.call(request.to_request()).await })
    })
}

/// What stands behind each `name="` up to the next quote, as a browser reads it.
fn values(html: &str, before: &str) -> Vec<String> {
    let found = html.split(before).skip(1).filter_map(|rest| rest.split('"').next());
    found.map(|text| text.replace("&amp;", "&").replace("&#38;", "&").replace("&#39;", "'")).collect()
}

/// The form's fields with what they hold, or with something that would be seen if it became markup.
fn filled_in(form: &str) -> String {
    let mut words = url::form_urlencoded::Serializer::new(String::new());
    for field in form
        .split('<')
        .filter(|tag| ["input", "textarea", "select", "button"].iter().any(|one| tag.starts_with(one)))
    {
        let Some(name) = values(field, " name=\"").into_iter().next() else { continue };
        let value = values(field, " value=\"").into_iter().next().filter(|value| !value.is_empty());
        words.append_pair(&name, value.as_deref().unwrap_or("<zq \"zq 12"));
    }
    words.finish()
}

fn in_an_address(byte: u8) -> String {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        b'-' | b'_' | b'.' | b'~' | b'&' | b'=' | b'%' | b'+' | b'/' | b'?' | b':' | b'@' | b',' | b';' => {
            char::from(byte).to_string()
        }
        other => format!("%{other:02X}"),
    }
}
