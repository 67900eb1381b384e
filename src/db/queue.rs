//! The queue of jobs: a table. A worker claims by compare-and-set on `locked_until` (read a
//! candidate, update it where it is still free, one changed row means it is mine): the same SQL on
//! both engines, and no job is run by two workers at once. A job that failed too often is buried and
//! shown to the admin, never dropped.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::jobs;
use crate::domain::fault::Fault;
use crate::domain::job::Job;
use crate::domain::names::JobId;
use crate::domain::time::Moment;

/// How long a claim lasts: a worker that died gives its job back after this many seconds.
pub const LOCK_SECONDS: i64 = 300;
/// After this many tries a job is buried: with the hours between the later ones, about a day, so that a
/// mail server that is gone over night costs no letter.
pub const MOST_TRIES: i32 = 30;

/// A job in somebody's hands.
#[derive(Debug, Clone)]
pub struct Claimed {
    pub id: JobId,
    pub job: Job,
    /// Tries before this one.
    pub tries: i32,
}

pub fn put(conn: &mut Conn, id: JobId, job: &Job, now: Moment, run_at: Moment) -> Result<(), Fault> {
    let body = serde_json::to_string(job).map_err(Fault::broken)?;
    let word = serde_json::to_value(job).map_err(Fault::broken)?;
    let word = word.get("job").and_then(|w| w.as_str()).unwrap_or_default().to_owned();
    diesel::insert_into(jobs::table)
        .values((
            jobs::id.eq(id),
            jobs::job.eq(word),
            jobs::body.eq(body),
            jobs::state.eq("waiting"),
            jobs::queued_at.eq(now),
            jobs::run_at.eq(run_at),
            jobs::tries.eq(0),
            jobs::locked_until.eq(Moment::of_millis(0)),
            jobs::fault.eq(""),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes the next job whose time has come, if any is free.
pub fn claim(conn: &mut Conn, now: Moment) -> Result<Option<Claimed>, Fault> {
    let candidates: Vec<(JobId, String, i32, Moment)> = jobs::table
        .filter(jobs::state.eq("waiting"))
        .filter(jobs::run_at.le(now))
        .filter(jobs::locked_until.le(now))
        .order((jobs::run_at, jobs::id))
        .limit(5)
        .select((jobs::id, jobs::body, jobs::tries, jobs::locked_until))
        .load(conn)?;
    for (id, body, tries, locked) in candidates {
        let mine = diesel::update(jobs::table.find(&id))
            .filter(jobs::locked_until.eq(locked))
            .filter(jobs::state.eq("waiting"))
            .set((jobs::locked_until.eq(now.plus_seconds(LOCK_SECONDS)), jobs::tries.eq(tries + 1)))
            .execute(conn)?;
        if mine == 1 {
            match serde_json::from_str(&body) {
                Ok(job) => return Ok(Some(Claimed { id, job, tries })),
                Err(why) => bury(conn, &id, &format!("this release does not know the job: {why}"))?,
            }
        }
    }
    Ok(None)
}

pub fn done(conn: &mut Conn, id: &JobId) -> Result<(), Fault> {
    diesel::update(jobs::table.find(id)).set((jobs::state.eq("done"), jobs::fault.eq(""))).execute(conn)?;
    Ok(())
}

/// Unless another node has done it meanwhile, as it may where a job takes longer than its lock.
pub fn again(conn: &mut Conn, id: &JobId, at: Moment, why: &str) -> Result<(), Fault> {
    diesel::update(jobs::table.find(id))
        .filter(jobs::state.eq("waiting"))
        .set((jobs::run_at.eq(at), jobs::locked_until.eq(Moment::of_millis(0)), jobs::fault.eq(why)))
        .execute(conn)?;
    Ok(())
}

/// Likewise.
pub fn bury(conn: &mut Conn, id: &JobId, why: &str) -> Result<(), Fault> {
    diesel::update(jobs::table.find(id))
        .filter(jobs::state.eq("waiting"))
        .set((jobs::state.eq("buried"), jobs::fault.eq(why)))
        .execute(conn)?;
    Ok(())
}

/// An admin gives a buried job another row of tries.
pub fn dig_up(conn: &mut Conn, id: &JobId, now: Moment) -> Result<bool, Fault> {
    let changed = diesel::update(jobs::table.find(id))
        .filter(jobs::state.eq("buried"))
        .set((
            jobs::state.eq("waiting"),
            jobs::tries.eq(0),
            jobs::run_at.eq(now),
            jobs::locked_until.eq(Moment::of_millis(0)),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Seconds until the next try: 10 s, doubling, at most an hour.
pub fn back_off(tries: i32) -> i64 {
    10_i64.saturating_mul(1_i64 << tries.clamp(0, 9)).min(3600)
}

/// Whether a job's time has come: asked before claiming, so that an idle house writes nothing.
pub fn any_due(conn: &mut Conn, now: Moment) -> Result<bool, Fault> {
    Ok(diesel::select(diesel::dsl::exists(
        jobs::table
            .filter(jobs::state.eq("waiting"))
            .filter(jobs::run_at.le(now))
            .filter(jobs::locked_until.le(now)),
    ))
    .get_result(conn)?)
}

/// Jobs that were done before the instant are nobody's business any more.
pub fn sweep(conn: &mut Conn, before: Moment) -> Result<usize, Fault> {
    Ok(diesel::delete(jobs::table.filter(jobs::state.eq("done")).filter(jobs::run_at.lt(before)))
        .execute(conn)?)
}

/// How many wait and how many are buried.
pub fn count(conn: &mut Conn) -> Result<(i64, i64), Fault> {
    let waiting = jobs::table.filter(jobs::state.eq("waiting")).count().get_result(conn)?;
    let buried = jobs::table.filter(jobs::state.eq("buried")).count().get_result(conn)?;
    Ok((waiting, buried))
}

/// Whether a job of this word waits for its turn. One that runs now does not: it may plan its next.
pub fn waits(conn: &mut Conn, word: &str, now: Moment) -> Result<bool, Fault> {
    Ok(diesel::select(diesel::dsl::exists(
        jobs::table
            .filter(jobs::state.eq("waiting"))
            .filter(jobs::job.eq(word))
            .filter(jobs::locked_until.le(now)),
    ))
    .get_result(conn)?)
}
