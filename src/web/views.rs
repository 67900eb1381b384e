//! The kit's own pages as plain values: the page of an error, and one that shows every part of
//! `templates/parts`, which only tests look at.

use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::amount::Amount;
use crate::domain::fault::{Fault, Faults};
use crate::web::held;
use crate::web::nav::Place;
use crate::web::oops::{Oops, Said};
use crate::web::page::{Shell, View};
use crate::web::parts::{Choice, Pages, Progress};
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::{Typed, Words};

#[derive(Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    pub shell: Shell,
    pub said: Said,
    /// Of a fault of ours: the number under which it is in the log.
    pub reference: Option<String>,
    pub ways: Vec<Way>,
}

/// What was typed and not taken, with a button that sends it again.
#[derive(Template)]
#[template(path = "held.html")]
pub struct HeldPage {
    shell: Shell,
    said: Said,
    path: String,
    words: Vec<(String, String)>,
    /// Whether the form brought a key of its own, which then stays.
    keyed: bool,
    prose: Vec<String>,
    /// How many came with it and have to be chosen again.
    files: usize,
    /// Of a fault of ours: the number under which it is in the log.
    reference: Option<String>,
}

impl HeldPage {
    pub fn new(shell: Shell, said: Said, path: &str, words: &Words) -> HeldPage {
        let pair = |(name, word): (&str, &str)| (name.to_owned(), word.to_owned());
        HeldPage {
            shell,
            said,
            path: path.to_owned(),
            words: words.iter().map(pair).collect(),
            keyed: words.iter().any(|(name, _)| held::is_key(name)),
            prose: held::prose(words),
            files: 0,
            reference: None,
        }
    }

    #[must_use]
    pub fn after_a_fault(self, files: usize, reference: Option<String>) -> HeldPage {
        HeldPage { files, reference, ..self }
    }
}

impl View for HeldPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn status(&self) -> StatusCode {
        self.said.status
    }
}

/// The session ended while somebody typed: sign in on the same page, with the words kept in it.
#[derive(Template)]
#[template(path = "sign_in_again.html")]
pub struct SignInAgain {
    shell: Shell,
    typed: Typed,
    prose: Vec<String>,
    files: usize,
}

impl SignInAgain {
    pub fn new(shell: Shell, typed: Typed, words: &Words, files: usize) -> SignInAgain {
        SignInAgain { shell, typed, prose: held::prose(words), files }
    }
}

impl View for SignInAgain {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }

    fn status(&self) -> StatusCode {
        StatusCode::UNAUTHORIZED
    }
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
    all.extend(held_pages());
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

fn held_pages() -> Vec<Sample> {
    let words: Words = [("draft", "d1"), ("reflection", "I was slow at the clamp.")].into_iter().collect();
    let said = Oops::from(Fault::Busy("pool".to_owned())).said();
    let shell = samples::shell_for(&samples::trainee(), said.title, Place::Nowhere);
    let typed = Typed::holding([(held::HELD, words.packed().as_str()), (held::HELD_PATH, "/entries")]);
    let again = SignInAgain::new(samples::public_shell("Sign in again to send this"), typed, &words, 2);
    vec![
        Sample::of("error/held", &HeldPage::new(shell, said, "/entries", &words).after_a_fault(1, None)),
        Sample::of("error/sign-in-again", &again),
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
