//! Assessors who are approved by name: nominated, answered, counted on the day, ended; never oneself, never a trainee.

mod choosing;
mod ending;
mod moved;

use diesel::prelude::*;
use perfolio::db::schema::*;
use perfolio::domain::names::*;
use perfolio::domain::role::Capacity;

use crate::kit::TestApp;
use crate::kit::acted::Acted;
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::{Enrolled, LEAD, Many, SUPERVISOR, TRAINEE, many};
use crate::kit::programme::{cases, enrols, publishes, stands, version};
use crate::kit::work::{appoints, departments_of, submits};
use crate::outside;

const BEN: &str = "ben.carter@northgate.nhs.uk";

/// Two sections; both ask for approval by name, in the words of every shipped programme that does.
fn text() -> String {
    let section = |code: &str| format!("[[sections]]\ncode = \"{code}\"\ntitle = \"Part {code}\"\n");
    let asks = |code: &str, section: &str| {
        cases(
            code,
            3,
            &format!(
                "section = \"{section}\"\n[requirements.signers]\napproved = true\n\
            capacities = [\"supervisor\", \"lead\"]"
            ),
        )
    };
    let requirements =
        format!("{}{}{}{}", section("a"), section("b"), asks("first", "a"), asks("second", "b"));
    version("test-approved", "", &requirements)
}

async fn on(house: &TestApp) -> (Many, Enrolled) {
    let made = many(house, 1, 0).await;
    let published = publishes(house, &text()).await;
    let ann = enrols(house, &made.trainees[0].person, &published, &made.trainees[0]).await;
    (made, ann)
}

fn words<'a>(name: &'a str, email: &'a str, section: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("name", name),
        ("email", email),
        ("post", "Consultant anaesthetist"),
        ("section", section),
        ("from-day", "1"),
        ("from-month", "9"),
        ("from-year", "2026"),
        ("until-day", "31"),
        ("until-month", "8"),
        ("until-year", "2027"),
    ]
}

async fn nominates(who: &Browser<'_>, of: &Enrolled, words: &[(&str, &str)]) -> Shown {
    let page = format!("/enrolments/{}/assessors/new", of.enrolment);
    who.fills(&page, &page, words).await
}

/// The nomination of somebody with this name.
async fn of(house: &TestApp, name: &'static str) -> NominationId {
    let found = house.app.read(move |r| {
        Ok(nominations::table.filter(nominations::name.eq(name)).select(nominations::id).first(r.conn())?)
    });
    found.await.unwrap()
}

/// All of it, from and until as nominated, through links.
fn answer() -> Vec<(&'static str, &'static str)> {
    let mut words = words("", "", "all");
    words.retain(|(field, _)| !["name", "email", "post"].contains(field));
    words.push(("signs", "by-link"));
    words
}

async fn approves(lea: &Browser<'_>, nomination: &NominationId, signs: &str) -> Shown {
    let page = format!("/nominations/{nomination}");
    let mut words = answer();
    words.retain(|(field, _)| *field != "signs");
    words.push(("signs", signs));
    lea.fills(&page, &page, &words).await
}

async fn signs(who: &Browser<'_>, request: &RequestId) -> Shown {
    let page = format!("/inbox/{request}");
    who.fills(&page, &format!("{page}/signature"), &[("level", "at-hand")]).await
}

/// For the matrix: Nia, whose programme asks for it, has nominated Ann and somebody who was not approved, and Lea approved
/// a third.
pub async fn ids(house: &TestApp, made: &Acted) -> Vec<(&'static str, String)> {
    let published = publishes(house, &text()).await;
    let nia = house.person("Nia Frost", "nia@demo.example").await;
    let like = Enrolled {
        person: nia.clone(),
        portfolio: made.portfolio.clone(),
        enrolment: made.enrolment.clone(),
        entries: Vec::new(),
    };
    let nia = enrols(house, &nia, &published, &like).await;
    let (own, lea) = (house.signed_in("nia@demo.example").await, house.signed_in(LEAD).await);
    nominates(&own, &nia, &words("Ann Field", TRAINEE, "all")).await.is(303);
    let nomination = of(house, "Ann Field").await;
    nominates(&own, &nia, &words("Dora Hale", "dora@northgate.nhs.uk", "all")).await.is(303);
    let refused = format!("/nominations/{}", of(house, "Dora Hale").await);
    let why = [("why", "not-known"), ("words", "Ask again.")];
    lea.fills(&refused, &format!("{refused}/refusal"), &why).await.is(303);
    let mut direct = words("Cora Wood", "cora@northgate.nhs.uk", "a");
    direct.push(("signs", "by-link"));
    nominates(&lea, &nia, &direct).await.is(303);
    let found =
        house.app.read(|r| Ok(approvals::table.select(approvals::id).first::<ApprovalId>(r.conn())?));
    house.letters().await;
    vec![("nomination", nomination.to_string()), ("approval", found.await.unwrap().to_string())]
}

