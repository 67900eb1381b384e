//! What holds for one person only: the last day of the enrolment, a personal target inside the
//! programme's range, a due day, a waiver. Each carries a reason and the name of who set it.

mod acts;
mod forms;
mod pages;
mod views;

pub use views::samples;

pub use acts::{put_end, put_term};
pub use forms::Wanted as WantedTerm;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::TERMS, pages::terms)
        .post(paths::TERMS, acts::set_term)
        .post(paths::TERM_END, acts::drop_term)
        .post(paths::ENROLMENT_END, acts::set_end);
}
