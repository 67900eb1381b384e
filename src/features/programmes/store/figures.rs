//! Figures that a lead has confirmed or replaced. A later one closes the earlier row; nothing that a
//! rule read on a past day is overwritten.

use std::collections::BTreeSet;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, confirmed_figures, enrolments, portfolios, programme_versions};
use crate::db::tx::Tx;
use crate::domain::amount::Amount;
use crate::domain::audit::Committed;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, DepartmentId, EnrolmentId, ProgrammeId, VersionId};
use crate::domain::policy::Grant;
use crate::domain::policy::programmes::ConfirmFigure;
use crate::domain::time::Moment;
use crate::features::programmes::figure::head_code;
use crate::features::programmes::store::committed::published_rows;
use crate::features::programmes::store::layers::layer_rows;

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct FigureRow {
    pub id: String,
    pub version: VersionId,
    pub requirement: String,
    pub amount: i64,
    pub source: String,
    pub confirmed_by: AccountId,
    pub known_from: Moment,
    pub known_until: Option<Moment>,
}

impl Committed for FigureRow {
    fn place(&self) -> String {
        format!("confirmed_figures/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.clone(),
            self.version.to_string(),
            self.requirement.clone(),
            self.amount.to_string(),
            self.source.clone(),
            self.confirmed_by.to_string(),
            self.known_from.to_string(),
            self.known_until.map(|at| at.to_string()).unwrap_or_default(),
        ]
    }
}

/// A confirmed figure as the pages show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    pub requirement: String,
    /// None: as it is written.
    pub amount: Option<Amount>,
    pub source: String,
    pub by: String,
    pub known_from: Moment,
}

/// The figures of a version that are confirmed today.
// open: what programmes ask is public within the house
pub fn figures(conn: &mut Conn, version: &VersionId) -> Result<Vec<Figure>, Fault> {
    let rows: Vec<(String, i64, String, String, Moment)> = confirmed_figures::table
        .inner_join(accounts::table.on(accounts::id.eq(confirmed_figures::confirmed_by)))
        .filter(confirmed_figures::version_id.eq(version))
        .filter(confirmed_figures::known_until.is_null())
        .order((confirmed_figures::known_from, confirmed_figures::id))
        .select((
            confirmed_figures::requirement,
            confirmed_figures::amount,
            confirmed_figures::source,
            accounts::name,
            confirmed_figures::known_from,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(requirement, amount, source, by, known_from)| Figure {
            requirement,
            amount: amount_of(amount),
            source,
            by,
            known_from,
        })
        .collect())
}

/// No figure is nothing: where there was none to replace, nothing is what is stored.
pub fn amount_of(stored: i64) -> Option<Amount> {
    Some(Amount::of_hundredths(stored)).filter(|amount| *amount > Amount::ZERO)
}

/// The versions of which this line of the head is confirmed today.
// open: what programmes ask is public within the house
pub fn confirmed_heads(conn: &mut Conn, key: &str) -> Result<BTreeSet<VersionId>, Fault> {
    let found: Vec<VersionId> = confirmed_figures::table
        .filter(confirmed_figures::requirement.eq(head_code(key)))
        .filter(confirmed_figures::known_until.is_null())
        .select(confirmed_figures::version_id)
        .load(conn)?;
    Ok(found.into_iter().collect())
}

/// The departments in which people are enrolled on the version.
// open: for the rule about its figures
pub fn departments_on(conn: &mut Conn, version: &VersionId) -> Result<Vec<DepartmentId>, Fault> {
    Ok(enrolments::table
        .filter(enrolments::version_id.eq(version))
        .filter(enrolments::known_until.is_null())
        .select(enrolments::department_id)
        .distinct()
        .load(conn)?)
}

/// Is this person measured by the version?
// open: for the rule about its figures
pub fn is_on(conn: &mut Conn, version: &VersionId, person: &AccountId) -> Result<bool, Fault> {
    let found: i64 = enrolments::table
        .inner_join(portfolios::table)
        .filter(enrolments::version_id.eq(version))
        .filter(enrolments::known_until.is_null())
        .filter(portfolios::person_id.eq(person))
        .count()
        .get_result(conn)?;
    Ok(found > 0)
}

/// Everybody's enrolments on the version, whose standings read its figures.
// open: called inside a granted write
pub fn enrolments_on(conn: &mut Conn, version: &VersionId) -> Result<Vec<EnrolmentId>, Fault> {
    Ok(enrolments::table
        .filter(enrolments::version_id.eq(version))
        .filter(enrolments::known_until.is_null())
        .order(enrolments::id)
        .select(enrolments::id)
        .load(conn)?)
}

/// Sets the figure in place of an earlier one. Gives the closed rows and the new one.
pub fn set_figure(
    tx: &mut Tx<'_>,
    grant: &Grant<ConfirmFigure>,
    source: &str,
) -> Result<Vec<FigureRow>, Fault> {
    let (asked, now) = (grant.act().clone(), tx.now());
    let earlier: Vec<FigureRow> = confirmed_figures::table
        .filter(confirmed_figures::version_id.eq(&asked.version))
        .filter(confirmed_figures::requirement.eq(&asked.requirement))
        .filter(confirmed_figures::known_until.is_null())
        .load(tx.conn())?;
    let mut rows = Vec::new();
    for row in earlier {
        diesel::update(confirmed_figures::table.find(&row.id))
            .set(confirmed_figures::known_until.eq(now))
            .execute(tx.conn())?;
        rows.push(FigureRow { known_until: Some(now), ..row });
    }
    let row = FigureRow {
        id: tx.new_id(),
        version: asked.version,
        requirement: asked.requirement,
        amount: asked.amount.unwrap_or(Amount::ZERO).hundredths(),
        source: source.to_owned(),
        confirmed_by: grant.account().cloned().ok_or_else(|| Fault::broken("only people confirm figures"))?,
        known_from: now,
        known_until: None,
    };
    diesel::insert_into(confirmed_figures::table)
        .values((
            confirmed_figures::id.eq(&row.id),
            confirmed_figures::version_id.eq(&row.version),
            confirmed_figures::requirement.eq(&row.requirement),
            confirmed_figures::amount.eq(row.amount),
            confirmed_figures::source.eq(&row.source),
            confirmed_figures::confirmed_by.eq(&row.confirmed_by),
            confirmed_figures::known_from.eq(row.known_from),
        ))
        .execute(tx.conn())?;
    rows.push(row);
    Ok(rows)
}

/// The versions and confirmed figures of one programme's book, for `verify`.
// open: the house checks itself
pub fn committed_rows(conn: &mut Conn, programme: &ProgrammeId) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let versions: Vec<VersionId> = programme_versions::table
        .filter(programme_versions::programme_id.eq(programme))
        .order(programme_versions::id)
        .select(programme_versions::id)
        .load(conn)?;
    let mut all = published_rows(conn, programme)?;
    for version in versions {
        all.extend(layer_rows(conn, &version)?);
        let rows: Vec<FigureRow> = confirmed_figures::table
            .filter(confirmed_figures::version_id.eq(version))
            .order(confirmed_figures::id)
            .load(conn)?;
        for row in rows {
            all.push(Box::new(row));
        }
    }
    Ok(all)
}
