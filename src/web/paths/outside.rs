//! Addresses of somebody without an account, and of those who let them.

use super::fill;

/// The trainee's page about the link to one of their entries.
pub const HAND_OVER: &str = "/entries/{entry}/link";
pub const HAND_OVER_END: &str = "/entries/{entry}/link/withdrawal";
/// To have the letter to the work address sent again.
pub const STATEMENT_LETTER: &str = "/entries/{entry}/statements/{statement}/letter";
/// What the link opens.
pub const OUTSIDE: &str = "/outside/{token}";
pub const OUTSIDE_DECISION: &str = "/outside/{token}/decision";
pub const OUTSIDE_EVIDENCE: &str = "/outside/{token}/evidence/{evidence}";
pub const OUTSIDE_THUMB: &str = "/outside/{token}/evidence/{evidence}/thumb";
/// What the letter to a work address opens.
pub const OUTSIDE_CONFIRMATION: &str = "/outside/confirmations/{confirmation}";
/// Which domains are work addresses.
pub const WORK_DOMAINS: &str = "/people/work-domains";
pub const WORK_DOMAIN_END: &str = "/people/work-domains/{domain}/end";
/// Somebody who signed without an account, for a lead of the trainee.
pub const ASSESSOR: &str = "/people/assessors/{person}";

/// To say that they are the person who stated the same registration before.
pub const ASSESSOR_JOINING: &str = "/people/assessors/{person}/joining";

pub fn assessor(person: &str) -> String {
    fill(ASSESSOR, &[person])
}

pub fn assessor_joining(person: &str) -> String {
    fill(ASSESSOR_JOINING, &[person])
}

pub fn hand_over(entry: &str) -> String {
    fill(HAND_OVER, &[entry])
}

pub fn hand_over_end(entry: &str) -> String {
    fill(HAND_OVER_END, &[entry])
}

pub fn statement_letter(entry: &str, statement: &str) -> String {
    fill(STATEMENT_LETTER, &[entry, statement])
}

pub fn outside(token: &str) -> String {
    fill(OUTSIDE, &[token])
}

pub fn outside_decision(token: &str) -> String {
    fill(OUTSIDE_DECISION, &[token])
}

pub fn outside_evidence(token: &str, evidence: &str) -> String {
    fill(OUTSIDE_EVIDENCE, &[token, evidence])
}

pub fn outside_thumb(token: &str, evidence: &str) -> String {
    fill(OUTSIDE_THUMB, &[token, evidence])
}

pub fn outside_confirmation(token: &str) -> String {
    fill(OUTSIDE_CONFIRMATION, &[token])
}

pub fn work_domain_end(domain: &str) -> String {
    fill(WORK_DOMAIN_END, &[domain])
}
