//! Forms of numbers of the house's own: how its hospitals number patients, looked for beside what the
//! checks know already.

mod acts;
mod forms;
mod pages;
mod views;

pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::PATTERNS, pages::patterns)
        .post(paths::PATTERNS, acts::add)
        .post(paths::PATTERN_END, acts::end);
}
