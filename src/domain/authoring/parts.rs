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

const fn part(at: &'static [&'static str], label: &'static str, hint: &'static str, sort: Sort) -> Part {
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

const CAPACITIES: &[(&str, &str)] =
    &[("supervisor", "Supervisor"), ("lead", "Training lead"), ("university", "University administrator")];

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

const TARGET: Part = part(&["rule", "target"], "At least", "The number to reach", Sort::Amount);
const UNIT: Part = part(&["rule", "unit"], "Of what?", "After the number, such as cases", Sort::Line);
const ABOUT: Part = part(
    &["rule", "about"],
    "Only these are this requirement’s business",
    "Others are not mentioned at all",
    Sort::Conditions,
);
const WHERE: Part = part(
    &["rule", "where"],
    "An entry counts only where",
    "Others are shown with the reason",
    Sort::Conditions,
);
const MINIMUM: Part = part(
    &["rule", "minimum"],
    "Of them at least",
    "One entry may serve several of these",
    Sort::Categories("at_least"),
);
const CAP: Part = part(&["rule", "cap"], "Of them at most so many count", "", Sort::Categories("at_most"));
const ONE: Part = part(&["rule", "one_per_case"], "One case gives at most one credit", "", Sort::Tick(false));
const TOLERANCE: Part = part(&["rule", "tolerance"], "So much short of it will do", "", Sort::Amount);
const ON: Part = part(&["rule", "on"], "On which day must it be valid?", "Nothing chosen: today", Sort::Day);
const ITEMS: Part = part(&["rule", "items"], "Items", "One a line: code | title", Sort::Items);
const ITEM: Part = part(
    &["rule", "item"],
    "The field that names the item",
    "Only where there is a list",
    Sort::Field(Fields::Any),
);
const OF: Part = part(&["rule", "of"], "Of these requirements", "", Sort::Requirements);
const HOW_MANY: Part = part(&["rule", "target"], "How many?", "", Sort::Whole);

/// The parts of one rule, by the key that names it.
pub fn of_rule(rule: &str) -> &'static [Part] {
    const UNITS: &[(&str, &str)] = &[("weeks", "Weeks"), ("months", "Months"), ("days", "Days")];
    const UNKNOWN: &[(&str, &str)] = &[("refuses", "It is not met"), ("counts", "It counts, with a warning")];
    const RESIT: &[(&str, &str)] =
        &[("part", "Only the part that was not passed"), ("whole", "The whole exam")];
    const BY: &[(&str, &str)] =
        &[("requirements", "The requirements"), ("items", "The items and units inside them")];
    const NUMBER: Sort = Sort::Field(Fields::Number);
    match rule {
        "count" => {
            const {
                &[
                    part(&["rule", "count"], "Kinds of entry", "", Sort::Kinds),
                    TARGET,
                    UNIT,
                    WHERE,
                    MINIMUM,
                    CAP,
                    ABOUT,
                    ONE,
                    TOLERANCE,
                ]
            }
        }
        "sum" => {
            const {
                &[
                    part(&["rule", "sum"], "Kinds of entry", "", Sort::Kinds),
                    part(&["rule", "of"], "The number field to add up", "", NUMBER),
                    TARGET,
                    UNIT,
                    WHERE,
                    MINIMUM,
                    CAP,
                    ABOUT,
                    ONE,
                    TOLERANCE,
                ]
            }
        }
        "pool" => {
            const {
                &[
                    part(&["rule", "pool"], "Kinds of entry, two or more", "", Sort::Kinds),
                    TARGET,
                    UNIT,
                    WHERE,
                    MINIMUM,
                    CAP,
                    ABOUT,
                    ONE,
                    TOLERANCE,
                ]
            }
        }
        "length" => {
            const {
                &[
                    part(&["rule", "length"], "How long what lasts", "", Sort::Periods),
                    TARGET,
                    part(&["rule", "unit"], "Counted in", "", Sort::Word(UNITS)),
                    part(&["rule", "at_most"], "At most so much counts", "", Sort::Amount),
                    part(
                        &["rule", "absence"],
                        "Taken out",
                        "Periods of these kinds do not count",
                        Sort::Kinds,
                    ),
                    part(&["rule", "whole_time"], "The field that says the share of whole time", "", NUMBER),
                    WHERE,
                    ABOUT,
                ]
            }
        }
        "share" => {
            const {
                &[
                    part(&["rule", "share"], "Kinds of entry", "", Sort::Kinds),
                    part(&["rule", "of"], "The number field to add up", "", NUMBER),
                    part(
                        &["rule", "target"],
                        "At least",
                        "Per cent; hours a week where nothing is chosen below",
                        Sort::Amount,
                    ),
                    part(&["rule", "contracted"], "Of so many contracted hours a week", "", Sort::Amount),
                    part(&["rule", "over"], "Or of the total of these kinds", "", Sort::Kinds),
                    part(&["rule", "over_of"], "Their number field", "", NUMBER),
                    WHERE,
                    ABOUT,
                ]
            }
        }
        "signoff" => {
            const {
                &[
                    part(&["rule", "signoff"], "Kind of entry", "", Sort::Kind),
                    ABOUT,
                    part(&["rule", "level"], "Signed at this level or higher", "", Sort::Level),
                    ITEM,
                    ITEMS,
                    HOW_MANY,
                    part(&["rule", "expires_months"], "It runs out after so many months", "", Sort::Whole),
                ]
            }
        }
        "coverage" => {
            const {
                &[
                    part(&["rule", "coverage"], "Kinds of entry", "", Sort::Kinds),
                    part(&["rule", "item"], "The field that names the item", "", Sort::Field(Fields::Any)),
                    ITEMS,
                    part(&["rule", "each"], "How many signed entries for each item?", "", Sort::Whole),
                    part(&["rule", "target"], "How many of the items?", "Empty: all of them", Sort::Whole),
                    WHERE,
                    ABOUT,
                ]
            }
        }
        "marks" => {
            const {
                &[
                    part(&["rule", "marks"], "Kind of entry", "", Sort::Kind),
                    part(&["rule", "target"], "Credits needed", "Empty: all of them", Sort::Amount),
                    part(
                        &["rule", "units"],
                        "Units",
                        "One a line: code | title | credits | pass mark (or: result)",
                        Sort::Units,
                    ),
                ]
            }
        }
        "exam" => {
            const {
                &[
                    part(&["rule", "exam"], "Kind of entry", "", Sort::Kind),
                    ABOUT,
                    part(&["rule", "pass"], "Pass mark", "Empty: the result says it", Sort::Amount),
                    part(&["rule", "attempts"], "Attempts at most", "", Sort::Whole),
                    part(&["rule", "resit"], "Who does not pass sits again", "", Sort::Word(RESIT)),
                    part(
                        &["rule", "within_months"],
                        "All parts within so many months of each other",
                        "",
                        Sort::Whole,
                    ),
                    part(&["rule", "hurdles"], "No pass without", "", Sort::Conditions),
                ]
            }
        }
        "held" => {
            const {
                &[
                    part(&["rule", "held"], "Kind of entry", "", Sort::Kind),
                    ABOUT,
                    part(&["rule", "title"], "What it is called", "", Sort::Line),
                    part(
                        &["rule", "valid_months"],
                        "Valid for so many months",
                        "Where it has no last day of its own",
                        Sort::Whole,
                    ),
                    ON,
                ]
            }
        }
        "registration" => {
            const {
                &[
                    part(&["rule", "registration"], "The body’s code", "Such as ccps or hcpc", Sort::Line),
                    part(&["rule", "body_name"], "The body’s name", "", Sort::Line),
                    part(
                        &["rule", "category"],
                        "Categories that will do",
                        "One a line. Empty: any",
                        Sort::Lines,
                    ),
                    part(&["rule", "unknown"], "Where nobody has confirmed it", "", Sort::Word(UNKNOWN)),
                    ON,
                ]
            }
        }
        "mix" => {
            const {
                &[
                    part(&["rule", "mix"], "Kind of entry", "", Sort::Kind),
                    part(&["rule", "types"], "Different types at least", "", Sort::Whole),
                    part(
                        &["rule", "gap_months"],
                        "Gaps of so many months must be explained",
                        "",
                        Sort::Whole,
                    ),
                    part(&["rule", "explained_by"], "Explained by", "", Sort::Kind),
                ]
            }
        }
        "feedback" => {
            const {
                &[
                    part(&["rule", "feedback"], "Kind of entry", "", Sort::Kind),
                    part(&["rule", "raters", "field"], "The field with the number of people", "", NUMBER),
                    part(&["rule", "raters", "at_least"], "At least so many people", "", Sort::Amount),
                    part(
                        &["rule", "self_rating"],
                        "The field that says that they rated themselves",
                        "",
                        Sort::Field(Fields::YesNo),
                    ),
                    part(&["rule", "floor"], "Not released with fewer than", "", Sort::Whole),
                    part(&["rule", "target"], "How many rounds?", "", Sort::Whole),
                ]
            }
        }
        "meeting" => {
            const {
                &[
                    part(&["rule", "meeting"], "Kind of entry", "", Sort::Kind),
                    ABOUT,
                    HOW_MANY,
                    part(
                        &["rule", "every_months"],
                        "One every so many months",
                        "Instead of a number of them",
                        Sort::Whole,
                    ),
                    part(&["rule", "may_miss"], "So many may be missed", "", Sort::Whole),
                    WHERE,
                ]
            }
        }
        "all" => const { &[part(&["rule", "all"], "All of these requirements", "", Sort::Requirements)] },
        "any" => const { &[part(&["rule", "any"], "Any one of these requirements", "", Sort::Requirements)] },
        "at_least" => const { &[part(&["rule", "at_least"], "At least", "", Sort::Whole), OF] },
        "percent" => {
            const {
                &[
                    part(&["rule", "percent"], "Per cent", "", Sort::Whole),
                    part(&["rule", "by"], "Of what?", "", Sort::Word(BY)),
                    OF,
                ]
            }
        }
        _ => &[],
    }
}
