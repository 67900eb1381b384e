//! What can be done with places. All of it is in the house's book.

use actix_web::web::Path;

use super::pages;
use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::fault::{Fault, Faults};
use crate::domain::names::{DepartmentId, InstitutionId, SiteId};
use crate::domain::role::Person;
use crate::domain::time::Day;
use crate::features::admin::keeping;
use crate::features::admin::store::{self, DepartmentWords, InstitutionWords, SiteWords};
use crate::features::people::Atlas;
use crate::features::standing::raise_all;
use crate::web::form::Form;
use crate::web::gate::Admin;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;
use crate::web::typed::beside_the_form;

pub async fn add_institution(who: Admin, app: App, mut form: Form<InstitutionWords>) -> Answer {
    match institution_added(&who, &app, &mut form).await {
        Ok(path) => saying(path, "The institution is added. Now add its sites and departments."),
        Err(fault) => {
            let fault = taken(fault, "institutions", &["name_folded"], "name");
            pages::institutions_with(&who, &app, form.again(beside_the_form(fault))?).await
        }
    }
}

async fn institution_added(
    who: &Admin,
    app: &App,
    form: &mut Form<InstitutionWords>,
) -> Result<String, Fault> {
    let (words, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    app.write_once(once, Books::house(), move |tx| {
        Ok(put_institution(tx, &person, &words)?.map(|id| paths::institution(id.as_str())))
    })
    .await
}

/// Adds an institution, inside a write that has taken the house's book.
pub fn put_institution(
    tx: &mut Tx<'_>,
    person: &Person,
    words: &InstitutionWords,
) -> Result<Outcome<InstitutionId>, Fault> {
    let grant = keeping(tx, person)?;
    let id = store::add_institution(tx, &grant, words)?;
    let event = grant.event("institution/added", format!("institution/{id}")).with("zone", &words.zone);
    Ok(Outcome::of(id, event))
}

pub async fn change_institution(
    who: Admin,
    app: App,
    id: Path<InstitutionId>,
    mut form: Form<InstitutionWords>,
) -> Answer {
    let id = id.into_inner();
    match institution_changed(&who, &app, id.clone(), &mut form).await {
        Ok(path) => saying(path, "The institution is changed."),
        Err(fault) => {
            let fault = taken(fault, "institutions", &["name_folded"], "name");
            pages::institution_with(&who, &app, &id, form.again(beside_the_form(fault))?).await
        }
    }
}

/// A zone decides which day it is, so the standings are marked too.
async fn institution_changed(
    who: &Admin,
    app: &App,
    id: InstitutionId,
    form: &mut Form<InstitutionWords>,
) -> Result<String, Fault> {
    let (words, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    app.write_once(once, Books::house(), move |tx| {
        let grant = keeping(tx, &person)?;
        let before = Atlas::load(tx.conn())?;
        let before = before.institution(&id).ok_or(Fault::NotFound)?;
        store::change_institution(tx, &grant, &id, &words)?;
        if before.zone != words.zone {
            mark_all(tx)?;
        }
        let event = grant.event("institution/changed", format!("institution/{id}")).with("zone", &words.zone);
        Ok(Outcome::of(paths::institution(id.as_str()), event))
    })
    .await
}

pub async fn add_site(who: Admin, app: App, id: Path<InstitutionId>, mut form: Form<SiteWords>) -> Answer {
    let id = id.into_inner();
    match site_added(&who, &app, id.clone(), &mut form).await {
        Ok(path) => saying(path, "The site is added."),
        Err(fault) => {
            let fault = taken(fault, "sites", &["institution_id", "name"], "site-name");
            pages::institution_with(&who, &app, &id, form.again(beside_the_form(fault))?).await
        }
    }
}

async fn site_added(
    who: &Admin,
    app: &App,
    of: InstitutionId,
    form: &mut Form<SiteWords>,
) -> Result<String, Fault> {
    let (words, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    app.write_once(once, Books::house(), move |tx| {
        Ok(put_site(tx, &person, &of, &words)?.map(|_| paths::institution(of.as_str())))
    })
    .await
}

/// Adds a site, inside a write that has taken the house's book.
pub fn put_site(
    tx: &mut Tx<'_>,
    person: &Person,
    of: &InstitutionId,
    words: &SiteWords,
) -> Result<Outcome<SiteId>, Fault> {
    let grant = keeping(tx, person)?;
    let id = store::add_site(tx, &grant, of, words)?;
    let event = grant.event("site/added", format!("site/{id}"));
    let event = event.with("from", iso(words.accredited_from)).with("until", iso(words.accredited_until));
    Ok(Outcome::of(id, event))
}

pub async fn change_site(who: Admin, app: App, id: Path<SiteId>, mut form: Form<SiteWords>) -> Answer {
    let id = id.into_inner();
    match site_changed(&who, &app, id.clone(), &mut form).await {
        Ok(path) => {
            saying(path, "The site is changed. What depends on its accreditation is worked out again.")
        }
        Err(fault) => {
            let fault = taken(fault, "sites", &["institution_id", "name"], "site-name");
            pages::site_with(&who, &app, &id, form.again(beside_the_form(fault))?).await
        }
    }
}

async fn site_changed(
    who: &Admin,
    app: &App,
    id: SiteId,
    form: &mut Form<SiteWords>,
) -> Result<String, Fault> {
    let (words, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    app.write_once(once, Books::house(), move |tx| {
        let grant = keeping(tx, &person)?;
        let atlas = Atlas::load(tx.conn())?;
        let before = atlas.site(&id).ok_or(Fault::NotFound)?;
        store::change_site(tx, &grant, &id, &words)?;
        mark_all(tx)?;
        let event = grant.event("site/changed", format!("site/{id}"));
        let event = event.with("from", iso(words.accredited_from)).with("until", iso(words.accredited_until));
        Ok(Outcome::of(paths::institution(before.institution.as_str()), event))
    })
    .await
}

pub async fn add_department(
    who: Admin,
    app: App,
    id: Path<InstitutionId>,
    mut form: Form<DepartmentWords>,
) -> Answer {
    let id = id.into_inner();
    match department_added(&who, &app, id.clone(), &mut form).await {
        Ok(path) => saying(
            path,
            "The department is added. Next, appoint its training lead under Leads, admins and others.",
        ),
        Err(fault) => {
            let fault = taken(fault, "departments", &["institution_id", "name"], "department-name");
            pages::institution_with(&who, &app, &id, form.again(beside_the_form(fault))?).await
        }
    }
}

async fn department_added(
    who: &Admin,
    app: &App,
    of: InstitutionId,
    form: &mut Form<DepartmentWords>,
) -> Result<String, Fault> {
    let (words, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    app.write_once(once, Books::house(), move |tx| {
        Ok(put_department(tx, &person, &of, &words)?.map(|_| paths::institution(of.as_str())))
    })
    .await
}

/// Adds a department, inside a write that has taken the house's book.
pub fn put_department(
    tx: &mut Tx<'_>,
    person: &Person,
    of: &InstitutionId,
    words: &DepartmentWords,
) -> Result<Outcome<DepartmentId>, Fault> {
    let grant = keeping(tx, person)?;
    at_own_site(tx, of, words)?;
    let id = store::add_department(tx, &grant, of, words)?;
    let event = grant.event("department/added", format!("department/{id}")).with("institution", of);
    Ok(Outcome::of(id, event))
}

pub async fn change_department(
    who: Admin,
    app: App,
    id: Path<DepartmentId>,
    mut form: Form<DepartmentWords>,
) -> Answer {
    let id = id.into_inner();
    match department_changed(&who, &app, id.clone(), &mut form).await {
        Ok(path) => saying(path, "The department is changed."),
        Err(fault) => {
            let fault = taken(fault, "departments", &["institution_id", "name"], "department-name");
            pages::department_with(&who, &app, &id, form.again(beside_the_form(fault))?).await
        }
    }
}

async fn department_changed(
    who: &Admin,
    app: &App,
    id: DepartmentId,
    form: &mut Form<DepartmentWords>,
) -> Result<String, Fault> {
    let (words, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    app.write_once(once, Books::house(), move |tx| {
        let grant = keeping(tx, &person)?;
        let atlas = Atlas::load(tx.conn())?;
        let of = atlas.department(&id).ok_or(Fault::NotFound)?.institution.clone();
        at_own_site(tx, &of, &words)?;
        store::change_department(tx, &grant, &id, &words)?;
        let site = words.site.as_ref().map(ToString::to_string).unwrap_or_default();
        let event = grant.event("department/changed", format!("department/{id}")).with("site", site);
        Ok(Outcome::of(paths::institution(of.as_str()), event))
    })
    .await
}

/// A department is at a site of its own institution.
fn at_own_site(tx: &mut Tx<'_>, of: &InstitutionId, words: &DepartmentWords) -> Result<(), Fault> {
    let Some(site) = &words.site else { return Ok(()) };
    let atlas = Atlas::load(tx.conn())?;
    match atlas.site(site).filter(|site| site.institution == *of) {
        Some(_) => Ok(()),
        None => Err(Faults::one("department-site", "Choose a site of this institution.").into()),
    }
}

fn mark_all(tx: &mut Tx<'_>) -> Result<(), Fault> {
    raise_all(tx, store::measured)
}

fn iso(day: Option<Day>) -> String {
    day.map(Day::iso).unwrap_or_default()
}

/// A name that is there already, said beside its field.
fn taken(fault: Fault, table: &str, columns: &[&str], field: &str) -> Fault {
    match fault {
        fault if fault.took(table, columns) => {
            Faults::one(field, "There is one with this name already. Choose another name.").into()
        }
        other => other,
    }
}
