//! What was drawn, with what is known of each decision today: read for many samples with as many statements as for one.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::rows::{ItemRow, ReadingRow, SampleRow};
use crate::db::conn::Conn;
use crate::db::schema::*;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::quality::{Judgement, Since};
use crate::domain::redaction::UNSIGNED;
use crate::domain::time::{Day, Moment};

/// A statement names at most so many.
const AT_ONCE: usize = 5_000;

/// A first decision as quality assurance knows it.
#[derive(Debug, Clone)]
pub struct First {
    pub entry: EntryId,
    pub version: EntryVersionId,
    pub signer: AccountId,
    pub signer_name: String,
    pub owner: AccountId,
    pub kind: String,
    pub title: String,
    pub day: Day,
    pub judgement: Judgement,
}

/// One drawn decision with what is known of it.
#[derive(Debug, Clone)]
pub struct Item {
    pub row: ItemRow,
    /// None where the decision is in no row any more.
    pub first: Option<First>,
    pub second: Option<ReadingRow>,
    pub since: Since,
}

impl Item {
    /// It was not read before its decision went, so nobody reads it any more and it does not count. What was read before
    /// stays a pair: a decision that is taken back because of a difference does not make two readers agree.
    pub fn is_lost(&self) -> bool {
        self.second.is_none() && self.since != Since::Stands
    }
}

/// What became of the decisions of a sample, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    pub read: usize,
    /// Those that still can be read and those that were.
    pub count: usize,
}

/// What was drawn, in the order of the draw.
// open: reached through a sample that was compared with the asker
pub fn items(conn: &mut Conn, sample: &QualitySampleId) -> Result<Vec<Item>, Fault> {
    items_of(conn, &[sample])
}

/// The same of several samples, one after another.
// open: reached through samples that were compared with the asker
pub fn items_of(conn: &mut Conn, samples: &[&QualitySampleId]) -> Result<Vec<Item>, Fault> {
    let rows: Vec<ItemRow> = quality_items::table
        .filter(quality_items::sample_id.eq_any(samples))
        .order((quality_items::sample_id, quality_items::position))
        .load(conn)?;
    with_both(conn, rows)
}

/// One item with its sample.
// open: for the rule about reading it
pub fn item(conn: &mut Conn, id: &QualityItemId) -> Result<(Item, SampleRow), Fault> {
    let row: ItemRow = quality_items::table.find(id).first(conn)?;
    let sample: SampleRow = quality_samples::table.find(&row.sample_id).first(conn)?;
    let item = with_both(conn, vec![row])?.pop().ok_or(Fault::NotFound)?;
    Ok((item, sample))
}

fn with_both(conn: &mut Conn, rows: Vec<ItemRow>) -> Result<Vec<Item>, Fault> {
    let decided: Vec<&DecisionId> = rows.iter().map(|row| &row.decision_id).collect();
    let mut first = firsts(conn, &decided)?;
    let since = since(conn, &decided)?;
    let ids: Vec<&QualityItemId> = rows.iter().map(|row| &row.id).collect();
    let mut second: BTreeMap<QualityItemId, ReadingRow> = second_readings::table
        .filter(second_readings::item_id.eq_any(&ids))
        .load::<ReadingRow>(conn)?
        .into_iter()
        .map(|row| (row.item_id.clone(), row))
        .collect();
    let item = |row: ItemRow| Item {
        first: first.remove(&row.decision_id),
        second: second.remove(&row.id),
        since: since.get(&row.decision_id).copied().unwrap_or(Since::Erased),
        row,
    };
    // Of two samples that hold one decision, both know it.
    let mut all: Vec<Item> = rows.into_iter().map(item).collect();
    let known: BTreeMap<DecisionId, First> =
        all.iter().filter_map(|one| Some((one.row.decision_id.clone(), one.first.clone()?))).collect();
    for one in all.iter_mut().filter(|one| one.first.is_none()) {
        one.first = known.get(&one.row.decision_id).cloned();
    }
    Ok(all)
}

