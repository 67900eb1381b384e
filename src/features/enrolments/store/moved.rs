//! Which version of its programme an enrolment had when. The row of the enrolment has the one that holds
//! now, so that everything that is filed under it, sees it or points at it stays as it is; a move says
//! what it was before. An undone move never was: its instant of undoing closes it.

use std::collections::HashMap;

use diesel::prelude::*;

use super::committed::{EnrolmentRow, TermRow};
use crate::db::conn::Conn;
use crate::db::schema::{
    accounts, enrolments, move_batches, move_pairs, move_terms, moves, personal_terms, programme_versions,
};
use crate::db::tx::Tx;
use crate::domain::audit::Committed;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::moves::{MoveOne, UndoMove};
use crate::domain::time::Moment;

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct MoveRow {
    pub id: MoveId,
    pub batch: MoveBatchId,
    pub enrolment: EnrolmentId,
    pub from: VersionId,
    pub to: VersionId,
    pub moved_by: AccountId,
    pub known_from: Moment,
    pub known_until: Option<Moment>,
}

impl Committed for MoveRow {
    fn place(&self) -> String {
        format!("moves/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.batch.to_string(),
            self.enrolment.to_string(),
            self.from.to_string(),
            self.to.to_string(),
            self.moved_by.to_string(),
            self.known_from.to_string(),
            self.known_until.map(|at| at.to_string()).unwrap_or_default(),
        ]
    }
}

/// A term that a move closed, and the one that it opened in its place.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct MovedTermRow {
    pub move_id: MoveId,
    pub term: String,
    pub becomes: Option<String>,
}

impl Committed for MovedTermRow {
    fn place(&self) -> String {
        format!("move_terms/{}.{}", self.move_id, self.term)
    }

    fn fields(&self) -> Vec<String> {
        vec![self.move_id.to_string(), self.term.clone(), self.becomes.clone().unwrap_or_default()]
    }
}

/// What a lead asked for; in the programme's book.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct BatchRow {
    pub id: MoveBatchId,
    pub programme: ProgrammeId,
    pub from: VersionId,
    pub to: VersionId,
    pub people: i32,
    pub asked_by: AccountId,
    pub known_from: Moment,
}

