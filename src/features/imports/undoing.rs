//! Taking a file back, row by row: what nothing was built on goes, the rest stays and says why. Each thing is
//! taken back by the rule of its own act, so that undoing gives nobody more than doing did.

use std::collections::BTreeSet;

use crate::db::tx::Tx;
use crate::domain::audit::Event;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, BookId, EnrolmentId, PortfolioId};
use crate::domain::outside::OutsideNumber;
use crate::domain::policy::Grant;
use crate::domain::policy::enrolments::{EndCase, may_set_end};
use crate::domain::policy::imports::{EnteredCase, TakeRowBack, may_withdraw_entered};
use crate::domain::policy::numbers::may_keep_number;
use crate::domain::policy::people::{may_end_appointment, may_list_registration};
use crate::domain::role::Person;
use crate::features::imports::store::{self, Before, Made};
use crate::features::results::{ToEnter, enter};
use crate::features::roster::{self, keep_number, number_case};
use crate::features::{enrolments, entries, official, people, standing};

/// Whether each thing that a row made can go; the first reason why not, without its capital.
pub fn kept_because(tx: &mut Tx<'_>, made: &[Made]) -> Result<Option<String>, Fault> {
    for one in made {
        let why: Option<String> = match one {
            Made::Account { account } if !has_more(made) => {
                store::unused_account(tx.conn(), account)?.map(str::to_owned)
            }
            Made::Account { .. } | Made::Ended { .. } => None,
            Made::Number { account, number } => {
                let known = people::numbers_of(tx.conn(), account)?;
                let stands = known.iter().any(|(row, _)| row.id == *number);
                (!stands).then(|| "the number was ended or replaced since".to_owned())
            }
            Made::Enrolment { enrolment } => {
                store::unused_enrolment(tx.conn(), enrolment)?.map(str::to_owned)
            }
            Made::EndDay { enrolment, is, .. } => {
                let row = enrolments::store::enrolment(tx.conn(), enrolment)?;
                (row.ends_on != *is).then(|| "the last day was changed since".to_owned())
            }
            Made::Appointment { appointment } | Made::AppointmentEnd { appointment, .. } => {
                store::used_appointment(tx.conn(), appointment)?.map(str::to_owned)
            }
            Made::Entry { entry, version, .. } => {
                let (_, untouched) = store::unused_entry(tx.conn(), entry, version)?;
                (!untouched).then(|| "it was corrected or confirmed since".to_owned())
            }
            Made::There { enrolment, said } => {
                let all = official::all_stand(tx.conn(), enrolment, said)?;
                (!all).then(|| "it was said anew or taken back since".to_owned())
            }
            Made::Registration { registration } => {
                let stated = people::stated(tx.conn(), registration)?;
                match (stated.row.known_until, stated.confirmed.is_empty()) {
                    (Some(_), _) => Some("it was corrected or taken back since".to_owned()),
                    (None, false) => Some("it has been confirmed".to_owned()),
                    (None, true) => None,
                }
            }
        };
        if why.is_some() {
            return Ok(why);
        }
    }
    Ok(None)
}

/// The row also enrolled or appointed the person, which goes with it.
fn has_more(made: &[Made]) -> bool {
    made.iter().any(|one| matches!(one, Made::Enrolment { .. } | Made::Appointment { .. }))
}

/// Whose standings no longer hold once all rows are back, where rows are many and about the same people.
#[derive(Default)]
pub struct Stale {
    /// To be made fresh in the same write.
    pub portfolios: BTreeSet<PortfolioId>,
    /// To be marked: a registration of theirs has gone.
    pub registered: BTreeSet<AccountId>,
}

