//! Patient data found after the fact: reported without a word of it, struck out of everything that holds it,
//! assessed again, and gone for good: also from a backup of before.

mod goals;
mod writers;

use std::fs;
use std::path::PathBuf;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use perfolio::cli::backup::backup;
use perfolio::cli::restore::restore;
use perfolio::config::Config;
use perfolio::db::conn::{Conn, Use};
use perfolio::db::rows;
use perfolio::db::schema::{
    audit_events, decisions, entry_versions, evidence, exports, incidents, jobs, notices, redactions,
};
use perfolio::db::tx::Why;
use perfolio::domain::entry::{Covers, strike};
use perfolio::domain::kind::Values;
use perfolio::domain::names::{AccountId, DecisionId, EntryId, EntryVersionId, ExportId};
use perfolio::domain::role::{Capacity, Scope, System};
use perfolio::features::redactions::catch_up;

use crate::audit::{outside, verified};
use crate::evidence::{links, photo, sends};
use crate::kit::TestApp;
use crate::kit::acted::{Acted, acted};
use crate::kit::browser::{Browser, Shown};
use crate::kit::copies::copies;
use crate::kit::many::{LEAD, SUPERVISOR, TRAINEE, appoint};
use crate::kit::small::{all_files, nothing_yet};
use crate::kit::wellformed::complaints;

/// Nobody else is called so.
const NAME: &str = "Quillfeather";
const FORM: &str = "/entries/new?kind=bypass-case";

fn case<'a>(of: &'a Acted, notes: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("when", "today"),
        ("f-procedure", "aortic"),
        ("f-part-played", "ran-it"),
        ("f-supervision", "beside-me"),
        ("f-supervisor", of.made.supervisor.as_str()),
        ("f-site", of.made.site.as_str()),
        ("f-urgency", "elective"),
        ("f-patient-group", "adult"),
        ("f-bypass-minutes", "90"),
        ("f-incidents", notes),
        ("ask", of.made.supervisor.as_str()),
        ("why", "A word was missing."),
        ("double", "yes"),
        ("do", "submit"),
    ]
}

/// What waits first with Sue Carter, signed with these words.
async fn signs(sue: &Browser<'_>, comment: &str) {
    let inbox = sue.get("/inbox").await;
    let (_, rest) = inbox.is(200).body.split_once("href=\"/inbox/").expect("something waits");
    let page = format!("/inbox/{}", rest.split('"').next().unwrap());
    let open = sue.get(&page).await;
    let words = [("level", "at-hand"), ("comment", comment)];
    sue.sends(open.is(200), &format!("{page}/signature"), &words).await.is(303);
}

/// A signed case whose words, file and comment name somebody, in two versions, with a draft of a third; and a
/// report that holds it.
pub async fn named(house: &TestApp) -> (Acted, String) {
    let of = acted(house).await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    let notes = format!("{NAME} arrived from the ward in haste");
    let page = ann.get(FORM).await;
    let file = format!("{NAME}.jpg");
    let sent = sends(&ann, &page, "/entries", &case(&of, &notes), &[(&file, &photo(77))]).await;
    let entry = sent.is(303).location().unwrap().to_owned();
    signs(&sue, &format!("Well spoken with {NAME}.")).await;
    house.later(60);
    let draft = ann.fills(&entry, &format!("{entry}/revision"), &[]).await.location().unwrap().to_owned();
    let page = ann.get(&draft).await;
    ann.sends(&page, "/entries", &case(&of, &notes)).await.leads_to(&entry);
    signs(&sue, "As before.").await;
    house.later(60);
    ann.fills(&entry, &format!("{entry}/revision"), &[]).await.is(303);
    let form = format!("/exports/new?enrolment={}", of.enrolment);
    ann.fills(&form, "/exports", &[("format", "csv"), ("when", "now")]).await.is(303);
    house.letters().await;
    (of, entry)
}

