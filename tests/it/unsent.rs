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
