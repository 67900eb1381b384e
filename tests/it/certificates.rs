//! Certificates of competence: a sign-off on paper, and what somebody is told who holds the paper.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use perfolio::db::schema::{certificates, entries, jobs, programme_versions, programmes, requests};
use perfolio::db::tx::Why;
use perfolio::domain::names::{EntryId, RequestId, VersionId};
use perfolio::domain::role::System;
use perfolio::features::certificates::remind;
use perfolio::jobs::plan_round;

use crate::audit::verified;
use crate::kit::TestApp;
use crate::kit::acted::{Acted, three_cases};
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::{Enrolled, LEAD, Many, SUPERVISOR, TRAINEE, many};
use crate::kit::programme::enrols;
use crate::kit::wellformed::complaints;
use crate::kit::work::logs_today;

/// The entry of this state with the lowest number.
pub async fn first(house: &TestApp, state: &'static str) -> String {
    let read = house.app.read(move |r| {
        let first = entries::table.filter(entries::state.eq(state)).order(entries::number);
        Ok(first.select(entries::id).first::<EntryId>(r.conn())?)
    });
    format!("/entries/{}", read.await.unwrap())
}

/// Under the heading of what strangers see.
const HOUSE: &str = "Perfolio at Demo University Hospital";

async fn number(house: &TestApp) -> String {
    let read = house.app.read(|r| {
        let newest = certificates::table.order(certificates::known_from.desc());
        Ok(newest.select(certificates::number).first::<String>(r.conn())?)
    });
    read.await.unwrap()
}

async fn asks(who: &Browser<'_>, number: &str, surname: &str) -> Shown {
    who.fills("/certificates", "/certificates", &[("number", number), ("surname", surname)]).await
}

async fn marked(house: &TestApp) -> (Acted, String) {
    let of = three_cases(house).await;
    let entry = first(house, "signed").await;
    let path = format!("{entry}/certificate");
    let lea = house.signed_in(LEAD).await;
    lea.fills(&path, &path, &[]).await.leads_to(&path);
    (of, path)
}

#[actix_web::test]
async fn a_lead_marks_a_sign_off_and_whoever_holds_the_paper_can_check_it() {
    let house = TestApp::new().await;
    three_cases(&house).await;
    let entry = first(&house, "signed").await;
    let path = format!("{entry}/certificate");
    let (ann, sue, lea) =
        (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await, house.signed_in(LEAD).await);
    for who in [&ann, &sue] {
        who.get(&path).await.is(404);
        who.get(&entry).await.does_not_say("Certificate of this sign-off");
    }
    ann.post(&path, &[]).await.is(403);
    let returned = first(&house, "returned").await;
    lea.get(&format!("{returned}/certificate")).await.is(404);
    lea.get(&entry).await.says("Certificate of this sign-off");
    lea.fills(&path, &path, &[]).await.leads_to(&path);
    let page = lea.get(&path).await;
    page.is(200).says("Aortic surgery").says("Ann Field").says("Sue Carter, supervisor").says("Valid");
    assert!(complaints(&page.body).is_empty(), "{:?}", complaints(&page.body));
    ann.get(&path).await.is(200).says("Certificate as PDF");
    let paper = ann.get(&format!("{path}/pdf")).await;
    paper.is(200);
    assert_eq!(paper.header("content-type"), Some("application/pdf"));

    let number = number(&house).await;
    let anybody = house.browser();
    anybody.get(&format!("/certificates?number={number}")).await.is(200).says(&number).says(HOUSE);
    let told = asks(&anybody, &number.to_lowercase().replace('-', " "), "field").await;
    told.is(200).says("Valid").says("Aortic surgery").says("12 November 2026").does_not_say("Ann");
    told.says(HOUSE);
    let wrong = asks(&anybody, &number, "Meadow").await;
    let unknown = asks(&anybody, "0000-0000-0000", "Field").await;
    for told in [&wrong, &unknown] {
        told.is(200).says("There is no certificate with this number and this surname");
        told.does_not_say("Aortic").does_not_say("Valid");
    }
    asks(&anybody, "not a number", "").await.is(422).says("three groups").says("Enter the surname");
    let (code, said) = verified(&house).await;
    assert_eq!(code, 0, "{said}");
    house.letters().await;
}