fn places(page: &Shown) -> Vec<String> {
    let all = page.body.split("name=\"place\" type=\"checkbox\" value=\"").skip(1);
    all.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// Reports these places of the entry; gives the address of the incident.
pub async fn reports(who: &Browser<'_>, entry: &str, wanted: &[&str]) -> String {
    let form = format!("{entry}/report");
    let page = who.get(&form).await;
    page.is(200);
    let all = places(&page);
    let mut words: Vec<(&str, &str)> = vec![("sort", "name")];
    words.extend(
        all.iter()
            .filter(|place| wanted.iter().any(|one| place.starts_with(one)))
            .map(|place| ("place", place.as_str())),
    );
    who.sends(&page, &form, &words).await.is(303).location().unwrap().to_owned()
}

/// Strikes out what was reported, and everything else that begins like this.
pub async fn strikes(who: &Browser<'_>, incident: &str, wanted: &[&str]) -> Shown {
    let form = format!("{incident}/redaction");
    let page = who.get(&form).await;
    let all = places(page.is(200));
    let mut words: Vec<(&str, &str)> = vec![("sort", "name"), ("sure", "yes")];
    words.extend(
        all.iter()
            .filter(|place| wanted.iter().any(|one| place.starts_with(one)))
            .map(|place| ("place", place.as_str())),
    );
    who.sends(&page, &form, &words).await
}

/// Within the seconds in which a decision can be undone: the entry stays with whom the strike gave it to.
async fn is_not_undone(house: &TestApp, who: &Browser<'_>, entry: &EntryId) {
    let of = entry.clone();
    let found = house.app.read(move |r| {
        Ok(decisions::table
            .filter(decisions::entry_id.eq(&of))
            .order((decisions::known_from.desc(), decisions::id.desc()))
            .select(decisions::id)
            .first::<DecisionId>(r.conn())?)
    });
    let undoing = format!("/decisions/{}/undoing", found.await.unwrap());
    who.post(&undoing, &[]).await.is(403).says("something was struck out of it, and that is for good");
}

const ALL: [&str; 3] = ["field:incidents", "file:", "decision:"];

/// Every row of every table, and every file of the house, in which the name still stands.
fn still_named(config: &Config) -> Vec<String> {
    let mut found = Vec::new();
    let mut conn = Conn::open(&config.database, Use::Read).unwrap();
    for table in rows::tables(&mut conn).unwrap() {
        rows::lines(&mut conn, &table, |line| {
            if line.contains(NAME) {
                found.push(format!("{}: {line}", table.name));
            }
            Ok(())
        })
        .unwrap();
    }
    drop(conn);
    let mut folders = vec![config.data.clone()];
    while let Some(folder) = folders.pop() {
        for file in fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = fs::read(&path).unwrap();
            if bytes.windows(NAME.len()).any(|some| some == NAME.as_bytes()) {
                found.push(path.display().to_string());
            }
        }
    }
    found
}

async fn written_down(house: &TestApp) -> String {
    let read = house.app.read(|r| {
        let conn = r.conn();
        let mut all: Vec<String> = audit_events::table.select(audit_events::detail).load(conn)?;
        all.extend(jobs::table.select(jobs::body).load::<String>(conn)?);
        all.extend(notices::table.select(notices::body).load::<String>(conn)?);
        all.extend(incidents::table.select(incidents::places).load::<String>(conn)?);
        all.extend(redactions::table.select(redactions::places).load::<String>(conn)?);
        Ok(all.join("\n"))
    });
    read.await.unwrap()
}

