//! What a draft would do to the people on the version that it came from, as far as its writer leads them. The
//! facts are those of their portfolios today, the answers those of the engine; nothing of theirs is
//! written. What is theirs alone (targets, due days, waivers) goes with them; a figure that was confirmed
//! for the old version does not, because it would have to be confirmed again.

use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::db::tx::Why;
use crate::domain::authoring::{Stood, Turn, turns};
use crate::domain::fault::{Fault, Refusal};
use crate::domain::names::{EnrolmentId, SimulationId, VersionId};
use crate::domain::outlook::outlook;
use crate::domain::programme::{self, Version};
use crate::domain::progress::{Assessment, assess};
use crate::domain::role::{Sight, System};
use crate::domain::time::{DEFAULT_ZONE, Moment};
use crate::features::authorship::desk::Read;
use crate::features::authorship::store;
use crate::features::enrolments::{self, Enrolled};
use crate::features::programmes;
use crate::features::standing::{self, Held, Holdings};

/// So many are worked out while somebody waits.
pub const AT_ONCE: usize = 50;
/// So many under one read of the job, between two looks at how far it is.
const CHUNK: usize = 20;

/// What turns for one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turns {
    pub enrolment: EnrolmentId,
    pub turns: Vec<Turn>,
}

/// The people whom the change would touch and whom the person leads.
pub fn people(conn: &mut Conn, who: &Sight, from: Option<&VersionId>) -> Result<Vec<Enrolled>, Fault> {
    let Some(from) = from else { return Ok(Vec::new()) };
    Ok(enrolments::led(conn, who)?.into_iter().filter(|row| row.version == *from).collect())
}

pub fn refuse_faults(read: &Read) -> Result<(), Fault> {
    if read.version.is_some() && read.flaws.is_empty() {
        return Ok(());
    }
    let sentence =
        "This draft has faults, so nobody can be measured by it. Mend them first: the list is at its top.";
    Err(Refusal::new("draft-faults", sentence).into())
}

/// What the engine would say of the same portfolio under another version of the programme.
pub fn would_stand(version: &Version, holdings: &Holdings, held: &Held) -> (Assessment, Vec<Stood>) {
    let mut facts = holdings.facts_for(held);
    facts.enrolment.confirmed.clear();
    let assessment = assess(version, &facts, holdings.as_of);
    let outlooks = outlook(version, &facts, &assessment, assessment.day);
    let stood = Stood::all(&assessment, &outlooks);
    (assessment, stood)
}

fn of_one(
    conn: &mut Conn,
    shelf: &Shelf,
    version: &Version,
    row: &Enrolled,
    now: Moment,
) -> Result<Vec<Turn>, Fault> {
    let holdings = standing::holdings_now(conn, shelf, &row.portfolio, now)?;
    let held = holdings.enrolments.iter().find(|held| held.row.id == row.id).ok_or(Fault::NotFound)?;
    let today = standing::assess_held(conn, shelf, &holdings, held)?;
    let (_, after) = would_stand(version, &holdings, held);
    Ok(turns(&Stood::all(&today.assessment, &today.outlooks), &after))
}

/// Everybody for whom something turns.
pub fn all(
    conn: &mut Conn,
    shelf: &Shelf,
    version: &Version,
    people: &[Enrolled],
    now: Moment,
) -> Result<Vec<Turns>, Fault> {
    let mut found = Vec::new();
    for row in people {
        let turns = of_one(conn, shelf, version, row, now)?;
        if !turns.is_empty() {
            found.push(Turns { enrolment: row.id.clone(), turns });
        }
    }
    Ok(found)
}

/// The job: in chunks, each a read of its own, so that nobody waits for it.
pub async fn simulate(app: &App, id: &SimulationId, system: System) -> Result<(), Fault> {
    let wanted = id.clone();
    let (row, version, people) = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let (row, text, from) = store::simulation(r.conn(), &wanted, system)?;
            let house = programmes::house_kinds(r.conn(), &shelf)?;
            let who = Sight::on_behalf_of(row.asked_by.clone(), now.day_in(DEFAULT_ZONE));
            let people = people(r.conn(), &who, from.as_ref())?;
            Ok((row, programme::read(&text, &house).ok(), people))
        })
        .await?;
    let Some(version) = version.filter(|_| row.state == "waiting").map(std::sync::Arc::new) else {
        return Ok(());
    };
    let mut found = Vec::new();
    let mut done = 0;
    for chunk in people.chunks(CHUNK) {
        let (chunk, version, number) = (chunk.to_vec(), version.clone(), chunk.len());
        let more = app
            .read(move |r| {
                let (shelf, now) = (r.shelf(), r.now());
                all(r.conn(), &shelf, &version, &chunk, now)
            })
            .await?;
        found.extend(more);
        done += i32::try_from(number).map_err(Fault::broken)?;
        let id = id.clone();
        app.write_quietly(Why::Simulated, move |tx| store::progress(tx, &id, done, None, system)).await?;
    }
    let found = serde_json::to_string(&found).map_err(Fault::broken)?;
    let id = id.clone();
    app.write_quietly(Why::Simulated, move |tx| store::progress(tx, &id, done, Some(&found), system)).await
}
