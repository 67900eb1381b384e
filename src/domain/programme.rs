//! One version of a programme: sections, requirements and the words of its body, as data. A published
//! version never changes; an enrolment points at one. `read` turns the TOML text into a `Version` or
//! tells every fault with its line; no code anywhere names a programme.

pub mod called;
pub(crate) mod case;
pub mod coded;
mod combining;
mod conditions;
mod edges;
mod graph;
mod items;
mod layer;
mod meetings;
mod periods;
mod read;
mod requirement;
mod results;
mod reviewing;
mod rules;
mod tallies;
mod whole;
mod windows;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::amount::Amount;
use crate::domain::kind::Kind;
use crate::domain::rule::worded;
use crate::domain::rule::{Edge, FirstCycle, Grace, Register, Rule, Unknown, Window, Wording};
use crate::domain::time::Day;
use crate::text_words;

pub use layer::{layer_of, layered, look_layered};
pub use read::{look, read};
pub use reviewing::ReviewDays;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Version {
    /// The programme: `perfusion-msc`.
    pub code: String,
    /// Its version: `2025`.
    pub version: String,
    pub title: String,
    /// `MSc Clinical Perfusion Science`; may be empty.
    pub award: String,
    pub body: String,
    /// Under which heading a lead looks for it: `Cardiac science`; empty where the file does not say.
    pub field: String,
    pub about: String,
    /// People who start in this range belong to this version.
    pub cohort_from: Option<Day>,
    pub cohort_until: Option<Day>,
    /// How long an enrolment lasts unless a lead says otherwise.
    pub months: Option<u32>,
    /// Where the figures of the head come from, by their keys: `months`, `cohort`, `freeze`.
    pub figures: BTreeMap<String, Provenance>,
    /// The name of the system that holds the official record; none when it is here.
    pub official_record: Option<String>,
    /// What it calls those who look after its people, by capacity; those that are not named keep their general names.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<String, String>,
    /// From then on filing and deciding under an enrolment stop.
    pub freeze: Option<Due>,
    /// The days that it counts around its reviews; empty: the house's.
    #[serde(skip_serializing_if = "ReviewDays::is_empty")]
    pub reviews: ReviewDays,
    /// The requirement that means *completed*; every binding one where none is named.
    pub completion: Option<String>,
    /// Earlier records and learning may be accepted.
    pub accepts_earlier: bool,
    /// Leads may enrol on it. An example is not offered, nor what the house cannot yet carry whole.
    pub offered: bool,
    /// With the programme's extra fields and words already worked in, in the order of the file.
    pub kinds: Vec<UsedKind>,
    pub sections: Vec<Section>,
    pub requirements: Vec<Requirement>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UsedKind {
    pub kind: Kind,
    /// Codes of the fields that this programme added.
    pub added: Vec<String>,
    /// The body's own words: field code, choice code, words.
    pub words: BTreeMap<String, BTreeMap<String, String>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Section {
    pub code: String,
    pub title: String,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Requirement {
    pub code: String,
    pub title: String,
    pub text: String,
    /// Other words for later cohorts.
    pub wording: Vec<Wording>,
    pub section: Option<String>,
    /// Shown under this requirement.
    pub part_of: Option<String>,
    pub rule: Rule,
    pub necessity: Necessity,
    pub provenance: Provenance,
    pub window: Window,
    pub grace: Option<Grace>,
    pub first_cycle: Option<FirstCycle>,
    /// A named person may set the target of one trainee inside this range.
    pub personal: Option<Range>,
    /// Codes of the requirements that must be met first.
    pub needs: Vec<String>,
    pub due: Option<Due>,
    pub phase: Option<String>,
    pub signers: Signers,
    /// Who must have supervised what was done.
    pub supervised_by: Option<Registered>,
    /// The site must have been accredited on the day.
    pub accredited_site: bool,
    /// Accepted earlier records and learning count here.
    pub earlier: bool,
    /// Counts only once it is entered in the system that holds the official record.
    pub official: bool,
    /// What an institution changed about it, for a badge: `Added by Royal Infirmary`. None: the owner's own.
    pub local: Option<String>,
    /// Months since the start, and the share (0 to 100) expected by then; empty: a straight line.
    pub expected: Vec<(u32, u32)>,
}

text_words! {
    /// Only what is required, and confirmed, locks others or makes anyone Behind.
    enum Necessity "necessity" {
        Required = "required",
        Recommended = "recommended",
        Optional = "optional",
        /// Asked only inside the requirement that combines it.
        Part = "part",
    }
}

/// Where a figure comes from. Illustrative figures block nobody until a lead confirms them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Provenance {
    /// Addresses or names of documents.
    pub sources: Vec<String>,
    pub illustrative: bool,
    /// What is uncertain, for the badge.
    pub note: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Range {
    pub least: Amount,
    pub most: Amount,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Due {
    pub edge: Edge,
    /// `17:00` and its zone, where the body names an hour; the day itself is what the engine judges.
    pub at: Option<String>,
    pub zone: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Registered {
    pub register: Register,
    /// Others that will do as well.
    pub or: Vec<Register>,
    pub unknown: Unknown,
}

/// Whose signature counts, beyond *not one's own*, which always holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signers {
    /// Codes of capacities (`supervisor`, `lead`); empty: whoever the kind names.
    pub capacities: Vec<String>,
    /// A current trainee may sign.
    pub trainees: bool,
    /// Registered so on the day of the fact.
    pub registered: Option<Registered>,
    /// How many different people.
    pub number: u32,
    /// One signature in each capacity, in this order.
    pub order: bool,
    /// Approved for this trainee.
    pub approved: bool,
    /// Themselves entrusted with the activity.
    pub entrusted: bool,
    /// Entrusted or registered, not both.
    pub either: bool,
}

impl Default for Signers {
    /// One person in the capacity that the kind names.
    fn default() -> Signers {
        Signers {
            capacities: Vec::new(),
            trainees: false,
            registered: None,
            number: 1,
            order: false,
            approved: false,
            entrusted: false,
            either: false,
        }
    }
}

impl Registered {
    /// All that will do, as the file names them.
    pub fn registers(&self) -> impl Iterator<Item = &Register> {
        std::iter::once(&self.register).chain(&self.or)
    }
}

impl Requirement {
    /// The title and the text as somebody who started on that day reads them.
    pub fn said(&self, started: Day) -> (&str, &str) {
        worded(&self.title, &self.text, &self.wording, started)
    }
}

impl Version {
    pub fn kind(&self, code: &str) -> Option<&UsedKind> {
        self.kinds.iter().find(|used| used.kind.code == code)
    }

    pub fn requirement(&self, code: &str) -> Option<&Requirement> {
        self.requirements.iter().find(|requirement| requirement.code == code)
    }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod faults;
