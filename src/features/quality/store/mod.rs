//! Samples, what was drawn, what was judged a second time and what follows from it, as rows of the house's book.

mod due;
mod frame;
mod items;
mod parties;
mod rows;
mod strike;

pub use due::{Told, claim, told, unread};
pub use frame::{frame, frameless};
pub use items::{First, Item, Tally, item, items, items_of, since, tallies};
pub use parties::asked_about;
pub use rows::{
    ActionRow, FrameRow, ItemRow, ReadingRow, SampleRow, WHAT, WHO, committed_of_house, erase_reasons,
};
pub use strike::{erase_actions, strike_actions, written_about};

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::*;
use crate::db::tx::Tx;
use crate::domain::fault::{Fault, Refusal, refuse_unless};
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::quality::{Draw, FollowUp, ReadAgain};
use crate::domain::role::{Scope, Sight};
use crate::domain::territory::Over;
use crate::domain::time::Moment;
use crate::features::quality::forms::Drawing;

/// Samples on one page of the lead's, and of the reader's, whose list tells every decision of each.
pub const SAMPLES: usize = 25;
pub const TO_READ: usize = 5;

/// A page of a list.
#[derive(Debug, Clone)]
pub struct Leaf<T> {
    pub rows: Vec<T>,
    /// From 1 on, and the last one that there is.
    pub number: usize,
    pub last: usize,
}

/// The page that is there instead of the one that was wished for, and how many rows stand before it.
fn leaf(wanted: usize, total: i64, size: usize) -> Result<(usize, usize, i64), Fault> {
    let last = usize::try_from(total).map_err(Fault::broken)?.saturating_sub(1) / size + 1;
    let number = wanted.clamp(1, last);
    Ok((number, last, i64::try_from((number - 1) * size).map_err(Fault::broken)?))
}

/// Where samples were drawn, each place once: the caller keeps those that the asker leads.
// open: ids of places; pages compare each with the asker's territory
pub fn drawn_over(conn: &mut Conn) -> Result<Vec<Over>, Fault> {
    let rows: Vec<(Scope, String)> = quality_samples::table
        .select((quality_samples::scope, quality_samples::scope_id))
        .order((quality_samples::scope, quality_samples::scope_id))
        .distinct()
        .load(conn)?;
    Ok(rows.into_iter().map(|(scope, id)| Over::of(scope, id)).collect())
}

/// Whether an open sample of the same days, place and reader holds as many: the same form, sent from two windows.
// open: whether it is there; the rule compares the place with the asker's territory first
pub fn drawn_alike(conn: &mut Conn, asked: &Drawing) -> Result<bool, Fault> {
    let alike = quality_samples::table
        .filter(quality_samples::ended_at.is_null())
        .filter(quality_samples::scope.eq(asked.over.scope))
        .filter(quality_samples::scope_id.eq(&asked.over.id))
        .filter(quality_samples::reader_id.eq(&asked.reader))
        .filter(quality_samples::from_day.eq(asked.from))
        .filter(quality_samples::until_day.eq(asked.until))
        .filter(quality_samples::size.eq(asked.size));
    Ok(diesel::select(diesel::dsl::exists(alike)).get_result(conn)?)
}

/// The samples over these places with their readers' names, the newest first: the page that is wanted, from 1 on, or
/// the last that there is.
// open: the places were compared with the asker's territory
pub fn samples_over(
    conn: &mut Conn,
    places: &[Over],
    wanted: usize,
) -> Result<Leaf<(SampleRow, String)>, Fault> {
    // No two places have one id, whatever they are.
    let ids: Vec<&str> = places.iter().map(|one| one.id.as_str()).collect();
    let total: i64 =
        quality_samples::table.filter(quality_samples::scope_id.eq_any(&ids)).count().get_result(conn)?;
    let (number, last, before) = leaf(wanted, total, SAMPLES)?;
    let rows = quality_samples::table
        .inner_join(accounts::table.on(accounts::id.eq(quality_samples::reader_id)))
        .filter(quality_samples::scope_id.eq_any(&ids))
        .order((quality_samples::known_from.desc(), quality_samples::id.desc()))
        .select((quality_samples::all_columns, accounts::name))
        .offset(before)
        .limit(i64::try_from(SAMPLES).map_err(Fault::broken)?)
        .load(conn)?;
    Ok(Leaf { rows, number, last })
}

// open: for rules and pages, which compare it with the asker's territory
pub fn sample(conn: &mut Conn, id: &QualitySampleId) -> Result<(SampleRow, String), Fault> {
    Ok(quality_samples::table
        .inner_join(accounts::table.on(accounts::id.eq(quality_samples::reader_id)))
        .filter(quality_samples::id.eq(id))
        .select((quality_samples::all_columns, accounts::name))
        .first(conn)?)
}

/// The open samples that this reader is to read, the newest first.
pub fn to_read(conn: &mut Conn, who: &Sight, wanted: usize) -> Result<Leaf<SampleRow>, Fault> {
    let open = || {
        quality_samples::table
            .filter(quality_samples::reader_id.eq(who.viewer()))
            .filter(quality_samples::ended_at.is_null())
    };
    let total: i64 = open().count().get_result(conn)?;
    let (number, last, before) = leaf(wanted, total, TO_READ)?;
    let rows = open()
        .order((quality_samples::known_from.desc(), quality_samples::id.desc()))
        .offset(before)
        .limit(i64::try_from(TO_READ).map_err(Fault::broken)?)
        .load(conn)?;
    Ok(Leaf { rows, number, last })
}

