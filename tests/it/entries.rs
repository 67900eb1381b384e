//! The log: writing a case down, submitting it, what others see of it, and what may still be done.

use actix_web::test::TestRequest;
use diesel::prelude::*;
use futures_util::future::join;
use perfolio::db::schema::{
    drafts, entries, entry_versions, filings, programme_versions, programmes, readings, requests,
    standing_items,
};
use perfolio::domain::names::{AccountId, EnrolmentId, RequestId, VersionId};
use perfolio::domain::role::Capacity;

use crate::kit::TestApp;
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::{LEAD, Many, SUPERVISOR, TRAINEE, many};
use crate::kit::programme::enrols;
use crate::kit::wellformed::complaints;
use crate::kit::work::{appoints, departments_of, states_a_document};

const FORM: &str = "/entries/new?kind=bypass-case";

/// A trainee with a supervisor and a lead, and nothing recorded.
pub async fn house() -> (TestApp, Many) {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    (house, made)
}

/// A whole case, as typed.
pub fn case<'a>(made: &'a Many, changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut words = vec![
        ("when", "today"),
        ("f-procedure", "aortic"),
        ("f-part-played", "ran-it"),
        ("f-supervision", "beside-me"),
        ("f-supervisor", made.supervisor.as_str()),
        ("f-site", made.site.as_str()),
        ("f-urgency", "elective"),
        ("f-patient-group", "adult"),
        ("f-bypass-minutes", "95"),
        ("ask", made.supervisor.as_str()),
        ("do", "submit"),
    ];
    words.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    words.extend(changes.iter().filter(|(_, word)| !word.is_empty()));
    words
}

async fn logs(ann: &Browser<'_>, made: &Many, changes: &[(&str, &str)]) -> String {
    let sent = ann.fills(FORM, "/entries", &case(made, changes)).await;
    sent.is(303);
    sent.location().unwrap().to_owned()
}

fn ours(request: TestRequest) -> TestRequest {
    request.insert_header(("sec-fetch-site", "same-origin"))
}

async fn post(who: &Browser<'_>, path: &str, words: &[(&str, &str)]) -> Shown {
    who.send(ours(TestRequest::post().uri(path).set_form(words))).await
}

fn hidden(page: &Shown, name: &str) -> String {
    page.hidden_fields("/entries").into_iter().find(|(one, _)| one == name).unwrap().1
}

async fn count(
    house: &TestApp,
    what: impl FnOnce(&mut perfolio::db::conn::Conn) -> QueryResult<i64> + Send + 'static,
) -> i64 {
    house.app.read(move |r| Ok(what(r.conn())?)).await.unwrap()
}

#[actix_web::test]
async fn a_case_is_written_in_one_form_and_waits_with_the_supervisor() {
    let (house, made) = house().await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    let page = ann.get(FORM).await;
    page.is(200)
        .says("Log a bypass case")
        .says("Submit to Sue Carter")
        .says("I watched and had no hand in it.");
    assert_eq!(complaints(&page.body), Vec::<String>::new());
    let entry = logs(&ann, &made, &[("reflection", "I was slow at the clamp.")]).await;
    let shown = ann.get(&entry).await;
    shown.is(200).says("Aortic surgery").says("number 1").says("with Sue Carter since").says("95 min");
    shown.says("Once signed, counts for: Supervised bypass cases").says("I was slow at the clamp.");
    shown.says("Heart Centre").does_not_say(made.site.as_str());
    assert_eq!(complaints(&shown.body), Vec::<String>::new());
    let letters = house.letters().await;
    assert!(letters.iter().any(|letter| format!("{letter:?}").contains(SUPERVISOR)), "{letters:?}");
    let seen = sue.get(&entry).await;
    seen.is(200).says("Aortic surgery").says("Decide on this entry").does_not_say("slow at the clamp");
    assert_eq!(count(&house, |c| drafts::table.count().get_result(c)).await, 0);
    let submitted: i64 = count(&house, |c| {
        standing_items::table
            .filter(standing_items::requirement.eq("bypass-150"))
            .select(standing_items::submitted)
            .first(c)
    })
    .await;
    assert_eq!(submitted, 100, "one, in hundredths");
}

