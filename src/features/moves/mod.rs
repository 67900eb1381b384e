//! Moving people from one version of their programme to another. The lead sees both versions side by side
//! with pairs that can be corrected, and for each person by name what would be met and what not, before
//! anything is done. The enrolment stays the same enrolment: what is filed under it, who sees it, and what
//! was signed under the old version stay where they are, and a day before the move shows the old version.
//! A move can be undone until something was done under the new one.

mod acts;
mod approved;
mod beside;
mod carrying;
mod forms;
mod pages;
mod planning;
mod store;
mod views;

pub use acts::put_batch;
pub use carrying::{carry_slice, put_move};
pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::NEW_MOVE, pages::new)
        .post(paths::MOVES, acts::plan)
        .get(paths::MOVE_BATCH, pages::batch)
        .get(paths::MOVE, pages::moved)
        .post(paths::MOVE_UNDOING, acts::undo);
}
