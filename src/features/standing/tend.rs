//! Keeping standings right without an act: what a job refreshes because something was raised, because
//! its day has come or because the engine changed, and `rebuild`, which recomputes everything and
//! reports where the stored answer was not the fresh one. It must find none.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::time::Instant;

use crate::app::App;
use crate::db::Reading;
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::db::tx::{Tx, Why};
use crate::domain::fault::Fault;
use crate::domain::names::{BookId, EnrolmentId, PortfolioId};
use crate::domain::role::System;
use crate::domain::time::{Day, Moment};
use crate::features::enrolments::enrolment;
use crate::features::standing::store::{self, Item, Sum, due, everyone, refresh_all};

/// So many portfolios are looked up at once; each is refreshed in a transaction of its own.
const SLICE: i64 = 50;

/// The furthest zones are half a day from UTC: looking ahead of them costs a refresh at most.
fn furthest(r: &Reading<'_>) -> Day {
    r.now().plus_seconds(14 * 3600).day_in(chrono_tz::UTC)
}

/// Whether any answer may no longer hold today.
pub fn any_due(r: &mut Reading<'_>, system: System) -> Result<bool, Fault> {
    let today = furthest(r);
    Ok(!due(r.conn(), today, None, 1, system)?.is_empty())
}

/// Refreshes everything that may no longer hold today; gives how many portfolios that were.
pub async fn refresh_due(app: &App, system: System) -> Result<usize, Fault> {
    let mut done: BTreeSet<PortfolioId> = BTreeSet::new();
    let mut after = None;
    loop {
        let last = after.clone();
        let slice = app
            .read(move |r| {
                let today = furthest(r);
                due(r.conn(), today, last.as_ref(), SLICE, system)
            })
            .await?;
        let Some(last) = slice.last().cloned() else { return Ok(done.len()) };
        after = Some(last);
        for portfolio in slice {
            refresh_portfolio(app, &portfolio, system).await?;
            done.insert(portfolio);
        }
    }
}

/// Refreshes the next portfolios of which the answer may no longer hold, each in a transaction of its own:
/// between two of them anybody's act goes through. Gives the last one, if there may be more. What cannot be
/// refreshed is left to a job of its own, and stops nobody else's.
pub async fn refresh_slice(
    app: &App,
    after: Option<&PortfolioId>,
    system: System,
) -> Result<Option<PortfolioId>, Fault> {
    let last = after.cloned();
    let slice = app
        .read(move |r| {
            let today = furthest(r);
            due(r.conn(), today, last.as_ref(), SLICE, system)
        })
        .await?;
    for portfolio in &slice {
        let began = Instant::now();
        if let Err(why) = refresh_portfolio(app, portfolio, system).await {
            tracing::error!(%portfolio, %why, "a standing could not be refreshed");
            let left = portfolio.clone();
            app.write_quietly(Why::StandingRefreshed, move |tx| store::leave_to_jobs(tx, &left, system))
                .await?;
        }
        // Whoever waits for a page comes first: without the rest theirs took 2.04 times as long (p99, 2 000 people).
        tokio::time::sleep(began.elapsed() / 2).await;
    }
    let full = i64::try_from(slice.len()).is_ok_and(|count| count == SLICE);
    Ok(slice.last().filter(|_| full).cloned())
}

/// Refreshes what one enrolment's person holds: the job that `raise_stale` queues.
pub async fn refresh_enrolment(app: &App, id: &EnrolmentId, system: System) -> Result<(), Fault> {
    let id = id.clone();
    let portfolio: PortfolioId = app.read(move |r| Ok(enrolment(r.conn(), &id)?.portfolio)).await?;
    refresh_portfolio(app, &portfolio, system).await
}

async fn refresh_portfolio(app: &App, portfolio: &PortfolioId, system: System) -> Result<(), Fault> {
    let portfolio = portfolio.clone();
    app.write_quietly(Why::StandingRefreshed, move |tx| refresh_alone(tx, &portfolio, system)).await
}

