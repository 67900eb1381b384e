//! Results: what a training lead records for trainees (marks, exam attempts, certificates), for one
//! person or for a whole cohort on one page, and what trainees state and a lead confirms. A result is
//! recorded and signed in one act, so it counts at once; a correction is a new version. A university
//! administrator enters marks on the same pages, always as provisional; a sheet of provisional marks is
//! confirmed in one act, with the day of the examination board. Whole modules and the programme are signed
//! off here, above their items.

mod acts;
mod checklist;
mod entering;
mod forms;
mod gathering;
mod pages;
mod sheet;
mod store;
mod views;
mod wholes;

pub use entering::{as_provisional, enter, enter_as_confirmed, enter_known, is_provisional};
pub use gathering::is_led;
pub use sheet::ToEnter;
#[cfg(any(test, feature = "fuzzing"))]
pub use sheet::read_one;
pub use store::{Known, ToConfirm, known, to_confirm};
pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::RESULTS, pages::results)
        .post(paths::RESULTS, acts::enter_cohort)
        .get(paths::RESULTS_OF, pages::person)
        .post(paths::RESULTS_OF, acts::enter_one)
        .get(paths::CHECKLIST, pages::checklist)
        .post(paths::CHECKLIST, acts::tick_off)
        .get(paths::WHOLES, pages::wholes)
        .get(paths::WHOLE, pages::whole)
        .post(paths::WHOLE, acts::sign_off)
        .get(paths::CORRECTION, pages::correction)
        .post(paths::CORRECTION, acts::correct)
        .post(paths::BOARD_MEETING, acts::board_meeting)
        .get(paths::CONFIRMATION, pages::confirmation)
        .post(paths::CONFIRMATION_SIGNATURE, acts::confirm)
        .post(paths::CONFIRMATION_RETURN, acts::send_back);
}