#[actix_web::test]
async fn what_names_a_patient_is_reported_struck_out_everywhere_and_assessed_again() {
    let house = TestApp::new().await;
    let (of, entry) = named(&house).await;
    let (ann, sue, lea) =
        (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await, house.signed_in(LEAD).await);
    assert!(still_named(&house.app.config).len() > 4, "there is something to strike out");
    sue.get(&links(&sue.get(&entry).await)[0]).await.is(200);
    sue.get(&entry).await.says("Report patient data in this entry");

    let incident = reports(&sue, &entry, &["field:incidents"]).await;
    let letters = house.letters().await;
    let told: Vec<&str> = letters.iter().map(|letter| letter.to_name.as_str()).collect();
    assert!(told.contains(&"Lea Brook") && told.contains(&"Ann Field"), "{told:?}");
    assert!(letters.iter().all(|letter| !letter.text.contains(NAME) && !letter.subject.contains(NAME)));
    ann.get("/notices").await.says("an entry or a review may say who a patient is");
    sue.get(&format!("{entry}/report")).await.says("has been reported already");
    ann.get(&entry).await.says("It was reported that this entry may say who a patient is");
    let page = lea.get(&incident).await;
    page.is(200).says("To be struck out").says("Sue Carter opened it").does_not_say(NAME);
    page.says("Sue Carter opened a file of it").says("CSV, ").says("asked for by Ann Field");
    assert!(complaints(&page.body).is_empty(), "{:?}", complaints(&page.body));
    ann.get(&format!("{incident}/redaction")).await.is(403);
    let form = lea.get(&format!("{incident}/redaction")).await;
    form.is(200).says(NAME).says("Only the name of the file");
    let unsure = [("sort", "name"), ("place", "field:incidents")];
    lea.sends(&form, &format!("{incident}/redaction"), &unsure)
        .await
        .is(422)
        .says("Say that you have looked");

    strikes(&lea, &incident, &ALL).await.leads_to(&incident);
    is_not_undone(&house, &lea, &EntryId::new(entry.trim_start_matches("/entries/"))).await;
    let letters = house.letters().await;
    assert!(
        letters.iter().any(|letter| letter.to_name == "Ann Field" && letter.subject.contains("struck out"))
    );
    assert!(letters.iter().any(|letter| letter.to_name == "Sue Carter"));
    assert_eq!(still_named(&house.app.config), [] as [String; 0]);
    assert!(all_files(&house.app.config).is_empty(), "neither the picture nor its small one nor a report");
    assert!(!written_down(&house).await.contains(NAME));
    assert!(letters.iter().all(|letter| !letter.text.contains(NAME)));
    let list = fs::read_to_string(&house.app.config.struck_out).unwrap();
    assert!(list.lines().count() == 1 && !list.contains(NAME), "{list}");
    let (code, told) = verified(&house).await;
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("STRUCK OUT  entries/") && told.contains("Nothing is wrong"), "{told}");

    let page = ann.get(&entry).await;
    page.is(200)
        .says("Returned")
        .says("Struck out")
        .says("a patient’s name")
        .says("A file that was struck out");
    page.says("No longer signed").says("Patient data was struck out. Write it again without");
    assert!(complaints(&page.body).is_empty(), "{:?}", complaints(&page.body));
    ann.get("/home").await.is(200).says("Patient data was struck out");
    ann.get(&format!("/exports/new?enrolment={}", of.enrolment)).await.is(200);
    ann.get("/exports").await.says("Taken away").does_not_say("Expired");
    sue.get("/signed").await.is(200);
    let history = ann.get(&format!("/history/{}", of.portfolio)).await;
    history.is(200).says("struck patient data out of");
    lea.get(&incident).await.says("Struck out").says("is assessed again");

    let draft = ann.get(&entry).await;
    let (_, rest) = draft.body.split_once("href=\"/drafts/").expect("the draft of the next version stays");
    let draft = format!("/drafts/{}", rest.split('"').next().unwrap());
    let page = ann.get(&draft).await;
    ann.sends(&page, "/entries", &case(&of, "Arrived from the ward in haste")).await.leads_to(&entry);
    signs(&sue, "Seen again.").await;
    ann.get(&entry).await.says("Signed by Sue Carter").says("nothing has been changed since");
    house.letters().await;
}

