//! Nominating, taking that back, approving, saying why not, ending. Everything is in the house's book, beside the
//! appointments that may come with an approval.

use actix_web::web::Path;

use super::after::said_of;
use super::forms::{Approving, Ending, Nominating, Refusing};
use super::found::{self, Place};
use super::{pages, store};
use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::approval::{Signs, Why};
use crate::domain::assessor::Mailbox;
use crate::domain::audit::Event;
use crate::domain::fault::{Fault, Faults, Refusal};
use crate::domain::job::{Job, Notice};
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::approvals::{
    Approve, NominationCase, may_approve, may_assess, may_decline, may_end_approval, may_nominate,
    may_take_back_nomination, waits,
};
use crate::domain::policy::people::may_invite;
use crate::domain::role::{Capacity, Person, Scope, Sight};
use crate::domain::territory::Over;
use crate::features::accounts::{self, Nothing};
use crate::features::enrolments::{in_its_names, in_names_found, said_in_its_names, trains};
use crate::features::identifiers::refuse_all;
use crate::features::people::{self, Brought, Newcomer};
use crate::features::reviews;
use crate::features::roster::{ToAppoint, appoint};
use crate::features::standing;
use crate::web::form::Form;
use crate::web::gate::{Lead, SignedIn, Trainee};
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::beside_the_form;

/// The trainee nominates; a lead approves at once.
pub async fn add(who: SignedIn, app: App, id: Path<EnrolmentId>, mut form: Form<Nominating>) -> Answer {
    let id = id.into_inner();
    let done = added(&who, &app, &id, &mut form).await;
    match in_its_names(&app, &id, done).await {
        Ok((path, said)) => saying(path, said_in_its_names(&app, &id, &said).await?),
        Err(fault) => pages::new_with(&who, &app, &id, form.again(beside_the_form(fault))?).await,
    }
}

async fn added(
    who: &SignedIn,
    app: &App,
    id: &EnrolmentId,
    form: &mut Form<Nominating>,
) -> Result<(String, String), Fault> {
    let (given, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    let (path, asked, enrolment) = (paths::assessors(id.as_str()), id.clone(), id.clone());
    let own = {
        let person = person.clone();
        // Out of sight: before any book is taken.
        app.read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let place = found::place(r.conn(), (&shelf, now), &person, &asked)?;
            Ok(place.enrolled.person == person.account)
        })
        .await?
    };
    if own {
        app.write_once(once, Books::house(), move |tx| {
            Ok(put_nomination(tx, &person, &enrolment, &given)?.map(|id| id.to_string()))
        })
        .await?;
        let said = "The nomination is sent. Your training lead is told, and so are you once they answer.";
        return Ok((path, said.to_owned()));
    }
    let made = app.write_once(once, Books::house(), move |tx| {
        Ok(put_approval(tx, &person, &enrolment, &given, None)?.map(|id| id.to_string()))
    });
    said_of(app, ApprovalId::new(made.await?)).await
}

/// Nominates, inside a write that has taken the house's book.
pub fn put_nomination(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &EnrolmentId,
    given: &Nominating,
) -> Result<Outcome<NominationId>, Fault> {
    let (shelf, now, today) = (tx.shelf(), tx.now(), person.today());
    let place = found::place(tx.conn(), (&shelf, now), person, id)?;
    let grant = may_nominate(person, &place.case)?;
    found::fitting(&place, &given.section, (given.from, given.until), today)?;
    let about = (Mailbox::of(&given.address), given.section.as_str());
    let nominee = found::nominee(tx.conn(), &shelf, &place, about, None, (now, today))?;
    may_assess(person, &place.case, &nominee).map_err(beside_the_address)?;
    found::at_work(tx.conn(), &given.address, nominee.person.as_ref())?;
    refuse_all(tx.conn(), &[("post".to_owned(), given.post.clone())], false)?;
    let new = store::NewNomination {
        name: given.name.clone(),
        address: given.address.clone(),
        post: given.post.clone(),
        section: given.section.clone(),
        from: given.from,
        until: given.until,
    };
    let row = store::nominate(tx, &grant, new)?;
    for to in reviews::leads_of(tx.conn(), id, today)? {
        tx.later(Job::Tell { to, what: Notice::Nominated { nomination: row.id.clone() } })?;
    }
    let event = grant
        .event("nomination/made", format!("nomination/{}", row.id))
        .with("enrolment", id)
        .in_book(BookId::house());
    Ok(Outcome::of(row.id, event))
}

