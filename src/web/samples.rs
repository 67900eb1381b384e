//! People and frames for the views' samples: every page can be rendered without a house behind it,
//! and a test renders all of them.

use std::collections::BTreeSet;

use crate::domain::names::{AccountId, PortfolioId, SessionId};
use crate::domain::role::{Capacity, Person};
use crate::domain::time::{DEFAULT_ZONE, Moment};
use crate::web::nav::Place;
use crate::web::page::{Flash, Shell, View};

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
    Person { inbox: 0, ..person("Lea O’Neill", &[Capacity::Lead], false) }
}

pub fn admin() -> Person {
    person("Adam Price", &[Capacity::Admin], false)
}

pub fn university() -> Person {
    person("Uma Patel", &[Capacity::University], false)
}

pub fn governor() -> Person {
    person("Ivo Grant", &[Capacity::Governance], false)
}

/// Somebody who sits on a panel and is nothing else here.
pub fn panel() -> Person {
    person("Pam Reed", &[Capacity::Panel], false)
}

pub fn tutor() -> Person {
    person("Tess Rowan", &[Capacity::Tutor], false)
}

pub fn coordinator() -> Person {
    person("Cora Lind", &[Capacity::Coordinator], false)
}

pub fn quality_reader() -> Person {
    person("Rhea Moss", &[Capacity::QualityReader], false)
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
