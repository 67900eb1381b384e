//! Entries from before anything was looked at for what may name a patient: looked at again at night, their
//! owner asked, and nothing hidden from anybody meanwhile.

use diesel::prelude::*;
use perfolio::db::schema::{audit_events, entry_versions, holds, unlooked};
use perfolio::db::tx::Why;
use perfolio::domain::names::{EntryId, EntryVersionId};
use perfolio::domain::role::System;
use perfolio::features::entries::look_back;

use crate::entries::{case, house};
use crate::kit::TestApp;
use crate::kit::many::{Many, SUPERVISOR, TRAINEE};
use crate::kit::wellformed::complaints;
use crate::kit::work::{changes, submits};

const NUMBER: &str = "943 476 5919";

/// As release 0.1.0 took it: without a look at its words.
async fn recorded_before(house: &TestApp, made: &Many, day: &str, words: &str) -> EntryId {
    let of = &made.trainees[0];
    let (entry, _) = submits(house, made, of, day, &made.supervisor).await;
    changes(house, of, &entry, "incidents", words, &made.supervisor).await;
    let id = entry.clone();
    let marked = house.app.write_quietly(Why::Swept, move |tx| {
        let version: EntryVersionId = entry_versions::table
            .filter(entry_versions::entry_id.eq(&id))
            .order(entry_versions::number.desc())
            .select(entry_versions::id)
            .first(tx.conn())?;
        diesel::insert_into(unlooked::table).values(unlooked::version_id.eq(version)).execute(tx.conn())?;
        Ok(())
    });
    marked.await.unwrap();
    entry
}

async fn left(house: &TestApp) -> (i64, i64, i64) {
    let counted = house.app.read(|r| {
        Ok((
            unlooked::table.count().get_result(r.conn())?,
            holds::table.count().get_result(r.conn())?,
            entry_versions::table.count().get_result(r.conn())?,
        ))
    });
    counted.await.unwrap()
}

#[actix_web::test]
async fn an_old_entry_is_asked_about_and_nothing_is_hidden_meanwhile() {
    let (house, made) = house().await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    recorded_before(&house, &made, "2026-11-02", "Calm and clear").await;
    let device = recorded_before(&house, &made, "2026-11-03", &format!("pump {NUMBER} alarmed")).await;
    let named = recorded_before(&house, &made, "2026-11-04", "Mrs Elsie Potter bled").await;
    house.letters().await;
    assert_eq!(left(&house).await, (3, 0, 6));

    look_back(&house.app, System::at_work()).await.unwrap();
    assert_eq!(left(&house).await, (2, 2, 6), "the clean one is done, two are asked about, none has changed");
    let letters = house.letters().await;
    assert_eq!(letters.len(), 1, "one letter, however many there are");
    assert!(letters[0].subject.contains("older entry") && !letters[0].text.contains("Potter"), "{letters:?}");
    for (entry, words) in [(&device, "alarmed"), (&named, "Elsie Potter")] {
        sue.get(&format!("/entries/{entry}")).await.is(200).says(words);
    }
    look_back(&house.app, System::at_work()).await.unwrap();
    assert!(house.letters().await.is_empty(), "asked once");

    // Explained: the entry and what is under it stay as they are.
    let portfolio = ann.get("/portfolio").await;
    portfolio.is(200).says("Held").says("A change to number");
    let checks: Vec<String> = portfolio
        .body
        .split("href=\"")
        .filter_map(|rest| rest.split('"').next())
        .filter(|path| path.starts_with("/drafts/") && path.ends_with("/check"))
        .map(str::to_owned)
        .collect();
    assert_eq!(checks.len(), 2, "{}", portfolio.body);
    for path in &checks {
        sue.get(path).await.is(404);
        let page = ann.get(path).await;
        page.is(200).says("Look at this entry again").says("You recorded this before");
        assert!(complaints(&page.body).is_empty(), "{:?}", complaints(&page.body));
        let why =
            format!("why-{}", page.body.split("name=\"why-").nth(1).unwrap().split('"').next().unwrap());
        if page.body.contains(NUMBER) {
            ann.sends(&page, path, &[]).await.is(422);
            ann.sends(&page, path, &[(&why, "thing")]).await.leads_to(&format!("/entries/{device}"));
            ann.get(&format!("/entries/{device}")).await.says("The entry stays as it is");
        } else {
            // Corrected: a new version, which has been looked at on its way.
            let form = ann.get(path.trim_end_matches("/check")).await;
            let better = case(&made, &[("f-incidents", "She bled"), ("when", "today")]);
            ann.sends(&form, "/entries", &better).await.leads_to(&format!("/entries/{named}"));
        }
    }
    let (_, held, versions) = left(&house).await;
    assert_eq!((held, versions), (0, 7), "one new version, of the one that was corrected");
    sue.get(&format!("/entries/{named}")).await.is(200).says("She bled");
    let told = house.app.read(|r| {
        Ok(audit_events::table
            .filter(audit_events::act.eq("entry/explained"))
            .select(audit_events::detail)
            .load::<String>(r.conn())?)
    });
    let told = told.await.unwrap();
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("f-incidents-0-nhs-number:thing") && !told[0].contains(NUMBER), "{}", told[0]);
    look_back(&house.app, System::at_work()).await.unwrap();
    assert!(house.letters().await.iter().all(|letter| !letter.subject.contains("older entry")));
}
