//! Who is it? Answered once per request, in one read, before anything is extracted. A session is a
//! row; the browser holds only a random token whose hash the row has, so a stolen database signs
//! nobody in. This middleware is also the only writer of cookies and the one place where an `Oops`
//! becomes a page in the reader's own frame. Signing in always makes a new token.

use std::sync::Arc;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::cookie::{Cookie, SameSite, time};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage as _, HttpResponse};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::app::App;
use crate::db::Reading;
use crate::db::tx::{Tx, Why};
use crate::domain::audit::hex;
use crate::domain::fault::Fault;
use crate::domain::names::SessionId;
use crate::domain::role::Person;
use crate::domain::time::Moment;
use crate::web::error_page;
use crate::web::held;
use crate::web::limit::{Limits, address};
use crate::web::oops::{Answer, Oops};
use crate::web::page::Flash;
use crate::web::paths;
use crate::web::reply::see_other;
use crate::web::visit::Visit;

/// Without a request for so long, a session has ended. A case in theatre and the talk after it fit in;
/// a phone left in a changing room over night does not.
pub const IDLE_SECONDS: i64 = 2 * 60 * 60;
/// Whatever happens, a session ends after so long: one shift (OWASP: 4 to 8 hours for office use; long
/// days in theatre are longer).
pub const WHOLE_SECONDS: i64 = 12 * 60 * 60;
/// How long a sign-in waits for its code.
pub const HALF_WAY_SECONDS: i64 = 5 * 60;
/// How often it is written down that a session was seen.
const SEEN_EVERY_SECONDS: i64 = 60;

/// A session that exists, as the accounts room found it.
pub struct Arrival {
    pub person: Person,
    /// The house demands a second factor of this person, and there is none.
    pub owes_factor: bool,
    pub seen_at: Moment,
    pub ends_at: Moment,
}

