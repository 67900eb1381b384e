//! From rows to facts: everything a portfolio holds that a rule may read, as it was known at an
//! instant. It is loaded once per portfolio; each enrolment then gets its own view of it (what is
//! filed under it, what holds for it alone). Pure: the rows come from `store`.

mod row;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::domain::amount::Amount;
use crate::domain::earlier::{LEARNING, LOGBOOK};
use crate::domain::entry::{EntryState, Verdict};
use crate::domain::fact::{
    Accepted, Confirmation, ConfirmedFigure, Enrolment, Fact, FactState, Facts, PersonalTarget, Registration,
    Supervision, WaitsWith, Waiver,
};
use crate::domain::kind::{Outcome, Role, Value};
use crate::domain::names::{AcceptanceId, AccountId, EnrolmentId, EntryId, EntryVersionId, ProgrammeId};
use crate::domain::programme::{Requirement, Version};
use crate::domain::progress::{Entrusted, asks_approved, asks_entrusted};
use crate::domain::time::{Day, Moment};
use crate::features::enrolments::{Enrolled, EnteredDays, Lived, PersonalTerm, as_ruled};
use crate::features::people::{Registered, on_registers};

pub use row::{DecisionRow, EntryRow, Origin, Waits};

/// The rows of one portfolio, as known at `as_of`.
pub struct Holdings {
    pub as_of: Moment,
    pub person: AccountId,
    pub entries: Vec<EntryRow>,
    pub registrations: Vec<Registered>,
    /// Accredited from and until, by site id.
    pub sites: HashMap<String, (String, Option<Day>, Option<Day>)>,
    /// Names of those who signed, who are asked and who are named by id in a field.
    pub names: HashMap<String, String>,
    /// Who was on which programme themselves, from and until.
    pub trainees: Vec<(AccountId, ProgrammeId, Day, Day)>,
    /// When a version was entered in the system that holds the official record of an enrolment.
    pub entered: HashMap<(EntryVersionId, EnrolmentId), EnteredDays>,
    pub enrolments: Vec<Held>,
    /// Who was approved by name for this person, from and until; nothing where no version asks.
    pub approved: Option<Vec<Approved>>,
    /// With what signers who have a portfolio themselves are entrusted; nothing where no version asks.
    pub entrusted: HashMap<AccountId, Vec<Entrusted>>,
    pub before: FromBefore,
}

/// An approval as an assessor, or an appointment over this person alone that came without one.
#[derive(Debug, Clone)]
pub struct Approved {
    pub person: AccountId,
    pub from: Day,
    pub until: Option<Day>,
    /// Under this enrolment; under each without it.
    pub enrolment: Option<EnrolmentId>,
    /// For these sections; for all of it without this. An empty list: for nothing any more, since its section went under
    /// in a move to another version.
    pub sections: Option<Vec<String>>,
}

impl Approved {
    fn covers(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// One enrolment with what holds for it alone.
#[derive(Debug, Clone)]
pub struct Held {
    pub row: Enrolled,
    pub version: Arc<Version>,
    pub programme: ProgrammeId,
    pub terms: Vec<PersonalTerm>,
    pub life: Vec<Lived>,
    pub confirmed: Vec<ConfirmedFigure>,
}

/// What a named person said of an earlier record or of earlier learning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepting {
    pub by: AccountId,
    pub at: Moment,
    pub reason: String,
    /// Of a claim: how much of the requirement; all of it without this and without items.
    pub credit: Option<i64>,
    pub items: Vec<String>,
}

/// Earlier learning, claimed against one requirement of one enrolment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    pub enrolment: EnrolmentId,
    pub requirement: String,
    pub credit: Option<i64>,
    pub items: Vec<String>,
}

/// What there is from before in a portfolio; nothing in most.
#[derive(Debug, Clone, Default)]
pub struct FromBefore {
    pub said: HashMap<AcceptanceId, Accepting>,
    pub claims: HashMap<EntryId, Claimed>,
    /// By entry, the one that stands for its logbook.
    pub logbooks: HashMap<EntryId, EntryId>,
}

