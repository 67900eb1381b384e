//! Meetings without typing, and a session that is written once for many.

use diesel::prelude::*;
use perfolio::db::schema::{audit_events, decisions, entries, entry_versions};
use perfolio::domain::names::*;

use super::{Forms, entry_in, forms, with};
use crate::kit::TestApp;
use crate::kit::browser::Shown;
use crate::kit::many::{Enrolled, SUPERVISOR, TRAINEE, many};
use crate::kit::programme::enrols;
use crate::redactions::reports;
use crate::reviews::planned;
use crate::reviews::whole::freezes;

const SESSION: &[(&str, &str)] = &[
    ("f-sort", "audit"),
    ("f-agreed", "Two cases of the month."),
    ("on-day", "12"),
    ("on-month", "11"),
    ("on-year", "2026"),
];

/// The second trainee is on the programme as well.
async fn ben(forms: &Forms) -> Enrolled {
    use perfolio::db::schema::enrolments;
    let id = forms.ann.enrolment.clone();
    let version = forms.house.app.read(move |r| {
        Ok(enrolments::table.find(&id).select(enrolments::version_id).first::<VersionId>(r.conn())?)
    });
    let of = &forms.made.trainees[1];
    enrols(&forms.house, &of.person, &version.await.unwrap(), of).await
}

async fn meetings(forms: &Forms, of: &Enrolled) -> Vec<(EntryId, String)> {
    let portfolio = of.portfolio.clone();
    let found = forms.house.app.read(move |r| {
        Ok(entries::table
            .filter(entries::portfolio_id.eq(&portfolio))
            .filter(entries::kind.eq("meeting"))
            .order(entries::number)
            .select((entries::id, entries::state))
            .load(r.conn())?)
    });
    found.await.unwrap()
}

#[actix_web::test]
async fn a_session_is_written_once_and_everybody_who_was_there_gets_it() {
    let forms = forms().await;
    let ben = ben(&forms).await;
    let sue = forms.sue().await;
    sue.get("/trainees").await.is(200).says("Record a session for several");
    let sorts = sue.get("/sessions/new").await;
    sorts.is(200).says("Meeting").says("Induction or safety training").does_not_say("Observed procedure");
    sorts.does_not_say("Reflection").does_not_say("Teaching");
    // A trainee's own words are nobody else's to write.
    sue.get("/sessions/new?kind=reflection").await.is(404);
    let own = format!("/assessments/new?trainee={}", forms.ann.enrolment);
    sue.get(&own).await.is(200).says("Teaching").does_not_say("Reflection");
    sue.get(&format!("{own}&kind=reflection")).await.is(404);
    let page = "/sessions/new?kind=meeting";
    let form = sue.get(page).await;
    form.is(200).says("Ann Field").says("Who was there?").says("Who else was there (optional)");
    form.does_not_say("Who was there (optional)")
        .does_not_say("name=\"f-present\" type=\"checkbox\" value=\"trainee\"");
    let nobody = sue.fills(page, "/sessions", SESSION).await;
    nobody.is(422).says("Choose who was there.").says("Two cases of the month.");
    let wrong: Vec<(&str, &str)> =
        SESSION.iter().map(|(field, word)| (*field, if *field == "on-day" { "31" } else { *word })).collect();
    let both = sue.fills(page, "/sessions", &wrong).await;
    both.is(422).says("Choose who was there.").says("Enter a real date");
    let (ann_id, ben_id) = (forms.ann.enrolment.to_string(), ben.enrolment.to_string());
    let both = [("who", ann_id.as_str()), ("who", ben_id.as_str())];
    let named = [&both[..], SESSION, &[("comment", "Mrs Jones was there")]].concat();
    sue.fills(page, "/sessions", &named).await.is(422).says("I have looked");
    assert!(meetings(&forms, &forms.ann).await.is_empty(), "all or nothing");
    let words = [&both[..], SESSION, &[("f-present", "lead")]].concat();
    sue.fills(page, "/sessions", &words).await.leads_to("/trainees");
    sue.get("/trainees").await.says("2 people have the entry now");
    for of in [&forms.ann, &ben] {
        let all = meetings(&forms, of).await;
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].1, "signed");
        sue.get(&format!("/entries/{}", all[0].0))
            .await
            .is(200)
            .says("Begun by Sue Carter.")
            .says("Two cases of the month.");
        let entry = all[0].0.clone();
        let said = forms.house.app.read(move |r| {
            let of = entry_versions::table.filter(entry_versions::entry_id.eq(&entry));
            Ok(of.select(entry_versions::words).first::<String>(r.conn())?)
        });
        let said = said.await.unwrap();
        assert!(
            said.contains("\"trainee\"") && said.contains("\"lead\""),
            "each was there as a trainee: {said}"
        );
    }
    // What was agreed among many is nobody's goal.
    let of_ann = meetings(&forms, &forms.ann).await[0].0.clone();
    forms.ann().await.get(&format!("/entries/{of_ann}")).await.is(200).does_not_say("Make it a goal");
    let strangers = [("who", "somebody"), ("who", ann_id.as_str())];
    sue.fills(page, "/sessions", &[&strangers[..], SESSION].concat()).await.is(404);
    forms.ann().await.get(page).await.is(404);
}

