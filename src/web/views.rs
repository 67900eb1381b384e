//! The kit's own pages as plain values: the page of an error, and one that shows every part of
//! `templates/parts`, which only tests look at.

use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::amount::Amount;
use crate::domain::fault::{Fault, Faults};
use crate::web::nav::Place;
use crate::web::oops::{Oops, Said};
use crate::web::page::{Shell, View};
use crate::web::parts::{Choice, Pages, Progress};
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    pub shell: Shell,
    pub said: Said,
    /// Of a fault of ours: the number under which it is in the log.
    pub reference: Option<String>,
    pub ways: Vec<Way>,
}

/// A link on from here.
pub struct Way {
    pub text: &'static str,
    pub path: String,
}

impl View for ErrorPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn status(&self) -> StatusCode {
        self.said.status
    }
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
            shell: samples::public_shell("All parts"),
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

/// The kit's own: the error pages, and every part of `templates/parts` with and without a fault.
pub fn samples() -> Vec<Sample> {
    let mut all = error_pages();
    all.push(Sample::of("parts", &AllParts::showing(Faults::none())));
    all.push(Sample::of("parts, again", &AllParts::showing(Faults::one("line", "Enter a line."))));
    all
}

fn error_pages() -> Vec<Sample> {
    let made = |name, said: Said, reference: Option<&str>| {
        let shell = samples::shell_for(&samples::lead(), said.title, Place::Nowhere);
        let ways = vec![Way { text: "Sign in", path: paths::SIGN_IN.to_owned() }];
        Sample::of(name, &ErrorPage { shell, said, reference: reference.map(str::to_owned), ways })
    };
    vec![
        made("error/not-found", Oops::from(Fault::NotFound).said(), None),
        made("error/broken", Oops::broken("inside").said(), Some("0192aafe31")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_keeps_what_was_typed_and_says_what_is_wrong() {
        for (name, faulty) in [("parts", false), ("parts, again", true)] {
            let html = samples().into_iter().find(|sample| sample.name == name).unwrap().html;
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
