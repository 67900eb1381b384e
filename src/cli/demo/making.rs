//! Making the house: the plan played step by step through the same acts as in a browser, with a clock
//! that is driven along. Until the day before the demo day standings are owed and no letters are written;
//! then every portfolio is refreshed once, and the last day is lived in full, letters and all.

use super::arrivals::Arrivals;
use super::cast::SUPERVISORS;
use super::chance::Chance;
use super::house::{House, missing};
use super::others::Others;
use super::plan::{Plan, Step, What};
use super::record::Record;
use crate::app::App;
use crate::db::marks;
use crate::db::run::Run;
use crate::db::tx::{Dues, Why};
use crate::domain::fault::Fault;
use crate::domain::names::BookId;
use crate::domain::role::System;
use crate::domain::time::DEFAULT_ZONE;
use crate::features::standing;
use crate::files::Files;
use crate::ids::Ids;

/// The password of everybody in the house.
pub const PASSWORD: &str = "perfolio-demo";
/// So many acts share one COMMIT.
const AT_ONCE: usize = 250;
const SEED: u64 = 1953;

/// What the acts need besides the database.
struct Means {
    files: Files,
    /// For drafts, whose ids are made with their forms.
    ids: Ids,
    chance: Chance,
    hash: String,
}

/// Plays the plan. The app has a driven clock and seeded ids; its database is empty and migrated.
pub async fn make(app: &App, plan: Plan) -> Result<(), Fault> {
    let first = plan.steps.first().ok_or_else(|| missing("beginning"))?.at;
    app.clock.set(first.plus_seconds(-3600));
    app.write_quietly(Why::Swept, |tx| marks::mark(tx, None)).await?;
    super::super::open_house(app).await?;
    let means = Means {
        files: app.files.clone(),
        ids: Ids::seeded(SEED),
        chance: Chance::seeded(SEED),
        hash: app.hashing.hash(PASSWORD.to_owned()).await?,
    };
    let (house, day) = (House::for_trainees(plan.trainees.len(), SUPERVISORS.len()), plan.day);
    let last_day = day.plus_days(-1).starts_in(DEFAULT_ZONE);
    let past = plan.steps.partition_point(|step| step.at < last_day);
    let made = played(app, (plan, house, means), (0, past), Dues::Owed).await?;
    refresh_all(app, day).await?;
    let all = made.0.steps.len();
    let (plan, house, means) = played(app, made, (past, all), Dues::Paid).await?;
    let last = plan.steps.last().ok_or_else(|| missing("end"))?.at;
    super::earlier::bring(app, &house, last, day).await?;
    super::alive::keep(app, &house, last, day).await?;
    super::reviews::hold(app, &house, last, day).await?;
    super::rounds::gather(app, &house, &plan.students, last).await?;
    super::assessors::keep(app, &house, &plan.students, last).await?;
    super::capacities::appoint(app, &house, &means.hash, last, day).await?;
    app.write_quietly(Why::Swept, move |tx| marks::mark(tx, Some(day))).await
}

type Made = (Plan, House, Means);

async fn played(app: &App, made: Made, (from, to): (usize, usize), dues: Dues) -> Result<Made, Fault> {
    let mut made = made;
    let mut at = from;
    while at < to {
        let end = to.min(at + AT_ONCE);
        made = app
            .db
            .run(move |run| {
                let (plan, mut house, means) = made;
                run.dues(dues);
                for step in plan.steps.get(at..end).unwrap_or_default() {
                    play(run, &plan, &mut house, &means, step)
                        .map_err(|fault| Fault::Broken(format!("{:?} at {}: {fault}", step.what, step.at)))?;
                }
                Ok((plan, house, means))
            })
            .await?;
        at = end;
    }
    Ok(made)
}

fn play(run: &mut Run<'_>, plan: &Plan, house: &mut House, means: &Means, step: &Step) -> Result<(), Fault> {
    run.at(step.at);
    let now = step.at;
    if let Some(done) = arrive(&mut Arrivals { run, house, plan, now, hash: &means.hash }, &step.what) {
        return done;
    }
    let (files, ids, chance) = (&means.files, &means.ids, &means.chance);
    if let What::Other(act) = step.what {
        let arrivals = Arrivals { run, house, plan, now, hash: &means.hash };
        return Others { arrivals, students: &plan.students, ids }.play(act);
    }
    let mut record = Record { run, house, plan, files, ids, chance, now };
    match step.what {
        What::Send { trainee, case } => record.send(trainee, case),
        What::SendBack { trainee, case } => record.send_back(trainee, case),
        What::SendAgain { trainee, case } => record.send_again(trainee, case),
        What::Sign { trainee, case } => record.sign(trainee, case),
        What::Withdraw { trainee, case } => record.withdraw(trainee, case),
        What::TakeBack { trainee, case } => record.take_back(trainee, case),
        What::Report { trainee, format } => record.report(trainee, format),
        What::Share { trainee, case } => record.share(trainee, case),
        What::Draft { trainee, draft } => record.draft(trainee, draft),
        What::Mark { trainee, unit, mark, provisional } => record.mark(trainee, unit, mark, provisional),
        What::Attempt { trainee, parts, result, day } => record.attempt(trainee, parts, result, day),
        What::Certificate { trainee, day } => record.certificate(trainee, day),
        What::MoveDue { trainee, requirement, to } => record.move_due(trainee, requirement, to),
        What::Paper { trainee, paper } => record.paper(trainee, paper),
        What::ConfirmPaper { trainee, paper } => record.confirm_paper(trainee, paper),
        What::Activity { activity, day, profile } => record.activity(activity, day, profile),
        _ => Err(missing("act")),
    }
}

/// The steps by which people come; nothing for all others.
fn arrive(arrivals: &mut Arrivals<'_, '_>, what: &What) -> Option<Result<(), Fault>> {
    Some(match *what {
        What::Found => arrivals.found(),
        What::InviteSupervisor(at) => arrivals.supervisor(at),
        What::SupervisorJoins(at) => {
            arrivals.house.supervisor(at).cloned().and_then(|who| arrivals.join(&who))
        }
        What::Enrol(at) => arrivals.enrol(at),
        What::TraineeJoins(at) => arrivals.house.trainee(at).cloned().and_then(|who| arrivals.join(&who)),
        What::EnrolAgain => arrivals.enrol_again(),
        What::State(who) => arrivals.state(who),
        What::Confirm(who) => arrivals.confirm(who),
        _ => return None,
    })
}

/// Works out every standing, as of the morning before the demo day: what was owed is paid.
async fn refresh_all(app: &App, day: crate::domain::time::Day) -> Result<(), Fault> {
    let system = System::at_work();
    app.clock.set(day.plus_days(-1).starts_in(DEFAULT_ZONE));
    let portfolios = app.read(move |r| standing::everyone(r.conn(), system)).await?;
    for portfolio in portfolios {
        app.write_quietly(Why::StandingRefreshed, move |tx| {
            tx.take_also(BookId::from(portfolio.clone()))?;
            standing::refresh_all(tx, &portfolio)
        })
        .await?;
    }
    Ok(())
}
