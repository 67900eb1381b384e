//! What a lead asked for, who of it is still to be moved, and what was done since a move.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{
    accounts, audit_events, decisions, enrolments, filings, move_batches, move_pairs, move_waits, moves,
    portfolios,
};
use crate::db::tx::Tx;
use crate::domain::audit::Detail;
use crate::domain::fault::Fault;
use crate::domain::moving::Pairs;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::moves::PlanMove;
use crate::domain::role::{Sight, System};
use crate::domain::time::{DEFAULT_ZONE, Moment};
use crate::features::enrolments::{BatchRow, PairRow};

/// Writes down what is asked for. Everybody waits until they are moved.
pub fn keep_batch(
    tx: &mut Tx<'_>,
    grant: &Grant<PlanMove>,
    pairs: &Pairs,
    people: &[EnrolmentId],
) -> Result<(BatchRow, Vec<PairRow>), Fault> {
    let asked = grant.act().clone();
    let row = BatchRow {
        id: tx.new_id(),
        programme: asked.programme,
        from: asked.from,
        to: asked.to,
        people: i32::try_from(people.len()).map_err(Fault::broken)?,
        asked_by: grant.account().cloned().ok_or_else(|| Fault::broken("only people have people moved"))?,
        known_from: tx.now(),
    };
    diesel::insert_into(move_batches::table)
        .values((
            move_batches::id.eq(&row.id),
            move_batches::programme_id.eq(&row.programme),
            move_batches::version_from.eq(&row.from),
            move_batches::version_to.eq(&row.to),
            move_batches::people.eq(row.people),
            move_batches::asked_by.eq(&row.asked_by),
            move_batches::known_from.eq(row.known_from),
        ))
        .execute(tx.conn())?;
    let mut kept = Vec::new();
    for (requirement, becomes) in pairs {
        let pair =
            PairRow { batch: row.id.clone(), requirement: requirement.clone(), becomes: becomes.clone() };
        diesel::insert_into(move_pairs::table)
            .values((
                move_pairs::batch_id.eq(&pair.batch),
                move_pairs::requirement.eq(&pair.requirement),
                move_pairs::becomes.eq(&pair.becomes),
            ))
            .execute(tx.conn())?;
        kept.push(pair);
    }
    for enrolment in people {
        diesel::insert_into(move_waits::table)
            .values((
                move_waits::batch_id.eq(&row.id),
                move_waits::enrolment_id.eq(enrolment),
                move_waits::fault.eq(""),
            ))
            .execute(tx.conn())?;
    }
    Ok((row, kept))
}

pub fn batch(conn: &mut Conn, id: &MoveBatchId, _: System) -> Result<(BatchRow, Pairs), Fault> {
    let row: BatchRow = move_batches::table.find(id).first(conn)?;
    let pairs = pairs_of(conn, id)?;
    Ok((row, pairs))
}

/// One that this person asked for; nobody else's is there.
pub fn own_batch(conn: &mut Conn, who: &Sight, id: &MoveBatchId) -> Result<BatchRow, Fault> {
    Ok(move_batches::table.find(id).filter(move_batches::asked_by.eq(who.viewer())).first(conn)?)
}

// open: codes of requirements; whose move it is was asked before
pub fn pairs_of(conn: &mut Conn, id: &MoveBatchId) -> Result<Pairs, Fault> {
    let rows: Vec<(String, Option<String>)> = move_pairs::table
        .filter(move_pairs::batch_id.eq(id))
        .select((move_pairs::requirement, move_pairs::becomes))
        .load(conn)?;
    Ok(rows.into_iter().collect::<BTreeMap<_, _>>())
}

/// The next people to be moved, of whom nothing hinders it as far as is known.
pub fn waiting(conn: &mut Conn, id: &MoveBatchId, most: i64, _: System) -> Result<Vec<EnrolmentId>, Fault> {
    Ok(move_waits::table
        .filter(move_waits::batch_id.eq(id))
        .filter(move_waits::fault.eq(""))
        .order(move_waits::enrolment_id)
        .limit(most)
        .select(move_waits::enrolment_id)
        .load(conn)?)
}

/// The person was moved: they wait no more.
pub fn waits_no_more(
    tx: &mut Tx<'_>,
    id: &MoveBatchId,
    enrolment: &EnrolmentId,
    _: System,
) -> Result<(), Fault> {
    diesel::delete(move_waits::table.find((id, enrolment))).execute(tx.conn())?;
    Ok(())
}

/// The person cannot be moved, and why.
pub fn hinders(
    tx: &mut Tx<'_>,
    id: &MoveBatchId,
    enrolment: &EnrolmentId,
    sentence: &str,
    _: System,
) -> Result<(), Fault> {
    diesel::update(move_waits::table.find((id, enrolment)))
        .set(move_waits::fault.eq(sentence))
        .execute(tx.conn())?;
    Ok(())
}

/// How far it has come.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    pub waiting: usize,
    /// Enrolment, move and name of each who was moved and not back again.
    pub moved: Vec<(EnrolmentId, MoveId, String)>,
    /// Who could not be moved, and why.
    pub hindered: Vec<(EnrolmentId, String, String)>,
}

