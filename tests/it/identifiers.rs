//! No patient is named: what is held with its owner, what lets it go on, and what nobody else ever gets.

use actix_web::test::TestRequest;
use diesel::prelude::*;
use futures_util::future::join;
use perfolio::db::schema::{audit_events, drafts, entries, file_checks, holds, jobs};
use perfolio::domain::names::DraftId;

use crate::entries::{case, house};
use crate::evidence::{links, sends};
use crate::kit::TestApp;
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::{LEAD, Many, SUPERVISOR, TRAINEE};
use crate::kit::morning::Morning;
use crate::kit::papers::{docx, pdf};
use crate::kit::wellformed::complaints;
use crate::kit::work::submits;

const FORM: &str = "/entries/new?kind=bypass-case";
const NUMBER: &str = "943 476 5919";

async fn sent(ann: &Browser<'_>, made: &Many, notes: &str, files: &[(&str, &[u8])]) -> String {
    let page = ann.get(FORM).await;
    let words = case(made, &[("f-incidents", notes), ("double", "yes")]);
    let sent = sends(ann, &page, "/entries", &words, files).await;
    sent.is(303).location().unwrap().to_owned()
}

fn is_held(path: &str) -> bool {
    path.starts_with("/drafts/") && path.ends_with("/check")
}

/// The questions of the page, by the names of their fields.
fn questions(page: &Shown) -> Vec<String> {
    let names =
        page.body.split("name=\"why-").skip(1).map(|rest| format!("why-{}", rest.split('"').next().unwrap()));
    let mut all: Vec<String> = names.collect();
    all.dedup();
    all
}

/// Every text that the database holds of acts, checks, jobs and holds.
async fn written_down(house: &TestApp) -> String {
    let read = house.app.read(|r| {
        let conn = r.conn();
        let mut all: Vec<String> = audit_events::table.select(audit_events::detail).load(conn)?;
        all.extend(file_checks::table.select(file_checks::kinds).load::<String>(conn)?);
        all.extend(holds::table.select(holds::answers).load::<String>(conn)?);
        all.extend(jobs::table.select(jobs::body).load::<String>(conn)?);
        all.extend(jobs::table.select(jobs::fault).load::<String>(conn)?);
        Ok(all.join("\n"))
    });
    read.await.unwrap()
}

/// The number as it was typed, or its digits alone; three digits of it may stand in any hash.
fn names_it(text: &str) -> bool {
    text.contains(NUMBER) || text.contains(&NUMBER.replace(' ', ""))
}

async fn counts(house: &TestApp) -> (i64, i64, i64) {
    let read = house.app.read(|r| {
        Ok((
            entries::table.count().get_result(r.conn())?,
            drafts::table.count().get_result(r.conn())?,
            holds::table.count().get_result(r.conn())?,
        ))
    });
    read.await.unwrap()
}

#[actix_web::test]
async fn a_number_in_the_words_is_held_until_it_is_explained_and_only_the_answer_is_kept() {
    let (house, made) = house().await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    let check = sent(&ann, &made, &format!("device {NUMBER} alarmed twice"), &[]).await;
    assert!(is_held(&check), "{check}");
    assert_eq!(counts(&house).await, (0, 1, 1), "nothing arrived, nothing typed is lost");
    assert!(house.letters().await.is_empty());
    let page = ann.get(&check).await;
    page.is(200).says("Held with you").says(&format!("<mark>{NUMBER}</mark>")).says("an NHS number");
    assert!(complaints(&page.body).is_empty(), "{:?}", complaints(&page.body));
    sue.get(&check).await.is(404);
    sue.get("/inbox").await.says("Nothing waits for you");
    ann.get("/portfolio").await.says("Held").says(&check);

    let asked = questions(&page);
    assert_eq!(asked.len(), 1);
    ann.sends(&page, &check, &[]).await.is(422).says("Correct it in the entry, or say what it is.");
    ann.sends(&page, &check, &[(&asked[0], "colleague")]).await.is(422);
    let again = ann.get(&check).await;
    let entry = ann.sends(&again, &check, &[(&asked[0], "thing")]).await;
    let entry = entry.is(303).location().unwrap().to_owned();
    sue.get(&entry).await.is(200).says("alarmed twice");
    assert_eq!(counts(&house).await, (1, 0, 0));
    let kept = written_down(&house).await;
    assert!(kept.contains("f-incidents-0-nhs-number:thing"), "{kept}");
    assert!(!names_it(&kept), "what was found is nowhere: {kept}");
    assert_eq!(house.letters().await.len(), 1, "now the supervisor is asked");
}

