//! Who may bring people in, appoint them and vouch for their registrations. A training lead acts inside
//! their territory and nowhere else; an admin appoints leads and admins and no one else; nobody appoints
//! themselves, supervises themselves or confirms their own registration.

use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::names::{AccountId, RegistrationId};
use crate::domain::policy::Grant;
use crate::domain::role::{Capacity, Person, Scope};
use crate::domain::territory::{Over, Spot, Territory};
use crate::domain::time::Day;

/// To make an account for somebody and send them their link.
#[derive(Debug, Clone)]
pub struct Invite;

/// Asked beside `may_enrol` or `may_appoint`: an account alone gives nobody anything.
pub fn may_invite(
    person: &Person,
    territory: &Territory,
    keeps_house: bool,
) -> Result<Grant<Invite>, Refusal> {
    refuse_unless(keeps_house || !territory.is_empty(), || {
        Refusal::new("invite-not-lead", "Only training leads and admins invite people.")
    })?;
    Ok(Grant::to(person, Invite))
}

/// To make a fresh link for somebody who has not joined yet.
#[derive(Debug, Clone)]
pub struct MakeLink {
    pub account: AccountId,
}

#[derive(Debug, Clone)]
pub struct LinkCase {
    pub account: AccountId,
    /// The person has chosen a password already: a link would open a used account.
    pub joined: bool,
    pub closed: bool,
    /// The person is among those whom the asker leads or invited.
    pub theirs: bool,
    /// The asker is who invited them first.
    pub invited: bool,
    /// They are appointed as a training lead or an admin.
    pub office: bool,
    pub keeps_house: bool,
}

/// To see the secret of somebody's link: whoever sees it can come in as them. A letter goes to its owner
/// and may be sent again by every lead of theirs; the secret is only for who brought them in, and never
/// opens an account that is more than its maker's own.
pub fn may_hand_on(person: &Person, case: &LinkCase) -> Result<Grant<MakeLink>, Refusal> {
    let grant = may_make_link(person, case)?;
    refuse_unless(case.keeps_house || (case.invited && !case.office), || {
        Refusal::new(
            "link-by-hand",
            "Only whoever invited this person, or an admin, can pass a link on by hand. Send a new letter instead.",
        )
    })?;
    Ok(grant)
}

pub fn may_make_link(person: &Person, case: &LinkCase) -> Result<Grant<MakeLink>, Refusal> {
    refuse_unless(case.theirs || case.keeps_house, || {
        Refusal::new("link-not-yours", "You can make links only for people whom you lead or invited.")
    })?;
    refuse_unless(!case.closed, || Refusal::new("link-closed", "This account is closed."))?;
    refuse_unless(!case.joined, || {
        Refusal::new(
            "link-joined",
            "This person has joined already. If they forgot their password, they can ask for a new one on the sign-in page.",
        )
    })?;
    Ok(Grant::to(person, MakeLink { account: case.account.clone() }))
}

/// To give somebody a capacity over scopes; holds exactly what was asked for.
#[derive(Debug, Clone)]
pub struct Appoint {
    pub appointee: AccountId,
    pub capacity: Capacity,
    pub over: Vec<Over>,
    pub from: Day,
    pub until: Option<Day>,
}

#[derive(Debug, Clone)]
pub struct AppointCase {
    pub appointee: AccountId,
    pub capacity: Capacity,
    pub over: Vec<Spot>,
    /// Every enrolment of the people among these: whoever is appointed over a person sees all of theirs.
    pub enrolled: Vec<Spot>,
    pub from: Day,
    pub until: Option<Day>,
    pub territory: Territory,
    pub keeps_house: bool,
    /// They are a trainee at present; asked of whoever is to read samples.
    pub in_training: bool,
}

