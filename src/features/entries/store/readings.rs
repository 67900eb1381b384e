//! Who has opened an entry or a file of it: once per person, version or file, and day, written quietly after the
//! answer. Days and not minutes: it says who looked, and is no watch on anybody's working hours.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{
    accounts, carried, entry_versions, evidence, exports, file_readings, pack_held, pack_readings, readings,
    statements, ticket_openings, tickets,
};
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::role::Sight;
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::entries::seen::Seen;
use crate::on_both;

/// Somebody other than the owner has this version before them today.
pub fn note_reading(tx: &mut Tx<'_>, who: &Sight, version: &EntryVersionId) -> Result<(), Fault> {
    let row = (
        readings::viewer_id.eq(who.viewer()),
        readings::version_id.eq(version),
        readings::day.eq(who.today()),
    );
    on_both!(tx.conn(), |c| diesel::insert_into(readings::table)
        .values(row)
        .on_conflict((readings::viewer_id, readings::version_id, readings::day))
        .do_nothing()
        .execute(c))?;
    Ok(())
}

/// Whether today's reading is written already: then nothing needs to wait at the write door.
pub fn has_read(conn: &mut Conn, who: &Sight, version: &EntryVersionId) -> Result<bool, Fault> {
    let found: Option<Day> = readings::table
        .find((who.viewer(), version, who.today()))
        .select(readings::day)
        .first(conn)
        .optional()?;
    Ok(found.is_some())
}

/// Who opened any version, and when last, by name. For the owner.
pub fn readers(conn: &mut Conn, who: &Sight, entry: &Seen) -> Result<Vec<(String, Day)>, Fault> {
    if !entry.is_owner(who.viewer()) {
        return Ok(Vec::new());
    }
    type Row = (AccountId, String, Option<Day>);
    let mut rows: Vec<Row> = readings::table
        .inner_join(accounts::table.on(accounts::id.eq(readings::viewer_id)))
        .inner_join(entry_versions::table.on(entry_versions::id.eq(readings::version_id)))
        .filter(entry_versions::entry_id.eq(&entry.id))
        .group_by((accounts::id, accounts::name))
        .select((accounts::id, accounts::name, diesel::dsl::max(readings::day)))
        .load(conn)?;
    // In the pack of a review it was before them as well.
    let in_packs: Vec<Row> = pack_readings::table
        .inner_join(accounts::table.on(accounts::id.eq(pack_readings::viewer_id)))
        .inner_join(pack_held::table.on(pack_held::pack_id.eq(pack_readings::pack_id)))
        .inner_join(entry_versions::table.on(entry_versions::id.eq(pack_held::version_id)))
        .filter(entry_versions::entry_id.eq(&entry.id))
        .group_by((accounts::id, accounts::name))
        .select((accounts::id, accounts::name, diesel::dsl::max(pack_readings::day)))
        .load(conn)?;
    rows.extend(in_packs);
    let mut last: BTreeMap<(String, AccountId), Day> = BTreeMap::new();
    for (id, name, day) in rows {
        let Some(day) = day else { continue };
        let known = last.entry((name, id)).or_insert(day);
        *known = (*known).max(day);
    }
    Ok(last.into_iter().map(|((name, _), day)| (name, day)).collect())
}

/// Somebody other than the owner has this file before them today.
pub fn note_file_reading(tx: &mut Tx<'_>, who: &Sight, file: &EvidenceId) -> Result<(), Fault> {
    let row = (
        file_readings::viewer_id.eq(who.viewer()),
        file_readings::evidence_id.eq(file),
        file_readings::day.eq(who.today()),
    );
    on_both!(tx.conn(), |c| diesel::insert_into(file_readings::table)
        .values(row)
        .on_conflict((file_readings::viewer_id, file_readings::evidence_id, file_readings::day))
        .do_nothing()
        .execute(c))?;
    Ok(())
}

pub fn has_read_file(conn: &mut Conn, who: &Sight, file: &EvidenceId) -> Result<bool, Fault> {
    let row = file_readings::table.find((who.viewer(), file, who.today()));
    Ok(diesel::select(diesel::dsl::exists(row)).get_result(conn)?)
}

/// One way in which somebody had an entry before them, on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    pub day: Day,
    /// A name; of a link without an account, whose it was, and who decided with it once they had proved their address.
    pub who: String,
    pub how: How,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    Page,
    File,
    Report,
    Pack,
    Link,
}

impl How {
    pub fn shown(self) -> &'static str {
        match self {
            How::Page => "opened it",
            How::File => "opened a file of it",
            How::Report => "was given a report with it",
            How::Pack => "read it in the frozen pack of a review",
            How::Link => "opened it by a link, without an account",
        }
    }
}

