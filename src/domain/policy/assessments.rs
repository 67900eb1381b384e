//! Who begins something in another person's portfolio on the spot: a supervisor or lead, over an enrolment for which
//! they are appointed on that day, and only what a supervisor signs; and who says that they have seen it: the trainee,
//! once for each version. The entry is the trainee's from then on, and says who began it.

use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::kind::{BegunFor, Confirmer, Reader, Recorder};
use crate::domain::names::{AccountId, EntryId, PortfolioId};
use crate::domain::policy::Grant;
use crate::domain::policy::entries::Record;
use crate::domain::role::{Capacity, Person};

#[derive(Debug, Clone)]
pub struct BeginCase {
    pub portfolio: PortfolioId,
    pub owner: AccountId,
    pub recorded_by: Recorder,
    pub confirmed_by: Confirmer,
    pub begun_for: BegunFor,
    /// Held on the day of the entry over an enrolment under which it is filed.
    pub capacities: Vec<Capacity>,
}

pub fn may_begin(person: &Person, case: &BeginCase) -> Result<Grant<Record>, Refusal> {
    refuse_unless(person.account != case.owner, || {
        Refusal::new("own-portfolio", "Nobody assesses themselves. Ask somebody who supervises you.")
    })?;
    refuse_unless(case.recorded_by != Recorder::Lead && case.confirmed_by == Confirmer::Supervisor, || {
        Refusal::new("no-assessment", "Only what a supervisor signs is begun by a supervisor.")
    })?;
    refuse_unless(case.begun_for != BegunFor::Nobody, || {
        Refusal::new("trainees-own", "These are the trainee’s own words: only the trainee writes this.")
    })?;
    let entitled = [Capacity::Supervisor, Capacity::Lead].iter().any(|held| case.capacities.contains(held));
    refuse_unless(entitled, || {
        Refusal::new(
            "not-entitled",
            "You hold no appointment over this trainee on that day. If you should, ask the training lead to put the \
             appointment right.",
        )
    })?;
    Ok(Grant::to(person, Record { portfolio: case.portfolio.clone() }))
}

/// Writing the whole of it again, for a supervisor with whom it lies again.
#[derive(Debug, Clone)]
pub struct AgainCase {
    pub begin: BeginCase,
    /// With whom it waits.
    pub waits_with: Option<AccountId>,
    /// A signature stands on it.
    pub is_signed: bool,
}

/// Only of what a supervisor wrote, and before anybody's signature stands on it.
pub fn may_write_again(person: &Person, case: &AgainCase) -> Result<Grant<Record>, Refusal> {
    refuse_unless(case.begin.recorded_by == Recorder::Supervisor, || {
        Refusal::new("trainees-own", "The trainee wrote this: only the trainee changes it.")
    })?;
    refuse_unless(!case.is_signed && case.waits_with.as_ref() == Some(&person.account), || {
        let sentence = "It does not wait with you any more, so nothing of it was changed or signed.";
        Refusal::new(WITH_SOMEBODY_ELSE, sentence)
    })?;
    may_begin(person, &case.begin)
}

/// The code of the refusal because it has gone on meanwhile.
pub const WITH_SOMEBODY_ELSE: &str = "with-somebody-else";

/// Recording what somebody took part in, as their tutor.
#[derive(Debug, Clone)]
pub struct AttendanceCase {
    pub portfolio: PortfolioId,
    pub owner: AccountId,
    /// It is of a kind that counts by its owner's word and may be written for several.
    pub is_attendance: bool,
    /// The asker is a tutor of theirs today.
    pub looks_after: bool,
}

pub fn may_record_attendance(person: &Person, case: &AttendanceCase) -> Result<Grant<Record>, Refusal> {
    refuse_unless(person.account != case.owner, || {
        Refusal::new("own-portfolio", "Record what you took part in yourself in your own portfolio.")
    })?;
    refuse_unless(case.looks_after, || {
        Refusal::new("not-looked-after", "Only a tutor of theirs records this for them.")
    })?;
    refuse_unless(case.is_attendance, || {
        Refusal::new(
            "no-attendance",
            "Only what counts without a signature is recorded for several by a tutor.",
        )
    })?;
    Ok(Grant::to(person, Record { portfolio: case.portfolio.clone() }))
}

/// Saying that one has seen what somebody else began.
#[derive(Debug, Clone)]
pub struct Acknowledge {
    pub entry: EntryId,
}

#[derive(Debug, Clone)]
pub struct SeenCase {
    pub entry: EntryId,
    pub owner: AccountId,
    /// Who wrote the latest version.
    pub written_by: AccountId,
    /// To whom the kind is closed.
    pub closed_to: Vec<Reader>,
    /// It is said of this version already.
    pub said: bool,
}

