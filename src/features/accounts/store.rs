//! The rows of accounts, sessions and links. Most functions here are open: whoever signs in, or holds
//! a link, is nobody yet whose sight or grant could be asked for; the others touch only the rows of
//! the account they are given, which a gate has found. Tokens are never stored, only their hashes.

use diesel::prelude::*;

use crate::db::Reading;
use crate::db::conn::Conn;
use crate::db::schema::{
    accounts, appointment_scopes, appointments, institutions, invitations, portfolios, requests, sessions,
};
use crate::db::tx::Tx;
use crate::domain::audit::Committed;
use crate::domain::fault::{Fault, Refusal};
use crate::domain::names::{AccountId, AppointmentId, EmailAddress, InvitationId, PortfolioId, SessionId};
use crate::domain::role::{Capacity, DECIDE_AFTER_END_DAYS, Person, Scope};
use crate::domain::time::{DEFAULT_ZONE, Moment};
use crate::text_words;
use crate::web::session::{Arrival, WHOLE_SECONDS, token_hash};
use crate::web::visit::Visit;

text_words! {
    /// What a link is for.
    enum Purpose "purpose" {
        FirstAdmin = "first-admin",
        Join = "join",
        Reset = "reset",
    }
}

impl Purpose {
    /// A new person may be on leave; whoever forgot a password sits before the screen.
    fn holds_seconds(self) -> i64 {
        match self {
            Purpose::FirstAdmin => 24 * 60 * 60,
            Purpose::Join => 14 * 24 * 60 * 60,
            Purpose::Reset => 2 * 60 * 60,
        }
    }
}

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

/// What a browser says about itself when it signs in.
#[derive(Debug, Clone)]
pub struct Browser {
    address: String,
    agent: String,
}

impl Browser {
    pub fn of(visit: &Visit) -> Browser {
        Browser { address: visit.address.to_string(), agent: visit.agent.clone() }
    }
}

// ---- who is it? ----

/// open: the session middleware asks before anybody is known.
pub fn recognise(r: &mut Reading<'_>, hash: &str) -> Result<Option<Arrival>, Fault> {
    let now = r.now();
    let found = sessions::table
        .inner_join(accounts::table.on(accounts::id.eq(sessions::account_id)))
        .filter(sessions::token_hash.eq(hash))
        .filter(sessions::revoked_at.is_null())
        .filter(accounts::closed_at.is_null())
        .select(((sessions::id, sessions::csrf, sessions::seen_at, sessions::ends_at), Account::as_select()))
        .first::<((SessionId, String, Moment, Moment), Account)>(r.conn())
        .optional()?;
    let Some(((session, csrf, seen_at, ends_at), account)) = found else { return Ok(None) };
    let zone = zone(r.conn())?;
    let oldest_end = now.day_in(zone).plus_days(-DECIDE_AFTER_END_DAYS);
    let capacities: Vec<Capacity> = appointments::table
        .filter(appointments::person_id.eq(&account.id))
        .filter(appointments::known_until.is_null())
        .filter(appointments::from_day.le(now.day_in(zone)))
        .filter(appointments::until_day.is_null().or(appointments::until_day.ge(oldest_end)))
        .select(appointments::capacity)
        .distinct()
        .load(r.conn())?;
    let portfolio: Option<PortfolioId> = portfolios::table
        .filter(portfolios::person_id.eq(&account.id))
        .select(portfolios::id)
        .first(r.conn())
        .optional()?;
    let inbox = match capacities.contains(&Capacity::Supervisor) {
        true => waiting(r.conn(), &account.id)?,
        false => 0,
    };
    let capacities = capacities.into_iter().collect();
    let Account { id, name, email, .. } = account;
    let person = Person { account: id, session, name, email, capacities, portfolio, inbox, zone, now, csrf };
    Ok(Some(Arrival { person, seen_at, ends_at }))
}

fn waiting(conn: &mut Conn, me: &AccountId) -> Result<i64, Fault> {
    let open = requests::table.filter(requests::asked_id.eq(me)).filter(requests::closed_at.is_null());
    Ok(open.count().get_result(conn)?)
}

