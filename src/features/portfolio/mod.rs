//! A person's own house: everything they have recorded, what they have begun and not submitted, and
//! what came back. Only its owner comes here; others see entries through the enrolments in their sight.

mod filing;
mod pages;
mod store;
mod views;

use crate::web::paths;
use crate::web::routes::Routes;
use crate::web::samples::Sample;

pub fn routes(routes: &mut Routes) {
    routes.get(paths::PORTFOLIO, pages::portfolio);
    filing::routes(routes);
}

pub fn samples() -> Vec<Sample> {
    views::samples().into_iter().chain(filing::samples()).collect()
}