/// The book is taken first, as an act would: otherwise an answer from before somebody's act could be
/// stored after it.
fn refresh_alone(tx: &mut Tx<'_>, portfolio: &PortfolioId, _system: System) -> Result<(), Fault> {
    tx.take_also(BookId::from(portfolio.clone()))?;
    refresh_all(tx, portfolio)
}

/// A stored answer that is not what the engine says now, although nothing said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub enrolment: EnrolmentId,
    /// The requirement's code; none when it is the row of the whole standing.
    pub requirement: Option<String>,
    pub stored: String,
    pub fresh: String,
}

/// What a rebuild did.
#[derive(Debug, Clone, Default)]
pub struct Rebuilt {
    pub enrolments: usize,
    pub differences: Vec<Difference>,
}

/// Recomputes every standing of the house, and says which were wrong without being marked so.
pub async fn rebuild(app: &App, system: System) -> Result<Rebuilt, Fault> {
    let portfolios: Vec<PortfolioId> = app.read(move |r| everyone(r.conn(), system)).await?;
    let mut rebuilt = Rebuilt::default();
    for portfolio in portfolios {
        let (checked, differences) = app
            .write_quietly(Why::StandingRefreshed, move |tx| {
                let (now, shelf) = (tx.now(), tx.shelf());
                tx.take_also(BookId::from(portfolio.clone()))?;
                let found = differences(tx.conn(), &shelf, &portfolio, now, system)?;
                refresh_all(tx, &portfolio)?;
                Ok(found)
            })
            .await?;
        rebuilt.enrolments += checked;
        rebuilt.differences.extend(differences);
    }
    Ok(rebuilt)
}

/// How many enrolments were compared, and where the stored answer is neither fresh nor marked as old.
pub fn differences(
    conn: &mut Conn,
    shelf: &Shelf,
    portfolio: &PortfolioId,
    now: Moment,
    _system: System,
) -> Result<(usize, Vec<Difference>), Fault> {
    let holdings = store::holdings(conn, shelf, portfolio, now)?;
    let ids: Vec<EnrolmentId> = holdings.enrolments.iter().map(|held| held.row.id.clone()).collect();
    let mut found = Vec::new();
    if let Some((held, false)) =
        holdings.enrolments.first().zip(store::copy_agrees(conn, shelf, &holdings, portfolio)?)
    {
        found.push(different(&held.row.id, None, &"the rules' copy of the entries", &"what their rows say"));
    }
    for held in &holdings.enrolments {
        let id = &held.row.id;
        let fresh = store::assess_held(conn, shelf, &holdings, held)?;
        let today = fresh.assessment.day;
        if store::is_marked(conn, id, today)? {
            continue;
        }
        // A day that has come stays as it was stored; said afresh it is today.
        let come = |day: Option<Day>| day.map(|day| day.max(today));
        let of_now = |sum: Sum| Sum { behind_from: come(sum.behind_from), ..sum };
        let (was, is) = (store::sum(conn, id)?.map(of_now), of_now(store::fresh_sum(&fresh)));
        if was.as_ref() != Some(&is) {
            found.push(different(id, None, &was, &is));
        }
        let of_now = |item: Item| Item { behind_from: come(item.behind_from), ..item };
        let mut items = store::items(conn, id)?;
        for (requirement, item) in store::fresh_items(&fresh)? {
            let (was, is) = (items.remove(&requirement).map(of_now), of_now(item));
            if was.as_ref() != Some(&is) {
                found.push(different(id, Some(requirement), &was, &is));
            }
        }
        for (requirement, was) in items {
            found.push(different(id, Some(requirement), &was, &"no such requirement"));
        }
    }
    Ok((ids.len(), found))
}

fn different(id: &EnrolmentId, requirement: Option<String>, was: &dyn Debug, is: &dyn Debug) -> Difference {
    Difference { enrolment: id.clone(), requirement, stored: format!("{was:?}"), fresh: format!("{is:?}") }
}
