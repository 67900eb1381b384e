//! An assessor who never had an account is erased: what would prove their address again goes everywhere, and what makes
//! a signature believed stays beside it.

use std::fs;
use std::path::{Path, PathBuf};

use diesel::prelude::*;
use perfolio::app::App;
use perfolio::cli::backup::backup;
use perfolio::cli::restore::restore;
use perfolio::db::schema::{
    accounts, audit_events, erasures, exports, jobs, nominations, proved_addresses, standings, statements,
    ticket_codes,
};
use perfolio::db::tx::Why;
use perfolio::domain::names::{AccountId, EnrolmentId, ErasureId, NominationId};
use perfolio::domain::role::{Capacity, System};
use perfolio::domain::time::Day;
use perfolio::features::erasures::{catch_up, erase};
use perfolio::features::standing::raise_stale;

use super::{PROPOSAL, at_rest, letters_as_files, still, told};
use crate::audit::{outside, verified};
use crate::kit::TestApp;
use crate::kit::browser::Browser;
use crate::kit::elsewhere::version_of;
use crate::kit::many::LEAD;
use crate::kit::morning::ADMIN;
use crate::kit::programme::enrols_in;
use crate::kit::small::nothing_yet;
use crate::kit::wellformed::complaints;
use crate::kit::work::{appoints, submits};
use crate::outside::{ADDRESS, Ready, WORDS, link_to, ready, signs_through, with};
use crate::redactions::governor;

/// Of the second trainee's assessment, by the same person; the other half of what the house knows of them.
const SECOND: &str = "a_m7@northgate.nhs.uk";

/// Dr Malik has signed for Ann and for another trainee, under two addresses, and has decided once without work mail at
/// hand. Ann has a report of it, and every letter was written as a file.
async fn assessed() -> Ready {
    let mut ready = ready().await;
    let link = ready.link().await;
    signs_through(&ready.house, &ready.house.browser(), &link, WORDS).await.leads_to(&link);
    ready.house.later(60);
    let like = version_of(&ready.house, &ready.made.trainees[0].enrolment).await;
    let ben = ready.house.person("Ben Hall", "ben@demo.example").await;
    let other = enrols_in(&ready.house, &ben, &like, &ready.department, &ben).await;
    ready.house.vouches().await;
    let (entry, _) =
        submits(&ready.house, &ready.made, &other, "2026-11-04", &ready.made.supervisor.clone()).await;
    let ben = ready.house.signed_in("ben@demo.example").await;
    let link = link_to(&ben, &entry).await;
    let words = with(&[("address", SECOND), ("on-day", "4")]);
    signs_through(&ready.house, &ready.house.browser(), &link, &words).await.leads_to(&link);
    // One person for the house only once a lead says so.
    let other = ready.house.app.read(|r| {
        Ok(accounts::table
            .filter(accounts::email.eq(SECOND))
            .select(accounts::id)
            .first::<AccountId>(r.conn())?)
    });
    let page = format!("/people/assessors/{}", other.await.unwrap());
    let lea = ready.house.signed_in(LEAD).await;
    lea.fills(&page, &format!("{page}/joining"), &[]).await.leads_to(&page);
    ready.house.later(60);
    let trainee = ready.made.trainees[0].clone();
    let (entry, _) =
        submits(&ready.house, &ready.made, &trainee, "2026-11-05", &ready.made.supervisor.clone()).await;
    let ann = ready.ann().await;
    let (link, malik) = (link_to(&ann, &entry).await, ready.house.browser());
    let later = with(&[("do", "later"), ("on-day", "5")]);
    malik.sends(malik.get(&link).await.is(200), &link, &later).await.leads_to(&link);
    let page = format!("/exports/new?enrolment={}", trainee.enrolment);
    ann.fills(&page, "/exports", &[("format", "csv"), ("when", "now")]).await.is(303);
    ready.house.later(60);
    letters_as_files(&ready.house).await;
    ready.entry = entry;
    ready
}

async fn malik_of(house: &TestApp) -> AccountId {
    let read = house.app.read(|r| {
        let proved = proved_addresses::table.filter(proved_addresses::mailbox.eq(ADDRESS));
        Ok(proved.select(proved_addresses::person_id).first(r.conn())?)
    });
    read.await.unwrap()
}