pub fn may_appoint(person: &Person, case: &AppointCase) -> Result<Grant<Appoint>, Refusal> {
    refuse_unless(case.appointee != person.account, || {
        Refusal::new("own-appointment", "Nobody appoints themselves. Ask another lead or an admin.")
    })?;
    refuse_unless(!case.over.is_empty(), || {
        Refusal::new("appoint-over-nothing", "Choose what the appointment is over.")
    })?;
    refuse_unless(case.until.is_none_or(|until| case.from <= until), || {
        Refusal::new("appoint-ends-before", "The last day cannot be before the first.")
    })?;
    let over_self = |spot: &Spot| spot.over == Over::of(Scope::Person, &case.appointee);
    refuse_unless(!case.over.iter().any(over_self), || {
        Refusal::new("supervise-oneself", "Nobody supervises themselves. Choose somebody else.")
    })?;
    may_give(case.capacity, &case.over, &case.territory, case.keeps_house)?;
    refuse_unless(case.capacity != Capacity::QualityReader || !case.in_training, || {
        Refusal::new(
            "reader-in-training",
            "They are a trainee at present, and trainees do not read what others have decided a second time.",
        )
    })?;
    refuse_unless(case.enrolled.iter().all(|spot| case.territory.holds(spot)), || {
        Refusal::new(
            "appoint-elsewhere",
            "This trainee is also enrolled where you do not lead, and whoever supervises a person sees all of \
             it. Appoint over your department or programme instead.",
        )
    })?;
    let over = case.over.iter().map(|spot| spot.over.clone()).collect();
    let (appointee, capacity) = (case.appointee.clone(), case.capacity);
    Ok(Grant::to(person, Appoint { appointee, capacity, over, from: case.from, until: case.until }))
}

/// Whose a capacity over these scopes is to give, and so to end.
fn may_give(
    capacity: Capacity,
    over: &[Spot],
    territory: &Territory,
    keeps_house: bool,
) -> Result<(), Refusal> {
    let all = |fit: &[Scope]| over.iter().all(|spot| fit.contains(&spot.over.scope));
    match capacity {
        Capacity::Supervisor => refuse_unless(over.iter().all(|spot| territory.holds(spot)), || {
            Refusal::new("appoint-outside", "You can appoint supervisors only over what you lead yourself.")
        }),
        Capacity::Lead => {
            refuse_unless(keeps_house, || {
                Refusal::new("appoint-lead", "Only an admin appoints training leads.")
            })?;
            refuse_unless(
                all(&[Scope::Institution, Scope::Site, Scope::Department, Scope::Programme]),
                || {
                    Refusal::new(
                        "lead-over",
                        "A training lead leads an institution, a site, a department or a programme.",
                    )
                },
            )
        }
        Capacity::University => {
            refuse_unless(keeps_house, || {
                Refusal::new("appoint-university", "Only an admin appoints university administrators.")
            })?;
            refuse_unless(all(&[Scope::Institution, Scope::Programme]), || {
                Refusal::new(
                    "university-over",
                    "A university administrator enters marks for a programme or an institution.",
                )
            })
        }
        Capacity::Panel => Err(Refusal::new(
            "no-appointment",
            "Who sits on a panel is said with its review, and no appointment does.",
        )),
        Capacity::Tutor => {
            refuse_unless(keeps_house || over.iter().all(|spot| territory.holds(spot)), || {
                Refusal::new("appoint-outside", "You can appoint tutors only over what you lead yourself.")
            })?;
            refuse_unless(all(&[Scope::Department, Scope::Site, Scope::Institution]), || {
                Refusal::new(
                    "tutor-over",
                    "A departmental tutor looks after the registered staff of a department, a site or an institution.",
                )
            })
        }
        Capacity::QualityReader => {
            refuse_unless(keeps_house || over.iter().all(|spot| territory.holds(spot)), || {
                Refusal::new(
                    "appoint-outside",
                    "You can appoint quality readers only over what you lead yourself.",
                )
            })?;
            refuse_unless(
                all(&[Scope::Institution, Scope::Site, Scope::Department, Scope::Programme]),
                || {
                    Refusal::new(
                        "reader-over",
                        "A quality reader reads samples of an institution, a site, a department or a programme.",
                    )
                },
            )
        }
        Capacity::Coordinator => {
            refuse_unless(keeps_house, || {
                Refusal::new("appoint-coordinator", "Only an admin appoints consortium co-ordinators.")
            })?;
            refuse_unless(
                all(&[Scope::Institution, Scope::Site, Scope::Department, Scope::Programme]),
                || {
                    Refusal::new(
                        "coordinator-over",
                        "A consortium co-ordinator looks after institutions, sites, departments or programmes.",
                    )
                },
            )
        }
        Capacity::Assessor => Err(Refusal::new(
            "appoint-assessor",
            "Nobody is appointed as an assessor: a trainee’s link makes somebody one, for one entry.",
        )),
        Capacity::Governance => {
            refuse_unless(keeps_house, || {
                Refusal::new("appoint-governance", "Only an admin appoints information governance.")
            })?;
            refuse_unless(all(&[Scope::House]), || {
                Refusal::new("governance-over", "Information governance is over the whole house.")
            })
        }
        Capacity::Admin => {
            refuse_unless(keeps_house, || Refusal::new("appoint-admin", "Only an admin appoints admins."))?;
            refuse_unless(all(&[Scope::House]), || {
                Refusal::new("admin-over", "An admin keeps the whole house.")
            })
        }
    }
}

