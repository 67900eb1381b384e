//! Who gets what at which address: every page of the house as every sort of person, as a snapshot, so
//! that a widened door is a changed line. And every act of the house, tried by those who have no business
//! with a portfolio: nothing of it changes.

mod deciding;

use diesel::prelude::*;
use perfolio::db::schema::*;
use perfolio::db::tx::Why;
use perfolio::domain::factor::Demand;
use perfolio::domain::names::*;
use perfolio::domain::role::Capacity;
use perfolio::domain::time::Day;
use perfolio::features;

use crate::kit::TestApp;
use crate::kit::acted::{Acted, acted};
use crate::kit::app::PASSWORD;
use crate::kit::browser::{Browser, Shown};
use crate::kit::elsewhere::{elsewhere, version_of};
use crate::kit::many::{Enrolled, LEAD, SUPERVISOR, TRAINEE};
use crate::kit::phone::Phone;
use crate::kit::programme::enrols_in;
use crate::kit::work::{appoints, attaches, departments_of, ends_appointments};

/// Who has business with Ann's things by an act of the list, besides herself, her supervisor and her lead. Nothing of it
/// is tried here: that it can be done is the other half of `deciding`, or of the tests of its room.
const BUSINESS: [(&str, &str); 12] = [
    ("deputy", "/inbox/{request}/signature"),
    ("deputy", "/inbox/{request}/return"),
    ("deputy", "/entries/{entry}/report"),
    ("deputy", "/reviews/{review}/pack/{entry}/report"),
    ("panel", "/reviews/{review}/pack/{entry}/report"),
    ("deputy", "/reviews/{review}/report"),
    ("panel", "/reviews/{review}/report"),
    ("information governance", "/incidents/{incident}/redaction"),
    ("panel", "/reviews/{review}/outcome"),
    ("quality reader", "/second-readings/{item}"),
    (HOLDER, "/outside/confirmations/{confirmation}"),
    (HOLDER, "/colleague/{token}/refusal"),
];

/// What stands in the braces of an address: ids of Ann Field's things, or nothing that exists.
struct Named {
    ids: Vec<(&'static str, String)>,
}

/// Whoever was given a link to one entry, to what they decided without work mail, or to one round of feedback, and has
/// no account.
const HOLDER: &str = "holder of a link";

impl Named {
    /// Nobody but its holder has the link.
    fn path_for(&self, who: &str, pattern: &str) -> String {
        let links = ["/outside/{token}", "/outside/confirmations/{confirmation}", "/colleague/{token}"];
        if who != HOLDER && links.iter().any(|link| pattern.starts_with(link)) {
            self.path(&pattern.replace("{token}", "guessed").replace("{confirmation}", "guessed"))
        } else if pattern == "/reviews/new" {
            format!("{pattern}?enrolment={}", self.path("{enrolment}"))
        } else if pattern == "/assessments/new" {
            // Of Ann; without a trainee it leads everybody who may come to their list.
            format!("{pattern}?kind=bypass-case&trainee={}", self.path("{enrolment}"))
        } else {
            self.path(pattern)
        }
    }

    fn path(&self, pattern: &str) -> String {
        let parts = pattern.split('/').map(|part| {
            let Some(name) = part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
                return part;
            };
            // Earlier records have entries and drafts of their own kind.
            let name = match (pattern.starts_with("/earlier/"), name) {
                (true, "entry") => "set",
                (true, "draft") => "upload",
                (false, "batch") if pattern.starts_with("/together/") => "alike batch",
                (false, "entry") if pattern.contains("/statements/") => "stated entry",
                (false, "token") if pattern.starts_with("/outside/") => "ticket",
                (false, "token") if pattern.starts_with("/colleague/") => "colleague link",
                (false, "token") if pattern.starts_with("/rooms/") => "room token",
                _ => name,
            };
            // What an institution adds is to a programme of somebody else's; who ticks conditions of entry off
            // needs somebody whose programme has some.
            let name = match name {
                "programme" if pattern.contains("/layer") => "layered programme",
                "version" if pattern.contains("/layer") => "layered version",
                "code" if pattern.contains("/layer") => "added requirement",
                "requirement" if pattern.contains("/layer") => "layered requirement",
                "kind" if pattern.contains("/layer") => "layered kind",
                "enrolment" if pattern.starts_with("/checklists/") => "enrolment with conditions",
                "enrolment" if pattern.starts_with("/module-sign-offs/") => "enrolment with conditions",
                "requirement" if pattern.starts_with("/module-sign-offs/") => "whole",
                _ => name,
            };
            self.ids.iter().find(|(known, _)| *known == name).map_or("nothing", |(_, id)| id.as_str())
        });
        parts.collect::<Vec<_>>().join("/")
    }
}

