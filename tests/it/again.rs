//! Everybody's figures worked out again: in slices, with the write door open between two people, and with
//! a bar that says how far it has come.

use std::time::Instant;

use diesel::prelude::*;
use perfolio::db::schema::jobs;
use perfolio::domain::role::System;
use perfolio::features::standing;

use crate::kit::TestApp;
use crate::kit::many::{LEAD, TRAINEE, many};
use crate::kit::morning::set_up;
use crate::kit::wellformed::complaints;

#[actix_web::test]
async fn a_cohort_is_worked_out_again_in_slices_and_everybody_goes_on() {
    let house = TestApp::new().await;
    let admin = set_up(&house).await;
    many(&house, 60, 1).await;
    let (lea, ann) = (house.signed_in(LEAD).await, house.signed_in(TRAINEE).await);
    house.letters().await;
    lea.get("/board").await.does_not_say("Working out again");
    admin.get("/settings/health").await.is(200).says("All up to date");
    let figure = "/programmes/perfusion-msc/versions/2025/figures/mix-grafting";
    lea.fills(figure, figure, &[("amount", "45"), ("source", "Minutes")]).await.is(303);
    let queued = house.app.read(|r| {
        Ok(jobs::table
            .filter(jobs::state.eq("waiting"))
            .filter(jobs::job.like("refresh%"))
            .select(jobs::job)
            .load::<String>(r.conn())?)
    });
    assert_eq!(queued.await.unwrap(), ["refresh-due"], "one job for everybody");
    let board = lea.get("/board").await;
    board.says("Working out again: 0 of 60").says("<progress");
    assert!(complaints(&board.body).is_empty(), "{:?}", complaints(&board.body));

    // While a slice is worked out somebody else's act goes through.
    let slice = async {
        let last = standing::refresh_slice(&house.app, None, System::at_work()).await.unwrap();
        (last, Instant::now())
    };
    let act = async {
        ann.fills("/account", "/account/name", &[("name", "Ann Fielding")]).await.is(303);
        Instant::now()
    };
    let ((last, slice_ended), act_ended) = tokio::join!(slice, act);
    assert!(last.is_some(), "a slice is not everybody");
    assert!(act_ended < slice_ended, "the act waited for the whole slice");

    lea.get("/board").await.says("Working out again: 50 of 60");
    lea.get("/waiting").await.says("Working out again: 50 of 60");
    admin.get("/settings/health").await.says("Working out again: 50 of 60");
    let rest = standing::refresh_slice(&house.app, last.as_ref(), System::at_work()).await.unwrap();
    assert_eq!(rest, None);
    lea.get("/board").await.does_not_say("Working out again");
}

#[actix_web::test]
async fn letters_do_not_wait_until_everybody_is_worked_out() {
    let house = TestApp::new().await;
    many(&house, 60, 1).await;
    let lea = house.signed_in(LEAD).await;
    house.letters().await;
    let before = slices_done(&house).await;
    let figure = "/programmes/perfusion-msc/versions/2025/figures/mix-grafting";
    lea.fills(figure, figure, &[("amount", "45"), ("source", "Minutes")]).await.is(303);
    house.later(1);
    lea.get("/board").await.says("Working out again");
    house.letters().await;
    lea.get("/board").await.does_not_say("Working out again");
    assert_eq!(slices_done(&house).await - before, 2, "two slices, each a job of its own");
}

async fn slices_done(house: &TestApp) -> i64 {
    let done = house.app.read(|r| {
        Ok(jobs::table
            .filter(jobs::job.eq("refresh-due"))
            .filter(jobs::state.eq("done"))
            .count()
            .get_result::<i64>(r.conn())?)
    });
    done.await.unwrap()
}