/// Information governance and an admin.
pub async fn keepers(ready: &Ready) -> (Browser<'_>, Browser<'_>) {
    let adam = ready.house.person("Adam Price", ADMIN).await;
    appoints(&ready.house, &adam, Capacity::Admin, &ready.department).await;
    (governor(&ready.house).await, ready.house.signed_in(ADMIN).await)
}

/// Proposed and agreed. Gives the address of the proposal; the job waits.
pub async fn agreed(ready: &Ready, malik: &AccountId) -> String {
    let (ivo, adam) = keepers(ready).await;
    let form = format!("/erasures/of/{malik}");
    let sent = ivo.fills(&form, &form, &PROPOSAL).await;
    let erasure = sent.is(303).location().unwrap().to_owned();
    adam.fills(&erasure, &format!("{erasure}/agreement"), &[("sure", "yes")]).await.leads_to(&erasure);
    erasure
}

async fn erasure_id(house: &TestApp) -> ErasureId {
    house.app.read(|r| Ok(erasures::table.select(erasures::id).first(r.conn())?)).await.unwrap()
}

/// Nothing is left by which the address could be read, or used again.
pub fn forgotten(config: &perfolio::config::Config) {
    assert_eq!(still(config, &[ADDRESS, SECOND, "a.malik", "a_m7"]), [] as [String; 0]);
}

#[actix_web::test]
async fn the_book_of_the_house_never_says_an_address_that_was_proved() {
    let ready = assessed().await;
    let read = ready.house.app.read(|r| {
        let said = audit_events::detail.like("%northgate.nhs.uk%").and(audit_events::detail.like("%@%"));
        Ok(audit_events::table.filter(said).count().get_result::<i64>(r.conn())?)
    });
    assert_eq!(read.await.unwrap(), 0);
    assert_eq!(verified(&ready.house).await.0, 0);
}

/// Ann nominated them by the second address, with a tag; nobody answered.
async fn nominated_at_the_second_address(ready: &Ready) -> NominationId {
    let trainee = ready.made.trainees[0].clone();
    let nominated = ready.house.app.write_quietly(Why::Swept, move |tx| {
        let (id, now, day): (NominationId, _, Day) = (tx.new_id(), tx.now(), "2026-11-01".parse().unwrap());
        diesel::insert_into(nominations::table)
            .values((
                nominations::id.eq(&id),
                nominations::enrolment_id.eq(&trainee.enrolment),
                nominations::name.eq("Dr A. Malik"),
                nominations::address.eq("A_M7+theatre@northgate.nhs.uk"),
                nominations::post.eq("Consultant"),
                nominations::section.eq(""),
                nominations::from_day.eq(day),
                nominations::until_day.eq(day),
                nominations::nominated_by.eq(&trainee.person),
                nominations::known_from.eq(now),
            ))
            .execute(tx.conn())?;
        Ok(id)
    });
    let id = nominated.await.unwrap();
    ready.house.vouches().await;
    id
}

#[actix_web::test]
async fn a_nomination_at_any_of_their_addresses_loses_its_words() {
    let ready = assessed().await;
    let nomination = nominated_at_the_second_address(&ready).await;
    let malik = malik_of(&ready.house).await;
    agreed(&ready, &malik).await;
    ready.house.letters().await;
    let read = ready.house.app.read(move |r| {
        let words = (nominations::name, nominations::address, nominations::post);
        Ok(nominations::table.find(&nomination).select(words).first::<(String, String, String)>(r.conn())?)
    });
    assert_eq!(read.await.unwrap(), Default::default());
    let (code, told) = verified(&ready.house).await;
    assert_eq!(code, 0, "{told}");
}

