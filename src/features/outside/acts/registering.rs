//! A lead has looked an assessor up in the body's public register, and says so: what was only stated then counts as
//! known. They lead the trainee for whom the assessor signed.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome};
use crate::domain::fault::Fault;
use crate::domain::names::AccountId;
use crate::domain::policy::people::{ConfirmCase, may_confirm, may_list_registration};
use crate::features::outside::{pages, store};
use crate::features::people::{self, Statement};
use crate::features::standing::raise_registered;
use crate::web::form::Form;
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::beside_the_form;

pub async fn register(who: Lead, app: App, id: Path<AccountId>, mut form: Form<Statement>) -> Answer {
    match registered(&who, &app, &id, &mut form).await {
        Ok(path) => {
            saying(path, "The registration is confirmed. What they signed is worked out again with it.")
        }
        Err(fault) => {
            pages::assessors::assessor_with(&who, &app, &id, form.again(beside_the_form(fault))?).await
        }
    }
}

async fn registered(
    who: &Lead,
    app: &App,
    id: &AccountId,
    form: &mut Form<Statement>,
) -> Result<String, Fault> {
    let (said, person, owner) = (form.given()?, who.person().clone(), id.clone());
    app.write_once(form.once(&who.account), Books::house(), move |tx| {
        store::assessor(tx.conn(), &person.sight(), &owner)?;
        let listing = may_list_registration(&person, &owner, true)?;
        let stated = people::state(tx, &listing, &said)?;
        let case = ConfirmCase {
            registration: stated.id.clone(),
            owner: owner.clone(),
            theirs: true,
            stands: true,
            confirmed: false,
        };
        let confirming = may_confirm(&person, &case)?;
        let confirmed = people::confirm(tx, &confirming)?;
        raise_registered(tx, &owner)?;
        let event = confirming
            .event("registration/confirmed", format!("registration/{}", stated.id))
            .with("person", &owner)
            .row(&stated)
            .row(&confirmed);
        Ok(Outcome::of(paths::assessor(owner.as_str()), event))
    })
    .await
}
