//! Who may say that something was entered in the system that holds the official record: the trainee, as
//! their own statement, and a training lead. A lead's statement is not replaced or taken back by the
//! trainee. Only what is signed here can be said to be entered there.

use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::names::{AccountId, EnrolmentId};
use crate::domain::policy::Grant;
use crate::domain::role::Person;
use crate::domain::time::Day;
use crate::text_words;

text_words! {
    /// In which capacity somebody says what was entered there.
    enum Stater "capacity of a statement" {
        Trainee = "trainee",
        Lead = "lead",
    }
}

/// Who asks, before an enrolment.
#[derive(Debug, Clone)]
pub struct RecordCase {
    pub enrolment: EnrolmentId,
    pub owner: AccountId,
    /// The asker is a training lead over the enrolment today.
    pub leads: bool,
    /// The programme's official record is in another system.
    pub elsewhere: bool,
}

/// To say what of an enrolment was entered there, or to take such a statement back.
#[derive(Debug, Clone)]
pub struct TellOfRecord {
    pub enrolment: EnrolmentId,
    pub capacity: Stater,
}

/// The asker's capacity, where they have one.
pub fn may_tell_of_record(person: &Person, case: &RecordCase) -> Result<Grant<TellOfRecord>, Refusal> {
    let own = person.account == case.owner;
    refuse_unless(own || case.leads, || {
        Refusal::new(
            "record-of-others",
            "Only the trainee and their training lead say what was entered there.",
        )
    })?;
    refuse_unless(case.elsewhere, || {
        Refusal::new(
            "record-is-here",
            "The official record of this programme is kept here. Nothing is to be entered elsewhere.",
        )
    })?;
    let capacity = if own { Stater::Trainee } else { Stater::Lead };
    Ok(Grant::to(person, TellOfRecord { enrolment: case.enrolment.clone(), capacity }))
}

/// One entry under one item, and what is said of it.
#[derive(Debug, Clone)]
pub struct EnteredCase {
    pub filed: bool,
    pub signed: bool,
    /// It stands for the item under which it is to be entered.
    pub names: bool,
    pub happened_on: Day,
    pub entered_on: Day,
    pub today: Day,
    /// Who said so before.
    pub known: Option<Stater>,
}

/// What is wrong with the day alone: the form says it there.
pub const WRONG_DAYS: [&str; 2] = ["entered-in-future", "entered-before"];

pub fn can_be_entered(grant: &Grant<TellOfRecord>, case: &EnteredCase) -> Result<(), Refusal> {
    refuse_unless(case.filed, || {
        Refusal::new(
            "entered-not-filed",
            "This entry is not filed under this programme any more. Reload the page.",
        )
    })?;
    refuse_unless(case.signed, || {
        Refusal::new(
            "entered-not-signed",
            "Only what is signed here can be marked as entered. Reload the page.",
        )
    })?;
    refuse_unless(case.names, || {
        Refusal::new(
            "entered-other-item",
            "Something on this list has changed since you opened it. Look at it again, then mark it.",
        )
    })?;
    refuse_unless(case.entered_on <= case.today, || {
        Refusal::new("entered-in-future", "This day is still to come. Enter a day up to today.")
    })?;
    refuse_unless(case.happened_on <= case.entered_on, || {
        Refusal::new(
            "entered-before",
            format!(
                "One of these happened on {}: it cannot have been entered before that.",
                case.happened_on
            ),
        )
    })?;
    theirs(grant, case.known)
}

/// Whether the asker may take this statement back or replace it.
pub fn theirs(grant: &Grant<TellOfRecord>, known: Option<Stater>) -> Result<(), Refusal> {
    refuse_unless(known != Some(Stater::Lead) || grant.act().capacity == Stater::Lead, || {
        Refusal::new("entered-by-lead", "Your training lead has said this. Ask them to change it.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::samples::{code_of, day, somebody};

    fn case(leads: bool, elsewhere: bool) -> RecordCase {
        RecordCase { enrolment: EnrolmentId::new("e"), owner: AccountId::new("ann"), leads, elsewhere }
    }

    #[test]
    fn the_trainee_and_their_lead_say_it() {
        for (asker, leads, elsewhere, code) in [
            ("ann", false, true, "ok"),
            ("lea", true, true, "ok"),
            ("lea", false, true, "record-of-others"),
            ("ann", false, false, "record-is-here"),
            ("lea", true, false, "record-is-here"),
        ] {
            let answer = may_tell_of_record(&somebody(asker), &case(leads, elsewhere));
            assert_eq!(code_of(answer), code, "{asker} {leads} {elsewhere}");
        }
        let capacity =
            |asker: &str| may_tell_of_record(&somebody(asker), &case(true, true)).unwrap().act().capacity;
        assert_eq!((capacity("ann"), capacity("lea")), (Stater::Trainee, Stater::Lead));
    }

    #[test]
    fn the_whole_table_of_one_entry() {
        for asker in ["ann", "lea"] {
            let grant = may_tell_of_record(&somebody(asker), &case(true, true)).unwrap();
            for (filed, names) in [(true, true), (true, false), (false, true)] {
                for signed in [true, false] {
                    for (happened, entered) in [(2, 2), (2, 1), (2, 13), (2, 12)] {
                        for known in [None, Some(Stater::Trainee), Some(Stater::Lead)] {
                            let (happened_on, entered_on, today) = (day(happened), day(entered), day(12));
                            let case =
                                EnteredCase { filed, signed, names, happened_on, entered_on, today, known };
                            let expected = match () {
                                () if !filed => "entered-not-filed",
                                () if !signed => "entered-not-signed",
                                () if !names => "entered-other-item",
                                () if entered > 12 => "entered-in-future",
                                () if entered < happened => "entered-before",
                                () if asker == "ann" && known == Some(Stater::Lead) => "entered-by-lead",
                                () => "ok",
                            };
                            let found =
                                can_be_entered(&grant, &case).map_or_else(|refusal| refusal.code, |()| "ok");
                            assert_eq!(found, expected, "{asker} {case:?}");
                        }
                    }
                }
            }
        }
    }
}
