//! What can be done in this room. Each act is two functions: the one that answers, and the one that
//! does it and may end early with a fault; words with faults are shown again by the page they came from.

pub mod factor;
pub mod sessions;

use actix_web::web::Path;
use tokio::task::spawn_blocking;

use crate::app::App;
use crate::breached;
use crate::db::tx::{Books, Outcome, Tx, Why};
use crate::domain::audit::Event;
use crate::domain::factor::Proof;
use crate::domain::fault::{Fault, Faults};
use crate::domain::job::{Job, Notice};
use crate::domain::names::{AccountId, SessionId};
use crate::domain::time::DEFAULT_ZONE;
use crate::features::accounts::store::{self, Admitted, Browser, Purpose};
use crate::features::accounts::{coming, forms, pages, password, views};
use crate::web::form::Form;
use crate::web::gate::{Public, SignedIn};
use crate::web::held::{HELD, HELD_PATH};
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::reply::{saying, see_other};
use crate::web::typed::{Typed, Words};
use crate::web::{held, paths, session};

pub async fn sign_in(who: Public, app: App, mut form: Form<forms::SignIn>) -> Answer {
    match let_in(&who, &app, &mut form).await {
        Ok((admitted, next)) => on(&who, &form.words, admitted, &next),
        Err(fault) => page(views::SignIn::new(&who, form.again(fault)?)),
    }
}

/// In, or on to the page of the code; with what must be said first.
fn on(who: &Public, words: &Words, (admitted, news): (Admitted, Option<String>), next: &str) -> Answer {
    let token = match admitted {
        Admitted::In(token) => token,
        Admitted::HalfWay(token) if words.one(HELD_PATH).is_empty() => {
            return session::half_way(see_other(paths::SIGN_IN_CODE)?, token);
        }
        // What was typed before the session ended goes with the code, as it went with the password.
        Admitted::HalfWay(token) => {
            let held = [(HELD, words.one(HELD)), (HELD_PATH, words.one(HELD_PATH))];
            let shown = page(views::SignInCode::new(who, Typed::holding(held)))?;
            return session::half_way(shown, token);
        }
    };
    let answer = match (held::after_sign_in(who.visit(), words), news) {
        (Some(given_back), _) => given_back?,
        (None, Some(sentence)) => saying(next, sentence)?,
        (None, None) => see_other(next)?,
    };
    Ok(session::with_token(answer, token))
}

type Next = String;

async fn let_in(
    who: &Public,
    app: &App,
    form: &mut Form<forms::SignIn>,
) -> Result<((Admitted, Option<String>), Next), Fault> {
    let given = form.given()?;
    let email = given.email.folded();
    who.visit().limits.sign_in(who.visit().address, &email)?;
    let admitted = match proven(who, app, &given, &email).await? {
        Some(admitted) => admitted,
        // The hash changed while it was compared. What is typed may fit the new one, as where another window renewed it.
        None => proven(who, app, &given, &email)
            .await?
            .ok_or_else(|| Fault::Busy("the password is being changed".to_owned()))?,
    };
    Ok((admitted, given.next))
}

