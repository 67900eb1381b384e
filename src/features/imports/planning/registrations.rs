//! A row of registrations: what a body's register lists of somebody. It stands in the list of statements that
//! wait, and a training lead confirms it by hand as ever; what was confirmed already is not touched.

use super::whom::{Whom, whom};
use super::{Ended, Fit, Row, Step, Unfit};
use crate::domain::names::one_line;
use crate::domain::policy::people::may_list_registration;
use crate::features::people::Statement;

const LINE: usize = 100;

pub(super) fn fit(row: &Row<'_>) -> Result<Fit, Ended> {
    let body = row.needed("body")?;
    let (from, until) = (row.needed_day("from")?, row.day("until")?);
    if until.is_some_and(|until| until < from) {
        return Err(row.unfit("until", "the last day is before the first.").into());
    }
    let number =
        one_line("the number", row.needed("number")?, LINE).map_err(|why| row.unfit("number", why.0))?;
    let (body, category) = register(row, body)?;
    let whom = whom(row, false)?;
    let Whom::Known { account, name, .. } = whom else {
        return Err(Unfit("Registrations are listed only of people who are here.".to_owned()).into());
    };
    may_list_registration(row.person, &account, row.world.reaches(&account))?;
    let said = Statement { body, category, number, valid_from: from, valid_until: until };
    let about = format!("{account}/{}/{}", said.body, said.category);
    let valid = until.map(|until| format!(" to {until}")).unwrap_or_default();
    let told = format!("{name}, {} {}, number {}, from {from}{valid}", said.body, said.category, said.number);
    let stated = row.world.stated_of(&account);
    let stated = stated.iter().find(|one| one.row.body == said.body && one.row.category == said.category);
    let Some(before) = stated else {
        let step = Step::Register { person: account, said, replaces: None };
        return Ok(Fit::new(format!("Lists {told}, to be confirmed."), step, about));
    };
    let as_it_was = Statement {
        body: before.row.body.clone(),
        category: before.row.category.clone(),
        number: before.row.number.clone(),
        valid_from: before.row.valid_from,
        valid_until: before.row.valid_until,
    };
    if as_it_was == said {
        return Ok(Fit::same(format!("{told}: stated already."), about));
    }
    if !before.confirmed.is_empty() {
        let sentence = format!(
            "{name}’s registration is confirmed with other words (number {}, from {}). Its owner corrects it.",
            as_it_was.number, as_it_was.valid_from
        );
        return Err(Unfit(sentence).into());
    }
    if before.row.stated_by == account {
        let sentence =
            format!("{name} stated something else themselves (number {}). Ask them.", as_it_was.number);
        return Err(Unfit(sentence).into());
    }
    let step = Step::Register { person: account, said, replaces: Some(before.row.id.clone()) };
    Ok(Fit::changed(format!("Corrects to {told}, to be confirmed."), step, about))
}

/// In the words in which the rules look for it, where they know it.
fn register(row: &Row<'_>, body: &str) -> Result<(String, String), Unfit> {
    let category = row.cell("category");
    let known =
        row.world.registers.iter().find(|one| {
            one.code.eq_ignore_ascii_case(body) || one.name.to_lowercase() == body.to_lowercase()
        });
    let Some(known) = known else {
        let body = one_line("the register", body, LINE).map_err(|why| row.unfit("body", why.0))?;
        return Ok((body, category.to_owned()));
    };
    let found = known.categories.iter().find(|one| one.eq_ignore_ascii_case(category));
    match (found, known.categories.as_slice(), category.is_empty()) {
        (Some(category), ..) => Ok((known.code.clone(), category.clone())),
        (None, [], true) => Ok((known.code.clone(), String::new())),
        (None, [only], true) => Ok((known.code.clone(), only.clone())),
        (None, [], false) => Ok((known.code.clone(), category.to_lowercase())),
        (None, some, _) => {
            let sentence =
                format!("“{category}” is none of the categories of {}: {}.", known.name, some.join(", "));
            Err(row.unfit("category", sentence))
        }
    }
}
