//! Filing all that fits, in one act: what fits is looked for again inside it, so that nothing goes in that the
//! page did not promise to somebody who has just withdrawn it.

use actix_web::web::Path;

use super::store;
use crate::app::App;
use crate::db::tx::{Books, Outcome};
use crate::domain::fault::{Faults, Refusal};
use crate::domain::names::EnrolmentId;
use crate::domain::policy::entries::may_file;
use crate::features::{programmes, standing};
use crate::web::form::{Form, FromForm};
use crate::web::gate::Trainee;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::Words;

/// The button alone.
#[derive(Debug)]
pub struct Nothing;

impl FromForm for Nothing {
    fn read(_: &Words, _: &mut Faults) -> Option<Nothing> {
        Some(Nothing)
    }
}

pub async fn file(who: Trainee, app: App, id: Path<EnrolmentId>, form: Form<Nothing>) -> Answer {
    let (person, id) = (who.person().clone(), id.into_inner());
    let back = paths::enrolment_filing(id.as_str());
    let written = app
        .write_once(form.once(&who.account), Books::of_person(&who.account), move |tx| {
            let shelf = tx.shelf();
            let now = tx.now();
            let (under, closing) = store::own(tx.conn(), &shelf, &person.sight(), &id, now)?;
            if let Some(closing) = closing {
                return Err(Refusal::new("closed", closing.sentence).into());
            }
            let grant = may_file(&person, &under.portfolio, &id)?;
            let version = programmes::version_at(tx.conn(), &shelf, &under.version, under.layer.as_ref())?;
            let codes: Vec<String> = version.kinds.iter().map(|used| used.kind.code.clone()).collect();
            let old = store::not_filed(tx.conn(), &person.sight(), &under, &codes)?;
            let filed = store::file(tx, &grant, &old)?;
            standing::refresh_all(tx, &under.portfolio)?;
            standing::raise_entrusted(tx, &under.portfolio)?;
            let event = grant.event("entries/filed", format!("enrolment/{id}")).with("filed", filed.len());
            Ok(Outcome::of(back, filed.iter().fold(event, |event, row| event.row(row))))
        })
        .await?;
    saying(written, "Filed. What fits counts there too, and whoever supervises or leads you there sees it.")
}
