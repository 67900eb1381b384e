//! What a browser sends: both encodings of a form with its files, the headers and cookies that our own
//! code reads, and the answers to the questions of a kind.

mod at_work;

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::OnceLock;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::test::TestRequest;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpMessage as _};
use futures_util::stream::iter;
use tokio::runtime::Runtime;
use url::Url;

use crate::app::App;
use crate::domain::fault::{Fault, Faults};
use crate::domain::names::{AccountId, EnrolmentId};
use crate::domain::time::Day;
use crate::features::entries::{AskedKind, entered, settled, words_of};
use crate::features::exports::Cohort;
use crate::features::results::read_one;
use crate::web::csrf::{Sender, sender};
use crate::web::form::{Form, FromForm};
use crate::web::limit::address;
use crate::web::typed::Words;
use crate::web::upload::Allowed;
use crate::web::{paths, session};

use super::{Target, engine, seeds};
use at_work::{at_work, visit};

pub static URLENCODED: Target = Target {
    name: "form",
    run: |bytes| sent::<Strict>("application/x-www-form-urlencoded", bytes),
    seeds: seeds::forms,
    words: include_str!("words/form.dict"),
    longest: 4 * 1024,
    memory: 512,
};

pub static MULTIPART: Target = Target {
    name: "multipart",
    run: |bytes| {
        sent::<Strict>("multipart/form-data; boundary=x", bytes);
        sent::<Lenient>("multipart/form-data; boundary=x", bytes);
    },
    seeds: seeds::multiparts,
    words: include_str!("words/multipart.dict"),
    longest: 6 * 1024,
    memory: 512,
};

pub static HEADERS: Target = Target {
    name: "headers",
    run: headers,
    seeds: seeds::headers,
    words: include_str!("words/headers.dict"),
    longest: 2 * 1024,
    memory: 512,
};

pub static ANSWERS: Target = Target {
    name: "answers",
    run: answers,
    seeds: seeds::answers,
    words: include_str!("words/answers.dict"),
    longest: 2 * 1024,
    memory: 512,
};

/// Bytes of a file that the forms below take.
const LARGEST: u64 = 600;

struct Strict;

impl FromForm for Strict {
    const FILES: Allowed = Allowed { most: 2, bytes_each: LARGEST, lenient: false };
    fn read(words: &Words, faults: &mut Faults) -> Option<Strict> {
        faults.take("on", words.day("on")).map(|_| Strict)
    }
}

struct Lenient;

impl FromForm for Lenient {
    const FILES: Allowed = Allowed { most: 2, bytes_each: LARGEST, lenient: true };
    fn read(_: &Words, _: &mut Faults) -> Option<Lenient> {
        Some(Lenient)
    }
}

thread_local! {
    static AT_WORK: RefCell<Option<(Runtime, App)>> = const { RefCell::new(None) };
}

/// The first byte says in which pieces the rest arrives.
fn sent<T: FromForm + 'static>(kind: &str, bytes: &[u8]) {
    let Some((piece, body)) = bytes.split_first() else { return };
    AT_WORK.with_borrow_mut(|kept| {
        if kept.is_none() {
            *kept = at_work();
        }
        assert!(kept.is_some(), "no house to send a form to");
        let Some((runtime, app)) = kept else { return };
        let request = TestRequest::post().uri("/x").app_data(app.clone());
        let request =
            request.insert_header(("sec-fetch-site", "same-origin")).insert_header(("content-type", kind));
        let request = request.to_http_request();
        request.extensions_mut().insert(Arc::new(visit()));
        let pieces: Vec<Result<Bytes, PayloadError>> =
            body.chunks(usize::from(*piece).max(1)).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
        let stream: std::pin::Pin<Box<dyn futures_util::Stream<Item = Result<Bytes, PayloadError>>>> =
            Box::pin(iter(pieces));
        let mut payload = Payload::from(stream);
        if let Ok(form) = runtime.block_on(Form::<T>::from_request(&request, &mut payload)) {
            taken(form, T::FILES);
        }
        let left = std::fs::read_dir(app.files.arriving("")).map(|left| left.count()).unwrap_or_default();
        assert_eq!(left, 0, "files that nobody wants are left behind");
    });
}

