//! The rows that an admin keeps, and the counts that show how the house is.

mod accounts;
mod places;

pub use accounts::{Listed, account, close, find, open_again};
pub use places::{
    DepartmentWords, InstitutionWords, SiteWords, add_department, add_institution, add_site,
    change_department, change_institution, change_site, measured,
};

use std::collections::HashMap;

use diesel::prelude::*;
use serde::Serialize;

use crate::db::conn::Conn;
use crate::db::queue;
use crate::db::schema::{
    accounts as accounts_table, audit_events, departments, enrolments, entries, institutions, jobs, sites,
};
use crate::db::tx::Tx;
use crate::domain::erasure::named;
use crate::domain::fault::Fault;
use crate::domain::job::Job;
use crate::domain::names::{AccountId, JobId};
use crate::domain::policy::Grant;
use crate::domain::policy::admin::KeepHouse;
use crate::domain::time::{Day, Moment};
use crate::features::standing::count_old;

/// How much of everything there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub accounts: i64,
    pub institutions: i64,
    pub sites: i64,
    pub departments: i64,
    pub enrolments: i64,
    /// Enrolments whose figures may not hold any more, and are worked out again.
    pub standings_old: i64,
    pub entries: i64,
    pub events: i64,
    pub jobs_waiting: i64,
    pub jobs_buried: i64,
    /// People who wait for their second factor to be taken away.
    pub factors_lost: i64,
}

// open: numbers only, for an admin
pub fn counts(conn: &mut Conn, today: Day) -> Result<Counts, Fault> {
    let (jobs_waiting, jobs_buried) = queue::count(conn)?;
    Ok(Counts {
        accounts: accounts_table::table.count().get_result(conn)?,
        institutions: institutions::table.count().get_result(conn)?,
        sites: sites::table.count().get_result(conn)?,
        departments: departments::table.count().get_result(conn)?,
        enrolments: enrolments::table.filter(enrolments::known_until.is_null()).count().get_result(conn)?,
        standings_old: count_old(conn, today)?,
        entries: entries::table.count().get_result(conn)?,
        events: audit_events::table.count().get_result(conn)?,
        jobs_waiting,
        jobs_buried,
        factors_lost: 0,
    })
}

/// A job that failed too often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Buried {
    pub id: JobId,
    pub word: String,
    /// Of a letter: to whom, and of what sort it is: `to Ann Field: certificate ends`.
    pub about: String,
    pub queued_at: Moment,
    pub tries: i32,
    pub fault: String,
}

type JobRow = (JobId, String, String, Moment, i32, String);

/// Jobs that failed and will be tried again, the one that has failed most first.
// open: says what failed and why, never what was in it; for an admin
pub fn failing(conn: &mut Conn) -> Result<Vec<Buried>, Fault> {
    let rows: Vec<JobRow> = jobs::table
        .filter(jobs::state.eq("waiting"))
        .filter(jobs::fault.ne(""))
        .order((jobs::tries.desc(), jobs::id))
        .limit(20)
        .select((jobs::id, jobs::job, jobs::body, jobs::queued_at, jobs::tries, jobs::fault))
        .load(conn)?;
    told(conn, rows)
}

/// The newest buried jobs first.
// open: says what failed and why, never what was in it; for an admin
pub fn buried(conn: &mut Conn) -> Result<Vec<Buried>, Fault> {
    let rows: Vec<JobRow> = jobs::table
        .filter(jobs::state.eq("buried"))
        .order((jobs::queued_at.desc(), jobs::id.desc()))
        .limit(100)
        .select((jobs::id, jobs::job, jobs::body, jobs::queued_at, jobs::tries, jobs::fault))
        .load(conn)?;
    told(conn, rows)
}

fn told(conn: &mut Conn, rows: Vec<JobRow>) -> Result<Vec<Buried>, Fault> {
    let jobs: Vec<Option<Job>> =
        rows.iter().map(|(_, _, body, ..)| serde_json::from_str(body).ok()).collect();
    let to = jobs.iter().flatten().filter_map(|job| match job {
        Job::Tell { to, .. } => Some(to),
        _ => None,
    });
    let names: HashMap<AccountId, String> = accounts_table::table
        .filter(accounts_table::id.eq_any(to.collect::<Vec<_>>()))
        .select((accounts_table::id, accounts_table::name))
        .load::<(AccountId, String)>(conn)?
        .into_iter()
        .collect();
    let about = |job: &Job| match job {
        Job::Tell { to, what } => {
            let name = names.get(to).cloned().unwrap_or_default();
            format!("to {}: {}", named(name), sort_of(what, "notice"))
        }
        Job::WriteOutside { what } => format!("to somebody without an account: {}", sort_of(what, "letter")),
        _ => String::new(),
    };
    let one = |((id, word, _, queued_at, tries, fault), job): (JobRow, &Option<Job>)| Buried {
        id,
        word,
        about: job.as_ref().map(about).unwrap_or_default(),
        queued_at,
        tries,
        fault,
    };
    Ok(rows.into_iter().zip(&jobs).map(one).collect())
}

/// The sort of a letter, by the word that it is kept under: `certificate ends`.
fn sort_of(what: &impl Serialize, tag: &str) -> String {
    let kept = serde_json::to_value(what).unwrap_or_default();
    kept.get(tag).and_then(|word| word.as_str()).unwrap_or_default().replace('-', " ")
}

/// Gives a buried job another row of tries.
pub fn dig_up(tx: &mut Tx<'_>, _grant: &Grant<KeepHouse>, id: &JobId) -> Result<(), Fault> {
    let now = tx.now();
    if queue::dig_up(tx.conn(), id, now)? { Ok(()) } else { Err(Fault::NotFound) }
}