#[actix_web::test]
async fn a_session_is_undone_for_everybody_or_for_nobody() {
    let forms = forms().await;
    let ben = ben(&forms).await;
    let (sue, page) = (forms.sue().await, "/sessions/new?kind=meeting");
    let all = [("who", forms.ann.enrolment.as_str()), ("who", ben.enrolment.as_str()), ("double", "yes")];
    let words = [&all[..], SESSION].concat();
    forms.house.letters().await;
    sue.fills(page, "/sessions", &words).await.leads_to("/trainees");
    let said = sue.get("/trainees").await;
    let undoing = undoing_on(&said);
    sue.sends(said.says("2 people have the entry now"), &undoing, &[]).await.leads_to("/trainees");
    sue.get("/trainees").await.says("Undone: none of the 2 people has it.");
    for of in [&forms.ann, &ben] {
        let recorded = meetings(&forms, of).await;
        let states: Vec<&str> = recorded.iter().map(|(_, state)| state.as_str()).collect();
        assert_eq!(states, ["withdrawn"]);
        let portfolio = of.portfolio.clone();
        let told = forms.house.app.read(move |r| {
            Ok(audit_events::table
                .filter(audit_events::book_id.eq(BookId::from(portfolio)))
                .order(audit_events::seq.desc())
                .limit(2)
                .select(audit_events::act)
                .load::<String>(r.conn())?)
        });
        assert_eq!(told.await.unwrap(), ["entry/withdrawn", "decision/undone"], "in each book");
    }
    let of_ann = meetings(&forms, &forms.ann).await[0].0.clone();
    forms.ann().await.get(&format!("/entries/{of_ann}")).await.is(404);
    forms.house.later(60);
    assert!(forms.house.letters().await.is_empty(), "nobody is told");

    // What somebody has done with one of them since stays, and so do the others.
    sue.fills(page, "/sessions", &words).await.leads_to("/trainees");
    let said = sue.get("/trainees").await;
    let undoing = undoing_on(&said);
    let of_ben = meetings(&forms, &ben).await[1].0.clone();
    let found = forms.house.app.read(move |r| {
        let decision = decisions::table.filter(decisions::entry_id.eq(&of_ben));
        Ok(decision.select(decisions::id).first::<DecisionId>(r.conn())?)
    });
    let retraction = format!("/decisions/{}/retraction", found.await.unwrap());
    sue.fills(&retraction, &retraction, &[("reason", "Wrong words")]).await.is(303);
    sue.sends(&said, &undoing, &[]).await.says("This was undone or taken back already.");
    assert_eq!(meetings(&forms, &forms.ann).await[1].1, "signed", "all of it or nothing");
    assert_eq!(meetings(&forms, &ben).await[1].1, "submitted");
    // And after ten seconds it is too late for all of it.
    forms.house.later(60);
    sue.fills(page, "/sessions", &words).await.leads_to("/trainees");
    let said = sue.get("/trainees").await;
    forms.house.later(10);
    sue.sends(&said, &undoing_on(&said), &[]).await.says("The ten seconds are over");
    for of in [&forms.ann, &ben] {
        assert_eq!(meetings(&forms, of).await[2].1, "signed");
    }
    forms.house.letters().await;
    let (code, told) = crate::audit::verified(&forms.house).await;
    assert_eq!(code, 0, "{told}");
}

