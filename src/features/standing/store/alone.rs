//! What waits with nobody who is asked by name, of many trainees at once: handed over by a link, nobody is asked any more,
//! or somebody has signed and whoever signs after them is missing.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::*;
use crate::db::shelf::Shelf;
use crate::db::sight::SightOver;
use crate::domain::assessor::Standing;
use crate::domain::entry::{EntryState, Verdict};
use crate::domain::fault::Fault;
use crate::domain::kind::{Confirmer, Kind};
use crate::domain::names::*;
use crate::domain::programme::Version;
use crate::domain::progress::{next_signer, signed_last};
use crate::domain::role::System;
use crate::domain::time::{Day, Moment};
use crate::features::standing::figures::{Alone, Headed};
use crate::features::{enrolments as enrolled, programmes};

type Row = (Moment, EntryId, EnrolmentId, (String, Day), Option<Moment>, String, EntryVersionId, String);

/// A statement names at most so many: SQLite takes 32 766 values.
const AT_ONCE: usize = 1_000;

/// Those who have signed a version, the earliest first: who, and in which capacity.
type Signed = HashMap<EntryVersionId, Vec<(AccountId, String)>>;

/// Entries that a supervisor would sign and for which no request is open, those aside that were decided without an account
/// and wait to be confirmed, and those whose enrolment takes no decision any more. The oldest first; what is filed under
/// several comes several times. `heads`: those of `over`.
pub fn alone_of(
    conn: &mut Conn,
    (shelf, now): (&Shelf, Moment),
    over: &SightOver,
    heads: &[Headed],
) -> Result<Vec<Alone>, Fault> {
    let mut versions: BTreeMap<&EnrolmentId, Arc<Version>> = BTreeMap::new();
    for head in heads {
        versions.insert(&head.id, programmes::version_at(conn, shelf, &head.version, head.layer.as_ref())?);
    }
    let under = versions.iter().map(|(id, version)| (*id, version.as_ref()));
    let stopped = stopped_under(conn, under)?;
    let mut rows = waiting(conn, over, &stopped)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    // What a lead confirms is asked of nobody by name: it stands under Results.
    let kinds = programmes::newest_kinds(conn, shelf)?;
    let kind = |code: &str| kinds.iter().find(|kind| kind.code == code).map(Arc::as_ref);
    rows.retain(|row| {
        stopped.contains(&row.1)
            || kind(&row.5).is_some_and(|kind| kind.confirmed_by == Confirmer::Supervisor)
    });
    let under: BTreeSet<&EnrolmentId> = rows.iter().map(|row| &row.2).collect();
    let under: Vec<EnrolmentId> = under.into_iter().cloned().collect();
    let mut closed = BTreeSet::new();
    for some in under.chunks(AT_ONCE) {
        closed.extend(enrolled::closings(conn, shelf, some, now)?.into_keys());
    }
    rows.retain(|row| !closed.contains(&row.2));
    let signed = signatures(conn, rows.iter().map(|row| &row.6).collect())?;
    // Of two links to one entry, which one was only just made, the later one holds.
    rows.sort_by(|a, b| (a.0, &a.1, &a.2).cmp(&(b.0, &b.1, &b.2)).then(b.4.cmp(&a.4)));
    rows.dedup_by(|b, a| (&a.1, &a.2) == (&b.1, &b.2));
    let mut all = Vec::new();
    for (since, entry, enrolment, (title, day), link, code, version, state) in rows {
        let signed = signed.get(&version).map(Vec::as_slice).unwrap_or_default();
        let programme = versions.get(&enrolment).map(Arc::as_ref);
        let missing = match (kind(&code), programme) {
            (Some(kind), Some(programme)) => missing(kind, programme, signed).unwrap_or_default(),
            _ => String::new(),
        };
        // Signed, and this programme asks nobody else.
        if missing.is_empty() && state == EntryState::Signed.as_str() {
            continue;
        }
        let link = link.filter(|until| now < *until);
        all.push(Alone { enrolment, entry, title, day, since, link, missing });
    }
    Ok(all)
}

