//! What this room shows: where results are entered and what waits, a cohort on one page, one person, a
//! correction, and one statement to confirm.

use actix_web::web::Path;

use crate::app::App;
use crate::domain::fault::Fault;
use crate::domain::kind::Recorder;
use crate::domain::names::{EnrolmentId, EntryId, EntryVersionId, VersionId};
use crate::features::enrolments::marked_one;
use crate::features::entries::seen;
use crate::features::programmes;
use crate::features::results::{checklist, gathering, store, views, wholes};
use crate::features::signoffs::{Deciding, after_refusal, note_reading, screen_of};
use crate::web::gate::{Lead, Marker};
use crate::web::oops::Answer;
use crate::web::page::{Place, page};
use crate::web::paths;
use crate::web::typed::{Asked, Typed, Words};

/// Without a version and a kind: where to begin, and what waits. With them: the cohort.
pub async fn results(who: Marker, app: App, asked: Asked) -> Answer {
    if !asked.one("version").is_empty() {
        return cohort_with(&who, &app, &asked, None).await;
    }
    let sight = who.sight();
    let (led, waiting, kinds) = app
        .read(move |r| {
            let shelf = r.shelf();
            let led = gathering::all_led(r.conn(), &shelf, &sight)?;
            let waiting = store::to_confirm(r.conn(), &shelf, &sight)?;
            Ok((led, waiting, programmes::newest_kinds(r.conn(), &shelf)?))
        })
        .await?;
    page(views::Index::new(&who, &led, &waiting, &kinds))
}

/// The cohort's page as it was asked for, or again with what was typed.
pub async fn cohort_with(who: &Marker, app: &App, asked: &Words, typed: Option<Typed>) -> Answer {
    let version = VersionId::new(asked.one("version"));
    let (kind, unit) = (asked.one("kind").to_owned(), asked.one("unit").to_owned());
    let (sight, id) = (who.sight(), version.clone());
    let cohort = app
        .read(move |r| {
            let shelf = r.shelf();
            gathering::cohort(r.conn(), &shelf, &sight, &id, &kind, &unit)
        })
        .await?;
    page(views::Cohort::new(who, &version, &cohort, typed))
}

pub fn cohort_path(version: &VersionId, kind: &str, unit: Option<&str>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("version", version.as_str()).append_pair("kind", kind);
    if let Some(unit) = unit {
        query.append_pair("unit", unit);
    }
    format!("{}?{}", paths::RESULTS, query.finish())
}

pub async fn person(who: Marker, app: App, id: Path<EnrolmentId>, asked: Asked) -> Answer {
    person_with(&who, &app, &id, asked.one("kind"), Typed::nothing()).await
}

pub async fn person_with(who: &Marker, app: &App, id: &EnrolmentId, kind: &str, typed: Typed) -> Answer {
    let (sight, id) = (who.sight(), id.clone());
    let single = app
        .read(move |r| {
            let shelf = r.shelf();
            gathering::single(r.conn(), &shelf, &sight, &id)
        })
        .await?;
    page(views::Person::new(who, &single, kind, typed))
}

pub async fn checklist(who: Lead, app: App, id: Path<EnrolmentId>) -> Answer {
    checklist_with(&who, &app, &id, Typed::nothing()).await
}

pub async fn checklist_with(who: &Lead, app: &App, id: &EnrolmentId, typed: Typed) -> Answer {
    let (sight, id) = (who.sight(), id.clone());
    let found = app
        .read(move |r| {
            let shelf = r.shelf();
            checklist::checklist(r.conn(), &shelf, &sight, &id)
        })
        .await?;
    page(views::Checklist::new(who, &found, typed))
}

pub async fn wholes(who: Lead, app: App, id: Path<EnrolmentId>) -> Answer {
    let sight = who.sight();
    let found = app.read(move |r| {
        let (shelf, now) = (r.shelf(), r.now());
        wholes::wholes(r.conn(), &shelf, &sight, &id, now)
    });
    page(views::Wholes::new(&who, &found.await?))
}

pub async fn whole(who: Lead, app: App, path: Path<(EnrolmentId, String)>) -> Answer {
    whole_with(&who, &app, path.into_inner(), Typed::nothing()).await
}

pub async fn whole_with(who: &Lead, app: &App, (id, code): (EnrolmentId, String), typed: Typed) -> Answer {
    let sight = who.sight();
    let found = app.read(move |r| {
        let (shelf, now) = (r.shelf(), r.now());
        wholes::wholes(r.conn(), &shelf, &sight, &id, now)
    });
    let found = found.await?;
    let one = found.all.iter().find(|one| one.code == code).ok_or(Fault::NotFound)?;
    page(views::WholePage::new(who, &found, one, typed))
}

pub async fn correction(who: Marker, app: App, path: Path<(EnrolmentId, EntryId)>) -> Answer {
    let (enrolment, entry) = path.into_inner();
    correction_with(&who, &app, &enrolment, &entry, None).await
}

pub async fn correction_with(
    who: &Marker,
    app: &App,
    enrolment: &EnrolmentId,
    entry: &EntryId,
    typed: Option<Typed>,
) -> Answer {
    let (sight, enrolment, entry) = (who.sight(), enrolment.clone(), entry.clone());
    let (row, led, seen, version) = app
        .read(move |r| {
            let shelf = r.shelf();
            let row = marked_one(r.conn(), &sight, &enrolment)?;
            let led = gathering::is_led(r.conn(), &sight, &enrolment)?;
            let seen = seen(r.conn(), &shelf, &sight, &entry)?;
            let entered = seen.kind.recorded_by == Recorder::Lead && (led || seen.kind.university);
            if seen.portfolio != row.portfolio || !entered {
                return Err(Fault::NotFound);
            }
            let version = programmes::version_at(r.conn(), &shelf, &row.version, row.layer.as_ref())?;
            Ok((row, led, seen, version))
        })
        .await?;
    page(views::Correction::new(who, (&row, led), &version, &seen, typed))
}

pub async fn confirmation(who: Lead, app: App, id: Path<EntryId>) -> Answer {
    shown(&who, &app, &id, Typed::nothing(), None).await
}

pub async fn again(who: &Lead, app: &App, id: &EntryId, words: &Words, fault: Fault) -> Answer {
    let (typed, was_reading) = after_refusal(words, fault)?;
    shown(who, app, id, typed, was_reading).await
}

async fn shown(
    who: &Lead,
    app: &App,
    id: &EntryId,
    typed: Typed,
    was_reading: Option<EntryVersionId>,
) -> Answer {
    let (person, entry) = (who.person().clone(), id.clone());
    let (screen, desk) = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let list = store::to_confirm(r.conn(), &shelf, &person.sight())?;
            let mut screen = screen_of(r.conn(), &shelf, &person, &entry, now, was_reading)?;
            let of = (&entry, screen.seen.filings.as_slice());
            screen.unmet = wholes::unmet_of(r.conn(), &shelf, &person.sight(), of, now)?;
            Ok((screen, gathering::desk(&list, &entry)))
        })
        .await?;
    note_reading(who, app, &screen);
    page(Deciding::new(who.shell(screen.heading(), Place::Waiting), who.person(), screen, desk, typed))
}