/// Where the button of the page posts to.
fn undoing_on(said: &Shown) -> String {
    let (_, rest) = said.says("Undo").body.split_once("action=\"/decisions/").expect("Undo is offered");
    format!("/decisions/{}", rest.split('"').next().unwrap())
}

/// Without scripts every field is there; an answer to what is not asked with the others is said, not dropped.
#[actix_web::test]
async fn what_is_answered_where_it_is_not_asked_is_said() {
    let forms = forms().await;
    let sue = forms.sue().await;
    let ann_id = forms.ann.enrolment.to_string();
    let hint = "Only if “Meeting” is First meeting, Check-in after six months.";
    let said = "This is asked only if “Meeting” is First meeting, Check-in after six months.";
    let begin = format!("/assessments/new?trainee={ann_id}&kind=meeting");
    let several = "/sessions/new?kind=meeting";
    let unasked = [("trainee", ann_id.as_str()), ("who", ann_id.as_str()), ("f-in-place", "rotations")];
    let words = [&unasked[..], SESSION].concat();
    for (page, act) in [(begin.as_str(), "/assessments"), (several, "/sessions")] {
        sue.get(page).await.is(200).says(hint).says("data-pf-show-if=\"f-sort\"");
        let sent = sue.fills(page, act, &words).await;
        sent.is(422).says(said).says("href=\"#f-in-place\"").says("Two cases of the month.");
        assert!(meetings(&forms, &forms.ann).await.is_empty());
    }
    let first: Vec<(&str, &str)> = words
        .iter()
        .map(|(name, word)| (*name, if *name == "f-sort" { "induction" } else { *word }))
        .collect();
    sue.fills(several, "/sessions", &first).await.leads_to("/trainees");
    let entry = meetings(&forms, &forms.ann).await[0].0.clone();
    sue.get(&format!("/entries/{entry}")).await.is(200).says("Rotations arranged");
}

/// Whoever takes no entries any more is not offered.
#[actix_web::test]
async fn a_session_is_not_offered_for_somebody_who_is_frozen() {
    let forms = forms().await;
    let ben = ben(&forms).await;
    let (sue, page) = (forms.sue().await, "/sessions/new?kind=meeting");
    let all = [ben.enrolment.clone(), forms.made.trainees[1].enrolment.clone()];
    let offers = |shown: &str| all.iter().any(|id| shown.contains(&format!("value=\"{id}\"")));
    assert!(offers(&sue.get(page).await.is(200).body));
    // Under all that he is on: a meeting is filed wherever it still can be.
    for of in [&ben, &forms.made.trainees[1]] {
        let today = [("until", "2026-11-12")];
        crate::life::records(&forms.lea().await, of, "freeze", &[("time", "10:00")], &today).await.is(303);
    }
    forms.house.later(2 * 60 * 60);
    let sue = forms.sue().await;
    assert!(!offers(&sue.get(page).await.is(200).says("Ann Field").body));
    let of_ben = [("who", ben.enrolment.as_str())];
    let sent = sue.fills(page, "/sessions", &[&of_ben[..], SESSION].concat()).await;
    sent.is(422);
}

