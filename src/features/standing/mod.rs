//! Where a trainee stands: the facts that rules read, the stored answer, and the pages that show it to
//! the trainee (home, requirements), to a supervisor (my trainees) and to a training lead (board,
//! waiting). Other rooms call `refresh` as the last thing of every write to a portfolio.

mod cohort;
mod course;
mod elsewhere;
mod facts;
mod figures;
mod living;
mod pages;
mod shown;
pub mod store;
mod tend;
mod views;

pub use cohort::{Row as CohortRow, cohort};
pub use course::{Course, courses};
pub use facts::{Accepting, Claimed, DecisionRow, EntryRow, Held, Holdings, Origin};
pub use figures::{Alone, Headed, Stored, Unconfirmed, Waits, since_days};
pub use living::{KeptLife, said as life_said};
pub use shown::{called, figures as told_figures};
pub use store::{
    AskedReview, Assessed, OfSections, ReviewsOf, Turns, alone_of, approved_sections, as_on, asked_reviews,
    assess_enrolment, assess_held, assess_now, came_since, count_old, enrolments_reading,
    enrolments_reading_any, entrusted_among, everyone, gone, gone_among, headed, holdings, holdings_now,
    is_trainee, open_goals, raise_all, raise_approved, raise_entrusted, raise_registered, raise_stale,
    raise_trained, refresh, refresh_all, stopped, stored, stored_body, trainees_among, turns, unconfirmed_of,
    waits_of,
};
pub use tend::{
    Difference, Rebuilt, any_due, differences, rebuild, refresh_due, refresh_enrolment, refresh_slice,
};
pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::HOME, pages::home)
        .get(paths::REQUIREMENTS, pages::requirements)
        .get(paths::REQUIREMENT, pages::requirement)
        .get(paths::TRAINEES, pages::trainees)
        .get(paths::TRAINEE, pages::trainee)
        .get(paths::BOARD, pages::board)
        .get(paths::WAITING, pages::waiting);
}
