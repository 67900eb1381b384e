//! Reminding: of one request, or of all that the asker asked somebody or leads. Each at most once in seven
//! days, whoever does it; nothing is sent at once, the next digest folds it into one letter.

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::fault::{Fault, Faults, Refusal};
use crate::domain::names::{AccountId, BookId, EntryId, RequestId};
use crate::domain::policy::requests::{RemindCase, may_remind};
use crate::domain::role::Person;
use crate::features::requests::store;
use crate::features::signoffs::frozen_entries;
use crate::features::{accounts, standing};
use crate::web::form::{Form, FromForm};
use crate::web::gate::SignedIn;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::Words;

/// Whom, and of what: everything that waits with them where no request is named, as from the row of a person.
#[derive(Debug, Clone)]
pub struct Wanted {
    asked: Option<AccountId>,
    requests: Vec<RequestId>,
    /// Where the button was.
    back: String,
}

impl FromForm for Wanted {
    fn read(words: &Words, faults: &mut Faults) -> Option<Wanted> {
        let word = |name: &str| Some(words.one(name)).filter(|word| !word.is_empty());
        let asked = word("asked").map(AccountId::new);
        let named = [words.one("request"), words.one("requests")];
        let requests: Vec<RequestId> =
            named.into_iter().flat_map(str::split_whitespace).map(RequestId::new).collect();
        if asked.is_none() && requests.is_empty() {
            faults.add("", "Say who is to be reminded.");
        }
        let back = paths::local(words.one("back")).unwrap_or_default().to_owned();
        Some(Wanted { asked, requests, back })
    }
}

pub async fn remind(who: SignedIn, app: App, mut form: Form<Wanted>) -> Answer {
    let (asked, sight) = (form.given()?, who.sight());
    let wanted = asked.clone();
    let (to, name, waiting) = app
        .read(move |r| {
            let (entry, to) = match (wanted.requests.as_slice(), &wanted.asked) {
                (_, Some(to)) => (None, to.clone()),
                ([request, ..], None) => {
                    let (entry, to) = store::one_request(r.conn(), request)?;
                    (Some(entry), to)
                }
                ([], None) => return Err(Fault::NotFound),
            };
            let waiting = store::remindable(r.conn(), &sight, &to, &wanted.requests)?;
            // What is not theirs to remind of is not there.
            if waiting.is_empty() {
                return Err(Fault::NotFound);
            }
            let name = accounts::account(r.conn(), &to)?.name;
            Ok((to, name, (entry, waiting)))
        })
        .await?;
    let (entry, waiting) = waiting;
    let mut books: Vec<BookId> = waiting.iter().map(|one| one.portfolio.clone().into()).collect();
    books.sort();
    books.dedup();
    let back = match (asked.back.as_str(), entry) {
        ("", Some(entry)) => paths::entry(entry.as_str()),
        ("", None) => paths::DOOR.to_owned(),
        (back, _) => back.to_owned(),
    };
    let (person, called, only) = (who.person().clone(), name.clone(), asked.requests.clone());
    let location = app
        .write_once(form.once(&who.account), Books::Named(books.clone()), move |tx| {
            Ok(put_reminders(tx, &person, (&to, called), &only, &books)?.map(|()| back))
        })
        .await?;
    saying(location, format!("{name} is reminded: it stands in their inbox now, and in their next letter."))
}

/// Reminds of what the person may remind of, inside a write that has taken these portfolios' books.
pub fn put_reminders(
    tx: &mut Tx<'_>,
    person: &Person,
    (to, name): (&AccountId, String),
    only: &[RequestId],
    books: &[BookId],
) -> Result<Outcome<()>, Fault> {
    let now = tx.now();
    let waiting = store::remindable(tx.conn(), &person.sight(), to, only)?;
    // Somebody who asked for the first time meanwhile is in a book that was not taken: next time.
    let mut waiting: Vec<_> =
        waiting.into_iter().filter(|one| books.contains(&BookId::from(one.portfolio.clone()))).collect();
    let about: Vec<EntryId> = waiting.iter().map(|one| one.entry.clone()).collect();
    let shelf = tx.shelf();
    let frozen = frozen_entries(tx.conn(), &shelf, &about, now)?;
    if !waiting.is_empty() && waiting.iter().all(|one| frozen.contains_key(&one.entry)) {
        let sentence = "It is frozen, so nobody can decide on it any more. Nobody was reminded.";
        return Err(Refusal::new("frozen", sentence).into());
    }
    waiting.retain(|one| !frozen.contains_key(&one.entry));
    let with: Vec<_> =
        waiting.iter().map(|one| (one.request.clone(), one.entry.clone(), to.clone())).collect();
    let gone = standing::gone(tx.conn(), &with, person.today())?;
    if !with.is_empty() && gone.len() == with.len() {
        let sentence = format!(
            "{name} can decide on it no more, so nobody was reminded. The trainee asks somebody else on the page of the \
             entry, or a training lead hands it over."
        );
        return Err(Refusal::new("asked-is-gone", sentence).into());
    }
    waiting.retain(|one| !gone.contains(&one.request));
    let case = RemindCase {
        waiting: waiting.iter().map(|one| (one.request.clone(), one.last)).collect(),
        name,
        now,
        zone: person.zone,
    };
    let grant = may_remind(person, &case)?;
    store::keep_reminders(tx, &grant, to)?;
    let reminded = waiting.iter().filter(|one| grant.act().requests.contains(&one.request));
    let mut events = reminded.map(|one| {
        grant
            .event("request/reminded", format!("entry/{}", one.entry))
            .in_book(one.portfolio.clone())
            .with("request", &one.request)
            .with("asked", to)
    });
    let first = events.next().ok_or(Fault::NotFound)?;
    let rest: Vec<_> = events.collect();
    Ok(Outcome::of((), first).and_all(rest))
}
