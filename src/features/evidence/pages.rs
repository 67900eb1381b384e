//! A file, and its small picture, as an answer.

use actix_web::http::header::{self, HeaderValue};
use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::Why;
use crate::domain::fault::Fault;
use crate::domain::names::EvidenceId;
use crate::domain::role::Sight;
use crate::features::entries::note_file_reading;
use crate::features::evidence::store::{self, File};
use crate::files::intake::{JPEG, PDF, PNG};
use crate::web::gate::SignedIn;
use crate::web::headers::FILE_POLICY;
use crate::web::oops::{Answer, Oops};
use crate::web::reply::{Shown, download};

/// Browsers show PDF in a part of theirs that a sandbox switches off; nothing else is loosened.
const PDF_POLICY: &str = "default-src 'none'; object-src 'self'; img-src 'self'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

pub async fn file(who: SignedIn, app: App, id: Path<EvidenceId>) -> Answer {
    let (sight, id) = (who.sight(), id.into_inner());
    let answer = give(&app, sight.clone(), id.clone()).await?;
    note_reading(&app, sight, id);
    Ok(answer)
}

/// Written after the answer, once a day; if it is lost, the next look writes it.
fn note_reading(app: &App, sight: Sight, id: EvidenceId) {
    let app = app.clone();
    actix_web::rt::spawn(async move {
        let (who, file) = (sight.clone(), id.clone());
        let noted = match app.read(move |r| store::is_news(r.conn(), &who, &file)).await {
            Ok(true) => app.write_quietly(Why::Reading, move |tx| note_file_reading(tx, &sight, &id)).await,
            other => other.map(drop),
        };
        if let Err(fault) = noted {
            tracing::warn!(%fault, "a reading was not written");
        }
    });
}

/// The file, if it exists for this sight.
pub async fn give(app: &App, sight: Sight, id: EvidenceId) -> Answer {
    let found = found(app, sight, id).await?;
    let bytes = bytes(app, found.hash).await?;
    let (shown, policy) = match found.media_type.as_str() {
        JPEG | PNG => (Shown::Inline, FILE_POLICY),
        PDF => (Shown::Inline, PDF_POLICY),
        _ => (Shown::Attached, FILE_POLICY),
    };
    under(policy, download(bytes, &found.name, &found.media_type, shown)?)
}

pub async fn thumb(who: SignedIn, app: App, id: Path<EvidenceId>) -> Answer {
    give_thumb(&app, who.sight(), id.into_inner()).await
}

pub async fn give_thumb(app: &App, sight: Sight, id: EvidenceId) -> Answer {
    let found = found(app, sight, id).await?;
    if found.thumb_hash.is_empty() {
        return Err(Fault::NotFound.into());
    }
    let bytes = bytes(app, found.thumb_hash).await?;
    under(FILE_POLICY, download(bytes, &found.name, JPEG, Shown::Inline)?)
}

async fn found(app: &App, sight: Sight, id: EvidenceId) -> Result<File, Fault> {
    app.read(move |r| store::file(r.conn(), &sight, &id)).await
}

async fn bytes(app: &App, hash: String) -> Result<Vec<u8>, Fault> {
    let files = app.files.clone();
    tokio::task::spawn_blocking(move || files.read(&hash).map_err(Fault::broken))
        .await
        .map_err(Fault::broken)?
}

fn under(policy: &'static str, mut answer: actix_web::HttpResponse) -> Answer {
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    Ok::<_, Oops>(answer)
}
