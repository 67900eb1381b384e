//! The parts of a requirement in plain language: which fields a form shows for each rule, and how each is
//! asked. This is a table: the tests go over every shipped programme and see that it has a part
//! for whatever they ask.

use super::cells::{EXPECTED, FIRST_CYCLE, GRACE, PERSONAL, REGISTERED, WORDING};

/// One part of a requirement that a form can show, or one cell of a part that has several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The keys that lead to it: `["rule", "target"]`; in a table of its own, the key there.
    pub at: &'static [&'static str],
    pub label: &'static str,
    pub hint: &'static str,
    pub sort: Sort,
    /// What is said where its table says something and this cell is empty; empty where it may be.
    pub missing: &'static str,
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
    /// A pass mark, or the word “result”.
    Mark,
    Date,
    /// Yes or no; the value where nothing is written.
    Tick(bool),
    /// One of a few words, each with what it means.
    Word(&'static [(&'static str, &'static str)]),
    /// Any of a few words, the first chosen first.
    InOrder(&'static [(&'static str, &'static str)]),
    Kind,
    Kinds,
    /// Kinds with a period, or the enrolment itself.
    Periods,
    /// A field of the rule's kinds.
    Field(Fields),
    /// Choices of the field that the cell before it names.
    Choices,
    /// A level of the kind's scale.
    Level,
    Section,
    Requirement,
    Requirements,
    /// Requirements, everything in a section or a phase, and what other programmes say.
    Combined,
    Conditions,
    Window,
    Day,
    /// A day with an hour.
    Due,
    /// Fields of the kind itself.
    OwnFields,
    /// Answers of a choice: `code | label`, or the label alone, a line each.
    Answers,
    /// `code | title`, a line each, with longer words beside them; with a type where the rule has types.
    Items(bool),
    /// The code of a row of another part, by that part's name.
    RowOf(&'static str),
    /// One table.
    Table(&'static [Part]),
    /// One or several tables.
    Rows(&'static [Part]),
    /// Pairs of two numbers, by the names of their cells.
    Pairs(&'static [Part; 2]),
    /// A number for each of a field's choices, by the names of the cells.
    Credits(&'static [Part; 2]),
}

/// Which fields of a kind fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fields {
    Any,
    Number,
    YesNo,
    YesNoOrDate,
    /// With choices, of which one is chosen.
    Choice,
    /// With choices, one or several.
    Choices,
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

    /// The cell must be filled in wherever its table says anything.
    pub(super) const fn needed(self, missing: &'static str) -> Part {
        Part { missing, ..self }
    }
}

pub(super) const fn part(
    at: &'static [&'static str],
    label: &'static str,
    hint: &'static str,
    sort: Sort,
) -> Part {
    Part { at, label, hint, sort, missing: "" }
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
        part(
            &["wording"],
            "Other words for later cohorts",
            "For people who started on or after a day, in place of the title or the text above",
            Sort::Rows(WORDING),
        ),
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
        part(
            &["grace"],
            "Time of grace",
            "What happens up to so many months after that time still counts, and says so",
            Sort::Table(GRACE),
        ),
        part(
            &["first_cycle"],
            "The first year or cycle asks something else",
            "Only where each year or cycle counts for itself",
            Sort::Table(FIRST_CYCLE),
        ),
        part(&["due"], "Due", "", Sort::Due),
        part(
            &["expected"],
            "How much is expected by when?",
            "None: evenly from the start to the due day",
            Sort::Pairs(EXPECTED),
        ),
        part(&["needs"], "Opens when these are met", "", Sort::Requirements),
        part(
            &["personal"],
            "A target of one’s own",
            "A named person may set it for one trainee, inside this range and with a reason",
            Sort::Table(PERSONAL),
        ),
        part(
            &["signers", "capacities"],
            "Who may sign?",
            "Nobody chosen: whoever the kind of entry names",
            Sort::InOrder(CAPACITIES),
        ),
        part(&["signers", "order"], "They sign in this order, one signature each", "", Sort::Tick(false)),
        part(&["signers", "number"], "How many different people must sign?", "", Sort::Whole),
        part(
            &["signers", "approved"],
            "Whoever signs was approved for this trainee",
            "On the day of the entry",
            Sort::Tick(false),
        ),
        part(
            &["signers", "entrusted"],
            "Whoever signs was entrusted with the same activity",
            "On the day of the entry",
            Sort::Tick(false),
        ),
        part(
            &["signers", "registered"],
            "Whoever signs was registered with a body",
            "On the day of the entry. Of several bodies any one will do",
            Sort::Rows(REGISTERED),
        ),
        part(
            &["signers", "either"],
            "Entrusted or registered: one of the two is enough",
            "",
            Sort::Tick(false),
        ),
        part(&["signers", "trainees"], "A trainee may sign for another", "", Sort::Tick(false)),
        part(
            &["supervised_by"],
            "Supervised by somebody registered with a body",
            "On the day of the entry. Of several bodies any one will do",
            Sort::Rows(REGISTERED),
        ),
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
