//! Institutions, their sites and their departments. When a site's accreditation changes, every standing
//! is marked: a case may have been logged there by anybody.

mod acts;
mod forms;
mod pages;
mod views;

pub use acts::{put_department, put_institution, put_site};
pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::INSTITUTIONS, pages::institutions)
        .post(paths::INSTITUTIONS, acts::add_institution)
        .get(paths::INSTITUTION, pages::institution)
        .post(paths::INSTITUTION, acts::change_institution)
        .post(paths::INSTITUTION_SITES, acts::add_site)
        .post(paths::INSTITUTION_DEPARTMENTS, acts::add_department)
        .get(paths::SITE, pages::site)
        .post(paths::SITE, acts::change_site)
        .get(paths::DEPARTMENT, pages::department)
        .post(paths::DEPARTMENT, acts::change_department);
}
