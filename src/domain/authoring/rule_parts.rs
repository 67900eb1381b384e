//! The parts of each rule: the second half of the table in `parts`.

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
