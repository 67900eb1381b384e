//! `Form<T>` is the only way to a body. It asks whether the form is ours, limits what it takes, reads
//! both encodings, and gives either the typed command or the faults; the words stay, so that the page
//! can be shown again as it was. An act reads like this, and every fault of the words, found on reading
//! or later, goes the same way:
//!
//! ```ignore
//! pub async fn change_name(who: SignedIn, app: App, mut form: Form<forms::Name>) -> Answer {
//!     match name_changed(&who, &app, &mut form).await {
//!         Ok(()) => saying(paths::ACCOUNT, "Your name is changed."),
//!         Err(fault) => pages::account_with(&who, &app, form.again(fault)?).await,
//!     }
//! }
//! ```

use std::pin::pin;
use std::time::Duration;

use actix_multipart::Multipart;
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};
use futures_util::StreamExt as _;
use futures_util::future::LocalBoxFuture;

use crate::app::App;
use crate::db::Reading;
use crate::db::tx::Once;
use crate::domain::audit::digest;
use crate::domain::fault::{Fault, Faults};
use crate::domain::names::AccountId;
use crate::web::csrf::{self, Sender};
use crate::web::held;
use crate::web::oops::{Oops, wait};
use crate::web::pace::{Body, paced};
use crate::web::typed::{CSRF_FIELD, KEY_FIELD, Typed, Words};
use crate::web::upload::{self, Allowed, Upload};
use crate::web::visit::Visit;

/// Words of one form, all together. A long reflection has 20 000 characters.
const WORDS: usize = 512 * 1024;
/// Files that are passed over, each with a sentence, before the form is refused as a whole.
const MOST_REFUSED: usize = 20;
/// Fields of one form.
const FIELDS: usize = 4_000;
/// A form with files over a hospital's wireless network.
const PATIENCE: Duration = Duration::from_secs(300);

/// How words become a command. `read` adds a fault for each thing wrong and gives `None` if it must.
pub trait FromForm: Sized {
    const FILES: Allowed = Allowed::NONE;
    fn read(words: &Words, faults: &mut Faults) -> Option<Self>;
}

#[derive(Debug)]
pub struct Form<T> {
    given: Option<Result<T, Faults>>,
    pub words: Words,
    pub files: Vec<Upload>,
    /// Sentences about files that were not taken, where the form is lenient with them.
    pub refused: Vec<String>,
    route: String,
    key: String,
}

impl<T: FromForm> Form<T> {
    fn of(arrived: Arrived, route: String, key: String) -> Form<T> {
        let Arrived { words, files, refused } = arrived;
        let mut faults = Faults::none();
        let read = T::read(&words, &mut faults);
        let given = match read {
            Some(value) if faults.is_empty() => Ok(value),
            _ if faults.is_empty() => Err(Faults::one("", "Something is missing. Look through the form.")),
            _ => Err(faults),
        };
        Form { given: Some(given), words, files, refused, route, key }
    }

    /// The command, once; or what is wrong with the words.
    pub fn given(&mut self) -> Result<T, Fault> {
        match self.given.take() {
            Some(Ok(value)) => Ok(value),
            Some(Err(faults)) => Err(Fault::Typed(faults)),
            None => Err(Fault::broken("a form was read twice")),
        }
    }

    /// The command, once; or what is wrong with the words, and with it what `look` finds in the house that is wrong with
    /// them besides, so that nothing is kept for the next round.
    pub async fn given_or(
        &mut self,
        app: &App,
        look: impl FnOnce(&mut Reading<'_>, &Words) -> Result<(), Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        match self.given() {
            Err(Fault::Typed(mut faults)) => {
                let words = self.words.clone();
                if let Err(Fault::Typed(more)) = app.read(move |r| look(r, &words)).await {
                    more.iter().for_each(|(field, sentence)| faults.add(field, sentence));
                }
                Err(faults.into())
            }
            given => given,
        }
    }

    /// The form to show again with its faults. A fault that is not about the words stays an `Oops`.
    pub fn again(&self, fault: Fault) -> Result<Typed, Oops> {
        match fault {
            Fault::Typed(faults) => Ok(Typed { words: self.words.kept(), faults, wait: None }),
            Fault::TooSoon { seconds } => Ok(Typed {
                words: self.words.kept(),
                faults: Faults::one("", wait(seconds)),
                wait: Some(seconds),
            }),
            other => Err(Oops::Fault(other)),
        }
    }

