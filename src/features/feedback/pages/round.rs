//! One round, for the trainee whom it is about and for those who look after it. What was said stands on it only when
//! the rule lets this person look: the supervisor once it is closed, everybody who sees it once it is released.

use actix_web::web::Path;

use crate::app::App;
use crate::domain::feedback::State;
use crate::domain::names::RoundId;
use crate::domain::policy::feedback::may_look;
use crate::features::feedback::round::{round as found, summary};
use crate::features::feedback::{store, views};
use crate::web::gate::SignedIn;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::Typed;

pub async fn round(who: SignedIn, app: App, id: Path<RoundId>) -> Answer {
    round_with(&who, &app, &id, Typed::nothing()).await
}

pub async fn round_with(who: &SignedIn, app: &App, id: &RoundId, typed: Typed) -> Answer {
    let (person, id) = (who.person().clone(), id.clone());
    let (round, said, comments) = app
        .read(move |r| {
            let shelf = r.shelf();
            let round = found(r.conn(), &shelf, &person, &id)?;
            let look = may_look(&person, &round.case).ok();
            let said = match look.is_some() || round.case.state == State::Released {
                true => Some(summary(r.conn(), &round)?),
                false => None,
            };
            let words = said.as_ref().is_some_and(|said| said.words);
            let comments = match look.filter(|_| words) {
                Some(grant) => store::comments(r.conn(), &grant)?,
                None => Vec::new(),
            };
            Ok((round, said, comments))
        })
        .await?;
    page(views::RoundPage::new(who, &round, said.as_ref(), &comments, typed)?)
}