/// `1 of 2 have signed it; a training lead is missing`; none where nobody has signed, or no order says who is next.
fn missing(kind: &Kind, version: &Version, signed: &[(AccountId, String)]) -> Option<String> {
    if signed.is_empty() {
        return None;
    }
    let (have, of, next) = match kind.next_to_sign(signed.iter().map(|(_, capacity)| capacity.as_str())) {
        Some(next) => (signed.len(), kind.signers.len(), next.as_str().to_owned()),
        None => {
            let signed: Vec<(&str, &str)> =
                signed.iter().map(|(who, capacity)| (who.as_str(), capacity.as_str())).collect();
            let next = next_signer(version, &kind.code, &signed).filter(|next| next.ordered)?;
            (next.have, next.of, next.capacities.into_iter().next()?)
        }
    };
    Some(format!("{have} of {of} have signed it; {} is missing", with_article(version.called(&next))))
}

/// What is submitted in some portfolios, or these entries.
enum Which<'a> {
    SubmittedIn(&'a [PortfolioId]),
    These(&'a [EntryId]),
}

/// Submitted and asked of nobody, and what was signed by some of several, wherever it is filed in this sight.
fn waiting(conn: &mut Conn, over: &SightOver, stopped: &BTreeSet<EntryId>) -> Result<Vec<Row>, Fault> {
    let stopped: Vec<EntryId> = stopped.iter().cloned().collect();
    let mut rows: Vec<Row> = Vec::new();
    for some in over.portfolios() {
        rows.extend(filed(conn, Which::SubmittedIn(some))?);
    }
    for some in stopped.chunks(AT_ONCE) {
        rows.extend(filed(conn, Which::These(some))?);
    }
    rows.retain(|row| over.holds(&row.2));
    Ok(rows)
}

// open: the caller keeps what lies in its sight
fn filed(conn: &mut Conn, which: Which<'_>) -> Result<Vec<Row>, Fault> {
    let asked = requests::table.filter(requests::closed_at.is_null()).select(requests::entry_id);
    let decided = statements::table
        .filter(statements::standing.eq(Standing::Unconfirmed.as_str()))
        .select(statements::entry_id);
    let query = entries::table
        .inner_join(filings::table.on(filings::entry_id.eq(entries::id)))
        .inner_join(
            entry_versions::table
                .on(entry_versions::entry_id.eq(entries::id).and(entry_versions::number.eq(entries::latest))),
        )
        // A link to an earlier version opens nothing any more.
        .left_join(
            tickets::table.on(tickets::version_id.eq(entry_versions::id).and(tickets::ended_at.is_null())),
        )
        .filter(entries::earlier.eq(""))
        .filter(filings::known_until.is_null())
        .filter(entries::id.ne_all(asked))
        .filter(entries::id.ne_all(decided))
        .select((
            entries::changed_at,
            entries::id,
            filings::enrolment_id,
            (entries::title, entries::happened_on),
            tickets::expires_at.nullable(),
            entries::kind,
            entry_versions::id,
            entries::state,
        ))
        .into_boxed();
    let query = match which {
        Which::SubmittedIn(some) => query
            .filter(entries::state.eq(EntryState::Submitted.as_str()))
            .filter(entries::portfolio_id.eq_any(some)),
        Which::These(some) => query.filter(entries::id.eq_any(some)),
    };
    Ok(query.load::<Row>(conn)?)
}

fn signatures(conn: &mut Conn, versions: BTreeSet<&EntryVersionId>) -> Result<Signed, Fault> {
    let versions: Vec<&EntryVersionId> = versions.into_iter().collect();
    let mut signed = Signed::new();
    for some in versions.chunks(AT_ONCE) {
        let rows: Vec<(EntryVersionId, AccountId, String)> = decisions::table
            .filter(decisions::version_id.eq_any(some.iter().copied()))
            .filter(decisions::known_until.is_null())
            .filter(decisions::verdict.eq(Verdict::Signed.as_str()))
            .order((decisions::known_from, decisions::id))
            .select((decisions::version_id, decisions::signer_id, decisions::capacity))
            .load(conn)?;
        for (version, signer, capacity) in rows {
            signed.entry(version).or_default().push((signer, capacity));
        }
    }
    Ok(signed)
}

/// What counts as signed and was not signed by the last whom a programme's order asks, wherever it is, and waits with
/// nobody: there was nobody who might sign next.
pub fn stopped(conn: &mut Conn, shelf: &Shelf, _: System) -> Result<BTreeSet<EntryId>, Fault> {
    type Used = (VersionId, Option<LayerId>);
    let rows: Vec<(EnrolmentId, Used)> = enrolments::table
        .inner_join(departments::table)
        .left_join(programme_layers::table.on(enrolled::layer_today()))
        .filter(enrolments::known_until.is_null())
        .order(enrolments::id)
        .select((enrolments::id, (enrolments::version_id, programme_layers::id.nullable())))
        .load(conn)?;
    let mut under: BTreeMap<Used, Vec<EnrolmentId>> = BTreeMap::new();
    for (id, used) in rows {
        under.entry(used).or_default().push(id);
    }
    let mut all = Vec::new();
    for ((version, layer), ids) in under {
        let version = programmes::version_at(conn, shelf, &version, layer.as_ref())?;
        all.extend(ids.into_iter().map(|id| (id, version.clone())));
    }
    stopped_under(conn, all.iter().map(|(id, version)| (id, version.as_ref())))
}

/// Among what is filed under these enrolments, each with its programme: of a programme without an order nothing is read.
// open: ids only; pages keep to their own sight
fn stopped_under<'v>(
    conn: &mut Conn,
    under: impl Iterator<Item = (&'v EnrolmentId, &'v Version)>,
) -> Result<BTreeSet<EntryId>, Fault> {
    let mut orders: BTreeMap<(&str, BTreeSet<&str>), Vec<&EnrolmentId>> = BTreeMap::new();
    for (enrolment, version) in under {
        for order in signed_last(version) {
            orders.entry(order).or_default().push(enrolment);
        }
    }
    let mut found = BTreeSet::new();
    for ((last, kinds), under) in &orders {
        for some in under.chunks(AT_ONCE) {
            found.extend(signed_before(conn, (last, kinds), some)?);
        }
    }
    Ok(found)
}

