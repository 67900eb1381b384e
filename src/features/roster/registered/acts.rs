//! Appointing everybody who is ticked and still on the register, in one act.

use super::{forms, listing, pages};
use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::fault::{Fault, Faults};
use crate::domain::job::{Job, Notice};
use crate::domain::role::{Capacity, Person, Scope};
use crate::domain::territory::Over;
use crate::features::roster::{ToAppoint, appoint};
use crate::web::form::Form;
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::beside_the_form;

pub async fn appoint_all(who: Lead, app: App, mut form: Form<forms::Everybody>) -> Answer {
    match all_appointed(&who, &app, &mut form).await {
        Ok(path) => saying(path, "They are appointed as supervisors of the department, and told so."),
        Err(fault) => {
            let again = form.again(beside_the_form(fault))?;
            pages::registered_with(&who, &app, &again.words.clone(), again).await
        }
    }
}

async fn all_appointed(who: &Lead, app: &App, form: &mut Form<forms::Everybody>) -> Result<String, Fault> {
    let (asked, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    app.write_once(once, Books::house(), move |tx| put_all(tx, &person, &asked)).await
}

/// Inside a write that has taken the house's book: all of them or none.
fn put_all(tx: &mut Tx<'_>, person: &Person, asked: &forms::Everybody) -> Result<Outcome<String>, Fault> {
    let (shelf, now) = (tx.shelf(), tx.now());
    let all = listing::everybody(tx.conn(), &shelf, &person.sight(), &asked.department, &asked.wanted, now)?;
    let mut events = Vec::new();
    for id in &asked.people {
        let one = all.iter().find(|one| one.person == *id).ok_or(Fault::NotFound)?;
        if let Some(why) = &one.why_not {
            let sentence = format!("{} cannot be appointed: {why}. Nobody was appointed.", one.name);
            return Err(Faults::one("person", sentence).into());
        }
        let wanted = ToAppoint {
            appointee: id.clone(),
            capacity: Capacity::Supervisor,
            over: vec![Over::of(Scope::Department, &asked.department)],
            from: asked.from,
            until: asked.until,
        };
        let (row, event) = appoint(tx, person, wanted)?;
        let sentence = format!("{} appointed you as a supervisor from {}.", person.name, row.from);
        let what = Notice::Added { sentence, names: vec![person.account.clone()] };
        tx.later(Job::Tell { to: id.clone(), what })?;
        events.push(event.with("register", asked.wanted.code()));
    }
    let first = events.pop().ok_or_else(|| Fault::broken("a form without people"))?;
    Ok(Outcome::of(paths::PEOPLE.to_owned(), first).and_all(events))
}
