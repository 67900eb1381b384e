//! Quality assurance: a sample drawn from a seed, read a second time without the first judgement, and followed up.

mod kept;
mod lost;

use diesel::prelude::*;
use perfolio::db::schema::*;
use perfolio::db::tx::{Books, Outcome, Why};
use perfolio::domain::fault::Fault;
use perfolio::domain::names::*;
use perfolio::domain::role::{Capacity, Person, Scope, System};
use perfolio::domain::territory::Over;
use perfolio::features::quality::{Drawing, put_sample};
use perfolio::features::roster::{ToAppoint, appoint};

use crate::kit::TestApp;
use crate::kit::acted::Acted;
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::{LEAD, Many, SUPERVISOR, TRAINEE, many};
use crate::kit::programme::{cases, enrols, publishes, version};
use crate::kit::small::verifies;
use crate::kit::work::{appoints, as_signed_in, day, departments_of, ends_appointments, submits};

/// Somebody from another site.
pub const READER: &str = "rhea@demo.example";

pub async fn reader(house: &TestApp, department: &DepartmentId) -> AccountId {
    let rhea = house.person("Rhea Moss", READER).await;
    appoints(house, &rhea, Capacity::QualityReader, department).await;
    rhea
}

/// Where somebody is enrolled.
async fn department_of(house: &TestApp, enrolment: &EnrolmentId) -> DepartmentId {
    let enrolment = enrolment.clone();
    let found = house.app.read(move |r| {
        Ok(enrolments::table.find(&enrolment).select(enrolments::department_id).first(r.conn())?)
    });
    found.await.unwrap()
}

/// For the matrix: a sample that the lead drew, one item of it, and an action.
pub async fn ids(house: &TestApp, made: &Acted) -> Vec<(&'static str, String)> {
    let department = department_of(house, &made.enrolment).await;
    let rhea = reader(house, &department).await;
    let person = as_signed_in(house, &made.made.lead, None);
    let drawn = house.app.write(Books::house(), move |tx| {
        let asked = Drawing {
            over: Over::of(Scope::Department, &department),
            reader: rhea.clone(),
            from: day("2026-01-01"),
            until: day("2026-12-31"),
            size: 5,
            read_by: day("2026-12-10"),
        };
        put_sample(tx, &person, &asked)
    });
    let sample = drawn.await.unwrap();
    let path = format!("/quality/samples/{sample}");
    let note = [
        ("what", "Talk about levels"),
        ("who", "Lea"),
        ("due-day", "1"),
        ("due-month", "12"),
        ("due-year", "2026"),
    ];
    let lea = house.signed_in(LEAD).await;
    lea.fills(&path, &format!("{path}/actions"), &note).await.leads_to(&path);
    let of = sample.clone();
    let found = house.app.read(move |r| {
        let item: QualityItemId = quality_items::table
            .filter(quality_items::sample_id.eq(&of))
            .order(quality_items::position)
            .select(quality_items::id)
            .first(r.conn())?;
        let action: QualityActionId = quality_actions::table.select(quality_actions::id).first(r.conn())?;
        Ok((item, action))
    });
    let (item, action) = found.await.unwrap();
    vec![("sample", sample.to_string()), ("item", item.to_string()), ("action", action.to_string())]
}

/// The same, and the reader has judged one of them.
pub async fn read_again(house: &TestApp, made: &Acted) {
    let ids = ids(house, made).await;
    let page = format!("/second-readings/{}", ids[1].1);
    let judged = [("verdict", "returned"), ("reason", "unclear")];
    house.signed_in(READER).await.fills(&page, &page, &judged).await.is(303);
}

/// Sue signs so many cases of Ann's, one a day.
pub async fn signed(house: &TestApp, made: &Many, count: u32) -> Vec<EntryId> {
    let mut cases = Vec::new();
    let sue = house.signed_in(SUPERVISOR).await;
    for number in 0..count {
        let happened = format!("2026-10-{:02}", number + 1);
        let (entry, request) = submits(house, made, &made.trainees[0], &happened, &made.supervisor).await;
        let page = format!("/inbox/{request}");
        sue.fills(&page, &format!("{page}/signature"), &[("level", "at-hand"), ("comment", "Calm.")])
            .await
            .is(303);
        cases.push(entry);
    }
    house.later(60);
    cases
}

async fn draws(lea: &Browser<'_>, department: &DepartmentId, reader: &AccountId, size: &str) -> Shown {
    let page = lea.get("/quality/new").await;
    draws_on(lea, &page, department, reader, size).await
}

