//! Addresses of those who look after people and sign nothing: departmental tutors and consortium co-ordinators.

use super::fill;

/// Registered staff of the tutor's department: who falls short of what, and by when.
pub const SHORTFALLS: &str = "/registered-staff";
pub const ATTENDANCE: &str = "/attendance";
/// What several took part in, written once.
pub const NEW_ATTENDANCE: &str = "/attendance/new";
pub const CONSORTIUM: &str = "/consortium";
/// One person, as a tutor or a co-ordinator may see them.
pub const OVERSEEN: &str = "/overseen/{enrolment}";

/// All registered people of a department, appointed at once. With `?department=…&register=…` who that is.
pub const REGISTERED: &str = "/registered-people";

pub fn overseen(enrolment: &str) -> String {
    fill(OVERSEEN, &[enrolment])
}

// quality
pub const QUALITY: &str = "/quality";
pub const QUALITY_NEW: &str = "/quality/new";
pub const QUALITY_SAMPLE: &str = "/quality/samples/{sample}";
/// The same sample, drawn again from its seed.
pub const QUALITY_AGAIN: &str = "/quality/samples/{sample}/again";
/// What it was drawn from, as a table.
pub const QUALITY_FRAME: &str = "/quality/samples/{sample}/frame.csv";
pub const QUALITY_END: &str = "/quality/samples/{sample}/end";
pub const QUALITY_ACTIONS: &str = "/quality/samples/{sample}/actions";
pub const QUALITY_ACTION_END: &str = "/quality/actions/{action}/end";
/// What a quality reader is to read.
pub const SECOND_READINGS: &str = "/second-readings";
pub const SECOND_READING: &str = "/second-readings/{item}";
pub const SECOND_READING_FILE: &str = "/second-readings/{item}/evidence/{evidence}";
pub const SECOND_READING_THUMB: &str = "/second-readings/{item}/evidence/{evidence}/thumb";

/// One of the addresses of a sample or of an action.
pub fn quality_at(pattern: &str, id: &str) -> String {
    fill(pattern, &[id])
}

pub fn quality_sample(id: &str) -> String {
    fill(QUALITY_SAMPLE, &[id])
}

pub fn second_reading(item: &str) -> String {
    fill(SECOND_READING, &[item])
}

pub fn second_reading_file(item: &str, evidence: &str) -> String {
    fill(SECOND_READING_FILE, &[item, evidence])
}

pub fn second_reading_thumb(item: &str, evidence: &str) -> String {
    fill(SECOND_READING_THUMB, &[item, evidence])
}
