//! Rooms as rows of the house's book, until their codes are ended; and scans of them, for a day, in no book.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, room_scans, rooms};
use crate::db::tx::Tx;
use crate::domain::audit::Committed;
use crate::domain::fault::{Fault, Refusal};
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::erasures::ErasePerson;
use crate::domain::policy::rooms::KeepRoom;
use crate::domain::role::{Scope, Sight, System};
use crate::domain::territory::Over;
use crate::domain::time::Moment;

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct RoomRow {
    pub id: RoomId,
    pub name: String,
    pub scope: String,
    pub scope_id: String,
    /// Stands on the wall.
    pub token: String,
    pub made_by: AccountId,
    pub known_from: Moment,
    pub known_until: Option<Moment>,
}

impl RoomRow {
    // open: looks into what was loaded
    pub fn over(&self) -> Result<Over, Fault> {
        Ok(Over::of(self.scope.parse::<Scope>().map_err(Fault::broken)?, &self.scope_id))
    }
}

impl Committed for RoomRow {
    fn place(&self) -> String {
        format!("rooms/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.name.clone(),
            self.scope.clone(),
            self.scope_id.clone(),
            self.token.clone(),
            self.made_by.to_string(),
            self.known_from.to_string(),
            self.known_until.map(|at| at.to_string()).unwrap_or_default(),
        ]
    }
}

/// A code that somebody scanned.
#[derive(Debug, Clone)]
pub struct Scan {
    pub id: ScanId,
    pub at: Moment,
    pub room: RoomRow,
}

/// All whose codes hold, with the names of those who made them.
// open: pages keep what lies in the reader's territory
pub fn holding(conn: &mut Conn) -> Result<Vec<(RoomRow, String)>, Fault> {
    Ok(rooms::table
        .inner_join(accounts::table.on(accounts::id.eq(rooms::made_by)))
        .filter(rooms::known_until.is_null())
        .order((rooms::name, rooms::id))
        .select((rooms::all_columns, accounts::name))
        .load(conn)?)
}

/// Every one, ended or not.
// open: a short code that somebody typed is looked for among them
pub fn all(conn: &mut Conn) -> Result<Vec<RoomRow>, Fault> {
    Ok(rooms::table.order(rooms::id).load(conn)?)
}

/// Ended or not.
// open: the rule is asked about its place before anything is shown
pub fn room(conn: &mut Conn, id: &RoomId) -> Result<RoomRow, Fault> {
    Ok(rooms::table.find(id).first(conn)?)
}

/// The room of a code, ended or not.
// open: whoever reads the code on the wall knows as much
pub fn of_token(conn: &mut Conn, token: &str) -> Result<RoomRow, Fault> {
    Ok(rooms::table.filter(rooms::token.eq(token)).first(conn)?)
}

/// Makes it as granted; a second code for a room of the same name at the same place is refused.
pub fn make(tx: &mut Tx<'_>, grant: &Grant<KeepRoom>, name: &str) -> Result<RoomRow, Fault> {
    let over = grant.act().over.clone();
    let same: i64 = rooms::table
        .filter(rooms::name.eq(name))
        .filter(rooms::scope.eq(over.scope.as_str()))
        .filter(rooms::scope_id.eq(&over.id))
        .filter(rooms::known_until.is_null())
        .count()
        .get_result(tx.conn())?;
    if same > 0 {
        return Err(
            Refusal::new("room-known", "This room has a code already. Print it again, or end it.").into()
        );
    }
    let row = RoomRow {
        id: tx.new_id(),
        name: name.to_owned(),
        scope: over.scope.to_string(),
        scope_id: over.id,
        token: tx.secret(),
        made_by: grant.account().cloned().ok_or_else(|| Fault::broken("only people make codes"))?,
        known_from: tx.now(),
        known_until: None,
    };
    diesel::insert_into(rooms::table)
        .values((
            rooms::id.eq(&row.id),
            rooms::name.eq(&row.name),
            rooms::scope.eq(&row.scope),
            rooms::scope_id.eq(&row.scope_id),
            rooms::token.eq(&row.token),
            rooms::made_by.eq(&row.made_by),
            rooms::known_from.eq(row.known_from),
        ))
        .execute(tx.conn())?;
    tx.vouch(BookId::house(), &row);
    Ok(row)
}