/// In, or half way; nothing where the password was changed while it was compared.
async fn proven(
    who: &Public,
    app: &App,
    given: &forms::SignIn,
    email: &str,
) -> Result<Option<(Admitted, Option<String>)>, Fault> {
    let email = email.to_owned();
    let known = app.read(move |r| store::for_sign_in(r.conn(), &email)).await?;
    let fits = app.hashing.verify(given.password.clone(), known.clone().map(|(_, hash)| hash)).await?;
    let address = who.visit().address;
    if !fits {
        // Never what was typed: people type passwords into the wrong field.
        let account = known.as_ref().map_or("unknown", |(account, _)| account.as_str());
        tracing::warn!(account, %address, "a sign-in was refused");
    }
    let Some((account, hash)) = known.filter(|_| fits) else {
        return Err(Faults::one(
            "",
            "The email address or the password is not right. Check both and try again.",
        )
        .into());
    };
    let renewed = renewed(app, &given.password, &hash).await?;
    let (browser, old, next) = (browser(who), signed_in_before(who), given.next.clone());
    let me = account.clone();
    let admitted = app.write_quietly(Why::SignIn, move |tx| {
        if !store::renew_hash(tx, &me, &hash, &renewed)? {
            return Ok(None);
        }
        let admitted = store::admit(tx, &me, &browser, Proof::Password, &next)?;
        if let Admitted::HalfWay(_) = admitted {
            return Ok(Some((admitted, None)));
        }
        end_before(tx, old)?;
        Ok(Some((admitted, news_of_reset(tx, &me)?)))
    });
    let Some(admitted) = admitted.await? else { return Ok(None) };
    let half = matches!(admitted.0, Admitted::HalfWay(_));
    tracing::info!(%account, %address, half, "signed in");
    Ok(Some(admitted))
}

/// The hash, or a new one of the same password where the house asks more of a hash than it did when that one was made. Now
/// is the only time at which the password is known.
async fn renewed(app: &App, password: &str, hash: &str) -> Result<String, Fault> {
    match app.hashing.is_outdated(hash) {
        true => app.hashing.hash(password.to_owned()).await,
        false => Ok(hash.to_owned()),
    }
}

/// Two people took the second factor away: said in the app at the next sign-in, besides the letter.
fn news_of_reset(tx: &mut Tx<'_>, me: &AccountId) -> Result<Option<String>, Fault> {
    let at = store::news_of_reset(tx, me)?;
    Ok(at.map(|at| {
        let day = at.day_in(DEFAULT_ZONE);
        format!("Your second factor was taken away on {day}, because it was reported lost. Set up a new one under your name. If that was not you, tell an admin now.")
    }))
}

/// Who was signed in in this browser until now: perhaps somebody else, on a computer that two people use.
fn signed_in_before(who: &Public) -> Option<(AccountId, SessionId)> {
    who.person().map(|person| (person.account.clone(), person.session.clone()))
}

fn end_before(tx: &mut Tx<'_>, old: Option<(AccountId, SessionId)>) -> Result<(), Fault> {
    match old {
        Some((account, session)) => store::end_session(tx, &account, &session),
        None => Ok(()),
    }
}

pub async fn sign_out(who: Public, app: App, _form: Form<forms::Nothing>) -> Answer {
    if let Some(person) = who.person() {
        let (me, session) = (person.account.clone(), person.session.clone());
        app.write_quietly(Why::SignIn, move |tx| store::end_session(tx, &me, &session)).await?;
    }
    Ok(session::signed_out(saying(paths::SIGN_IN, "You are signed out.")?))
}

pub async fn join(who: Public, app: App, token: Path<String>, mut form: Form<forms::Join>) -> Answer {
    let link = pages::link(&app, &token, Purpose::Join).await?;
    match joined(&who, &app, &token, &link, &mut form).await {
        Ok(session) => session::signed_in(session, paths::DOOR),
        Err(fault) => page(views::Join::new(&who, &token, &link, form.again(fault)?)),
    }
}

async fn joined(
    who: &Public,
    app: &App,
    token: &str,
    link: &store::Link,
    form: &mut Form<forms::Join>,
) -> Result<String, Fault> {
    let given = form.given()?;
    let hash = hashed(app, "password", given.password, &[&given.name, &link.email]).await?;
    let (browser, token) = (browser(who), token.to_owned());
    app.write(Books::house(), move |tx| {
        let (me, event) = coming::join(tx, &token, &given.name, &hash)?;
        Ok(Outcome::of(store::open_session(tx, &me.id, &browser, Proof::Link)?, event))
    })
    .await
}