/// Ben is on a programme whose meetings ask for more.
#[actix_web::test]
async fn a_session_asks_for_what_any_of_them_needs() {
    let forms = forms().await;
    let more = "kind = \"meeting\"\nversion = 1\n[[kinds.fields]]\ncode = \"board\"\nlabel = \"Board\"\ntype = \"text\"\n\
                required = true\n";
    let other = super::PROGRAMME.replace("kind = \"meeting\"\nversion = 1\n", more);
    let other = other.replace("programme = \"forms\"", "programme = \"forms-of-ben\"");
    let version = crate::kit::programme::publishes(&forms.house, &other).await;
    let of = &forms.made.trainees[1];
    let ben = enrols(&forms.house, &of.person, &version, of).await;
    let sue = forms.sue().await;
    let page = "/sessions/new?kind=meeting";
    sue.get(page).await.is(200).says("Board");
    let (ann_id, ben_id) = (forms.ann.enrolment.to_string(), ben.enrolment.to_string());
    let both = [("who", ann_id.as_str()), ("who", ben_id.as_str())];
    let less = sue.fills(page, "/sessions", &[&both[..], SESSION].concat()).await;
    less.is(422).says("href=\"#f-board\"").says("Two cases of the month.");
    let whole = [&both[..], SESSION, &[("f-board", "Of the trust")]].concat();
    sue.fills(page, "/sessions", &whole).await.leads_to("/trainees");
    let of_ben = meetings(&forms, &ben).await;
    sue.get(&format!("/entries/{}", of_ben[0].0)).await.says("Of the trust");
    let of_ann = meetings(&forms, &forms.ann).await;
    sue.get(&format!("/entries/{}", of_ann[0].0)).await.does_not_say("Of the trust");
}

#[actix_web::test]
async fn what_was_written_once_for_several_is_struck_out_of_all_of_theirs() {
    let forms = forms().await;
    let ben = ben(&forms).await;
    let (sue, lea, ann) = (forms.sue().await, forms.lea().await, forms.ann().await);
    let ids = [forms.ann.enrolment.to_string(), ben.enrolment.to_string()];
    let words = [&[("who", ids[0].as_str()), ("who", ids[1].as_str())][..], SESSION].concat();
    sue.fills("/sessions/new?kind=meeting", "/sessions", &words).await.leads_to("/trainees");
    let anns = meetings(&forms, &forms.ann).await[0].0.clone();
    let bens = meetings(&forms, &ben).await[0].0.clone();
    forms.house.letters().await;

    let incident = reports(&ann, &format!("/entries/{anns}"), &["field:agreed"]).await;
    let letters = forms.house.letters().await;
    let told = letters.iter().filter(|letter| letter.subject == "Patient data may stand in an entry");
    assert_eq!(told.count(), 3, "Ben of his, and Lea of both: {letters:?}");
    lea.get(&incident).await.is(200).says("Reported with it").says("To be struck out");
    let form = format!("{incident}/redaction");
    let page = lea.get(&form).await;
    page.is(200).says("Out of which other entries?").says(bens.as_str());
    let strike = [("place", "field:agreed"), ("sort", "name"), ("sure", "yes"), ("copy", bens.as_str())];
    lea.sends(&page, &form, &strike).await.leads_to(&incident);
    for entry in [&anns, &bens] {
        sue.get(&format!("/entries/{entry}")).await.is(200).does_not_say("Two cases of the month.");
        assert_eq!(forms.state(entry).await, "returned", "each is assessed again");
    }
    let after = lea.get(&incident).await;
    after.is(200).does_not_say("To be struck out");
    forms.house.letters().await;
    let other = lea.get("/incidents").await;
    assert_eq!(other.is(200).body.matches("Struck out").count(), 2, "{}", other.body);
}

/// Whoever sits on a panel sees one of the entries alone, and the words go out of all of them.
#[actix_web::test]
async fn what_was_written_once_for_several_is_reported_from_a_pack() {
    let forms = forms().await;
    let ben = ben(&forms).await;
    let (sue, lea) = (forms.sue().await, forms.lea().await);
    let ids = [forms.ann.enrolment.to_string(), ben.enrolment.to_string()];
    let words = [&[("who", ids[0].as_str()), ("who", ids[1].as_str())][..], SESSION].concat();
    sue.fills("/sessions/new?kind=meeting", "/sessions", &words).await.leads_to("/trainees");
    let anns = meetings(&forms, &forms.ann).await[0].0.clone();
    forms.house.person("Pam Reed", "pam@uni.example").await;
    let panel = [("guest", "pam@uni.example"), ("chair", "guest")];
    let path = planned(&lea, &forms.ann.enrolment, &panel).await;
    freezes(&lea, &path).await;
    let pam = forms.house.signed_in("pam@uni.example").await;
    let report = format!("{path}/pack/{anns}/report");
    pam.get(&format!("{path}/pack")).await.is(200).says(&report);
    let sent = pam.fills(&report, &report, &[("place", "field:agreed"), ("sort", "name")]).await;
    sent.is(303);
    let list = lea.get("/incidents").await;
    assert_eq!(list.is(200).body.matches("To be struck out").count(), 2, "Ben's as well: {}", list.body);
    forms.house.letters().await;
}

