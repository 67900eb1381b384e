//! Enrolling: somebody new, somebody who is here, what counts at once, and what holds for one person.

use diesel::prelude::*;
use perfolio::db::tx::Why;

use crate::kit::TestApp;
use crate::kit::browser::{Browser, Shown};
use crate::kit::morning::{Morning, adds_department, appoints_lead, joins, letter_to, offered};
use crate::kit::small::verifies;
use crate::kit::wellformed::complaints;

const ANN: &str = "ann@demo.example";
const MSC: &str = "MSc Clinical Perfusion Science";
/// As the form offers it, among the others.
const MSC_2025: &str = "MSc Clinical Perfusion Science, version 2025";

/// Fills in the enrol form of `page` and gives the answer.
async fn enrols(lead: &Browser<'_>, at: &str, who: &[(&str, &str)], programme: &str) -> Shown {
    let page = lead.get(at).await;
    page.is(200);
    let version = offered(&page, "version", programme);
    let department = offered(&page, "department", "Perfusion, Northgate");
    let words = [
        ("version", &*version),
        ("department", &department),
        ("from-day", "1"),
        ("from-month", "9"),
        ("from-year", "2025"),
    ];
    lead.sends(&page, at, &[who, &words].concat()).await
}

async fn enrols_ann(lead: &Browser<'_>) -> String {
    let who = [("name", "Ann Field"), ("email", ANN)];
    let shown = enrols(lead, "/people/trainees/new", &who, MSC_2025).await;
    shown.is(303).location().unwrap().to_owned()
}

fn terms_of(page: &Shown) -> String {
    let at = page.body.find("/enrolments/").unwrap();
    page.body[at..].chars().take_while(|c| *c != '"').collect()
}

#[actix_web::test]
async fn a_trainee_is_invited_enrolled_and_joins() {
    let house = TestApp::new().await;
    let morning = Morning::of(&house).await;
    let path = enrols_ann(&morning.lead).await;
    let shown = morning.lead.get(&path).await;
    // 24 months from the first day, because the form left the last day empty.
    shown.says(MSC).says("1 September 2025 to 31 August 2027").says("Invited, not joined yet");
    let ann = joins(&house, &letter_to(&house.letters().await, ANN)).await;
    ann.get("/").await.leads_to("/home");
    morning.lead.get("/people").await.says("Trainees (1)").says("Ann Field");
}

#[actix_web::test]
async fn one_person_has_two_enrolments_but_none_twice() {
    let house = TestApp::new().await;
    let morning = Morning::of(&house).await;
    let path = enrols_ann(&morning.lead).await;
    let again = format!("{path}/enrolments/new");
    enrols(&morning.lead, &again, &[], MSC_2025).await.is(422).says("enrolled on this version already");
    let until = [("until-day", "31"), ("until-month", "8"), ("until-year", "2027")];
    enrols(&morning.lead, &again, &until, "CPD for HCPC").await.leads_to(&path);
    let shown = morning.lead.get(&path).await;
    assert_eq!(shown.body.matches("End day, personal targets and waivers").count(), 2, "{}", shown.body);
    // By the form for new people, too: the address finds the account.
    let who = [("name", "Somebody Else"), ("email", " ANN@demo.example")];
    enrols(&morning.lead, "/people/trainees/new", &who, MSC_2025)
        .await
        .is(422)
        .says("enrolled on this version already");
}

#[actix_web::test]
async fn supervisors_are_appointed_for_the_trainee_in_the_same_form() {
    let house = TestApp::new().await;
    let morning = Morning::of(&house).await;
    adds_department(&morning.admin, &morning.institution, "ECMO").await;
    let page = morning.lead.get("/people/supervisors/new").await;
    let over = offered(&page, "over", "ECMO, Northgate");
    let words = [
        ("name", "Sue Carter"),
        ("email", "sue@demo.example"),
        ("over", &*over),
        ("from-day", "1"),
        ("from-month", "9"),
        ("from-year", "2025"),
    ];
    morning.lead.sends(&page, "/people/supervisors/new", &words).await.is(303);
    let sue = joins(&house, &letter_to(&house.letters().await, "sue@demo.example")).await;

    let form = morning.lead.get("/people/trainees/new").await;
    let supervisor = offered(&form, "supervisor", "Sue Carter");
    let who = [("name", "Ann Field"), ("email", ANN), ("supervisor", &*supervisor)];
    let shown = enrols(&morning.lead, "/people/trainees/new", &who, MSC_2025).await;
    shown.is(303);
    let letters = house.letters().await;
    assert!(letter_to(&letters, "sue@demo.example").text.contains("supervise Ann Field"), "{letters:?}");
    sue.get("/trainees").await.is(200).says("Ann Field");
}

