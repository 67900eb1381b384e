//! Who signs: several people, in an order, approved by name, entrusted themselves; and a rule that asks where the
//! same person stands in another programme.

use perfolio::db::tx::Why;
use perfolio::domain::names::{AccountId, EntryId, RequestId};
use perfolio::domain::role::Capacity;
use perfolio::features::standing;

use super::records;
use crate::kit::TestApp;
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::{Enrolled, LEAD, Many, SUPERVISOR, TRAINEE, many};
use crate::kit::programme::{cases, enrols, publishes, stands, version};
use crate::kit::work::{appoints, departments_of, submits};
use crate::outside::{WORDS, allows, link_to};

/// Ann on a programme with these requirements, and the department's people.
async fn on(house: &TestApp, requirements: &str) -> (Many, Enrolled) {
    let made = many(house, 1, 0).await;
    let text = version("test-signers", "", requirements);
    let ann =
        enrols(house, &made.trainees[0].person, &publishes(house, &text).await, &made.trainees[0]).await;
    (made, ann)
}

/// A case under the enrolment alone, asked of Sue.
async fn case(house: &TestApp, made: &Many, ann: &Enrolled, day: &str) -> (EntryId, RequestId) {
    submits(house, made, ann, day, &made.supervisor).await
}

async fn signs(who: &Browser<'_>, request: &str) -> Shown {
    let page = format!("/inbox/{request}");
    who.fills(&page, &format!("{page}/signature"), &[("level", "at-hand")]).await
}

/// The first request in the inbox.
async fn waiting(who: &Browser<'_>) -> String {
    let inbox = who.get("/inbox").await;
    let (_, rest) = inbox.is(200).body.split_once("href=\"/inbox/").expect("something waits");
    rest.split('"').next().unwrap().to_owned()
}

async fn asks_on(ann: &Browser<'_>, entry: &EntryId, who: &AccountId) -> Shown {
    let page = format!("/entries/{entry}");
    ann.fills(&page, &format!("{page}/request"), &[("ask", who.as_str())]).await
}

/// A second supervisor of the same department.
pub(super) async fn tom(house: &TestApp, ann: &Enrolled) -> AccountId {
    let tom = house.person("Tom Ward", "tom@demo.example").await;
    let (own, _) = departments_of(house, ann).await;
    appoints(house, &tom, Capacity::Supervisor, &own).await;
    tom
}

