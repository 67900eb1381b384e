//! Who may say that an entry names a patient, who strikes it out, and who keeps the incident. Whoever sees an entry
//! may report it: nothing is lost by looking. A training lead of the trainee strikes out, and may choose more than
//! was reported; somebody of information governance, who sees no words, may strike out exactly what was reported.
//! Nobody does it in their own portfolio: what is struck out takes a signature with it. The same holds of what was
//! written in a review.

use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::names::{AccountId, EntryId, IncidentId, ReviewId};
use crate::domain::policy::Grant;
use crate::domain::redaction::{Standing, Within};
use crate::domain::role::{Capacity, Person};

/// Saying that an entry, or a review, may name a patient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub within: Within,
}

/// Reading an incident with the entry or review that it is about, whoever that is closed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeeIncident {
    pub incident: IncidentId,
    pub within: Within,
}

/// Striking out of an entry, for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strike {
    pub entry: EntryId,
    pub capacity: Capacity,
    /// Who did it first, where the house does again what a backup had not heard of.
    pub first_by: Option<AccountId>,
}

/// Striking out what was written in a review that no entry stands for, for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrikeReview {
    pub review: ReviewId,
    pub capacity: Capacity,
    pub first_by: Option<AccountId>,
}

/// An act that lets words go for good, of an entry or of a review.
pub trait StrikesOut {}

impl StrikesOut for Strike {}
impl StrikesOut for StrikeReview {}

/// The trust's reference, and the end of an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeepIncident {
    pub incident: IncidentId,
}

/// What the person is to what an incident is about.
#[derive(Debug, Clone)]
pub struct IncidentCase {
    pub incident: IncidentId,
    pub within: Within,
    pub owner: AccountId,
    pub reporter: AccountId,
    pub standing: Standing,
    /// Leads one of the enrolments that it is filed under, or that is reviewed, today, and reads entries of its kind.
    pub leads: bool,
    /// Holds the capacity information governance today.
    pub governs: bool,
    /// What the entry says is told in confidence, and its owner reads none of it.
    pub closed_to_owner: bool,
}

/// It was found in the person's sight, or in a pack that they read: that is all it takes.
pub fn may_report(person: &Person, within: &Within) -> Grant<Report> {
    Grant::to(person, Report { within: within.clone() })
}

/// None: for everybody else, and for an owner who is not to know of the entry, there is no such page.
pub fn may_see_incident(person: &Person, case: &IncidentCase) -> Option<Grant<SeeIncident>> {
    let own = person.account == case.owner;
    let sees = match own {
        true => !case.closed_to_owner,
        false => case.leads || case.governs || person.account == case.reporter,
    };
    let what = SeeIncident { incident: case.incident.clone(), within: case.within.clone() };
    sees.then(|| Grant::to(person, what))
}

/// `reported_only`: nothing is struck out but what was reported.
pub fn may_strike(
    person: &Person,
    case: &IncidentCase,
    reported_only: bool,
) -> Result<Grant<Strike>, Refusal> {
    let capacity = may_let_go(person, case, reported_only)?;
    match &case.within {
        Within::Entry(entry) => {
            Ok(Grant::to(person, Strike { entry: entry.clone(), capacity, first_by: None }))
        }
        Within::Review(_) => Err(elsewhere()),
    }
}

/// The same of what was written in a review, which goes whole.
pub fn may_strike_review(person: &Person, case: &IncidentCase) -> Result<Grant<StrikeReview>, Refusal> {
    let capacity = may_let_go(person, case, true)?;
    match &case.within {
        Within::Review(review) => {
            Ok(Grant::to(person, StrikeReview { review: review.clone(), capacity, first_by: None }))
        }
        Within::Entry(_) => Err(elsewhere()),
    }
}

fn elsewhere() -> Refusal {
    Refusal::new("elsewhere", "This incident is about something else. Open it again from the list.")
}

/// In which capacity.
fn may_let_go(person: &Person, case: &IncidentCase, reported_only: bool) -> Result<Capacity, Refusal> {
    refuse_unless(person.account != case.owner, || {
        let sentence = "Nobody strikes out of their own record. Your training lead does it.";
        Refusal::new("own-work", sentence)
    })?;
    let capacity = match (case.leads, case.governs && reported_only) {
        (true, _) => Capacity::Lead,
        (false, true) => Capacity::Governance,
        (false, false) => {
            let sentence = "Only a training lead of this trainee strikes out, or, where nothing is chosen beyond \
                            what was reported, whoever holds information governance.";
            return Err(Refusal::new("strike-not-yours", sentence));
        }
    };
    refuse_unless(!case.standing.is_over(), over)?;
    Ok(capacity)
}

/// To write down the reference that the trust gave it.
pub fn may_keep_incident(person: &Person, case: &IncidentCase) -> Result<Grant<KeepIncident>, Refusal> {
    refuse_unless((case.leads || case.governs) && person.account != case.owner, || {
        let sentence = "Only a training lead of this trainee and information governance keep an incident.";
        Refusal::new("incident-not-yours", sentence)
    })?;
    Ok(Grant::to(person, KeepIncident { incident: case.incident.clone() }))
}

