//! Where people stand: the pages in the words of those who read them, and the promise behind them, that
//! the stored answer is the fresh one or says that it may be old.

mod acts;
mod at_once;

use diesel::prelude::*;
use perfolio::db::schema::fact_pages;
use perfolio::db::tx::Why;
use perfolio::domain::names::EnrolmentId;
use perfolio::domain::role::System;
use perfolio::features::standing;

use crate::kit::TestApp;
use crate::kit::many::{LEAD, Many, SUPERVISOR, TRAINEE, many};

/// Fails where a stored answer is neither fresh nor marked as old.
async fn holds(house: &TestApp) {
    let found = house
        .app
        .read(|r| {
            let (now, shelf, system) = (r.now(), r.shelf(), System::at_work());
            let mut all = Vec::new();
            for portfolio in standing::everyone(r.conn(), system)? {
                all.extend(standing::differences(r.conn(), &shelf, &portfolio, now, system)?.1);
            }
            Ok(all)
        })
        .await
        .unwrap();
    assert!(found.is_empty(), "{found:#?}");
}

fn enrolment(made: &Many, at: usize) -> EnrolmentId {
    made.trainees[at].enrolment.clone()
}

#[actix_web::test]
async fn home_says_where_i_stand_what_waits_and_what_is_next() {
    let house = TestApp::new().await;
    many(&house, 2, 6).await;
    let ann = house.signed_in(TRAINEE).await;
    let home = ann.get("/home").await;
    home.is(200)
        .says("MSc Clinical Perfusion Science")
        .says("2 of 150 cases signed")
        .says("2 submitted")
        .says("which cardioplegia?")
        .says("2 with Sue Carter since today")
        .says("Log a case")
        .says("/entries/new?kind=bypass-case")
        .says("Answer the 2 that were returned")
        .says("Behind");
    let requirements = ann.get("/requirements").await;
    requirements.is(200).says("Supervised practice").says("Illustrative").says("Locked: needs 150 cases");
    requirements.says("Only what is required and confirmed is counted.");
}

#[actix_web::test]
async fn a_requirement_opens_to_what_counts_and_what_does_not() {
    let house = TestApp::new().await;
    let made = many(&house, 2, 6).await;
    let ann = house.signed_in(TRAINEE).await;
    let path = format!("/requirements/{}/bypass-150", enrolment(&made, 0));
    let page = ann.get(&path).await;
    page.is(200)
        .says("At least 150 cases")
        .says("What counts: 2")
        .says("What waits: 2")
        .says("What does not count: 2")
        .says("Because it was returned to you and not submitted again")
        .says("with Sue Carter since today")
        .says("https://www.bris.ac.uk/");
    for entry in &made.trainees[0].entries {
        page.says(&format!("/entries/{entry}"));
    }
    ann.get(&format!("/requirements/{}/no-such", enrolment(&made, 0))).await.is(404);
    ann.get(&format!("/requirements/{}/bypass-150", enrolment(&made, 1))).await.is(404);
}

#[actix_web::test]
async fn staff_see_the_same_standing_and_strangers_nothing() {
    let house = TestApp::new().await;
    let made = many(&house, 2, 6).await;
    house.person("Mallory", "mallory@demo.example").await;
    let trainee = format!("/trainees/{}", enrolment(&made, 0));
    let requirement = format!("/requirements/{}/bypass-150", enrolment(&made, 0));
    for email in [SUPERVISOR, LEAD] {
        let staff = house.signed_in(email).await;
        let page = staff.get(&trainee).await;
        page.is(200).says("2 of 150 cases signed").says("Ann Field").does_not_say("you average");
        page.says(&format!("/exports/new?enrolment={}", enrolment(&made, 0)));
        let page = staff.get(&requirement).await;
        page.is(200).says("Ann Field").says("What counts: 2").does_not_say("Log a bypass case");
    }
    let supervisor = house.signed_in(SUPERVISOR).await;
    supervisor.get("/trainees").await.is(200).says("Ann Field").says("Trainee 001").says("2 since today");
    let list = supervisor.get("/trainees").await;
    let (above, _) = list.says(&trainee).body.split_once("<table").unwrap();
    assert!(above.contains("Record a session for several"), "above everybody");
    let stranger = house.signed_in("mallory@demo.example").await;
    let ann = house.signed_in(TRAINEE).await;
    for path in [trainee.as_str(), "/board", "/waiting", "/trainees"] {
        stranger.get(path).await.is(404);
        ann.get(path).await.is(404);
    }
    stranger.get(&requirement).await.is(404);
    supervisor.get("/board").await.is(404);
}

#[actix_web::test]
async fn the_board_sorts_and_filters_in_its_address() {
    let house = TestApp::new().await;
    many(&house, 60, 3).await;
    let lead = house.signed_in(LEAD).await;
    let board = lead.get("/board").await;
    board.is(200).says("60 trainees, 1 to 50").says("/board?page=2").says("1 of 150 signed");
    lead.get("/board?page=2").await.is(200).says("51 to 60");
    let one = lead.get("/board?q=ann+field").await;
    one.says("1 of 60 trainees").says("Ann Field").does_not_say("Trainee 001");
    lead.get("/board?cohort=1999").await.says("Nobody fits this");
    let sorted = lead.get("/board?sort=-name&q=trainee+00").await;
    let at = |name: &str| sorted.body.find(name).unwrap();
    assert!(at("Trainee 009") < at("Trainee 001"));
    sorted.says("aria-sort=\"descending\"");
    sorted.says("/board?q=trainee+00&#38;sort=name");
    lead.get("/waiting").await.is(200).says("60 entries wait").says("Sue Carter");
    lead.get("/waiting?over=14").await.says("Nothing has waited that long");
    house.later(15 * 86_400);
    let lead = house.signed_in(LEAD).await;
    lead.get("/board")
        .await
        .says("<span class=\"pf-figures__number\">60</span> entries waiting over 14 days");
    lead.get("/waiting?over=14").await.says("60 entries wait");
}