#[actix_web::test]
async fn what_is_sent_twice_at_once_is_held_once() {
    let (house, made) = house().await;
    let ann = house.signed_in(TRAINEE).await;
    let page = ann.get(FORM).await;
    let notes = format!("device {NUMBER} alarmed twice");
    let words = case(&made, &[("f-incidents", &notes)]);
    for _ in 0..2 {
        let (one, two) =
            join(ann.sends(&page, "/entries", &words), ann.sends(&page, "/entries", &words)).await;
        let check = one.is(303).location().unwrap();
        assert!(is_held(check), "{check}");
        two.leads_to(check);
        assert_eq!(counts(&house).await, (0, 1, 1));
    }
}

#[actix_web::test]
async fn a_correction_goes_on_and_what_arrived_is_not_asked_about_again() {
    let (house, made) = house().await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    let check = sent(&ann, &made, "Mr Thorne closed the chest.", &[]).await;
    let page = ann.get(&check).await;
    let answer = [(questions(&page)[0].clone(), "colleague")];
    let answer = [(answer[0].0.as_str(), answer[0].1)];
    let entry = ann.sends(&page, &check, &answer).await.is(303).location().unwrap().to_owned();
    let form =
        ann.fills(&entry, &format!("{entry}/revision"), &[]).await.is(303).location().unwrap().to_owned();
    let same = case(&made, &[("f-incidents", "Mr Thorne closed the chest."), ("f-bypass-minutes", "96")]);
    let page = ann.get(&form).await;
    ann.sends(&page, "/entries", &same).await.leads_to(&entry);
    let form =
        ann.fills(&entry, &format!("{entry}/revision"), &[]).await.is(303).location().unwrap().to_owned();
    let page = ann.get(&form).await;
    let worse = case(&made, &[("f-incidents", "Mrs Jones, DOB 3.4.1951")]);
    let held = ann.sends(&page, "/entries", &worse).await.is(303).location().unwrap().to_owned();
    assert!(is_held(&held), "{held}");
    sue.get(&entry).await.is(200).says("96").does_not_say("Mrs Jones");
    ann.get(&held).await.says("Mrs Jones").says("3.4.1951");
    let page = ann.get(&form).await;
    let better = case(&made, &[("f-incidents", "Uneventful.")]);
    ann.sends(&page, "/entries", &better).await.leads_to(&entry);
    sue.get(&entry).await.says("Uneventful.");
}

#[actix_web::test]
async fn files_are_read_inside_and_a_held_one_is_nobodys_but_its_owners() {
    let (house, made) = house().await;
    let (ann, sue, lea) =
        (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await, house.signed_in(LEAD).await);
    let word = docx("struck", &format!("was {NUMBER}"));
    let check = sent(&ann, &made, "Calm.", &[("report.docx", &word)]).await;
    assert!(is_held(&check), "{check}");
    let page = ann.get(&check).await;
    page.says("“report.docx”, paragraph 2").says(&format!("<mark>{NUMBER}</mark>"));
    let draft = check.trim_end_matches("/check").to_owned();
    let path = links(&ann.get(&draft).await).remove(0);
    ann.get(&path).await.is(200);
    for other in [&sue, &lea] {
        other.get(&path).await.is(404);
        other.get(&draft).await.is(404);
        other.get(&check).await.is(404);
    }
    assert!(!names_it(&written_down(&house).await));
    let entry = ann.sends(&page, &check, &[(&questions(&page)[0], "invented")]).await;
    let entry = entry.is(303).location().unwrap().to_owned();
    sue.get(&links(&sue.get(&entry).await)[0]).await.is(200);
    let named = sent(&ann, &made, "Other.", &[("echo_Mrs_Jones.pdf", &pdf("page", "Calm and clear"))]).await;
    ann.get(&named).await.says("The name of the file").says("Mrs Jones");
}

