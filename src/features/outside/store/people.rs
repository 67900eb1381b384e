//! Which person an address belongs to. An account of the house with that mailbox; else whoever proved it before.
//! Somebody with two addresses is one person once a training lead has said so: registers are public, so the same name and
//! number beside another address are told to the earlier address and to the leads, and make nobody the same person by
//! themselves. Decided: a number alone never makes anybody a person of the house either, because it is only stated; but it
//! is enough to see that somebody signs their own work, or signs twice.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, enrolments, programme_versions, proved_addresses, registrations};
use crate::db::tx::Tx;
use crate::domain::assessor::{Identity, Mailbox};
use crate::domain::audit::{Committed, Event};
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::outside::{folded_body, folded_number};
use crate::domain::policy::Grant;
use crate::domain::policy::assessors::JoinAssessors;
use crate::domain::time::Moment;
use crate::features::accounts as people;
use crate::features::outside::store::domains;

/// A mailbox that a person proved.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct AddressRow {
    pub mailbox: String,
    pub person: AccountId,
    pub address: String,
    pub body: String,
    pub number: String,
    pub last_name: String,
    pub known_from: Moment,
    /// By which the book names it; empty in rows of before, which it names by their mailbox.
    pub id: String,
    /// So that what the book keeps of it cannot be guessed; empty in rows of before.
    pub salt: String,
}

impl Committed for AddressRow {
    fn place(&self) -> String {
        let named = if self.id.is_empty() { &self.mailbox } else { &self.id };
        format!("proved_addresses/{named}")
    }

    fn fields(&self) -> Vec<String> {
        let mut fields = vec![
            self.mailbox.clone(),
            self.person.to_string(),
            self.address.clone(),
            self.body.clone(),
            self.number.clone(),
            self.last_name.clone(),
            self.known_from.to_string(),
        ];
        if !self.salt.is_empty() {
            fields.push(self.salt.clone());
        }
        fields
    }
}

/// Whom somebody turns out to be.
#[derive(Debug, Clone, Default)]
pub struct Whom {
    /// Found by the mailbox.
    pub person: Option<AccountId>,
    /// Where nobody is: who, without an account to sign in with, stated the same registration and name before, beside
    /// another address.
    pub resembles: Option<AccountId>,
    /// The mailbox is that of an account: what its owner is appointed to holds.
    pub of_the_house: bool,
    pub closed: bool,
    /// Everybody who stated the same registration in the house, or with an address that they proved.
    pub same_number: Vec<AccountId>,
}

// open: a rule asks it about whoever holds a link
pub fn whom(conn: &mut Conn, identity: &Identity, mailbox: &Mailbox) -> Result<Whom, Fault> {
    let (body, number, last_name) = identity.registration();
    let same_number = same_number(conn, &body, &number)?;
    let known: Option<AccountId> = proved_addresses::table
        .find(mailbox.as_str())
        .select(proved_addresses::person_id)
        .first(conn)
        .optional()?;
    if let Some((person, closed)) = of_the_house(conn, mailbox)? {
        // One who is known only as an assessor, or was only named as one, has an account that nobody can sign in to; a lead
        // may have said since whose the mailbox is.
        let of_the_house = closed || has_business(conn, &person)?;
        let person = known.filter(|_| !of_the_house).unwrap_or(person);
        return Ok(Whom { person: Some(person), of_the_house, closed, same_number, resembles: None });
    }
    if known.is_some() {
        return Ok(Whom { person: known, same_number, ..Whom::default() });
    }
    let resembles = before(conn, (&body, &number, &last_name), None)?;
    Ok(Whom { resembles, same_number, ..Whom::default() })
}

/// Who, without an account to sign in with, stated this registration and name first; `later`: before this person did.
fn before(
    conn: &mut Conn,
    (body, number, last_name): (&str, &str, &str),
    later: Option<(&AccountId, Moment)>,
) -> Result<Option<AccountId>, Fault> {
    let mut all = proved_addresses::table
        .filter(proved_addresses::body.eq(body))
        .filter(proved_addresses::number.eq(number))
        .filter(proved_addresses::last_name.eq(last_name))
        .order((proved_addresses::known_from, proved_addresses::mailbox))
        .select(proved_addresses::person_id)
        .into_boxed();
    if let Some((person, since)) = later {
        all = all
            .filter(proved_addresses::person_id.ne(person.clone()))
            .filter(proved_addresses::known_from.le(since));
    }
    let first: Option<AccountId> = all.first(conn).optional()?;
    match first {
        Some(person) if has_business(conn, &person)? => Ok(None),
        other => Ok(other),
    }
}