#[actix_web::test]
async fn a_lead_enrols_only_where_they_lead() {
    let house = TestApp::new().await;
    let morning = Morning::of(&house).await;
    adds_department(&morning.admin, &morning.institution, "ECMO").await;
    let other =
        appoints_lead(&house, &morning.admin, "Otto Lang", "otto@demo.example", "ECMO, Northgate").await;
    let page = other.get("/people/trainees/new").await;
    page.does_not_say("Perfusion, Northgate");
    let version = offered(&page, "version", MSC_2025);
    let department =
        offered(&morning.lead.get("/people/trainees/new").await, "department", "Perfusion, Northgate");
    let words = [
        ("name", "Ann Field"),
        ("email", ANN),
        ("version", &*version),
        ("department", &department),
        ("from-day", "1"),
        ("from-month", "9"),
        ("from-year", "2025"),
    ];
    let refused = other.sends(&page, "/people/trainees/new", &words).await;
    refused.is(422).says("only in departments or programmes that you lead").says("value=\"Ann Field\"");
    assert!(house.letters().await.is_empty());

    let path = enrols_ann(&morning.lead).await;
    other.get(&path).await.is(404);
    let terms = terms_of(&morning.lead.get(&path).await);
    other.get(&terms).await.is(404);
    let waiver = [("requirement", "bypass-150"), ("term", "waiver"), ("reason", "x")];
    other.post(&terms, &waiver).await.is(404);
    other.post(&terms.replace("/terms", "/end"), &[("last-day", "1")]).await.is(404);
}

#[actix_web::test]
async fn what_holds_for_one_person_carries_a_reason_and_is_taken_back() {
    let house = TestApp::new().await;
    let morning = Morning::of(&house).await;
    let path = enrols_ann(&morning.lead).await;
    let terms = terms_of(&morning.lead.get(&path).await);
    morning.lead.get(&terms).await.says("Nothing is set");
    let waiver = [("requirement", "bypass-150"), ("term", "waiver")];
    morning.lead.fills(&terms, &terms, &waiver).await.is(422).says("Say why");
    let waiver = [&waiver[..], &[("reason", "Done elsewhere")]].concat();
    morning.lead.fills(&terms, &terms, &waiver).await.leads_to(&terms);
    let shown = morning.lead.get(&terms).await;
    shown.says("Supervised bypass cases: waived").says("Done elsewhere").says("Lea O’Neill");
    let fixed = [("requirement", "bypass-150"), ("term", "target"), ("amount", "1"), ("reason", "x")];
    morning.lead.fills(&terms, &terms, &fixed).await.is(422);

    let at = shown.body.find(&format!("action=\"{terms}/")).unwrap() + "action=\"".len();
    let end: String = shown.body[at..].chars().take_while(|c| *c != '"').collect();
    morning.lead.sends(&shown, &end, &[]).await.leads_to(&terms);
    morning.lead.get(&terms).await.says("Nothing is set");

    let last = [("last-day", "30"), ("last-month", "6"), ("last-year", "2027")];
    let action = terms.replace("/terms", "/end");
    morning.lead.fills(&terms, &action, &last).await.leads_to(&terms);
    morning.lead.get(&terms).await.says("1 September 2025 to 30 June 2027");
}

