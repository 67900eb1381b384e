//! Moving, person by person: each in a transaction of their own, with their own book's event, so that
//! nobody waits for a whole cohort and what broke off goes on where it stopped. Few people are moved while
//! the lead waits; many by a job, a slice at a time. The house does it for the lead who asked, and asks
//! the rule again when it is done.

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx, Why};
use crate::domain::amount::Amount;
use crate::domain::fault::Fault;
use crate::domain::job::{Job, Notice};
use crate::domain::moving::{Pairs, carried};
use crate::domain::names::{EnrolmentId, MoveBatchId};
use crate::domain::policy::moves::{MoveCase, may_move};
use crate::domain::programme::called::Called;
use crate::domain::role::System;
use crate::domain::time::DEFAULT_ZONE;
use crate::features::enrolments::{self, BatchRow, Moved};
use crate::features::moves::approved::approvals_after;
use crate::features::moves::store;
use crate::features::people::territory;
use crate::features::roster::spot;
use crate::features::{programmes, standing};

/// So many people at once; more are moved by a job.
pub const AT_ONCE: i64 = 20;

/// Moves the next people of what was asked for; whether there are more.
pub async fn carry_slice(app: &App, id: &MoveBatchId, system: System) -> Result<bool, Fault> {
    let asked = id.clone();
    let (batch, pairs, people) = app
        .read(move |r| {
            let (batch, pairs) = store::batch(r.conn(), &asked, system)?;
            let people = store::waiting(r.conn(), &asked, AT_ONCE, system)?;
            Ok((batch, pairs, people))
        })
        .await?;
    for enrolment in &people {
        carry(app, &batch, &pairs, enrolment, system).await?;
    }
    let asked = id.clone();
    app.read(move |r| Ok(!store::waiting(r.conn(), &asked, 1, system)?.is_empty())).await
}

/// The same while the lead waits for it: this is the house at work for them.
pub async fn carry_now(app: &App, id: &MoveBatchId) -> Result<(), Fault> {
    carry_slice(app, id, System::at_work()).await.map(drop)
}

async fn carry(
    app: &App,
    batch: &BatchRow,
    pairs: &Pairs,
    enrolment: &EnrolmentId,
    system: System,
) -> Result<(), Fault> {
    let (asked, with, id) = (batch.clone(), pairs.clone(), enrolment.clone());
    let done =
        app.write(Books::of_enrolment(enrolment), move |tx| moved(tx, &asked, &with, &id, system)).await;
    let why = match enrolments::in_its_names(app, enrolment, done).await {
        Err(Fault::Refused(refusal)) => refusal.sentence,
        // The others of the list are moved all the same.
        Err(Fault::NotFound) => "This enrolment was undone meanwhile.".to_owned(),
        other => return other,
    };
    let (batch, enrolment) = (batch.id.clone(), enrolment.clone());
    app.write_quietly(Why::JobTaken, move |tx| store::hinders(tx, &batch, &enrolment, &why, system)).await
}

/// Moves one who waits for it, inside a write that has taken their enrolment's book.
pub fn put_move(
    tx: &mut Tx<'_>,
    id: &MoveBatchId,
    enrolment: &EnrolmentId,
    system: System,
) -> Result<Outcome<()>, Fault> {
    let (batch, pairs) = store::batch(tx.conn(), id, system)?;
    moved(tx, &batch, &pairs, enrolment, system)
}

fn moved(
    tx: &mut Tx<'_>,
    batch: &BatchRow,
    pairs: &Pairs,
    id: &EnrolmentId,
    system: System,
) -> Result<Outcome<()>, Fault> {
    let row = enrolments::enrolment(tx.conn(), id)?;
    let today = tx.now().day_in(row.zone.parse().unwrap_or(DEFAULT_ZONE));
    let case = MoveCase {
        enrolment: id.clone(),
        trainee: row.person.clone(),
        spot: spot(tx.conn(), &row)?,
        territory: territory(tx.conn(), &batch.asked_by, today)?,
        is_on: row.version.clone(),
        from: batch.from.clone(),
        to: batch.to.clone(),
        already: enrolments::enrolled_on(tx.conn(), &row.person, &batch.to)?,
        undone: enrolments::undone_on(tx.conn(), &row.person, &batch.to)?,
    };
    let grant = may_move(&batch.asked_by, system, &case)?;
    let shelf = tx.shelf();
    let old = programmes::version(tx.conn(), &shelf, &batch.from)?;
    let new = programmes::version(tx.conn(), &shelf, &batch.to)?;
    let done = enrolments::move_one(tx, &grant, &batch.id, |term| {
        let target = (term.term == "target").then(|| Amount::of_hundredths(term.amount.unwrap_or(0)));
        carried(&new, pairs, &term.requirement, target)
    })?;
    store::waits_no_more(tx, &batch.id, id, system)?;
    standing::refresh(tx, &row.portfolio, &[])?;
    // Until when they are in training is another matter of the version: what they signed for others hangs on it.
    standing::raise_trained(tx, &row.person)?;
    let now = tx.now();
    let approvals =
        approvals_after(tx.conn(), &shelf, (&old, &new, pairs), &[id], (now, now.plus_millis(-1)))?;
    let ending = match approvals.iter().any(|(_, goes)| goes.ends) {
        true => Called::of(&new).say(
            " Approvals of your assessors ended with it: your training lead approves anew whom you still ask.",
        ),
        false => String::new(),
    };
    tell(
        tx,
        &row.person,
        &format!(
            "You were moved from version {} to version {} of {}. Perfolio shows what changed.{ending}",
            old.version, new.version, new.title
        ),
    )?;
    let event = grant
        .event("enrolment/moved", format!("enrolment/{id}"))
        .with("move", &done.row.id)
        .with("batch", &batch.id)
        .with("from", &batch.from)
        .with("to", &batch.to);
    Ok(Outcome::of((), of_rows(event, &done)))
}

/// A letter to who was moved, or moved back.
pub fn tell(tx: &mut Tx<'_>, to: &crate::domain::names::AccountId, sentence: &str) -> Result<(), Fault> {
    let what = Notice::Added { sentence: sentence.to_owned(), names: Vec::new() };
    tx.later(Job::Tell { to: to.clone(), what })
}

/// The event commits to everything that the move wrote.
pub fn of_rows(event: crate::domain::audit::Event, done: &Moved) -> crate::domain::audit::Event {
    let event = event.row(&done.row).row(&done.enrolment);
    let event = done.terms.iter().fold(event, |event, row| event.row(row));
    done.pairs.iter().fold(event, |event, row| event.row(row))
}
