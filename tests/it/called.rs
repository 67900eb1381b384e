//! What a programme calls those who look after its people: written by a lead in the editor, read on pages and in letters
//! that are about one enrolment on it, and nowhere else.

use diesel::prelude::*;
use perfolio::db::schema::{departments, programme_versions};
use perfolio::domain::fault::Refusal;
use perfolio::domain::names::{DepartmentId, VersionId};
use perfolio::features::enrolments::in_names_of;

use crate::authorship::{DRAFT, begun, changes};
use crate::kit::TestApp;
use crate::kit::acted::acted;
use crate::kit::many::{SUPERVISOR, TRAINEE};
use crate::kit::programme::enrols_in;

const BEN: &str = "ben@demo.example";

/// With days in which nobody of another version began.
const HEAD: [(&str, &str); 8] = [
    ("names-supervisor", "training officer"),
    ("names-lead", "head of training"),
    ("cohort-from-day", "1"),
    ("cohort-from-month", "8"),
    ("cohort-from-year", "2030"),
    ("cohort-until-day", "31"),
    ("cohort-until-month", "7"),
    ("cohort-until-year", "2031"),
];

#[actix_web::test]
async fn names_that_a_lead_writes_are_read_by_those_of_the_programme_and_by_no_others() {
    let house = TestApp::new().await;
    let of = acted(&house).await;
    let lea = begun(&house).await;
    changes(&lea, &format!("{DRAFT}/head"), &HEAD).await.leads_to(DRAFT);
    let publication = format!("{DRAFT}/publication");
    let version = "/programmes/perfusion-msc/versions/2027";
    lea.fills(&publication, &publication, &[]).await.leads_to(version);
    let found = house.app.read(|r| {
        let version = programme_versions::table.filter(programme_versions::version.eq("2027"));
        let department = departments::table.order(departments::id).select(departments::id);
        Ok((
            version.select(programme_versions::id).first::<VersionId>(r.conn())?,
            department.first::<DepartmentId>(r.conn())?,
        ))
    });
    let (version, department) = found.await.unwrap();
    let person = house.person("Ben Hall", BEN).await;
    let named = version.clone();
    let ben_is = enrols_in(&house, &person, &version, &department, &of.made.lead).await;
    let (ann, ben, sue) =
        (house.signed_in(TRAINEE).await, house.signed_in(BEN).await, house.signed_in(SUPERVISOR).await);
    // The same supervisor signs for both.
    let (hers, his) = (of.logs(&ann).await, of.logs(&ben).await);
    for (who, entry, lead) in [(&ben, &his, "head of training"), (&ann, &hers, "training lead")] {
        let link = who.get(&format!("{entry}/link")).await;
        link.is(200).says(&format!("Your {lead} has not said yet from which work addresses"));
    }
    of.decides(&sue, true).await;
    of.decides(&sue, true).await;
    house.later(60);
    house.letters().await;
    ann.get(&hers).await.says("Signed by Sue Carter</strong>, supervisor,").does_not_say("training officer");
    ben.get(&his).await.says("Signed by Sue Carter</strong>, training officer,");
    sue.get(&his).await.says("Sue Carter, training officer");
    let form = format!("/exports/new?enrolment={}", ben_is.enrolment);
    let asked = ben.fills(&form, "/exports", &[("format", "csv"), ("when", "now")]).await;
    ben.get(asked.is(303).location().unwrap()).await.is(200).says("training officer");
    ben.get(&format!("/enrolments/{}/life", ben_is.enrolment)).await.says("talk to your head of training");
    lea.get(&format!("/people/{person}"))
        .await
        .is(200)
        .says("Training officer: Sue Carter")
        .says("Head of training: Lea Brook");
    // A list of people of several programmes keeps the general names.
    lea.get("/people").await.is(200).does_not_say("training officer");
    let end = format!("/enrolments/{}/life/incomplete", ben_is.enrolment);
    let words = [
        ("day-day", "1"),
        ("day-month", "11"),
        ("day-year", "2026"),
        ("category", "programme"),
        ("reason", "Out of time"),
        ("do", "record"),
    ];
    lea.fills(&end, &end, &words).await.is(303);
    let letters = house.letters().await;
    let told = letters.iter().find(|letter| letter.to_address == BEN).expect("Ben is told");
    assert!(told.text.contains("tell your head of training"), "{}", told.text);
    // What an act is refused with has the programme's own names as well.
    let nominating = format!("/enrolments/{}/assessors/new", ben_is.enrolment);
    let words = [
        ("name", "Tom Ward"),
        ("email", "tom@demo.example"),
        ("post", "Consultant"),
        ("section", "all"),
        ("from-day", "1"),
        ("from-month", "9"),
        ("from-year", "2026"),
        ("until-day", "31"),
        ("until-month", "8"),
        ("until-year", "2027"),
    ];
    let refused = ben.post(&nominating, &words).await;
    refused.is(422).says("any training officer of the trainee signs").does_not_say("any supervisor");
    // And what is about everybody on one version.
    let other = Err(Refusal::new("own-portfolio", "Ask another training lead.").into());
    let said = in_names_of::<()>(&house.app, &named, other).await.unwrap_err();
    assert_eq!(said.to_string(), "Ask another head of training.");
    let page = ben.get(&nominating).await;
    page.is(403).says("any training officer of the trainee signs").does_not_say("any supervisor");
    let list = format!("/enrolments/{}/assessors", ben_is.enrolment);
    ben.get(&list).await.is(200).says("any training officer of yours signs").does_not_say("any supervisor");
    // And so has a page that refuses.
    let incident = crate::redactions::reports(&ben, &his, &["field:bypass-minutes"]).await;
    let own = ben.get(&format!("{incident}/redaction")).await;
    own.is(403).says("Your head of training does it.").does_not_say("training lead");
    house.letters().await;
}
