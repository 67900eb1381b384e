//! A department with any number of trainees, their cases signed, waiting and returned: written as rows,
//! since what is tested is what reading them costs and says. The standings are the house's own.

use diesel::prelude::*;
use perfolio::db::schema::*;
use perfolio::db::tx::{Tx, Why};
use perfolio::domain::entry::Content;
use perfolio::domain::kind::{Value, Values};
use perfolio::domain::names::*;
use perfolio::domain::role::{Capacity, Scope};
use perfolio::domain::time::{Day, Moment};
use perfolio::features::standing;

use crate::kit::TestApp;

pub const LEAD: &str = "lea@demo.example";
pub const SUPERVISOR: &str = "sue@demo.example";
/// Of the first trainee; the others have no password.
pub const TRAINEE: &str = "ann@demo.example";

/// Who and what was made.
pub struct Many {
    pub lead: AccountId,
    pub supervisor: AccountId,
    pub site: SiteId,
    pub trainees: Vec<Enrolled>,
}

#[derive(Debug, Clone)]
pub struct Enrolled {
    pub person: AccountId,
    pub portfolio: PortfolioId,
    pub enrolment: EnrolmentId,
    pub entries: Vec<EntryId>,
}

/// `cases` for each of `trainees`: of three in a row one is signed, one waits, one was returned.
pub async fn many(house: &TestApp, trainees: usize, cases: usize) -> Many {
    let lead = house.person("Lea Brook", LEAD).await;
    let supervisor = house.person("Sue Carter", SUPERVISOR).await;
    let first = house.person("Ann Field", TRAINEE).await;
    let (by, signer) = (lead.clone(), supervisor.clone());
    let made = house.app.write_quietly(Why::StandingRefreshed, move |tx| {
        let place = place(tx)?;
        appoint(tx, &by, Capacity::Lead, Scope::Institution, place.institution.as_str())?;
        appoint(tx, &signer, Capacity::Supervisor, Scope::Department, place.department.as_str())?;
        let mut all = Vec::new();
        for number in 0..trainees {
            let person = if number == 0 { first.clone() } else { account(tx, number)? };
            let mut enrolled = enrol(tx, &place, &person, &by)?;
            for case in 0..cases {
                let entry = entry(tx, &place, &enrolled, &signer, case)?;
                match case % 3 {
                    0 => decide(tx, &entry, &signer, "signed")?,
                    1 => ask(tx, &entry, &enrolled.person, &signer)?,
                    _ => decide(tx, &entry, &signer, "returned")?,
                }
                enrolled.entries.push(entry.0);
            }
            diesel::update(portfolios::table.find(&enrolled.portfolio))
                .set(portfolios::next_number.eq(i32::try_from(cases).unwrap() + 1))
                .execute(tx.conn())?;
            all.push(enrolled);
        }
        Ok((place.site, all))
    });
    let (site, trainees) = made.await.unwrap();
    for trainee in &trainees {
        let portfolio = trainee.portfolio.clone();
        let refreshed =
            house.app.write_quietly(Why::StandingRefreshed, move |tx| standing::refresh_all(tx, &portfolio));
        refreshed.await.unwrap();
    }
    house.vouches().await;
    Many { lead, supervisor, site, trainees }
}

type Done<T> = Result<T, perfolio::domain::fault::Fault>;

