//! Patient data in what was written in a review of an enrolment in which nothing is recorded: there is no entry to report it
//! with, or to strike it out of.

use std::fs;

use diesel::prelude::*;
use perfolio::cli::backup::backup;
use perfolio::cli::restore::restore;
use perfolio::db::schema::{incidents, redactions};
use perfolio::domain::names::EntryId;

use crate::audit::verified;
use crate::erasures::still;
use crate::kit::TestApp;
use crate::kit::acted::{Acted, acted};
use crate::kit::browser::Browser;
use crate::kit::many::{LEAD, TRAINEE};
use crate::kit::small::{nothing_yet, verifies};
use crate::kit::wellformed::complaints;
use crate::redactions::{governor, strikes};

use super::seats::with_a_panel;
use super::whole::{freezes, prepares};

/// Nobody else is called so.
const NAME: &str = "Quillfeather";
const SAID: [(&str, &str); 2] =
    [("q-progress", "Quillfeather arrived from the ward in haste."), ("q-next", "More of it.")];

/// Ann, who has recorded nothing, has prepared a review and named somebody; it is frozen, and in a report of hers.
async fn named(house: &TestApp) -> (Acted, String, Browser<'_>) {
    let of = acted(house).await;
    let lea = house.signed_in(LEAD).await;
    let (path, pam) = with_a_panel(house, &of, &lea).await;
    let ann = house.signed_in(TRAINEE).await;
    ann.get(&path).await.is(200).does_not_say("Report patient data");
    ann.get(&format!("{path}/report")).await.is(404);
    prepares(&ann, &path, &SAID).await.leads_to(&path);
    house.later(60);
    freezes(&lea, &path).await;
    house.later(60);
    let form = format!("/exports/new?enrolment={}", of.enrolment);
    ann.fills(&form, "/exports", &[("format", "csv"), ("when", "now")]).await.is(303);
    house.letters().await;
    (of, path, pam)
}

/// By the panel, who sees the pack alone; gives the address of the incident.
async fn reports(pam: &Browser<'_>, path: &str) -> String {
    let report = format!("{path}/report");
    pam.get(&format!("{path}/pack")).await.is(200).says(NAME).says(&format!("href=\"{report}\""));
    let page = pam.get(&report).await;
    page.is(200).says("What was written in the review").does_not_say(NAME);
    assert!(complaints(&page.body).is_empty(), "{:?}", complaints(&page.body));
    pam.sends(&page, &report, &[]).await.is(422).says("Choose where it stands").says("Choose what it is");
    let elsewhere = [("place", "reflection"), ("sort", "name")];
    pam.sends(&page, &report, &elsewhere).await.is(422).says("The page has changed meanwhile");
    let place = format!("review:{}", path.rsplit('/').next().unwrap());
    let sent = pam.sends(&page, &report, &[("place", &place), ("sort", "name")]).await;
    sent.is(303).location().unwrap().to_owned()
}

