//! A training lead writes a form in the browser: a draft with its preview, the next version, the way back; and what
//! was begun on a form before stays as it was, or can be finished.

use diesel::prelude::*;
use futures_util::future::join;
use perfolio::db::schema::{kind_drafts, kinds};
use perfolio::domain::names::*;

use super::{ANSWERS, Forms, PROGRAMME, entry_in, forms, with};
use crate::kit::browser::{Browser, Shown};
use crate::kit::programme::publishes;

const FORM: &str = "/forms/dops";
const DRAFT: &str = "/forms/dops/draft";

async fn versions(forms: &Forms, code: &'static str) -> Vec<i32> {
    let found = forms.house.app.read(move |r| {
        Ok(kinds::table
            .filter(kinds::code.eq(code))
            .order(kinds::version)
            .select(kinds::version)
            .load(r.conn())?)
    });
    found.await.unwrap()
}

/// Every word that the editor shows, with some of them changed; an empty change takes the word away.
fn words<'a>(page: &'a Shown, change: &[(&'a str, &'a str)]) -> Vec<(String, String)> {
    let form = page.body.split_once("/draft\" method=\"post\" novalidate").expect("the editor").1;
    let form = form.split_once("</form>").unwrap().0;
    let mut words: Vec<(String, String)> = Vec::new();
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        Some(plain(rest.split_once('"')?.0))
    };
    for tag in form.split("<input").skip(1).map(|rest| rest.split_once('>').unwrap().0) {
        let kind = attribute(tag, "type").unwrap_or_default();
        let ticked = !["radio", "checkbox"].contains(&kind.as_str()) || tag.contains(" checked");
        if let (Some(name), true) = (attribute(tag, "name"), ticked) {
            words.push((name, attribute(tag, "value").unwrap_or_default()));
        }
    }
    for area in form.split("<textarea").skip(1) {
        let (tag, rest) = area.split_once('>').unwrap();
        words.push((
            attribute(tag, "name").unwrap(),
            plain(rest.split_once("</textarea>").unwrap().0.trim_start_matches('\n')),
        ));
    }
    for list in form.split("<select").skip(1) {
        let (tag, rest) = list.split_once('>').unwrap();
        let chosen = rest
            .split_once("</select>")
            .unwrap()
            .0
            .split("<option")
            .skip(1)
            .find(|one| one.contains(" selected"));
        words.push((
            attribute(tag, "name").unwrap(),
            chosen.and_then(|one| attribute(one, "value")).unwrap_or_default(),
        ));
    }
    for (name, word) in change {
        words.retain(|(other, _)| other != name);
        words.push(((*name).to_owned(), (*word).to_owned()));
    }
    words
}

fn plain(html: &str) -> String {
    let pairs = [
        ("&#39;", "'"),
        ("&#34;", "\""),
        ("&quot;", "\""),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ];
    pairs.iter().fold(html.to_owned(), |text, (from, to)| text.replace(from, to))
}

async fn saves(lea: &Browser<'_>, page: &Shown, wish: &str, change: &[(&str, &str)]) -> Shown {
    saves_as(lea, (page, DRAFT), wish, change).await
}

async fn saves_as(
    lea: &Browser<'_>,
    (page, draft): (&Shown, &str),
    wish: &str,
    change: &[(&str, &str)],
) -> Shown {
    let mut words = words(page, change);
    words.retain(|(name, _)| name != "do");
    words.push(("do".to_owned(), wish.to_owned()));
    let words: Vec<(&str, &str)> = words.iter().map(|(name, word)| (name.as_str(), word.as_str())).collect();
    lea.post(draft, &words).await
}

async fn begins(lea: &Browser<'_>) -> Shown {
    lea.fills(FORM, DRAFT, &[("do", "begin")]).await.leads_to(DRAFT);
    let page = lea.get(DRAFT).await;
    page.is(200);
    page
}