/// Somebody who stated the same registration and name before, beside other addresses.
#[derive(Debug, Clone)]
pub struct Resembling {
    pub person: AccountId,
    pub name: String,
    /// As they typed them, the earliest proved first.
    pub addresses: Vec<String>,
}

/// Of an assessor without an account to sign in with: whom they may be the same as.
// open: a lead found the assessor in their sight
pub fn resembling(conn: &mut Conn, person: &AccountId) -> Result<Option<Resembling>, Fault> {
    if has_business(conn, person)? {
        return Ok(None);
    }
    let own: Vec<AddressRow> = proved_addresses::table
        .filter(proved_addresses::person_id.eq(person))
        .order((proved_addresses::known_from, proved_addresses::mailbox))
        .load(conn)?;
    for row in own {
        let stated = (row.body.as_str(), row.number.as_str(), row.last_name.as_str());
        let Some(other) = before(conn, stated, Some((person, row.known_from)))? else { continue };
        let name = accounts::table.find(&other).select(accounts::name).first(conn)?;
        let addresses = proved_addresses::table
            .filter(proved_addresses::person_id.eq(&other))
            .order((proved_addresses::known_from, proved_addresses::mailbox))
            .select(proved_addresses::address)
            .load(conn)?;
        return Ok(Some(Resembling { person: other, name, addresses }));
    }
    Ok(None)
}

/// Every address of the later person is the earlier one's from now on; what was signed before stays signed by whoever it
/// says.
pub fn join(tx: &mut Tx<'_>, grant: &Grant<JoinAssessors>) -> Result<(), Fault> {
    let JoinAssessors { later, earlier } = grant.act().clone();
    let rows: Vec<AddressRow> =
        proved_addresses::table.filter(proved_addresses::person_id.eq(&later)).load(tx.conn())?;
    for row in rows {
        diesel::update(proved_addresses::table.find(&row.mailbox))
            .set(proved_addresses::person_id.eq(&earlier))
            .execute(tx.conn())?;
        tx.vouch(BookId::house(), &AddressRow { person: earlier.clone(), ..row });
    }
    Ok(())
}

/// Whose mailbox it is, of an account or proved before.
// open: for a rule, about an address that somebody typed
pub fn behind(conn: &mut Conn, mailbox: &Mailbox) -> Result<Option<AccountId>, Fault> {
    let proved: Option<AccountId> = proved_addresses::table
        .find(mailbox.as_str())
        .select(proved_addresses::person_id)
        .first(conn)
        .optional()?;
    Ok(match of_the_house(conn, mailbox)? {
        Some((person, closed)) if closed || proved.is_none() || has_business(conn, &person)? => Some(person),
        _ => proved,
    })
}

/// Every mailbox that is known to be a person's.
// open: for a rule, about addresses that somebody typed
pub fn mailboxes_of(conn: &mut Conn, person: &AccountId) -> Result<Vec<Mailbox>, Fault> {
    let account: String = accounts::table.find(person).select(accounts::email_folded).first(conn)?;
    let proved: Vec<String> = proved_addresses::table
        .filter(proved_addresses::person_id.eq(person))
        .order(proved_addresses::mailbox)
        .select(proved_addresses::mailbox)
        .load(conn)?;
    Ok(std::iter::once(account).chain(proved).map(|address| Mailbox::folded(&address)).collect())
}

/// The account with this mailbox, and whether it is closed. Addresses of accounts may have a part behind a `+`.
fn of_the_house(conn: &mut Conn, mailbox: &Mailbox) -> Result<Option<(AccountId, bool)>, Fault> {
    let (user, host) = mailbox.as_str().rsplit_once('@').unwrap_or_default();
    let escaped = |text: &str| text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let tagged = format!("{}+%@{}", escaped(user), escaped(host));
    let found: Vec<(AccountId, String, Option<Moment>)> = accounts::table
        .filter(
            accounts::email_folded.eq(mailbox.as_str()).or(accounts::email_folded.like(tagged).escape('\\')),
        )
        .order((accounts::email_folded, accounts::id))
        .select((accounts::id, accounts::email_folded, accounts::closed_at))
        .load(conn)?;
    let same = found.into_iter().filter(|(_, address, _)| Mailbox::folded(address) == *mailbox);
    // An open account goes before one that was closed and opened anew under a tag.
    let best = same.min_by_key(|(_, _, closed)| closed.is_some());
    Ok(best.map(|(id, _, closed)| (id, closed.is_some())))
}

/// Enrolled, appointed, invited, or with a password: more than an assessor.
fn has_business(conn: &mut Conn, person: &AccountId) -> Result<bool, Fault> {
    people::is_for_signing_in(conn, person)
}