/// Four entries of Ann's, as rows, filed under the one enrolment that she has.
async fn records_four(house: &TestApp) {
    house.ends_out_of_order("entries without versions");
    let made = house.app.write_quietly(Why::Swept, |tx| {
        for (id, number, kind, day, state) in [
            ("fits", 1, "cpd-activity", "2026-01-05", "submitted"),
            ("too-early", 2, "cpd-activity", "2024-01-05", "submitted"),
            ("other-kind", 3, "bypass-case", "2026-01-05", "submitted"),
            ("withdrawn", 4, "cpd-activity", "2026-01-05", "withdrawn"),
        ] {
            let entry = format!(
                "INSERT INTO entries (id, portfolio_id, kind, number, happened_on, title, state, latest, changed_at) \
                 SELECT '{id}', id, '{kind}', {number}, '{day}', 'x', '{state}', 1, '2026-01-06 00:00:00' FROM portfolios"
            );
            diesel::sql_query(entry).execute(tx.conn())?;
            let filing = format!(
                "INSERT INTO filings (entry_id, enrolment_id, happened_on, known_from) \
                 SELECT '{id}', id, '{day}', '2026-01-06 00:00:00' FROM enrolments"
            );
            diesel::sql_query(filing).execute(tx.conn())?;
        }
        Ok(())
    });
    made.await.unwrap();
}

/// What is filed under Ann's enrolments on the version for CPD.
async fn filed_for_cpd(house: &TestApp) -> Vec<String> {
    let filed = house.app.read(|r| {
        use perfolio::db::schema::{enrolments, filings, programme_versions, programmes};
        let cpd = enrolments::table
            .inner_join(programme_versions::table.inner_join(programmes::table))
            .filter(programmes::code.ne("perfusion-msc"))
            .select(enrolments::id);
        let under = filings::table.filter(filings::enrolment_id.eq_any(cpd));
        Ok(under.select(filings::entry_id).order(filings::entry_id).load::<String>(r.conn())?)
    });
    filed.await.unwrap()
}

#[actix_web::test]
async fn what_is_recorded_already_is_filed_under_a_new_enrolment_where_it_fits() {
    let house = TestApp::new().await;
    let morning = Morning::of(&house).await;
    let path = enrols_ann(&morning.lead).await;
    let until = [("until-day", "31"), ("until-month", "8"), ("until-year", "2027")];
    records_four(&house).await;
    enrols(&morning.lead, &format!("{path}/enrolments/new"), &until, "CPD for HCPC").await.leads_to(&path);
    assert_eq!(filed_for_cpd(&house).await, ["fits"]);
}

#[actix_web::test]
async fn to_enrol_somebody_opens_nothing_of_what_they_did_elsewhere() {
    let house = TestApp::new().await;
    let morning = Morning::of(&house).await;
    adds_department(&morning.admin, &morning.institution, "ECMO").await;
    let other =
        appoints_lead(&house, &morning.admin, "Otto Lang", "otto@demo.example", "ECMO, Northgate").await;
    enrols_ann(&morning.lead).await;
    records_four(&house).await;
    // The address is enough to enrol her; the form finds the account.
    let at = "/people/trainees/new";
    let page = other.get(at).await;
    let version = offered(&page, "version", "CPD for HCPC");
    let department = offered(&page, "department", "ECMO, Northgate");
    let words = [
        ("name", "Ann Field"),
        ("email", ANN),
        ("version", &*version),
        ("department", &*department),
        ("from-day", "1"),
        ("from-month", "9"),
        ("from-year", "2020"),
        ("until-day", "31"),
        ("until-month", "8"),
        ("until-year", "2027"),
    ];
    other.sends(&page, at, &words).await.is(303);
    assert!(filed_for_cpd(&house).await.is_empty());
    // Whoever supervises a person sees all of theirs, so that is not Otto's to give.
    let at = "/people/supervisors/new";
    let page = other.get(at).await;
    let over = offered(&page, "over", "Ann Field");
    let words = [
        ("name", "Sue Carter"),
        ("email", "sue@demo.example"),
        ("over", &*over),
        ("from-day", "1"),
        ("from-month", "9"),
        ("from-year", "2025"),
    ];
    other.sends(&page, at, &words).await.is(422).says("also enrolled where you do not lead");
}

