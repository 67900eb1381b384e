//! Somebody without an account answers the assessor's side too; what waits to be confirmed counts once it is.

use diesel::prelude::*;
use perfolio::db::schema::assessments;
use perfolio::domain::names::*;

use crate::kit::programme::stands;
use crate::kit::work::departments_of;
use crate::outside::{WORDS, allows, link_to, signs_through};

use super::{Forms, forms};

fn words<'a>(change: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let own = [
        ("decision", "sign:indirect"),
        ("on-day", "12"),
        ("f-technique", "above"),
        ("f-result", "satisfactory"),
    ];
    let all = WORDS.iter().chain(&own).chain(change);
    let mut words: Vec<(&str, &str)> = Vec::new();
    for (name, word) in all {
        words.retain(|(other, _)| other != name);
        words.push((name, word));
    }
    words
}

async fn ready() -> (Forms, EntryId, String) {
    let forms = forms().await;
    let (department, _) = departments_of(&forms.house, &forms.ann).await;
    forms.house.vouches().await;
    allows(&forms.house, &department, "northgate.nhs.uk").await.is(303);
    let (entry, _) = forms.dops("12-lead ECG").await;
    let link = link_to(&forms.ann().await, &entry).await;
    forms.house.letters().await;
    (forms, entry, link)
}

/// Rows of the assessor's side, and how many of them stand beside a decision.
async fn rows(forms: &Forms) -> (usize, usize) {
    let found = forms.house.app.read(|r| {
        Ok(assessments::table.select(assessments::decision_id).load::<Option<DecisionId>>(r.conn())?)
    });
    let all = found.await.unwrap();
    (all.len(), all.iter().flatten().count())
}

#[actix_web::test]
async fn the_one_screen_asks_the_assessors_side_and_says_it_back() {
    let (forms, entry, link) = ready().await;
    let malik = forms.house.browser();
    malik.get(&link).await.is(200).says("If you sign it: what you say of it").says("Technique");
    let page = malik.get(&link).await;
    let short = words(&[("f-result", ""), ("f-strengths", "Mrs Jones was calm")]);
    let again = malik.sends(&page, &link, &short).await;
    again.is(422).says("Choose an answer: outcome.").says("Mrs Jones was calm").says("I have looked");
    signs_through(&forms.house, &malik, &link, &words(&[])).await.leads_to(&link);
    malik.sends(&page, &link, &words(&[])).await.leads_to(&link);
    malik.get(&link).await.is(200).says("Signed: ");
    malik.sends(&page, &link, &words(&[("f-technique", "below")])).await.is(409);
    let shown = forms.ann().await.get(&format!("/entries/{entry}")).await;
    shown.is(200).says("What the assessor said").says("Dr A. Malik, assessor").says("Above");
    shown.says("Observed on 12 November 2026: Theatre 2, Northgate.");
    assert_eq!(rows(&forms).await, (1, 1));
    assert_eq!(stands(&forms.house, &forms.ann, "observed").await.0, 1);
}

#[actix_web::test]
async fn answers_wait_with_the_decision_that_is_not_confirmed() {
    let (forms, entry, link) = ready().await;
    let malik = forms.house.browser();
    let page = malik.get(&link).await;
    let later = words(&[("do", "later"), ("f-strengths", "Steady hands.")]);
    malik.sends(&page, &link, &later).await.leads_to(&link);
    // A finger that taps twice; other answers are no such thing.
    malik.sends(&page, &link, &later).await.leads_to(&link);
    malik.get(&link).await.is(200).says("It counts once you open the letter to");
    let other = words(&[("do", "later"), ("f-strengths", "Steady hands."), ("f-technique", "below")]);
    malik.sends(&page, &link, &other).await.is(409).says("What you have just sent was not recorded.");
    assert_eq!(rows(&forms).await, (1, 0));
    assert_eq!(stands(&forms.house, &forms.ann, "observed").await.0, 0);
    let path = format!("/entries/{entry}");
    let ann = forms.ann().await;
    ann.get(&path).await.says("not confirmed").says("Steady hands.").does_not_say("What the assessor said");
    let letters = forms.house.letters().await;
    let found =
        letters.iter().find_map(|one| one.text.split_once("http://127.0.0.1:8080/outside/confirmations/"));
    let secret = found.expect("a letter to confirm").1.split_whitespace().next().unwrap();
    let link = format!("/outside/confirmations/{secret}");
    malik.fills(&link, &link, &[("do", "confirm")]).await;
    assert_eq!(rows(&forms).await, (1, 1));
    ann.get(&path).await.says("What the assessor said").says("Steady hands.");
    assert_eq!(stands(&forms.house, &forms.ann, "observed").await.0, 1);
}
