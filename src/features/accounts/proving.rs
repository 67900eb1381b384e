//! The second step, wherever it is asked for: signing in, and changing the second factor itself. What was
//! typed is a code from the app or a recovery code. A wrong code is counted and a right one is used up in
//! writes of their own, which stay whatever comes of the act: nothing that follows can give a try back.

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx, Why};
use crate::domain::audit::Event;
use crate::domain::factor::{News, Proof, read_code, read_recovery_code};
use crate::domain::fault::{Fault, Faults};
use crate::domain::job::{Job, Notice};
use crate::domain::names::AccountId;
use crate::features::accounts::store;
use crate::features::accounts::totp::Secret;
use crate::sealing::Sealing;
use crate::web::visit::Visit;

/// The names of the two fields.
pub const CODE: &str = "one-time-code";
pub const RECOVERY: &str = "recovery-code";

enum Looked {
    Right,
    /// One too many, so that from now on this many seconds must pass.
    Wrong(Option<i64>),
    Waits(u64),
}

/// A code from the app.
pub async fn by_code(app: &App, visit: &Visit, me: &AccountId, typed: &str) -> Result<Proof, Fault> {
    visit.limits.code(visit.address, me.as_str())?;
    let Some(code) = read_code(typed) else {
        return Err(Faults::one(CODE, "Enter the six digits that your app shows.").into());
    };
    let (sealing, of) = (app.sealing.clone(), me.clone());
    match app.write_quietly(Why::SignIn, move |tx| look(tx, &sealing, &of, &code)).await? {
        Looked::Right => Ok(Proof::Code),
        Looked::Waits(seconds) => Err(Fault::TooSoon { seconds }),
        Looked::Wrong(waits) => {
            if let Some(seconds) = waits {
                tell_of_wrong_codes(app, me, seconds).await?;
            }
            Err(wrong(CODE))
        }
    }
}

/// A replayed code is a wrong one: the answer does not say which.
fn wrong(field: &str) -> Fault {
    let sentence = match field {
        CODE => "This code is not right, or it was used already. Wait for the next one and enter that.",
        _ => "This is not one of your unused recovery codes. Check it, or try another one.",
    };
    Faults::one(field, sentence).into()
}

fn look(tx: &mut Tx<'_>, sealing: &Sealing, me: &AccountId, code: &str) -> Result<Looked, Fault> {
    let factor = store::factor(tx.conn(), me)?.ok_or(Fault::NotFound)?;
    let now = tx.now();
    if let Some(until) = factor.wait_until.filter(|until| *until > now) {
        let seconds = (until.millis() - now.millis() + 999) / 1000;
        return Ok(Looked::Waits(u64::try_from(seconds).unwrap_or(1)));
    }
    let secret = Secret::unsealed(sealing, &factor.id, &factor.sealed)?;
    if let Some(step) = secret.step_of(code, now)?
        && store::take_step(tx, &factor.id, step)?
    {
        return Ok(Looked::Right);
    }
    Ok(Looked::Wrong(store::count_wrong(tx, &factor.id)?))
}

/// Somebody has the password, and not the phone. The owner must hear of it.
async fn tell_of_wrong_codes(app: &App, me: &AccountId, seconds: i64) -> Result<(), Fault> {
    let me = me.clone();
    app.write(Books::house(), move |tx| {
        tx.later(Job::Tell { to: me.clone(), what: Notice::SecondFactor { what: News::WrongCodes } })?;
        let event = Event::new("anonymous", "second-factor/wrong-codes", format!("account/{me}"));
        Ok(Outcome::of((), event.with("waits-seconds", seconds)))
    })
    .await
}

/// A recovery code, which is used up.
pub async fn by_recovery_code(app: &App, visit: &Visit, me: &AccountId, typed: &str) -> Result<Proof, Fault> {
    visit.limits.recovery_code(visit.address)?;
    let Some(letters) = read_recovery_code(typed) else {
        return Err(
            Faults::one(RECOVERY, "Enter one of your recovery codes: sixteen letters and digits.").into()
        );
    };
    let me = me.clone();
    let used = app.write(Books::house(), move |tx| {
        if !store::use_recovery_code(tx, &me, &letters)? {
            return Err(wrong(RECOVERY));
        }
        let left = store::recovery_codes_left(tx.conn(), &me)?;
        tx.later(Job::Tell { to: me.clone(), what: Notice::SecondFactor { what: News::RecoveryCodeUsed } })?;
        let event = Event::new(&me, "second-factor/recovery-code-used", format!("account/{me}"));
        Ok(Outcome::of((), event.with("left", left)))
    });
    used.await?;
    Ok(Proof::RecoveryCode)
}

/// Either, in one field: for somebody signed in who changes their second factor, and may have lost it.
pub async fn by_either(app: &App, visit: &Visit, me: &AccountId, typed: &str) -> Result<Proof, Fault> {
    if read_recovery_code(typed).is_none() {
        return by_code(app, visit, me, typed).await;
    }
    by_recovery_code(app, visit, me, typed).await.map_err(|fault| match fault {
        Fault::Typed(faults) => Faults::one(CODE, faults.about(RECOVERY).unwrap_or_default()).into(),
        other => other,
    })
}
