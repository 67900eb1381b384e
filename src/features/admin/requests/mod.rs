//! The house setting for requests that wait: after how many days they are reminded of and come before leads.

mod acts;
mod forms;
mod pages;
mod views;

pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes.get(paths::REQUEST_RULES, pages::pace).post(paths::REQUEST_RULES, acts::set_pace);
}
