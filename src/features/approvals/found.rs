//! What rules and pages need to know of an enrolment, and of somebody who would be an assessor under it.

use std::sync::Arc;

use super::store;
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::approval::{Signs, fault_of};
use crate::domain::assessor::{Mailbox, free_mail};
use crate::domain::fault::{Fault, Faults};
use crate::domain::names::{AccountId, EmailAddress, EnrolmentId, NominationId, ProgrammeId};
use crate::domain::policy::approvals::{AssessorsCase, Nominee};
use crate::domain::programme::Version;
use crate::domain::progress::asks_approved;
use crate::domain::role::Person;
use crate::domain::time::{Day, Moment};
use crate::features::enrolments::{Enrolled, Whose, closings, enrolment, last_days, led_one, lives, trains};
use crate::features::{accounts, outside, programmes, standing};

/// An enrolment in the sight of who asks, with its programme and what they are to it.
pub struct Place {
    pub enrolled: Enrolled,
    pub version: Arc<Version>,
    /// Of the training, as it is known now.
    pub last: Day,
    pub case: AssessorsCase,
}

impl Place {
    pub fn about(&self, code: &str) -> String {
        about(&self.version, code)
    }

    /// Of a nomination, which may be older than a move to this version.
    pub fn asked_for(&self, code: &str) -> String {
        let found = self.about(code);
        if found.is_empty() {
            "A part that this version of the programme does not have".to_owned()
        } else {
            found
        }
    }

    pub fn held_for(&self, sections: Option<&[String]>) -> String {
        held_for(&self.version, sections)
    }
}

/// `All of the programme`, or the section's title; empty for one that there is not.
pub fn about(version: &Version, code: &str) -> String {
    if code.is_empty() {
        return "All of the programme".to_owned();
    }
    let found = version.sections.iter().find(|section| section.code == code);
    found.map(|section| section.title.clone()).unwrap_or_default()
}

/// What an approval stands for after every move: `All of the programme`, the titles of its sections, or nothing any more.
pub fn held_for(version: &Version, sections: Option<&[String]>) -> String {
    match sections {
        None => about(version, ""),
        Some([]) => "Nothing in this version of the programme".to_owned(),
        Some(some) => some.iter().map(|code| about(version, code)).collect::<Vec<_>>().join("; "),
    }
}

/// For its trainee, and for who supervises or leads it today; for everybody else it is not there.
// open: what the person is to it is asked at once
pub fn place(
    conn: &mut Conn,
    (shelf, now): (&Shelf, Moment),
    person: &Person,
    id: &EnrolmentId,
) -> Result<Place, Fault> {
    let (enrolled, sight) = (enrolment(conn, id)?, person.sight());
    let leads = led_one(conn, &sight, id).is_ok();
    if !leads && enrolled.person != person.account && !trains(conn, &sight, id)? {
        return Err(Fault::NotFound);
    }
    let version = programmes::version_at(conn, shelf, &enrolled.version, enrolled.layer.as_ref())?;
    let one = std::slice::from_ref(id);
    let last = last_days(conn, shelf, one, now)?.remove(id).unwrap_or(enrolled.ends_on);
    let case = AssessorsCase {
        enrolment: id.clone(),
        owner: enrolled.person.clone(),
        own: outside::mailboxes_of(conn, &enrolled.person)?,
        asks: asks_approved(&version),
        leads,
        open: store::waiting(conn, id)?.len(),
        closed: closings(conn, shelf, one, now)?.remove(id).map(|one| one.sentence),
    };
    Ok(Place { enrolled, version, last, case })
}

/// A section of the programme and days that fit, or a sentence beside each that does not.
pub fn fitting(place: &Place, section: &str, (from, until): (Day, Day), today: Day) -> Result<(), Fault> {
    let mut faults = Faults::none();
    if place.about(section).is_empty() {
        faults.add("section", "Choose for what they are to be approved.");
    }
    if let Some((field, why)) = fault_of(from, until, today) {
        faults.add(field, why);
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}

/// What the house knows of somebody who would be an assessor here. A nomination that is just being answered is not
/// held against itself.
// open: a rule asks it about an address that somebody typed
pub fn nominee(
    conn: &mut Conn,
    shelf: &Shelf,
    place: &Place,
    (mailbox, section): (Mailbox, &str),
    answering: Option<&NominationId>,
    (now, today): (Moment, Day),
) -> Result<Nominee, Fault> {
    let person = outside::behind(conn, &mailbox)?;
    let same = |(other, about): &(Mailbox, String)| *other == mailbox && about == section;
    let mut already = answering.is_none() && store::waiting(conn, &place.case.enrolment)?.iter().any(same);
    let (mut in_training, mut closed) = (false, false);
    if let Some(person) = &person {
        already |= store::holds(conn, shelf, &place.case.enrolment, (person, section), (now, today))?;
        closed = accounts::account(conn, person)?.closed_at.is_some();
        in_training = trains_oneself(conn, shelf, person, place, (now, today))?;
    }
    Ok(Nominee { mailbox, person, in_training, closed, already })
}

/// Somebody who has no account to sign in with is nominated by the address at which they work.
// open: a rule asks it about an address that somebody typed
pub fn at_work(conn: &mut Conn, address: &EmailAddress, known: Option<&AccountId>) -> Result<(), Fault> {
    let Some(why) = free_mail(address) else { return Ok(()) };
    match known {
        Some(known) if accounts::is_for_signing_in(conn, known)? => Ok(()),
        _ => Err(Faults::one("email", format!("{why} Enter their work address.")).into()),
    }
}

/// By an approval through links from free mail nobody could ever sign: its domain cannot be allowed.
pub fn at_work_by_link(address: &EmailAddress, signs: Signs) -> Result<(), Fault> {
    let Some(why) = free_mail(address).filter(|_| signs == Signs::ByLink) else { return Ok(()) };
    let sentence = format!("{why} Nobody signs through links from there: ask for their work address.");
    Err(Faults::one("signs", sentence).into())
}

/// In training today on the same programme, or on one whose own assessors are approved by name. Registered staff who keep
/// their CPD here are enrolled too, and are no trainees.
fn trains_oneself(
    conn: &mut Conn,
    shelf: &Shelf,
    person: &AccountId,
    place: &Place,
    (now, today): (Moment, Day),
) -> Result<bool, Fault> {
    let people = std::slice::from_ref(person);
    let lives = lives(conn, Whose::People(people), now)?;
    let among = standing::trainees_among(conn, shelf, people, &lives, now)?;
    let own: ProgrammeId = store::programme_of(conn, &place.case.enrolment)?;
    for (programme, version) in store::training(conn, &among, person, today)? {
        if programme == own || asks_approved(programmes::version(conn, shelf, &version)?.as_ref()) {
            return Ok(true);
        }
    }
    Ok(false)
}
