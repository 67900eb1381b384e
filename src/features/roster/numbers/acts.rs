//! Adding a number and ending one. Both are in the house's book.

use actix_web::web::Path;

use super::{forms, pages};
use crate::app::App;
use crate::db::conn::Conn;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::audit::Event;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, BookId, NumberId};
use crate::domain::outside::OutsideNumber;
use crate::domain::policy::numbers::{NumberCase, may_keep_number};
use crate::domain::role::Person;
use crate::features::accounts::Nothing;
use crate::features::people::{self, NumberRow};
use crate::web::form::Form;
use crate::web::gate::Keeper;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::beside_the_form;

pub async fn add(who: Keeper, app: App, id: Path<AccountId>, mut form: Form<forms::Added>) -> Answer {
    let id = id.into_inner();
    match added(&who, &app, id.clone(), &mut form).await {
        Ok(path) => saying(path, "The number is added. Files that name it find this person."),
        Err(fault) => pages::numbers_with(&who, &app, id, form.again(beside_the_form(fault))?).await,
    }
}

async fn added(
    who: &Keeper,
    app: &App,
    id: AccountId,
    form: &mut Form<forms::Added>,
) -> Result<String, Fault> {
    let (asked, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    app.write_once(once, Books::house(), move |tx| {
        let case = number_case(tx.conn(), &person, &id)?;
        let (_, event) = keep_number(tx, &person, &case, &asked.0)?;
        Ok(Outcome::of(paths::person_numbers(id.as_str()), event))
    })
    .await
}

/// Adds a number, inside a write that has taken the house's book. An earlier one of the same body ends.
pub fn keep_number(
    tx: &mut Tx<'_>,
    person: &Person,
    case: &NumberCase,
    said: &OutsideNumber,
) -> Result<(Vec<NumberRow>, Event), Fault> {
    let grant = may_keep_number(person, case)?;
    let rows = people::add_number(tx, &grant, said)?;
    let event = grant
        .event("account/number-added", format!("account/{}", case.owner))
        .with("issuer", said.issuer)
        .in_book(BookId::house());
    let event = rows.iter().fold(event, |event, row| event.row(row));
    Ok((rows, event))
}

pub async fn end(who: Keeper, app: App, path: Path<(AccountId, NumberId)>, form: Form<Nothing>) -> Answer {
    let (id, number) = path.into_inner();
    let (person, once) = (who.person().clone(), form.once(&who.account));
    let path = app
        .write_once(once, Books::house(), move |tx| {
            let case = number_case(tx.conn(), &person, &id)?;
            let grant = may_keep_number(&person, &case)?;
            let row = people::end_number(tx, &grant, &number)?;
            let event = grant
                .event("account/number-ended", format!("account/{id}"))
                .with("issuer", row.issuer)
                .row(&row)
                .in_book(BookId::house());
            Ok(Outcome::of(paths::person_numbers(id.as_str()), event))
        })
        .await?;
    saying(path, "The number is ended. It stays in the history.")
}

/// What the rule needs to know. Somebody out of reach is not found, unless an admin asks.
// open: loads a case for the rule
pub fn number_case(conn: &mut Conn, person: &Person, id: &AccountId) -> Result<NumberCase, Fault> {
    let keeps_house = people::keeps_house(conn, &person.account, person.today())?;
    let theirs = people::reaches(conn, &person.sight(), id)?;
    let known = crate::features::accounts::account(conn, id)?;
    if !theirs && !keeps_house {
        return Err(Fault::NotFound);
    }
    Ok(NumberCase { owner: known.id, theirs, keeps_house })
}
