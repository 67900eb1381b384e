//! The life of an enrolment: time out and return, part time, more time, a deadline of one's own, and how it
//! ended. Its lead records it, each thing with a day, a reason and what it changes said before; the trainee reads
//! the same list. What was a mistake is taken back with a reason, and stays in the list.

mod acts;
mod case;
mod forms;
mod pages;
mod said;
mod views;

pub use acts::put_life;
pub use forms::Wanted as WantedLife;
pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::LIFE, pages::life)
        .get(paths::LIFE_ACT, pages::act)
        .post(paths::LIFE_ACT, acts::record)
        .get(paths::LIFE_END, pages::end)
        .post(paths::LIFE_END, acts::take_back);
}
