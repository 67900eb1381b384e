//! Capacities beyond supervisor and lead: what a departmental tutor and a consortium co-ordinator see and what not, and
//! the registered people of a department, appointed at once.

use diesel::prelude::*;
use perfolio::db::schema::*;
use perfolio::db::tx::{Books, Outcome, Tx, Why};
use perfolio::domain::fault::Fault;
use perfolio::domain::kind::{Recorder, Value, Values};
use perfolio::domain::names::*;
use perfolio::domain::policy::entries::may_record;
use perfolio::domain::role::{Capacity, Scope};
use perfolio::features::entries::store::{New, record};
use perfolio::features::{programmes, standing};

use crate::kit::TestApp;
use crate::kit::browser::Browser;
use crate::kit::many::{Enrolled, LEAD, Many, SUPERVISOR, TRAINEE, appoint, many};
use crate::kit::morning::set_up;
use crate::kit::work::{appoints, as_signed_in, day, departments_of, enrolled_until, submits};
use crate::life::records;

/// A registration of the person, confirmed by the lead.
pub async fn registered(house: &TestApp, made: &Many, person: &AccountId, category: &'static str) {
    states(house, person, category, None).await;
    let (person, lead) = (person.clone(), made.lead.clone());
    let confirmed = house.app.write_quietly(Why::StandingRefreshed, move |tx| {
        let id: RegistrationId = registrations::table
            .filter(registrations::person_id.eq(&person))
            .select(registrations::id)
            .first(tx.conn())?;
        let (row, now): (String, _) = (tx.new_id::<RegistrationId>().to_string(), tx.now());
        diesel::insert_into(registration_confirmations::table)
            .values((
                registration_confirmations::id.eq(row),
                registration_confirmations::registration_id.eq(&id),
                registration_confirmations::confirmed_by.eq(&lead),
                registration_confirmations::known_from.eq(now),
            ))
            .execute(tx.conn())?;
        again(tx, &person)
    });
    confirmed.await.unwrap();
    house.vouches().await;
}

/// Every trainee of the house as registered staff, at once.
pub async fn all_registered(house: &TestApp, made: &Many) {
    let people: Vec<AccountId> = made.trainees.iter().map(|one| one.person.clone()).collect();
    let lead = made.lead.clone();
    let stated = house.app.write_quietly(Why::StandingRefreshed, move |tx| {
        let now = tx.now();
        for person in &people {
            let id: RegistrationId = tx.new_id();
            diesel::insert_into(registrations::table)
                .values((
                    registrations::id.eq(&id),
                    registrations::person_id.eq(person),
                    registrations::body.eq("ccps"),
                    registrations::category.eq("full"),
                    registrations::number.eq("P 123"),
                    registrations::valid_from.eq(day("2024-09-01")),
                    registrations::stated_by.eq(person),
                    registrations::known_from.eq(now),
                ))
                .execute(tx.conn())?;
            let confirmation: String = tx.new_id::<RegistrationId>().to_string();
            diesel::insert_into(registration_confirmations::table)
                .values((
                    registration_confirmations::id.eq(confirmation),
                    registration_confirmations::registration_id.eq(&id),
                    registration_confirmations::confirmed_by.eq(&lead),
                    registration_confirmations::known_from.eq(now),
                ))
                .execute(tx.conn())?;
            again(tx, person)?;
        }
        Ok(())
    });
    stated.await.unwrap();
    house.vouches().await;
}

/// Rules read registrations.
fn again(tx: &mut Tx<'_>, person: &AccountId) -> Result<(), Fault> {
    let portfolio: PortfolioId =
        portfolios::table.filter(portfolios::person_id.eq(person)).select(portfolios::id).first(tx.conn())?;
    standing::refresh_all(tx, &portfolio)
}

async fn states(house: &TestApp, person: &AccountId, category: &'static str, until: Option<&'static str>) {
    let person = person.clone();
    let stated = house.app.write_quietly(Why::StandingRefreshed, move |tx| {
        let (id, now): (RegistrationId, _) = (tx.new_id(), tx.now());
        diesel::insert_into(registrations::table)
            .values((
                registrations::id.eq(&id),
                registrations::person_id.eq(&person),
                registrations::body.eq("ccps"),
                registrations::category.eq(category),
                registrations::number.eq("P 123"),
                registrations::valid_from.eq(day("2024-09-01")),
                registrations::valid_until.eq(until.map(day)),
                registrations::stated_by.eq(&person),
                registrations::known_from.eq(now),
            ))
            .execute(tx.conn())?;
        again(tx, &person)
    });
    stated.await.unwrap();
    house.vouches().await;
}

