//! Holders are told before their certificates end, once for each of the days that are set, by the morning round. It
//! may run twice and on several nodes: who writes the row of a reminder down sends it.

use crate::app::App;
use crate::db::tx::Why;
use crate::domain::certificate::{REMIND_DAYS, reminder_due};
use crate::domain::fault::Fault;
use crate::domain::job::{Job, Notice};
use crate::domain::role::System;
use crate::domain::time::DEFAULT_ZONE;
use crate::features::certificates::store;

pub async fn remind(app: &App, system: System) -> Result<(), Fault> {
    let longest = REMIND_DAYS.into_iter().max().unwrap_or_default();
    let today = app.clock.now().day_in(DEFAULT_ZONE);
    let days = (today, today.plus_days(longest));
    let ending = app.read(move |r| {
        let shelf = r.shelf();
        store::ending(r.conn(), &shelf, days, system)
    });
    for one in ending.await? {
        let Some(due) = one.until.and_then(|until| reminder_due(today, until)) else { continue };
        app.write_quietly(Why::Reminded, move |tx| {
            if store::claim_reminder(tx, &one.row.id, due, system)? {
                let what = Notice::CertificateEnds { entry: one.row.entry_id.clone() };
                tx.later(Job::Tell { to: one.holder_id.clone(), what })?;
            }
            Ok(())
        })
        .await?;
    }
    Ok(())
}
