//! What enrolling and setting terms write. The acts take the books and refresh the standing.

use diesel::prelude::*;

use super::committed::{EnrolmentRow, FilingRow, PortfolioRow, REASON, TermRow};
use crate::db::conn::Conn;
use crate::db::schema::{enrolments, entries, filings, personal_terms, portfolios};
use crate::db::sight;
use crate::db::tx::Tx;
use crate::domain::entry::cover_prose;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, BookId, EnrolmentId, EntryId, PortfolioId, VersionId};
use crate::domain::policy::Grant;
use crate::domain::policy::enrolments::{DropTerm, Enrol, SetEnd, SetTerm, Term};
use crate::domain::role::Sight;
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};

/// An enrolment as it was written, and the entries that were filed under it at once.
#[derive(Debug, Clone)]
pub struct NewEnrolment {
    pub row: EnrolmentRow,
    pub filed: Vec<FilingRow>,
}

/// Is the person on this version already?
// open: for a rule
pub fn enrolled_on(conn: &mut Conn, person: &AccountId, version: &VersionId) -> Result<bool, Fault> {
    let found: i64 = enrolments::table
        .inner_join(portfolios::table)
        .filter(portfolios::person_id.eq(person))
        .filter(enrolments::version_id.eq(version))
        .filter(enrolments::known_until.is_null())
        .count()
        .get_result(conn)?;
    Ok(found > 0)
}

/// Was the person on this version by a file that was undone, and is no more?
// open: for a rule
pub fn undone_on(conn: &mut Conn, person: &AccountId, version: &VersionId) -> Result<bool, Fault> {
    let found: i64 = enrolments::table
        .inner_join(portfolios::table)
        .filter(portfolios::person_id.eq(person))
        .filter(enrolments::version_id.eq(version))
        .filter(enrolments::known_until.is_not_null())
        .count()
        .get_result(conn)?;
    Ok(found > 0)
}

/// Writes the enrolment as granted. The first one opens the person's portfolio and its book; what an
/// existing portfolio holds, of the kinds that the version uses and within the days, is filed under it, as
/// far as the enrolling lead sees it already: to enrol somebody opens nothing of what they did elsewhere.
pub fn insert(tx: &mut Tx<'_>, grant: &Grant<Enrol>, kinds: &[String]) -> Result<NewEnrolment, Fault> {
    let (asked, now) = (grant.act().clone(), tx.now());
    let known: Option<PortfolioId> = portfolios::table
        .filter(portfolios::person_id.eq(&asked.trainee))
        .select(portfolios::id)
        .first(tx.conn())
        .optional()?;
    let portfolio = match known {
        Some(id) => id,
        None => open_portfolio(tx, grant)?,
    };
    // One that was undone is known again from now on: a person is on a version once.
    let undone: Option<EnrolmentId> = enrolments::table
        .filter(enrolments::portfolio_id.eq(&portfolio))
        .filter(enrolments::version_id.eq(&asked.version))
        .filter(enrolments::known_until.is_not_null())
        .select(enrolments::id)
        .first(tx.conn())
        .optional()?;
    let row = EnrolmentRow {
        id: undone.clone().unwrap_or_else(|| tx.new_id()),
        portfolio,
        version: asked.version,
        department: asked.department,
        cohort: asked.from.year().to_string(),
        started_on: asked.from,
        ends_on: asked.until,
        made_by: grant.account().cloned().ok_or_else(|| Fault::broken("only people enrol people"))?,
        known_from: now,
        known_until: None,
    };
    let said = (
        enrolments::department_id.eq(&row.department),
        enrolments::cohort.eq(&row.cohort),
        enrolments::started_on.eq(row.started_on),
        enrolments::ends_on.eq(row.ends_on),
        enrolments::made_by.eq(&row.made_by),
        enrolments::known_from.eq(row.known_from),
        enrolments::known_until.eq(row.known_until),
    );
    match &undone {
        Some(id) => diesel::update(enrolments::table.find(id)).set(said).execute(tx.conn())?,
        None => diesel::insert_into(enrolments::table)
            .values((
                enrolments::id.eq(&row.id),
                enrolments::portfolio_id.eq(&row.portfolio),
                enrolments::version_id.eq(&row.version),
                said,
            ))
            .execute(tx.conn())?,
    };
    let filed = file_what_fits(tx, &row, kinds)?;
    Ok(NewEnrolment { row, filed })
}

fn open_portfolio(tx: &mut Tx<'_>, grant: &Grant<Enrol>) -> Result<PortfolioId, Fault> {
    let row = PortfolioRow { id: tx.new_id(), person: grant.act().trainee.clone() };
    tx.open_book(BookId::from(row.id.clone()), "portfolio")?;
    diesel::insert_into(portfolios::table)
        .values((
            portfolios::id.eq(&row.id),
            portfolios::person_id.eq(&row.person),
            portfolios::next_number.eq(1),
        ))
        .execute(tx.conn())?;
    let event = grant.event("portfolio/opened", format!("portfolio/{}", row.id));
    tx.tells(event.in_book(BookId::house()));
    tx.vouch(BookId::house(), &row);
    Ok(row.id)
}

