//! Signed here and entered there: two facts. What counts only once it is in the other system counts from
//! the day on which somebody said so, and not a day before.

use crate::kit::TestApp;
use crate::kit::acted::{Acted, acted};
use crate::kit::browser::Browser;
use crate::kit::elsewhere::{moves_people, publishes, version_of};
use crate::kit::many::{LEAD, SUPERVISOR, TRAINEE, many};
use crate::kit::programme;
use crate::kit::wellformed::complaints;

const TODAY: [(&str, &str); 3] = [("on-day", "12"), ("on-month", "11"), ("on-year", "2026")];

/// Ann on the version whose record is elsewhere, with one case signed here.
pub async fn with_one_signed(house: &TestApp) -> Acted {
    let made = acted(house).await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    let lea = house.signed_in(LEAD).await;
    let (from, to) = (version_of(house, &made.enrolment).await, publishes(house).await);
    moves_people(&lea, (&from, &to), &[&made.enrolment], &[("do", "move")]).await.is(303);
    house.later(60);
    made.logs(&ann).await;
    made.decides(&sue, true).await;
    house.later(60);
    made
}

fn list(made: &Acted) -> String {
    format!("/enrolments/{}/to-enter", made.enrolment)
}

/// The first item on the list, as it is ticked, and the entry that stands for it.
async fn first(browser: &Browser<'_>, list: &str) -> (String, String) {
    let shown = browser.get(list).await;
    let (_, rest) = shown.is(200).body.split_once("name=\"item\"").expect("something is to be entered");
    let (_, value) = rest.split_once("value=\"").unwrap();
    let (_, entry) = rest.split_once("href=\"/entries/").unwrap();
    let until = |text: &str| text.split('"').next().unwrap().to_owned();
    (until(value), until(entry))
}

#[actix_web::test]
async fn what_is_signed_here_is_pasted_there_and_counts_from_the_day_it_was_entered() {
    let house = TestApp::new().await;
    let made = with_one_signed(&house).await;
    let (ann, list) = (house.signed_in(TRAINEE).await, list(&made));
    let (item, entry) = first(&ann, &list).await;
    let requirement = format!("/requirements/{}/activities", made.enrolment);
    ann.get("/home").await.is(200).says("To enter in OneFile");
    ann.get(&requirement).await.says("0 of 2").says("signed here and not entered in OneFile yet");
    let page = ann.get(&list).await;
    page.is(200)
        .says("1 item is signed here and not entered in OneFile yet")
        .says("<strong>aortic</strong> Run an aortic case")
        .says("<details class=\"nhsuk-details\">")
        .says("Signed here by Sue Carter on 12 November 2026")
        .says("readonly")
        .says("Signed in Perfolio by Sue Carter");
    assert!(complaints(&page.body).is_empty(), "{:?}", complaints(&page.body));
    let own = format!("/entries/{entry}");
    ann.get(&own).await.says("Signed here by Sue Carter").says("aortic: Not entered in OneFile yet");

    ann.fills(&list, &list, &TODAY).await.is(422).says("Tick at least one item");
    let tomorrow = [
        ("item", item.as_str()),
        ("on-day", "13"),
        ("on-month", "11"),
        ("on-year", "2026"),
        ("reference", "E-17"),
    ];
    ann.fills(&list, &list, &tomorrow).await.is(422).says("still to come").says("E-17").says("checked");
    let before = [("item", item.as_str()), ("on-day", "1"), ("on-month", "1"), ("on-year", "2019")];
    for day in [&tomorrow[..], &before[..]] {
        let wrong = ann.fills(&list, &list, day).await;
        wrong.is(422).says("<a href=\"#on\">").says("id=\"on-error\"");
    }
    ann.fills(&list, &list, &before).await.says("it cannot have been entered before that.");
    let today = [&[("item", item.as_str()), ("reference", "E-17")][..], &TODAY].concat();
    ann.fills(&list, &list, &today).await.leads_to(&list);
    ann.get(&list)
        .await
        .says("Nothing is to be entered")
        .says("Entered in OneFile on 12 November 2026, said by Ann Field; there it is E-17")
        .says("Signed here by Sue Carter on 12 November 2026");
    ann.get(&own)
        .await
        .says("Signed here by Sue Carter")
        .says("aortic: Entered in OneFile on 12 November 2026");
    ann.get(&requirement)
        .await
        .says("1 of 2")
        .says("signed here; aortic entered in OneFile on 12 November 2026");

    let page = ann.get(&list).await;
    let end = page.body.split("action=\"").find(|rest| rest.contains("/entered/")).unwrap();
    let end = end.split('"').next().unwrap().to_owned();
    ann.sends(&page, &end, &[]).await.leads_to(&list);
    ann.get(&list).await.says("1 item is signed here");
    ann.get(&requirement).await.says("0 of 2");
}

