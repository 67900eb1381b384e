//! Who may carry a record out of the house. A portfolio as one enrolment reads it: its owner, and who
//! supervises or leads that enrolment. A cohort: its lead, and only the enrolments they lead; somebody
//! who supervises one of its members gets no list of all.

use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::names::AccountId;
use crate::domain::policy::Grant;
use crate::domain::role::{Capacity, Person};

/// Permission to ask for a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Export;

/// So many reports of one person may be in the making at a time: each costs seconds of a processor.
pub const MOST_AT_ONCE: i64 = 5;

/// What the rule needs to know about the portfolio.
#[derive(Debug, Clone)]
pub struct PortfolioCase {
    pub owner: AccountId,
    /// In which the asker sees the enrolment; empty for its owner.
    pub capacities: Vec<Capacity>,
    /// Reports of this person that are still being made.
    pub in_the_making: i64,
}

/// What the rule needs to know about the cohort.
#[derive(Debug, Clone)]
pub struct CohortCase {
    /// Enrolments that the asker leads today and that fit what was chosen.
    pub led: usize,
    pub in_the_making: i64,
}

pub fn may_export_portfolio(person: &Person, case: &PortfolioCase) -> Result<Grant<Export>, Refusal> {
    let entitled = person.account == case.owner
        || case.capacities.iter().any(|held| matches!(held, Capacity::Supervisor | Capacity::Lead));
    refuse_unless(entitled, || {
        Refusal::new(
            "export-not-yours",
            "Only the trainee, their supervisors and their training lead can export this portfolio.",
        )
    })?;
    room_for_one_more(case.in_the_making)?;
    Ok(Grant::to(person, Export))
}

pub fn may_export_cohort(person: &Person, case: &CohortCase) -> Result<Grant<Export>, Refusal> {
    refuse_unless(person.is(Capacity::Lead), || {
        Refusal::new("export-not-lead", "Only a training lead can export a cohort.")
    })?;
    refuse_unless(case.led > 0, || {
        Refusal::new(
            "export-nobody",
            "You lead nobody who fits what you chose. Choose another programme, cohort or department.",
        )
    })?;
    room_for_one_more(case.in_the_making)?;
    Ok(Grant::to(person, Export))
}

fn room_for_one_more(in_the_making: i64) -> Result<(), Refusal> {
    refuse_unless(in_the_making < MOST_AT_ONCE, || {
        Refusal::new(
            "export-too-many",
            format!(
                "{MOST_AT_ONCE} of your reports are still being made. Ask again when one of them is ready."
            ),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::samples::{code_of, somebody};

    fn person(capacities: &[Capacity]) -> Person {
        Person { capacities: capacities.iter().copied().collect(), ..somebody("asker") }
    }

    #[test]
    fn a_portfolio_goes_to_its_owner_and_to_who_supervises_or_leads_it() {
        let person = person(&[Capacity::Supervisor]);
        let other = AccountId::new("somebody-else");
        let table: [(&AccountId, &[Capacity], i64, &str); 8] = [
            (&person.account, &[], 0, "ok"),
            (&other, &[Capacity::Supervisor], 0, "ok"),
            (&other, &[Capacity::Lead], 0, "ok"),
            (&other, &[Capacity::Supervisor, Capacity::Lead], MOST_AT_ONCE - 1, "ok"),
            (&other, &[], 0, "export-not-yours"),
            (&other, &[Capacity::Admin], 0, "export-not-yours"),
            (&person.account, &[], MOST_AT_ONCE, "export-too-many"),
            (&other, &[], MOST_AT_ONCE, "export-not-yours"),
        ];
        for (owner, capacities, in_the_making, refused) in table {
            let case = PortfolioCase { owner: owner.clone(), capacities: capacities.to_vec(), in_the_making };
            let answer = may_export_portfolio(&person, &case);
            assert_eq!(code_of(answer), refused, "{case:?}");
        }
    }

    #[test]
    fn a_cohort_goes_to_its_lead_only() {
        let table = [
            (person(&[Capacity::Lead]), 24, 0, "ok"),
            (person(&[Capacity::Lead]), 0, 0, "export-nobody"),
            (person(&[Capacity::Lead]), 24, MOST_AT_ONCE, "export-too-many"),
            (person(&[Capacity::Supervisor]), 24, 0, "export-not-lead"),
            (person(&[]), 1, 0, "export-not-lead"),
            (person(&[Capacity::Admin]), 24, 0, "export-not-lead"),
        ];
        for (person, led, in_the_making, refused) in table {
            let answer = may_export_cohort(&person, &CohortCase { led, in_the_making });
            assert_eq!(code_of(answer), refused, "{:?} {led} {in_the_making}", person.capacities);
        }
    }
}
