//! A file on its way into a draft, sent by the script while the form is being filled in.

use actix_web::web::Path;
use serde::Serialize;

use crate::app::App;
use crate::domain::fault::Fault;
use crate::domain::names::DraftId;
use crate::features::entries::{DRAFTS_FULL, FILES_REFUSED, LogWords, attached, keep_draft, stored};
use crate::web::form::Form;
use crate::web::gate::Trainee;
use crate::web::oops::Answer;
use crate::web::reply::data;

/// What the script shows.
#[derive(Serialize)]
struct Taken {
    files: Vec<Line>,
    /// Why some were not taken.
    refused: Vec<String>,
    saved: String,
}

#[derive(Serialize)]
struct Line {
    name: String,
    what: String,
    path: String,
    thumb: String,
    removal: String,
}

/// Comes with the words of the form, so that the draft is there whichever comes first.
pub async fn upload(who: Trainee, app: App, id: Path<DraftId>, mut form: Form<LogWords>) -> Answer {
    let log = form.given()?;
    if log.draft != *id {
        return Err(Fault::NotFound.into());
    }
    let (files, mut refused) = stored(&app, &form.files).await?;
    refused.append(&mut form.refused);
    let kept = match keep_draft(&app, who.person(), &log, files).await {
        Err(Fault::Refused(refusal)) if refusal.code == FILES_REFUSED => {
            refused.push(refusal.sentence);
            keep_draft(&app, who.person(), &log, Vec::new()).await?
        }
        Err(Fault::Refused(refusal)) if refusal.code == DRAFTS_FULL => {
            return data(&Taken { files: Vec::new(), refused: vec![refusal.sentence], saved: log.saved });
        }
        other => other?,
    };
    let lines = attached(&app, who.person(), &id).await?;
    data(&Taken {
        files: lines
            .into_iter()
            .map(|(line, removal)| Line {
                name: line.name,
                what: line.what,
                path: line.path,
                thumb: line.thumb,
                removal,
            })
            .collect(),
        refused,
        saved: kept.at.millis().to_string(),
    })
}