#[actix_web::test]
async fn a_lead_changes_a_form_looks_at_it_and_publishes_it() {
    let forms = forms().await;
    let lea = forms.lea().await;
    lea.get("/forms").await.is(200).says("Observed procedure (DOPS)").says("version 2");
    let page = begins(&lea).await;
    page.says("What went well")
        .says("How it looks, as saved")
        .says("Whoever signs it")
        .does_not_say("you saw it (optional)");
    let change = [("f1-label", "What you did"), ("f2-gone", "yes"), ("about", "Our own words.")];
    saves(&lea, &page, "save", &change).await.leads_to(DRAFT);
    let page = lea.get(DRAFT).await;
    page.is(200)
        .says("What you did")
        .says("Our own words.")
        .does_not_say("Its code, such as S-CS-R1, if this is for one.");
    assert_eq!(versions(&forms, "dops").await, [1, 2], "nothing is published yet");
    saves(&lea, &page, "publish", &[]).await.leads_to(FORM);
    lea.get(FORM)
        .await
        .is(200)
        .says("Published as version 1 of this house.")
        .says("version 2")
        .says("What you did");
    assert_eq!(versions(&forms, "dops").await, [1, 2, 1001]);
    lea.get(DRAFT).await.is(404);
    forms
        .ann()
        .await
        .get("/entries/new?kind=dops")
        .await
        .is(200)
        .says("What was assessed")
        .does_not_say("What you did");
}

#[actix_web::test]
async fn what_is_wrong_stands_beside_its_question_and_no_two_write_over_each_other() {
    let forms = forms().await;
    let lea = forms.lea().await;
    let page = begins(&lea).await;
    let wrong = [
        ("name", ""),
        ("f1-label", ""),
        ("levels", "one | One | | great"),
        ("f4-asked-of", "assessor"),
        ("f4-type", "place"),
    ];
    let again = saves(&lea, &page, "save", &wrong).await;
    again
        .is(422)
        .says("Enter the name of the form.")
        .says("Enter the question, or tick that it goes.")
        .says("“great” is no outcome");
    let other = saves(&lea, &page, "publish", &[("confirmed-by", "nobody")]).await;
    other.is(422).says("needs confirmed_by");
    forms.house.later(60);
    saves(&lea, &page, "save", &[("about", "First.")]).await.leads_to(DRAFT);
    let second = saves(&lea, &page, "save", &[("about", "Second.")]).await;
    second.is(422).says("Lea Brook has saved this draft meanwhile").says("Second.");
    lea.get(DRAFT).await.says("First.").does_not_say("Second.");
    let page = lea.get(DRAFT).await;
    saves(&lea, &page, "drop", &[]).await.leads_to("/forms");
    let left = forms.house.app.read(|r| Ok(kind_drafts::table.count().get_result::<i64>(r.conn())?));
    assert_eq!(left.await.unwrap(), 0);
}

#[actix_web::test]
async fn of_two_who_save_at_once_the_second_is_told_of_the_first() {
    let forms = forms().await;
    let lea = forms.lea().await;
    let page = begins(&lea).await;
    forms.house.later(60);
    let (one, two) = join(
        saves(&lea, &page, "save", &[("about", "First.")]),
        saves(&lea, &page, "save", &[("about", "Second.")]),
    )
    .await;
    let (kept, told, words) = match one.status {
        303 => (one, two, "First."),
        _ => (two, one, "Second."),
    };
    kept.leads_to(DRAFT);
    told.is(422).says("Lea Brook has saved this draft meanwhile");
    lea.get(DRAFT).await.is(200).says(words);
}

#[actix_web::test]
async fn a_button_that_is_pressed_twice_publishes_one_version() {
    let forms = forms().await;
    let lea = forms.lea().await;
    let page = begins(&lea).await;
    for _ in 0..2 {
        saves(&lea, &page, "publish", &[]).await.leads_to(FORM);
    }
    let page = lea.get(FORM).await;
    page.says("Published as version 1 of this house.");
    assert_eq!(versions(&forms, "dops").await, [1, 2, 1001]);
    for _ in 0..2 {
        lea.sends(&page, "/forms/dops/newest", &[("version", "1")]).await.leads_to(FORM);
        lea.get(FORM).await.says("as version 2 of this house.");
    }
    assert_eq!(versions(&forms, "dops").await, [1, 2, 1001, 1002]);
}

#[actix_web::test]
async fn going_back_publishes_what_an_earlier_version_said() {
    let forms = forms().await;
    let lea = forms.lea().await;
    lea.fills(FORM, "/forms/dops/newest", &[("version", "1")]).await.leads_to(FORM);
    assert_eq!(versions(&forms, "dops").await, [1, 2, 1001]);
    lea.get(FORM).await.is(200).says("version 1 of this house").says("you saw it (optional)");
    lea.post("/forms/dops/newest", &[("version", "77")]).await.is(404);
    lea.post("/forms/made-up/newest", &[("version", "1")]).await.is(404);
}

