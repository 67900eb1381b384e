//! The pages of this room as plain values.

use askama::Template;

use crate::domain::factor::{Demand, Proof};
use crate::domain::role::Capacity;
use crate::features::accounts::pages::factor::Standing;
use crate::features::accounts::password::LEAST;
use crate::features::accounts::store::{self, Link};
use crate::web::gate::{Public, SignedIn};
use crate::web::page::{Place, Shell, View};
use crate::web::paths;
use crate::web::samples::{self, Sample};
use crate::web::typed::Typed;

/// `view!(SignIn)`: the view's frame and form are its fields `shell` and `typed`.
macro_rules! view {
    ($($name:ident),+) => { $(
        impl View for $name {
            fn shell(&self) -> &Shell {
                &self.shell
            }
            fn typed(&self) -> Option<&Typed> {
                Some(&self.typed)
            }
        }
    )+ };
}
mod factor;

pub use factor::{LostFactor, RecoveryCodes, SecondFactor, SetUpFactor, SignInCode, SignInRecovery};

view!(SignIn, Join, SetUp, Forgotten, NewPassword, Account);

#[derive(Template)]
#[template(path = "accounts/sign_in.html")]
pub struct SignIn {
    shell: Shell,
    typed: Typed,
    /// The person was signed in, and the session has ended meanwhile.
    expired: bool,
}

impl SignIn {
    pub fn new(who: &Public, typed: Typed) -> SignIn {
        SignIn { shell: who.shell("Sign in"), typed, expired: who.visit().expired }
    }
}

#[derive(Template)]
#[template(path = "accounts/join.html")]
pub struct Join {
    shell: Shell,
    typed: Typed,
    house: String,
    email: String,
    action: String,
    hint: String,
}

impl Join {
    pub fn new(who: &Public, token: &str, link: &Link, typed: Typed) -> Join {
        let shell = who.shell("Welcome to Perfolio");
        Join {
            shell,
            typed,
            house: link.house.clone(),
            email: link.email.clone(),
            action: paths::invitation(token),
            hint: password_hint(),
        }
    }
}

#[derive(Template)]
#[template(path = "accounts/set_up.html")]
pub struct SetUp {
    shell: Shell,
    typed: Typed,
    action: String,
    hint: String,
}

impl SetUp {
    pub fn new(who: &Public, token: &str, typed: Typed) -> SetUp {
        SetUp {
            shell: who.shell("Set up Perfolio"),
            typed,
            action: paths::set_up(token),
            hint: password_hint(),
        }
    }
}

#[derive(Template)]
#[template(path = "accounts/forgotten.html")]
pub struct Forgotten {
    shell: Shell,
    typed: Typed,
}

impl Forgotten {
    pub fn new(who: &Public, typed: Typed) -> Forgotten {
        Forgotten { shell: who.shell("Ask for a new password"), typed }
    }
}

#[derive(Template)]
#[template(path = "accounts/new_password.html")]
pub struct NewPassword {
    shell: Shell,
    typed: Typed,
    email: String,
    action: String,
    hint: String,
}

impl NewPassword {
    pub fn new(who: &Public, token: &str, link: &Link, typed: Typed) -> NewPassword {
        let shell = who.shell("Choose a new password");
        NewPassword {
            shell,
            typed,
            email: link.email.clone(),
            action: paths::new_password(token),
            hint: password_hint(),
        }
    }
}

#[derive(Template)]
#[template(path = "accounts/account.html")]
pub struct Account {
    shell: Shell,
    typed: Typed,
    email: String,
    roles: String,
    /// One line about the second factor; nothing where it is not offered.
    second_factor: String,
    sessions: Vec<Running>,
    hint: String,
    /// Whether single keys are on; nothing for somebody who decides on nothing.
    keys: Option<bool>,
}

/// One line of the list of sessions.
pub struct Running {
    browser: String,
    address: String,
    opened: String,
    seen: String,
    /// "with a password and a code"
    how: &'static str,
    this_one: bool,
    end: String,
}

impl Account {
    pub fn new(
        who: &SignedIn,
        sessions: Vec<store::Session>,
        keys: bool,
        standing: &Standing,
        mut typed: Typed,
    ) -> Account {
        // The page has two forms: faults of the one leave the other as it was.
        if typed.word("name").is_empty() && typed.fault("name").is_none() {
            typed.words.add("name", who.name.clone());
        }
        let running = |session: store::Session| Running {
            browser: browser(&session.agent),
            address: session.address,
            opened: session.opened_at.shown_in(who.zone),
            seen: session.seen_at.shown_in(who.zone),
            how: session.proved_by.shown(),
            this_one: session.id == who.session,
            end: paths::session_end(session.id.as_str()),
        };
        Account {
            shell: who.shell("Your account", Place::Nowhere),
            typed,
            email: who.email.clone(),
            roles: roles(who),
            second_factor: in_one_line(standing),
            sessions: sessions.into_iter().map(running).collect(),
            hint: password_hint(),
            keys: (who.is(Capacity::Supervisor) || who.is(Capacity::Lead)).then_some(keys),
        }
    }
}

