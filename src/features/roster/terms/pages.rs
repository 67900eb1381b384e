//! The page on which a lead sets what holds for one person.

use std::sync::Arc;

use actix_web::web::Path;

use super::views;
use crate::app::App;
use crate::domain::names::EnrolmentId;
use crate::domain::programme::Version;
use crate::features::enrolments::{self, Enrolled, PersonalTerm};
use crate::features::programmes;
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::Typed;

pub struct Shown {
    pub enrolled: Enrolled,
    pub version: Arc<Version>,
    pub terms: Vec<PersonalTerm>,
}

pub async fn terms(who: Lead, app: App, id: Path<EnrolmentId>) -> Answer {
    terms_with(&who, &app, id.into_inner(), Typed::nothing()).await
}

pub async fn terms_with(who: &Lead, app: &App, id: EnrolmentId, typed: Typed) -> Answer {
    let sight = who.sight();
    let shown = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let enrolled = enrolments::led_one(r.conn(), &sight, &id)?;
            let version =
                programmes::version_at(r.conn(), &shelf, &enrolled.version, enrolled.layer.as_ref())?;
            let terms = enrolments::terms_of(r.conn(), &id, now)?;
            Ok(Shown { enrolled, version, terms })
        })
        .await?;
    page(views::Terms::new(who, shown, typed))
}
