//! The official record elsewhere: what is signed here and has still to be entered in the system that holds
//! a programme's official record, with text and files ready to paste; that it was entered there, as the
//! trainee or their lead says; and a file of progress from there held against what is here. Signed here
//! and entered there are two facts, and neither is ever shown as the other.

mod acts;
mod cohort;
mod desk;
mod forms;
mod pages;
mod progress;
mod store;
mod telling;
mod text;
mod views;

pub use acts::put_entered;
pub use cohort::{Found, Known, Line, all_stand, enter_all, known, take_all_back};
pub use desk::next_to_enter;
pub use forms::Marked;
pub use progress::ToMark;
pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::TO_ENTER, pages::to_enter)
        .post(paths::TO_ENTER, acts::mark)
        .post(paths::ENTERED_END, acts::take_back)
        .get(paths::PROGRESS_FILE, pages::progress_file)
        .post(paths::PROGRESS_FILE, acts::filing::progress_file)
        .post(paths::PROGRESS_UNDOING, acts::filing::undo_file);
}
