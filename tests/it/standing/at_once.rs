//! Two who write at once: what one of them stores was made of what the other changes.

use std::sync::mpsc;
use std::time::Duration;

use diesel::prelude::*;
use perfolio::db::schema::{standing_items, standings};
use perfolio::db::tx::Why;
use perfolio::features::standing;

use super::{enrolment, holds};
use crate::kit::TestApp;
use crate::kit::many::{SUPERVISOR, many};

/// On PostgreSQL both write at the same time, and whoever takes another name cannot see yet what the other stores.
#[actix_web::test]
async fn a_name_that_is_changed_while_somebody_stores_it_is_not_left_standing() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 3).await;
    let sue = house.signed_in(SUPERVISOR).await;
    // Nothing that is stored says the name, so that only what is being stored can.
    let forget = house.app.write_quietly(Why::StandingRefreshed, |tx| {
        diesel::delete(standing_items::table).execute(tx.conn())?;
        diesel::delete(standings::table).execute(tx.conn())?;
        Ok(())
    });
    forget.await.unwrap();

    let (stored, wait_for_it) = mpsc::channel();
    let (renamed, wait_for_name) = mpsc::channel();
    let (app, portfolio) = (house.app.clone(), made.trainees[0].portfolio.clone());
    let storing = actix_web::rt::spawn(async move {
        let storing = app.write_quietly(Why::StandingRefreshed, move |tx| {
            standing::refresh_all(tx, &portfolio)?;
            stored.send(()).unwrap();
            // Whoever takes the name has to wait for this write, so this waits no longer than it must.
            let _ = wait_for_name.recv_timeout(Duration::from_millis(200));
            Ok(())
        });
        storing.await.unwrap();
    });
    actix_web::rt::task::spawn_blocking(move || wait_for_it.recv().unwrap()).await.unwrap();
    sue.fills("/account", "/account/name", &[("name", "Sue Winter")]).await.leads_to("/account");
    // Nobody listens any more where it waited.
    let _ = renamed.send(());
    storing.await.unwrap();

    holds(&house).await;
    house.letters().await;
    holds(&house).await;
    let id = enrolment(&made, 0);
    let bodies = house.app.read(move |r| {
        let own = standing_items::table.filter(standing_items::enrolment_id.eq(id));
        Ok(own.select(standing_items::body).load::<String>(r.conn())?)
    });
    let bodies = bodies.await.unwrap().join("\n");
    assert!(bodies.contains("Sue Winter") && !bodies.contains("Sue Carter"), "{bodies}");
}
