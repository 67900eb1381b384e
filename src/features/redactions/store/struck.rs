//! Redactions: which cells and files went, by whom, when. The same that the list outside the database tells.

use std::collections::BTreeSet;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, drafts, entries, entry_versions, evidence, redactions, reviews};
use crate::db::tx::Tx;
use crate::domain::audit::Committed;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::redactions::StrikesOut;
use crate::domain::redaction::{FORMAT, Left, Told, Within};
use crate::domain::role::System;
use crate::domain::time::Moment;

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = redactions)]
pub struct RedactionRow {
    pub id: RedactionId,
    pub portfolio_id: PortfolioId,
    /// None where it is of a review.
    pub entry_id: Option<EntryId>,
    pub incident_id: Option<IncidentId>,
    pub sort: String,
    /// The places, the cells and in which capacity it was done, as JSON.
    pub places: String,
    /// Hashes, with spaces between.
    pub files: String,
    pub reopened: bool,
    pub struck_by: String,
    pub struck_at: Moment,
    pub known_from: Moment,
    /// Of which erasure of a whole person it is a part.
    pub erasure_id: Option<ErasureId>,
    /// What was written in it went, where it is of no entry.
    pub review_id: Option<ReviewId>,
}

/// What stands in `places`.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
struct Inside {
    places: String,
    left: Vec<Left>,
    /// Of who struck it out; empty in rows from before it was kept.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    capacity: String,
}

impl RedactionRow {
    /// Every cell that went, with the commitment that is left.
    pub fn left(&self) -> Result<Vec<Left>, Fault> {
        Ok(self.inside()?.left)
    }

    pub fn hashes(&self) -> impl Iterator<Item = &str> {
        self.files.split_whitespace()
    }

    fn inside(&self) -> Result<Inside, Fault> {
        serde_json::from_str(&self.places).map_err(Fault::broken)
    }

    /// As the list outside the database tells it.
    pub fn told(&self) -> Result<Told, Fault> {
        let Inside { places, left, capacity } = self.inside()?;
        Ok(Told {
            format: FORMAT,
            redaction: self.id.clone(),
            portfolio: self.portfolio_id.clone(),
            entry: self.entry_id.clone().unwrap_or_else(|| EntryId::new("")),
            sort: self.sort.parse().map_err(Fault::broken)?,
            places,
            left,
            files: self.hashes().map(str::to_owned).collect(),
            struck_by: self.struck_by.clone(),
            capacity,
            struck_at: self.struck_at,
        })
    }
}

impl Committed for RedactionRow {
    fn place(&self) -> String {
        format!("redactions/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        let mut fields = vec![
            self.id.to_string(),
            self.portfolio_id.to_string(),
            self.entry_id.as_ref().map(ToString::to_string).unwrap_or_default(),
            self.incident_id.as_ref().map(ToString::to_string).unwrap_or_default(),
            self.sort.clone(),
            self.places.clone(),
            self.files.clone(),
            self.reopened.to_string(),
            self.struck_by.clone(),
            self.struck_at.to_string(),
            self.known_from.to_string(),
        ];
        // Rows of before whole people were erased are vouched for without it.
        fields.extend(self.erasure_id.as_ref().map(ToString::to_string));
        fields.extend(self.review_id.as_ref().map(|id| format!("review/{id}")));
        fields
    }
}

/// What is written down of a redaction.
pub struct New {
    pub told: Told,
    pub incident: Option<IncidentId>,
    pub reopened: bool,
    pub erasure: Option<ErasureId>,
}

pub fn keep<A: StrikesOut>(tx: &mut Tx<'_>, _grant: &Grant<A>, new: New) -> Result<RedactionRow, Fault> {
    let New { told, incident, reopened, erasure } = new;
    let review_id = told.review();
    let inside = Inside { places: told.places, left: told.left, capacity: told.capacity };
    let row = RedactionRow {
        id: told.redaction,
        portfolio_id: told.portfolio,
        entry_id: Some(told.entry).filter(|id| !id.as_str().is_empty()),
        incident_id: incident,
        sort: told.sort.to_string(),
        places: serde_json::to_string(&inside).map_err(Fault::broken)?,
        files: told.files.join(" "),
        reopened,
        struck_by: told.struck_by,
        struck_at: told.struck_at,
        known_from: tx.now(),
        erasure_id: erasure,
        review_id,
    };
    diesel::insert_into(redactions::table).values(&row).execute(tx.conn())?;
    tx.vouch(row.portfolio_id.clone(), &row);
    Ok(row)
}