/// Everything that Ann Field may have: a signed case, one that waits (with a file), a draft with a thought,
/// a registration, a report that was asked for. And the ids of it all.
async fn everything(house: &TestApp, made: &Acted, ann: &Browser<'_>) -> Named {
    let signed = made.logs(ann).await;
    made.decides(&house.signed_in(SUPERVISOR).await, true).await;
    house.later(60);
    let entry = made.logs(ann).await;
    let page = ann.get("/entries/new?kind=bypass-case").await;
    let hidden = page.is(200).hidden_fields("/entries");
    let draft = hidden.iter().find(|(name, _)| name == "draft").unwrap().1.clone();
    let more = [("do", "draft"), ("f-circuit", "Make 7"), ("reflection", "Mine alone.")];
    let words = hidden.iter().map(|(name, word)| (name.as_str(), word.as_str())).chain(more);
    ann.post(&format!("/drafts/{draft}"), &words.collect::<Vec<_>>()).await.is(200);
    ann.post("/registrations", &REGISTRATION).await.is(303);
    let page = format!("/exports/new?enrolment={}", made.enrolment);
    ann.fills(&page, "/exports", &[("format", "csv"), ("when", "now")]).await.is(303);
    let lea = house.signed_in(LEAD).await;
    let life = format!("/enrolments/{}/life/working", made.enrolment);
    let part = [
        ("day-day", "1"),
        ("day-month", "9"),
        ("day-year", "2026"),
        ("percent", "80"),
        ("category", "health"),
        ("reason", "Advised to rest"),
        ("do", "record"),
    ];
    lea.fills(&life, &life, &part).await.is(303);
    let numbers = [("sort", "people"), ("text", "Name,E-mail\nCy Dale,cy@demo.example\n")];
    let import = lea.fills("/imports/new", "/imports", &numbers).await.location().unwrap().to_owned();
    let mut named = named(house, made, &entry).await;
    let (ticket, domain) = handed_over(house, ann, &entry).await;
    let batch = crate::together::batch_with(house, &made.made.supervisor, &EntryId::new(last(&entry))).await;
    named.ids.push(("alike batch", batch.to_string()));
    named.ids.push(("import", import.split('/').nth(2).unwrap().to_owned()));
    let incident = crate::redactions::reports(ann, &signed, &["field:bypass-minutes"]).await;
    let (signed, entry) = (last(&signed), last(&entry));
    house.ends_out_of_order("a file is attached as a row, so that its version’s root is another");
    let attached = attaches(house, &EntryId::new(entry)).await;
    let supervisor = made.made.supervisor.clone();
    let found = house.app.read(move |r| {
        let decision: DecisionId = decisions::table
            .filter(decisions::entry_id.eq(EntryId::new(signed)))
            .select(decisions::id)
            .first(r.conn())?;
        let appointment: AppointmentId = appointments::table
            .filter(appointments::person_id.eq(&supervisor))
            .select(appointments::id)
            .first(r.conn())?;
        let registration: RegistrationId = registrations::table.select(registrations::id).first(r.conn())?;
        let export: ExportId = exports::table.select(exports::id).first(r.conn())?;
        Ok([
            ("evidence", attached.to_string()),
            ("decision", decision.to_string()),
            ("appointment", appointment.to_string()),
            ("registration", registration.to_string()),
            ("export", export.to_string()),
        ])
    });
    named.ids.extend(found.await.unwrap());
    named.ids.push(("draft", draft));
    named.ids.push(("incident", last(&incident)));
    let person = crate::erasures::ann_of(house, made).await;
    let erasure = crate::erasures::proposed_row(house, &person, &made.made.lead).await;
    named.ids.push(("erasure", erasure.to_string()));
    named.ids.extend(elsewhere(house, made, &house.signed_in(LEAD).await, ann).await);
    let upload = crate::earlier::uploads(ann, crate::earlier::LOG.as_bytes(), &[], &[]).await;
    let set = crate::earlier::brings_in(ann, &upload).await;
    crate::earlier::accepted(house, made, &set, &[("which", "all")]).await;
    let acceptance =
        house.app.read(|r| Ok(acceptances::table.select(acceptances::id).first::<AcceptanceId>(r.conn())?));
    named.ids.push(("acceptance", acceptance.await.unwrap().to_string()));
    named.ids.push(("set", last(&set)));
    let upload = crate::earlier::uploads(ann, crate::earlier::LOG.as_bytes(), &[], &[]).await;
    named.ids.push(("upload", last(&upload)));
    named.ids.push(("number", "1".to_owned()));
    named.ids.push(("domain", domain));
    let (room, token) = code_of_a_room(house).await;
    named.ids.extend([("room", room), ("room token", token)]);
    let of = (&made.portfolio, &made.enrolment);
    let round = crate::feedback::as_rows(house, of, &made.made.supervisor).await;
    named.ids.extend(["round", "rater", "colleague link", "comment"].into_iter().zip(round));
    named.ids.push(("ticket", ticket));
    being_written(house, made).await;
    added_to(house, &lea, &mut named).await;
    let (review, _) = crate::reviews::seats::with_a_panel(house, made, &lea).await;
    crate::reviews::whole::prepares(ann, &review, &crate::reviews::whole::OWN).await.leads_to(&review);
    crate::reviews::whole::freezes(&lea, &review).await;
    named.ids.push(("review", last(&review)));
    named.ids.extend(crate::quality::ids(house, made).await);
    named.ids.extend(crate::approvals::ids(house, made).await);
    named.ids.push(("enrolment with conditions", with_conditions(house, made).await.to_string()));
    let decided = EntryId::new(last(&made.logs(ann).await));
    named.ids.push(("confirmation", crate::outside::unconfirmed(house, ann, &decided).await));
    let statement = house.app.read(|r| {
        let newest = statements::table.order(statements::taken_at.desc());
        Ok(newest.select(statements::id).first::<StatementId>(r.conn())?)
    });
    named.ids.push(("statement", statement.await.unwrap().to_string()));
    named.ids.push(("stated entry", decided.to_string()));
    named
}