/// Signed, without the signature of the last.
// open: ids only; pages keep to their own sight
fn signed_before(
    conn: &mut Conn,
    (last, kinds): (&str, &BTreeSet<&str>),
    under: &[&EnrolmentId],
) -> Result<Vec<EntryId>, Fault> {
    let asked = requests::table.filter(requests::closed_at.is_null()).select(requests::entry_id);
    let through = decisions::table
        .filter(decisions::known_until.is_null())
        .filter(decisions::verdict.eq(Verdict::Signed.as_str()))
        .filter(decisions::capacity.eq(last))
        .select(decisions::version_id);
    let read = entries::table
        .inner_join(filings::table.on(filings::entry_id.eq(entries::id)))
        .inner_join(
            entry_versions::table
                .on(entry_versions::entry_id.eq(entries::id).and(entry_versions::number.eq(entries::latest))),
        )
        .filter(filings::known_until.is_null())
        .filter(filings::enrolment_id.eq_any(under.iter().copied()))
        .filter(entries::state.eq(EntryState::Signed.as_str()))
        .filter(entries::kind.eq_any(kinds.iter().copied()))
        .filter(entries::id.ne_all(asked))
        .filter(entry_versions::id.ne_all(through))
        .select(entries::id)
        .load(conn)?;
    Ok(read)
}
