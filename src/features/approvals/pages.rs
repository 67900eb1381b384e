//! What this room shows: who is approved under an enrolment, the forms, and what a lead has to answer.

use std::collections::HashMap;

use actix_web::web::Path;

use super::acts::{about_approval, case_of};
use super::found::{self, Place, place};
use super::store::{self, Listed, Shown};
use super::views;
use crate::app::App;
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::assessor::Mailbox;
use crate::domain::fault::Fault;
use crate::domain::names::{ApprovalId, EmailAddress, EnrolmentId, NominationId};
use crate::domain::policy::approvals::{
    NominationCase, may_approve, may_assess, may_decline, may_end_approval, may_nominate,
};
use crate::domain::programme::called::Called;
use crate::domain::role::Person;
use crate::domain::time::Moment;
use crate::features::accounts;
use crate::features::enrolments::{Enrolled, in_its_names, led};
use crate::features::people::{Registered, registrations_of};
use crate::features::programmes;
use crate::web::gate::{Lead, SignedIn};
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::parts::Pages;
use crate::web::paths;
use crate::web::typed::{Asked, Typed};

pub async fn of_enrolment(who: SignedIn, app: App, id: Path<EnrolmentId>) -> Answer {
    let (person, id) = (who.person().clone(), id.into_inner());
    let (place, approved, nominated, registers) = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let place = place(r.conn(), (&shelf, now), &person, &id)?;
            let approved = store::approvals_of(r.conn(), &shelf, &id, now)?;
            let nominated = store::nominations_of(r.conn(), &id)?;
            Ok((place, approved, nominated, programmes::registers(r.conn(), &shelf)?))
        })
        .await?;
    page(views::Assessors::new(&who, &place, (&approved, &nominated), &registers))
}

pub async fn new(who: SignedIn, app: App, id: Path<EnrolmentId>) -> Answer {
    let (person, asked) = (who.person().clone(), id.clone());
    let may = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let case = place(r.conn(), (&shelf, now), &person, &asked)?.case;
            match case.owner == person.account {
                true => may_nominate(&person, &case).map(drop)?,
                false => may_approve(&person, &case).map(drop)?,
            }
            Ok(())
        })
        .await;
    in_its_names(&app, &id, may).await?;
    new_with(&who, &app, &id, Typed::nothing()).await
}

pub async fn new_with(who: &SignedIn, app: &App, id: &EnrolmentId, typed: Typed) -> Answer {
    let (person, id) = (who.person().clone(), id.clone());
    let place = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            place(r.conn(), (&shelf, now), &person, &id)
        })
        .await?;
    page(views::NewAssessor::new(who, &place, typed))
}

/// A nomination with its enrolment, for whoever sees that; for everybody else it is not there.
// open: what the person is to the enrolment is asked at once
pub fn asked(
    conn: &mut Conn,
    (shelf, now): (&Shelf, Moment),
    person: &Person,
    id: &NominationId,
) -> Result<(Shown, Place, NominationCase), Fault> {
    let shown = store::nomination(conn, id)?;
    let place = place(conn, (shelf, now), person, &shown.row.enrolment_id)?;
    let case = case_of(id, &place, shown.answer.is_some());
    Ok((shown, place, case))
}

/// What a lead is told of whom they are to approve.
pub struct Known {
    /// Somebody with an account to sign in with.
    pub signs_in: bool,
    pub registrations: Vec<Registered>,
    /// Why they cannot be approved as things are; empty if they can.
    pub refused: String,
}

pub async fn nomination(who: Lead, app: App, id: Path<NominationId>) -> Answer {
    nomination_with(&who, &app, &id, Typed::nothing()).await
}

pub async fn nomination_with(who: &Lead, app: &App, id: &NominationId, typed: Typed) -> Answer {
    let (person, id) = (who.person().clone(), id.clone());
    let (shown, place, known, registers, answerable) = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let (shown, place, case) = asked(r.conn(), (&shelf, now), &person, &id)?;
            if !place.case.leads {
                return Err(Fault::NotFound);
            }
            let answerable = may_decline(&person, &case).is_ok();
            let known = known(r.conn(), &shelf, (&person, &place), &shown, now)?;
            Ok((shown, place, known, programmes::registers(r.conn(), &shelf)?, answerable))
        })
        .await?;
    page(views::NominationPage::new(who, (&place, &shown), (&known, &registers), answerable, typed))
}

