//! Addresses of programmes that the house writes itself. A draft is named by its programme and its number.

use super::fill;

pub const NEW_PROGRAMME: &str = "/programmes/new";
/// Versions, drafts and layers of one programme, for those who write it.
pub const WORKSHOP: &str = "/programmes/{programme}/drafts";
pub const PROGRAMME_OWNER: &str = "/programmes/{programme}/owner";
pub const VERSION_RETIREMENT: &str = "/programmes/{programme}/versions/{version}/retirement";
/// What an institution adds to a version.
pub const LAYER: &str = "/programmes/{programme}/versions/{version}/layer";
pub const LAYER_REQUIREMENTS: &str = "/programmes/{programme}/versions/{version}/layer/requirements";
pub const LAYER_REQUIREMENT: &str = "/programmes/{programme}/versions/{version}/layer/requirements/{code}";
pub const LAYER_SENTENCE: &str = "/programmes/{programme}/versions/{version}/layer/sentence";
/// What more is filled in for a kind of entry.
pub const LAYER_KIND: &str = "/programmes/{programme}/versions/{version}/layer/kinds/{kind}";
/// A figure of the owner's, raised.
pub const LAYER_STRICTER: &str = "/programmes/{programme}/versions/{version}/layer/stricter/{requirement}";
pub const PROGRAMME_DRAFT: &str = "/programmes/{programme}/drafts/{number}";
pub const DRAFT_HEAD: &str = "/programmes/{programme}/drafts/{number}/head";
pub const DRAFT_TEXT: &str = "/programmes/{programme}/drafts/{number}/text";
pub const DRAFT_REQUIREMENTS: &str = "/programmes/{programme}/drafts/{number}/requirements";
pub const DRAFT_REQUIREMENT: &str = "/programmes/{programme}/drafts/{number}/requirements/{code}";
pub const DRAFT_REQUIREMENT_TEXT: &str = "/programmes/{programme}/drafts/{number}/requirements/{code}/text";
pub const DRAFT_SENTENCE: &str = "/programmes/{programme}/drafts/{number}/requirements/{code}/sentence";
pub const DRAFT_SAVES: &str = "/programmes/{programme}/drafts/{number}/saves";
pub const DRAFT_COMPARISON: &str = "/programmes/{programme}/drafts/{number}/comparison";
pub const DRAFT_SIMULATION: &str = "/programmes/{programme}/drafts/{number}/simulation";
pub const DRAFT_PUBLICATION: &str = "/programmes/{programme}/drafts/{number}/publication";
pub const DRAFT_DROPPED: &str = "/programmes/{programme}/drafts/{number}/removal";

pub fn workshop(programme: &str) -> String {
    fill(WORKSHOP, &[programme])
}

pub fn programme_owner(programme: &str) -> String {
    fill(PROGRAMME_OWNER, &[programme])
}

/// One of the addresses of a version above.
pub fn of_version(pattern: &str, programme: &str, version: &str) -> String {
    fill(pattern, &[programme, version])
}

/// One of the addresses of a layer above that name something in it, for one institution.
pub fn of_layer(pattern: &str, (programme, version): (&str, &str), what: &str, institution: &str) -> String {
    let path = match what {
        "" => fill(pattern, &[programme, version]),
        what => fill(pattern, &[programme, version, what]),
    };
    format!("{path}?institution={institution}")
}

/// One of the addresses of a draft above.
pub fn of_draft(pattern: &str, programme: &str, number: i32) -> String {
    fill(pattern, &[programme, &number.to_string()])
}

/// One of the addresses of a draft's requirement above.
pub fn of_draft_requirement(pattern: &str, programme: &str, number: i32, code: &str) -> String {
    fill(pattern, &[programme, &number.to_string(), code])
}
