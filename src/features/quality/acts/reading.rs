//! What a quality reader does: judges an entry, once.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome};
use crate::domain::fault::Fault;
use crate::domain::names::QualityItemId;
use crate::domain::policy::quality::may_read_again;
use crate::features::quality::forms::Judged;
use crate::features::quality::pages::reading::{one_with, told_if_gone};
use crate::features::quality::reading::{blind, case_of, next, reader, row_of};
use crate::features::quality::store;
use crate::web::form::Form;
use crate::web::gate::QualityReader;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::beside_the_form;

pub async fn judge(who: QualityReader, app: App, id: Path<QualityItemId>, mut form: Form<Judged>) -> Answer {
    let id = id.into_inner();
    match judged(&who, &app, id.clone(), &mut form).await {
        Ok(path) => saying(path, "Your judgement is kept. It cannot be changed."),
        Err(Fault::NotFound) => told_if_gone(&who, &app, id, true).await,
        Err(fault) => one_with(&who, &app, id, form.again(beside_the_form(fault))?).await,
    }
}

async fn judged(
    who: &QualityReader,
    app: &App,
    id: QualityItemId,
    form: &mut Form<Judged>,
) -> Result<String, Fault> {
    let (asked, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    app.write_once(once, Books::house(), move |tx| {
        let (shelf, now) = (tx.shelf(), tx.now());
        let blind = blind(tx.conn(), &shelf, &person, &id, now)?;
        let (item, sample) = store::item(tx.conn(), &id)?;
        let current = blind.seen.root == asked.root;
        let reader = reader(tx.conn(), &shelf, &person, &sample)?;
        let case = case_of(&item, &sample, reader, current).ok_or(Fault::NotFound)?;
        let grant = may_read_again(&person, &case)?;
        let row = row_of(&id, &blind.seen, &asked, now)?;
        store::keep_reading(tx, &grant, &row)?;
        let event = grant
            .event("quality/read-again", format!("quality-item/{id}"))
            .with("sample", &sample.id)
            .with("verdict", &row.verdict);
        let path =
            next(tx.conn(), &shelf, &person, &sample)?.map(|next| paths::second_reading(next.as_str()));
        Ok(Outcome::of(path.unwrap_or_else(|| paths::SECOND_READINGS.to_owned()), event))
    })
    .await
}
