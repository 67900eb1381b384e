//! A lead says that somebody who signed with a new address is the person who stated the same registration and name
//! before. From then on every address of theirs is that person's, and what is confirmed of that person holds for what was
//! signed with the other address too.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome};
use crate::domain::fault::Fault;
use crate::domain::names::AccountId;
use crate::domain::policy::assessors::may_join;
use crate::domain::policy::people::{ConfirmCase, may_confirm, may_list_registration};
use crate::features::accounts::Nothing;
use crate::features::outside::{pages, store};
use crate::features::people::{self, Statement};
use crate::features::standing::raise_registered;
use crate::web::form::Form;
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::{Typed, beside_the_form};

pub async fn join(who: Lead, app: App, id: Path<AccountId>, form: Form<Nothing>) -> Answer {
    match joined(&who, &app, &id, &form).await {
        Ok(path) => saying(path, "They are one person from now on."),
        Err(fault) => match beside_the_form(fault) {
            Fault::Typed(faults) => {
                pages::assessors::assessor_with(&who, &app, &id, Typed::nothing().with_faults(faults)).await
            }
            other => Err(other.into()),
        },
    }
}

async fn joined(who: &Lead, app: &App, id: &AccountId, form: &Form<Nothing>) -> Result<String, Fault> {
    let (person, later) = (who.person().clone(), id.clone());
    app.write_once(form.once(&who.account), Books::house(), move |tx| {
        store::assessor(tx.conn(), &person.sight(), &later)?;
        let resembles = store::resembling(tx.conn(), &later)?.map(|one| one.person);
        let grant = may_join(&person, &later, resembles.as_ref(), true)?;
        let earlier = grant.act().earlier.clone();
        store::join(tx, &grant)?;
        let mut event = grant.event("assessor/joined", format!("account/{later}")).with("with", &earlier);
        // What this lead vouches for by saying so: the same registration, of the same person.
        for stated in people::statements_of(tx.conn(), &earlier)? {
            if stated.confirmed.is_empty() {
                continue;
            }
            let said = Statement {
                body: stated.row.body,
                category: stated.row.category,
                number: stated.row.number,
                valid_from: stated.row.valid_from,
                valid_until: stated.row.valid_until,
            };
            let row = people::state(tx, &may_list_registration(&person, &later, true)?, &said)?;
            let case = ConfirmCase {
                registration: row.id.clone(),
                owner: later.clone(),
                theirs: true,
                stands: true,
                confirmed: false,
            };
            let confirmed = people::confirm(tx, &may_confirm(&person, &case)?)?;
            event = event.row(&row).row(&confirmed);
        }
        raise_registered(tx, &later)?;
        Ok(Outcome::of(paths::assessor(later.as_str()), event))
    })
    .await
}