/// To end an appointment on a day.
#[derive(Debug, Clone)]
pub struct EndAppointment;

#[derive(Debug, Clone)]
pub struct EndCase {
    pub holder: AccountId,
    pub capacity: Capacity,
    pub over: Vec<Spot>,
    pub territory: Territory,
    pub keeps_house: bool,
}

/// As nobody ends their own, a house never loses its last admin.
pub fn may_end_appointment(person: &Person, case: &EndCase) -> Result<Grant<EndAppointment>, Refusal> {
    refuse_unless(case.holder != person.account, || {
        Refusal::new("own-end", "Nobody ends their own appointment. Ask another lead or an admin.")
    })?;
    may_give(case.capacity, &case.over, &case.territory, case.keeps_house)?;
    Ok(Grant::to(person, EndAppointment))
}

/// To state, correct or take back a registration of one's own.
#[derive(Debug, Clone)]
pub struct StateRegistration {
    pub owner: AccountId,
}

pub fn may_state_registration(
    person: &Person,
    owner: &AccountId,
) -> Result<Grant<StateRegistration>, Refusal> {
    refuse_unless(*owner == person.account, || {
        Refusal::new("state-for-other", "People state their registrations themselves; you can confirm them.")
    })?;
    Ok(Grant::to(person, StateRegistration { owner: owner.clone() }))
}

/// To write down what a body's list says of somebody's registration, until somebody vouches for it.
pub fn may_list_registration(
    person: &Person,
    owner: &AccountId,
    theirs: bool,
) -> Result<Grant<StateRegistration>, Refusal> {
    refuse_unless(*owner != person.account, || {
        Refusal::new("own-listed", "State your own registration under “Your account”, not in a file.")
    })?;
    refuse_unless(theirs, || {
        Refusal::new(
            "list-not-yours",
            "You can list registrations only of people whom you lead or appointed.",
        )
    })?;
    Ok(Grant::to(person, StateRegistration { owner: owner.clone() }))
}

/// To vouch for a registration, or to take that back.
#[derive(Debug, Clone)]
pub struct Confirm {
    pub registration: RegistrationId,
}

#[derive(Debug, Clone)]
pub struct ConfirmCase {
    pub registration: RegistrationId,
    pub owner: AccountId,
    /// The owner is a trainee or a supervisor whom the asker leads, or whom the asker appointed.
    pub theirs: bool,
    /// The statement still stands: it was not corrected or taken back.
    pub stands: bool,
    pub confirmed: bool,
}

pub fn may_confirm(person: &Person, case: &ConfirmCase) -> Result<Grant<Confirm>, Refusal> {
    vouching(person, case)?;
    refuse_unless(!case.confirmed, || {
        Refusal::new("confirmed-already", "This registration is confirmed already.")
    })?;
    Ok(Grant::to(person, Confirm { registration: case.registration.clone() }))
}

pub fn may_take_confirmation_back(person: &Person, case: &ConfirmCase) -> Result<Grant<Confirm>, Refusal> {
    vouching(person, case)?;
    refuse_unless(case.confirmed, || {
        Refusal::new("not-confirmed", "This registration is not confirmed, so there is nothing to take back.")
    })?;
    Ok(Grant::to(person, Confirm { registration: case.registration.clone() }))
}

fn vouching(person: &Person, case: &ConfirmCase) -> Result<(), Refusal> {
    refuse_unless(case.owner != person.account, || {
        Refusal::new("own-registration", "Nobody confirms their own registration. Ask another training lead.")
    })?;
    refuse_unless(case.theirs, || {
        Refusal::new(
            "confirm-not-yours",
            "You can confirm registrations only of people whom you lead or appointed.",
        )
    })?;
    refuse_unless(case.stands, || {
        Refusal::new(
            "registration-changed",
            "This registration was changed in the meantime. Load the page again.",
        )
    })
}

#[cfg(test)]
mod tests;
