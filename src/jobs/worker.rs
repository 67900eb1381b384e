//! The loop that runs what is due: claim, run, done, or another try, or buried. It is woken by writes
//! and looks by itself every second, since a job may be due later than its cause (a letter waits for
//! the seconds of Undo). Asked to stop, it ends the job in its hands first.

use std::time::Duration;

use tokio::sync::watch;

use crate::app::App;
use crate::db::queue::{self, Claimed, MOST_TRIES};
use crate::db::tx::Why;
use crate::domain::fault::Fault;
use crate::domain::role::System;
use crate::jobs::{Ending, run};

const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Runs until `stop` says so.
pub async fn work(app: App, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        match next(&app).await {
            Ok(true) => {}
            Ok(false) => {
                tokio::select! {
                    () = app.bell.notified() => {}
                    () = tokio::time::sleep(LOOK_AGAIN) => {}
                    _ = stop.changed() => {}
                }
            }
            Err(why) => {
                tracing::error!(%why, "the queue of jobs cannot be read");
                tokio::time::sleep(LOOK_AGAIN).await;
            }
        }
    }
}

/// Runs everything that is due now; gives how many jobs that were. For tests and the demo.
pub async fn run_due(app: &App) -> Result<usize, Fault> {
    let mut ran = 0;
    while next(app).await? {
        ran += 1;
    }
    Ok(ran)
}

async fn next(app: &App) -> Result<bool, Fault> {
    if !app
        .read(|r| {
            let now = r.now();
            queue::any_due(r.conn(), now)
        })
        .await?
    {
        return Ok(false);
    }
    let claimed = app
        .write_quietly(Why::JobTaken, |tx| {
            let now = tx.now();
            queue::claim(tx.conn(), now)
        })
        .await?;
    let Some(claimed) = claimed else { return Ok(false) };
    let ended = run(&claimed.job, app, System::at_work()).await;
    settle(app, claimed, ended).await?;
    Ok(true)
}

async fn settle(app: &App, claimed: Claimed, ended: Result<(), Ending>) -> Result<(), Fault> {
    app.write_quietly(Why::JobTaken, move |tx| {
        let now = tx.now();
        match ended {
            Ok(()) => queue::done(tx.conn(), &claimed.id),
            Err(Ending::Again(why)) if claimed.tries + 1 < MOST_TRIES => {
                tracing::warn!(job = %claimed.id, %why, "a job will be tried again");
                queue::again(tx.conn(), &claimed.id, now.plus_seconds(queue::back_off(claimed.tries)), &why)
            }
            Err(Ending::Again(why) | Ending::Never(why)) => {
                tracing::error!(job = %claimed.id, %why, "a job was buried");
                queue::bury(tx.conn(), &claimed.id, &why)
            }
        }
    })
    .await
}
