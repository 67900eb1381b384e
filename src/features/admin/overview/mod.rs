//! The first page of the settings: what there is to keep, and for a new house what is still missing.

mod pages;
mod views;

pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes.get(paths::SETTINGS, pages::settings);
}
