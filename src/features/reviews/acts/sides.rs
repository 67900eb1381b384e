//! Both sides prepare, and a lead freezes what the panel reads.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::audit::Event;
use crate::domain::fault::{Fault, Faults, Refusal, refuse_unless};
use crate::domain::job::{Job, Notice};
use crate::domain::kind::{Value, Values};
use crate::domain::names::{AccountId, ReviewId, prose};
use crate::domain::policy::Grant;
use crate::domain::policy::reviews::{Freeze, may_freeze, may_prepare};
use crate::domain::review::Question;
use crate::domain::role::Person;
use crate::domain::time::Day;
use crate::features::enrolments::in_its_names;
use crate::features::identifiers::refuse_all;
use crate::features::reviews::early::{asked_once, freezes_early};
use crate::features::reviews::entering::form_of;
use crate::features::reviews::forms::{AsTyped, Freezing, LONG, field_of};
use crate::features::reviews::packing::{self, Frozen};
use crate::features::reviews::pages;
use crate::features::reviews::store::{self, Found, PackRow};
use crate::web::form::Form;
use crate::web::gate::{Lead, SignedIn};
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::{Words, beside_the_form};

pub async fn prepare(who: SignedIn, app: App, id: Path<ReviewId>, mut form: Form<AsTyped>) -> Answer {
    match prepared(&who, &app, &id, &mut form).await {
        Ok(path) => saying(path, "Saved. You can change it until the pack is frozen."),
        Err(fault) => {
            let typed = form.again(beside_the_form(fault))?;
            pages::preparation_with(&who, &app, &id, Some(typed)).await
        }
    }
}

async fn prepared(
    who: &SignedIn,
    app: &App,
    id: &ReviewId,
    form: &mut Form<AsTyped>,
) -> Result<String, Fault> {
    form.given()?;
    let found = pages::found(who, app, id).await?;
    let (person, id, words) = (who.person().clone(), id.clone(), form.words.clone());
    let done = app
        .write_once(form.once(&who.account), Books::of_enrolment(&found.row.enrolment_id), move |tx| {
            put_preparation(tx, &person, &id, &words)
        })
        .await;
    in_its_names(app, &found.row.enrolment_id, done).await
}

/// Inside a write that has taken the portfolio's book.
pub fn put_preparation(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &ReviewId,
    words: &Words,
) -> Result<Outcome<String>, Fault> {
    let shelf = tx.shelf();
    let found = store::found(tx.conn(), &shelf, person, id)?;
    let grant = may_prepare(person, &found.case)?;
    let shown = words.one("kept");
    let kept = store::kept_by(tx.conn(), id, &person.account)?;
    refuse_unless(shown.is_empty() || shown == kept, || {
        let sentence = "You saved something else here meanwhile, in another window. Nothing was changed now. Your words \
                        stand below: save again to put them in its place.";
        Refusal::new("prepared-meanwhile", sentence)
    })?;
    let questions = found.terms.questions(grant.act().side);
    let values = answers(questions, words)?;
    let said: Vec<(String, String)> = values
        .iter()
        .map(|(code, value)| (field_of(code), value.text().unwrap_or_default().to_owned()))
        .collect();
    let passed = refuse_all(tx.conn(), &said, words.one("nobody") == "yes")?;
    let row = store::prepare(tx, &grant, &found.row, &values)?;
    let event = grant
        .event("review/prepared", format!("review/{id}"))
        .with("enrolment", &found.row.enrolment_id)
        .with("side", grant.act().side)
        .row(&row);
    let event = if passed.is_empty() { event } else { event.with("explained", passed) };
    Ok(Outcome::of(paths::review(id.as_str()), event))
}

fn answers(questions: &[Question], words: &Words) -> Result<Values, Fault> {
    let (mut faults, mut values) = (Faults::none(), Values::new());
    for question in questions {
        let name = field_of(&question.code);
        let text = faults.take(&name, prose("This answer", words.one(&name), LONG)).unwrap_or_default();
        match (text.is_empty(), question.required) {
            (true, true) => faults.add(name, format!("Answer this: {}", question.label)),
            (true, false) => {}
            (false, _) => drop(values.insert(question.code.clone(), Value::Text(text))),
        }
    }
    if faults.is_empty() { Ok(values) } else { Err(faults.into()) }
}

pub async fn freeze(who: Lead, app: App, id: Path<ReviewId>, mut form: Form<Freezing>) -> Answer {
    match froze(&who, &app, &id, &mut form).await {
        Ok(path) => saying(path, "The pack is frozen. Later changes do not alter it; the panel is told."),
        Err(fault) => pages::review_with(&who, &app, &id, form.again(fault)?).await,
    }
}

async fn froze(who: &Lead, app: &App, id: &ReviewId, form: &mut Form<Freezing>) -> Result<String, Fault> {
    let found = pages::found(who, app, id).await?;
    let early = form.given()?.early;
    let (person, id) = (who.person().clone(), id.clone());
    let books = Books::of_enrolment(&found.row.enrolment_id);
    let done =
        app.write_once(form.once(&who.account), books, move |tx| put_pack(tx, &person, &id, early)).await;
    in_its_names(app, &found.row.enrolment_id, done).await
}

/// Inside a write that has taken the portfolio's book. `early`: although a side can still prepare.
pub fn put_pack(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &ReviewId,
    early: bool,
) -> Result<Outcome<String>, Fault> {
    let shelf = tx.shelf();
    let found = store::found(tx.conn(), &shelf, person, id)?;
    let grant = may_freeze(person, &found.case)?;
    asked_once(freezes_early(person.today(), &found, &store::prepared(tx.conn(), id)?), early)?;
    let form = form_of(tx, &found)?;
    let by = Frozen { sight: person.sight(), by: person.name.clone(), as_at: tx.now() };
    let row = packing::freeze(tx, &grant, by, &found, &form)?;
    for to in everybody(tx, person, &found)? {
        tx.later(Job::Tell { to, what: Notice::ReviewFrozen { review: id.clone() } })?;
    }
    Ok(Outcome::of(paths::review_pack(id.as_str()), frozen_event(&grant, &found, &row)))
}

pub(in crate::features::reviews) fn frozen_event(
    grant: &Grant<Freeze>,
    found: &Found,
    row: &PackRow,
) -> Event {
    grant
        .event("review/frozen", format!("review/{}", found.row.id))
        .with("enrolment", &found.row.enrolment_id)
        .with("pack", &row.id)
        .with("file", &row.hash)
        .row(row)
}

/// Both sides and the panel, but for whoever acts.
pub(super) fn everybody(tx: &mut Tx<'_>, person: &Person, found: &Found) -> Result<Vec<AccountId>, Fault> {
    let mut all = of_review(tx, person.today(), found)?;
    all.retain(|one| *one != person.account);
    Ok(all)
}

/// Both sides and the panel.
pub(in crate::features::reviews) fn of_review(
    tx: &mut Tx<'_>,
    today: Day,
    found: &Found,
) -> Result<Vec<AccountId>, Fault> {
    let mut all = store::supervisors_of(tx.conn(), &found.row.enrolment_id, today)?;
    all.push(found.enrolled.person.clone());
    all.extend(found.seats.iter().map(|seat| seat.row.person_id.clone()));
    all.sort();
    all.dedup();
    Ok(all)
}