/// A CPD activity of the person, which needs no signature.
async fn attends(house: &TestApp, of: &Enrolled, title: &str) -> EntryId {
    let person = as_signed_in(house, &of.person, Some(&of.portfolio));
    let text = |text: &str| Value::Text(text.to_owned());
    let values: Values = [("title".to_owned(), text(title)), ("type".to_owned(), text("work-based"))].into();
    let of = of.clone();
    let written = house.app.write(Books::of_person(&of.person), move |tx| {
        let shelf = tx.shelf();
        let kind = programmes::kind_version(tx.conn(), &shelf, "cpd-activity", 1)?;
        let grant = may_record(&person, &of.portfolio, Recorder::Trainee)?;
        let new = New {
            portfolio: of.portfolio.clone(),
            kind,
            day: day("2026-11-03"),
            until: None,
            values,
            files: Vec::new(),
            filed_under: vec![of.enrolment.clone()],
        };
        let written = record(tx, &grant, &new)?;
        standing::refresh_all(tx, &of.portfolio)?;
        Ok(Outcome::of(
            written.entry.clone(),
            grant.event("entry/submitted", format!("entry/{}", written.entry)),
        ))
    });
    written.await.unwrap()
}

/// A tutor of Ann's department.
pub async fn tutor<'a>(house: &'a TestApp, department: &DepartmentId) -> Browser<'a> {
    let tess = house.person("Tess Rowan", "tess@demo.example").await;
    appoints(house, &tess, Capacity::Tutor, department).await;
    house.signed_in("tess@demo.example").await
}

/// A co-ordinator of the institution of this department.
pub async fn coordinator<'a>(house: &'a TestApp, department: &DepartmentId) -> Browser<'a> {
    let cora = house.person("Cora Lind", "cora@demo.example").await;
    let department = department.clone();
    let appointed = house.app.write_quietly(Why::StandingRefreshed, move |tx| {
        let institution: InstitutionId =
            departments::table.find(&department).select(departments::institution_id).first(tx.conn())?;
        appoint(tx, &cora, Capacity::Coordinator, Scope::Institution, institution.as_str())
    });
    appointed.await.unwrap();
    house.vouches().await;
    house.signed_in("cora@demo.example").await
}

#[actix_web::test]
async fn a_tutor_sees_figures_and_attendance_of_registered_staff_and_no_case() {
    let house = TestApp::new().await;
    let made = many(&house, 2, 0).await;
    let (ann, ben) = (&made.trainees[0], &made.trainees[1]);
    let (case, _) = submits(&house, &made, ann, "2026-11-03", &made.supervisor).await;
    let meeting = attends(&house, ann, "Morbidity meeting").await;
    let (own, other) = departments_of(&house, ann).await;
    let tess = tutor(&house, &own).await;
    tess.get("/").await.leads_to("/registered-staff");
    tess.get("/registered-staff").await.is(200).says("Nobody is shown yet").does_not_say("Ann Field");
    registered(&house, &made, &ann.person, "full").await;
    registered(&house, &made, &ben.person, "trainee").await;
    let staff = tess.get("/registered-staff").await;
    staff.is(200).says("Ann Field").does_not_say("Trainee 001").says("0 of 150 cases signed, 1 submitted");
    staff.says("You may read: how many cases and points").says("CPD activities").says("31 August 2027");
    let attended = tess.get("/attendance").await;
    attended.is(200).says("Morbidity meeting").says("Ann Field: 1 recorded").does_not_say("Bypass case");
    tess.get("/attendance?months=3").await.is(200).says("since 12 August 2026");
    let page = format!("/overseen/{}", ann.enrolment);
    tess.get(&page)
        .await
        .is(200)
        .says("Morbidity meeting")
        .says("0 of 150 cases signed")
        .does_not_say("Sue Carter");
    tess.get(&format!("/entries/{meeting}")).await.is(200).says("Morbidity meeting");
    for path in [
        format!("/entries/{case}"),
        format!("/trainees/{}", ann.enrolment),
        format!("/overseen/{}", ben.enrolment),
        format!("/requirements/{}/bypass-150", ann.enrolment),
        "/consortium".to_owned(),
        "/board".to_owned(),
        "/inbox".to_owned(),
    ] {
        tess.get(&path).await.is(404);
    }
    let read = house.signed_in(TRAINEE).await.get(&format!("/entries/{meeting}")).await;
    read.is(200).says("Tess Rowan");
    let elsewhere = house.person("Otis Vale", "otis@demo.example").await;
    appoints(&house, &elsewhere, Capacity::Tutor, &other).await;
    let otis = house.signed_in("otis@demo.example").await;
    otis.get("/registered-staff").await.is(200).does_not_say("Ann Field");
    otis.get(&page).await.is(404);
    otis.get(&format!("/entries/{meeting}")).await.is(404);
}

