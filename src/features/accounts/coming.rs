//! Coming into the house by a link, inside a write that has taken the house's book: joining, and
//! setting the house up as its first admin. Who may is whoever holds the link.

use crate::db::tx::Tx;
use crate::domain::audit::Event;
use crate::domain::fault::Fault;
use crate::domain::names::EmailAddress;
use crate::features::accounts::store::{self, Account, Purpose};

/// Uses the link, and keeps the name and the password's hash that its holder chose.
pub fn join(tx: &mut Tx<'_>, token: &str, name: &str, hash: &str) -> Result<(Account, Event), Fault> {
    let me = store::use_link(tx, token, Purpose::Join)?.account()?;
    store::set_password(tx, &me, hash)?;
    let row = store::set_name(tx, &me, name)?;
    let event = Event::new(&me, "account/joined", format!("account/{me}")).row(&row);
    Ok((row, event))
}

/// Uses the link that the server printed.
pub fn set_up(
    tx: &mut Tx<'_>,
    token: &str,
    email: &EmailAddress,
    name: &str,
    hash: &str,
) -> Result<(Account, Event), Fault> {
    store::use_link(tx, token, Purpose::FirstAdmin)?;
    let account = store::open_account(tx, email, name, hash)?;
    let appointment = store::appoint_first_admin(tx, &account.id)?;
    let event = Event::new(&account.id, "house/set-up", format!("account/{}", account.id)).row(&account);
    Ok((account, event.with("appointment", appointment)))
}
