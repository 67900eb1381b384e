//! Whom somebody proposes: one colleague a line, looked over before anybody is asked. Two addresses are compared as
//! mailboxes, so that nobody answers twice under two spellings, and nobody about themself.

use std::collections::HashMap;

use crate::domain::assessor::Mailbox;
use crate::domain::names::{AccountId, EmailAddress, one_line};

use super::{GROUP_OF_TRAINEES, MOST_RATERS};

/// Characters of a name.
const NAME: usize = 100;

/// A colleague as they were typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub name: String,
    pub address: EmailAddress,
}

impl Line {
    pub fn mailbox(&self) -> Mailbox {
        Mailbox::of(&self.address)
    }
}

/// One colleague a line, the address last: `Priya Nair p.nair@northgate.nhs.uk`. Commas, angle brackets and tabs
/// between the two are as good as a space. The sentence names the line.
pub fn lines(typed: &str) -> Result<Vec<Line>, String> {
    let mut all = Vec::new();
    for (number, line) in typed.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let number = number + 1;
        let plain: String = line.chars().map(|c| if "<>,;\t".contains(c) { ' ' } else { c }).collect();
        let (name, address) = plain.trim().rsplit_once(' ').unwrap_or(("", plain.trim()));
        let address = EmailAddress::parse(address)
            .map_err(|_| format!("Line {number}: write the name and then the work email address."))?;
        let name = one_line("the name", name, NAME).map_err(|why| format!("Line {number}: {why}"))?;
        all.push(Line { name, address });
    }
    match all.is_empty() {
        true => Err("Write at least one colleague: the name, then the work email address.".to_owned()),
        false => Ok(all),
    }
}

/// Whom the house knows by a mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub person: AccountId,
    /// Enrolled on something today.
    pub trainee: bool,
}

/// What a proposal is looked over with.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// The trainee whom it is about, with every mailbox of theirs.
    pub owner: Option<AccountId>,
    pub own_mailboxes: Vec<Mailbox>,
    /// Who gathers the answers, and would see them beside their own.
    pub supervisor: Option<AccountId>,
    /// Mailboxes that are proposed or asked already.
    pub there: Vec<String>,
    pub known: HashMap<String, Known>,
    /// Code and label of the group for which these are proposed.
    pub group: (String, String),
}

/// What is wrong with a proposal, as one sentence.
pub fn looked_over(all: &[Line], given: &Given) -> Result<(), String> {
    if given.there.len() + all.len() > MOST_RATERS {
        return Err(format!("At most {MOST_RATERS} colleagues are asked in one round."));
    }
    let mut before: Vec<Mailbox> = Vec::new();
    for line in all {
        let (mailbox, address) = (line.mailbox(), &line.address);
        let known = given.known.get(mailbox.as_str());
        let is = |who: &Option<AccountId>| {
            known.zip(who.as_ref()).is_some_and(|(known, who)| known.person == *who)
        };
        if given.own_mailboxes.contains(&mailbox) || is(&given.owner) {
            return Err(format!(
                "{address} is the trainee’s own address. What you say of yourself is the self-rating."
            ));
        }
        if is(&given.supervisor) {
            return Err(format!(
                "{} gathers the answers and would know them apart, so they do not answer themselves.",
                line.name
            ));
        }
        if before.contains(&mailbox) || given.there.iter().any(|there| there == mailbox.as_str()) {
            return Err(format!("{address} is there already: nobody is asked twice."));
        }
        let (code, label) = &given.group;
        if known.is_some_and(|known| known.trainee) && !code.ends_with(GROUP_OF_TRAINEES) {
            return Err(format!(
                "{} is a trainee at present, so they cannot answer among “{label}”.",
                line.name
            ));
        }
        before.push(mailbox);
    }
    Ok(())
}
