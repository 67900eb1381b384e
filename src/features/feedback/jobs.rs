//! What this room does without anybody asking: letters to colleagues, reminders, closing what is past its day, and
//! telling leads of rounds whose supervisor is one no more. All of it may run twice: who writes a step down first has
//! done it.

use crate::app::App;
use crate::db::tx::{Books, Outcome, Why};
use crate::domain::fault::Fault;
use crate::domain::feedback::News;
use crate::domain::job::{Job, Notice, OutsideLetter};
use crate::domain::names::{BookId, RaterId};
use crate::domain::policy::Grant;
use crate::domain::policy::feedback::OfRound;
use crate::domain::role::System;
use crate::domain::time::{DEFAULT_ZONE, Day};
use crate::features::feedback::store::{self, Letter};
use crate::features::feedback::terms::terms;

pub async fn letter(app: &App, id: &RaterId, system: System) -> Result<Option<Letter>, Fault> {
    let id = id.clone();
    app.write_quietly(Why::LinkMade, move |tx| store::fresh(tx, &id, system)).await
}

/// Each morning: first what has ended, so that nobody is reminded of it. One round or colleague of whom it fails costs
/// the others nothing; the first of the faults is given back.
pub async fn go_round(app: &App, system: System) -> Result<(), Fault> {
    let today = app.clock.now().day_in(DEFAULT_ZONE);
    let steps = [
        close_ended(app, today, system).await,
        tell_left(app, today, system).await,
        remind(app, today, system).await,
    ];
    steps.into_iter().collect()
}

async fn close_ended(app: &App, today: Day, system: System) -> Result<(), Fault> {
    let ended = app.read(move |r| store::past_their_day(r.conn(), today, system)).await?;
    let mut failed = None;
    for (round, portfolio) in ended {
        let book = Books::from(BookId::from(portfolio));
        let closed = app.write(book, move |tx| {
            let grant = Grant::to_system(system, OfRound { round: round.clone() });
            let row = store::close(tx, &grant)?;
            let what = Notice::Feedback { round: round.clone(), news: News::Closed };
            let owner = store::named(tx.conn(), &round)?.owner;
            let with = (&row.supervisor_id, &owner);
            for to in store::looking_after(tx.conn(), with, &row.enrolment_id, today)? {
                tx.later(Job::Tell { to, what: what.clone() })?;
            }
            Ok(Outcome::of((), grant.event("feedback/closed", format!("round/{round}"))))
        });
        match closed.await {
            // Somebody closed it at this very moment.
            Ok(()) | Err(Fault::Refused(_)) => {}
            Err(other) => failed = failed.or(Some(other)),
        }
    }
    failed.map_or(Ok(()), Err)
}

async fn tell_left(app: &App, today: Day, system: System) -> Result<(), Fault> {
    let alone = app.read(move |r| store::left_alone(r.conn(), today, system)).await?;
    let mut failed = None;
    for (round, enrolment) in alone {
        let told = app.write_quietly(Why::Reminded, move |tx| {
            store::tell_leads(tx, (&round, &enrolment), today, system).map(drop)
        });
        if let Err(fault) = told.await {
            failed = failed.or(Some(fault));
        }
    }
    failed.map_or(Ok(()), Err)
}

async fn remind(app: &App, today: Day, system: System) -> Result<(), Fault> {
    let due = app.read(move |r| {
        let (terms, _) = terms(r.conn())?;
        store::unanswered(r.conn(), terms, today, system)
    });
    let mut failed = None;
    for one in due.await? {
        let reminded = app.write_quietly(Why::Reminded, move |tx| {
            if store::mark_reminded(tx, &one, system)? {
                let what = OutsideLetter::Rate { rater: one.rater.clone(), again: true };
                tx.later(Job::WriteOutside { what })?;
            }
            Ok(())
        });
        if let Err(fault) = reminded.await {
            failed = failed.or(Some(fault));
        }
    }
    failed.map_or(Ok(()), Err)
}
