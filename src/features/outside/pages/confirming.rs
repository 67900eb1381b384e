//! What the letter to a work address opens: what was decided then, and the button that makes it count; once it was
//! answered, or is too late, what became of it.

use actix_web::web::Path;

use crate::app::App;
use crate::domain::fault::Fault;
use crate::features::outside::acts::confirming::{held_then, hindered};
use crate::features::outside::became::{became, replaced};
use crate::features::outside::{store, views};
use crate::web::gate::Holder;
use crate::web::oops::Answer;
use crate::web::page::page;

pub async fn asked(who: Holder, app: App, token: Path<String>) -> Answer {
    let asked = token.to_string();
    let found = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let row = match store::by_confirmation(r.conn(), &asked) {
                Err(Fault::NotFound) => return Ok(Err(replaced(r.conn(), &asked)?)),
                found => found?,
            };
            if let Some(became) = became(r.conn(), &shelf, &row, now)? {
                return Ok(Err(became));
            }
            let held = held_then(r.conn(), &shelf, &row, now)?;
            let hindered = hindered(r.conn(), &shelf, &held, &row)?;
            Ok(Ok((row, held, hindered)))
        })
        .await?;
    match found {
        Ok((row, held, hindered)) => page(views::Confirm::new(&who, &token, &row, &held, hindered)),
        Err(became) => page(views::Ended::became(&who, &became)),
    }
}
