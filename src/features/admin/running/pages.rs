//! The pages of jobs and health.

use super::views;
use crate::app::App;
use crate::features::admin::store;
use crate::web::gate::Admin;
use crate::web::oops::Answer;
use crate::web::page::page;

pub async fn jobs(who: Admin, app: App) -> Answer {
    let today = who.today();
    let found = app.read(move |r| {
        Ok((store::counts(r.conn(), today)?, store::failing(r.conn())?, store::buried(r.conn())?))
    });
    let (counts, failing, buried) = found.await?;
    page(views::Jobs::new(&who, counts, &failing, &buried))
}

pub async fn health(who: Admin, app: App) -> Answer {
    let today = who.today();
    let counts = app.read(move |r| store::counts(r.conn(), today)).await?;
    let letters = match app.mail.leaves() {
        true => format!("Sent by a mail server, as {}", app.config.mail_from),
        false => {
            "Kept in a folder of this house; nobody gets them. Set PERFOLIO_SMTP_URL to send them".to_owned()
        }
    };
    page(views::Health::new(&who, counts, app.db.engine(), letters))
}