/// The zone of the house's institutions, if they agree on one.
fn zone(conn: &mut Conn) -> Result<chrono_tz::Tz, Fault> {
    let zones: Vec<String> = institutions::table.select(institutions::zone).distinct().limit(2).load(conn)?;
    match zones.as_slice() {
        [one] => one.parse().map_err(|_| Fault::Broken(format!("an institution has the unknown zone {one}"))),
        _ => Ok(DEFAULT_ZONE),
    }
}

/// open: the session was just recognised.
pub fn seen(tx: &mut Tx<'_>, session: &SessionId) -> Result<(), Fault> {
    let now = tx.now();
    diesel::update(sessions::table.find(session)).set(sessions::seen_at.eq(now)).execute(tx.conn())?;
    Ok(())
}

// ---- accounts ----

/// open: a person's name and address for rooms that have already decided to show them.
pub fn account(conn: &mut Conn, id: &AccountId) -> Result<Account, Fault> {
    Ok(accounts::table.find(id).select(Account::as_select()).first(conn)?)
}

/// open: the account of a folded address and its password's hash; closed and unanswered ones have none.
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

/// open: asked by the account itself, to confirm its own password.
pub fn password_hash(conn: &mut Conn, me: &AccountId) -> Result<Option<String>, Fault> {
    let found: Option<String> =
        accounts::table.find(me).select(accounts::password_hash).first(conn).optional()?;
    Ok(found.filter(|hash| !hash.is_empty()))
}

/// open: for the first admin, and for the demo and the command line. An empty hash is no password yet.
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

/// open: the account itself, or whoever holds its link.
pub fn set_password(tx: &mut Tx<'_>, me: &AccountId, hash: &str) -> Result<(), Fault> {
    diesel::update(accounts::table.find(me)).set(accounts::password_hash.eq(hash)).execute(tx.conn())?;
    Ok(())
}

/// open: the account itself, or whoever holds its link.
pub fn set_name(tx: &mut Tx<'_>, me: &AccountId, name: &str) -> Result<Account, Fault> {
    diesel::update(accounts::table.find(me))
        .set((accounts::name.eq(name), accounts::name_folded.eq(name.to_lowercase())))
        .execute(tx.conn())?;
    account(tx.conn(), me)
}

/// open: whoever holds the link that the server printed; the house has no admin before.
pub fn appoint_first_admin(tx: &mut Tx<'_>, me: &AccountId) -> Result<AppointmentId, Fault> {
    let (id, now): (AppointmentId, Moment) = (tx.new_id(), tx.now());
    diesel::insert_into(appointments::table)
        .values((
            appointments::id.eq(&id),
            appointments::person_id.eq(me),
            appointments::capacity.eq(Capacity::Admin),
            appointments::from_day.eq(now.day_in(DEFAULT_ZONE)),
            appointments::made_by.eq("system"),
            appointments::known_from.eq(now),
        ))
        .execute(tx.conn())?;
    diesel::insert_into(appointment_scopes::table)
        .values((
            appointment_scopes::appointment_id.eq(&id),
            appointment_scopes::scope.eq(Scope::House),
            appointment_scopes::scope_id.eq("house"),
        ))
        .execute(tx.conn())?;
    Ok(id)
}

// ---- sessions ----

/// open: whoever just proved who they are. Gives the token for the browser.
pub fn open_session(tx: &mut Tx<'_>, me: &AccountId, browser: &Browser) -> Result<String, Fault> {
    let (token, now) = (tx.secret(), tx.now());
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(tx.new_id::<SessionId>()),
            sessions::token_hash.eq(token_hash(&token)),
            sessions::account_id.eq(me),
            sessions::csrf.eq(tx.secret()),
            sessions::opened_at.eq(now),
            sessions::seen_at.eq(now),
            sessions::ends_at.eq(now.plus_seconds(WHOLE_SECONDS)),
            sessions::address.eq(&browser.address),
            sessions::agent.eq(&browser.agent),
        ))
        .execute(tx.conn())?;
    Ok(token)
}

