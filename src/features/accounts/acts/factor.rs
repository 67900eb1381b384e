//! What can be done with a second factor: the second step of signing in, setting one up, changing it,
//! and saying that it is lost.

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx, Why};
use crate::domain::audit::Event;
use crate::domain::factor::{Demand, News, Proof};
use crate::domain::fault::{Fault, Faults, Refusal};
use crate::domain::job::{Job, Notice};
use crate::domain::names::{AccountId, FactorId};
use crate::domain::time::DEFAULT_ZONE;
use crate::features::accounts::forms::{Nothing, factor as forms};
use crate::features::accounts::pages::factor as pages;
use crate::features::accounts::store::{self, Half};
use crate::features::accounts::totp::Secret;
use crate::features::accounts::{proving, views};
use crate::web::form::Form;
use crate::web::gate::{Arriving, Public};
use crate::web::oops::{Answer, Oops};
use crate::web::page::page;
use crate::web::paths;
use crate::web::reply::{Shown, download, saying, see_other};
use crate::web::{held, session};

pub async fn code(who: Public, app: App, mut form: Form<forms::Code>) -> Answer {
    let Some(half) = pages::half(&who, &app).await? else { return pages::begin_again(&who) };
    match by_code(&who, &app, &half, &mut form).await {
        Ok(token) => match held::after_sign_in(who.visit(), &form.words) {
            Some(given_back) => Ok(session::with_token(given_back?, token)),
            None => session::signed_in(token, &half.next),
        },
        Err(fault) => page(views::SignInCode::new(&who, form.again(fault)?)),
    }
}

async fn by_code(
    who: &Public,
    app: &App,
    half: &Half,
    form: &mut Form<forms::Code>,
) -> Result<String, Fault> {
    let given = form.given()?;
    let proof = proving::by_code(app, who.visit(), &half.account, &given.0).await?;
    open(who, app, half, proof).await
}

pub async fn recovery_code(who: Public, app: App, mut form: Form<forms::RecoveryCode>) -> Answer {
    let Some(half) = pages::half(&who, &app).await? else { return pages::begin_again(&who) };
    match by_recovery_code(&who, &app, &half, &mut form).await {
        Ok(token) => {
            let said = "That recovery code is used up. If your phone is lost, set up another one here.";
            Ok(session::with_token(saying(paths::SECOND_FACTOR, said)?, token))
        }
        Err(fault) => page(views::SignInRecovery::new(&who, form.again(fault)?)),
    }
}

async fn by_recovery_code(
    who: &Public,
    app: &App,
    half: &Half,
    form: &mut Form<forms::RecoveryCode>,
) -> Result<String, Fault> {
    let given = form.given()?;
    let proof = proving::by_recovery_code(app, who.visit(), &half.account, &given.0).await?;
    open(who, app, half, proof).await
}

/// The half becomes a session: a new row with a new token. Whoever was signed in here before is out.
async fn open(who: &Public, app: &App, half: &Half, proof: Proof) -> Result<String, Fault> {
    let (half, browser, old) = (half.clone(), store::Browser::of(who.visit()), super::signed_in_before(who));
    app.write_quietly(Why::SignIn, move |tx| {
        store::use_half(tx, &half.id)?;
        super::end_before(tx, old)?;
        store::open_session(tx, &half.account, &browser, proof)
    })
    .await
}

/// Phone and codes are gone: whoever may help is told. One open request is enough.
pub async fn lost(who: Public, app: App, _form: Form<Nothing>) -> Answer {
    let Some(half) = pages::half(&who, &app).await? else { return pages::begin_again(&who) };
    who.visit().limits.link(who.visit().address)?;
    app.write(Books::house(), move |tx| {
        let (me, now) = (half.account, tx.now());
        let new = store::ask_for_reset(tx, &me)?;
        if new {
            for to in store::who_may_help(tx.conn(), &me, now.day_in(DEFAULT_ZONE))? {
                let what = Notice::ResetWaits { of: me.clone(), proposed: false };
                tx.later(Job::Tell { to, what })?;
            }
        }
        let event = Event::new(&me, "second-factor/reset-asked", format!("account/{me}"));
        Ok(Outcome::of((), event.with("new", new)))
    })
    .await?;
    saying(
        paths::SIGN_IN,
        "Your training lead and the admins are told. Speak with one of them: two of them have to agree.",
    )
}

