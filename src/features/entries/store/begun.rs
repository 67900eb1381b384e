//! What somebody else began in a portfolio: the request that its signer had before them, and what the owner says of
//! having seen it. And the goals that an owner has made of what was agreed.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, acknowledgements, entries};
use crate::db::tx::Tx;
use crate::domain::audit::Committed;
use crate::domain::entry::{Covers, EntryState, cover_prose, prose_commitment, strike_prose};
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::assessments::Acknowledge;
use crate::domain::policy::entries::Record;
use crate::domain::policy::redactions::Strike;
use crate::domain::redaction::Left;
use crate::domain::time::Moment;
use crate::features::entries::begun::AcknowledgedShown;
use crate::features::entries::seen::Seen;
use crate::features::entries::store::asking::put_request;

/// Puts what is about to be signed before its signer, without a letter: undone, the decision waits there.
pub fn ask_oneself(
    tx: &mut Tx<'_>,
    grant: &Grant<Record>,
    entry: &EntryId,
    version: &EntryVersionId,
) -> Result<RequestId, Fault> {
    let signer = grant.account().ok_or_else(|| Fault::broken("a person begins an assessment"))?;
    put_request(tx, (entry, version), signer, signer)
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct AcknowledgementRow {
    pub id: AcknowledgementId,
    pub entry: EntryId,
    pub version: EntryVersionId,
    pub by: AccountId,
    pub words: String,
    pub salts: String,
    pub made_at: Moment,
}

const WORDS: &str = "words";

impl Committed for AcknowledgementRow {
    fn place(&self) -> String {
        format!("acknowledgements/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        let covers = serde_json::from_str(&self.salts).unwrap_or_default();
        vec![
            self.id.to_string(),
            self.entry.to_string(),
            self.version.to_string(),
            self.by.to_string(),
            prose_commitment(WORDS, &self.words, &covers),
            self.made_at.to_string(),
        ]
    }
}

/// The owner has seen the version.
pub fn acknowledge(
    tx: &mut Tx<'_>,
    grant: &Grant<Acknowledge>,
    entry: &Seen,
    words: &str,
) -> Result<AcknowledgementRow, Fault> {
    let by = grant.account().ok_or_else(|| Fault::broken("a person has seen it"))?;
    if grant.act().entry != entry.id {
        return Err(Fault::broken("the grant is about another entry"));
    }
    let salts = serde_json::to_string(&cover_prose(&[WORDS], || tx.secret())).map_err(Fault::broken)?;
    let row = AcknowledgementRow {
        id: tx.new_id(),
        entry: entry.id.clone(),
        version: entry.version.clone(),
        by: by.clone(),
        words: words.to_owned(),
        salts,
        made_at: tx.now(),
    };
    diesel::insert_into(acknowledgements::table)
        .values((
            acknowledgements::id.eq(&row.id),
            acknowledgements::entry_id.eq(&row.entry),
            acknowledgements::version_id.eq(&row.version),
            acknowledgements::by_id.eq(&row.by),
            acknowledgements::words.eq(&row.words),
            acknowledgements::salts.eq(&row.salts),
            acknowledgements::made_at.eq(row.made_at),
        ))
        .execute(tx.conn())?;
    Ok(row)
}

/// The earliest first.
// open: reached through an entry in sight
pub(super) fn acknowledged(conn: &mut Conn, entry: &EntryId) -> Result<Vec<AcknowledgedShown>, Fault> {
    let rows: Vec<(AcknowledgementId, EntryVersionId, String, String, Moment)> = acknowledgements::table
        .inner_join(accounts::table.on(accounts::id.eq(acknowledgements::by_id)))
        .filter(acknowledgements::entry_id.eq(entry))
        .order((acknowledgements::made_at, acknowledgements::id))
        .select((
            acknowledgements::id,
            acknowledgements::version_id,
            accounts::name,
            acknowledgements::words,
            acknowledgements::made_at,
        ))
        .load(conn)?;
    let shown = |(id, version, by, words, at)| AcknowledgedShown { id, version, by, words, at };
    Ok(rows.into_iter().map(shown).collect())
}

/// What the owner answered, struck out.
pub fn strike_replies(
    tx: &mut Tx<'_>,
    _grant: &Grant<Strike>,
    entry: &Seen,
    ids: &[&AcknowledgementId],
) -> Result<Vec<Left>, Fault> {
    let rows: Vec<AcknowledgementRow> = acknowledgements::table
        .filter(acknowledgements::entry_id.eq(&entry.id))
        .order(acknowledgements::id)
        .load(tx.conn())?;
    let mut left = Vec::new();
    for mut row in rows.into_iter().filter(|row| ids.contains(&&row.id)) {
        let mut covers: Covers = serde_json::from_str(&row.salts).unwrap_or_default();
        let Some(commitment) = strike_prose(WORDS, &mut row.words, &mut covers, || tx.secret()) else {
            continue;
        };
        row.salts = serde_json::to_string(&covers).map_err(Fault::broken)?;
        diesel::update(acknowledgements::table.find(&row.id))
            .set((acknowledgements::words.eq(&row.words), acknowledgements::salts.eq(&row.salts)))
            .execute(tx.conn())?;
        left.push(Left { row: row.place(), key: WORDS.to_owned(), left: commitment });
        tx.vouch(entry.portfolio.clone(), &row);
    }
    Ok(left)
}

// open: verification compares hashes; nothing of it is shown but what does not fit
pub(super) fn acknowledgement_rows(
    conn: &mut Conn,
    portfolio: &PortfolioId,
) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let rows: Vec<AcknowledgementRow> = acknowledgements::table
        .inner_join(entries::table.on(entries::id.eq(acknowledgements::entry_id)))
        .filter(entries::portfolio_id.eq(portfolio))
        .order(acknowledgements::id)
        .select(acknowledgements::all_columns)
        .load(conn)?;
    Ok(rows.into_iter().map(|row| Box::new(row) as Box<dyn Committed>).collect())
}

/// Entries of a kind by their titles, the newest first: which goals there are already.
// open: called with the portfolio of the person who is signed in
pub fn titled(conn: &mut Conn, portfolio: &PortfolioId, kind: &str) -> Result<Vec<(EntryId, String)>, Fault> {
    Ok(entries::table
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(entries::kind.eq(kind))
        .filter(entries::state.ne(EntryState::Withdrawn.as_str()))
        .order((entries::number.desc(), entries::id))
        .select((entries::id, entries::title))
        .load(conn)?)
}