/// The lead allows a domain, and Ann makes a link to the entry: its secret, and the id of the domain.
async fn handed_over(house: &TestApp, ann: &Browser<'_>, entry: &str) -> (String, String) {
    let department = house.app.read(|r| Ok(departments::table.select(departments::id).first(r.conn())?));
    crate::outside::allows(house, &department.await.unwrap(), "northgate.nhs.uk").await.is(303);
    let link = crate::outside::link_to(ann, &EntryId::new(last(entry))).await;
    let domain = house.app.read(|r| Ok(work_domains::table.select(work_domains::id).first(r.conn())?));
    (last(&link), domain.await.unwrap())
}

/// The code of a theatre: the id of the room, and what stands in its address.
async fn code_of_a_room(house: &TestApp) -> (String, String) {
    let department = house.app.read(|r| Ok(departments::table.select(departments::id).first(r.conn())?));
    crate::rooms::coded(house, &department.await.unwrap(), "Theatre 2").await
}

/// Somebody in Ann's department on a version that has conditions of entry.
async fn with_conditions(house: &TestApp, made: &Acted) -> EnrolmentId {
    let person = house.person("Cleo Vane", "cleo@demo.example").await;
    let enrolment = made.enrolment.clone();
    let found = house.app.read(move |r| {
        let department: DepartmentId =
            enrolments::table.find(&enrolment).select(enrolments::department_id).first(r.conn())?;
        let version: VersionId = programme_versions::table
            .inner_join(programmes::table)
            .filter(programmes::code.eq("perfusion-msc"))
            .filter(programme_versions::version.eq("2026"))
            .select(programme_versions::id)
            .first(r.conn())?;
        Ok((department, version))
    });
    let (department, version) = found.await.unwrap();
    enrols_in(house, &person, &version, &department, &person).await.enrolment
}

