//! Whole modules and the programme, signed off above their items: what blocks them is told before anybody tries,
//! and nobody gets around it.

use diesel::prelude::*;
use perfolio::db::schema::{audit_events, decisions};
use perfolio::domain::names::{AccountId, DecisionId};
use perfolio::domain::role::Capacity;

use crate::kit::TestApp;
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::{Enrolled, LEAD, SUPERVISOR, TRAINEE, many};
use crate::kit::programme::{cases, enrols, publishes, stands, version};
use crate::kit::small::verifies;
use crate::kit::work::{appoints, departments_of, submits};

const KINDS: &str =
    "[[kinds]]\nkind = \"module-signoff\"\nversion = 1\n[[kinds]]\nkind = \"certificate\"\nversion = 2\n";
const WHOLES: &str = r#"
[[sections]]
code = "m1"
title = "Module one"
[[requirements]]
code = "m1-whole"
title = "Module one: the whole"
source = "here"
section = "m1"
needs = ["m1-cases"]
signers = { capacities = ["lead"] }
[requirements.rule]
signoff = "module-signoff"
about = { field = "module", is = "M1" }
[[requirements]]
code = "award"
title = "Certificate of completion"
source = "here"
needs = ["m1-whole"]
[requirements.rule]
held = "certificate"
about = { field = "type", is = "asp-completion" }
title = "Certificate of completion"
"#;

struct Ready {
    house: TestApp,
    of: Enrolled,
    list: String,
    whole: String,
    /// What waits with the supervisor.
    request: String,
}

/// Ann on a programme of one case, a module above it, and a certificate above that; her case waits.
async fn ready() -> Ready {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    let asked = format!("{KINDS}{}{WHOLES}", cases("m1-cases", 1, "section = \"m1\""));
    let on = publishes(&house, &version("modular", "", &asked)).await;
    let ann = &made.trainees[0];
    let of = enrols(&house, &ann.person, &on, ann).await;
    let (_, request) = submits(&house, &made, &of, "2026-11-03", &made.supervisor).await;
    house.later(60);
    let list = format!("/module-sign-offs/{}", of.enrolment);
    let whole = format!("{list}/m1-whole");
    Ready { house, of, list, whole, request: request.to_string() }
}

impl Ready {
    async fn case_is_signed(&self) {
        let sue = self.house.signed_in(SUPERVISOR).await;
        let item = format!("/inbox/{}", self.request);
        let form = format!("{item}/signature");
        let level = [("level", "at-hand"), ("comment", "")];
        sue.fills(&item, &form, &level).await.is(303);
        self.house.later(60);
    }
}

const DAY: [(&str, &str); 3] = [("on-day", "12"), ("on-month", "11"), ("on-year", "2026")];

async fn tries(who: &Browser<'_>, path: &str, more: &[(&str, &str)]) -> Shown {
    who.fills(path, path, &[&DAY, more].concat()).await
}