const ACTIVITIES: &str = r#"
programme = "activities"
version = "1"
title = "Training by activities"
body = "The body"
months = 24
official_record = "OneFile"
[[kinds]]
kind = "training-activity"
version = 1
[[requirements]]
code = "activities"
title = "Training activities"
source = "here"
official = true
[requirements.rule]
signoff = "training-activity"
item = "activity"
items = [{ code = "S-1/1", title = "Set up the pump" }, { code = "S-1/2", title = "Prime it" }]
"#;

/// Nobody has to know by heart what S-1/1 is, from the draft on.
#[actix_web::test]
async fn what_is_called_by_a_code_is_told_in_words_as_a_draft_and_where_it_is_entered() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    let on = programme::publishes(&house, ACTIVITIES).await;
    let of = programme::enrols(&house, &made.trainees[0].person, &on, &made.trainees[0]).await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    let form = "/entries/new?kind=training-activity";
    let words = [("when", "today"), ("f-activity", "S-1/1"), ("ask", made.supervisor.as_str())];
    let kept = [&words[..], &[("do", "draft")]].concat();
    ann.fills(form, "/entries", &kept).await.leads_to("/portfolio");
    let in_words = "Set up the pump (S-1/1)";
    let own = ann.get("/portfolio").await;
    let (_, rest) = own.is(200).body.split_once("href=\"/drafts/").expect("it is begun");
    let draft = format!("/drafts/{}", rest.split('"').next().unwrap());
    let named = format!("href=\"{draft}\">{in_words}");
    own.says(&named);
    ann.get("/home").await.is(200).says(&named);
    let whole = [&words[..], &[("f-account", "I set it up and was shown how."), ("do", "submit")]].concat();
    let sent = ann.fills(&draft, "/entries", &whole).await;
    let entry = sent.is(303).location().unwrap().to_owned();
    let own = sue.get(&entry).await;
    let (_, rest) = own.is(200).body.split_once("href=\"/inbox/").expect("it waits for Sue");
    let inbox = format!("/inbox/{}", rest.split('"').next().unwrap());
    sue.fills(&inbox, &format!("{inbox}/signature"), &[("level", "indirect")]).await.is(303);
    house.later(60);
    let list = format!("/enrolments/{}/to-enter", of.enrolment);
    let link = format!("<a href=\"{entry}\">{in_words}</a>");
    let item = first(&ann, &list).await.0;
    ann.get(&list).await.says("1 item is signed here").says(&link);
    let entered = [&[("item", item.as_str())][..], &TODAY].concat();
    ann.fills(&list, &list, &entered).await.leads_to(&list);
    ann.get(&list).await.says("Nothing is to be entered").says(in_words);
}

/// What stands for nothing of the programme that is entered there is not said to be missing there.
#[actix_web::test]
async fn what_nobody_enters_elsewhere_is_not_said_to_be_missing_there() {
    let house = TestApp::new().await;
    let made = with_one_signed(&house).await;
    let (ann, sue) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await);
    let words = made.case(&[("f-procedure", "congenital")]);
    let sent = ann.fills("/entries/new?kind=bypass-case", "/entries", &words).await;
    let path = sent.is(303).location().unwrap().to_owned();
    let own = sue.get(&path).await;
    let (_, rest) = own.is(200).body.split_once("href=\"/inbox/").expect("it waits for Sue");
    let page = format!("/inbox/{}", rest.split('"').next().unwrap());
    sue.fills(&page, &format!("{page}/signature"), &[("level", "at-hand")]).await.is(303);
    house.later(60);
    ann.get(&path).await.is(200).says("Signed by Sue Carter").does_not_say("Not entered in OneFile");
    ann.get(&list(&made)).await.is(200).says("1 item is signed here");
}

