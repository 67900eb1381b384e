//! The parts of a requirement in plain language: which fields a form shows for each rule, and how each is
//! asked. This is a table: where it is silent about a key of the format, that key is edited as text.

/// One part of a requirement that a form can show.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// The keys that lead to it: `["rule", "target"]`.
    pub at: &'static [&'static str],
    pub label: &'static str,
    pub hint: &'static str,
    pub sort: Sort,
}

/// How a part is asked and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Line,
    /// One or several, a line each.
    Lines,
    Prose,
    Amount,
    Whole,
    /// Yes or no; the value where nothing is written.
    Tick(bool),
    /// One of a few words, each with what it means.
    Word(&'static [(&'static str, &'static str)]),
    /// Any of a few words.
    Words(&'static [(&'static str, &'static str)]),
    Kind,
    Kinds,
    /// Kinds with a period, or the enrolment itself.
    Periods,
    /// A field of the rule's kinds.
    Field(Fields),
    /// A level of the kind's scale.
    Level,
    Section,
    Requirement,
    Requirements,
    Conditions,
    /// Labelled amounts; the key of the amount.
    Categories(&'static str),
    Window,
    Day,
    /// `code | title`, a line each.
    Items,
    /// `code | title | credits | pass`, a line each.
    Units,
}

/// Which fields of a kind fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fields {
    Any,
    Number,
    YesNo,
}

impl Part {
    /// The field's name in the form: `rule-target`.
    pub fn name(&self) -> String {
        self.at.join("-")
    }

    /// The key itself, as the file writes it.
    pub fn key(&self) -> &'static str {
        self.at.last().copied().unwrap_or_default()
    }
}

pub(super) const fn part(
    at: &'static [&'static str],
    label: &'static str,
    hint: &'static str,
    sort: Sort,
) -> Part {
    Part { at, label, hint, sort }
}

/// The rules: the key that names each, and what it asks in a few words.
pub const RULES: &[(&str, &str)] = &[
    ("count", "So many entries of a kind"),
    ("sum", "The total of a number field"),
    ("pool", "So many of any of several kinds"),
    ("length", "How long something lasts"),
    ("share", "A share of time or of another total"),
    ("signoff", "An activity or competency signed off, or a list of them"),
    ("marks", "University units and credits"),
    ("exam", "An exam passed"),
    ("coverage", "Every item of a list has its evidence"),
    ("held", "A document or certificate that is valid"),
    ("registration", "A registration with a body"),
    ("mix", "A mixture of types, without a number"),
    ("feedback", "A round of feedback from colleagues"),
    ("meeting", "Meetings or reviews that were held"),
    ("all", "All of several requirements"),
    ("any", "Any one of several requirements"),
    ("at_least", "At least so many of several requirements"),
    ("percent", "A percentage of several requirements"),
];

const NECESSITY: &[(&str, &str)] = &[
    ("required", "Required"),
    ("recommended", "Recommended: shown, holds nobody up"),
    ("optional", "Optional"),
    ("part", "Only asked inside the requirement that combines it"),
];

const CAPACITIES: &[(&str, &str)] = &[
    ("supervisor", "Supervisor"),
    ("lead", "Training lead"),
    ("university", "University administrator"),
    ("assessor", "Assessor without an account"),
];

/// What every requirement may have, beside its rule.
pub fn of_requirement() -> &'static [Part] {
    const ALL: &[Part] = &[
        part(&["title"], "Title", "", Sort::Line),
        part(
            &["code"],
            "Code",
            "Lower-case letters, digits and hyphens. Other requirements name this one by it",
            Sort::Line,
        ),
        part(&["text"], "What it says above the rule", "", Sort::Prose),
        part(&["section"], "Section", "", Sort::Section),
        part(
            &["part_of"],
            "Shown under",
            "Another requirement that this one is a part of",
            Sort::Requirement,
        ),
        part(&["phase"], "Phase", "Any word, such as 1. Rules can combine everything in a phase", Sort::Line),
        part(&["necessity"], "How binding is it?", "", Sort::Word(NECESSITY)),
        part(&["source"], "Sources", "Addresses or names of documents, one a line", Sort::Lines),
        part(
            &["illustrative"],
            "The figure is illustrative: no public source states it",
            "It is shown with a badge and holds nobody up until a training lead confirms it",
            Sort::Tick(false),
        ),
        part(&["note"], "What is uncertain", "", Sort::Prose),
        part(&["window"], "When must it have happened?", "", Sort::Window),
        part(&["due"], "Due", "", Sort::Day),
        part(&["needs"], "Opens when these are met", "", Sort::Requirements),
        part(&["personal", "least"], "One person’s target may be set from", "", Sort::Amount),
        part(&["personal", "most"], "One person’s target may be set up to", "", Sort::Amount),
        part(
            &["signers", "capacities"],
            "Who may sign?",
            "Nobody ticked: whoever the kind of entry names",
            Sort::Words(CAPACITIES),
        ),
        part(&["signers", "number"], "How many different people must sign?", "", Sort::Whole),
        part(&["accredited_site"], "Only at a site that was accredited on the day", "", Sort::Tick(false)),
        part(
            &["official"],
            "Counts only once it is entered in the official record elsewhere",
            "",
            Sort::Tick(false),
        ),
        part(&["earlier"], "Accepted earlier records and learning count", "", Sort::Tick(true)),
    ];
    ALL
}