#[actix_web::test]
async fn nominated_approved_with_an_account_counted_and_ended() {
    let house = TestApp::new().await;
    let (made, ann) = on(&house).await;
    let tom = house.person("Tom Ward", "tom@demo.example").await;
    let (own, lea) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await);
    let list = format!("/enrolments/{}/assessors", ann.enrolment);
    own.get("/requirements").await.is(200).says(&list);
    own.get(&list).await.is(200).says("Nobody is approved by name yet").says("first");
    // What is wrong is told, and what was typed is given back.
    let nothing = nominates(&own, &ann, &[("name", "Tom Ward"), ("section", "all")]).await;
    nothing.is(422).says("Enter an email address").says("Enter the last day.").says("value=\"Tom Ward\"");
    nominates(&own, &ann, &words("Tom Ward", "tom@demo.example", "all")).await.leads_to(&list);
    let nomination = of(&house, "Tom Ward").await;
    own.get(&list).await.says("Waits since").says("Tom Ward").says("Take back");
    let letters = house.letters().await;
    let told = letters.iter().find(|one| one.to_address == LEAD).expect("the lead is told");
    assert!(told.text.contains("Tom Ward") && told.text.contains("31 August 2027"), "{}", told.text);
    lea.get("/notices").await.says("Ann Field nominates Tom Ward as an assessor.");
    lea.get("/approvals").await.is(200).says("Tom Ward").says(&format!("/nominations/{nomination}"));
    lea.get(&format!("/nominations/{nomination}"))
        .await
        .says("Signs with an account")
        .does_not_say("How will they sign?");
    approves(&lea, &nomination, "").await.leads_to(&list);
    house.letters().await;
    own.get("/notices").await.says("Tom Ward is approved as an assessor of yours.");
    // Whom the words name stands beside them: erasing one of them takes them away.
    let theirs = notices::table.filter(notices::account_id.eq(tom.clone())).select(notices::body);
    let bodies = house.app.read(move |r| Ok(theirs.load::<String>(r.conn())?)).await.unwrap();
    let said = bodies.iter().find(|body| body.contains("approved you as an assessor of Ann Field")).unwrap();
    assert!(said.contains(ann.person.as_str()), "{said}");
    own.get(&list).await.says("Signs with an account").says("Approved by Lea Brook");
    // Tom sees Ann now, and what he signs counts; what Sue signs does not.
    let (_, request) = submits(&house, &made, &ann, "2026-10-01", &tom).await;
    let as_tom = house.signed_in("tom@demo.example").await;
    signs(&as_tom, &request).await.is(303);
    let (_, request) = submits(&house, &made, &ann, "2026-10-02", &made.supervisor).await;
    signs(&house.signed_in(SUPERVISOR).await, &request).await.is(303);
    house.letters().await;
    assert_eq!(stands(&house, &ann, "first").await, (1, 3, false));
    // Ended: what was done before stays counted, what is done after is not.
    let found =
        house.app.read(|r| Ok(approvals::table.select(approvals::id).first::<ApprovalId>(r.conn())?));
    let end = format!("/approvals/{}/end", found.await.unwrap());
    let last = |day: &'static str, month: &'static str, year: &'static str| {
        [("last-day", day), ("last-month", month), ("last-year", year)]
    };
    lea.fills(&end, &end, &last("1", "9", "2027")).await.is(422).says("An approval is not made longer");
    lea.fills(&end, &end, &last("15", "10", "2026")).await.leads_to(&list);
    let (_, request) = submits(&house, &made, &ann, "2026-10-20", &tom).await;
    signs(&as_tom, &request).await.is(303);
    house.letters().await;
    assert_eq!(stands(&house, &ann, "first").await, (1, 3, false));
    own.get(&list).await.says("Ended").says("What they signed until then stays signed");
    lea.get(&end).await.is(403);
}