/// Actions that are still to be done, by sample.
// open: counts of samples that were compared with the asker
pub fn open_actions(
    conn: &mut Conn,
    samples: &[&QualitySampleId],
) -> Result<BTreeMap<QualitySampleId, usize>, Fault> {
    let rows: Vec<QualitySampleId> = quality_actions::table
        .filter(quality_actions::sample_id.eq_any(samples))
        .filter(quality_actions::done_at.is_null())
        .select(quality_actions::sample_id)
        .load(conn)?;
    let mut all: BTreeMap<QualitySampleId, usize> = BTreeMap::new();
    for sample in rows {
        *all.entry(sample).or_default() += 1;
    }
    Ok(all)
}

/// What a sample was drawn from; none where it is older than migration 0066.
// open: reached through a sample that was compared with the asker
pub fn kept_frame(conn: &mut Conn, sample: &QualitySampleId) -> Result<Option<FrameRow>, Fault> {
    Ok(quality_frames::table.find(sample).first(conn).optional()?)
}

/// What follows from a sample, the earliest due first.
// open: reached through a sample that was compared with the asker
pub fn actions(conn: &mut Conn, sample: &QualitySampleId) -> Result<Vec<ActionRow>, Fault> {
    Ok(quality_actions::table
        .filter(quality_actions::sample_id.eq(sample))
        .order((quality_actions::due_day, quality_actions::id))
        .load(conn)?)
}

// open: for the rule about ending it
pub fn action(conn: &mut Conn, id: &QualityActionId) -> Result<ActionRow, Fault> {
    Ok(quality_actions::table.find(id).first(conn)?)
}

pub fn keep_sample(
    tx: &mut Tx<'_>,
    _grant: &Grant<Draw>,
    row: &SampleRow,
    frame: &FrameRow,
    items: &[ItemRow],
) -> Result<(), Fault> {
    diesel::insert_into(quality_samples::table).values(row).execute(tx.conn())?;
    diesel::insert_into(quality_frames::table).values(frame).execute(tx.conn())?;
    tx.vouch(BookId::house(), frame);
    for item in items {
        diesel::insert_into(quality_items::table).values(item).execute(tx.conn())?;
        tx.vouch(BookId::house(), item);
    }
    tx.vouch(BookId::house(), row);
    Ok(())
}

pub fn end_sample(tx: &mut Tx<'_>, grant: &Grant<FollowUp>, now: Moment) -> Result<SampleRow, Fault> {
    let id = &grant.act().sample;
    let ended = diesel::update(quality_samples::table.find(id))
        .filter(quality_samples::ended_at.is_null())
        .set(quality_samples::ended_at.eq(now))
        .execute(tx.conn())?;
    refuse_unless(ended == 1, || Refusal::new("sample-ended", "This sample is closed already."))?;
    let row: SampleRow = quality_samples::table.find(id).first(tx.conn())?;
    tx.vouch(BookId::house(), &row);
    Ok(row)
}

pub fn keep_reading(tx: &mut Tx<'_>, _grant: &Grant<ReadAgain>, row: &ReadingRow) -> Result<(), Fault> {
    diesel::insert_into(second_readings::table).values(row).execute(tx.conn())?;
    tx.vouch(BookId::house(), row);
    Ok(())
}

/// The same words about the same thing until the same day are one action: a page that was open twice notes it once.
pub fn keep_action(tx: &mut Tx<'_>, _grant: &Grant<FollowUp>, row: &ActionRow) -> Result<(), Fault> {
    let same: Vec<ActionRow> = quality_actions::table
        .filter(quality_actions::sample_id.eq(&row.sample_id))
        .filter(quality_actions::what.eq(&row.what))
        .filter(quality_actions::who.eq(&row.who))
        .filter(quality_actions::due_day.eq(row.due_day))
        .filter(quality_actions::done_at.is_null())
        .load(tx.conn())?;
    refuse_unless(same.iter().all(|one| one.item_id != row.item_id), || {
        Refusal::new("action-known", "This action is noted already, and is not done yet.")
    })?;
    diesel::insert_into(quality_actions::table).values(row).execute(tx.conn())?;
    tx.vouch(BookId::house(), row);
    Ok(())
}

/// Done by whoever was granted it; one that is done stays as it is, and that is said.
pub fn end_action(
    tx: &mut Tx<'_>,
    grant: &Grant<FollowUp>,
    id: &QualityActionId,
    now: Moment,
) -> Result<ActionRow, Fault> {
    let ended = diesel::update(quality_actions::table.find(id))
        .filter(quality_actions::done_at.is_null())
        .set((quality_actions::done_by.eq(grant.account()), quality_actions::done_at.eq(now)))
        .execute(tx.conn())?;
    refuse_unless(ended == 1, || Refusal::new("action-done", "This action is done already."))?;
    let row: ActionRow = quality_actions::table.find(id).first(tx.conn())?;
    tx.vouch(BookId::house(), &row);
    Ok(row)
}
