//! Who gets what at which address: every page of the house as every sort of person, as a snapshot, so
//! that a widened door is a changed line. And every act of the house, tried by those who have no business
//! with a portfolio: nothing of it changes.

use diesel::prelude::*;
use perfolio::db::schema::{books, enrolments, portfolios, programme_versions, requests};
use perfolio::domain::factor::Demand;
use perfolio::domain::names::{AccountId, DepartmentId, EntryId, RequestId, VersionId};
use perfolio::domain::role::Capacity;
use perfolio::features;

use crate::kit::TestApp;
use crate::kit::acted::{Acted, acted};
use crate::kit::app::PASSWORD;
use crate::kit::browser::Browser;
use crate::kit::many::{Enrolled, LEAD, SUPERVISOR, TRAINEE};
use crate::kit::phone::Phone;
use crate::kit::work::{appoints, departments_of, ends_appointments};

/// What stands in the braces of an address: ids of Ann Field's things, or nothing that exists.
struct Named {
    ids: Vec<(&'static str, String)>,
}

impl Named {
    fn path(&self, pattern: &str) -> String {
        let parts = pattern.split('/').map(|part| {
            let Some(name) = part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
                return part;
            };
            self.ids.iter().find(|(known, _)| *known == name).map_or("nothing", |(_, id)| id.as_str())
        });
        parts.collect::<Vec<_>>().join("/")
    }
}

async fn named(house: &TestApp, made: &Acted, entry: &str) -> Named {
    let entry = EntryId::new(entry.rsplit('/').next().unwrap());
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
        Ok((request, person, code))
    });
    let (request, person, version) = found.await.unwrap();
    let ids = vec![
        ("entry", entry.to_string()),
        ("enrolment", made.enrolment.to_string()),
        ("portfolio", made.portfolio.to_string()),
        ("request", request.to_string()),
        ("person", person.to_string()),
        ("account", person.to_string()),
        ("code", "bypass-150".to_owned()),
        ("programme", "perfusion-msc".to_owned()),
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
        ("other lead", "olga@demo.example", Capacity::Lead, &other),
        ("admin", "adam@demo.example", Capacity::Admin, &other),
    ];
    house.person("Stan Stranger", "stan@demo.example").await;
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
        if what == "ended supervisor" {
            ends_appointments(house, &person, "2026-06-30").await;
        }
        people.push((what, house.signed_in(email).await));
    }
    people.extend(on_the_way(house, &other).await);
    people
}

/// Somebody of whom the house demands a second factor and who has none, and somebody whose password was
/// right and whose code is still to come. An admin each, so that every door would open for them otherwise.
async fn on_the_way<'a>(
    house: &'a TestApp,
    department: &DepartmentId,
) -> Vec<(&'static str, Browser<'a>)> {
    for email in ["owen@demo.example", "hal@demo.example"] {
        let person = house.person(email, email).await;
        for capacity in Capacity::ALL {
            appoints(house, &person, *capacity, department).await;
        }
    }
    let hal = house.signed_in("hal@demo.example").await;
    Phone::set_up(house, &hal).await;
    let half = house.browser();
    half.signs_in("hal@demo.example", PASSWORD).await.leads_to("/sign-in/code");
    let adam = house.signed_in("adam@demo.example").await;
    Phone::set_up(house, &adam).await;
    house.demands(Demand::Offered, Demand::Offered, Demand::Required).await;
    // The admin of the table is signed in from before, in another browser.
    vec![("owing admin", house.signed_in("owen@demo.example").await), ("half way in", half)]
}

#[actix_web::test]
async fn every_page_as_every_person() {
    let house = TestApp::new().await;
    let made = acted(&house).await;
    let ann = house.signed_in(TRAINEE).await;
    let entry = made.logs(&ann).await;
    let named = named(&house, &made, &entry).await;
    let people = everybody(&house, &made).await;
    let mut table = vec![people.iter().map(|(who, _)| *who).collect::<Vec<_>>().join(" | ")];
    for line in features::routes().listed().iter().filter(|line| line.method == "GET") {
        let mut statuses = Vec::new();
        for (_, browser) in &people {
            let status = browser.get(&named.path(line.path)).await.status;
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
    let entry = made.logs(&ann).await;
    let named = named(&house, &made, &entry).await;
    let people = everybody(&house, &made).await;
    let before = head(&house, &made).await;
    let words = [
        ("reason", "x"),
        ("words", "x"),
        ("level", "teaches"),
        ("ask", "x"),
        ("share", "yes"),
        ("do", "submit"),
    ];
    for line in features::routes().listed().iter().filter(|line| line.method == "POST") {
        for (who, browser) in &people {
            if ["owner", "supervisor", "lead"].contains(who) || line.path.starts_with("/account/") {
                continue;
            }
            if line.path == "/sign-out" {
                continue;
            }
            let shown = browser.post(&named.path(line.path), &words).await;
            assert_ne!(shown.status, 500, "{who} at {}: {shown:?}", line.path);
            assert_eq!(head(&house, &made).await, before, "{who} at {} changed Ann's book", line.path);
        }
    }
}

async fn head(house: &TestApp, made: &Acted) -> (i64, String) {
    let book = made.portfolio.to_string();
    let found = house.app.read(move |r| {
        Ok(books::table.find(book).select((books::seq, books::hash)).first::<(i64, String)>(r.conn())?)
    });
    found.await.unwrap()
}