/// To end it. `unfounded`: nothing had to be struck out.
pub fn may_close_incident(
    person: &Person,
    case: &IncidentCase,
    unfounded: bool,
) -> Result<Grant<KeepIncident>, Refusal> {
    let grant = may_keep_incident(person, case)?;
    refuse_unless(!case.standing.is_over(), over)?;
    match (case.standing, unfounded) {
        (Standing::Struck, true) => Err(Refusal::new(
            "struck-already",
            "Something was struck out, so it was not unfounded. Close it instead.",
        )),
        (Standing::Open, false) => Err(Refusal::new(
            "not-struck",
            "Nothing has been struck out yet. Strike it out first, or say that it was unfounded.",
        )),
        _ => Ok(grant),
    }
}

fn over() -> Refusal {
    let sentence = "This incident is over. Report the entry again if something is still in it.";
    Refusal::new("incident-over", sentence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::samples::{code_of, somebody};

    fn case(owner: &str, standing: Standing, leads: bool, governs: bool) -> IncidentCase {
        IncidentCase {
            incident: IncidentId::new("i"),
            within: Within::Entry(EntryId::new("e")),
            owner: AccountId::new(owner),
            reporter: AccountId::new("reporter"),
            standing,
            leads,
            governs,
            closed_to_owner: false,
        }
    }

    #[test]
    fn who_may_strike_out() {
        let me = somebody("me");
        let table = [
            ("ann", Standing::Open, true, false, false, "ok"),
            ("ann", Standing::Struck, true, false, false, "ok"),
            ("ann", Standing::Open, false, true, true, "ok"),
            ("ann", Standing::Open, false, true, false, "strike-not-yours"),
            ("ann", Standing::Open, false, false, true, "strike-not-yours"),
            ("ann", Standing::Closed, true, true, true, "incident-over"),
            ("ann", Standing::Unfounded, true, true, true, "incident-over"),
            ("me", Standing::Open, true, true, true, "own-work"),
        ];
        for (owner, standing, leads, governs, reported_only, said) in table {
            let case = case(owner, standing, leads, governs);
            assert_eq!(code_of(may_strike(&me, &case, reported_only)), said, "{case:?} {reported_only}");
        }
        let both = case("ann", Standing::Open, true, true);
        assert_eq!(may_strike(&me, &both, true).unwrap().act().capacity, Capacity::Lead);
        // What was written in a review goes by the same rules, and neither right is the other.
        let review = Within::Review(ReviewId::new("v"));
        for (owner, standing, leads, governs, reported_only, said) in table {
            let case = IncidentCase { within: review.clone(), ..case(owner, standing, leads, governs) };
            if reported_only || leads {
                assert_eq!(code_of(may_strike_review(&me, &case)), said, "{case:?}");
            }
        }
        assert_eq!(
            code_of(may_strike(&me, &IncidentCase { within: review, ..both.clone() }, true)),
            "elsewhere"
        );
        assert_eq!(code_of(may_strike_review(&me, &both)), "elsewhere");
    }

    #[test]
    fn who_keeps_and_ends_an_incident() {
        let me = somebody("me");
        let table = [
            ("ann", Standing::Struck, true, false, false, "ok"),
            ("ann", Standing::Struck, false, true, false, "ok"),
            ("ann", Standing::Open, false, true, true, "ok"),
            ("ann", Standing::Open, true, false, false, "not-struck"),
            ("ann", Standing::Struck, true, false, true, "struck-already"),
            ("ann", Standing::Closed, true, false, false, "incident-over"),
            ("ann", Standing::Open, false, false, true, "incident-not-yours"),
            ("me", Standing::Open, true, true, true, "incident-not-yours"),
        ];
        for (owner, standing, leads, governs, unfounded, said) in table {
            let case = case(owner, standing, leads, governs);
            assert_eq!(code_of(may_close_incident(&me, &case, unfounded)), said, "{case:?} {unfounded}");
        }
        for standing in Standing::ALL {
            let kept = may_keep_incident(&me, &case("ann", *standing, false, true));
            assert_eq!(code_of(kept), "ok", "the reference may come late: {standing}");
        }
    }

    #[test]
    fn who_sees_an_incident() {
        let sees = |account: &str, leads, governs| {
            may_see_incident(&somebody(account), &case("ann", Standing::Open, leads, governs)).is_some()
        };
        assert!(sees("ann", false, false) && sees("reporter", false, false));
        assert!(sees("lea", true, false) && sees("ivo", false, true));
        assert!(!sees("otto", false, false));
        let told = IncidentCase { closed_to_owner: true, ..case("ann", Standing::Open, true, true) };
        assert!(may_see_incident(&somebody("lea"), &told).is_some());
        assert!(may_see_incident(&somebody("ann"), &told).is_none(), "it was told in confidence");
    }
}
