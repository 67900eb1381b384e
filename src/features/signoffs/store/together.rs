//! Batches as rows: which alike entries somebody chose, and which of them was drawn. What came of one stands beside
//! each decision, committed to in its portfolio's book; decisions of before know nothing of batches and verify as ever.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, batch_items, batched, batches, decisions, entries, portfolios};
use crate::db::tx::Tx;
use crate::domain::audit::Committed;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::together::{Begin, Drawn, OfBatch};
use crate::domain::role::Sight;
use crate::domain::time::Day;
use crate::features::signoffs::store::waiting::Waiting;

/// One of the chosen entries, as it was when it was chosen.
#[derive(Debug, Clone)]
pub struct Item {
    pub entry: EntryId,
    pub version: EntryVersionId,
    pub root: String,
    pub owner: AccountId,
    pub trainee: String,
    pub portfolio: PortfolioId,
    pub title: String,
    pub day: Day,
}

#[derive(Debug, Clone)]
pub struct Batch {
    pub id: BatchId,
    pub signer: AccountId,
    pub drawn: EntryId,
    pub ended_how: String,
    /// The oldest first.
    pub items: Vec<Item>,
}

impl Batch {
    /// Those that still wait as they were.
    pub fn live<'a>(&'a self, waiting: &[Waiting]) -> Vec<&'a Item> {
        let waits =
            |item: &&Item| waiting.iter().any(|one| one.entry == item.entry && one.version == item.version);
        self.items.iter().filter(waits).collect()
    }

    pub fn is_open(&self) -> bool {
        self.ended_how.is_empty()
    }
}

/// One's own; somebody else's is not there.
pub fn batch(conn: &mut Conn, who: &Sight, id: &BatchId) -> Result<Batch, Fault> {
    let (signer, drawn, ended_how): (AccountId, EntryId, String) = batches::table
        .find(id)
        .filter(batches::signer_id.eq(who.viewer()))
        .select((batches::signer_id, batches::drawn_id, batches::ended_how))
        .first(conn)?;
    type Row = (EntryId, EntryVersionId, String, AccountId, String, PortfolioId, String, Day);
    let rows: Vec<Row> = batch_items::table
        .inner_join(entries::table.on(entries::id.eq(batch_items::entry_id)))
        .inner_join(portfolios::table.on(portfolios::id.eq(entries::portfolio_id)))
        .inner_join(accounts::table.on(accounts::id.eq(portfolios::person_id)))
        .filter(batch_items::batch_id.eq(id))
        .order((entries::happened_on, entries::id))
        .select((
            entries::id,
            batch_items::version_id,
            batch_items::root,
            accounts::id,
            accounts::name,
            portfolios::id,
            entries::title,
            entries::happened_on,
        ))
        .load(conn)?;
    let items = rows.into_iter().map(|(entry, version, root, owner, trainee, portfolio, title, day)| Item {
        entry,
        version,
        root,
        owner,
        trainee,
        portfolio,
        title,
        day,
    });
    Ok(Batch { id: id.clone(), signer, drawn, ended_how, items: items.collect() })
}

/// What was drawn for this person and still waits for them as it was.
pub fn drawn_before(conn: &mut Conn, who: &Sight, waiting: &[Waiting]) -> Result<Vec<Drawn>, Fault> {
    let rows: Vec<(BatchId, EntryId, EntryId, EntryVersionId)> = batches::table
        .inner_join(batch_items::table.on(batch_items::batch_id.eq(batches::id)))
        .filter(batches::signer_id.eq(who.viewer()))
        .filter(batches::ended_how.ne("signed"))
        .order((batches::begun_at, batches::id, batch_items::entry_id))
        .select((batches::id, batches::drawn_id, batch_items::entry_id, batch_items::version_id))
        .load(conn)?;
    let waits = |entry: &EntryId, version: &EntryVersionId| {
        waiting.iter().any(|one| one.entry == *entry && one.version == *version)
    };
    let mut all: Vec<(BatchId, bool, Drawn)> = Vec::new();
    for (batch, drawn, entry, version) in rows {
        if all.last().is_none_or(|(last, ..)| *last != batch) {
            all.push((batch, false, Drawn { drawn, of: Vec::new() }));
        }
        let Some((_, still, known)) = all.last_mut() else { continue };
        *still |= known.drawn == entry && waits(&entry, &version);
        known.of.push(entry);
    }
    Ok(all.into_iter().filter(|(_, still, _)| *still).map(|(_, _, drawn)| drawn).collect())
}