/// What must hold of every form that was taken.
fn taken<T: FromForm>(mut form: Form<T>, allowed: Allowed) {
    let words = form.words.clone();
    assert!(words.len() <= 4_000, "{} words", words.len());
    assert!(form.files.len() <= allowed.most && form.refused.len() <= 20, "{} files", form.files.len());
    for file in &form.files {
        let kept = std::fs::read(file.path()).unwrap_or_default();
        assert!(file.size <= LARGEST && kept.len() as u64 == file.size, "{file:?}");
        let odd = |c: char| c.is_control() || matches!(c, '/' | '\\');
        assert!(
            !file.name.is_empty() && file.name.chars().count() <= 120 && !file.name.contains(odd),
            "{file:?}"
        );
        assert!(file.media_type.contains('/') && file.hash.len() == 64, "{file:?}");
    }
    let secret = |name: &str| name.contains("password") || name == "csrf";
    assert!(
        !words.kept().iter().chain(words.held().iter()).any(|(name, _)| secret(name)),
        "a secret is given back"
    );
    assert_eq!(Words::unpacked(&words.packed()), words, "words change on their way through a hidden field");
    let ann = AccountId::new("ann");
    assert_eq!(form.once(&ann).body_hash, form.once(&ann).body_hash);
    let fault = form.given().err().unwrap_or(Fault::NotFound);
    let _ = form.again(fault);
}

/// A line each: cookie, referrer, origin, host, where it is from, the hops, and an address to go on to.
fn headers(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.split('\n');
    let mut line = || lines.next().unwrap_or_default().to_owned();
    if let Some(flash) = session::unpacked(&line()) {
        assert_eq!(session::unpacked(&session::packed(&flash)), Some(flash), "what is said changes");
    }
    let mut headers = HeaderMap::new();
    for name in ["referer", "origin", "host", "sec-fetch-site", "x-forwarded-for"] {
        if let Ok(value) = HeaderValue::from_bytes(line().as_bytes()) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    let public = public();
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let (site, origin) = (text("sec-fetch-site"), text("origin"));
    let says = sender(&headers, public);
    if site.is_some_and(|site| site != "same-origin" && site != "none") {
        assert_eq!(says, Sender::Foreign, "another site is believed");
    }
    if site.is_none() && origin.is_some_and(|origin| origin.is_empty() || origin == "null") {
        assert_eq!(says, Sender::Foreign, "no origin is believed");
    }
    let proxy = [10, 0, 0, 1].into();
    assert_eq!(
        address(Some([10, 9, 9, 9].into()), &headers, &[proxy]).to_string(),
        "10.9.9.9",
        "a stranger is believed"
    );
    let _ = address(Some(proxy), &headers, &[proxy]);
    goes_on(&line(), public);
    let query = line();
    let cohort = Cohort::of_query(&query);
    assert_eq!(Cohort::of_query(&cohort.query()), cohort, "a choice changes in its address");
}

/// Whoever is sent on stays in the house.
fn goes_on(next: &str, public: &Url) {
    let Some(path) = paths::local(next) else { return };
    let led = public.join(path);
    assert!(led.as_ref().is_ok_and(|led| led.origin() == public.origin()), "{path:?} leads to {led:?}");
    let filled = paths::fill("/a/{b}/c", &[next]);
    assert_eq!(filled.matches('/').count(), 3, "{filled}");
}

fn public() -> &'static Url {
    static PUBLIC: OnceLock<Option<Url>> = OnceLock::new();
    let made = PUBLIC.get_or_init(|| Url::parse("https://perfolio.example/").ok());
    assert!(made.is_some(), "an address of the house");
    #[expect(clippy::expect_used, reason = "asserted one line above")]
    made.as_ref().expect("asserted")
}

/// The first byte chooses the kind; the rest are the words of its form.
fn answers(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let Some(kind) = engine::kinds().get(usize::from(*first) % engine::kinds().len().max(1)) else { return };
    let words = Words::unpacked(&String::from_utf8_lossy(rest));
    let Some(today) = Day::of(2026, 11, 12) else { return };
    let asked = AskedKind::plain(Arc::new(kind.clone()));
    let found = entered(&words, &asked, &[EnrolmentId::new("e1"), EnrolmentId::new("e2")], today);
    // What was read is shown again and read as the same.
    let again = words_of(&asked, &found.values, |_, id| id.starts_with("site"));
    let read = entered(&again, &asked, &[EnrolmentId::new("e1")], today);
    assert_eq!(read.values, found.values, "an answer changes when the draft is opened again");
    assert!(found.day.is_none_or(|day| day <= today || found.faults.about("on").is_some()), "a day to come");
    let kept = settled(&words, today);
    assert_eq!(settled(&kept, today.plus_days(3)), kept, "a day moves when the draft is opened again");
    let _ = read_one(kind, &words, today);
}