/// The lead's institution adds a requirement to a programme that is not its own.
async fn added_to(house: &TestApp, lea: &Browser<'_>, named: &mut Named) {
    let layer = "/programmes/stp-cardiac/versions/2022/layer";
    let institution =
        house.app.read(|r| Ok(institutions::table.select(institutions::id).first::<String>(r.conn())?));
    let text = "layer_of = \"stp-cardiac@2022\"\n\n[[requirements]]\ncode = \"induction\"\ntitle = \"Induction\"\nsource = \"House rule 7\"\n[requirements.rule]\nheld = \"document\"\n";
    let words = [("institution", &*institution.await.unwrap()), ("words", text), ("do", "set")];
    lea.fills(layer, layer, &words).await.is(303);
    let ids = [
        ("layered programme", "stp-cardiac"),
        ("layered version", "2022"),
        ("added requirement", "induction"),
        ("layered requirement", "s-cs-r1-observed"),
        ("layered kind", "dops"),
    ];
    named.ids.extend(ids.map(|(name, id)| (name, id.to_owned())));
}

/// The programme is the lead's institution's, and a draft of it is open.
async fn being_written(house: &TestApp, made: &Acted) {
    let lead = made.made.lead.clone();
    let done = house.app.write_quietly(Why::DraftSaved, move |tx| {
        let (programme, now): (ProgrammeId, _) = (
            programmes::table
                .filter(programmes::code.eq("perfusion-msc"))
                .select(programmes::id)
                .first(tx.conn())?,
            tx.now(),
        );
        let institution: InstitutionId = institutions::table.select(institutions::id).first(tx.conn())?;
        let (version, words): (VersionId, String) = programme_versions::table
            .filter(programme_versions::programme_id.eq(&programme))
            .filter(programme_versions::version.eq("2025"))
            .select((programme_versions::id, programme_versions::words))
            .first(tx.conn())?;
        let draft: ProgrammeDraftId = tx.new_id();
        diesel::insert_into(programme_owners::table)
            .values((
                programme_owners::programme_id.eq(&programme),
                programme_owners::institution_id.eq(&institution),
                programme_owners::given_by.eq(&lead),
                programme_owners::known_from.eq(now),
            ))
            .execute(tx.conn())?;
        diesel::insert_into(programme_drafts::table)
            .values((
                programme_drafts::id.eq(&draft),
                programme_drafts::programme_id.eq(&programme),
                programme_drafts::number.eq(1),
                programme_drafts::from_version_id.eq(&version),
                programme_drafts::begun_by.eq(&lead),
                programme_drafts::begun_at.eq(now),
                programme_drafts::state.eq("open"),
                programme_drafts::saves.eq(1),
            ))
            .execute(tx.conn())?;
        diesel::insert_into(programme_saves::table)
            .values((
                programme_saves::draft_id.eq(&draft),
                programme_saves::number.eq(1),
                programme_saves::words.eq(words),
                programme_saves::words_hash.eq(""),
                programme_saves::what.eq("begun"),
                programme_saves::about.eq(""),
                programme_saves::saved_by.eq(&lead),
                programme_saves::saved_at.eq(now),
            ))
            .execute(tx.conn())?;
        Ok(())
    });
    done.await.unwrap();
}

const REGISTRATION: [(&str, &str); 6] = [
    ("register", "other"),
    ("body", "The Society"),
    ("number", "P 123"),
    ("from-day", "1"),
    ("from-month", "9"),
    ("from-year", "2025"),
];

fn last(path: &str) -> String {
    path.rsplit('/').next().unwrap().to_owned()
}

