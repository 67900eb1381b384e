//! Who may enrol people, end an enrolment, and set what holds for one person only. All of it is a
//! training lead's, inside their territory, and never about themselves. A term always carries a reason,
//! and a personal target stays inside the range that the programme gives.

use crate::domain::amount::Amount;
use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::names::{AccountId, DepartmentId, VersionId};
use crate::domain::policy::Grant;
use crate::domain::programme::Range;
use crate::domain::role::Person;
use crate::domain::territory::{Spot, Territory};
use crate::domain::time::Day;

/// To put a person on a version of a programme.
#[derive(Debug, Clone)]
pub struct Enrol {
    pub trainee: AccountId,
    pub version: VersionId,
    pub department: DepartmentId,
    pub from: Day,
    pub until: Day,
}

#[derive(Debug, Clone)]
pub struct EnrolCase {
    pub trainee: AccountId,
    pub version: VersionId,
    pub department: DepartmentId,
    pub from: Day,
    pub until: Day,
    /// The department, in its site, its institution and the programme.
    pub spot: Spot,
    pub territory: Territory,
    pub published: bool,
    pub already: bool,
}

pub fn may_enrol(person: &Person, case: &EnrolCase) -> Result<Grant<Enrol>, Refusal> {
    refuse_unless(case.trainee != person.account, || {
        Refusal::new("enrol-oneself", "Nobody enrols themselves. Ask another training lead.")
    })?;
    refuse_unless(case.territory.holds(&case.spot), || {
        Refusal::new("enrol-outside", "You can enrol people only in departments or programmes that you lead.")
    })?;
    refuse_unless(case.published, || {
        Refusal::new(
            "enrol-unpublished",
            "People are enrolled on published versions only. Choose another version.",
        )
    })?;
    refuse_unless(case.from < case.until, || {
        Refusal::new("enrol-ends-before", "The last day must be after the first.")
    })?;
    refuse_unless(!case.already, || {
        Refusal::new(
            "enrolled-already",
            "This person is enrolled on this version already. Open their page to change the end day.",
        )
    })?;
    let (trainee, version, department) =
        (case.trainee.clone(), case.version.clone(), case.department.clone());
    Ok(Grant::to(person, Enrol { trainee, version, department, from: case.from, until: case.until }))
}

/// To set the last day of an enrolment, earlier or later.
#[derive(Debug, Clone)]
pub struct SetEnd {
    pub ends_on: Day,
}

#[derive(Debug, Clone)]
pub struct EndCase {
    pub trainee: AccountId,
    pub spot: Spot,
    pub territory: Territory,
    pub started_on: Day,
    pub ends_on: Day,
    pub wanted: Day,
    /// An extension holds, which says more than the day of enrolling.
    pub extended: bool,
}

pub fn may_set_end(person: &Person, case: &EndCase) -> Result<Grant<SetEnd>, Refusal> {
    theirs(person, &case.trainee, &case.spot, &case.territory)?;
    refuse_unless(case.wanted >= case.started_on, || {
        Refusal::new("end-before-start", "The last day cannot be before the first.")
    })?;
    refuse_unless(!case.extended, || {
        Refusal::new(
            "end-extended",
            "An extension sets the last day. Record another under the life of this enrolment, or take it back there.",
        )
    })?;
    refuse_unless(case.wanted != case.ends_on, || Refusal::new("end-same", "That is the last day already."))?;
    Ok(Grant::to(person, SetEnd { ends_on: case.wanted }))
}

/// What may hold for one person only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    Target(Amount),
    Due(Day),
    Waiver,
}

impl Term {
    /// As the row names it.
    pub fn word(&self) -> &'static str {
        match self {
            Term::Target(_) => "target",
            Term::Due(_) => "due",
            Term::Waiver => "waiver",
        }
    }
}

/// To set a term, in place of an earlier one of the same sort.
#[derive(Debug, Clone)]
pub struct SetTerm {
    pub requirement: String,
    pub term: Term,
}

#[derive(Debug, Clone)]
pub struct TermCase {
    pub trainee: AccountId,
    pub spot: Spot,
    pub territory: Territory,
    pub requirement: String,
    /// The range inside which the programme lets the target be set, if it does.
    pub range: Option<Range>,
    pub term: Term,
    pub started_on: Day,
    pub reason_given: bool,
}

pub fn may_set_term(person: &Person, case: &TermCase) -> Result<Grant<SetTerm>, Refusal> {
    theirs(person, &case.trainee, &case.spot, &case.territory)?;
    refuse_unless(case.reason_given, || {
        Refusal::new("term-reason", "Say why: the reason stays with the record.")
    })?;
    match (case.term, case.range) {
        (Term::Target(_), None) => {
            return Err(Refusal::new(
                "target-fixed",
                "The programme does not let this figure be set for one person.",
            ));
        }
        (Term::Target(amount), Some(range)) => {
            refuse_unless(range.least <= amount && amount <= range.most, || {
                let (least, most) = (range.least, range.most);
                Refusal::new(
                    "target-range",
                    format!("The programme lets this figure be set from {least} to {most}."),
                )
            })?;
        }
        (Term::Due(day), _) => refuse_unless(day >= case.started_on, || {
            Refusal::new("due-before-start", "The due day cannot be before the first day of the enrolment.")
        })?,
        (Term::Waiver, _) => {}
    }
    Ok(Grant::to(person, SetTerm { requirement: case.requirement.clone(), term: case.term }))
}

/// To take a term back.
#[derive(Debug, Clone)]
pub struct DropTerm;

