//! One proposes, another agrees; or declines.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::erasure::{Declined, Why, is_early, over_from};
use crate::domain::fault::{Fault, Faults};
use crate::domain::job::{Job, Notice};
use crate::domain::names::{AccountId, ErasureId};
use crate::domain::policy::erasures::{
    ErasureCase, may_agree_erasure, may_decline_erasure, may_propose_erasure, may_see_erasures, may_take_in,
};
use crate::domain::role::Person;
use crate::features::erasures::store::{self, About};
use crate::features::erasures::{forms, pages};
use crate::features::identifiers::refuse;
use crate::features::{accounts, outside, people};
use crate::web::form::Form;
use crate::web::gate::Eraser;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::{saying, see_other};
use crate::web::typed::beside_the_form;

/// Whoever only stated an address becomes a person whom one can be asked about; nothing of what they stated changes.
pub async fn take_in(who: Eraser, app: App, mut form: Form<forms::TakenIn>) -> Answer {
    let (forms::TakenIn(statement), person) = (form.given()?, who.person().clone());
    let once = form.once(&who.account);
    let path = app
        .write_once(once, Books::house(), move |tx| {
            let governs = people::governs(tx.conn(), &person.account, person.today())?;
            let grant = may_take_in(&person, governs, &statement)?;
            let (account, new) = outside::take_in(tx, &grant)?;
            let event = grant.event("assessor/taken-in", format!("account/{account}"));
            let event = event.with("statement", &statement);
            let event = new.iter().fold(event, |event, row| event.row(row));
            Ok(Outcome::of(paths::erasure_of(account.as_str()), event))
        })
        .await?;
    see_other(path)
}

pub async fn propose(who: Eraser, app: App, id: Path<AccountId>, mut form: Form<forms::Proposal>) -> Answer {
    let id = id.into_inner();
    match proposed(&who, &app, &id, &mut form).await {
        Ok(path) => saying(path, "It is proposed. An admin has to agree within 14 days."),
        Err(fault) => pages::person_with(&who, &app, id, form.again(beside_the_form(fault))?).await,
    }
}