/// The same, on a page that was open before.
async fn draws_on(
    lea: &Browser<'_>,
    page: &Shown,
    department: &DepartmentId,
    reader: &AccountId,
    size: &str,
) -> Shown {
    let (over, reader) = (format!("department:{department}"), reader.to_string());
    let words = [
        ("over", over.as_str()),
        ("reader", reader.as_str()),
        ("size", size),
        ("from-day", "1"),
        ("from-month", "9"),
        ("from-year", "2026"),
        ("until-day", "31"),
        ("until-month", "12"),
        ("until-year", "2026"),
        ("read-by-day", "10"),
        ("read-by-month", "12"),
        ("read-by-year", "2026"),
    ];
    lea.sends(page, "/quality/new", &words).await
}

/// The addresses of what is still to be read.
fn to_read(shown: &Shown) -> Vec<String> {
    let parts = shown.body.split("href=\"/second-readings/").skip(1);
    parts.map(|part| format!("/second-readings/{}", part.split('"').next().unwrap())).collect()
}

#[actix_web::test]
async fn a_trainee_at_present_is_appointed_to_read_no_samples() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    let (own, _) = departments_of(&house, &made.trainees[0]).await;
    let ann = made.trainees[0].person.clone();
    let lea = as_signed_in(&house, &made.lead, None);
    let reads = |person: &Person, department: &DepartmentId| {
        let (person, wanted) = (
            person.clone(),
            ToAppoint {
                appointee: ann.clone(),
                capacity: Capacity::QualityReader,
                over: vec![Over::of(Scope::Department, department)],
                from: day("2026-11-12"),
                until: None,
            },
        );
        house.app.write(Books::house(), move |tx| {
            let (row, event) = appoint(tx, &person, wanted)?;
            Ok(Outcome::of(row.person, event))
        })
    };
    let refused = reads(&lea, &own).await;
    assert!(matches!(&refused, Err(Fault::Refused(why)) if why.code == "reader-in-training"), "{refused:?}");
    // Whoever trains others is no trainee, whatever they keep here for themselves.
    appoints(&house, &ann, Capacity::Supervisor, &own).await;
    assert_eq!(reads(&lea, &own).await.unwrap(), ann);
}

/// The day on which somebody reads decides, not the day on which they were appointed.
#[actix_web::test]
async fn a_reader_who_came_into_training_is_given_nothing_to_read() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    signed(&house, &made, 3).await;
    let (own, _) = departments_of(&house, &made.trainees[0]).await;
    let rhea = reader(&house, &own).await;
    let lea = house.signed_in(LEAD).await;
    let draw = lea.get("/quality/new").await;
    let path = draws(&lea, &own, &rhea, "2").await.is(303).location().unwrap().to_owned();
    let browser = house.signed_in(READER).await;
    let items = to_read(&browser.get("/second-readings").await);
    let open = browser.get(&items[0]).await;
    house.letters().await;

    let on = publishes(&house, &version("training", "", &cases("c", 3, ""))).await;
    enrols(&house, &rhea, &on, &made.trainees[0]).await;
    let told =
        "You are a trainee at present, and trainees do not read what others have decided a second time.";
    let list = browser.get("/second-readings").await;
    list.is(200).says(told);
    assert!(to_read(&list).is_empty(), "{}", list.body);
    browser.get(&items[0]).await.leads_to("/second-readings");
    let judged = [("verdict", "returned"), ("reason", "unclear")];
    browser.sends(&open, &items[0], &judged).await.leads_to("/second-readings");
    browser.get("/second-readings").await.says(told).says("Your judgement was not kept.");
    lea.get(&path)
        .await
        .says("0 of 2 read")
        .says("Nobody can read it")
        .says("Rhea Moss is a trainee at present")
        .does_not_say("is not appointed there today");
    lea.get("/quality/new")
        .await
        .is(200)
        .says("as long as they are in training themselves: Rhea Moss.")
        .says("There is no quality reader where you lead yet.");
    draws_on(&lea, &draw, &own, &rhea, "3").await.is(422).says("They are a trainee at present");
    // A week before the day, when whoever has not read everything is reminded.
    house.app.clock.set("2026-12-04T09:00:00Z".parse().unwrap());
    perfolio::features::quality::remind(&house.app, System::at_work()).await.unwrap();
    let letters = house.letters().await;
    assert!(letters.iter().all(|one| one.to_address != READER), "{letters:#?}");
}

