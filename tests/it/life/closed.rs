//! After its deadline an enrolment takes neither filing nor deciding: an hour before and an hour after it, on the
//! institution's clock; and what somebody holds elsewhere goes on.

use diesel::prelude::*;
use perfolio::db::schema::institutions;
use perfolio::db::tx::Why;

use super::records;
use crate::kit::TestApp;
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::{LEAD, SUPERVISOR, TRAINEE, many};
use crate::kit::programme::{cases, enrols, publishes, stands, version};
use crate::kit::work::logs_today;

async fn first_waiting(sue: &Browser<'_>) -> String {
    let inbox = sue.get("/inbox").await;
    let (_, rest) = inbox.is(200).body.split_once("href=\"/inbox/").expect("something waits");
    format!("/inbox/{}", rest.split('"').next().unwrap())
}

async fn signs(sue: &Browser<'_>, page: &str) -> Shown {
    let open = sue.get(page).await;
    sue.sends(open.is(200), &format!("{page}/signature"), &[("level", "at-hand")]).await
}

async fn zone(house: &TestApp, zone: &'static str) {
    let moved = house.app.write_quietly(Why::StandingRefreshed, move |tx| {
        diesel::update(institutions::table).set(institutions::zone.eq(zone)).execute(tx.conn())?;
        Ok(())
    });
    moved.await.unwrap();
    house.vouches().await;
}

