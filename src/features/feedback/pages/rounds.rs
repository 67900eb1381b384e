//! The rounds of a person: their own, with a way to begin one, and those that they look after or lead.

use crate::app::App;
use crate::domain::role::Person;
use crate::features::feedback::{round, store, views};
use crate::web::gate::SignedIn;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::Typed;
use crate::web::visit::Visit;

pub async fn rounds(who: SignedIn, app: App) -> Answer {
    rounds_with(who.person(), who.visit(), &app, Typed::nothing()).await
}

pub async fn rounds_with(who: &Person, visit: &Visit, app: &App, typed: Typed) -> Answer {
    let person = who.clone();
    let (own, others, asked, beginnings) = app
        .read(move |r| {
            let (shelf, now, sight) = (r.shelf(), r.now(), person.sight());
            let own = store::of_person(r.conn(), &sight)?;
            let others = store::waiting_for(r.conn(), &sight)?;
            let asked = store::asked_of(r.conn(), &sight)?;
            let beginnings = match &person.portfolio {
                Some(portfolio) => round::beginnings(r.conn(), &shelf, &sight, portfolio, now)?,
                None => Vec::new(),
            };
            Ok((own, others, asked, beginnings))
        })
        .await?;
    page(views::Rounds::new(who, visit, (&own, (&others.0, others.1)), &asked, &beginnings, typed)?)
}
