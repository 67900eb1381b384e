//! Plain values that the templates' parts show: choices of a form, a progress bar with its numbers,
//! the neighbours of a page, the colour of a state's tag. What a number means is said in words here
//! once; no part tells anything by colour alone.

use crate::domain::amount::Amount;

/// One option of radios, cards, boxes or a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// A definition below the label, or nothing.
    pub hint: String,
}

impl Choice {
    pub fn of(value: impl Into<String>, label: impl Into<String>) -> Choice {
        Choice { value: value.into(), label: label.into(), hint: String::new() }
    }

    #[must_use]
    pub fn meaning(mut self, hint: impl Into<String>) -> Choice {
        self.hint = hint.into();
        self
    }
}

/// So many groups of options stand open before anything is chosen.
const OPEN_AT_ONCE: usize = 2;

/// Options under a heading of their own, for a question with more of them than one can look over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceGroup {
    pub title: String,
    /// It holds what is chosen, or what is usual here; the others are folded.
    pub open: bool,
    /// Each with its id in the page.
    pub options: Vec<(String, Choice)>,
}

impl ChoiceGroup {
    /// One question in groups: the very first option has the id of the field, so that the error summary leads
    /// to it. `usual`: values whose group stands open as long as nothing is chosen.
    pub fn of(
        name: &str,
        groups: Vec<(String, Vec<Choice>)>,
        chosen: &str,
        usual: &[String],
    ) -> Vec<ChoiceGroup> {
        let mut number = 0;
        let mut id = || {
            number += 1;
            if number == 1 { name.to_owned() } else { format!("{name}-{number}") }
        };
        let mut all: Vec<ChoiceGroup> = Vec::new();
        for (title, options) in groups {
            let open = match chosen {
                "" => options.iter().any(|one| usual.contains(&one.value)),
                chosen => options.iter().any(|one| one.value == chosen),
            };
            all.push(ChoiceGroup {
                title,
                open,
                options: options.into_iter().map(|one| (id(), one)).collect(),
            });
        }
        // Where much is usual, opening it all would be the long list again.
        let fold = chosen.is_empty() && all.iter().filter(|group| group.open).count() > OPEN_AT_ONCE;
        let alone = all.len() == 1;
        for group in &mut all {
            group.open = alone || (group.open && !fold);
        }
        all
    }
}

/// How far a count has come: signed and submitted of a target, and where it should be today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub signed: Amount,
    pub submitted: Amount,
    pub target: Amount,
    /// How many should be signed by today, where the programme has an expected line.
    pub expected: Option<Amount>,
}

impl Progress {
    pub fn to_go(&self) -> Amount {
        self.target.less(self.signed + self.submitted)
    }

    pub fn any_submitted(&self) -> bool {
        !self.submitted.is_zero()
    }

    /// Where the signed part ends, in per cent of the bar.
    pub fn signed_end(&self) -> String {
        self.percent(self.signed)
    }

    pub fn submitted_end(&self) -> String {
        self.percent(self.signed + self.submitted)
    }

    pub fn today_at(&self) -> Option<String> {
        self.expected.map(|expected| self.percent(expected))
    }

    /// The whole bar as words.
    pub fn sentence(&self) -> String {
        let mut said = format!("{} of {} signed", self.signed, self.target);
        if self.any_submitted() {
            said.push_str(&format!(", {} submitted", self.submitted));
        }
        said.push_str(&format!(", {} to go.", self.to_go()));
        if let Some(expected) = self.expected {
            said.push_str(&format!(" Today’s line is at {expected}."));
        }
        said
    }

    fn percent(&self, part: Amount) -> String {
        let part = part.min(self.target).hundredths().max(0);
        let tenths = part.saturating_mul(1000) / self.target.hundredths().max(1);
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

/// Where the page before and the page after are, if there are any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pages {
    pub earlier: Option<String>,
    pub later: Option<String>,
}

/// The class that colours a state's tag; an unknown word is grey.
pub fn tag_class(word: &str) -> &'static str {
    match word {
        "Signed" | "Met" | "Ready" | "Confirmed" | "Done" | "Accepted" | "Recorded" => " nhsuk-tag--green",
        "Submitted" | "On track" | "Started" | "With others" | "To be entered" | "Being checked" => {
            " nhsuk-tag--blue"
        }
        "Returned" | "Illustrative" | "Not accepted" => " nhsuk-tag--yellow",
        "Behind" | "Lapsed" | "Held" | "Failed" => " nhsuk-tag--red",
        "Locked" => " nhsuk-tag--purple",
        "Not started" => " nhsuk-tag--white",
        _ => " nhsuk-tag--grey",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(signed: i64, submitted: i64, target: i64, expected: Option<i64>) -> Progress {
        let whole = Amount::whole;
        Progress {
            signed: whole(signed),
            submitted: whole(submitted),
            target: whole(target),
            expected: expected.map(whole),
        }
    }

    #[test]
    fn a_bar_says_what_it_shows() {
        let bar = of(118, 9, 150, Some(120));
        assert_eq!(bar.sentence(), "118 of 150 signed, 9 submitted, 23 to go. Today’s line is at 120.");
        assert_eq!((bar.signed_end().as_str(), bar.submitted_end().as_str()), ("78.6", "84.6"));
        assert_eq!(bar.today_at().as_deref(), Some("80.0"));
    }

    #[test]
    fn more_than_enough_stays_inside_its_frame() {
        let bar = of(170, 4, 150, None);
        assert_eq!((bar.signed_end().as_str(), bar.submitted_end().as_str()), ("100.0", "100.0"));
        assert!(bar.to_go().is_zero());
        let nothing = of(0, 0, 0, None);
        assert_eq!(nothing.signed_end(), "0.0");
    }
}
