//! Whoever has a side of a review to prepare and has not is reminded, once for each of the days that are set, by the
//! morning round. It may run twice and on several nodes: who writes the row of a reminder down sends it.

use crate::app::App;
use crate::db::tx::Why;
use crate::domain::fault::Fault;
use crate::domain::job::{Job, Notice};
use crate::domain::review::terms;
use crate::domain::role::System;
use crate::domain::time::DEFAULT_ZONE;
use crate::features::reviews::store;

pub async fn remind(app: &App, system: System) -> Result<(), Fault> {
    let terms = terms().map_err(Fault::Broken)?;
    let longest = terms.remind_days.iter().copied().max().unwrap_or_default();
    let today = app.clock.now().day_in(DEFAULT_ZONE);
    let open =
        app.read(move |r| store::unprepared(r.conn(), today, today.plus_days(longest), system)).await?;
    for one in open {
        let Some(due) = terms.reminder_due(today, one.prepare_by) else { continue };
        app.write_quietly(Why::Reminded, move |tx| {
            if store::claim(tx, &one, due, system)? {
                let what = Notice::ReviewReminder { review: one.review.clone() };
                tx.later(Job::Tell { to: one.who.clone(), what })?;
            }
            Ok(())
        })
        .await?;
    }
    Ok(())
}