#[actix_web::test]
async fn it_is_reported_told_and_struck_out_where_the_enrolment_has_no_entry() {
    let house = TestApp::new().await;
    let ivo = governor(&house).await;
    let (of, path, pam) = named(&house).await;
    let (ann, lea) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await);
    ann.get(&path).await.says(&format!("href=\"{path}/report\""));
    let incident = reports(&pam, &path).await;
    let letters = house.letters().await;
    let told: Vec<&str> = letters.iter().map(|letter| letter.to_name.as_str()).collect();
    for who in ["Ann Field", "Lea Brook", "Ivo Grant"] {
        assert!(told.contains(&who), "{who}: {told:?}");
    }
    assert!(
        letters.iter().all(|letter| letter.subject == "Patient data may stand in a review"),
        "{letters:?}"
    );
    assert!(letters.iter().all(|letter| !letter.text.contains(NAME)));
    // Once: whoever finds it next is led to it, and nobody else finds the page.
    for who in [&pam, &ann, &lea] {
        who.get(&format!("{path}/report")).await.says("has been reported already").says(&incident);
    }
    house.person("Stella Moor", "stella@demo.example").await;
    let stella = house.signed_in("stella@demo.example").await;
    for closed in [&incident, &format!("{path}/report")] {
        stella.get(closed).await.is(404);
    }
    for keeper in [&ivo, &lea] {
        keeper.get("/incidents").await.is(200).says("Review of Ann Field on 3 December 2026");
        let page = keeper.get(&incident).await;
        page.is(200).says("Patient data in a review").says("To be struck out").does_not_say(NAME);
        page.says("Pam Reed read it in the frozen pack of a review").says("CSV, ").says("by Ann Field");
        assert!(complaints(&page.body).is_empty(), "{:?}", complaints(&page.body));
    }
    pam.get(&incident).await.is(200).does_not_say("Who opened it");
    ann.get(&format!("{incident}/redaction")).await.is(403);
    ivo.fills(&incident, &format!("{incident}/reference"), &[("reference", "IG-2026/7")])
        .await
        .leads_to(&incident);

    // The keeper sees no word of it, and lets all of it go.
    let form = ivo.get(&format!("{incident}/redaction")).await;
    form.is(200).says("All that was written in the review goes").does_not_say(NAME);
    assert!(complaints(&form.body).is_empty(), "{:?}", complaints(&form.body));
    strikes(&ivo, &incident, &["review:"]).await.leads_to(&incident);
    house.later(60);
    let letters = house.letters().await;
    let hers = letters.iter().find(|letter| letter.to_name == "Ann Field").expect("she is told");
    assert!(
        hers.text.contains("struck out of what was written in your review of 3 December 2026"),
        "{hers:?}"
    );
    assert_eq!(still(&house.app.config, &[NAME]), [] as [String; 0]);
    ann.get(&path).await.is(200).does_not_say(NAME);
    pam.get(&format!("{path}/pack")).await.is(404);
    lea.get(&incident).await.says("Struck out of this review").says("it is gone");
    lea.get(&format!("/history/{}", of.portfolio)).await.says("struck out what was written in");
    let again = strikes(&lea, &incident, &["review:"]).await;
    again.is(422).says("Nothing stands in these places any more");
    ivo.fills(&incident, &format!("{incident}/end"), &[("how", "done")]).await.leads_to(&incident);
    let rows = house.app.read(|r| {
        let of = incidents::table.select((incidents::entry_id, incidents::state));
        Ok(of.load::<(Option<EntryId>, String)>(r.conn())?)
    });
    assert_eq!(rows.await.unwrap(), [(None, "closed".to_owned())]);
    let (code, said) = verified(&house).await;
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("STRUCK OUT  reviews/"), "{said}");
    verifies(&house.app).await;
    house.letters().await;
}

#[actix_web::test]
async fn a_backup_of_before_brings_back_nothing_that_was_written_in_a_review() {
    let house = TestApp::new().await;
    let (_, path, pam) = named(&house).await;
    let incident = reports(&pam, &path).await;
    house.letters().await;
    let file = house.app.config.data.join("before.tar");
    assert_eq!(backup(&house.app.config, &file, true).unwrap().0, 0);
    let lea = house.signed_in(LEAD).await;
    strikes(&lea, &incident, &["review:"]).await.leads_to(&incident);
    house.letters().await;
    let after = house.app.config.data.join("after.tar");
    assert_eq!(backup(&house.app.config, &after, true).unwrap().0, 0);
    for (file, again) in [(file, 1), (after, 0)] {
        let (to, _kept) = nothing_yet();
        fs::create_dir_all(&to.data).unwrap();
        fs::copy(&house.app.config.struck_out, &to.struck_out).unwrap();
        let (code, said) = restore(to.clone(), &file).await.unwrap();
        assert_eq!(code, 0, "{said}");
        assert!(said.contains(&format!("{again} redactions that the backup did not have")), "{said}");
        assert!(said.contains("STRUCK OUT  reviews/") && said.contains("Nothing is wrong"), "{said}");
        assert_eq!(still(&to, &[NAME]), [] as [String; 0]);
    }
    let of = house.app.read(|r| {
        let of = redactions::table.select(redactions::entry_id);
        Ok(of.load::<Option<EntryId>>(r.conn())?)
    });
    assert_eq!(of.await.unwrap(), [None]);
}