/// What is wrong with somebody is wrong with their address.
fn beside_the_address(refusal: Refusal) -> Fault {
    Faults::one("email", refusal.sentence).into()
}

/// Approves, inside a write that has taken the house's book.
pub fn put_approval(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &EnrolmentId,
    given: &Nominating,
    answering: Option<NominationId>,
) -> Result<Outcome<ApprovalId>, Fault> {
    let (shelf, now, today) = (tx.shelf(), tx.now(), person.today());
    let place = found::place(tx.conn(), (&shelf, now), person, id)?;
    let grant = may_approve(person, &place.case)?;
    found::fitting(&place, &given.section, (given.from, given.until), today)?;
    let about = (Mailbox::of(&given.address), given.section.as_str());
    let nominee = found::nominee(tx.conn(), &shelf, &place, about, answering.as_ref(), (now, today))?;
    may_assess(person, &place.case, &nominee).map_err(beside_the_address)?;
    let (assessor, events) = arrive(tx, &grant, (person, &place), given, nominee.person)?;
    let new = store::NewApproval {
        person: assessor,
        section: given.section.clone(),
        from: given.from,
        until: given.until,
        nomination: answering,
    };
    let row = store::approve(tx, &grant, new)?;
    standing::raise_approved(tx, &place.enrolled.person)?;
    let told = Notice::AssessorApproved { approval: row.id.clone(), enrolment: id.clone() };
    tx.later(Job::Tell { to: place.enrolled.person.clone(), what: told })?;
    let event = grant
        .event("approval/made", format!("approval/{}", row.id))
        .with("enrolment", id)
        .with("person", &row.person_id)
        .in_book(BookId::house());
    Ok(events.into_iter().fold(Outcome::of(row.id, event), Outcome::and))
}

/// The account of an approved assessor: the one they have; one to sign in with, with the letter that invites them; or one
/// that is known only by the address that they will prove. Who signs in and does not supervise the trainee yet is appointed.
fn arrive(
    tx: &mut Tx<'_>,
    grant: &Grant<Approve>,
    (person, place): (&Person, &Place),
    given: &Nominating,
    known: Option<AccountId>,
) -> Result<(AccountId, Vec<Event>), Fault> {
    let signs_in = match &known {
        Some(known) => accounts::is_for_signing_in(tx.conn(), known)?,
        None => false,
    };
    let signs = match given.signs {
        _ if signs_in => Signs::WithAccount,
        Some(chosen) => chosen,
        None => return Err(Faults::one("signs", "Choose how they will sign.").into()),
    };
    found::at_work_by_link(&given.address, signs)?;
    let mut events = Vec::new();
    let account = match (known, signs) {
        (Some(known), Signs::ByLink) => return Ok((known, events)),
        (None, Signs::ByLink) => {
            let account = accounts::open_account(tx, &given.address, &given.name, "")?;
            let event = grant.event("assessor/named", format!("account/{}", account.id));
            events.push(event.in_book(BookId::house()).row(&account));
            return Ok((account.id, events));
        }
        (Some(known), Signs::WithAccount) if signs_in => known,
        (known, Signs::WithAccount) => {
            // Somebody who is known by another address keeps that one account.
            let email = match known {
                Some(known) => EmailAddress::parse(&accounts::account(tx.conn(), &known)?.email)
                    .map_err(Fault::broken)?,
                None => given.address.clone(),
            };
            let territory = people::territory(tx.conn(), &person.account, person.today())?;
            let newcomer = Newcomer { name: given.name.clone(), email };
            let brought = people::bring(tx, &may_invite(person, &territory, false)?, &newcomer)?;
            events.extend(brought.event);
            brought.account
        }
    };
    let theirs = Sight::on_behalf_of(account.clone(), given.from.max(person.today()));
    if !trains(tx.conn(), &theirs, &place.case.enrolment)? {
        let wanted = ToAppoint {
            appointee: account.clone(),
            capacity: Capacity::Supervisor,
            over: vec![Over::of(Scope::Person, &place.enrolled.person)],
            from: given.from,
            until: Some(given.until),
        };
        events.push(appoint(tx, person, wanted)?.1);
    }
    if signs_in {
        let sentence = format!(
            "{} approved you as an assessor of {} from {} to {}.",
            person.name, place.enrolled.name, given.from, given.until
        );
        let brought = Brought {
            account: account.clone(),
            name: String::new(),
            portfolio: None,
            joined: true,
            event: None,
        };
        people::tell(tx, &brought, sentence, &[&person.account, &place.enrolled.person])?;
    }
    Ok((account, events))
}

