//! Some weeks before an approval ends, the trainee and who leads them are told, once.

use perfolio::domain::role::System;
use perfolio::features::approvals::remind;

use super::{nominates, on, words};
use crate::kit::TestApp;
use crate::kit::browser::Browser;
use crate::kit::many::{Enrolled, LEAD, TRAINEE};

const SUBJECT: &str = "The approval of an assessor ends soon";

async fn approves_until(
    lea: &Browser<'_>,
    ann: &Enrolled,
    name: &str,
    email: &str,
    (month, year): (&str, &str),
) {
    let mut until = words(name, email, "a");
    until.retain(|(field, _)| !field.starts_with("until"));
    until.extend([("until-day", "31"), ("until-month", month), ("until-year", year)]);
    nominates(lea, ann, &until).await.is(303);
}

#[actix_web::test]
async fn the_trainee_and_the_lead_are_told_once_before_an_approval_ends() {
    let house = TestApp::new().await;
    let (_, ann) = on(&house).await;
    house.person("Tom Ward", "tom@demo.example").await;
    house.person("Una Reed", "una@demo.example").await;
    let lea = house.signed_in(LEAD).await;
    approves_until(&lea, &ann, "Tom Ward", "tom@demo.example", ("12", "2026")).await;
    // With the enrolment itself nothing has to be approved anew.
    approves_until(&lea, &ann, "Una Reed", "una@demo.example", ("8", "2027")).await;
    house.letters().await;
    let round = || remind(&house.app, System::at_work());
    round().await.unwrap();
    let ends = |letters: Vec<perfolio::mail::Letter>| {
        let these = letters.into_iter().filter(|one| one.subject == SUBJECT);
        these.map(|one| (one.to_address, one.text)).collect::<Vec<_>>()
    };
    assert!(ends(house.letters().await).is_empty(), "it is too early");
    house.later(25 * 24 * 60 * 60);
    round().await.unwrap();
    round().await.unwrap();
    let mut told = ends(house.letters().await);
    told.sort();
    let to: Vec<&str> = told.iter().map(|(to, _)| to.as_str()).collect();
    assert_eq!(to, [TRAINEE, LEAD]);
    for (_, text) in &told {
        assert!(text.contains("Tom Ward") && text.contains("31 December 2026"), "{text}");
    }
    house.signed_in(TRAINEE).await.get("/notices").await.says("comes to its last day soon");
    house.signed_in(LEAD).await.get("/notices").await.says("comes to its last day soon");
    house.later(24 * 60 * 60);
    round().await.unwrap();
    assert!(ends(house.letters().await).is_empty(), "once");
}
