//! Pages: the frame that every page has, and `page(view)`, the only maker of HTML. A view is a plain
//! askama struct with its frame in it; what was typed in its form decides the status (422 with faults,
//! 429 when somebody must wait), so that no handler has to. Pages hold secrets of their reader, so no
//! cache keeps them.

use actix_web::http::header;
use actix_web::{HttpResponse, HttpResponseBuilder};
use serde::{Deserialize, Serialize};

use crate::domain::role::Person;
use crate::web::nav::{Item, menu};
use crate::web::oops::{Answer, Oops};
use crate::web::paths;
use crate::web::typed::Typed;
use crate::web::visit::Visit;

pub use crate::web::nav::Place;
pub use actix_web::http::StatusCode;

/// What a page shows. Implemented by the askama structs in the rooms' `views.rs`.
pub trait View: askama::Template {
    fn shell(&self) -> &Shell;

    /// What was typed in the page's form, if it has one.
    fn typed(&self) -> Option<&Typed> {
        None
    }

    fn status(&self) -> StatusCode {
        StatusCode::OK
    }

    /// For the title of the page, where a screen reader begins.
    fn has_faults(&self) -> bool {
        self.typed().is_some_and(|typed| !typed.faults.is_empty())
    }
}

/// The page as an answer.
pub fn page(view: impl View) -> Answer {
    let body = view.render().map_err(Oops::broken)?;
    let status = view.typed().and_then(Typed::status).unwrap_or_else(|| view.status());
    let mut answer = html(status);
    if let Some(seconds) = view.typed().and_then(|typed| typed.wait) {
        answer.insert_header((header::RETRY_AFTER, seconds.to_string()));
    }
    Ok(answer.body(body))
}

/// A piece of a page for a script that asked for it; no frame.
pub fn fragment(part: impl askama::Template) -> Answer {
    let body = part.render().map_err(Oops::broken)?;
    Ok(html(StatusCode::OK).body(body))
}

fn html(status: StatusCode) -> HttpResponseBuilder {
    let mut answer = HttpResponse::build(status);
    answer.insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"));
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    answer
}

/// What every page has around its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shell {
    pub title: String,
    /// The name of whoever is signed in.
    pub who: Option<String>,
    /// Where what they were told stands.
    pub notices: Option<&'static str>,
    pub nav: Vec<Item>,
    pub flash: Option<Flash>,
    /// The token that forms carry against forgery.
    pub csrf: String,
    key: String,
}

impl Shell {
    pub fn of(visit: &Visit, title: impl Into<String>, place: Place) -> Shell {
        let person = visit.person.as_ref();
        let mut shell = Shell::new(title, person, place, &visit.csrf, &visit.key, visit.flash.clone());
        if visit.owes_factor {
            // None of these doors opens yet.
            shell.nav.clear();
            shell.notices = None;
        }
        shell
    }

    pub fn new(
        title: impl Into<String>,
        person: Option<&Person>,
        place: Place,
        csrf: &str,
        key: &str,
        flash: Option<Flash>,
    ) -> Shell {
        Shell {
            title: title.into(),
            who: person.map(|person| person.name.clone()),
            notices: person.map(|_| paths::NOTICES),
            nav: person.map(|person| menu(person, place)).unwrap_or_default(),
            flash,
            csrf: csrf.to_owned(),
            key: key.to_owned(),
        }
    }

    /// The idempotency key of one form of this page: fresh with each page, different for each form.
    pub fn key_of(&self, form: &str) -> String {
        format!("{}.{form}", self.key)
    }

    pub fn css_path(&self) -> &'static str {
        crate::web::asset::CSS_PATH
    }

    pub fn icon_path(&self) -> &'static str {
        crate::web::asset::ICON_PATH
    }

    pub fn js_path(&self) -> &'static str {
        crate::web::asset::JS_PATH
    }
}

/// What an act leaves to say on the next page, with at most one thing to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    pub sentence: String,
    pub offer: Option<Offer>,
}

/// A button beside the sentence: "Undo".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub label: String,
    /// Where the button posts to.
    pub path: String,
}

impl Flash {
    pub fn saying(sentence: impl Into<String>) -> Flash {
        Flash { sentence: sentence.into(), offer: None }
    }

    #[must_use]
    pub fn offering(mut self, label: impl Into<String>, path: impl Into<String>) -> Flash {
        self.offer = Some(Offer { label: label.into(), path: path.into() });
        self
    }
}
