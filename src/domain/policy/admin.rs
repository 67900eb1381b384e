//! Who may keep the house: institutions and their parts, settings, jobs, accounts. That is an admin's,
//! and it is all that an admin may do: portfolios are not in their sight.

use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::names::AccountId;
use crate::domain::policy::Grant;
use crate::domain::role::Person;

/// To keep institutions, sites, departments, settings and jobs.
#[derive(Debug, Clone)]
pub struct KeepHouse;

/// `keeps_house`: the person holds an admin's appointment today.
pub fn may_keep_house(person: &Person, keeps_house: bool) -> Result<Grant<KeepHouse>, Refusal> {
    refuse_unless(keeps_house, || Refusal::new("not-admin", "Only an admin keeps the house."))?;
    Ok(Grant::to(person, KeepHouse))
}

/// To close an account or open it again, or to have a link for a new password sent to its owner.
#[derive(Debug, Clone)]
pub struct KeepAccount {
    pub account: AccountId,
}

/// Nobody closes their own account, so a house never closes its last admin's.
pub fn may_keep_account(
    person: &Person,
    account: &AccountId,
    keeps_house: bool,
) -> Result<Grant<KeepAccount>, Refusal> {
    refuse_unless(keeps_house, || Refusal::new("not-admin", "Only an admin keeps accounts."))?;
    refuse_unless(*account != person.account, || {
        Refusal::new(
            "own-account",
            "This is your own account. Change it under your name, or ask another admin.",
        )
    })?;
    Ok(Grant::to(person, KeepAccount { account: account.clone() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::samples::{code_of, somebody};

    #[test]
    fn an_admin_keeps_the_house_and_others_accounts() {
        let ann = AccountId::new("ann");
        for (asker, keeps_house, house, account) in [
            ("adam", true, "ok", "ok"),
            ("adam", false, "not-admin", "not-admin"),
            ("ann", true, "ok", "own-account"),
            ("ann", false, "not-admin", "not-admin"),
        ] {
            let person = somebody(asker);
            assert_eq!(code_of(may_keep_house(&person, keeps_house)), house);
            assert_eq!(code_of(may_keep_account(&person, &ann, keeps_house)), account);
        }
    }
}
