//! What was typed and could not be taken: the session had ended, or the house could not write just then.
//! The page that says so carries the words, and one button sends them again; nothing is kept on the
//! server, so nothing is left of it. Only for a form of ours that a browser sent to see a page; scripts
//! keep their words themselves. Passwords are never given back, files have to be chosen again.

use actix_web::dev::Payload;
use actix_web::http::{Method, StatusCode, header};
use actix_web::{Error, HttpMessage as _, HttpRequest};

use crate::app::App;
use crate::domain::fault::Fault;
use crate::web::csrf::{self, Sender};
use crate::web::error_page;
use crate::web::form;
use crate::web::nav::Place;
use crate::web::oops::{Answer, Oops, Said};
use crate::web::page::{Shell, page};
use crate::web::paths;
use crate::web::typed::{KEY_FIELD, Typed, Words};
use crate::web::views::{HeldPage, SignInAgain};
use crate::web::visit::Visit;

/// The field of the sign-in form that holds another form's words, and the one that says where they go.
pub const HELD: &str = "held";
pub const HELD_PATH: &str = "held-path";

/// A body that nobody read, because a gate or the session came first.
pub struct Unread(pub Payload);

/// What a form that was read had in it.
#[derive(Clone)]
pub struct Arrived {
    pub words: Words,
    pub files: usize,
}

/// Why the words come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    SessionEnded,
    CannotWrite,
}

/// The page that gives the words back, if this error is one of those and there are any.
pub(in crate::web) async fn given_back(
    app: &App,
    request: &HttpRequest,
    visit: &Visit,
    error: &Error,
) -> Option<Answer> {
    let why = why(error.as_error::<Oops>()?, visit)?;
    let said = error.as_error::<Oops>().map(Oops::said)?;
    let html = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let ours = csrf::sender(request.headers(), &app.config.public_url) == Sender::Ours;
    if request.method() != Method::POST || !ours || !html.is_some_and(|kinds| kinds.contains("text/html")) {
        return None;
    }
    let path = paths::local(request.path())?.to_owned();
    let arrived = arrived(app, request).await?;
    let words = arrived.words.held();
    if words.is_empty() {
        return None;
    }
    Some(match why {
        Why::SessionEnded => sign_in_again(visit, &path, &words, arrived.files),
        Why::CannotWrite => {
            let reference = error_page::noted(error, &said, request);
            let shell = Shell::of(visit, said.title, Place::Nowhere);
            let view = HeldPage::new(shell, said, &path, &words);
            page(view.after_a_fault(arrived.files, reference)).map(error_page::when_to_retry)
        }
    })
}

fn why(oops: &Oops, visit: &Visit) -> Option<Why> {
    match oops {
        Oops::Away(_) => visit.expired.then_some(Why::SessionEnded),
        Oops::Fault(Fault::Busy(_) | Fault::Broken(_)) => Some(Why::CannotWrite),
        _ => None,
    }
}

async fn arrived(app: &App, request: &HttpRequest) -> Option<Arrived> {
    let read = request.extensions_mut().remove::<Arrived>();
    if read.is_some() {
        return read;
    }
    let unread = request.extensions_mut().remove::<Unread>()?;
    form::words_of(app, request, unread.0).await.ok()
}

fn sign_in_again(visit: &Visit, path: &str, words: &Words, files: usize) -> Answer {
    let typed = Typed::holding([(HELD, words.packed().as_str()), (HELD_PATH, path)]);
    page(SignInAgain::new(
        Shell::of(visit, "Sign in again to send this", Place::Nowhere),
        typed,
        words,
        files,
    ))
}

/// After sign-in: the words that the sign-in form held, ready to be sent; nothing if it held none.
pub fn after_sign_in(visit: &Visit, words: &Words) -> Option<Answer> {
    let path = paths::local(words.one(HELD_PATH))?;
    let held = Words::unpacked(words.one(HELD));
    if held.is_empty() {
        return None;
    }
    let said = Said {
        status: StatusCode::OK,
        title: "You are signed in again",
        sentence: "What you had typed has not been sent yet. Look through it and send it now.".to_owned(),
        ours: false,
    };
    Some(page(HeldPage::new(Shell::of(visit, said.title, Place::Nowhere), said, path, &held)))
}

/// What a person would miss: words that they wrote, not the codes of boxes that they ticked.
pub fn prose(words: &Words) -> Vec<String> {
    let written = |word: &str| word.trim().contains(char::is_whitespace);
    words.iter().filter(|(_, word)| written(word)).map(|(_, word)| word.to_owned()).collect()
}

/// The first key stays: if the form was taken after all and only the answer was lost, it is not taken twice.
pub fn is_key(field: &str) -> bool {
    field == KEY_FIELD
}
