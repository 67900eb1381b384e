//! A logbook or a claim with what the rules about it ask: who must say yes, what is accepted already, and
//! what could be.

use std::sync::Arc;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::amount::Amount;
use crate::domain::earlier::is_accepted_kind;
use crate::domain::entry::EntryState;
use crate::domain::fault::{Fault, Faults};
use crate::domain::names::*;
use crate::domain::policy::earlier::{Accepted, Case};
use crate::domain::programme::{Requirement, Version};
use crate::domain::role::{Capacity, Person};
use crate::domain::rule::Rule;
use crate::features::earlier::forms::Which;
use crate::features::earlier::store::{self, Claim, Judgement, SetShown};
use crate::features::enrolments::enrolment;
use crate::features::entries::{Seen, seen};
use crate::features::people::{capacities_over, who_may_decide};
use crate::features::programmes;

/// Everything about one record.
pub struct Record {
    pub seen: Seen,
    pub set: Option<SetShown>,
    pub claim: Option<Claimed>,
}

/// A claim with what it is claimed against.
pub struct Claimed {
    pub claim: Claim,
    pub version: Arc<Version>,
}

impl Claimed {
    pub fn requirement(&self) -> Option<&Requirement> {
        self.version.requirement(&self.claim.requirement)
    }
}

/// What may be claimed of a requirement.
pub struct Claimable {
    /// Code and title; empty where the rule has no list.
    pub items: Vec<(String, String)>,
    /// The unit, where an amount can be claimed.
    pub unit: Option<String>,
}

pub fn claimable(requirement: &Requirement) -> Claimable {
    let items = match &requirement.rule {
        Rule::Signoff(rule) => rule.items.as_slice(),
        Rule::Coverage(rule) => rule.items.as_slice(),
        _ => &[],
    };
    let items: Vec<(String, String)> =
        items.iter().map(|item| (item.code.clone(), item.title.clone())).collect();
    let unit = match &requirement.rule {
        Rule::Count(rule) | Rule::Sum(rule) | Rule::Pool(rule) => Some(rule.unit.clone()),
        Rule::Marks(_) => Some("credits".to_owned()),
        _ => None,
    };
    Claimable { items, unit }
}

/// Whether anything from before counts there at all.
pub fn takes_earlier(version: &Version, requirement: &Requirement) -> bool {
    version.accepts_earlier && requirement.earlier
}

// open: `seen` asks the person's sight
pub fn record(conn: &mut Conn, shelf: &Shelf, person: &Person, id: &EntryId) -> Result<Record, Fault> {
    let seen = seen(conn, shelf, &person.sight(), id)?;
    if !is_accepted_kind(&seen.kind.code) || seen.before.is_none() {
        return Err(Fault::NotFound);
    }
    let set = store::set_of(conn, &seen)?;
    let claim = match store::claim_of(conn, &seen)? {
        None => None,
        Some(claim) => {
            let enrolled = enrolment(conn, &claim.enrolment)?;
            let version = programmes::version_at(conn, shelf, &enrolled.version, enrolled.layer.as_ref())?;
            Some(Claimed { claim, version })
        }
    };
    Ok(Record { seen, set, claim })
}

impl Record {
    /// Whose yes is asked for: a supervisor's or a lead's for a logbook, for a claim that of whoever signs
    /// the requirement, and a lead's where it names nobody.
    pub fn wanted(&self) -> Vec<Capacity> {
        let Some(claim) = &self.claim else { return vec![Capacity::Supervisor, Capacity::Lead] };
        claim.requirement().map_or_else(|| vec![Capacity::Lead], wanted_by)
    }

    pub fn accepted(&self) -> Accepted {
        let said = self.seen.before.iter().flat_map(|before| &before.said);
        let any = said.into_iter().any(|one| one.accepted && one.undone.is_none());
        match (&self.set, any) {
            (_, false) => Accepted::Nothing,
            (None, true) => Accepted::Whole,
            (Some(set), true) => {
                let open = set.rows.iter().any(|row| !row.withdrawn && row.accepted.is_none());
                if open { Accepted::Part } else { Accepted::Whole }
            }
        }
    }

    pub fn case(&self, conn: &mut Conn, person: &Person) -> Result<Case, Fault> {
        let (mut held, today) = (Vec::new(), person.today());
        for enrolment in &self.seen.filings {
            held.extend(capacities_over(conn, &person.account, enrolment, today, today)?);
        }
        Ok(Case {
            entry: self.seen.id.clone(),
            portfolio: self.seen.portfolio.clone(),
            owner: self.seen.owner.clone(),
            undone: self.seen.state == EntryState::Withdrawn,
            accepted: self.accepted(),
            wanted: self.wanted(),
            capacities: held,
        })
    }

