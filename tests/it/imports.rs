//! Files that are read in: what a preview says, what an import does, that the same file does nothing twice, and
//! what undoing takes back and what not.

mod colleagues;
mod faults;
mod progress;
mod rows;
mod undone;
mod university;

use diesel::prelude::*;
use perfolio::db::schema::{books, programmes};
use perfolio::db::tx::Why;
use perfolio::domain::names::{AccountId, ProgrammeId};
use perfolio::domain::role::{Capacity, Scope};

use crate::kit::TestApp;
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::appoint;

/// What the page's form holds: the chosen options, ticked radios and typed texts.
pub fn held(page: &Shown) -> Vec<(String, String)> {
    let attribute = |tag: &str, name: &str| {
        let rest = tag.split_once(&format!(" {name}=\""))?.1;
        Some(rest.split_once('"')?.0.replace("&#38;", "&").replace("&#39;", "'"))
    };
    let mut all = Vec::new();
    for rest in page.body.split("<select").skip(1) {
        let (select, _) = rest.split_once("</select>").unwrap();
        let name = attribute(select, "name").unwrap();
        let chosen = select
            .split("<option")
            .skip(1)
            .find(|option| option.split('>').next().unwrap().contains(" selected"));
        all.push((name, chosen.and_then(|option| attribute(option, "value")).unwrap_or_default()));
    }
    for tag in page.body.split("<input").skip(1).map(|rest| rest.split('>').next().unwrap()) {
        let (Some(name), value) = (attribute(tag, "name"), attribute(tag, "value").unwrap_or_default())
        else {
            continue;
        };
        let radio = tag.contains("type=\"radio\"");
        if (radio && tag.contains(" checked")) || tag.contains("type=\"text\"") {
            all.push((name, value));
        }
    }
    all
}

/// Pastes a file and takes the columns as they were guessed, with these words besides. Gives the import's path
/// and the page of its rows.
pub async fn previews(who: &Browser<'_>, sort: &str, text: &str, more: &[(&str, &str)]) -> (String, Shown) {
    let sent = who.fills("/imports/new", "/imports", &[("sort", sort), ("text", text)]).await;
    let mapping = sent.is(303).location().unwrap().to_owned();
    let page = who.get(&mapping).await;
    let known = held(page.is(200));
    let known = known.iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    let mut words: Vec<(&str, &str)> = known.map(|(name, word)| (name.as_str(), word.as_str())).collect();
    words.extend(more);
    let sent = who.sends(&page, &mapping, &words).await;
    let path = sent.is(303).location().unwrap().to_owned();
    let shown = who.get(&path).await;
    (path, shown)
}

/// Imports the rows without faults of what is on the screen, and shows what became of them.
pub async fn imports(who: &Browser<'_>, path: &str, shown: &Shown) -> Shown {
    let mut words = Vec::new();
    if shown.body.contains("name=\"how\" type=\"radio\"") {
        words.push(("how", "good"));
    }
    who.sends(shown, &format!("{path}/rows"), &words).await.leads_to(path);
    who.get(path).await
}

pub async fn reads_in(who: &Browser<'_>, sort: &str, text: &str, more: &[(&str, &str)]) -> (String, Shown) {
    let (path, shown) = previews(who, sort, text, more).await;
    let shown = imports(who, &path, &shown).await;
    (path, shown)
}

pub async fn undoes(who: &Browser<'_>, path: &str) -> Shown {
    who.fills(path, &format!("{path}/undoing"), &[]).await.leads_to(path);
    who.get(path).await
}

pub const BRISTOL: (&str, &str) = ("body-student", "University of Bristol");

/// Uma enters marks for everybody on the MSc.
pub async fn uma<'a>(house: &'a TestApp) -> (AccountId, Browser<'a>) {
    let uma = house.person("Uma Patel", "uma@demo.example").await;
    let person = uma.clone();
    let appointed = house.app.write_quietly(Why::StandingRefreshed, move |tx| {
        let programme: ProgrammeId = programmes::table
            .filter(programmes::code.eq("perfusion-msc"))
            .select(programmes::id)
            .first(tx.conn())?;
        appoint(tx, &person, Capacity::University, Scope::Programme, programme.as_str())
    });
    appointed.await.unwrap();
    house.vouches().await;
    (uma, house.signed_in("uma@demo.example").await)
}

/// How many events each book has.
pub async fn events(house: &TestApp) -> Vec<(String, i64)> {
    let read = house
        .app
        .read(|r| Ok(books::table.order(books::id).select((books::id, books::seq)).load(r.conn())?));
    read.await.unwrap()
}
