//! A person at a browser: it keeps cookies, says where its forms come from, and sends the hidden
//! fields of the form that it posts. What it was shown can be asked in the person's words.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};

use actix_web::body::to_bytes;
use actix_web::cookie::Cookie;
use actix_web::http::header::HeaderMap;
use actix_web::test::TestRequest;

use crate::kit::TestApp;

/// 10.1.2.3, where everybody begins.
const HERE: u32 = 0x0a01_0203;

pub struct Browser<'a> {
    house: &'a TestApp,
    jar: RefCell<BTreeMap<String, String>>,
    /// Whether it says where a form is from, as browsers have since 2023.
    pub modern: bool,
    /// Where it is: one place stays within what may be tried from one.
    place: Cell<u32>,
}

/// What came back.
#[derive(Debug)]
pub struct Shown {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl<'a> Browser<'a> {
    pub fn of(house: &'a TestApp) -> Browser<'a> {
        Browser { house, jar: RefCell::default(), modern: true, place: Cell::new(HERE) }
    }

    /// Goes to another address, from which nothing was tried yet.
    pub fn moves_to(&self, number: u32) {
        self.place.set(0x0b00_0000 + number);
    }

    pub async fn get(&self, path: &str) -> Shown {
        self.send(TestRequest::get().uri(path)).await
    }

    /// Posts words alone, without the hidden fields of any form.
    pub async fn post(&self, path: &str, words: &[(&str, &str)]) -> Shown {
        let request = TestRequest::post().uri(path).set_form(words);
        let ours = ("sec-fetch-site", "same-origin");
        self.send(if self.modern { request.insert_header(ours) } else { request }).await
    }

    /// Opens `page`, fills in the form that posts to `action` and sends it with its hidden fields.
    pub async fn fills(&self, page: &str, action: &str, words: &[(&str, &str)]) -> Shown {
        let shown = self.get(page).await;
        shown.is(200);
        self.sends(&shown, action, words).await
    }

    /// The same with a page that is open already.
    pub async fn sends(&self, page: &Shown, action: &str, words: &[(&str, &str)]) -> Shown {
        let hidden = page.hidden_fields(action);
        let mut all: Vec<(&str, &str)> = words.to_vec();
        let asked = |name: &str| words.iter().any(|(given, _)| *given == name);
        all.extend(
            hidden
                .iter()
                .filter(|(name, _)| !asked(name))
                .map(|(name, value)| (name.as_str(), value.as_str())),
        );
        self.post(action, &all).await
    }

    pub async fn signs_in(&self, email: &str, password: &str) -> Shown {
        self.fills("/sign-in", "/sign-in", &[("email", email), ("password", password)]).await
    }

    pub async fn send(&self, mut request: TestRequest) -> Shown {
        for (name, value) in self.jar.borrow().iter() {
            request = request.cookie(Cookie::new(name.clone(), value.clone()));
        }
        let request = request.peer_addr(SocketAddr::from((Ipv4Addr::from(self.place.get()), 50_000)));
        let response = self.house.send(request).await;
        for cookie in response.response().cookies() {
            let gone = cookie.max_age().is_some_and(|age| age.is_zero());
            let mut jar = self.jar.borrow_mut();
            match gone {
                true => jar.remove(cookie.name()),
                false => jar.insert(cookie.name().to_owned(), cookie.value().to_owned()),
            };
        }
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = to_bytes(response.into_body()).await.unwrap();
        Shown { status, headers, body: String::from_utf8_lossy(&body).into_owned() }
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.jar.borrow().get(name).cloned()
    }

    pub fn keeps(&self, name: &str, value: &str) {
        self.jar.borrow_mut().insert(name.to_owned(), value.to_owned());
    }
}

impl Shown {
    pub fn location(&self) -> Option<&str> {
        self.header("location")
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    #[track_caller]
    pub fn is(&self, status: u16) -> &Shown {
        assert_eq!(self.status, status, "{:?}\n{}", self.location(), self.body);
        self
    }

    #[track_caller]
    pub fn leads_to(&self, path: &str) -> &Shown {
        self.is(303);
        assert_eq!(self.location(), Some(path));
        self
    }

    #[track_caller]
    pub fn says(&self, words: &str) -> &Shown {
        assert!(self.body.contains(words), "“{words}” is not in:\n{}", self.body);
        self
    }

    #[track_caller]
    pub fn does_not_say(&self, words: &str) -> &Shown {
        assert!(!self.body.contains(words), "“{words}” is in:\n{}", self.body);
        self
    }

    /// What stands in a field of one line, as it is written in the page.
    #[track_caller]
    pub fn filled_in(&self, name: &str) -> &str {
        let found = self.body.split_once(&format!("name=\"{name}\""));
        let (_, rest) = found.unwrap_or_else(|| panic!("no field {name}:\n{}", self.body));
        let tag = rest.split('>').next().unwrap_or_default();
        tag.split_once("value=\"").and_then(|(_, value)| value.split('"').next()).unwrap_or_default()
    }

    /// The hidden fields of the form that posts to `action`.
    #[track_caller]
    pub fn hidden_fields(&self, action: &str) -> Vec<(String, String)> {
        let begins = self.body.find(&format!("action=\"{action}\""));
        let form =
            &self.body[begins.unwrap_or_else(|| panic!("no form posts to {action}:\n{}", self.body))..];
        let form = &form[..form.find("</form>").unwrap()];
        let value = |tag: &str, name: &str| {
            let rest = tag.split_once(&format!("{name}=\""))?.1;
            Some(
                rest.split_once('"')?
                    .0
                    .replace("&#60;", "<")
                    .replace("&#62;", ">")
                    .replace("&#34;", "\"")
                    .replace("&#39;", "'")
                    .replace("&#38;", "&"),
            )
        };
        form.split("<input type=\"hidden\"")
            .skip(1)
            .map(|tag| (value(tag, "name").unwrap(), value(tag, "value").unwrap()))
            .collect()
    }
}
