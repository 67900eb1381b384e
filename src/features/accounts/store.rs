//! The rows of accounts. Most functions here and in the parts below are open: whoever signs in, or holds
//! a link, is nobody yet whose sight or grant could be asked for; the others touch only the rows of the
//! account they are given, which a gate has found. Tokens are never stored, only their hashes.

mod erasing;
mod factors;
mod halves;
mod house;
mod links;
mod naming;
mod resets;
mod sessions;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, appointment_scopes, appointments, audit_events, invitations, portfolios};
use crate::db::tx::Tx;
use crate::domain::appointment::AppointmentRow;
use crate::domain::audit::Committed;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, AppointmentId, BookId, EmailAddress};
use crate::domain::role::{Capacity, Scope};
use crate::domain::territory::Over;
use crate::domain::time::{DEFAULT_ZONE, Moment};

/// As the house's book calls it when somebody changes their own name.
pub const RENAMED: &str = "account/renamed";

pub use erasing::{erase_account, erase_address, open_nobody, refuse_erased, shut};
pub use factors::{
    are_recovery_codes, begin_factor, count_wrong, demands, end_factors, factor, factor_being_set_up,
    new_recovery_codes, recovery_codes_left, set_demands, switch_factor_on, take_step, use_recovery_code,
};
pub use halves::{Admitted, Half, admit, half, use_half};
pub use house::{house_of, this_house};
pub use links::{
    Fresh, Invited, Link, Purpose, ask_for_new_password, first_admin_link, fresh_link, fresh_link_of, invite,
    invite_again, link, use_link,
};
pub use naming::set_name;
pub use resets::{
    OpenReset, admins, ask_for_reset, confirm_reset, decline_reset, news_of_reset, open_reset, open_resets,
    propose_reset, who_may_help,
};
pub use sessions::{
    Browser, Session, beginning, end_other_sessions, end_session, forget_codes, open_session, recognise,
    renew_session, seen, sessions,
};

/// An account's row, without its password.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = accounts)]
pub struct Account {
    pub id: AccountId,
    pub email: String,
    pub name: String,
    pub opened_at: Moment,
    pub closed_at: Option<Moment>,
}

