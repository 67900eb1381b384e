//! Before anybody is asked, each name says whether it is approved for what the entry would count towards on its day.

use super::{nominates, on, words};
use crate::kit::TestApp;
use crate::kit::many::{LEAD, TRAINEE};
use crate::kit::work::{departments_of, submits};
use crate::outside;

const SAYS: &str = "Only the signature of an assessor who is approved by name on that day counts for";

#[actix_web::test]
async fn each_name_says_whether_it_is_approved_before_anybody_is_asked() {
    let house = TestApp::new().await;
    let (made, ann) = on(&house).await;
    house.person("Tom Ward", "tom@demo.example").await;
    let (own, lea) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await);
    // Until the first approval every supervisor's signature counts, and nothing is said.
    own.get("/entries/new?kind=bypass-case").await.is(200).says("Sue Carter").does_not_say(SAYS);
    nominates(&lea, &ann, &words("Tom Ward", "tom@demo.example", "a")).await.is(303);
    house.letters().await;
    let list = format!("/enrolments/{}/assessors", ann.enrolment);
    let form = own.get("/entries/new?kind=bypass-case").await;
    form.is(200)
        .says(SAYS)
        .says("Sue Carter (not approved: would not count)")
        .says("Tom Ward (approved for a part of this)")
        .says(&list);
    // Somebody else is chosen: it is said in a sentence before it is sent, without a script.
    let sue = made.supervisor.as_str();
    let looked = own
        .sends(
            &form,
            "/entries",
            &[("do", "preview"), ("when", "today"), ("under", ann.enrolment.as_str()), ("ask", sue)],
        )
        .await;
    looked
        .says("Sue Carter is not approved by name for this on 12 November 2026")
        .says("Choose somebody who");
    // Once it waits: on its page, where somebody else is asked, and where a link is made.
    let (entry, _) = submits(&house, &made, &ann, "2026-10-01", &made.supervisor).await;
    own.get(&format!("/entries/{entry}"))
        .await
        .is(200)
        .says("Sue Carter is not approved by name for this on 1 October 2026")
        .says("Tom Ward (approved for a part of this)");
    let (department, _) = departments_of(&house, &ann).await;
    house.vouches().await;
    outside::allows(&house, &department, "northgate.nhs.uk").await.is(303);
    own.get(&format!("/entries/{entry}/link"))
        .await
        .is(200)
        .says(SAYS)
        .says("Nobody is approved for all of it yet");
    nominates(&lea, &ann, &words("Tom Ward", "tom@demo.example", "b")).await.is(303);
    house.letters().await;
    own.get(&format!("/entries/{entry}")).await.says("Tom Ward (approved)");
    // Whoever is approved stands first, and so is chosen where nobody else is.
    let form = own.get("/entries/new?kind=bypass-case").await;
    let at =
        ["Tom Ward (approved)", "Sue Carter (not approved: would not count)"].map(|one| form.body.find(one));
    assert!(at.iter().all(Option::is_some) && at.is_sorted(), "{at:?}");
    own.get(&format!("/entries/{entry}/link")).await.says("Approved for it: Tom Ward.");
    // Of a day before the first approval nobody was approved, and every supervisor's signature counts.
    let (before, _) = submits(&house, &made, &ann, "2026-08-01", &made.supervisor).await;
    own.get(&format!("/entries/{before}")).await.is(200).does_not_say("not approved by name");
    house.letters().await;
}
