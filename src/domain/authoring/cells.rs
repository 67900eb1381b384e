//! The cells of parts that are tables of their own: the third piece of the table in `parts`. Each says what is
//! missing where its table says something and the cell does not.

use super::parts::{Fields, Part, Sort, part};

const AMOUNT: Sort = Sort::Amount;
const LABEL: Part = part(&["label"], "What they are called", "Such as: valve operations", Sort::Line)
    .needed("Say what these are called.");
const BELONGS: Part = part(&["where"], "Which entries belong to it?", "", Sort::Conditions)
    .needed("Choose which entries belong to it.");

/// A minimum of what is counted.
pub(super) const AT_LEAST: &[Part] = &[
    part(&["at_least"], "How many at least", "", AMOUNT).needed("Enter how many, as a number."),
    LABEL,
    BELONGS,
];

/// A cap of what is counted.
pub(super) const AT_MOST: &[Part] = &[
    part(&["at_most"], "How many at most", "", AMOUNT).needed("Enter how many, as a number."),
    LABEL,
    BELONGS,
];

/// The last so many that must match.
pub(super) const LATEST: &[Part] = &[
    part(&["number"], "The last so many", "", Sort::Whole).needed("Enter how many of the last."),
    part(&["label"], "What they are called", "Such as: the final 150 reported by you alone", Sort::Line)
        .needed("Say what these are called."),
    part(&["where"], "What must hold for each of them?", "", Sort::Conditions)
        .needed("Choose what must hold for them."),
];

/// Credit by the choice in a field.
pub(super) const WEIGHT: &[Part] = &[
    part(&["field"], "The field whose answer decides", "", Sort::Field(Fields::Choice))
        .needed("Choose the field whose answer decides."),
    part(&["credits"], "What each answer counts", "", Sort::Credits(CREDIT))
        .needed("Say what at least one answer counts."),
    part(&["otherwise"], "Every other answer counts", "Empty: 1", AMOUNT),
];

const CREDIT: &[Part; 2] = &[
    part(&["choice"], "Answer", "", Sort::Choices).needed("Choose the answer that counts so much."),
    part(&["amount"], "Counts", "Such as 0.5", AMOUNT).needed("Enter what this answer counts, as a number."),
];

pub(super) const EXPECTED: &[Part; 2] = &[
    part(&["month"], "Months since the start", "", Sort::Whole).needed("Enter the months since the start."),
    part(&["share"], "Per cent expected by then", "", Sort::Whole)
        .needed("Enter how much is expected by then, in per cent."),
];

pub(super) const WORDING: &[Part] = &[
    part(&["from"], "Who started on or after", "Such as 2026-08-01", Sort::Date)
        .needed("Enter the first day of the cohort that reads these words."),
    part(&["title"], "Reads this title", "Empty: the same", Sort::Line),
    part(&["text"], "Reads this text", "Empty: the same", Sort::Prose),
];

/// What an item says beside its code and title.
pub(super) const ITEM_WORDS: &[Part] = &[
    part(&["code"], "Code of the item", "As in the list above", Sort::Line)
        .needed("Enter the code of the item that these words are of."),
    part(&["text"], "Its text", "", Sort::Prose),
    part(&["wording"], "Other words for later cohorts", "", Sort::Rows(WORDING)),
];

/// What one type of item asks.
pub(super) const TYPES: &[Part] = &[
    part(&["code"], "Code", "Such as eta; items name their type by it", Sort::Line)
        .needed("Enter a code for this type."),
    part(&["title"], "Title", "Such as: Entrustable", Sort::Line).needed("Enter a title for this type."),
    part(&["level"], "Signed at this level or higher", "", Sort::Level),
    part(&["evidence"], "Beside the signature there must be", "", Sort::Rows(EVIDENCE)),
];

/// Signed entries that must be there as well.
pub(super) const EVIDENCE: &[Part] = &[
    part(&["label"], "What it is called", "Such as: an observed assessment", Sort::Line)
        .needed("Say what this evidence is called."),
    part(&["kind"], "Kinds of entry", "", Sort::Kinds).needed("Choose the kind of entry that is evidence."),
    part(&["at_least"], "How many", "Empty: one", Sort::Whole),
    part(&["where"], "Only where", "", Sort::Conditions),
];

/// University units.
pub(super) const UNITS: &[Part] = &[
    part(&["code"], "Code", "", Sort::Line).needed("Enter the code of this unit."),
    part(&["title"], "Title", "", Sort::Line).needed("Enter the title of this unit."),
    part(&["credits"], "Credits", "", AMOUNT).needed("Enter the credits of this unit, as a number."),
    part(
        &["pass"],
        "Pass mark",
        "A number, or the word result where it is passed or failed without a mark",
        Sort::Mark,
    )
    .needed("Enter the pass mark, or the word result."),
    part(&["group"], "Group", "", Sort::RowOf("rule-groups")),
    part(
        &["mandatory"],
        "It must be passed, even where the credits are reached without it",
        "",
        Sort::Tick(true),
    ),
    part(&["attempts"], "Attempts at most", "", Sort::Whole),
    part(&["resit_cap"], "A resit counts no more than", "A mark", AMOUNT),
    part(&["weight"], "Weight in the mean", "Empty: its credits", AMOUNT),
];

/// So many credits from each group of units.
pub(super) const GROUPS: &[Part] = &[
    part(&["code"], "Code", "Such as taught; units name their group by it", Sort::Line)
        .needed("Enter a code for this group."),
    part(&["title"], "Title", "", Sort::Line).needed("Enter a title for this group."),
    part(&["credits"], "Credits needed from it", "", AMOUNT).needed("Enter the credits, as a number."),
];

