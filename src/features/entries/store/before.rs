//! What an entry from before is part of, and what was said of it.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{acceptances, accepted_rows, accounts, earlier_rows, earlier_sets};
use crate::domain::earlier::ACCEPTED;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::time::Moment;
use crate::features::entries::seen::{AcceptanceShown, Before};

type Said = (
    AcceptanceId,
    AccountId,
    String,
    String,
    String,
    (Option<i64>, String),
    String,
    Moment,
    Option<Moment>,
    String,
);

/// Of an entry in sight.
pub(super) fn before_of(conn: &mut Conn, id: &EntryId) -> Result<Before, Fault> {
    let logbook: Option<EntryId> = earlier_rows::table
        .inner_join(earlier_sets::table.on(earlier_sets::id.eq(earlier_rows::set_id)))
        .filter(earlier_rows::entry_id.eq(id))
        .select(earlier_sets::entry_id)
        .first(conn)
        .optional()?;
    let is_record = logbook.is_none();
    let mut said = acceptances::table
        .inner_join(accounts::table.on(accounts::id.eq(acceptances::by_id)))
        .order((acceptances::known_from, acceptances::id))
        .select((
            acceptances::id,
            accounts::id,
            accounts::name,
            acceptances::capacity,
            acceptances::verdict,
            (acceptances::credit, acceptances::items),
            acceptances::reason,
            acceptances::known_from,
            acceptances::known_until,
            acceptances::undone_why,
        ))
        .into_boxed();
    said = match is_record {
        true => said.filter(acceptances::entry_id.eq(id)),
        false => said.filter(acceptances::id.eq_any(
            accepted_rows::table.filter(accepted_rows::entry_id.eq(id)).select(accepted_rows::acceptance_id),
        )),
    };
    let said: Vec<Said> = said.load(conn)?;
    Ok(Before {
        of: logbook.unwrap_or_else(|| id.clone()),
        is_record,
        said: said.into_iter().map(shown).collect(),
    })
}

fn shown(
    (id, by, by_name, capacity, verdict, (credit, items), reason, at, until, why): Said,
) -> AcceptanceShown {
    AcceptanceShown {
        id,
        by,
        by_name,
        capacity,
        accepted: verdict == ACCEPTED,
        credit,
        items: items.split_whitespace().map(str::to_owned).collect(),
        reason,
        at,
        undone: until.map(|until| (until, why)),
    }
}