async fn named(house: &TestApp, made: &Acted, entry: &str) -> Named {
    let entry = EntryId::new(last(entry));
    let (enrolment, portfolio) = (made.enrolment.clone(), made.portfolio.clone());
    let looked_for = entry.clone();
    let found = house.app.read(move |r| {
        let request: RequestId = requests::table
            .filter(requests::entry_id.eq(&looked_for))
            .select(requests::id)
            .first(r.conn())?;
        let person: AccountId =
            portfolios::table.find(&portfolio).select(portfolios::person_id).first(r.conn())?;
        let version: VersionId =
            enrolments::table.find(&enrolment).select(enrolments::version_id).first(r.conn())?;
        let code: String =
            programme_versions::table.find(&version).select(programme_versions::version).first(r.conn())?;
        let life: String = life_events::table.select(life_events::id).first(r.conn())?;
        Ok((request, person, code, life))
    });
    let (request, person, version, life) = found.await.unwrap();
    let ids = vec![
        ("entry", entry.to_string()),
        ("enrolment", made.enrolment.to_string()),
        ("portfolio", made.portfolio.to_string()),
        ("request", request.to_string()),
        ("person", person.to_string()),
        ("account", person.to_string()),
        ("code", "bypass-150".to_owned()),
        ("requirement", "mix-grafting".to_owned()),
        ("whole", "certificate".to_owned()),
        ("happening", "time-out".to_owned()),
        ("life", life),
        ("programme", "perfusion-msc".to_owned()),
        ("form", "case".to_owned()),
        ("kind", "dops".to_owned()),
        ("version", version),
    ];
    Named { ids }
}

/// Ann's house, and everybody who might come to her pages. In the order of the table's columns.
async fn everybody<'a>(house: &'a TestApp, made: &Acted) -> Vec<(&'static str, Browser<'a>)> {
    let ann = Enrolled {
        person: AccountId::new(""),
        portfolio: made.portfolio.clone(),
        enrolment: made.enrolment.clone(),
        entries: Vec::new(),
    };
    let (own, other) = departments_of(house, &ann).await;
    let others = [
        ("other supervisor", "otto@demo.example", Capacity::Supervisor, &other),
        ("ended supervisor", "edna@demo.example", Capacity::Supervisor, &own),
        ("ended lately", "eli@demo.example", Capacity::Supervisor, &own),
        ("other lead", "olga@demo.example", Capacity::Lead, &other),
        ("admin", "adam@demo.example", Capacity::Admin, &other),
    ];
    // A stranger passes the gates of trainees: somebody else's portfolio is what they may not reach.
    let stan = house.person("Stan Stranger", "stan@demo.example").await;
    let like = version_of(house, &made.enrolment).await;
    enrols_in(house, &stan, &like, &other, &stan).await;
    let mut people = vec![
        ("anonymous", house.browser()),
        ("owner", house.signed_in(TRAINEE).await),
        ("stranger", house.signed_in("stan@demo.example").await),
        ("supervisor", house.signed_in(SUPERVISOR).await),
        ("lead", house.signed_in(LEAD).await),
    ];
    for (what, email, capacity, department) in others {
        let person = house.person(what, email).await;
        appoints(house, &person, capacity, department).await;
        match what {
            "ended supervisor" => ends_appointments(house, &person, "2026-06-30").await,
            "ended lately" => ends_appointments(house, &person, "2026-10-31").await,
            _ => {}
        }
        people.push((what, house.signed_in(email).await));
    }
    people.push(("deputy", deputy(house, made, &own).await));
    people.push(("university", crate::imports::uma(house).await.1));
    let ivo = crate::redactions::governor(house).await;
    // The house demands it of him: without it he would stand before the door of setting one up, and nowhere else.
    Phone::set_up(house, &ivo).await;
    people.push(("information governance", ivo));
    people.push(("panel", house.signed_in("pam@uni.example").await));
    people.push(("tutor", crate::capacities::tutor(house, &own).await));
    people.push(("quality reader", house.signed_in(crate::quality::READER).await));
    people.push(("co-ordinator", crate::capacities::coordinator(house, &own).await));
    let (_, adam) = people.iter().find(|(what, _)| *what == "admin").unwrap();
    let on_the_way = on_the_way(house, adam, &other).await;
    people.extend(on_the_way);
    people.push((HOLDER, house.browser()));
    people
}

