//! People and days for the tables of the policies' tests.

use std::collections::BTreeSet;

use crate::domain::entry::EntryState;
use crate::domain::fault::Refusal;
use crate::domain::kind::Confirmer;
use crate::domain::names::{AccountId, EntryId, SessionId};
use crate::domain::policy::Grant;
use crate::domain::policy::signoffs::DecideCase;
use crate::domain::role::{Capacity, Person};
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};

/// Somebody signed in on 12 November 2026; what they are is in the cases.
pub fn somebody(account: &str) -> Person {
    Person {
        account: AccountId::new(account),
        session: SessionId::new("session"),
        name: account.to_owned(),
        email: format!("{account}@demo.example"),
        capacities: BTreeSet::new(),
        portfolio: None,
        inbox: 0,
        zone: DEFAULT_ZONE,
        now: Moment::of_millis(1_794_492_153_000),
        csrf: String::new(),
    }
}

/// Ann's entry, which waits for a supervisor and nobody has signed, before somebody who holds these over it.
pub fn to_decide(held: &[Capacity]) -> DecideCase {
    DecideCase {
        entry: EntryId::new("e"),
        owner: AccountId::new("ann"),
        day: day(3),
        state: EntryState::Submitted,
        confirmed_by: Confirmer::Supervisor,
        university: false,
        same_person: false,
        current: true,
        capacities: held.to_vec(),
        frozen: None,
        signed_already: false,
        next: Vec::new(),
        goes_back_to: None,
        waits_with: None,
        first: None,
    }
}

/// `ok`, or the refusal's code.
pub fn code_of<A>(answer: Result<Grant<A>, Refusal>) -> &'static str {
    answer.map_or_else(|refusal| refusal.code, |_| "ok")
}

/// A day of November 2026.
pub fn day(number: u32) -> Day {
    Day::of(2026, 11, number).unwrap()
}
