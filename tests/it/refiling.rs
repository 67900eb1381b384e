//! What was filed as the wrong type is filed anew in one step: its answers go over to the right form, and the new entry
//! stands in the old one's place, which stays as it was.

use diesel::prelude::*;
use futures_util::future::join;
use perfolio::db::schema::{drafts, entries, refilings, requests};
use perfolio::domain::names::*;

use crate::forms::entry_in;
use crate::kit::TestApp;
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::{Enrolled, LEAD, Many, SUPERVISOR, TRAINEE, many};
use crate::kit::programme::{enrols, publishes, stands};
use crate::kit::wellformed::complaints;

const PROGRAMME: &str = r#"
programme = "assessed"
version = "1"
title = "Training with assessments"
body = "The Body"
months = 24
[[kinds]]
kind = "dops"
version = 1
[[kinds]]
kind = "cbd"
version = 1
[[kinds]]
kind = "reflection"
version = 1
[[requirements]]
code = "observed"
title = "Observed procedures"
source = "here"
[requirements.rule]
count = "dops"
target = 2
unit = "procedures"
[[requirements]]
code = "discussed"
title = "Case discussions"
source = "here"
[requirements.rule]
count = "cbd"
target = 2
unit = "discussions"
"#;

struct Place {
    house: TestApp,
    made: Many,
    ann: Enrolled,
}

async fn place() -> Place {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    let version = publishes(&house, PROGRAMME).await;
    let ann = enrols(&house, &made.trainees[0].person, &version, &made.trainees[0]).await;
    Place { house, made, ann }
}

impl Place {
    async fn ann(&self) -> Browser<'_> {
        self.house.signed_in(TRAINEE).await
    }

    async fn sue(&self) -> Browser<'_> {
        self.house.signed_in(SUPERVISOR).await
    }

    /// An observed procedure that ended so, asked of Sue.
    async fn dops(&self, title: &str, result: &str) -> EntryId {
        let words = [
            ("when", "today"),
            ("f-title", title),
            ("f-module", "S-CS-R1"),
            ("f-setting", "Theatre 2"),
            ("f-development", "Say it aloud."),
            ("f-result", result),
            ("reflection", "I was slow."),
            ("ask", self.made.supervisor.as_str()),
            ("do", "submit"),
        ];
        entry_in(&self.ann().await.fills("/entries/new?kind=dops", "/entries", &words).await)
    }

    /// What stands in the form of the discussion, as a browser sends it.
    fn cbd(&self) -> [(&str, &str); 8] {
        [
            ("when", "today"),
            ("f-title", "A valve"),
            ("f-module", "S-CS-R1"),
            ("f-development", "Say it aloud."),
            ("f-result", "satisfactory"),
            ("reflection", "I was slow."),
            ("ask", self.made.supervisor.as_str()),
            ("do", "submit"),
        ]
    }

    async fn signs(&self, entry: &EntryId) {
        let wanted = entry.clone();
        let request: RequestId = self
            .house
            .app
            .read(move |r| {
                Ok(requests::table
                    .filter(requests::entry_id.eq(wanted))
                    .filter(requests::closed_at.is_null())
                    .select(requests::id)
                    .first(r.conn())?)
            })
            .await
            .unwrap();
        let page = format!("/inbox/{request}");
        let words = [("level", "indirect")];
        self.sue().await.fills(&page, &format!("{page}/signature"), &words).await.is(303);
    }

    async fn refiles(&self, entry: &EntryId, kind: &str) -> Shown {
        let path = format!("/entries/{entry}");
        self.ann().await.fills(&path, &format!("{path}/refiling"), &[("kind", kind)]).await
    }

    async fn drafts(&self) -> i64 {
        self.house.app.read(|r| Ok(drafts::table.count().get_result(r.conn())?)).await.unwrap()
    }

    async fn state(&self, entry: &EntryId) -> String {
        let entry = entry.clone();
        let found = self
            .house
            .app
            .read(move |r| Ok(entries::table.find(&entry).select(entries::state).first(r.conn())?));
        found.await.unwrap()
    }

    async fn stand(&self) -> (i64, i64) {
        let of = |code| stands(&self.house, &self.ann, code);
        (of("observed").await.0, of("discussed").await.0)
    }
}