/// A colleague who stands in for Ann's supervisor in these days.
async fn deputy<'a>(house: &'a TestApp, made: &Acted, department: &DepartmentId) -> Browser<'a> {
    let tom = house.person("Tom Hill", "tom@demo.example").await;
    appoints(house, &tom, Capacity::Supervisor, department).await;
    let (sue, deputy) = (made.made.supervisor.clone(), tom);
    let away = house.app.write_quietly(Why::StandingRefreshed, move |tx| {
        let (id, now): (AbsenceId, _) = (tx.new_id(), tx.now());
        let day = |text: &str| text.parse::<Day>().unwrap();
        diesel::insert_into(absences::table)
            .values((
                absences::id.eq(&id),
                absences::person_id.eq(&sue),
                absences::deputy_id.eq(&deputy),
                absences::from_day.eq(day("2026-11-10")),
                absences::until_day.eq(day("2026-11-24")),
                absences::made_by.eq(&sue),
                absences::known_from.eq(now),
            ))
            .execute(tx.conn())?;
        Ok(())
    });
    away.await.unwrap();
    house.vouches().await;
    house.signed_in("tom@demo.example").await
}

/// Somebody of whom the house demands a second factor and who has none, and somebody whose password was
/// right and whose code is still to come. An admin each, so that every door would open for them otherwise.
async fn on_the_way<'a>(
    house: &'a TestApp,
    adam: &Browser<'_>,
    department: &DepartmentId,
) -> Vec<(&'static str, Browser<'a>)> {
    for email in ["owen@demo.example", "hal@demo.example"] {
        let person = house.person(email, email).await;
        for capacity in Capacity::APPOINTED {
            appoints(house, &person, *capacity, department).await;
        }
    }
    let hal = house.signed_in("hal@demo.example").await;
    Phone::set_up(house, &hal).await;
    let half = house.browser();
    half.signs_in("hal@demo.example", PASSWORD).await.leads_to("/sign-in/code");
    Phone::set_up(house, adam).await;
    house.demands(Demand::Offered, Demand::Offered, Demand::Required).await;
    vec![("owing admin", house.signed_in("owen@demo.example").await), ("half way in", half)]
}

#[actix_web::test]
async fn every_page_as_every_person() {
    let house = TestApp::new().await;
    let made = acted(&house).await;
    let ann = house.signed_in(TRAINEE).await;
    let named = everything(&house, &made, &ann).await;
    let people = everybody(&house, &made).await;
    let mut table = vec![people.iter().map(|(who, _)| *who).collect::<Vec<_>>().join(" | ")];
    for line in features::routes().listed().iter().filter(|line| line.method == "GET") {
        let mut statuses = Vec::new();
        for (who, browser) in &people {
            let status = browser.get(&named.path_for(who, line.path)).await.status;
            assert_ne!(status, 500, "{}", line.path);
            statuses.push(status.to_string());
        }
        table.push(format!("{:<48} {}", line.path, statuses.join(" ")));
    }
    insta::assert_snapshot!(table.join("\n"));
}

#[actix_web::test]
async fn nobody_without_business_changes_a_portfolio() {
    let house = TestApp::new().await;
    let made = acted(&house).await;
    let ann = house.signed_in(TRAINEE).await;
    let named = everything(&house, &made, &ann).await;
    let people = everybody(&house, &made).await;
    let before = hers(&house, &made).await;
    let (draft, trainee) = (named.path("{draft}"), named.path("{enrolment}"));
    // As the page of who may decide would send it.
    let (version, root) = newest_of(&house, &EntryId::new(named.path("{entry}"))).await;
    let words: Vec<(&str, &str)> = [
        ("version", version.as_str()),
        ("root", root.as_str()),
        ("outcome", "with-actions"),
        ("reasons", "Kept."),
        ("verdict", "signed"),
        ("sort", "name"),
        ("place", "field:bypass-minutes"),
        ("sure", "yes"),
        ("early", "yes"),
        ("met-day", "12"),
        ("met-month", "11"),
        ("met-year", "2026"),
        ("both", "yes"),
        ("reason", "x"),
        ("words", "x"),
        ("level", "teaches"),
        ("ask", "x"),
        ("share", "yes"),
        ("do", "submit"),
        ("draft", draft.as_str()),
        ("kind", "bypass-case"),
        ("trainee", trainee.as_str()),
        ("f-circuit", "Eve's"),
        ("reflection", "Eve's"),
    ]
    .into_iter()
    .chain(REGISTRATION)
    .collect();
    let mut tried = 0;
    for line in features::routes().listed().iter().filter(|line| line.method == "POST") {
        for (who, browser) in &people {
            if ["owner", "supervisor", "lead"].contains(who) || line.path.starts_with("/account/") {
                continue;
            }
            if line.path == "/sign-out" || BUSINESS.contains(&(*who, line.path)) {
                continue;
            }
            // Each from a place of its own: what is refused here is refused for who they are, not for how often.
            tried += 1;
            browser.moves_to(tried);
            let shown = browser.post(&named.path_for(who, line.path), &words).await;
            assert_ne!(shown.status, 500, "{who} at {}: {shown:?}", line.path);
            assert!(!said_too_often(&shown), "{who} at {} was only slowed: {shown:?}", line.path);
            assert_eq!(hers(&house, &made).await, before, "{who} at {} changed what is Ann's", line.path);
        }
    }
}

