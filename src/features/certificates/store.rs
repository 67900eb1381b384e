//! Certificates as rows of the portfolio's book, and what is said of one: made anew from the entry each time.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{
    accounts, certificate_reminders, certificates, decisions, entries, entry_versions, filings, portfolios,
};
use crate::db::shelf::Shelf;
use crate::db::sight;
use crate::db::tx::Tx;
use crate::domain::audit::Committed;
use crate::domain::certificate::{Worth, number};
use crate::domain::entry::{EntryState, Verdict};
use crate::domain::fault::Fault;
use crate::domain::kind::Values;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::certificates::{Certify, CertifyCase, DUTY, Withdraw};
use crate::domain::policy::erasures::ErasePerson;
use crate::domain::progress::lapses;
use crate::domain::role::{Capacity, Person, System};
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::enrolments::Enrolled;
use crate::features::entries::Seen;
use crate::features::{accounts as accounts_room, enrolments, programmes};
use crate::on_both;

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
    /// The name that it is made out to; empty in those from before names were kept, and once its holder is erased.
    pub holder: String,
}

impl Committed for CertificateRow {
    fn place(&self) -> String {
        format!("certificates/{}", self.id)
    }

    fn fields(&self) -> Vec<String> {
        let mut fields = vec![
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
        ];
        // Rows from before names were kept are vouched for without one.
        fields.extend(Some(self.holder.clone()).filter(|holder| !holder.is_empty()));
        fields
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
pub fn case(conn: &mut Conn, shelf: &Shelf, person: &Person, seen: &Seen) -> Result<CertifyCase, Fault> {
    let led: i64 = filings::table
        .filter(filings::entry_id.eq(&seen.id))
        .filter(filings::known_until.is_null())
        .filter(
            filings::enrolment_id.eq_any(sight::enrolments_held(&person.sight(), Capacity::Lead.as_str())),
        )
        .count()
        .get_result(conn)?;
    let standing = seen.decisions.iter().rfind(|one| one.stands() && one.version == seen.version);
    // Where several sign, the first of them has not signed for all.
    let signed = standing
        .filter(|_| seen.state == EntryState::Signed)
        .filter(|one| one.verdict == Verdict::Signed && one.satisfactory)
        .map(|one| (one.version.clone(), one.id.clone()));
    let renamed_on = renamed_on(conn, seen)?;
    // One whose signature ended, or that is of an earlier version, is no certificate any more: there may be another.
    let has_one = match of_entry(conn, &seen.id)? {
        None => false,
        Some(row) => checked(conn, shelf, row)?.holds(),
    };
    let withdrawn = match &signed {
        Some((_, decision)) => {
            let ended = certificates::table
                .filter(certificates::decision_id.eq(decision))
                .filter(certificates::known_until.is_not_null());
            diesel::select(diesel::dsl::exists(ended)).get_result(conn)?
        }
        None => false,
    };
    Ok(CertifyCase {
        entry: seen.id.clone(),
        owner: seen.owner.clone(),
        kind: seen.kind.code.clone(),
        signed,
        renamed_on,
        has_one,
        withdrawn,
        leads: led > 0,
    })
}

/// When its holder last took another name, if that was after the first signature that stands on the latest version.
fn renamed_on(conn: &mut Conn, seen: &Seen) -> Result<Option<Day>, Fault> {
    let standing = seen.decisions.iter().filter(|one| one.stands() && one.version == seen.version);
    let Some(first) = standing.map(|one| one.at).min() else { return Ok(None) };
    Ok(accounts_room::renamed_after(conn, &seen.owner, first)?.map(|at| at.day_in(seen.zone)))
}

pub fn issue(
    tx: &mut Tx<'_>,
    grant: &Grant<Certify>,
    portfolio: &PortfolioId,
) -> Result<CertificateRow, Fault> {
    let by = grant.account().ok_or_else(|| Fault::broken("a person issues"))?.clone();
    end_old(tx, &grant.act().entry, &by)?;
    let holder = portfolios::table
        .inner_join(accounts::table)
        .filter(portfolios::id.eq(portfolio))
        .select(accounts::name)
        .first(tx.conn())?;
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
        holder,
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
        if row.known_until.is_some() && row.holder.is_empty() {
            continue;
        }
        let until = row.known_until.or(Some(now));
        let ended = CertificateRow { known_until: until, holder: String::new(), ..row };
        diesel::update(certificates::table.find(&ended.id))
            .set((certificates::known_until.eq(until), certificates::holder.eq("")))
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
    /// Of a certificate of competence the day of the assessment; of any other sign-off the day on which it was given.
    pub awarded: Day,
    /// The day of what was signed.
    pub done: Day,
    /// The last day: its own, or that of a programme that it is filed under, whichever comes first.
    pub until: Option<Day>,
    /// The signature stands, no later version has taken its place, and nobody else is still to sign.
    pub stands: bool,
}

impl Checked {
    pub fn worth(&self, today: Day) -> Worth {
        Worth::on(today, self.holds(), self.until)
    }

    /// Whether the paper says that its holder is competent; any other sign-off says what was signed.
    pub fn competence(&self) -> bool {
        self.kind == DUTY
    }

    /// Nothing took it back; it may have expired.
    pub fn holds(&self) -> bool {
        self.stands && self.row.known_until.is_none()
    }
}

/// By the number on the paper. Who asks must know the holder's surname besides.
// open: the caller shows nothing before the surname was right
pub fn by_number(conn: &mut Conn, shelf: &Shelf, number: &str) -> Result<Option<Checked>, Fault> {
    let row: Option<CertificateRow> =
        certificates::table.filter(certificates::number.eq(number)).first(conn).optional()?;
    row.map(|row| checked(conn, shelf, row)).transpose()
}

// open: reached through an entry in sight, or by number and surname
pub fn checked(conn: &mut Conn, shelf: &Shelf, row: CertificateRow) -> Result<Checked, Fault> {
    let (holder_id, name): (AccountId, String) = portfolios::table
        .inner_join(accounts::table)
        .filter(portfolios::id.eq(&row.portfolio_id))
        .select((accounts::id, accounts::name))
        .first(conn)?;
    type Decided = (String, String, String, Moment, Option<Moment>);
    let (assessor, capacity, level, signed_at, ended): Decided = decisions::table
        .inner_join(accounts::table.on(accounts::id.eq(decisions::signer_id)))
        .filter(decisions::id.eq(&row.decision_id))
        .select((
            accounts::name,
            decisions::capacity,
            decisions::level,
            decisions::known_from,
            decisions::known_until,
        ))
        .first(conn)?;
    let holder = if row.holder.is_empty() { name } else { row.holder.clone() };
    type Version = ((String, String, i32), (i32, i32, String, Day, Option<Day>));
    let ((kind, state, latest), of): Version = entry_versions::table
        .inner_join(entries::table)
        .filter(entry_versions::id.eq(&row.version_id))
        .select((
            (entries::kind, entries::state, entries::latest),
            (
                entry_versions::number,
                entry_versions::kind_version,
                entry_versions::words,
                entry_versions::happened_on,
                entry_versions::until_day,
            ),
        ))
        .first(conn)?;
    let (version, kind_version, words, done, until) = of;
    let stands = ended.is_none() && version == latest && state == EntryState::Signed.as_str();
    let held = enrolments::of_portfolio(conn, &row.portfolio_id)?;
    let lapses = lapses_where_filed(conn, shelf, (&row, &held), (&kind, &words, done))?;
    let zone = held.last().and_then(|enrolled| enrolled.zone.parse().ok()).unwrap_or(DEFAULT_ZONE);
    let awarded = if kind == DUTY { done } else { signed_at.day_in(zone) };
    let until = [until, lapses].into_iter().flatten().min();
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
        done,
        until,
        stands,
    })
}

