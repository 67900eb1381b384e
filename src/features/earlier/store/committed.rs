//! The rows of this room that events commit to, and what they say of the entries in lists: for `verify`.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{acceptances, accepted_rows, earlier_claims, earlier_rows, earlier_sets, entries};
use crate::domain::audit::Committed;
use crate::domain::earlier::{ACCEPTED, BROUGHT, REFUSED};
use crate::domain::entry::prose_commitment;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::time::Moment;

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct SetRow {
    pub id: SetId,
    pub entry: EntryId,
    pub kind: String,
    pub file_hash: String,
    pub left_out: String,
    pub mapping: String,
    pub brought_at: Moment,
    pub undone_at: Option<Moment>,
}

impl Committed for SetRow {
    fn place(&self) -> String {
        format!("earlier_sets/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.entry.to_string(),
            self.kind.clone(),
            self.file_hash.clone(),
            self.left_out.clone(),
            self.mapping.clone(),
            self.brought_at.to_string(),
            self.undone_at.map(|at| at.to_string()).unwrap_or_default(),
        ]
    }
}

/// The lines of a set, all of them.
pub struct LinesOf {
    pub set: SetId,
    /// By entry.
    pub lines: Vec<(EntryId, i32)>,
}

impl Committed for LinesOf {
    fn place(&self) -> String {
        format!("earlier_rows/{}", self.set)
    }

    fn fields(&self) -> Vec<String> {
        self.lines.iter().flat_map(|(entry, line)| [entry.to_string(), line.to_string()]).collect()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct ClaimRow {
    pub id: ClaimId,
    pub entry: EntryId,
    pub enrolment: EnrolmentId,
    pub requirement: String,
    pub credit: Option<i64>,
    pub items: String,
}

impl Committed for ClaimRow {
    fn place(&self) -> String {
        format!("earlier_claims/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.entry.to_string(),
            self.enrolment.to_string(),
            self.requirement.clone(),
            self.credit.map(|credit| credit.to_string()).unwrap_or_default(),
            self.items.clone(),
        ]
    }
}

/// What one person said. Its prose is committed to under salts, like a decision's.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct AcceptanceRow {
    pub id: AcceptanceId,
    pub entry: EntryId,
    pub version: EntryVersionId,
    pub by: AccountId,
    pub capacity: String,
    pub verdict: String,
    pub credit: Option<i64>,
    pub items: String,
    pub reason: String,
    pub root: String,
    pub known_from: Moment,
    pub known_until: Option<Moment>,
    pub undone_why: String,
    pub salts: String,
}

impl AcceptanceRow {
    fn prose(&self, key: &str, text: &str) -> String {
        let covers = serde_json::from_str(&self.salts).unwrap_or_default();
        prose_commitment(key, text, &covers)
    }
}

impl Committed for AcceptanceRow {
    fn place(&self) -> String {
        format!("acceptances/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.entry.to_string(),
            self.version.to_string(),
            self.by.to_string(),
            self.capacity.clone(),
            self.verdict.clone(),
            self.credit.map(|credit| credit.to_string()).unwrap_or_default(),
            self.items.clone(),
            self.prose("reason", &self.reason),
            self.root.clone(),
            self.known_from.to_string(),
            self.known_until.map(|at| at.to_string()).unwrap_or_default(),
            self.prose("undone", &self.undone_why),
        ]
    }
}

/// What an acceptance covers, all of it.
pub struct Covered {
    pub acceptance: AcceptanceId,
    /// In the order of their ids.
    pub entries: Vec<EntryId>,
}

impl Committed for Covered {
    fn place(&self) -> String {
        format!("accepted_rows/{}", self.acceptance)
    }