#[actix_web::test]
async fn an_assessor_without_an_account_is_found_by_address_and_erased_and_the_signature_stays() {
    let ready = assessed().await;
    let house = &ready.house;
    let malik = malik_of(house).await;
    let before = still(&house.app.config, &[ADDRESS, SECOND]);
    for place in ["accounts", "statements", "proved_addresses", "/letters/"] {
        assert!(before.iter().any(|one| one.contains(place)), "no address in {place}: {before:?}");
    }
    let (ivo, adam) = keepers(&ready).await;
    for words in ["malik", "a.malik%40northgate", "a_m7"] {
        let found = ivo.get(&format!("/erasures/new?words={words}")).await;
        found.is(200).says("Dr A. Malik").says(malik.as_str());
    }
    // What means anything to the engine is a letter like others.
    for words in ["a%25northgate", "____"] {
        ivo.get(&format!("/erasures/new?words={words}")).await.is(200).does_not_say(malik.as_str());
    }
    let form = format!("/erasures/of/{malik}");
    let page = ivo.get(&form).await;
    page.is(200).says(&format!("The work address {ADDRESS}")).says(SECOND).says("GMC 1234567");
    page.says("2 decisions on entries of trainees, and 1 decision that does not count");
    page.says("Name, post and registration stay").does_not_say("Aortic").does_not_say("is told by letter");
    assert!(complaints(&page.body).is_empty(), "{:?}", complaints(&page.body));
    let erasure = ivo.fills(&form, &form, &PROPOSAL).await.is(303).location().unwrap().to_owned();
    adam.get(&erasure).await.is(200).says("What is held").says(ADDRESS).says("Agree as the second person");
    adam.fills(&erasure, &format!("{erasure}/agreement"), &[("sure", "yes")]).await.leads_to(&erasure);
    let letters = house.letters().await;
    assert!(letters.iter().all(|letter| !letter.to_address.contains("northgate")), "{letters:?}");
    forgotten(&house.app.config);

    let read = house.app.read(|r| {
        let named: Vec<(Option<String>, String, String)> = statements::table
            .order((statements::taken_at, statements::id))
            .select((statements::decision_id.nullable(), statements::name, statements::number))
            .load(r.conn())?;
        let codes: i64 = ticket_codes::table.count().get_result(r.conn())?;
        let ready: i64 = exports::table.filter(exports::state.eq("ready")).count().get_result(r.conn())?;
        Ok((named, codes, ready))
    });
    let (named, codes, there) = read.await.unwrap();
    assert_eq!((codes, there), (0, 0), "codes, and reports that hold the address");
    let decided = ("Dr A. Malik", "1234567");
    let said: Vec<_> = named.iter().map(|(_, name, number)| (name.as_str(), number.as_str())).collect();
    assert_eq!(said, [decided, decided, ("", "")], "who decided nothing leaves nothing");
    let ann = ready.ann().await;
    let first = house.app.read(|r| {
        let first = statements::table.order((statements::taken_at, statements::id));
        Ok(first.select(statements::entry_id).first::<String>(r.conn())?)
    });
    let entry = ann.get(&format!("/entries/{}", first.await.unwrap())).await;
    entry.is(200).says("Signed by Dr A. Malik").says(
        "Dr A. Malik, consultant anaesthetist, GMC 1234567 as stated, who proved a work address, erased since, by a code \
         on 12 November 2026",
    );
    let waits = ann.get(&format!("/entries/{}", ready.entry)).await;
    waits.is(200).does_not_say("Malik");
    let (code, said) = verified(house).await;
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("1 person was erased"), "{said}");
    for (act, times) in [("assessor/erased", 2), ("erasure/done", 1), ("portfolio/erased", 0)] {
        assert_eq!(told(house, act).await, times, "{act}");
    }
    adam.get(&erasure).await.is(200).says("Erased");
    ivo.get("/erasures/new?words=malik").await.is(200).says("no assessor without an account");
    // Seven days later the decision that nobody could confirm has lapsed, in words that name nobody.
    house.later(8 * 24 * 60 * 60);
    let letters = house.letters().await;
    assert!(letters.iter().all(|letter| !letter.to_address.contains("northgate")), "{letters:?}");
    let ann = ready.ann().await;
    ann.get(&format!("/entries/{}", ready.entry)).await.is(200).does_not_say("Malik");
}

#[actix_web::test]
async fn whoever_proves_the_address_again_is_somebody_new() {
    let ready = assessed().await;
    let malik = malik_of(&ready.house).await;
    agreed(&ready, &malik).await;
    ready.house.letters().await;
    let trainee = ready.made.trainees[0].clone();
    let supervisor = ready.made.supervisor.clone();
    let (entry, _) = submits(&ready.house, &ready.made, &trainee, "2026-11-06", &supervisor).await;
    let link = link_to(&ready.ann().await, &entry).await;
    let words = with(&[("on-day", "6")]);
    signs_through(&ready.house, &ready.house.browser(), &link, &words).await.leads_to(&link);
    assert_ne!(malik_of(&ready.house).await, malik);
    assert_eq!(verified(&ready.house).await.0, 0);
}