    /// Makes the act idempotent: the same form sent twice gives the first answer.
    pub fn once(&self, account: &AccountId) -> Once {
        let mut said: Vec<String> = Vec::new();
        for (field, word) in self.words.iter().filter(|(field, _)| ![CSRF_FIELD, KEY_FIELD].contains(field)) {
            said.extend([field.to_owned(), word.to_owned()]);
        }
        said.extend(self.files.iter().map(|file| file.hash.clone()));
        Once {
            account: account.clone(),
            key: self.key.clone(),
            route: self.route.clone(),
            body_hash: digest(&said),
        }
    }
}

impl<T: FromForm + 'static> FromRequest for Form<T> {
    type Error = Oops;
    type Future = LocalBoxFuture<'static, Result<Form<T>, Oops>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let slow = Oops::Garbled("It took too long to arrive.");
            tokio::time::timeout(PATIENCE, read(request, payload)).await.unwrap_or(Err(slow))
        })
    }
}

/// What came with a form.
struct Arrived {
    words: Words,
    files: Vec<Upload>,
    refused: Vec<String>,
}

impl Arrived {
    fn words(words: Words) -> Arrived {
        Arrived { words, files: Vec::new(), refused: Vec::new() }
    }
}

async fn read<T: FromForm>(request: HttpRequest, payload: Payload) -> Result<Form<T>, Oops> {
    let visit = Visit::of(&request)?;
    let app = request.app_data::<App>().ok_or_else(|| Oops::broken("the server has no app"))?;
    let sender = csrf::sender(request.headers(), &app.config.public_url);
    if sender == Sender::Foreign {
        return Err(Oops::Forged);
    }
    let said = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let kind = said.and_then(|said| said.split(';').next()).map(|kind| kind.trim().to_ascii_lowercase());
    let arrived = match kind.as_deref() {
        Some("application/x-www-form-urlencoded") => Arrived::words(urlencoded(paced(payload)).await?),
        Some("multipart/form-data") => multipart(app, &request, paced(payload), T::FILES).await?,
        None => Arrived::words(Words::default()),
        Some(_) => return Err(Oops::Garbled("It is in a format that no form of this house uses.")),
    };
    if sender == Sender::Unsaid && !csrf::same_token(arrived.words.one(CSRF_FIELD), &visit.csrf) {
        return Err(Oops::Forged);
    }
    let given = held::Arrived { words: arrived.words.clone(), files: arrived.files.len() };
    request.extensions_mut().insert(given);
    let key = match arrived.words.one(KEY_FIELD) {
        // Not from a form of ours, or a broken one: it is its own only try.
        key if key.is_empty() || key.len() > 120 => app.ids.secret(),
        key => key.to_owned(),
    };
    Ok(Form::of(arrived, request.path().to_owned(), key))
}

/// Only the words of a form whose sender may not come in: files are passed over.
pub(in crate::web) async fn words_of(
    app: &App,
    request: &HttpRequest,
    payload: Payload,
) -> Result<held::Arrived, Oops> {
    let said = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if !said.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
        return Ok(held::Arrived { words: urlencoded(paced(payload)).await?, files: 0 });
    }
    let none = Allowed { bytes_each: app.config.upload_limit, lenient: true, ..Allowed::NONE };
    let arrived = multipart(app, request, paced(payload), none).await?;
    Ok(held::Arrived { words: arrived.words, files: arrived.refused.len() })
}

async fn urlencoded(payload: impl Body) -> Result<Words, Oops> {
    let (mut payload, mut body) = (pin!(payload), Vec::new());
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Oops::Garbled("It broke off on its way."))?;
        if body.len() + chunk.len() > WORDS {
            return Err(too_much());
        }
        body.extend_from_slice(&chunk);
    }
    let words: Words = url::form_urlencoded::parse(&body).take(FIELDS + 1).collect();
    if words.len() > FIELDS { Err(too_much()) } else { Ok(words) }
}

