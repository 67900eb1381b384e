//! What is to be known of a person before they are erased: days, programmes and numbers, never a word of the record.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{
    accounts, appointments, approvals, decisions, entries, entry_versions, erasures, evidence, invitations,
    jobs, notices, portfolios, proved_addresses, sessions, statements,
};
use crate::db::shelf::Shelf;
use crate::domain::erasure::{Called, NOBODY, Standing, ToldErased, nowhere};
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, PortfolioId};
use crate::domain::policy::erasures::{ErasureCase, Proposal};
use crate::domain::role::{Person as Reader, System};
use crate::domain::time::{Day, Moment};
use crate::features::enrolments::{LastDay, left_on};
use crate::features::erasures::store::clearing::IN_WORDS;
use crate::features::erasures::store::rows::{ErasureRow, of_person};
use crate::features::outside::{self, HeldOfAssessor, OnlyStated};
use crate::features::{accounts as account_rows, people, redactions};

/// People on one page.
const MOST: i64 = 50;

/// Somebody with a record, or an assessor who never had an account to sign in to.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Person {
    pub id: AccountId,
    pub name: String,
    pub email: String,
}

/// By name or address, of an account or proved; those that were erased are not found.
// open: names and addresses for information governance, whom the page asked for
pub fn find(conn: &mut Conn, words: &str) -> Result<Vec<Person>, Fault> {
    let escaped = words.trim().to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let like = format!("%{escaped}%");
    let agreed = erasures::table
        .filter(erasures::state.eq_any([Standing::Agreed.as_str(), Standing::Done.as_str()]))
        .select(erasures::person_id);
    let recorded = portfolios::table.select(portfolios::person_id);
    // As `outside::is_assessor_only` has it; whoever has a record is found by it.
    let only_assessed = accounts::password_hash
        .eq("")
        .and(
            accounts::id
                .eq_any(proved_addresses::table.select(proved_addresses::person_id))
                .or(accounts::email_folded
                    .eq_any(statements::table.filter(statements::mailbox.ne("")).select(statements::mailbox)))
                .or(accounts::id.eq_any(approvals::table.select(approvals::person_id))),
        )
        .and(accounts::id.ne_all(appointments::table.select(appointments::person_id)))
        .and(accounts::id.nullable().ne_all(
            invitations::table.filter(invitations::account_id.is_not_null()).select(invitations::account_id),
        ));
    let proved = proved_addresses::table
        .filter(proved_addresses::mailbox.like(&like).escape('\\'))
        .select(proved_addresses::person_id);
    let called = accounts::name_folded
        .like(&like)
        .escape('\\')
        .or(accounts::email_folded.like(&like).escape('\\'))
        .or(accounts::id.eq_any(proved));
    Ok(accounts::table
        .filter(accounts::id.eq_any(recorded).or(only_assessed))
        .filter(called)
        .filter(accounts::id.ne_all(agreed))
        .order((accounts::name_folded, accounts::id))
        .limit(MOST)
        .select((accounts::id, accounts::name, accounts::email))
        .load(conn)?)
}

/// Those who only stated an address as an assessor, by the same words.
// open: the page asked who comes in
pub fn stated(conn: &mut Conn, words: &str) -> Result<Vec<OnlyStated>, Fault> {
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    outside::only_stated(conn, &words.trim().to_lowercase(), most)
}

/// One person, and how much there is of them.
#[derive(Debug, Clone)]
pub struct About {
    pub person: Person,
    pub portfolio: Option<PortfolioId>,
    pub enrolled: Vec<LastDay>,
    pub entries: i64,
    pub files: i64,
    /// Decisions on other people's entries.
    pub signed: i64,
    /// They held an appointment at some time.
    pub appointed: bool,
    /// As an assessor without an account.
    pub assessed: HeldOfAssessor,
    pub erasures: Vec<ErasureRow>,
}

impl About {
    /// The last day of the last enrolment.
    pub fn left(&self) -> Option<Day> {
        self.enrolled.iter().map(|one| one.last).max()
    }

    /// What they signed for others was signed in an appointment, or as an assessor: the name stays beside it.
    pub fn keeps_name(&self) -> bool {
        (self.appointed || self.assessed.decided > 0) && self.signed > 0
    }
}

/// What the rules need to know, and what the page says.
// open: the rules are asked with it before anything is shown
pub fn about(
    conn: &mut Conn,
    shelf: &Shelf,
    reader: &Reader,
    id: &AccountId,
) -> Result<(ErasureCase, About), Fault> {
    let account = account_rows::account(conn, id)?;
    let (now, today) = (reader.now, reader.today());
    let portfolio: Option<PortfolioId> = portfolios::table
        .filter(portfolios::person_id.eq(id))
        .select(portfolios::id)
        .first(conn)
        .optional()?;
    let enrolled = match &portfolio {
        Some(portfolio) => left_on(conn, shelf, portfolio, now)?,
        None => Vec::new(),
    };
    let own = entries::table.filter(entries::portfolio_id.nullable().eq(&portfolio));
    let files: Vec<String> = evidence::table
        .inner_join(entry_versions::table.on(evidence::version_id.eq(entry_versions::id.nullable())))
        .filter(entry_versions::entry_id.eq_any(own.select(entries::id)))
        .select(evidence::file_hash)
        .distinct()
        .load(conn)?;
    let signed = decisions::table
        .filter(decisions::signer_id.eq(id))
        .filter(decisions::entry_id.ne_all(own.select(entries::id)))
        .count()
        .get_result(conn)?;
    let ever = appointments::table.filter(appointments::person_id.eq(id));
    let holding: i64 = ever
        .filter(appointments::known_until.is_null())
        .filter(appointments::until_day.is_null().or(appointments::until_day.ge(today)))
        .count()
        .get_result(conn)?;
    let erasures = of_person(conn, id)?;
    let about = About {
        person: Person { id: account.id, name: account.name, email: account.email },
        entries: own.count().get_result(conn)?,
        files: i64::try_from(files.len()).unwrap_or(i64::MAX),
        signed,
        appointed: ever.count().get_result::<i64>(conn)? > 0,
        assessed: outside::held_of(conn, id, &[])?,
        portfolio,
        enrolled,
        erasures,
    };
    let case = case(conn, reader, &about, holding > 0, now)?;
    Ok((case, about))
}

