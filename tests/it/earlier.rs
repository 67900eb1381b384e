//! What is from before: a logbook brought in as one set, accepted whole or in part, undone; earlier learning
//! claimed and assessed. Each house ends verified, with every standing as its facts give it.

mod claims;
mod sets;

use actix_web::test::TestRequest;
use diesel::prelude::*;
use perfolio::db::schema::{entries, standing_items};
use perfolio::domain::names::{EnrolmentId, PortfolioId};

use crate::kit::TestApp;
use crate::kit::acted::{Acted, acted};
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::{SUPERVISOR, TRAINEE};

/// A logbook as somebody keeps it: more columns than are wanted, words of its own, lines that are faulty.
pub const LOG: &str = "\
Date;Operation;Part played;Supervision;Supervisor;Hospital;Urgency;Patient group;Bypass time;Hosp No;Remarks
3/11/2023;CABG x3;Ran it;Beside me;Sue Carter;Heart Centre;Planned;Adult;1:35;RXH123456;fine
14/11/2023;AVR;Ran it;In theatre;Sue Carter;Heart Centre;Urgent;Adult;88 min;RXH123457;
15/11/2023;AVR;Observed;In theatre;Sue Carter;Heart Centre;Urgent;Adult;88;RXH123458;
31/2/2024;AVR;Ran it;In theatre;Sue Carter;Heart Centre;Urgent;Adult;88;RXH123459;
17/11/2023;AVR;Ran it;In theatre;Sue Carter;;Urgent;Adult;88;RXH123460;
";

/// One multipart post of a form of the page.
pub async fn posts(
    who: &Browser<'_>,
    page: &Shown,
    to: &str,
    words: &[(&str, &str)],
    files: &[(&str, &str, &[u8])],
) -> Shown {
    let mut body: Vec<u8> = Vec::new();
    let hidden = page.hidden_fields(to);
    let all = hidden.iter().map(|(name, word)| (name.as_str(), word.as_str())).chain(words.iter().copied());
    for (name, word) in all {
        let head = format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{word}\r\n");
        body.extend(head.bytes());
    }
    for (field, name, bytes) in files {
        let head = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n"
        );
        body.extend(head.bytes());
        body.extend(*bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--edge--\r\n");
    let request = TestRequest::post()
        .uri(to)
        .insert_header(("content-type", "multipart/form-data; boundary=edge"))
        .insert_header(("sec-fetch-site", "same-origin"))
        .set_payload(body);
    who.send(request).await
}

/// Sends the file; gives the path of the draft.
pub async fn uploads(
    ann: &Browser<'_>,
    table: &[u8],
    scans: &[(&str, &[u8])],
    words: &[(&str, &str)],
) -> String {
    let page = ann.get("/earlier/new").await;
    let mut files: Vec<(&str, &str, &[u8])> = vec![("table", "log.csv", table)];
    files.extend(scans.iter().map(|(name, bytes)| ("scans", *name, *bytes)));
    let mut all = vec![("kind", "bypass-case"), ("source", "Heart Centre, paper log")];
    all.extend(words);
    let sent = posts(ann, page.is(200), "/earlier", &all, &files).await;
    sent.is(303).location().unwrap().to_owned()
}

/// The mapping as it is suggested, with the two words of operations that nobody could guess.
pub const MAPPED: [(&str, &str); 18] = [
    ("source", "Heart Centre, paper log"),
    ("day", "Date"),
    ("order", "day-first"),
    ("c-procedure", "Operation"),
    ("c-part-played", "Part played"),
    ("c-supervision", "Supervision"),
    ("c-supervisor", "Supervisor"),
    ("c-site", "Hospital"),
    ("c-urgency", "Urgency"),
    ("c-patient-group", "Patient group"),
    ("c-bypass-minutes", "Bypass time"),
    ("c-incidents", "Remarks"),
    ("w-procedure-0", "valve"),
    ("w-procedure-1", "cabg"),
    ("w-part-played-0", "ran-it"),
    ("w-part-played-1", "observed"),
    ("w-urgency-0", "urgent"),
    ("w-urgency-1", "elective"),
];

/// Maps and brings in all that can come in; gives the path of the set.
pub async fn brings_in(ann: &Browser<'_>, draft: &str) -> String {
    ann.fills(draft, draft, &MAPPED).await.leads_to(&format!("{draft}/lines"));
    let lines = format!("{draft}/lines");
    let sent = ann.fills(&lines, &lines, &[("do", "bring-in"), ("doubles", "bring")]).await;
    sent.is(303).location().unwrap().to_owned()
}

pub async fn brought(house: &TestApp) -> (Acted, String) {
    let made = acted(house).await;
    let ann = house.signed_in(TRAINEE).await;
    let draft = uploads(&ann, LOG.as_bytes(), &[], &[]).await;
    let set = brings_in(&ann, &draft).await;
    (made, set)
}

/// Sue is asked, and accepts what the words say.
pub async fn accepted(house: &TestApp, made: &Acted, set: &str, words: &[(&str, &str)]) {
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    let ask = format!("{set}/request");
    ann.fills(set, &ask, &[("ask", made.made.supervisor.as_str())]).await.leads_to(set);
    let act = format!("{set}/acceptance");
    let mut all = vec![("reason", "Ten lines with the signed paper log, all there.")];
    all.extend(words);
    sue.fills(set, &act, &all).await.leads_to(set);
}

/// Recorded, submitted, signed of a requirement, in whole numbers.
pub async fn figures(house: &TestApp, enrolment: &EnrolmentId, code: &str) -> (i64, i64, i64) {
    let (enrolment, code) = (enrolment.clone(), code.to_owned());
    let found = house.app.read(move |r| {
        Ok(standing_items::table
            .find((enrolment, code))
            .select((standing_items::recorded, standing_items::submitted, standing_items::signed))
            .first::<(i64, i64, i64)>(r.conn())?)
    });
    let (recorded, submitted, signed) = found.await.unwrap();
    (recorded / 100, submitted / 100, signed / 100)
}

/// State and `earlier` of every entry of the portfolio, in the order of their numbers.
pub async fn states(house: &TestApp, portfolio: &PortfolioId) -> Vec<(String, String)> {
    let portfolio = portfolio.clone();
    let found = house.app.read(move |r| {
        Ok(entries::table
            .filter(entries::portfolio_id.eq(portfolio))
            .order(entries::number)
            .select((entries::state, entries::earlier))
            .load(r.conn())?)
    });
    found.await.unwrap()
}