pub async fn approve(who: Lead, app: App, id: Path<NominationId>, mut form: Form<Approving>) -> Answer {
    let id = id.into_inner();
    let done = approved(&who, &app, &id, &mut form).await;
    match about_nomination(&app, &id, done).await {
        Ok((path, said)) => saying(path, format!("{said} The trainee is told.")),
        Err(fault) => pages::nomination_with(&who, &app, &id, form.again(beside_the_form(fault))?).await,
    }
}

async fn approved(
    who: &Lead,
    app: &App,
    id: &NominationId,
    form: &mut Form<Approving>,
) -> Result<(String, String), Fault> {
    let (given, person, once, id) =
        (form.given()?, who.person().clone(), form.once(&who.account), id.clone());
    let made = app.write_once(once, Books::house(), move |tx| {
        let (shelf, now) = (tx.shelf(), tx.now());
        let (shown, _, case) = pages::asked(tx.conn(), (&shelf, now), &person, &id)?;
        waits(&case)?;
        let row = shown.row;
        let wanted = Nominating {
            name: row.name,
            address: EmailAddress::parse(&row.address).map_err(Fault::broken)?,
            post: row.post,
            section: given.section,
            from: given.from,
            until: given.until,
            signs: given.signs,
        };
        let enrolment = row.enrolment_id;
        let done = put_approval(tx, &person, &enrolment, &wanted, Some(id))?;
        Ok(done.map(|id| id.to_string()))
    });
    said_of(app, ApprovalId::new(made.await?)).await
}

pub async fn refuse(who: Lead, app: App, id: Path<NominationId>, mut form: Form<Refusing>) -> Answer {
    let id = id.into_inner();
    let done = refused(&who, &app, &id, &mut form).await;
    match about_nomination(&app, &id, done).await {
        Ok(path) => saying(path, "The trainee is told, with the reason."),
        Err(fault) => pages::nomination_with(&who, &app, &id, form.again(beside_the_form(fault))?).await,
    }
}

async fn refused(
    who: &Lead,
    app: &App,
    id: &NominationId,
    form: &mut Form<Refusing>,
) -> Result<String, Fault> {
    let (given, person, once, id) =
        (form.given()?, who.person().clone(), form.once(&who.account), id.clone());
    app.write_once(once, Books::house(), move |tx| {
        Ok(put_refusal(tx, &person, &id, &given)?.map(|enrolment| paths::assessors(enrolment.as_str())))
    })
    .await
}

/// Says why somebody is not approved, inside a write that has taken the house's book.
pub fn put_refusal(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &NominationId,
    given: &Refusing,
) -> Result<Outcome<EnrolmentId>, Fault> {
    let (shelf, now) = (tx.shelf(), tx.now());
    let (shown, place, case) = pages::asked(tx.conn(), (&shelf, now), person, id)?;
    let grant = may_decline(person, &case)?;
    refuse_all(tx.conn(), &[("words".to_owned(), given.words.clone())], false)?;
    store::decline(tx, &grant, reason(given))?;
    let enrolment = shown.row.enrolment_id;
    let told = Notice::NotApproved { nomination: id.clone(), enrolment: enrolment.clone() };
    tx.later(Job::Tell { to: place.enrolled.person, what: told })?;
    let event = grant
        .event("nomination/not-approved", format!("nomination/{id}"))
        .with("enrolment", &enrolment)
        .with("why", given.why)
        .in_book(BookId::house());
    Ok(Outcome::of(enrolment, event))
}