#[actix_web::test]
async fn two_people_sign_one_after_the_other() {
    let house = TestApp::new().await;
    let two = cases("two", 1, "[requirements.signers]\nnumber = 2");
    let (made, ann) = on(&house, &format!("{two}{}", cases("one", 1, ""))).await;
    let tom = tom(&house, &ann).await;
    let (entry, request) = case(&house, &made, &ann, "2026-11-01").await;
    let (own, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    signs(&sue, request.as_str()).await.is(303);
    assert_eq!(stands(&house, &ann, "two").await, (0, 1, false));
    assert_eq!(stands(&house, &ann, "one").await, (1, 1, true));
    let page = own.get(&format!("/entries/{entry}")).await;
    page.says("1 of 2 have signed it. The next is somebody else.")
        .says("Ask the next signer")
        .says("Tom Ward");
    page.does_not_say(&format!("value=\"{}\"", made.supervisor));
    asks_on(&own, &entry, &made.supervisor).await.is(422);
    asks_on(&own, &entry, &tom).await.is(303);
    let page = own.get(&format!("/entries/{entry}")).await;
    page.says("with Tom Ward since").says("Sue Carter");
    // While it waits it counts where one signature is enough.
    assert_eq!(stands(&house, &ann, "one").await, (1, 1, true));
    let lea = house.signed_in(LEAD).await;
    lea.get("/waiting").await.says("Tom Ward");
    let toms = house.signed_in("tom@demo.example").await;
    let second = waiting(&toms).await;
    house.later(60);
    // The first signer sees it and does not sign twice.
    sue.get(&format!("/inbox/{second}")).await.says("You have signed it already");
    signs(&toms, &second).await.is(303);
    assert_eq!(stands(&house, &ann, "two").await, (1, 1, true));
    let page = own.get(&format!("/entries/{entry}")).await;
    page.does_not_say("Ask the next signer").says("Tom Ward").says("Sue Carter").says("Signed");
    // Taken back, it waits with the second and the first signature stands.
    house.later(1);
    let signed = toms.get("/signed").await;
    let (_, after) = signed.body.split_once("/decisions/").expect("it can be taken back");
    let decision = after.split(['/', '"']).next().unwrap();
    let retraction = format!("/decisions/{decision}/retraction");
    toms.fills(&retraction, &retraction, &[("reason", "Wrong case")]).await.is(303);
    assert_eq!(stands(&house, &ann, "two").await, (0, 1, false));
    assert_eq!(stands(&house, &ann, "one").await, (1, 1, true));
    let again = waiting(&toms).await;
    let returned = format!("/inbox/{again}/return");
    toms.fills(&format!("/inbox/{again}"), &returned, &[("words", "Which cannula?")]).await.is(303);
    assert_eq!(stands(&house, &ann, "one").await, (0, 1, false));
    own.get(&format!("/entries/{entry}")).await.says("Which cannula?");
}

/// A house whose lead allows Northgate's addresses, and a case that Sue has signed and that asks for two.
async fn signed_once(house: &TestApp) -> (Many, Enrolled, EntryId) {
    let (made, ann, entry, _) = handed_and_signed_once(house).await;
    (made, ann, entry)
}

/// With a link to it for somebody without an account, which was made before Sue signed.
async fn handed_and_signed_once(house: &TestApp) -> (Many, Enrolled, EntryId, String) {
    let (made, ann) = on(house, &cases("two", 1, "[requirements.signers]\nnumber = 2")).await;
    let (own, _) = departments_of(house, &ann).await;
    house.vouches().await;
    allows(house, &own, "northgate.nhs.uk").await.is(303);
    let (entry, request) = case(house, &made, &ann, "2026-11-01").await;
    let link = link_to(&house.signed_in(TRAINEE).await, &entry).await;
    let sue = house.signed_in(SUPERVISOR).await;
    let registration = [
        ("register", "other"),
        ("body", "GMC"),
        ("number", "123 4567"),
        ("from-day", "1"),
        ("from-month", "9"),
        ("from-year", "2025"),
    ];
    sue.post("/registrations", &registration).await.is(303);
    signs(&sue, request.as_str()).await.is(303);
    assert_eq!(stands(house, &ann, "two").await, (0, 1, false));
    house.later(60);
    house.letters().await;
    (made, ann, entry, link)
}

#[actix_web::test]
async fn nobody_is_both_signers_by_an_outside_address_with_the_same_registration() {
    let house = TestApp::new().await;
    let (_, ann, entry, link) = handed_and_signed_once(&house).await;
    let again = house.browser();
    let page = again.get(&link).await;
    // GMC 1234567 is Sue's. A link that was made before she signed opens nothing that she could sign again.
    if page.status == 200 && page.body.contains("<form") {
        again.sends(&page, &link, WORDS).await.is(422);
    }
    assert!(!house.letters().await.iter().any(|one| one.text.contains("Your code is")), "no code was sent");
    assert_eq!(stands(&house, &ann, "two").await, (0, 1, false));
    let page = house.signed_in(TRAINEE).await.get(&format!("/entries/{entry}")).await;
    page.says("1 of 2");
}

#[actix_web::test]
async fn nobody_is_both_signers_by_two_accounts_of_one_mailbox() {
    let house = TestApp::new().await;
    let (_, ann, entry) = signed_once(&house).await;
    let (user, host) = SUPERVISOR.split_once('@').unwrap();
    let second = format!("{user}+work@{host}");
    let person = house.person("S. Carter", &second).await;
    let (department, _) = departments_of(&house, &ann).await;
    appoints(&house, &person, Capacity::Supervisor, &department).await;
    asks_on(&house.signed_in(TRAINEE).await, &entry, &person).await.is(303);
    let again = house.signed_in(&second).await;
    let request = waiting(&again).await;
    again
        .get(&format!("/inbox/{request}"))
        .await
        .says("You have signed it already")
        .does_not_say("form=\"sign\"");
    again.post(&format!("/inbox/{request}/signature"), &[("level", "at-hand")]).await.is(422);
    assert_eq!(stands(&house, &ann, "two").await, (0, 1, false));
}

#[actix_web::test]
async fn an_order_of_capacities_asks_each_in_its_turn() {
    let house = TestApp::new().await;
    let order = "[requirements.signers]\ncapacities = [\"supervisor\", \"lead\"]\norder = true";
    let (made, ann) = on(&house, &cases("order", 1, order)).await;
    tom(&house, &ann).await;
    let (entry, request) = case(&house, &made, &ann, "2026-11-01").await;
    let (own, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    signs(&sue, request.as_str()).await.is(303);
    let page = own.get(&format!("/entries/{entry}")).await;
    page.says("1 of 2 have signed it. The next is a training lead.")
        .says("with Lea Brook since")
        .does_not_say("Tom Ward")
        .does_not_say("Ask the next signer");
    house.later(60);
    let lea = house.signed_in(LEAD).await;
    signs(&lea, &waiting(&lea).await).await.is(303);
    assert_eq!(stands(&house, &ann, "order").await, (1, 1, true));
    // Another version asks both again.
    let asked = crate::kit::work::changes(&house, &ann, &entry, "urgency", "urgent", &made.supervisor).await;
    assert_eq!(stands(&house, &ann, "order").await, (0, 1, false));
    signs(&sue, asked.as_str()).await.is(303);
    own.get(&format!("/entries/{entry}")).await.says("with Lea Brook since");
}

#[actix_web::test]
async fn approved_means_appointed_over_this_person_alone() {
    let house = TestApp::new().await;
    let (made, ann) = on(&house, &cases("approved", 2, "[requirements.signers]\napproved = true")).await;
    let (_, request) = case(&house, &made, &ann, "2026-11-01").await;
    let sue = house.signed_in(SUPERVISOR).await;
    signs(&sue, request.as_str()).await.is(303);
    // Nobody was approved by name: not recorded, so it counts with a warning.
    assert_eq!(stands(&house, &ann, "approved").await, (1, 2, false));
    let lea = house.signed_in(LEAD).await;
    let tom = house.person("Tom Ward", "tom@demo.example").await;
    appointed(&lea, &tom, &ann, "Tom Ward").await;
    house.letters().await;
    assert_eq!(stands(&house, &ann, "approved").await, (0, 2, false), "Tom is approved, and Sue is not");
    let (_, request) = submits(&house, &made, &ann, "2026-11-02", &tom).await;
    signs(&house.signed_in("tom@demo.example").await, request.as_str()).await.is(303);
    assert_eq!(stands(&house, &ann, "approved").await, (1, 2, false));
}

/// Through the form of a lead, over the trainee alone.
async fn appointed(lea: &Browser<'_>, who: &AccountId, over: &Enrolled, name: &str) {
    let page = lea.get("/people/supervisors/new").await;
    page.is(200);
    let value = format!("person:{}", over.person);
    let scope = page.body.split("value=\"").filter_map(|rest| rest.split('"').next());
    let scope = scope.filter(|word| word.contains(over.person.as_str())).map(str::to_owned).next();
    let words = [
        ("name", name),
        ("email", "tom@demo.example"),
        ("over", scope.as_deref().unwrap_or(value.as_str())),
        ("from-day", "1"),
        ("from-month", "9"),
        ("from-year", "2025"),
    ];
    let sent = lea.sends(&page, "/people/supervisors/new", &words).await;
    assert_eq!(sent.status, 303, "{who} {}", sent.body);
}

#[actix_web::test]
async fn entrusted_means_a_sign_off_of_their_own_that_holds_on_that_day() {
    let house = TestApp::new().await;
    let trusted = cases("trusted", 2, "[requirements.signers]\nentrusted = true\ntrainees = true");
    let list = "[[requirements]]\ncode = \"list\"\ntitle = \"list\"\nsource = \"here\"\nnecessity = \"optional\"\n\
        [requirements.rule]\nsignoff = \"bypass-case\"\nitem = \"procedure\"\nexpires_months = 6\n\
        items = [{ code = \"aortic\", title = \"Aortic\" }, { code = \"cabg\", title = \"Grafts\" }]\n";
    let made = many(&house, 1, 0).await;
    let on = publishes(&house, &version("test-trust", "", &format!("{trusted}{list}"))).await;
    let ann = enrols(&house, &made.trainees[0].person, &on, &made.trainees[0]).await;
    let (_, request) = case(&house, &made, &ann, "2026-11-01").await;
    let sue = house.signed_in(SUPERVISOR).await;
    signs(&sue, request.as_str()).await.is(303);
    assert_eq!(stands(&house, &ann, "trusted").await, (1, 2, false), "no portfolio here: not recorded");
    // Now Sue has one, and nothing in it.
    let sues = enrols(&house, &made.supervisor, &on, &made.trainees[0]).await;
    let (_, request) = case(&house, &made, &ann, "2026-11-02").await;
    let page = sue.get(&format!("/inbox/{request}")).await;
    page.says("You were not entrusted with it yourself on 2 November 2026");
    signs(&sue, request.as_str()).await.is(303);
    assert_eq!(stands(&house, &ann, "trusted").await, (0, 2, false));
    // A sign-off of her own from before, by Tom: it holds on those days.
    let tom = tom(&house, &ann).await;
    let toms = house.signed_in("tom@demo.example").await;
    for (day, counted) in [("2026-02-01", 0), ("2026-06-01", 2)] {
        let (_, own) = submits(&house, &made, &sues, day, &tom).await;
        signs(&toms, own.as_str()).await.is(303);
        house.letters().await;
        let signed = stands(&house, &ann, "trusted").await.0;
        assert_eq!(signed, counted, "a sign-off of {day} holds for six months");
    }
}

#[actix_web::test]
async fn a_rule_reads_where_the_same_person_stands_elsewhere_and_two_that_ask_each_other_end() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    let first = &made.trainees[0];
    let asks = |code: &str, of: &str| {
        format!(
            "[[requirements]]\ncode = \"{code}\"\ntitle = \"{code}\"\nsource = \"here\"\n[requirements.rule]\n\
             all = [{of}]\n"
        )
    };
    let a = format!(
        "{}{}",
        cases("cases", 1, ""),
        asks("back", "{ programme = \"test-b\", requirement = \"there\" }")
    );
    let b = format!(
        "{}{}",
        asks("there", "{ programme = \"test-a\", requirement = \"cases\" }"),
        asks("whole", "{ programme = \"test-a\" }")
    );
    let (a, b) = (version("test-a", "", &a), version("test-b", "", &b));
    let on_b = enrols(&house, &first.person, &publishes(&house, &b).await, first).await;
    let on_a = enrols(&house, &first.person, &publishes(&house, &a).await, first).await;
    assert_eq!(stands(&house, &on_b, "there").await, (0, 1, false));
    let (_, request) = case(&house, &made, &on_a, "2026-11-01").await;
    let sue = house.signed_in(SUPERVISOR).await;
    signs(&sue, request.as_str()).await.is(303);
    assert_eq!(stands(&house, &on_b, "there").await, (1, 1, true));
    assert_eq!(stands(&house, &on_a, "back").await, (1, 1, true), "what B says of A’s cases");
    assert_eq!(stands(&house, &on_b, "whole").await, (0, 1, false), "A asks B, which is on the way");
    // What makes A old from outside makes B old too, until the refresh.
    let raised = vec![on_a.enrolment.clone()];
    let raise = house.app.write_quietly(Why::StandingRefreshed, move |tx| standing::raise_stale(tx, &raised));
    raise.await.unwrap();
    for (when, stale) in [("raised", true), ("refreshed", false)] {
        let id = on_b.enrolment.clone();
        let stored = house.app.read(move |r| standing::stored(r.conn(), &id)).await.unwrap().unwrap();
        assert_eq!(stored.stale, stale, "{when}");
        house.letters().await;
    }
    // A lead records that it is completed: that is read elsewhere too.
    let lea = house.signed_in(LEAD).await;
    records(&lea, &on_a, "completed", &[("category", "programme")], &[("day", "2026-11-12")]).await.is(303);
    assert_eq!(stands(&house, &on_b, "whole").await, (1, 1, true));
}