#[actix_web::test]
async fn information_governance_keeps_the_incident_and_sees_no_content() {
    let house = TestApp::new().await;
    let (_, entry) = named(&house).await;
    let (ann, ivo) = (house.signed_in(TRAINEE).await, governor(&house).await);
    ivo.get("/incidents").await.is(200).says("Nothing has been reported");
    ivo.get(&entry).await.is(404);
    ivo.get(&format!("{entry}/report")).await.is(404);
    let incident = reports(&ann, &entry, &["field:incidents", "file:"]).await;
    assert!(house.letters().await.iter().any(|letter| letter.to_name == "Ivo Grant"));
    let page = ivo.get(&incident).await;
    page.is(200).does_not_say(NAME).does_not_say("Aortic").says("A file").says("Who opened it");
    ivo.get("/").await.is(303).leads_to("/incidents");
    let form = ivo.get(&format!("{incident}/redaction")).await;
    form.is(200).does_not_say(NAME).says("so you see no words");
    assert_eq!(places(&form).len(), 2, "what was reported and nothing else");
    let more = [("place", "field:procedure"), ("sort", "name"), ("sure", "yes")];
    let refused = ivo.sends(&form, &format!("{incident}/redaction"), &more).await;
    refused.is(422).says("Only a training lead");

    let reference = format!("{incident}/reference");
    ivo.fills(&incident, &reference, &[("reference", "NHS 943 476 5919")]).await.is(422);
    ivo.fills(&incident, &reference, &[("reference", "IG-2026/118")]).await.leads_to(&incident);
    ivo.get("/incidents").await.says("IG-2026/118").says("of Ann Field");
    let end = format!("{incident}/end");
    ivo.fills(&incident, &end, &[("how", "done")]).await.is(422).says("Nothing has been struck out yet");
    strikes(&ivo, &incident, &["field:", "file:"]).await.leads_to(&incident);
    house.letters().await;
    let mut left = still_named(&house.app.config);
    left.retain(|place| !place.starts_with('/'));
    assert!(left.iter().all(|place| place.starts_with("decisions: ")), "only the comment is left: {left:?}");
    ivo.fills(&incident, &end, &[("how", "done")]).await.leads_to(&incident);
    ivo.get(&incident).await.says("Closed").says("Over since");

    // What was missed is reported again, by anybody who sees it.
    let again = reports(&house.signed_in(SUPERVISOR).await, &entry, &["decision:"]).await;
    let lea = house.signed_in(LEAD).await;
    strikes(&lea, &again, &["decision:"]).await.leads_to(&again);
    house.letters().await;
    assert_eq!(still_named(&house.app.config), [] as [String; 0]);
    ann.get(&entry).await.says("Returned");
}

#[actix_web::test]
async fn a_reflection_that_only_its_owner_reads_is_struck_out_when_they_report_it() {
    let house = TestApp::new().await;
    let (_, entry) = named(&house).await;
    let (ann, lea, ivo) =
        (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await, governor(&house).await);
    let to = format!("{entry}/reflection");
    let thought = "I was slow at the clamp";
    for (who, hint) in [(&lea, "Only its owner reads these words."), (&ivo, "so you see no words")] {
        ann.fills(&entry, &to, &[("reflection", thought)]).await.is(303);
        ann.get(&entry).await.says(thought);
        let incident = reports(&ann, &entry, &["reflection"]).await;
        let form = who.get(&format!("{incident}/redaction")).await;
        form.is(200).says("The reflection beside it").says(hint).does_not_say(thought);
        assert!(places(&form).contains(&"reflection".to_owned()), "{:?}", places(&form));
        strikes(who, &incident, &["reflection"]).await.leads_to(&incident);
        house.letters().await;
        ann.get(&entry).await.is(200).does_not_say(thought).says("Signed by Sue Carter");
        who.fills(&incident, &format!("{incident}/end"), &[("how", "done")]).await.leads_to(&incident);
        house.later(60);
    }
    // What was not reported is not offered: nobody is told that there is a reflection.
    ann.fills(&entry, &to, &[("reflection", thought)]).await.is(303);
    let incident = reports(&ann, &entry, &["field:incidents"]).await;
    lea.get(&format!("{incident}/redaction")).await.is(200).does_not_say("The reflection beside it");
    let (code, told) = verified(&house).await;
    assert_eq!(code, 0, "{told}");
}