impl Committed for BatchRow {
    fn place(&self) -> String {
        format!("move_batches/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.programme.to_string(),
            self.from.to_string(),
            self.to.to_string(),
            self.people.to_string(),
            self.asked_by.to_string(),
            self.known_from.to_string(),
        ]
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct PairRow {
    pub batch: MoveBatchId,
    pub requirement: String,
    pub becomes: Option<String>,
}

impl Committed for PairRow {
    fn place(&self) -> String {
        format!("move_pairs/{}.{}", self.batch, self.requirement)
    }

    fn fields(&self) -> Vec<String> {
        vec![self.batch.to_string(), self.requirement.clone(), self.becomes.clone().unwrap_or_default()]
    }
}

/// Of each enrolment that was ever moved, the version that it had at the instant.
// open: for rules; pages come through an enrolment in sight
pub fn versions_at(
    conn: &mut Conn,
    ids: &[EnrolmentId],
    as_of: Moment,
) -> Result<HashMap<EnrolmentId, VersionId>, Fault> {
    type Row = (EnrolmentId, VersionId, VersionId, Moment, Option<Moment>);
    let rows: Vec<Row> = moves::table
        .filter(moves::enrolment_id.eq_any(ids))
        .order((moves::known_from, moves::id))
        .select((
            moves::enrolment_id,
            moves::version_from,
            moves::version_to,
            moves::known_from,
            moves::known_until,
        ))
        .load(conn)?;
    let mut found: HashMap<EnrolmentId, VersionId> = HashMap::new();
    for (enrolment, from, to, known_from, known_until) in rows {
        let stands = known_from <= as_of && known_until.is_none_or(|until| until > as_of);
        // Before the first of them it was what that one began from.
        let version = found.entry(enrolment).or_insert(from);
        if stands {
            *version = to;
        }
    }
    Ok(found)
}

/// The moves of one enrolment that stand, the latest first, with the name of who moved.
// open: reached through an enrolment in sight
pub fn moves_of(conn: &mut Conn, enrolment: &EnrolmentId) -> Result<Vec<(MoveRow, String)>, Fault> {
    Ok(moves::table
        .inner_join(accounts::table.on(accounts::id.eq(moves::moved_by)))
        .filter(moves::enrolment_id.eq(enrolment))
        .filter(moves::known_until.is_null())
        .order((moves::known_from.desc(), moves::id.desc()))
        .select((moves::all_columns, accounts::name))
        .load(conn)?)
}

/// The moves of a portfolio's enrolments that stand, made since the instant: the enrolment, the move, when,
/// who, and the titles and numbers of both versions.
// open: for the owner's own home
pub fn moved_lately(
    conn: &mut Conn,
    portfolio: &PortfolioId,
    since: Moment,
) -> Result<Vec<MovedLately>, Fault> {
    let old = diesel::alias!(programme_versions as old);
    Ok(moves::table
        .inner_join(enrolments::table.on(enrolments::id.eq(moves::enrolment_id)))
        .inner_join(accounts::table.on(accounts::id.eq(moves::moved_by)))
        .inner_join(programme_versions::table.on(programme_versions::id.eq(moves::version_to)))
        .inner_join(old.on(old.field(programme_versions::id).eq(moves::version_from)))
        .filter(enrolments::portfolio_id.eq(portfolio))
        .filter(moves::known_until.is_null())
        .filter(moves::known_from.ge(since))
        .order((moves::known_from.desc(), moves::id.desc()))
        .select((
            moves::enrolment_id,
            moves::id,
            moves::known_from,
            accounts::name,
            programme_versions::title,
            old.field(programme_versions::version),
            programme_versions::version,
        ))
        .load(conn)?)
}

#[derive(Debug, Clone, Queryable)]
pub struct MovedLately {
    pub enrolment: EnrolmentId,
    pub id: MoveId,
    pub at: Moment,
    pub by: String,
    pub programme: String,
    pub from: String,
    pub to: String,
}

/// What one move wrote, for its event.
pub struct Moved {
    pub row: MoveRow,
    pub enrolment: EnrolmentRow,
    pub terms: Vec<TermRow>,
    pub pairs: Vec<MovedTermRow>,
}

/// Gives the enrolment its new version. `carried` says under which requirement a standing term goes on.
pub fn move_one(
    tx: &mut Tx<'_>,
    grant: &Grant<MoveOne>,
    batch: &MoveBatchId,
    carried: impl Fn(&TermRow) -> Option<String>,
) -> Result<Moved, Fault> {
    let (asked, now) = (grant.act().clone(), tx.now());
    let before: EnrolmentRow = enrolments::table.find(&asked.enrolment).first(tx.conn())?;
    let row = MoveRow {
        id: tx.new_id(),
        batch: batch.clone(),
        enrolment: asked.enrolment.clone(),
        from: before.version.clone(),
        to: asked.to.clone(),
        moved_by: grant.account().cloned().ok_or_else(|| Fault::broken("only people move people"))?,
        known_from: now,
        known_until: None,
    };
    diesel::insert_into(moves::table)
        .values((
            moves::id.eq(&row.id),
            moves::batch_id.eq(&row.batch),
            moves::enrolment_id.eq(&row.enrolment),
            moves::version_from.eq(&row.from),
            moves::version_to.eq(&row.to),
            moves::moved_by.eq(&row.moved_by),
            moves::known_from.eq(row.known_from),
        ))
        .execute(tx.conn())?;
    let enrolment = set_version(tx, &asked.enrolment, &asked.to)?;
    let (mut terms, mut pairs) = (Vec::new(), Vec::new());
    for term in standing_terms(tx, &asked.enrolment)? {
        let becomes = carried(&term);
        if becomes.as_ref() == Some(&term.requirement) {
            continue;
        }
        let opened = match becomes {
            Some(requirement) => Some(reopen(tx, &term, requirement, now)?),
            None => None,
        };
        let pair = MovedTermRow {
            move_id: row.id.clone(),
            term: term.id.clone(),
            becomes: opened.as_ref().map(|opened| opened.id.clone()),
        };
        diesel::insert_into(move_terms::table)
            .values((
                move_terms::move_id.eq(&pair.move_id),
                move_terms::term_id.eq(&pair.term),
                move_terms::becomes_id.eq(&pair.becomes),
            ))
            .execute(tx.conn())?;
        terms.push(close(tx, term, now)?);
        terms.extend(opened);
        pairs.push(pair);
    }
    Ok(Moved { row, enrolment, terms, pairs })
}

/// Gives the enrolment its old version back, and the person what held for them alone before.
pub fn undo_move(tx: &mut Tx<'_>, _grant: &Grant<UndoMove>, row: MoveRow) -> Result<Moved, Fault> {
    let now = tx.now();
    diesel::update(moves::table.find(&row.id)).set(moves::known_until.eq(now)).execute(tx.conn())?;
    let enrolment = set_version(tx, &row.enrolment, &row.from)?;
    let pairs: Vec<MovedTermRow> = move_terms::table
        .filter(move_terms::move_id.eq(&row.id))
        .order(move_terms::term_id)
        .load(tx.conn())?;
    let mut terms = Vec::new();
    for pair in &pairs {
        if let Some(opened) = &pair.becomes {
            let opened: TermRow = personal_terms::table.find(opened).first(tx.conn())?;
            terms.push(close(tx, opened, now)?);
        }
        let was: TermRow = personal_terms::table.find(&pair.term).first(tx.conn())?;
        let requirement = was.requirement.clone();
        terms.push(reopen(tx, &was, requirement, now)?);
    }
    let row = MoveRow { known_until: Some(now), ..row };
    Ok(Moved { row, enrolment, terms, pairs: Vec::new() })
}

fn set_version(tx: &mut Tx<'_>, id: &EnrolmentId, version: &VersionId) -> Result<EnrolmentRow, Fault> {
    diesel::update(enrolments::table.find(id)).set(enrolments::version_id.eq(version)).execute(tx.conn())?;
    Ok(enrolments::table.find(id).first(tx.conn())?)
}

fn standing_terms(tx: &mut Tx<'_>, id: &EnrolmentId) -> Result<Vec<TermRow>, Fault> {
    Ok(personal_terms::table
        .filter(personal_terms::enrolment_id.eq(id))
        .filter(personal_terms::known_until.is_null())
        .order((personal_terms::known_from, personal_terms::id))
        .load(tx.conn())?)
}

/// The same term from now on, under a requirement of the other version; whose and why stay.
fn reopen(tx: &mut Tx<'_>, like: &TermRow, requirement: String, now: Moment) -> Result<TermRow, Fault> {
    let row = TermRow { id: tx.new_id(), requirement, known_from: now, known_until: None, ..like.clone() };
    diesel::insert_into(personal_terms::table)
        .values((
            personal_terms::id.eq(&row.id),
            personal_terms::enrolment_id.eq(&row.enrolment),
            personal_terms::requirement.eq(&row.requirement),
            personal_terms::term.eq(&row.term),
            personal_terms::amount.eq(row.amount),
            personal_terms::day.eq(row.day),
            personal_terms::reason.eq(&row.reason),
            personal_terms::set_by.eq(&row.set_by),
            personal_terms::known_from.eq(row.known_from),
            personal_terms::salts.eq(&row.salts),
        ))
        .execute(tx.conn())?;
    Ok(row)
}

fn close(tx: &mut Tx<'_>, row: TermRow, now: Moment) -> Result<TermRow, Fault> {
    diesel::update(personal_terms::table.find(&row.id))
        .set(personal_terms::known_until.eq(now))
        .execute(tx.conn())?;
    Ok(TermRow { known_until: Some(now), ..row })
}

/// The moves in one portfolio's book, for `verify`.
// open: the house checks itself
pub fn committed_moves(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let own = enrolments::table.filter(enrolments::portfolio_id.eq(portfolio)).select(enrolments::id);
    let rows: Vec<MoveRow> =
        moves::table.filter(moves::enrolment_id.eq_any(own)).order(moves::id).load(conn)?;
    let ids: Vec<&MoveId> = rows.iter().map(|row| &row.id).collect();
    let terms: Vec<MovedTermRow> = move_terms::table
        .filter(move_terms::move_id.eq_any(ids))
        .order((move_terms::move_id, move_terms::term_id))
        .load(conn)?;
    let terms = terms.into_iter().map(|row| Box::new(row) as Box<dyn Committed>);
    Ok(rows.into_iter().map(|row| Box::new(row) as Box<dyn Committed>).chain(terms).collect())
}

/// What was asked for, in one programme's book, for `verify`.
// open: the house checks itself
pub fn committed_batches(conn: &mut Conn, programme: &ProgrammeId) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let rows: Vec<BatchRow> = move_batches::table
        .filter(move_batches::programme_id.eq(programme))
        .order(move_batches::id)
        .load(conn)?;
    let ids: Vec<&MoveBatchId> = rows.iter().map(|row| &row.id).collect();
    let pairs: Vec<PairRow> = move_pairs::table
        .filter(move_pairs::batch_id.eq_any(ids))
        .order((move_pairs::batch_id, move_pairs::requirement))
        .load(conn)?;
    let pairs = pairs.into_iter().map(|row| Box::new(row) as Box<dyn Committed>);
    Ok(rows.into_iter().map(|row| Box::new(row) as Box<dyn Committed>).chain(pairs).collect())
}
