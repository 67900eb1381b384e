//! The life of an enrolment as its lead records it and its trainee reads it: what each act changes and says, and
//! that a deadline or an end closes what it closes and nothing else.

mod closed;
mod orders;
mod signers;
mod told;
mod until;

use crate::kit::TestApp;
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::{Enrolled, LEAD, Many, SUPERVISOR, TRAINEE, many};
use crate::kit::morning::letter_to;
use crate::kit::programme::{cases, enrols, publishes, stands, version};
use crate::kit::work::submits;

/// Three fields of a date.
pub fn on(name: &str, day: &str) -> Vec<(String, String)> {
    let parts: Vec<&str> = day.split('-').collect();
    let field = |part: &str, word: &str| (format!("{name}-{part}"), word.trim_start_matches('0').to_owned());
    vec![field("year", parts[0]), field("month", parts[1]), field("day", parts[2])]
}

/// Fills in the form of one act.
pub async fn records(
    lead: &Browser<'_>,
    of: &Enrolled,
    what: &str,
    words: &[(&str, &str)],
    days: &[(&str, &str)],
) -> Shown {
    let path = format!("/enrolments/{}/life/{what}", of.enrolment);
    let days: Vec<(String, String)> = days.iter().flat_map(|(name, day)| on(name, day)).collect();
    let mut all: Vec<(&str, &str)> =
        vec![("category", "health"), ("reason", "Advised to rest"), ("do", "record")];
    all.retain(|(name, _)| !words.iter().any(|(given, _)| given == name));
    all.extend(words);
    all.extend(days.iter().map(|(name, word)| (name.as_str(), word.as_str())));
    lead.fills(&path, &path, &all).await
}

pub fn life_of(of: &Enrolled) -> String {
    format!("/enrolments/{}/life", of.enrolment)
}

/// The address under which the newest thing in the list is taken back.
pub async fn newest(lead: &Browser<'_>, of: &Enrolled) -> String {
    let list = lead.get(&life_of(of)).await;
    let (_, rest) = list.body.split_once(&format!("href=\"{}/", life_of(of))).unwrap();
    let ends = rest.split("href=\"").find(|link| link.split('"').next().unwrap().ends_with("/end"));
    ends.unwrap().split('"').next().unwrap().to_owned()
}

/// A department of two on a programme with what lives can change.
pub async fn two_years(house: &TestApp) -> (Many, Enrolled) {
    let made = many(house, 2, 0).await;
    let marks = "[[requirements]]\ncode = \"credits\"\ntitle = \"Credits\"\nsource = \"here\"\n[requirements.rule]\n\
        marks = \"unit-result\"\ntarget = 120\nunits = [{ code = \"A\", title = \"A\", credits = 120, pass = 50 }]\n\
        exit = [{ award = \"PGDip\", credits = 100 }, { award = \"PGCert\", credits = 60 }]\n";
    let more = "due = { months = 18 }\nwindow = \"enrolment\"\n\
        grace = { months = 3, most = 6, label = \"in grace\" }";
    let text = version("test-life", "", &format!("{}{marks}", cases("cases", 3, more)));
    let on = publishes(house, &text).await;
    let ann = enrols(house, &made.trainees[0].person, &on, &made.trainees[0]).await;
    (made, ann)
}

#[actix_web::test]
async fn time_out_is_said_before_it_is_recorded_and_moves_what_is_counted_from_the_start() {
    let house = TestApp::new().await;
    let (_, ann) = two_years(&house).await;
    let (lea, own) = (house.signed_in(LEAD).await, house.signed_in(TRAINEE).await);
    own.get(&life_of(&ann)).await.is(200).says("Nothing has happened since the enrolment began");
    let days = [("day", "2026-10-01"), ("until", "2026-12-31")];
    let preview = records(&lea, &ann, "time-out", &[("do", "preview")], &days).await;
    preview
        .is(200)
        .says("The last day moves from 31 August 2027 to 1 December 2027.")
        .says("due 1 June 2027 instead of 1 March 2027")
        .says("Nothing is recorded yet")
        .says("value=\"10\"");
    lea.get(&life_of(&ann)).await.says("Nothing has happened");
    records(&lea, &ann, "time-out", &[], &days).await.leads_to(&life_of(&ann));
    let said = "On time out until 31 December 2026";
    own.get("/home").await.says(said).says("ends 1 December 2027");
    own.get(&life_of(&ann))
        .await
        .says("Time out from 1 October 2026 until 31 December 2026")
        .says("Advised to rest");
    own.get(&life_of(&ann)).await.says("Lea Brook on 12 November 2026").does_not_say("Take this back");
    lea.get("/board").await.says(said);
    lea.get(&format!("/trainees/{}", ann.enrolment)).await.says(said);
    house.signed_in(SUPERVISOR).await.get("/trainees").await.says(said).does_not_say("Advised");
    lea.get(&format!("/requirements/{}/cases", ann.enrolment)).await.says("1 June 2027");
    // Away twice is refused, and the words are kept.
    let again = records(&lea, &ann, "time-out", &[("reason", "Again away")], &days).await;
    again.is(422).says("They are on time out on that day already").says("Again away");
    // A mistake is taken back with a reason, and stays in the list.
    let end = newest(&lea, &ann).await;
    lea.fills(&end, &end, &[("reason", "")]).await.is(422).says("Say why");
    lea.fills(&end, &end, &[("reason", "It was somebody else")]).await.leads_to(&life_of(&ann));
    own.get(&life_of(&ann)).await.says("Taken back by Lea Brook on 12 November 2026: It was somebody else");
    own.get("/home").await.does_not_say(said).says("ends 31 August 2027");
    lea.get(&end).await.is(404);
}