/// What only the accounts room can do, handed to the kit, which lies below all rooms.
#[derive(Clone, Copy)]
pub struct Doorkeeper {
    /// The session of this token's hash with its person, if neither was closed.
    pub recognise: fn(&mut Reading<'_>, &str) -> Result<Option<Arrival>, Fault>,
    /// Writes down that the session was seen now.
    pub seen: fn(&mut Tx<'_>, &SessionId) -> Result<(), Fault>,
}

/// Left in an answer's extensions by sign-in and sign-out; becomes a cookie here.
enum Change {
    SignedIn(String),
    /// The password was right, the code is still to come.
    HalfWay(String),
    SignedOut,
}

/// What is stored in place of a token.
pub fn token_hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// After sign-in: on, with the new session's token for the browser.
pub fn signed_in(token: String, path: impl AsRef<str>) -> Answer {
    let mut answer = see_other(path)?;
    answer.extensions_mut().insert(Change::SignedIn(token));
    Ok(answer)
}

/// Half way in: the answer leads to the code, with the token of the sign-in that waits.
pub fn half_way(mut answer: HttpResponse, token: String) -> Answer {
    answer.extensions_mut().insert(Change::HalfWay(token));
    Ok(answer)
}

/// The same token for an answer that was made elsewhere.
pub fn with_token(mut answer: HttpResponse, token: String) -> HttpResponse {
    answer.extensions_mut().insert(Change::SignedIn(token));
    answer
}

/// After sign-out: the browser forgets its token.
pub fn signed_out(mut answer: HttpResponse) -> HttpResponse {
    answer.extensions_mut().insert(Change::SignedOut);
    answer
}

/// The middleware around every page.
pub(in crate::web) async fn attend(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let app = request.app_data::<App>().cloned().ok_or_else(|| Oops::broken("the server has no app"))?;
    let desk = request.app_data::<Desk>().cloned().ok_or_else(|| Oops::broken("the server has no desk"))?;
    let jar = Jar { secure: app.config.secure() };
    let (arrival, trouble) = match recognised(&app, &desk, &jar, &request).await {
        Ok(arrival) => (arrival, None),
        Err(fault) => (None, Some(Oops::from(fault))),
    };
    let used = request.path() != paths::SESSION;
    let due = arrival.as_ref().filter(|_| used).and_then(|arrival| {
        let old = arrival.seen_at.plus_seconds(SEEN_EVERY_SECONDS) <= arrival.person.now;
        old.then(|| arrival.person.session.clone())
    });
    let form_token = jar.read(&request, FORM);
    let visit = Arc::new(visit(&app, &desk, &jar, &request, arrival, &form_token));
    request.extensions_mut().insert(visit.clone());

    let mut response = match trouble.map_or_else(|| slowed(&visit, &request), Err) {
        Err(oops) => {
            let mut request = request;
            let unread = held::Unread(request.take_payload());
            request.extensions_mut().insert(unread);
            request.error_response(oops)
        }
        Ok(()) => next.call(request).await?.map_into_boxed_body(),
    };
    if let Some(error) = response.response().error() {
        let held = held::given_back(&app, response.request(), &visit, error).await;
        let page = held.unwrap_or_else(|| error_page::dressed(error, &visit, response.request()));
        response = response.into_response(page?);
    }
    write_cookies(&jar, &visit, &form_token, &mut response)?;
    if let Some(session) = due {
        // After the answer; if it is lost, the next request writes it.
        actix_web::rt::spawn(async move {
            let seen = desk.doorkeeper.seen;
            if let Err(fault) = app.write_quietly(Why::SessionSeen, move |tx| seen(tx, &session)).await {
                tracing::warn!(%fault, "a session could not be marked as seen");
            }
        });
    }
    Ok(response)
}

/// What the middleware works with beside the app; one per server, shared by its workers.
#[derive(Clone)]
pub(in crate::web) struct Desk {
    pub doorkeeper: Doorkeeper,
    pub limits: Arc<Limits>,
}

async fn recognised(
    app: &App,
    desk: &Desk,
    jar: &Jar,
    request: &ServiceRequest,
) -> Result<Option<Arrival>, Fault> {
    let Some(token) = jar.read(request, SESSION) else { return Ok(None) };
    let (recognise, hash) = (desk.doorkeeper.recognise, token_hash(&token));
    let found = app.read(move |r| recognise(r, &hash)).await?;
    Ok(found.filter(|arrival| runs(arrival.seen_at, arrival.ends_at, arrival.person.now)))
}

fn runs(seen_at: Moment, ends_at: Moment, now: Moment) -> bool {
    now < ends_at && now < seen_at.plus_seconds(IDLE_SECONDS)
}

fn visit(
    app: &App,
    desk: &Desk,
    jar: &Jar,
    request: &ServiceRequest,
    arrival: Option<Arrival>,
    form_token: &Option<String>,
) -> Visit {
    let owes_factor = arrival.as_ref().is_some_and(|arrival| arrival.owes_factor);
    let person = arrival.map(|arrival| arrival.person);
    let csrf = match (&person, form_token) {
        (Some(person), _) => person.csrf.clone(),
        (None, Some(token)) => token.clone(),
        (None, None) => app.ids.secret(),
    };
    let agent = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    Visit {
        expired: person.is_none() && jar.read(request, SESSION).is_some(),
        person,
        owes_factor,
        half: jar.read(request, HALF).map(|token| token_hash(&token)),
        csrf,
        key: app.ids.secret(),
        flash: jar.read(request, SAID).and_then(|text| unpacked(&text)),
        address: address(
            request.peer_addr().map(|peer| peer.ip()),
            request.headers(),
            &app.config.trusted_proxy,
        ),
        agent: agent.unwrap_or_default().chars().take(200).collect(),
        limits: desk.limits.clone(),
    }
}

fn slowed(visit: &Visit, request: &ServiceRequest) -> Result<(), Oops> {
    match &visit.person {
        Some(person) if request.method() == Method::POST => {
            Ok(visit.limits.write(person.session.as_str())?)
        }
        Some(person) => Ok(visit.limits.read(person.session.as_str())?),
        None => Ok(()),
    }
}

/// Names of the cookies; with https each gets `__Host-` before it.
const SESSION: &str = "perfolio";
/// A sign-in that waits for its code. Not the session's cookie under another state: it opens nothing.
const HALF: &str = "perfolio-half";
/// For forms of somebody not signed in, in browsers that say nothing about where a form is from.
const FORM: &str = "perfolio-form";
const SAID: &str = "perfolio-said";

struct Jar {
    secure: bool,
}

impl Jar {
    fn name(&self, name: &str) -> String {
        if self.secure { format!("__Host-{name}") } else { name.to_owned() }
    }

    fn read(&self, request: &ServiceRequest, name: &str) -> Option<String> {
        request
            .cookie(&self.name(name))
            .map(|cookie| cookie.value().to_owned())
            .filter(|value| !value.is_empty())
    }

    /// Ends with the browser; the row ends it earlier.
    fn made(&self, name: &str, value: String) -> Cookie<'static> {
        let cookie = Cookie::build(self.name(name), value).path("/").http_only(true);
        cookie.secure(self.secure).same_site(SameSite::Lax).finish()
    }

    fn removed(&self, name: &str) -> Cookie<'static> {
        let mut cookie = self.made(name, String::new());
        cookie.set_max_age(time::Duration::ZERO);
        cookie
    }
}

