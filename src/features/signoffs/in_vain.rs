//! Said before signing: what this person's signature would not count for, and why. The engine is asked
//! with the signature already there, so page and progress cannot disagree.

use std::collections::{BTreeMap, HashSet};

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::entry::Verdict;
use crate::domain::fault::Fault;
use crate::domain::kind::Kind;
use crate::domain::names::{AccountId, EnrolmentId, with_article};
use crate::domain::programme::called::Called;
use crate::domain::programme::{Registered, Requirement, Version};
use crate::domain::progress::{Reason, asks_entrusted, assess, closed};
use crate::domain::role::Capacity;
use crate::domain::time::{Day, Moment};
use crate::features::entries::Seen;
use crate::features::people::registrations_of;
use crate::features::standing::{self, DecisionRow, entrusted_among};

/// Whose signature it would be.
pub struct Signer<'a> {
    pub account: &'a AccountId,
    pub name: &'a str,
    pub capacity: Capacity,
    /// The enrolments about which it is said.
    pub sees: HashSet<EnrolmentId>,
    /// Whether they have shown who they are: of somebody who has not, nobody can say that they were not approved by name.
    pub known: bool,
}

/// `You have no confirmed College registration on 3 November 2026, so your signature will not count
/// for: Supervised bypass cases.`
pub fn sentences(
    conn: &mut Conn,
    shelf: &Shelf,
    signer: &Signer<'_>,
    seen: &Seen,
    now: Moment,
) -> Result<Vec<String>, Fault> {
    let mut holdings = standing::holdings_now(conn, shelf, &seen.portfolio, now)?;
    if !holdings.registrations.iter().any(|known| known.person == *signer.account) {
        let own = registrations_of(conn, std::slice::from_ref(signer.account), now)?;
        holdings.registrations.extend(own);
    }
    holdings.trainees.extend(super::store::trained_on(conn, shelf, signer.account, now)?);
    let Some(entry) = holdings.entries.iter_mut().find(|entry| entry.id == seen.id) else {
        return Ok(Vec::new());
    };
    holdings.names.insert(signer.account.to_string(), signer.name.to_owned());
    entry.decisions.push(DecisionRow {
        signer: signer.account.clone(),
        capacity: signer.capacity.as_str().to_owned(),
        verdict: Verdict::Signed,
        satisfactory: true,
        level: String::new(),
        at: now,
    });
    if holdings.enrolments.iter().any(|held| asks_entrusted(&held.version)) {
        holdings.entrusted.extend(entrusted_among(conn, shelf, [signer.account.clone()].into(), now)?);
    }
    let mut by_reason: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut frozen = Vec::new();
    for held in holdings.enrolments.iter().filter(|held| signer.sees.contains(&held.row.id)) {
        let (version, facts) = (&held.version, holdings.facts_for(held));
        if let Some(closed) = closed(version, &facts.enrolment, now).filter(|closed| closed.is_frozen()) {
            if seen.filings.contains(&held.row.id) {
                frozen.push(closed.sentence(&version.title, facts.enrolment.zone));
            }
            continue;
        }
        let assessment = assess(version, &facts, now);
        for standing in assessment.requirements {
            let refused = standing.not_counted.iter().find(|one| one.fact == seen.id.as_str());
            let requirement = version.requirement(&standing.id);
            let (Some(refused), Some(requirement)) = (refused, requirement) else { continue };
            if let Some(why) = why(refused.reason, (version, requirement), &seen.kind, signer, seen.day) {
                by_reason.entry(why).or_default().push(standing.title);
            }
        }
    }
    let sentence = |(why, titles): (String, Vec<String>)| {
        format!("{why}, so your signature will not count for: {}.", titles.join("; "))
    };
    Ok(frozen.into_iter().chain(by_reason.into_iter().map(sentence)).collect())
}

/// Only reasons that lie in the signer; what lies in the entry is said beside the entry.
fn why(
    reason: Reason,
    (version, requirement): (&Version, &Requirement),
    kind: &Kind,
    signer: &Signer<'_>,
    day: Day,
) -> Option<String> {
    let called = Called::of(version);
    match reason {
        Reason::SignerNotRegistered | Reason::SignerUnknown => {
            let wanted = requirement.signers.registered.as_ref();
            let bodies = wanted.into_iter().flat_map(Registered::registers);
            let bodies = bodies.map(|one| one.body_name.as_str()).collect::<Vec<_>>().join(" or ");
            Some(format!("You have no confirmed registration with {bodies} on {day}"))
        }
        Reason::SignerIsTrainee => Some(format!("You were a trainee on the same programme on {day}")),
        Reason::SignerCapacity => {
            let wanted = match requirement.signers.capacities.as_slice() {
                [] => with_article(&called.shown(kind.confirmed_by.as_str())),
                some => {
                    let all: Vec<String> = some.iter().map(|one| with_article(&called.shown(one))).collect();
                    all.join(" or ")
                }
            };
            let held = with_article(&called.shown(signer.capacity.as_str()));
            Some(format!("You sign as {held}, and this asks for {wanted}"))
        }
        Reason::SignerNotApproved if !signer.known => None,
        Reason::SignerNotApproved => Some(format!("You were not approved by name for this on {day}")),
        Reason::SignerNotEntrusted => Some(format!("You were not entrusted with it yourself on {day}")),
        _ => None,
    }
}
