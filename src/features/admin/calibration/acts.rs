//! Setting it.

use super::{forms, pages};
use crate::app::App;
use crate::db::tx::{Books, Outcome};
use crate::domain::calibration::{NOTICE_DAYS, Shown, announced, announced_anew, earliest, latest};
use crate::domain::fault::{Fault, Faults};
use crate::features::admin::keeping;
use crate::features::signoffs;
use crate::web::form::Form;
use crate::web::gate::Admin;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;

pub async fn set_rule(who: Admin, app: App, mut form: Form<forms::Asked>) -> Answer {
    match set(&who, &app, &mut form).await {
        Ok(path) => saying(path, "The setting is saved."),
        Err(fault) => pages::rule_with(&who, &app, form.again(fault)?).await,
    }
}

async fn set(who: &Admin, app: &App, form: &mut Form<forms::Asked>) -> Result<String, Fault> {
    let (asked, person, once) = (form.given()?.0, who.person().clone(), form.once(&who.account));
    let today = who.today();
    app.write_once(once, Books::house(), move |tx| {
        let grant = keeping(tx, &person)?;
        let before = signoffs::shown(tx.conn())?;
        let mut told = 0;
        if let Shown::From(day) = asked
            && asked != before
        {
            if day < earliest(today) {
                let sentence = format!(
                    "People are told {NOTICE_DAYS} days before anything is shown. Enter {} or a later day.",
                    earliest(today)
                );
                return Err(Faults::one("from", sentence).into());
            }
            if day > latest(today) {
                let sentence = format!(
                    "This is more than a year ahead, and everybody is told of it at once. Enter a day up to {}.",
                    latest(today)
                );
                return Err(Faults::one("from", sentence).into());
            }
            let sentence = match before {
                Shown::From(old) if old > today => announced_anew(day, old),
                _ => announced(day),
            };
            told = signoffs::tell_staff(tx, &grant, today, &sentence)?;
        }
        signoffs::set_shown(tx, &grant, asked)?;
        let event =
            grant.event("setting/calibration", "house").with("shown", asked.written()).with("told", told);
        Ok(Outcome::of(paths::CALIBRATION_RULE.to_owned(), event))
    })
    .await
}