/// A tutor signs nothing, and yet writes once what several took part in; what each learnt is theirs to write.
#[actix_web::test]
async fn a_tutor_records_once_what_several_took_part_in() {
    use crate::kit::programme::{enrols, publishes, version};
    let house = TestApp::new().await;
    let made = many(&house, 2, 0).await;
    let more = "[[kinds]]\nkind = \"cpd-activity\"\nversion = 1\n";
    let asks = "[[requirements]]\ncode = \"cpd\"\ntitle = \"CPD\"\nsource = \"here\"\n[requirements.rule]\ncount = \"cpd-activity\"\n\
                target = 1\nunit = \"activities\"\n";
    let on = publishes(&house, &version("register", "", &format!("{more}{asks}"))).await;
    let (own, _) = departments_of(&house, &made.trainees[0]).await;
    let mut staff = Vec::new();
    for one in &made.trainees[..2] {
        registered(&house, &made, &one.person, "full").await;
        staff.push(enrols(&house, &one.person, &on, one).await);
    }
    let tess = tutor(&house, &own).await;
    tess.get("/attendance").await.is(200).says("Record a session for several");
    let new = "/attendance/new";
    let page = tess.get(new).await;
    page.is(200).says("Ann Field").says("Type of activity").does_not_say("What you learnt");
    let words = [
        ("f-title", "Morbidity meeting"),
        ("f-type", "work-based"),
        ("f-learnt", "Not for a tutor to say."),
        ("on-day", "12"),
        ("on-month", "11"),
        ("on-year", "2026"),
    ];
    tess.fills(new, "/attendance", &words)
        .await
        .is(422)
        .says("Choose who was there.")
        .says("Morbidity meeting");
    // Whatever else is wrong is said in the same answer.
    let mut wrong = words.to_vec();
    wrong.retain(|(field, _)| *field != "f-type" && *field != "on-day");
    wrong.push(("on-day", "31"));
    let all_at_once = tess.fills(new, "/attendance", &wrong).await;
    all_at_once.is(422).says("Choose who was there.").says("Enter a real date");
    let mut all = vec![("f-title", "Meeting about Mrs Jones")];
    all.extend(staff.iter().map(|one| ("who", one.enrolment.as_str())));
    // Whoever has two enrolments was there once.
    all.push(("who", made.trainees[0].enrolment.as_str()));
    all.extend(&words[1..]);
    tess.fills(new, "/attendance", &all).await.is(422).says("I have looked");
    all[0] = words[0];
    house.letters().await;
    tess.fills(new, "/attendance", &all).await.leads_to("/attendance");
    let listed = tess.get("/attendance").await;
    listed
        .says("Recorded: 2 people have the entry now.")
        .says("Ann Field: 1 recorded")
        .says("Morbidity meeting");
    let told = house.letters().await;
    let says = "Tess Rowan recorded a CPD activity of 12 November 2026 in your portfolio";
    let says_so = |text: &str| text.replace('\n', " ").contains(says);
    assert!(told.iter().any(|one| one.to_address == TRAINEE && says_so(&one.text)), "{told:?}");
    assert!(told.iter().all(|one| !one.text.contains("Morbidity")), "no word of an entry in a letter");
    let portfolio = staff[0].portfolio.clone();
    let entry = house.app.read(move |r| {
        let own = entries::table
            .filter(entries::portfolio_id.eq(portfolio))
            .filter(entries::kind.eq("cpd-activity"));
        Ok(own.select(entries::id).first::<EntryId>(r.conn())?)
    });
    let entry = entry.await.unwrap();
    let ann = house.signed_in(TRAINEE).await;
    let read = ann.get(&format!("/entries/{entry}")).await;
    read.is(200).says("Morbidity meeting").says("Tess Rowan").does_not_say("Not for a tutor to say.");
    read.says("It then counts for nothing.").does_not_say("until somebody decides");
    let line = format!("href=\"/entries/{entry}\">Tess Rowan recorded a CPD activity of 12 November 2026");
    ann.get("/notices").await.says(&line);
    ann.get(&format!("/history/{}", staff[0].portfolio)).await.says("once for several");
    assert_eq!(crate::kit::programme::stands(&house, &staff[0], "cpd").await.0, 1, "it counts at once");
    // Who is not theirs is not there.
    let strangers = [&[("who", "somebody")], &words[..]].concat();
    tess.fills(new, "/attendance", &strangers).await.is(404);
    ann.get(new).await.is(404);
    // Whoever takes no entries any more is not offered.
    let (of_ben, today) = (format!("value=\"{}\"", staff[1].enrolment), [("until", "2026-11-12")]);
    assert!(tess.get(new).await.is(200).body.contains(&of_ben));
    let lea = house.signed_in(LEAD).await;
    records(&lea, &staff[1], "freeze", &[("time", "10:00")], &today).await.is(303);
    house.later(2 * 60 * 60);
    let page = house.signed_in("tess@demo.example").await.get(new).await;
    assert!(!page.is(200).says("Ann Field").body.contains(&of_ben), "{}", page.body);
    house.letters().await;
    crate::kit::small::verifies(&house.app).await;
}