#[actix_web::test]
async fn what_was_signed_as_the_wrong_type_is_filed_anew_and_stays_readable() {
    let place = place().await;
    let old = place.dops("A valve", "satisfactory").await;
    place.signs(&old).await;
    assert_eq!(place.stand().await, (1, 0));
    let ann = place.ann().await;
    let path = format!("/entries/{old}");
    ann.get(&path).await.is(200).says("Filed as the wrong type?").says("Case discussion (CBD)");

    let begun = place.refiles(&old, "cbd").await;
    let draft = begun.is(303).location().unwrap().to_owned();
    let page = ann.get(&draft).await;
    page.is(200)
        .says("This takes the place of")
        .says("number 1: A valve")
        .says("its decisions stay on its page")
        .says("value=\"A valve\"")
        .says("value=\"S-CS-R1\"")
        .says("Say it aloud.")
        .says("I was slow.");
    // What has no place is told, and nothing has happened yet.
    page.says("Said there, and has no place here (1)").says("Theatre 2");
    assert_eq!(complaints(&page.body), Vec::<String>::new());
    assert_eq!((place.state(&old).await.as_str(), place.stand().await), ("signed", (1, 0)));

    page.says("Why do you file what was signed as another type?").says("It stands with the new entry");
    ann.fills(&draft, "/entries", &place.cbd()).await.is(422).says("Say why you change what was signed.");
    let named = [("why", "NHS 943 476 5919 was wrong")];
    let named: Vec<(&str, &str)> = place.cbd().into_iter().chain(named).collect();
    ann.fills(&draft, "/entries", &named).await.is(422).says("943 476 5919");
    // The reason stands first on the page, and so above it.
    let untitled =
        place.cbd().into_iter().map(|(name, word)| (name, if name == "f-title" { "" } else { word }));
    let untitled: Vec<(&str, &str)> = untitled.collect();
    let sent = ann.fills(&draft, "/entries", &untitled).await;
    let at = ["#why", "#f-title"].map(|at| sent.is(422).body.find(&format!("href=\"{at}\"")));
    assert!(at.iter().all(Option::is_some) && at.is_sorted(), "{at:?}");
    assert_eq!((place.state(&old).await.as_str(), place.stand().await), ("signed", (1, 0)));
    let why = [("why", "We talked about it afterwards.")];
    let words: Vec<(&str, &str)> = place.cbd().into_iter().chain(why).collect();
    let new = entry_in(&ann.fills(&draft, "/entries", &words).await);
    assert_eq!(
        (place.state(&old).await.as_str(), place.state(&new).await.as_str()),
        ("withdrawn", "submitted")
    );
    assert_eq!(place.stand().await, (0, 0), "it counts again once it is signed as what it is");
    place.signs(&new).await;
    assert_eq!(place.stand().await, (0, 1));
    for who in [&ann, &place.sue().await] {
        who.get(&format!("/entries/{new}"))
            .await
            .is(200)
            .says("It stands in place of")
            .says(&path)
            .says("Why it was changed")
            .says("We talked about it afterwards.");
        who.get(&path)
            .await
            .is(200)
            .says("In its place stands")
            .says("Signed by Sue Carter")
            .says("Theatre 2")
            .does_not_say("Filed as the wrong type?");
    }
    // Whoever signed the first one is told that it changed.
    let letters = format!("{:?}", place.house.letters().await);
    assert!(letters.contains(SUPERVISOR), "{letters}");
    assert!(letters.contains("gave a reason") && !letters.contains("afterwards"), "{letters}");
    ann.get(&format!("/history/{}", place.ann.portfolio))
        .await
        .says("as another type, which stands in its place");
}

/// The replaced entry is withdrawn, and whoever read it reads it still.
#[actix_web::test]
async fn what_is_struck_out_of_one_is_struck_out_of_the_one_that_it_replaced() {
    let place = place().await;
    let old = place.dops("Elsie in bed four", "satisfactory").await;
    let draft = place.refiles(&old, "cbd").await.is(303).location().unwrap().to_owned();
    let ann = place.ann().await;
    let words =
        place.cbd().map(|(name, word)| (name, if name == "f-title" { "Elsie in bed four" } else { word }));
    let new = entry_in(&ann.fills(&draft, "/entries", &words).await);
    let lea = place.house.signed_in(LEAD).await;
    let incident = crate::redactions::reports(&lea, &format!("/entries/{new}"), &["field:title"]).await;
    // The older one is ticked beside it, as what stands there is the same.
    let form = lea.get(&format!("{incident}/redaction")).await;
    form.is(200).says("Out of which other entries?");
    let struck = [("sort", "name"), ("sure", "yes"), ("place", "field:title"), ("copy", old.as_str())];
    lea.sends(&form, &format!("{incident}/redaction"), &struck).await.leads_to(&incident);
    for (who, entry) in [(&ann, &old), (&ann, &new), (&lea, &old), (&lea, &new)] {
        let page = who.get(&format!("/entries/{entry}")).await;
        page.is(200).says("Struck out").does_not_say("Elsie in bed four");
    }
    assert_eq!(place.state(&old).await, "withdrawn", "what was replaced is not assessed again");
    let written = place
        .house
        .app
        .read(|r| Ok(entries::table.select((entries::title, entries::folded)).load(r.conn())?));
    let written: Vec<(String, String)> = written.await.unwrap();
    assert!(!format!("{written:?}").to_lowercase().contains("elsie"), "{written:?}");
    // What says something else stays.
    lea.get(&format!("/entries/{old}")).await.says("Theatre 2");
    place.house.letters().await;
}

