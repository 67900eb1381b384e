//! What is swept and refreshed, and when: once at start and once each night, shortly after midnight
//! UTC, when yesterday's answers of the clock-bound rules may have changed.

use tokio::runtime::Handle;
use tokio::task::spawn_blocking;

use crate::app::App;
use crate::db::queue;
use crate::db::tx::Why;
use crate::domain::fault::Fault;
use crate::domain::job::Job;
use crate::domain::role::System;
use crate::features::{entries, erasures, exports, imports, outside, redactions, rooms, standing};
use crate::jobs::store;

/// Seven in the morning.
const ROUND_SECONDS: i64 = 7 * 60 * 60;

/// The next night is planned before anything else, and each part is done whatever became of those before it: one fault
/// costs the others nothing, and no night is the last. The first of the faults is given back, so that all is tried again.
pub async fn run(app: &App, system: System) -> Result<(), Fault> {
    plan_next(app).await?;
    let done = [
        app.write_quietly(Why::Swept, move |tx| store::sweep(tx, system)).await,
        app.write_quietly(Why::Swept, move |tx| imports::sweep(tx, system)).await,
        app.write_quietly(Why::Swept, move |tx| outside::sweep(tx, system)).await,
        app.write_quietly(Why::Swept, move |tx| rooms::sweep(tx, system)).await,
        exports::expire(app, system).await.map(drop),
        redactions::catch_up(app, system).await.map(drop),
        erasures::catch_up(app, system).await.map(drop),
        orphans(app, system).await,
        plan_refresh(app, system).await,
        entries::look_back(app, system).await,
    ];
    for failed in done.iter().filter_map(|part| part.as_ref().err()) {
        tracing::warn!(%failed, "a part of the house was not tidied");
    }
    done.into_iter().collect()
}

/// First the files that no row names, then the rows that nothing names: a file goes a night after its
/// row, so that a backup that began before has time to copy it.
async fn orphans(app: &App, system: System) -> Result<(), Fault> {
    let (house, runtime) = (app.clone(), Handle::current());
    let swept = spawn_blocking(move || {
        house.files.sweep(|hashes| {
            runtime
                .block_on(house.read(move |r| store::unnamed(r.conn(), hashes, system)))
                .map_err(Swept::from)
        })
    });
    let gone = swept.await.map_err(Fault::broken)?.map_err(|Swept(fault)| fault)?;
    if gone > 0 {
        tracing::info!(gone, "files that no row named were swept");
    }
    app.write_quietly(Why::Swept, move |tx| store::forget_unused_files(tx, system)).await
}

/// Why the files could not be swept.
struct Swept(Fault);

impl From<Fault> for Swept {
    fn from(fault: Fault) -> Swept {
        Swept(fault)
    }
}

impl From<std::io::Error> for Swept {
    fn from(why: std::io::Error) -> Swept {
        Swept(Fault::Broken(format!("the folder of files cannot be swept: {why}")))
    }
}

/// Queues the next run unless one waits. Called at start too, so that the row is never lost for good.
pub async fn plan_next(app: &App) -> Result<(), Fault> {
    app.write_quietly(Why::Swept, |tx| {
        let now = tx.now();
        if queue::waits(tx.conn(), "tidy", now)? {
            return Ok(());
        }
        let tomorrow = tx.now().day_in(chrono_tz::UTC).plus_days(1).starts_in(chrono_tz::UTC);
        tx.later_at(Job::Tidy, tomorrow.plus_seconds(300))
    })
    .await
}

/// Queues the next round of reminders and letters, for tomorrow at seven in the morning (UTC), unless one waits.
pub async fn plan_round(app: &App) -> Result<(), Fault> {
    app.write_quietly(Why::Reminded, |tx| {
        let now = tx.now();
        if queue::waits(tx.conn(), "go-round", now)? {
            return Ok(());
        }
        let today = now.day_in(chrono_tz::UTC).starts_in(chrono_tz::UTC).plus_seconds(ROUND_SECONDS);
        let next = if now < today { today } else { today.plus_days(1) };
        tx.later_at(Job::GoRound, next)
    })
    .await
}

/// Queues the refresh of what may not hold any more, if there is any and none is queued: at night, and at
/// start, when another release may work things out otherwise. In slices, each a job: letters that wait go
/// out between them.
pub async fn plan_refresh(app: &App, system: System) -> Result<(), Fault> {
    if !app.read(move |r| standing::any_due(r, system)).await? {
        return Ok(());
    }
    app.write_quietly(Why::Swept, |tx| {
        let now = tx.now();
        match queue::waits(tx.conn(), "refresh-due", now)? {
            true => Ok(()),
            false => tx.later(Job::RefreshDue { after: None }),
        }
    })
    .await
}