impl Holdings {
    /// What the rules of one enrolment read.
    pub fn facts_for(&self, held: &Held) -> Facts {
        Facts {
            enrolment: enrolment(held),
            facts: self.facts_of(held),
            registrations: self.own_registrations(),
            elsewhere: self.elsewhere(held).0,
        }
    }

    /// The entries as this enrolment reads them.
    pub fn facts_of(&self, held: &Held) -> Vec<Fact> {
        let about = self.entries.iter().filter(|entry| self.is_about(entry, held));
        about.map(|entry| self.fact(entry, held)).collect()
    }

    /// A logbook is no fact, its cases are; a claim is one for the enrolment that it names.
    fn is_about(&self, entry: &EntryRow, held: &Held) -> bool {
        match entry.kind.code.as_str() {
            LOGBOOK => false,
            LEARNING => self.before.claims.get(&entry.id).is_some_and(|claim| claim.enrolment == held.row.id),
            _ => true,
        }
    }

    fn fact(&self, entry: &EntryRow, held: &Held) -> Fact {
        let state = match entry.decided() {
            EntryState::Submitted | EntryState::Earlier => FactState::Submitted,
            EntryState::Returned | EntryState::NotAccepted => FactState::Returned,
            EntryState::Signed | EntryState::Accepted => FactState::Signed,
            EntryState::Withdrawn => FactState::Withdrawn,
        };
        let (said, waits) = (self.said_of(entry), self.waits_of(entry));
        let there = self.entered_under(entry, &held.row.id);
        let signed: Vec<&DecisionRow> =
            entry.decisions.iter().filter(|d| d.verdict == Verdict::Signed).collect();
        let judged = signed
            .last()
            .map(|last| if last.satisfactory { Outcome::Satisfactory } else { Outcome::Unsatisfactory });
        Fact {
            id: entry.id.to_string(),
            kind: entry.kind.code.clone(),
            label: entry.title.clone(),
            day: entry.day,
            until: entry.until,
            values: entry.values.clone(),
            state,
            state_since: Some(said.map_or_else(|| entry.since(), |said| said.at)),
            outcome: entry.kind.outcome(&entry.values).or(judged),
            level: signed.last().map(|last| last.level.clone()).filter(|level| !level.is_empty()),
            waits_with: waits.map(|waits| WaitsWith { name: self.name(&waits.asked), since: waits.since }),
            confirmed: signed.iter().map(|decision| self.confirmation(decision, entry, held)).collect(),
            supervised_by: self.supervision(entry),
            site_accredited: self.accredited(entry),
            case: Some(entry.id.to_string()),
            known_from: Some(entry.first_known),
            filed: entry.filed_under.contains(&held.row.id),
            items: Vec::new(),
            accepted: self.accepted(entry, said),
            entered: there.whole,
            entered_items: there.items,
        }
    }

    /// What of the version that stands is entered elsewhere under the enrolment.
    pub fn entered_under(&self, entry: &EntryRow, enrolment: &EnrolmentId) -> EnteredDays {
        self.entered.get(&(entry.version.clone(), enrolment.clone())).cloned().unwrap_or_default()
    }

    /// What stands of what was said of an entry from before.
    pub fn said_of(&self, entry: &EntryRow) -> Option<&Accepting> {
        match &entry.origin {
            Origin::Accepted(id) | Origin::Refused(id) => self.before.said.get(id),
            Origin::Here | Origin::Earlier => None,
        }
    }

    /// A line of a logbook waits where the logbook waits.
    fn waits_of<'h>(&'h self, entry: &'h EntryRow) -> Option<&'h Waits> {
        let logbook = self.before.logbooks.get(&entry.id);
        let logbook = logbook.filter(|_| entry.origin == Origin::Earlier);
        match logbook {
            Some(id) => {
                let at = self.entries.binary_search_by(|one| one.id.cmp(id)).ok()?;
                self.entries.get(at)?.waits.as_ref()
            }
            None => entry.waits.as_ref(),
        }
    }