/// Everybody who had any version of the entry before them, the latest day first. A report and a pack
/// count for all that is in them.
// open: the entry is the asker's own, or they keep its incident; names and days
pub fn opened(conn: &mut Conn, entry: &EntryId) -> Result<Vec<Opened>, Fault> {
    let versions =
        || entry_versions::table.filter(entry_versions::entry_id.eq(entry)).select(entry_versions::id);
    let pages: Vec<(Day, String)> = readings::table
        .inner_join(accounts::table.on(accounts::id.eq(readings::viewer_id)))
        .filter(readings::version_id.eq_any(versions()))
        .select((readings::day, accounts::name))
        .load(conn)?;
    let files: Vec<(Day, String)> = file_readings::table
        .inner_join(accounts::table.on(accounts::id.eq(file_readings::viewer_id)))
        .inner_join(evidence::table.on(evidence::id.eq(file_readings::evidence_id)))
        .filter(evidence::version_id.eq_any(versions().select(entry_versions::id.nullable())))
        .select((file_readings::day, accounts::name))
        .load(conn)?;
    let reports: Vec<(Option<Moment>, Moment, String)> = carried::table
        .inner_join(exports::table.on(exports::id.eq(carried::export_id)))
        .inner_join(accounts::table.on(accounts::id.eq(exports::asked_by)))
        .filter(carried::version_id.eq_any(versions()))
        .select((exports::ended_at, exports::asked_at, accounts::name))
        .load(conn)?;
    let packs: Vec<(Day, String)> = pack_readings::table
        .inner_join(accounts::table.on(accounts::id.eq(pack_readings::viewer_id)))
        .inner_join(pack_held::table.on(pack_held::pack_id.eq(pack_readings::pack_id)))
        .filter(pack_held::version_id.eq_any(versions()))
        .select((pack_readings::day, accounts::name))
        .load(conn)?;
    let links: Vec<(TicketId, Moment)> = ticket_openings::table
        .inner_join(tickets::table.on(tickets::id.eq(ticket_openings::ticket_id)))
        .filter(tickets::entry_id.eq(entry))
        .select((tickets::id, ticket_openings::first_at))
        .load(conn)?;
    let ids: Vec<TicketId> = links.iter().map(|(link, _)| link.clone()).collect();
    let by_links = by_links(conn, &ids)?;
    let one = |how: How| move |(day, who): (Day, String)| Opened { day, who, how };
    let mut all: Vec<Opened> = pages.into_iter().map(one(How::Page)).collect();
    all.extend(files.into_iter().map(one(How::File)));
    all.extend(packs.into_iter().map(one(How::Pack)));
    all.extend(
        reports
            .into_iter()
            .map(|(made, asked, who)| one(How::Report)((made.unwrap_or(asked).day_in(DEFAULT_ZONE), who))),
    );
    all.extend(links.into_iter().filter_map(|(link, at)| {
        by_links.get(&link).map(|who| one(How::Link)((at.day_in(DEFAULT_ZONE), who.clone())))
    }));
    all.sort_by(|a, b| (b.day, &a.who, a.how).cmp(&(a.day, &b.who, b.how)));
    all.dedup();
    Ok(all)
}

/// Who opened something by each of these links, as far as the house knows: who made it, and who decided with it.
// open: called where the readings of what the links show may be shown
pub fn by_links(conn: &mut Conn, links: &[TicketId]) -> Result<HashMap<TicketId, String>, Fault> {
    let mut all = HashMap::new();
    for some in links.chunks(1_000) {
        let makers: Vec<(TicketId, String)> = tickets::table
            .inner_join(accounts::table.on(accounts::id.eq(tickets::made_by)))
            .filter(tickets::id.eq_any(some))
            .select((tickets::id, accounts::name))
            .load(conn)?;
        let deciders: Vec<(TicketId, String, String)> = statements::table
            .filter(statements::ticket_id.eq_any(some))
            .filter(statements::proved_at.is_not_null())
            .order((statements::taken_at, statements::id))
            .select((statements::ticket_id, statements::name, statements::address))
            .load(conn)?;
        let mut decided: HashMap<TicketId, Vec<String>> = HashMap::new();
        for (link, name, address) in deciders {
            // An erased person has no address any more.
            let who = if address.is_empty() { name } else { format!("{name}, {address}") };
            decided.entry(link).or_default().push(who);
        }
        let said = |(link, maker): (TicketId, String)| {
            let who = with_link(&maker, decided.get(&link).map_or(&[], Vec::as_slice));
            (link, who)
        };
        all.extend(makers.into_iter().map(said));
    }
    Ok(all)
}

/// `Somebody with a link that Ann Field made (Dr A. Malik, a.malik@northgate.nhs.uk, decided with it)`
fn with_link(maker: &str, deciders: &[String]) -> String {
    match deciders {
        [] => format!("Somebody with a link that {maker} made"),
        some => format!("Somebody with a link that {maker} made ({}, decided with it)", some.join("; ")),
    }
}
