//! A training lead says which domains are work addresses, and takes that back. Both are in the house's book.

use actix_web::web::Path;

use crate::app::App;
use crate::db::conn::Conn;
use crate::db::tx::{Books, Outcome};
use crate::domain::fault::Fault;
use crate::domain::names::WorkDomainId;
use crate::domain::policy::Grant;
use crate::domain::policy::assessors::{AllowDomain, may_allow_domain};
use crate::domain::role::Person;
use crate::domain::territory::Over;
use crate::features::accounts::Nothing;
use crate::features::outside::{forms, pages, store};
use crate::features::people;
use crate::features::roster::spots;
use crate::web::form::Form;
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::beside_the_form;

pub async fn allow(who: Lead, app: App, mut form: Form<forms::Allowing>) -> Answer {
    match allowed(&who, &app, &mut form).await {
        Ok(path) => {
            saying(path, "The domain is allowed. Whoever proves an address in it can sign through a link.")
        }
        Err(fault) => pages::domains::domains_with(&who, &app, form.again(beside_the_form(fault))?).await,
    }
}

async fn allowed(who: &Lead, app: &App, form: &mut Form<forms::Allowing>) -> Result<String, Fault> {
    let (given, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    app.write_once(once, Books::house(), move |tx| {
        let grant = granted(tx.conn(), &person, &given.over)?;
        let row = store::allow(tx, &grant, &given.domain)?;
        let event = grant
            .event("work-domain/allowed", format!("work-domain/{}", row.id))
            .with("over", given.over.code());
        Ok(Outcome::of(paths::WORK_DOMAINS.to_owned(), event))
    })
    .await
}

/// Another's place looks like one that is not there.
pub async fn end(who: Lead, app: App, id: Path<WorkDomainId>, form: Form<Nothing>) -> Answer {
    let (id, person, once) = (id.into_inner(), who.person().clone(), form.once(&who.account));
    let path = app
        .write_once(once, Books::house(), move |tx| {
            let all = store::allowed_over(tx.conn())?;
            let found = all.into_iter().find(|one| one.row.id == id).ok_or(Fault::NotFound)?;
            let over = found.row.reach()?;
            let grant = granted(tx.conn(), &person, &over).map_err(|_| Fault::NotFound)?;
            let row = store::end_domain(tx, &grant, &found.row)?;
            let event = grant.event("work-domain/ended", format!("work-domain/{}", row.id));
            Ok(Outcome::of(paths::WORK_DOMAINS.to_owned(), event.with("over", over.code())))
        })
        .await?;
    saying(path, "The domain is taken away. What was signed with it stays.")
}

fn granted(conn: &mut Conn, person: &Person, over: &Over) -> Result<Grant<AllowDomain>, Fault> {
    let spot = spots(conn, std::slice::from_ref(over))?.into_iter().next().ok_or(Fault::NotFound)?;
    let territory = people::territory(conn, &person.account, person.today())?;
    Ok(may_allow_domain(person, &spot, &territory)?)
}