fn firsts(conn: &mut Conn, ids: &[&DecisionId]) -> Result<BTreeMap<DecisionId, First>, Fault> {
    type Row = (
        (DecisionId, EntryId, EntryVersionId, AccountId, String, AccountId),
        (String, String, Day),
        (String, bool, String),
    );
    let rows: Vec<Row> = decisions::table
        .inner_join(entries::table.inner_join(portfolios::table))
        .inner_join(entry_versions::table.on(entry_versions::id.eq(decisions::version_id)))
        .inner_join(accounts::table.on(accounts::id.eq(decisions::signer_id)))
        .filter(decisions::id.eq_any(ids))
        .select((
            (
                decisions::id,
                entries::id,
                entry_versions::id,
                decisions::signer_id,
                accounts::name,
                portfolios::person_id,
            ),
            (entries::kind, entries::title, entry_versions::happened_on),
            (decisions::verdict, decisions::satisfactory, decisions::level),
        ))
        .load(conn)?;
    let first = |(whose, what, (verdict, satisfactory, level)): Row| {
        let (id, entry, version, signer, signer_name, owner) = whose;
        let (kind, title, day) = what;
        let judgement = Judgement { verdict, satisfactory, level };
        (id, First { entry, version, signer, signer_name, owner, kind, title, day, judgement })
    };
    Ok(rows.into_iter().map(first).collect())
}

/// What became of these decisions. Those of somebody who is erased are still there, without a word; what erased them
/// stands beside the entry.
// open: ids of decisions that were drawn from, and of each only whether it stands
pub fn since(conn: &mut Conn, ids: &[&DecisionId]) -> Result<BTreeMap<DecisionId, Since>, Fault> {
    let mut all: BTreeMap<DecisionId, Since> = BTreeMap::new();
    for some in ids.chunks(AT_ONCE) {
        let rows: Vec<(DecisionId, EntryId, Option<Moment>, String)> = decisions::table
            .filter(decisions::id.eq_any(some))
            .select((decisions::id, decisions::entry_id, decisions::known_until, decisions::undone_why))
            .load(conn)?;
        let entries: BTreeSet<&EntryId> = rows.iter().map(|(_, entry, ..)| entry).collect();
        let erased: BTreeSet<EntryId> = redactions::table
            .filter(redactions::entry_id.eq_any(entries))
            .filter(redactions::erasure_id.is_not_null())
            .select(redactions::entry_id.assume_not_null())
            .load::<EntryId>(conn)?
            .into_iter()
            .collect();
        for (id, entry, until, why) in rows {
            let since = match until {
                _ if erased.contains(&entry) => Since::Erased,
                None => Since::Stands,
                Some(_) if why == UNSIGNED => Since::Struck,
                Some(_) => Since::TakenBack,
            };
            all.insert(id, since);
        }
    }
    for id in ids {
        all.entry((*id).clone()).or_insert(Since::Erased);
    }
    Ok(all)
}

/// How far each of these samples is read.
// open: counts of samples that were compared with the asker
pub fn tallies(
    conn: &mut Conn,
    samples: &[&QualitySampleId],
) -> Result<BTreeMap<QualitySampleId, Tally>, Fault> {
    let rows: Vec<(QualitySampleId, DecisionId, Option<QualityItemId>)> = quality_items::table
        .left_join(second_readings::table.on(second_readings::item_id.eq(quality_items::id)))
        .filter(quality_items::sample_id.eq_any(samples))
        .select((quality_items::sample_id, quality_items::decision_id, second_readings::item_id.nullable()))
        .load(conn)?;
    let since = since(conn, &rows.iter().map(|(_, decision, _)| decision).collect::<Vec<_>>())?;
    let mut all: BTreeMap<QualitySampleId, Tally> = BTreeMap::new();
    for (sample, decision, second) in &rows {
        let (read, stands) = (second.is_some(), since.get(decision) == Some(&Since::Stands));
        let tally = all.entry(sample.clone()).or_default();
        tally.read += usize::from(read);
        tally.count += usize::from(read || stands);
    }
    Ok(all)
}
