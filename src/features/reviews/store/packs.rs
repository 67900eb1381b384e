//! Frozen packs: a document each, with its hash. Nothing ever changes one; it is withdrawn when something in it was
//! struck out, and its words go.

use chrono_tz::Tz;
use diesel::prelude::*;

use super::rows::ReviewRow;
use crate::db::conn::Conn;
use crate::db::schema::{accounts, entries, filings, review_packs, reviews};
use crate::db::tx::Tx;
use crate::domain::audit::{Committed, digest};
use crate::domain::entry::{Covers, cover_prose, prose_commitment, strike_prose};
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::redactions::StrikesOut;
use crate::domain::policy::reviews::Freeze;
use crate::domain::redaction::Left;
use crate::domain::time::Moment;

/// The document, in its salts.
pub const WORDS: &str = "words";

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = review_packs)]
pub struct PackRow {
    pub id: PackId,
    pub review_id: ReviewId,
    pub frozen_by: AccountId,
    pub frozen_at: Moment,
    /// SHA-256 of the words.
    pub hash: String,
    pub entries: i32,
    pub words: String,
    pub salts: String,
    pub withdrawn_at: Option<Moment>,
    /// Nobody froze it by hand: the house did, as at `frozen_at`, for whoever planned the review.
    pub by_itself: bool,
}

impl PackRow {
    /// The words are those that were frozen.
    pub fn is_intact(&self) -> bool {
        digest(std::slice::from_ref(&self.words)) == self.hash
    }
}

impl Committed for PackRow {
    fn place(&self) -> String {
        format!("review_packs/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        let covers: Covers = serde_json::from_str(&self.salts).unwrap_or_default();
        let mut fields = vec![
            self.id.to_string(),
            self.review_id.to_string(),
            self.frozen_by.to_string(),
            self.frozen_at.to_string(),
            self.hash.clone(),
            self.entries.to_string(),
            prose_commitment(WORDS, &self.words, &covers),
            self.withdrawn_at.map(|at| at.to_string()).unwrap_or_default(),
        ];
        // Rows from before the house froze any are in their books without it.
        if self.by_itself {
            fields.push("by itself".to_owned());
        }
        fields
    }
}

/// A pack without its words.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct PackHead {
    pub id: PackId,
    pub frozen_at: Moment,
    pub frozen_by: String,
    pub hash: String,
    pub entries: i32,
    pub withdrawn_at: Option<Moment>,
    pub by_itself: bool,
}

impl PackHead {
    /// `12 November 2026, 14:02, by Lea Brook`.
    // open: of a row in hand
    pub fn said(&self, zone: Tz) -> String {
        let at = self.frozen_at.shown_in(zone);
        match self.by_itself {
            true => format!("by itself, as it was {at}"),
            false => format!("{at} by {}", self.frozen_by),
        }
    }
}

/// Every pack of a review, the newest last.
// open: reached through a review; what of it is read is asked there
pub fn packs(conn: &mut Conn, review: &ReviewId) -> Result<Vec<PackHead>, Fault> {
    Ok(review_packs::table
        .inner_join(accounts::table.on(accounts::id.eq(review_packs::frozen_by)))
        .filter(review_packs::review_id.eq(review))
        .order((review_packs::frozen_at, review_packs::id))
        .select((
            review_packs::id,
            review_packs::frozen_at,
            accounts::name,
            review_packs::hash,
            review_packs::entries,
            review_packs::withdrawn_at,
            review_packs::by_itself,
        ))
        .load(conn)?)
}

// open: reached through a review whose pack its reader reads
pub fn pack(conn: &mut Conn, id: &PackId) -> Result<PackRow, Fault> {
    Ok(review_packs::table.find(id).first(conn)?)
}

/// `at` is the instant as at which it was put together.
pub fn freeze(
    tx: &mut Tx<'_>,
    grant: &Grant<Freeze>,
    review: &ReviewRow,
    (words, entries, at): (String, usize, Moment),
) -> Result<PackRow, Fault> {
    let covers = cover_prose(&[WORDS], || tx.secret());
    let row = PackRow {
        id: tx.new_id(),
        review_id: review.id.clone(),
        // The house carries out what whoever planned it has set.
        frozen_by: grant.account().unwrap_or(&review.planned_by).clone(),
        frozen_at: at,
        hash: digest(std::slice::from_ref(&words)),
        entries: i32::try_from(entries).map_err(Fault::broken)?,
        words,
        salts: serde_json::to_string(&covers).map_err(Fault::broken)?,
        withdrawn_at: None,
        by_itself: grant.account().is_none(),
    };
    diesel::insert_into(review_packs::table).values(&row).execute(tx.conn())?;
    tx.vouch(review.portfolio_id.clone(), &row);
    Ok(row)
}

/// What of the enrolment changed after an instant, the newest first: ids, to be looked up in the reader's sight.
// open: ids only, of an enrolment whose review its reader sees
pub fn changed_after(
    conn: &mut Conn,
    enrolment: &EnrolmentId,
    at: Moment,
) -> Result<Vec<(EntryId, String, Moment)>, Fault> {
    let under = filings::table
        .filter(filings::enrolment_id.eq(enrolment))
        .filter(filings::known_until.is_null().or(filings::known_until.gt(at)))
        .select(filings::entry_id);
    Ok(entries::table
        .filter(entries::id.eq_any(under))
        .filter(entries::changed_at.gt(at))
        .order((entries::changed_at.desc(), entries::id.desc()))
        .select((entries::id, entries::title, entries::changed_at))
        .load(conn)?)
}

/// Withdraws the packs of a portfolio that hold any of these contents, by their roots, or are of one of these reviews;
/// their words go.
pub fn withdraw<A: StrikesOut>(
    tx: &mut Tx<'_>,
    _grant: &Grant<A>,
    portfolio: &PortfolioId,
    (roots, named): (&[&str], &[&ReviewId]),
) -> Result<Vec<Left>, Fault> {
    let of = reviews::table.filter(reviews::portfolio_id.eq(portfolio)).select(reviews::id);
    let rows: Vec<PackRow> = review_packs::table
        .filter(review_packs::review_id.eq_any(of))
        .filter(review_packs::withdrawn_at.is_null())
        .order(review_packs::id)
        .load(tx.conn())?;
    let now = tx.now();
    let mut left = Vec::new();
    for mut row in rows {
        let holds = roots.iter().any(|root| row.words.contains(root));
        if !holds && !named.contains(&&row.review_id) {
            continue;
        }
        let mut covers: Covers = serde_json::from_str(&row.salts).unwrap_or_default();
        if let Some(commitment) = strike_prose(WORDS, &mut row.words, &mut covers, || tx.secret()) {
            left.push(Left { row: row.place(), key: WORDS.to_owned(), left: commitment });
        }
        row.salts = serde_json::to_string(&covers).map_err(Fault::broken)?;
        row.withdrawn_at = Some(now);
        diesel::update(review_packs::table.find(&row.id))
            .set((
                review_packs::words.eq(&row.words),
                review_packs::salts.eq(&row.salts),
                review_packs::withdrawn_at.eq(now),
            ))
            .execute(tx.conn())?;
        tx.vouch(portfolio.clone(), &row);
    }
    Ok(left)
}