    fn fields(&self) -> Vec<String> {
        self.entries.iter().map(ToString::to_string).collect()
    }
}

// open: verification compares hashes; nothing of it is shown but what does not fit
pub fn committed_rows(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let of = || entries::table.filter(entries::portfolio_id.eq(portfolio)).select(entries::id);
    let mut all: Vec<Box<dyn Committed>> = Vec::new();
    let sets: Vec<SetRow> =
        earlier_sets::table.filter(earlier_sets::entry_id.eq_any(of())).order(earlier_sets::id).load(conn)?;
    let ids: Vec<SetId> = sets.iter().map(|set| set.id.clone()).collect();
    all.extend(sets.into_iter().map(|row| Box::new(row) as Box<dyn Committed>));
    let lines: Vec<(SetId, EntryId, i32)> = earlier_rows::table
        .filter(earlier_rows::set_id.eq_any(&ids))
        .order((earlier_rows::set_id, earlier_rows::entry_id))
        .select((earlier_rows::set_id, earlier_rows::entry_id, earlier_rows::line))
        .load(conn)?;
    let mut by_set: BTreeMap<SetId, Vec<(EntryId, i32)>> = BTreeMap::new();
    for (set, entry, line) in lines {
        by_set.entry(set).or_default().push((entry, line));
    }
    all.extend(by_set.into_iter().map(|(set, lines)| Box::new(LinesOf { set, lines }) as Box<dyn Committed>));
    let claims: Vec<ClaimRow> = earlier_claims::table
        .filter(earlier_claims::entry_id.eq_any(of()))
        .order(earlier_claims::id)
        .load(conn)?;
    all.extend(claims.into_iter().map(|row| Box::new(row) as Box<dyn Committed>));
    let said: Vec<AcceptanceRow> =
        acceptances::table.filter(acceptances::entry_id.eq_any(of())).order(acceptances::id).load(conn)?;
    let ids: Vec<AcceptanceId> = said.iter().map(|row| row.id.clone()).collect();
    all.extend(said.into_iter().map(|row| Box::new(row) as Box<dyn Committed>));
    let covered: Vec<(AcceptanceId, EntryId)> = accepted_rows::table
        .filter(accepted_rows::acceptance_id.eq_any(&ids))
        .order((accepted_rows::acceptance_id, accepted_rows::entry_id))
        .load(conn)?;
    let mut by_acceptance: BTreeMap<AcceptanceId, Vec<EntryId>> = BTreeMap::new();
    for (acceptance, entry) in covered {
        by_acceptance.entry(acceptance).or_default().push(entry);
    }
    let covered = |(acceptance, entries)| Box::new(Covered { acceptance, entries }) as Box<dyn Committed>;
    all.extend(by_acceptance.into_iter().map(covered));
    Ok(all)
}

/// What the list's column `earlier` should hold, by entry; nothing for what was recorded here.
// open: verification compares; nothing of it is shown
pub fn said_of_before(
    conn: &mut Conn,
    portfolio: &PortfolioId,
) -> Result<HashMap<EntryId, &'static str>, Fault> {
    let of = || entries::table.filter(entries::portfolio_id.eq(portfolio)).select(entries::id);
    let mut brought: Vec<EntryId> = earlier_sets::table
        .filter(earlier_sets::entry_id.eq_any(of()))
        .select(earlier_sets::entry_id)
        .load(conn)?;
    brought.extend(
        earlier_rows::table
            .filter(earlier_rows::entry_id.eq_any(of()))
            .select(earlier_rows::entry_id)
            .load::<EntryId>(conn)?,
    );
    brought.extend(
        earlier_claims::table
            .filter(earlier_claims::entry_id.eq_any(of()))
            .select(earlier_claims::entry_id)
            .load::<EntryId>(conn)?,
    );
    let refused: Vec<EntryId> = acceptances::table
        .filter(acceptances::entry_id.eq_any(of()))
        .filter(acceptances::verdict.eq(REFUSED))
        .filter(acceptances::known_until.is_null())
        .select(acceptances::entry_id)
        .load(conn)?;
    let accepted: Vec<EntryId> = accepted_rows::table
        .inner_join(acceptances::table.on(acceptances::id.eq(accepted_rows::acceptance_id)))
        .filter(accepted_rows::entry_id.eq_any(of()))
        .filter(acceptances::verdict.eq(ACCEPTED))
        .filter(acceptances::known_until.is_null())
        .select(accepted_rows::entry_id)
        .load(conn)?;
    let mut said: HashMap<EntryId, &'static str> = HashMap::new();
    for (entries, word) in [(brought, BROUGHT), (refused, REFUSED), (accepted, ACCEPTED)] {
        said.extend(entries.into_iter().map(|entry| (entry, word)));
    }
    Ok(said)
}