    /// Nobody was asked by name, and nobody has said yes or no.
    pub fn waits_with_nobody(&self) -> bool {
        self.seen.state == EntryState::Earlier && self.seen.request.is_none()
    }

    /// The names of those in whose list it then is.
    pub fn leads(&self, conn: &mut Conn, person: &Person) -> Result<Vec<String>, Fault> {
        let leads = entitled(conn, person, &self.seen.filings, &[Capacity::Lead], &self.seen.owner)?;
        Ok(leads.into_iter().map(|(_, name)| name).collect())
    }

    /// Who could be asked.
    pub fn entitled(&self, conn: &mut Conn, person: &Person) -> Result<Vec<(AccountId, String)>, Fault> {
        entitled(conn, person, &self.seen.filings, &self.wanted(), &self.seen.owner)
    }

    /// What is said yes to, or what is wrong with it.
    pub fn judgement(&self, which: &Which) -> Result<Judgement, Fault> {
        let accepted = |lines, credit, items| Judgement::Accepted { lines, credit, items };
        let not_here = || Fault::from(Faults::one("which", "Choose how much of it you accept."));
        match (&self.set, &self.claim, which) {
            (Some(set), _, which) => {
                let open = set.rows.iter().filter(|row| !row.withdrawn && row.accepted.is_none());
                let lines: Vec<EntryId> = match which {
                    Which::All => open.map(|row| row.entry.clone()).collect(),
                    Which::Between(from, until) => open
                        .filter(|row| (*from..=*until).contains(&row.day))
                        .map(|row| row.entry.clone())
                        .collect(),
                    Which::Lines(ids) => {
                        open.filter(|row| ids.contains(&row.entry)).map(|row| row.entry.clone()).collect()
                    }
                    Which::Credit(_) | Which::Items(_) => return Err(not_here()),
                };
                if lines.is_empty() {
                    return Err(Faults::one("which", "No line fits that and is not accepted yet.").into());
                }
                Ok(accepted(lines, None, Vec::new()))
            }
            (None, Some(_), Which::All) => Ok(accepted(Vec::new(), None, Vec::new())),
            (None, Some(claim), which) => {
                let (credit, items) = part_of(claim.requirement(), which).ok_or_else(not_here)?;
                Ok(accepted(Vec::new(), credit, items))
            }
            (None, None, _) => Err(Fault::NotFound),
        }
    }
}

/// The amount or the items, where the requirement has them.
pub fn part_of(requirement: Option<&Requirement>, which: &Which) -> Option<(Option<i64>, Vec<String>)> {
    let can = claimable(requirement?);
    match which {
        Which::All => Some((None, Vec::new())),
        Which::Credit(amount) => can.unit.map(|_| (Some(amount.hundredths()), Vec::new())),
        Which::Items(items) => {
            let known = items.iter().all(|item| can.items.iter().any(|(code, _)| code == item));
            (known && !items.is_empty()).then(|| (None, items.clone()))
        }
        Which::Between(..) | Which::Lines(_) => None,
    }
}

/// How much that is, in words.
pub fn how_much(requirement: &Requirement, credit: Option<i64>, items: &[String]) -> String {
    let can = claimable(requirement);
    match (credit, items) {
        (Some(credit), _) => {
            format!("{} {}", Amount::of_hundredths(credit), can.unit.unwrap_or_default()).trim().to_owned()
        }
        (None, []) => "All of it".to_owned(),
        (None, items) => {
            let title = |code: &String| {
                can.items
                    .iter()
                    .find(|(known, _)| known == code)
                    .map_or(code.clone(), |(_, title)| title.clone())
            };
            items.iter().map(title).collect::<Vec<_>>().join("; ")
        }
    }
}

pub fn wanted_by(requirement: &Requirement) -> Vec<Capacity> {
    let named: Vec<Capacity> =
        requirement.signers.capacities.iter().filter_map(|word| word.parse().ok()).collect();
    if named.is_empty() { vec![Capacity::Lead] } else { named }
}

// open: a trainee must be able to name whom they ask; the owner is never among them
pub fn entitled(
    conn: &mut Conn,
    person: &Person,
    under: &[EnrolmentId],
    wanted: &[Capacity],
    owner: &AccountId,
) -> Result<Vec<(AccountId, String)>, Fault> {
    let mut all: Vec<(AccountId, String)> = Vec::new();
    for capacity in wanted {
        for one in who_may_decide(conn, under, *capacity, person.today(), person.today())? {
            if one.0 != *owner && !all.contains(&one) {
                all.push(one);
            }
        }
    }
    all.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(all)
}
