//! The trainee rates themself with the questions that the others answer.

use actix_web::web::Path;

use crate::app::App;
use crate::domain::names::RoundId;
use crate::domain::policy::feedback::may_rate_oneself;
use crate::features::enrolments::in_names_found;
use crate::features::feedback::round::round as found;
use crate::features::feedback::{store, views};
use crate::web::gate::Trainee;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::Typed;

pub async fn form(who: Trainee, app: App, id: Path<RoundId>) -> Answer {
    form_with(&who, &app, &id, Typed::nothing()).await
}

pub async fn form_with(who: &Trainee, app: &App, id: &RoundId, typed: Typed) -> Answer {
    let (person, id, untouched) = (who.person().clone(), id.clone(), typed.words.is_empty());
    let of = id.clone();
    let done = app
        .read(move |r| {
            let shelf = r.shelf();
            let round = found(r.conn(), &shelf, &person, &id)?;
            // Where the round has gone on meanwhile, what was chosen is given back beside the sentence.
            if untouched {
                may_rate_oneself(&person, &round.case)?;
            }
            Ok(round)
        })
        .await;
    let round = in_names_found(app, move |conn| Ok(store::named(conn, &of)?.row.enrolment_id), done).await?;
    page(views::Oneself::new(who, &round, typed)?)
}
