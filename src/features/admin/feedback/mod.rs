//! The house setting for rounds of feedback: how many answers keep a colleague unknown, and how long and how often
//! colleagues are asked.

mod acts;
mod forms;
mod pages;
mod views;

pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes.get(paths::FEEDBACK_RULES, pages::terms).post(paths::FEEDBACK_RULES, acts::set_terms);
}
