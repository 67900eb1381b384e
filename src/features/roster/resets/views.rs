//! Who waits, and the page of one person, as plain values.

use askama::Template;

use super::pages::Found;
use crate::domain::factor::Check;
use crate::domain::policy::factors::{may_confirm_reset, may_decline_reset, may_propose_reset};
use crate::domain::role::Capacity;
use crate::features::accounts::OpenReset;
use crate::web::gate::Keeper;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "roster/lost.html")]
pub struct Lost {
    shell: Shell,
    /// Words and address.
    back: (&'static str, &'static str),
    waiting: Vec<Line>,
}

struct Line {
    name: String,
    href: String,
    since: String,
    state: &'static str,
}

impl View for Lost {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Lost {
    pub fn new(who: &Keeper, waiting: &[(OpenReset, String)]) -> Lost {
        let line = |(open, name): &(OpenReset, String)| Line {
            name: name.clone(),
            href: paths::factor_reset(open.account.as_str()),
            since: open.asked_at.day_in(who.zone).to_string(),
            state: match open.proposed_by {
                Some(_) => "One person has vouched",
                None => "Nobody has vouched yet",
            },
        };
        Lost {
            shell: who.shell("Lost second factors", Place::Nowhere),
            back: match who.is(Capacity::Lead) {
                true => ("People", paths::PEOPLE),
                false => ("Settings", paths::SETTINGS),
            },
            waiting: waiting.iter().map(line).collect(),
        }
    }
}

#[derive(Template)]
#[template(path = "roster/reset.html")]
pub struct ResetPage {
    shell: Shell,
    typed: Typed,
    name: String,
    email: String,
    has_factor: bool,
    /// The owner asked on the sign-in page, which takes their password.
    asked: Option<String>,
    vouched: Option<Vouched>,
    may_vouch: bool,
    may_agree: bool,
    may_decline: bool,
    checks: Vec<Choice>,
    vouch: String,
    agree: String,
    decline: String,
}

struct Vouched {
    by: String,
    how: &'static str,
    until: String,
}

impl View for ResetPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

impl ResetPage {
    pub fn new(who: &Keeper, found: &Found, typed: Typed) -> ResetPage {
        let (person, case, id) = (who.person(), &found.case, found.account.id.as_str());
        let proposed = found.open.as_ref().filter(|open| open.proposed_by.is_some());
        let vouched = proposed.map(|open| Vouched {
            by: found.by.clone(),
            how: open.checked_how.parse::<Check>().map_or("", Check::shown),
            until: open.ends_at.shown_in(who.zone),
        });
        let asked = found.open.as_ref().filter(|open| open.proposed_by.is_none());
        ResetPage {
            shell: who.shell(format!("Lost second factor: {}", found.account.name), Place::Nowhere),
            typed,
            name: found.account.name.clone(),
            email: found.account.email.clone(),
            has_factor: case.has_factor,
            asked: asked.map(|open| open.asked_at.shown_in(who.zone)),
            vouched,
            may_vouch: may_propose_reset(person, case, Check::FaceToFace).is_ok(),
            may_agree: may_confirm_reset(person, case).is_ok(),
            may_decline: may_decline_reset(person, case).is_ok(),
            checks: checks(),
            vouch: paths::factor_reset(id),
            agree: paths::factor_reset_confirmation(id),
            decline: paths::factor_reset_declination(id),
        }
    }
}

fn checks() -> Vec<Choice> {
    Check::ALL.iter().map(|check| Choice::of(check.as_str(), check.shown())).collect()
}

pub fn samples() -> Vec<Sample> {
    let shell = |title: &str| samples::shell_for(&samples::admin(), title, Place::Nowhere);
    let line = |state| Line {
        name: "Ann <Field>".to_owned(),
        href: paths::factor_reset("a"),
        since: "12 November 2026".to_owned(),
        state,
    };
    let faulty = || crate::domain::fault::Faults::one("checked", "Choose how you made sure.");
    let page = |asked: bool, vouched: bool, has_factor: bool| ResetPage {
        shell: shell("Lost second factor"),
        typed: if asked { Typed::nothing().with_faults(faulty()) } else { Typed::nothing() },
        name: "Ann <Field>".to_owned(),
        email: "ann@demo.example".to_owned(),
        has_factor,
        asked: asked.then(|| "12 November 2026, 08:02".to_owned()),
        vouched: vouched.then(|| Vouched {
            by: "Lea O’Neill".to_owned(),
            how: Check::Badge.shown(),
            until: "15 November 2026, 08:02".to_owned(),
        }),
        may_vouch: has_factor && !vouched,
        may_agree: vouched,
        may_decline: vouched,
        checks: checks(),
        vouch: paths::factor_reset("a"),
        agree: paths::factor_reset_confirmation("a"),
        decline: paths::factor_reset_declination("a"),
    };
    let back = ("Settings", paths::SETTINGS);
    let waiting = vec![line("Nobody has vouched yet"), line("One person has vouched")];
    vec![
        Sample::of("roster/lost", &Lost { shell: shell("Lost second factors"), back, waiting }),
        Sample::of("roster/lost, nobody", &Lost { shell: shell("Lost"), back, waiting: Vec::new() }),
        Sample::of("roster/reset, asked", &page(true, false, true)),
        Sample::of("roster/reset, vouched", &page(false, true, true)),
        Sample::of("roster/reset, nothing there", &page(false, false, false)),
    ]
}
