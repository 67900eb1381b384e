//! Addresses of reviews.

use url::form_urlencoded;

use crate::web::paths::fill;

pub const REVIEWS: &str = "/reviews";
/// With `?enrolment=…` of somebody whom one leads, and perhaps `&requirement=…`.
pub const NEW_REVIEW: &str = "/reviews/new";
pub const REVIEW: &str = "/reviews/{review}";
/// Changing days and who sits.
pub const REVIEW_PLAN: &str = "/reviews/{review}/plan";
/// Calling it off.
pub const REVIEW_END: &str = "/reviews/{review}/end";

pub const REVIEW_PREPARATION: &str = "/reviews/{review}/preparation";
/// What the panel reads.
pub const REVIEW_PACK: &str = "/reviews/{review}/pack";
pub const REVIEW_PACK_PDF: &str = "/reviews/{review}/pack/pdf";
pub const REVIEW_OUTCOME: &str = "/reviews/{review}/outcome";
/// A lead enters the chair's outcome in the trainee's record.
pub const REVIEW_RECORD: &str = "/reviews/{review}/record";
pub const REVIEW_ACKNOWLEDGEMENT: &str = "/reviews/{review}/acknowledgement";
pub const REVIEW_OBJECTION: &str = "/reviews/{review}/objection";
pub const REVIEW_ANSWER: &str = "/reviews/{review}/answer";

pub fn review_preparation(review: &str) -> String {
    fill(REVIEW_PREPARATION, &[review])
}

pub fn review_pack(review: &str) -> String {
    fill(REVIEW_PACK, &[review])
}

pub fn review_pack_pdf(review: &str) -> String {
    fill(REVIEW_PACK_PDF, &[review])
}

pub fn review_outcome(review: &str) -> String {
    fill(REVIEW_OUTCOME, &[review])
}

pub fn review_record(review: &str) -> String {
    fill(REVIEW_RECORD, &[review])
}

pub fn review_acknowledgement(review: &str) -> String {
    fill(REVIEW_ACKNOWLEDGEMENT, &[review])
}

pub fn review_objection(review: &str) -> String {
    fill(REVIEW_OBJECTION, &[review])
}

pub fn review_answer(review: &str) -> String {
    fill(REVIEW_ANSWER, &[review])
}

pub fn review(review: &str) -> String {
    fill(REVIEW, &[review])
}

pub fn review_plan(review: &str) -> String {
    fill(REVIEW_PLAN, &[review])
}

pub fn review_end(review: &str) -> String {
    fill(REVIEW_END, &[review])
}

/// For a trainee, or for one review that their programme asks for.
pub fn new_review(enrolment: &str, requirement: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("enrolment", enrolment);
    if !requirement.is_empty() {
        query.append_pair("requirement", requirement);
    }
    format!("{NEW_REVIEW}?{}", query.finish())
}
