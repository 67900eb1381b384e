//! Carrying a plan out, row by row in one write: the same functions as the forms', each asking its own rule.

use crate::db::tx::Tx;
use crate::domain::audit::Event;
use crate::domain::fault::{Fault, Refusal};
use crate::domain::job::{Job, Notice};
use crate::domain::names::{BookId, EmailAddress, ImportId};
use crate::domain::outside::OutsideNumber;
use crate::domain::policy::enrolments::{EndCase, may_enrol, may_set_end};
use crate::domain::policy::numbers::NumberCase;
use crate::domain::policy::people::{may_end_appointment, may_invite, may_list_registration};
use crate::domain::role::Person;
use crate::features::imports::planning::{Step, Whom};
use crate::features::imports::store::{self, Before, Made};
use crate::features::people::{self, Brought, Newcomer, bring, tell};
use crate::features::results::enter_known;
use crate::features::roster::{self, ToAppoint, ToEnrol, appoint, case, enrol, keep_number, spot};
use crate::features::{accounts, enrolments, entries, official, programmes};

/// What carrying out one row gave: what was made, and the events of it.
pub struct Done {
    pub made: Vec<Made>,
    pub events: Vec<Event>,
}

/// Carries out one row, inside a write that has taken the books of the plan. Standings of those whose
/// registrations are listed are the caller's to mark.
pub fn carry_out(tx: &mut Tx<'_>, person: &Person, import: &ImportId, step: Step) -> Result<Done, Fault> {
    let mut done = match step {
        Step::Person { whom, numbers } => keep_person(tx, person, &whom, &numbers)?,
        Step::Enrol { whom, version, department, from, until } => {
            let mut done = Done { made: Vec::new(), events: Vec::new() };
            let brought = brought(tx, person, &whom, &mut done)?;
            let wanted = ToEnrol { trainee: brought.account.clone(), version, department, from, until };
            let asked = case(tx.conn(), &person.sight(), &wanted)?;
            let made = enrol(tx, &may_enrol(person, &asked)?)?;
            let shelf = tx.shelf();
            let title = programmes::version(tx.conn(), &shelf, &wanted.version)?.title.clone();
            let sentence = format!("{} enrolled you on {title} from {from}.", person.name);
            tell(tx, &brought, sentence, &[&person.account])?;
            done.made.push(Made::Enrolment { enrolment: made.enrolment });
            done.events.push(made.event);
            done
        }
        Step::MoveEnd { enrolment, was, until, .. } => {
            let row = enrolments::led_one(tx.conn(), &person.sight(), &enrolment)?;
            let now = tx.now();
            let one = std::slice::from_ref(&enrolment);
            let asked = EndCase {
                extended: enrolments::extended(tx.conn(), one, now)?.contains(&enrolment),
                trainee: row.person.clone(),
                spot: spot(tx.conn(), &row)?,
                territory: people::territory(tx.conn(), &person.account, person.today())?,
                started_on: row.started_on,
                ends_on: row.ends_on,
                wanted: until,
            };
            let grant = may_set_end(person, &asked)?;
            let event = roster::put_end(tx, &grant, &row)?;
            Done { made: vec![Made::EndDay { enrolment, was, is: until }], events: vec![event] }
        }
        Step::Appoint { whom, capacity, over, from, until } => {
            let mut done = Done { made: Vec::new(), events: Vec::new() };
            let brought = brought(tx, person, &whom, &mut done)?;
            let wanted = ToAppoint { appointee: brought.account.clone(), capacity, over, from, until };
            let (row, event) = appoint(tx, person, wanted)?;
            let sentence = format!("{} appointed you as {} from {from}.", person.name, capacity.shown());
            tell(tx, &brought, sentence, &[&person.account])?;
            done.made.push(Made::Appointment { appointment: row.id });
            done.events.push(event);
            done
        }
        Step::MoveAppointment { appointment, was, until } => {
            let known = people::appointment(tx.conn(), &appointment)?;
            let asked = roster::end_case(tx.conn(), person, &known)?;
            let grant = may_end_appointment(person, &asked)?;
            let (rows, event) = roster::put_last_day(tx, &grant, &known, Some(until))?;
            let last = rows.last().map(|row| row.id.clone()).ok_or(Fault::NotFound)?;
            Done { made: vec![Made::AppointmentEnd { appointment: last, was }], events: vec![event] }
        }
        Step::Mark { kind, one, .. } => {
            let before = match &one.corrects {
                Some(entry) => {
                    let shelf = tx.shelf();
                    let seen = entries::seen(tx.conn(), &shelf, &person.sight(), entry)?;
                    Some(Before { day: seen.day, until: seen.until, values: seen.values.clone() })
                }
                None => None,
            };
            let (written, event) = enter_known(tx, person, &kind, &one)?;
            let made = Made::Entry {
                entry: written.entry,
                version: written.version,
                enrolment: one.enrolment.clone(),
                before,
            };
            Done { made: vec![made], events: vec![event] }
        }
        Step::EnterThere { enrolment, marks, .. } => {
            let (rows, event) = official::enter_all(tx, person, &enrolment, marks)?;
            let said = rows.into_iter().filter(|row| row.known_until.is_none()).map(|row| row.id).collect();
            Done { made: vec![Made::There { enrolment, said }], events: vec![event] }
        }
        Step::Register { person: owner, said, replaces } => {
            let theirs = people::reaches(tx.conn(), &person.sight(), &owner)?;
            let grant = may_list_registration(person, &owner, theirs)?;
            let mut event = None;
            if let Some(old) = replaces {
                event = Some(people::take_back(tx, &grant, &old)?);
            }
            let row = people::state(tx, &grant, &said)?;
            let listed = grant
                .event("registration/listed", format!("registration/{}", row.id))
                .row(&row)
                .in_book(BookId::house());
            let listed = event.iter().fold(listed, |listed, old| listed.row(old));
            Done { made: vec![Made::Registration { registration: row.id }], events: vec![listed] }
        }
    };
    done.events = done.events.into_iter().map(|event| event.with("import", import)).collect();
    Ok(done)
}

