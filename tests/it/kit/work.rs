//! What people do in each other's tests, through the same rules and writes as the pages use: a trainee
//! submits and changes a case, somebody is appointed, an appointment ends.

use diesel::prelude::*;
use perfolio::db::schema::*;
use perfolio::db::tx::{Books, Outcome, Why};
use perfolio::domain::entry::EntryState;
use perfolio::domain::kind::{Recorder, Value, Values};
use perfolio::domain::names::*;
use perfolio::domain::policy::entries::{OwnCase, may_ask, may_edit, may_record};
use perfolio::domain::role::{Capacity, Person, Scope};
use perfolio::domain::time::{DEFAULT_ZONE, Day};
use perfolio::features::entries::store::{New, ask, new_version, record, seen};
use perfolio::features::{programmes, standing};

use crate::kit::TestApp;
use crate::kit::browser::{Browser, Shown};
use crate::kit::many::{Enrolled, Many, appoint, case_values};

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The person as a session would find them; what they are is asked of the database.
pub fn as_signed_in(house: &TestApp, account: &AccountId, portfolio: Option<&PortfolioId>) -> Person {
    Person {
        account: account.clone(),
        session: SessionId::new("test"),
        name: "Test".to_owned(),
        email: String::new(),
        capacities: Capacity::ALL.iter().copied().collect(),
        portfolio: portfolio.cloned(),
        inbox: 0,
        zone: DEFAULT_ZONE,
        now: house.app.clock.now(),
        csrf: String::new(),
    }
}

/// A bypass case of the day, submitted to somebody (or, as a document, to nobody).
pub async fn submits(
    house: &TestApp,
    made: &Many,
    of: &Enrolled,
    happened: &str,
    to: &AccountId,
) -> (EntryId, RequestId) {
    let person = as_signed_in(house, &of.person, Some(&of.portfolio));
    let (of, to, happened) = (of.clone(), to.clone(), day(happened));
    let values = case_values(&made.supervisor, &made.site);
    let written = house.app.write(Books::of_person(&of.person), move |tx| {
        let shelf = tx.shelf();
        let kind = programmes::kind_version(tx.conn(), &shelf, "bypass-case", 1)?;
        let grant = may_record(&person, &of.portfolio, Recorder::Trainee)?;
        let new = New {
            portfolio: of.portfolio.clone(),
            kind,
            day: happened,
            until: None,
            values,
            files: Vec::new(),
            filed_under: vec![of.enrolment.clone()],
        };
        let written = record(tx, &grant, &new)?;
        let asking = may_ask(&person, &own(&of, &written.entry, EntryState::Submitted), &to, true)?;
        let request = ask(tx, &asking, &written.entry, &written.version, &to)?;
        standing::refresh_all(tx, &of.portfolio)?;
        let event = grant.event("entry/submitted", format!("entry/{}", written.entry));
        Ok(Outcome::of((written.entry, request), event))
    });
    written.await.unwrap()
}

/// Something that a lead confirms: a document.
pub async fn states_a_document(house: &TestApp, of: &Enrolled, title: &str) -> EntryId {
    let person = as_signed_in(house, &of.person, Some(&of.portfolio));
    let text = |text: &str| Value::Text(text.to_owned());
    let values: Values =
        [("title".to_owned(), text(title)), ("type".to_owned(), text("qualification"))].into();
    let of = of.clone();
    let written = house.app.write(Books::of_person(&of.person), move |tx| {
        let shelf = tx.shelf();
        let kind = programmes::kind_version(tx.conn(), &shelf, "document", 1)?;
        let grant = may_record(&person, &of.portfolio, Recorder::Trainee)?;
        let new = New {
            portfolio: of.portfolio.clone(),
            kind,
            day: day("2019-07-01"),
            until: None,
            values,
            files: Vec::new(),
            filed_under: vec![of.enrolment.clone()],
        };
        let written = record(tx, &grant, &new)?;
        standing::refresh_all(tx, &of.portfolio)?;
        let event = grant.event("entry/submitted", format!("entry/{}", written.entry));
        Ok(Outcome::of(written.entry, event))
    });
    written.await.unwrap()
}

/// The trainee writes another version and asks again.
pub async fn changes(
    house: &TestApp,
    of: &Enrolled,
    entry: &EntryId,
    field: &str,
    value: &str,
    to: &AccountId,
) -> RequestId {
    let person = as_signed_in(house, &of.person, Some(&of.portfolio));
    let (of, entry, to) = (of.clone(), entry.clone(), to.clone());
    let (field, value) = (field.to_owned(), Value::Text(value.to_owned()));
    let written = house.app.write(Books::of_person(&of.person), move |tx| {
        let shelf = tx.shelf();
        let before = seen(tx.conn(), &shelf, &person.sight(), &entry)?;
        let grant = may_edit(&person, &own(&of, &entry, before.state))?;
        let mut values = before.values.clone();
        values.insert(field, value);
        let new = New {
            portfolio: of.portfolio.clone(),
            kind: before.kind.clone(),
            day: before.day,
            until: None,
            values,
            files: Vec::new(),
            filed_under: before.filings.clone(),
        };
        let written = new_version(tx, &grant, &before, &new)?;
        let asking = may_ask(&person, &own(&of, &entry, EntryState::Submitted), &to, true)?;
        let request = ask(tx, &asking, &entry, &written.version, &to)?;
        standing::refresh_all(tx, &of.portfolio)?;
        let event = grant.event("entry/changed", format!("entry/{entry}"));
        Ok(Outcome::of(request, event))
    });
    written.await.unwrap()
}