/// Without scripts every question is there: what an answer hides is said, and not dropped.
#[actix_web::test]
async fn what_a_tutor_answers_where_it_is_not_asked_is_said() {
    use crate::kit::programme::{cases, enrols, publishes, version};
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    let kind = "[[kinds]]\nkind = \"cpd-activity\"\nversion = 1\n";
    let field = |code: &str, label: &str, of: &str, is: &str| {
        format!(
            "[[kinds.fields]]\ncode = \"{code}\"\nlabel = \"{label}\"\ntype = \"text\"\nrequired = true\n\
             show_if = {{ field = \"{of}\", is = [\"{is}\"] }}\n"
        )
    };
    let venue = "[[kinds.fields]]\ncode = \"venue\"\nlabel = \"Venue\"\ntype = \"choice\"\n\
                 choices = [{ code = \"here\", label = \"Here\" }, { code = \"away\", label = \"Away\" }]\n";
    let more = format!(
        "{kind}{}{venue}{}",
        field("course", "Which course", "type", "formal"),
        // The tutor is not asked for the answer on which it depends.
        field("travel", "Where you travelled", "venue", "away")
    );
    let on = publishes(&house, &version("register", "", &format!("{more}{}", cases("any", 1, "")))).await;
    let (own, _) = departments_of(&house, &made.trainees[0]).await;
    registered(&house, &made, &made.trainees[0].person, "full").await;
    let ann = enrols(&house, &made.trainees[0].person, &on, &made.trainees[0]).await;
    let tess = tutor(&house, &own).await;
    let new = "/attendance/new";
    let page = tess.get(new).await;
    page.is(200)
        .says("Only if “Type of activity” is Formal learning.")
        .does_not_say("Where you travelled")
        .says("data-pf-show-if=\"f-type\"");
    let words = |sort: &'static str| {
        [
            ("who", ann.enrolment.as_str()),
            ("f-title", "Perfusion days"),
            ("f-type", sort),
            ("f-course", "The autumn course"),
            ("on-day", "12"),
            ("on-month", "11"),
            ("on-year", "2026"),
        ]
    };
    tess.fills(new, "/attendance", &words("work-based"))
        .await
        .is(422)
        .says("This is asked only if “Type of activity” is Formal learning.")
        .says("href=\"#f-course\"")
        .says("value=\"The autumn course\"")
        .says("value=\"Perfusion days\"");
    tess.fills(new, "/attendance", &words("formal")).await.leads_to("/attendance");
    house.letters().await;
}

