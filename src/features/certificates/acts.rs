//! Putting a sign-off on paper, withdrawing it, and answering who asks about one.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::certificate::is_surname;
use crate::domain::erasure::NOBODY;
use crate::domain::fault::{Fault, Refusal, refuse_unless};
use crate::domain::job::{Job, Notice};
use crate::domain::names::EntryId;
use crate::domain::policy::certificates::{may_certify, may_withdraw_certificate};
use crate::domain::role::Person;
use crate::domain::time::DEFAULT_ZONE;
use crate::features::accounts::this_house;
use crate::features::certificates::forms::Looked;
use crate::features::certificates::sheet::Sheet;
use crate::features::certificates::{forms, pages, store, views};
use crate::features::entries::{in_its_names, seen};
use crate::web::form::Form;
use crate::web::gate::{Public, SignedIn};
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::paths;
use crate::web::reply::saying;

pub async fn issue(who: SignedIn, app: App, id: Path<EntryId>, mut form: Form<Looked>) -> Answer {
    let (person, id, given) = (who.person().clone(), id.into_inner(), form.given()?);
    pages::in_sight(&person, &app, &id).await?;
    let of = id.clone();
    let done = app
        .write_once(form.once(&who.account), Books::of_entry(&id), move |tx| {
            put_certificate(tx, &person, &id, &given)
        })
        .await;
    let path = in_its_names(&app, &of, done).await?;
    saying(path, "The certificate is made. Print it, or show the code on it.")
}

/// Inside a write that has taken the entry's book.
pub fn put_certificate(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &EntryId,
    given: &Looked,
) -> Result<Outcome<String>, Fault> {
    let shelf = tx.shelf();
    let entry = seen(tx.conn(), &shelf, &person.sight(), id)?;
    let case = store::case(tx.conn(), &shelf, person, &entry)?;
    let grant = may_certify(person, &case)?;
    refuse_unless(given.was.is_empty() || given.was == grant.act().decision.as_str(), || {
        let sentence = "It was changed and signed anew after you opened this page, and no certificate was made. Look at what \
                        is signed now, then make it if it is still right.";
        Refusal::new("signed-meanwhile", sentence)
    })?;
    let row = store::issue(tx, &grant, &entry.portfolio)?;
    let event = grant.event("certificate/made", format!("entry/{id}")).with("certificate", &row.id);
    let event = match case.renamed_on {
        Some(day) => event.with("renamed", day.iso()),
        None => event,
    };
    Ok(Outcome::of(paths::certificate(id.as_str()), event))
}

pub async fn withdraw(who: SignedIn, app: App, id: Path<EntryId>, mut form: Form<Looked>) -> Answer {
    let (person, id, given) = (who.person().clone(), id.into_inner(), form.given()?);
    pages::in_sight(&person, &app, &id).await?;
    let of = id.clone();
    let done = app
        .write_once(form.once(&who.account), Books::of_entry(&id), move |tx| {
            let shelf = tx.shelf();
            let entry = seen(tx.conn(), &shelf, &person.sight(), &id)?;
            let case = store::case(tx.conn(), &shelf, &person, &entry)?;
            let grant = may_withdraw_certificate(&person, &case)?;
            let row = store::of_entry(tx.conn(), &id)?.ok_or(Fault::NotFound)?;
            refuse_unless(given.was.is_empty() || given.was == row.number, || {
                let sentence = "The certificate that you looked at was withdrawn already, and there is another by now. It \
                                still holds: open the page again if it is to be withdrawn too.";
                Refusal::new("another-certificate", sentence)
            })?;
            store::withdraw(tx, &grant)?;
            let what = Notice::CertificateWithdrawn {
                entry: id.clone(),
                number: row.number,
                by: person.account.clone(),
                on: tx.now().day_in(entry.zone),
            };
            if !entry.is_closed_to_owner() {
                tx.later(Job::Tell { to: entry.owner.clone(), what })?;
            }
            let event = grant.event("certificate/withdrawn", format!("entry/{id}"));
            Ok(Outcome::of(paths::certificate(id.as_str()), event))
        })
        .await;
    let path = in_its_names(&app, &of, done).await?;
    saying(path, "It is withdrawn. Its holder is told, and so is whoever asks about its number.")
}

/// The same answer for a number that nobody gave out and for a surname that is not the holder's.
pub async fn check(who: Public, app: App, mut form: Form<forms::Question>) -> Answer {
    let visit = who.visit();
    visit.limits.link(visit.address)?;
    let given = match form.given() {
        Ok(given) => given,
        Err(fault) => return pages::question_with(&who, &app, form.again(fault)?).await,
    };
    // However many addresses ask: one number is not tried with many names.
    visit.limits.code(visit.address, &format!("certificate {}", given.number))?;
    let (house, found) = app
        .read(move |r| {
            let (shelf, today) = (r.shelf(), r.now().day_in(DEFAULT_ZONE));
            let house = this_house(r.conn())?;
            let found = match store::by_number(r.conn(), &shelf, &given.number)? {
                // Nobody's surname fits any more: the number alone is told that it was withdrawn, and nothing else.
                Some(one) if is_surname(&given.surname, &one.holder) || one.holder == NOBODY => {
                    Some(Sheet::of(r.conn(), &shelf, &one, today)?)
                }
                _ => None,
            };
            Ok((house, found))
        })
        .await?;
    page(views::Told::new(&who, house, found))
}