/// What somebody did one day and had signed on another: the paper says what was signed, and neither day as the other.
#[actix_web::test]
async fn a_sign_off_that_is_no_certificate_of_competence_tells_its_two_days() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    logs_today(&house.signed_in(TRAINEE).await, &made, &[]).await.is(303);
    house.later(2 * 24 * 60 * 60);
    let read = house.app.read(|r| Ok(requests::table.select(requests::id).first::<RequestId>(r.conn())?));
    let page = format!("/inbox/{}", read.await.unwrap());
    let sue = house.signed_in(SUPERVISOR).await;
    sue.fills(&page, &format!("{page}/signature"), &[("level", "at-hand")]).await.is(303);
    house.later(60);
    let path = format!("{}/certificate", first(&house, "signed").await);
    let lea = house.signed_in(LEAD).await;
    lea.fills(&path, &path, &[]).await.leads_to(&path);
    let told = asks(&house.browser(), &number(&house).await, "Field").await;
    for page in [told, lea.get(&path).await] {
        page.is(200).says(">Signed<").says("14 November 2026").does_not_say("Awarded");
        page.says("Date of the case").says("12 November 2026");
    }
    house.letters().await;
    // One of competence is awarded on the day of the assessment, whenever it was signed.
    let other = TestApp::new().await;
    let (_, entry) = duty(&other, ["3", "11", "2027"]).await;
    let (ann, path) = (other.signed_in(TRAINEE).await, format!("{entry}/certificate"));
    ann.fills(&path, &path, &[]).await.leads_to(&path);
    ann.get(&path).await.is(200).says("Awarded").does_not_say("Date of the assessment");
    other.letters().await;
}

#[actix_web::test]
async fn what_was_withdrawn_or_lost_its_signature_says_so_whatever_is_printed() {
    let house = TestApp::new().await;
    let (_, path) = marked(&house).await;
    let (sue, lea) = (house.signed_in(SUPERVISOR).await, house.signed_in(LEAD).await);
    let (first, anybody) = (number(&house).await, house.browser());
    house.signed_in(TRAINEE).await.post(&format!("{path}/end"), &[]).await.is(403);
    lea.fills(&path, &format!("{path}/end"), &[]).await.leads_to(&path);
    asks(&anybody, &first, "Field").await.says("This certificate was withdrawn").does_not_say("Aortic");
    house.later(60);
    lea.fills(&path, &path, &[]).await.leads_to(&path);
    let second = number(&house).await;
    assert_ne!(first, second);
    asks(&anybody, &second, "Field").await.says("This certificate holds today");
    asks(&anybody, &first, "Field").await.says("This certificate was withdrawn");

    let signed = sue.get("/signed").await;
    let (_, rest) = signed.body.split_once("href=\"/decisions/").expect("what was signed can be taken back");
    let back = format!("/decisions/{}", rest.split('"').next().unwrap());
    sue.fills(&back, &back, &[("reason", "The wrong level was chosen.")]).await.is(303);
    asks(&anybody, &second, "Field").await.says("This certificate was withdrawn").does_not_say("Aortic");
    lea.get(&path).await.says("Withdrawn");
    house.letters().await;
}

/// Ann on the programme of cardiographers, with a signed certificate that ends on this day.
async fn duty(house: &TestApp, last: [&str; 3]) -> (Many, String) {
    let made = many(house, 1, 0).await;
    let like: &Enrolled = &made.trainees[0];
    let read = house.app.read(|r| {
        let version = programme_versions::table
            .inner_join(programmes::table)
            .filter(programmes::code.like("cardiographer%"))
            .select(programme_versions::id);
        Ok(version.first::<VersionId>(r.conn())?)
    });
    enrols(house, &like.person, &read.await.unwrap(), like).await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    let [day, month, year] = last;
    let words = [
        ("on-day", "12"),
        ("on-month", "11"),
        ("on-year", "2026"),
        ("until-day", day),
        ("until-month", month),
        ("until-year", year),
        ("f-duty", "ecg"),
        ("f-assessed-by", made.supervisor.as_str()),
        ("ask", made.supervisor.as_str()),
        ("do", "submit"),
    ];
    let sent = ann.fills("/entries/new?kind=duty-certificate", "/entries", &words).await;
    let entry = sent.is(303).location().unwrap().to_owned();
    signs_duty(house, &sue).await;
    (made, entry)
}

/// What waits first with Sue.
async fn signs_duty(house: &TestApp, sue: &Browser<'_>) {
    let inbox = sue.get("/inbox").await;
    let (_, rest) = inbox.body.split_once("href=\"/inbox/").expect("something waits");
    let page = format!("/inbox/{}", rest.split('"').next().unwrap());
    let open = sue.get(&page).await;
    sue.sends(&open, &format!("{page}/signature"), &[("level", "alone"), ("outcome", "yes")]).await.is(303);
    house.later(60);
    house.letters().await;
}