/// Its code is no more; what was stated of it stays. One at another place than granted is not there.
pub fn end(tx: &mut Tx<'_>, grant: &Grant<KeepRoom>, row: &RoomRow) -> Result<RoomRow, Fault> {
    if row.over()? != grant.act().over {
        return Err(Fault::NotFound);
    }
    let now = tx.now();
    diesel::update(rooms::table.find(&row.id).filter(rooms::known_until.is_null()))
        .set(rooms::known_until.eq(now))
        .execute(tx.conn())?;
    let row = RoomRow { known_until: Some(now), ..row.clone() };
    tx.vouch(BookId::house(), &row);
    Ok(row)
}

/// The newest scan of this person since an instant, of a room whose code holds: of `room`, or of any.
pub fn newest(
    conn: &mut Conn,
    who: &Sight,
    room: Option<&RoomId>,
    since: Moment,
) -> Result<Option<Scan>, Fault> {
    let query = room_scans::table
        .inner_join(rooms::table.on(rooms::id.eq(room_scans::room_id)))
        .filter(room_scans::account_id.eq(who.viewer()))
        .filter(room_scans::at.ge(since))
        .filter(rooms::known_until.is_null())
        .order((room_scans::at.desc(), room_scans::id.desc()))
        .select((room_scans::id, room_scans::at, rooms::all_columns))
        .into_boxed();
    let query = match room {
        Some(room) => query.filter(room_scans::room_id.eq(room)),
        None => query,
    };
    let found: Option<(ScanId, Moment, RoomRow)> = query.first(conn).optional()?;
    Ok(found.map(|(id, at, room)| Scan { id, at, room }))
}

/// One scan of this person's; another's is not there.
pub fn scan(conn: &mut Conn, who: &Sight, id: &ScanId) -> Result<Scan, Fault> {
    let (id, at, room): (ScanId, Moment, RoomRow) = room_scans::table
        .inner_join(rooms::table.on(rooms::id.eq(room_scans::room_id)))
        .filter(room_scans::id.eq(id))
        .filter(room_scans::account_id.eq(who.viewer()))
        .select((room_scans::id, room_scans::at, rooms::all_columns))
        .first(conn)?;
    Ok(Scan { id, at, room })
}

/// Quietly, as the page is opened.
pub fn note(tx: &mut Tx<'_>, who: &Sight, room: RoomRow) -> Result<Scan, Fault> {
    let (id, at): (ScanId, Moment) = (tx.new_id(), tx.now());
    diesel::insert_into(room_scans::table)
        .values((
            room_scans::id.eq(&id),
            room_scans::account_id.eq(who.viewer()),
            room_scans::room_id.eq(&room.id),
            room_scans::at.eq(at),
        ))
        .execute(tx.conn())?;
    Ok(Scan { id, at, room })
}

/// Scans older than a day, at night.
pub fn sweep(tx: &mut Tx<'_>, _: System) -> Result<(), Fault> {
    let old = room_scans::table.filter(room_scans::at.lt(tx.now().plus_days(-1)));
    diesel::delete(old).execute(tx.conn())?;
    Ok(())
}

/// Of somebody who is erased.
pub fn erase_scans(tx: &mut Tx<'_>, grant: &Grant<ErasePerson>) -> Result<(), Fault> {
    let theirs = room_scans::table.filter(room_scans::account_id.eq(&grant.act().person));
    diesel::delete(theirs).execute(tx.conn())?;
    Ok(())
}

/// Every room, for `perfolio verify`.
// open: verification compares hashes; nothing of it is shown but what does not fit
pub fn committed_rows(conn: &mut Conn) -> Result<Vec<Box<dyn Committed>>, Fault> {
    Ok(all(conn)?.into_iter().map(|row| Box::new(row) as Box<dyn Committed>).collect())
}
