//! One's own earlier records, the mappings that were used for them, and what is recorded already.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{acceptances, drafts, earlier_sets, enrolments, entries, portfolios};
use crate::db::sight;
use crate::domain::earlier::mapping::Mapping;
use crate::domain::earlier::{LEARNING, LOGBOOK};
use crate::domain::entry::EntryState;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::role::Sight;
use crate::domain::time::{Day, Moment};

#[derive(Debug, Clone)]
pub struct Listed {
    pub id: EntryId,
    pub kind: String,
    pub title: String,
    pub number: i32,
    pub state: EntryState,
}

/// One's own logbooks and claims, the newest first.
pub fn own(conn: &mut Conn, who: &Sight) -> Result<Vec<Listed>, Fault> {
    let rows: Vec<(EntryId, String, String, i32, String, String)> = entries::table
        .inner_join(portfolios::table)
        .filter(portfolios::person_id.eq(who.viewer()))
        .filter(entries::kind.eq_any([LOGBOOK, LEARNING]))
        .order((entries::number.desc(), entries::id))
        .select((
            entries::id,
            entries::kind,
            entries::title,
            entries::number,
            entries::state,
            entries::earlier,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, kind, title, number, state, earlier)| {
            let state = EntryState::listed(&state, &earlier).map_err(Fault::broken)?;
            Ok(Listed { id, kind, title, number, state })
        })
        .collect()
}

/// The mappings of one's own sets of a kind, the newest first: id, title, when, and the mapping.
pub fn mappings(
    conn: &mut Conn,
    who: &Sight,
    kind: Option<&str>,
) -> Result<Vec<(SetId, String, Moment, Mapping)>, Fault> {
    let mut query = earlier_sets::table
        .inner_join(entries::table.on(entries::id.eq(earlier_sets::entry_id)))
        .inner_join(portfolios::table.on(portfolios::id.eq(entries::portfolio_id)))
        .filter(portfolios::person_id.eq(who.viewer()))
        .order((earlier_sets::brought_at.desc(), earlier_sets::id.desc()))
        .select((earlier_sets::id, entries::title, earlier_sets::brought_at, earlier_sets::mapping))
        .into_boxed();
    if let Some(kind) = kind {
        query = query.filter(earlier_sets::kind.eq(kind.to_owned()));
    }
    let rows: Vec<(SetId, String, Moment, String)> = query.load(conn)?;
    rows.into_iter()
        .map(|(id, title, at, mapping)| {
            Ok((id, title, at, serde_json::from_str(&mapping).map_err(Fault::broken)?))
        })
        .collect()
}

/// What others of the same department said of tables of a kind, the newest first: when, and the mapping without
/// its words, which are somebody else's.
// open: it names nobody, and says of the reader's own columns what they may hold
pub fn mappings_of_colleagues(
    conn: &mut Conn,
    who: &Sight,
    kind: &str,
) -> Result<Vec<(Moment, Mapping)>, Fault> {
    let departments: Vec<DepartmentId> = enrolments::table
        .inner_join(portfolios::table)
        .filter(portfolios::person_id.eq(who.viewer()))
        .filter(enrolments::known_until.is_null())
        .select(enrolments::department_id)
        .distinct()
        .load(conn)?;
    let nearby = enrolments::table
        .filter(enrolments::department_id.eq_any(departments))
        .filter(enrolments::known_until.is_null())
        .select(enrolments::portfolio_id);
    let rows: Vec<(Moment, String)> = earlier_sets::table
        .inner_join(entries::table.on(entries::id.eq(earlier_sets::entry_id)))
        .inner_join(portfolios::table.on(portfolios::id.eq(entries::portfolio_id)))
        .filter(entries::portfolio_id.eq_any(nearby))
        .filter(portfolios::person_id.ne(who.viewer()))
        .filter(earlier_sets::kind.eq(kind))
        .order((earlier_sets::brought_at.desc(), earlier_sets::id.desc()))
        .select((earlier_sets::brought_at, earlier_sets::mapping))
        .limit(20)
        .load(conn)?;
    rows.into_iter()
        .map(|(at, mapping)| {
            let mapping: Mapping = serde_json::from_str(&mapping).map_err(Fault::broken)?;
            Ok((at, mapping.columns_only()))
        })
        .collect()
}

/// Day, title and number of what the person has recorded already of a kind, withdrawn entries left out.
pub fn recorded(conn: &mut Conn, who: &Sight, kind: &str) -> Result<Vec<(Day, String, i32)>, Fault> {
    Ok(entries::table
        .inner_join(portfolios::table)
        .filter(portfolios::person_id.eq(who.viewer()))
        .filter(entries::kind.eq(kind))
        .filter(entries::state.ne(EntryState::Withdrawn.as_str()))
        .order(entries::number)
        .select((entries::happened_on, entries::title, entries::number))
        .load(conn)?)
}

/// What an acceptance is about, if that is in sight.
pub fn entry_of(conn: &mut Conn, who: &Sight, id: &AcceptanceId) -> Result<EntryId, Fault> {
    let entry: EntryId = acceptances::table.find(id).select(acceptances::entry_id).first(conn)?;
    Ok(entries::table
        .inner_join(portfolios::table)
        .filter(entries::id.eq(&entry))
        .filter(portfolios::person_id.eq(who.viewer()).or(entries::id.eq_any(sight::entry_seen(who, &entry))))
        .select(entries::id)
        .first(conn)?)
}

/// One's own tables on their way in, the newest first: the draft and when it was saved.
pub fn begun(conn: &mut Conn, who: &Sight) -> Result<Vec<(DraftId, Moment)>, Fault> {
    Ok(drafts::table
        .filter(drafts::owner_id.eq(who.viewer()))
        .filter(drafts::kind.eq(LOGBOOK))
        .order((drafts::saved_at.desc(), drafts::id.desc()))
        .select((drafts::id, drafts::saved_at))
        .load(conn)?)
}