async fn multipart(
    app: &App,
    request: &HttpRequest,
    payload: impl Body,
    allowed: Allowed,
) -> Result<Arrived, Oops> {
    let allowed = Allowed { bytes_each: allowed.bytes_each.min(app.config.upload_limit), ..allowed };
    let mut parts = Multipart::new(request.headers(), payload);
    let (mut words, mut files, mut refused, mut room) = (Words::default(), Vec::new(), Vec::new(), WORDS);
    let (mut broken, mut came) = (None, 0);
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|_| Oops::Garbled("A part of it is missing or broken."))?;
        let field = part.name().unwrap_or_default().to_owned();
        // Names and empty parts are kept in memory too: without a limit they alone could fill it.
        came += 1;
        if came > FIELDS || field.len() > room {
            return Err(too_much());
        }
        room -= field.len();
        let file_name = part.content_disposition().and_then(|said| said.get_filename()).map(str::to_owned);
        match file_name {
            // A file field in which nothing was chosen.
            Some(name) if name.is_empty() => drain(part).await?,
            Some(_) if refused.len() >= MOST_REFUSED => return Err(too_much()),
            Some(_) if files.len() >= allowed.most && allowed.lenient => {
                upload::skip(part, allowed).await?;
                refused.push(upload::too_many(allowed));
            }
            Some(_) if files.len() >= allowed.most => return Err(Oops::TooBig(upload::too_many(allowed))),
            Some(_) => {
                let path = app.files.arriving(&app.ids.secret());
                match upload::take(part, &field, allowed, path).await {
                    Ok(file) => files.push(file),
                    Err(Oops::TooBig(sentence)) if allowed.lenient => refused.push(sentence),
                    // A full disk: the words are read to the end, to be given back.
                    Err(oops @ Oops::Fault(_)) => broken = Some(oops),
                    Err(oops) => return Err(oops),
                }
            }
            None => {
                let bytes = part.bytes(room).await.map_err(|_| too_much())?;
                let bytes = bytes.map_err(|_| Oops::Garbled("A part of it is missing or broken."))?;
                room = room.saturating_sub(bytes.len());
                words.add(field, String::from_utf8_lossy(&bytes));
            }
        }
    }
    match broken {
        None => Ok(Arrived { words, files, refused }),
        Some(oops) => {
            request.extensions_mut().insert(held::Arrived { words, files: files.len() + 1 });
            Err(oops)
        }
    }
}

async fn drain(mut part: actix_multipart::Field) -> Result<(), Oops> {
    match part.bytes(0).await {
        Ok(Ok(_)) => Ok(()),
        _ => Err(Oops::Garbled("A file came without a name.")),
    }
}

fn too_much() -> Oops {
    Oops::TooBig(
        "This form holds more words than can be saved at once. Go back and shorten the longest text."
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Name(String);

    impl FromForm for Name {
        fn read(words: &Words, faults: &mut Faults) -> Option<Name> {
            let name = words.one("name");
            if name.is_empty() {
                faults.add("name", "Enter your name.");
                return None;
            }
            Some(Name(name.to_owned()))
        }
    }

    fn form(pairs: &[(&str, &str)]) -> Form<Name> {
        Form::of(Arrived::words(pairs.iter().copied().collect()), "/account/name".to_owned(), "k".to_owned())
    }

    #[test]
    fn words_become_a_command_or_faults_and_stay() {
        assert_eq!(form(&[("name", "Ann")]).given().unwrap().0, "Ann");
        let mut faulty = form(&[("name", ""), ("note", "kept"), ("password", "not kept")]);
        let fault = faulty.given().err().unwrap();
        let typed = faulty.again(fault).unwrap();
        assert_eq!(typed.fault("name"), Some("Enter your name."));
        assert_eq!((typed.word("note"), typed.word("password")), ("kept", ""));
    }

    #[test]
    fn a_fault_that_is_not_about_the_words_is_not_shown_beside_them() {
        assert!(form(&[]).again(Fault::NotFound).is_err());
        let typed = form(&[]).again(Fault::TooSoon { seconds: 7 }).unwrap();
        assert_eq!(typed.wait, Some(7));
    }

    #[test]
    fn the_same_words_are_the_same_body_whatever_their_token() {
        let ann = AccountId::new("ann");
        let once = |pairs: &[(&str, &str)]| form(pairs).once(&ann).body_hash;
        assert_eq!(once(&[("name", "A"), ("csrf", "1")]), once(&[("name", "A"), ("csrf", "2")]));
        assert_ne!(once(&[("name", "A")]), once(&[("name", "B")]));
        assert_ne!(once(&[("a", "bc")]), once(&[("ab", "c")]));
    }
}