#[actix_web::test]
async fn strangers_find_nothing_and_staff_no_form() {
    let (house, made) = house().await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    let entry = logs(&ann, &made, &[]).await;
    let page = ann.get(FORM).await;
    let draft = hidden(&page, "draft");
    ann.sends(&page, "/entries", &case(&made, &[("do", "draft"), ("f-procedure", "valve")]))
        .await
        .leads_to("/portfolio");
    house.person("Tom Hill", "tom@demo.example").await;
    let tom = house.signed_in("tom@demo.example").await;
    for path in [entry.clone(), format!("/drafts/{draft}"), FORM.to_owned(), "/portfolio".to_owned()] {
        tom.get(&path).await.is(404);
    }
    sue.get(&format!("/drafts/{draft}")).await.is(404);
    sue.get(FORM).await.is(404);
    let words = [("draft", draft.as_str()), ("kind", "bypass-case"), ("do", "draft")];
    post(&sue, &format!("/drafts/{draft}"), &words).await.is(404);
    for act in ["revision", "withdrawal", "request", "reflection", "reflection/sharing"] {
        post(&sue, &format!("{entry}/{act}"), &[("ask", "x")]).await.is(404);
    }
    ann.get("/entries/new?kind=unit-result").await.is(404);
}

#[actix_web::test]
async fn a_form_that_is_sent_twice_makes_one_entry() {
    let (house, made) = house().await;
    let ann = house.signed_in(TRAINEE).await;
    let page = ann.get(FORM).await;
    let words = case(&made, &[]);
    let (first, second) =
        (ann.sends(&page, "/entries", &words).await, ann.sends(&page, "/entries", &words).await);
    assert_eq!((first.status, first.location()), (second.status, second.location()));
    assert_eq!(count(&house, |c| entries::table.count().get_result(c)).await, 1);
    assert_eq!(count(&house, |c| drafts::table.count().get_result(c)).await, 0);
}

#[actix_web::test]
async fn faults_stand_beside_their_fields_and_the_words_stay() {
    let (house, made) = house().await;
    let ann = house.signed_in(TRAINEE).await;
    let changes = [
        ("f-bypass-minutes", "soon"),
        ("f-circuit", "Make <b> 7"),
        ("reflection", "kept too"),
        ("f-part-played", ""),
    ];
    let again = ann.fills(FORM, "/entries", &case(&made, &changes)).await;
    again
        .is(422)
        .says("There is a problem")
        .says("href=\"#f-bypass-minutes\"")
        .says("href=\"#f-part-played\"");
    again.says("Make &#60;b&#62; 7").says("kept too").says("Draft saved 09:00");
    assert_eq!(complaints(&again.body), Vec::<String>::new());
    assert_eq!(count(&house, |c| entries::table.count().get_result(c)).await, 0);
    let draft = hidden(&again, "draft");
    ann.get(&format!("/drafts/{draft}")).await.is(200).says("value=\"soon\"").says("kept too");
    ann.get("/portfolio").await.says("Drafts (1)").says("Aortic surgery");
    ann.sends(&again, "/entries", &case(&made, &[("f-bypass-minutes", "95")])).await.is(303);
    assert_eq!(count(&house, |c| drafts::table.count().get_result(c)).await, 0);
}

#[actix_web::test]
async fn a_draft_saves_itself_and_tells_when_another_window_was_there() {
    let (house, _) = house().await;
    let ann = house.signed_in(TRAINEE).await;
    let page = ann.get(FORM).await;
    let draft = hidden(&page, "draft");
    let path = format!("/drafts/{draft}");
    let save = |saved: String, site: &'static str| {
        let words = vec![
            ("draft".to_owned(), draft.clone()),
            ("kind".to_owned(), "bypass-case".to_owned()),
            ("when".to_owned(), "today".to_owned()),
            ("saved".to_owned(), saved),
            ("f-circuit".to_owned(), site.to_owned()),
        ];
        let request = ours(TestRequest::post().uri(&path).set_form(&words));
        ann.send(request)
    };
    let first = save(String::new(), "one").await;
    first.is(200).says("\"said\":\"Draft saved 09:00\"").says("\"other\":false");
    let token = first.body.split("\"saved\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    house.later(60);
    save(token.clone(), "two").await.is(200).says("Draft saved 09:01").says("\"other\":false");
    house.later(60);
    save(token, "three").await.is(200).says("\"other\":true").says("changed in another window at 09:01");
    house.later(86_400);
    let ann = house.signed_in(TRAINEE).await;
    let kept = ann.get(&path).await;
    kept.is(200).says("value=\"three\"").says("value=\"yesterday\" checked");
    ann.sends(&kept, &format!("{path}/deletion"), &[]).await.leads_to("/portfolio");
    ann.get(&path).await.is(404);
}