#[actix_web::test]
async fn a_duty_is_put_on_paper_by_its_holder_who_is_reminded_before_it_ends() {
    let house = TestApp::new().await;
    let (_, entry) = duty(&house, ["20", "11", "2026"]).await;
    let (ann, anybody) = (house.signed_in(TRAINEE).await, house.browser());
    let path = format!("{entry}/certificate");
    ann.get(&entry).await.says("Certificate of this sign-off");
    ann.fills(&path, &path, &[]).await.leads_to(&path);
    let number = number(&house).await;
    let told = asks(&anybody, &number, "Field").await;
    told.says("12-lead ECG").says("May do this").says("Alone").says("20 November 2026").says("Valid");
    for _ in 0..2 {
        remind(&house.app, System::at_work()).await.unwrap();
    }
    let letters = house.letters().await;
    let ends: Vec<&str> = letters.iter().map(|letter| letter.subject.as_str()).collect();
    assert_eq!(ends, ["A certificate of yours ends soon"], "once, however often the round runs");
    ann.get("/notices").await.says("comes to its last day soon");
    house.later(10 * 24 * 60 * 60);
    asks(&anybody, &number, "Field").await.says("This certificate expired on 20 November 2026");
    remind(&house.app, System::at_work()).await.unwrap();
    assert!(house.letters().await.iter().all(|letter| !letter.subject.contains("certificate")));
}

#[actix_web::test]
async fn a_new_version_takes_the_certificate_of_the_one_before_with_it() {
    let house = TestApp::new().await;
    let (of, path) = marked(&house).await;
    let (ann, lea, anybody) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await, house.browser());
    let first = number(&house).await;
    let entry = path.trim_end_matches("/certificate").to_owned();
    let sentence =
        format!("The certificate {first} was made of this entry. From the moment you submit a change");
    let begun = ann.fills(&entry, &format!("{entry}/revision"), &[]).await;
    let draft = begun.is(303).location().unwrap().to_owned();
    ann.get(&draft).await.is(200).says(&sentence);
    ann.fills(&draft, &format!("{draft}/deletion"), &[]).await.is(303);
    changes(&of, &ann, &entry).await;
    let begun = ann.fills(&entry, &format!("{entry}/revision"), &[]).await;
    let again = begun.is(303).location().unwrap().to_owned();
    ann.get(&again).await.is(200).does_not_say(&sentence);
    ann.fills(&again, &format!("{again}/deletion"), &[]).await.is(303);
    asks(&anybody, &first, "Field").await.says("This certificate was withdrawn").does_not_say("Aortic");
    lea.get(&path).await.is(200).says("Withdrawn");
    lea.post(&path, &[]).await.is(403);
    house.later(60);
    let (sue, id) = (house.signed_in(SUPERVISOR).await, EntryId::new(entry.rsplit('/').next().unwrap()));
    let read = house.app.read(move |r| {
        let open = requests::table.filter(requests::closed_at.is_null());
        Ok(open.filter(requests::entry_id.eq(&id)).select(requests::id).first::<RequestId>(r.conn())?)
    });
    let inbox = format!("/inbox/{}", read.await.unwrap());
    sue.fills(&inbox, &format!("{inbox}/signature"), &[("level", "at-hand")]).await.is(303);
    house.later(60);
    asks(&anybody, &first, "Field").await.says("This certificate was withdrawn").does_not_say("Aortic");
    lea.fills(&path, &path, &[]).await.leads_to(&path);
    let second = number(&house).await;
    assert_ne!(first, second, "the new version is signed for itself, and has a paper of its own");
    asks(&anybody, &second, "Field").await.says("This certificate holds today");
    house.letters().await;
}

