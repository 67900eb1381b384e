//! The stories of the demo house: of each, a page that tells it, read as whoever the README says to sign in as.
//! A story that nobody can see any more is missed here.

use std::collections::BTreeMap;

use diesel::prelude::*;
use perfolio::cli::demo::PASSWORD;
use perfolio::db::schema::{accounts, enrolments, portfolios, programme_versions, programmes};

use crate::kit::TestApp;
use crate::kit::browser::Browser;

struct Page {
    /// Whose enrolment stands for `{e}` in the path.
    whose: (&'static str, &'static str),
    reader: &'static str,
    path: &'static str,
    says: &'static [&'static str],
}

const fn page(
    whose: (&'static str, &'static str),
    reader: &'static str,
    path: &'static str,
    says: &'static [&'static str],
) -> Page {
    Page { whose, reader, path, says }
}

const LEAD: &str = "science.lead";
const BRIONY: (&str, &str) = ("briony.calloway", "perfusion-pgcert-limited");
const MINERVA: (&str, &str) = ("minerva.starling", "stp-cardiac");
const WINIFRED: (&str, &str) = ("winifred.hartnell", "hsst-phys");
const QUILLA: (&str, &str) = ("quilla.fernleigh", "perfusion-msc");
const LORCAN: (&str, &str) = ("lorcan.emberly", "stp-cardiac");
const NERYS: (&str, &str) = ("nerys.gladwell", "etp");
const HESTER: (&str, &str) = ("hester.applegarth", "cardiographer");
const ZINNIA: (&str, &str) = ("zinnia.copperfield", "perfusion-msc");
const AMBROSE: (&str, &str) = ("ambrose.tidewell", "perfusion-msc-distance");

/// On 21 November 2026.
const PAGES: [Page; 0] = [];

/// What no page says any more.
pub async fn lacking(house: &TestApp) -> Vec<String> {
    let ids = house.app.read(|r| {
        Ok(enrolments::table
            .inner_join(portfolios::table.inner_join(accounts::table))
            .inner_join(programme_versions::table.inner_join(programmes::table))
            .select((accounts::email, programmes::code, enrolments::id))
            .load::<(String, String, String)>(r.conn())?)
    });
    let ids: BTreeMap<(String, String), String> =
        ids.await.unwrap().into_iter().map(|(email, code, id)| ((email, code), id)).collect();
    let mut readers: BTreeMap<&str, Browser<'_>> = BTreeMap::new();
    let mut lacking = Vec::new();
    for one in &PAGES {
        if !readers.contains_key(one.reader) {
            let browser = house.browser();
            browser.signs_in(&format!("{}@demo.example", one.reader), PASSWORD).await.leads_to("/");
            readers.insert(one.reader, browser);
        }
        let (address, code) = one.whose;
        let id = &ids[&(format!("{address}@demo.example"), code.to_owned())];
        let path = one.path.replace("{e}", id);
        let shown = readers[one.reader].get(&path).await;
        let text = plain(&shown.body);
        for words in one.says.iter().filter(|words| shown.status != 200 || !text.contains(**words)) {
            lacking.push(format!(
                "{address}: “{words}” on {} for {}, which says {} {text}",
                one.path, one.reader, shown.status
            ));
        }
    }
    lacking
}

/// What is read, without what marks it up.
fn plain(body: &str) -> String {
    let main = body.split_once("<main").map_or(body, |(_, main)| main);
    let mut text = String::new();
    let mut inside = true;
    for letter in main.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => text.push(letter),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