#[actix_web::test]
async fn a_meeting_opens_with_what_there_is_to_talk_about() {
    let forms = forms().await;
    let (sue, ann) = (forms.sue().await, forms.ann().await);
    let new = |kind: &str| format!("/assessments/new?trainee={}&kind={kind}", forms.ann.enrolment);
    let first = sue.get(&new("meeting")).await;
    first.is(200).says("What there is so far").says("Nothing was recorded or decided.");
    let day = [("on-day", "12"), ("on-month", "11"), ("on-year", "2026")];
    let begun = [&with(&[("f-title", "12-lead ECG")])[..], &day].concat();
    let dops = entry_in(&sue.fills(&new("dops"), "/assessments", &begun).await);
    let path = format!("/entries/{dops}");
    let due =
        [("due-day", "10"), ("due-month", "12"), ("due-year", "2026"), ("action", "Read the guideline")];
    ann.fills(&path, &format!("{path}/goals"), &due).await.is(303);
    forms.dops("A second one").await;
    let open = sue.get(&new("meeting")).await;
    open.is(200)
        .says("12-lead ECG, 12 November 2026: Signed")
        .says("Read the guideline, by 10 December 2026");
    open.says("Open goal: Read the guideline, by 10 December 2026")
        .says("Waits for a signature: A second one");
    // A session of many was no meeting about Ann.
    let ann_id = forms.ann.enrolment.to_string();
    let audit = [&[("who", ann_id.as_str())][..], SESSION].concat();
    sue.fills("/sessions/new?kind=meeting", "/sessions", &audit).await.leads_to("/trainees");
    sue.get(&new("meeting")).await.says("What there is so far").says("12-lead ECG, 12 November 2026: Signed");
    // What a lead confirms waits with nobody by name, and waits.
    let paper =
        [("when", "today"), ("f-title", "Certificate of audit"), ("f-type", "letter"), ("do", "submit")];
    let paper = [&paper[..], &[("under", ann_id.as_str())]].concat();
    let sent = ann.fills("/entries/new?kind=document", "/entries", &paper).await;
    entry_in(&sent);
    sue.get(&new("meeting")).await.says("Waits for a signature: Certificate of audit");
    let regular =
        [("f-sort", "monthly"), ("f-agreed", "Open goal: Read the guideline\nScan one child a week")];
    let entry = entry_in(&sue.sends(&open, "/assessments", &[&day[..], &regular].concat()).await);
    forms.house.later(60);
    forms.dops("Later that day").await;
    forms.house.later(24 * 3600);
    let (sue, ann) = (forms.sue().await, forms.ann().await);
    let after = sue.get(&new("meeting")).await;
    after.is(200).says("Since the last meeting on 12 November 2026").says("Later that day, 12 November 2026");
    after.does_not_say("12-lead ECG, 12 November 2026");
    let page = format!("/entries/{entry}");
    ann.fills(&page, &format!("{page}/acknowledgement"), &[]).await.leads_to(&page);
    ann.get(&page).await.is(200).says("<strong>Seen</strong>");
    // What was agreed becomes a goal, and what was on the table before does not.
    let goal =
        [("due-day", "10"), ("due-month", "12"), ("due-year", "2026"), ("action", "Scan one child a week")];
    ann.fills(&page, &format!("{page}/goals"), &goal).await.is(303);
    let again = [
        ("due-day", "10"),
        ("due-month", "12"),
        ("due-year", "2026"),
        ("action", "Open goal: Read the guideline"),
    ];
    ann.post(&format!("{page}/goals"), &again).await.is(404);
    sue.get(&new("meeting")).await.says("Scan one child a week, by 10 December 2026");
}

