//! People and frames for the views' samples: every page can be rendered without a house behind it,
//! and a test renders all of them.

use std::collections::BTreeSet;

use askama::Template;

use crate::domain::amount::Amount;
use crate::domain::fault::Faults;
use crate::domain::names::{AccountId, PortfolioId, SessionId};
use crate::domain::role::{Capacity, Person};
use crate::domain::time::{DEFAULT_ZONE, Moment};
use crate::web::error_page;
use crate::web::nav::Place;
use crate::web::page::{Flash, Shell, View};
use crate::web::parts::{Choice, Pages, Progress};
use crate::web::typed::Typed;

/// A rendered page or part, for the test that looks at all of them.
pub struct Sample {
    /// Room and page, for instance `accounts/sign-in`.
    pub name: &'static str,
    pub html: String,
}

impl Sample {
    /// Gives the fault's text in place of the page if the template cannot be rendered.
    pub fn of(name: &'static str, view: &impl View) -> Sample {
        Sample { name, html: view.render().unwrap_or_else(|why| format!("not rendered: {why}")) }
    }
}

pub fn trainee() -> Person {
    person("Ann Field", &[], true)
}

pub fn supervisor() -> Person {
    person("Sue Carter", &[Capacity::Supervisor], false)
}

pub fn lead() -> Person {
    person("Lea O’Neill", &[Capacity::Lead], false)
}

pub fn admin() -> Person {
    person("Adam Price", &[Capacity::Admin], false)
}

/// The frame of a page as `person` sees it, with something left to say.
pub fn shell_for(person: &Person, title: &str, place: Place) -> Shell {
    let said = Flash::saying("Signed.").offering("Undo", "/decisions/1/undoing");
    Shell::new(title, Some(person), place, "sample-csrf", "sample-key", Some(said))
}

/// The frame of a page as somebody sees it who is not signed in.
pub fn public_shell(title: &str) -> Shell {
    Shell::new(title, None, Place::Nowhere, "sample-csrf", "sample-key", None)
}

fn person(name: &str, capacities: &[Capacity], has_portfolio: bool) -> Person {
    Person {
        account: AccountId::new("sample-account"),
        session: SessionId::new("sample-session"),
        name: name.to_owned(),
        email: "person@demo.example".to_owned(),
        capacities: capacities.iter().copied().collect::<BTreeSet<_>>(),
        portfolio: has_portfolio.then(|| PortfolioId::new("sample-portfolio")),
        inbox: 12,
        zone: DEFAULT_ZONE,
        now: Moment::of_millis(1_794_492_153_000),
        csrf: "sample-csrf".to_owned(),
    }
}

/// The kit's own: the error pages, and every part of `templates/parts` with and without a fault.
pub fn kit() -> Vec<Sample> {
    let mut all = error_page::samples();
    all.push(Sample::of("parts", &AllParts::showing(Faults::none())));
    all.push(Sample::of("parts, again", &AllParts::showing(Faults::one("line", "Enter a line."))));
    all
}

#[derive(Template)]
#[template(path = "parts/all.html")]
struct AllParts {
    shell: Shell,
    typed: Typed,
    options: Vec<Choice>,
    bar: Progress,
    pages: Pages,
}

impl AllParts {
    fn showing(faults: Faults) -> AllParts {
        let words = [
            ("line", "<b>\"x\""),
            ("on-day", "31"),
            ("radio", "b"),
            ("card", "b"),
            ("list", "b"),
            ("box", "a"),
            ("box", "b"),
            ("text", "two\nlines"),
        ];
        AllParts {
            shell: public_shell("All parts"),
            typed: Typed::holding(words).with_faults(faults),
            options: vec![Choice::of("a", "First"), Choice::of("b", "Second").meaning("What it means")],
            bar: Progress {
                signed: Amount::whole(118),
                submitted: Amount::whole(9),
                target: Amount::whole(150),
                expected: Some(Amount::whole(120)),
            },
            pages: Pages { earlier: None, later: Some("?after=x".to_owned()) },
        }
    }
}

impl View for AllParts {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_keeps_what_was_typed_and_says_what_is_wrong() {
        for (name, faulty) in [("parts", false), ("parts, again", true)] {
            let html = kit().into_iter().find(|sample| sample.name == name).unwrap().html;
            assert!(html.contains("value=\"&#60;b&#62;&#34;x&#34;\""), "{html}");
            assert!(html.contains("\ntwo\nlines</textarea>"), "{html}");
            assert_eq!(html.matches(" checked").count(), 4, "a radio, a card and two boxes: {html}");
            assert_eq!(html.matches(" selected").count(), 1);
            assert!(html.contains("id=\"on-day\" name=\"on-day\""), "{html}");
            assert_eq!(html.contains("aria-describedby=\"line-hint line-error\""), faulty, "{html}");
            assert_eq!(html.contains("<title>Error: All parts"), faulty);
        }
    }
}
