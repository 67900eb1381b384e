//! What an institution adds, written with the form: who is measured by it, what is refused at its field, and that
//! the owner's figures stay as they are for everybody else.

use diesel::prelude::*;
use perfolio::db::schema::{departments, institutions};
use perfolio::db::tx::Why;
use perfolio::domain::names::*;

use crate::authorship::{changes, fields, sends_all};
use crate::kit::TestApp;
use crate::kit::acted::acted;
use crate::kit::browser::Browser;
use crate::kit::elsewhere::version_of;
use crate::kit::many::{LEAD, TRAINEE};
use crate::kit::programme::enrols_in;

const LAYER: &str = "/programmes/perfusion-msc/versions/2025/layer";

/// Somebody on the same version in a department of another institution.
async fn elsewhere<'a>(house: &'a TestApp, like: &EnrolmentId) -> (Browser<'a>, EnrolmentId) {
    let person = house.person("Bo Elsewhere", "bo@demo.example").await;
    let version = version_of(house, like).await;
    let made = house.app.write_quietly(Why::StandingRefreshed, move |tx| {
        let (other, department): (InstitutionId, DepartmentId) = (tx.new_id(), tx.new_id());
        let zone: String = institutions::table.select(institutions::zone).first(tx.conn())?;
        diesel::insert_into(institutions::table)
            .values((
                institutions::id.eq(&other),
                institutions::name.eq("St Elsewhere"),
                institutions::name_folded.eq("st elsewhere"),
                institutions::zone.eq(zone),
                institutions::made_at.eq(tx.now()),
            ))
            .execute(tx.conn())?;
        diesel::insert_into(departments::table)
            .values((
                departments::id.eq(&department),
                departments::institution_id.eq(&other),
                departments::name.eq("Perfusion"),
            ))
            .execute(tx.conn())?;
        Ok(department)
    });
    let department = made.await.unwrap();
    let enrolled = enrols_in(house, &person, &version, &department, &person).await;
    (house.signed_in("bo@demo.example").await, enrolled.enrolment)
}

/// The form's address for the lead's institution, as the links of the page have it.
async fn at(house: &TestApp, what: &str) -> String {
    let own = house.app.read(|r| {
        Ok(institutions::table
            .filter(institutions::name.eq("Demo University Hospital"))
            .select(institutions::id)
            .first::<String>(r.conn())?)
    });
    format!("{LAYER}{what}?institution={}", own.await.unwrap())
}

#[actix_web::test]
async fn a_higher_figure_holds_for_the_people_of_who_asks_it() {
    let house = TestApp::new().await;
    let made = acted(&house).await;
    let (bo, his) = elsewhere(&house, &made.enrolment).await;
    let (lea, ann) = (house.signed_in(LEAD).await, house.signed_in(TRAINEE).await);
    let page = at(&house, "/stricter/bypass-150").await;
    lea.get(&page).await.is(200).says("The programme asks 150").says("At least 150");
    // Never less than the owner asks; said beside the field, and what was typed stays.
    let lower = changes(&lea, &page, &[("target", "140"), ("do", "save")]).await;
    lower
        .is(422)
        .says("140 is less than the programme’s own 150")
        .says("id=\"target-error\"")
        .says("value=\"140\"");
    let hers = format!("/requirements/{}/bypass-150", made.enrolment);
    let his = format!("/requirements/{his}/bypass-150");
    ann.get(&hers).await.is(200).says("At least 150");
    let more = [
        ("target", "160"),
        ("minimum-1-at_least", "20"),
        ("minimum-1-label", "adults"),
        ("minimum-1-where-1-field", "patient-group"),
        ("minimum-1-where-1-value", "Adult"),
        ("do", "save"),
    ];
    changes(&lea, &page, &more).await.leads_to(&at(&house, "").await);
    house.letters().await;
    let asks = "Stricter at Demo University Hospital";
    ann.get(&hers).await.is(200).says("At least 160").says("At least 20 of them: adults").says(asks);
    bo.get(&his).await.is(200).says("At least 150").does_not_say("160").does_not_say(asks);
    // The owner's version says what it said; the layer's page both.
    lea.get("/programmes/perfusion-msc/versions/2025")
        .await
        .says("At least 150")
        .does_not_say("At least 160");
    lea.get(LAYER).await.says("The programme: 150").says("With you: 160");
    let again = lea.get(&page).await;
    let kept = fields(&again, &page);
    let word = |name: &str| kept.iter().find(|(known, _)| known == name).map(|(_, word)| word.as_str());
    assert_eq!((word("target"), word("minimum-1-label")), (Some("160"), Some("adults")));
    // Emptied, the programme's own holds again, and nothing of a layer is left.
    let nothing = [
        ("target", ""),
        ("minimum-1-at_least", ""),
        ("minimum-1-label", ""),
        ("minimum-1-where-1-field", ""),
        ("minimum-1-where-1-value", ""),
        ("do", "save"),
    ];
    changes(&lea, &page, &nothing).await.is(303);
    house.letters().await;
    ann.get(&hers).await.says("At least 150").does_not_say(asks);
    lea.get(LAYER).await.does_not_say("End all of it");
}