/// What was signed is struck out: the item is assessed again, and until then the paper is worth nothing, wherever it is asked
/// about.
#[actix_web::test]
async fn what_is_struck_out_of_the_signed_entry_takes_its_certificate_with_it() {
    let house = TestApp::new().await;
    let (made, entry) = duty(&house, ["20", "11", "2026"]).await;
    let (ann, sue, lea) =
        (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await, house.signed_in(LEAD).await);
    let (path, anybody) = (format!("{entry}/certificate"), house.browser());
    let pdf = format!("{path}/pdf");
    ann.fills(&path, &path, &[]).await.leads_to(&path);
    let old = number(&house).await;
    asks(&anybody, &old, "Field").await.says("This certificate holds today");
    ann.get(&pdf).await.is(200);

    let incident = crate::redactions::reports(&ann, &entry, &["field:duty"]).await;
    crate::redactions::strikes(&lea, &incident, &["field:duty"]).await.leads_to(&incident);
    house.later(60);
    house.letters().await;
    let told = asks(&anybody, &old, "Field").await;
    told.says("This certificate was withdrawn").does_not_say("12-lead ECG").does_not_say("holds today");
    for who in [&ann, &lea] {
        let page = who.get(&path).await;
        page.is(200).says("Withdrawn").says("What was signed does not stand any more");
        page.does_not_say("12-lead ECG")
            .does_not_say("Certificate as PDF")
            .does_not_say("Make the certificate");
        assert!(complaints(&page.body).is_empty(), "{:?}", complaints(&page.body));
        who.get(&pdf).await.is(403).says("there is nothing to print");
    }
    ann.post(&path, &[]).await.is(403);
    remind(&house.app, System::at_work()).await.unwrap();
    assert!(
        house.letters().await.iter().all(|letter| !letter.subject.contains("certificate")),
        "nothing ends"
    );

    // Written anew, and assessed again: a paper of its own.
    let begun = ann.fills(&entry, &format!("{entry}/revision"), &[]).await;
    let form = ann.get(begun.is(303).location().unwrap()).await;
    let supervisor = made.supervisor;
    let words = [
        ("on-day", "12"),
        ("on-month", "11"),
        ("on-year", "2026"),
        ("until-day", "20"),
        ("until-month", "11"),
        ("until-year", "2026"),
        ("f-duty", "ecg"),
        ("f-assessed-by", supervisor.as_str()),
        ("ask", supervisor.as_str()),
        ("why", "It was struck out."),
        ("do", "submit"),
    ];
    ann.sends(&form, "/entries", &words).await.leads_to(&entry);
    signs_duty(&house, &sue).await;
    asks(&anybody, &old, "Field").await.says("This certificate was withdrawn");
    ann.fills(&path, &path, &[]).await.leads_to(&path);
    asks(&anybody, &number(&house).await, "Field")
        .await
        .says("This certificate holds today")
        .says("12-lead ECG");
    house.letters().await;
}

/// Who signed knew the holder by another name: nobody puts that signature on paper for somebody else by taking theirs.
#[actix_web::test]
async fn who_took_another_name_since_is_given_their_certificate_by_a_lead() {
    let house = TestApp::new().await;
    let (_, entry) = duty(&house, ["20", "11", "2027"]).await;
    let (ann, lea, anybody) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await, house.browser());
    let path = format!("{entry}/certificate");
    ann.fills("/account", "/account/name", &[("name", "Ann Meadow")]).await.is(303);
    let own = ann.get(&path).await;
    own.is(200).says("Your name was changed on 12 November 2026, after this was signed");
    own.does_not_say("Make the certificate");
    assert!(complaints(&own.body).is_empty(), "{:?}", complaints(&own.body));
    ann.post(&path, &[]).await.is(403).says("Your name was changed on 12 November 2026");
    let rows = house.app.read(|r| Ok(certificates::table.count().get_result::<i64>(r.conn())?));
    assert_eq!(rows.await.unwrap(), 0);

    let page = lea.get(&path).await;
    page.is(200).says("Their name was changed since it was signed").says("made out to Ann Meadow");
    lea.fills(&path, &path, &[]).await.leads_to(&path);
    let number = number(&house).await;
    asks(&anybody, &number, "Meadow").await.says("This certificate holds today");
    asks(&anybody, &number, "Field").await.says("There is no certificate with this number and this surname");
    house.letters().await;
}

/// Ann changes a signed case and submits it to Sue again.
pub async fn changes(of: &Acted, ann: &Browser<'_>, entry: &str) {
    let begun = ann.fills(entry, &format!("{entry}/revision"), &[]).await;
    let form = ann.get(begun.is(303).location().unwrap()).await;
    ann.sends(&form, "/entries", &of.case(&[("f-bypass-minutes", "59"), ("why", "A slip.")]))
        .await
        .leads_to(entry);
}