#[actix_web::test]
async fn a_sample_is_drawn_read_blind_and_followed_up() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    let ann = &made.trainees[0];
    let cases = signed(&house, &made, 3).await;
    let (own, _) = departments_of(&house, ann).await;
    let lea = house.signed_in(LEAD).await;
    lea.get("/quality").await.is(200).says("None is drawn yet");
    lea.get("/quality/new").await.is(200).says("There is no quality reader where you lead yet.");
    let rhea = reader(&house, &own).await;
    let form = lea.get("/quality/new").await;
    form.says("Rhea Moss").says("new assessors");
    // Four weeks, unless the lead says otherwise.
    form.says("name=\"read-by-day\" type=\"text\" inputmode=\"numeric\" value=\"10\"");
    draws(&lea, &own, &rhea, "0").await.is(422).says("Enter a number between 1 and 100.");
    let path = draws(&lea, &own, &rhea, "2").await.is(303).location().unwrap().to_owned();
    let letters = house.letters().await;
    let told = letters.iter().find(|one| one.to_address == READER && one.text.contains("2 decisions"));
    let told = told.unwrap_or_else(|| panic!("{letters:?}"));
    assert_eq!(told.subject, "2 decisions to read a second time, until 10 December 2026");
    assert!(told.text.contains("/second-readings"), "{}", told.text);
    let sample = lea.get(&path).await;
    sample.is(200).says("2 of 3 decisions, on 12 November 2026").says("0 of 2 read").says("Seed");
    sample.says("To be read until").says("10 December 2026");
    sample.says("0 pairs to compare").says("a new assessor (weight 4)").says("Sue Carter");
    lea.get(&format!("{path}/again")).await.is(200).says("The same decisions come out, in the same order.");

    let browser = house.signed_in(READER).await;
    browser.get("/").await.leads_to("/second-readings");
    let list = browser.get("/second-readings").await;
    list.is(200).does_not_say("Sue Carter").does_not_say("Ann Field");
    list.says("0 of 2 read. To be read until 10 December 2026.").does_not_say("Overdue");
    browser.get("/notices").await.says("Decisions wait for your second reading, until 10 December 2026.");
    let items = to_read(&list);
    assert_eq!(items.len(), 2, "{}", list.body);
    let page = browser.get(&items[0]).await;
    page.says("To be read until 10 December 2026.");
    page.is(200).says("Aortic surgery").says("I would return it").says("1 of 2");
    page.does_not_say("Sue Carter").does_not_say("Ann Field").does_not_say("Calm.").does_not_say("Signed");
    for hidden in [format!("/entries/{}", cases[0]), path.clone(), "/quality".to_owned(), "/inbox".to_owned()]
    {
        browser.get(&hidden).await.is(404);
    }
    browser.fills(&items[0], &items[0], &[("verdict", "returned")]).await.is(422).says("Choose why");
    browser.fills(&items[0], &items[0], &[("verdict", "signed")]).await.is(422).says("Choose the level");
    let judged = [("verdict", "returned"), ("reason", "evidence-missing")];
    let (open, too_late) = (browser.get(&items[0]).await, browser.get(&items[0]).await);
    browser.sends(&open, &items[0], &judged).await.leads_to(&items[1]);
    browser
        .sends(&too_late, &items[0], &[("verdict", "signed"), ("level", "at-hand")])
        .await
        .is(422)
        .says("judged this already");
    browser.get(&items[0]).await.is(200).says("It cannot be changed.");
    browser
        .fills(&items[1], &items[1], &[("verdict", "signed"), ("level", "at-hand")])
        .await
        .leads_to("/second-readings");
    // Its owner is told who read it again; the reading is written after the answer.
    house.letters().await;
    let openings = format!("/history/{}/openings", ann.portfolio);
    house.signed_in(TRAINEE).await.get(&openings).await.is(200).says("Rhea Moss opened it:");
    let shown = lea.get(&path).await;
    shown.says("2 of 2 read").says("2 pairs to compare").says("Returned: Evidence is missing");
    shown.says("Signed, With me in reach").does_not_say(" %.");
    let actions = format!("{path}/actions");
    lea.fills(&path, &actions, &[("what", ""), ("who", "Lea")])
        .await
        .is(422)
        .says("Enter what is to be done.");
    let note = [
        ("what", "Talk with supervisors about evidence"),
        ("who", "Lea Brook"),
        ("due-day", "1"),
        ("due-month", "12"),
        ("due-year", "2026"),
    ];
    lea.fills(&path, &actions, &note).await.leads_to(&path);
    let noted = lea.get(&path).await;
    noted.says("Talk with supervisors about evidence").says("until 1 December 2026");
    let end = noted.body.split("action=\"/quality/actions/").nth(1).unwrap().split('"').next().unwrap();
    let end = format!("/quality/actions/{end}");
    lea.fills(&path, &end, &[]).await.leads_to(&path);
    lea.get(&path).await.says("Done on 12 November 2026");
    lea.fills(&path, &format!("{path}/end"), &[]).await.leads_to(&path);
    browser.get(&items[0]).await.is(404);
    browser.get("/second-readings").await.says("Nothing waits for you.");
    lea.get("/quality").await.says("Closed").says("2 of 2 read");
}