#[actix_web::test]
async fn a_requirement_of_ones_own_is_written_with_the_form() {
    let house = TestApp::new().await;
    let made = acted(&house).await;
    let (bo, _) = elsewhere(&house, &made.enrolment).await;
    let (lea, ann) = (house.signed_in(LEAD).await, house.signed_in(TRAINEE).await);
    let new = at(&house, "/requirements").await;
    // Nothing holds before it is whole; the words stay, each fault at its field.
    let words = [("title", "Theatre induction"), ("code", "bypass-150"), ("do", "save")];
    changes(&lea, &new, &words)
        .await
        .is(422)
        .says("a requirement with this code already")
        .says("Theatre induction");
    let words =
        [("title", "Theatre induction"), ("code", "induction"), ("rule-next", "registration"), ("do", "say")];
    changes(&lea, &new, &words).await.is(200).says("The body’s code");
    let words = [
        ("title", "Theatre induction"),
        ("code", "induction"),
        ("rule-held", "document"),
        ("rule-title", "Induction sheet"),
        ("due", "day"),
        ("due-day", "1 March 2026"),
    ];
    let live = format!("{LAYER}/sentence");
    let page = lea.get(&new).await;
    // Nothing is found fault with before anything was typed.
    page.is(200).does_not_say("The rule says nothing").says("once it is named and filled in below");
    let mut all = fields(&page, &new);
    all.retain(|(name, _)| !words.iter().any(|(changed, _)| changed == name));
    all.extend(words.iter().map(|(name, word)| ((*name).to_owned(), (*word).to_owned())));
    let all: Vec<(&str, &str)> = all.iter().map(|(name, word)| (name.as_str(), word.as_str())).collect();
    lea.post(&live, &all).await.is(200).says("Induction sheet: confirmed").says("Due by 1 March 2026");
    let saved = [&words[..], &[("do", "save")]].concat();
    changes(&lea, &new, &saved).await.leads_to(&at(&house, "").await);
    house.letters().await;
    ann.get("/requirements").await.says("Theatre induction").says("Added by Demo University Hospital");
    bo.get("/requirements").await.is(200).does_not_say("Theatre induction");
    // Changed in its place, and taken away again; another lead's change in between is told.
    let own = at(&house, "/requirements/induction").await;
    let (first, second) = (lea.get(&own).await, lea.get(&own).await);
    sends_all(&lea, &first, &own, &[("title", "Induction in theatre"), ("do", "save")]).await.is(303);
    let late = sends_all(&lea, &second, &own, &[("title", "Another"), ("do", "save")]).await;
    late.is(422).says("Somebody else changed what your institution adds").says("value=\"Another\"");
    lea.get(LAYER).await.says("Induction in theatre").does_not_say("Another");
    changes(&lea, &own, &[("do", "remove")]).await.is(303);
    house.letters().await;
    ann.get("/requirements").await.does_not_say("Induction in theatre");
    lea.get(&own).await.is(404);
}

#[actix_web::test]
async fn a_form_of_the_programme_asks_more_with_one_institution() {
    let house = TestApp::new().await;
    let made = acted(&house).await;
    let (bo, _) = elsewhere(&house, &made.enrolment).await;
    let (lea, ann) = (house.signed_in(LEAD).await, house.signed_in(TRAINEE).await);
    let page = at(&house, "/kinds/bypass-case").await;
    lea.get(&page).await.is(200).says("More to fill in").says("What is asked already");
    changes(&lea, &page, &[("fields-1-label", "Theatre"), ("do", "save")])
        .await
        .is(422)
        .says("Choose how it is answered");
    changes(&lea, &page, &[("fields-1-label", "Theatre"), ("fields-1-type", "choice"), ("do", "save")])
        .await
        .is(422)
        .says("choices");
    let words = [
        ("fields-1-label", "Theatre"),
        ("fields-1-type", "choice"),
        ("fields-1-choices", "Theatre one\nTheatre two"),
        ("fields-1-required", "yes"),
        ("do", "save"),
    ];
    changes(&lea, &page, &words).await.leads_to(&at(&house, "").await);
    house.letters().await;
    ann.get("/entries/new?kind=bypass-case").await.is(200).says("Theatre one").says("Theatre two");
    bo.get("/entries/new?kind=bypass-case").await.is(200).does_not_say("Theatre one");
    lea.get(LAYER).await.says("More: Theatre");
    // A row more without a script, and nothing is saved by it.
    let more = changes(&lea, &page, &[("more", "fields")]).await;
    more.is(200).says("Theatre two").says("name=\"fields-4-label\"");
    // Nobody else comes here.
    ann.get(&page).await.is(404);
    house.signed_in("sue@demo.example").await.get(&page).await.is(404);
    lea.get(&at(&house, "/kinds/nothing").await).await.is(404);
    lea.get(&at(&house, "/stricter/nothing").await).await.is(404);
}

/// The figure above all others, drawn on the board, may be one that only the institution asks; so may what is behind.
#[actix_web::test]
async fn the_board_names_what_only_the_institution_asks() {
    let house = TestApp::new().await;
    acted(&house).await;
    let lea = house.signed_in(LEAD).await;
    lea.get("/board").await.is(200).says("0 of 150 signed").says("and 1 more");
    let own = at(&house, "").await;
    let text = "layer_of = \"perfusion-msc@2025\"\n\n[[requirements]]\ncode = \"stand-bys\"\ntitle = \"Cases with us\"\nsource = \"House rule 7\"\ndue = 2026-03-01\n[requirements.rule]\ncount = \"bypass-case\"\ntarget = 400\nunit = \"cases\"\n";
    let institution = own.split('=').nth(1).unwrap();
    lea.fills(LAYER, LAYER, &[("institution", institution), ("words", text), ("do", "set")]).await.is(303);
    house.letters().await;
    lea.get("/board").await.is(200).says("0 of 400 signed").says("Cases with us").says("and 2 more");
}