#[actix_web::test]
async fn what_it_counts_for_is_said_before_submitting() {
    let (house, made) = house().await;
    let ann = house.signed_in(TRAINEE).await;
    let page = ann.get(FORM).await;
    page.says("Answer the questions above to see what this counts for.");
    let draft = hidden(&page, "draft");
    let mut words = case(&made, &[("f-part-played", "assisted"), ("do", "preview")]);
    words.extend([("draft", draft.as_str()), ("kind", "bypass-case")]);
    let part = post(&ann, &format!("/drafts/{draft}/preview"), &words).await;
    part.is(200)
        .says("Does not count for Supervised bypass cases, because you assisted.")
        .does_not_say("<html");
    // Without scripts the same answer is on the page, with the words.
    let whole = ann.sends(&page, "/entries", &words).await;
    whole.is(200).says("because you assisted.").says("value=\"95\"");
    assert_eq!(count(&house, |c| entries::table.count().get_result(c)).await, 0);
}

#[actix_web::test]
async fn whoever_is_not_the_trainee_is_told_of_them_why_it_does_not_count() {
    let (house, made) = house().await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    let entry = logs(&ann, &made, &[("f-part-played", "assisted")]).await;
    ann.get(&entry)
        .await
        .says("because you assisted.")
        .says("It counts for no requirement; the page below says why.");
    sue.get(&entry).await.is(200).says("because the trainee assisted.").does_not_say("you assisted");
    let asked = format!("/requirements/{}/bypass-150", made.trainees[0].enrolment);
    ann.get(&asked).await.says("Because you assisted: 1");
    sue.get(&asked).await.is(200).says("Because the trainee assisted: 1").does_not_say("you assisted");
}

#[actix_web::test]
async fn the_same_case_twice_is_pointed_out_and_may_be_another_one() {
    let (house, made) = house().await;
    let ann = house.signed_in(TRAINEE).await;
    logs(&ann, &made, &[]).await;
    let again = ann.fills(FORM, "/entries", &case(&made, &[])).await;
    again.is(422).says("already (number 1)").says("This is another one");
    assert_eq!(complaints(&again.body), Vec::<String>::new());
    ann.sends(&again, "/entries", &case(&made, &[("double", "yes")])).await.is(303);
    assert!(!logs(&ann, &made, &[("when", "yesterday")]).await.is_empty());
}

#[actix_web::test]
async fn the_next_form_begins_with_what_was_done_last_but_not_with_its_numbers() {
    let (house, made) = house().await;
    let ann = house.signed_in(TRAINEE).await;
    let sent = ann.fills(FORM, "/entries", &case(&made, &[("do", "another"), ("f-circuit", "Make 7")])).await;
    let next = sent.is(303).location().unwrap().to_owned();
    assert!(next.starts_with("/entries/new?kind=bypass-case&like="), "{next}");
    let like = ann.get(&next).await;
    like.is(200).says("value=\"aortic\" checked").says("value=\"Make 7\"").does_not_say("value=\"95\"");
    let new = ann.get(FORM).await;
    new.says("value=\"ran-it\" checked")
        .says("Filled in as last time: the part I played, the supervision I had");
    new.does_not_say("value=\"aortic\" checked").does_not_say("value=\"Make 7\"");
    // The next patient is another patient, and what is folded away is not filled in unseen.
    for page in [&like, &new] {
        page.does_not_say("value=\"elective\" checked").does_not_say("value=\"adult\" checked");
    }
    new.says("<details class=\"nhsuk-details nhsuk-expander\">");
    like.says("<details class=\"nhsuk-details nhsuk-expander\" open>");
    new.says(&format!("value=\"{}\" selected", made.site.as_str()));
}

async fn decides(house: &TestApp, sue: &Browser<'_>, how: &str, words: &[(&str, &str)]) {
    let request: String = house
        .app
        .read(|r| {
            Ok(requests::table.filter(requests::closed_at.is_null()).select(requests::id).first(r.conn())?)
        })
        .await
        .unwrap();
    let page = format!("/inbox/{request}");
    sue.fills(&page, &format!("{page}/{how}"), words).await.is(303);
}