/// What a lead may not open the owner shows, once she has seen what it is.
#[actix_web::test]
async fn the_owner_counts_what_she_recorded_under_another_programme_too() {
    let house = TestApp::new().await;
    let morning = Morning::of(&house).await;
    adds_department(&morning.admin, &morning.institution, "ECMO").await;
    let other =
        appoints_lead(&house, &morning.admin, "Otto Lang", "otto@demo.example", "ECMO, Northgate").await;
    enrols_ann(&morning.lead).await;
    let ann = joins(&house, &letter_to(&house.letters().await, ANN)).await;
    records_four(&house).await;
    ann.get("/portfolio").await.does_not_say("under a programme too");
    let at = "/people/trainees/new";
    let page = other.get(at).await;
    let (version, department) =
        (offered(&page, "version", "CPD for HCPC"), offered(&page, "department", "ECMO"));
    let words = [
        ("name", "Ann Field"),
        ("email", ANN),
        ("version", &*version),
        ("department", &*department),
        ("from-day", "1"),
        ("from-month", "9"),
        ("from-year", "2025"),
        ("until-day", "31"),
        ("until-month", "8"),
        ("until-year", "2027"),
    ];
    other.sends(&page, at, &words).await.is(303);
    assert!(filed_for_cpd(&house).await.is_empty());

    let portfolio = ann.get("/portfolio").await;
    portfolio.says("Count what is recorded under a programme too");
    let mut found = None;
    for rest in portfolio.body.split("href=\"").filter(|rest| rest.starts_with("/enrolments/")) {
        let path = rest.split('"').next().unwrap().to_owned();
        let shown = ann.get(&path).await;
        shown.is(200);
        assert!(complaints(&shown.body).is_empty(), "{:?}", complaints(&shown.body));
        if shown.body.contains("CPD for HCPC") {
            found = Some((path, shown));
        } else {
            shown.says("is filed there already");
        }
    }
    let (path, preview) = found.expect("a page for the second programme");
    house.browser().get(&path).await.is(303);
    for lead in [&other, &morning.lead] {
        lead.get(&path).await.is(404);
        lead.post(&path, &[]).await.is(404);
    }
    preview.says("Count what I have recorded under this programme too").says("Will be filed (1)");
    preview
        .says("from before your first day there (1)")
        .says("withdrawn (1)")
        .says("nothing of that kind (1)");
    assert!(filed_for_cpd(&house).await.is_empty(), "looking files nothing");
    ann.sends(&preview, &path, &[]).await.leads_to(&path);
    assert_eq!(filed_for_cpd(&house).await, ["fits"]);
    ann.get(&path).await.says("is filed there already").does_not_say("Will be filed");
    ann.sends(&preview, &path, &[]).await.leads_to(&path);
    assert_eq!(filed_for_cpd(&house).await, ["fits"], "once");
}

#[actix_web::test]
async fn an_illustrative_figure_is_confirmed_by_the_lead_and_by_nobody_else() {
    let house = TestApp::new().await;
    let morning = Morning::of(&house).await;
    enrols_ann(&morning.lead).await;
    let ann = joins(&house, &letter_to(&house.letters().await, ANN)).await;
    let (version, figure) = (
        "/programmes/perfusion-msc/versions/2025",
        "/programmes/perfusion-msc/versions/2025/figures/mix-grafting",
    );
    ann.get("/programmes").await.is(200).says(MSC);
    ann.get(version).await.is(200).says("Illustrative").does_not_say("Confirm or replace this figure");
    ann.get(figure).await.is(404);
    morning.lead.get(version).await.says("Confirm or replace this figure");
    morning
        .lead
        .fills(figure, figure, &[("amount", "many"), ("source", "")])
        .await
        .is(422)
        .says("as a number");
    let words = [("amount", "45"), ("source", "Minutes of 2 November")];
    morning.lead.fills(figure, figure, &words).await.leads_to(version);
    ann.get(version).await.says("The figure 45 was confirmed by Lea O’Neill on 12 November 2026");
    // The body's own figure is nobody's to change.
    morning.lead.get("/programmes/perfusion-msc/versions/2025/figures/bypass-150").await.is(404);
}

