//! Accounts as plain values.

use askama::Template;

use crate::domain::names::capital;
use crate::features::admin::store::Listed;
use crate::features::people::{AbsenceRow, Appointed, Atlas};
use crate::web::gate::Admin;
use crate::web::page::{Place, Shell, View};
use crate::web::parts::Choice;
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

macro_rules! view {
    ($($name:ident),+) => { $(
        impl View for $name {
            fn shell(&self) -> &Shell {
                &self.shell
            }
        }
    )+ };
}
view!(Accounts, LinkPage);

impl View for AccountPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

#[derive(Template)]
#[template(path = "admin/accounts.html")]
pub struct Accounts {
    shell: Shell,
    words: String,
    found: Vec<Line>,
}

struct Line {
    name: String,
    email: String,
    href: String,
    state: &'static str,
}

fn state(one: &Listed) -> &'static str {
    match (one.closed_at, one.joined) {
        (Some(_), _) => "Closed",
        (None, false) => "Invited",
        (None, true) => "Open",
    }
}

impl Accounts {
    pub fn new(who: &Admin, words: &str, found: &[Listed]) -> Accounts {
        let line = |one: &Listed| Line {
            name: one.name.clone(),
            email: one.email.clone(),
            href: paths::one_account(one.id.as_str()),
            state: state(one),
        };
        Accounts {
            shell: who.shell("Accounts", Place::Settings),
            words: words.to_owned(),
            found: found.iter().map(line).collect(),
        }
    }
}

#[derive(Template)]
#[template(path = "admin/account.html")]
pub struct AccountPage {
    shell: Shell,
    typed: Typed,
    /// Asked where something waits with the person.
    leave: Vec<Choice>,
    waits: i64,
    /// `Sue Carter from 13 November 2026 until 24 November 2026`
    deputises: Vec<String>,
    name: String,
    email: String,
    state: &'static str,
    opened: String,
    closed: String,
    is_own: bool,
    is_closed: bool,
    joined: bool,
    appointments: Vec<String>,
    close: String,
    open: String,
    new_password: String,
    lost_factor: String,
    invitation: String,
    link: String,
    numbers: String,
}

impl AccountPage {
    pub fn new(
        who: &Admin,
        one: &Listed,
        (appointments, atlas): (&[Appointed], &Atlas),
        (waits, stands_in): (i64, Vec<(AbsenceRow, String)>),
        typed: Typed,
    ) -> AccountPage {
        let id = one.id.as_str();
        let said = |a: &Appointed| {
            let over = atlas.labels(&a.over);
            let until = a.until.map(|until| format!(" to {until}")).unwrap_or_default();
            format!("{} over {over}, from {}{until}", capital(a.capacity.shown()), a.from)
        };
        AccountPage {
            shell: who.shell(one.name.clone(), Place::Settings),
            typed,
            leave: leave(waits),
            waits,
            deputises: stands_in.iter().map(stood_in_for).collect(),
            name: one.name.clone(),
            email: one.email.clone(),
            state: state(one),
            opened: one.opened_at.day_in(who.zone).to_string(),
            closed: one.closed_at.map(|at| at.day_in(who.zone).to_string()).unwrap_or_default(),
            is_own: one.id == who.account,
            is_closed: one.closed_at.is_some(),
            joined: one.joined,
            appointments: appointments.iter().map(said).collect(),
            close: paths::account_close(id),
            open: paths::account_open(id),
            new_password: paths::account_password(id),
            lost_factor: paths::factor_reset(id),
            invitation: paths::account_invitation(id),
            link: paths::account_link(id),
            numbers: paths::person_numbers(id),
        }
    }
}

fn stood_in_for((row, name): &(AbsenceRow, String)) -> String {
    format!("{name} from {} until {}", row.from, row.until)
}

fn leave(waits: i64) -> Vec<Choice> {
    match waits {
        0 => Vec::new(),
        _ => vec![Choice::of(
            "yes",
            "Close it all the same: their training leads and the trainees are told tomorrow morning",
        )],
    }
}

/// The one page that ever shows a link's secret.
#[derive(Template)]
#[template(path = "roster/link.html")]
pub struct LinkPage {
    shell: Shell,
    name: String,
    email: String,
    link: String,
    until: String,
    back: String,
}

impl LinkPage {
    pub fn new(shell: Shell, account: Listed, link: String, until: String) -> LinkPage {
        let back = paths::one_account(account.id.as_str());
        LinkPage { shell, name: account.name, email: account.email, link, until, back }
    }
}

pub fn samples() -> Vec<Sample> {
    let shell = |title: &str| samples::shell_for(&samples::admin(), title, Place::Settings);
    let line = Line {
        name: "Ann <Field>".to_owned(),
        email: "ann@demo.example".to_owned(),
        href: paths::one_account("a"),
        state: "Open",
    };
    let list = |words: &str, found| Accounts { shell: shell("Accounts"), words: words.to_owned(), found };
    let page = |is_own, is_closed, joined| AccountPage {
        typed: Typed::nothing(),
        leave: leave(4),
        waits: 4,
        deputises: vec!["Sue <Carter> from 13 November 2026 until 24 November 2026".to_owned()],
        shell: shell("Ann Field"),
        name: "Ann <Field>".to_owned(),
        email: "ann@demo.example".to_owned(),
        state: "Open",
        opened: "1 September 2025".to_owned(),
        closed: if is_closed { "2 November 2026".to_owned() } else { String::new() },
        is_own,
        is_closed,
        joined,
        appointments: vec!["Supervisor over Perfusion, from 1 September 2025".to_owned()],
        close: paths::account_close("a"),
        open: paths::account_open("a"),
        new_password: paths::account_password("a"),
        lost_factor: paths::factor_reset("a"),
        invitation: paths::account_invitation("a"),
        link: paths::account_link("a"),
        numbers: paths::person_numbers("a"),
    };
    let link = LinkPage {
        shell: shell("A link to pass on"),
        name: "Ann".to_owned(),
        email: "ann@demo.example".to_owned(),
        link: "https://perfolio.example/invitations/abc".to_owned(),
        until: "15 November 2026, 14:02".to_owned(),
        back: paths::one_account("a"),
    };
    vec![
        Sample::of("admin/accounts", &list("<ann>", vec![line])),
        Sample::of("admin/accounts, none", &list("zz", Vec::new())),
        Sample::of("admin/account", &page(false, false, true)),
        Sample::of("admin/account, closed", &page(false, true, true)),
        Sample::of("admin/account, invited", &page(false, false, false)),
        Sample::of("admin/account, own", &page(true, false, true)),
        Sample::of("admin/link", &link),
    ]
}
