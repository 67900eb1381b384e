//! What the house does by itself, every night and not only in the first.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use perfolio::db::schema::{jobs, sessions};
use perfolio::db::tx::Why;
use perfolio::jobs::plan_tidying;

use crate::kit::TestApp;

#[actix_web::test]
async fn each_night_is_tidied_and_the_next_is_planned() {
    let house = TestApp::new().await;
    plan_tidying(&house.app).await.unwrap();
    // A second start plans no second one.
    plan_tidying(&house.app).await.unwrap();
    for nights in 1..=3 {
        house.later(24 * 60 * 60);
        house.letters().await;
        let of = |state: &'static str| {
            house.app.read(move |r| {
                let tidyings = jobs::table.filter(jobs::job.eq("tidy")).filter(jobs::state.eq(state));
                Ok(tidyings.count().get_result::<i64>(r.conn())?)
            })
        };
        assert_eq!((of("done").await.unwrap(), of("waiting").await.unwrap()), (nights, 1));
    }
}

/// `docs/security.md`, *Data*: where and with what somebody signed in is kept 30 days after the session's end.
#[actix_web::test]
async fn sessions_go_thirty_days_after_their_end() {
    let house = TestApp::new().await;
    house.person("Ann Field", "ann@example.org").await;
    house.signed_in("ann@example.org").await;
    let kept = || house.app.read(|r| Ok(sessions::table.count().get_result::<i64>(r.conn())?));
    let ends: perfolio::domain::time::Moment =
        house.app.read(|r| Ok(sessions::table.select(sessions::ends_at).first(r.conn())?)).await.unwrap();
    let in_days = |days: i64| ends.plus_days(days);
    plan_tidying(&house.app).await.unwrap();
    house.app.clock.set(in_days(29));
    house.letters().await;
    assert_eq!(kept().await.unwrap(), 1);
    house.app.clock.set(in_days(32));
    house.letters().await;
    assert_eq!(kept().await.unwrap(), 0);
}

#[actix_web::test]
async fn a_night_that_fails_is_tried_again_and_does_not_cost_the_next_night() {
    let house = TestApp::new().await;
    plan_tidying(&house.app).await.unwrap();
    let renamed = |from: &'static str, to: &'static str| {
        house.app.write_quietly(Why::Swept, move |tx| {
            Ok(tx.conn().batch_execute(&format!("ALTER TABLE {from} RENAME TO {to}"))?)
        })
    };
    // What the second part sweeps.
    renamed("imports", "imports_hidden").await.unwrap();
    house.later(24 * 60 * 60);
    house.letters().await;
    let now = house.app.clock.now();
    let nights = || {
        house.app.read(move |r| {
            let waits = || jobs::table.filter(jobs::job.eq("tidy")).filter(jobs::state.eq("waiting"));
            let next = waits().filter(jobs::fault.eq("")).filter(jobs::run_at.gt(now));
            let again = waits().filter(jobs::fault.ne(""));
            let both: (i64, i64) = (next.count().get_result(r.conn())?, again.count().get_result(r.conn())?);
            Ok(both)
        })
    };
    assert_eq!(nights().await.unwrap(), (1, 1), "tomorrow's, and this one once more");
    renamed("imports_hidden", "imports").await.unwrap();
    house.later(60);
    house.letters().await;
    assert_eq!(nights().await.unwrap(), (1, 0), "what failed was done, and nothing was planned twice");
}
