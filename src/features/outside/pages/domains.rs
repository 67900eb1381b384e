//! The page on which a lead says which domains are work addresses, over what they lead.

use crate::app::App;
use crate::features::outside::{store, views};
use crate::features::people::{self, Atlas};
use crate::features::roster::offers;
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::parts::Choice;
use crate::web::typed::Typed;

pub async fn domains(who: Lead, app: App) -> Answer {
    domains_with(&who, &app, Typed::nothing()).await
}

pub async fn domains_with(who: &Lead, app: &App, typed: Typed) -> Answer {
    let sight = who.sight();
    let (lines, choices, signed) = app
        .read(move |r| {
            let territory = people::territory(r.conn(), sight.viewer(), sight.today())?;
            let atlas = Atlas::load(r.conn())?;
            let mut lines = Vec::new();
            for one in store::allowed_over(r.conn())? {
                let over = one.row.reach()?;
                if atlas.spot(&over).is_ok_and(|spot| territory.holds(&spot)) {
                    lines.push((one, crate::domain::names::capital(&atlas.label(&over))));
                }
            }
            let choices: Vec<Choice> = offers(&atlas, &territory)
                .into_iter()
                .map(|(over, label)| Choice::of(over.code(), label))
                .collect();
            Ok((lines, choices, store::assessors(r.conn(), &sight)?))
        })
        .await?;
    page(views::Domains::new(who, &lines, choices, &signed, typed))
}