#[actix_web::test]
async fn an_unfounded_report_ends_and_strangers_find_no_incident() {
    let house = TestApp::new().await;
    let (_, entry) = named(&house).await;
    let (ann, lea) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await);
    let stan = house.person("Stan Stranger", "stan@demo.example").await;
    let incident = reports(&ann, &entry, &["field:incidents"]).await;
    let stranger = house.signed_in("stan@demo.example").await;
    for path in [incident.clone(), format!("{incident}/redaction"), "/incidents".to_owned()] {
        stranger.get(&path).await.is(404);
    }
    let by_hand = [("place", "field:incidents"), ("sort", "name"), ("sure", "yes")];
    stranger.post(&format!("{incident}/redaction"), &by_hand).await.is(404);
    stranger.post(&format!("{incident}/end"), &[("how", "unfounded")]).await.is(404);
    let end = format!("{incident}/end");
    lea.fills(&incident, &end, &[("how", "unfounded")]).await.leads_to(&incident);
    lea.get(&incident).await.says("Unfounded");
    lea.get(&format!("{incident}/redaction")).await.is(403);
    ann.get(&entry).await.does_not_say("It was reported that").says("Signed by Sue Carter");
    house.letters().await;
    assert!(!stan.as_str().is_empty());
}

#[actix_web::test]
async fn an_incident_that_is_not_over_is_listed_however_many_are() {
    let house = TestApp::new().await;
    let (_, entry) = named(&house).await;
    let incident = reports(&house.signed_in(TRAINEE).await, &entry, &["field:incidents"]).await;
    let ivo = governor(&house).await;
    ivo.get("/incidents").await.is(200).does_not_say("are listed");
    // Of the same moment, and before it by their ids.
    copies(&house, ("incidents", incident.rsplit('/').next().unwrap()), 501, &[("state", "'closed'")]).await;
    let list = ivo.get("/incidents").await;
    list.is(200).says("Of the incidents that are over the newest 500 are listed.");
    assert!(list.body.contains(&format!("href=\"{incident}\"")), "the open one is not there");
    assert_eq!(list.body.matches("nhsuk-card__link").count(), 501);
}

#[actix_web::test]
async fn the_same_bytes_are_not_taken_again_and_nobody_is_given_them() {
    let house = TestApp::new().await;
    let (of, entry) = named(&house).await;
    let (ann, sue, lea) =
        (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await, house.signed_in(LEAD).await);
    let file = links(&sue.get(&entry).await).remove(0);
    let incident = reports(&ann, &entry, &["file:"]).await;
    strikes(&lea, &incident, &["file:"]).await.is(303);
    house.letters().await;
    for who in [&ann, &sue, &lea] {
        who.get(&file).await.is(403).says("This file was struck out");
    }
    assert!(links(&sue.get(&entry).await).is_empty());
    let page = ann.get(FORM).await;
    let again = sends(&ann, &page, "/entries", &case(&of, "Uneventful."), &[("other.jpg", &photo(77))]).await;
    again.is(422).says("was struck out before");
    let (code, told) = verified(&house).await;
    assert_eq!(code, 0, "{told}");
}

#[actix_web::test]
async fn a_report_in_the_making_does_not_carry_the_words_out() {
    let house = TestApp::new().await;
    let (of, entry) = named(&house).await;
    let (ann, lea) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await);
    let form = format!("/exports/new?enrolment={}", of.enrolment);
    ann.fills(&form, "/exports", &[("format", "xlsx"), ("when", "now")]).await.is(303);
    let incident = reports(&ann, &entry, &["field:incidents", "decision:", "file:"]).await;
    strikes(&lea, &incident, &ALL).await.is(303);
    house.letters().await;
    let states = house.app.read(|r| Ok(exports::table.select(exports::state).load::<String>(r.conn())?));
    assert_eq!(states.await.unwrap(), ["expired", "expired"]);
    let files = all_files(&house.app.config);
    assert!(files.is_empty(), "{:?}", files.keys());
    house.later(60);
    let again = ann.fills(&form, "/exports", &[("format", "csv"), ("when", "now")]).await;
    let csv = ann.get(again.is(303).location().unwrap()).await;
    csv.is(200).does_not_say(NAME);
    house.letters().await;
}