/// As the trainee reads it.
fn reason(given: &Refusing) -> String {
    match (given.why, given.words.as_str()) {
        (Why::Other, words) => words.to_owned(),
        (why, "") => format!("{}.", why.shown()),
        (why, words) => format!("{}. {words}", why.shown()),
    }
}

pub async fn withdraw(who: Trainee, app: App, id: Path<NominationId>, form: Form<Nothing>) -> Answer {
    let of = id.into_inner();
    let (person, id) = (who.person().clone(), of.clone());
    let done = app
        .write_once(form.once(&who.account), Books::house(), move |tx| {
            let (shelf, now) = (tx.shelf(), tx.now());
            let (shown, _, case) = pages::asked(tx.conn(), (&shelf, now), &person, &id)?;
            let grant = may_take_back_nomination(&person, &case)?;
            store::take_back(tx, &grant)?;
            let event = grant
                .event("nomination/taken-back", format!("nomination/{id}"))
                .with("enrolment", &shown.row.enrolment_id)
                .in_book(BookId::house());
            Ok(Outcome::of(paths::assessors(shown.row.enrolment_id.as_str()), event))
        })
        .await;
    saying(about_nomination(&app, &of, done).await?, "The nomination is taken back.")
}

/// What was refused about a nomination, in the names of the programme that it is under.
async fn about_nomination<T>(app: &App, id: &NominationId, done: Result<T, Fault>) -> Result<T, Fault> {
    let id = id.clone();
    in_names_found(app, move |conn| store::nominated_under(conn, &id), done).await
}

/// The same of an approval.
pub async fn about_approval<T>(app: &App, id: &ApprovalId, done: Result<T, Fault>) -> Result<T, Fault> {
    let id = id.clone();
    in_names_found(app, move |conn| store::approved_under(conn, &id), done).await
}

pub async fn end(who: Lead, app: App, id: Path<ApprovalId>, mut form: Form<Ending>) -> Answer {
    let id = id.into_inner();
    let done = ended(&who, &app, &id, &mut form).await;
    match about_approval(&app, &id, done).await {
        Ok(path) => saying(path, "The last day is set. What was signed until then stays signed."),
        Err(fault) => pages::end_with(&who, &app, &id, form.again(beside_the_form(fault))?).await,
    }
}

async fn ended(who: &Lead, app: &App, id: &ApprovalId, form: &mut Form<Ending>) -> Result<String, Fault> {
    let (given, person, once, id) =
        (form.given()?, who.person().clone(), form.once(&who.account), id.clone());
    app.write_once(once, Books::house(), move |tx| {
        let (shelf, now) = (tx.shelf(), tx.now());
        let (listed, place) = pages::approved(tx.conn(), &shelf, &person, &id, now)?;
        let grant = may_end_approval(&person, &id, place.case.leads, listed.row.known_until.is_some())?;
        if given.last > listed.row.until_day {
            let sentence = "An approval is not made longer. Approve them anew from the day after its last.";
            return Err(Faults::one("last", sentence).into());
        }
        let enrolment = listed.row.enrolment_id.clone();
        let goes_on = store::end(tx, &grant, (listed.row, listed.sections), given.last)?;
        standing::raise_approved(tx, &place.enrolled.person)?;
        let told = Notice::ApprovalEnded {
            approval: goes_on.unwrap_or_else(|| id.clone()),
            enrolment: enrolment.clone(),
        };
        tx.later(Job::Tell { to: place.enrolled.person, what: told })?;
        let event = grant
            .event("approval/ended", format!("approval/{id}"))
            .with("enrolment", &enrolment)
            .with("last", given.last.iso())
            .in_book(BookId::house());
        Ok(Outcome::of(paths::assessors(enrolment.as_str()), event))
    })
    .await
}

/// What the rules need to know of a nomination.
pub fn case_of(id: &NominationId, place: &Place, answered: bool) -> NominationCase {
    NominationCase {
        nomination: id.clone(),
        owner: place.case.owner.clone(),
        leads: place.case.leads,
        answered,
    }
}
