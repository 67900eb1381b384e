//! Drafts have a quota: nobody alone fills the disk, it is said beside the form, and nothing typed is lost
//! when it is reached.

use diesel::prelude::*;
use perfolio::db::schema::{drafts, entries, evidence};

use crate::entries::{case, house};
use crate::evidence::{photo, sends};
use crate::kit::TestApp;
use crate::kit::browser::Browser;
use crate::kit::many::{TRAINEE, many};

const FORM: &str = "/entries/new?kind=bypass-case";

async fn keeps(ann: &Browser<'_>, draft: &str, circuit: &str) {
    let words = [("draft", draft), ("kind", "bypass-case"), ("do", "draft"), ("f-circuit", circuit)];
    ann.post(&format!("/drafts/{draft}"), &words).await.is(200).says("Draft saved");
}

/// As many drafts as one may keep.
async fn fills_up(ann: &Browser<'_>) {
    for n in 0..100 {
        keeps(ann, &format!("{n:0>26}"), "Make 7").await;
    }
}

async fn there(house: &TestApp) -> (i64, i64, i64) {
    let counted = house.app.read(|r| {
        Ok((
            drafts::table.count().get_result(r.conn())?,
            entries::table.count().get_result(r.conn())?,
            evidence::table.count().get_result(r.conn())?,
        ))
    });
    counted.await.unwrap()
}

#[actix_web::test]
async fn a_hundred_drafts_are_kept_and_the_next_stays_on_the_screen() {
    let (house, made) = house().await;
    let ann = house.signed_in(TRAINEE).await;
    ann.get(FORM).await.says("You keep 0 of at most 100 drafts.");
    fills_up(&ann).await;
    assert_eq!(there(&house).await.0, 100);
    let page = ann.get(FORM).await;
    page.says("You keep 100 of at most 100 drafts.");
    let words = case(&made, &[("f-circuit", "Make 8"), ("reflection", "I hesitated"), ("do", "draft")]);
    let again = sends(&ann, &page, "/entries", &words, &[("a.jpg", &photo(9))]).await;
    again
        .is(422)
        .says("You have 100 drafts")
        .says("value=\"Make 8\"")
        .says("I hesitated")
        .says("Choose them again");
    assert_eq!(there(&house).await, (100, 0, 0));

    let draft = page.hidden_fields("/entries").into_iter().find(|(name, _)| name == "draft").unwrap().1;
    let mut typed = words.clone();
    typed.extend([("draft", draft.as_str()), ("kind", "bypass-case")]);
    ann.post(&format!("/drafts/{draft}"), &typed).await.is(200).says("\"said\":\"You have 100 drafts");
    let to = format!("/drafts/{draft}/evidence");
    let told = sends(&ann, &page, &to, &words, &[("a.jpg", &photo(9))]).await;
    told.is(200).says("\"refused\":[\"You have 100 drafts").says("\"files\":[]");
    // What may name a patient cannot be held, so it comes back too, and nobody else sees it.
    let named = case(&made, &[("f-incidents", "Mrs Elsie Potter bled")]);
    sends(&ann, &again, "/entries", &named, &[])
        .await
        .is(422)
        .says("You have 100 drafts")
        .says("Elsie Potter");
    assert_eq!(there(&house).await, (100, 0, 0));

    keeps(&ann, &format!("{:0>26}", 0), "Make 9").await;
    sends(&ann, &again, "/entries", &case(&made, &[]), &[]).await.is(303);
    assert_eq!(there(&house).await.1, 1, "submitting needs no draft");
}

#[actix_web::test]
async fn to_change_an_entry_takes_a_draft_like_any_other() {
    let (house, made) = house().await;
    let ann = house.signed_in(TRAINEE).await;
    let sent = ann.fills(FORM, "/entries", &case(&made, &[])).await;
    let entry = sent.is(303).location().unwrap().to_owned();
    fills_up(&ann).await;
    ann.fills(&entry, &format!("{entry}/revision"), &[]).await.is(403).says("You have 100 drafts");
    ann.fills(&format!("/drafts/{:0>26}", 7), &format!("/drafts/{:0>26}/deletion", 7), &[]).await.is(303);
    ann.fills(&entry, &format!("{entry}/revision"), &[]).await.is(303);
}

