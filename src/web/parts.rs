//! Plain values that the templates' parts show: choices of a form, a progress bar with its numbers,
//! the neighbours of a page, the colour of a state's tag. What a number means is said in words here
//! once; no part tells anything by colour alone.

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

/// How far a count has come: signed and submitted of a target, and where it should be today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub signed: u32,
    pub submitted: u32,
    pub target: u32,
    /// How many should be signed by today, where the programme has an expected line.
    pub expected: Option<u32>,
}

impl Progress {
    pub fn to_go(&self) -> u32 {
        self.target.saturating_sub(self.signed).saturating_sub(self.submitted)
    }

    /// Where the signed part ends, in per cent of the bar.
    pub fn signed_end(&self) -> String {
        self.percent(self.signed)
    }

    pub fn submitted_end(&self) -> String {
        self.percent(self.signed.saturating_add(self.submitted))
    }

    pub fn today_at(&self) -> Option<String> {
        self.expected.map(|expected| self.percent(expected))
    }

    /// The whole bar as words.
    pub fn sentence(&self) -> String {
        let mut said = format!("{} of {} signed", self.signed, self.target);
        if self.submitted > 0 {
            said.push_str(&format!(", {} submitted", self.submitted));
        }
        said.push_str(&format!(", {} to go.", self.to_go()));
        if let Some(expected) = self.expected {
            said.push_str(&format!(" Today’s line is at {expected}."));
        }
        said
    }

    fn percent(&self, part: u32) -> String {
        let tenths = u64::from(part.min(self.target)) * 1000 / u64::from(self.target.max(1));
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
        "Signed" | "Met" | "Ready" => " nhsuk-tag--green",
        "Submitted" | "On track" | "With others" | "Being checked" => " nhsuk-tag--blue",
        "Returned" | "Illustrative" => " nhsuk-tag--yellow",
        "Behind" | "Lapsed" | "Held" | "Failed" => " nhsuk-tag--red",
        "Locked" => " nhsuk-tag--purple",
        "Not started" => " nhsuk-tag--white",
        _ => " nhsuk-tag--grey",
    }
}

#[cfg(test)]
mod tests {
    use askama::Template;

    use super::*;
    use crate::domain::fault::Faults;
    use crate::web::page::{Shell, View};
    use crate::web::samples;
    use crate::web::typed::Typed;

    #[test]
    fn a_bar_says_what_it_shows() {
        let bar = Progress { signed: 118, submitted: 9, target: 150, expected: Some(120) };
        assert_eq!(bar.sentence(), "118 of 150 signed, 9 submitted, 23 to go. Today’s line is at 120.");
        assert_eq!((bar.signed_end().as_str(), bar.submitted_end().as_str()), ("78.6", "84.6"));
        assert_eq!(bar.today_at().as_deref(), Some("80.0"));
    }

    /// Every part once, with a fault and without: that they render at all, and well-formed.
    #[derive(Template)]
    #[template(path = "parts/all.html")]
    struct All {
        shell: Shell,
        typed: Typed,
        options: Vec<Choice>,
        bar: Progress,
        pages: Pages,
    }

    impl View for All {
        fn shell(&self) -> &Shell {
            &self.shell
        }
        fn typed(&self) -> Option<&Typed> {
            Some(&self.typed)
        }
    }

    #[test]
    fn every_part_renders_and_keeps_what_was_typed() {
        let words = [
            ("line", "<b>\"x\""),
            ("on-day", "31"),
            ("pick", "b"),
            ("box", "a"),
            ("box", "b"),
            ("text", "two\nlines"),
        ];
        let faulty = Faults::one("line", "Enter a line.");
        for faults in [Faults::none(), faulty] {
            let view = All {
                shell: samples::public_shell("All parts"),
                typed: Typed::holding(words).with_faults(faults.clone()),
                options: vec![Choice::of("a", "First"), Choice::of("b", "Second").meaning("What it means")],
                bar: Progress { signed: 118, submitted: 9, target: 150, expected: Some(120) },
                pages: Pages { earlier: None, later: Some("?after=x".to_owned()) },
            };
            let html = view.render().unwrap();
            assert!(html.contains("value=\"&#60;b&#62;&#34;x&#34;\""), "{html}");
            assert!(html.contains("\ntwo\nlines</textarea>"), "{html}");
            assert_eq!(html.matches(" checked").count(), 4, "a radio, a card and two boxes: {html}");
            assert_eq!(html.matches(" selected").count(), 1);
            assert!(html.contains("id=\"on-day\" name=\"on-day\""), "{html}");
            let described = html.contains("aria-describedby=\"line-hint line-error\"");
            assert_eq!(described, !faults.is_empty(), "{html}");
            assert!(html.contains("<title>Error: All parts") == !faults.is_empty());
            let said = crate::web::wellformed::complaints(&html);
            assert!(said.is_empty(), "{said:?}\n{html}");
        }
    }

    #[test]
    fn more_than_enough_stays_inside_its_frame() {
        let bar = Progress { signed: 170, submitted: 4, target: 150, expected: None };
        assert_eq!(
            (bar.signed_end().as_str(), bar.submitted_end().as_str(), bar.to_go()),
            ("100.0", "100.0", 0)
        );
        let nothing = Progress { signed: 0, submitted: 0, target: 0, expected: None };
        assert_eq!(nothing.signed_end(), "0.0");
    }
}
