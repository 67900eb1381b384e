//! The trainee and who leads them are told some weeks before an approval ends, once for each approval, by the morning
//! round. It may run twice and on several nodes: who writes the row of a reminder down sends it.

use super::store;
use crate::app::App;
use crate::db::tx::Why;
use crate::domain::approval::REMIND_DAYS;
use crate::domain::fault::Fault;
use crate::domain::job::{Job, Notice};
use crate::domain::role::System;
use crate::domain::time::DEFAULT_ZONE;
use crate::features::reviews;

pub async fn remind(app: &App, system: System) -> Result<(), Fault> {
    let today = app.clock.now().day_in(DEFAULT_ZONE);
    let until = today.plus_days(REMIND_DAYS);
    let ending = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            store::ending(r.conn(), &shelf, (today, until), now, system)
        })
        .await?;
    for one in ending {
        app.write_quietly(Why::Reminded, move |tx| {
            if store::claim_reminder(tx, &one.approval, system)? {
                let mut told = reviews::leads_of(tx.conn(), &one.enrolment, today)?;
                told.retain(|lead| *lead != one.trainee);
                told.push(one.trainee.clone());
                for to in told {
                    let (approval, enrolment) = (one.approval.clone(), one.enrolment.clone());
                    tx.later(Job::Tell { to, what: Notice::ApprovalEnds { approval, enrolment } })?;
                }
            }
            Ok(())
        })
        .await?;
    }
    Ok(())
}
