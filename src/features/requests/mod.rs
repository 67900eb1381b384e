//! Requests do not die. What waits with somebody is reminded of, folded into one letter a day; while they are
//! away it waits with their deputy too; whoever leaves hands it over; what has waited too long comes before the
//! training lead, who sees on one map what waits with whom and who will miss what because of it. Every letter
//! has its twin among the notices. It stands above the rooms whose requests it keeps alive.

mod away;
mod digest;
mod handing;
mod map;
mod notices;
mod pace;
mod reminding;
mod round;
mod store;

pub use away::{Days, put_away};
pub use digest::{Digest, digest};
pub use notices::{Begun, how_ended, recorded_for};
pub use pace::{pace, set_pace};
pub use reminding::put_reminders;
pub use round::go_round;
pub use store::{Ended, ended_outside};

use crate::web::paths;
use crate::web::routes::Routes;
use crate::web::samples::Sample;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::AWAY, away::pages::own)
        .post(paths::AWAY, away::acts::go_away)
        .post(paths::ABSENCE_END, away::acts::come_back)
        .get(paths::PERSON_AWAY, away::pages::of_person)
        .post(paths::PERSON_AWAY, away::acts::say_away)
        .get(paths::HANDOVER, handing::pages::own)
        .post(paths::HANDOVER, handing::acts::own)
        .get(paths::PERSON_HANDOVER, handing::pages::of_person)
        .post(paths::PERSON_HANDOVER, handing::acts::of_person)
        .get(paths::REQUEST_HANDOVER, handing::pages::one)
        .post(paths::REQUEST_HANDOVER, handing::acts::one)
        .post(paths::REMINDERS, reminding::remind)
        .get(paths::NOTICES, notices::pages::notices)
        .post(paths::RHYTHM, notices::acts::set_rhythm)
        .get(paths::WAITING_MAP, map::pages::map)
        .post(paths::WAITING_NUDGES, map::nudging::nudge);
}

pub fn samples() -> Vec<Sample> {
    let mut all = away::views::samples();
    all.extend(handing::views::samples());
    all.extend(notices::views::samples());
    all.extend(map::views::samples());
    all
}