#[actix_web::test]
async fn a_returned_case_says_why_and_is_submitted_again_as_its_next_version() {
    let (house, made) = house().await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    let entry = logs(&ann, &made, &[]).await;
    decides(&house, &sue, "return", &[("words", "Which cardioplegia?")]).await;
    ann.get("/portfolio").await.says("Returned to you (1)");
    let shown = ann.get(&entry).await;
    shown
        .says("Which cardioplegia?")
        .says("Edit it and submit it again.")
        .does_not_say("Withdraw this entry");
    let draft =
        ann.fills(&entry, &format!("{entry}/revision"), &[]).await.is(303).location().unwrap().to_owned();
    ann.fills(&entry, "/sign-out", &[]).await;
    let ann = house.signed_in(TRAINEE).await;
    ann.get(&entry).await.says("Go on with your change");
    let form = ann.get(&draft).await;
    form.is(200).says("Change number 1").says("value=\"95\"").does_not_say("another like this");
    ann.sends(&form, "/entries", &case(&made, &[("f-cardioplegia", "cold-blood")])).await.leads_to(&entry);
    let after = ann.get(&entry).await;
    after.says("Changed: version 2").says("Cold blood").says("Submitted").says("with Sue Carter since");
    sue.get(&entry).await.is(200).says("Changed: version 2");
}

/// With whom it waits, since when, about which version by its number, and whether it is still open; in the order of asking.
async fn asked(house: &TestApp) -> Vec<(RequestId, AccountId, String, i32, bool)> {
    let rows = house.app.read(|r| {
        type Row = (RequestId, AccountId, perfolio::domain::time::Moment, i32, bool);
        let rows: Vec<Row> = requests::table
            .inner_join(entry_versions::table.on(entry_versions::id.eq(requests::version_id)))
            .order((requests::known_from, requests::id))
            .select((
                requests::id,
                requests::asked_id,
                requests::known_from,
                entry_versions::number,
                requests::closed_at.is_null(),
            ))
            .load(r.conn())?;
        Ok(rows)
    });
    let told = |(id, asked, since, number, open): (_, _, perfolio::domain::time::Moment, _, _)| {
        (id, asked, since.to_string(), number, open)
    };
    rows.await.unwrap().into_iter().map(told).collect()
}

/// Opens the entry's next version and sends these words.
async fn sends_again(ann: &Browser<'_>, entry: &str, words: &[(&str, &str)]) {
    let begun = ann.fills(entry, &format!("{entry}/revision"), &[]).await;
    let form = ann.get(begun.is(303).location().unwrap()).await;
    ann.sends(&form, "/entries", words).await.leads_to(entry);
}

#[actix_web::test]
async fn edit_that_is_pressed_twice_at_once_begins_one_draft() {
    let (house, made) = house().await;
    let ann = house.signed_in(TRAINEE).await;
    let entry = logs(&ann, &made, &[]).await;
    let (page, revision) = (ann.get(&entry).await, format!("{entry}/revision"));
    let (one, two) = join(ann.sends(&page, &revision, &[]), ann.sends(&page, &revision, &[])).await;
    two.leads_to(one.is(303).location().unwrap());
    let kept = house.app.read(|r| Ok(drafts::table.count().get_result::<i64>(r.conn())?));
    assert_eq!(kept.await.unwrap(), 1);
}