#[actix_web::test]
async fn what_a_programme_lets_lapse_ends_though_nobody_wrote_a_last_day() {
    let house = TestApp::new().await;
    let (_, entry) = duty(&house, ["", "", ""]).await;
    let (ann, anybody) = (house.signed_in(TRAINEE).await, house.browser());
    let path = format!("{entry}/certificate");
    ann.fills(&path, &path, &[]).await.leads_to(&path);
    let number = number(&house).await;
    asks(&anybody, &number, "Field").await.says("Valid").says("11 November 2028").does_not_say("No last day");
    house.later(700 * 24 * 60 * 60);
    remind(&house.app, System::at_work()).await.unwrap();
    let letters = house.letters().await;
    let told = letters.iter().find(|letter| letter.subject == "A certificate of yours ends soon");
    assert!(told.is_some_and(|letter| letter.text.contains("11 November 2028")), "{letters:?}");
    house.later(60 * 24 * 60 * 60);
    let told = asks(&house.browser(), &number, "Field").await;
    told.says("This certificate expired on 11 November 2028").does_not_say("holds today");
    house.letters().await;
}

#[actix_web::test]
async fn it_stays_made_out_to_the_name_of_that_day() {
    let house = TestApp::new().await;
    let (_, path) = marked(&house).await;
    let (ann, anybody) = (house.signed_in(TRAINEE).await, house.browser());
    let number = number(&house).await;
    ann.fills("/account", "/account/name", &[("name", "Ann Meadow")]).await.is(303);
    asks(&anybody, &number, "Field").await.says("Valid").says("Aortic surgery");
    asks(&anybody, &number, "Meadow").await.says("There is no certificate with this number and this surname");
    ann.get(&path).await.is(200).says("Ann Field");
    let (code, said) = verified(&house).await;
    assert_eq!(code, 0, "{said}");
}

#[actix_web::test]
async fn who_tries_names_on_one_number_is_slowed() {
    let house = TestApp::new().await;
    marked(&house).await;
    let (number, anybody) = (number(&house).await, house.browser());
    let mut last = 0;
    for nth in 0..40 {
        let told = asks(&anybody, &number, &format!("Name{nth}")).await;
        last = told.status;
        if last != 200 {
            break;
        }
    }
    assert_eq!(last, 429);
}

#[actix_web::test]
async fn a_fault_in_one_room_keeps_no_other_from_its_round_and_the_next_is_planned_all_the_same() {
    let house = TestApp::new().await;
    let (_, entry) = duty(&house, ["20", "11", "2026"]).await;
    let ann = house.signed_in(TRAINEE).await;
    let path = format!("{entry}/certificate");
    ann.fills(&path, &path, &[]).await.leads_to(&path);
    plan_round(&house.app).await.unwrap();
    house.ends_out_of_order("a table of the first room of the round is hidden");
    let hidden = house.app.write_quietly(Why::Swept, |tx| {
        Ok(tx.conn().batch_execute("ALTER TABLE escalations RENAME TO escalations_hidden")?)
    });
    hidden.await.unwrap();
    house.later(24 * 60 * 60);
    let letters = house.letters().await;
    assert!(letters.iter().any(|letter| letter.subject.starts_with("A certificate of yours")), "{letters:?}");
    let now = house.app.clock.now();
    let rounds = house.app.read(move |r| {
        let rounds = || jobs::table.filter(jobs::job.eq("go-round")).filter(jobs::state.eq("waiting"));
        let tomorrow = rounds().filter(jobs::run_at.gt(now.plus_seconds(12 * 60 * 60)));
        let again = rounds().filter(jobs::fault.ne(""));
        let count: (i64, i64) = (tomorrow.count().get_result(r.conn())?, again.count().get_result(r.conn())?);
        Ok(count)
    });
    assert_eq!(rounds.await.unwrap(), (1, 1), "tomorrow's, and this one once more");
}

#[actix_web::test]
async fn what_a_lead_withdrew_its_holder_does_not_make_again() {
    let house = TestApp::new().await;
    let (_, entry) = duty(&house, ["12", "11", "2028"]).await;
    let path = format!("{entry}/certificate");
    let (ann, lea) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await);
    ann.fills(&path, &path, &[]).await.leads_to(&path);
    lea.fills(&path, &format!("{path}/end"), &[]).await.leads_to(&path);
    let told = house.letters().await;
    assert!(told.iter().any(|one| one.subject == "A certificate of yours was withdrawn"), "{told:#?}");
    let line = ann.get("/notices").await;
    line.says("Lea Brook withdrew your certificate ").says(" (12-lead ECG) on 12 November 2026.");
    let page = ann.get(&path).await;
    page.is(200)
        .says("Withdrawn by Lea Brook on 12 November 2026.")
        .says("Your training lead withdrew the certificate")
        .does_not_say("Make the certificate");
    ann.post(&path, &[]).await.is(403);
    lea.fills(&path, &path, &[]).await.leads_to(&path);
    ann.get(&path).await.is(200).says("Valid");
}
