//! Closing before the last day: the trainee asks for it, the supervisor does it. One button, by whoever presses it.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::Outcome;
use crate::domain::feedback::News;
use crate::domain::names::RoundId;
use crate::domain::policy::feedback::{may_ask_to_close, may_close};
use crate::features::accounts::Nothing;
use crate::features::feedback::acts::{on_round, subject, tell, tell_supervisor};
use crate::features::feedback::store;
use crate::web::form::Form;
use crate::web::gate::SignedIn;
use crate::web::oops::Answer;
use crate::web::reply::saying;

pub async fn close(who: SignedIn, app: App, id: Path<RoundId>, form: Form<Nothing>) -> Answer {
    let path = on_round(who.person(), &app, &id, &form, |tx, person, round| {
        if round.case.is_own(person) {
            let grant = may_ask_to_close(person, &round.case)?;
            let row = store::ask_to_close(tx, &grant)?;
            tell_supervisor(tx, round, News::CloseAsked)?;
            return Ok(Outcome::of((), grant.event("feedback/close-asked", subject(&row.id))));
        }
        let grant = may_close(person, &round.case)?;
        let row = store::close(tx, &grant)?;
        tell(tx, &round.case.owner, &row.id, News::Closed)?;
        Ok(Outcome::of((), grant.event("feedback/closed", subject(&row.id))))
    })
    .await?;
    let (sight, of) = (who.sight(), id.into_inner());
    let own = app.read(move |r| Ok(store::round(r.conn(), &sight, &of)?.owner == *sight.viewer())).await?;
    let sentence = match own {
        true => "You asked for the round to be closed now.",
        false => {
            "The round is closed: nobody answers any more. What colleagues said stands below, if enough of them did."
        }
    };
    saying(path, sentence)
}