/// Writes what was chosen and drawn; whatever this person had chosen before with any of it is left.
pub fn begin(
    tx: &mut Tx<'_>,
    grant: &Grant<Begin>,
    items: &[(EntryId, EntryVersionId, String)],
) -> Result<BatchId, Fault> {
    let signer = grant.account().ok_or_else(|| Fault::broken("a person signs"))?.clone();
    let (id, now): (BatchId, _) = (tx.new_id(), tx.now());
    let sharing = batch_items::table
        .filter(batch_items::entry_id.eq_any(&grant.act().entries))
        .select(batch_items::batch_id);
    diesel::update(batches::table)
        .filter(batches::signer_id.eq(&signer))
        .filter(batches::ended_how.eq(""))
        .filter(batches::id.eq_any(sharing))
        .set((batches::ended_at.eq(now), batches::ended_how.eq("left")))
        .execute(tx.conn())?;
    diesel::insert_into(batches::table)
        .values((
            batches::id.eq(&id),
            batches::signer_id.eq(&signer),
            batches::drawn_id.eq(&grant.act().drawn),
            batches::begun_at.eq(now),
            batches::ended_how.eq(""),
        ))
        .execute(tx.conn())?;
    for (entry, version, root) in items {
        diesel::insert_into(batch_items::table)
            .values((
                batch_items::batch_id.eq(&id),
                batch_items::entry_id.eq(entry),
                batch_items::version_id.eq(version),
                batch_items::root.eq(root),
            ))
            .execute(tx.conn())?;
    }
    Ok(id)
}

/// `signed` or `left`.
pub fn end_batch(tx: &mut Tx<'_>, grant: &Grant<OfBatch>, how: &str) -> Result<(), Fault> {
    let now = tx.now();
    diesel::update(batches::table.find(&grant.act().batch))
        .set((batches::ended_at.eq(now), batches::ended_how.eq(how)))
        .execute(tx.conn())?;
    Ok(())
}

/// After an undoing: it waits to be signed as before, with the same one to be looked at.
pub fn reopen_batch(tx: &mut Tx<'_>, _who: &Sight, id: &BatchId) -> Result<(), Fault> {
    diesel::update(batches::table.find(id))
        .set((batches::ended_at.eq(None::<crate::domain::time::Moment>), batches::ended_how.eq("")))
        .execute(tx.conn())?;
    Ok(())
}

/// The decisions that stand of one's own batch, with the book of each.
pub fn decisions_of(
    conn: &mut Conn,
    who: &Sight,
    id: &BatchId,
) -> Result<Vec<(DecisionId, PortfolioId)>, Fault> {
    Ok(batched::table
        .inner_join(decisions::table.on(decisions::id.eq(batched::decision_id)))
        .inner_join(entries::table.on(entries::id.eq(decisions::entry_id)))
        .filter(batched::batch_id.eq(id))
        .filter(decisions::signer_id.eq(who.viewer()))
        .filter(decisions::known_until.is_null())
        .order(decisions::id)
        .select((decisions::id, entries::portfolio_id))
        .load(conn)?)
}

/// What stands beside a decision that was taken together with others.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct BatchedRow {
    pub decision: DecisionId,
    pub batch: BatchId,
    pub entries: i32,
    pub viewed: bool,
}

impl Committed for BatchedRow {
    fn place(&self) -> String {
        format!("batched/{}", self.decision)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.decision.to_string(),
            self.batch.to_string(),
            self.entries.to_string(),
            self.viewed.to_string(),
        ]
    }
}

pub fn keep_batched(
    tx: &mut Tx<'_>,
    _grant: &Grant<OfBatch>,
    portfolio: &PortfolioId,
    row: &BatchedRow,
) -> Result<(), Fault> {
    diesel::insert_into(batched::table)
        .values((
            batched::decision_id.eq(&row.decision),
            batched::batch_id.eq(&row.batch),
            batched::entries.eq(row.entries),
            batched::viewed.eq(row.viewed),
        ))
        .execute(tx.conn())?;
    tx.vouch(portfolio.clone(), row);
    Ok(())
}

/// Of one portfolio, for `perfolio verify`.
// open: verification compares hashes
pub(super) fn batched_rows(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Vec<BatchedRow>, Fault> {
    Ok(batched::table
        .inner_join(decisions::table.on(decisions::id.eq(batched::decision_id)))
        .inner_join(entries::table.on(entries::id.eq(decisions::entry_id)))
        .filter(entries::portfolio_id.eq(portfolio))
        .order(batched::decision_id)
        .select(batched::all_columns)
        .load(conn)?)
}

/// Those beside a decision that is not there: they are in no portfolio, so the house's book names them.
// open: verification compares hashes
pub fn committed_of_house(conn: &mut Conn) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let stray: Vec<BatchedRow> = batched::table
        .left_join(decisions::table.on(decisions::id.eq(batched::decision_id)))
        .filter(decisions::id.nullable().is_null())
        .order(batched::decision_id)
        .select(batched::all_columns)
        .load(conn)?;
    Ok(stray.into_iter().map(|row| Box::new(row) as Box<dyn Committed>).collect())
}
