//! A row of people: somebody new is invited, and outside numbers are kept. The name of somebody who is here is
//! their own to change.

use super::whom::{Whom, numbers, whom};
use super::{Ended, Fit, Row, Step, Unfit};
use crate::domain::outside::OutsideNumber;
use crate::domain::policy::numbers::{NumberCase, may_keep_number};
use crate::domain::policy::people::may_invite;

pub(super) fn fit(row: &Row<'_>) -> Result<Fit, Ended> {
    let whom = whom(row, true)?;
    let about = whom.key();
    let wanted = missing(row, &whom)?;
    let labels: Vec<String> = wanted.iter().map(|one| format!("{} {}", one.label(), one.number)).collect();
    match &whom {
        Whom::New { name, email, .. } => {
            may_invite(row.person, &row.world.territory, row.world.keeps_house)?;
            let with =
                if labels.is_empty() { String::new() } else { format!(", with {}", labels.join(", ")) };
            let sentence = format!("Invites {name}, {email}{with}.");
            Ok(Fit::new(sentence, Step::Person { whom, numbers: wanted }, about))
        }
        Whom::Known { name, .. } if wanted.is_empty() => {
            Ok(Fit::same(format!("{name} is here already, with these numbers."), about))
        }
        Whom::Known { account, name, .. } => {
            let theirs = row.world.reaches(account);
            let case = NumberCase { owner: account.clone(), theirs, keeps_house: row.world.keeps_house };
            may_keep_number(row.person, &case)?;
            let sentence = format!("{name} gets: {}.", labels.join(", "));
            Ok(Fit::changed(sentence, Step::Person { whom, numbers: wanted }, about))
        }
    }
}

/// The numbers of the row that the person does not have yet.
fn missing(row: &Row<'_>, whom: &Whom) -> Result<Vec<OutsideNumber>, Unfit> {
    let mut wanted = Vec::new();
    for number in numbers(row)? {
        match row.world.holder_of(&number.folded()) {
            Some(holder) if *holder == whom.account() => {}
            Some(_) => {
                let sentence = format!("somebody else has the number {} already.", number.number);
                return Err(row.unfit(number.issuer.as_str(), sentence));
            }
            None => wanted.push(number),
        }
    }
    Ok(wanted)
}
