//! The parts of each rule: the second half of the table in `parts`.

use super::cells::{
    AT_LEAST, AT_MOST, ATTENDS, BANDS, EVIDENCE, EXAM_PARTS, EXITS, GROUPS, LATEST, RATER_GROUPS, RATERS,
    TYPES, UNITS, WEIGHT, WORDS,
};
use super::parts::{Fields, Part, Sort, part};

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
    Sort::Rows(AT_LEAST),
);
const CAP: Part = part(&["rule", "cap"], "Of them at most so many count", "", Sort::Rows(AT_MOST));
const LAST: Part = part(
    &["rule", "latest"],
    "The last so many must all match",
    "Of those that count, the latest",
    Sort::Table(LATEST),
);
const WEIGHS: Part = part(
    &["rule", "weight"],
    "Not every entry counts one",
    "The answer to one question decides what an entry counts",
    Sort::Table(WEIGHT),
);
const NUMBER: Sort = Sort::Field(Fields::Number);
const KINDS: &str = "Kinds of entry";

/// What count, sum and pool ask alike, with what only some of them ask before and after.
macro_rules! tally {
    ([$($first:expr),*], [$($last:expr),*]) => {
        const { &[$($first,)* TARGET, UNIT, WHERE, MINIMUM, CAP, ABOUT, ONE, LAST, TOLERANCE, $($last,)*] }
    };
}
const ONE: Part = part(&["rule", "one_per_case"], "One case gives at most one credit", "", Sort::Tick(false));
const TOLERANCE: Part = part(&["rule", "tolerance"], "So much short of it will do", "", Sort::Amount);
const ON: Part = part(&["rule", "on"], "On which day must it be valid?", "Nothing chosen: today", Sort::Day);
const ITEMS: Part = part(&["rule", "items"], "Items", "One a line: code | title", Sort::Items(false));
const ITEM: Part = part(
    &["rule", "item"],
    "The field that names the item",
    "Only where there is a list",
    Sort::Field(Fields::Any),
);
const OF: Part = part(&["rule", "of"], "Of these requirements", "", Sort::Combined);
const HOW_MANY: Part = part(&["rule", "target"], "How many?", "", Sort::Whole);

/// The parts of one rule, by the key that names it.
pub fn of_rule(rule: &str) -> &'static [Part] {
    const PERIODS: &[(&str, &str)] = &[("weeks", "Weeks"), ("months", "Months"), ("days", "Days")];
    const UNKNOWN: &[(&str, &str)] = &[("refuses", "It is not met"), ("counts", "It counts, with a warning")];
    const RESIT: &[(&str, &str)] =
        &[("part", "Only the part that was not passed"), ("whole", "The whole exam")];
    const BY: &[(&str, &str)] =
        &[("requirements", "The requirements"), ("items", "The items and units inside them")];
    match rule {
        "count" => tally!([part(&["rule", "count"], KINDS, "", Sort::Kinds)], [WEIGHS]),
        "sum" => tally!(
            [
                part(&["rule", "sum"], KINDS, "", Sort::Kinds),
                part(&["rule", "of"], "The number field to add up", "", NUMBER)
            ],
            []
        ),
        "pool" => {
            tally!([part(&["rule", "pool"], "Kinds of entry, two or more", "", Sort::Kinds)], [WEIGHS])
        }
        "length" => {
            const {
                &[
                    part(&["rule", "length"], "How long what lasts", "", Sort::Periods),
                    TARGET,
                    part(&["rule", "unit"], "Counted in", "", Sort::Word(PERIODS)),
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
                    part(
                        &["rule", "evidence"],
                        "Beside the signature there must be",
                        "Signed entries that name the same item",
                        Sort::Rows(EVIDENCE),
                    ),
                    part(
                        &["rule", "types"],
                        "Types of items",
                        "Each may ask for a level and evidence of its own, in place of those above",
                        Sort::Rows(TYPES),
                    ),
                    ITEM,
                    part(
                        &["rule", "items"],
                        "Items",
                        "One a line: code | title, and | type where there are types above",
                        Sort::Items(true),
                    ),
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
                        &["rule", "groups"],
                        "Groups of units",
                        "So many credits from each",
                        Sort::Rows(GROUPS),
                    ),
                    part(&["rule", "units"], "Units", "", Sort::Rows(UNITS)),
                    part(
                        &["rule", "bands"],
                        "Bands of the mean",
                        "The highest first. The mean is weighted by credits",
                        Sort::Rows(BANDS),
                    ),
                    part(
                        &["rule", "exit"],
                        "Awards on leaving early",
                        "The highest first",
                        Sort::Rows(EXITS),
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
                    part(
                        &["rule", "parts"],
                        "Parts of the exam",
                        "All of them must be passed",
                        Sort::Rows(EXAM_PARTS),
                    ),
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
                    part(
                        &["rule", "words"],
                        "How long it is",
                        "A number of words with what is more or less, or a number at most",
                        Sort::Table(WORDS),
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
                    ABOUT,
                    part(&["rule", "raters"], "How many people?", "", Sort::Table(RATERS)),
                    part(&["rule", "groups"], "Among them", "", Sort::Rows(RATER_GROUPS)),
                    part(
                        &["rule", "self_rating"],
                        "The field that says that they rated themselves",
                        "",
                        Sort::Field(Fields::YesNo),
                    ),
                    part(
                        &["rule", "released"],
                        "The field that says that it is released",
                        "None: being signed is the release",
                        Sort::Field(Fields::YesNoOrDate),
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
                    part(&["rule", "attends"], "Who was there", "", Sort::Table(ATTENDS)),
                    WHERE,
                ]
            }
        }
        "all" => const { &[part(&["rule", "all"], "All of these requirements", "", Sort::Combined)] },
        "any" => const { &[part(&["rule", "any"], "Any one of these requirements", "", Sort::Combined)] },
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
