//! The days that a programme counts around its reviews. What it does not name is the house's
//! (`src/domain/review/preparation.toml`).

use serde::Serialize;

use crate::domain::reading::Table;

/// More days than any body counts before or after a review.
const MOST: i64 = 365;

/// Days, each at least 1.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ReviewDays {
    /// Both sides prepare until so many days before the review.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prepare: Option<i64>,
    /// What the panel reads is as at the end of the day so many days before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub freeze: Option<i64>,
    /// Whoever has not prepared is first reminded so many days before the last day for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remind: Option<i64>,
    /// An objection can be made until so many days after the outcome.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub objection: Option<i64>,
    /// A panel reads until so many days after the outcome.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reading: Option<i64>,
}

impl ReviewDays {
    pub fn is_empty(&self) -> bool {
        *self == ReviewDays::default()
    }
}

/// `reviews = { prepare = 14, freeze = 7, remind = 21, objection = 28, reading = 60 }`.
pub(super) fn reviews(top: &Table<'_>) -> ReviewDays {
    let Some(table) = top.table("reviews") else { return ReviewDays::default() };
    let days = ReviewDays {
        prepare: table.whole("prepare", 1, MOST),
        freeze: table.whole("freeze", 1, MOST),
        remind: table.whole("remind", 1, MOST),
        objection: table.whole("objection", 1, MOST),
        reading: table.whole("reading", 1, MOST),
    };
    if let (Some(prepare), Some(freeze)) = (days.prepare, days.freeze)
        && prepare < freeze
    {
        table.fault_at(
            "freeze",
            format!("The pack is frozen {freeze} days before, when both sides prepare still: preparing ends {prepare} days before. Freeze later, or end preparing earlier."),
        );
    }
    if days.is_empty() {
        table.fault(
            "“reviews” names no days: say prepare, freeze, remind, objection or reading, or take it away.",
        );
    }
    table.finish();
    days
}

#[cfg(test)]
mod tests {
    use super::ReviewDays;
    use crate::domain::programme::read;

    fn file(reviews: &str) -> String {
        format!(
            "programme = \"p\"\nversion = \"1\"\ntitle = \"P\"\nbody = \"B\"\n{reviews}\n[[kinds]]\nkind = \"bypass-case\"\nversion = 1\n\n\
             [[requirements]]\ncode = \"cases\"\ntitle = \"Cases\"\nsource = \"S\"\n[requirements.rule]\ncount = \"bypass-case\"\ntarget = 5\n"
        )
    }

    #[test]
    fn a_programme_counts_its_own_days_and_nonsense_has_its_line() {
        let kinds =
            [crate::domain::kind::read(include_str!("../../../programmes/kinds/bypass-case.toml")).unwrap()];
        let plain = read(&file(""), &kinds).unwrap();
        assert!(plain.reviews.is_empty());
        assert!(
            !serde_json::to_string(&plain).unwrap().contains("\"reviews\""),
            "old versions read the same"
        );
        let own = read(&file("reviews = { prepare = 14, freeze = 7, objection = 28 }"), &kinds).unwrap();
        let expected =
            ReviewDays { prepare: Some(14), freeze: Some(7), objection: Some(28), ..ReviewDays::default() };
        assert_eq!(own.reviews, expected);
        for wrong in [
            "reviews = { }",
            "reviews = { prepare = 0 }",
            "reviews = { prepare = 7, freeze = 14 }",
            "reviews = { party = 3 }",
            "reviews = 3",
        ] {
            let flaws = read(&file(wrong), &kinds).unwrap_err();
            assert!(flaws.iter().all(|flaw| flaw.line == 5), "{wrong}: {flaws:?}");
        }
    }
}