/// Information governance follows copies by when they were made, and whoever asked is told why theirs is gone.
#[actix_web::test]
async fn a_report_that_is_taken_away_was_made_when_it_was_made() {
    let house = TestApp::new().await;
    let (of, entry) = named(&house).await;
    let (ann, lea) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await);
    let incident = reports(&ann, &entry, &["field:incidents"]).await;
    let made = |page: &Shown| {
        let (_, said) = page.body.split_once("CSV, ").expect("it lists the report");
        said.split(", asked for by Ann Field").next().unwrap().to_owned()
    };
    let before = made(lea.get(&incident).await.says("it can still be fetched"));
    assert!(before.starts_with("12 November 2026, 09:"), "{before}");
    // One more is made, and its letter waits.
    house.later(10 * 60);
    let form = format!("/exports/new?enrolment={}", of.enrolment);
    ann.fills(&form, "/exports", &[("format", "xlsx"), ("when", "now")]).await.is(303);
    let newest = house.app.read(|r| {
        let newest = exports::table.order(exports::asked_at.desc());
        Ok(newest.select(exports::id).first::<ExportId>(r.conn())?)
    });
    let newest = newest.await.unwrap();
    perfolio::features::exports::build(&house.app, &newest, System::at_work()).await.unwrap();
    house.later(10 * 60);
    strikes(&lea, &incident, &ALL).await.is(303);
    let letters = house.letters().await;
    assert!(letters.iter().all(|letter| letter.subject != "Your report from Perfolio"), "{letters:?}");
    let page = lea.get(&incident).await;
    assert_eq!(made(page.says("it is gone").does_not_say("it can still be fetched")), before);
    let list = ann.get("/exports").await;
    list.says("Taken away on 12 November 2026, because something in this portfolio was struck out.");
    list.does_not_say("Expired").does_not_say("could not be made");
    ann.get(&format!("/exports/{newest}")).await.leads_to("/exports");
    ann.get("/exports").await.says("was struck out. Ask for it again.");
}

#[actix_web::test]
async fn prose_of_a_decision_from_before_there_were_salts_goes_as_well() {
    let house = TestApp::new().await;
    let (_, entry) = named(&house).await;
    outside(&house).batch_execute("UPDATE decisions SET salts = ''").unwrap();
    house.vouches().await;
    let (ann, lea) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await);
    let incident = reports(&ann, &entry, &["decision:"]).await;
    strikes(&lea, &incident, &["decision:"]).await.is(303);
    house.letters().await;
    let (code, told) = verified(&house).await;
    assert_eq!(code, 0, "{told}");
    let left: Vec<String> =
        still_named(&house.app.config).into_iter().filter(|place| place.starts_with("decisions")).collect();
    assert!(left.is_empty(), "{left:?}");
    ann.get(&entry).await.says("Signed by Sue Carter");
}

// ---- what verify finds ----

async fn latest(house: &TestApp) -> (EntryVersionId, String, String) {
    let read = house.app.read(|r| {
        Ok(entry_versions::table
            .order(entry_versions::number.desc())
            .select((entry_versions::id, entry_versions::words, entry_versions::salts))
            .first(r.conn())?)
    });
    read.await.unwrap()
}

fn put_back(house: &TestApp, id: &EntryVersionId, words: &str, salts: &str) {
    let mut conn = outside(house);
    let changed = diesel::update(entry_versions::table.find(id))
        .set((entry_versions::words.eq(words), entry_versions::salts.eq(salts)))
        .execute(&mut conn);
    assert_eq!(changed.unwrap(), 1);
}

#[actix_web::test]
async fn words_that_somebody_struck_out_behind_the_houses_back_are_named() {
    let house = TestApp::new().await;
    named(&house).await;
    let (id, words, salts) = latest(&house).await;
    let (mut values, mut covers): (Values, Covers) =
        (serde_json::from_str(&words).unwrap(), serde_json::from_str(&salts).unwrap());
    let value = values.remove("incidents");
    strike("incidents", value.as_ref(), &mut covers).unwrap();
    put_back(&house, &id, &serde_json::to_string(&values).unwrap(), &serde_json::to_string(&covers).unwrap());
    let (code, told) = verified(&house).await;
    assert_eq!(code, 1, "{told}");
    assert!(
        told.contains("its incidents was struck out, and no redaction in the book tells of it"),
        "{told}"
    );
    assert!(!told.contains("the root is another"), "the hashes fit, and it is found all the same: {told}");
}

