//! The forms of this room: nominating, answering, ending.

use askama::Template;

use super::{Asked, how};
use crate::domain::approval::{LONGEST_MONTHS, Signs, Why};
use crate::domain::programme::called::Called;
use crate::domain::time::Day;
use crate::features::approvals::found::Place as Under;
use crate::features::approvals::pages::Known;
use crate::features::approvals::store::{Listed, Shown};
use crate::features::programmes::KnownRegister;
use crate::web::gate::{Lead, SignedIn};
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::typed::Typed;

/// `All of the programme` and each section.
fn sections(place: &Under) -> Vec<Choice> {
    let asks = |code: &str| {
        let here = place.version.requirements.iter().filter(|one| one.section.as_deref() == Some(code));
        here.into_iter().any(|one| one.signers.approved)
    };
    let all = Choice::of("all", place.about(""));
    let each = place.version.sections.iter().filter(|one| asks(&one.code));
    std::iter::once(all).chain(each.map(|one| Choice::of(&one.code, &one.title))).collect()
}

pub(super) fn ways() -> Vec<Choice> {
    vec![
        Choice::of(Signs::ByLink.as_str(), "Through links, without an account")
            .meaning("For somebody who signs now and then. They prove their work address each time; its domain must be allowed"),
        Choice::of(Signs::WithAccount.as_str(), "With an account of their own")
            .meaning("They get a letter to join, and supervise this trainee alone for as long as the approval lasts"),
    ]
}

/// Days that are offered: from today, or from the first day, until the training ends.
fn offered(typed: &mut Typed, place: &Under, today: Day) {
    if !typed.words.is_empty() {
        return;
    }
    let from = today.max(place.enrolled.started_on);
    typed.words.add("section", "all");
    typed.words.add_day("from", from);
    typed.words.add_day("until", place.last.max(from).min(from.plus_months(LONGEST_MONTHS)));
}

#[derive(Template)]
#[template(path = "approvals/new.html")]
pub struct NewAssessor {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) title: String,
    pub(super) own: bool,
    pub(super) called: Called,
    pub(super) sections: Vec<Choice>,
    pub(super) ways: Vec<Choice>,
    pub(super) action: String,
    pub(super) back: String,
}

impl View for NewAssessor {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl NewAssessor {
    pub fn new(who: &SignedIn, place: &Under, mut typed: Typed) -> NewAssessor {
        let own = place.case.owner == who.account;
        offered(&mut typed, place, who.today());
        let title = match own {
            true => "Nominate an assessor".to_owned(),
            false => format!("Approve an assessor of {}", place.enrolled.name),
        };
        let id = place.enrolled.id.as_str();
        NewAssessor {
            shell: who.shell(title.clone(), if own { Place::Requirements } else { Place::People }),
            typed,
            title,
            own,
            called: Called::of(&place.version),
            sections: sections(place),
            ways: if own { Vec::new() } else { ways() },
            action: paths::new_assessor(id),
            back: paths::assessors(id),
        }
    }
}

#[derive(Template)]
#[template(path = "approvals/nomination.html")]
pub struct NominationPage {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) asked: Asked,
    pub(super) address: String,
    pub(super) how: String,
    pub(super) refused: String,
    pub(super) answerable: bool,
    pub(super) sections: Vec<Choice>,
    pub(super) ways: Vec<Choice>,
    pub(super) reasons: Vec<Choice>,
    pub(super) approve: String,
    pub(super) refuse: String,
    pub(super) back: String,
}

impl View for NominationPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl NominationPage {
    pub fn new(
        who: &Lead,
        (place, shown): (&Under, &Shown),
        (known, registers): (&Known, &[KnownRegister]),
        answerable: bool,
        mut typed: Typed,
    ) -> NominationPage {
        let (row, today) = (&shown.row, who.today());
        // The other form of the page, where a reason was missing, says nothing of this one.
        if typed.words.all("from-day").next().is_none() {
            typed.words.add("section", if row.section.is_empty() { "all" } else { &row.section });
            typed.words.add_day("from", row.from_day);
            typed.words.add_day("until", row.until_day);
        }
        let how = match (known.signs_in, known.registrations.is_empty()) {
            (false, true) => "Nobody with this address is known here yet.".to_owned(),
            (signs_in, _) => how((signs_in, ""), &known.registrations, today, registers),
        };
        let id = row.id.as_str();
        NominationPage {
            shell: who.shell(format!("{} nominates an assessor", place.enrolled.name), Place::Waiting),
            typed,
            asked: Asked {
                answer: String::new(),
                withdraw: String::new(),
                name: if row.name.is_empty() { "Erased person".to_owned() } else { row.name.clone() },
                post: row.post.clone(),
                of: place.enrolled.name.clone(),
                about: place.asked_for(&row.section),
                days: format!("{} to {}", row.from_day, row.until_day),
                state: String::new(),
                reason: String::new(),
            },
            address: row.address.clone(),
            how,
            refused: known.refused.clone(),
            answerable,
            sections: sections(place),
            ways: if known.signs_in { Vec::new() } else { ways() },
            reasons: Why::ALL.iter().map(|why| Choice::of(why.as_str(), why.shown())).collect(),
            approve: paths::nomination(id),
            refuse: paths::nomination_refusal(id),
            back: paths::assessors(place.enrolled.id.as_str()),
        }
    }
}

#[derive(Template)]
#[template(path = "approvals/end.html")]
pub struct EndApproval {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) trainee: String,
    pub(super) about: String,
    pub(super) days: String,
    pub(super) action: String,
    pub(super) back: String,
    /// Their page, where an appointment of theirs is ended.
    pub(super) person: String,
}

impl View for EndApproval {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl EndApproval {
    pub fn new(who: &Lead, place: &Under, one: &Listed, mut typed: Typed) -> EndApproval {
        if typed.words.is_empty() {
            typed.words.add_day("last", who.today());
        }
        EndApproval {
            shell: who.shell(format!("End the approval of {}", one.name), Place::People),
            typed,
            trainee: one.trainee.clone(),
            about: place.held_for(one.sections.as_deref()),
            days: format!("{} to {}", one.row.from_day, one.row.until_day),
            action: paths::approval_end(one.row.id.as_str()),
            back: paths::assessors(place.enrolled.id.as_str()),
            person: if one.signs_in { paths::person(one.row.person_id.as_str()) } else { String::new() },
        }
    }
}
