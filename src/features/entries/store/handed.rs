//! Reads the links to an entry and what was stated through them. Other rooms that tell of decisions read the
//! statements here too.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{
    assessments, departments, enrolments, entries, programme_versions, statements, ticket_openings, tickets,
    work_domains,
};
use crate::domain::assessor::{Identity, Observed, Proof, Told};
use crate::domain::erasure::named;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::role::Scope;
use crate::domain::territory::Over;
use crate::domain::time::{Day, Moment};
use crate::features::entries::handed::{LinkShown, StatementShown};
use crate::features::entries::store::assessed;

// open: reached through an entry in sight
pub(super) fn link_to(conn: &mut Conn, entry: &EntryId) -> Result<Option<LinkShown>, Fault> {
    type Row = (TicketId, EntryVersionId, String, Moment, Moment, Option<(String, Moment, Moment)>);
    let rows: Vec<Row> = tickets::table
        .left_join(ticket_openings::table.on(ticket_openings::ticket_id.eq(tickets::id)))
        .filter(tickets::entry_id.eq(entry))
        .filter(tickets::ended_at.is_null())
        .order((tickets::made_at.desc(), tickets::id.desc(), ticket_openings::first_at))
        .select((
            tickets::id,
            tickets::version_id,
            tickets::handed,
            tickets::made_at,
            tickets::expires_at,
            (ticket_openings::agent, ticket_openings::first_at, ticket_openings::last_at).nullable(),
        ))
        .load(conn)?;
    let Some((id, version, handed, made, expires, _)) = rows.first().cloned() else { return Ok(None) };
    let openings = rows.into_iter().filter(|row| row.0 == id).filter_map(|row| row.5).collect();
    let handed = handed.parse().map_err(Fault::broken)?;
    Ok(Some(LinkShown { id, version, handed, made, expires, openings }))
}

#[derive(Queryable)]
struct Row {
    id: StatementId,
    version: EntryVersionId,
    decision: Option<DecisionId>,
    standing: String,
    verdict: String,
    satisfactory: bool,
    level: String,
    said: (String, String),
    identity: (String, String, String, String, String),
    seen: (String, String, Day),
    handed: String,
    opened: Option<Moment>,
    taken: Moment,
    proof: String,
    proved: Option<Moment>,
    ended: Option<Moment>,
    ended_why: String,
    assessed: Option<assessed::Columns>,
}

macro_rules! columns {
    () => {
        (
            statements::id,
            statements::version_id,
            statements::decision_id,
            statements::standing,
            statements::verdict,
            statements::satisfactory,
            statements::level,
            (statements::reason, statements::comment),
            (statements::name, statements::post, statements::body, statements::number, statements::address),
            (statements::seen_how, statements::seen_where, statements::seen_on),
            statements::handed,
            statements::opened_at,
            statements::taken_at,
            statements::proof,
            statements::proved_at,
            statements::ended_at,
            statements::ended_why,
            assessed::columns(),
        )
    };
}

/// What was said with the statement stands beside it until it is a decision, and beside that where it was one at once.
macro_rules! said_beside {
    () => {
        assessments::statement_id
            .eq(statements::id.nullable())
            .or(assessments::decision_id.eq(statements::decision_id))
    };
}

fn shown(row: Row) -> Result<StatementShown, Fault> {
    let (name, post, body, number, address) = row.identity;
    let (how, place, on) = row.seen;
    let assessed = assessed::assessed(row.assessed)?;
    let code = assessed.as_ref().and_then(|said| said.code.clone());
    let proved = match (row.proof.parse::<Proof>(), row.proved) {
        (Ok(proof), Some(at)) => Some((proof, at)),
        _ => None,
    };
    Ok(StatementShown {
        id: row.id,
        version: row.version,
        decision: row.decision,
        standing: row.standing.parse().map_err(Fault::broken)?,
        told: Told {
            identity: Identity { name: named(name), post, body, number, address },
            seen: Observed {
                how: how.parse().map_err(Fault::broken)?,
                place,
                on,
                time: String::new(),
                scanned: code,
            },
            handed: row.handed.parse().map_err(Fault::broken)?,
            opened: row.opened,
            taken: row.taken,
            proved,
        },
        verdict: row.verdict.parse().map_err(Fault::broken)?,
        satisfactory: row.satisfactory,
        level: row.level,
        reason: row.said.0,
        comment: row.said.1,
        assessed,
        ended: row.ended,
        hindrance: row.ended_why.parse().ok(),
    })
}

/// The earliest first.
// open: reached through an entry in sight
pub(super) fn statements_on(conn: &mut Conn, entry: &EntryId) -> Result<Vec<StatementShown>, Fault> {
    let rows: Vec<Row> = statements::table
        .left_join(assessments::table.on(said_beside!()))
        .filter(statements::entry_id.eq(entry))
        .order((statements::taken_at, statements::id))
        .select(columns!())
        .load(conn)?;
    rows.into_iter().map(shown).collect()
}

/// Of every decision of a portfolio that somebody without an account made.
// open: the entries were chosen through a sight
pub fn told_of(conn: &mut Conn, portfolio: &PortfolioId) -> Result<HashMap<DecisionId, Told>, Fault> {
    let rows: Vec<Row> = statements::table
        .inner_join(entries::table.on(entries::id.eq(statements::entry_id)))
        .left_join(assessments::table.on(said_beside!()))
        .filter(entries::portfolio_id.eq(portfolio))
        .filter(statements::decision_id.is_not_null())
        .select(columns!())
        .load(conn)?;
    let mut all = HashMap::new();
    for row in rows {
        let one = shown(row)?;
        if let Some(decision) = one.decision {
            all.insert(decision, one.told);
        }
    }
    Ok(all)
}

/// The domains of work addresses, as leads wrote them, that hold where any of these enrolments lies: where there is
/// none, nobody signs without an account.
// open: a rule asks it about an entry, or what is becoming one, under its owner's enrolments
pub fn domains_under(conn: &mut Conn, under: &[EnrolmentId]) -> Result<Vec<String>, Fault> {
    let allowed: Vec<(String, String, String)> = work_domains::table
        .filter(work_domains::known_until.is_null())
        .order((work_domains::domain, work_domains::id))
        .select((work_domains::domain, work_domains::scope, work_domains::scope_id))
        .load(conn)?;
    if allowed.is_empty() {
        return Ok(Vec::new());
    }
    type Row = (DepartmentId, Option<SiteId>, InstitutionId, ProgrammeId);
    let rows: Vec<Row> = enrolments::table
        .inner_join(departments::table)
        .inner_join(programme_versions::table)
        .filter(enrolments::id.eq_any(under))
        .select((
            departments::id,
            departments::site_id,
            departments::institution_id,
            programme_versions::programme_id,
        ))
        .load(conn)?;
    let mut places: BTreeSet<Over> = BTreeSet::new();
    for (department, site, institution, programme) in rows {
        places.insert(Over::of(Scope::Department, department));
        places.extend(site.map(|site| Over::of(Scope::Site, site)));
        places.insert(Over::of(Scope::Institution, institution));
        places.insert(Over::of(Scope::Programme, programme));
    }
    let mut all = Vec::new();
    for (domain, scope, id) in allowed {
        let scope: Scope = scope.parse().map_err(Fault::broken)?;
        if places.contains(&Over::of(scope, id)) {
            all.push(domain);
        }
    }
    Ok(all)
}
