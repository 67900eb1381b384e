//! A logbook as one set: the entry that stands for it, with the scan, and an entry for each of its lines.
//! Brought in, and undone, in one act.

use std::collections::HashMap;
use std::sync::Arc;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{acceptances, accepted_rows, earlier_rows, earlier_sets, entries, entry_versions};
use crate::db::tx::Tx;
use crate::domain::earlier::mapping::Mapping;
use crate::domain::earlier::reading::Read;
use crate::domain::earlier::{ACCEPTED, BROUGHT};
use crate::domain::fault::Fault;
use crate::domain::kind::{Kind, Value, Values};
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::earlier::{BringIn, Undo};
use crate::domain::policy::entries::Record;
use crate::domain::time::{Day, Moment};
use crate::features::earlier::store::committed::{LinesOf, SetRow};
use crate::features::entries::{FileShown, New, Seen, Written, record, set_earlier, withdraw_all};

/// Everything that comes in together.
pub struct Bringing<'a> {
    pub portfolio: &'a PortfolioId,
    /// Of the lines.
    pub kind: Arc<Kind>,
    /// Of the entry that stands for the logbook.
    pub logbook: Arc<Kind>,
    pub source: &'a str,
    pub file_hash: &'a str,
    pub left_out: &'a [&'a str],
    pub mapping: &'a Mapping,
    pub lines: &'a [Read],
    pub files: Vec<FileShown>,
    pub under: &'a [EnrolmentId],
}

/// Writes the set; the rows are in the book's event. Every line has a day and no fault.
pub fn bring_in(
    tx: &mut Tx<'_>,
    grant: &Grant<BringIn>,
    record_grant: &Grant<Record>,
    set: &Bringing<'_>,
) -> Result<Written, Fault> {
    if grant.act().portfolio != *set.portfolio {
        return Err(Fault::NotFound);
    }
    let days = || set.lines.iter().filter_map(|line| line.day);
    let first = days().min().ok_or_else(|| Fault::broken("a set without a day"))?;
    let text = |text: &str| Value::Text(text.to_owned());
    let values: Values = [
        ("source".to_owned(), text(set.source)),
        ("entries".to_owned(), Value::Number(crate::domain::amount::Amount::count(set.lines.len()))),
        ("of-kind".to_owned(), text(&set.kind.name)),
        ("file-hash".to_owned(), text(set.file_hash)),
    ]
    .into();
    let new = |kind: &Arc<Kind>, day: Day, until: Option<Day>, values: Values, files: Vec<FileShown>| New {
        portfolio: set.portfolio.clone(),
        kind: kind.clone(),
        day,
        until,
        values,
        files,
        filed_under: set.under.to_vec(),
    };
    let logbook =
        record(tx, record_grant, &new(&set.logbook, first, days().max(), values, set.files.clone()))?;
    let (id, now): (SetId, Moment) = (tx.new_id(), tx.now());
    diesel::insert_into(earlier_sets::table)
        .values((
            earlier_sets::id.eq(&id),
            earlier_sets::entry_id.eq(&logbook.entry),
            earlier_sets::kind.eq(&set.kind.code),
            earlier_sets::file_hash.eq(set.file_hash),
            earlier_sets::left_out.eq(serde_json::to_string(set.left_out).map_err(Fault::broken)?),
            earlier_sets::mapping.eq(serde_json::to_string(set.mapping).map_err(Fault::broken)?),
            earlier_sets::brought_at.eq(now),
        ))
        .execute(tx.conn())?;
    let mut lines: Vec<(EntryId, i32)> = Vec::new();
    for line in set.lines {
        let Some(day) = line.day else { continue };
        let written =
            record(tx, record_grant, &new(&set.kind, day, line.until, line.values.clone(), Vec::new()))?;
        let number = i32::try_from(line.line).unwrap_or(i32::MAX);
        diesel::insert_into(earlier_rows::table)
            .values((
                earlier_rows::entry_id.eq(&written.entry),
                earlier_rows::set_id.eq(&id),
                earlier_rows::line.eq(number),
            ))
            .execute(tx.conn())?;
        lines.push((written.entry, number));
    }
    let mut all: Vec<EntryId> = lines.iter().map(|(entry, _)| entry.clone()).collect();
    all.push(logbook.entry.clone());
    set_earlier(tx, grant, &all, BROUGHT)?;
    lines.sort();
    vouch_set(tx, set.portfolio, &id)?;
    tx.vouch(set.portfolio.clone(), &LinesOf { set: id, lines });
    Ok(logbook)
}