fn write_cookies(
    jar: &Jar,
    visit: &Visit,
    form_token: &Option<String>,
    response: &mut ServiceResponse<BoxBody>,
) -> Result<(), Error> {
    let (change, said) = {
        let mut left = response.response_mut().extensions_mut();
        (left.remove::<Change>(), left.remove::<Flash>())
    };
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_page = kind.is_some_and(|kind| kind.starts_with("text/html"));
    let mut cookies = Vec::new();
    match change {
        Some(Change::SignedIn(token)) => {
            cookies.extend([jar.made(SESSION, token), jar.removed(FORM), jar.removed(HALF)]);
        }
        Some(Change::HalfWay(token)) => {
            let mut cookie = jar.made(HALF, token);
            cookie.set_max_age(time::Duration::seconds(HALF_WAY_SECONDS));
            cookies.push(cookie);
        }
        Some(Change::SignedOut) => cookies.extend([jar.removed(SESSION), jar.removed(HALF)]),
        None if is_page && visit.person.is_none() && form_token.is_none() => {
            cookies.push(jar.made(FORM, visit.csrf.clone()));
        }
        None => {}
    }
    match said {
        Some(flash) => {
            let mut cookie = jar.made(SAID, packed(&flash));
            cookie.set_max_age(time::Duration::minutes(2));
            cookies.push(cookie);
        }
        None if is_page && visit.flash.is_some() => cookies.push(jar.removed(SAID)),
        None => {}
    }
    for cookie in &cookies {
        response.response_mut().add_cookie(cookie).map_err(Oops::broken)?;
    }
    Ok(())
}

fn packed(flash: &Flash) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(flash).unwrap_or_default())
}

/// Whatever else a browser sends says nothing.
fn unpacked(text: &str) -> Option<Flash> {
    let flash: Flash = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    let local = flash.offer.as_ref().is_none_or(|offer| crate::web::paths::local(&offer.path).is_some());
    (local && flash.sentence.chars().count() <= 300).then_some(flash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_by_rest_and_by_age() {
        let opened = Moment::of_millis(0);
        let ends = opened.plus_seconds(WHOLE_SECONDS);
        assert!(runs(opened, ends, opened.plus_seconds(IDLE_SECONDS - 1)));
        assert!(!runs(opened, ends, opened.plus_seconds(IDLE_SECONDS)));
        assert!(runs(ends.plus_seconds(-5), ends, ends.plus_seconds(-1)));
        assert!(!runs(ends.plus_seconds(-5), ends, ends));
    }

    #[test]
    fn cookies_are_bound_to_the_host_over_https() {
        let cookie = Jar { secure: true }.made(SESSION, "t".to_owned()).to_string();
        assert_eq!(cookie, "__Host-perfolio=t; HttpOnly; SameSite=Lax; Secure; Path=/");
        let plain = Jar { secure: false }.made(SESSION, "t".to_owned()).to_string();
        assert_eq!(plain, "perfolio=t; HttpOnly; SameSite=Lax; Path=/");
    }

    #[test]
    fn what_is_said_comes_back_and_nothing_else_does() {
        let flash = Flash::saying("Signed.").offering("Undo", "/decisions/1/undoing");
        assert_eq!(unpacked(&packed(&flash)), Some(flash));
        let abroad = Flash::saying("x").offering("Undo", "https://evil.org");
        assert_eq!(unpacked(&packed(&abroad)), None);
        assert_eq!(unpacked("garbage"), None);
    }
}
