//! The page of house rules.

use super::views;
use crate::app::App;
use crate::domain::fault::Fault;
use crate::features::programmes::{file_rules, newest_kinds};
use crate::web::gate::Admin;
use crate::web::oops::Answer;
use crate::web::page::page;

pub async fn rules(who: Admin, app: App) -> Answer {
    let kinds = app
        .read(|r| {
            let shelf = r.shelf();
            let kinds = newest_kinds(r.conn(), &shelf)?;
            let kinds = kinds.into_iter().filter(|kind| kind.camera || kind.files);
            kinds.map(|kind| Ok((file_rules(r.conn(), &kind.code)?, kind))).collect::<Result<Vec<_>, Fault>>()
        })
        .await?;
    page(views::Rules::new(&who, &kinds))
}
