//! Who may keep the numbers by which others know a person: a training lead of theirs, or an admin. Never the
//! person themselves: whose marks a file gives them hangs on it.

use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::names::AccountId;
use crate::domain::policy::Grant;
use crate::domain::role::Person;

/// To add a number of somebody, or to end one.
#[derive(Debug, Clone)]
pub struct KeepNumber {
    pub owner: AccountId,
}

#[derive(Debug, Clone)]
pub struct NumberCase {
    pub owner: AccountId,
    /// A trainee or a supervisor whom the asker leads, or whom the asker invited.
    pub theirs: bool,
    pub keeps_house: bool,
}

pub fn may_keep_number(person: &Person, case: &NumberCase) -> Result<Grant<KeepNumber>, Refusal> {
    refuse_unless(case.owner != person.account, || {
        Refusal::new("own-number", "Nobody keeps their own numbers. Ask another training lead or an admin.")
    })?;
    refuse_unless(case.theirs || case.keeps_house, || {
        Refusal::new("number-not-yours", "You can keep the numbers only of people whom you lead or invited.")
    })?;
    Ok(Grant::to(person, KeepNumber { owner: case.owner.clone() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::samples::{code_of, somebody};

    #[test]
    fn the_whole_table() {
        for (asker, theirs, keeps_house, code) in [
            ("lea", true, false, "ok"),
            ("adam", false, true, "ok"),
            ("olga", false, false, "number-not-yours"),
            ("ann", true, true, "own-number"),
            ("ann", false, false, "own-number"),
        ] {
            let case = NumberCase { owner: AccountId::new("ann"), theirs, keeps_house };
            assert_eq!(code_of(may_keep_number(&somebody(asker), &case)), code, "{asker}");
        }
    }
}
