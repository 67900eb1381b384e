//! The check with which every test's house ends: it must fail where something is out of order.

use diesel::connection::SimpleConnection;
use perfolio::db::conn::{Conn, Use};
use perfolio::db::queue;
use perfolio::db::tx::Why;
use perfolio::domain::job::Job;
use perfolio::domain::names::{EnrolmentId, JobId};

use crate::kit::TestApp;
use crate::kit::acted::three_cases;

fn spoil(house: &TestApp, sql: &str) {
    Conn::open(&house.app.config.database, Use::Write).unwrap().batch_execute(sql).unwrap();
}

#[actix_web::test]
#[should_panic(expected = "is not as event")]
async fn a_row_that_no_act_changed_fails_the_test() {
    let house = TestApp::new().await;
    three_cases(&house).await;
    spoil(&house, "UPDATE requests SET closed_how = 'replaced' WHERE closed_how = 'decided'");
}

#[actix_web::test]
#[should_panic(expected = "is not what its facts give")]
async fn a_standing_that_is_not_the_fresh_one_fails_the_test() {
    let house = TestApp::new().await;
    three_cases(&house).await;
    spoil(&house, "UPDATE standing_items SET signed = signed + 100");
}

#[actix_web::test]
#[should_panic(expected = "what it was about is not there any more")]
async fn a_job_that_cannot_be_done_fails_the_test() {
    let house = TestApp::new().await;
    let queued = house.app.write_quietly(Why::Swept, |tx| {
        let (id, now): (JobId, _) = (tx.new_id(), tx.now());
        queue::put(tx.conn(), id, &Job::RefreshStanding { enrolment: EnrolmentId::new("none") }, now, now)
    });
    queued.await.unwrap();
}

#[actix_web::test]
async fn a_standing_that_says_it_is_old_and_a_job_that_is_not_due_do_not() {
    let house = TestApp::new().await;
    three_cases(&house).await;
    spoil(
        &house,
        "UPDATE standing_items SET signed = signed + 100; UPDATE standings SET stale_no = stale_no + 1",
    );
    let queued = house.app.write_quietly(Why::Swept, |tx| {
        let (id, now): (JobId, _) = (tx.new_id(), tx.now());
        queue::put(tx.conn(), id, &Job::Tidy, now, now.plus_days(1))
    });
    queued.await.unwrap();
}
