//! Until when somebody is in training, where that is asked about a person and not about one enrolment.

use perfolio::domain::time::Day;
use perfolio::features::signoffs::trained_on;

use super::{newest, records, two_years};
use crate::kit::TestApp;
use crate::kit::many::{Enrolled, LEAD};

/// The last day of training of this person on the programme of `two_years`, as those are told who ask whether they may sign.
async fn until(house: &TestApp, of: &Enrolled) -> Day {
    let person = of.person.clone();
    let found = house.app.read(move |r| {
        let (now, shelf) = (r.now(), r.shelf());
        trained_on(r.conn(), &shelf, &person, now)
    });
    found.await.unwrap().into_iter().map(|(.., until)| until).max().unwrap()
}

#[actix_web::test]
async fn time_out_and_part_time_move_the_last_day_on_which_somebody_is_a_trainee() {
    let house = TestApp::new().await;
    let (_, ann) = two_years(&house).await;
    let lea = house.signed_in(LEAD).await;
    let day = |text: &str| text.parse::<Day>().unwrap();
    assert_eq!(until(&house, &ann).await, day("2027-08-31"));
    let days = [("day", "2026-10-01"), ("until", "2026-12-31")];
    records(&lea, &ann, "time-out", &[], &days).await.is(303);
    assert_eq!(until(&house, &ann).await, day("2027-12-01"));
    let end = newest(&lea, &ann).await;
    lea.fills(&end, &end, &[("reason", "It was somebody else")]).await.is(303);
    assert_eq!(until(&house, &ann).await, day("2027-08-31"));
    records(&lea, &ann, "working", &[("percent", "50")], &[("day", "2026-09-01")]).await.is(303);
    assert_eq!(until(&house, &ann).await, day("2028-08-30"));
    house.letters().await;
}