pub async fn begin(who: Arriving, app: App, mut form: Form<forms::Begin>) -> Answer {
    match begun(&who, &app, &mut form).await {
        Ok(()) => see_other(paths::SECOND_FACTOR_SET_UP),
        Err(fault) => pages::second_factor_with(&who, &app, form.again(fault)?).await,
    }
}

async fn begun(who: &Arriving, app: &App, form: &mut Form<forms::Begin>) -> Result<(), Fault> {
    let (given, person) = (form.given()?, who.person().clone());
    let standing = app.read(move |r| pages::standing(r, &person)).await?;
    if standing.on {
        let why = "A second factor is on already. To move it to another phone, enter a code below.";
        return Err(Faults::one("", why).into());
    }
    if standing.demand == Demand::Off {
        return Err(Fault::NotFound);
    }
    if standing.ask_password {
        confirm_password(who, app, given.password).await?;
    }
    let (me, sealing) = (who.account.clone(), app.sealing.clone());
    app.write(Books::house(), move |tx| {
        begin_with_new_secret(tx, &me, &sealing)?;
        Ok(Outcome::of((), Event::new(&me, "second-factor/begun", format!("account/{me}"))))
    })
    .await
}

fn begin_with_new_secret(
    tx: &mut Tx<'_>,
    me: &AccountId,
    sealing: &crate::sealing::Sealing,
) -> Result<(), Fault> {
    let id: FactorId = tx.new_id();
    let sealed = Secret::of(tx.random()).sealed(sealing, &id, tx.random())?;
    store::begin_factor(tx, me, &id, &sealed)
}

async fn confirm_password(who: &Arriving, app: &App, password: String) -> Result<(), Fault> {
    who.visit().limits.sign_in(who.visit().address, &who.email.to_lowercase())?;
    let me = who.account.clone();
    let stored = app.read(move |r| store::password_hash(r.conn(), &me)).await?;
    if app.hashing.verify(password, stored).await? { Ok(()) } else { Err(forms::wrong_password()) }
}

/// Answers with the recovery codes themselves: they are kept nowhere, so they can be shown this once.
pub async fn confirm(who: Arriving, app: App, mut form: Form<forms::Code>) -> Answer {
    match confirmed(&who, &app, &mut form).await {
        Ok((codes, token)) => {
            let shown = page(views::RecoveryCodes::new(&who, codes, true))?;
            Ok(session::with_token(shown, token))
        }
        Err(fault) => pages::set_up_factor_with(&who, &app, form.again(fault)?).await,
    }
}

/// The session goes on under a new token, proved by the code; the others, which it did not prove, end.
async fn confirmed(
    who: &Arriving,
    app: &App,
    form: &mut Form<forms::Code>,
) -> Result<(Vec<String>, String), Fault> {
    let given = form.given()?;
    who.visit().limits.code(who.visit().address, who.account.as_str())?;
    let (me, session, sealing) = (who.account.clone(), who.session.clone(), app.sealing.clone());
    app.write(Books::house(), move |tx| {
        let now = tx.now();
        let factor = store::factor_being_set_up(tx.conn(), &me, now)?.ok_or_else(|| {
            Refusal::new("no-set-up", "This set-up was finished or is too old. Look at your account, and begin again if you must.")
        })?;
        let secret = Secret::unsealed(&sealing, &factor.id, &factor.sealed)?;
        let code = crate::domain::factor::read_code(&given.0).unwrap_or_default();
        let step = secret.step_of(&code, now)?.ok_or_else(|| {
            let why = "This is not the code that the app shows for Perfolio now. Look again; if it stays wrong, set the clock of the phone by the network.";
            Faults::one(proving::CODE, why)
        })?;
        store::switch_factor_on(tx, &me, &factor.id, step)?;
        let codes = store::new_recovery_codes(tx, &me)?;
        let ended = store::end_other_sessions(tx, &me, Some(&session))?;
        let token = store::renew_session(tx, &session, Proof::Code)?;
        tell(tx, &me, News::On)?;
        let event = Event::new(&me, "second-factor/on", format!("account/{me}"));
        Ok(Outcome::of((codes, token), event.with("sessions-ended", ended)))
    })
    .await
}

