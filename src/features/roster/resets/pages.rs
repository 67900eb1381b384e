//! Who waits, and the page of one person. Somebody whom the reader may not help looks like nobody.

use actix_web::web::Path;

use super::views;
use crate::app::App;
use crate::db::conn::Conn;
use crate::domain::fault::Fault;
use crate::domain::names::AccountId;
use crate::domain::policy::factors::{Proposal, ResetCase};
use crate::domain::role::{Capacity, Person};
use crate::domain::time::Moment;
use crate::features::accounts::{self, Account, OpenReset};
use crate::features::people;
use crate::web::gate::Keeper;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::Typed;

pub async fn lost(who: Keeper, app: App) -> Answer {
    let person = who.person().clone();
    let waiting = app
        .read(move |r| {
            let (now, mut waiting) = (r.now(), Vec::new());
            for (open, name) in accounts::open_resets(r.conn(), now)? {
                if may_help(r.conn(), &person, &open.account)? {
                    waiting.push((open, name));
                }
            }
            Ok(waiting)
        })
        .await?;
    page(views::Lost::new(&who, &waiting))
}

/// What the page shows of one person.
pub struct Found {
    pub account: Account,
    pub case: ResetCase,
    pub open: Option<OpenReset>,
    /// Who has vouched.
    pub by: String,
}

pub async fn reset(who: Keeper, app: App, id: Path<AccountId>) -> Answer {
    reset_with(&who, &app, id.into_inner(), Typed::nothing()).await
}

pub async fn reset_with(who: &Keeper, app: &App, id: AccountId, typed: Typed) -> Answer {
    let person = who.person().clone();
    let found = app
        .read(move |r| {
            let now = r.now();
            let case = case(r.conn(), &person, &id, now)?;
            let open = accounts::open_reset(r.conn(), &id, now)?;
            let by = match open.as_ref().and_then(|open| open.proposed_by.as_ref()) {
                Some(by) => accounts::account(r.conn(), by)?.name,
                None => String::new(),
            };
            Ok(Found { account: accounts::account(r.conn(), &id)?, case, open, by })
        })
        .await?;
    page(views::ResetPage::new(who, &found, typed))
}

/// What the rules need to know; nobody out of the asker's reach has one.
pub fn case(conn: &mut Conn, person: &Person, id: &AccountId, now: Moment) -> Result<ResetCase, Fault> {
    if !may_help(conn, person, id)? {
        return Err(Fault::NotFound);
    }
    accounts::account(conn, id)?;
    let open = accounts::open_reset(conn, id, now)?;
    let proposal = open.and_then(|open| Some(Proposal { by: open.proposed_by?, reset: open.id }));
    Ok(ResetCase {
        account: id.clone(),
        has_factor: accounts::factor(conn, id)?.is_some(),
        is_admin: people::keeps_house(conn, id, person.today())?,
        theirs: leads(conn, person, id)?,
        keeps_house: people::keeps_house(conn, &person.account, person.today())?,
        proposal,
    })
}

fn may_help(conn: &mut Conn, person: &Person, id: &AccountId) -> Result<bool, Fault> {
    Ok(people::keeps_house(conn, &person.account, person.today())? || leads(conn, person, id)?)
}

fn leads(conn: &mut Conn, person: &Person, id: &AccountId) -> Result<bool, Fault> {
    Ok(person.is(Capacity::Lead) && people::reaches(conn, &person.sight(), id)?)
}
