//! What a programme can ask, as one closed type that composes. A rule says what counts; the
//! requirement around it (`programme.rs`) says for whom, by when and how bindingly. A new rule is a new
//! variant here and one file under `progress/`; there is no second engine.

mod describe;

use serde::Serialize;

use crate::domain::amount::Amount;
use crate::domain::kind::Outcome;
use crate::domain::time::Day;
use crate::text_words;

pub use describe::describe;

/// The closed set. Figures that a person may set for one trainee (`target`) live inside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// How many facts match, or the total of what they weigh.
    Count(Tally),
    /// The total of a number field.
    Sum(Tally),
    /// University credits whose units were passed.
    Marks(Marks),
    Exam(Exam),
    /// A registration, certificate or document is valid.
    Held(Held),
    /// Variety and continuity rather than quantity: no hours, no points.
    Mix(Mix),
    /// Every binding child is met.
    All(Vec<String>),
    Any(Vec<String>),
    AtLeast {
        number: u32,
        of: Vec<String>,
    },
    /// The denominator is the number of binding children.
    Percent {
        percent: u32,
        of: Vec<String>,
    },
}

/// Count and sum differ only in their weight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Codes of the kinds that are counted together.
    pub kinds: Vec<String>,
    /// All must hold; the first that does not is the reason why a fact does not count.
    pub conditions: Vec<Condition>,
    pub weight: Weight,
    pub target: Amount,
    /// What is counted, after a number: `cases`.
    pub unit: String,
    /// Categories may overlap; one fact may serve several minimums.
    pub minimums: Vec<Category>,
    /// In order of day (then id) a category takes credit until it is full.
    pub caps: Vec<Category>,
    /// Facts that share a case give at most one unit together.
    pub one_per_case: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// Every fact is one.
    One,
    /// Credit by the choice in a field; `otherwise` for all other choices.
    ByChoice { field: String, credits: Vec<(String, Amount)>, otherwise: Amount },
    /// The number in a field.
    Number { field: String },
}

/// A part of what is counted, with its minimum or its cap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Category {
    /// `valve operations`.
    pub label: String,
    pub conditions: Vec<Condition>,
    pub amount: Amount,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Condition {
    pub test: Test,
    /// Why a fact that fails does not count, as the end of "… because": `you only observed`.
    pub because: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Test {
    /// The field has (one of) these choices or texts.
    Is {
        field: String,
        any_of: Vec<String>,
    },
    /// The field has none of them; an empty field passes.
    IsNot {
        field: String,
        none_of: Vec<String>,
    },
    AtLeast {
        field: String,
        amount: Amount,
    },
    AtMost {
        field: String,
        amount: Amount,
    },
    Yes {
        field: String,
        yes: bool,
    },
    Outcome(Outcome),
    /// The signer chose this level of the kind's scale or a higher one.
    Level(String),
}

/// Facts of a kind whose roles are *unit* and *mark*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Marks {
    pub kind: String,
    pub units: Vec<Unit>,
    /// Credits needed.
    pub target: Amount,
    /// Lower bounds of the credit-weighted mean, highest first: `Distinction` 70.
    pub bands: Vec<Band>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unit {
    pub code: String,
    pub title: String,
    pub credits: Amount,
    pub pass: Amount,
    /// Must be passed even when the credits are reached without it.
    pub mandatory: bool,
    /// No more than this counts after the first attempt.
    pub resit_cap: Option<Amount>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Band {
    pub name: String,
    pub from: Amount,
}

/// Facts of a kind whose role *result* (or *mark*) says how it ended. All parts must be passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exam {
    pub kind: String,
    /// Which exam: facts that fail these are not this rule's business.
    pub about: Vec<Condition>,
    /// Codes of the choices in the role *part*; empty for an exam in one part.
    pub parts: Vec<ExamPart>,
    pub pass: Option<Amount>,
    pub attempts: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExamPart {
    pub code: String,
    pub title: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Held {
    pub what: HeldThing,
    /// The day on which it must be valid; today when absent or not yet happened.
    pub on: Option<Edge>,
    /// A registration that nobody confirmed.
    pub unknown: Unknown,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeldThing {
    Registration(Register),
    /// A fact of this kind is signed and, where it has an end, still valid.
    Fact {
        kind: String,
        about: Vec<Condition>,
        title: String,
    },
}

/// A body and the categories of its register that will do (empty: any).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Register {
    /// The code by which registrations name the body: `ccps`.
    pub body: String,
    pub body_name: String,
    pub categories: Vec<String>,
}

text_words! {
    /// What to do where nobody has recorded a registration. *Unknown* is not *lapsed*.
    enum Unknown "answer to unknown" {
        /// It counts, with a warning.
        Counts = "counts",
        Refuses = "refuses",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mix {
    /// The kind of the dated list; its role *type* is what varies.
    pub kind: String,
    pub types: u32,
    /// A gap of this many months or more must be explained.
    pub gap_months: Option<u32>,
    /// The kind (with a period) that explains a gap.
    pub explained_by: Option<String>,
}

/// A day that depends on the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edge {
    pub anchor: Anchor,
    pub months: i32,
    pub days: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Anchor {
    Start,
    End,
    Day(Day),
    /// The n-th such calendar day on or after the enrolment's start.
    Nth {
        n: u32,
        month: u32,
        day: u32,
    },
    /// The day of the first signed and satisfactory fact of the kind.
    Fact {
        kind: String,
        about: Vec<Condition>,
    },
    /// The day on which another requirement's last needed fact happened.
    Met(String),
}

/// When a fact must have happened to count. Ends are inclusive; an unknown end is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Window {
    Always,
    Enrolment,
    Between {
        from: Option<Edge>,
        until: Option<Edge>,
    },
    /// Rolling: the n months up to today.
    LastMonths(u32),
    /// The year that began on the last such calendar day.
    Year {
        month: u32,
        day: u32,
    },
}

impl Rule {
    /// The figure that a person may set for one trainee, or a lead replace.
    pub fn target(&self) -> Option<Amount> {
        match self {
            Rule::Count(tally) | Rule::Sum(tally) => Some(tally.target),
            Rule::Marks(marks) => Some(marks.target),
            _ => None,
        }
    }

    /// The same rule with another figure; unchanged where it has none.
    pub fn with_target(&self, target: Amount) -> Rule {
        let mut rule = self.clone();
        match &mut rule {
            Rule::Count(tally) | Rule::Sum(tally) => tally.target = target,
            Rule::Marks(marks) => marks.target = target,
            _ => {}
        }
        rule
    }
}