pub fn may_drop_term(
    person: &Person,
    trainee: &AccountId,
    spot: &Spot,
    territory: &Territory,
) -> Result<Grant<DropTerm>, Refusal> {
    theirs(person, trainee, spot, territory)?;
    Ok(Grant::to(person, DropTerm))
}

/// Another person's, inside what the asker leads.
pub(super) fn theirs(
    person: &Person,
    trainee: &AccountId,
    spot: &Spot,
    territory: &Territory,
) -> Result<(), Refusal> {
    refuse_unless(*trainee != person.account, || {
        Refusal::new("own-enrolment", "Nobody changes their own enrolment. Ask another training lead.")
    })?;
    refuse_unless(territory.holds(spot), || {
        Refusal::new("enrolment-outside", "Only this trainee’s training lead can change the enrolment.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::samples::{code_of, day, somebody};
    use crate::domain::role::Scope;
    use crate::domain::territory::Over;

    fn spot() -> Spot {
        let within = [Over::of(Scope::Institution, "inst"), Over::of(Scope::Programme, "msc")];
        Spot::within(Over::of(Scope::Department, "d"), within)
    }

    fn leads(scope: Scope, id: &str) -> Territory {
        Territory::of([Over::of(scope, id)])
    }

    #[test]
    fn leads_enrol_others_inside_their_territory() {
        let mine = leads(Scope::Department, "d");
        for (what, asker, territory, published, already, from, until, code) in [
            ("department's lead", "lea", mine.clone(), true, false, 1, 30, "ok"),
            ("institution's lead", "lea", leads(Scope::Institution, "inst"), true, false, 1, 30, "ok"),
            ("programme's lead", "lea", leads(Scope::Programme, "msc"), true, false, 1, 30, "ok"),
            ("another lead", "lea", leads(Scope::Department, "e"), true, false, 1, 30, "enrol-outside"),
            ("no lead", "sue", Territory::default(), true, false, 1, 30, "enrol-outside"),
            ("themselves", "ann", mine.clone(), true, false, 1, 30, "enrol-oneself"),
            ("a draft", "lea", mine.clone(), false, false, 1, 30, "enrol-unpublished"),
            ("twice", "lea", mine.clone(), true, true, 1, 30, "enrolled-already"),
            ("no time", "lea", mine, true, false, 2, 2, "enrol-ends-before"),
        ] {
            let case = EnrolCase {
                trainee: AccountId::new("ann"),
                version: VersionId::new("v"),
                department: DepartmentId::new("d"),
                from: day(from),
                until: day(until),
                spot: spot(),
                territory,
                published,
                already,
            };
            assert_eq!(code_of(may_enrol(&somebody(asker), &case)), code, "{what}");
        }
    }

    #[test]
    fn the_end_moves_but_not_before_the_start() {
        for (asker, led, wanted, extended, code) in [
            ("lea", "d", 20, false, "ok"),
            ("lea", "d", 2, false, "ok"),
            ("lea", "d", 20, true, "end-extended"),
            ("lea", "d", 1, false, "end-before-start"),
            ("lea", "d", 25, false, "end-same"),
            ("lea", "e", 20, false, "enrolment-outside"),
            ("ann", "d", 20, false, "own-enrolment"),
        ] {
            let case = EndCase {
                trainee: AccountId::new("ann"),
                spot: spot(),
                territory: leads(Scope::Department, led),
                started_on: day(2),
                ends_on: day(25),
                wanted: day(wanted),
                extended,
            };
            assert_eq!(code_of(may_set_end(&somebody(asker), &case)), code, "{asker} {led} {wanted}");
        }
    }

    #[test]
    fn terms_carry_a_reason_and_stay_in_range() {
        let range = Some(Range { least: Amount::whole(100), most: Amount::whole(200) });
        let target = |n| Term::Target(Amount::whole(n));
        for (asker, led, range, term, reason_given, code) in [
            ("lea", "d", range, target(100), true, "ok"),
            ("lea", "d", range, target(200), true, "ok"),
            ("lea", "d", range, target(99), true, "target-range"),
            ("lea", "d", range, target(201), true, "target-range"),
            ("lea", "d", None, target(150), true, "target-fixed"),
            ("lea", "d", range, target(150), false, "term-reason"),
            ("lea", "d", None, Term::Due(day(2)), true, "ok"),
            ("lea", "d", None, Term::Due(day(1)), true, "due-before-start"),
            ("lea", "d", None, Term::Waiver, true, "ok"),
            ("lea", "d", None, Term::Waiver, false, "term-reason"),
            ("lea", "e", None, Term::Waiver, true, "enrolment-outside"),
            ("ann", "d", None, Term::Waiver, true, "own-enrolment"),
        ] {
            let case = TermCase {
                trainee: AccountId::new("ann"),
                spot: spot(),
                territory: leads(Scope::Department, led),
                requirement: "cases".to_owned(),
                range,
                term,
                started_on: day(2),
                reason_given,
            };
            assert_eq!(code_of(may_set_term(&somebody(asker), &case)), code, "{asker} {led} {term:?}");
        }
    }

    #[test]
    fn terms_are_dropped_by_those_who_may_set_them() {
        for (asker, led, code) in
            [("lea", "d", "ok"), ("lea", "e", "enrolment-outside"), ("ann", "d", "own-enrolment")]
        {
            let territory = leads(Scope::Department, led);
            let answer = may_drop_term(&somebody(asker), &AccountId::new("ann"), &spot(), &territory);
            assert_eq!(code_of(answer), code);
        }
    }
}
