//! What is swept and refreshed, and when: once at start and once each night, shortly after midnight
//! UTC, when yesterday's answers of the clock-bound rules may have changed.

use crate::app::App;
use crate::db::queue;
use crate::db::tx::Why;
use crate::domain::fault::Fault;
use crate::domain::job::Job;
use crate::domain::role::System;
use crate::features::{exports, standing};
use crate::jobs::store;

pub async fn run(app: &App, system: System) -> Result<(), Fault> {
    app.write_quietly(Why::Swept, move |tx| store::sweep(tx, system)).await?;
    exports::expire(app, system).await?;
    standing::refresh_due(app, system).await?;
    plan_next(app).await
}

/// Queues the next run unless one waits. Called at start too, so that the row is never lost for good.
pub async fn plan_next(app: &App) -> Result<(), Fault> {
    app.write_quietly(Why::Swept, |tx| {
        if queue::waits(tx.conn(), "tidy")? {
            return Ok(());
        }
        let tomorrow = tx.now().day_in(chrono_tz::UTC).plus_days(1).starts_in(chrono_tz::UTC);
        tx.later_at(Job::Tidy, tomorrow.plus_seconds(300))
    })
    .await
}