#[actix_web::test]
async fn nobody_reads_their_own_decisions_and_a_reader_is_appointed_there() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    signed(&house, &made, 1).await;
    let (own, other) = departments_of(&house, &made.trainees[0]).await;
    let lea = house.signed_in(LEAD).await;
    let sue = made.supervisor.clone();
    let rhea = reader(&house, &other).await;
    draws(&lea, &own, &rhea, "5").await.is(422).says("not appointed as a quality reader there today");
    draws(&lea, &own, &made.lead, "5").await.is(422).says("Whoever draws a sample is not its second reader.");
    appoints(&house, &sue, Capacity::QualityReader, &own).await;
    draws(&lea, &own, &sue, "5").await.is(422).says("Nothing was decided there in that time");
    appoints(&house, &rhea, Capacity::QualityReader, &own).await;
    let path = draws(&lea, &own, &rhea, "5").await.is(303).location().unwrap().to_owned();
    let browser = house.signed_in(READER).await;
    let items = to_read(&browser.get("/second-readings").await);
    assert_eq!(items.len(), 1);
    browser.get(&items[0]).await.is(200);
    let sue = house.signed_in(SUPERVISOR).await;
    sue.get(&items[0]).await.is(404);
    sue.get("/second-readings").await.is(200).says("Nothing waits for you.");
    let olga = house.person("Olga Ray", "olga@demo.example").await;
    appoints(&house, &olga, Capacity::Lead, &other).await;
    let olga = house.signed_in("olga@demo.example").await;
    olga.get(&path).await.is(404);
    olga.get(&format!("{path}/again")).await.is(404);
    olga.get("/quality").await.is(200).says("None is drawn yet");
    olga.post(&format!("{path}/end"), &[]).await.is(404);
    ends_appointments(&house, &rhea, "2026-10-31").await;
    let browser = house.signed_in(READER).await;
    browser.get(&items[0]).await.is(404);
}

#[actix_web::test]
async fn from_ten_pairs_on_agreement_is_told_and_a_changed_list_is_found() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    signed(&house, &made, 11).await;
    let (own, _) = departments_of(&house, &made.trainees[0]).await;
    let rhea = reader(&house, &own).await;
    let lea = house.signed_in(LEAD).await;
    let path = draws(&lea, &own, &rhea, "10").await.is(303).location().unwrap().to_owned();
    let browser = house.signed_in(READER).await;
    for (at, item) in to_read(&browser.get("/second-readings").await).iter().enumerate() {
        let level = if at == 0 { "later" } else { "at-hand" };
        browser.fills(item, item, &[("verdict", "signed"), ("level", level)]).await.is(303);
    }
    lea.get(&path).await.says("9 of 10 pairs agree, 90 %.");
    house.later(60);
    // Later decisions change nothing of what was drawn.
    signed(&house, &made, 2).await;
    let again = format!("{path}/again");
    lea.get(&again).await.says("The same decisions come out, in the same order.");
    house.ends_out_of_order("a drawn decision is exchanged for another");
    let changed = house.app.write_quietly(Why::StandingRefreshed, |tx| {
        diesel::update(quality_items::table.filter(quality_items::position.eq(1)))
            .set(quality_items::decision_id.eq("another"))
            .execute(tx.conn())?;
        Ok(())
    });
    changed.await.unwrap();
    lea.get(&again).await.says("It comes out otherwise").says("somebody changed it");
}

/// The words of an action, about one decision of the sample or about all of it.
fn action<'a>(what: &'a str, item: &'a str) -> [(&'static str, &'a str); 6] {
    [
        ("what", what),
        ("who", "Lea Brook"),
        ("due-day", "1"),
        ("due-month", "12"),
        ("due-year", "2026"),
        ("item", item),
    ]
}

