//! A person's own house: everything they have recorded, what they have begun and not submitted, and
//! what came back. Only its owner comes here; others see entries through the enrolments in their sight.

mod pages;
mod store;
mod views;

pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes.get(paths::PORTFOLIO, pages::portfolio);
}
