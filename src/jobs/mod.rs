//! What can wait, run: an exhaustive match from each job to one call into a room. Jobs are shallow and
//! written to be run twice. The worker runs inside `serve`; `work` runs it alone when more machines come.

mod letters;
mod store;
mod tidy;
pub mod worker;

pub use tidy::{plan_next as plan_tidying, plan_refresh, plan_round};

use crate::app::App;
use crate::db::tx::Why;
use crate::domain::fault::Fault;
use crate::domain::job::Job;
use crate::domain::role::System;
use crate::features::{
    approvals, authorship, certificates, entries, erasures, exports, feedback, moves, outside, quality,
    redactions, requests, reviews, signoffs, standing,
};
use crate::mail::Unsent;

/// How a job ended when it did not end well.
#[derive(Debug)]
pub enum Ending {
    /// Worth another try later.
    Again(String),
    /// Trying again would change nothing: buried, and shown to the admin.
    Never(String),
}

impl From<Fault> for Ending {
    fn from(fault: Fault) -> Ending {
        match fault {
            Fault::NotFound => Ending::Never("what it was about is not there any more".to_owned()),
            other => Ending::Again(other.to_string()),
        }
    }
}

impl From<Unsent> for Ending {
    fn from(unsent: Unsent) -> Ending {
        match unsent {
            Unsent::Never(why) => Ending::Never(why),
            Unsent::Again(why) => Ending::Again(why),
        }
    }
}

pub async fn run(job: &Job, app: &App, system: System) -> Result<(), Ending> {
    match job {
        Job::Tell { to, what } => match letters::write(app, to, what, system).await? {
            Some(letter) => Ok(app.mail.send(&letter).await?),
            None => Ok(()),
        },
        Job::WriteOutside { what } => match letters::write_outside(app, what, system).await? {
            Some(letter) => Ok(app.mail.send(&letter).await?),
            None => Ok(()),
        },
        Job::LapseLink { ticket } => Ok(outside::lapse_link(app, ticket, system).await?),
        Job::LapseStatement { statement } => Ok(outside::lapse(app, statement, system).await?),
        Job::BuildExport { export } => Ok(exports::build(app, export, system).await?),
        Job::RefreshStanding { enrolment } => Ok(standing::refresh_enrolment(app, enrolment, system).await?),
        Job::RefreshDue { after } => {
            let next = standing::refresh_slice(app, after.as_ref(), system).await?;
            Ok(go_on(app, next.map(|after| Job::RefreshDue { after: Some(after) })).await?)
        }
        Job::MovePeople { batch } => {
            let more = moves::carry_slice(app, batch, system).await?;
            Ok(go_on(app, more.then(|| job.clone())).await?)
        }
        Job::CheckFile { file } => Ok(entries::check_file(app, file, system).await?),
        Job::Simulate { simulation } => Ok(authorship::simulate(app, simulation, system).await?),
        Job::FinishStriking { gone } => Ok(redactions::finish(app, gone, system).await?),
        Job::ErasePerson { erasure } => Ok(erasures::erase(app, erasure, system).await?),
        Job::GoRound => Ok(go_round(app, system).await?),
        Job::Tidy => Ok(tidy::run(app, system).await?),
    }
}

/// The next morning is planned before anything else, and each room goes its round whatever became of those before
/// it: one fault costs the others nothing. The first of the faults is given back, so that the round is tried again.
async fn go_round(app: &App, system: System) -> Result<(), Fault> {
    tidy::plan_round(app).await?;
    let rounds = [
        signoffs::ask_missing(app, system).await,
        requests::go_round(app, system).await,
        certificates::remind(app, system).await,
        reviews::freeze_due(app, system).await,
        reviews::remind(app, system).await,
        approvals::remind(app, system).await,
        feedback::go_round(app, system).await,
        quality::remind(app, system).await,
        signoffs::look_for_patterns(app, system).await,
    ];
    for failed in rounds.iter().filter_map(|round| round.as_ref().err()) {
        tracing::warn!(%failed, "a room did not finish its round");
    }
    rounds.into_iter().collect()
}

/// The next slice of something long waits its turn behind what is due already.
async fn go_on(app: &App, next: Option<Job>) -> Result<(), Fault> {
    match next {
        Some(job) => app.write_quietly(Why::JobTaken, move |tx| tx.later(job)).await,
        None => Ok(()),
    }
}
