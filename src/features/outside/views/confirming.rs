//! What the letter to a work address opens.

use askama::Template;

use crate::features::outside::case::Held;
use crate::features::outside::store::StatementRow;
use crate::features::signoffs::said;
use crate::web::gate::Public;
use crate::web::page::{Shell, View};
use crate::web::paths;

#[derive(Template)]
#[template(path = "outside/confirm.html")]
pub struct Confirm {
    pub(super) shell: Shell,
    pub(super) house: String,
    pub(super) action: String,
    pub(super) name: String,
    /// `You signed the bypass case of 3 November 2026 of Ann Field on 12 November 2026, 14:02.`
    pub(super) sentence: String,
    pub(super) level: String,
    pub(super) words: Vec<String>,
    pub(super) until: String,
    /// Why it cannot be confirmed now.
    pub(super) hindered: Option<String>,
}

impl Confirm {
    pub fn new(
        who: &Public,
        token: &str,
        row: &StatementRow,
        held: &Held,
        hindered: Option<String>,
    ) -> Confirm {
        let seen = &held.seen;
        let verb = if row.verdict == "signed" { "signed" } else { "returned" };
        let levels = seen.kind.scale.iter().flat_map(|scale| &scale.levels);
        let level = levels.filter(|level| level.code == row.level).map(|level| level.label.clone()).next();
        let words = [&row.reason, &row.comment].into_iter().filter(|text| !text.is_empty()).cloned();
        Confirm {
            shell: who.shell("Confirm your decision"),
            house: held.house.clone(),
            action: paths::outside_confirmation(token),
            name: row.name.clone(),
            sentence: format!(
                "On {} somebody who gave your name and address {verb} the {} of {}.",
                row.taken_at.shown_in(seen.zone),
                said(seen),
                seen.owner_name
            ),
            level: level.unwrap_or_default(),
            words: words.collect(),
            until: row.confirm_until().shown_in(seen.zone),
            hindered,
        }
    }
}

impl View for Confirm {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}
