//! A programme version made for a test: published as rows, since which rules it has is all that matters, and
//! people enrolled on it beside what they are enrolled on already.

use diesel::prelude::*;
use perfolio::db::schema::*;
use perfolio::db::tx::{Tx, Why};
use perfolio::domain::audit::digest;
use perfolio::domain::fault::Fault;
use perfolio::domain::names::*;
use perfolio::domain::programme;
use perfolio::features::{programmes as room, standing};

use crate::kit::TestApp;
use crate::kit::many::Enrolled;
use crate::kit::work::day;

/// The head of a version that uses bypass cases and unit results; requirements follow.
pub fn version(code: &str, more: &str, requirements: &str) -> String {
    format!(
        "programme = \"{code}\"\nversion = \"1\"\ntitle = \"{code}\"\nbody = \"The Body\"\nmonths = 24\n{more}\n\
         [[kinds]]\nkind = \"bypass-case\"\nversion = 1\n[[kinds]]\nkind = \"unit-result\"\nversion = 1\n\
         {requirements}"
    )
}

/// A requirement that counts bypass cases: its own lines, then those of the rule.
pub fn cases(code: &str, target: u32, more: &str) -> String {
    format!(
        "[[requirements]]\ncode = \"{code}\"\ntitle = \"{code}\"\nsource = \"here\"\n{more}\n\
         [requirements.rule]\ncount = \"bypass-case\"\ntarget = {target}\nunit = \"cases\"\n"
    )
}

/// Publishes the text; it must be without faults.
pub async fn publishes(house: &TestApp, text: &str) -> VersionId {
    let parsed = programme::read(text, &room::shipped_kinds().unwrap()).unwrap();
    let (text, code, number) = (text.to_owned(), parsed.code.clone(), parsed.version.clone());
    let title = parsed.title.clone();
    let made = house.app.write_quietly(Why::StandingRefreshed, move |tx| {
        let programme: ProgrammeId = tx.new_id();
        tx.open_book(BookId::from(programme.clone()), "programme")?;
        diesel::insert_into(programmes::table)
            .values((programmes::id.eq(&programme), programmes::code.eq(&code), programmes::title.eq(&title)))
            .execute(tx.conn())?;
        keep(tx, &programme, (&number, &title, &text))
    });
    let id = made.await.unwrap();
    house.vouches().await;
    id
}

/// Publishes the text as version 2 of the programme of another version.
pub async fn publishes_next(house: &TestApp, first: &VersionId, text: String) -> VersionId {
    let first = first.clone();
    let made = house.app.write_quietly(Why::Swept, move |tx| {
        let (programme, title): (ProgrammeId, String) = programme_versions::table
            .find(&first)
            .select((programme_versions::programme_id, programme_versions::title))
            .first(tx.conn())?;
        keep(tx, &programme, ("2", &title, &text))
    });
    let id = made.await.unwrap();
    house.vouches().await;
    id
}

/// A published version: its number, title and text.
fn keep(
    tx: &mut Tx<'_>,
    programme: &ProgrammeId,
    (number, title, text): (&str, &str, &String),
) -> Result<VersionId, Fault> {
    let (id, now): (VersionId, _) = (tx.new_id(), tx.now());
    diesel::insert_into(programme_versions::table)
        .values((
            programme_versions::id.eq(&id),
            programme_versions::programme_id.eq(programme),
            programme_versions::version.eq(number),
            programme_versions::title.eq(title),
            programme_versions::state.eq("published"),
            programme_versions::words.eq(text),
            programme_versions::words_hash.eq(digest(std::slice::from_ref(text))),
            programme_versions::known_from.eq(now),
        ))
        .execute(tx.conn())?;
    Ok(id)
}

/// Enrols the person from September 2025 for two years, where another is enrolled; their portfolio is opened if
/// they have none.
pub async fn enrols(house: &TestApp, person: &AccountId, on: &VersionId, like: &Enrolled) -> Enrolled {
    let like = like.enrolment.clone();
    let found =
        house.app.read(move |r| {
            Ok(enrolments::table
                .find(&like)
                .select((enrolments::department_id, enrolments::made_by))
                .first::<(DepartmentId, AccountId)>(r.conn())?)
        });
    let (department, by) = found.await.unwrap();
    enrols_in(house, person, on, &department, &by).await
}

/// The same in any department.
pub async fn enrols_in(
    house: &TestApp,
    person: &AccountId,
    on: &VersionId,
    department: &DepartmentId,
    by: &AccountId,
) -> Enrolled {
    let (person, version, department, by) = (person.clone(), on.clone(), department.clone(), by.clone());
    let made = house.app.write_quietly(Why::StandingRefreshed, move |tx| {
        let known: Option<PortfolioId> = portfolios::table
            .filter(portfolios::person_id.eq(&person))
            .select(portfolios::id)
            .first(tx.conn())
            .optional()?;
        let portfolio = match known {
            Some(id) => id,
            None => {
                let id: PortfolioId = tx.new_id();
                tx.open_book(BookId::from(id.clone()), "portfolio")?;
                diesel::insert_into(portfolios::table)
                    .values((
                        portfolios::id.eq(&id),
                        portfolios::person_id.eq(&person),
                        portfolios::next_number.eq(1),
                    ))
                    .execute(tx.conn())?;
                id
            }
        };
        let (enrolment, now): (EnrolmentId, _) = (tx.new_id(), tx.now());
        diesel::insert_into(enrolments::table)
            .values((
                enrolments::id.eq(&enrolment),
                enrolments::portfolio_id.eq(&portfolio),
                enrolments::version_id.eq(&version),
                enrolments::department_id.eq(department),
                enrolments::cohort.eq("2025"),
                enrolments::started_on.eq(day("2025-09-01")),
                enrolments::ends_on.eq(day("2027-08-31")),
                enrolments::made_by.eq(by),
                enrolments::known_from.eq(now),
            ))
            .execute(tx.conn())?;
        standing::refresh_all(tx, &portfolio)?;
        Ok(Enrolled { person, portfolio, enrolment, entries: Vec::new() })
    });
    let enrolled = made.await.unwrap();
    house.vouches().await;
    enrolled
}

/// Signed and target of a requirement as it is stored, and whether it is met.
pub async fn stands(house: &TestApp, of: &Enrolled, code: &'static str) -> (i64, i64, bool) {
    let id = of.enrolment.clone();
    let found = house.app.read(move |r| {
        Ok(standing_items::table
            .find((&id, code))
            .select((standing_items::signed, standing_items::target, standing_items::met))
            .first::<(i64, i64, bool)>(r.conn())?)
    });
    let (signed, target, met) = found.await.unwrap();
    (signed / 100, target / 100, met)
}
