//! The pages as plain values.

use askama::Template;

use crate::domain::assessor::Identity;
use crate::domain::erasure::{Declined, Why, is_early, over_from};
use crate::domain::policy::erasures::{
    ErasureCase, may_agree_erasure, may_decline_erasure, may_propose_erasure,
};
use crate::domain::time::Day;
use crate::features::erasures::pages::Found;
use crate::features::erasures::store::{About, Person as OfHouse, Shown};
use crate::features::outside::OnlyStated;
use crate::web::gate::Eraser;
use crate::web::page::{Place as Menu, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::samples::Sample;
use crate::web::typed::Typed;

mod sample;

pub use sample::samples;

#[derive(Template)]
#[template(path = "erasures/list.html")]
pub struct Erasures {
    shell: Shell,
    /// Words and address.
    back: (&'static str, &'static str),
    /// Whoever may propose one.
    new: Option<&'static str>,
    lines: Vec<Line>,
}

struct Line {
    path: String,
    name: String,
    state: &'static str,
    said: Vec<String>,
}

#[derive(Template)]
#[template(path = "erasures/people.html")]
pub struct People {
    shell: Shell,
    words: String,
    action: &'static str,
    back: &'static str,
    found: Vec<Known>,
    /// Who only stated an address.
    stated: Vec<OnlyStated>,
}

struct Known {
    name: String,
    email: String,
    path: String,
}

#[derive(Template)]
#[template(path = "erasures/person.html")]
pub struct PersonPage {
    shell: Shell,
    typed: Typed,
    name: String,
    rows: Vec<(&'static str, String)>,
    retention: Retention,
    goes: Goes,
    /// Why it cannot be proposed.
    refused: Option<String>,
    whys: Vec<Choice>,
    action: String,
    back: &'static str,
}

#[derive(Template)]
#[template(path = "erasures/erasure.html")]
pub struct ErasurePage {
    shell: Shell,
    typed: Typed,
    name: String,
    state: &'static str,
    rows: Vec<(&'static str, String)>,
    /// Nothing more is said of somebody who is gone.
    open: Option<(Retention, Goes)>,
    agree: Option<String>,
    /// Why the reader cannot agree, where somebody else could.
    cannot: Option<String>,
    decline: Option<String>,
    own: bool,
    whys: Vec<Choice>,
    back: &'static str,
}

/// How long the record is to be kept, as far as the house knows.
struct Retention {
    /// `The last enrolment ended on 31 August 2027.`
    left: String,
    early: bool,
    /// The day from which the six years are over.
    over: Option<String>,
}

/// What goes and what stays, in numbers.
struct Goes {
    /// Of somebody without a record: there is nothing else to say.
    assessor: Option<Assessor>,
    entries: String,
    files: String,
    keeps_name: bool,
    signed: String,
}

/// What the house holds of an assessor who never had an account to sign in to.
struct Assessor {
    /// `a.malik@northgate.nhs.uk`
    addresses: Vec<String>,
    /// `Dr A. Malik, consultant anaesthetist, GMC 1234567 as stated`
    stated: Vec<String>,
    decided: String,
    /// None where everything that they stated became a decision.
    undecided: Option<String>,
}

macro_rules! views {
    ($($page:ident)+) => { $(
        impl View for $page {
            fn shell(&self) -> &Shell {
                &self.shell
            }

            fn typed(&self) -> Option<&Typed> {
                Some(&self.typed)
            }
        }
    )+ };
}

views! { PersonPage ErasurePage }

macro_rules! plain_views {
    ($($page:ident)+) => { $(
        impl View for $page {
            fn shell(&self) -> &Shell {
                &self.shell
            }
        }
    )+ };
}

plain_views! { Erasures People }

impl Retention {
    fn of(left: Option<Day>, today: Day) -> Retention {
        Retention {
            left: match left {
                Some(day) if day < today => format!("The last enrolment ended on {day}."),
                Some(day) => format!("The last enrolment ends on {day}."),
                None => "There is no enrolment, so the house knows no day of leaving.".to_owned(),
            },
            early: is_early(left, today),
            over: left.map(|left| over_from(left).to_string()),
        }
    }
}

impl Goes {
    fn of(about: &About) -> Goes {
        Goes {
            assessor: about.portfolio.is_none().then(|| Assessor::of(about)),
            entries: counted(about.entries, "entry", "entries"),
            files: counted(about.files, "file", "files"),
            keeps_name: about.keeps_name(),
            signed: counted(about.signed, "decision", "decisions"),
        }
    }
}

impl Assessor {
    fn of(about: &About) -> Assessor {
        let held = &about.assessed;
        let number = |many: usize| i64::try_from(many).unwrap_or(i64::MAX);
        let undecided =
            counted(number(held.undecided), "decision that does not count", "decisions that do not count");
        Assessor {
            addresses: held.addresses.clone(),
            stated: held.stated.iter().map(Identity::stated).collect(),
            decided: counted(number(held.decided), "decision", "decisions"),
            undecided: (held.undecided > 0).then_some(undecided),
        }
    }
}

fn counted(number: i64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

impl Erasures {
    pub fn new(who: &Eraser, all: &[Shown], governs: bool) -> Erasures {
        let line = |one: &Shown| Line {
            path: paths::erasure(one.row.id.as_str()),
            name: one.name.clone(),
            state: one.row.standing().map_or("", |state| state.shown(one.row.has_lapsed(who.now))),
            said: said(one, who),
        };
        Erasures {
            shell: who.shell("Erasures", Menu::Nowhere),
            back: match governs {
                true => ("Incidents", paths::INCIDENTS),
                false => ("Settings", paths::SETTINGS),
            },
            new: governs.then_some(paths::ERASURE_NEW),
            lines: all.iter().map(line).collect(),
        }
    }
}

/// `Proposed 12 November 2026 by Ivo Grant. The trust’s reference: IG-7.`
fn said(one: &Shown, who: &Eraser) -> Vec<String> {
    let on = |at: crate::domain::time::Moment| at.day_in(who.zone);
    let mut said = vec![format!(
        "Proposed {} by {}. The trust’s reference: {}.",
        on(one.row.proposed_at),
        one.proposed_by,
        if one.row.reference.is_empty() { "in the list of before" } else { &one.row.reference }
    )];
    if one.row.is_proposed(who.now) {
        said.push(format!("An admin has to agree until {}.", one.row.lapses_at.shown_in(who.zone)));
    }
    if let Some(at) = one.row.settled_at {
        let what = if one.row.is_agreed() { "Agreed" } else { "Declined" };
        said.push(format!("{what} {} by {}.", on(at), one.settled_by));
    }
    if let Some(why) = one.declined() {
        said.push(format!("{}.", why.shown()));
    }
    if let Some(at) = one.row.done_at {
        said.push(format!("Erased {}.", at.shown_in(who.zone)));
    }
    said
}

impl People {
    pub fn new(who: &Eraser, words: &str, found: &[OfHouse], stated: Vec<OnlyStated>) -> People {
        let known = |one: &OfHouse| Known {
            name: one.name.clone(),
            email: one.email.clone(),
            path: paths::erasure_of(one.id.as_str()),
        };
        People {
            shell: who.shell("Who is to be erased?", Menu::Nowhere),
            words: words.to_owned(),
            action: paths::ERASURE_NEW,
            back: paths::ERASURES,
            found: found.iter().map(known).collect(),
            stated,
        }
    }
}

fn enrolled(about: &About) -> String {
    let one = |one: &crate::features::enrolments::LastDay| {
        format!("{}, {}, {} to {}", one.title, one.department, one.started, one.last)
    };
    let all: Vec<String> = about.enrolled.iter().map(one).collect();
    if all.is_empty() { "None".to_owned() } else { all.join("; ") }
}

impl PersonPage {
    pub fn new(who: &Eraser, case: &ErasureCase, about: &About, typed: Typed) -> PersonPage {
        PersonPage {
            shell: who.shell(format!("Erase {}", about.person.name), Menu::Nowhere),
            typed,
            name: about.person.name.clone(),
            rows: vec![("Email address", about.person.email.clone()), ("Enrolments", enrolled(about))],
            retention: Retention::of(about.left(), who.today()),
            goes: Goes::of(about),
            refused: may_propose_erasure(who.person(), case, Why::Asked)
                .err()
                .map(|refusal| refusal.sentence),
            whys: whys(),
            action: paths::erasure_of(about.person.id.as_str()),
            back: paths::ERASURE_NEW,
        }
    }
}

fn whys() -> Vec<Choice> {
    Why::ALL.iter().map(|why| Choice::of(why.as_str(), why.shown())).collect()
}

fn whys_not() -> Vec<Choice> {
    Declined::CHOICES.iter().map(|why| Choice::of(why.as_str(), why.shown())).collect()
}

impl ErasurePage {
    pub fn new(who: &Eraser, found: &Found, typed: Typed) -> ErasurePage {
        let Found { shown, case, about } = found;
        let row = &shown.row;
        let (id, is_open) = (row.id.as_str(), row.is_proposed(who.now));
        let agreed = may_agree_erasure(who.person(), case);
        let may_agree = is_open && agreed.is_ok();
        let may_decline = is_open && may_decline_erasure(who.person(), case, Declined::Early).is_ok();
        let mut rows: Vec<(&'static str, String)> =
            vec![("Why", shown.why().map_or("", Why::shown).to_owned())];
        rows.push(("What happened", said(shown, who).join(" ")));
        if is_open {
            rows.push(("Email address", about.person.email.clone()));
        }
        rows.push(("Enrolments", enrolled(about)));
        ErasurePage {
            shell: who.shell(format!("Erasing {}", shown.name), Menu::Nowhere),
            typed,
            name: shown.name.clone(),
            state: row.standing().map_or("", |state| state.shown(row.has_lapsed(who.now))),
            rows,
            open: is_open.then(|| (Retention::of(about.left(), who.today()), Goes::of(about))),
            agree: may_agree.then(|| paths::erasure_agreement(id)),
            cannot: agreed.err().filter(|_| is_open && case.keeps_house).map(|refusal| refusal.sentence),
            decline: may_decline.then(|| paths::erasure_refusal(id)),
            own: row.proposed_by == who.account.as_str(),
            whys: whys_not(),
            back: paths::ERASURES,
        }
    }
}