fn case(
    conn: &mut Conn,
    reader: &Reader,
    about: &About,
    appointed: bool,
    now: Moment,
) -> Result<ErasureCase, Fault> {
    let today = reader.today();
    let running = about.enrolled.iter().filter(|one| one.last >= today);
    let open = about.erasures.iter().find(|row| row.is_proposed(now));
    Ok(ErasureCase {
        person: about.person.id.clone(),
        governs: people::governs(conn, &reader.account, today)?,
        keeps_house: people::keeps_house(conn, &reader.account, today)?,
        has_record: about.portfolio.is_some(),
        assessed: outside::is_assessor_only(conn, &about.person.id)?,
        is_erased: about.person.email == nowhere(&about.person.id),
        is_agreed: about.erasures.iter().any(ErasureRow::is_agreed),
        running: running
            .map(|one| format!("The enrolment on {} runs until {}.", one.title, one.last))
            .collect(),
        appointed,
        proposal: open.map(|row| Proposal { erasure: row.id.clone(), by: row.proposed_by.clone() }),
    })
}

/// In what the account of somebody who was erased is somebody's still, or an entry of theirs not erased; nothing where
/// all is as it should be.
pub fn not_nobody(conn: &mut Conn, row: &ErasureRow, system: System) -> Result<Vec<String>, Fault> {
    type Columns = (String, String, String, String, String, Option<Moment>);
    let (email, folded, name, name_folded, password, closed): Columns = accounts::table
        .find(&row.person_id)
        .select((
            accounts::email,
            accounts::email_folded,
            accounts::name,
            accounts::name_folded,
            accounts::password_hash,
            accounts::closed_at,
        ))
        .first(conn)?;
    let address = nowhere(&row.person_id);
    let named = !row.keeps_name && (name != NOBODY || name_folded != NOBODY.to_lowercase());
    let mut found = Vec::new();
    if email != address || folded != address || named || !password.is_empty() || closed.is_none() {
        found.push(format!("accounts/{} was erased, and is somebody’s again", row.person_id));
    }
    let running: i64 =
        sessions::table.filter(sessions::account_id.eq(&row.person_id)).count().get_result(conn)?;
    if running > 0 {
        found.push(format!("accounts/{} was erased, and somebody is signed in to it", row.person_id));
    }
    if !row.keeps_name && named_before(conn, row)? {
        found.push(format!("accounts/{} was erased, and what others were told names them", row.person_id));
    }
    let stated = outside::portfolios_stated_in(conn, (&row.person_id, &[]), system)?;
    if !stated.is_empty() || !outside::held_of(conn, &row.person_id, &[])?.addresses.is_empty() {
        let what = "was erased, and an address that they proved is there again";
        found.push(format!("accounts/{} {what}", row.person_id));
    }
    let portfolio: Option<PortfolioId> = portfolios::table
        .filter(portfolios::person_id.eq(&row.person_id))
        .select(portfolios::id)
        .first(conn)
        .optional()?;
    if let Some(portfolio) = portfolio {
        for entry in redactions::not_erased(conn, &portfolio, &row.id, system)? {
            found
                .push(format!("entries/{entry} is of somebody who was erased, and was not erased with them"));
        }
    }
    Ok(found)
}

/// Whether a notice or a letter of before the erasure names them; what came after has no name to say.
fn named_before(conn: &mut Conn, row: &ErasureRow) -> Result<bool, Fault> {
    let Some(done) = row.done_at else { return Ok(false) };
    let theirs = format!("%\"{}\"%", row.person_id);
    let told = notices::table
        .filter(notices::made_at.le(done))
        .filter(notices::body.like(IN_WORDS))
        .filter(notices::body.like(&theirs));
    let sent = jobs::table
        .filter(jobs::queued_at.le(done))
        .filter(jobs::body.like(IN_WORDS))
        .filter(jobs::body.like(&theirs));
    let (told, sent): (i64, i64) = (told.count().get_result(conn)?, sent.count().get_result(conn)?);
    Ok(told + sent > 0)
}

/// By which words letters name somebody or are to them: names and addresses, as they are now.
pub fn called(conn: &mut Conn, told: &ToldErased, _: System) -> Result<Called, Fault> {
    let account = account_rows::account(conn, &told.person)?;
    let held = outside::held_of(conn, &told.person, &told.statements)?;
    let mut words = vec![account.name, account.email];
    words.extend(held.addresses);
    words.extend(held.stated.into_iter().flat_map(|stated| [stated.name, stated.address]));
    words.retain(|word| word != NOBODY);
    Ok(Called::by(words))
}
