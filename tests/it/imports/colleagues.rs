//! A colleague's columns: a hint where the headings are the same, and never more than that.

use diesel::prelude::*;

use crate::kit::TestApp;
use crate::kit::many::{LEAD, many};

#[actix_web::test]
async fn a_colleagues_columns_are_offered_and_never_taken_silently() {
    use perfolio::db::schema::departments;
    use perfolio::db::tx::Why;
    use perfolio::domain::role::{Capacity, Scope};

    let house = TestApp::new().await;
    many(&house, 1, 0).await;
    let lea = house.signed_in(LEAD).await;
    let other = house.person("Olga Reid", "olga@demo.example").await;
    let stranger = house.person("Pat Stone", "pat@demo.example").await;
    let appointed = house.app.write_quietly(Why::StandingRefreshed, move |tx| {
        let department: String = departments::table.select(departments::id).first(tx.conn())?;
        crate::kit::many::appoint(tx, &other, Capacity::Lead, Scope::Department, &department)?;
        crate::kit::many::appoint(tx, &stranger, Capacity::Lead, Scope::Department, "elsewhere")
    });
    appointed.await.unwrap();
    house.vouches().await;
    let text = "Whoever,Where to write,Their no\nCy,cy@demo.example,7\n";
    let begins = async |who: &crate::kit::browser::Browser<'_>, text: &str| {
        let sent = who.fills("/imports/new", "/imports", &[("sort", "people"), ("text", text)]).await;
        sent.is(303).location().unwrap().to_owned()
    };
    let mapping = begins(&lea, text).await;
    let words =
        [("name", "Whoever"), ("email", "Where to write"), ("staff", "Their no"), ("body-staff", "North")];
    let words = [&words[..], &[("dates", "month-first")]].concat();
    lea.fills(&mapping, &mapping, &words).await.is(303);
    lea.get(&mapping).await.is(200).does_not_say("A colleague");

    let olga = house.signed_in("olga@demo.example").await;
    let own = begins(&olga, text).await;
    let page = olga.get(&own).await;
    page.is(200)
        .says("A colleague of your department matched a file with the same headings on 12 November 2026.");
    page.does_not_say("Lea Brook").does_not_say("value=\"Whoever\" selected");
    let shown = olga.get(&format!("{own}?like=colleague")).await;
    shown
        .is(200)
        .says("Below is what a colleague of your department chose")
        .says("value=\"Whoever\" selected");
    olga.get(&own).await.does_not_say("value=\"Whoever\" selected");
    // Other headings, and another department: nothing is offered.
    let less = begins(&olga, "Whoever,Where to write\nCy,cy@demo.example\n").await;
    olga.get(&less).await.is(200).does_not_say("A colleague");
    let pat = house.signed_in("pat@demo.example").await;
    let theirs = begins(&pat, text).await;
    pat.get(&theirs).await.is(200).does_not_say("A colleague");
    let asked = pat.get(&format!("{theirs}?like=colleague")).await;
    asked.is(200).does_not_say("value=\"Whoever\" selected");
}