fn in_one_line(standing: &Standing) -> String {
    match (standing.on, standing.demand) {
        (true, _) => format!("On, {} recovery codes left", standing.left),
        (false, Demand::Off) => String::new(),
        (false, _) => "Off".to_owned(),
    }
}

/// What is asked of a new password, told before it is typed.
fn password_hint() -> String {
    format!(
        "{LEAST} characters or more. Three or four words that have nothing to do with each other are good and easy to keep."
    )
}

/// "trainee, supervisor"
fn roles(who: &SignedIn) -> String {
    let trainee = who.portfolio.as_ref().map(|_| "trainee");
    let all: Vec<&str> = trainee.into_iter().chain(who.capacities.iter().map(|c| c.shown())).collect();
    if all.is_empty() { "none yet".to_owned() } else { all.join(", ") }
}

/// "Firefox on Android": enough to tell one's own browsers apart. Order matters: most name others too.
fn browser(agent: &str) -> String {
    let first = |known: &[(&str, &'static str)], otherwise| {
        known.iter().find(|(mark, _)| agent.contains(mark)).map_or(otherwise, |(_, name)| *name)
    };
    let browsers = [
        ("Edg", "Edge"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ];
    let systems = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("Linux", "Linux"),
    ];
    format!("{} on {}", first(&browsers, "A browser"), first(&systems, "a computer or phone"))
}

pub fn samples() -> Vec<Sample> {
    let faulty = || {
        let mut faults =
            crate::domain::fault::Faults::one("", "The email address or the password is not right.");
        for field in ["name", "email", "password", "current-password", "new-password"] {
            faults.add(field, format!("Something is wrong with {field}."));
        }
        Typed::holding([("name", "Ann <b>"), ("email", "ann@x"), ("next", "/inbox")]).with_faults(faults)
    };
    let (public, hint) = (samples::public_shell, password_hint);
    let running = |this_one| Running {
        browser: browser("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"),
        address: "10.1.2.3".to_owned(),
        opened: "12 November 2026, 08:02".to_owned(),
        seen: "12 November 2026, 14:02".to_owned(),
        how: Proof::Code.shown(),
        this_one,
        end: paths::session_end("s"),
    };
    let account = |typed| Account {
        shell: samples::shell_for(&samples::supervisor(), "Your account", Place::Nowhere),
        typed,
        email: "sue@demo.example".to_owned(),
        roles: "supervisor".to_owned(),
        second_factor: "On, 7 recovery codes left".to_owned(),
        sessions: vec![running(true), running(false)],
        hint: hint(),
        keys: Some(true),
    };
    let (email, action) = ("ann@demo.example".to_owned(), paths::invitation("t"));
    let mut all = vec![
        Sample::of(
            "accounts/sign-in",
            &SignIn { shell: public("Sign in"), typed: Typed::nothing(), expired: true },
        ),
        Sample::of(
            "accounts/sign-in, again",
            &SignIn { shell: public("Sign in"), typed: faulty(), expired: false },
        ),
        Sample::of(
            "accounts/join",
            &Join {
                shell: public("Welcome"),
                typed: faulty(),
                house: "Perfolio at <Northgate>".to_owned(),
                email: email.clone(),
                action: action.clone(),
                hint: hint(),
            },
        ),
        Sample::of(
            "accounts/set-up",
            &SetUp { shell: public("Set up"), typed: faulty(), action: action.clone(), hint: hint() },
        ),
        Sample::of("accounts/forgotten", &Forgotten { shell: public("Forgotten"), typed: faulty() }),
        Sample::of(
            "accounts/new-password",
            &NewPassword { shell: public("New password"), typed: faulty(), email, action, hint: hint() },
        ),
        Sample::of("accounts/account", &account(Typed::nothing())),
        Sample::of("accounts/account, again", &account(faulty())),
    ];
    all.extend(factor::samples());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_apart() {
        let edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0";
        assert_eq!(browser(edge), "Edge on Windows");
        assert_eq!(
            browser("Mozilla/5.0 (iPhone; CPU iPhone OS 19 like Mac OS X) Version/19 Safari/604.1"),
            "Safari on iPhone"
        );
        assert_eq!(browser("curl/8"), "A browser on a computer or phone");
    }
}