// open: verification and the pages of an incident; no words
pub fn of_portfolio(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Vec<RedactionRow>, Fault> {
    Ok(redactions::table.filter(redactions::portfolio_id.eq(portfolio)).order(redactions::id).load(conn)?)
}

/// What was struck out of it, in order, with the names of who did it.
// open: the pages of an incident, which ask the rules first; no words
pub fn out_of(conn: &mut Conn, within: &Within) -> Result<Vec<(RedactionRow, String)>, Fault> {
    let all = redactions::table.order((redactions::struck_at, redactions::id));
    let rows: Vec<RedactionRow> = match within {
        Within::Entry(id) => all.filter(redactions::entry_id.eq(id)).load(conn)?,
        Within::Review(id) => all.filter(redactions::review_id.eq(id)).load(conn)?,
    };
    rows.into_iter()
        .map(|row| {
            let name = accounts::table.find(&row.struck_by).select(accounts::name).first(conn).optional()?;
            Ok((row, name.unwrap_or_else(|| "Perfolio".to_owned())))
        })
        .collect()
}

/// Every redaction of the house, as the list outside the database tells it. A person who was erased is told there
/// as one.
pub fn all_told(conn: &mut Conn, _: System) -> Result<Vec<Told>, Fault> {
    let rows: Vec<RedactionRow> = redactions::table
        .filter(redactions::erasure_id.is_null())
        .order((redactions::struck_at, redactions::id))
        .load(conn)?;
    rows.iter().map(RedactionRow::told).collect()
}

/// Which redactions there are, whatever else their rows say.
pub fn all_named(conn: &mut Conn, _: System) -> Result<Vec<RedactionId>, Fault> {
    Ok(redactions::table
        .filter(redactions::erasure_id.is_null())
        .order((redactions::struck_at, redactions::id))
        .select(redactions::id)
        .load(conn)?)
}

/// The entries of a portfolio that this erasure has not come to yet, the oldest first.
pub fn not_erased(
    conn: &mut Conn,
    portfolio: &PortfolioId,
    erasure: &ErasureId,
    _: System,
) -> Result<Vec<EntryId>, Fault> {
    let done = redactions::table
        .filter(redactions::portfolio_id.eq(portfolio))
        .filter(redactions::erasure_id.eq(erasure))
        .filter(redactions::entry_id.is_not_null())
        .select(redactions::entry_id.assume_not_null());
    Ok(entries::table
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(entries::id.ne_all(done))
        .order((entries::number, entries::id))
        .select(entries::id)
        .load(conn)?)
}

/// Which of these files somebody else has who was not erased: in an entry, or in a draft.
// open: it names bytes, not whose they are
pub fn shared(
    conn: &mut Conn,
    owner: &AccountId,
    portfolio: &PortfolioId,
    hashes: &[String],
) -> Result<BTreeSet<String>, Fault> {
    let erased = redactions::table
        .filter(redactions::erasure_id.is_not_null())
        .filter(redactions::entry_id.is_not_null())
        .select(redactions::entry_id.assume_not_null());
    let recorded: Vec<String> = evidence::table
        .inner_join(entry_versions::table.on(evidence::version_id.eq(entry_versions::id.nullable())))
        .inner_join(entries::table.on(entries::id.eq(entry_versions::entry_id)))
        .filter(entries::portfolio_id.ne(portfolio))
        .filter(entries::id.ne_all(erased))
        .filter(evidence::file_hash.eq_any(hashes))
        .select(evidence::file_hash)
        .load(conn)?;
    let drafted: Vec<String> = evidence::table
        .inner_join(drafts::table.on(evidence::draft_id.eq(drafts::id.nullable())))
        .filter(drafts::owner_id.ne(owner))
        .filter(evidence::file_hash.eq_any(hashes))
        .select(evidence::file_hash)
        .load(conn)?;
    Ok(recorded.into_iter().chain(drafted).collect())
}

/// Who struck it out first, where this house knows them; nothing for an entry or a review that it has never heard of.
pub fn strike_again_case(
    conn: &mut Conn,
    told: &Told,
    _: System,
) -> Result<Option<Option<AccountId>>, Fault> {
    let entry =
        entries::table.filter(entries::id.eq(&told.entry)).filter(entries::portfolio_id.eq(&told.portfolio));
    let is_known: bool = match told.review() {
        None => diesel::select(diesel::dsl::exists(entry)).get_result(conn)?,
        Some(id) => {
            let review =
                reviews::table.filter(reviews::id.eq(id)).filter(reviews::portfolio_id.eq(&told.portfolio));
            diesel::select(diesel::dsl::exists(review)).get_result(conn)?
        }
    };
    if !is_known {
        return Ok(None);
    }
    Ok(Some(accounts::table.find(&told.struck_by).select(accounts::id).first(conn).optional()?))
}
