//! The stories of the demo house: of each, a page that tells it, read as whoever the README says to sign in as.
//! A story that nobody can see any more is missed here.

use std::collections::BTreeMap;

use diesel::prelude::*;
use perfolio::cli::demo::PASSWORD;
use perfolio::db::schema::{accounts, enrolments, portfolios, programme_versions, programmes};

use crate::kit::TestApp;
use crate::kit::browser::Browser;

struct Page {
    /// Whose enrolment stands for `{e}` in the path, and whose account for `{p}`.
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
const PAGES: [Page; 30] = [
    // Back after years away.
    page(
        BRIONY,
        "briony.calloway",
        "/requirements/{e}/bypass-cases",
        &[
            "of 112 cases signed",
            "A target of 112, set by Dorothea Quayle",
            "away from practice for two years",
        ],
    ),
    page(BRIONY, LEAD, "/trainees/{e}", &["of 112 cases signed"]),
    // Less than full time, and what is in the official record.
    page(MINERVA, "minerva.starling", "/home", &["60 % of whole time since 22 May 2026"]),
    page(MINERVA, LEAD, "/trainees/{e}", &["60 % of whole time since 22 May 2026"]),
    page(MINERVA, "minerva.starling", "/enrolments/{e}/life", &["Caring for somebody: Three days a week"]),
    page(
        MINERVA,
        "minerva.starling",
        "/enrolments/{e}/to-enter",
        &["24 July 2026", "E-1740", "9 November 2026"],
    ),
    page(MINERVA, LEAD, "/people/{p}/numbers", &["NS-DEMO-2214", "DEMO-480117"]),
    // On time out.
    page(WINIFRED, "winifred.hartnell", "/home", &["On time out until 10 June 2027"]),
    page(WINIFRED, LEAD, "/trainees/{e}", &["On time out until 10 June 2027"]),
    page(WINIFRED, LEAD, "/enrolments/{e}/life", &["Parental leave until early summer"]),
    // Moved to another version, after a year out.
    page(
        QUILLA,
        "quilla.fernleigh",
        "/home",
        &["moved from version 2024 to version 2025 on 3 November 2026, by Dorothea Quayle"],
    ),
    page(
        QUILLA,
        "quilla.fernleigh",
        "/enrolments/{e}/life",
        &["Time out from 14 September 2025 until 1 November 2026"],
    ),
    // Frozen by a deadline with work still submitted.
    page(
        LORCAN,
        "lorcan.emberly",
        "/home",
        &["Frozen on 15 September 2025, 17:00", "3 were still submitted then and stay so"],
    ),
    page(
        LORCAN,
        LEAD,
        "/trainees/{e}",
        &["Frozen on 15 September 2025, 17:00", "3 were still submitted then and stay so"],
    ),
    // Extended, with grace.
    page(NERYS, "nerys.gladwell", "/home", &["Extended to 31 January 2027"]),
    page(NERYS, LEAD, "/trainees/{e}", &["Extended to 31 January 2027"]),
    page(
        NERYS,
        "nerys.gladwell",
        "/requirements/{e}/bse-practical",
        &["Not passed", "Grace until 28 February 2027, given by Dorothea Quayle on 16 March 2026"],
    ),
    // A certificate that runs out soon, a waiver, a layer.
    page(HESTER, "hester.applegarth", "/requirements/{e}/duty-ecg", &["Met", "9 December 2026"]),
    page(
        HESTER,
        "hester.applegarth",
        "/requirements/{e}/duty-ambulatory-pressure",
        &["Waived by Dorothea Quayle", "hypertension clinic"],
    ),
    page(
        HESTER,
        "hester.applegarth",
        "/home",
        &["of 60 recordings signed", "Stricter at Fernhollow", "Added by Fernhollow"],
    ),
    page(HESTER, LEAD, "/trainees/{e}", &["Waived by Dorothea Quayle", "Added by Fernhollow"]),
    page(HESTER, LEAD, "/programmes/cardiographer/versions/2026/layer", &["chaperoning"]),
    // Learnt before.
    page(
        ZINNIA,
        "zinnia.copperfield",
        "/requirements/{e}/unit-paediatric",
        &["20 of 20 credits", "accepted as equivalent by Dorothea Quayle on 19 October 2026"],
    ),
    page(ZINNIA, LEAD, "/requirements/{e}/unit-paediatric", &["accepted as equivalent by Dorothea Quayle"]),
    // Marks of a university, before its board and after.
    page(
        AMBROSE,
        "ambrose.tidewell",
        "/requirements/{e}/unit-paediatric",
        &["0 of 20 credits", "provisional until the examination board confirms it"],
    ),
    page(AMBROSE, "ambrose.tidewell", "/requirements/{e}/unit-adult-bypass", &["Met", "66"]),
    page(
        AMBROSE,
        "university",
        "/results/{e}",
        &["58 of 100, not yet confirmed by the examination board", "66 of 100"],
    ),
    page(AMBROSE, LEAD, "/people/{p}/numbers", &["DEMO-495520"]),
    // A programme of the department's own, not published.
    page(AMBROSE, LEAD, "/programmes/ward-ecg/drafts", &["Draft 1", "Dorothea Quayle"]),
    page(AMBROSE, LEAD, "/programmes/ward-ecg/drafts/1", &["Recordings under supervision", "No faults"]),
];

/// What no page says any more.
pub async fn lacking(house: &TestApp) -> Vec<String> {
    let ids = house.app.read(|r| {
        Ok(enrolments::table
            .inner_join(portfolios::table.inner_join(accounts::table))
            .inner_join(programme_versions::table.inner_join(programmes::table))
            .select((accounts::email, programmes::code, enrolments::id, accounts::id))
            .load::<(String, String, String, String)>(r.conn())?)
    });
    let ids: BTreeMap<(String, String), (String, String)> =
        ids.await.unwrap().into_iter().map(|(email, code, id, who)| ((email, code), (id, who))).collect();
    let mut readers: BTreeMap<&str, Browser<'_>> = BTreeMap::new();
    let mut lacking = Vec::new();
    for one in &PAGES {
        if !readers.contains_key(one.reader) {
            let browser = house.browser();
            browser.signs_in(&format!("{}@demo.example", one.reader), PASSWORD).await.leads_to("/");
            readers.insert(one.reader, browser);
        }
        let (address, code) = one.whose;
        let (id, who) = &ids[&(format!("{address}@demo.example"), code.to_owned())];
        let path = one.path.replace("{e}", id).replace("{p}", who);
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
