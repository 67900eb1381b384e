//! Under which name an account stands, and what else says that name.

use diesel::prelude::*;

use super::{Account, account};
use crate::db::schema::{accounts, standing_items, standings};
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::job::Job;
use crate::domain::names::AccountId;

// open: the account itself, or whoever holds its link.
pub fn set_name(tx: &mut Tx<'_>, me: &AccountId, name: &str) -> Result<Account, Fault> {
    let before = account(tx.conn(), me)?.name;
    diesel::update(accounts::table.find(me))
        .set((accounts::name.eq(name), accounts::name_folded.eq(name.to_lowercase())))
        .execute(tx.conn())?;
    if before != name {
        raise_naming(tx, &before)?;
    }
    account(tx.conn(), me)
}

/// Stored answers say in words with whom something waits, who signed, who waived: those that say this name are old
/// from now on, whoever's they are. They are found by their words, since a name comes into them in many ways; one that
/// says a word like it is refreshed for nothing.
pub(super) fn raise_naming(tx: &mut Tx<'_>, name: &str) -> Result<(), Fault> {
    tx.alone_with_standings()?;
    let saying = standing_items::table
        .filter(standing_items::body.like(within(name)?).escape('!'))
        .select(standing_items::enrolment_id);
    let raised = diesel::update(standings::table.filter(standings::enrolment_id.eq_any(saying)))
        .set(standings::stale_no.eq(standings::stale_no + 1))
        .execute(tx.conn())?;
    if raised == 0 { Ok(()) } else { tx.later(Job::RefreshDue { after: None }) }
}

/// Anywhere in a text of JSON, as the name is written there.
fn within(name: &str) -> Result<String, Fault> {
    let written = serde_json::to_string(name).map_err(Fault::broken)?;
    let written = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(&written);
    let mut pattern = String::from("%");
    for letter in written.chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    Ok(pattern)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_looked_for_as_json_writes_it() {
        assert_eq!(within("Zoë Świątek").unwrap(), "%Zoë Świątek%");
        assert_eq!(within("Ann \"Nan\" 5%_!").unwrap(), "%Ann \\\"Nan\\\" 5!%!_!!%");
    }
}
