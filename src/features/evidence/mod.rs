//! Files beside entries: taking them into a draft while the form is being filled in, and giving them
//! back to exactly those who see the entry (or own the draft). A picture or PDF that was checked opens
//! in the browser under a policy of its own; everything else is saved. What a file becomes before it
//! is kept is in `files::intake`.

mod acts;
mod pages;
mod store;

pub use pages::{give, give_thumb};

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::EVIDENCE, pages::file)
        .get(paths::EVIDENCE_THUMB, pages::thumb)
        .post(paths::DRAFT_EVIDENCE, acts::upload);
}
