//! The forms of the house, written in the browser: a training lead changes one as a draft (its questions and answers,
//! the scale, who answers, who signs, who reads), looks at it as it will be, and publishes it as the next version.
//! Decided: a version that is published never changes and is never taken away, since entries and programmes name it;
//! going back publishes what an earlier one said as the newest. A new version changes nothing until a programme’s
//! version names it, but for the three forms that the house itself fills in (`at_once`).

mod acts;
mod at_once;
mod forms;
mod pages;
mod store;
mod views;

pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::KINDS, pages::kinds)
        .post(paths::KINDS, acts::begin_new)
        .get(paths::KIND, pages::kind)
        .post(paths::KIND_VERSION, acts::back_to)
        .get(paths::KIND_DRAFT, pages::draft)
        .post(paths::KIND_DRAFT, acts::write);
}
