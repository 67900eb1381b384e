//! House rules: for each kind of entry whether its evidence may be photographed on the spot, and whether
//! files may be attached.

mod acts;
mod forms;
mod pages;
mod views;

pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes.get(paths::HOUSE_RULES, pages::rules).post(paths::HOUSE_RULES, acts::set_rules);
}
