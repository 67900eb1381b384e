//! Certificates as rows of the portfolio's book, and what is said of one: made anew from the entry each time.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{
    accounts, certificate_reminders, certificates, decisions, entries, entry_versions, filings, portfolios,
};
use crate::db::sight;
use crate::db::tx::Tx;
use crate::domain::audit::Committed;
use crate::domain::certificate::{Worth, number};
use crate::domain::entry::Verdict;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::certificates::{Certify, CertifyCase, Withdraw};
use crate::domain::policy::erasures::ErasePerson;
use crate::domain::role::{Capacity, Person, System};
use crate::domain::time::{Day, Moment};
use crate::features::entries::Seen;

#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = certificates)]
pub struct CertificateRow {
    pub id: CertificateId,
    pub portfolio_id: PortfolioId,
    pub entry_id: EntryId,
    pub version_id: EntryVersionId,
    pub decision_id: DecisionId,
    pub number: String,
    pub issued_by: AccountId,
    pub known_from: Moment,
    pub withdrawn_by: Option<AccountId>,
    pub known_until: Option<Moment>,
}

impl Committed for CertificateRow {
    fn place(&self) -> String {
        format!("certificates/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.portfolio_id.to_string(),
            self.entry_id.to_string(),
            self.version_id.to_string(),
            self.decision_id.to_string(),
            self.number.clone(),
            self.issued_by.to_string(),
            self.known_from.to_string(),
            self.withdrawn_by.as_ref().map(ToString::to_string).unwrap_or_default(),
            self.known_until.map(|at| at.to_string()).unwrap_or_default(),
        ]
    }
}

/// The newest of an entry: the one that holds, or the one that was withdrawn last.
// open: reached through an entry in sight
pub fn of_entry(conn: &mut Conn, entry: &EntryId) -> Result<Option<CertificateRow>, Fault> {
    Ok(certificates::table
        .filter(certificates::entry_id.eq(entry))
        .order((certificates::known_until.is_null().desc(), certificates::known_from.desc()))
        .first(conn)
        .optional()?)
}

/// What the person is to the entry.
// open: the entry was found in the person's sight
pub fn case(conn: &mut Conn, person: &Person, seen: &Seen) -> Result<CertifyCase, Fault> {
    let led: i64 = filings::table
        .filter(filings::entry_id.eq(&seen.id))
        .filter(filings::known_until.is_null())
        .filter(
            filings::enrolment_id.eq_any(sight::enrolments_held(&person.sight(), Capacity::Lead.as_str())),
        )
        .count()
        .get_result(conn)?;
    let standing = seen.decisions.iter().rfind(|one| one.stands() && one.version == seen.version);
    let signed = standing
        .filter(|one| one.verdict == Verdict::Signed && one.satisfactory)
        .map(|one| (one.version.clone(), one.id.clone()));
    // One whose signature ended is no certificate any more: there may be another.
    let has_one = match of_entry(conn, &seen.id)?.filter(|row| row.known_until.is_none()) {
        None => false,
        Some(row) => seen.decisions.iter().any(|one| one.id == row.decision_id && one.stands()),
    };
    Ok(CertifyCase {
        entry: seen.id.clone(),
        owner: seen.owner.clone(),
        kind: seen.kind.code.clone(),
        signed,
        has_one,
        leads: led > 0,
    })
}

pub fn issue(
    tx: &mut Tx<'_>,
    grant: &Grant<Certify>,
    portfolio: &PortfolioId,
) -> Result<CertificateRow, Fault> {
    let by = grant.account().ok_or_else(|| Fault::broken("a person issues"))?.clone();
    end_old(tx, &grant.act().entry, &by)?;
    let row = CertificateRow {
        id: tx.new_id(),
        portfolio_id: portfolio.clone(),
        entry_id: grant.act().entry.clone(),
        version_id: grant.act().version.clone(),
        decision_id: grant.act().decision.clone(),
        number: number(tx.random::<8>()),
        issued_by: by,
        known_from: tx.now(),
        withdrawn_by: None,
        known_until: None,
    };
    diesel::insert_into(certificates::table).values(&row).execute(tx.conn())?;
    tx.vouch(portfolio.clone(), &row);
    Ok(row)
}

pub fn withdraw(tx: &mut Tx<'_>, grant: &Grant<Withdraw>) -> Result<(), Fault> {
    let by = grant.account().ok_or_else(|| Fault::broken("a person withdraws"))?.clone();
    end_old(tx, &grant.act().entry, &by)
}

fn end_old(tx: &mut Tx<'_>, entry: &EntryId, by: &AccountId) -> Result<(), Fault> {
    let now = tx.now();
    let rows: Vec<CertificateRow> = certificates::table
        .filter(certificates::entry_id.eq(entry))
        .filter(certificates::known_until.is_null())
        .load(tx.conn())?;
    for row in rows {
        let ended = CertificateRow { withdrawn_by: Some(by.clone()), known_until: Some(now), ..row };
        diesel::update(certificates::table.find(&ended.id))
            .set((certificates::withdrawn_by.eq(by), certificates::known_until.eq(now)))
            .execute(tx.conn())?;
        tx.vouch(ended.portfolio_id.clone(), &ended);
    }
    Ok(())
}