impl Committed for Account {
    fn place(&self) -> String {
        format!("accounts/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        let closed = self.closed_at.map(|at| at.to_string()).unwrap_or_default();
        vec![self.id.to_string(), self.email.clone(), self.name.clone(), self.opened_at.to_string(), closed]
    }
}

// open: a person's name and address for rooms that have already decided to show them.
pub fn account(conn: &mut Conn, id: &AccountId) -> Result<Account, Fault> {
    Ok(accounts::table.find(id).select(Account::as_select()).first(conn)?)
}

/// When somebody last changed their own name, if that was after an instant. What it was before is kept nowhere.
// open: a day, for rooms that have already decided to show the name
pub fn renamed_after(conn: &mut Conn, id: &AccountId, after: Moment) -> Result<Option<Moment>, Fault> {
    Ok(audit_events::table
        .filter(audit_events::subject.eq(format!("account/{id}")))
        .filter(audit_events::at.gt(after))
        .filter(audit_events::act.eq(RENAMED))
        .order(audit_events::at.desc())
        .select(audit_events::at)
        .first(conn)
        .optional()?)
}

// open: the account of a folded address and its password's hash; closed and unanswered ones have none.
pub fn for_sign_in(conn: &mut Conn, email_folded: &str) -> Result<Option<(AccountId, String)>, Fault> {
    let found = accounts::table
        .filter(accounts::email_folded.eq(email_folded))
        .filter(accounts::closed_at.is_null())
        .filter(accounts::password_hash.ne(""))
        .select((accounts::id, accounts::password_hash))
        .first(conn)
        .optional()?;
    Ok(found)
}

// open: for the command line, which is told an address.
pub fn account_of(conn: &mut Conn, email_folded: &str) -> Result<Option<Account>, Fault> {
    Ok(accounts::table
        .filter(accounts::email_folded.eq(email_folded))
        .filter(accounts::closed_at.is_null())
        .select(Account::as_select())
        .first(conn)
        .optional()?)
}

/// Whether the account is somebody's to sign in to: it has a password, or its owner was invited, appointed or
/// enrolled. One that stands only for somebody who signed through a link is not.
// open: a yes or no for rules about links and letters
pub fn is_for_signing_in(conn: &mut Conn, id: &AccountId) -> Result<bool, Fault> {
    let password: Option<String> =
        accounts::table.find(id).select(accounts::password_hash).first(conn).optional()?;
    if password.is_some_and(|hash| !hash.is_empty()) {
        return Ok(true);
    }
    let invited: i64 = invitations::table.filter(invitations::account_id.eq(id)).count().get_result(conn)?;
    let appointed: i64 =
        appointments::table.filter(appointments::person_id.eq(id)).count().get_result(conn)?;
    let enrolled: i64 = portfolios::table.filter(portfolios::person_id.eq(id)).count().get_result(conn)?;
    Ok(invited + appointed + enrolled > 0)
}

// open: asked by the account itself, to confirm its own password.
pub fn password_hash(conn: &mut Conn, me: &AccountId) -> Result<Option<String>, Fault> {
    let found: Option<String> =
        accounts::table.find(me).select(accounts::password_hash).first(conn).optional()?;
    Ok(found.filter(|hash| !hash.is_empty()))
}

// open: for the first admin, and for the demo and the command line. An empty hash is no password yet.
pub fn open_account(tx: &mut Tx<'_>, email: &EmailAddress, name: &str, hash: &str) -> Result<Account, Fault> {
    let account = Account {
        id: tx.new_id(),
        email: email.as_str().to_owned(),
        name: name.to_owned(),
        opened_at: tx.now(),
        closed_at: None,
    };
    diesel::insert_into(accounts::table)
        .values((
            accounts::id.eq(&account.id),
            accounts::email.eq(&account.email),
            accounts::email_folded.eq(email.folded()),
            accounts::name.eq(&account.name),
            accounts::name_folded.eq(account.name.to_lowercase()),
            accounts::password_hash.eq(hash),
            accounts::opened_at.eq(account.opened_at),
        ))
        .execute(tx.conn())?;
    Ok(account)
}

/// Whoever chooses a password is in: links that others may still hold (an older letter, one that a lead
/// handed on) open the account no more.
// open: the account itself, or whoever holds its link.
pub fn set_password(tx: &mut Tx<'_>, me: &AccountId, hash: &str) -> Result<(), Fault> {
    diesel::update(accounts::table.find(me)).set(accounts::password_hash.eq(hash)).execute(tx.conn())?;
    halves::end_halves(tx, me)?;
    links::revoke_all_links(tx, me)
}

/// Puts a better hash of the same password, or the same hash, in place of `old`; one that was chosen meanwhile stays, and
/// it is false. A new password waits until this write ends, so that it ends the session that begins in it.
// open: whoever has just given the password.
pub fn renew_hash(tx: &mut Tx<'_>, me: &AccountId, old: &str, new: &str) -> Result<bool, Fault> {
    let same = accounts::table.find(me).filter(accounts::password_hash.eq(old));
    Ok(diesel::update(same).set(accounts::password_hash.eq(new)).execute(tx.conn())? == 1)
}

// open: asked by the account itself, for its own screens.
pub fn single_keys(conn: &mut Conn, me: &AccountId) -> Result<bool, Fault> {
    Ok(accounts::table.find(me).select(accounts::single_keys).first(conn)?)
}

// open: the account itself.
pub fn set_single_keys(tx: &mut Tx<'_>, me: &AccountId, on: bool) -> Result<(), Fault> {
    diesel::update(accounts::table.find(me)).set(accounts::single_keys.eq(on)).execute(tx.conn())?;
    Ok(())
}

// open: whoever holds the link that the server printed; the house has no admin before.
pub fn appoint_first_admin(tx: &mut Tx<'_>, me: &AccountId) -> Result<AppointmentId, Fault> {
    let now = tx.now();
    let row = AppointmentRow {
        id: tx.new_id(),
        person: me.clone(),
        capacity: Capacity::Admin,
        from: now.day_in(DEFAULT_ZONE),
        until: None,
        over: vec![Over::of(Scope::House, "house")],
        made_by: "system".to_owned(),
        known_from: now,
        known_until: None,
    };
    diesel::insert_into(appointments::table)
        .values((
            appointments::id.eq(&row.id),
            appointments::person_id.eq(&row.person),
            appointments::capacity.eq(row.capacity),
            appointments::from_day.eq(row.from),
            appointments::made_by.eq(&row.made_by),
            appointments::known_from.eq(row.known_from),
        ))
        .execute(tx.conn())?;
    diesel::insert_into(appointment_scopes::table)
        .values((
            appointment_scopes::appointment_id.eq(&row.id),
            appointment_scopes::scope.eq(Scope::House),
            appointment_scopes::scope_id.eq("house"),
        ))
        .execute(tx.conn())?;
    tx.vouch(BookId::house(), &row);
    Ok(row.id)
}