#[actix_web::test]
async fn who_corrects_what_waits_keeps_since_when_it_waits_with_the_same_person() {
    let (house, made) = house().await;
    let entry = logs(&house.signed_in(TRAINEE).await, &made, &[]).await;
    let first = asked(&house).await;
    house.letters().await;
    house.later(3 * 86_400);
    let ann = house.signed_in(TRAINEE).await;
    sends_again(&ann, &entry, &case(&made, &[("f-bypass-minutes", "96")])).await;
    let (request, sue, since) = (first[0].0.clone(), first[0].1.clone(), first[0].2.clone());
    assert_eq!(asked(&house).await, [(request.clone(), sue.clone(), since.clone(), 2, true)]);
    assert!(house.letters().await.is_empty(), "it waits as before");
    ann.get(&entry).await.says("Changed: version 2").says("with Sue Carter since 12 November 2026");
    let own = house.signed_in(SUPERVISOR).await;
    own.get("/inbox").await.is(200).says("12 November 2026 (3 days)");

    // Somebody else is asked, so a request of its own begins; a return begins anew as well.
    let tom = house.person("Tom Hill", "tom@demo.example").await;
    let (department, _) = departments_of(&house, &made.trainees[0]).await;
    appoints(&house, &tom, Capacity::Supervisor, &department).await;
    sends_again(&ann, &entry, &case(&made, &[("f-bypass-minutes", "97"), ("ask", tom.as_str())])).await;
    let second = asked(&house).await;
    assert_eq!(second[0], (request, sue, since.clone(), 2, false));
    assert_eq!((second[1].1.clone(), second[1].3, second[1].4, second.len()), (tom.clone(), 3, true, 2));
    assert!(second[1].2 > since);
    decides(&house, &house.signed_in("tom@demo.example").await, "return", &[("words", "Which pump?")]).await;
    house.later(86_400);
    let ann = house.signed_in(TRAINEE).await;
    sends_again(&ann, &entry, &case(&made, &[("f-bypass-minutes", "98"), ("ask", tom.as_str())])).await;
    let third = asked(&house).await;
    assert_eq!((third[2].1.clone(), third[2].3, third[2].4, third.len()), (tom, 4, true, 3));
    assert!(third[2].2 > third[1].2);
    house.letters().await;
}

#[actix_web::test]
async fn what_waits_and_is_sent_again_as_it_is_makes_no_version() {
    let (house, made) = house().await;
    let entry = logs(&house.signed_in(TRAINEE).await, &made, &[]).await;
    let before = asked(&house).await;
    house.letters().await;
    house.later(3600);
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    sends_again(&ann, &entry, &case(&made, &[])).await;
    let shown = ann.get(&entry).await;
    shown.says("Nothing was changed. It waits as before.").does_not_say("Changed: version 2");
    shown.does_not_say("Go on with your change");
    assert_eq!(asked(&house).await, before);
    assert_eq!(count(&house, |c| entry_versions::table.count().get_result(c)).await, 1);
    assert_eq!(count(&house, |c| drafts::table.count().get_result(c)).await, 0);
    assert!(house.letters().await.is_empty());
    // What is signed may be sent again as it is: it is how somebody else is asked.
    decides(&house, &sue, "signature", &[("level", "at-hand")]).await;
    house.later(60);
    sends_again(&ann, &entry, &case(&made, &[("why", "Sue may not sign this.")])).await;
    ann.get(&entry).await.says("Changed: version 2").does_not_say("Nothing was changed");
    assert_eq!(asked(&house).await.len(), 2);
    house.letters().await;
}

#[actix_web::test]
async fn a_change_after_signing_is_a_new_version_and_both_sides_are_told() {
    let (house, made) = house().await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    let entry = logs(&ann, &made, &[]).await;
    decides(&house, &sue, "signature", &[("level", "at-hand"), ("comment", "Calm.")]).await;
    house.later(60);
    house.letters().await;
    let signed = ann.get(&entry).await;
    signed
        .says("Signed by Sue Carter")
        .says("With me in reach")
        .says("exactly what was signed")
        .says("Calm.");
    let draft =
        ann.fills(&entry, &format!("{entry}/revision"), &[]).await.is(303).location().unwrap().to_owned();
    let form = ann.get(&draft).await;
    form.says("Somebody has decided on this entry.");
    form.says("Why do you change what was signed?");
    let minutes = ("f-bypass-minutes", "59");
    let silent = ann.sends(&form, "/entries", &case(&made, &[minutes])).await;
    silent.is(422).says("Say why you change what was signed.").says("value=\"59\"");
    let named =
        ann.sends(&form, "/entries", &case(&made, &[minutes, ("why", "NHS 943 476 5919 was wrong")])).await;
    named.is(422).says("943 476 5919");
    let why = ("why", "I read the pump’s clock wrongly.");
    ann.sends(&form, "/entries", &case(&made, &[minutes, why])).await.leads_to(&entry);
    let shown = ann.get(&entry).await;
    shown.says("Why it was changed").says("I read the pump’s clock wrongly.");
    shown.says("Changed: version 2").says("Signed: version 1").says("95 min").says("59 min");
    shown.does_not_say("exactly what was signed").does_not_say("Withdraw this entry");
    let letters = format!("{:?}", house.letters().await);
    assert!(letters.contains(TRAINEE) && letters.contains(SUPERVISOR), "{letters}");
    assert!(
        letters.contains("gave a reason") && !letters.contains("clock"),
        "only that there is one: {letters}"
    );
    let versions = count(&house, |c| entry_versions::table.count().get_result(c)).await;
    assert_eq!(versions, 2);
    let signed: i64 = count(&house, |c| {
        standing_items::table
            .filter(standing_items::requirement.eq("bypass-150"))
            .select(standing_items::signed)
            .first(c)
    })
    .await;
    assert_eq!(signed, 0, "the signature is about the version before");
}