/// A running session, for the list of its owner.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = sessions)]
pub struct Session {
    pub id: SessionId,
    pub opened_at: Moment,
    pub seen_at: Moment,
    pub address: String,
    pub agent: String,
}

/// open: the owner's own, newest first.
pub fn sessions(r: &mut Reading<'_>, me: &AccountId) -> Result<Vec<Session>, Fault> {
    let now = r.now();
    let idle = now.plus_seconds(-crate::web::session::IDLE_SECONDS);
    let running = sessions::table
        .filter(sessions::account_id.eq(me))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::ends_at.gt(now))
        .filter(sessions::seen_at.gt(idle));
    Ok(running.select(Session::as_select()).order(sessions::opened_at.desc()).load(r.conn())?)
}

/// open: only a session of this account; another's is not found.
pub fn end_session(tx: &mut Tx<'_>, me: &AccountId, session: &SessionId) -> Result<(), Fault> {
    let now = tx.now();
    let own = sessions::table.filter(sessions::id.eq(session)).filter(sessions::account_id.eq(me));
    let ended = diesel::update(own).set(sessions::revoked_at.eq(now)).execute(tx.conn())?;
    if ended == 0 { Err(Fault::NotFound) } else { Ok(()) }
}

/// open: only sessions of this account. Gives how many there were.
pub fn end_other_sessions(tx: &mut Tx<'_>, me: &AccountId, keep: Option<&SessionId>) -> Result<usize, Fault> {
    let now = tx.now();
    let kept = keep.map_or("", SessionId::as_str).to_owned();
    let others = sessions::table
        .filter(sessions::account_id.eq(me))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::id.ne(SessionId::new(kept)));
    Ok(diesel::update(others).set(sessions::revoked_at.eq(now)).execute(tx.conn())?)
}

// ---- links ----

/// What stands behind a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub invitation: InvitationId,
    account: Option<AccountId>,
    /// Empty for the first admin, who has no account yet.
    pub name: String,
    pub email: String,
}

impl Link {
    pub fn account(self) -> Result<AccountId, Fault> {
        self.account.ok_or(Fault::NotFound)
    }
}

/// open: whoever holds the token. Used, replaced, expired and never made look the same.
pub fn link(conn: &mut Conn, token: &str, purpose: Purpose, now: Moment) -> Result<Link, Fault> {
    let found = invitations::table
        .left_join(accounts::table.on(invitations::account_id.eq(accounts::id.nullable())))
        .filter(invitations::token_hash.eq(token_hash(token)))
        .filter(invitations::purpose.eq(purpose.as_str()))
        .filter(invitations::used_at.is_null())
        .filter(invitations::revoked_at.is_null())
        .filter(invitations::expires_at.gt(now))
        .filter(accounts::closed_at.is_null())
        .select((invitations::id, invitations::account_id, (accounts::name, accounts::email).nullable()))
        .first::<(InvitationId, Option<AccountId>, Option<(String, String)>)>(conn)
        .optional()?;
    let Some((invitation, account, person)) = found else {
        return Err(Refusal::new(
            "link-ended",
            "This link has been used, has expired, or was replaced by a newer one. Use the newest letter, or ask for another.",
        )
        .into());
    };
    let (name, email) = person.unwrap_or_default();
    Ok(Link { invitation, account, name, email })
}

/// open: whoever holds the token; it works once.
pub fn use_link(tx: &mut Tx<'_>, token: &str, purpose: Purpose) -> Result<Link, Fault> {
    let now = tx.now();
    let link = link(tx.conn(), token, purpose, now)?;
    diesel::update(invitations::table.find(&link.invitation))
        .set(invitations::used_at.eq(now))
        .execute(tx.conn())?;
    Ok(link)
}

/// An account that was made for somebody who has yet to choose a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    pub account: Account,
    pub invitation: InvitationId,
}

/// open: the room `people` asks its own rule first. The letter is `Notice::Invited`.
pub fn invite(tx: &mut Tx<'_>, email: &EmailAddress, name: &str, by: &AccountId) -> Result<Invited, Fault> {
    let account = open_account(tx, email, name, "")?;
    let invitation = make_link(tx, Some(&account.id), Purpose::Join, Some(by), &tx.secret())?;
    Ok(Invited { account, invitation })
}