#[actix_web::test]
async fn somebody_with_an_account_is_no_assessor_without_one() {
    let ready = ready().await;
    let (ivo, _) = keepers(&ready).await;
    let sue = ready.made.supervisor.clone();
    ivo.get("/erasures/new?words=carter").await.is(200).does_not_say(sue.as_str());
    let refused = ivo.post(&format!("/erasures/of/{sue}"), &PROPOSAL).await;
    assert!(matches!(refused.status, 403 | 422), "{}", refused.status);
    assert_eq!(told(&ready.house, "erasure/proposed").await, 0);
}

#[actix_web::test]
async fn what_was_broken_off_goes_on_at_the_next_start_and_does_nothing_twice() {
    let ready = assessed().await;
    let malik = malik_of(&ready.house).await;
    agreed(&ready, &malik).await;
    let id = erasure_id(&ready.house).await;
    let (app, wanted): (App, ErasureId) = (ready.house.app.clone(), id.clone());
    let job = actix_web::rt::spawn(async move { erase(&app, &wanted, System::at_work()).await });
    while told(&ready.house, "assessor/erased").await == 0 {
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
    job.abort();
    let _ = job.await;
    at_rest(&ready.house).await;
    let (code, said) = verified(&ready.house).await;
    assert_eq!(code, 0, "half erased, and every book is whole: {said}");
    let lost = ready.house.app.write_quietly(Why::Swept, |tx| {
        diesel::delete(jobs::table.filter(jobs::job.eq("erase-person"))).execute(tx.conn())?;
        Ok(())
    });
    lost.await.unwrap();
    perfolio::cli::open_house(&ready.house.app).await.unwrap();
    ready.house.letters().await;
    forgotten(&ready.house.app.config);
    for (act, times) in [("assessor/erased", 2), ("erasure/done", 1)] {
        assert_eq!(told(&ready.house, act).await, times, "{act}");
    }
    assert_eq!(catch_up(&ready.house.app, System::at_work()).await.unwrap().again, 0);
    let list = fs::read_to_string(&ready.house.app.config.struck_out).unwrap();
    assert_eq!(list.matches(id.as_str()).count(), 1, "{list}");
    assert!(!list.contains("malik"), "{list}");
}

#[actix_web::test]
async fn a_backup_of_before_ends_with_the_assessor_erased_again() {
    let ready = assessed().await;
    let (house, malik) = (&ready.house, malik_of(&ready.house).await);
    let file = backed_up(house).await;
    agreed(&ready, &malik).await;
    house.letters().await;
    restored_without(house, &file).await;
}

pub async fn backed_up(house: &TestApp) -> PathBuf {
    // This house lives on another day than whoever restores it: its standings are marked as old.
    let marked = house.app.write_quietly(Why::StandingRefreshed, |tx| {
        let all: Vec<EnrolmentId> = standings::table.select(standings::enrolment_id).load(tx.conn())?;
        raise_stale(tx, &all)
    });
    marked.await.unwrap();
    let file = house.app.config.data.join("before.tar");
    let (code, said) = backup(&house.app.config, &file, true).unwrap();
    assert_eq!(code, 0, "{said}");
    file
}

/// Put back elsewhere, beside the list of this house, it has nothing of the one assessor who was erased since.
pub async fn restored_without(house: &TestApp, file: &Path) {
    let (to, _kept) = nothing_yet();
    fs::create_dir_all(&to.data).unwrap();
    fs::copy(&house.app.config.struck_out, &to.struck_out).unwrap();
    let (code, said) = restore(to.clone(), file).await.unwrap();
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("Erased again, after the same list: 1 person."), "{said}");
    forgotten(&to);
}

#[actix_web::test]
async fn an_address_that_came_back_behind_the_houses_back_is_named() {
    let ready = assessed().await;
    let malik = malik_of(&ready.house).await;
    agreed(&ready, &malik).await;
    ready.house.letters().await;
    assert_eq!(verified(&ready.house).await.0, 0);
    let now = ready.house.app.clock.now();
    let mut conn = outside(&ready.house);
    diesel::insert_into(proved_addresses::table)
        .values((
            proved_addresses::mailbox.eq(ADDRESS),
            proved_addresses::person_id.eq(&malik),
            proved_addresses::address.eq(ADDRESS),
            proved_addresses::body.eq("gmc"),
            proved_addresses::number.eq("1234567"),
            proved_addresses::last_name.eq("malik"),
            proved_addresses::known_from.eq(now),
            proved_addresses::id.eq("x"),
            proved_addresses::salt.eq("x"),
        ))
        .execute(&mut conn)
        .unwrap();
    let (code, said) = verified(&ready.house).await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("an address that they proved is there again"), "{said}");
}