#[actix_web::test]
async fn a_co_ordinator_sees_standings_and_bottlenecks_across_employers_and_signs_nothing() {
    let house = TestApp::new().await;
    let made = many(&house, 1, 0).await;
    let ann = &made.trainees[0];
    let (case, request) = submits(&house, &made, ann, "2026-11-03", &made.supervisor).await;
    house.later(17 * 24 * 3600);
    let (own, _) = departments_of(&house, ann).await;
    let cora = coordinator(&house, &own).await;
    cora.get("/").await.leads_to("/consortium");
    let board = cora.get("/consortium").await;
    board.is(200).says("Demo University Hospital").says("Ann Field").says("17 days with Sue Carter");
    board.says("What waits with whom").says("1, the oldest for 17 days").says("signs nothing");
    board.says(&format!("/overseen/{}", ann.enrolment)).does_not_say(case.as_str());
    cora.get("/consortium?employer=nothing").await.is(200).does_not_say("Ann Field");
    let page = format!("/overseen/{}", ann.enrolment);
    cora.get(&page).await.is(200).says("0 of 150 cases signed, 1 submitted").says("None of the kinds");
    for path in [
        format!("/entries/{case}"),
        format!("/inbox/{request}"),
        format!("/trainees/{}", ann.enrolment),
        "/registered-staff".to_owned(),
        "/attendance".to_owned(),
        "/results".to_owned(),
    ] {
        cora.get(&path).await.is(404);
    }
    cora.post(&format!("/inbox/{request}/signature"), &[("level", "at-hand")]).await.is(404);
}

#[actix_web::test]
async fn leads_appoint_tutors_admins_appoint_co_ordinators_and_the_page_says_what_they_read() {
    let house = TestApp::new().await;
    let admin = set_up(&house).await;
    let made = many(&house, 1, 0).await;
    let (own, _) = departments_of(&house, &made.trainees[0]).await;
    house.vouches().await;
    let lea = house.signed_in(LEAD).await;
    let form = "/people/supervisors/new";
    let over = format!("department:{own}");
    let words = |capacity: &'static str| {
        [
            ("name", "Tess Rowan"),
            ("email", "tess@demo.example"),
            ("capacity", capacity),
            ("from-day", "1"),
            ("from-month", "9"),
            ("from-year", "2026"),
        ]
    };
    lea.get(form).await.is(200).says("Departmental tutor").says("no case");
    let refused = [&words("coordinator")[..], &[("over", &over)]].concat();
    lea.fills(form, form, &refused).await.is(422).says("Choose what this person will be.");
    let person = format!("person:{}", made.trainees[0].person);
    let refused = [&words("tutor")[..], &[("over", &person)]].concat();
    lea.fills(form, form, &refused).await.is(422).says("looks after the registered staff of a department");
    let fits = [&words("tutor")[..], &[("over", &over)]].concat();
    let sent = lea.fills(form, form, &fits).await;
    let page = sent.is(303).location().unwrap().to_owned();
    lea.get(&page).await.is(200).says("Departmental tutor: ").says("May read: how many cases and points");
    lea.get("/people").await.is(200).says("Departmental tutor: ").says("Tess Rowan");
    let letters = house.letters().await;
    assert!(letters.iter().any(|letter| letter.to_address == "tess@demo.example"), "{letters:?}");
    let staff = "/settings/staff";
    let all = format!("department:{own}");
    let words = [&words("coordinator")[..], &[("over", &all), ("name", "Cora Lind")]].concat();
    let nobody: Vec<_> = words.iter().copied().filter(|(name, _)| *name != "over").collect();
    admin.fills(staff, staff, &nobody).await.is(422).says("Choose what this person will look after or read.");
    let words: Vec<_> = words
        .into_iter()
        .map(|(name, word)| (name, if name == "email" { "cora@demo.example" } else { word }))
        .collect();
    admin.fills(staff, staff, &words).await.is(303);
    admin.get(staff).await.is(200).says("Consortium co-ordinators").says("Tess Rowan").says("signs nothing");
}

