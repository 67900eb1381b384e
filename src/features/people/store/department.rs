//! Who belongs to a department: whoever is enrolled in it today, which a room above knows, and whoever is appointed over
//! it.

use std::collections::BTreeSet;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, appointment_scopes, appointments};
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, DepartmentId};
use crate::domain::role::{Scope, Sight};

/// By name, without the asker and without closed accounts. The caller asks whether the department is the asker's.
pub fn of_department(
    conn: &mut Conn,
    who: &Sight,
    department: &DepartmentId,
    enrolled: Vec<AccountId>,
) -> Result<Vec<(AccountId, String)>, Fault> {
    let today = who.today();
    let appointed: Vec<AccountId> = appointments::table
        .inner_join(appointment_scopes::table.on(appointment_scopes::appointment_id.eq(appointments::id)))
        .filter(appointment_scopes::scope.eq(Scope::Department))
        .filter(appointment_scopes::scope_id.eq(department.as_str()))
        .filter(appointments::known_until.is_null())
        .filter(appointments::until_day.is_null().or(appointments::until_day.ge(today)))
        .select(appointments::person_id)
        .load(conn)?;
    let all: BTreeSet<AccountId> = enrolled.into_iter().chain(appointed).collect();
    Ok(accounts::table
        .filter(accounts::id.eq_any(all.iter().collect::<Vec<_>>()))
        .filter(accounts::id.ne(who.viewer()))
        .filter(accounts::closed_at.is_null())
        .order((accounts::name_folded, accounts::id))
        .select((accounts::id, accounts::name))
        .load(conn)?)
}
