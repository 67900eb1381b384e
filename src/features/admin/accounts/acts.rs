//! What can be done with an account.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::fault::{Fault, Faults};
use crate::domain::job::{Job, Notice};
use crate::domain::names::AccountId;
use crate::domain::policy::Grant;
use crate::domain::policy::admin::{KeepAccount, may_keep_account};
use crate::domain::policy::people::{LinkCase, MakeLink, may_make_link};
use crate::domain::role::Person;
use crate::features::accounts::{Nothing, ask_for_new_password, refuse_erased};
use crate::features::admin::accounts::{pages, views};
use crate::features::admin::store;
use crate::features::people::{
    hand_on, invite_again as invited, keeps_house, stands_in, tell_of_lost_deputy, waiting_with,
};
use crate::web::form::{Form, FromForm};
use crate::web::gate::Admin;
use crate::web::oops::Answer;
use crate::web::page::{Place, page};
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::Words;

/// Whether whoever closes it knows that something waits with its owner.
pub struct Close {
    leave: bool,
}

impl FromForm for Close {
    fn read(words: &Words, _: &mut Faults) -> Option<Close> {
        Some(Close { leave: words.one("leave") == "yes" })
    }
}

pub async fn close(who: Admin, app: App, id: Path<AccountId>, mut form: Form<Close>) -> Answer {
    let id = id.into_inner();
    match closed(&who, &app, &id, &mut form).await {
        Ok(path) => saying(
            path,
            "The account is closed. The person is signed out everywhere; what they recorded and signed stays.",
        ),
        Err(fault) => pages::account_with(&who, &app, id, form.again(fault)?).await,
    }
}

async fn closed(who: &Admin, app: &App, id: &AccountId, form: &mut Form<Close>) -> Result<String, Fault> {
    let (given, id, person) = (form.given()?, id.clone(), who.person().clone());
    app.write_once(form.once(&who.account), Books::house(), move |tx| {
        let grant = keeping(tx, &person, &id)?;
        let waits = waiting_with(tx.conn(), &id)?;
        if waits > 0 && !given.leave {
            let what = if waits == 1 { "1 request waits" } else { "Requests wait" };
            let sentence = format!(
                "{what} with them. Ask their training lead to hand that over first, or tick that training leads and \
                 trainees are told of it."
            );
            return Err(Faults::one("leave", sentence).into());
        }
        // Asked before: whose account is closed stands in for nobody.
        let (name, today) = (store::account(tx.conn(), &id)?.name, person.today());
        let lost = stands_in(tx.conn(), &id, today)?;
        store::close(tx, &grant)?;
        tell_of_lost_deputy(tx, (&id, &name), &lost, (today, "their account was closed"))?;
        let event = grant.event("account/closed", format!("account/{id}"));
        Ok(Outcome::of(paths::one_account(id.as_str()), event))
    })
    .await
}

pub async fn open_again(who: Admin, app: App, id: Path<AccountId>, form: Form<Nothing>) -> Answer {
    let (id, person, once) = (id.into_inner(), who.person().clone(), form.once(&who.account));
    let path = app
        .write_once(once, Books::house(), move |tx| {
            let grant = keeping(tx, &person, &id)?;
            store::open_again(tx, &grant)?;
            let event = grant.event("account/opened-again", format!("account/{id}"));
            Ok(Outcome::of(paths::one_account(id.as_str()), event))
        })
        .await?;
    saying(path, "The account is open again.")
}

/// The link goes to the owner alone; whoever sent it never sees it.
pub async fn send_new_password(who: Admin, app: App, id: Path<AccountId>, form: Form<Nothing>) -> Answer {
    let (id, person, once) = (id.into_inner(), who.person().clone(), form.once(&who.account));
    let path = app
        .write_once(once, Books::house(), move |tx| {
            let grant = keeping(tx, &person, &id)?;
            let account = store::account(tx.conn(), &id)?;
            let asked = ask_for_new_password(tx, &account.email.to_lowercase())?;
            let (to, invitation) = asked.ok_or(Fault::NotFound)?;
            let event = grant
                .event("account/new-password-sent", format!("account/{id}"))
                .with("invitation", &invitation);
            tx.later(Job::Tell { to, what: Notice::NewPassword { invitation } })?;
            Ok(Outcome::of(paths::one_account(id.as_str()), event))
        })
        .await?;
    saying(path, "A letter with a link for a new password is on its way. The link holds for two hours.")
}

pub async fn invite_again(who: Admin, app: App, id: Path<AccountId>, form: Form<Nothing>) -> Answer {
    let (id, person, once) = (id.into_inner(), who.person().clone(), form.once(&who.account));
    let path = app
        .write_once(once, Books::house(), move |tx| {
            let grant = helping(tx, &person, &id)?;
            let invitation = invited(tx, &grant)?;
            let event =
                grant.event("account/invited-again", format!("account/{id}")).with("invitation", &invitation);
            tx.later(Job::Tell { to: id.clone(), what: Notice::Invited { invitation } })?;
            Ok(Outcome::of(paths::one_account(id.as_str()), event))
        })
        .await?;
    saying(path, "A new letter is on its way. The links before it no longer work.")
}

/// Answers with the page itself: the secret is kept nowhere, so it can be shown this once and not again.
pub async fn make_link(who: Admin, app: App, id: Path<AccountId>, _form: Form<Nothing>) -> Answer {
    let (id, person) = (id.into_inner(), who.person().clone());
    let (account, secret, until) = app
        .write(Books::house(), move |tx| {
            let grant = helping(tx, &person, &id)?;
            let account = store::account(tx.conn(), &id)?;
            let (invitation, secret, until) = hand_on(tx, &grant)?;
            let event =
                grant.event("account/link-handed-on", format!("account/{id}")).with("invitation", invitation);
            Ok(Outcome::of((account, secret, until), event))
        })
        .await?;
    let link = app.config.link(&paths::invitation(&secret));
    let shell = who.shell("A link to pass on", Place::Settings);
    page(views::LinkPage::new(shell, account, link, until.shown_in(who.zone)))
}

fn keeping(tx: &mut Tx<'_>, person: &Person, id: &AccountId) -> Result<Grant<KeepAccount>, Fault> {
    store::account(tx.conn(), id)?;
    refuse_erased(tx.conn(), id)?;
    let keeps = keeps_house(tx.conn(), &person.account, person.today())?;
    Ok(may_keep_account(person, id, keeps)?)
}

fn helping(tx: &mut Tx<'_>, person: &Person, id: &AccountId) -> Result<Grant<MakeLink>, Fault> {
    let account = store::account(tx.conn(), id)?;
    refuse_erased(tx.conn(), id)?;
    let case = LinkCase {
        account: id.clone(),
        joined: account.joined,
        closed: account.closed_at.is_some(),
        theirs: false,
        invited: false,
        office: false,
        keeps_house: keeps_house(tx.conn(), &person.account, person.today())?,
    };
    Ok(may_make_link(person, &case)?)
}