#[actix_web::test]
async fn words_bytes_and_a_list_that_came_back_or_went_are_named() {
    let house = TestApp::new().await;
    let (_, entry) = named(&house).await;
    let (id, words, salts) = latest(&house).await;
    let (ann, lea) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await);
    let incident = reports(&ann, &entry, &["field:incidents", "file:"]).await;
    strikes(&lea, &incident, &ALL).await.is(303);
    house.letters().await;
    let (_, fresh_words, fresh_salts) = latest(&house).await;
    put_back(&house, &id, &words, &salts);
    let (code, told) = verified(&house).await;
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("its incidents was struck out by redactions/"), "{told}");
    put_back(&house, &id, &fresh_words, &fresh_salts);
    assert_eq!(verified(&house).await.0, 0);

    let read = house.app.read(|r| {
        let struck = evidence::table.filter(evidence::name.eq("")).select(evidence::file_hash);
        Ok(struck.first::<String>(r.conn())?)
    });
    let hash = read.await.unwrap();
    let mut path = house.app.config.data.join("files");
    path.extend([&hash[..2], &hash]);
    fs::write(&path, b"anything").unwrap();
    let (code, told) = verified(&house).await;
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("was struck out, and its bytes are there again"), "{told}");
    catch_up(&house.app, System::at_work()).await.unwrap();
    assert!(!path.exists(), "the nightly round takes it away again");

    fs::remove_file(&house.app.config.struck_out).unwrap();
    let (code, told) = verified(&house).await;
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("a restored backup would bring the words back"), "{told}");
    assert_eq!(catch_up(&house.app, System::at_work()).await.unwrap().added, 1);
    assert_eq!(verified(&house).await.0, 0);
}

// ---- a backup from before ----

async fn backed_up(house: &TestApp) -> PathBuf {
    let file = house.app.config.data.join("before.tar");
    let (code, told) = backup(&house.app.config, &file, true).unwrap();
    assert_eq!(code, 0, "{told}");
    file
}

async fn struck_after_a_backup(house: &TestApp) -> PathBuf {
    let (_, entry) = named(house).await;
    let file = backed_up(house).await;
    let (ann, lea) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await);
    let incident = reports(&ann, &entry, &["field:incidents"]).await;
    strikes(&lea, &incident, &ALL).await.is(303);
    house.letters().await;
    file
}

#[actix_web::test]
async fn a_backup_of_before_does_not_bring_the_words_back() {
    let house = TestApp::new().await;
    let file = struck_after_a_backup(&house).await;
    let (mut to, _kept) = nothing_yet();
    fs::create_dir_all(&to.data).unwrap();
    fs::copy(&house.app.config.struck_out, &to.struck_out).unwrap();
    let (code, told) = restore(to.clone(), &file).await.unwrap();
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("1 redactions that the backup did not have"), "{told}");
    assert!(told.contains("STRUCK OUT  entries/") && told.contains("Nothing is wrong"), "{told}");
    assert_eq!(still_named(&to), [] as [String; 0]);

    // The list may lie elsewhere; a second restore of a backup that has it does nothing twice.
    let kept = house.app.config.struck_out.clone();
    let later = backed_up(&house).await;
    let (fresh, _too) = nothing_yet();
    to = fresh;
    to.struck_out = kept;
    let (code, told) = restore(to.clone(), &later).await.unwrap();
    assert_eq!(code, 0, "{told}");
    assert!(told.contains(": 0 redactions that the backup did not have"), "{told}");
    assert_eq!(still_named(&to), [] as [String; 0]);
}