#[actix_web::test]
async fn a_form_of_the_house_s_own() {
    let forms = forms().await;
    let lea = forms.lea().await;
    lea.fills("/forms", "/forms", &[("name", "Handover watched")])
        .await
        .leads_to("/forms/handover-watched/draft");
    lea.get("/forms/handover-watched/draft").await.is(200).says("What it is about");
    lea.fills("/forms", "/forms", &[("name", "Handover watched")])
        .await
        .is(422)
        .says("There is a form of this name.");
    lea.fills("/forms", "/forms", &[("name", "DOPS")]).await.is(422);
    lea.get("/forms").await.says("not published yet");
    for who in [forms.sue().await, forms.ann().await] {
        assert_ne!(who.get("/forms").await.status, 200);
        assert_ne!(who.get("/forms/dops").await.status, 200);
    }
}

/// The programme goes over to another version of the form: what was begun on the one before is finished on it.
#[actix_web::test]
async fn a_draft_begun_on_a_form_that_was_retired_is_finished() {
    use perfolio::db::schema::{drafts, enrolments};
    let forms = forms().await;
    let ann = forms.ann().await;
    let waits = forms.dops("Before").await;
    let page = ann.get("/entries/new?kind=dops").await;
    let typed = [("when", "today"), ("f-title", "Begun before"), ("f-setting", "Ward 7"), ("do", "draft")];
    ann.sends(&page, "/entries", &typed).await.is(303);
    let lea = forms.lea().await;
    let editor = begins(&lea).await;
    saves(&lea, &editor, "publish", &[("f1-label", "What you did"), ("f4-gone", "yes")]).await.leads_to(FORM);
    let newest = PROGRAMME.replace("version = \"1\"", "version = \"2\"");
    let newest = newest.replace("kind = \"dops\"\nversion = 2", "kind = \"dops\"\nversion = 1");
    let newest = newest.replace("programme = \"forms\"", "programme = \"forms-two\"");
    let version = publishes(&forms.house, &newest).await;
    let enrolment = forms.ann.enrolment.clone();
    let moved = forms.house.app.write_quietly(perfolio::db::tx::Why::StandingRefreshed, move |tx| {
        diesel::update(enrolments::table.find(&enrolment))
            .set(enrolments::version_id.eq(&version))
            .execute(tx.conn())?;
        Ok(())
    });
    moved.await.unwrap();
    forms.house.vouches().await;
    let draft: DraftId =
        forms.house.app.read(|r| Ok(drafts::table.select(drafts::id).first(r.conn())?)).await.unwrap();
    let open = ann.get(&format!("/drafts/{draft}")).await;
    open.is(200).says("Begun before").says("Ward 7").says("What went well");
    let finish = [
        ("when", "today"),
        ("f-title", "Begun before"),
        ("f-setting", "Ward 7"),
        ("f-result", "satisfactory"),
        ("ask", forms.made.supervisor.as_str()),
        ("do", "submit"),
    ];
    let entry = entry_in(&ann.sends(&open, "/entries", &finish).await);
    assert_eq!(forms.state(&entry).await, "submitted");
    // What waited on the version before is answered on that version.
    forms.signs(&waits.1, ANSWERS).await.is(303);
    assert_eq!(forms.state(&waits.0).await, "signed");
    assert!(with(&[]).len() == ANSWERS.len());
}

/// Rounds ask with the newest form, and reviews and goals are written on it, whatever a programme names.
#[actix_web::test]
async fn a_form_of_the_house_works_at_once_and_is_not_published_without_what_it_needs() {
    let forms = forms().await;
    let lea = forms.lea().await;
    for (code, gone) in [("colleague-feedback", "f1-gone"), ("goal", "f1-gone"), ("review", "f1-gone")] {
        let (form, draft) = (format!("/forms/{code}"), format!("/forms/{code}/draft"));
        lea.get(&form).await.is(200).says("The house itself uses this form");
        lea.fills(&form, &draft, &[("do", "begin")]).await.leads_to(&draft);
        let page = lea.get(&draft).await;
        page.says("The house itself uses this form");
        let less = saves_as(&lea, (&page, &draft), "publish", &[(gone, "yes")]).await;
        less.is(422).says("as soon as").says("There is a problem");
        saves_as(&lea, (&page, &draft), "publish", &[("about", "Our own words.")]).await.leads_to(&form);
        lea.get(&form).await.says("The house uses it from now on, for everybody.");
    }
    assert_eq!(versions(&forms, "colleague-feedback").await, [1, 1001]);
    lea.get(FORM).await.is(200).does_not_say("The house itself uses this form");
}