#[actix_web::test]
async fn an_attempt_that_was_not_good_enough_stays_what_it_is() {
    let place = place().await;
    let old = place.dops("A valve", "unsatisfactory").await;
    let path = format!("/entries/{old}");
    let page = place.ann().await.get(&path).await;
    page.says("Filed as the wrong type?");
    let draft = place.refiles(&old, "cbd").await.is(303).location().unwrap().to_owned();
    let page_of_draft = place.ann().await.get(&draft).await;
    page_of_draft.does_not_say("Why do you file what was signed as another type?");
    place.ann().await.fills(&draft, &format!("{draft}/deletion"), &[]).await.is(303);
    place.signs(&old).await;
    place.ann().await.get(&path).await.does_not_say("Filed as the wrong type?");
    let again = place.ann().await.sends(&page, &format!("{path}/refiling"), &[("kind", "cbd")]).await;
    again.is(403).says("so it stays on the record as it is");
    assert_eq!((place.state(&old).await.as_str(), place.drafts().await), ("signed", 0));
}

#[actix_web::test]
async fn another_choice_takes_the_draft_s_place_and_without_it_nothing_has_happened() {
    let place = place().await;
    let old = place.dops("A valve", "satisfactory").await;
    let path = format!("/entries/{old}");
    place.refiles(&old, "").await.is(422).says("Choose the type that it should have been.");
    place.refiles(&old, "bypass-walk").await.is(422).says("Choose a type that your programmes ask for.");
    place.refiles(&old, "dops").await.is(422);
    assert_eq!(place.drafts().await, 0);
    let first = place.refiles(&old, "cbd").await.is(303).location().unwrap().to_owned();
    assert_eq!(place.refiles(&old, "cbd").await.location().unwrap(), first, "the one that is there");
    let second = place.refiles(&old, "reflection").await.is(303).location().unwrap().to_owned();
    assert_eq!(place.drafts().await, 1);
    let ann = place.ann().await;
    ann.get(&second).await.is(200).says("This takes the place of");
    ann.fills(&second, &format!("{second}/deletion"), &[]).await.leads_to("/portfolio");
    assert_eq!((place.state(&old).await.as_str(), place.drafts().await), ("submitted", 0));
    ann.get(&path).await.says("Filed as the wrong type?").says("with Sue Carter since");
    let rows: i64 =
        place.house.app.read(|r| Ok(refilings::table.count().get_result(r.conn())?)).await.unwrap();
    assert_eq!(rows, 0);
    // Withdrawn meanwhile, it has no place to take any more; the draft is kept.
    let third = place.refiles(&old, "cbd").await.is(303).location().unwrap().to_owned();
    ann.fills(&path, &format!("{path}/withdrawal"), &[]).await.is(303);
    ann.fills(&third, "/entries", &place.cbd()).await.is(403);
    assert_eq!(place.drafts().await, 1);
}

#[actix_web::test]
async fn only_its_owner_files_it_anew() {
    let place = place().await;
    let old = place.dops("A valve", "satisfactory").await;
    place.house.person("Tom Hill", "tom@demo.example").await;
    let page = place.ann().await.get(&format!("/entries/{old}")).await;
    for other in ["tom@demo.example", SUPERVISOR] {
        let who = place.house.signed_in(other).await;
        let sent = who.sends(&page, &format!("/entries/{old}/refiling"), &[("kind", "cbd")]).await;
        assert_ne!(sent.status, 303, "{other}");
    }
    assert_eq!(place.drafts().await, 0);
}

#[actix_web::test]
async fn of_two_that_are_begun_at_once_both_go_on_with_the_same_draft() {
    let place = place().await;
    let old = place.dops("A valve", "satisfactory").await;
    let (one, two) = join(place.refiles(&old, "cbd"), place.refiles(&old, "cbd")).await;
    two.leads_to(one.is(303).location().unwrap());
    assert_eq!(place.drafts().await, 1);
}