#[actix_web::test]
async fn the_trainee_does_not_undo_what_the_lead_said_and_nobody_else_says_anything() {
    let house = TestApp::new().await;
    let made = with_one_signed(&house).await;
    let (ann, lea, list) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await, list(&made));
    let sue = house.signed_in(SUPERVISOR).await;
    let (item, _) = first(&lea, &list).await;
    let words = [&[("item", item.as_str())][..], &TODAY].concat();
    sue.get(&list).await.is(404);
    sue.post(&list, &words).await.is(404);
    lea.fills(&list, &list, &words).await.leads_to(&list);
    let page = ann.get(&list).await;
    page.says("said by Lea Brook");
    let end = page.body.split("action=\"").find(|rest| rest.contains("/entered/")).unwrap();
    let end = end.split('"').next().unwrap().to_owned();
    assert_ne!(ann.sends(&page, &end, &[]).await.status, 303);
    ann.get(&list).await.says("Entered in OneFile on 12 November 2026, said by Lea Brook");
    let page = lea.get(&list).await;
    lea.sends(&page, &end, &[]).await.leads_to(&list);
}

#[actix_web::test]
async fn a_reflection_is_in_the_text_only_for_its_owner_and_only_when_they_ask() {
    let house = TestApp::new().await;
    let made = with_one_signed(&house).await;
    let (ann, lea, list) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await, list(&made));
    let (_, entry) = first(&ann, &list).await;
    let own = format!("/entries/{entry}");
    let thought = [("reflection", "I was too slow.")];
    ann.fills(&own, &format!("{own}/reflection"), &thought).await.is(303);
    let asked = format!("{list}?reflection=yes");
    ann.get(&list).await.does_not_say("I was too slow.");
    ann.get(&asked).await.says("I was too slow.");
    lea.get(&asked).await.is(200).does_not_say("I was too slow.");
}

#[actix_web::test]
async fn a_changed_entry_is_entered_anew() {
    let house = TestApp::new().await;
    let made = with_one_signed(&house).await;
    let (ann, sue, list) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await, list(&made));
    let (item, entry) = first(&ann, &list).await;
    let words = [&[("item", item.as_str())][..], &TODAY].concat();
    ann.fills(&list, &list, &words).await.leads_to(&list);
    let own = format!("/entries/{entry}");
    let page = ann.get(&own).await;
    let begun = ann.sends(&page, &format!("{own}/revision"), &[]).await;
    let draft = begun.is(303).location().unwrap().to_owned();
    let changed = [
        ("why", "Counted anew."),
        ("f-bypass-minutes", "95"),
        ("ask", made.made.supervisor.as_str()),
        ("do", "submit"),
    ];
    let form = ann.get(&draft).await;
    let mut all: Vec<(String, String)> = form.is(200).hidden_fields("/entries");
    all.retain(|(name, _)| !changed.iter().any(|(known, _)| known == name));
    let typed = [
        ("when", "today"),
        ("f-procedure", "aortic"),
        ("f-part-played", "ran-it"),
        ("f-supervision", "beside-me"),
        ("f-supervisor", made.made.supervisor.as_str()),
        ("f-site", made.made.site.as_str()),
        ("f-urgency", "elective"),
        ("f-patient-group", "adult"),
        ("double", "yes"),
    ];
    let hidden = all.iter().map(|(name, word)| (name.as_str(), word.as_str()));
    let sent: Vec<(&str, &str)> = hidden.chain(typed).chain(changed).collect();
    ann.post("/entries", &sent).await.is(303);
    house.later(60);
    made.decides(&sue, true).await;
    ann.get(&list).await.says("An earlier version of it was entered in OneFile; this one has changed since.");
}

