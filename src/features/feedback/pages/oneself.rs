//! The trainee rates themself with the questions that the others answer.

use actix_web::web::Path;

use crate::app::App;
use crate::domain::names::RoundId;
use crate::domain::policy::feedback::may_rate_oneself;
use crate::features::feedback::round::round as found;
use crate::features::feedback::views;
use crate::web::gate::Trainee;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::Typed;

pub async fn form(who: Trainee, app: App, id: Path<RoundId>) -> Answer {
    form_with(&who, &app, &id, Typed::nothing()).await
}

pub async fn form_with(who: &Trainee, app: &App, id: &RoundId, typed: Typed) -> Answer {
    let (person, id) = (who.person().clone(), id.clone());
    let round = app
        .read(move |r| {
            let shelf = r.shelf();
            let round = found(r.conn(), &shelf, &person, &id)?;
            may_rate_oneself(&person, &round.case)?;
            Ok(round)
        })
        .await?;
    page(views::Oneself::new(who, &round, typed)?)
}