#[actix_web::test]
async fn what_blocks_a_whole_is_told_first_and_then_it_is_signed_in_one_step() {
    let ready = ready().await;
    let lea = ready.house.signed_in(LEAD).await;
    let enrolment = &ready.of.enrolment;
    lea.get(&format!("/trainees/{enrolment}")).await.says(&ready.list);
    let list = lea.get(&ready.list).await;
    list.is(200).says("Module one: the whole").says("These come first:").does_not_say("Sign it off");
    list.says(&format!("/requirements/{enrolment}/m1-cases")).says("0 of 1 cases signed, 1 submitted");
    // The form is not there, and sending one all the same is refused with the same words.
    let page = lea.get(&ready.whole).await;
    page.is(200).says("These come first:").does_not_say(&format!("action=\"{}\"", ready.whole));

    ready.case_is_signed().await;
    lea.get(&ready.list).await.says("Nothing stands in its way.").says("Sign it off");
    lea.get(&format!("/requirements/{enrolment}/m1-whole")).await.says(&ready.whole);
    lea.fills(&ready.whole, &ready.whole, &[("notes", "Well done")]).await.is(422).says("Well done");
    let late = [("on-day", "1"), ("on-month", "1"), ("on-year", "2031")];
    lea.fills(&ready.whole, &ready.whole, &late).await.is(422).says("still to come");
    // Years before the trainee began, too, and what was typed is given back.
    let early = [("on-day", "1"), ("on-month", "1"), ("on-year", "2020"), ("notes", "Well done")];
    let refused = lea.fills(&ready.whole, &ready.whole, &early).await;
    refused.is(422).says("Ann Field began on 1 September 2025. Enter a day from then on.");
    refused.says("value=\"2020\"").says("Well done");
    tries(&lea, &ready.whole, &[("notes", "Well done")]).await.leads_to(&ready.list);
    assert_eq!(stands(&ready.house, &ready.of, "m1-whole").await, (1, 1, true));
    let after = lea.get(&ready.list).await;
    after.says("Met on 12 November 2026.").says("Record it with the other results");
    lea.get(&ready.whole).await.is(200).does_not_say("Notes");
    let told = ready.house.app.read(|r| {
        let all = audit_events::table.filter(audit_events::act.eq("whole/signed-off"));
        Ok(all.count().get_result::<i64>(r.conn())?)
    });
    assert_eq!(told.await.unwrap(), 1);
    let ann = ready.house.signed_in(TRAINEE).await;
    ann.get(&format!("/requirements/{enrolment}/m1-whole")).await.says("Met");
    verifies(&ready.house.app).await;
}

#[actix_web::test]
async fn a_whole_that_closed_again_meanwhile_is_not_signed() {
    let ready = ready().await;
    ready.case_is_signed().await;
    let lea = ready.house.signed_in(LEAD).await;
    let open = lea.get(&ready.whole).await;
    open.is(200).says("Sign it off");
    // The supervisor takes the signature back while the form is open.
    let sue = ready.house.signed_in(SUPERVISOR).await;
    let decision =
        ready.house.app.read(|r| Ok(decisions::table.select(decisions::id).first::<DecisionId>(r.conn())?));
    let decision = decision.await.unwrap();
    let back = format!("/decisions/{decision}/retraction");
    sue.fills(&back, &back, &[("reason", "The wrong case")]).await.is(303);
    let refused = lea.sends(&open, &ready.whole, &[&DAY[..], &[("notes", "Kept")]].concat()).await;
    refused.is(422).says("This cannot be signed off yet").says("m1-cases").says("Kept");
    assert_eq!(stands(&ready.house, &ready.of, "m1-whole").await, (0, 1, false));
    verifies(&ready.house.app).await;
}

/// Whoever asks learns what comes first, and so does whoever is asked; it is not confirmed before.
#[actix_web::test]
async fn what_its_trainee_asks_for_too_early_is_told_and_not_confirmed() {
    let ready = ready().await;
    let (ann, lea) = (ready.house.signed_in(TRAINEE).await, ready.house.signed_in(LEAD).await);
    let page = ann.get("/entries/new?kind=module-signoff").await;
    let words = [("when", "today"), ("f-module", "M1"), ("do", "submit")];
    let sent = ann.sends(page.is(200), "/entries", &words).await;
    let entry = sent.is(303).location().unwrap().to_owned();
    ann.get(&entry).await.is(200).says("Counts once signed and what comes first is met (m1-cases)");
    let asked = entry.replace("/entries/", "/confirmations/");
    let page = lea.get(&asked).await;
    page.is(200).says("This cannot be signed off yet").says("m1-cases").says("0 of 1 cases signed");
    page.does_not_say("Confirm this module sign-off");
    let form = format!("{asked}/signature");
    let hidden = page.hidden_fields(&format!("{asked}/return"));
    let mut forced: Vec<(&str, &str)> =
        hidden.iter().map(|(name, word)| (name.as_str(), word.as_str())).collect();
    forced.push(("comment", "Kept"));
    let early = lea.post(&form, &forced).await;
    early.is(422).says("This cannot be signed off yet").says("Kept");
    assert_eq!(stands(&ready.house, &ready.of, "m1-whole").await, (0, 1, false));
    ready.case_is_signed().await;
    let page = lea.get(&asked).await;
    page.is(200).does_not_say("This cannot be signed off yet");
    lea.sends(&page, &form, &[("comment", "")]).await.is(303);
    assert_eq!(stands(&ready.house, &ready.of, "m1-whole").await, (1, 1, true));
}

