//! Who a row is about: by address or by any outside number, all of which must mean the same person. A number
//! finds only those whom the reader may see anyway; an address finds everybody whom a form would invite.

use super::{Ended, Row, Unfit, address};
use crate::domain::names::{AccountId, EmailAddress, PortfolioId, one_line};
use crate::domain::outside::{Issuer, OutsideNumber};
use crate::features::imports::mapping::issuer;

/// Characters of a name, as in the form that invites somebody.
const NAME: usize = 100;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    Known {
        account: AccountId,
        name: String,
        joined: bool,
        portfolio: Option<PortfolioId>,
    },
    /// To be invited; `again` where an invitation was undone, with the portfolio that they have.
    New {
        name: String,
        email: EmailAddress,
        again: Option<(AccountId, Option<PortfolioId>)>,
    },
}

impl Whom {
    pub fn name(&self) -> &str {
        match self {
            Whom::Known { name, .. } | Whom::New { name, .. } => name,
        }
    }

    /// What tells one person of a file from another.
    pub fn key(&self) -> String {
        match self {
            Whom::Known { account, .. } => account.to_string(),
            Whom::New { email, .. } => email.folded(),
        }
    }

    /// The portfolio that the person has already.
    pub fn portfolio(&self) -> Option<&PortfolioId> {
        match self {
            Whom::Known { portfolio, .. } => portfolio.as_ref(),
            Whom::New { again, .. } => again.as_ref().and_then(|(_, portfolio)| portfolio.as_ref()),
        }
    }

    /// The account; a word that is nobody's where there is none yet.
    pub fn account(&self) -> AccountId {
        match self {
            Whom::Known { account, .. } => account.clone(),
            Whom::New { .. } => AccountId::new("to-be-invited"),
        }
    }
}

/// The numbers of the row, each with the code of its column.
pub(super) fn numbers(row: &Row<'_>) -> Result<Vec<OutsideNumber>, Unfit> {
    let mut all = Vec::new();
    for sort in Issuer::ALL {
        let code = sort.as_str();
        let cell = row.cell(code);
        if cell.is_empty() || issuer(code).is_none() {
            continue;
        }
        let body = row.mapping.bodies.get(code).map_or("", String::as_str);
        let number = OutsideNumber::of(*sort, body, cell);
        all.push(number.map_err(|(_, why)| row.unfit(code, why.0))?);
    }
    Ok(all)
}

/// `may_be_new`: somebody whom nothing finds is invited, if the row has their name and address.
pub(super) fn whom(row: &Row<'_>, may_be_new: bool) -> Result<Whom, Ended> {
    let (email, numbers) = (address(row)?, numbers(row)?);
    if email.is_none() && numbers.is_empty() {
        return Err(Unfit("Nothing says who this is: give an email address or a number.".to_owned()).into());
    }
    let mut found: Option<(AccountId, String)> = None;
    let mut meets = |account: &AccountId, how: String| match &found {
        Some((other, before)) if other != account => {
            Err(Unfit(format!("The {before} and the {how} are of two different people.")))
        }
        Some(_) => Ok(()),
        None => {
            found = Some((account.clone(), how));
            Ok(())
        }
    };
    let by_email = email.as_ref().and_then(|email| row.world.by_email(&email.folded()));
    if let Some(known) = by_email.filter(|known| may_be_new || row.world.may_find(&known.account)) {
        meets(&known.account, "email address".to_owned())?;
    }
    for number in &numbers {
        if let Some(holder) = row.world.holder_of(&number.folded()).filter(|id| row.world.may_find(id)) {
            meets(holder, number.issuer.shown().to_lowercase())?;
        }
    }
    if let Some((account, how)) = found {
        if may_be_new
            && by_email.is_none()
            && let Some(email) = &email
        {
            let name = row.world.account(&account).map_or("", |known| &known.name);
            let sentence = format!(
                "The {how} is of {name}, whose address here is not {email}. If it is them, leave the address out."
            );
            return Err(Unfit(sentence).into());
        }
        return known(row, &account);
    }
    let Some(email) = email.filter(|_| may_be_new) else {
        let said = [row.cell("email")].into_iter().chain(numbers.iter().map(|one| one.number.as_str()));
        let said: Vec<&str> = said.filter(|text| !text.is_empty()).collect();
        let sentence = format!("Nobody of yours is known by {}.", said.join(" or "));
        return Err(Unfit(sentence).into());
    };
    let name = row.cell("name");
    if name.is_empty() {
        let sentence =
            format!("{email} is nobody’s address yet. To invite somebody new, give their name too.");
        return Err(Unfit(sentence).into());
    }
    let name = one_line("their name", name, NAME).map_err(|why| row.unfit("name", why.0))?;
    Ok(Whom::New { name, email, again: None })
}

fn known(row: &Row<'_>, account: &AccountId) -> Result<Whom, Ended> {
    let world = row.world;
    let known =
        world.account(account).ok_or_else(|| Unfit("This person is not there any more.".to_owned()))?;
    if known.closed {
        if world.was_undone(account)
            && let Ok(email) = EmailAddress::parse(&known.email)
        {
            let name = row.cell("name");
            let name = match name {
                "" => known.name.clone(),
                typed => one_line("their name", typed, NAME).map_err(|why| row.unfit("name", why.0))?,
            };
            return Ok(Whom::New { name, email, again: Some((account.clone(), known.portfolio.clone())) });
        }
        let sentence = "The account with this address is closed. Ask an admin to open it again.";
        return Err(Unfit(sentence.to_owned()).into());
    }
    Ok(Whom::Known {
        account: known.account.clone(),
        name: known.name.clone(),
        joined: known.joined,
        portfolio: known.portfolio.clone(),
    })
}