/// Of a batch of one's own.
pub fn progress(conn: &mut Conn, _who: &Sight, batch: &BatchRow) -> Result<Progress, Fault> {
    let waits: Vec<(EnrolmentId, String, String)> = move_waits::table
        .inner_join(enrolments::table.on(enrolments::id.eq(move_waits::enrolment_id)))
        .inner_join(portfolios::table.on(portfolios::id.eq(enrolments::portfolio_id)))
        .inner_join(accounts::table.on(accounts::id.eq(portfolios::person_id)))
        .filter(move_waits::batch_id.eq(&batch.id))
        .order((accounts::name_folded, enrolments::id))
        .select((enrolments::id, accounts::name, move_waits::fault))
        .load(conn)?;
    let moved = moves::table
        .inner_join(enrolments::table.on(enrolments::id.eq(moves::enrolment_id)))
        .inner_join(portfolios::table.on(portfolios::id.eq(enrolments::portfolio_id)))
        .inner_join(accounts::table.on(accounts::id.eq(portfolios::person_id)))
        .filter(moves::batch_id.eq(&batch.id))
        .filter(moves::known_until.is_null())
        .order((accounts::name_folded, enrolments::id))
        .select((enrolments::id, moves::id, accounts::name))
        .load(conn)?;
    let waiting = waits.iter().filter(|(_, _, fault)| fault.is_empty()).count();
    let hindered = waits.into_iter().filter(|(_, _, fault)| !fault.is_empty()).collect();
    Ok(Progress { waiting, moved, hindered })
}

/// Acts that change nothing of what stands under a version.
const STILL: &[&str] = &[
    "enrolment/moved",
    "enrolment/move-undone",
    "entry/reflected",
    "entry/reflection-shared",
    "entry/reflection-private",
    "export/asked",
    "export/made",
    "book/adopted",
];

/// The first thing that was done under the enrolment since the move, as `Sue Carter signed an entry on …`.
// open: called for a move of an enrolment that the asker leads
pub fn first_act_since(
    conn: &mut Conn,
    portfolio: &PortfolioId,
    enrolment: &EnrolmentId,
    id: &MoveId,
) -> Result<Option<String>, Fault> {
    let book = BookId::from(portfolio.clone());
    let subject = format!("enrolment/{enrolment}");
    let own: Vec<(i64, String)> = audit_events::table
        .filter(audit_events::book_id.eq(&book))
        .filter(audit_events::act.eq("enrolment/moved"))
        .filter(audit_events::subject.eq(&subject))
        .select((audit_events::seq, audit_events::detail))
        .load(conn)?;
    let is_it = |detail: &str| {
        serde_json::from_str::<Detail>(detail)
            .is_ok_and(|said| said.with.get("move").map(String::as_str) == Some(id.as_str()))
    };
    let Some((seq, _)) = own.into_iter().find(|(_, detail)| is_it(detail)) else { return Ok(None) };
    let later: Vec<(String, String, String, Moment)> = audit_events::table
        .filter(audit_events::book_id.eq(&book))
        .filter(audit_events::seq.gt(seq))
        .filter(audit_events::act.ne_all(STILL.iter().copied()))
        .order(audit_events::seq)
        .select((audit_events::actor, audit_events::act, audit_events::subject, audit_events::at))
        .load(conn)?;
    for (actor, act, about, at) in later {
        if about != subject && !touches(conn, enrolment, &about)? {
            continue;
        }
        let name: Option<String> = accounts::table
            .find(AccountId::new(actor.as_str()))
            .select(accounts::name)
            .first(conn)
            .optional()?;
        let who = name.unwrap_or_else(|| "Perfolio".to_owned());
        return Ok(Some(format!("{who} {} on {}", said(&act), at.shown_in(DEFAULT_ZONE))));
    }
    Ok(None)
}

/// Whether what an event is about was ever filed under the enrolment.
fn touches(conn: &mut Conn, enrolment: &EnrolmentId, about: &str) -> Result<bool, Fault> {
    let entry: Option<EntryId> = match about.split_once('/') {
        Some(("entry", id)) => Some(EntryId::new(id)),
        Some(("decision", id)) => {
            decisions::table.find(DecisionId::new(id)).select(decisions::entry_id).first(conn).optional()?
        }
        _ => None,
    };
    let Some(entry) = entry else { return Ok(false) };
    Ok(diesel::select(diesel::dsl::exists(filings::table.find((entry, enrolment)))).get_result(conn)?)
}

fn said(act: &str) -> &'static str {
    match act {
        "entry/submitted" | "result/recorded" => "recorded something",
        "whole/signed-off" => "signed off a whole",
        "entry/changed" | "result/corrected" => "changed an entry",
        "entry/withdrawn" => "withdrew an entry",
        "entry/asked" => "asked for a signature",
        "entry/signed" => "signed an entry",
        "entry/returned" => "returned an entry",
        "entries/filed" => "filed entries",
        "decision/undone" | "decision/taken-back" => "took a decision back",
        "term/set" | "term/taken-back" => "changed what holds for this person alone",
        "enrolment/end-set" => "changed the last day",
        _ if act.starts_with("official/") => "said what is entered elsewhere",
        _ => "did something",
    }
}
