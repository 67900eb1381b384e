//! Setting house rules.

use super::forms;
use crate::app::App;
use crate::db::tx::{Books, Outcome};
use crate::features::admin::keeping;
use crate::features::programmes::{FileRules, newest_kinds, set_file_rules};
use crate::web::form::Form;
use crate::web::gate::Admin;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::saying;

pub async fn set_rules(who: Admin, app: App, mut form: Form<forms::Rules>) -> Answer {
    let (asked, person, once) = (form.given()?, who.person().clone(), form.once(&who.account));
    let path = app
        .write_once(once, Books::house(), move |tx| {
            let grant = keeping(tx, &person)?;
            let shelf = tx.shelf();
            let mut event = grant.event("rules/set", "house");
            for kind in newest_kinds(tx.conn(), &shelf)? {
                let (camera, files) = (asked.camera.contains(&kind.code), asked.files.contains(&kind.code));
                if kind.camera || kind.files {
                    set_file_rules(tx, &grant, &kind.code, FileRules { camera, files })?;
                    event = event.with(&kind.code, format!("camera {camera}, files {files}"));
                }
            }
            Ok(Outcome::of(paths::HOUSE_RULES.to_owned(), event))
        })
        .await?;
    saying(path, "The house rules are saved. Forms follow them from now on.")
}