#[actix_web::test]
async fn a_department_appoints_all_its_registered_people_at_once() {
    use crate::kit::programme::{cases, enrols, publishes, version};
    let house = TestApp::new().await;
    let made = many(&house, 5, 0).await;
    let (own, other) = departments_of(&house, &made.trainees[0]).await;
    let [ann, ben, cat, dan] = [0, 1, 2, 3].map(|at| made.trainees[at].person.clone());
    registered(&house, &made, &ann, "full").await;
    registered(&house, &made, &ben, "full").await;
    states(&house, &cat, "full", None).await;
    states(&house, &dan, "full", Some("2026-10-31")).await;
    // Who finished the degree keeps the register here; one of them is in the middle of it.
    let cpd = "[[kinds]]\nkind = \"cpd-activity\"\nversion = 1\n";
    let register =
        publishes(&house, &version("register", "", &format!("{cpd}{}", cases("cases", 40, "")))).await;
    for staff in &made.trainees[..4] {
        enrolled_until(&house, staff, "2026-10-31").await;
        enrols(&house, &staff.person, &register, staff).await;
    }
    let eve = made.trainees[4].person.clone();
    registered(&house, &made, &eve, "full").await;
    let lea = house.signed_in(LEAD).await;
    lea.get("/people").await.says("Appoint all registered people of a department at once");
    let page = format!("/registered-people?department={own}&register=ccps%7Cfull");
    let shown = lea.get(&page).await;
    shown.is(200).says("Who will be appointed").says("Ann Field").says("Trainee 001");
    shown.says("Trainee 002: their registration is not confirmed yet");
    shown.says("Trainee 003: their registration does not hold today");
    shown.says("Sue Carter: no registration on this register is stated for them");
    shown.says("Trainee 004: they are in training on").does_not_say(&format!("value=\"{eve}\""));
    lea.get(&format!("/registered-people?department={other}&register=ccps%7Cfull"))
        .await
        .is(200)
        .says("Nobody of the department");
    let action = "/registered-people";
    let first = [("from-day", "1"), ("from-month", "11"), ("from-year", "2026")];
    let with = |people: &[&AccountId]| -> Vec<(&'static str, String)> {
        let people = people.iter().map(|id| ("person", id.to_string()));
        first.iter().map(|(name, word)| (*name, (*word).to_owned())).chain(people).collect()
    };
    let send = |words: Vec<(&'static str, String)>| {
        let (lea, page) = (&lea, &page);
        async move {
            let words: Vec<(&str, &str)> = words.iter().map(|(name, word)| (*name, word.as_str())).collect();
            lea.fills(page, action, &words).await
        }
    };
    send(with(&[])).await.is(422).says("Tick at least one person.");
    let refused = send(with(&[&ann, &cat])).await;
    refused.is(422).says("Trainee 002 cannot be appointed").says("Nobody was appointed.");
    let trains = send(with(&[&ann, &eve])).await;
    trains.is(422).says("Trainee 004 cannot be appointed: they are in training on");
    lea.get(&page).await.says("Who will be appointed").says("Ann Field");
    send(with(&[&ann, &ben])).await.leads_to("/people");
    lea.get(&page).await.says("Ann Field: they supervise the department already");
    lea.get("/people").await.says("Supervisors and tutors (3)");
    let letters = house.letters().await;
    assert!(
        letters.iter().any(|letter| letter.text.contains("appointed you as a supervisor")),
        "{letters:?}"
    );
    for email in [SUPERVISOR, TRAINEE] {
        house.signed_in(email).await.get(&page).await.is(404);
    }
}

#[actix_web::test]
async fn of_a_department_is_who_was_extended_and_not_who_has_left() {
    let house = TestApp::new().await;
    let made = many(&house, 3, 0).await;
    let (own, _) = departments_of(&house, &made.trainees[0]).await;
    let lea = house.signed_in(LEAD).await;
    enrolled_until(&house, &made.trainees[1], "2026-10-31").await;
    let until = [("day", "2026-10-31"), ("until", "2027-01-31")];
    records(&lea, &made.trainees[1], "extended", &[], &until).await.is(303);
    records(&lea, &made.trainees[2], "withdrawn", &[], &[("day", "2026-11-10")]).await.is(303);
    let page = lea.get(&format!("/registered-people?department={own}&register=ccps%7Cfull")).await;
    page.is(200).says("Ann Field").says("Trainee 001").does_not_say("Trainee 002");
}

#[actix_web::test]
async fn many_registered_staff_are_turned_by_the_page_and_each_stands_on_one() {
    let house = TestApp::new().await;
    let made = many(&house, 14, 0).await;
    all_registered(&house, &made).await;
    let (own, _) = departments_of(&house, &made.trainees[0]).await;
    let tess = tutor(&house, &own).await;
    let mut seen: Vec<usize> = Vec::new();
    for page in 1..=3 {
        let shown = tess.get(&format!("/registered-staff?page={page}")).await;
        shown.is(200).says(&format!("page {page} of 3")).says("14 enrolments in all");
        let there = |one: &Enrolled| shown.body.contains(&format!("/overseen/{}", one.enrolment));
        seen.extend(made.trainees.iter().enumerate().filter(|(_, one)| there(one)).map(|(number, _)| number));
    }
    seen.sort_unstable();
    assert_eq!(seen, (0..14).collect::<Vec<_>>(), "everybody once");
    // Whatever else stands in the address is the nearest page there is.
    tess.get("/registered-staff?page=99").await.is(200).says("page 3 of 3");
    tess.get("/registered-staff?page=x").await.is(200).says("page 1 of 3");
}
