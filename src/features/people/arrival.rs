//! Bringing somebody in: an account is made at once, with no password, so that they can be enrolled and
//! appointed before they have joined; their letter carries the link. Somebody who has an account already
//! is told what is new for them instead.

use crate::db::tx::Tx;
use crate::domain::audit::Event;
use crate::domain::fault::{Fault, Faults};
use crate::domain::job::{Job, Notice};
use crate::domain::names::{AccountId, BookId, EmailAddress, PortfolioId};
use crate::domain::policy::Grant;
use crate::domain::policy::people::Invite;
use crate::features::accounts;
use crate::features::people::store;

/// Somebody whom a form names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newcomer {
    pub name: String,
    pub email: EmailAddress,
}

/// The account that the address has now.
#[derive(Debug)]
pub struct Brought {
    pub account: AccountId,
    pub name: String,
    pub portfolio: Option<PortfolioId>,
    /// Can sign in, and so is told by a notice; the others have their invitation.
    pub joined: bool,
    /// What happened, in the house's book; nothing if the account was there before.
    pub event: Option<Event>,
}

/// Finds the account of the address, or makes it and sends the invitation.
// open: asks for the grant to invite
pub fn bring(tx: &mut Tx<'_>, grant: &Grant<Invite>, newcomer: &Newcomer) -> Result<Brought, Fault> {
    if let Some(known) = store::holder(tx.conn(), &newcomer.email.folded())? {
        if known.closed {
            return Err(Faults::one(
                "email",
                "The account with this address is closed. Ask an admin to open it again.",
            )
            .into());
        }
        let (account, name, joined) = (known.account, known.name, known.joined);
        if !accounts::is_for_signing_in(tx.conn(), &account)? {
            // Known so far only for what they signed through a link.
            let by = grant.account().ok_or_else(|| Fault::broken("only people invite people"))?;
            let invitation = accounts::invite_again(tx, &account, by)?;
            tx.later(Job::Tell { to: account.clone(), what: Notice::Invited { invitation } })?;
        }
        return Ok(Brought { account, name, portfolio: known.portfolio, joined, event: None });
    }
    let by = grant.account().ok_or_else(|| Fault::broken("only people invite people"))?;
    let invited = accounts::invite(tx, &newcomer.email, &newcomer.name, by)?;
    let account = invited.account.id.clone();
    tx.later(Job::Tell {
        to: account.clone(),
        what: Notice::Invited { invitation: invited.invitation.clone() },
    })?;
    let event = grant
        .event("account/invited", format!("account/{account}"))
        .with("invitation", &invited.invitation)
        .row(&invited.account)
        .in_book(BookId::house());
    let name = invited.account.name;
    Ok(Brought { account, name, portfolio: None, joined: false, event: Some(event) })
}

/// Tells somebody who has joined what is new for them, in words that name these people.
pub fn tell(tx: &mut Tx<'_>, brought: &Brought, sentence: String, names: &[&AccountId]) -> Result<(), Fault> {
    if brought.joined {
        let names = names.iter().map(|id| (*id).clone()).collect();
        tx.later(Job::Tell { to: brought.account.clone(), what: Notice::Added { sentence, names } })?;
    }
    Ok(())
}
