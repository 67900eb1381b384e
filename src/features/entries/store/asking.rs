//! Requests as rows: somebody is asked, a request ends, one waits again. Where several sign in an order, the next is
//! asked in the same write as the signature before it; who that is follows from whom the trainee asked before.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{entries, requests};
use crate::db::twins;
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::job::{Job, Notice};
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::entries::Ask;
use crate::domain::signoff::UNDO_SECONDS;
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::entries::seen::{OpenRequest, Seen};
use crate::features::entries::store::committed::vouch_request;
use crate::features::people;
use crate::text_words;

text_words! {
    /// How a request ended.
    enum Closed "end of a request" {
        Decided = "decided",
        Withdrawn = "withdrawn",
        Replaced = "replaced",
    }
}

/// Asks one person to decide on a version, and queues the letter. The entry must wait with nobody.
pub fn ask(
    tx: &mut Tx<'_>,
    grant: &Grant<Ask>,
    entry: &EntryId,
    version: &EntryVersionId,
    asked: &AccountId,
) -> Result<RequestId, Fault> {
    if grant.act().asked != *asked {
        return Err(Fault::broken("the grant is to ask somebody else"));
    }
    let asker = grant.account().ok_or_else(|| Fault::broken("a person asks"))?;
    let id = put_request(tx, (entry, version), asked, asker)?;
    let now = tx.now();
    tell_or_deputy(tx, asked, Notice::Asked { request: id.clone() }, (&id, now))?;
    Ok(id)
}

/// The same person is asked about the next version of what nobody has decided on: it stays the same request, and so keeps
/// since when it waits, its place in every queue and what it was reminded of. Nobody is told: it waits as before.
pub fn ask_on_version(
    tx: &mut Tx<'_>,
    grant: &Grant<Ask>,
    open: &OpenRequest,
    version: &EntryVersionId,
) -> Result<RequestId, Fault> {
    if grant.act().asked != open.asked {
        return Err(Fault::broken("the grant is to ask somebody else"));
    }
    diesel::update(requests::table.find(&open.id).filter(requests::closed_at.is_null()))
        .set(requests::version_id.eq(version))
        .execute(tx.conn())?;
    vouch_request(tx, &open.id)?;
    Ok(open.id.clone())
}

/// Tells whom a request waits with. While they are away with a deputy the letter goes to the deputy for that time,
/// and who was asked finds it in the app. `at`: when the letter goes.
// open: called inside a granted write
pub(super) fn tell_or_deputy(
    tx: &mut Tx<'_>,
    asked: &AccountId,
    what: Notice,
    (twin, at): (&impl std::fmt::Display, Moment),
) -> Result<(), Fault> {
    let today = tx.now().day_in(DEFAULT_ZONE);
    let away = people::away_on(tx.conn(), Some(std::slice::from_ref(asked)), today)?.remove(asked);
    match away.and_then(|away| away.deputy) {
        Some((deputy, _)) => {
            twins::put(tx.conn(), format!("{twin}-asked"), asked, &what, at)?;
            tx.later_at(Job::Tell { to: deputy, what }, at)
        }
        None => tx.later_at(Job::Tell { to: asked.clone(), what }, at),
    }
}

/// The row of a request, as the book says it; nobody is told.
// open: called inside a granted write
pub(super) fn put_request(
    tx: &mut Tx<'_>,
    (entry, version): (&EntryId, &EntryVersionId),
    asked: &AccountId,
    by: &AccountId,
) -> Result<RequestId, Fault> {
    let (id, now): (RequestId, _) = (tx.new_id(), tx.now());
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
    vouch_request(tx, &id)?;
    Ok(id)
}

/// Ends a request that is open; one that has ended stays as it ended.
pub fn close_request<A>(
    tx: &mut Tx<'_>,
    _grant: &Grant<A>,
    id: &RequestId,
    how: Closed,
) -> Result<(), Fault> {
    let now = tx.now();
    diesel::update(requests::table.find(id).filter(requests::closed_at.is_null()))
        .set((requests::closed_at.eq(now), requests::closed_how.eq(how.as_str())))
        .execute(tx.conn())?;
    vouch_request(tx, id)
}