/// As their holder is erased: none of them says anything any more.
pub fn erase_certificates(tx: &mut Tx<'_>, grant: &Grant<ErasePerson>) -> Result<(), Fault> {
    let (portfolio, now) = (&grant.act().portfolio, tx.now());
    let rows: Vec<CertificateRow> = certificates::table
        .filter(certificates::portfolio_id.eq(portfolio))
        .order(certificates::id)
        .load(tx.conn())?;
    for row in rows {
        diesel::delete(
            certificate_reminders::table.filter(certificate_reminders::certificate_id.eq(&row.id)),
        )
        .execute(tx.conn())?;
        if row.known_until.is_some() {
            continue;
        }
        let ended = CertificateRow { known_until: Some(now), ..row };
        diesel::update(certificates::table.find(&ended.id))
            .set(certificates::known_until.eq(now))
            .execute(tx.conn())?;
        tx.vouch(portfolio.clone(), &ended);
    }
    Ok(())
}

/// Everything that a certificate is made of besides the entry's own page.
#[derive(Debug, Clone)]
pub struct Checked {
    pub row: CertificateRow,
    pub holder: String,
    pub holder_id: AccountId,
    pub assessor: String,
    pub capacity: String,
    pub level: String,
    pub kind: String,
    pub kind_version: i32,
    pub words: String,
    pub awarded: Day,
    pub until: Option<Day>,
    /// The signature stands.
    pub stands: bool,
}

impl Checked {
    pub fn worth(&self, today: Day) -> Worth {
        Worth::on(today, self.stands && self.row.known_until.is_none(), self.until)
    }
}

/// By the number on the paper. Who asks must know the holder's surname besides.
// open: the caller shows nothing before the surname was right
pub fn by_number(conn: &mut Conn, number: &str) -> Result<Option<Checked>, Fault> {
    let row: Option<CertificateRow> =
        certificates::table.filter(certificates::number.eq(number)).first(conn).optional()?;
    row.map(|row| checked(conn, row)).transpose()
}

// open: reached through an entry in sight, or by number and surname
pub fn checked(conn: &mut Conn, row: CertificateRow) -> Result<Checked, Fault> {
    let (holder_id, holder): (AccountId, String) = portfolios::table
        .inner_join(accounts::table)
        .filter(portfolios::id.eq(&row.portfolio_id))
        .select((accounts::id, accounts::name))
        .first(conn)?;
    let (assessor, capacity, level, ended): (String, String, String, Option<Moment>) = decisions::table
        .inner_join(accounts::table.on(accounts::id.eq(decisions::signer_id)))
        .filter(decisions::id.eq(&row.decision_id))
        .select((accounts::name, decisions::capacity, decisions::level, decisions::known_until))
        .first(conn)?;
    type Version = (String, i32, String, Day, Option<Day>);
    let (kind, kind_version, words, awarded, until): Version = entry_versions::table
        .inner_join(entries::table)
        .filter(entry_versions::id.eq(&row.version_id))
        .select((
            entries::kind,
            entry_versions::kind_version,
            entry_versions::words,
            entry_versions::happened_on,
            entry_versions::until_day,
        ))
        .first(conn)?;
    let stands = ended.is_none();
    Ok(Checked {
        row,
        holder,
        holder_id,
        assessor,
        capacity,
        level,
        kind,
        kind_version,
        words,
        awarded,
        until,
        stands,
    })
}

/// Certificates that hold and end by a day.
pub fn ending(conn: &mut Conn, from: Day, until: Day, _: System) -> Result<Vec<Checked>, Fault> {
    let rows: Vec<CertificateRow> = certificates::table
        .inner_join(entry_versions::table.on(entry_versions::id.eq(certificates::version_id)))
        .filter(certificates::known_until.is_null())
        .filter(entry_versions::until_day.between(from, until))
        .order(certificates::id)
        .select(certificates::all_columns)
        .load(conn)?;
    rows.into_iter().map(|row| checked(conn, row)).collect()
}

/// Writes down that this reminder goes; false where it has gone already.
pub fn claim_reminder(tx: &mut Tx<'_>, id: &CertificateId, days: i64, _: System) -> Result<bool, Fault> {
    let (now, days) = (tx.now(), i32::try_from(days).map_err(Fault::broken)?);
    let known: bool = diesel::select(diesel::dsl::exists(certificate_reminders::table.find((id, days))))
        .get_result(tx.conn())?;
    if known {
        return Ok(false);
    }
    diesel::insert_into(certificate_reminders::table)
        .values((
            certificate_reminders::certificate_id.eq(id),
            certificate_reminders::days.eq(days),
            certificate_reminders::told_at.eq(now),
        ))
        .execute(tx.conn())?;
    Ok(true)
}

/// Every certificate of one portfolio, as it is now: for `perfolio verify`.
// open: verification compares hashes; nothing of it is shown but what does not fit
pub fn committed_rows(conn: &mut Conn, portfolio: &PortfolioId) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let rows: Vec<CertificateRow> = certificates::table
        .filter(certificates::portfolio_id.eq(portfolio))
        .order(certificates::id)
        .load(conn)?;
    Ok(rows.into_iter().map(|row| Box::new(row) as Box<dyn Committed>).collect())
}
