//! What was entered in the system that holds the official record: statements, each about one version of
//! an entry under one enrolment, and the files of progress that made several at once. A later version of
//! the entry has to be entered anew, since what lies there is what was signed before.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, enrolments, official_entries, official_imports};
use crate::db::tx::Tx;
use crate::domain::audit::Committed;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::official::Place;
use crate::domain::policy::Grant;
use crate::domain::policy::official::TellOfRecord;
use crate::domain::time::{Day, Moment};

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct EnteredRow {
    pub id: EnteredId,
    pub enrolment: EnrolmentId,
    pub entry: EntryId,
    pub version: EntryVersionId,
    pub entered_on: Day,
    pub reference: String,
    pub stated_by: AccountId,
    pub capacity: String,
    pub import: Option<ProgressFileId>,
    pub known_from: Moment,
    pub known_until: Option<Moment>,
    /// The code of the item; empty where the entry as a whole is what was entered.
    pub item: String,
}

impl Committed for EnteredRow {
    fn place(&self) -> String {
        format!("official_entries/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        let mut fields = vec![
            self.id.to_string(),
            self.enrolment.to_string(),
            self.entry.to_string(),
            self.version.to_string(),
            self.entered_on.iso(),
            self.reference.clone(),
            self.stated_by.to_string(),
            self.capacity.clone(),
            self.import.as_ref().map(ToString::to_string).unwrap_or_default(),
            self.known_from.to_string(),
            self.known_until.map(|at| at.to_string()).unwrap_or_default(),
        ];
        // Rows from before items were entered by themselves are vouched for without one.
        fields.extend(Some(&self.item).filter(|item| !item.is_empty()).cloned());
        fields
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct ProgressFileRow {
    pub id: ProgressFileId,
    pub enrolment: EnrolmentId,
    pub made_by: AccountId,
    pub file_hash: String,
    pub matched: i32,
    pub known_from: Moment,
    pub known_until: Option<Moment>,
}

impl Committed for ProgressFileRow {
    fn place(&self) -> String {
        format!("official_imports/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.enrolment.to_string(),
            self.made_by.to_string(),
            self.file_hash.clone(),
            self.matched.to_string(),
            self.known_from.to_string(),
            self.known_until.map(|at| at.to_string()).unwrap_or_default(),
        ]
    }
}

/// The days on which one version was entered: as a whole, and for single items by their codes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EnteredDays {
    pub whole: Option<Day>,
    pub items: BTreeMap<String, Day>,
}

impl EnteredDays {
    /// For an item of a list; for one that is none, as a whole or for any.
    // open: of rows in hand
    pub fn of(&self, place: &Place) -> Option<Day> {
        match place.listed {
            true => self.whole.or_else(|| self.items.get(&place.code).copied()),
            false => self.whole.or_else(|| self.items.values().min().copied()),
        }
    }
}

/// The days on which each version was entered, by version and enrolment, as known at the instant.
// open: for rules; pages come through an enrolment in sight
pub fn entered_days(
    conn: &mut Conn,
    portfolio: &PortfolioId,
    as_of: Moment,
) -> Result<HashMap<(EntryVersionId, EnrolmentId), EnteredDays>, Fault> {
    let rows: Vec<(EntryVersionId, EnrolmentId, Day, String)> = official_entries::table
        .inner_join(enrolments::table.on(enrolments::id.eq(official_entries::enrolment_id)))
        .filter(enrolments::portfolio_id.eq(portfolio))
        .filter(official_entries::known_from.le(as_of))
        .filter(official_entries::known_until.is_null().or(official_entries::known_until.gt(as_of)))
        .order((official_entries::known_from, official_entries::id))
        .select((
            official_entries::version_id,
            official_entries::enrolment_id,
            official_entries::entered_on,
            official_entries::item,
        ))
        .load(conn)?;
    let mut found: HashMap<(EntryVersionId, EnrolmentId), EnteredDays> = HashMap::new();
    for (version, enrolment, day, item) in rows {
        let days = found.entry((version, enrolment)).or_default();
        match item.as_str() {
            "" => days.whole = Some(day),
            _ => drop(days.items.insert(item, day)),
        }
    }
    Ok(found)
}

/// A statement that stands, with the name of who made it.
#[derive(Debug, Clone, Queryable)]
pub struct Entered {
    pub row: EnteredRow,
    pub by: String,
}

/// Of one entry, under every enrolment.
// open: reached through an entry in sight
pub fn entered_of_entry(conn: &mut Conn, entry: &EntryId) -> Result<Vec<Entered>, Fault> {
    Ok(official_entries::table
        .inner_join(accounts::table.on(accounts::id.eq(official_entries::stated_by)))
        .filter(official_entries::entry_id.eq(entry))
        .filter(official_entries::known_until.is_null())
        .order((official_entries::known_from, official_entries::id))
        .select((official_entries::all_columns, accounts::name))
        .load(conn)?)
}

/// Under one enrolment, the latest first.
// open: reached through an enrolment in sight
pub fn entered_under(conn: &mut Conn, enrolment: &EnrolmentId) -> Result<Vec<Entered>, Fault> {
    Ok(official_entries::table
        .inner_join(accounts::table.on(accounts::id.eq(official_entries::stated_by)))
        .filter(official_entries::enrolment_id.eq(enrolment))
        .filter(official_entries::known_until.is_null())
        .order((official_entries::known_from.desc(), official_entries::id.desc()))
        .select((official_entries::all_columns, accounts::name))
        .load(conn)?)
}

/// What is said of one version of an entry, for an item or, without one, as a whole.
#[derive(Debug, Clone)]
pub struct NewEntered {
    pub entry: EntryId,
    pub version: EntryVersionId,
    pub item: String,
    pub on: Day,
    pub reference: String,
    pub import: Option<ProgressFileId>,
}

/// Says it, in place of what was said of the same version for the same item before. Gives the closed rows and the new one.
pub fn tell_entered(
    tx: &mut Tx<'_>,
    grant: &Grant<TellOfRecord>,
    new: NewEntered,
) -> Result<Vec<EnteredRow>, Fault> {
    let (asked, now) = (grant.act().clone(), tx.now());
    let earlier: Vec<EnteredRow> = official_entries::table
        .filter(official_entries::enrolment_id.eq(&asked.enrolment))
        .filter(official_entries::version_id.eq(&new.version))
        .filter(official_entries::item.eq(&new.item))
        .filter(official_entries::known_until.is_null())
        .load(tx.conn())?;
    let mut rows = earlier.into_iter().map(|row| close(tx, row, now)).collect::<Result<Vec<_>, Fault>>()?;
    let row = EnteredRow {
        id: tx.new_id(),
        enrolment: asked.enrolment,
        entry: new.entry,
        version: new.version,
        entered_on: new.on,
        reference: new.reference,
        stated_by: grant
            .account()
            .cloned()
            .ok_or_else(|| Fault::broken("only people say what was entered"))?,
        capacity: asked.capacity.to_string(),
        import: new.import,
        known_from: now,
        known_until: None,
        item: new.item,
    };
    diesel::insert_into(official_entries::table)
        .values((
            official_entries::id.eq(&row.id),
            official_entries::enrolment_id.eq(&row.enrolment),
            official_entries::entry_id.eq(&row.entry),
            official_entries::version_id.eq(&row.version),
            official_entries::entered_on.eq(row.entered_on),
            official_entries::reference.eq(&row.reference),
            official_entries::stated_by.eq(&row.stated_by),
            official_entries::capacity.eq(&row.capacity),
            official_entries::import_id.eq(&row.import),
            official_entries::known_from.eq(row.known_from),
            official_entries::item.eq(&row.item),
        ))
        .execute(tx.conn())?;
    rows.push(row);
    Ok(rows)
}

/// The statement, if it stands under the enrolment; where it was made of an item, with all that was said of the
/// item in the same act.
// open: called inside a write that asks a rule about it
pub fn standing_entered(
    conn: &mut Conn,
    enrolment: &EnrolmentId,
    id: &EnteredId,
) -> Result<Vec<EnteredRow>, Fault> {
    let one: EnteredRow = official_entries::table
        .find(id)
        .filter(official_entries::enrolment_id.eq(enrolment))
        .filter(official_entries::known_until.is_null())
        .first(conn)?;
    if one.item.is_empty() {
        return Ok(vec![one]);
    }
    Ok(official_entries::table
        .filter(official_entries::enrolment_id.eq(enrolment))
        .filter(official_entries::item.eq(&one.item))
        .filter(official_entries::stated_by.eq(&one.stated_by))
        .filter(official_entries::known_from.eq(one.known_from))
        .filter(official_entries::known_until.is_null())
        .order(official_entries::id)
        .load(conn)?)
}

/// The statements that a file of a cohort made, of those that still stand.
// open: called inside a write that asks a rule about each
pub fn standing_among(
    conn: &mut Conn,
    enrolment: &EnrolmentId,
    ids: &[EnteredId],
) -> Result<Vec<EnteredRow>, Fault> {
    Ok(official_entries::table
        .filter(official_entries::id.eq_any(ids))
        .filter(official_entries::enrolment_id.eq(enrolment))
        .filter(official_entries::known_until.is_null())
        .order(official_entries::id)
        .load(conn)?)
}

/// Takes a standing statement back.
pub fn end_entered(
    tx: &mut Tx<'_>,
    _grant: &Grant<TellOfRecord>,
    row: EnteredRow,
) -> Result<EnteredRow, Fault> {
    let now = tx.now();
    close(tx, row, now)
}

fn close(tx: &mut Tx<'_>, row: EnteredRow, now: Moment) -> Result<EnteredRow, Fault> {
    diesel::update(official_entries::table.find(&row.id))
        .set(official_entries::known_until.eq(now))
        .execute(tx.conn())?;
    Ok(EnteredRow { known_until: Some(now), ..row })
}

/// Writes down that a file is taken in; its statements name it.
pub fn take_file_in(
    tx: &mut Tx<'_>,
    grant: &Grant<TellOfRecord>,
    file_hash: &str,
    matched: usize,
) -> Result<ProgressFileRow, Fault> {
    let row = ProgressFileRow {
        id: tx.new_id(),
        enrolment: grant.act().enrolment.clone(),
        made_by: grant.account().cloned().ok_or_else(|| Fault::broken("only people take files in"))?,
        file_hash: file_hash.to_owned(),
        matched: i32::try_from(matched).map_err(Fault::broken)?,
        known_from: tx.now(),
        known_until: None,
    };
    diesel::insert_into(official_imports::table)
        .values((
            official_imports::id.eq(&row.id),
            official_imports::enrolment_id.eq(&row.enrolment),
            official_imports::made_by.eq(&row.made_by),
            official_imports::file_hash.eq(&row.file_hash),
            official_imports::matched.eq(row.matched),
            official_imports::known_from.eq(row.known_from),
        ))
        .execute(tx.conn())?;
    Ok(row)
}

/// A file that was taken in, with the name of who did.
#[derive(Debug, Clone, Queryable)]
pub struct ProgressFile {
    pub row: ProgressFileRow,
    pub by: String,
}

/// The files of one enrolment, the latest first.
// open: reached through an enrolment in sight
pub fn progress_files(conn: &mut Conn, enrolment: &EnrolmentId) -> Result<Vec<ProgressFile>, Fault> {
    Ok(official_imports::table
        .inner_join(accounts::table.on(accounts::id.eq(official_imports::made_by)))
        .filter(official_imports::enrolment_id.eq(enrolment))
        .order((official_imports::known_from.desc(), official_imports::id.desc()))
        .limit(20)
        .select((official_imports::all_columns, accounts::name))
        .load(conn)?)
}

/// Undoes a file as a whole: what it said and nobody has said otherwise since.
pub fn undo_file(
    tx: &mut Tx<'_>,
    grant: &Grant<TellOfRecord>,
    id: &ProgressFileId,
) -> Result<(ProgressFileRow, Vec<EnteredRow>), Fault> {
    let now = tx.now();
    let file: ProgressFileRow = official_imports::table
        .find(id)
        .filter(official_imports::enrolment_id.eq(&grant.act().enrolment))
        .filter(official_imports::known_until.is_null())
        .first(tx.conn())?;
    diesel::update(official_imports::table.find(id))
        .set(official_imports::known_until.eq(now))
        .execute(tx.conn())?;
    let said: Vec<EnteredRow> = official_entries::table
        .filter(official_entries::import_id.eq(id))
        .filter(official_entries::known_until.is_null())
        .order(official_entries::id)
        .load(tx.conn())?;
    let rows = said.into_iter().map(|row| close(tx, row, now)).collect::<Result<Vec<_>, Fault>>()?;
    Ok((ProgressFileRow { known_until: Some(now), ..file }, rows))
}

/// The rows of one portfolio's book, for `verify`.
// open: the house checks itself
pub fn committed_entered(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let own = || enrolments::table.filter(enrolments::portfolio_id.eq(portfolio)).select(enrolments::id);
    let files: Vec<ProgressFileRow> = official_imports::table
        .filter(official_imports::enrolment_id.eq_any(own()))
        .order(official_imports::id)
        .load(conn)?;
    let said: Vec<EnteredRow> = official_entries::table
        .filter(official_entries::enrolment_id.eq_any(own()))
        .order(official_entries::id)
        .load(conn)?;
    let files = files.into_iter().map(|row| Box::new(row) as Box<dyn Committed>);
    Ok(files.chain(said.into_iter().map(|row| Box::new(row) as Box<dyn Committed>)).collect())
}
