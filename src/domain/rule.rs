//! What a programme can ask, as one closed type that composes. A rule says what counts; the
//! requirement around it (`programme.rs`) says for whom, by when and how bindingly. A new rule is a new
//! variant here and one file under `progress/`; there is no second engine.

mod describe;
mod held;
mod items;
mod meetings;
mod periods;
mod results;
mod windows;

use serde::Serialize;

use crate::domain::amount::Amount;
use crate::domain::kind::Outcome;
use crate::text_words;

pub use describe::{describe, frozen};
pub use held::{Held, HeldThing, Register, Unknown, WordLimit, category_said};
pub(crate) use items::worded;
pub use items::{Coverage, Evidence, Item, ItemType, Signoff, Wording};
pub use meetings::{Attends, Feedback, FieldLeast, Meeting};
pub use periods::{Length, LengthOf, LengthUnit, Over, Part, Share};
pub use results::{Band, Exam, ExamPart, Exit, Marks, Unit, UnitGroup};
pub use windows::{Anchor, Cycle, Edge, FirstCycle, Grace, MonthWeekday, Window};

/// The closed set. Figures that a person may set for one trainee (`target`) live inside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// How many facts match, or the total of what they weigh.
    Count(Tally),
    /// The total of a number field.
    Sum(Tally),
    /// So many of any of several kinds.
    Pool(Tally),
    /// How long periods last.
    Length(Length),
    /// One sum over another, over contracted hours, or over weeks.
    Share(Share),
    /// An activity, competency or duty, or a list of them, accepted at a level.
    Signoff(Signoff),
    /// Every item of a list has its evidence.
    Coverage(Coverage),
    /// University credits whose units were passed.
    Marks(Marks),
    Exam(Exam),
    /// A registration, certificate or document is valid.
    Held(Held),
    /// Variety and continuity rather than quantity: no hours, no points.
    Mix(Mix),
    /// A round of feedback from colleagues is released.
    Feedback(Feedback),
    Meeting(Meeting),
    /// Every binding child is met.
    All(Of),
    Any(Of),
    AtLeast {
        number: u32,
        of: Of,
    },
    Percent {
        percent: u32,
        by: Denominator,
        of: Of,
    },
}

/// What a rule combines: requirements of this programme, and where the person stands in others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Of {
    /// With the sections and phases already spelt out.
    pub codes: Vec<String>,
    pub elsewhere: Vec<Elsewhere>,
    /// Sections and phases in words, for the sentence: `everything in “Rotations”`, with its codes.
    pub groups: Vec<(String, Vec<String>)>,
}

/// A requirement of another programme; its completion where none is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Elsewhere {
    pub programme: String,
    pub requirement: Option<String>,
}

text_words! {
    /// What a percentage is of.
    enum Denominator "denominator" {
        /// The binding requirements in the list.
        Requirements = "requirements",
        /// The items, units and credits inside them.
        Items = "items",
    }
}

