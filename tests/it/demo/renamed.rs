//! Everybody of a house takes another name: nothing that is stored says the old one, and nothing looks tampered with.

use diesel::prelude::*;
use perfolio::cli::demo::PASSWORD;
use perfolio::db::schema::{accounts, standing_items};

use super::small;
use crate::kit::TestApp;
use crate::kit::small::verifies;

#[actix_web::test]
async fn whoever_takes_another_name_has_it_in_every_stored_answer() {
    let house = small().await;
    let mut people = people(&house).await;
    assert!(people.len() > 5 && holding(&house, &people).await > 0, "no stored answer names anybody");
    // The first names are written otherwise in JSON, and mean more than themselves where a text is looked for.
    let all: [fn(usize) -> String; 2] = [
        |nth| format!("Róisín \"{nth}\" 100%_O'Grady!"),
        |nth| format!("Wilhelmina Number {nth} Fairweather"),
    ];
    for called in all {
        for (nth, (email, _)) in people.iter().enumerate() {
            let browser = house.browser();
            browser.moves_to(u32::try_from(nth).unwrap());
            browser.signs_in(email, PASSWORD).await.is(303);
            let name = called(nth);
            browser.fills("/account", "/account/name", &[("name", &name)]).await.leads_to("/account");
        }
        verifies(&house.app).await;
        house.letters().await;
        assert_eq!(holding(&house, &people).await, 0, "a stored answer says a name that nobody has any more");
        verifies(&house.app).await;
        for (nth, (_, name)) in people.iter_mut().enumerate() {
            *name = called(nth);
        }
        assert!(holding(&house, &people).await > 0, "no stored answer says the new names");
    }
}

/// Address and name of all who can sign in.
async fn people(house: &TestApp) -> Vec<(String, String)> {
    let found = house.app.read(|r| {
        Ok(accounts::table
            .filter(accounts::password_hash.ne(""))
            .order(accounts::email)
            .select((accounts::email, accounts::name))
            .load(r.conn())?)
    });
    found.await.unwrap()
}

/// How many stored answers say the name of any of them.
async fn holding(house: &TestApp, people: &[(String, String)]) -> usize {
    let bodies: Vec<String> = house
        .app
        .read(|r| Ok(standing_items::table.select(standing_items::body).load(r.conn())?))
        .await
        .unwrap();
    let written: Vec<String> = people.iter().map(|(_, name)| serde_json::to_string(name).unwrap()).collect();
    let said = |body: &String| written.iter().any(|name| body.contains(&name[1..name.len() - 1]));
    bodies.iter().filter(|body| said(body)).count()
}