/// As a page of its own, or above the form with what was typed.
fn said_too_often(shown: &Shown) -> bool {
    shown.status == 429 || shown.body.to_lowercase().contains("too many tries")
}

/// The version and the root that stand on the page of whoever may decide.
async fn newest_of(house: &TestApp, entry: &EntryId) -> (String, String) {
    let entry = entry.clone();
    let found = house.app.read(move |r| {
        Ok(entry_versions::table
            .filter(entry_versions::entry_id.eq(&entry))
            .order(entry_versions::number.desc())
            .select((entry_versions::id, entry_versions::root))
            .first::<(String, String)>(r.conn())?)
    });
    found.await.unwrap()
}

/// The head of Ann's book, and what of hers is in no portfolio's book.
async fn hers(house: &TestApp, made: &Acted) -> Vec<String> {
    let (book, portfolio) = (made.portfolio.to_string(), made.portfolio.clone());
    let (enrolment, supervisor) = (made.enrolment.to_string(), made.made.supervisor.clone());
    let found = house.app.read(move |r| {
        let ann: AccountId =
            portfolios::table.find(&portfolio).select(portfolios::person_id).first(r.conn())?;
        let head: (i64, String) =
            books::table.find(book).select((books::seq, books::hash)).first(r.conn())?;
        let drafts: Vec<String> =
            drafts::table.filter(drafts::owner_id.eq(&ann)).select(drafts::words).load(r.conn())?;
        let thoughts: Vec<String> = reflections::table
            .filter(reflections::portfolio_id.eq(&portfolio))
            .select(reflections::words)
            .load(r.conn())?;
        let files: i64 = evidence::table.count().get_result(r.conn())?;
        let stated: i64 = registrations::table
            .filter(registrations::person_id.eq(&ann))
            .filter(registrations::known_until.is_null())
            .count()
            .get_result(r.conn())?;
        let confirmed: i64 = registration_confirmations::table.count().get_result(r.conn())?;
        let reports: i64 =
            exports::table.filter(exports::subject.eq(enrolment)).count().get_result(r.conn())?;
        let second: i64 = second_readings::table.count().get_result(r.conn())?;
        let outside: Vec<String> =
            statements::table.order(statements::id).select(statements::standing).load(r.conn())?;
        let ends: Vec<Option<Day>> = appointments::table
            .filter(appointments::person_id.eq(&supervisor))
            .select(appointments::until_day)
            .load(r.conn())?;
        // Of a round nothing is in the book before it is over.
        let answered: i64 = feedback_answers::table.count().get_result(r.conn())?;
        let raters: Vec<String> = feedback_raters::table
            .order(feedback_raters::id)
            .select(feedback_raters::state)
            .load(r.conn())?;
        let codes: i64 = ticket_codes::table.count().get_result(r.conn())?;
        Ok(vec![
            format!("{answered} {raters:?} {codes}"),
            format!("{head:?}"),
            format!("{drafts:?} {thoughts:?} {files}"),
            format!("{stated} {confirmed} {reports} {ends:?} {second} {outside:?}"),
        ])
    });
    found.await.unwrap()
}