#[actix_web::test]
async fn approved_for_one_part_by_link_without_an_account() {
    let house = TestApp::new().await;
    let (made, ann) = on(&house).await;
    let (own, lea) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await);
    let (department, _) = departments_of(&house, &ann).await;
    house.vouches().await;
    outside::allows(&house, &department, "northgate.nhs.uk").await.is(303);
    let mut direct = words("Ben Carter", BEN, "a");
    direct.push(("signs", "by-link"));
    nominates(&lea, &ann, &direct).await.is(303);
    house.letters().await;
    let list = format!("/enrolments/{}/assessors", ann.enrolment);
    own.get(&list).await.says("Signs through links").says("Part a");
    // Nobody with this account can sign in, and no letter invited them.
    let invited =
        house.app.read(|r| Ok(invitations::table.count().get_result::<i64>(r.conn())?)).await.unwrap();
    let (entry, _) = submits(&house, &made, &ann, "2026-10-01", &made.supervisor).await;
    let link = outside::link_to(&own, &entry).await;
    let somebody = house.browser();
    let screen = somebody.get(&link).await;
    screen.is(200).does_not_say("approved by name").does_not_say("You sign as");
    let ben = outside::with(&[("name", "Ben Carter"), ("address", BEN)]);
    outside::signs_through(&house, &somebody, &link, &ben).await.leads_to(&link);
    // Part b is another's: told once the address has shown who it is.
    let told =
        "You were not approved by name for this on 1 October 2026, so it will not count for everything.";
    somebody.get(&link).await.is(200).says(told);
    house.letters().await;
    assert_eq!(stands(&house, &ann, "first").await, (1, 3, false), "approved for this part");
    assert_eq!(stands(&house, &ann, "second").await, (0, 3, false), "and for no other");
    let page = own.get(&format!("/requirements/{}/second", ann.enrolment)).await;
    page.says("but not for this part");
    // Somebody who was not approved is told so, but not before it is known who they are.
    let (entry, _) = submits(&house, &made, &ann, "2026-10-02", &made.supervisor).await;
    let link = outside::link_to(&own, &entry).await;
    let malik = house.browser();
    malik.get(&link).await.is(200).does_not_say("approved by name").does_not_say("You sign as");
    outside::signs_through(&house, &malik, &link, outside::WORDS).await.leads_to(&link);
    malik.get(&link).await.says("You were not approved by name for this on 2 October 2026");
    house.letters().await;
    assert_eq!(stands(&house, &ann, "first").await, (1, 3, false));
    let after =
        house.app.read(|r| Ok(invitations::table.count().get_result::<i64>(r.conn())?)).await.unwrap();
    assert_eq!(invited, after);
}

#[actix_web::test]
async fn an_entry_of_a_day_before_any_approval_is_said_to_be_in_vain_and_what_to_do() {
    let house = TestApp::new().await;
    let (made, ann) = on(&house).await;
    let (own, lea) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await);
    let (department, _) = departments_of(&house, &ann).await;
    house.vouches().await;
    outside::allows(&house, &department, "northgate.nhs.uk").await.is(303);
    let mut direct = words("Ben Carter", BEN, "all");
    direct.retain(|(field, _)| *field != "from-month");
    direct.extend([("from-month", "11"), ("signs", "by-link")]);
    nominates(&lea, &ann, &direct).await.is(303);
    house.letters().await;
    let (entry, _) = submits(&house, &made, &ann, "2026-10-01", &made.supervisor).await;
    let shown = own.get(&format!("/entries/{entry}/link")).await;
    shown.is(200).says("This will not count everywhere");
    shown.says("You sign as an assessor, and this asks for a supervisor or a training lead");
    let link = outside::link_to(&own, &entry).await;
    let somebody = house.browser();
    let ben = outside::with(&[("name", "Ben Carter"), ("address", BEN)]);
    outside::signs_through(&house, &somebody, &link, &ben).await.leads_to(&link);
    somebody.get(&link).await.is(200).says("You were not approved by name for this on 1 October 2026");
    house.letters().await;
    own.get(&format!("/entries/{entry}"))
        .await
        .is(200)
        .says("Ben Carter, who signed it, was not approved for this trainee on 1 October 2026")
        .says("Edit it and submit it again, changed or not, to ask somebody whose signature counts for it.");
}

#[actix_web::test]
async fn who_is_approved_to_sign_through_links_from_a_domain_that_is_not_allowed_is_said() {
    let house = TestApp::new().await;
    let (_, ann) = on(&house).await;
    let lea = house.signed_in(LEAD).await;
    let mut direct = words("Ben Carter", BEN, "all");
    direct.push(("signs", "by-link"));
    nominates(&lea, &ann, &direct).await.is(303);
    let list = format!("/enrolments/{}/assessors", ann.enrolment);
    let flash = "They cannot sign yet: addresses of northgate.nhs.uk are not allowed where the trainee is.";
    lea.get(&list).await.is(200).says(flash);
    let said = "Signs through links, once addresses of northgate.nhs.uk are allowed.";
    for page in [list.as_str(), "/approvals"] {
        lea.get(page).await.is(200).says(said);
    }
    let (department, _) = departments_of(&house, &ann).await;
    house.vouches().await;
    outside::allows(&house, &department, "northgate.nhs.uk").await.is(303);
    lea.get("/approvals").await.is(200).does_not_say(said).says("Signs through links.");
}