/// Numbers are kept as they were typed, so the engine looks for the same digits in the same order, and the handful that
/// it finds is folded and compared.
fn same_number(conn: &mut Conn, body: &str, number: &str) -> Result<Vec<AccountId>, Fault> {
    let rows: Vec<(AccountId, String, String)> = registrations::table
        .filter(registrations::known_until.is_null())
        .filter(registrations::number.like(spread(number)))
        .select((registrations::person_id, registrations::body, registrations::number))
        .load(conn)?;
    let same = |(_, other, theirs): &(AccountId, String, String)| {
        folded_number(theirs) == number && folded_body(other) == body
    };
    let mut all: Vec<AccountId> = rows.into_iter().filter(same).map(|(person, ..)| person).collect();
    let proved: Vec<AccountId> = proved_addresses::table
        .filter(proved_addresses::body.eq(body))
        .filter(proved_addresses::number.eq(number))
        .select(proved_addresses::person_id)
        .load(conn)?;
    all.extend(proved);
    Ok(all)
}

/// A pattern that every number matches which folds to this one: its digits, with anything between them. Letters stand
/// for anything, since the engines fold them each in their way.
fn spread(folded: &str) -> String {
    folded
        .chars()
        .filter(char::is_ascii_digit)
        .fold("%".to_owned(), |pattern, digit| format!("{pattern}{digit}%"))
}

/// The programmes of these enrolments.
// open: for a rule, about an entry that was found in a sight
pub fn programmes_of(conn: &mut Conn, under: &[EnrolmentId]) -> Result<Vec<ProgrammeId>, Fault> {
    Ok(enrolments::table
        .inner_join(programme_versions::table)
        .filter(enrolments::id.eq_any(under))
        .select(programme_versions::programme_id)
        .distinct()
        .load(conn)?)
}

/// The person, now that the mailbox is proved: somebody who is known, or a new one without an account to sign in
/// with. Gives the event of the house's book, if anything is new.
// open: inside the write of whoever proved the mailbox
pub fn known(
    tx: &mut Tx<'_>,
    whom: &Whom,
    (identity, mailbox): (&Identity, &Mailbox),
) -> Result<(AccountId, Option<Event>), Fault> {
    let proved: i64 = proved_addresses::table
        .filter(proved_addresses::mailbox.eq(mailbox.as_str()))
        .count()
        .get_result(tx.conn())?;
    let (person, mut event) = match &whom.person {
        Some(person) => (person.clone(), None),
        None => {
            let address = EmailAddress::parse(mailbox.as_str()).map_err(Fault::broken)?;
            let account = people::open_account(tx, &address, &identity.name, "")?;
            let event = Event::new(&account.id, "assessor/known", format!("account/{}", account.id));
            (account.id.clone(), Some(event.in_book(BookId::house()).row(&account)))
        }
    };
    if proved == 0 {
        let (body, number, last_name) = identity.registration();
        let row = AddressRow {
            mailbox: mailbox.as_str().to_owned(),
            person: person.clone(),
            address: identity.address.clone(),
            body,
            number,
            last_name,
            known_from: tx.now(),
            id: tx.new_id(),
            salt: tx.secret(),
        };
        diesel::insert_into(proved_addresses::table)
            .values((
                proved_addresses::mailbox.eq(&row.mailbox),
                proved_addresses::person_id.eq(&row.person),
                proved_addresses::address.eq(&row.address),
                proved_addresses::body.eq(&row.body),
                proved_addresses::number.eq(&row.number),
                proved_addresses::last_name.eq(&row.last_name),
                proved_addresses::known_from.eq(row.known_from),
                proved_addresses::id.eq(&row.id),
                proved_addresses::salt.eq(&row.salt),
            ))
            .execute(tx.conn())?;
        tx.vouch(BookId::house(), &row);
        let told = || Event::new(&person, "assessor/address-proved", format!("account/{person}"));
        event = Some(event.unwrap_or_else(|| told().in_book(BookId::house())));
    }
    Ok((person, event))
}

/// Every row of the house's book, for `perfolio verify`.
// open: verification compares hashes
pub fn committed_rows(conn: &mut Conn) -> Result<Vec<Box<dyn Committed>>, Fault> {
    let proved: Vec<AddressRow> = proved_addresses::table.order(proved_addresses::mailbox).load(conn)?;
    let allowed = domains::rows(conn)?.into_iter().map(|row| Box::new(row) as Box<dyn Committed>);
    Ok(proved.into_iter().map(|row| Box::new(row) as Box<dyn Committed>).chain(allowed).collect())
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn a_number_is_looked_for_by_its_digits_and_not_among_all() {
        assert_eq!(spread("cs12"), "%1%2%");
        assert_eq!(spread("1%2_3\\"), "%1%2%3%", "what means something to the engine is left out");
        assert_eq!(spread("none"), "%");
    }
}
