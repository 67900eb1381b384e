//! After something was struck out: what the engine keeps of rows as they were before goes as well. SQLite leaves
//! old words in free pages and in its log, PostgreSQL in rows that nobody sees any more; both files are read by
//! whoever has the disk.

use diesel::connection::SimpleConnection;
use tokio::task::spawn_blocking;

use crate::db::Db;
use crate::db::conn::{Address, Conn, Use};
use crate::domain::fault::Fault;

/// Whatever may have held words of an entry.
const TABLES: &str = "entries, entry_versions, evidence, decisions, statements, acceptances, drafts, holds, \
     reflections, earlier_tables, fact_pages, standing_items, imports, import_rows, assessments, acknowledgements, \
     personal_terms, life_events, official_entries, accounts, sessions, answers, invitations, registrations, \
     outside_numbers, proved_addresses, tickets, ticket_openings, ticket_codes, notices, exports, jobs, \
     review_preparations, review_packs, review_outcomes, review_conditions, review_replies, feedback_rounds, \
     feedback_raters, feedback_comments, second_readings, quality_actions";

impl Db {
    /// Writes the database anew without what is no longer there. Takes as long as a backup, and is rare.
    pub async fn scrub(&self) -> Result<(), Fault> {
        let address = self.address.clone();
        spawn_blocking(move || scrub(&address)).await.map_err(|_| Fault::broken("scrubbing panicked"))?
    }
}

/// Busy with others, it is tried again by the job.
fn scrub(address: &Address) -> Result<(), Fault> {
    let mut conn = Conn::open(address, Use::Write).map_err(|why| Fault::Busy(why.to_string()))?;
    match address {
        Address::Sqlite(_) => conn.batch_execute("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);")?,
        Address::Postgres(_) => conn.batch_execute(&format!("VACUUM FULL {TABLES}"))?,
    }
    Ok(())
}