#[actix_web::test]
async fn what_cannot_be_read_is_looked_at_by_its_owner_or_replaced() {
    let (house, made) = house().await;
    let ann = house.signed_in(TRAINEE).await;
    for (name, bytes) in [("scan.pdf", pdf("scan", "")), ("with-sheet.docx", docx("embedded", ""))] {
        let check = sent(&ann, &made, name.trim_end_matches(".pdf"), &[(name, &bytes)]).await;
        let page = ann.get(&check).await;
        page.says("cannot be read by Perfolio").says("I have looked at every page");
        let sent = ann.sends(&page, &check, &[(&questions(&page)[0], "looked")]).await;
        // The second one is the same case on the same day, which is asked about as ever.
        assert!(sent.status == 303 || sent.body.contains("recorded"), "{}", sent.body);
    }
    for (name, bytes, why) in [
        ("locked.pdf", pdf("locked", ""), "locked with a password"),
        ("broken.pdf", b"%PDF-1.7\n1 0 obj".to_vec(), "damaged"),
    ] {
        let page = ann.get(FORM).await;
        let words = case(&made, &[("double", "yes")]);
        let held = sends(&ann, &page, "/entries", &words, &[(name, &bytes)]).await;
        let check = held.is(303).location().unwrap().to_owned();
        let page = ann.get(&check).await;
        page.says(why).does_not_say("It names no patient: submit it");
        assert!(ann.sends(&page, &check, &[("why-x", "looked")]).await.status == 422, "{name}");
    }
}

#[actix_web::test]
async fn a_large_file_is_checked_by_a_job_and_nobody_hears_of_it_before() {
    let (house, made) = house().await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    let large = |place: &str, words: &str| [pdf(place, words), vec![b'\n'; 2_100_000]].concat();
    let clean = large("page", "A long trace of a calm case");
    let check = sent(&ann, &made, "Calm.", &[("trace.pdf", &clean)]).await;
    assert!(is_held(&check), "{check}");
    ann.get(&check).await.is(200).says("Being checked").says("trace.pdf");
    ann.get("/portfolio").await.says("Being checked");
    assert_eq!(counts(&house).await, (0, 1, 1));
    sue.get("/inbox").await.says("Nothing waits for you");
    let letters = house.letters().await;
    assert_eq!(letters.len(), 1, "the supervisor is asked once it has arrived");
    assert!(letters[0].subject.contains("asks you to sign"), "{}", letters[0].subject);
    assert_eq!(counts(&house).await, (1, 0, 0));

    let named = large("comment", &format!("ask about {NUMBER}"));
    let page = ann.get(FORM).await;
    let words = case(&made, &[("double", "yes")]);
    let held = sends(&ann, &page, "/entries", &words, &[("other.pdf", &named)]).await;
    let check = held.is(303).location().unwrap().to_owned();
    let letters = house.letters().await;
    assert_eq!(letters.len(), 1);
    assert!(
        letters[0].subject.contains("held with you") && !names_it(&letters[0].text),
        "{}",
        letters[0].text
    );
    ann.get(&check).await.says("Held with you").says(NUMBER);
    assert_eq!(counts(&house).await.0, 1);
}

