//! Files of a form: the one table, read, and the scans, stored and looked into while their sender waits.

use tokio::task::spawn_blocking;

use crate::app::App;
use crate::domain::earlier::table::Table;
use crate::domain::fault::{Fault, Faults};
use crate::features::earlier::forms::TABLE;
use crate::features::entries::store::StoredFile;
use crate::features::entries::stored;
use crate::features::identifiers::{self, Lookers};
use crate::files::{reading, tables};
use crate::web::upload::Upload;

/// The table of the form, its name and hash; or what is wrong with it, beside its field.
pub async fn table_of(files: &[Upload]) -> Result<(Table, String, String), Fault> {
    let file = files
        .iter()
        .find(|file| file.field == TABLE)
        .ok_or_else(|| Faults::one(TABLE, "Choose the file with your logbook."))?;
    let path = file.path().to_owned();
    // A parser that gives up on a broken file is the file's fault.
    let read = spawn_blocking(move || {
        let most = u64::try_from(tables::BYTES).unwrap_or(u64::MAX);
        let too_large = std::fs::metadata(&path).map_err(Fault::broken)?.len() > most;
        let bytes = if too_large {
            vec![0; tables::BYTES + 1]
        } else {
            std::fs::read(&path).map_err(Fault::broken)?
        };
        Ok::<_, Fault>(tables::read(&bytes))
    });
    let table = match read.await {
        Ok(read) => read?,
        Err(why) if why.is_panic() => {
            Err("This file is damaged and cannot be read. Save it anew, or as CSV, and try again.".to_owned())
        }
        Err(why) => return Err(Fault::broken(why)),
    };
    let table = table.map_err(|sentence| Faults::one(TABLE, sentence))?;
    Ok((table, file.name.clone(), file.hash.clone()))
}

/// The other files of the form, stored, each with what looking inside said; and sentences about the rest.
pub async fn scans_of(app: &App, files: Vec<Upload>) -> Result<(Vec<StoredFile>, Vec<String>), Fault> {
    let scans: Vec<Upload> = files.into_iter().filter(|file| file.field != TABLE).collect();
    let (mut kept, refused) = stored(app, &scans).await?;
    let house = app.read(|r| identifiers::patterns(r.conn())).await?;
    for file in kept.iter_mut().filter(|file| file.check.is_none() && reading::has_words(&file.media_type)) {
        let (store, lookers, house) = (app.files.clone(), Lookers::of(app), house.clone());
        let (hash, media_type) = (file.hash.clone(), file.media_type.clone());
        let turn = app.files.turn().await.map_err(Fault::broken)?;
        let looked = spawn_blocking(move || {
            let _turn = turn;
            let bytes = store.read(&hash).map_err(Fault::broken)?;
            Ok::<_, Fault>(identifiers::look_inside(&lookers, &media_type, &bytes, &house))
        });
        match looked.await.map_err(Fault::broken)?? {
            Ok((check, _)) => {
                file.check = Some(check).filter(|check| check.outcome != identifiers::Outcome::Unscanned);
            }
            Err(why) => tracing::warn!(%why, "a scan could not be checked on arrival; a job tries again"),
        }
    }
    Ok((kept, refused))
}
