//! The demo house, in small: made through the acts, whole, the same each time, and nobody else's; and with
//! everybody of the other house, what its pages tell of them.

use perfolio::app::App;
use perfolio::cli::demo::{self, PASSWORD, Size};
use perfolio::clock::Clock;
use perfolio::config::Config;
use perfolio::db::marks;
use perfolio::db::tx::{Dues, Why};
use perfolio::domain::role::System;
use perfolio::domain::time::Day;
use perfolio::features::{history, standing};
use perfolio::ids::Ids;
use perfolio::mail::Mailer;
use tempfile::TempDir;

use crate::kit::{TestApp, db};

mod renamed;
mod stories;

fn day() -> Day {
    "2026-11-21".parse().unwrap()
}

/// Settings of a demo in a folder of its own, with nothing in it yet.
fn settings() -> (Config, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let mut config = Config::read(|_| None, &[], folder.path().to_str().unwrap()).unwrap();
    config.database = db::empty(folder.path());
    (config, folder)
}

/// A small demo house on the morning of its day.
async fn small() -> TestApp {
    let (config, folder) = settings();
    demo::fresh(&config, day(), Size::Small).await.unwrap();
    let (mail, letters) = Mailer::in_memory();
    let morning = Clock::driven("2026-11-21T09:00:00Z".parse().unwrap());
    let app = App::assemble(config, morning, Ids::seeded(8), mail).unwrap();
    TestApp::of(app, letters, folder).await
}

#[actix_web::test]
async fn a_demo_house_is_whole_and_its_people_come_in() {
    let house = small().await;
    let system = System::at_work();
    let (code, told) = perfolio::cli::verify(&house.app, system).await.unwrap();
    assert_eq!(code, 0, "{told}");
    let thoughts = house.app.read(|r| {
        use diesel::prelude::*;
        use perfolio::db::schema::{decisions, entries, exports, readings};
        let withdrawn = entries::table.filter(entries::state.eq("withdrawn"));
        let taken_back = decisions::table.filter(decisions::known_until.is_not_null());
        Ok([
            withdrawn.count().get_result::<i64>(r.conn())?,
            taken_back.count().get_result(r.conn())?,
            readings::table.count().get_result(r.conn())?,
            exports::table.count().get_result(r.conn())?,
        ])
    });
    let thoughts = thoughts.await.unwrap();
    assert!(thoughts.iter().all(|number| *number > 0), "{thoughts:?}");
    let rebuilt = standing::rebuild(&house.app, system).await.unwrap();
    assert_eq!(rebuilt.enrolments, 5, "four trainees, one of them on two programmes");
    assert!(rebuilt.differences.is_empty(), "{:?}", rebuilt.differences);
    let doors = [
        ("trainee@demo.example", "/home", "Juniper"),
        ("supervisor@demo.example", "/inbox", "Juniper Ashgrove"),
        ("lead@demo.example", "/board", "Linnea Cobblestone"),
        ("admin@demo.example", "/account", "Percival Inkwood"),
    ];
    for (address, page, words) in doors {
        let browser = house.browser();
        browser.signs_in(address, PASSWORD).await.leads_to("/");
        browser.get(page).await.is(200).says(words);
    }
}

#[actix_web::test]
async fn the_same_day_gives_the_same_house_to_the_last_hash() {
    let mut heads = Vec::new();
    for _ in 0..2 {
        let (config, _folder) = settings();
        demo::fresh(&config, day(), Size::Small).await.unwrap();
        let (mail, _) = Mailer::in_memory();
        let app = App::assemble(config, Clock::System, Ids::Random, mail).unwrap();
        let books = app.read(|r| history::books(r.conn(), System::at_work())).await.unwrap();
        assert_eq!(books.iter().filter(|book| book.kind == "portfolio").count(), 4);
        heads.push(books.into_iter().map(|book| (book.id, book.head)).collect::<Vec<_>>());
    }
    assert_eq!(heads[0], heads[1]);
}