#[actix_web::test]
async fn without_the_list_a_restore_says_so_and_the_next_start_strikes_out() {
    let house = TestApp::new().await;
    let file = struck_after_a_backup(&house).await;
    let (to, folder) = nothing_yet();
    let (code, told) = restore(to.clone(), &file).await.unwrap();
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("There is no list of what was struck out at"), "{told}");
    assert!(!still_named(&to).is_empty());
    fs::copy(&house.app.config.struck_out, &to.struck_out).unwrap();
    let restored = crate::kit::small::opened(&to, "2026-11-12T12:00:00Z", folder).await;
    perfolio::cli::open_house(&restored.app).await.unwrap();
    restored.letters().await;
    assert_eq!(still_named(&to), [] as [String; 0]);
    let ann = restored.signed_in(TRAINEE).await;
    let home = ann.get("/home").await;
    home.is(200).says("Patient data was struck out");
    // It goes back to her from whoever struck it out, as what they were.
    let read = restored.app.read(|r| {
        let back = decisions::table.filter(decisions::verdict.eq("returned"));
        Ok(back.select((decisions::entry_id, decisions::capacity)).load::<(EntryId, String)>(r.conn())?)
    });
    let (entry, capacity) = read.await.unwrap().remove(0);
    assert_eq!(capacity, "lead");
    ann.get(&format!("/entries/{entry}")).await.says("Lea Brook, training lead");
    let (code, told) = verified(&restored).await;
    assert_eq!(code, 0, "{told}");
}

#[actix_web::test]
async fn a_restore_goes_over_a_torn_list_and_says_which_line() {
    let house = TestApp::new().await;
    let file = struck_after_a_backup(&house).await;
    let (to, _kept) = nothing_yet();
    fs::create_dir_all(&to.data).unwrap();
    let mut list = fs::read_to_string(&house.app.config.struck_out).unwrap();
    list.push_str("{\"format\":1,\"redaction\":\"0");
    fs::write(&to.struck_out, list).unwrap();
    let (code, told) = restore(to.clone(), &file).await.unwrap();
    assert_eq!(code, 0, "{told}");
    assert!(told.contains("UNREAD  lines 2 of that list"), "{told}");
    assert_eq!(still_named(&to), [] as [String; 0]);
}

/// Somebody appointed to information governance.
pub async fn governor(house: &TestApp) -> Browser<'_> {
    let ivo = house.person("Ivo Grant", "ivo@demo.example").await;
    let appointed = house.app.write_quietly(Why::StandingRefreshed, move |tx| {
        appoint(tx, &ivo, Capacity::Governance, Scope::House, "house")
    });
    appointed.await.unwrap();
    house.vouches().await;
    house.signed_in("ivo@demo.example").await
}

#[actix_web::test]
async fn an_admin_appoints_information_governance_over_the_whole_house() {
    let house = TestApp::new().await;
    let admin = crate::kit::morning::set_up(&house).await;
    let words = [
        ("name", "Ivo Grant"),
        ("email", "ivo@demo.example"),
        ("capacity", "governance"),
        ("from-day", "1"),
        ("from-month", "9"),
        ("from-year", "2026"),
    ];
    admin.fills("/settings/staff", "/settings/staff", &words).await.is(303);
    admin.get("/settings/staff").await.says("Information governance").says("Ivo Grant");
    house.letters().await;
}

#[actix_web::test]
async fn a_struck_decision_keeps_its_signer_and_its_verdict() {
    let house = TestApp::new().await;
    let (of, entry) = named(&house).await;
    let (ann, lea) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await);
    let incident = reports(&ann, &entry, &["decision:"]).await;
    strikes(&lea, &incident, &["decision:"]).await.is(303);
    house.letters().await;
    let id = EntryId::new(entry.rsplit('/').next().unwrap());
    let read = house.app.read(move |r| {
        let rows = decisions::table.filter(decisions::entry_id.eq(id)).order(decisions::known_from);
        type Row = (DecisionId, AccountId, String, String, String);
        Ok(rows
            .select((
                decisions::id,
                decisions::signer_id,
                decisions::verdict,
                decisions::level,
                decisions::comment,
            ))
            .load::<Row>(r.conn())?)
    });
    let rows = read.await.unwrap();
    assert_eq!(rows.len(), 2, "nothing is reopened where only a comment went");
    // Beside each of them, also the one on the older version.
    let page = ann.get(&entry).await;
    assert_eq!(page.body.matches("<p class=\"pf-prose\">Struck out</p>").count(), 2, "{}", page.body);
    for (_, signer, verdict, level, comment) in rows {
        assert_eq!(signer, of.made.supervisor);
        assert_eq!((verdict.as_str(), level.as_str(), comment.as_str()), ("signed", "at-hand", ""));
    }
}
