//! What would be filed under an enrolment, before anything is.

use actix_web::web::Path;

use super::{store, views};
use crate::app::App;
use crate::db::Reading;
use crate::domain::fault::Fault;
use crate::domain::names::EnrolmentId;
use crate::domain::role::Sight;
use crate::features::enrolments::Enrolled;
use crate::features::programmes;
use crate::web::gate::Trainee;
use crate::web::oops::Answer;
use crate::web::page::{Place, page};

/// An enrolment's programme by name, and what is not filed under it.
pub struct Found {
    pub under: Enrolled,
    pub programme: String,
    /// Why nothing more is filed under it.
    pub closed: Option<String>,
    pub old: Vec<store::Old>,
    /// Names of kinds by their codes.
    pub kinds: Vec<(String, String)>,
}

pub async fn preview(who: Trainee, app: App, id: Path<EnrolmentId>) -> Answer {
    let (sight, id) = (who.sight(), id.into_inner());
    let found = app.read(move |r| found(r, &sight, &id)).await?;
    page(views::Filing::new(who.shell("Count what is recorded", Place::Portfolio), found))
}

fn found(r: &mut Reading<'_>, sight: &Sight, id: &EnrolmentId) -> Result<Found, Fault> {
    let shelf = r.shelf();
    let now = r.now();
    let (under, closing) = store::own(r.conn(), &shelf, sight, id, now)?;
    let version = programmes::version_at(r.conn(), &shelf, &under.version, under.layer.as_ref())?;
    let codes: Vec<String> = version.kinds.iter().map(|used| used.kind.code.clone()).collect();
    let names = programmes::newest_kinds(r.conn(), &shelf)?;
    Ok(Found {
        closed: closing.map(|closing| closing.sentence),
        old: store::not_filed(r.conn(), sight, &under, &codes)?,
        programme: version.title.clone(),
        kinds: names.iter().map(|kind| (kind.code.clone(), kind.name.clone())).collect(),
        under,
    })
}