fn own(of: &Enrolled, entry: &EntryId, state: EntryState) -> OwnCase {
    OwnCase {
        entry: entry.clone(),
        portfolio: of.portfolio.clone(),
        owner: of.person.clone(),
        recorded_by: Recorder::Trainee,
        state,
        decided: false,
        of_round: false,
        with_writer: false,
    }
}

/// An appointment over a department, from long ago until further notice.
pub async fn appoints(house: &TestApp, person: &AccountId, capacity: Capacity, department: &DepartmentId) {
    let (person, department) = (person.clone(), department.clone());
    let appointed = house.app.write_quietly(Why::StandingRefreshed, move |tx| {
        appoint(tx, &person, capacity, Scope::Department, department.as_str())
    });
    appointed.await.unwrap();
    house.vouches().await;
}

/// Every appointment of the person ends with this day.
pub async fn ends_appointments(house: &TestApp, person: &AccountId, last: &str) {
    let (person, last) = (person.clone(), day(last));
    let ended = house.app.write_quietly(Why::StandingRefreshed, move |tx| {
        diesel::update(appointments::table.filter(appointments::person_id.eq(&person)))
            .set(appointments::until_day.eq(last))
            .execute(tx.conn())?;
        Ok(())
    });
    ended.await.unwrap();
    house.vouches().await;
}

/// They were enrolled until this day; what happened since may have moved it.
pub async fn enrolled_until(house: &TestApp, of: &Enrolled, last: &str) {
    let (of, last) = (of.clone(), day(last));
    let set = house.app.write_quietly(Why::StandingRefreshed, move |tx| {
        diesel::update(enrolments::table.find(&of.enrolment))
            .set(enrolments::ends_on.eq(last))
            .execute(tx.conn())?;
        standing::refresh_all(tx, &of.portfolio)
    });
    set.await.unwrap();
    house.vouches().await;
}

/// The department of somebody's enrolment, and one of the same institution with nobody in it.
pub async fn departments_of(house: &TestApp, of: &Enrolled) -> (DepartmentId, DepartmentId) {
    let enrolment = of.enrolment.clone();
    let found = house.app.write_quietly(Why::StandingRefreshed, move |tx| {
        let (own, institution): (DepartmentId, InstitutionId) = enrolments::table
            .inner_join(departments::table)
            .filter(enrolments::id.eq(&enrolment))
            .select((departments::id, departments::institution_id))
            .first(tx.conn())?;
        let known: Option<DepartmentId> = departments::table
            .filter(departments::institution_id.eq(&institution))
            .filter(departments::name.eq("Another department"))
            .select(departments::id)
            .first(tx.conn())
            .optional()?;
        if let Some(other) = known {
            return Ok((own, other));
        }
        let other: DepartmentId = tx.new_id();
        diesel::insert_into(departments::table)
            .values((
                departments::id.eq(&other),
                departments::institution_id.eq(&institution),
                departments::name.eq("Another department"),
            ))
            .execute(tx.conn())?;
        Ok((own, other))
    });
    let both = found.await.unwrap();
    house.vouches().await;
    both
}

/// A picture at the entry's version, as rows and beside its root: the house ends out of order.
pub async fn attaches(house: &TestApp, entry: &EntryId) -> EvidenceId {
    let hash = house.app.files.put(b"\x89PNG\r\n\x1a\n").unwrap();
    let entry = entry.clone();
    let put = house.app.write_quietly(Why::FileStored, move |tx| {
        let (id, now): (EvidenceId, _) = (tx.new_id(), tx.now());
        let version: EntryVersionId = entry_versions::table
            .filter(entry_versions::entry_id.eq(&entry))
            .select(entry_versions::id)
            .first(tx.conn())?;
        let known: i64 = files::table.filter(files::hash.eq(&hash)).count().get_result(tx.conn())?;
        if known == 0 {
            diesel::insert_into(files::table)
                .values((
                    files::hash.eq(&hash),
                    files::size.eq(8_i64),
                    files::media_type.eq("image/png"),
                    files::thumb_hash.eq(&hash),
                    files::stored_at.eq(now),
                ))
                .execute(tx.conn())?;
        }
        diesel::insert_into(evidence::table)
            .values((
                evidence::id.eq(&id),
                evidence::version_id.eq(&version),
                evidence::file_hash.eq(&hash),
                evidence::name.eq("circuit.png"),
                evidence::position.eq(1),
                evidence::added_at.eq(now),
            ))
            .execute(tx.conn())?;
        Ok(id)
    });
    put.await.unwrap()
}

/// A case of today through the log form, asked of the supervisor; `more` stands beside what every case says.
pub async fn logs_today(ann: &Browser<'_>, made: &Many, more: &[(&str, &str)]) -> Shown {
    let words = [
        ("when", "today"),
        ("f-procedure", "aortic"),
        ("f-part-played", "ran-it"),
        ("f-supervision", "beside-me"),
        ("f-supervisor", made.supervisor.as_str()),
        ("f-site", made.site.as_str()),
        ("f-urgency", "elective"),
        ("f-patient-group", "adult"),
        ("f-bypass-minutes", "90"),
        ("ask", made.supervisor.as_str()),
        ("double", "yes"),
        ("do", "submit"),
    ];
    ann.fills("/entries/new?kind=bypass-case", "/entries", &[&words, more].concat()).await
}
