//! The real binary, killed with SIGKILL while it erases somebody, and started again: it goes on where it was.

use std::time::{Duration, Instant};

use diesel::prelude::*;
use perfolio::db::schema::{erasures, jobs, redactions, standings};
use perfolio::db::tx::Why;
use perfolio::domain::names::EnrolmentId;
use perfolio::domain::time::Moment;
use perfolio::features::standing::raise_stale;

use super::{entries_of, left, nothing_of_ann, told};
use crate::audit::verified;
use crate::kit::TestApp;
use crate::kit::served::Served;
use crate::kit::small::all_files;
use crate::kit::wire::Wire;

/// Entries that were erased so far, and whether the whole person is.
async fn so_far(house: &TestApp) -> (i64, bool) {
    let read = house.app.read(|r| {
        let part = redactions::table.filter(redactions::erasure_id.is_not_null());
        let done = erasures::table.filter(erasures::state.eq("done"));
        let done: i64 = done.count().get_result(r.conn())?;
        Ok((part.count().get_result(r.conn())?, done > 0))
    });
    read.await.unwrap()
}

#[actix_web::test]
async fn a_server_that_is_killed_while_it_erases_goes_on_at_its_next_start() {
    let house = TestApp::new().await;
    let at = left(&house).await;
    at.agreed().await;
    let all = entries_of(&house, &at.of).await;
    // This house lives in 2037 and the binary today: what waits in it is due now.
    let due = house.app.write_quietly(Why::Swept, |tx| {
        let past = Moment::of_millis(0);
        let ours = jobs::table.filter(jobs::job.eq("erase-person"));
        Ok(diesel::update(ours).set((jobs::run_at.eq(past), jobs::queued_at.eq(past))).execute(tx.conn())?)
    });
    assert_eq!(due.await.unwrap(), 1);
    let config = house.app.config.clone();
    let (served, began) = (Served::start(&config), Instant::now());
    while so_far(&house).await.0 == 0 {
        assert!(began.elapsed() < Duration::from_secs(60), "it does not begin");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    served.kill();
    let (entries, whole) = so_far(&house).await;
    println!("{entries} of {all} entries were erased when it was killed; the whole person: {whole}");
    assert!(entries > 0 && entries <= all);

    let (served, began) = (Served::start(&config), Instant::now());
    while !so_far(&house).await.1 {
        assert!(began.elapsed() < Duration::from_secs(60), "it does not go on");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    // Whoever answers has set up how it is asked to stop.
    Wire::to(served.address).get("/sign-in").unwrap();
    served.asks_to_stop();
    served.ends();
    house.letters().await;
    nothing_of_ann(&config);
    assert!(all_files(&config).is_empty());
    for (act, times) in [("entry/erased", all), ("portfolio/erased", 1), ("erasure/done", 1)] {
        assert_eq!(told(&house, act).await, times, "{act}");
    }
    // Standings of today are not those of 2037: they are marked as old.
    let marked = house.app.write_quietly(Why::StandingRefreshed, |tx| {
        let all: Vec<EnrolmentId> = standings::table.select(standings::enrolment_id).load(tx.conn())?;
        raise_stale(tx, &all)
    });
    marked.await.unwrap();
    let (code, said) = verified(&house).await;
    assert_eq!(code, 0, "{said}");
}
