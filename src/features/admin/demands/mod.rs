//! The house setting for the second factor: off, offered or required, for each capacity.

mod acts;
mod forms;
mod pages;
mod views;

pub use acts::put_demands;
pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes.get(paths::FACTOR_DEMANDS, pages::demands).post(paths::FACTOR_DEMANDS, acts::set_demands);
}
