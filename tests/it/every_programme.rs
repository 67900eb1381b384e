//! Every shipped programme, used by somebody: the second demo house has a person on each, who recorded and had
//! decided what they ask through the acts of the house. Here each of their pages opens, for them and for their
//! lead, each kind that they may log has its form, and their record leaves as a file with the same numbers.

use std::collections::BTreeSet;

use diesel::prelude::*;
use perfolio::app::App;
use perfolio::cli::demo::{self, PASSWORD, Size};
use perfolio::clock::Clock;
use perfolio::config::Config;
use perfolio::db::schema::{
    accounts, enrolments, portfolios, programme_versions, programmes, standing_items,
};
use perfolio::domain::kind::Recorder;
use perfolio::domain::names::{EnrolmentId, VersionId};
use perfolio::features::programmes as room;
use perfolio::ids::Ids;
use perfolio::mail::Mailer;

use crate::kit::{TestApp, db};

/// Somebody of the demo house.
struct Person {
    address: String,
    on: String,
    title: String,
    enrolment: EnrolmentId,
    requirements: Vec<String>,
    /// Of the kinds that trainees write themselves.
    kinds: Vec<String>,
}

async fn people(house: &TestApp) -> Vec<Person> {
    let found = house.app.read(|r| {
        let rows = enrolments::table
            .inner_join(portfolios::table.inner_join(accounts::table))
            .inner_join(programme_versions::table.inner_join(programmes::table))
            .filter(enrolments::known_until.is_null())
            .select((
                accounts::email,
                programmes::code,
                programme_versions::version,
                programme_versions::id,
                enrolments::id,
            ))
            .order((programmes::code, programme_versions::version, enrolments::id))
            .load::<(String, String, String, VersionId, EnrolmentId)>(r.conn())?;
        let shelf = r.shelf();
        let mut all = Vec::new();
        for (address, code, number, version, enrolment) in rows {
            let read = room::version(r.conn(), &shelf, &version)?;
            let requirements = standing_items::table
                .filter(standing_items::enrolment_id.eq(&enrolment))
                .select(standing_items::requirement)
                .load(r.conn())?;
            let mut kinds = Vec::new();
            for used in &read.kinds {
                if used.kind.recorded_by == Recorder::Trainee {
                    kinds.push(used.kind.code.clone());
                }
            }
            let (on, title) = (format!("{code} {number}"), read.title.clone());
            all.push(Person { address, on, title, enrolment, requirements, kinds });
        }
        Ok(all)
    });
    found.await.unwrap()
}

#[actix_web::test]
async fn each_is_seen_logged_and_taken_away_by_somebody_on_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = Config::read(|_| None, &[], folder.path().to_str().unwrap()).unwrap();
    config.database = db::empty(folder.path());
    demo::fresh(&config, "2026-11-21".parse().unwrap(), Size::Programmes).await.unwrap();
    let (mail, letters) = Mailer::in_memory();
    let morning = Clock::driven("2026-11-21T09:00:00Z".parse().unwrap());
    let app = App::assemble(config, morning, Ids::seeded(8), mail).unwrap();
    let house = TestApp::of(app, letters, folder).await;
    let everybody = people(&house).await;
    assert!(everybody.len() > 40, "{} people", everybody.len());
    let leads = [house.browser(), house.browser()];
    for (lead, address) in leads.iter().zip(["lead@demo.example", "science.lead@demo.example"]) {
        lead.signs_in(address, PASSWORD).await.leads_to("/");
    }
    for person in &everybody {
        let name = &person.on;
        let trainee = house.browser();
        trainee.signs_in(&person.address, PASSWORD).await.leads_to("/");
        let home = trainee.get("/home").await;
        assert!(home.status == 200 && home.body.contains(&askama_text(&person.title)), "{name}: home");
        for kind in &person.kinds {
            let form = trainee.get(&format!("/entries/new?kind={kind}")).await;
            assert!(form.status == 200 && form.body.contains("Save as draft"), "{name}: form of {kind}");
        }
        for code in &person.requirements {
            let page = format!("/requirements/{}/{code}", person.enrolment);
            let shown = trainee.get(&page).await;
            assert_eq!(shown.status, 200, "{name}: {page}");
        }
        let page = format!("/trainees/{}", person.enrolment);
        let mut seen = [leads[0].get(&page).await.status, leads[1].get(&page).await.status];
        seen.sort_unstable();
        assert_eq!(seen, [200, 404], "{name}: {page} is one lead's and not the other's");
        let asked = format!("/exports/new?enrolment={}", person.enrolment);
        let made = trainee.fills(&asked, "/exports", &[("format", "csv"), ("when", "now")]).await;
        let file = trainee.get(made.is(303).location().unwrap()).await;
        file.is(200).says(&person.title);
        let codes = in_file(&file.body);
        for code in &person.requirements {
            assert!(codes.contains(code), "{name}: {code} is not in the file");
        }
        house.later(1);
    }
}

/// The requirements that a report lists.
fn in_file(text: &str) -> BTreeSet<String> {
    let mut rows = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let at = rows.headers().unwrap().iter().position(|name| name == "Code").unwrap();
    let listed = rows.records().map(Result::unwrap).filter(|row| &row[0] == "Requirements");
    listed.map(|row| row[at].to_owned()).collect()
}

/// As a page writes it.
fn askama_text(text: &str) -> String {
    text.replace('&', "&#38;").replace('\'', "&#39;").replace('"', "&#34;")
}
