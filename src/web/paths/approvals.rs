//! Addresses of assessors who are approved by name.

use super::fill;

/// Who is approved under one enrolment, who is nominated, and who was not approved and why.
pub const ASSESSORS: &str = "/enrolments/{enrolment}/assessors";
/// The trainee nominates somebody; a lead approves somebody at once.
pub const NEW_ASSESSOR: &str = "/enrolments/{enrolment}/assessors/new";
/// For a lead, who answers it.
pub const NOMINATION: &str = "/nominations/{nomination}";
pub const NOMINATION_REFUSAL: &str = "/nominations/{nomination}/refusal";
pub const NOMINATION_WITHDRAWAL: &str = "/nominations/{nomination}/withdrawal";
pub const APPROVAL_END: &str = "/approvals/{approval}/end";
/// Everything of this sort that a lead leads: what waits for an answer, who is approved for what, and until when.
pub const APPROVALS: &str = "/approvals";

pub fn assessors(enrolment: &str) -> String {
    fill(ASSESSORS, &[enrolment])
}

pub fn new_assessor(enrolment: &str) -> String {
    fill(NEW_ASSESSOR, &[enrolment])
}

pub fn nomination(nomination: &str) -> String {
    fill(NOMINATION, &[nomination])
}

pub fn nomination_refusal(nomination: &str) -> String {
    fill(NOMINATION_REFUSAL, &[nomination])
}

pub fn nomination_withdrawal(nomination: &str) -> String {
    fill(NOMINATION_WITHDRAWAL, &[nomination])
}

pub fn approval_end(approval: &str) -> String {
    fill(APPROVAL_END, &[approval])
}
