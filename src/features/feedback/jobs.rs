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
use crate::domain::time::DEFAULT_ZONE;
use crate::features::feedback::store::{self, Letter};
use crate::features::feedback::terms::terms;

pub async fn letter(app: &App, id: &RaterId, system: System) -> Result<Option<Letter>, Fault> {
    let id = id.clone();
    app.write_quietly(Why::LinkMade, move |tx| store::fresh(tx, &id, system)).await
}

/// Each morning: first what has ended, so that nobody is reminded of it.
pub async fn go_round(app: &App, system: System) -> Result<(), Fault> {
    let today = app.clock.now().day_in(DEFAULT_ZONE);
    let ended = app.read(move |r| store::past_their_day(r.conn(), today, system)).await?;
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
            Err(other) => return Err(other),
        }
    }
    let alone = app.read(move |r| store::left_alone(r.conn(), today, system)).await?;
    for (round, enrolment) in alone {
        app.write_quietly(Why::Reminded, move |tx| {
            store::tell_leads(tx, (&round, &enrolment), today, system).map(drop)
        })
        .await?;
    }
    let due = app
        .read(move |r| {
            let (terms, _) = terms(r.conn())?;
            store::unanswered(r.conn(), terms, today, system)
        })
        .await?;
    for one in due {
        app.write_quietly(Why::Reminded, move |tx| {
            if store::mark_reminded(tx, &one, system)? {
                let what = OutsideLetter::Rate { rater: one.rater.clone(), again: true };
                tx.later(Job::WriteOutside { what })?;
            }
            Ok(())
        })
        .await?;
    }
    Ok(())
}
