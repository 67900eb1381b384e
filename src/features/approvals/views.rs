//! The pages of this room as plain values.

mod forms;
mod samples;

use askama::Template;

use super::found::Place as Under;
use super::store::{Listed, NominationRow, Shown};
use crate::domain::approval::{Answer, REMIND_DAYS};
use crate::domain::policy::approvals::{may_approve, may_nominate};
use crate::domain::programme::called::Called;
use crate::domain::time::Day;
use crate::features::people::Registered;
use crate::features::programmes::KnownRegister;
use crate::web::gate::{Lead, SignedIn};
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Pages;
use crate::web::paths;

pub use forms::{EndApproval, NewAssessor, NominationPage};
pub use samples::samples;

/// Somebody who is approved.
pub struct Line {
    name: String,
    /// The trainee, where several are on one page.
    of: String,
    of_href: String,
    about: String,
    days: String,
    /// `Approved`, `Approved, ends soon`, `From 1 March 2027`, `Ended`, `Stands for nothing` after a move to another version
    state: String,
    /// How they sign, and what registrations are confirmed.
    how: String,
    by: String,
    end: String,
}

fn line(one: &Listed, about: String, today: Day, registers: &[KnownRegister], leads: bool) -> Line {
    let row = &one.row;
    let over = row.until_day < today;
    Line {
        name: one.name.clone(),
        of: one.trainee.clone(),
        of_href: paths::assessors(row.enrolment_id.as_str()),
        about,
        days: format!("{} to {}", row.from_day, row.until_day),
        state: match () {
            () if over => "Ended".to_owned(),
            () if one.sections.as_ref().is_some_and(Vec::is_empty) => "Stands for nothing".to_owned(),
            () if today < row.from_day => format!("From {}", row.from_day),
            () if row.until_day <= today.plus_days(REMIND_DAYS) => "Approved, ends soon".to_owned(),
            () => "Approved".to_owned(),
        },
        how: how((one.signs_in, &one.not_allowed), &one.registrations, today, registers),
        by: format!("Approved by {}", one.by),
        end: if leads && !over { paths::approval_end(row.id.as_str()) } else { String::new() },
    }
}

/// `not_allowed`: the domain of their address, where they sign through links and no lead has allowed it.
fn how(
    (signs_in, not_allowed): (bool, &str),
    registrations: &[Registered],
    today: Day,
    registers: &[KnownRegister],
) -> String {
    let signs = match (signs_in, not_allowed) {
        (true, _) => "Signs with an account".to_owned(),
        (false, "") => "Signs through links".to_owned(),
        (false, domain) => format!("Signs through links, once addresses of {domain} are allowed"),
    };
    let label = |one: &Registered| {
        let register = KnownRegister::said(registers, &one.body, &one.category);
        let state = if one.confirmed { "confirmed" } else { "not confirmed" };
        format!("{register} ({state})")
    };
    let held: Vec<String> = registrations.iter().filter(|one| one.holds_on(today)).map(label).collect();
    match held.is_empty() {
        true => format!("{signs}. No registration is recorded."),
        false => format!("{signs}. Registered: {}.", held.join("; ")),
    }
}

/// Somebody who is nominated, or was.
pub struct Asked {
    name: String,
    post: String,
    of: String,
    about: String,
    days: String,
    /// `Waits since 3 November 2026`, `Not approved by Lea Brook on ..`, `Taken back on ..`
    state: String,
    reason: String,
    /// For a lead.
    answer: String,
    /// For the trainee.
    withdraw: String,
}

#[derive(Template)]
#[template(path = "approvals/assessors.html")]
pub struct Assessors {
    shell: Shell,
    trainee: String,
    programme: String,
    own: bool,
    asks: bool,
    called: Called,
    /// What asks for it, as the programme says it.
    asking: Vec<String>,
    approved: Vec<Line>,
    ended: Vec<Line>,
    waiting: Vec<Asked>,
    answered: Vec<Asked>,
    add: String,
    back: (String, String),
}