#[actix_web::test]
async fn a_line_of_the_head_that_nobody_states_is_confirmed_as_it_is_written() {
    let house = TestApp::new().await;
    let morning = Morning::of(&house).await;
    let version = "/programmes/academic-development/versions/2026";
    let months = format!("{version}/figures/~months");
    let before = morning.lead.get(version).await;
    before.is(200).says("Illustrative").says(&months).does_not_say("Confirmed");
    let lasts = |page: &Shown| {
        let rest = page.body.split("Academic development, version 2026").nth(1).unwrap();
        rest.split("Lasts 24 months").nth(1).unwrap()[..20].to_owned()
    };
    let offered = lasts(&morning.lead.get("/people/trainees/new").await);
    assert!(offered.starts_with(" (illustrative"), "{offered}");
    morning.lead.get(&months).await.is(200).does_not_say("name=\"amount\"");
    morning.lead.fills(&months, &months, &[("source", "")]).await.is(422).says("where the figure comes from");
    // Another length is another version.
    let other = [("amount", "18"), ("source", "Minutes of 2 November")];
    morning
        .lead
        .fills(&months, &months, &other)
        .await
        .is(422)
        .says("There is no figure here that could be another");
    morning.lead.fills(&months, &months, &other[1..]).await.leads_to(version);
    let after = morning.lead.get(version).await;
    after.says(
        "It was confirmed as it is written by Lea O’Neill on 12 November 2026. Source: Minutes of 2 November",
    );
    let offered = lasts(&morning.lead.get("/people/trainees/new").await);
    assert!(offered.starts_with('.'), "{offered}");
    morning.lead.get(&format!("{version}/figures/~cohort")).await.is(404);
    verifies(&house.app).await;
}

#[actix_web::test]
async fn the_conditions_of_entry_are_ticked_off_together() {
    let house = TestApp::new().await;
    let morning = Morning::of(&house).await;
    let lead = &morning.lead;
    let who = [("name", "Ann Field"), ("email", ANN)];
    let shown =
        enrols(lead, "/people/trainees/new", &who, "MSc Clinical Perfusion Science, version 2026").await;
    let page = lead.get(shown.is(303).location().unwrap()).await;
    page.says("conditions of entry");
    let enrolment = page.body.split("href=\"/results/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let list = format!("/checklists/{enrolment}");
    lead.get(&format!("/results/{enrolment}")).await.is(200).says(&list);
    let page = lead.get(&list).await;
    page.is(200).says("Employed in a training post").does_not_say("Checked</h2>");
    let day = [("on-day", "2"), ("on-month", "9"), ("on-year", "2025")];
    lead.sends(&page, &list, &day).await.is(422).says("Nothing is ticked");
    let ticked = [&day[..], &[("take-post", "yes")]].concat();
    lead.sends(&page, &list, &ticked).await.is(422).says("enter what you saw").says("checked");
    let degree = [("take-degree-upper-science", "yes"), ("seen-degree-upper-science", "Degree certificate")];
    let both = [&ticked[..], &[("seen-post", "Contract of employment")], &degree].concat();
    lead.sends(&page, &list, &both).await.leads_to(&list);
    lead.get(&list)
        .await
        .says("Contract of employment, 2 September 2025")
        .says("Everything that this programme asks for at the beginning is checked");
    lead.get(&format!("/requirements/{enrolment}/entry-degree")).await.is(200).says("Met");
    // A programme without conditions of entry has no such list, and nobody else may tick.
    let other = [("name", "Bo Lind"), ("email", "bo@demo.example")];
    let shown = enrols(lead, "/people/trainees/new", &other, MSC_2025).await;
    let page = lead.get(shown.is(303).location().unwrap()).await;
    let none = page.body.split("href=\"/results/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    lead.get(&format!("/checklists/{none}")).await.is(404);
    let ann = joins(&house, &letter_to(&house.letters().await, ANN)).await;
    ann.get(&list).await.is(404);
}
