//! Broken off in between, and backups of before.

use std::fs;
use std::path::PathBuf;

use diesel::prelude::*;
use perfolio::app::App;
use perfolio::cli::backup::backup;
use perfolio::cli::restore::restore;
use perfolio::cli::verify;
use perfolio::config::Config;
use perfolio::db::schema::{accounts, erasures, jobs, notices, redactions, standings};
use perfolio::db::twins;
use perfolio::domain::job::Notice;
use perfolio::domain::names::{EnrolmentId, ErasureId};
use perfolio::domain::role::System;
use perfolio::domain::time::Moment;
use perfolio::features::erasures::{catch_up, erase};
use perfolio::features::redactions as redactions_room;
use perfolio::features::standing::raise_stale;
use perfolio::mail::{Letter, Mailer};

use super::{Left, WORDS, at_rest, entries_of, left, nothing_of_ann, still, told};
use crate::audit::{outside, verified};
use crate::kit::TestApp;
use crate::kit::small::{all_files, nothing_yet, opened};

/// As a house without a mail server has it: to somebody else, about her.
async fn a_letter_that_names_her(config: &Config) {
    let mailer = Mailer::into_folder(config.letters(), "perfolio@house.example").unwrap();
    let text = "Ann Field asks you to look at a case of today.".to_owned();
    let letter = Letter {
        to_name: "Sue Carter".to_owned(),
        to_address: "sue@house.example".to_owned(),
        subject: "Somebody asks you to sign".to_owned(),
        html: format!("<p>{text}</p>"),
        text,
    };
    mailer.send(&letter).await.unwrap();
    assert!(still(config, &WORDS).iter().any(|place| place.contains("/letters/")));
}

async fn erased_entries(house: &TestApp) -> i64 {
    let read = house.app.read(|r| {
        let part = redactions::table.filter(redactions::erasure_id.is_not_null());
        Ok(part.count().get_result(r.conn())?)
    });
    read.await.unwrap()
}

async fn erasure_of(house: &TestApp) -> ErasureId {
    let read = house.app.read(|r| {
        Ok(erasures::table
            .filter(erasures::reference.eq("IG-2037/4"))
            .select(erasures::id)
            .first(r.conn())?)
    });
    read.await.unwrap()
}

/// The job is stopped once its first entry is gone: whatever was being written is there whole or not at all.
async fn breaks_off(house: &TestApp, erasure: &ErasureId) {
    let (app, id): (App, ErasureId) = (house.app.clone(), erasure.clone());
    let job = actix_web::rt::spawn(async move { erase(&app, &id, System::at_work()).await });
    while erased_entries(house).await == 0 {
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    job.abort();
    let _ = job.await;
    at_rest(house).await;
}

#[actix_web::test]
async fn what_was_broken_off_in_between_goes_on_and_does_nothing_twice() {
    let house = TestApp::new().await;
    let at = left(&house).await;
    at.agreed().await;
    let (erasure, all) = (erasure_of(&house).await, entries_of(&house, &at.of).await);
    breaks_off(&house, &erasure).await;
    let done = erased_entries(&house).await;
    assert!(done >= 1 && done < all, "{done} of {all}: it was not broken off in between");
    // Bytes follow their row by a job, or at the next start.
    redactions_room::catch_up(&house.app, System::at_work()).await.unwrap();
    let (code, said) = verified(&house).await;
    assert_eq!(code, 0, "half erased, and every book is whole: {said}");
    let list = fs::read_to_string(&house.app.config.struck_out).unwrap();
    assert!(list.contains(erasure.as_str()), "the list knows it from the beginning");

    house.letters().await;
    nothing_of_ann(&house.app.config);
    assert!(all_files(&house.app.config).is_empty());
    assert_eq!(told(&house, "entry/erased").await, all);
    erase(&house.app, &erasure, System::at_work()).await.unwrap();
    assert_eq!(catch_up(&house.app, System::at_work()).await.unwrap().again, 0);
    for (act, times) in [("entry/erased", all), ("portfolio/erased", 1), ("erasure/done", 1)] {
        assert_eq!(told(&house, act).await, times, "{act}");
    }
    let list = fs::read_to_string(&house.app.config.struck_out).unwrap();
    assert_eq!(list.matches(erasure.as_str()).count(), 1, "{list}");
    let (code, said) = verified(&house).await;
    assert_eq!(code, 0, "{said}");
}

#[actix_web::test]
async fn a_start_goes_on_where_the_job_was_lost() {
    let house = TestApp::new().await;
    let at = left(&house).await;
    at.agreed().await;
    breaks_off(&house, &erasure_of(&house).await).await;
    let lost = house.app.write_quietly(perfolio::db::tx::Why::Swept, |tx| {
        diesel::delete(jobs::table.filter(jobs::job.eq("erase-person"))).execute(tx.conn())?;
        Ok(())
    });
    lost.await.unwrap();
    // Another process, which had it in hand, wrote it after the first half.
    a_letter_that_names_her(&house.app.config).await;
    perfolio::cli::open_house(&house.app).await.unwrap();
    house.letters().await;
    nothing_of_ann(&house.app.config);
    assert_eq!(told(&house, "entry/erased").await, entries_of(&house, &at.of).await);
}

#[actix_web::test]
async fn somebody_who_came_back_behind_the_houses_back_is_named() {
    let house = TestApp::new().await;
    let at = left(&house).await;
    at.erased().await;
    assert_eq!(verified(&house).await.0, 0);
    let list = house.app.config.struck_out.clone();
    let kept = fs::read_to_string(&list).unwrap();
    let without: Vec<&str> = kept.lines().filter(|line| !line.contains("\"erasure\"")).collect();
    fs::write(&list, without.join("\n")).unwrap();
    let (code, said) = verified(&house).await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("a restored backup would bring the person back"), "{said}");
    assert_eq!(catch_up(&house.app, System::at_work()).await.unwrap().added, 1);
    assert_eq!(verified(&house).await.0, 0);

    let mut conn = outside(&house);
    let sentence = "Lea Brook appointed you to supervise Ann Field from 1 September 2025.".to_owned();
    let told = Notice::Added { sentence, names: vec![at.ann.clone()] };
    twins::put(&mut conn, "told", &at.of.made.supervisor, &told, Moment::of_millis(0)).unwrap();
    let (code, said) = verified(&house).await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("was erased, and what others were told names them"), "{said}");
    diesel::delete(notices::table.find("told")).execute(&mut conn).unwrap();
    assert!(!verified(&house).await.1.contains("what others were told"));

    diesel::update(accounts::table.find(&at.ann))
        .set(accounts::password_hash.eq("x"))
        .execute(&mut conn)
        .unwrap();
    let (code, said) = verified(&house).await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("was erased, and is somebody’s again"), "{said}");
}

