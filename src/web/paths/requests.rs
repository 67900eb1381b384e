//! Addresses of what keeps requests alive: reminders, notices, absences with deputies, handing over.

use super::fill;

/// Reminding, of one request or of all that one asked somebody.
pub const REMINDERS: &str = "/reminders";
/// What one was told, in the app.
pub const NOTICES: &str = "/notices";
/// How often a letter of what is new comes.
pub const RHYTHM: &str = "/notices/rhythm";
/// One's own days away.
pub const AWAY: &str = "/away";
pub const ABSENCE_END: &str = "/away/{absence}/end";
pub const PERSON_AWAY: &str = "/people/{person}/away";
/// Everything that waits with oneself, to be given to others.
pub const HANDOVER: &str = "/handover";
pub const PERSON_HANDOVER: &str = "/people/{person}/handover";
/// One request, to be given to somebody else.
pub const REQUEST_HANDOVER: &str = "/requests/{request}/handover";
/// What waits with whom, and who will miss what because of it.
pub const WAITING_MAP: &str = "/waiting/map";
/// Reminding trainees of what waits with nobody, or for a letter.
pub const WAITING_NUDGES: &str = "/waiting/nudges";
/// After how many days what happens to a request.
pub const REQUEST_RULES: &str = "/settings/requests";

pub fn absence_end(absence: &str) -> String {
    fill(ABSENCE_END, &[absence])
}

pub fn person_away(person: &str) -> String {
    fill(PERSON_AWAY, &[person])
}

pub fn person_handover(person: &str) -> String {
    fill(PERSON_HANDOVER, &[person])
}

pub fn request_handover(request: &str) -> String {
    fill(REQUEST_HANDOVER, &[request])
}
