//! The enrolments of a portfolio with what holds for each alone: its version as of an instant, with what the
//! institution adds, personal terms, what happened to it, and confirmed figures.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::*;
use crate::db::shelf::Shelf;
use crate::domain::fact::ConfirmedFigure;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::time::Moment;
use crate::features::enrolments::{self as enrolled, Lived};
use crate::features::programmes;
use crate::features::standing::facts::Held;
use crate::features::standing::store::holdings::grouped;

pub(super) fn held(
    conn: &mut Conn,
    shelf: &Shelf,
    portfolio: &PortfolioId,
    lives: &mut HashMap<EnrolmentId, Vec<Lived>>,
    as_of: Moment,
) -> Result<Vec<Held>, Fault> {
    let mut rows = enrolled::of_portfolio(conn, portfolio)?;
    let moved: Vec<EnrolmentId> = rows.iter().map(|row| row.id.clone()).collect();
    let mut then = enrolled::versions_at(conn, &moved, as_of)?;
    for row in &mut rows {
        if let Some(version) = then.remove(&row.id) {
            if row.version != version {
                row.layer = enrolled::layer_on(conn, &row.department, &version)?;
            }
            row.version = version;
        }
    }
    let versions: Vec<&VersionId> = rows.iter().map(|row| &row.version).collect();
    let programmes: HashMap<VersionId, ProgrammeId> = programme_versions::table
        .filter(programme_versions::id.eq_any(&versions))
        .select((programme_versions::id, programme_versions::programme_id))
        .load::<(VersionId, ProgrammeId)>(conn)?
        .into_iter()
        .collect();
    let confirmed = confirmed_figures_of(conn, &versions, as_of)?;
    let ids: Vec<EnrolmentId> = rows.iter().map(|row| row.id.clone()).collect();
    let mut terms = enrolled::terms_among(conn, &ids, as_of)?;
    rows.into_iter()
        .map(|row| {
            let programme = programmes.get(&row.version).cloned().ok_or(Fault::NotFound)?;
            let terms = terms.remove(&row.id).unwrap_or_default();
            let confirmed = confirmed.get(&row.version).cloned().unwrap_or_default();
            let version = programmes::version_at(conn, shelf, &row.version, row.layer.as_ref())?;
            let life = lives.remove(&row.id).unwrap_or_default();
            Ok(Held { row, version, programme, terms, life, confirmed })
        })
        .collect()
}

/// The enrolment as it would be on another version of its programme, with these terms.
// open: for the look at a move; the enrolment was read through sight
pub fn as_on(
    conn: &mut Conn,
    shelf: &Shelf,
    held: &Held,
    version: &VersionId,
    terms: Vec<enrolled::PersonalTerm>,
    as_of: Moment,
) -> Result<Held, Fault> {
    let confirmed = confirmed_figures_of(conn, &[version], as_of)?.remove(version).unwrap_or_default();
    let layer = enrolled::layer_on(conn, &held.row.department, version)?;
    let version_now = programmes::version_at(conn, shelf, version, layer.as_ref())?;
    let row = enrolled::Enrolled { version: version.clone(), layer, ..held.row.clone() };
    let version = version_now;
    Ok(Held { row, version, terms, confirmed, ..held.clone() })
}

fn confirmed_figures_of(
    conn: &mut Conn,
    versions: &[&VersionId],
    as_of: Moment,
) -> Result<HashMap<VersionId, Vec<ConfirmedFigure>>, Fault> {
    let rows: Vec<(VersionId, String, i64, String, String, Moment)> = confirmed_figures::table
        .inner_join(accounts::table.on(accounts::id.eq(confirmed_figures::confirmed_by)))
        .filter(confirmed_figures::version_id.eq_any(versions))
        .filter(confirmed_figures::known_from.le(as_of))
        .filter(confirmed_figures::known_until.is_null().or(confirmed_figures::known_until.gt(as_of)))
        .order((confirmed_figures::known_from, confirmed_figures::id))
        .select((
            confirmed_figures::version_id,
            confirmed_figures::requirement,
            confirmed_figures::amount,
            confirmed_figures::source,
            accounts::name,
            confirmed_figures::known_from,
        ))
        .load(conn)?;
    let figures = rows.into_iter().map(|(version, requirement, amount, source, by, known)| {
        let target = programmes::amount_of(amount);
        (version, ConfirmedFigure { requirement, target, by, source, known_from: Some(known) })
    });
    Ok(grouped(figures))
}
