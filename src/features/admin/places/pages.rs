//! The pages of places.

use actix_web::web::Path;

use super::views;
use crate::app::App;
use crate::domain::fault::Fault;
use crate::domain::names::{DepartmentId, InstitutionId, SiteId};
use crate::features::people::Atlas;
use crate::web::gate::Admin;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::Typed;

async fn atlas(app: &App) -> Result<Atlas, Fault> {
    app.read(|r| Atlas::load(r.conn())).await
}

pub async fn institutions(who: Admin, app: App) -> Answer {
    institutions_with(&who, &app, Typed::nothing()).await
}

pub async fn institutions_with(who: &Admin, app: &App, typed: Typed) -> Answer {
    page(views::Institutions::new(who, &atlas(app).await?, typed))
}

pub async fn institution(who: Admin, app: App, id: Path<InstitutionId>) -> Answer {
    institution_with(&who, &app, &id, Typed::nothing()).await
}

pub async fn institution_with(who: &Admin, app: &App, id: &InstitutionId, typed: Typed) -> Answer {
    let atlas = atlas(app).await?;
    let institution = atlas.institution(id).ok_or(Fault::NotFound)?;
    page(views::InstitutionPage::new(who, &atlas, institution, typed))
}

pub async fn site(who: Admin, app: App, id: Path<SiteId>) -> Answer {
    site_with(&who, &app, &id, Typed::nothing()).await
}

pub async fn site_with(who: &Admin, app: &App, id: &SiteId, typed: Typed) -> Answer {
    let atlas = atlas(app).await?;
    let site = atlas.site(id).ok_or(Fault::NotFound)?;
    page(views::SitePage::new(who, site, typed))
}

pub async fn department(who: Admin, app: App, id: Path<DepartmentId>) -> Answer {
    department_with(&who, &app, &id, Typed::nothing()).await
}

pub async fn department_with(who: &Admin, app: &App, id: &DepartmentId, typed: Typed) -> Answer {
    let atlas = atlas(app).await?;
    let department = atlas.department(id).ok_or(Fault::NotFound)?;
    page(views::DepartmentPage::new(who, &atlas, department, typed))
}