async fn proposed(
    who: &Eraser,
    app: &App,
    id: &AccountId,
    form: &mut Form<forms::Proposal>,
) -> Result<String, Fault> {
    let (given, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    let id = id.clone();
    app.write_once(once, Books::house(), move |tx| {
        let (case, about) = case(tx, &person, &id)?;
        let grant = may_propose_erasure(&person, &case, given.why)?;
        refuse(tx.conn(), "reference", &given.reference, false)?;
        let left = about.left();
        let is_early = is_early(left, person.today());
        let mut faults = Faults::none();
        if is_early && given.why == Why::Retention {
            let over = left.map(|left| over_from(left).to_string()).unwrap_or_default();
            faults.add("why", format!("That time is over only from {over}. Choose another reason."));
        }
        if is_early && !given.early {
            faults.add("early", "Say that you know that the six years after leaving are not over.");
        }
        if !faults.is_empty() {
            return Err(faults.into());
        }
        let erasure = store::propose(tx, &grant, &given.reference, left)?;
        // The owner hears of it: if it is a mistake, they are who says so. An assessor has no account to sign in to.
        if case.has_record {
            let what = Notice::ErasureProposed { erasure: erasure.clone(), own: true };
            tx.later(Job::Tell { to: id.clone(), what })?;
        }
        for to in store::admins(tx.conn(), person.today())? {
            if to != person.account {
                let what = Notice::ErasureProposed { erasure: erasure.clone(), own: false };
                tx.later(Job::Tell { to, what })?;
            }
        }
        let event = grant
            .event("erasure/proposed", format!("account/{id}"))
            .with("erasure", &erasure)
            .with("why", given.why)
            .with("early", is_early);
        Ok(Outcome::of(paths::erasure(erasure.as_str()), event))
    })
    .await
}

pub async fn agree(who: Eraser, app: App, id: Path<ErasureId>, mut form: Form<forms::Agreement>) -> Answer {
    let id = id.into_inner();
    match agreed(&who, &app, &id, &mut form).await {
        Ok(path) => {
            saying(path, "You agreed. The record is being erased, and nobody can sign in to the account.")
        }
        Err(fault) => pages::erasure_with(&who, &app, id, form.again(beside_the_form(fault))?).await,
    }
}

async fn agreed(
    who: &Eraser,
    app: &App,
    id: &ErasureId,
    form: &mut Form<forms::Agreement>,
) -> Result<String, Fault> {
    let (person, once) = (who.person().clone(), form.once(&who.account));
    let _ = form.given()?;
    let id = id.clone();
    app.write_once(once, Books::house(), move |tx| {
        let row = store::one(tx.conn(), &id)?;
        let (case, about) = case(tx, &person, &row.person_id)?;
        still(&case, &id)?;
        let grant = may_agree_erasure(&person, &case)?;
        store::agree(tx, &grant, about.keeps_name())?;
        accounts::shut(tx, &grant, &row.person_id)?;
        tx.later(Job::ErasePerson { erasure: id.clone() })?;
        tell_proposer(tx, &row.proposed_by, &id)?;
        let event = grant
            .event("erasure/agreed", format!("account/{}", row.person_id))
            .with("erasure", &id)
            .with("proposed-by", &row.proposed_by);
        Ok(Outcome::of(paths::erasure(id.as_str()), event))
    })
    .await
}

pub async fn decline(who: Eraser, app: App, id: Path<ErasureId>, mut form: Form<forms::Refused>) -> Answer {
    let id = id.into_inner();
    match declined(&who, &app, &id, &mut form).await {
        Ok(path) => saying(path, "It is declined. The record stays as it is."),
        Err(fault) => pages::erasure_with(&who, &app, id, form.again(beside_the_form(fault))?).await,
    }
}

async fn declined(
    who: &Eraser,
    app: &App,
    id: &ErasureId,
    form: &mut Form<forms::Refused>,
) -> Result<String, Fault> {
    let (given, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    let id = id.clone();
    app.write_once(once, Books::house(), move |tx| {
        let row = store::one(tx.conn(), &id)?;
        let (case, _) = case(tx, &person, &row.person_id)?;
        still(&case, &id)?;
        let grant = may_decline_erasure(&person, &case, given.0.unwrap_or(Declined::Withdrawn))?;
        let (why, own) = (grant.act().why, row.proposed_by == person.account.as_str());
        if !own && !Declined::CHOICES.contains(&why) {
            return Err(Faults::one("declined", "Choose why not.").into());
        }
        store::decline(tx, &grant)?;
        if !own {
            tell_proposer(tx, &row.proposed_by, &id)?;
        }
        let event = grant
            .event("erasure/declined", format!("account/{}", row.person_id))
            .with("erasure", &id)
            .with("why", why);
        Ok(Outcome::of(paths::erasure(id.as_str()), event))
    })
    .await
}

fn tell_proposer(tx: &mut Tx<'_>, by: &str, erasure: &ErasureId) -> Result<(), Fault> {
    let what = Notice::ErasureSettled { erasure: erasure.clone() };
    tx.later(Job::Tell { to: AccountId::new(by), what })
}

/// Nobody else is told whether there is such a person.
fn case(tx: &mut Tx<'_>, person: &Person, id: &AccountId) -> Result<(ErasureCase, About), Fault> {
    let shelf = tx.shelf();
    let (case, about) = store::about(tx.conn(), &shelf, person, id)?;
    if may_see_erasures(&case) { Ok((case, about)) } else { Err(Fault::NotFound) }
}

/// The proposal on the page is not an older one of the same person.
fn still(case: &ErasureCase, id: &ErasureId) -> Result<(), Fault> {
    match &case.proposal {
        Some(open) if open.erasure != *id => Err(Fault::NotFound),
        _ => Ok(()),
    }
}