#[actix_web::test]
async fn a_demo_house_is_opened_again_an_unfinished_one_is_cleared_and_anothers_is_left_alone() {
    let (config, _folder) = settings();
    assert_eq!(demo::found(&config).unwrap(), None);
    demo::fresh(&config, day(), Size::Small).await.unwrap();
    assert_eq!(demo::found(&config).unwrap(), Some(day()));

    let (mail, _) = Mailer::in_memory();
    let app = App::assemble(config.clone(), Clock::System, Ids::Random, mail).unwrap();
    app.write_quietly(Why::Swept, |tx| marks::mark(tx, None)).await.unwrap();
    drop(app);
    assert_eq!(demo::found(&config).unwrap(), None);
    assert_eq!(marks::look(&config.database).unwrap(), marks::What::Nothing);

    let (config, _folder) = settings();
    let (mail, _) = Mailer::in_memory();
    let app = App::assemble(config.clone(), Clock::System, Ids::Random, mail).unwrap();
    perfolio::cli::open_house(&app).await.unwrap();
    let refused = demo::found(&config).unwrap_err().to_string();
    assert!(refused.contains("the demo leaves it alone"), "{refused}");
}

#[actix_web::test]
async fn what_is_owed_is_marked_as_old_and_paid_later() {
    let house = small().await;
    let system = System::at_work();
    let portfolios = house.app.read(move |r| standing::everyone(r.conn(), system)).await.unwrap();
    let owed = portfolios.len();
    let marked = house.app.db.run(move |run| {
        run.dues(Dues::Owed);
        for portfolio in &portfolios {
            run.quietly(Why::StandingRefreshed, |tx| standing::refresh_all(tx, portfolio))?;
        }
        Ok(())
    });
    marked.await.unwrap();
    assert_eq!(standing::refresh_due(&house.app, system).await.unwrap(), owed);
    assert_eq!(standing::refresh_due(&house.app, system).await.unwrap(), 0);
}

#[actix_web::test]
async fn everybody_who_may_be_enrolled_somewhere_has_somebody_before_them_with_something_met_and_something_not()
 {
    let (config, folder) = settings();
    demo::fresh(&config, day(), Size::Programmes).await.unwrap();
    let (mail, letters) = Mailer::in_memory();
    let morning = Clock::driven("2026-11-21T09:00:00Z".parse().unwrap());
    let app = App::assemble(config, morning, Ids::seeded(8), mail).unwrap();
    let house = TestApp::of(app, letters, folder).await;
    let people = house.app.read(|r| {
        use diesel::prelude::*;
        use perfolio::db::schema::{enrolments, programme_versions, programmes, standing_items};
        let rows = programme_versions::table
            .inner_join(programmes::table)
            .select((programmes::code, programme_versions::version, programme_versions::id))
            .order((programmes::code, programme_versions::version))
            .load::<(String, String, perfolio::domain::names::VersionId)>(r.conn())?;
        let shelf = r.shelf();
        let mut all = Vec::new();
        for (code, version, id) in rows {
            let read = perfolio::features::programmes::version(r.conn(), &shelf, &id)?;
            let on: Vec<String> = enrolments::table
                .filter(enrolments::version_id.eq(&id))
                .select(enrolments::id)
                .load(r.conn())?;
            let met: Vec<bool> = standing_items::table
                .filter(standing_items::enrolment_id.eq_any(&on))
                .select(standing_items::met)
                .load(r.conn())?;
            all.push((format!("{code} {version}"), read.offered, on.len(), met));
        }
        Ok(all)
    });
    let mut lacking = Vec::new();
    for (name, offered, number, met) in people.await.unwrap() {
        let done = met.iter().filter(|met| **met).count();
        if offered && (number == 0 || done == 0 || done == met.len()) {
            lacking.push(format!("{name}: {number} people, {done} of {} met", met.len()));
        }
        assert!(offered || number == 0, "{name} is not offered, and somebody is on it");
    }
    assert_eq!(lacking, [""; 0]);
    let (code, told) = perfolio::cli::verify(&house.app, System::at_work()).await.unwrap();
    assert_eq!(code, 0, "{told}");
    let rebuilt = standing::rebuild(&house.app, System::at_work()).await.unwrap();
    assert!(rebuilt.differences.is_empty(), "{:?}", rebuilt.differences);
    let untold = stories::lacking(&house).await;
    assert!(untold.is_empty(), "{}", untold.join("\n"));
}
