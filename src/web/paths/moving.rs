//! Addresses of the official record elsewhere, and of moves to another version.

use super::fill;

// official
/// What is signed here and still to be entered in the system that holds the official record.
pub const TO_ENTER: &str = "/enrolments/{enrolment}/to-enter";
pub const ENTERED_END: &str = "/enrolments/{enrolment}/entered/{entered}/end";
pub const PROGRESS_FILE: &str = "/enrolments/{enrolment}/progress-file";
pub const PROGRESS_UNDOING: &str = "/enrolments/{enrolment}/progress-file/{import}/undoing";

pub fn to_enter(enrolment: &str) -> String {
    fill(TO_ENTER, &[enrolment])
}

pub fn entered_end(enrolment: &str, entered: &str) -> String {
    fill(ENTERED_END, &[enrolment, entered])
}

pub fn progress_file(enrolment: &str) -> String {
    fill(PROGRESS_FILE, &[enrolment])
}

pub fn progress_undoing(enrolment: &str, import: &str) -> String {
    fill(PROGRESS_UNDOING, &[enrolment, import])
}

// moves
pub const NEW_MOVE: &str = "/programmes/{programme}/moves/new";
pub const MOVES: &str = "/programmes/{programme}/moves";
/// What a lead asked for, and how far it has come.
pub const MOVE_BATCH: &str = "/programmes/{programme}/moves/{batch}";
/// What changed for one person.
pub const MOVE: &str = "/enrolments/{enrolment}/moves/{move}";
pub const MOVE_UNDOING: &str = "/enrolments/{enrolment}/moves/{move}/undoing";

pub fn new_move(programme: &str) -> String {
    fill(NEW_MOVE, &[programme])
}

pub fn moves(programme: &str) -> String {
    fill(MOVES, &[programme])
}

pub fn move_batch(programme: &str, batch: &str) -> String {
    fill(MOVE_BATCH, &[programme, batch])
}

pub fn moved(enrolment: &str, id: &str) -> String {
    fill(MOVE, &[enrolment, id])
}

pub fn move_undoing(enrolment: &str, id: &str) -> String {
    fill(MOVE_UNDOING, &[enrolment, id])
}