/// Count and sum differ only in their weight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Codes of the kinds that are counted together.
    pub kinds: Vec<String>,
    /// Which facts are the rule's business at all.
    pub about: Vec<Condition>,
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
    /// The last so many that count must all match.
    pub latest: Option<Latest>,
    /// So much short of the target will do.
    pub tolerance: Amount,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Latest {
    pub number: u32,
    pub label: String,
    pub conditions: Vec<Condition>,
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

impl Rule {
    /// The figure that a person may set for one trainee, or a lead replace.
    pub fn target(&self) -> Option<Amount> {
        match self {
            Rule::Count(tally) | Rule::Sum(tally) | Rule::Pool(tally) => Some(tally.target),
            Rule::Marks(marks) => Some(marks.target),
            Rule::Length(length) => Some(length.target),
            Rule::Share(share) => Some(share.target),
            Rule::Signoff(signoff) => Some(signoff.target),
            Rule::Coverage(coverage) => Some(coverage.target),
            Rule::Feedback(feedback) => Some(feedback.target),
            Rule::Meeting(meeting) => Some(meeting.target),
            Rule::Exam(_) | Rule::Held(_) | Rule::Mix(_) => None,
            Rule::All(_) | Rule::Any(_) | Rule::AtLeast { .. } | Rule::Percent { .. } => None,
        }
    }

    /// What its figure counts, after a number; empty where it has none.
    pub fn unit(&self) -> String {
        match self {
            Rule::Count(tally) | Rule::Sum(tally) | Rule::Pool(tally) => tally.unit.clone(),
            Rule::Length(length) => length.unit.to_string(),
            Rule::Marks(_) => "credits".to_owned(),
            Rule::Signoff(_) | Rule::Coverage(_) => "items".to_owned(),
            Rule::Feedback(_) => "rounds".to_owned(),
            _ => String::new(),
        }
    }

    /// The same rule with another figure; unchanged where it has none.
    pub fn with_target(&self, target: Amount) -> Rule {
        let mut rule = self.clone();
        let place = match &mut rule {
            Rule::Count(tally) | Rule::Sum(tally) | Rule::Pool(tally) => &mut tally.target,
            Rule::Marks(marks) => &mut marks.target,
            Rule::Length(length) => &mut length.target,
            Rule::Share(share) => &mut share.target,
            Rule::Signoff(signoff) => &mut signoff.target,
            Rule::Coverage(coverage) => &mut coverage.target,
            Rule::Feedback(feedback) => &mut feedback.target,
            Rule::Meeting(meeting) => &mut meeting.target,
            Rule::Exam(_) | Rule::Held(_) | Rule::Mix(_) => return rule,
            Rule::All(_) | Rule::Any(_) | Rule::AtLeast { .. } | Rule::Percent { .. } => return rule,
        };
        *place = target;
        rule
    }

    /// What it combines; none where it looks at facts itself.
    pub fn combines(&self) -> Option<&Of> {
        match self {
            Rule::All(of) | Rule::Any(of) | Rule::AtLeast { of, .. } | Rule::Percent { of, .. } => Some(of),
            _ => None,
        }
    }

    /// The requirements of this programme that it combines.
    pub fn children(&self) -> &[String] {
        self.combines().map(|of| of.codes.as_slice()).unwrap_or_default()
    }

    /// Which facts are its business at all.
    pub fn about(&self) -> &[Condition] {
        match self {
            Rule::Count(tally) | Rule::Sum(tally) | Rule::Pool(tally) => &tally.about,
            Rule::Length(length) => &length.about,
            Rule::Share(share) => &share.part.about,
            Rule::Signoff(signoff) => &signoff.about,
            Rule::Coverage(coverage) => &coverage.about,
            Rule::Exam(exam) => &exam.about,
            Rule::Feedback(feedback) => &feedback.about,
            Rule::Meeting(meeting) => &meeting.about,
            Rule::Held(Held { what: HeldThing::Fact { about, .. }, .. }) => about,
            Rule::Held(_) | Rule::Marks(_) | Rule::Mix(_) => &[],
            Rule::All(_) | Rule::Any(_) | Rule::AtLeast { .. } | Rule::Percent { .. } => &[],
        }
    }

    /// The list of items that facts name, and the field in which they do.
    pub fn items(&self) -> Option<(&str, &[Item])> {
        match self {
            Rule::Signoff(signoff) => signoff.item.as_deref().map(|field| (field, signoff.items.as_slice())),
            Rule::Coverage(coverage) => Some((&coverage.item, &coverage.items)),
            _ => None,
        }
    }

    /// The kinds that it asks for beside an item.
    pub fn evidence_kinds(&self) -> impl Iterator<Item = &str> {
        let evidence = match self {
            Rule::Signoff(signoff) => {
                let of_types = signoff.types.iter().flat_map(|of_type| &of_type.evidence);
                signoff.evidence.iter().chain(of_types).collect()
            }
            _ => Vec::new(),
        };
        evidence.into_iter().flat_map(|one: &Evidence| &one.kinds).map(String::as_str)
    }

    /// Codes of the kinds whose facts it reads first and foremost.
    pub fn kinds(&self) -> Vec<&str> {
        fn one(kind: &str) -> Vec<&str> {
            vec![kind]
        }
        match self {
            Rule::Count(tally) | Rule::Sum(tally) | Rule::Pool(tally) => {
                tally.kinds.iter().map(String::as_str).collect()
            }
            Rule::Length(Length { of: LengthOf::Kinds(kinds), .. }) => {
                kinds.iter().map(String::as_str).collect()
            }
            Rule::Share(share) => share.part.kinds.iter().map(String::as_str).collect(),
            Rule::Coverage(coverage) => coverage.kinds.iter().map(String::as_str).collect(),
            Rule::Signoff(signoff) => one(&signoff.kind),
            Rule::Marks(marks) => one(&marks.kind),
            Rule::Exam(exam) => one(&exam.kind),
            Rule::Mix(mix) => one(&mix.kind),
            Rule::Feedback(feedback) => one(&feedback.kind),
            Rule::Meeting(meeting) => one(&meeting.kind),
            Rule::Held(Held { what: HeldThing::Fact { kind, .. }, .. }) => one(kind),
            _ => Vec::new(),
        }
    }
}