/// Programmes that were published without a form of meetings cannot be changed, and their people are met as well.
#[actix_web::test]
async fn who_is_on_a_programme_without_meetings_is_met_on_the_form_of_the_house() {
    use crate::kit::programme::{cases, publishes, version};
    let house = crate::kit::TestApp::new().await;
    let made = crate::kit::many::many(&house, 1, 0).await;
    let of = &made.trainees[0];
    let on = publishes(&house, &version("no-meetings", "", &cases("some", 1, ""))).await;
    let ann = enrols(&house, &of.person, &on, of).await;
    let sue = house.signed_in(crate::kit::many::SUPERVISOR).await;
    let new = format!("/assessments/new?trainee={}", ann.enrolment);
    sue.get(&new).await.is(200).says("Meeting").says("Bypass case");
    let page = format!("{new}&kind=meeting");
    sue.get(&page).await.is(200).says("What there is so far").says("What was agreed to do");
    let words = [
        ("on-day", "12"),
        ("on-month", "11"),
        ("on-year", "2026"),
        ("f-sort", "monthly"),
        ("f-actions", "Read the guideline"),
    ];
    let entry = entry_in(&sue.fills(&page, "/assessments", &words).await);
    let ann_reads = house.signed_in(crate::kit::many::TRAINEE).await;
    ann_reads.get(&format!("/entries/{entry}")).await.is(200).says("Make it a goal: Read the guideline");
    sue.get("/sessions/new?kind=meeting").await.is(200).says("Ann Field");
    house.letters().await;
}

/// The house lets a meeting be recorded, and an action become a goal, for people whose programmes know neither.
#[actix_web::test]
async fn what_no_programme_of_theirs_knows_is_changed_like_everything_else() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    let (sue, ann) = (house.signed_in(SUPERVISOR).await, house.signed_in(TRAINEE).await);
    let id = made.trainees[0].enrolment.to_string();
    ann.get("/entries/new?kind=meeting").await.is(404);
    ann.get("/entries/new?kind=goal").await.is(404);
    let of_two = |(name, word): &(&'static str, &'static str)| {
        (*name, if *name == "f-sort" { "other" } else { *word })
    };
    let agreed = [("f-actions", "Run five cases")];
    let session: Vec<(&str, &str)> = SESSION.iter().map(of_two).chain(agreed).collect();
    let words = [&[("who", id.as_str())], &session[..]].concat();
    sue.fills("/sessions/new?kind=meeting", "/sessions", &words).await.leads_to("/trainees");
    house.later(60);
    let of = |kind: &'static str| {
        house.app.read(move |r| {
            let all = entries::table.filter(entries::kind.eq(kind)).order(entries::number);
            Ok(all.select((entries::id, entries::state)).load::<(EntryId, String)>(r.conn())?)
        })
    };
    let meeting = format!("/entries/{}", of("meeting").await.unwrap()[0].0);
    let due = [("due-day", "10"), ("due-month", "12"), ("due-year", "2026"), ("action", "Run five cases")];
    ann.fills(&meeting, &format!("{meeting}/goals"), &due).await.is(303);
    let goal = format!("/entries/{}", of("goal").await.unwrap()[0].0);
    let draft =
        ann.fills(&goal, &format!("{goal}/revision"), &[]).await.is(303).location().unwrap().to_owned();
    ann.get(&draft).await.is(200).says("Run five cases");
    let reached =
        [("when", "today"), ("f-title", "Run five cases"), ("f-progress", "reached"), ("do", "submit")];
    ann.fills(&draft, "/entries", &reached).await.leads_to(&goal);
    ann.get("/home").await.is(200).does_not_say("Run five cases");
    let draft =
        ann.fills(&meeting, &format!("{meeting}/revision"), &[]).await.is(303).location().unwrap().to_owned();
    ann.get(&draft).await.is(200).says("Run five cases");
    let ask = ("ask", made.supervisor.as_str());
    let words = [
        &session[..],
        &[("when", "other"), ("why", "The day."), ask, ("f-present", "trainee"), ("do", "submit")],
    ]
    .concat();
    ann.fills(&draft, "/entries", &words).await.leads_to(&meeting);
    assert_eq!(of("meeting").await.unwrap()[0].1, "submitted");
    house.letters().await;
}
