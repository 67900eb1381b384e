//! `perfolio second-factor reset`: the second of the two acts that take a lost second factor away, by
//! whoever may run commands on the server. A house with one admin has nobody else. The first act stays
//! somebody's in the house: an admin or lead who vouches, or, if the only admin has lost theirs, that
//! admin's own request on the sign-in page. The book names the server, and its user by number.

use crate::app::App;
use crate::cli::serve::Done;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::factor::News;
use crate::domain::fault::Fault;
use crate::domain::job::{Job, Notice};
use crate::domain::names::{AccountId, EmailAddress, ResetId};
use crate::domain::policy::factors::{Proposal, ResetCase, may_confirm_on_server};
use crate::domain::role::System;
use crate::domain::time::DEFAULT_ZONE;
use crate::features::accounts;

pub async fn reset(app: &App, email: &str, system: System) -> Done {
    let folded = EmailAddress::parse(email).map_err(|why| Fault::Broken(why.to_string()))?.folded();
    let done = app.write(Books::house(), move |tx| {
        let account = accounts::account_of(tx.conn(), &folded)?.ok_or(Fault::NotFound)?;
        let (case, only_admin_asks) = case(tx, &account.id)?;
        let grant = may_confirm_on_server(system, &case, only_admin_asks)?;
        let ended = accounts::confirm_reset(tx, &grant)?;
        let to = account.id.clone();
        tx.later(Job::Tell { to, what: Notice::SecondFactor { what: News::Reset } })?;
        let by = case.proposal.map_or(account.id.clone(), |proposal| proposal.by);
        let event = grant
            .event("second-factor/reset", format!("account/{}", account.id))
            .with("reset", &grant.act().reset)
            .with("proposed-by", by)
            .with("confirmed-by", "somebody with access to the server")
            .with("server-user", rustix::process::getuid().as_raw())
            .with("sessions-ended", ended);
        Ok(Outcome::of(account.name, event))
    });
    match done.await {
        Ok(name) => Ok((
            0,
            format!(
                "The second factor of {name} is taken away. They sign in with their password and set up a new one.\n"
            ),
        )),
        Err(Fault::NotFound) => Ok((1, format!("There is no open account with the address {email}.\n"))),
        Err(Fault::Refused(refusal)) => Ok((
            1,
            format!(
                "{}\nThe first of the two acts is done in the house: an admin or a training lead vouches for the \
                 person on the page “Lost second factors”; the house’s only admin asks on the sign-in page.\n",
                refusal.sentence
            ),
        )),
        Err(other) => Err(other),
    }
}

fn case(tx: &mut Tx<'_>, account: &AccountId) -> Result<(ResetCase, Option<ResetId>), Fault> {
    let now = tx.now();
    let open = accounts::open_reset(tx.conn(), account, now)?;
    let admins = accounts::admins(tx.conn(), now.day_in(DEFAULT_ZONE))?;
    let only_admin = admins.as_slice() == [account.clone()];
    let asks = open.as_ref().filter(|open| only_admin && open.proposed_by.is_none());
    let asks = asks.map(|open| open.id.clone());
    let proposal = open.and_then(|open| Some(Proposal { by: open.proposed_by?, reset: open.id }));
    let case = ResetCase {
        account: account.clone(),
        has_factor: accounts::factor(tx.conn(), account)?.is_some(),
        is_admin: admins.contains(account),
        theirs: false,
        keeps_house: false,
        proposal,
    };
    Ok((case, asks))
}