#[actix_web::test]
async fn a_file_of_progress_is_looked_at_taken_in_and_undone_as_a_whole() {
    let house = TestApp::new().await;
    let made = with_one_signed(&house).await;
    let (ann, list) = (house.signed_in(TRAINEE).await, list(&made));
    let page = format!("/enrolments/{}/progress-file", made.enrolment);
    ann.get(&page).await.is(200).says("Progress file from OneFile");
    ann.fills(&page, &page, &[]).await.is(422).says("Choose the file, or paste its text");
    ann.fills(&page, &page, &[("pasted", "no table")]).await.is(422).says("no line below them");
    let csv = "Activity Code,Status,Date Completed\nAORTIC,Complete,12/11/2026\nvalve,Complete,1/11/2026\n\
               other,Complete,1/11/2026\nvalve,Complete,40/1/2026\n";
    let looked = ann.fills(&page, &page, &[("pasted", csv)]).await;
    looked
        .is(200)
        .says("Matches: 1")
        .says("<strong>aortic</strong>, 12 November 2026 (line 2)")
        .says("Line 3: valve is complete there, and nothing recorded here names it.")
        .says("Line 4: “other” is no item of this programme.")
        .says("Line 5: “valve” is in line 3 already.");
    assert!(complaints(&looked.body).is_empty(), "{:?}", complaints(&looked.body));
    ann.get(&list).await.says("1 item is signed here");
    let chosen = [("item", "0"), ("status", "1"), ("day", "2"), ("reference", ""), ("do", "import")];
    ann.sends(&looked, &page, &chosen).await.leads_to(&page);
    ann.get(&list).await.says("Entered in OneFile on 12 November 2026, said by Ann Field");
    let before = ann.get(&page).await;
    before.says("1 item marked on 12 November 2026");
    let again = ann.fills(&page, &page, &[("pasted", csv)]).await;
    again.is(200).says("Matches: 0").says("1 line says what is said here already");
    let undo = before.body.split("action=\"").find(|rest| rest.contains("/undoing")).unwrap();
    let undo = undo.split('"').next().unwrap().to_owned();
    ann.sends(&before, &undo, &[]).await.leads_to(&page);
    ann.get(&page).await.says("undone on 12 November 2026");
    ann.get(&list).await.says("1 item is signed here");
    let swapped = [("item", ""), ("status", "1"), ("day", "2"), ("reference", ""), ("do", "import")];
    ann.sends(&looked, &page, &swapped).await.is(422).says("Choose the column that holds the code");
}

#[actix_web::test]
async fn an_item_is_entered_with_all_that_stands_for_it() {
    let house = TestApp::new().await;
    let made = with_one_signed(&house).await;
    let (ann, sue, list) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await, list(&made));
    let (alone, _) = first(&ann, &list).await;
    made.logs(&ann).await;
    made.decides(&sue, true).await;
    house.later(60);
    let page = ann.get(&list).await;
    page.is(200).says("1 item is signed here");
    let texts = page.body.matches("Signed in Perfolio by Sue Carter").count();
    assert_eq!((texts, page.body.matches("name=\"item\"").count()), (2, 1), "both stand in one text");
    // What was on the screen before is what was entered: the other is still to be.
    let words = [&[("item", alone.as_str())][..], &TODAY].concat();
    ann.sends(&page, &list, &words).await.leads_to(&list);
    let requirement = format!("/requirements/{}/activities", made.enrolment);
    ann.get(&requirement).await.says("1 of 2");
    let page = ann.get(&list).await;
    page.says("1 item is signed here").says("It is in OneFile already; this was signed since.");
    let (rest, _) = first(&ann, &list).await;
    assert_ne!(alone, rest);
    // By a screen that is no longer true: another item, the entry as a whole, and a version that is not there.
    let id = rest.split(':').next().unwrap();
    for wrong in [format!("{id}:valve"), format!("{id}:"), "gone:aortic".to_owned()] {
        let words = [&[("item", wrong.as_str())][..], &TODAY].concat();
        ann.fills(&list, &list, &words).await.is(422).says("Something on this list has changed");
    }
    house.later(60);
    ann.fills(&list, &list, &[&[("item", rest.as_str())][..], &TODAY].concat()).await.leads_to(&list);
    ann.get(&list).await.says("Nothing is to be entered");
}

#[actix_web::test]
async fn what_was_said_of_an_item_in_one_act_is_taken_back_as_one() {
    let house = TestApp::new().await;
    let made = with_one_signed(&house).await;
    let (ann, sue, list) = (house.signed_in(TRAINEE).await, house.signed_in(SUPERVISOR).await, list(&made));
    made.logs(&ann).await;
    made.decides(&sue, true).await;
    house.later(60);
    let (both, _) = first(&ann, &list).await;
    assert_eq!(both.matches(',').count(), 1);
    ann.fills(&list, &list, &[&[("item", both.as_str())][..], &TODAY].concat()).await.leads_to(&list);
    let page = ann.get(&list).await;
    page.says("Entered in OneFile: 1").says("<strong>aortic Run an aortic case</strong>");
    let end = page.body.split("action=\"").find(|rest| rest.contains("/entered/")).unwrap();
    let end = end.split('"').next().unwrap().to_owned();
    ann.sends(&page, &end, &[]).await.leads_to(&list);
    let page = ann.get(&list).await;
    page.says("1 item is signed here").does_not_say("Entered in OneFile:");
    assert_eq!(first(&ann, &list).await.0, both);
}