/// The programme names the version that ships: which one is asked of whoever logs a goal, the house says.
#[actix_web::test]
async fn whoever_logs_a_goal_gets_the_newest_form_of_the_house() {
    let forms = forms().await;
    let (lea, ann) = (forms.lea().await, forms.ann().await);
    let (form, draft) = ("/forms/goal", "/forms/goal/draft");
    lea.fills(form, draft, &[("do", "begin")]).await.leads_to(draft);
    let page = lea.get(draft).await;
    let change = [("about", "Our own words."), ("f2-gone", "yes"), ("f5-label", "Who helps me")];
    saves_as(&lea, (&page, draft), "publish", &change).await.leads_to(form);
    let new = ann.get("/entries/new?kind=goal").await;
    new.is(200).says("Our own words.").says("Who helps me").does_not_say("f-steps");
    let words = [
        ("when", "today"),
        ("f-title", "Prime a circuit"),
        ("f-progress", "open"),
        ("f-who-helps-me", "My supervisor"),
        ("do", "submit"),
    ];
    let entry = entry_in(&ann.sends(&new, "/entries", &words).await);
    ann.get(&format!("/entries/{entry}")).await.is(200).says("Who helps me").says("My supervisor");
}

/// What somebody was writing is theirs, whatever becomes of the form meanwhile.
#[actix_web::test]
async fn what_a_form_asks_no_more_is_given_back_to_whoever_was_writing() {
    let forms = forms().await;
    let (lea, ann) = (forms.lea().await, forms.ann().await);
    let open = ann.get("/entries/new?kind=goal").await;
    let written =
        [("when", "today"), ("f-title", "Prime a circuit"), ("f-progress", "open"), ("f-steps", "Ask Tom")];
    let kept = ann.get("/entries/new?kind=goal").await;
    ann.sends(&kept, "/entries", &written).await.is(303);
    let draft = kept.body.split("name=\"draft\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let draft = format!("/drafts/{draft}");
    let (form, other) = ("/forms/goal", "/forms/goal/draft");
    lea.fills(form, other, &[("do", "begin")]).await.leads_to(other);
    let page = lea.get(other).await;
    saves_as(&lea, (&page, other), "publish", &[("f2-gone", "yes")]).await.leads_to(form);
    let said = "has no question any more for what you wrote here: “Ask Tom”";
    let words = [&written[..], &[("do", "submit")]].concat();
    let again = ann.sends(&open, "/entries", &words).await;
    again.is(422).says("The form was changed while you wrote.").says(said).says("Prime a circuit");
    ann.sends(
        &again,
        "/entries",
        &words.iter().copied().filter(|(name, _)| *name != "f-steps").collect::<Vec<_>>(),
    )
    .await
    .is(303);
    // A draft says the same before anything is sent.
    ann.get(&draft).await.is(200).says(said);
}

/// Who begins a form is a word of its own, and stays what it is where the browser says nothing of it.
#[actix_web::test]
async fn a_lead_says_whether_a_supervisor_records_it_for_others() {
    let forms = forms().await;
    let lea = forms.lea().await;
    let page = begins(&lea).await;
    page.says("May a supervisor record it for a trainee, and sign it?");
    saves(&lea, &page, "publish", &[("begun-for", "nobody")]).await.leads_to(FORM);
    let newest = forms.house.app.read(|r| {
        let words = kinds::table.find(("dops", 1001)).select(kinds::words);
        Ok(words.first::<String>(r.conn())?)
    });
    let newest = newest.await.unwrap();
    assert!(newest.contains("begun_for = \"nobody\""), "{newest}");
    assert!(!perfolio::domain::kind::read(&newest).unwrap().is_begun());
}
