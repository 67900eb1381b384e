//! Who may enter what a trainee does not enter themselves: marks, exam attempts, certificates. A
//! training lead over one of the person's enrolments, today: what is entered is what the lead has before
//! them now, whenever it was issued. Never in one's own portfolio, and never what the trainee records.

use crate::domain::entry::EntryState;
use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::kind::Recorder;
use crate::domain::names::{AccountId, PortfolioId};
use crate::domain::policy::Grant;
use crate::domain::policy::entries::Record;
use crate::domain::role::{Capacity, Person};

#[derive(Debug, Clone)]
pub struct ResultCase {
    pub portfolio: PortfolioId,
    pub owner: AccountId,
    pub recorded_by: Recorder,
    /// Held by the person over the enrolment today.
    pub capacities: Vec<Capacity>,
    /// The state of the result that is corrected; none for a new one.
    pub corrects: Option<EntryState>,
}

pub fn may_record_result(person: &Person, case: &ResultCase) -> Result<Grant<Record>, Refusal> {
    refuse_unless(person.account != case.owner, || {
        let sentence = "Nobody enters results in their own portfolio. Ask another training lead.";
        Refusal::new("own-portfolio", sentence)
    })?;
    refuse_unless(case.recorded_by == Recorder::Lead, || {
        Refusal::new("recorded-by-trainee", "The trainee records this themselves, and you confirm it.")
    })?;
    refuse_unless(case.capacities.contains(&Capacity::Lead), || {
        let sentence = "You are not this person’s training lead, so you cannot enter results for them.";
        Refusal::new("not-entitled", sentence)
    })?;
    refuse_unless(case.corrects != Some(EntryState::Withdrawn), || {
        Refusal::new("withdrawn", "This result is withdrawn. Enter it anew.")
    })?;
    Ok(Grant::to(person, Record { portfolio: case.portfolio.clone() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::samples::{code_of, somebody};

    #[test]
    fn the_whole_table() {
        let states: Vec<Option<EntryState>> =
            std::iter::once(None).chain(EntryState::ALL.iter().copied().map(Some)).collect();
        let held: [&[Capacity]; 4] =
            [&[], &[Capacity::Supervisor], &[Capacity::Lead], &[Capacity::Supervisor, Capacity::Lead]];
        for account in ["ann", "lea"] {
            for recorded_by in Recorder::ALL {
                for capacities in held {
                    for corrects in &states {
                        let case = ResultCase {
                            portfolio: PortfolioId::new("p"),
                            owner: AccountId::new("ann"),
                            recorded_by: *recorded_by,
                            capacities: capacities.to_vec(),
                            corrects: *corrects,
                        };
                        let is_lead = capacities.contains(&Capacity::Lead);
                        let expected = match (account, recorded_by, is_lead, corrects) {
                            ("ann", ..) => "own-portfolio",
                            (_, Recorder::Trainee, ..) => "recorded-by-trainee",
                            (_, _, false, _) => "not-entitled",
                            (_, _, _, Some(EntryState::Withdrawn)) => "withdrawn",
                            _ => "ok",
                        };
                        let found = code_of(may_record_result(&somebody(account), &case));
                        assert_eq!(found, expected, "{account} {recorded_by} {capacities:?} {corrects:?}");
                    }
                }
            }
        }
    }
}