    /// What stands in the place of a signature; said of what waits too, since other reasons hold for it.
    fn accepted(&self, entry: &EntryRow, said: Option<&Accepting>) -> Option<Accepted> {
        if entry.origin == Origin::Here {
            return None;
        }
        let claim = self.before.claims.get(&entry.id);
        let wanted = claim.map(|claim| (claim.credit, claim.items.clone())).unwrap_or_default();
        let (credit, items) = said.map_or(wanted, |said| (said.credit, said.items.clone()));
        Some(Accepted {
            by: said.map(|said| self.name(&said.by)).unwrap_or_default(),
            reason: said.map(|said| said.reason.clone()).unwrap_or_default(),
            against: claim.map(|claim| claim.requirement.clone()),
            credit: credit.map(Amount::of_hundredths),
            items,
        })
    }

    /// Of somebody who signed, is asked or is named in a field; empty for anybody else.
    pub fn name(&self, person: &AccountId) -> String {
        self.names.get(person.as_str()).cloned().unwrap_or_default()
    }

    fn confirmation(&self, decision: &DecisionRow, entry: &EntryRow, held: &Held) -> Confirmation {
        let on_same_programme = self.trainees.iter().any(|(person, programme, from, until)| {
            *person == decision.signer
                && *programme == held.programme
                && *from <= entry.day
                && entry.day <= *until
        });
        let (approved, approved_for) = self.was_approved(&decision.signer, held, entry.day);
        Confirmation {
            person: decision.signer.to_string(),
            name: self.name(&decision.signer),
            capacity: decision.capacity.clone(),
            at: decision.at,
            own: decision.signer == self.person,
            current_trainee: on_same_programme,
            registrations: on_registers(&self.registrations, &decision.signer, entry.day),
            approved_other_days: approved != Some(true)
                && self.is_approved_otherwise(&decision.signer, held, entry.day),
            approved,
            approved_for,
            entrusted: self.was_entrusted(&decision.signer, held, entry.day),
        }
    }

    /// Whether, and for which sections. Not recorded where nobody was approved by name on that day, and no approval of
    /// anybody had begun by then: from the first approval on, nobody approved means that nobody's signature counts.
    fn was_approved(&self, signer: &AccountId, held: &Held, day: Day) -> (Option<bool>, Vec<String>) {
        let all = self.approved.as_ref().filter(|_| asks_approved(&held.version));
        let here = |one: &&Approved| one.enrolment.as_ref().is_none_or(|id| *id == held.row.id);
        let all: Vec<&Approved> = all.into_iter().flatten().filter(here).collect();
        let begun = |one: &&Approved| one.enrolment.is_some() && one.from <= day;
        if !all.iter().any(|one| one.covers(day) || begun(one)) {
            return (None, Vec::new());
        }
        let own = all.iter().filter(|one| one.covers(day) && one.person == *signer);
        let own: Vec<&Option<Vec<String>>> = own.map(|one| &one.sections).collect();
        if own.iter().any(|sections| sections.is_none()) {
            return (Some(true), Vec::new());
        }
        let sections: Vec<String> = own.into_iter().flatten().flatten().cloned().collect();
        (Some(!sections.is_empty()), sections)
    }

    /// Approved by name under this enrolment, and not on that day.
    fn is_approved_otherwise(&self, signer: &AccountId, held: &Held, day: Day) -> bool {
        let all = self.approved.as_ref().filter(|_| asks_approved(&held.version));
        let mut here = all.into_iter().flatten().filter(|one| one.enrolment.as_ref() == Some(&held.row.id));
        here.any(|one| one.person == *signer && !one.covers(day))
    }