struct Place {
    institution: InstitutionId,
    department: DepartmentId,
    site: SiteId,
    version: VersionId,
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn place(tx: &mut Tx<'_>) -> Done<Place> {
    let (institution, department, site): (InstitutionId, DepartmentId, SiteId) =
        (tx.new_id(), tx.new_id(), tx.new_id());
    let now = tx.now();
    diesel::insert_into(institutions::table)
        .values((
            institutions::id.eq(&institution),
            institutions::name.eq("Demo University Hospital"),
            institutions::name_folded.eq("demo university hospital"),
            institutions::zone.eq("Europe/London"),
            institutions::made_at.eq(now),
        ))
        .execute(tx.conn())?;
    diesel::insert_into(sites::table)
        .values((
            sites::id.eq(&site),
            sites::institution_id.eq(&institution),
            sites::name.eq("Heart Centre"),
            sites::accredited_from.eq(day("2020-01-01")),
        ))
        .execute(tx.conn())?;
    diesel::insert_into(departments::table)
        .values((
            departments::id.eq(&department),
            departments::institution_id.eq(&institution),
            departments::site_id.eq(&site),
            departments::name.eq("Cardiac theatres"),
        ))
        .execute(tx.conn())?;
    let version = programme_versions::table
        .inner_join(programmes::table)
        .filter(programmes::code.eq("perfusion-msc"))
        .filter(programme_versions::version.eq("2025"))
        .select(programme_versions::id)
        .first(tx.conn())?;
    Ok(Place { institution, department, site, version })
}

/// An appointment from long ago until further notice.
pub fn appoint(
    tx: &mut Tx<'_>,
    person: &AccountId,
    capacity: Capacity,
    scope: Scope,
    over: &str,
) -> Done<()> {
    let (id, now): (AppointmentId, Moment) = (tx.new_id(), tx.now());
    diesel::insert_into(appointments::table)
        .values((
            appointments::id.eq(&id),
            appointments::person_id.eq(person),
            appointments::capacity.eq(capacity),
            appointments::from_day.eq(day("2020-01-01")),
            appointments::made_by.eq("system"),
            appointments::known_from.eq(now),
        ))
        .execute(tx.conn())?;
    diesel::insert_into(appointment_scopes::table)
        .values((
            appointment_scopes::appointment_id.eq(&id),
            appointment_scopes::scope.eq(scope),
            appointment_scopes::scope_id.eq(over),
        ))
        .execute(tx.conn())?;
    Ok(())
}

fn account(tx: &mut Tx<'_>, number: usize) -> Done<AccountId> {
    let (id, now): (AccountId, Moment) = (tx.new_id(), tx.now());
    let (name, email) = (format!("Trainee {number:03}"), format!("trainee{number}@demo.example"));
    diesel::insert_into(accounts::table)
        .values((
            accounts::id.eq(&id),
            accounts::email.eq(&email),
            accounts::email_folded.eq(&email),
            accounts::name.eq(&name),
            accounts::name_folded.eq(name.to_lowercase()),
            accounts::password_hash.eq(""),
            accounts::opened_at.eq(now),
        ))
        .execute(tx.conn())?;
    Ok(id)
}

fn enrol(tx: &mut Tx<'_>, place: &Place, person: &AccountId, by: &AccountId) -> Done<Enrolled> {
    let (portfolio, enrolment): (PortfolioId, EnrolmentId) = (tx.new_id(), tx.new_id());
    let now = tx.now();
    tx.open_book(BookId::from(portfolio.clone()), "portfolio")?;
    diesel::insert_into(portfolios::table)
        .values((
            portfolios::id.eq(&portfolio),
            portfolios::person_id.eq(person),
            portfolios::next_number.eq(1),
        ))
        .execute(tx.conn())?;
    diesel::insert_into(enrolments::table)
        .values((
            enrolments::id.eq(&enrolment),
            enrolments::portfolio_id.eq(&portfolio),
            enrolments::version_id.eq(&place.version),
            enrolments::department_id.eq(&place.department),
            enrolments::cohort.eq("2025"),
            enrolments::started_on.eq(day("2025-09-01")),
            enrolments::ends_on.eq(day("2027-08-31")),
            enrolments::made_by.eq(by),
            enrolments::known_from.eq(now),
        ))
        .execute(tx.conn())?;
    Ok(Enrolled { person: person.clone(), portfolio, enrolment, entries: Vec::new() })
}

/// A bypass case that counts once it is signed.
pub fn case_values(supervisor: &AccountId, site: &SiteId) -> Values {
    let text = |text: &str| Value::Text(text.to_owned());
    let fields = [
        ("procedure", text("aortic")),
        ("part-played", text("ran-it")),
        ("supervision", text("beside-me")),
        ("supervisor", text(supervisor.as_str())),
        ("site", text(site.as_str())),
        ("urgency", text("elective")),
        ("patient-group", text("adult")),
    ];
    fields.into_iter().map(|(code, value)| (code.to_owned(), value)).collect()
}

/// An entry, its version, and the root that a signature covers.
type Written = (EntryId, EntryVersionId, String);

fn entry(
    tx: &mut Tx<'_>,
    place: &Place,
    of: &Enrolled,
    supervisor: &AccountId,
    number: usize,
) -> Done<Written> {
    let (id, version): (EntryId, EntryVersionId) = (tx.new_id(), tx.new_id());
    let happened = day("2026-11-01").plus_days(-i64::try_from(number).unwrap());
    let (now, number) = (tx.now(), i32::try_from(number).unwrap() + 1);
    let state = ["signed", "submitted", "returned"][usize::try_from(number - 1).unwrap() % 3];
    diesel::insert_into(entries::table)
        .values((
            entries::id.eq(&id),
            entries::portfolio_id.eq(&of.portfolio),
            entries::kind.eq("bypass-case"),
            entries::number.eq(number),
            entries::happened_on.eq(happened),
            entries::title.eq("Aortic surgery"),
            entries::state.eq(state),
            entries::latest.eq(1),
            entries::changed_at.eq(now),
            entries::folded.eq("aortic surgery"),
        ))
        .execute(tx.conn())?;
    let values = case_values(supervisor, &place.site);
    let words = serde_json::to_string(&values).unwrap();
    let content = Content {
        kind: "bypass-case".to_owned(),
        kind_version: 1,
        day: happened,
        until: None,
        values,
        files: Vec::new(),
    };
    let covers = content.cover(|| tx.secret());
    let root = content.root(&covers);
    diesel::insert_into(entry_versions::table)
        .values((
            entry_versions::id.eq(&version),
            entry_versions::entry_id.eq(&id),
            entry_versions::number.eq(1),
            entry_versions::kind_version.eq(1),
            entry_versions::happened_on.eq(happened),
            entry_versions::words.eq(words),
            entry_versions::salts.eq(serde_json::to_string(&covers).unwrap()),
            entry_versions::root.eq(&root),
            entry_versions::written_by.eq(&of.person),
            entry_versions::known_from.eq(now),
        ))
        .execute(tx.conn())?;
    diesel::insert_into(filings::table)
        .values((
            filings::entry_id.eq(&id),
            filings::enrolment_id.eq(&of.enrolment),
            filings::happened_on.eq(happened),
            filings::known_from.eq(now),
        ))
        .execute(tx.conn())?;
    Ok((id, version, root))
}

fn ask(tx: &mut Tx<'_>, (entry, version, _): &Written, by: &AccountId, asked: &AccountId) -> Done<()> {
    let (id, now): (RequestId, Moment) = (tx.new_id(), tx.now());
    diesel::insert_into(requests::table)
        .values((
            requests::id.eq(&id),
            requests::entry_id.eq(entry),
            requests::version_id.eq(version),
            requests::asked_id.eq(asked),
            requests::asked_by.eq(by),
            requests::known_from.eq(now),
            requests::closed_how.eq(""),
        ))
        .execute(tx.conn())?;
    Ok(())
}

fn decide(tx: &mut Tx<'_>, (entry, version, root): &Written, signer: &AccountId, verdict: &str) -> Done<()> {
    let (id, now): (DecisionId, Moment) = (tx.new_id(), tx.now());
    diesel::insert_into(decisions::table)
        .values((
            decisions::id.eq(&id),
            decisions::entry_id.eq(entry),
            decisions::version_id.eq(version),
            decisions::signer_id.eq(signer),
            decisions::capacity.eq("supervisor"),
            decisions::verdict.eq(verdict),
            decisions::satisfactory.eq(true),
            decisions::level.eq(""),
            decisions::reason.eq(if verdict == "returned" { "which cardioplegia?" } else { "" }),
            decisions::comment.eq(""),
            decisions::root.eq(root),
            decisions::known_from.eq(now),
            decisions::undone_why.eq(""),
        ))
        .execute(tx.conn())?;
    Ok(())
}
