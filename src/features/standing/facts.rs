//! From rows to facts: everything a portfolio holds that a rule may read, as it was known at an
//! instant. It is loaded once per portfolio; each enrolment then gets its own view of it (what is
//! filed under it, what holds for it alone). Pure: the rows come from `store`.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::domain::amount::Amount;
use crate::domain::entry::{EntryState, Verdict};
use crate::domain::fact::{
    Confirmation, ConfirmedFigure, Enrolment, Fact, FactState, Facts, PersonalTarget, Registration,
    Supervision, WaitsWith, Waiver,
};
use crate::domain::kind::{Kind, Outcome, Role, Value, Values};
use crate::domain::names::{AccountId, EnrolmentId, EntryId, EntryVersionId, ProgrammeId};
use crate::domain::time::{Day, Moment};
use crate::features::enrolments::{Enrolled, PersonalTerm};
use crate::features::people::{Registered, on_registers};

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
    pub entered: HashMap<(EntryVersionId, EnrolmentId), Day>,
    pub enrolments: Vec<Held>,
}

/// One enrolment with what holds for it alone.
#[derive(Debug, Clone)]
pub struct Held {
    pub row: Enrolled,
    pub programme: ProgrammeId,
    pub terms: Vec<PersonalTerm>,
    pub confirmed: Vec<ConfirmedFigure>,
}

/// An entry at its latest version known at the instant.
pub struct EntryRow {
    pub id: EntryId,
    pub kind: Arc<Kind>,
    pub number: i32,
    pub title: String,
    pub version: EntryVersionId,
    pub day: Day,
    pub until: Option<Day>,
    pub values: Values,
    pub first_known: Moment,
    pub version_known: Moment,
    pub withdrawn_at: Option<Moment>,
    pub decisions: Vec<DecisionRow>,
    pub waits: Option<Waits>,
    pub filed_under: Vec<EnrolmentId>,
}

/// Whom the latest version waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waits {
    pub asked: AccountId,
    pub since: Moment,
}

/// A decision on the latest version that still stands at the instant.
pub struct DecisionRow {
    pub signer: AccountId,
    pub capacity: String,
    pub verdict: Verdict,
    pub satisfactory: bool,
    pub level: String,
    pub at: Moment,
}

impl EntryRow {
    /// The state that versions, withdrawals and decisions say.
    pub fn state(&self) -> EntryState {
        if self.withdrawn_at.is_some() {
            return EntryState::Withdrawn;
        }
        self.decisions.last().map_or(EntryState::Submitted, |last| EntryState::after(last.verdict))
    }

    /// When the last thing was done that this row tells of.
    pub fn last_known(&self) -> Moment {
        let decided = self.decisions.iter().map(|one| one.at);
        let asked = self.waits.as_ref().map(|waits| waits.since);
        decided.chain(self.withdrawn_at).chain(asked).fold(self.version_known, Moment::max)
    }

    fn since(&self) -> Moment {
        let decided = self.decisions.last().map(|last| last.at);
        self.withdrawn_at.or(decided).unwrap_or(self.version_known)
    }
}

impl Holdings {
    /// What the rules of one enrolment read.
    pub fn facts_for(&self, held: &Held) -> Facts {
        Facts {
            enrolment: enrolment(held),
            facts: self.entries.iter().map(|entry| self.fact(entry, held)).collect(),
            registrations: self.own_registrations(),
            elsewhere: Vec::new(),
        }
    }

    fn fact(&self, entry: &EntryRow, held: &Held) -> Fact {
        let state = match entry.state() {
            EntryState::Submitted => FactState::Submitted,
            EntryState::Returned => FactState::Returned,
            EntryState::Signed => FactState::Signed,
            EntryState::Withdrawn => FactState::Withdrawn,
        };
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
            state_since: Some(entry.since()),
            outcome: entry.kind.outcome(&entry.values).or(judged),
            level: signed.last().map(|last| last.level.clone()).filter(|level| !level.is_empty()),
            waits_with: entry
                .waits
                .as_ref()
                .map(|waits| WaitsWith { name: self.name(&waits.asked), since: waits.since }),
            confirmed: signed.iter().map(|decision| self.confirmation(decision, entry, held)).collect(),
            supervised_by: self.supervision(entry),
            site_accredited: self.accredited(entry),
            case: Some(entry.id.to_string()),
            known_from: Some(entry.first_known),
            filed: entry.filed_under.contains(&held.row.id),
            items: Vec::new(),
            accepted: None,
            entered: self.entered.get(&(entry.version.clone(), held.row.id.clone())).copied(),
        }
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
        Confirmation {
            person: decision.signer.to_string(),
            name: self.name(&decision.signer),
            capacity: decision.capacity.clone(),
            at: decision.at,
            own: decision.signer == self.person,
            current_trainee: on_same_programme,
            registrations: on_registers(&self.registrations, &decision.signer, entry.day),
            approved: None,
            entrusted: None,
        }
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

    fn own_registrations(&self) -> Vec<Registration> {
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

fn enrolment(held: &Held) -> Enrolment {
    let of = |term: &'static str| held.terms.iter().filter(move |t| t.term == term);
    Enrolment {
        ends: Some(held.row.ends_on),
        zone: held.row.zone.parse().unwrap_or(crate::domain::time::DEFAULT_ZONE),
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
        ..Enrolment::begun(held.row.started_on)
    }
}