fn file_what_fits(tx: &mut Tx<'_>, row: &EnrolmentRow, kinds: &[String]) -> Result<Vec<FilingRow>, Fault> {
    let who = Sight::on_behalf_of(row.made_by.clone(), row.known_from.day_in(DEFAULT_ZONE));
    let fitting: Vec<(EntryId, Day)> = entries::table
        .filter(entries::portfolio_id.eq(&row.portfolio))
        .filter(entries::id.eq_any(sight::entries_seen(&who)))
        .filter(entries::kind.eq_any(kinds))
        .filter(entries::state.ne("withdrawn"))
        .filter(entries::happened_on.between(row.started_on, row.ends_on))
        .order((entries::happened_on, entries::id))
        .select((entries::id, entries::happened_on))
        .load(tx.conn())?;
    let mut filed = Vec::new();
    for (entry, day) in fitting {
        let said = (
            filings::happened_on.eq(day),
            filings::known_from.eq(row.known_from),
            filings::known_until.eq(None::<Moment>),
        );
        let known = diesel::update(filings::table.find((&entry, &row.id))).set(said).execute(tx.conn())?;
        if known == 0 {
            diesel::insert_into(filings::table)
                .values((filings::entry_id.eq(&entry), filings::enrolment_id.eq(&row.id), said))
                .execute(tx.conn())?;
        }
        filed.push(FilingRow {
            entry,
            enrolment: row.id.clone(),
            day,
            known_from: row.known_from,
            known_until: None,
        });
    }
    Ok(filed)
}

/// Moves the last day. The event keeps the day before.
pub fn set_end(tx: &mut Tx<'_>, grant: &Grant<SetEnd>, id: &EnrolmentId) -> Result<EnrolmentRow, Fault> {
    diesel::update(enrolments::table.find(id))
        .set(enrolments::ends_on.eq(grant.act().ends_on))
        .execute(tx.conn())?;
    Ok(enrolments::table.find(id).first(tx.conn())?)
}

/// Sets the term in place of an earlier one of the same sort. Gives the closed rows and the new one.
pub fn set_term(
    tx: &mut Tx<'_>,
    grant: &Grant<SetTerm>,
    enrolment: &EnrolmentId,
    reason: &str,
) -> Result<Vec<TermRow>, Fault> {
    let (asked, now) = (grant.act().clone(), tx.now());
    let earlier: Vec<TermRow> = personal_terms::table
        .filter(personal_terms::enrolment_id.eq(enrolment))
        .filter(personal_terms::requirement.eq(&asked.requirement))
        .filter(personal_terms::term.eq(asked.term.word()))
        .filter(personal_terms::known_until.is_null())
        .load(tx.conn())?;
    let mut rows = earlier.into_iter().map(|row| close(tx, row, now)).collect::<Result<Vec<_>, Fault>>()?;
    let (amount, day) = match asked.term {
        Term::Target(amount) => (Some(amount.hundredths()), None),
        Term::Due(day) => (None, Some(day)),
        Term::Waiver => (None, None),
    };
    let row = TermRow {
        id: tx.new_id(),
        enrolment: enrolment.clone(),
        requirement: asked.requirement,
        term: asked.term.word().to_owned(),
        amount,
        day,
        reason: reason.to_owned(),
        set_by: grant.account().cloned().ok_or_else(|| Fault::broken("only people set terms"))?,
        known_from: now,
        known_until: None,
        salts: serde_json::to_string(&cover_prose(&[REASON], || tx.secret())).map_err(Fault::broken)?,
    };
    diesel::insert_into(personal_terms::table)
        .values((
            personal_terms::id.eq(&row.id),
            personal_terms::enrolment_id.eq(&row.enrolment),
            personal_terms::requirement.eq(&row.requirement),
            personal_terms::term.eq(&row.term),
            personal_terms::amount.eq(row.amount),
            personal_terms::day.eq(row.day),
            personal_terms::reason.eq(&row.reason),
            personal_terms::set_by.eq(&row.set_by),
            personal_terms::known_from.eq(row.known_from),
            personal_terms::salts.eq(&row.salts),
        ))
        .execute(tx.conn())?;
    rows.push(row);
    Ok(rows)
}

/// Takes one standing term of the enrolment back.
pub fn drop_term(
    tx: &mut Tx<'_>,
    _grant: &Grant<DropTerm>,
    enrolment: &EnrolmentId,
    term: &str,
) -> Result<TermRow, Fault> {
    let now = tx.now();
    let row: TermRow = personal_terms::table
        .find(term)
        .filter(personal_terms::enrolment_id.eq(enrolment))
        .filter(personal_terms::known_until.is_null())
        .first(tx.conn())?;
    close(tx, row, now)
}

fn close(tx: &mut Tx<'_>, row: TermRow, now: Moment) -> Result<TermRow, Fault> {
    diesel::update(personal_terms::table.find(&row.id))
        .set(personal_terms::known_until.eq(now))
        .execute(tx.conn())?;
    Ok(TermRow { known_until: Some(now), ..row })
}
