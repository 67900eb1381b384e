//! What two people saved at the same time: both texts, so that nothing is lost.

use askama::Template;

use super::{Around, at, at_requirement};
use crate::features::authorship::desk::Desk;
use crate::web::gate::Lead;
use crate::web::page::{Place, Shell, StatusCode, View};
use crate::web::paths;
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "authorship/conflict.html")]
pub struct ConflictPage {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) around: Around,
    pub(super) by: String,
    pub(super) theirs: String,
    pub(super) action: String,
    pub(super) rows: usize,
}

impl View for ConflictPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn status(&self) -> StatusCode {
        StatusCode::CONFLICT
    }
}

impl ConflictPage {
    pub fn new(who: &Lead, desk: &Desk, code: Option<&str>, mine: String, by: String) -> ConflictPage {
        let block = |code: &str| desk.read.sheet.as_ref()?.block("requirements", code).map(str::to_owned);
        let theirs = code.and_then(block).unwrap_or_else(|| desk.text.clone());
        ConflictPage {
            shell: who.shell("Two people saved this draft", Place::Programmes),
            rows: theirs.lines().count().clamp(10, 30),
            typed: Typed::holding([("words", mine), ("theirs", theirs.clone())]),
            around: Around::of(desk),
            by,
            theirs,
            action: match code {
                Some(code) => at_requirement(desk, paths::DRAFT_REQUIREMENT_TEXT, code),
                None => at(desk, paths::DRAFT_TEXT),
            },
        }
    }
}