/// The day after which a programme takes it no more, as the home of its holder says: the earliest of those that it is
/// filed under.
fn lapses_where_filed(
    conn: &mut Conn,
    shelf: &Shelf,
    (row, held): (&CertificateRow, &[Enrolled]),
    (kind, words, day): (&str, &str, Day),
) -> Result<Option<Day>, Fault> {
    let values: Values = serde_json::from_str(words).map_err(Fault::broken)?;
    let filed: Vec<EnrolmentId> = filings::table
        .filter(filings::entry_id.eq(&row.entry_id))
        .filter(filings::known_until.is_null())
        .select(filings::enrolment_id)
        .load(conn)?;
    let mut last = None;
    for enrolled in held {
        if filed.contains(&enrolled.id) {
            let version = programmes::version_at(conn, shelf, &enrolled.version, enrolled.layer.as_ref())?;
            last = [last, lapses(&version, kind, &values, day)].into_iter().flatten().min();
        }
    }
    Ok(last)
}

/// Certificates that hold and end within these days. What a programme lets lapse stands in no column, so whatever has
/// no earlier day of its own is looked at.
pub fn ending(
    conn: &mut Conn,
    shelf: &Shelf,
    (from, until): (Day, Day),
    _: System,
) -> Result<Vec<Checked>, Fault> {
    let rows: Vec<CertificateRow> = certificates::table
        .inner_join(entry_versions::table.on(entry_versions::id.eq(certificates::version_id)))
        .filter(certificates::known_until.is_null())
        .filter(entry_versions::until_day.is_null().or(entry_versions::until_day.ge(from)))
        .order(certificates::id)
        .select(certificates::all_columns)
        .load(conn)?;
    let mut all = Vec::new();
    for row in rows {
        let one = checked(conn, shelf, row)?;
        if one.holds() && one.until.is_some_and(|last| from <= last && last <= until) {
            all.push(one);
        }
    }
    Ok(all)
}

/// The number of the certificate that holds, and its last day; none where nothing is to end.
pub fn number_and_end(
    conn: &mut Conn,
    shelf: &Shelf,
    entry: &EntryId,
    _: System,
) -> Result<Option<(String, Day)>, Fault> {
    let Some(row) = of_entry(conn, entry)? else { return Ok(None) };
    let one = checked(conn, shelf, row)?;
    Ok(one.until.filter(|_| one.holds()).map(|last| (one.row.number, last)))
}

/// Writes down that this reminder goes; false where it has gone already.
pub fn claim_reminder(tx: &mut Tx<'_>, id: &CertificateId, days: i64, _: System) -> Result<bool, Fault> {
    let (now, days) = (tx.now(), i32::try_from(days).map_err(Fault::broken)?);
    let row = (
        certificate_reminders::certificate_id.eq(id),
        certificate_reminders::days.eq(days),
        certificate_reminders::told_at.eq(now),
    );
    // Rounds of two nodes may overlap.
    let new = on_both!(tx.conn(), |c| diesel::insert_into(certificate_reminders::table)
        .values(row)
        .on_conflict((certificate_reminders::certificate_id, certificate_reminders::days))
        .do_nothing()
        .execute(c))?;
    Ok(new == 1)
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