#[actix_web::test]
async fn an_hour_before_the_deadline_and_an_hour_after_on_the_institutions_clock() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    zone(&house, "America/New_York").await;
    let ann = made.trainees[0].clone();
    let (own, lea) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await);
    // Nine in the morning in London is four in New York; ten there is three in the afternoon here.
    let gone = [("time", "3:30"), ("category", "other")];
    let today = [("until", "2026-11-12")];
    records(&lea, &ann, "freeze", &gone, &today).await.is(422).says("has passed already");
    records(&lea, &ann, "freeze", &[("time", "10:00")], &today).await.is(303);
    own.get("/home").await.says("Freezes on 12 November 2026, 10:00: nothing is filed or decided after that");
    house.later(5 * 3600);
    let (own, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    logs_today(&own, &made, &[]).await.is(303);
    let first = first_waiting(&sue).await;
    signs(&sue, &first).await.is(303);
    logs_today(&own, &made, &[]).await.is(303);
    assert_eq!(stands(&house, &ann, "bypass-150").await, (1, 150, false));
    let second = first_waiting(&sue).await;
    let before = sue.get(&second).await;
    house.later(2 * 3600);
    // Sessions have ended meanwhile.
    let (own, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    let lea = house.signed_in(LEAD).await;
    let frozen = "was frozen on 12 November 2026, 10:00: nothing more is filed or decided under it";
    own.get("/home").await.says("Frozen on 12 November 2026, 10:00: reading and downloading go on");
    own.get("/entries/new?kind=bypass-case").await.is(200).says(frozen);
    logs_today(&own, &made, &[]).await.is(422).says(frozen);
    sue.get("/inbox").await.says(frozen);
    sue.get(&second).await.is(200).says(frozen).does_not_say("Sign at this level");
    // The form of a page that was opened before the deadline.
    let late = sue.sends(&before, &format!("{second}/signature"), &[("level", "at-hand")]).await;
    late.is(422).says(frozen);
    assert_eq!(stands(&house, &ann, "bypass-150").await, (1, 150, false));
    // Marks of a lead are filed and decided too.
    let results = format!("/results/{}", ann.enrolment);
    let mark = [
        ("kind", "unit-result"),
        ("on-day", "1"),
        ("on-month", "10"),
        ("on-year", "2026"),
        ("unit", "BRMSM0072"),
        ("mark", "64"),
    ];
    let page = lea.get(&format!("{results}?kind=unit-result")).await;
    lea.sends(&page, &results, &mark).await.is(422).says(frozen);
    // Reading and exporting go on.
    let export = format!("/exports/new?enrolment={}", ann.enrolment);
    own.fills(&export, "/exports", &[("format", "csv"), ("when", "now")]).await.is(303);
    own.get("/portfolio").await.is(200).says("Aortic");
    // Another deadline opens it again; what waits is signed.
    records(&lea, &ann, "freeze", &[("time", "17:00")], &[("until", "2026-11-30")]).await.is(303);
    signs(&sue, &second).await.is(303);
    assert_eq!(stands(&house, &ann, "bypass-150").await, (2, 150, false));
}

#[actix_web::test]
async fn a_programmes_deadline_closes_one_enrolment_and_leaves_the_others_open() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    let freeze = "freeze = { day = 2026-11-12, time = \"10:00\", zone = \"Europe/London\" }";
    let closing = publishes(&house, &version("test-closing", freeze, &cases("cases", 3, ""))).await;
    let first = &made.trainees[0];
    let ann = enrols(&house, &first.person, &closing, first).await;
    let own = house.signed_in(TRAINEE).await;
    let (a, b) = (first.enrolment.as_str(), ann.enrolment.as_str());
    let both = [("under", a), ("under", b)];
    let entry = logs_today(&own, &made, &both).await.is(303).location().unwrap().to_owned();
    house.later(2 * 3600);
    let (own, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    // Signed after the deadline: it counts where it is open and stays submitted where it is frozen.
    own.get(&entry).await.says("test-closing was frozen on 12 November 2026, 10:00");
    let page = first_waiting(&sue).await;
    sue.get("/inbox").await.does_not_say("was frozen");
    sue.get(&page).await.says("test-closing was frozen on 12 November 2026, 10:00");
    signs(&sue, &page).await.is(303);
    assert_eq!(stands(&house, first, "bypass-150").await, (1, 150, false));
    assert_eq!(stands(&house, &ann, "cases").await, (0, 3, false));
    // The form asks only about what is open, and an entry goes there alone.
    let form = own.get("/entries/new?kind=bypass-case").await;
    form.says("test-closing was frozen")
        .says(&format!("value=\"{a}\""))
        .does_not_say(&format!("value=\"{b}\""));
    logs_today(&own, &made, &[("under", "")]).await.is(422).says("Choose at least one programme");
    logs_today(&own, &made, &both).await.is(303);
    let page = first_waiting(&sue).await;
    signs(&sue, &page).await.is(303);
    assert_eq!(stands(&house, first, "bypass-150").await, (2, 150, false));
    assert_eq!(stands(&house, &ann, "cases").await, (0, 3, false));
    own.get(&format!("/enrolments/{b}/filing")).await.says("test-closing was frozen");
}

#[actix_web::test]
async fn what_was_signed_before_the_deadline_counts_whatever_is_written_after_it() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    let freeze = "freeze = { day = 2026-11-12, time = \"10:00\", zone = \"Europe/London\" }";
    let closing = publishes(&house, &version("test-closing", freeze, &cases("cases", 3, ""))).await;
    let first = &made.trainees[0];
    let ann = enrols(&house, &first.person, &closing, first).await;
    let own = house.signed_in(TRAINEE).await;
    let both = [("under", first.enrolment.as_str()), ("under", ann.enrolment.as_str())];
    let entry = logs_today(&own, &made, &both).await.is(303).location().unwrap().to_owned();
    let sue = house.signed_in(SUPERVISOR).await;
    let page = first_waiting(&sue).await;
    signs(&sue, &page).await.is(303);
    assert_eq!(stands(&house, &ann, "cases").await, (1, 3, false));
    house.later(2 * 3600);
    let own = house.signed_in(TRAINEE).await;
    let draft = own.fills(&entry, &format!("{entry}/revision"), &[]).await;
    let draft = draft.is(303).location().unwrap().to_owned();
    let words = [
        ("when", "today"),
        ("f-procedure", "aortic"),
        ("why", "I only watched."),
        ("f-part-played", "observed"),
        ("f-supervision", "in-theatre"),
        ("f-supervisor", made.supervisor.as_str()),
        ("f-bypass-minutes", "90"),
        ("f-site", made.site.as_str()),
        ("f-urgency", "elective"),
        ("f-patient-group", "adult"),
        ("ask", made.supervisor.as_str()),
        ("under", first.enrolment.as_str()),
        ("double", "yes"),
        ("do", "submit"),
    ];
    let sent = own.fills(&draft, "/entries", &words).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(stands(&house, first, "bypass-150").await, (0, 150, false));
    assert_eq!(stands(&house, &ann, "cases").await, (1, 3, false), "as it was at the deadline");
}