#[actix_web::test]
async fn the_files_of_all_drafts_together_have_a_limit() {
    let house = TestApp::with(&[("PERFOLIO_DRAFTS_MB", "10")]).await;
    let made = many(&house, 1, 0).await;
    let ann = house.signed_in(TRAINEE).await;
    let heavy = |n: u8| {
        let mut pdf = format!("%PDF-1.4 {n}\n").into_bytes();
        pdf.resize(6 << 20, b' ');
        pdf
    };
    let page = ann.get(FORM).await;
    let draft = case(&made, &[("do", "draft")]);
    sends(&ann, &page, "/entries", &draft, &[("a.pdf", &heavy(1))]).await.is(303);
    let page = ann.get(FORM).await;
    page.says("You keep 1 of at most 100 drafts; their files take 6 of 10 MB.");
    let again = sends(&ann, &page, "/entries", &draft, &[("b.pdf", &heavy(2))]).await;
    again.is(422).says("take 6 of 10 MB already").says("href=\"#evidence\"").says("value=\"95\"");
    assert_eq!(there(&house).await, (2, 0, 1), "the words are kept, the file is not");
    sends(&ann, &again, "/entries", &case(&made, &[("do", "draft")]), &[("c.jpg", &photo(3))]).await.is(303);
}

#[actix_web::test]
async fn a_number_is_hinted_at_beside_its_field_while_the_draft_saves_itself() {
    let (house, _) = house().await;
    let ann = house.signed_in(TRAINEE).await;
    let draft = "01arz3ndektsv4rrffq69g5fav";
    let path = format!("/drafts/{draft}");
    let saves = |words: &'static str| {
        let (ann, path) = (&ann, &path);
        async move {
            let words =
                [("draft", draft), ("kind", "bypass-case"), ("when", "today"), ("f-incidents", words)];
            ann.post(path, &words).await
        }
    };
    let said = saves("Bleeding, 943 476 5919").await;
    said.is(200).says("\"hints\":[{\"field\":\"f-incidents\"").says("looks like an NHS number");
    saves("Bleeding").await.is(200).says("\"hints\":[]");
}

#[actix_web::test]
async fn what_was_said_to_be_another_one_is_not_asked_again_when_it_was_held() {
    let (house, made) = house().await;
    let ann = house.signed_in(TRAINEE).await;
    ann.fills(FORM, "/entries", &case(&made, &[])).await.is(303);
    let twice = ann.fills(FORM, "/entries", &case(&made, &[("f-bypass-minutes", "90")])).await;
    twice.is(422).says("You recorded").says("This is another one");
    let named =
        case(&made, &[("f-bypass-minutes", "90"), ("f-incidents", "Mrs Potter bled"), ("double", "yes")]);
    let held = ann.fills(FORM, "/entries", &named).await.is(303).location().unwrap().to_owned();
    let draft = held.trim_end_matches("/check").to_owned();
    // Corrected in the form, where the tick still stands.
    let form = ann.get(&draft).await;
    form.is(200).says("name=\"double\"").does_not_say("You recorded");
    let tick = form.body.split("name=\"double\"").nth(1).unwrap().split('>').next().unwrap().to_owned();
    assert!(tick.contains("checked"), "{tick}");
    // Explained on the page of the hold.
    let page = ann.get(&held).await;
    let why = page.body.split("name=\"why-").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let sent = ann.sends(&page, &held, &[(&format!("why-{why}"), "colleague")]).await;
    assert!(sent.is(303).location().unwrap().starts_with("/entries/"), "{:?}", sent.location());
}

#[actix_web::test]
async fn home_says_which_draft_it_is_before_a_procedure_is_chosen() {
    let (house, _) = house().await;
    let ann = house.signed_in(TRAINEE).await;
    let begun = |draft: &'static str, more: [(&'static str, &'static str); 2]| {
        let words = [&[("draft", draft), ("kind", "bypass-case"), ("do", "draft")][..], &more].concat();
        let ann = &ann;
        async move { ann.post(&format!("/drafts/{draft}"), &words).await.is(200).status }
    };
    begun("01arz3ndektsv4rrffq69g5fa1", [("when", "yesterday"), ("f-circuit", "Make 7")]).await;
    begun("01arz3ndektsv4rrffq69g5fa2", [("when", "other"), ("f-circuit", "Make 8")]).await;
    begun("01arz3ndektsv4rrffq69g5fa3", [("when", "today"), ("f-procedure", "aortic")]).await;
    let home = ann.get("/home").await;
    home.is(200).says("Bypass case of 11 November 2026").says("Bypass case, just begun");
    home.says("Aortic surgery, 12 November 2026");
}