    /// Who is approved by name on that day for a requirement of this enrolment; nothing where it does not ask for that,
    /// or nobody was approved by then.
    pub fn approved_by_name(
        &self,
        held: &Held,
        requirement: &Requirement,
        day: Day,
    ) -> Option<Vec<AccountId>> {
        let all = self.approved.as_ref().filter(|_| requirement.signers.approved)?;
        let here = |one: &&Approved| one.enrolment.as_ref() == Some(&held.row.id) && one.from <= day;
        if !all.iter().any(|one| here(&one)) {
            return None;
        }
        let mut people: Vec<&AccountId> = all.iter().map(|one| &one.person).collect();
        people.sort();
        people.dedup();
        let fits = |person: &&AccountId| match self.was_approved(person, held, day) {
            (Some(true), sections) if sections.is_empty() => true,
            (Some(true), sections) => requirement.section.as_ref().is_some_and(|one| sections.contains(one)),
            _ => false,
        };
        Some(people.into_iter().filter(fits).cloned().collect())
    }

    /// Not recorded where the signer has no portfolio here.
    fn was_entrusted(&self, signer: &AccountId, held: &Held, day: Day) -> Option<Vec<String>> {
        let all = self.entrusted.get(signer).filter(|_| asks_entrusted(&held.version))?;
        Some(all.iter().filter(|one| one.holds_on(day)).map(|one| one.code.clone()).collect())
    }

    fn supervision(&self, entry: &EntryRow) -> Option<Supervision> {
        let named = entry.kind.value(&entry.values, Role::Supervisor)?.text()?;
        match self.names.get(named) {
            Some(name) => Some(Supervision {
                person: Some(named.to_owned()),
                name: name.clone(),
                registrations: on_registers(&self.registrations, &AccountId::new(named), entry.day),
            }),
            None => Some(Supervision { person: None, name: named.to_owned(), registrations: None }),
        }
    }

    fn accredited(&self, entry: &EntryRow) -> Option<bool> {
        let place = entry.kind.value(&entry.values, Role::Site).and_then(Value::text)?;
        let (_, from, until) = self.sites.get(place)?;
        let from = (*from)?;
        Some(from <= entry.day && until.is_none_or(|end| entry.day <= end))
    }

    pub(super) fn own_registrations(&self) -> Vec<Registration> {
        self.registrations
            .iter()
            .filter(|r| r.person == self.person)
            .map(|r| Registration {
                id: r.id.to_string(),
                body: r.body.clone(),
                category: r.category.clone(),
                valid_from: Some(r.valid_from),
                valid_until: r.valid_until,
                confirmed: r.confirmed,
                waits_with: (!r.confirmed)
                    .then(|| WaitsWith { name: "the training lead".to_owned(), since: r.known_from }),
                known_from: Some(r.known_from),
                known_until: r.known_until,
            })
            .collect()
    }
}

/// What holds for the person, with what the programme's leads confirmed.
pub(super) fn enrolment(held: &Held) -> Enrolment {
    let of = |term: &'static str| held.terms.iter().filter(move |t| t.term == term);
    Enrolment {
        targets: of("target")
            .map(|t| PersonalTarget {
                requirement: t.requirement.clone(),
                target: Amount::of_hundredths(t.amount.unwrap_or(0)),
                by: t.by.clone(),
                reason: t.reason.clone(),
                known_from: Some(t.known_from),
            })
            .collect(),
        due_days: of("due")
            .filter_map(|t| t.day.map(|day| (t.requirement.clone(), day)))
            .collect::<BTreeMap<_, _>>(),
        waivers: of("waiver")
            .map(|t| Waiver {
                requirement: t.requirement.clone(),
                by: t.by.clone(),
                reason: t.reason.clone(),
                known_from: Some(t.known_from),
            })
            .collect(),
        confirmed: held.confirmed.clone(),
        ..as_ruled(&held.row, &held.version, &held.life)
    }
}
