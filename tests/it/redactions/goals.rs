//! What is struck out of an entry goes from the goals that were made of it too, or leads whoever strikes out to them.

use diesel::prelude::*;
use perfolio::db::schema::entries;
use perfolio::domain::names::EntryId;

use super::{NAME, governor, places, reports, still_named};
use crate::audit::verified;
use crate::forms::{Forms, forms, with};

/// In the order in which they were made.
async fn goals(forms: &Forms) -> Vec<EntryId> {
    let found = forms.house.app.read(|r| {
        let made = entries::table.filter(entries::kind.eq("goal")).order(entries::number);
        Ok(made.select(entries::id).load(r.conn())?)
    });
    found.await.unwrap()
}

#[actix_web::test]
async fn what_was_agreed_goes_from_the_goal_that_was_made_of_it() {
    let forms = forms().await;
    let agreed = format!("Read how {NAME} was paced");
    let both = format!("{agreed}\nRepeat it with a child");
    let (entry, request) = forms.dops("12-lead ECG").await;
    forms.signs(&request, &with(&[("f-agreed", &both)])).await.leads_to("/inbox");
    forms.house.later(60);
    let (ann, lea, path) = (forms.ann().await, forms.lea().await, format!("/entries/{entry}"));
    for action in [agreed.as_str(), "Repeat it with a child"] {
        let due = [("due-day", "10"), ("due-month", "12"), ("due-year", "2026"), ("action", action)];
        ann.fills(&path, &format!("{path}/goals"), &due).await.is(303);
    }
    let made = goals(&forms).await;
    assert_eq!(made.len(), 2);
    let goal = format!("/entries/{}", made[0]);
    ann.get(&goal).await.is(200).says(NAME).does_not_say("12-lead ECG");
    forms.house.letters().await;

    let there = made.iter().map(|id| format!("href=\"/entries/{id}/report\"")).collect::<Vec<_>>();
    let links = |body: &str| there.iter().filter(|link| body.contains(link.as_str())).count();
    let page = ann.get(&format!("{path}/report")).await;
    assert_eq!(links(&page.is(200).says("Goals made of this entry").body), 2);
    let incident = reports(&ann, &path, &["decision:"]).await;
    forms.house.letters().await;
    let page = lea.get(&incident).await;
    page.is(200).says("Goals made of this entry").says("Reported with it").does_not_say(NAME);
    assert_eq!(links(&page.body), 2);
    // Whoever sees no entry is led to none.
    let ivo = governor(&forms.house).await;
    let page = ivo.get(&incident).await;
    page.is(200).does_not_say("Goals made of this entry").does_not_say(NAME);
    assert_eq!(links(&page.body), 0);
    forms.house.person("Stan Stranger", "stan@demo.example").await;
    let stan = forms.house.signed_in("stan@demo.example").await;
    stan.get(&incident).await.is(404);
    stan.get(&format!("{goal}/report")).await.is(404);

    let form = format!("{incident}/redaction");
    let page = lea.get(&form).await;
    page.is(200).says("Out of which other entries?").says("Goals made of this entry");
    assert_eq!(links(&page.body), 2);
    // The words with a decision go whole, so both lines of what was agreed are offered; the second is left out.
    for id in &made {
        assert!(page.body.contains(&format!("value=\"{id}\"")), "{id} is not offered");
    }
    let all = places(&page);
    let mut words: Vec<(&str, &str)> = vec![("sort", "name"), ("sure", "yes"), ("copy", made[0].as_str())];
    let decided = all.iter().filter(|place| place.starts_with("decision:"));
    words.extend(decided.map(|place| ("place", place.as_str())));
    lea.sends(&page, &form, &words).await.leads_to(&incident);
    forms.house.letters().await;
    assert_eq!(still_named(&forms.house.app.config), [] as [String; 0]);
    ann.get(&goal).await.is(200).says("Struck out");
    ann.get("/home").await.is(200).says("Repeat it with a child");
    // What is empty now says so, and nothing stands there without an end.
    ann.get(&path).await.is(200).says("Struck out").does_not_say(": .");
    lea.get(&incident).await.is(200).says("Goals made of this entry");
    let (code, told) = verified(&forms.house).await;
    assert_eq!(code, 0, "{told}");
}