pub async fn set_up(who: Public, app: App, token: Path<String>, mut form: Form<forms::SetUp>) -> Answer {
    match house_opened(&who, &app, &token, &mut form).await {
        Ok(session) => session::signed_in(session, paths::DOOR),
        Err(fault) => page(views::SetUp::new(&who, &token, form.again(fault)?)),
    }
}

async fn house_opened(
    who: &Public,
    app: &App,
    token: &str,
    form: &mut Form<forms::SetUp>,
) -> Result<String, Fault> {
    let given = form.given()?;
    let hash = hashed(app, "password", given.password, &[&given.name, given.email.as_str()]).await?;
    let (browser, token) = (browser(who), token.to_owned());
    let opened = app.write(Books::house(), move |tx| {
        let (me, event) = coming::set_up(tx, &token, &given.email, &given.name, &hash)?;
        Ok(Outcome::of(store::open_session(tx, &me.id, &browser, Proof::Link)?, event))
    });
    opened.await.map_err(address_taken)
}

pub async fn ask_for_new_password(who: Public, app: App, mut form: Form<forms::Forgotten>) -> Answer {
    match asked(&who, &app, &mut form).await {
        Ok(()) => saying(
            paths::SIGN_IN,
            "If there is an account with this address, a letter with a link is on its way. The link holds for two hours.",
        ),
        Err(fault) => page(views::Forgotten::new(&who, form.again(fault)?)),
    }
}

/// Writes in either case, so that a known address takes no longer than an unknown one.
async fn asked(who: &Public, app: &App, form: &mut Form<forms::Forgotten>) -> Result<(), Fault> {
    let email = form.given()?.email.folded();
    who.visit().limits.link(who.visit().address)?;
    if who.visit().limits.letter(&email).is_err() {
        // Answered like all others: the link of the last letter still works.
        return Ok(());
    }
    app.write(Books::house(), move |tx| {
        let subject = match store::ask_for_new_password(tx, &email)? {
            Some((to, invitation)) => {
                let subject = format!("account/{to}");
                tx.later(Job::Tell { to, what: Notice::NewPassword { invitation } })?;
                subject
            }
            None => "account/unknown".to_owned(),
        };
        Ok(Outcome::of((), Event::new("anonymous", "account/new-password-asked", subject)))
    })
    .await
}

pub async fn choose_new_password(
    who: Public,
    app: App,
    token: Path<String>,
    mut form: Form<forms::NewPassword>,
) -> Answer {
    let link = pages::link(&app, &token, Purpose::Reset).await?;
    match chosen(&who, &app, &token, &link, &mut form).await {
        Ok(admitted) => on(&who, &Words::default(), (admitted, None), paths::DOOR),
        Err(fault) => page(views::NewPassword::new(&who, &token, &link, form.again(fault)?)),
    }
}

async fn chosen(
    who: &Public,
    app: &App,
    token: &str,
    link: &store::Link,
    form: &mut Form<forms::NewPassword>,
) -> Result<Admitted, Fault> {
    let given = form.given()?;
    let hash = hashed(app, "password", given.password, &[&link.name, &link.email]).await?;
    let (browser, token) = (browser(who), token.to_owned());
    app.write(Books::house(), move |tx| {
        let me = store::use_link(tx, &token, Purpose::Reset)?.account()?;
        store::set_password(tx, &me, &hash)?;
        let ended = store::end_other_sessions(tx, &me, None)?;
        // A letter alone does not stand in for a second factor.
        let admitted = store::admit(tx, &me, &browser, Proof::Link, paths::DOOR)?;
        Ok(Outcome::of(admitted, password_event(&me).with("sessions-ended", ended)))
    })
    .await
}

pub async fn change_name(who: SignedIn, app: App, mut form: Form<forms::OwnName>) -> Answer {
    match renamed(&who, &app, &mut form).await {
        Ok(()) => saying(paths::ACCOUNT, "Your name is changed."),
        Err(fault) => pages::account_with(&who, &app, form.again(fault)?).await,
    }
}

