//! The forms of enrolling.

use std::collections::BTreeSet;
use std::sync::Arc;

use actix_web::web::Path;

use super::views;
use crate::app::App;
use crate::db::Reading;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, VersionId, capital};
use crate::domain::programme::Version;
use crate::domain::role::{Scope, Sight};
use crate::domain::territory::Over;
use crate::features::accounts;
use crate::features::enrolments::versions_led;
use crate::features::people::{self, Atlas, Supervising};
use crate::features::programmes::{self, VersionRow};
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::parts::Choice;
use crate::web::typed::Typed;

/// What the form offers.
pub struct Offered {
    pub versions: Vec<(VersionRow, Arc<Version>)>,
    /// Those whose length a lead has confirmed.
    pub confirmed: BTreeSet<VersionId>,
    /// Versions that people are on whom the lead leads today.
    pub usual: Vec<String>,
    pub departments: Vec<Choice>,
    pub supervisors: Vec<Choice>,
}

pub async fn new_trainee(who: Lead, app: App) -> Answer {
    new_trainee_with(&who, &app, Typed::nothing()).await
}

pub async fn new_trainee_with(who: &Lead, app: &App, typed: Typed) -> Answer {
    let sight = who.sight();
    let offered = app.read(move |r| offered(r, &sight, None)).await?;
    page(views::EnrolPage::new(who, None, offered, typed))
}

pub async fn new_enrolment(who: Lead, app: App, id: Path<AccountId>) -> Answer {
    new_enrolment_with(&who, &app, id.into_inner(), Typed::nothing()).await
}

pub async fn new_enrolment_with(who: &Lead, app: &App, id: AccountId, typed: Typed) -> Answer {
    let sight = who.sight();
    let found = app.read(move |r| {
        if !people::reaches(r.conn(), &sight, &id)? {
            return Err(Fault::NotFound);
        }
        let account = accounts::account(r.conn(), &id)?;
        Ok((offered(r, &sight, Some(&id))?, account))
    });
    let (offered, account) = found.await?;
    page(views::EnrolPage::new(who, Some((account.id, account.name)), offered, typed))
}

fn offered(r: &mut Reading<'_>, who: &Sight, trainee: Option<&AccountId>) -> Result<Offered, Fault> {
    let shelf = r.shelf();
    let atlas = Atlas::load(r.conn())?;
    let territory = people::territory(r.conn(), who.viewer(), who.today())?;
    let leads_programme = territory.led().iter().any(|over| over.scope == Scope::Programme);
    let mut versions = Vec::new();
    for row in programmes::published(r.conn())? {
        let version = programmes::version(r.conn(), &shelf, &row.id)?;
        if version.offered {
            versions.push((row, version));
        }
    }
    let usual = versions_led(r.conn(), who)?.iter().map(ToString::to_string).collect();
    let mine = |over: &Over| leads_programme || atlas.spot(over).is_ok_and(|spot| territory.holds(&spot));
    let departments = atlas.departments.iter().map(|one| (one, Over::of(Scope::Department, &one.id)));
    let departments = departments
        .filter(|(_, over)| mine(over))
        .map(|(one, over)| Choice::of(one.id.as_str(), atlas.label(&over)))
        .collect();
    let supervisors = people::supervisors(r.conn(), who)?;
    let people = supervisors.iter().flat_map(|one| &one.appointments).flat_map(|one| &one.over);
    let people = people.filter(|over| over.scope == Scope::Person).map(|over| AccountId::new(&*over.id));
    let people: Vec<AccountId> = people.collect();
    let atlas = atlas.with_people(r.conn(), people)?;
    let others = supervisors.iter().filter(|one| Some(&one.person) != trainee);
    let supervisors = others.map(|one| supervisor(&atlas, one)).collect();
    let confirmed = programmes::confirmed_heads(r.conn(), "months")?;
    Ok(Offered { versions, confirmed, usual, departments, supervisors })
}

fn supervisor(atlas: &Atlas, one: &Supervising) -> Choice {
    let over: Vec<String> = one.appointments.iter().map(|a| atlas.labels(&a.over)).collect();
    Choice::of(one.person.as_str(), &one.name).meaning(format!("Appointed for {}", capital(&over.join("; "))))
}
