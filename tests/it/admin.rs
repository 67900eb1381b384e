//! Keeping the house: the first steps, places, accounts, house rules, jobs.

use diesel::prelude::*;
use perfolio::db::queue;
use perfolio::db::schema::accounts;
use perfolio::db::tx::Why;
use perfolio::domain::job::{Job, Notice};
use perfolio::domain::names::{AccountId, EntryId, JobId};
use perfolio::features::programmes::{FileRules, file_rules};

use crate::kit::TestApp;
use crate::kit::app::PASSWORD;
use crate::kit::morning::{ADMIN, LEAD, Morning, adds_department, appoints_lead, letter_to, set_up};

#[actix_web::test]
async fn an_empty_house_says_what_it_needs_until_it_has_it() {
    let house = TestApp::new().await;
    let admin = set_up(&house).await;
    admin.get("/").await.leads_to("/settings");
    admin.get("/settings").await.is(200).says("To begin with").says("To do");
    admin.get("/settings/staff").await.says("There is no institution yet");
    let words = [("name", "Northgate"), ("zone", "Europe/London")];
    let added = admin.fills("/settings/institutions", "/settings/institutions", &words).await;
    let institution = added.is(303).location().unwrap().to_owned();
    adds_department(&admin, &institution, "Perfusion").await;
    admin.get("/settings").await.says("To begin with").says("Done");
    let lead = appoints_lead(&house, &admin, "Lea O’Neill", LEAD, "Perfusion, Northgate").await;
    admin.get("/settings").await.does_not_say("To begin with");
    lead.get("/").await.leads_to("/board");
    lead.get("/people").await.is(200).says("Nobody is enrolled yet");
}

#[actix_web::test]
async fn only_an_admin_finds_the_settings() {
    let house = TestApp::new().await;
    let morning = Morning::of(&house).await;
    let pages = [
        "/settings",
        "/settings/institutions",
        &morning.institution,
        "/settings/staff",
        "/settings/accounts",
        "/settings/rules",
        "/settings/jobs",
        "/settings/health",
    ];
    for page in pages {
        morning.admin.get(page).await.is(200);
        morning.lead.get(page).await.is(404);
        house.browser().get(page).await.is(303);
    }
    morning.admin.get("/people").await.is(404);
}

#[actix_web::test]
async fn places_are_kept_and_a_name_is_taken_once() {
    let house = TestApp::new().await;
    let morning = Morning::of(&house).await;
    let (admin, institution) = (&morning.admin, &*morning.institution);
    let same = [("name", "NORTHGATE"), ("zone", "Europe/London")];
    let refused = admin.fills("/settings/institutions", "/settings/institutions", &same).await;
    refused.is(422).says("There is one with this name already").says("value=\"NORTHGATE\"");
    let nowhere = [("name", "Southgate"), ("zone", "Moon/Base")];
    admin.fills("/settings/institutions", "/settings/institutions", &nowhere).await.is(422).says("time zone");

    let site = [
        ("site-name", "Northgate General"),
        ("accredited-from-day", "1"),
        ("accredited-from-month", "1"),
        ("accredited-from-year", "2024"),
    ];
    admin.fills(institution, &format!("{institution}/sites"), &site).await.leads_to(institution);
    admin.get(institution).await.says("Accredited since 1 January 2024");
    let departments = format!("{institution}/departments");
    let twice = admin.fills(institution, &departments, &[("department-name", "Perfusion")]).await;
    twice.is(422).says("There is one with this name already");
    let shown = admin.get(institution).await;
    let at = shown.body.find("/settings/departments/").unwrap();
    let department: String = shown.body[at..].chars().take_while(|c| *c != '"').collect();
    let words = [("department-name", "Perfusion and ECMO")];
    admin.fills(&department, &department, &words).await.leads_to(institution);
    admin.get(institution).await.says("Perfusion and ECMO");
    let missing = "/settings/departments/nowhere";
    admin.get(missing).await.is(404);
    admin.post(missing, &words).await.is(404);
}