#[actix_web::test]
async fn where_only_appointed_people_count_the_screen_of_a_link_says_so_before_anybody_types() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    let asks = "[requirements.signers]\ncapacities = [\"supervisor\", \"lead\"]";
    let published = publishes(&house, &version("test-appointed", "", &cases("x", 3, asks))).await;
    let ann = enrols(&house, &made.trainees[0].person, &published, &made.trainees[0]).await;
    let (department, _) = departments_of(&house, &ann).await;
    house.vouches().await;
    outside::allows(&house, &department, "northgate.nhs.uk").await.is(303);
    let (entry, _) = submits(&house, &made, &ann, "2026-10-01", &made.supervisor).await;
    let own = house.signed_in(TRAINEE).await;
    let link = outside::link_to(&own, &entry).await;
    let said = "You sign as an assessor, and this asks for a supervisor or a training lead";
    house.browser().get(&link).await.is(200).says(said);
}

#[actix_web::test]
async fn never_oneself_by_any_address_never_a_trainee_and_never_twice() {
    let house = TestApp::new().await;
    let (made, ann) = on(&house).await;
    let (own, lea) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await);
    // The same mailbox under another address.
    let refused = nominates(&own, &ann, &words("Ann Other", "ann+work@demo.example", "all")).await;
    refused.is(422).says("Nobody assesses themselves").says("Ann Other");
    let published = publishes(
        &house,
        &version("test-trainees", "", &cases("x", 1, "[requirements.signers]\napproved = true")),
    )
    .await;
    let cy = house.person("Cy Dale", "cy@demo.example").await;
    enrols(&house, &cy, &published, &made.trainees[0]).await;
    nominates(&own, &ann, &words("Cy Dale", "cy@demo.example", "all"))
        .await
        .is(422)
        .says("in training themselves");
    // Registered staff who keep their CPD here are no trainees.
    let cpd = publishes(&house, &version("test-cpd", "", &cases("x", 1, ""))).await;
    let dee = house.person("Dee Rowe", "dee@demo.example").await;
    enrols(&house, &dee, &cpd, &made.trainees[0]).await;
    nominates(&own, &ann, &words("Dee Rowe", "dee@demo.example", "all")).await.is(303);
    nominates(&own, &ann, &words("Dee Rowe", "Dee@Demo.example", "all")).await.is(422).says("already");
    // From free mail nobody could ever sign through a link.
    nominates(&own, &ann, &words("Flo Marsh", "flo@gmail.com", "all"))
        .await
        .is(422)
        .says("Anybody can have an address at gmail.com")
        .says("Enter their work address.")
        .says("flo@gmail.com");
    let by_link = [words("Flo Marsh", "flo@gmail.com", "all"), vec![("signs", "by-link")]].concat();
    nominates(&lea, &ann, &by_link).await.is(422).says("Nobody signs through links from there");
    // A lead never approves themselves, not even when they are nominated.
    nominates(&own, &ann, &words("Lea Brook", LEAD, "all")).await.is(303);
    let nomination = of(&house, "Lea Brook").await;
    lea.get(&format!("/nominations/{nomination}")).await.says("Nobody approves themselves");
    let page = format!("/nominations/{nomination}");
    let form = lea.get(&page).await;
    form.does_not_say("Approve this assessor");
    let key = form.hidden_fields(&format!("{page}/refusal"));
    let mut sent: Vec<(&str, &str)> = key.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    sent.extend(answer());
    lea.post(&page, &sent).await.is(422).says("Nobody approves themselves");
    // Too long, too late, no such part.
    let mut long = words("Tom Ward", "tom@demo.example", "all");
    long.retain(|(field, _)| *field != "until-year");
    long.push(("until-year", "2031"));
    nominates(&own, &ann, &long).await.is(422).says("at most 36 months");
    nominates(&own, &ann, &words("Tom Ward", "tom@demo.example", "z")).await.is(422).says("Choose for what");
}

