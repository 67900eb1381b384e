//! The page of notices.

use super::views;
use crate::app::App;
use crate::db::twins;
use crate::features::requests::store;
use crate::web::gate::SignedIn;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::Asked;

pub async fn notices(who: SignedIn, app: App, asked: Asked) -> Answer {
    let (sight, number) = (who.sight(), asked.one("page").parse::<usize>().unwrap_or(1).max(1));
    let (told, more, names, rhythm) = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let (told, more) = twins::of(r.conn(), sight.viewer(), now, number - 1)?;
            let names = store::names_for(r.conn(), &shelf, &sight, &told)?;
            Ok((told, more, names, store::rhythm(r.conn(), &sight)?))
        })
        .await?;
    page(views::Notices::new(&who, told, &names, (number, more), rhythm))
}
