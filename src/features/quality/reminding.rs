//! A second reader who has not read everything is reminded once, a week before the day until which they have, by the
//! morning round; not while they are a trainee, since nothing opens for them then. It may run twice and on several nodes:
//! the notice of a reminder says that it went.

use crate::app::App;
use crate::db::tx::Why;
use crate::domain::fault::Fault;
use crate::domain::job::Job;
use crate::domain::quality::REMIND_DAYS;
use crate::domain::role::System;
use crate::domain::time::DEFAULT_ZONE;
use crate::features::quality::store;
use crate::features::standing::is_trainee;

pub async fn remind(app: &App, system: System) -> Result<(), Fault> {
    let today = app.clock.now().day_in(DEFAULT_ZONE);
    let due = app.read(move |r| store::unread(r.conn(), today, today.plus_days(REMIND_DAYS), system)).await?;
    for one in due {
        app.write_quietly(Why::Reminded, move |tx| {
            let (shelf, now) = (tx.shelf(), tx.now());
            let in_training = is_trainee(tx.conn(), &shelf, &one.reader, (now, today))?;
            if !in_training && store::claim(tx, &one, system)? {
                tx.later(Job::Tell { to: one.reader.clone(), what: one.notice() })?;
            }
            Ok(())
        })
        .await?;
    }
    Ok(())
}