async fn renamed(who: &SignedIn, app: &App, form: &mut Form<forms::OwnName>) -> Result<(), Fault> {
    let (me, given) = (who.account.clone(), form.given()?);
    app.write(Books::house(), move |tx| {
        let row = store::set_name(tx, &me, &given.name)?;
        Ok(Outcome::of((), Event::new(&me, store::RENAMED, format!("account/{me}")).row(&row)))
    })
    .await
}

pub async fn change_password(who: SignedIn, app: App, mut form: Form<forms::OwnPassword>) -> Answer {
    match replaced(&who, &app, &mut form).await {
        Ok(token) => {
            let answer =
                saying(paths::ACCOUNT, "Your password is changed. You are signed out everywhere else.")?;
            Ok(session::with_token(answer, token))
        }
        Err(fault) => pages::account_with(&who, &app, form.again(fault)?).await,
    }
}

/// Ends every session, this one too: it goes on under a new token.
async fn replaced(who: &SignedIn, app: &App, form: &mut Form<forms::OwnPassword>) -> Result<String, Fault> {
    let given = form.given()?;
    who.visit().limits.sign_in(who.visit().address, &who.email.to_lowercase())?;
    let me = who.account.clone();
    let stored = app.read(move |r| store::password_hash(r.conn(), &me)).await?;
    if !app.hashing.verify(given.current, stored).await? {
        return Err(
            Faults::one("current-password", "This is not the password you have now. Try again.").into()
        );
    }
    let hash = hashed(app, "new-password", given.new, &[&who.name, &who.email]).await?;
    let (me, old, browser) = (who.account.clone(), who.session.clone(), Browser::of(who.visit()));
    app.write(Books::house(), move |tx| {
        let (_, proof) = store::beginning(tx.conn(), &old)?;
        store::set_password(tx, &me, &hash)?;
        let ended = store::end_other_sessions(tx, &me, None)?;
        let session = store::open_session(tx, &me, &browser, proof)?;
        Ok(Outcome::of(session, password_event(&me).with("sessions-ended", ended)))
    })
    .await
}

/// From the account page, or from the screen on which they were in the way.
pub async fn switch_keys(who: SignedIn, app: App, mut form: Form<forms::Keys>) -> Answer {
    let (me, given) = (who.account.clone(), form.given()?);
    app.write(Books::house(), move |tx| {
        store::set_single_keys(tx, &me, given.on)?;
        let event = Event::new(&me, "account/keys-switched", format!("account/{me}"));
        Ok(Outcome::of((), event.with("single-keys", if given.on { "on" } else { "off" })))
    })
    .await?;
    saying(given.next, if given.on { "Single keys are on." } else { "Single keys are off." })
}

/// Judges a new password and hashes it, before any transaction begins: it takes its time. Where the list of
/// breached passwords cannot be read no password is taken: nobody would notice that it is not looked at.
async fn hashed(app: &App, field: &str, password: String, about: &[&str]) -> Result<String, Fault> {
    password::judge(&password, about).map_err(|why| Faults::one(field, why))?;
    if let Some(list) = app.config.breached.clone() {
        let asked = password.clone();
        let known = spawn_blocking(move || breached::holds(&list, &asked)).await.map_err(Fault::broken)?;
        if known.map_err(|why| Fault::Busy(format!("PERFOLIO_BREACHED_PASSWORDS: {why}")))? {
            return Err(Faults::one(field, password::BREACHED).into());
        }
    }
    app.hashing.hash(password).await
}

fn browser(who: &Public) -> Browser {
    Browser::of(who.visit())
}

fn password_event(me: &AccountId) -> Event {
    Event::new(me, "account/password-chosen", format!("account/{me}"))
}

fn address_taken(fault: Fault) -> Fault {
    match fault {
        fault if fault.took("accounts", &["email_folded"]) => {
            Faults::one("email", "There is an account with this address already. Use another one.").into()
        }
        other => other,
    }
}
