//! What the demo remembers while it makes the house: who got which id.

use std::collections::BTreeSet;

use super::others::Home;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::role::{Capacity, Person};
use crate::domain::time::{DEFAULT_ZONE, Moment};
use crate::features::entries::Written;
use crate::features::signoffs::OnScreen;

#[derive(Debug, Clone, Default)]
pub struct House {
    pub lead: Option<Somebody>,
    pub supervisors: Vec<Option<Somebody>>,
    pub trainees: Vec<Trained>,
    pub places: Places,
    pub programmes: Vec<VersionId>,
    /// The admin of both houses.
    pub keeper: Option<Somebody>,
    /// The house with one person on each other programme.
    pub home: Home,
}

#[derive(Debug, Clone, Default)]
pub struct Places {
    pub institution: Option<InstitutionId>,
    pub sites: Vec<SiteId>,
    pub departments: Vec<DepartmentId>,
}

#[derive(Debug, Clone)]
pub struct Somebody {
    pub account: AccountId,
    pub name: String,
    pub email: EmailAddress,
    pub capacity: Option<Capacity>,
    pub portfolio: Option<PortfolioId>,
    /// The statements they have made, in order.
    pub registrations: Vec<RegistrationId>,
}

#[derive(Debug, Clone, Default)]
pub struct Trained {
    pub who: Option<Somebody>,
    pub enrolments: Vec<EnrolmentId>,
    pub cases: Vec<Option<Sent>>,
    pub papers: Vec<(usize, Sent)>,
}

/// What was on the trainee's screen after sending, and so on the signer's.
#[derive(Debug, Clone)]
pub struct Sent {
    pub entry: EntryId,
    pub version: EntryVersionId,
    pub root: String,
    /// The last decision on it.
    pub decision: Option<DecisionId>,
}

impl Sent {
    pub fn of(written: Written) -> Sent {
        Sent { entry: written.entry, version: written.version, root: written.root, decision: None }
    }

    pub fn on_screen(&self) -> OnScreen {
        OnScreen { version: self.version.clone(), root: self.root.clone() }
    }
}

/// Something that the plan promised is not there.
pub fn missing(what: &str) -> Fault {
    Fault::Broken(format!("the demo’s plan has no {what}"))
}

impl Somebody {
    pub fn new(account: AccountId, name: &str, email: EmailAddress, capacity: Option<Capacity>) -> Somebody {
        let name = name.to_owned();
        Somebody { account, name, email, capacity, portfolio: None, registrations: Vec::new() }
    }

    /// As the session of a browser would bring them, at this instant.
    pub fn at(&self, now: Moment) -> Person {
        Person {
            account: self.account.clone(),
            session: SessionId::new("demo"),
            name: self.name.clone(),
            email: self.email.as_str().to_owned(),
            capacities: self.capacity.into_iter().collect::<BTreeSet<Capacity>>(),
            portfolio: self.portfolio.clone(),
            inbox: 0,
            zone: DEFAULT_ZONE,
            now,
            csrf: String::new(),
        }
    }
}

impl House {
    pub fn for_trainees(count: usize, supervisors: usize) -> House {
        House {
            supervisors: vec![None; supervisors],
            trainees: vec![Trained::default(); count],
            ..House::default()
        }
    }

    pub fn lead(&self) -> Result<&Somebody, Fault> {
        self.lead.as_ref().ok_or_else(|| missing("lead"))
    }

    pub fn supervisor(&self, at: usize) -> Result<&Somebody, Fault> {
        self.supervisors.get(at).and_then(Option::as_ref).ok_or_else(|| missing("supervisor"))
    }

    pub fn trained(&mut self, at: usize) -> Result<&mut Trained, Fault> {
        self.trainees.get_mut(at).ok_or_else(|| missing("trainee"))
    }

    pub fn trainee(&self, at: usize) -> Result<&Somebody, Fault> {
        self.trainees.get(at).and_then(|one| one.who.as_ref()).ok_or_else(|| missing("trainee"))
    }

    pub fn enrolment(&self, trainee: usize) -> Result<&EnrolmentId, Fault> {
        self.trainees.get(trainee).and_then(|one| one.enrolments.first()).ok_or_else(|| missing("enrolment"))
    }

    pub fn sent(&self, trainee: usize, case: usize) -> Result<&Sent, Fault> {
        self.trainees
            .get(trainee)
            .and_then(|one| one.cases.get(case)?.as_ref())
            .ok_or_else(|| missing("case"))
    }
}