/// Takes everything of one row back; its account at the end.
pub fn take_back(
    tx: &mut Tx<'_>,
    person: &Person,
    grant: &Grant<TakeRowBack>,
    made: &[Made],
    events: &mut Vec<Event>,
    stale: &mut Stale,
) -> Result<(), Fault> {
    for one in made.iter().rev() {
        match one {
            Made::Account { account } => {
                if store::unused_account(tx.conn(), account)?.is_none() {
                    events.push(account_closed(tx, grant, account)?);
                }
            }
            Made::Number { account, number } => {
                let case = number_case(tx.conn(), person, account)?;
                let keep = may_keep_number(person, &case)?;
                let row = people::end_number(tx, &keep, number)?;
                let event = keep.event("account/number-ended", format!("account/{account}"));
                events.push(event.with("issuer", row.issuer).row(&row).in_book(BookId::house()));
            }
            Made::Ended { account, issuer, body, number } => {
                let case = number_case(tx.conn(), person, account)?;
                let said = OutsideNumber { issuer: *issuer, body: body.clone(), number: number.clone() };
                events.push(keep_number(tx, person, &case, &said)?.1);
            }
            Made::Enrolment { enrolment } => events.push(enrolment_closed(tx, grant, enrolment)?),
            Made::EndDay { enrolment, was, .. } => {
                let row = enrolments::led_one(tx.conn(), &person.sight(), enrolment)?;
                let now = tx.now();
                let one = std::slice::from_ref(enrolment);
                let case = EndCase {
                    extended: enrolments::extended(tx.conn(), one, now)?.contains(enrolment),
                    trainee: row.person.clone(),
                    spot: roster::spot(tx.conn(), &row)?,
                    territory: people::territory(tx.conn(), &person.account, person.today())?,
                    started_on: row.started_on,
                    ends_on: row.ends_on,
                    wanted: *was,
                };
                let set = may_set_end(person, &case)?;
                events.push(roster::put_end(tx, &set, &row)?);
            }
            Made::Appointment { appointment } => {
                let known = people::appointment(tx.conn(), appointment)?;
                let before = known.from.plus_days(-1);
                events.push(last_day(tx, person, &known, Some(before))?);
            }
            Made::AppointmentEnd { appointment, was } => {
                let known = people::appointment(tx.conn(), appointment)?;
                events.push(last_day(tx, person, &known, *was)?);
            }
            Made::Entry { entry, version, enrolment, before } => {
                let (by, untouched) = store::unused_entry(tx.conn(), entry, version)?;
                events.push(match before {
                    Some(before) => as_before(tx, person, enrolment, entry, before)?,
                    None => {
                        let case = EnteredCase { entry: entry.clone(), entered_by: by, untouched };
                        let withdraw = may_withdraw_entered(person, &case)?;
                        let row = entries::mark_withdrawn(tx, &withdraw, version)?;
                        let enrolled = enrolments::store::enrolment(tx.conn(), enrolment)?;
                        standing::refresh(tx, &enrolled.portfolio, std::slice::from_ref(entry))?;
                        let event = withdraw.event("result/withdrawn", format!("entry/{entry}"));
                        event.with("version", version).row(&row).in_book(enrolled.portfolio)
                    }
                });
            }
            Made::There { enrolment, said } => {
                let (row, event) = official::take_all_back(tx, person, enrolment, said)?;
                stale.portfolios.insert(row.portfolio);
                events.push(event);
            }
            Made::Registration { registration } => {
                let owner = people::stated(tx.conn(), registration)?.row.person;
                let theirs = people::reaches(tx.conn(), &person.sight(), &owner)?;
                let list = may_list_registration(person, &owner, theirs)?;
                let row = people::take_back(tx, &list, registration)?;
                stale.registered.insert(owner);
                let event = list.event("registration/taken-back", format!("registration/{registration}"));
                events.push(event.row(&row).in_book(BookId::house()));
            }
        }
    }
    let import = &grant.act().import;
    *events = std::mem::take(events).into_iter().map(|event| event.with("undoes", import)).collect();
    Ok(())
}

fn account_closed(tx: &mut Tx<'_>, grant: &Grant<TakeRowBack>, id: &AccountId) -> Result<Event, Fault> {
    let row = store::close_unused(tx, grant, id)?;
    Ok(grant.event("account/closed", format!("account/{id}")).row(&row).in_book(BookId::house()))
}

fn enrolment_closed(tx: &mut Tx<'_>, grant: &Grant<TakeRowBack>, id: &EnrolmentId) -> Result<Event, Fault> {
    let person = enrolments::store::enrolment(tx.conn(), id)?.person;
    let (row, filed) = store::close_enrolment(tx, grant, id)?;
    standing::refresh_all(tx, &row.portfolio)?;
    standing::raise_trained(tx, &person)?;
    let event = grant
        .event("enrolment/undone", format!("enrolment/{id}"))
        .row(&row)
        .in_book(BookId::from(row.portfolio.clone()));
    Ok(filed.iter().fold(event, |event, row| event.row(row)))
}

fn last_day(
    tx: &mut Tx<'_>,
    person: &Person,
    known: &people::Appointed,
    last: Option<crate::domain::time::Day>,
) -> Result<Event, Fault> {
    let case = roster::end_case(tx.conn(), person, known)?;
    let end = may_end_appointment(person, &case)?;
    Ok(roster::put_last_day(tx, &end, known, last)?.1)
}

/// A corrected result says again what it said before.
fn as_before(
    tx: &mut Tx<'_>,
    person: &Person,
    enrolment: &EnrolmentId,
    entry: &crate::domain::names::EntryId,
    before: &Before,
) -> Result<Event, Fault> {
    let shelf = tx.shelf();
    let seen = entries::seen(tx.conn(), &shelf, &person.sight(), entry)?;
    let one = ToEnter {
        enrolment: enrolment.clone(),
        corrects: Some(entry.clone()),
        day: before.day,
        until: before.until,
        values: before.values.clone(),
    };
    enter(tx, person, &seen.kind, &one)
}
