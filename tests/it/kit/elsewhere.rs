//! A later version of the programme whose official record is in another system; Ann moved to it by her
//! lead, and what is signed marked as entered there by a file of progress.

use diesel::prelude::*;
use perfolio::db::schema::{
    enrolments, move_batches, moves, official_entries, official_imports, programme_versions, programmes,
};
use perfolio::db::tx::Why;
use perfolio::domain::audit::digest;
use perfolio::domain::names::*;

use crate::kit::TestApp;
use crate::kit::acted::Acted;
use crate::kit::browser::Browser;

/// The number of that version; no shipped one has it.
pub const LATER: &str = "2031";

/// Fewer cases, two activities that count only once they are in OneFile, and nothing of all the rest.
const TEXT: &str = r#"
programme = "perfusion-msc"
version = "2031"
title = "MSc Clinical Perfusion Science"
body = "The university"
months = 24
official_record = "OneFile"

[[kinds]]
kind = "bypass-case"
version = 1

[[kinds]]
kind = "document"
version = 1

[[requirements]]
code = "bypass-150"
title = "Supervised bypass cases"
source = "here"
personal = { least = 1, most = 200 }
[requirements.rule]
count = "bypass-case"
target = 1
unit = "cases"

[[requirements]]
code = "activities"
title = "Training activities"
source = "here"
official = true
[requirements.rule]
signoff = "bypass-case"
item = "procedure"
items = [{ code = "aortic", title = "Run an aortic case" }, { code = "valve", title = "Run a valve case" }]
"#;

/// Publishes it in the house, as rows.
pub async fn publishes(house: &TestApp) -> VersionId {
    let published = house.app.write_quietly(Why::Swept, |tx| {
        let programme: ProgrammeId = programmes::table
            .filter(programmes::code.eq("perfusion-msc"))
            .select(programmes::id)
            .first(tx.conn())?;
        let (id, now): (VersionId, _) = (tx.new_id(), tx.now());
        diesel::insert_into(programme_versions::table)
            .values((
                programme_versions::id.eq(&id),
                programme_versions::programme_id.eq(&programme),
                programme_versions::version.eq(LATER),
                programme_versions::title.eq("MSc Clinical Perfusion Science"),
                programme_versions::state.eq("published"),
                programme_versions::words.eq(TEXT),
                programme_versions::words_hash.eq(digest(&[TEXT.to_owned()])),
                programme_versions::known_from.eq(now),
            ))
            .execute(tx.conn())?;
        Ok(id)
    });
    let id = published.await.unwrap();
    house.vouches().await;
    id
}

/// The version on which somebody is now.
pub async fn version_of(house: &TestApp, enrolment: &EnrolmentId) -> VersionId {
    let id = enrolment.clone();
    let found = house.app.read(move |r| {
        Ok(enrolments::table.find(&id).select(enrolments::version_id).first::<VersionId>(r.conn())?)
    });
    found.await.unwrap()
}

pub const NEW_MOVE: &str = "/programmes/perfusion-msc/moves/new";
pub const MOVES: &str = "/programmes/perfusion-msc/moves";

/// The lead moves these enrolments; gives the page of what was asked for.
pub async fn moves_people(
    lea: &Browser<'_>,
    (from, to): (&VersionId, &VersionId),
    people: &[&EnrolmentId],
    more: &[(&str, &str)],
) -> crate::kit::browser::Shown {
    let page = format!("{NEW_MOVE}?from={from}&to={to}");
    let mut words: Vec<(&str, &str)> = people.iter().map(|id| ("who", id.as_str())).collect();
    words.extend_from_slice(more);
    lea.fills(&page, MOVES, &words).await
}

/// The ids of what came of it, as the addresses name them.
pub async fn elsewhere(
    house: &TestApp,
    made: &Acted,
    lea: &Browser<'_>,
    ann: &Browser<'_>,
) -> Vec<(&'static str, String)> {
    let to = publishes(house).await;
    let from = version_of(house, &made.enrolment).await;
    house.later(60);
    moves_people(lea, (&from, &to), &[&made.enrolment], &[("do", "move")]).await.is(303);
    house.later(60);
    let page = format!("/enrolments/{}/progress-file", made.enrolment);
    let csv = "Code,Status,Date,Reference\naortic,Complete,12/11/2026,E-17\n";
    ann.fills(&page, &page, &[("csv", csv), ("do", "import")]).await.leads_to(&page);
    let found = house.app.read(|r| {
        let batch: MoveBatchId = move_batches::table.select(move_batches::id).first(r.conn())?;
        let moved: MoveId = moves::table.select(moves::id).first(r.conn())?;
        let file: ProgressFileId = official_imports::table.select(official_imports::id).first(r.conn())?;
        let said: EnteredId = official_entries::table.select(official_entries::id).first(r.conn())?;
        Ok(vec![
            ("batch", batch.to_string()),
            ("move", moved.to_string()),
            ("import", file.to_string()),
            ("entered", said.to_string()),
        ])
    });
    found.await.unwrap()
}
