//! An ASP programme is put together from modules of a shipped curriculum, looked at, published, and enrolled on.

use crate::kit::TestApp;
use crate::kit::morning::{Morning, offered};

const AT: &str = "/programmes/asp/new";

#[actix_web::test]
async fn a_lead_puts_an_asp_together_publishes_it_and_enrols_somebody() {
    let house = TestApp::new().await;
    let morning = Morning::of(&house).await;
    let lead = &morning.lead;
    lead.get("/programmes").await.is(200).says(AT);
    morning.admin.get(AT).await.is(404);
    let page = lead.get(AT).await;
    page.is(200).says("Which curriculum?").does_not_say("What it asks");
    // The curriculum is chosen by its link.
    let link = page.body.split("Scientist Training Programme: Cardiac Science, version 2023").next().unwrap();
    let link = link.rsplit("href=\"").next().unwrap().split('"').next().unwrap().to_owned();
    let page = lead.get(&link).await;
    let curriculum = page.body.split("name=\"curriculum\" value=\"").nth(1).unwrap();
    let curriculum = curriculum.split('"').next().unwrap().to_owned();
    let module = offered(&page, "module", "S-CS-S3");
    let nothing = [("curriculum", &*curriculum), ("title", " "), ("credits", "many"), ("do", "publish")];
    let faulty = lead.sends(&page, AT, &nothing).await;
    faulty
        .is(422)
        .says("Choose at least one module")
        .says("Enter a whole number of credits")
        .says("Enter the title");
    let words = [
        ("curriculum", &*curriculum),
        ("module", &*module),
        ("title", "ASP in cardiac imaging, Northgate"),
        ("university", "University of Somewhere"),
        ("credits", "80"),
        ("months", "18"),
    ];
    let looked = lead.sends(&page, AT, &[&words[..], &[("do", "preview")]].concat()).await;
    looked
        .is(200)
        .says("What it asks")
        .says("Only what was done during the enrolment counts")
        .says("80 credits");
    lead.get("/programmes").await.does_not_say("ASP in cardiac imaging, Northgate");
    let sent = lead.sends(&looked, AT, &[&words[..], &[("do", "publish")]].concat()).await;
    sent.leads_to("/programmes/asp-in-cardiac-imaging-northgate/versions/2026");
    lead.get(sent.location().unwrap()).await.is(200).says("University of Somewhere").says("18 months");
    let page = lead.get(AT).await;
    let again = lead.sends(&page, AT, &[&words[..], &[("do", "publish")]].concat()).await;
    again.is(422).says("There is a programme of this title already");
    // It is a programme like any other: people are enrolled on it.
    let form = lead.get("/people/trainees/new").await;
    offered(&form, "version", "ASP in cardiac imaging, Northgate, version 2026");
    let told = perfolio::cli::verify(&house.app, perfolio::domain::role::System::at_work()).await.unwrap();
    assert_eq!(told.0, 0, "{}", told.1);
}