#[actix_web::test]
async fn an_entry_is_withdrawn_only_before_somebody_decides() {
    let (house, made) = house().await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    let entry = logs(&ann, &made, &[]).await;
    let page = ann.get(&entry).await;
    let withdrawal = format!("{entry}/withdrawal");
    decides(&house, &sue, "return", &[("words", "Which site?")]).await;
    ann.sends(&page, &withdrawal, &[]).await.is(403).says("so it stays on the record");
    let other = logs(&ann, &made, &[("when", "yesterday")]).await;
    ann.fills(&other, &format!("{other}/withdrawal"), &[]).await.leads_to(&other);
    ann.get(&other)
        .await
        .says("Withdrawn")
        .does_not_say("with Sue Carter since")
        .does_not_say("Edit</button>");
    sue.get("/inbox").await.is(200).does_not_say("Aortic surgery");
}

#[actix_web::test]
async fn one_asks_whoever_may_decide_and_nobody_else() {
    let (house, made) = house().await;
    let ann = house.signed_in(TRAINEE).await;
    let tom = house.person("Tom Hill", "tom@demo.example").await;
    for nobody in [tom.as_str(), made.trainees[0].person.as_str(), made.lead.as_str()] {
        ann.fills(FORM, "/entries", &case(&made, &[("ask", nobody)])).await.is(422).says("href=\"#ask\"");
    }
    assert_eq!(count(&house, |c| entries::table.count().get_result(c)).await, 0);
    let entry = logs(&ann, &made, &[]).await;
    let sent = post(&ann, &format!("{entry}/request"), &[("ask", tom.as_str())]).await;
    sent.is(422).says("was not your supervisor on that day");
}

#[actix_web::test]
async fn a_reflection_is_its_owners_until_shared_and_readers_are_named() {
    let (house, made) = house().await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    let entry = logs(&ann, &made, &[]).await;
    ann.get(&entry).await.says("Nobody else has opened this entry.");
    let to = format!("{entry}/reflection");
    ann.fills(&entry, &to, &[("reflection", "I hesitated.")]).await.is(303);
    sue.get(&entry).await.is(200).does_not_say("I hesitated.");
    house.notes("the reading", |conn| readings::table.count().get_result::<i64>(conn).unwrap() > 0).await;
    ann.fills(&entry, &format!("{to}/sharing"), &[]).await.is(303);
    sue.get(&entry).await.says("I hesitated.");
    ann.fills(&entry, &format!("{to}/sharing"), &[]).await.is(303);
    sue.get(&entry).await.does_not_say("I hesitated.");
    ann.get(&entry).await.says("Opened by 1 person").says("Sue Carter, last on 12 November 2026");
    ann.fills(&entry, &to, &[("reflection", "")]).await.is(303);
    ann.get(&entry).await.does_not_say("I hesitated.");
}

/// Enrols the trainee on a second programme.
async fn enrol_on(house: &TestApp, made: &Many, code: &'static str) -> EnrolmentId {
    let version = house.app.read(move |r| {
        Ok(programme_versions::table
            .inner_join(programmes::table)
            .filter(programmes::code.eq(code))
            .filter(programme_versions::version.eq("2025"))
            .select(programme_versions::id)
            .first::<VersionId>(r.conn())?)
    });
    let ann = &made.trainees[0];
    enrols(house, &ann.person, &version.await.unwrap(), ann).await.enrolment
}