pub fn may_acknowledge(person: &Person, case: &SeenCase) -> Result<Grant<Acknowledge>, Refusal> {
    refuse_unless(person.account == case.owner, || Refusal::new("not-yours", "Only its owner can do this."))?;
    refuse_unless(!case.closed_to.contains(&Reader::Trainee), || {
        Refusal::new("not-yours", "Only its owner can do this.")
    })?;
    refuse_unless(case.written_by != case.owner, || {
        Refusal::new("own-words", "You wrote this yourself, so there is nothing to say that you have seen.")
    })?;
    refuse_unless(!case.said, || {
        Refusal::new("said-already", "You have said already that you have seen it. Nothing was changed.")
    })?;
    Ok(Grant::to(person, Acknowledge { entry: case.entry.clone() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::samples::somebody as person;

    fn code<T>(result: Result<T, Refusal>) -> &'static str {
        result.map_or_else(|refusal| refusal.code, |_| "yes")
    }

    #[test]
    fn every_case_of_beginning() {
        for owner in ["sue", "ann"] {
            for recorded_by in Recorder::ALL {
                for confirmed_by in Confirmer::ALL {
                    for (held, begun_for) in
                        Capacity::ALL.iter().flat_map(|held| BegunFor::ALL.iter().map(move |one| (held, one)))
                    {
                        let case = BeginCase {
                            portfolio: PortfolioId::new("p"),
                            owner: AccountId::new(owner),
                            recorded_by: *recorded_by,
                            confirmed_by: *confirmed_by,
                            begun_for: *begun_for,
                            capacities: vec![*held],
                        };
                        let expected = match (owner, recorded_by, confirmed_by, held) {
                            ("sue", ..) => "own-portfolio",
                            (_, Recorder::Lead, ..) | (_, _, Confirmer::Lead | Confirmer::Nobody, _) => {
                                "no-assessment"
                            }
                            _ if *begun_for == BegunFor::Nobody => "trainees-own",
                            (.., Capacity::Supervisor | Capacity::Lead) => "yes",
                            _ => "not-entitled",
                        };
                        assert_eq!(code(may_begin(&person("sue"), &case)), expected, "{case:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_case_of_writing_it_again() {
        for recorded_by in Recorder::ALL {
            for waits_with in [None, Some("sue"), Some("tom")] {
                for (is_signed, held) in
                    [(false, Capacity::Lead), (true, Capacity::Lead), (false, Capacity::Tutor)]
                {
                    let begin = BeginCase {
                        portfolio: PortfolioId::new("p"),
                        owner: AccountId::new("ann"),
                        recorded_by: *recorded_by,
                        confirmed_by: Confirmer::Supervisor,
                        begun_for: BegunFor::One,
                        capacities: vec![held],
                    };
                    let case = AgainCase { begin, waits_with: waits_with.map(AccountId::new), is_signed };
                    let expected = match (recorded_by, waits_with, is_signed, held) {
                        (Recorder::Trainee | Recorder::Lead, ..) => "trainees-own",
                        (_, Some("sue"), false, Capacity::Lead) => "yes",
                        (_, Some("sue"), false, _) => "not-entitled",
                        _ => WITH_SOMEBODY_ELSE,
                    };
                    assert_eq!(code(may_write_again(&person("sue"), &case)), expected, "{case:?}");
                }
            }
        }
    }

    #[test]
    fn every_case_of_recording_what_somebody_took_part_in() {
        for owner in ["tess", "ann"] {
            for looks_after in [false, true] {
                for is_attendance in [false, true] {
                    let case = AttendanceCase {
                        portfolio: PortfolioId::new("p"),
                        owner: AccountId::new(owner),
                        is_attendance,
                        looks_after,
                    };
                    let expected = match (owner, looks_after, is_attendance) {
                        ("tess", ..) => "own-portfolio",
                        (_, false, _) => "not-looked-after",
                        (.., false) => "no-attendance",
                        _ => "yes",
                    };
                    assert_eq!(code(may_record_attendance(&person("tess"), &case)), expected, "{case:?}");
                }
            }
        }
    }

    #[test]
    fn every_case_of_having_seen_it() {
        for who in ["ann", "sue"] {
            for written_by in ["ann", "sue"] {
                for closed_to in [vec![], vec![Reader::Supervisor], vec![Reader::Trainee]] {
                    for said in [false, true] {
                        let case = SeenCase {
                            entry: EntryId::new("e"),
                            owner: AccountId::new("ann"),
                            written_by: AccountId::new(written_by),
                            closed_to: closed_to.clone(),
                            said,
                        };
                        let expected = match (who, written_by, said) {
                            ("sue", ..) => "not-yours",
                            _ if closed_to.contains(&Reader::Trainee) => "not-yours",
                            (_, "ann", _) => "own-words",
                            (.., true) => "said-already",
                            _ => "yes",
                        };
                        assert_eq!(code(may_acknowledge(&person(who), &case)), expected, "{case:?}");
                    }
                }
            }
        }
    }
}
