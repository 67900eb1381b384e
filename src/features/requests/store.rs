//! What waits with whom, who was reminded when, who is told what.

mod assessors;
mod nudges;
mod reminders;
mod round;
mod told;
mod waiting;
mod weighed;

pub use assessors::AssessorOf;
pub use nudges::{Owned, last_nudges, owned};
pub use reminders::{choose_rhythm, keep_reminders, remindable, rhythm};
pub use round::{
    Open, bring, claim_digest, dues, escalated_since, news, open_requests, remind_by_house, reminded_of,
    tell_gone,
};
pub use told::{AskedOf, Ended, Names, ended_outside, names_for};
pub use waiting::{Held, Taker, held, led_with, one_request, takers};
pub use weighed::{Hung, Place, hung, last_reminders, places};