impl View for Assessors {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// At most so many titles of requirements that ask for it.
const TITLES: usize = 8;

impl Assessors {
    pub fn new(
        who: &SignedIn,
        place: &Under,
        (approved, nominated): (&[Listed], &[Shown]),
        registers: &[KnownRegister],
    ) -> Assessors {
        let (today, own, leads) = (who.today(), place.case.owner == who.account, place.case.leads);
        let line = |one: &Listed| line(one, place.held_for(one.sections.as_deref()), today, registers, leads);
        let (now, over): (Vec<&Listed>, Vec<&Listed>) =
            approved.iter().partition(|one| today <= one.row.until_day);
        let asked = |one: &Shown| asked(who, place, one);
        // What was approved stands in the list of those who are.
        let told = nominated.iter().filter(|one| own || leads || one.answer.is_none());
        let told = told.filter(|one| one.answer.as_ref().is_none_or(|(what, ..)| *what != Answer::Approved));
        let (waiting, answered): (Vec<&Shown>, Vec<&Shown>) = told.partition(|one| one.answer.is_none());
        let asking: Vec<String> = place
            .version
            .requirements
            .iter()
            .filter(|one| one.signers.approved)
            .map(|one| one.title.clone())
            .collect();
        let more = asking.len().saturating_sub(TITLES);
        let mut shown: Vec<String> = asking.into_iter().take(TITLES).collect();
        if more > 0 {
            shown.push(format!("and {more} more"));
        }
        let adds = match own {
            true => may_nominate(who, &place.case).is_ok(),
            false => may_approve(who, &place.case).is_ok(),
        };
        let title =
            if own { "Your assessors".to_owned() } else { format!("Assessors of {}", place.enrolled.name) };
        Assessors {
            shell: who.shell(title, if own { Place::Requirements } else { Place::Nowhere }),
            trainee: place.enrolled.name.clone(),
            programme: place.version.title.clone(),
            own,
            asks: place.case.asks,
            called: Called::of(&place.version),
            asking: shown,
            approved: now.into_iter().map(line).collect(),
            ended: over.into_iter().map(line).collect(),
            waiting: waiting.into_iter().map(asked).collect(),
            answered: answered.into_iter().map(asked).collect(),
            add: if adds { paths::new_assessor(place.enrolled.id.as_str()) } else { String::new() },
            back: match (own, leads) {
                (true, _) => ("Requirements".to_owned(), paths::REQUIREMENTS.to_owned()),
                (_, true) => (place.enrolled.name.clone(), paths::person(place.enrolled.person.as_str())),
                _ => (place.enrolled.name.clone(), paths::trainee(place.enrolled.id.as_str())),
            },
        }
    }
}

fn asked(who: &SignedIn, place: &Under, one: &Shown) -> Asked {
    let row = &one.row;
    let day = |at: crate::domain::time::Moment| at.day_in(who.zone);
    let (state, reason) = match &one.answer {
        None => (format!("Waits since {}", day(row.known_from)), String::new()),
        Some((Answer::TakenBack, said, _)) => {
            (format!("Taken back on {}", day(said.known_from)), String::new())
        }
        Some((_, said, by)) => {
            (format!("Not approved by {by} on {}", day(said.known_from)), said.reason.clone())
        }
    };
    let waits = one.answer.is_none();
    Asked {
        name: if row.name.is_empty() { "Erased person".to_owned() } else { row.name.clone() },
        post: row.post.clone(),
        of: place.enrolled.name.clone(),
        about: place.asked_for(&row.section),
        days: format!("{} to {}", row.from_day, row.until_day),
        state,
        reason,
        answer: if waits && place.case.leads { paths::nomination(row.id.as_str()) } else { String::new() },
        withdraw: match waits && place.case.owner == who.account {
            true => paths::nomination_withdrawal(row.id.as_str()),
            false => String::new(),
        },
    }
}

/// All that a lead leads.
#[derive(Template)]
#[template(path = "approvals/all.html")]
pub struct Approvals {
    shell: Shell,
    waiting: Vec<Asked>,
    approved: Vec<Line>,
    pages: Pages,
}

impl View for Approvals {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Approvals {
    pub fn new(
        who: &Lead,
        waiting: &[(NominationRow, String)],
        (approved, pages): (&[(Listed, String)], Pages),
        registers: &[KnownRegister],
    ) -> Approvals {
        let asked = |(row, trainee): &(NominationRow, String)| Asked {
            name: row.name.clone(),
            post: row.post.clone(),
            of: trainee.clone(),
            about: String::new(),
            days: format!("{} to {}", row.from_day, row.until_day),
            state: format!("Waits since {}", row.known_from.day_in(who.zone)),
            reason: String::new(),
            answer: paths::nomination(row.id.as_str()),
            withdraw: String::new(),
        };
        let line = |(one, about): &(Listed, String)| line(one, about.clone(), who.today(), registers, true);
        Approvals {
            shell: who.shell("Approved assessors", Place::Waiting),
            waiting: waiting.iter().map(asked).collect(),
            approved: approved.iter().map(line).collect(),
            pages,
        }
    }
}