fn keep_person(
    tx: &mut Tx<'_>,
    person: &Person,
    whom: &Whom,
    numbers: &[OutsideNumber],
) -> Result<Done, Fault> {
    let mut done = Done { made: Vec::new(), events: Vec::new() };
    let brought = brought(tx, person, whom, &mut done)?;
    let (me, today) = (&person.account, person.today());
    let asked = NumberCase {
        theirs: matches!(whom, Whom::New { .. })
            || people::reaches(tx.conn(), &person.sight(), &brought.account)?,
        keeps_house: people::keeps_house(tx.conn(), me, today)?,
        owner: brought.account.clone(),
    };
    for number in numbers {
        let (rows, event) = keep_number(tx, person, &asked, number)?;
        for row in rows {
            let account = brought.account.clone();
            done.made.push(match row.known_until {
                Some(_) => Made::Ended { account, issuer: row.issuer, body: row.body, number: row.number },
                None => Made::Number { account, number: row.id },
            });
        }
        done.events.push(event);
    }
    Ok(done)
}

/// The person's account: theirs already, or made with an invitation.
fn brought(tx: &mut Tx<'_>, person: &Person, whom: &Whom, done: &mut Done) -> Result<Brought, Fault> {
    let (name, email, again) = match whom {
        Whom::Known { account, name, joined, portfolio } => {
            return Ok(Brought {
                account: account.clone(),
                name: name.clone(),
                portfolio: portfolio.clone(),
                joined: *joined,
                event: None,
            });
        }
        Whom::New { name, email, again } => (name, email, again),
    };
    let (me, today) = (&person.account, person.today());
    let territory = people::territory(tx.conn(), me, today)?;
    let keeps_house = people::keeps_house(tx.conn(), me, today)?;
    let grant = may_invite(person, &territory, keeps_house)?;
    if let Some((account, portfolio)) = again
        && accounts::account(tx.conn(), account)?.closed_at.is_some()
    {
        let row = store::reopen_unused(tx, &grant, account)?;
        let invitation = accounts::invite_again(tx, account, me)?;
        let what = Notice::Invited { invitation: invitation.clone() };
        tx.later(Job::Tell { to: account.clone(), what })?;
        let event = grant
            .event("account/invited", format!("account/{account}"))
            .with("invitation", &invitation)
            .row(&row)
            .in_book(BookId::house());
        done.events.push(event);
        done.made.push(Made::Account { account: account.clone() });
        return Ok(Brought {
            account: account.clone(),
            name: name.clone(),
            portfolio: portfolio.clone(),
            joined: false,
            event: None,
        });
    }
    let newcomer = Newcomer { name: name.clone(), email: EmailAddress::clone(email) };
    let mut brought = bring(tx, &grant, &newcomer)?;
    if let Some(event) = brought.event.take() {
        done.events.push(event);
        done.made.push(Made::Account { account: brought.account.clone() });
    }
    Ok(brought)
}

/// What the screen showed is not what would be done now.
pub fn changed_since() -> Fault {
    let sentence =
        "Something changed since this preview was made, so nothing was imported. Look at the rows again.";
    Refusal::new("changed-since", sentence).into()
}
