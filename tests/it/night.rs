//! What the house does by itself, every night and not only in the first.

use diesel::prelude::*;
use perfolio::db::schema::jobs;
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