#[actix_web::test]
async fn refused_with_a_reason_taken_back_and_answered_once() {
    let house = TestApp::new().await;
    let (_, ann) = on(&house).await;
    let (own, lea) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await);
    let list = format!("/enrolments/{}/assessors", ann.enrolment);
    nominates(&own, &ann, &words("Ben Carter", BEN, "all")).await.is(303);
    let first = of(&house, "Ben Carter").await;
    let (page, refusal) = (format!("/nominations/{first}"), format!("/nominations/{first}/refusal"));
    let again = lea.fills(&page, &refusal, &[("why", "other")]).await;
    // The other form of the page still has the days that were asked for.
    again.is(422).says("Say why, in a sentence").says("value=\"2026\"").says("value=\"2027\"");
    let patient = [("why", "other"), ("words", "Seen with NHS number 943 476 5919")];
    lea.fills(&page, &refusal, &patient).await.is(422).says("943 476 5919");
    let asked = lea.get(&page).await;
    lea.fills(&page, &refusal, &[("why", "not-registered"), ("words", "Ask again in March.")])
        .await
        .leads_to(&list);
    own.get(&list)
        .await
        .says("not on the register")
        .says("Ask again in March.")
        .says("Not approved by Lea Brook");
    let letters = house.letters().await;
    let told =
        letters.iter().find(|one| one.to_address == TRAINEE && one.text.contains("Ben Carter")).unwrap();
    assert!(!told.text.contains("March"), "the reason stands in the app: {}", told.text);
    // A second lead, or the same page once more, changes nothing.
    let again = lea.sends(&asked, &refusal, &[("why", "enough")]).await;
    again.is(422).says("answered or taken back meanwhile");
    lea.sends(&asked, &page, &answer()).await.is(422).says("answered or taken back meanwhile");
    // Taken back by the trainee alone.
    nominates(&own, &ann, &words("Cora Wood", "cora@northgate.nhs.uk", "a")).await.is(303);
    let second = of(&house, "Cora Wood").await;
    let cora = lea.get(&format!("/nominations/{second}")).await;
    let back = format!("/nominations/{second}/withdrawal");
    own.fills(&list, &back, &[]).await.leads_to(&list);
    own.get(&list).await.says("Taken back on");
    let page = format!("/nominations/{second}");
    lea.sends(&cora, &page, &answer()).await.is(422).says("taken back meanwhile");
    // A stranger finds nothing; who supervises sees who is approved, and no reasons.
    let sue = house.signed_in(SUPERVISOR).await;
    sue.get(&list).await.is(200).does_not_say("Ask again in March.");
    house.person("Stella Moor", "stella@demo.example").await;
    house.signed_in("stella@demo.example").await.get(&list).await.is(404);
}

#[actix_web::test]
async fn with_an_account_somebody_new_is_invited_and_supervises_this_trainee_alone() {
    let house = TestApp::new().await;
    let (_, ann) = on(&house).await;
    let (own, lea) = (house.signed_in(TRAINEE).await, house.signed_in(LEAD).await);
    nominates(&own, &ann, &words("Ben Carter", BEN, "b")).await.is(303);
    let nomination = of(&house, "Ben Carter").await;
    approves(&lea, &nomination, "").await.is(422).says("Choose how they will sign.");
    approves(&lea, &nomination, "with-account").await.is(303);
    let letters = house.letters().await;
    assert!(
        letters.iter().any(|one| one.to_address == BEN && one.subject.contains("invited")),
        "{letters:?}"
    );
    let found = house.app.read(|r| {
        let of: AccountId =
            accounts::table.filter(accounts::email_folded.eq(BEN)).select(accounts::id).first(r.conn())?;
        Ok(appointments::table
            .inner_join(appointment_scopes::table)
            .filter(appointments::person_id.eq(of))
            .select((appointments::capacity, appointment_scopes::scope, appointments::until_day))
            .load::<(Capacity, String, Option<perfolio::domain::time::Day>)>(r.conn())?)
    });
    let appointed = found.await.unwrap();
    assert_eq!(appointed.len(), 1);
    assert_eq!((appointed[0].0, appointed[0].1.as_str()), (Capacity::Supervisor, "person"));
    assert_eq!(appointed[0].2.map(|day| day.iso()).as_deref(), Some("2027-08-31"));
}

#[actix_web::test]
async fn where_no_programme_asks_nobody_is_nominated() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    let (own, ann) = (house.signed_in(TRAINEE).await, &made.trainees[0]);
    own.get("/requirements").await.does_not_say("Your assessors");
    let list = format!("/enrolments/{}/assessors", ann.enrolment);
    own.get(&list).await.is(200).says("does not ask for assessors").does_not_say("Nominate an assessor");
    own.get(&format!("{list}/new")).await.is(403);
    let (department, _) = departments_of(&house, ann).await;
    house.vouches().await;
    let second = house.person("Una Reed", "una@demo.example").await;
    appoints(&house, &second, Capacity::Supervisor, &department).await;
    house.signed_in("una@demo.example").await.get("/approvals").await.is(404);
}