#[actix_web::test]
async fn wholes_are_for_leads_over_their_own_people() {
    let ready = ready().await;
    ready.case_is_signed().await;
    for who in [TRAINEE, SUPERVISOR] {
        let browser = ready.house.signed_in(who).await;
        browser.get(&ready.list).await.is(404);
        browser.get(&ready.whole).await.is(404);
    }
    let lea = ready.house.signed_in(LEAD).await;
    lea.get(&format!("{}/m1-cases", ready.list)).await.is(404);
    lea.get(&format!("{}/nothing", ready.list)).await.is(404);
    let stranger: AccountId = ready.house.person("Olga Other", "olga@demo.example").await;
    let (_, other) = departments_of(&ready.house, &ready.of).await;
    appoints(&ready.house, &stranger, Capacity::Lead, &other).await;
    ready.house.signed_in("olga@demo.example").await.get(&ready.list).await.is(404);
}

/// What nobody has confirmed holds nobody up, and whoever signs is told that it is not met.
#[actix_web::test]
async fn what_is_open_and_no_obstacle_is_told_beside_the_button() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    let cases = cases("m1-cases", 1, "section = \"m1\"\nillustrative = true");
    let on = publishes(&house, &version("modular", "", &format!("{KINDS}{cases}{WHOLES}"))).await;
    let of = enrols(&house, &made.trainees[0].person, &on, &made.trainees[0]).await;
    let lea = house.signed_in(LEAD).await;
    let page = lea.get(&format!("/module-sign-offs/{}/m1-whole", of.enrolment)).await;
    page.is(200)
        .says("Nothing stands in its way.")
        .says("Not met, and no obstacle")
        .says("0 of 1 cases signed");
    // And nobody is advised to begin with the whole: neither above all nor as the next step.
    let nia = house.person("Nia Frost", "nia@demo.example").await;
    enrols(&house, &nia, &on, &made.trainees[0]).await;
    let home = house.signed_in("nia@demo.example").await.get("/home").await;
    home.is(200).says("m1-cases</a>: Record one.").does_not_say("Record it and have it signed");
    home.says("Module one: the whole").does_not_say("Module one: the whole</a>: <strong");
}

/// Where the official record is elsewhere a signature alone meets nothing: the list says what it waits for.
#[actix_web::test]
async fn what_is_signed_and_not_entered_elsewhere_is_said_to_be_signed() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    let cases = cases("m1-cases", 1, "section = \"m1\"\nillustrative = true\nofficial = false");
    let wholes = WHOLES.replacen("section = \"m1\"\n", "section = \"m1\"\nofficial = true\n", 1);
    let elsewhere = "official_record = \"OneFile\"";
    let on = publishes(&house, &version("modular", elsewhere, &format!("{KINDS}{cases}{wholes}"))).await;
    let of = enrols(&house, &made.trainees[0].person, &on, &made.trainees[0]).await;
    let lea = house.signed_in(LEAD).await;
    let list = format!("/module-sign-offs/{}", of.enrolment);
    let whole = format!("{list}/m1-whole");
    lea.fills(&whole, &whole, &DAY).await.leads_to(&list);
    lea.get(&list)
        .await
        .is(200)
        .says("Signed off. It counts once it is entered in OneFile.")
        .says("Look at what is signed")
        .does_not_say("The trainee has asked for it.")
        .does_not_say("With others")
        .does_not_say(&format!("href=\"{whole}\""));
    // Its trainee reads that it is signed, and that the rest is theirs to do.
    let home = house.signed_in(TRAINEE).await.get("/home").await;
    home.is(200).says("Signed, to be entered").says("To be entered");
    home.does_not_say("not confirmed yet").does_not_say("With others");
}