fn tell(tx: &mut Tx<'_>, me: &AccountId, what: News) -> Result<(), Fault> {
    tx.later(Job::Tell { to: me.clone(), what: Notice::SecondFactor { what } })
}

pub async fn change(who: Arriving, app: App, mut form: Form<forms::Changed>) -> Answer {
    match changed(&who, &app, &mut form).await {
        Ok(Changed::NewCodes(codes)) => page(views::RecoveryCodes::new(&who, codes, false)),
        Ok(Changed::Moving) => see_other(paths::SECOND_FACTOR_SET_UP),
        Ok(Changed::Off) => {
            saying(paths::SECOND_FACTOR, "Your second factor is off. Your password alone signs you in.")
        }
        Err(fault) => pages::second_factor_with(&who, &app, form.again(fault)?).await,
    }
}

enum Changed {
    NewCodes(Vec<String>),
    Moving,
    Off,
}

async fn changed(who: &Arriving, app: &App, form: &mut Form<forms::Changed>) -> Result<Changed, Fault> {
    let (given, person) = (form.given()?, who.person().clone());
    let standing = app.read(move |r| pages::standing(r, &person)).await?;
    if !standing.on {
        return Err(Faults::one("", "Your second factor is off already.").into());
    }
    if given.change == forms::Change::Off && standing.demand == Demand::Required {
        return Err(Faults::one(
            "do",
            "This house asks it of you, so it stays on. You can move it to another phone.",
        )
        .into());
    }
    confirm_password(who, app, given.password).await?;
    proving::by_either(app, who.visit(), &who.account, &given.code).await?;
    let (me, sealing, change) = (who.account.clone(), app.sealing.clone(), given.change);
    app.write(Books::house(), move |tx| {
        let event = |word| Event::new(&me, word, format!("account/{me}"));
        match change {
            forms::Change::NewCodes => {
                let codes = store::new_recovery_codes(tx, &me)?;
                tell(tx, &me, News::NewCodes)?;
                Ok(Outcome::of(Changed::NewCodes(codes), event("second-factor/new-codes")))
            }
            forms::Change::Move => {
                begin_with_new_secret(tx, &me, &sealing)?;
                Ok(Outcome::of(Changed::Moving, event("second-factor/begun")))
            }
            forms::Change::Off => {
                store::end_factors(tx, &me)?;
                store::forget_codes(tx, &me)?;
                tell(tx, &me, News::Off)?;
                Ok(Outcome::of(Changed::Off, event("second-factor/off")))
            }
        }
    })
    .await
}

/// The codes that are on the screen, as a file. They come from there and are only checked here, since the
/// house does not have them.
pub async fn codes_file(who: Arriving, app: App, mut form: Form<forms::Shown>) -> Answer {
    let (me, codes) = (who.account.clone(), form.given()?.0);
    let asked = codes.clone();
    if !app.read(move |r| store::are_recovery_codes(r.conn(), &me, &asked)).await? {
        return Err(Oops::from(Fault::NotFound));
    }
    let text = format!(
        "Perfolio recovery codes of {}\nEach works once. Keep them where your phone is not.\n\n{}\n",
        who.email,
        codes.join("\n")
    );
    download(text, "perfolio-recovery-codes.txt", "text/plain; charset=utf-8", Shown::Attached)
}
