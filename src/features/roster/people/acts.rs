//! Helping somebody in who has not joined yet: a new letter, or a link to pass on by hand.

use actix_web::web::Path;

use super::views;
use crate::app::App;
use crate::db::conn::Conn;
use crate::db::tx::{Books, Outcome};
use crate::domain::fault::Fault;
use crate::domain::job::{Job, Notice};
use crate::domain::names::{AccountId, BookId};
use crate::domain::policy::people::{LinkCase, may_hand_on, may_make_link};
use crate::domain::role::Person;
use crate::features::accounts::{self, Account, Nothing};
use crate::features::people;
use crate::web::form::Form;
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::paths;
use crate::web::reply::saying;

pub async fn invite_again(who: Lead, app: App, id: Path<AccountId>, form: Form<Nothing>) -> Answer {
    let (id, person, once) = (id.into_inner(), who.person().clone(), form.once(&who.account));
    let path = app
        .write_once(once, Books::house(), move |tx| {
            let (case, _) = link_case(tx.conn(), &person, &id)?;
            let grant = may_make_link(&person, &case)?;
            let invitation = people::invite_again(tx, &grant)?;
            let event = grant
                .event("account/invited-again", format!("account/{id}"))
                .with("invitation", &invitation)
                .in_book(BookId::house());
            tx.later(Job::Tell { to: id.clone(), what: Notice::Invited { invitation } })?;
            Ok(Outcome::of(paths::person(id.as_str()), event))
        })
        .await?;
    saying(path, "A new letter is on its way. The links before it no longer work.")
}

/// Answers with the page itself: the secret is kept nowhere, so it can be shown this once and not again.
pub async fn make_link(who: Lead, app: App, id: Path<AccountId>, _form: Form<Nothing>) -> Answer {
    let (id, person) = (id.into_inner(), who.person().clone());
    let (account, secret, until) = app
        .write(Books::house(), move |tx| {
            let (case, account) = link_case(tx.conn(), &person, &id)?;
            let grant = may_hand_on(&person, &case)?;
            let (invitation, secret, until) = people::hand_on(tx, &grant)?;
            let event = grant
                .event("account/link-handed-on", format!("account/{id}"))
                .with("invitation", invitation)
                .in_book(BookId::house());
            Ok(Outcome::of((account, secret, until), event))
        })
        .await?;
    let link = app.config.link(&paths::invitation(&secret));
    let back = paths::person(account.id.as_str());
    page(views::LinkPage::new(
        who.shell("A link to pass on", crate::web::page::Place::People),
        account,
        link,
        until.shown_in(who.zone),
        back,
    ))
}

/// Out of reach looks like absent.
fn link_case(conn: &mut Conn, person: &Person, id: &AccountId) -> Result<(LinkCase, Account), Fault> {
    let theirs = people::reaches(conn, &person.sight(), id)?;
    if !theirs {
        return Err(Fault::NotFound);
    }
    let account = accounts::account(conn, id)?;
    let joined = people::holder(conn, &account.email.to_lowercase())?.is_some_and(|known| known.joined);
    let closed = account.closed_at.is_some();
    let (first, office) = people::brought_in(conn, id)?;
    let invited = first.as_ref() == Some(&person.account);
    let case = LinkCase { account: id.clone(), joined, closed, theirs, invited, office, keeps_house: false };
    Ok((case, account))
}