#[actix_web::test]
async fn a_file_that_is_replaced_between_check_and_submit_is_checked_too() {
    let (house, made) = house().await;
    let ann = house.signed_in(TRAINEE).await;
    let clean = [pdf("page", "A long trace of a calm case"), vec![b'\n'; 2_100_000]].concat();
    let check = sent(&ann, &made, "Calm.", &[("trace.pdf", &clean)]).await;
    let draft = check.trim_end_matches("/check").to_owned();
    let form = ann.get(&draft).await;
    let removal = form.body.split("formaction=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    sends(&ann, &form, &removal, &case(&made, &[("do", "draft")]), &[]).await.is(303);
    let form = ann.get(&draft).await;
    let words = case(&made, &[("do", "draft")]);
    let named = pdf("page", &format!("NHS {NUMBER}"));
    sends(&ann, &form, "/entries", &words, &[("trace.pdf", &named)]).await.is(303);
    house.letters().await;
    assert_eq!(counts(&house).await, (0, 1, 0), "a draft that was changed waits for its owner");
    let page = ann.get(&draft).await;
    let sent = ann.sends(&page, "/entries", &case(&made, &[])).await;
    assert!(is_held(sent.is(303).location().unwrap()));
    // Answers to a page that is out of date are answers to nothing.
    let held = ann.get(&check).await;
    let asked = questions(&held)[0].clone();
    house.later(1);
    let id = DraftId::new(draft.rsplit('/').next().unwrap());
    let autosaved = TestRequest::post().uri(&draft).insert_header(("sec-fetch-site", "same-origin"));
    let mut words = case(&made, &[("f-incidents", "DOB 3.4.1951"), ("do", "draft")]);
    words.extend([("draft", id.as_str()), ("kind", "bypass-case"), ("saved", "")]);
    ann.send(autosaved.set_form(&words)).await.is(200);
    ann.sends(&held, &check, &[(&asked, "thing")]).await.is(422).says("changed the entry meanwhile");
    assert_eq!(counts(&house).await.0, 0);
}

#[actix_web::test]
async fn a_comment_that_names_somebody_is_not_sent() {
    let (house, made) = house().await;
    let sue = house.signed_in(SUPERVISOR).await;
    let (_, request) = submits(&house, &made, &made.trainees[0], "2026-11-03", &made.supervisor).await;
    let to = format!("/inbox/{request}/signature");
    let words = [("level", "at-hand"), ("comment", "Good work on 943 476 5919")];
    let open = sue.get(&format!("/inbox/{request}")).await;
    let again = sue.sends(&open, &to, &words).await;
    again
        .is(422)
        .says("looks like an NHS number")
        .says("Good work on")
        .says("no patient is named in my words");
    let back = format!("/inbox/{request}/return");
    sue.sends(&open, &back, &[("words", "What about Mrs Jones?")]).await.is(422).says("a person&#39;s name");
    sue.sends(&again, &to, &[words[0], words[1], ("nobody", "yes")]).await.is(303);
    let kept = written_down(&house).await;
    assert!(kept.contains("nhs-number") && !names_it(&kept), "{kept}");
}

#[actix_web::test]
async fn a_reflection_is_looked_at_when_it_is_shared() {
    let (house, made) = house().await;
    let ann = house.signed_in(TRAINEE).await;
    let page = ann.get(FORM).await;
    let words = case(&made, &[("reflection", "Mrs Jones made me think.")]);
    let entry = ann.sends(&page, "/entries", &words).await.is(303).location().unwrap().to_owned();
    let sharing = format!("{entry}/reflection/sharing");
    ann.fills(&entry, &sharing, &[("share", "yes")]).await.is(422).says("Mrs Jones");
    ann.fills(&entry, &format!("{entry}/reflection"), &[("reflection", "It made me think.")]).await.is(303);
    ann.fills(&entry, &sharing, &[("share", "yes")]).await.is(303);
    let to = format!("{entry}/reflection");
    ann.fills(&entry, &to, &[("reflection", "Mrs Jones again")]).await.is(422).says("Mrs Jones");
}

#[actix_web::test]
async fn a_house_adds_how_its_hospitals_number_patients() {
    let house = TestApp::new().await;
    let morning = Morning::of(&house).await;
    let page = "/settings/patterns";
    morning.lead.get(page).await.is(404);
    let bad = [("name", "Ours"), ("form", "####"), ("example", "1234")];
    morning.admin.fills(page, page, &bad).await.is(422).says("so short").says("value=\"####\"");
    let good = [("name", "Northgate number"), ("form", "RXH ######"), ("example", "RXH 123456")];
    morning.admin.fills(page, page, &good).await.leads_to(page);
    let shown = morning.admin.get(page).await;
    shown.says("Northgate number").says("RXH ######");
    assert!(complaints(&shown.body).is_empty(), "{:?}", complaints(&shown.body));
    let found = house
        .app
        .read(|r| {
            let forms = perfolio::features::identifiers::patterns(r.conn())?;
            Ok(perfolio::domain::identifiers::look("seen as rxh123456", &forms).len())
        })
        .await
        .unwrap();
    assert_eq!(found, 1);
    let end = shown
        .body
        .split("action=\"/settings/patterns/")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    morning.admin.fills(page, &format!("/settings/patterns/{end}"), &[]).await.leads_to(page);
    morning.admin.get(page).await.does_not_say("Northgate number");
}
