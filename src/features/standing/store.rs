//! The rows behind a standing. `holdings` gathers what rules read; `keep` stores what `assess` says
//! about it, inside the write that changed it; `stored` reads it back for one enrolment, `seen` for
//! all that a person sees, and `mine` what waits in one's own portfolio.
//!
//! A stored row is always the value of the same pure functions, so it cannot drift. Time passes
//! without a write: `holds_until` is the first day on which a body may change by itself, and
//! `behind_from` the first on which, with nothing more done, the state says *Behind*. So the state
//! of a day is `behind_from <= day`, else `calm`, and a board of 200 needs no body at all.

mod alone;
mod asks;
mod before;
mod carried;
mod due;
mod goals;
mod gone;
mod held;
mod holdings;
mod keep;
mod kept;
mod labels;
mod mine;
mod pages;
mod raised;
mod rounds;
mod seen;
mod signers;
mod since;
mod stored;
mod training;
mod unconfirmed;

pub use alone::{alone_of, stopped};
pub use asks::{AskedReview, OwnRound, ReviewsOf, ToSee, asked_reviews, own_rounds, to_see};
pub use carried::{OfSections, Turns, approved_sections, turns};
pub use due::{count_old, due, everyone};
pub use goals::open_goals;
pub use gone::{gone, gone_among};
pub use held::as_on;
pub use holdings::{holdings, holdings_now, trainees_among};
pub use keep::{
    Assessed, Item, Sum, assess_enrolment, assess_held, assess_now, fresh_items, fresh_sum, is_marked, items,
    refresh, refresh_all, sum,
};
pub use kept::read as stored_body;
pub use labels::{Label, Recent, asked_under, labels, recent};
pub use mine::{Draft, Given, Mine, Returned, TrainingLead, mine};
pub use pages::copy_agrees;
pub use raised::{
    enrolments_reading, enrolments_reading_any, leave_to_jobs, raise_all, raise_registered, raise_stale,
};
pub use rounds::{OpenRound, open_round, rounds_of};
pub use seen::{headed, items_of, lapsing_of, lapsing_supervisors, seen_enrolment, unasked_of, waits_of};
pub use signers::{entrusted_among, raise_approved, raise_entrusted, raise_trained};
pub use since::came_since;
pub use stored::{stored, stored_of};
pub use training::is_trainee;
pub use unconfirmed::unconfirmed_of;
