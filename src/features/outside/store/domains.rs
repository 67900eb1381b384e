//! Domains of work addresses as rows of the house's book: over a place, until they are taken away.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, work_domains};
use crate::db::tx::Tx;
use crate::domain::assessor::WorkDomain;
use crate::domain::audit::Committed;
use crate::domain::fault::{Fault, Refusal};
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::assessors::AllowDomain;
use crate::domain::role::Scope;
use crate::domain::territory::Over;
use crate::domain::time::Moment;
use crate::features::entries;

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct DomainRow {
    pub id: WorkDomainId,
    pub domain: String,
    pub scope: String,
    pub scope_id: String,
    pub made_by: AccountId,
    pub known_from: Moment,
    pub known_until: Option<Moment>,
}

impl DomainRow {
    // open: looks into what was loaded
    pub fn reach(&self) -> Result<Over, Fault> {
        Ok(Over::of(self.scope.parse::<Scope>().map_err(Fault::broken)?, &self.scope_id))
    }
}

impl Committed for DomainRow {
    fn place(&self) -> String {
        format!("work_domains/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.domain.clone(),
            self.scope.clone(),
            self.scope_id.clone(),
            self.made_by.to_string(),
            self.known_from.to_string(),
            self.known_until.map(|at| at.to_string()).unwrap_or_default(),
        ]
    }
}

/// A domain that holds, with the name of who allowed it.
#[derive(Debug, Clone)]
pub struct Allowed {
    pub row: DomainRow,
    pub by: String,
}

/// All that hold; whoever shows them keeps those over the places of the reader.
// open: a rule asks it, and pages keep what lies in the reader's territory
pub fn allowed_over(conn: &mut Conn) -> Result<Vec<Allowed>, Fault> {
    let rows: Vec<(DomainRow, String)> = work_domains::table
        .inner_join(accounts::table.on(accounts::id.eq(work_domains::made_by)))
        .filter(work_domains::known_until.is_null())
        .order((work_domains::domain, work_domains::id))
        .select((work_domains::all_columns, accounts::name))
        .load(conn)?;
    Ok(rows.into_iter().map(|(row, by)| Allowed { row, by }).collect())
}

/// The domains that hold where any of these enrolments lies.
// open: a rule asks it about an entry that was found in a sight
pub fn allowed_under(conn: &mut Conn, under: &[EnrolmentId]) -> Result<Vec<WorkDomain>, Fault> {
    let domains = entries::domains_under(conn, under)?;
    domains.iter().map(|domain| WorkDomain::parse(domain).map_err(Fault::broken)).collect()
}

/// Writes it as granted; one that holds already over the same place is refused.
pub fn allow(tx: &mut Tx<'_>, grant: &Grant<AllowDomain>, domain: &WorkDomain) -> Result<DomainRow, Fault> {
    let over = grant.act().over.clone();
    let same: i64 = work_domains::table
        .filter(work_domains::domain.eq(domain.as_str()))
        .filter(work_domains::scope.eq(over.scope.as_str()))
        .filter(work_domains::scope_id.eq(&over.id))
        .filter(work_domains::known_until.is_null())
        .count()
        .get_result(tx.conn())?;
    if same > 0 {
        return Err(Refusal::new("domain-known", "This domain is allowed there already.").into());
    }
    let row = DomainRow {
        id: tx.new_id(),
        domain: domain.as_str().to_owned(),
        scope: over.scope.to_string(),
        scope_id: over.id,
        made_by: grant.account().cloned().ok_or_else(|| Fault::broken("only people allow domains"))?,
        known_from: tx.now(),
        known_until: None,
    };
    diesel::insert_into(work_domains::table)
        .values((
            work_domains::id.eq(&row.id),
            work_domains::domain.eq(&row.domain),
            work_domains::scope.eq(&row.scope),
            work_domains::scope_id.eq(&row.scope_id),
            work_domains::made_by.eq(&row.made_by),
            work_domains::known_from.eq(row.known_from),
        ))
        .execute(tx.conn())?;
    tx.vouch(BookId::house(), &row);
    Ok(row)
}

/// It holds no more; what was signed with it stays. One over another place than granted is not there.
pub fn end(tx: &mut Tx<'_>, grant: &Grant<AllowDomain>, row: &DomainRow) -> Result<DomainRow, Fault> {
    if row.reach()? != grant.act().over {
        return Err(Fault::NotFound);
    }
    let now = tx.now();
    diesel::update(work_domains::table.find(&row.id).filter(work_domains::known_until.is_null()))
        .set(work_domains::known_until.eq(now))
        .execute(tx.conn())?;
    let row = DomainRow { known_until: Some(now), ..row.clone() };
    tx.vouch(BookId::house(), &row);
    Ok(row)
}

/// Every row, for `perfolio verify`.
pub(super) fn rows(conn: &mut Conn) -> Result<Vec<DomainRow>, Fault> {
    Ok(work_domains::table.order(work_domains::id).load(conn)?)
}