#[actix_web::test]
async fn a_closed_account_is_out_until_it_is_opened_again() {
    let house = TestApp::new().await;
    let morning = Morning::of(&house).await;
    let found = morning.admin.get("/settings/accounts?words=LEA").await;
    found.says("Lea O’Neill").does_not_say("Adam Price</a>");
    let at = found.body.find("href=\"/settings/accounts/").unwrap() + "href=\"".len();
    let account: String = found.body[at..].chars().take_while(|c| *c != '"').collect();
    morning.admin.fills(&account, &format!("{account}/close"), &[]).await.leads_to(&account);
    morning.lead.get("/people").await.is(303);
    house.browser().signs_in(LEAD, PASSWORD).await.is(422);
    morning.admin.fills(&account, &format!("{account}/open"), &[]).await.leads_to(&account);
    house.signed_in(LEAD).await.get("/people").await.is(200);

    house.letters().await;
    morning.admin.fills(&account, &format!("{account}/new-password"), &[]).await.leads_to(&account);
    let letter = letter_to(&house.letters().await, LEAD);
    assert!(letter.text.contains("/password/"), "{}", letter.text);
    morning.admin.post(&format!("{account}/link"), &[]).await.is(403).says("has joined already");
}

#[actix_web::test]
async fn an_admin_neither_closes_their_own_account_nor_appoints_themselves() {
    let house = TestApp::new().await;
    let morning = Morning::of(&house).await;
    let found = morning.admin.get("/settings/accounts?words=adam").await;
    let at = found.body.find("href=\"/settings/accounts/").unwrap() + "href=\"".len();
    let account: String = found.body[at..].chars().take_while(|c| *c != '"').collect();
    morning.admin.get(&account).await.says("This is your own account").does_not_say("Close this account");
    morning.admin.post(&format!("{account}/close"), &[]).await.is(403);
    let words = [
        ("name", "Adam Price"),
        ("email", ADMIN),
        ("capacity", "admin"),
        ("from-day", "1"),
        ("from-month", "9"),
        ("from-year", "2025"),
    ];
    let refused = morning.admin.fills("/settings/staff", "/settings/staff", &words).await;
    refused.is(422).says("Nobody appoints themselves");
}

#[actix_web::test]
async fn house_rules_are_kept() {
    let house = TestApp::new().await;
    let admin = set_up(&house).await;
    let rules = || house.app.read(|r| file_rules(r.conn(), "bypass-case"));
    assert_eq!(rules().await.unwrap(), FileRules { camera: true, files: true });
    admin
        .fills("/settings/rules", "/settings/rules", &[("files", "bypass-case")])
        .await
        .leads_to("/settings/rules");
    assert_eq!(rules().await.unwrap(), FileRules { camera: false, files: true });
    admin.fills("/settings/rules", "/settings/rules", &[]).await.leads_to("/settings/rules");
    assert_eq!(rules().await.unwrap(), FileRules { camera: false, files: false });
}

#[actix_web::test]
async fn a_job_that_was_given_up_is_tried_again() {
    let house = TestApp::new().await;
    let admin = set_up(&house).await;
    house.letters().await;
    let given_up = house.app.write_quietly(Why::Swept, |tx| {
        let (id, now): (JobId, _) = (tx.new_id(), tx.now());
        queue::put(tx.conn(), id.clone(), &Job::Tidy, now, now)?;
        queue::bury(tx.conn(), &id, "the disk is full")?;
        let to = accounts::table.filter(accounts::email.eq(ADMIN)).select(accounts::id);
        let to: AccountId = to.first(tx.conn())?;
        let letter: JobId = tx.new_id();
        let what = Notice::CertificateEnds { entry: EntryId::new("e") };
        queue::put(tx.conn(), letter.clone(), &Job::Tell { to, what }, now, now)?;
        queue::bury(tx.conn(), &letter, "550 no such user")?;
        Ok((id, letter))
    });
    let (id, letter) = given_up.await.unwrap();
    admin.get("/settings").await.says("Something was given up");
    admin.get("/settings/jobs").await.says("Tidy up at night").says("the disk is full");
    admin.get("/settings/jobs").await.says("Send a letter to Adam Price: certificate ends");
    let done = house.app.write_quietly(Why::Swept, move |tx| {
        queue::done(tx.conn(), &letter)?;
        // Another node had it too, and gives it up after it is done.
        let now = tx.now();
        queue::again(tx.conn(), &letter, now, "no answer")?;
        queue::bury(tx.conn(), &letter, "no answer")
    });
    done.await.unwrap();
    let again = format!("/settings/jobs/{id}/again");
    admin.fills("/settings/jobs", &again, &[]).await.leads_to("/settings/jobs");
    admin.get("/settings/jobs").await.says("Nothing was given up");
    admin.post(&again, &[]).await.is(404);
    admin.get("/settings/health").await.says("None yet");
}