fn known(
    conn: &mut Conn,
    shelf: &Shelf,
    (person, place): (&Person, &Place),
    shown: &Shown,
    now: Moment,
) -> Result<Known, Fault> {
    // Of somebody who was erased meanwhile there is no address to ask about.
    let Ok(address) = EmailAddress::parse(&shown.row.address) else {
        return Ok(Known { signs_in: false, registrations: Vec::new(), refused: String::new() });
    };
    let about = (Mailbox::of(&address), shown.row.section.as_str());
    let nominee = found::nominee(conn, shelf, place, about, Some(&shown.row.id), (now, person.today()))?;
    let called = Called::of(&place.version);
    let may = may_approve(person, &place.case).and_then(|_| may_assess(person, &place.case, &nominee));
    let refused = may.err().map(|refusal| called.say(&refusal.sentence));
    let (signs_in, registrations) = match &nominee.person {
        None => (false, Vec::new()),
        Some(known) => (
            accounts::is_for_signing_in(conn, known)?,
            registrations_of(conn, std::slice::from_ref(known), now)?,
        ),
    };
    Ok(Known { signs_in, registrations, refused: refused.unwrap_or_default() })
}

/// An approval with its enrolment, for whoever sees that; for everybody else it is not there.
// open: what the person is to the enrolment is asked at once
pub fn approved(
    conn: &mut Conn,
    shelf: &Shelf,
    person: &Person,
    id: &ApprovalId,
    now: Moment,
) -> Result<(Listed, Place), Fault> {
    let listed = store::approval(conn, shelf, id, now)?;
    let place = place(conn, (shelf, now), person, &listed.row.enrolment_id)?;
    Ok((listed, place))
}

pub async fn end(who: Lead, app: App, id: Path<ApprovalId>) -> Answer {
    end_with(&who, &app, &id, Typed::nothing()).await
}

pub async fn end_with(who: &Lead, app: &App, id: &ApprovalId, typed: Typed) -> Answer {
    let (person, asked) = (who.person().clone(), id.clone());
    let found = app
        .read(move |r| {
            let (shelf, now, id) = (r.shelf(), r.now(), asked);
            let (listed, place) = approved(r.conn(), &shelf, &person, &id, now)?;
            if !place.case.leads {
                return Err(Fault::NotFound);
            }
            may_end_approval(&person, &id, true, listed.row.known_until.is_some())?;
            Ok((listed, place))
        })
        .await;
    let (listed, place) = about_approval(app, id, found).await?;
    page(views::EndApproval::new(who, &place, &listed, typed))
}

/// Everything that waits with this lead, and everybody who is approved for whom they lead, page by page.
pub async fn all(who: Lead, app: App, asked: Asked) -> Answer {
    let (sight, wanted) = (who.sight(), asked.one("page").parse().unwrap_or(1));
    let (waiting, approved, turned, registers) = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let waiting = store::nominations_led(r.conn(), &sight)?;
            let mut approved = Vec::new();
            let led: HashMap<EnrolmentId, Enrolled> =
                led(r.conn(), &sight)?.into_iter().map(|on| (on.id.clone(), on)).collect();
            let leaf = store::approvals_led(r.conn(), (&shelf, now), &sight, wanted)?;
            let turned = turned(leaf.number, leaf.last);
            for one in leaf.rows {
                let on = led.get(&one.row.enrolment_id).ok_or(Fault::NotFound)?;
                let version = programmes::version_at(r.conn(), &shelf, &on.version, on.layer.as_ref())?;
                let about = found::held_for(&version, one.sections.as_deref());
                approved.push((one, about));
            }
            Ok((waiting, approved, turned, programmes::registers(r.conn(), &shelf)?))
        })
        .await?;
    page(views::Approvals::new(&who, &waiting, (&approved, turned), &registers))
}

/// The pages before and after.
fn turned(number: usize, last: usize) -> Pages {
    let at = |number: usize| format!("{}?page={number}", paths::APPROVALS);
    Pages { earlier: (number > 1).then(|| at(number - 1)), later: (number < last).then(|| at(number + 1)) }
}
