//! Enrolling somebody new, and somebody who is here already. One write does all of it: the account, the
//! enrolment, the appointments of those who supervise them.

use actix_web::web::Path;

use super::forms::{Enrolling, Trainee};
use super::pages;
use super::{ToEnrol, case, enrol};
use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::audit::Event;
use crate::domain::fault::{Fault, Faults};
use crate::domain::names::{AccountId, BookId, EnrolmentId, PortfolioId};
use crate::domain::policy::enrolments::may_enrol;
use crate::domain::policy::people::may_invite;
use crate::domain::role::{Capacity, Person, Scope};
use crate::domain::territory::Over;
use crate::domain::time::Day;
use crate::features::accounts;
use crate::features::people;
use crate::features::people::{Brought, bring, tell};
use crate::features::programmes;
use crate::features::roster::appointing::{self, appoint};
use crate::web::form::Form;
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::beside_the_form;

pub async fn invite_trainee(who: Lead, app: App, mut form: Form<Trainee>) -> Answer {
    match invited(&who, &app, &mut form).await {
        Ok(path) => saying(path, "The trainee is enrolled. Somebody new gets a letter with a link to join."),
        Err(fault) => pages::new_trainee_with(&who, &app, form.again(beside_the_form(fault))?).await,
    }
}

async fn invited(who: &Lead, app: &App, form: &mut Form<Trainee>) -> Result<String, Fault> {
    let (asked, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    let folded = asked.newcomer.email.folded();
    let known = app.read(move |r| people::holder(r.conn(), &folded)).await?;
    let portfolio = known.and_then(|known| known.portfolio);
    app.write_once(once, books(portfolio.clone()), move |tx| {
        let brought = bring_in(tx, &person, asked, portfolio)?;
        Ok(brought.map(|(trainee, _)| paths::person(trainee.as_str())))
    })
    .await
}

/// Invites and enrols a trainee, inside a write that has taken the house's book, and that of the
/// portfolio that the person `has` already. Gives who that is, and their enrolment.
pub fn bring_in(
    tx: &mut Tx<'_>,
    person: &Person,
    asked: Trainee,
    has: Option<PortfolioId>,
) -> Result<Outcome<(AccountId, EnrolmentId)>, Fault> {
    let territory = people::territory(tx.conn(), &person.account, person.today())?;
    let brought = bring(tx, &may_invite(person, &territory, false)?, &asked.newcomer)?;
    enrolled(tx, person, brought, has, asked.enrolling)
}

pub async fn enrol_person(who: Lead, app: App, id: Path<AccountId>, mut form: Form<Enrolling>) -> Answer {
    let id = id.into_inner();
    match put_on(&who, &app, id.clone(), &mut form).await {
        Ok(path) => {
            saying(path, "The enrolment is made. What they have recorded already counts where it may.")
        }
        Err(fault) => pages::new_enrolment_with(&who, &app, id, form.again(beside_the_form(fault))?).await,
    }
}

async fn put_on(who: &Lead, app: &App, id: AccountId, form: &mut Form<Enrolling>) -> Result<String, Fault> {
    let (asked, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    let (sight, of) = (who.sight(), id.clone());
    let known = app.read(move |r| {
        if !people::reaches(r.conn(), &sight, &of)? {
            return Err(Fault::NotFound);
        }
        let account = accounts::account(r.conn(), &of)?;
        people::holder(r.conn(), &account.email.to_lowercase())?.ok_or(Fault::NotFound)
    });
    let known = known.await?;
    let portfolio = known.portfolio.clone();
    app.write_once(once, books(portfolio.clone()), move |tx| {
        let (joined, has) = (known.joined, portfolio.clone());
        let brought = Brought { account: id, name: known.name, portfolio: has, joined, event: None };
        let done = enrolled(tx, &person, brought, portfolio, asked)?;
        Ok(done.map(|(trainee, _)| paths::person(trainee.as_str())))
    })
    .await
}

/// The house's book, and the portfolio's where there is one already.
fn books(portfolio: Option<PortfolioId>) -> Books {
    let portfolio = portfolio.map(BookId::from);
    Books::Named(portfolio.into_iter().chain([BookId::house()]).collect())
}

fn enrolled(
    tx: &mut Tx<'_>,
    person: &Person,
    brought: Brought,
    taken: Option<PortfolioId>,
    asked: Enrolling,
) -> Result<Outcome<(AccountId, EnrolmentId)>, Fault> {
    if brought.portfolio != taken {
        return Err(Fault::Busy("the person was enrolled by somebody else a moment ago".to_owned()));
    }
    let shelf = tx.shelf();
    let version = programmes::version(tx.conn(), &shelf, &asked.version)?;
    let until = last_day(asked.from, asked.until, version.months)?;
    let wanted = ToEnrol {
        trainee: brought.account.clone(),
        version: asked.version,
        department: asked.department,
        from: asked.from,
        until,
    };
    let case = case(tx.conn(), &person.sight(), &wanted)?;
    let done = enrol(tx, &may_enrol(person, &case)?)?;
    let sentence = format!("{} enrolled you on {} from {}.", person.name, version.title, asked.from);
    tell(tx, &brought, sentence, &[&person.account])?;
    let mut events: Vec<Event> = Vec::new();
    for supervisor in asked.supervisors {
        events.push(supervised(tx, person, &brought, supervisor, asked.from, until)?);
    }
    let made = (brought.account, done.enrolment);
    Ok(Outcome::of(made, done.event).and_all(brought.event).and_all(events))
}

/// Appoints one of the lead's supervisors for this trainee alone.
fn supervised(
    tx: &mut Tx<'_>,
    person: &Person,
    trainee: &Brought,
    supervisor: AccountId,
    from: Day,
    until: Day,
) -> Result<Event, Fault> {
    if !people::reaches(tx.conn(), &person.sight(), &supervisor)? {
        return Err(
            Faults::one("supervisor", "One of these supervisors is no longer yours. Choose again.").into()
        );
    }
    let wanted = appointing::ToAppoint {
        appointee: supervisor.clone(),
        capacity: Capacity::Supervisor,
        over: vec![Over::of(Scope::Person, &trainee.account)],
        from,
        until: Some(until),
    };
    let (_, event) = appoint(tx, person, wanted)?;
    let account = accounts::account(tx.conn(), &supervisor)?;
    let joined = people::holder(tx.conn(), &account.email.to_lowercase())?.is_some_and(|known| known.joined);
    let told = Brought { account: supervisor, name: account.name, portfolio: None, joined, event: None };
    let sentence = format!("{} appointed you to supervise {} from {from}.", person.name, trainee.name);
    tell(tx, &told, sentence, &[&person.account, &trainee.account])?;
    Ok(event)
}

/// As typed, or as long as the programme lasts: 24 months from 1 September end on 31 August.
fn last_day(from: Day, until: Option<Day>, months: Option<u32>) -> Result<Day, Fault> {
    if let Some(until) = until {
        return Ok(until);
    }
    let months = months.and_then(|months| i32::try_from(months).ok()).ok_or_else(|| {
        Faults::one("until", "Enter the last day: this programme does not say how long it lasts.")
    })?;
    Ok(from.plus_months(months).plus_days(-1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_is_typed_or_follows_from_the_programme() {
        let from = Day::of(2025, 9, 1).unwrap();
        assert_eq!(last_day(from, None, Some(24)).unwrap(), Day::of(2027, 8, 31).unwrap());
        assert_eq!(last_day(from, Some(from), Some(24)).unwrap(), from);
        assert!(matches!(last_day(from, None, None), Err(Fault::Typed(_))));
    }
}