async fn written_in_actions(house: &TestApp) -> Vec<(String, String)> {
    let read = house.app.read(|r| {
        let all = quality_actions::table.order(quality_actions::known_from);
        Ok(all.select((quality_actions::what, quality_actions::who)).load(r.conn())?)
    });
    read.await.unwrap()
}

#[actix_web::test]
async fn what_an_action_says_of_a_patient_is_refused_and_can_be_struck_out() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    let cases = signed(&house, &made, 3).await;
    let (own, _) = departments_of(&house, &made.trainees[0]).await;
    let rhea = reader(&house, &own).await;
    house.vouches().await;
    let lea = house.signed_in(LEAD).await;
    let path = draws(&lea, &own, &rhea, "3").await.is(303).location().unwrap().to_owned();
    let drawn = cases[0].clone();
    let found = house.app.read(move |r| {
        let of = quality_items::table.filter(quality_items::entry_id.eq(&drawn));
        Ok(of.select(quality_items::id).first::<String>(r.conn())?)
    });
    let (item, actions) = (found.await.unwrap(), format!("{path}/actions"));
    let named = action("Ask the ward about Mrs Jones", &item);
    let again = lea.fills(&path, &actions, &named).await;
    again.is(422).says("Ask the ward about Mrs Jones").says("I have looked: no patient is named in my words");
    assert!(written_in_actions(&house).await.is_empty());
    let looked = [&named[..], &[("nobody", "yes")]].concat();
    lea.fills(&path, &actions, &looked).await.leads_to(&path);
    let of_all = [&action("Mrs Jones was in none of them", "")[..], &[("nobody", "yes")]].concat();
    house.later(60);
    lea.fills(&path, &actions, &of_all).await.leads_to(&path);
    house.later(60);
    lea.fills(&path, &actions, &action("Talk about levels", "")).await.leads_to(&path);
    verifies(&house.app).await;

    // Whoever does not lead there is not told that there are actions.
    let entry = format!("/entries/{}", cases[0]);
    for who in [TRAINEE, SUPERVISOR] {
        house.signed_in(who).await.get(&format!("{entry}/report")).await.is(200).does_not_say("action:");
    }
    lea.get(&format!("{entry}/report"))
        .await
        .says("What is to be done after a second reading")
        .says("Mrs Jones");
    let incident = crate::redactions::reports(&lea, &entry, &["action:"]).await;
    let form = format!("{incident}/redaction");
    let page = lea.get(&form).await;
    let wanted: Vec<&str> = page
        .is(200)
        .body
        .split("name=\"place\" type=\"checkbox\" value=\"")
        .skip(1)
        .filter(|rest| {
            rest.starts_with("action:")
                && rest.split("nhsuk-checkboxes__item").next().unwrap().contains("Jones")
        })
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert_eq!(wanted.len(), 2, "{}", page.body);
    let mut words = vec![("sort", "name"), ("sure", "yes")];
    words.extend(wanted.iter().map(|place| ("place", *place)));
    lea.sends(&page, &form, &words).await.is(303);
    house.letters().await;
    let gone = (String::new(), String::new());
    let stays = ("Talk about levels".to_owned(), "Lea Brook".to_owned());
    assert_eq!(written_in_actions(&house).await, [gone.clone(), gone, stays]);
    lea.get(&path).await.is(200).does_not_say("Jones").says("Struck out").says("Talk about levels");
    lea.get(&entry).await.is(200).says("Signed");
    verifies(&house.app).await;
    // What was done about it can still be said.
    let noted = lea.get(&path).await;
    let end = noted.body.split("action=\"/quality/actions/").nth(1).unwrap().split('"').next().unwrap();
    lea.fills(&path, &format!("/quality/actions/{end}"), &[]).await.leads_to(&path);
    verifies(&house.app).await;

    house.ends_out_of_order("the words are written back behind the house’s back");
    let back = house.app.write_quietly(Why::StandingRefreshed, |tx| {
        let first = quality_actions::table.filter(quality_actions::what.eq(""));
        diesel::update(first).set(quality_actions::what.eq("Mrs Jones")).execute(tx.conn())?;
        Ok(())
    });
    back.await.unwrap();
    let (code, told) = crate::audit::verified(&house).await;
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("quality_actions/"), "{told}");
}