#[actix_web::test]
async fn a_supervisor_whose_registration_lapses_is_on_the_board() {
    let house = TestApp::new().await;
    let made = many(&house, 2, 0).await;
    let (sue, lea) = (house.signed_in(SUPERVISOR).await, house.signed_in(LEAD).await);
    let lapsing = |number: usize| {
        let lapse = if number == 1 { "registration lapses" } else { "registrations lapse" };
        format!("<span class=\"pf-figures__number\">{number}</span> {lapse} within 30 days")
    };
    let registered = [
        ("register", "ccps|full"),
        ("number", "P 17"),
        ("from-day", "1"),
        ("from-month", "9"),
        ("from-year", "2026"),
        ("until-day", "5"),
        ("until-month", "12"),
        ("until-year", "2026"),
    ];
    lea.get("/board").await.says(&lapsing(0));
    sue.fills("/registrations", "/registrations", &registered).await.leads_to("/registrations");
    house.letters().await;
    lea.get("/board").await.says(&lapsing(1)).does_not_say("registration ends 5 December 2026");
    lea.get("/board?show=lapsing").await.says(&format!(
        "<a href=\"/people/{}\">Sue Carter</a>: registration ends 5 December 2026",
        made.supervisor
    ));
    house.later(30 * 86_400);
    house.signed_in(LEAD).await.get("/board").await.says(&lapsing(0));
}

#[actix_web::test]
async fn time_alone_changes_nothing_that_is_not_announced() {
    let house = TestApp::new().await;
    many(&house, 3, 9).await;
    holds(&house).await;
    for _ in 0..40 {
        house.later(17 * 86_400 + 3_600);
        holds(&house).await;
        let refreshed = standing::refresh_due(&house.app, System::at_work()).await.unwrap();
        holds(&house).await;
        assert!(refreshed <= 3);
    }
    let rebuilt = standing::rebuild(&house.app, System::at_work()).await.unwrap();
    assert_eq!((rebuilt.enrolments, rebuilt.differences.len()), (3, 0));
}

#[actix_web::test]
async fn what_was_raised_is_told_and_refreshed_and_a_later_raise_is_not_lost() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 3).await;
    let ids = vec![enrolment(&made, 0)];
    let raised = ids.clone();
    let raise = house.app.write_quietly(Why::StandingRefreshed, move |tx| standing::raise_stale(tx, &raised));
    raise.await.unwrap();
    let ann = house.signed_in(TRAINEE).await;
    ann.get("/home").await.says("They are being brought up to date");
    let stale = |house: &TestApp| {
        let (app, id) = (house.app.clone(), ids[0].clone());
        async move { app.read(move |r| standing::stored(r.conn(), &id)).await.unwrap().unwrap().stale }
    };
    assert!(stale(&house).await);
    house.letters().await;
    assert!(!stale(&house).await);
    ann.get("/home").await.does_not_say("They are being brought up to date");
}

#[actix_web::test]
async fn a_wrong_copy_of_the_entries_is_named_and_made_anew_and_a_torn_one_is_not_read() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 20).await;
    let portfolio = made.trainees[0].portfolio.clone();
    let pages = |house: &TestApp| {
        let (app, of) = (house.app.clone(), portfolio.clone());
        async move {
            let read = app.read(move |r| {
                Ok(fact_pages::table
                    .filter(fact_pages::portfolio_id.eq(of))
                    .order(fact_pages::page)
                    .select((fact_pages::page, fact_pages::body))
                    .load::<(i32, String)>(r.conn())?)
            });
            read.await.unwrap()
        }
    };
    let whole = pages(&house).await;
    assert_eq!(whole.len(), 2, "twenty entries, sixteen to a page");

    let wrong = whole[0].1.replace("ran-it", "observed");
    assert_ne!(wrong, whole[0].1);
    let first = fact_pages::table.filter(fact_pages::page.eq(whole[0].0));
    let spoil = house.app.write_quietly(Why::StandingRefreshed, move |tx| {
        diesel::update(first).set(fact_pages::body.eq(wrong)).execute(tx.conn())?;
        Ok(())
    });
    spoil.await.unwrap();
    let rebuilt = standing::rebuild(&house.app, System::at_work()).await.unwrap();
    assert!(format!("{:?}", rebuilt.differences).contains("copy of the entries"), "{rebuilt:?}");
    assert_eq!(pages(&house).await, whole);

    let tear = house.app.write_quietly(Why::StandingRefreshed, |tx| {
        diesel::delete(fact_pages::table.filter(fact_pages::page.eq(0))).execute(tx.conn())?;
        Ok(())
    });
    tear.await.unwrap();
    holds(&house).await;
    let of = portfolio.clone();
    let again = house.app.write_quietly(Why::StandingRefreshed, move |tx| standing::refresh(tx, &of, &[]));
    again.await.unwrap();
    assert_eq!(pages(&house).await, whole, "made from the rows");
    holds(&house).await;
}