pub(super) const BANDS: &[Part] = &[
    part(&["name"], "Name", "Such as: Merit", Sort::Line).needed("Say what this band is called."),
    part(&["from"], "From a mean of", "", AMOUNT).needed("Enter the mean from which it is given."),
];

pub(super) const EXITS: &[Part] = &[
    part(&["award"], "Award", "Such as PGCert", Sort::Line).needed("Enter the award."),
    part(&["credits"], "From so many credits", "", AMOUNT).needed("Enter the credits, as a number."),
    part(&["group"], "Only credits of this group", "", Sort::RowOf("rule-groups")),
];

/// Parts of an exam.
pub(super) const EXAM_PARTS: &[Part] = &[
    part(&["code"], "Code", "As attempts name the part", Sort::Line).needed("Enter the code of this part."),
    part(&["title"], "Title", "Such as: Viva", Sort::Line).needed("Enter the title of this part."),
    part(&["pass"], "Its own pass mark", "Empty: the result says it", AMOUNT),
];

/// Who was at a meeting.
pub(super) const ATTENDS: &[Part] = &[
    part(&["field"], "The field that says who was there", "", Sort::Field(Fields::Choices))
        .needed("Choose the field that says who was there."),
    part(&["all_of"], "All of these were there", "", Sort::Choices)
        .needed("Choose who must have been there."),
];

/// How many words a document has.
pub(super) const WORDS: &[Part] = &[
    part(&["field"], "The field with the number of words", "", Sort::Field(Fields::Number))
        .needed("Choose the field with the number of words."),
    part(&["number"], "So many words", "", AMOUNT),
    part(&["percent"], "So many per cent more or less will do", "", Sort::Whole),
    part(&["at_most"], "Or at most so many words", "", AMOUNT),
];

/// The people who gave feedback.
pub(super) const RATERS: &[Part] = &[
    part(&["field"], "The field with the number of people", "", Sort::Field(Fields::Number))
        .needed("Choose the field with the number of people."),
    part(&["at_least"], "At least so many people", "", AMOUNT).needed("Enter how many people, as a number."),
];

pub(super) const RATER_GROUPS: &[Part] = &[
    part(&["label"], "Who they are", "Such as: clinical colleagues", Sort::Line).needed("Say who they are."),
    part(&["field"], "The field with their number", "", Sort::Field(Fields::Number))
        .needed("Choose the field with their number."),
    part(&["at_least"], "At least so many of them", "", AMOUNT).needed("Enter how many, as a number."),
];

const UNKNOWN: &[(&str, &str)] = &[("counts", "It counts, with a warning"), ("refuses", "It does not count")];

pub(super) const REGISTERED: &[Part] = &[
    part(&["body"], "The body’s code", "Such as ccps or hcpc", Sort::Line).needed("Enter the body’s code."),
    part(&["body_name"], "The body’s name", "", Sort::Line),
    part(&["category"], "Categories that will do", "One a line. Empty: any", Sort::Lines),
    part(&["unknown"], "Where nobody has recorded it", "Said once, beside the first", Sort::Word(UNKNOWN)),
];

pub(super) const PERSONAL: &[Part] = &[
    part(&["least"], "From", "", AMOUNT).needed("Enter the lowest target that may be set."),
    part(&["most"], "Up to", "", AMOUNT).needed("Enter the highest target that may be set."),
];

pub(super) const GRACE: &[Part] = &[
    part(&["months"], "Months of grace", "", Sort::Whole).needed("Enter how many months the grace lasts."),
    part(&["most"], "A named person may extend it, up to so many months", "Empty: not at all", Sort::Whole),
    part(&["label"], "What is said of it", "Such as: within six months after the end", Sort::Line)
        .needed("Say what is said of an entry in this time."),
];

pub(super) const FIRST_CYCLE: &[Part] = &[
    part(&["from"], "It begins", "", Sort::Day).needed("Choose the day on which it begins."),
    part(&["target"], "At least", "Empty: the share of the time that is left", AMOUNT),
    part(&["minimum"], "Of them at least", "", Sort::Rows(AT_LEAST)),
    part(&["cap"], "Of them at most so many count", "", Sort::Rows(AT_MOST)),
];

const FIELD_TYPES: &[(&str, &str)] = &[
    ("text", "A line of text"),
    ("long-text", "A longer text"),
    ("number", "A number"),
    ("minutes", "Minutes"),
    ("choice", "One of several answers"),
    ("choices", "Any of several answers"),
    ("date", "A date"),
    ("yes-no", "Yes or no"),
    ("person", "A person"),
    ("place", "A place"),
];

/// A field that an institution adds to a kind.
const FIELD: &[Part] = &[
    part(&["label"], "What is asked", "Such as: Theatre", Sort::Line).needed("Enter what is asked."),
    part(&["type"], "How it is answered", "", Sort::Word(FIELD_TYPES)).needed("Choose how it is answered."),
    part(&["choices"], "Answers", "One a line. Only where one or any of several is chosen", Sort::Answers),
    part(&["required"], "It must be filled in", "", Sort::Tick(false)),
    part(&["hint"], "Hint below it", "", Sort::Line),
    part(&["unit"], "Unit", "Of a number, such as ml", Sort::Line),
    part(&["min"], "Lowest number", "", AMOUNT),
    part(&["max"], "Highest number", "", AMOUNT),
    part(&["decimals"], "Digits after the point", "Of a number: 0, 1 or 2", Sort::Whole),
    part(&["code"], "Code", "Rules name the field by it. Empty: made of what is asked", Sort::Line),
];

/// What an institution may say of a kind that the programme uses.
pub(super) const KIND: &[Part] = &[
    part(&["fields"], "More to fill in", "", Sort::Rows(FIELD)),
    part(&["required"], "Of what is there, these must be filled in with you", "", Sort::OwnFields),
];