/// open: the same answer for everybody. An older link for the same person ends.
pub fn ask_for_new_password(
    tx: &mut Tx<'_>,
    email_folded: &str,
) -> Result<Option<(AccountId, InvitationId)>, Fault> {
    let known: Option<(AccountId, String)> = accounts::table
        .filter(accounts::email_folded.eq(email_folded))
        .filter(accounts::closed_at.is_null())
        .select((accounts::id, accounts::password_hash))
        .first(tx.conn())
        .optional()?;
    // Somebody who never answered the invitation gets a link that asks for a password too.
    let Some((me, _)) = known else { return Ok(None) };
    revoke_links(tx, Purpose::Reset, Some(&me))?;
    let secret = tx.secret();
    Ok(Some((me.clone(), make_link(tx, Some(&me), Purpose::Reset, None, &secret)?)))
}

/// A link's token, newly made; whoever has an older one has nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fresh {
    pub token: String,
    pub expires_at: Moment,
}

/// open: for the letter, which is written by a job. `None` if the link has ended in the meantime.
pub fn fresh_link(tx: &mut Tx<'_>, invitation: &InvitationId) -> Result<Option<Fresh>, Fault> {
    let found: Option<String> = invitations::table
        .find(invitation)
        .filter(invitations::used_at.is_null())
        .filter(invitations::revoked_at.is_null())
        .select(invitations::purpose)
        .first(tx.conn())
        .optional()?;
    let Some(purpose) = found else { return Ok(None) };
    let purpose: Purpose = purpose.parse().map_err(Fault::broken)?;
    let (token, expires_at) = (tx.secret(), tx.now().plus_seconds(purpose.holds_seconds()));
    diesel::update(invitations::table.find(invitation))
        .set((invitations::token_hash.eq(token_hash(&token)), invitations::expires_at.eq(expires_at)))
        .execute(tx.conn())?;
    Ok(Some(Fresh { token, expires_at }))
}

/// open: for the server at its start. `None` once the house has an admin; an older link ends.
pub fn first_admin_link(tx: &mut Tx<'_>) -> Result<Option<String>, Fault> {
    let admins: i64 = appointments::table
        .filter(appointments::capacity.eq(Capacity::Admin))
        .count()
        .get_result(tx.conn())?;
    if admins > 0 {
        return Ok(None);
    }
    revoke_links(tx, Purpose::FirstAdmin, None)?;
    let token = tx.secret();
    make_link(tx, None, Purpose::FirstAdmin, None, &token)?;
    Ok(Some(token))
}

fn revoke_links(tx: &mut Tx<'_>, purpose: Purpose, of: Option<&AccountId>) -> Result<(), Fault> {
    let now = tx.now();
    let mut open = diesel::update(invitations::table)
        .set(invitations::revoked_at.eq(now))
        .filter(invitations::purpose.eq(purpose.as_str()))
        .filter(invitations::used_at.is_null())
        .filter(invitations::revoked_at.is_null())
        .into_boxed();
    if let Some(of) = of {
        open = open.filter(invitations::account_id.eq(of));
    }
    open.execute(tx.conn())?;
    Ok(())
}

fn make_link(
    tx: &mut Tx<'_>,
    account: Option<&AccountId>,
    purpose: Purpose,
    by: Option<&AccountId>,
    token: &str,
) -> Result<InvitationId, Fault> {
    let (id, now): (InvitationId, Moment) = (tx.new_id(), tx.now());
    diesel::insert_into(invitations::table)
        .values((
            invitations::id.eq(&id),
            invitations::account_id.eq(account),
            invitations::token_hash.eq(token_hash(token)),
            invitations::purpose.eq(purpose.as_str()),
            invitations::invited_by.eq(by),
            invitations::made_at.eq(now),
            invitations::expires_at.eq(now.plus_seconds(purpose.holds_seconds())),
        ))
        .execute(tx.conn())?;
    Ok(id)
}