// ---- a backup from before ----

fn backed_up(at: &Left<'_>, name: &str) -> PathBuf {
    let file = at.house.app.config.data.join(name);
    let (code, said) = backup(&at.house.app.config, &file, true).unwrap();
    assert_eq!(code, 0, "{said}");
    file
}

#[actix_web::test]
async fn a_backup_of_before_ends_with_the_person_erased_again() {
    let house = TestApp::new().await;
    let at = left(&house).await;
    let before = backed_up(&at, "before.tar");
    at.agreed().await;
    let erasure = erasure_of(&house).await;
    breaks_off(&house, &erasure).await;
    let half = backed_up(&at, "half.tar");
    house.letters().await;
    // This house lives in 2037 and whoever restores it today: standings of that day are marked as old.
    let marked = house.app.write_quietly(perfolio::db::tx::Why::StandingRefreshed, |tx| {
        let all: Vec<EnrolmentId> = standings::table.select(standings::enrolment_id).load(tx.conn())?;
        raise_stale(tx, &all)
    });
    marked.await.unwrap();
    let after = backed_up(&at, "after.tar");
    for (file, again) in [(before, Some(1)), (half, Some(1)), (after, None)] {
        let (to, _kept) = nothing_yet();
        fs::create_dir_all(&to.data).unwrap();
        fs::copy(&house.app.config.struck_out, &to.struck_out).unwrap();
        let (code, said) = restore(to.clone(), &file).await.unwrap();
        assert_eq!(code, 0, "{}: {said}", file.display());
        let line = "Erased again, after the same list: 1 person.";
        assert_eq!(said.contains(line), again.is_some(), "{}: {said}", file.display());
        assert!(said.contains("1 person was erased") && said.contains("Nothing is wrong"), "{said}");
        nothing_of_ann(&to);
        assert!(all_files(&to).is_empty(), "{}", file.display());
        let letters = fs::read_dir(to.letters()).map_or(0, Iterator::count);
        assert_eq!(letters, 0, "no backup takes letters, and a restore writes none");
    }
}

#[actix_web::test]
async fn without_the_list_the_next_start_erases_again() {
    let house = TestApp::new().await;
    let at = left(&house).await;
    let before = backed_up(&at, "before.tar");
    at.erased().await;
    let (to, folder) = nothing_yet();
    let (code, said) = restore(to.clone(), &before).await.unwrap();
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("There is no list of what was struck out at"), "{said}");
    assert!(!still(&to, &WORDS).is_empty());
    fs::copy(&house.app.config.struck_out, &to.struck_out).unwrap();
    // The folder of letters was put back by hand, or one was written before the list came.
    a_letter_that_names_her(&to).await;
    let restored = opened(&to, "2037-11-12T12:00:00Z", folder).await;
    restored.letters().await;
    nothing_of_ann(&to);
    let (code, said) = verify(&restored.app, System::at_work()).await.unwrap();
    assert_eq!(code, 0, "{said}");
    // Once is enough, here too.
    assert_eq!(catch_up(&restored.app, System::at_work()).await.unwrap().again, 0);
    assert_eq!(told(&restored, "erasure/again").await, 1);
}

#[actix_web::test]
async fn an_erasure_of_somebody_of_whom_a_house_never_heard_is_passed_over() {
    let house = TestApp::new().await;
    let at = left(&house).await;
    at.erased().await;
    let other = TestApp::new().await;
    fs::copy(&house.app.config.struck_out, &other.app.config.struck_out).unwrap();
    let done = catch_up(&other.app, System::at_work()).await.unwrap();
    assert_eq!((done.again, done.elsewhere, done.added), (0, 1, 0));
}
