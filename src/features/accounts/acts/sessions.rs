//! Signing other browsers out. The password is asked again: whoever sits at a browser that somebody left open
//! must not be able to lock its owner out elsewhere.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome};
use crate::domain::audit::Event;
use crate::domain::fault::{Fault, Faults};
use crate::domain::names::SessionId;
use crate::features::accounts::{forms, pages, store};
use crate::web::form::Form;
use crate::web::gate::SignedIn;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::{saying, see_other};

pub async fn end_session(
    who: SignedIn,
    app: App,
    id: Path<SessionId>,
    mut form: Form<forms::Confirmed>,
) -> Answer {
    let id = id.into_inner();
    if id == who.session {
        return see_other(paths::ACCOUNT);
    }
    match ended(&who, &app, Some(id), &mut form).await {
        Ok(()) => saying(paths::ACCOUNT, "That browser is signed out."),
        Err(fault) => pages::account_with(&who, &app, form.again(fault)?).await,
    }
}

pub async fn end_other_sessions(who: SignedIn, app: App, mut form: Form<forms::Confirmed>) -> Answer {
    match ended(&who, &app, None, &mut form).await {
        Ok(()) => saying(paths::ACCOUNT, "You are signed out everywhere else."),
        Err(fault) => pages::account_with(&who, &app, form.again(fault)?).await,
    }
}

/// One session, or all others.
async fn ended(
    who: &SignedIn,
    app: &App,
    one: Option<SessionId>,
    form: &mut Form<forms::Confirmed>,
) -> Result<(), Fault> {
    let given = form.given()?;
    confirm(who, app, given.0).await?;
    let (me, keep) = (who.account.clone(), who.session.clone());
    app.write(Books::house(), move |tx| {
        let event = match one {
            Some(id) => {
                store::end_session(tx, &me, &id)?;
                Event::new(&me, "session/ended", format!("session/{id}"))
            }
            None => {
                let ended = store::end_other_sessions(tx, &me, Some(&keep))?;
                let event = Event::new(&me, "session/others-ended", format!("account/{me}"));
                event.with("sessions-ended", ended)
            }
        };
        Ok(Outcome::of((), event))
    })
    .await
}

async fn confirm(who: &SignedIn, app: &App, password: String) -> Result<(), Fault> {
    who.visit().limits.sign_in(who.visit().address, &who.email.to_lowercase())?;
    let me = who.account.clone();
    let stored = app.read(move |r| store::password_hash(r.conn(), &me)).await?;
    match app.hashing.verify(password, stored).await? {
        true => Ok(()),
        false => Err(Faults::one(forms::CONFIRMED, "This is not your password. Try again.").into()),
    }
}
