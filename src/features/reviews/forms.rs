//! What a browser may send to this room.

use std::collections::BTreeSet;

use crate::domain::fault::Faults;
use crate::domain::names::{AccountId, EmailAddress, EnrolmentId, prose};
use crate::domain::time::Day;
use crate::features::reviews::early::EARLY;
use crate::web::form::FromForm;
use crate::web::typed::Words;

/// Whoever has the address that was typed is the chair.
pub const GUEST: &str = "guest";
/// People on a panel.
const MOST: usize = 20;

/// A plan: the enrolment is named where it is new.
#[derive(Debug, Clone)]
pub struct Plan {
    pub enrolment: EnrolmentId,
    pub requirement: String,
    pub sort: String,
    pub held_on: Day,
    pub prepare_by: Day,
    pub panel: BTreeSet<AccountId>,
    pub guest: Option<EmailAddress>,
    /// One of the panel, `guest`, or nothing.
    pub chair: String,
    /// The plan that the page showed; empty for a new one.
    pub was: String,
}

fn day(words: &Words, field: &str, otherwise: &str) -> Result<Day, String> {
    words.day(field)?.ok_or_else(|| otherwise.to_owned())
}

impl FromForm for Plan {
    fn read(words: &Words, faults: &mut Faults) -> Option<Plan> {
        let sort = words.one("sort").to_owned();
        if sort.is_empty() {
            faults.add("sort", "Choose which review it is.");
        }
        let prepare_by = faults
            .take("prepare", day(words, "prepare", "Enter the last day on which both sides can prepare."));
        let held_on = faults.take("held", day(words, "held", "Enter the day of the review."));
        if let (Some(prepare_by), Some(held_on)) = (prepare_by, held_on)
            && held_on < prepare_by
        {
            faults.add("held", "The review comes after both sides have prepared. Enter a later day.");
        }
        let panel: BTreeSet<AccountId> =
            words.all("panel").filter(|id| !id.is_empty()).map(AccountId::new).collect();
        if panel.len() > MOST {
            faults.add("panel", format!("Choose {MOST} people or fewer."));
        }
        let guest = match words.one("guest").trim() {
            "" => None,
            typed => faults.take("guest", EmailAddress::parse(typed)),
        };
        let chair = words.one("chair").to_owned();
        let is_there = match chair.as_str() {
            "" => true,
            GUEST => guest.is_some(),
            id => panel.contains(&AccountId::new(id)),
        };
        if !is_there {
            faults
                .add("chair", "The chair is one of the panel. Choose them there as well, or another chair.");
        }
        Some(Plan {
            enrolment: EnrolmentId::new(words.one("enrolment")),
            requirement: words.one("requirement").to_owned(),
            sort,
            held_on: held_on?,
            prepare_by: prepare_by?,
            panel,
            guest,
            chair,
            was: words.one("was").to_owned(),
        })
    }
}

/// Characters of an answer or of reasons.
pub const LONG: usize = 4000;
/// Conditions of one outcome.
pub const CONDITIONS: usize = 5;
/// Characters of one condition.
const CONDITION: usize = 300;

/// The questions depend on the side, so here they stay words.
pub struct AsTyped;

impl FromForm for AsTyped {
    fn read(_: &Words, _: &mut Faults) -> Option<AsTyped> {
        Some(AsTyped)
    }
}

/// The name of a question's field.
pub fn field_of(code: &str) -> String {
    format!("q-{code}")
}

pub fn condition_field(number: usize) -> String {
    format!("condition-{number}")
}

/// The pack as it is now.
pub struct Freezing {
    /// Although a side can still prepare.
    pub early: bool,
}

impl FromForm for Freezing {
    fn read(words: &Words, _: &mut Faults) -> Option<Freezing> {
        Some(Freezing { early: words.has(EARLY, "yes") })
    }
}

/// What was decided.
#[derive(Debug, Clone)]
pub struct Conclusion {
    pub outcome: String,
    pub reasons: String,
    pub next_on: Option<Day>,
    pub conditions: Vec<(String, Day)>,
    /// Although the day of the review is still to come.
    pub early: bool,
    /// The writer has looked: no patient is named.
    pub nobody: bool,
}

fn reasons(words: &Words, faults: &mut Faults) -> Option<String> {
    let reasons = faults.take("reasons", prose("The reasons", words.one("reasons"), LONG));
    if reasons.as_deref() == Some("") {
        faults.add("reasons", "Say why. The reasons stay with the review.");
    }
    reasons
}

fn conditions(words: &Words, faults: &mut Faults) -> Vec<(String, Day)> {
    let mut all = Vec::new();
    for number in 1..=CONDITIONS {
        let (field, due) = (condition_field(number), format!("due-{number}"));
        let text = faults.take(&field, prose("A condition", words.one(&field), CONDITION));
        let day = faults.take(&due, words.day(&due));
        match (text.as_deref(), day.flatten()) {
            (Some(""), None) | (None, _) => {}
            (Some(""), Some(_)) => faults.add(field, "Say what is to be done by this day."),
            (Some(_), None) => faults.add(due, "Enter the day by which it is to be done."),
            (Some(text), Some(day)) => all.push((text.to_owned(), day)),
        }
    }
    all
}

impl FromForm for Conclusion {
    fn read(words: &Words, faults: &mut Faults) -> Option<Conclusion> {
        let outcome = words.one("outcome").to_owned();
        if outcome.is_empty() {
            faults.add("outcome", "Choose the outcome.");
        }
        let reasons = reasons(words, faults);
        let conditions = conditions(words, faults);
        let next_on = faults.take("next", words.day("next")).flatten();
        let (early, nobody) = (words.has(EARLY, "yes"), words.one("nobody") == "yes");
        Some(Conclusion { outcome, reasons: reasons?, next_on, conditions, early, nobody })
    }
}

/// Why the trainee does not accept it.
#[derive(Debug, Clone)]
pub struct Objection {
    pub reasons: String,
    pub nobody: bool,
}

impl FromForm for Objection {
    fn read(words: &Words, faults: &mut Faults) -> Option<Objection> {
        Some(Objection { reasons: reasons(words, faults)?, nobody: words.one("nobody") == "yes" })
    }
}

/// What becomes of an objection; another outcome only where it is changed.
#[derive(Debug, Clone)]
pub struct Answered {
    pub changes: bool,
    pub conclusion: Conclusion,
}

/// Something of an outcome is filled in.
fn says_another(words: &Words) -> bool {
    let of_outcome = |name: &str| {
        name == "outcome" || ["condition-", "due-", "next-"].iter().any(|first| name.starts_with(first))
    };
    words.iter().any(|(name, word)| of_outcome(name) && !word.trim().is_empty())
}

impl FromForm for Answered {
    fn read(words: &Words, faults: &mut Faults) -> Option<Answered> {
        match words.one("verdict") {
            "changed" => Some(Answered { changes: true, conclusion: Conclusion::read(words, faults)? }),
            "upheld" => {
                if says_another(words) {
                    let sentence = "You chose that the outcome stays, and filled in another below. Choose that it \
                                    changes, or empty what stands below.";
                    faults.add("verdict", sentence);
                }
                let conclusion = Conclusion {
                    outcome: String::new(),
                    reasons: reasons(words, faults)?,
                    next_on: None,
                    conditions: Vec::new(),
                    early: false,
                    nobody: words.one("nobody") == "yes",
                };
                Some(Answered { changes: false, conclusion })
            }
            _ => {
                faults.add("verdict", "Choose whether the outcome stays.");
                let _ = reasons(words, faults);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests;