#[actix_web::test]
async fn part_time_extension_and_grace_change_what_they_say() {
    let house = TestApp::new().await;
    let (_, ann) = two_years(&house).await;
    let (lea, own) = (house.signed_in(LEAD).await, house.signed_in(TRAINEE).await);
    let from = [("day", "2026-09-01")];
    records(&lea, &ann, "working", &[("percent", "sixty")], &from).await.is(422).says("a whole number");
    records(&lea, &ann, "working", &[("percent", "50")], &from).await.is(303);
    own.get("/home").await.says("50 % of whole time since 1 September 2026").says("ends 30 August 2028");
    // Of one day there is one share: the later word takes the place of the earlier.
    records(&lea, &ann, "working", &[("percent", "80")], &from).await.is(303);
    own.get("/home").await.says("80 % of whole time").does_not_say("50 %");
    own.get(&life_of(&ann)).await.says("Lea Brook recorded another in its place");
    let day = ("day", "2026-11-12");
    let short = records(&lea, &ann, "extended", &[], &[day, ("until", "2027-09-30")]).await;
    short.is(422).says("Give a later one");
    records(&lea, &ann, "extended", &[], &[day, ("until", "2028-06-30")]).await.is(303);
    own.get("/home").await.says("Extended to 30 June 2028").says("ends 30 June 2028");
    let grace = [("requirement", "cases")];
    let form = lea.get(&format!("{}/grace", life_of(&ann))).await;
    form.is(200).says("cases (until 30 December 2028 at most)");
    let much = records(&lea, &ann, "grace", &grace, &[("until", "2029-01-01")]).await;
    much.is(422).says("until 30 December 2028 at most");
    let shown =
        records(&lea, &ann, "grace", &[grace[0], ("do", "preview")], &[("until", "2028-12-01")]).await;
    shown.is(200).says("grace until 1 December 2028 instead of 30 September 2028");
    records(&lea, &ann, "grace", &grace, &[("until", "2028-12-01")]).await.is(303);
    own.get(&life_of(&ann)).await.says("Grace for “cases” until 1 December 2028");
}

#[actix_web::test]
async fn who_leaves_takes_an_exit_award_of_the_programme_and_nothing_new_is_filed() {
    let house = TestApp::new().await;
    let (made, ann) = two_years(&house).await;
    let (lea, own) = (house.signed_in(LEAD).await, house.signed_in(TRAINEE).await);
    let (_, request) = submits(&house, &made, &ann, "2026-11-01", &made.supervisor).await;
    let form = lea.get(&format!("{}/withdrawn", life_of(&ann))).await;
    form.is(200).says("PGDip").says("PGCert").says("No award");
    let day = [("day", "2026-11-12")];
    records(&lea, &ann, "withdrawn", &[("award", "PhD")], &day).await.is(422).says("no such award");
    let shown = records(&lea, &ann, "withdrawn", &[("award", "PGCert"), ("do", "preview")], &day).await;
    shown.is(200).says("From 12 November 2026 on nothing more is asked");
    house.letters().await;
    records(&lea, &ann, "withdrawn", &[("award", "PGCert")], &day).await.is(303);
    let letter = letter_to(&house.letters().await, TRAINEE);
    for outcome in ["Withdrawn", "withdrawn", "award", "PGCert"] {
        assert!(!letter.text.contains(outcome), "{outcome} on a locked screen: {}", letter.text);
    }
    let said = "Withdrawn on 12 November 2026, exit award PGCert";
    own.get("/home").await.says(said);
    lea.get("/board").await.says(said);
    lea.get(&life_of(&ann)).await.says("This enrolment has ended").does_not_say("/life/time-out\"");
    records(&lea, &ann, "completed", &[], &day).await.is(422).says("take back what ended it");
    // What was submitted before may still be decided, and everything stays readable.
    let sue = house.signed_in(SUPERVISOR).await;
    let page = format!("/inbox/{request}");
    sue.fills(&page, &format!("{page}/signature"), &[("level", "at-hand")]).await.is(303);
    assert_eq!(stands(&house, &ann, "cases").await, (1, 3, false));
    own.get("/portfolio").await.is(200).says("Aortic");
    own.get(&format!("/exports/new?enrolment={}", ann.enrolment)).await.is(200);
    let filing = format!("/enrolments/{}/filing", ann.enrolment);
    own.get(&filing).await.is(200).says("test-life was left on 12 November 2026: nothing more is filed");
    own.get("/entries/new?kind=bypass-case").await.says("test-life was left on 12 November 2026");
}

#[actix_web::test]
async fn a_life_is_nobodys_to_read_or_write_but_the_trainees_and_their_leads() {
    let house = TestApp::new().await;
    let (made, ann) = two_years(&house).await;
    house.person("Mallory", "mallory@demo.example").await;
    let act = format!("{}/time-out", life_of(&ann));
    for email in [SUPERVISOR, "mallory@demo.example"] {
        let stranger = house.signed_in(email).await;
        stranger.get(&life_of(&ann)).await.is(404);
        stranger.get(&act).await.is(404);
    }
    let own = house.signed_in(TRAINEE).await;
    own.get(&life_of(&ann)).await.is(200);
    own.get(&act).await.is(404);
    own.get(&life_of(&made.trainees[1])).await.is(404);
    let lea = house.signed_in(LEAD).await;
    lea.get(&format!("{}/promoted", life_of(&ann))).await.is(404);
    let named = [("reason", "Her patient 943 476 5919 died")];
    records(&lea, &ann, "time-out", &named, &[("day", "2026-11-01")]).await.is(422).says("943 476 5919");
}