/// Ends every request about an entry that is open, but for one.
pub fn close_requests<A>(
    tx: &mut Tx<'_>,
    grant: &Grant<A>,
    entry: &EntryId,
    but: Option<&RequestId>,
    how: Closed,
) -> Result<(), Fault> {
    let open: Vec<RequestId> = requests::table
        .filter(requests::entry_id.eq(entry))
        .filter(requests::closed_at.is_null())
        .order(requests::id)
        .select(requests::id)
        .load(tx.conn())?;
    for id in open.iter().filter(|id| but != Some(*id)) {
        close_request(tx, grant, id, how)?;
    }
    Ok(())
}

/// After an undone decision the request waits again, with its old place in the queue.
pub fn reopen_request<A>(tx: &mut Tx<'_>, _grant: &Grant<A>, id: &RequestId) -> Result<(), Fault> {
    diesel::update(requests::table.find(id))
        .set((requests::closed_at.eq(None::<Moment>), requests::closed_how.eq("")))
        .execute(tx.conn())?;
    vouch_request(tx, id)
}

/// Asks the next of several who sign in an order. The letter waits as long as the signature before it can be undone.
pub fn ask_next<A>(
    tx: &mut Tx<'_>,
    _grant: &Grant<A>,
    entry: &Seen,
    (next, signer): (&AccountId, &AccountId),
) -> Result<RequestId, Fault> {
    let id = put_request(tx, (&entry.id, &entry.version), next, signer)?;
    let at = tx.now().plus_seconds(UNDO_SECONDS);
    tell_or_deputy(tx, next, Notice::Asked { request: id.clone() }, (&id, at))?;
    Ok(id)
}

/// Asks whoever wrote it again, after this return: it is the return that they are told. `at`: when the letter goes.
pub fn ask_again<A>(
    tx: &mut Tx<'_>,
    _grant: &Grant<A>,
    entry: &Seen,
    (writer, by): (&AccountId, &AccountId),
    (returned, at): (&DecisionId, Moment),
) -> Result<RequestId, Fault> {
    let id = put_request(tx, (&entry.id, &entry.version), writer, by)?;
    tell_or_deputy(tx, writer, Notice::Decided { decision: returned.clone() }, (&id, at))?;
    Ok(id)
}

/// Of those who may sign next the one whom the trainee, or somebody for them, asked last: about this entry, else about
/// any. Nobody asked yet: whoever is there and has least waiting, the first by name.
// open: chooses among people who were found through the trainee's own sight
pub fn whom_to_ask(
    conn: &mut Conn,
    entry: &Seen,
    able: &[AccountId],
    today: Day,
) -> Result<Option<AccountId>, Fault> {
    if able.len() < 2 {
        return Ok(able.first().cloned());
    }
    let before: Vec<(EntryId, AccountId)> = requests::table
        .inner_join(entries::table)
        .filter(entries::portfolio_id.eq(&entry.portfolio))
        .filter(requests::asked_id.eq_any(able))
        .order((requests::known_from.desc(), requests::id.desc()))
        .select((entries::id, requests::asked_id))
        .load(conn)?;
    let known = before.iter().find(|(about, _)| *about == entry.id).or(before.first());
    if let Some((_, asked)) = known {
        return Ok(Some(asked.clone()));
    }
    let waiting: Vec<AccountId> = requests::table
        .filter(requests::closed_at.is_null())
        .filter(requests::asked_id.eq_any(able))
        .select(requests::asked_id)
        .load(conn)?;
    let away = people::away_on(conn, Some(able), today)?;
    let load =
        |one: &AccountId| (away.contains_key(one), waiting.iter().filter(|asked| *asked == one).count());
    Ok(able.iter().min_by_key(|one| load(one)).cloned())
}