fn vouch_set(tx: &mut Tx<'_>, portfolio: &PortfolioId, id: &SetId) -> Result<(), Fault> {
    let row: SetRow = earlier_sets::table.find(id).first(tx.conn())?;
    tx.vouch(portfolio.clone(), &row);
    Ok(())
}

/// Withdraws the logbook and every line of it; nothing of it counts or is listed from then on.
pub fn undo(tx: &mut Tx<'_>, grant: &Grant<Undo>, seen: &Seen, set: Option<&SetShown>) -> Result<(), Fault> {
    let mut all = vec![seen.id.clone()];
    if let Some(set) = set {
        all.extend(set.rows.iter().filter(|row| !row.withdrawn).map(|row| row.entry.clone()));
        let now = tx.now();
        diesel::update(earlier_sets::table.find(&set.id))
            .set(earlier_sets::undone_at.eq(now))
            .execute(tx.conn())?;
        vouch_set(tx, &seen.portfolio, &set.id)?;
    }
    if let Some(request) = &seen.request {
        crate::features::entries::close_request(
            tx,
            grant,
            &request.id,
            crate::features::entries::Closed::Withdrawn,
        )?;
    }
    withdraw_all(tx, grant, &seen.portfolio, &all)
}

/// A set with its lines.
#[derive(Debug, Clone)]
pub struct SetShown {
    pub id: SetId,
    pub kind: String,
    pub file_hash: String,
    pub left_out: Vec<String>,
    pub brought_at: Moment,
    pub undone_at: Option<Moment>,
    /// In the order of the file.
    pub rows: Vec<RowShown>,
}

#[derive(Debug, Clone)]
pub struct RowShown {
    pub entry: EntryId,
    pub line: i32,
    pub number: i32,
    pub day: Day,
    pub title: String,
    pub values: Values,
    pub withdrawn: bool,
    /// By an acceptance that stands.
    pub accepted: Option<AcceptanceId>,
}

/// The set that an entry stands for; none for a claim.
// open: `seen` was found in the person's sight, and its lines are filed where it is filed
pub fn set_of(conn: &mut Conn, seen: &Seen) -> Result<Option<SetShown>, Fault> {
    let row: Option<SetRow> =
        earlier_sets::table.filter(earlier_sets::entry_id.eq(&seen.id)).first(conn).optional()?;
    let Some(set) = row else { return Ok(None) };
    let accepted: HashMap<EntryId, AcceptanceId> = accepted_rows::table
        .inner_join(acceptances::table.on(acceptances::id.eq(accepted_rows::acceptance_id)))
        .filter(acceptances::entry_id.eq(&seen.id))
        .filter(acceptances::verdict.eq(ACCEPTED))
        .filter(acceptances::known_until.is_null())
        .select((accepted_rows::entry_id, acceptances::id))
        .load::<(EntryId, AcceptanceId)>(conn)?
        .into_iter()
        .collect();
    type Row = (EntryId, i32, i32, Day, String, String, String);
    let rows: Vec<Row> = earlier_rows::table
        .inner_join(entries::table.on(entries::id.eq(earlier_rows::entry_id)))
        .inner_join(
            entry_versions::table
                .on(entry_versions::entry_id.eq(entries::id).and(entry_versions::number.eq(entries::latest))),
        )
        .filter(earlier_rows::set_id.eq(&set.id))
        .order((earlier_rows::line, earlier_rows::entry_id))
        .select((
            entries::id,
            earlier_rows::line,
            entries::number,
            entries::happened_on,
            entries::title,
            entries::state,
            entry_versions::words,
        ))
        .load(conn)?;
    let shown = |(entry, line, number, day, title, state, words): Row| {
        Ok(RowShown {
            accepted: accepted.get(&entry).cloned(),
            entry,
            line,
            number,
            day,
            title,
            values: serde_json::from_str(&words).map_err(Fault::broken)?,
            withdrawn: state == "withdrawn",
        })
    };
    Ok(Some(SetShown {
        id: set.id,
        kind: set.kind,
        file_hash: set.file_hash,
        left_out: serde_json::from_str(&set.left_out).map_err(Fault::broken)?,
        brought_at: set.brought_at,
        undone_at: set.undone_at,
        rows: rows.into_iter().map(shown).collect::<Result<_, Fault>>()?,
    }))
}