#[actix_web::test]
async fn other_kinds_go_through_the_same_form_and_one_entry_counts_in_two_programmes() {
    let (house, made) = house().await;
    let second = enrol_on(&house, &made, "hcpc-cs").await;
    let ann = house.signed_in(TRAINEE).await;
    ann.get("/entries/new").await.is(200).says("CPD activity").says("Document").does_not_say("Unit result");
    let words = [("when", "today"), ("f-title", "Journal club"), ("f-type", "work-based"), ("do", "submit")];
    let activity = "/entries/new?kind=cpd-activity";
    let sent = ann.fills(activity, "/entries", &words).await;
    ann.get(sent.is(303).location().unwrap()).await.says("Journal club").does_not_say("Who is to sign it?");
    let gap = [
        ("on-day", "1"),
        ("on-month", "3"),
        ("on-year", "2026"),
        ("until-day", "30"),
        ("until-month", "6"),
        ("until-year", "2026"),
        ("f-why", "Parental leave"),
        ("do", "submit"),
    ];
    ann.fills("/entries/new?kind=gap-explanation", "/entries", &gap).await.is(303);
    let document = [("when", "today"), ("f-title", "Degree"), ("f-type", "qualification"), ("do", "submit")];
    let page = ann.get("/entries/new?kind=document").await;
    page.says("File it under");
    let none = ann.sends(&page, "/entries", &document).await;
    none.is(422).says("Choose at least one programme");
    let (one, two) = (made.trainees[0].enrolment.to_string(), second.to_string());
    let mut both = document.to_vec();
    both.extend([("under", ""), ("under", one.as_str()), ("under", two.as_str())]);
    let sent = ann.sends(&none, "/entries", &both).await;
    ann.get(sent.is(303).location().unwrap()).await.says("Your training lead confirms it.");
    let filed = count(&house, |c| {
        filings::table.inner_join(entries::table).filter(entries::kind.eq("document")).count().get_result(c)
    });
    assert_eq!(filed.await, 2);
}

#[actix_web::test]
async fn the_portfolio_lists_filters_and_turns_its_pages() {
    let house = TestApp::new().await;
    many(&house, 1, 120).await;
    let ann = house.signed_in(TRAINEE).await;
    let first = ann.get("/portfolio").await;
    first.is(200).says("Everything recorded (120)").says("Returned to you (40)").says("Signed 40");
    assert_eq!(complaints(&first.body), Vec::<String>::new());
    let lines = |shown: &Shown| {
        shown.body.split("id=\"everything\"").nth(1).unwrap().matches("Bypass case, number").count()
    };
    assert_eq!(lines(&first), 50);
    let next = first
        .body
        .split("rel=\"next\"")
        .next()
        .unwrap()
        .rsplit("href=\"")
        .next()
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let second = ann.get(&next.replace("&#38;", "&")).await;
    assert_eq!(lines(&second), 50);
    second.says("number 51<").does_not_say("number 50<");
    let signed = ann.get("/portfolio?state=signed").await;
    assert_eq!(lines(&signed), 40);
    ann.get("/portfolio?q=AORTIC").await.says("number 1<");
    ann.get("/portfolio?q=100%25").await.says("Nothing fits.");
    ann.get("/portfolio?state=nonsense&after=x").await.is(200);
    let lead = house.signed_in(LEAD).await;
    lead.get("/portfolio").await.is(404);
}

#[actix_web::test]
async fn a_search_minds_neither_case_nor_accents() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    states_a_document(&house, &made.trainees[0], "Épreuve de  Ångström").await;
    states_a_document(&house, &made.trainees[0], "ΣΊΣΥΦΟΣ 100%").await;
    let ann = house.signed_in(TRAINEE).await;
    for (words, found) in [
        ("epreuve", true),
        ("%C3%89PREUVE+DE+A", true),
        ("angstrom", true),
        ("A%CC%8Angstro%CC%88m", true),
        ("Engstr%C3%B6m", false),
    ] {
        let page = ann.get(&format!("/portfolio?q={words}")).await;
        assert_eq!(page.is(200).body.contains("number 1<"), found, "{words}");
        page.does_not_say("number 2<");
    }
    ann.get("/portfolio?q=%CF%83%CE%AF%CF%83%CF%85%CF%86%CE%BF%CF%83").await.says("number 2<");
    ann.get("/portfolio?q=0%25").await.says("number 2<").does_not_say("number 1<");
}
