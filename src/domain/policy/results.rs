//! Who may enter what a trainee does not enter themselves: marks, exam attempts, certificates. A
//! training lead over one of the person's enrolments, today: what is entered is what the lead has before
//! them now, whenever it was issued. A university administrator enters the kinds that their files give to a
//! university, and what an examination board has to confirm only as provisional, until a board's meeting
//! confirms it. Never in one's own portfolio, and never what the trainee records, but for a whole module or
//! programme, which the lead signs off without waiting to be asked.

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
    /// It is a whole module or the programme, which a lead signs off without being asked.
    pub whole: bool,
    /// A university administrator may enter this kind.
    pub university: bool,
    /// It says that a board has yet to confirm it, or is of a kind that no board confirms.
    pub provisional: bool,
    /// It is entered as confirmed by a board's meeting.
    pub board: bool,
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
    refuse_unless(case.recorded_by == Recorder::Lead || case.whole, || {
        Refusal::new("recorded-by-trainee", "The trainee records this themselves, and you confirm it.")
    })?;
    let leads = case.capacities.contains(&Capacity::Lead);
    let marks = case.university && case.capacities.contains(&Capacity::University);
    refuse_unless(leads || (marks && !case.whole), || {
        let sentence = "You are not this person’s training lead, so you cannot enter results for them.";
        Refusal::new("not-entitled", sentence)
    })?;
    refuse_unless(leads || case.provisional || case.board, || {
        let sentence =
            "Enter it as not yet confirmed. It counts once the examination board has confirmed it.";
        Refusal::new("provisional-first", sentence)
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
        use Capacity::{Lead, Supervisor, University};
        let held: [&[Capacity]; 6] =
            [&[], &[Supervisor], &[Lead], &[University], &[Lead, University], &[Supervisor, University]];
        let yes_no = [false, true];
        for (account, recorded_by) in
            ["ann", "lea"].into_iter().flat_map(|a| Recorder::ALL.iter().map(move |r| (a, r)))
        {
            for capacities in held {
                for corrects in &states {
                    for bits in 0..16_usize {
                        let [university, provisional, board, whole] =
                            [0, 1, 2, 3].map(|place| yes_no[bits >> place & 1]);
                        let case = ResultCase {
                            portfolio: PortfolioId::new("p"),
                            owner: AccountId::new("ann"),
                            recorded_by: *recorded_by,
                            whole,
                            university,
                            provisional,
                            board,
                            capacities: capacities.to_vec(),
                            corrects: *corrects,
                        };
                        let leads = capacities.contains(&Lead);
                        let marks = university && !whole && capacities.contains(&University);
                        let expected = match (account, recorded_by, leads, marks, corrects) {
                            ("ann", ..) => "own-portfolio",
                            (_, Recorder::Trainee | Recorder::Supervisor, ..) if !whole => {
                                "recorded-by-trainee"
                            }
                            (_, _, false, false, _) => "not-entitled",
                            (_, _, false, true, _) if !provisional && !board => "provisional-first",
                            (_, _, _, _, Some(EntryState::Withdrawn)) => "withdrawn",
                            _ => "ok",
                        };
                        let found = code_of(may_record_result(&somebody(account), &case));
                        assert_eq!(found, expected, "{account} {case:?}");
                    }
                }
            }
        }
    }
}
