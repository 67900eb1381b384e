//! Samples with a day until which they are to be read: what a letter tells of one, and whose day comes near.

use diesel::prelude::*;

use super::items::tallies;
use crate::db::conn::Conn;
use crate::db::schema::*;
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::job::Notice;
use crate::domain::names::*;
use crate::domain::role::System;
use crate::domain::time::Day;

/// What a letter tells its reader of a sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Who drew it.
    pub by: String,
    /// Decisions that wait to be read.
    pub left: usize,
}

/// None where the sample is closed, or nothing of it waits any more.
pub fn told(conn: &mut Conn, id: &QualitySampleId, _: System) -> Result<Option<Told>, Fault> {
    let by: Option<String> = quality_samples::table
        .inner_join(accounts::table.on(accounts::id.eq(quality_samples::made_by)))
        .filter(quality_samples::id.eq(id))
        .filter(quality_samples::ended_at.is_null())
        .select(accounts::name)
        .first(conn)
        .optional()?;
    let tally = tallies(conn, &[id])?.remove(id).unwrap_or_default();
    let left = tally.count - tally.read;
    Ok(by.filter(|_| left > 0).map(|by| Told { by, left }))
}

/// A reader who has not read everything, and whose last day comes near.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    pub sample: QualitySampleId,
    pub reader: AccountId,
    pub until: Day,
}

impl Unread {
    pub fn notice(&self) -> Notice {
        Notice::SecondReadings { sample: self.sample.clone(), until: self.until, again: true }
    }
}

/// Of every open sample that is to be read until a day between these.
pub fn unread(conn: &mut Conn, today: Day, until: Day, _: System) -> Result<Vec<Unread>, Fault> {
    let open: Vec<(QualitySampleId, AccountId, Option<Day>)> = quality_samples::table
        .filter(quality_samples::ended_at.is_null())
        .filter(quality_samples::read_by.between(today, until))
        .order(quality_samples::id)
        .select((quality_samples::id, quality_samples::reader_id, quality_samples::read_by))
        .load(conn)?;
    let ids: Vec<&QualitySampleId> = open.iter().map(|(id, ..)| id).collect();
    let tallies = tallies(conn, &ids)?;
    let waits = |id: &QualitySampleId| tallies.get(id).is_some_and(|tally| tally.read < tally.count);
    let unread = |(sample, reader, until): (QualitySampleId, AccountId, Option<Day>)| {
        Some(Unread { until: until.filter(|_| waits(&sample))?, sample, reader })
    };
    Ok(open.into_iter().filter_map(unread).collect())
}

/// Whether this reminder is still to go: the notice of one that went is there for longer than the days before the end.
pub fn claim(tx: &mut Tx<'_>, one: &Unread, _: System) -> Result<bool, Fault> {
    // Held until this write is over: of two runs the second finds the notice of the first.
    diesel::update(quality_samples::table.find(&one.sample))
        .set(quality_samples::size.eq(quality_samples::size))
        .execute(tx.conn())?;
    let body = serde_json::to_string(&one.notice()).map_err(Fault::broken)?;
    let told = notices::table.filter(notices::account_id.eq(&one.reader)).filter(notices::body.eq(body));
    let known: bool = diesel::select(diesel::dsl::exists(told)).get_result(tx.conn())?;
    Ok(!known)
}
