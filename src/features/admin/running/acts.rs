//! Having a job tried again.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome};
use crate::domain::names::JobId;
use crate::features::accounts::Nothing;
use crate::features::admin::{keeping, store};
use crate::web::form::Form;
use crate::web::gate::Admin;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;

pub async fn again(who: Admin, app: App, id: Path<JobId>, form: Form<Nothing>) -> Answer {
    let (id, person, once) = (id.into_inner(), who.person().clone(), form.once(&who.account));
    let path = app
        .write_once(once, Books::house(), move |tx| {
            let grant = keeping(tx, &person)?;
            store::dig_up(tx, &grant, &id)?;
            Ok(Outcome::of(paths::JOBS.to_owned(), grant.event("job/dug-up", format!("job/{id}"))))
        })
        .await?;
    saying(path, "The job is tried again at once.")
}
