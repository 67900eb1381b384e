//! Who is approved by name for what an entry would count towards, on its day: said beside each name before anybody is
//! asked. Only where a programme asks for it and somebody was approved by then: until the first approval every
//! supervisor's signature counts.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::accounts;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, EnrolmentId};
use crate::domain::programme::{Requirement, Version};
use crate::domain::time::Day;
use crate::features::standing::{Held, Holdings};
use crate::web::paths;

/// At most so many titles in one sentence.
const TITLES: usize = 3;

/// What an entry would count towards and who is approved for that.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ByName {
    asks: Vec<Asks>,
}

/// One requirement of one enrolment that asks for approval by name.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Asks {
    enrolment: EnrolmentId,
    title: String,
    day: Day,
    approved: Vec<AccountId>,
}

/// That a signature would count for nothing there, and where to look what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InVain {
    pub sentence: String,
    /// Where assessors are nominated.
    pub place: String,
}

impl ByName {
    pub(super) fn ask(&mut self, all: &Holdings, held: &Held, requirement: &Requirement, day: Day) {
        let Some(approved) = all.approved_by_name(held, requirement, day) else { return };
        self.asks.push(Asks {
            enrolment: held.row.id.clone(),
            title: requirement.said(held.row.started_on).0.to_owned(),
            day,
            approved,
        });
    }

    /// As long as it is not known for what an entry of this kind will count: for all that counts such entries.
    pub(super) fn ask_of_kind(
        &mut self,
        all: &Holdings,
        (held, version): (&Held, &Version),
        (kind, day): (&str, Day),
    ) {
        let asking = version.requirements.iter().filter(|one| one.signers.approved);
        for requirement in asking.filter(|one| one.rule.kinds().contains(&kind)) {
            self.ask(all, held, requirement, day);
        }
    }

    /// Approved for all of it, where approval is asked.
    pub fn fits(&self, id: &AccountId) -> bool {
        !self.asks.is_empty() && self.asks.iter().all(|one| one.approved.contains(id))
    }

    /// A name as one of those to choose from: `Tom Hill (approved)`, `Tom Hill (not approved: would not count)`.
    pub fn label(&self, id: &AccountId, name: &str) -> String {
        let fits = self.asks.iter().filter(|one| one.approved.contains(id)).count();
        match (self.asks.len(), fits) {
            (0, _) => name.to_owned(),
            (all, fits) if fits == all => format!("{name} (approved)"),
            (_, 0) => format!("{name} (not approved: would not count)"),
            _ => format!("{name} (approved for a part of this)"),
        }
    }

    /// What is to be known before one chooses; nothing where nobody is approved by name yet or nothing asks for it.
    pub fn hint(&self) -> Option<InVain> {
        let first = self.asks.first()?;
        let sentence = format!(
            "Only the signature of an assessor who is approved by name on that day counts for {}. Ask somebody who is, or \
             nominate somebody first.",
            listed(self.asks.iter())
        );
        Some(InVain { sentence, place: paths::assessors(first.enrolment.as_str()) })
    }

    /// Of somebody who is chosen and not approved for all of it.
    pub fn in_vain(&self, id: &AccountId, name: &str) -> Option<InVain> {
        let lacking: Vec<&Asks> = self.asks.iter().filter(|one| !one.approved.contains(id)).collect();
        let first = lacking.first()?;
        let sentence = format!(
            "{name} is not approved by name for this on {}, so their signature would not count for {}. Choose somebody who \
             is approved, or nominate {name} first.",
            first.day,
            listed(lacking.iter().copied())
        );
        Some(InVain { sentence, place: paths::assessors(first.enrolment.as_str()) })
    }

    /// Names of those who are approved for all of it, for whoever asks by a link and chooses nobody here.
    // open: names of assessors of the asker's own
    pub fn approved_names(&self, conn: &mut Conn) -> Result<Vec<String>, Fault> {
        let Some(first) = self.asks.first() else { return Ok(Vec::new()) };
        let all = |id: &&AccountId| self.asks.iter().all(|one| one.approved.contains(id));
        let ids: Vec<&AccountId> = first.approved.iter().filter(all).collect();
        Ok(accounts::table
            .filter(accounts::id.eq_any(ids))
            .order((accounts::name_folded, accounts::id))
            .select(accounts::name)
            .load(conn)?)
    }
}

fn listed<'a>(asks: impl Iterator<Item = &'a Asks>) -> String {
    let all: Vec<&str> = asks.map(|one| one.title.as_str()).collect();
    let shown: Vec<String> = all.iter().take(TITLES).map(|title| format!("“{title}”")).collect();
    match all.len().saturating_sub(TITLES) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
