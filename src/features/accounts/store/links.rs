//! Links: single-use, expiring, each known only by the hash of its token.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, appointments, invitations};
use crate::db::tx::Tx;
use crate::domain::fault::{Fault, Refusal};
use crate::domain::names::{AccountId, EmailAddress, InvitationId};
use crate::domain::role::Capacity;
use crate::domain::time::Moment;
use crate::features::accounts::store::{Account, is_for_signing_in, open_account, this_house};
use crate::text_words;
use crate::web::session::token_hash;

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

/// What stands behind a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub invitation: InvitationId,
    account: Option<AccountId>,
    /// Empty for the first admin, who has no account yet.
    pub name: String,
    pub email: String,
    /// Whose Perfolio it leads to.
    pub house: String,
}

impl Link {
    pub fn account(self) -> Result<AccountId, Fault> {
        self.account.ok_or(Fault::NotFound)
    }
}

// open: whoever holds the token. Used, replaced, expired and never made look the same.
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
    Ok(Link { invitation, account, name, email, house: this_house(conn)? })
}

// open: whoever holds the token; it works once.
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

// open: the room `people` asks its own rule first. The letter is `Notice::Invited`.
pub fn invite(tx: &mut Tx<'_>, email: &EmailAddress, name: &str, by: &AccountId) -> Result<Invited, Fault> {
    let account = open_account(tx, email, name, "")?;
    let invitation = make_link(tx, Some(&account.id), Purpose::Join, Some(by), &tx.secret())?;
    Ok(Invited { account, invitation })
}

// open: the rooms above ask their own rule first. Links from before are ended by whoever closed the account.
pub fn invite_again(tx: &mut Tx<'_>, account: &AccountId, by: &AccountId) -> Result<InvitationId, Fault> {
    let secret = tx.secret();
    make_link(tx, Some(account), Purpose::Join, Some(by), &secret)
}

// open: the same answer for everybody. An older link for the same person ends.
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
    if !is_for_signing_in(tx.conn(), &me)? {
        return Ok(None);
    }
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

/// The token that the newest letter of somebody who has yet to join would carry.
// open: for the demo, whose letters are written to nobody
pub fn fresh_link_of(tx: &mut Tx<'_>, account: &AccountId) -> Result<Option<Fresh>, Fault> {
    let newest: Option<InvitationId> = invitations::table
        .filter(invitations::account_id.eq(account))
        .filter(invitations::purpose.eq(Purpose::Join.as_str()))
        .filter(invitations::used_at.is_null())
        .filter(invitations::revoked_at.is_null())
        .order(invitations::made_at.desc())
        .select(invitations::id)
        .first(tx.conn())
        .optional()?;
    match newest {
        Some(invitation) => fresh_link(tx, &invitation),
        None => Ok(None),
    }
}

// open: for the letter, which is written by a job. `None` if the link has ended in the meantime.
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

// open: for the server at its start. `None` once the house has an admin; an older link ends.
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

/// Ends every link of this account that was not used.
// open: called when the account's password is chosen
pub fn revoke_all_links(tx: &mut Tx<'_>, of: &AccountId) -> Result<(), Fault> {
    for purpose in [Purpose::Join, Purpose::Reset] {
        revoke_links(tx, purpose, Some(of))?;
    }
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
