//! The page of notices.

use super::views;
use crate::app::App;
use crate::db::twins;
use crate::features::requests::store;
use crate::web::gate::SignedIn;
use crate::web::oops::Answer;
use crate::web::page::page;

/// So many are on the page.
const MOST: i64 = 100;

pub async fn notices(who: SignedIn, app: App) -> Answer {
    let sight = who.sight();
    let (told, names, rhythm) = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let told = twins::of(r.conn(), sight.viewer(), now, MOST)?;
            let names = store::names_for(r.conn(), &shelf, &sight, &told)?;
            Ok((told, names, store::rhythm(r.conn(), &sight)?))
        })
        .await?;
    page(views::Notices::new(&who, told, &names, rhythm))
}
