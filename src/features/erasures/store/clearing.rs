//! What nothing commits to, removed; tests/it/erasures/fates.rs says of every table what becomes of it and why.

use diesel::prelude::*;

use crate::db::schema::*;
use crate::db::tx::Tx;
use crate::domain::erasure::Called;
use crate::domain::fault::Fault;
use crate::domain::job::{Job, Notice};
use crate::domain::names::{
    AccountId, DraftId, EnrolmentId, EntryId, JobId, PortfolioId, RequestId, TicketId,
};
use crate::domain::policy::Grant;
use crate::domain::policy::erasures::ErasePerson;

/// Drafts, thoughts, links, notices and everything else that stands beside the record. Gives the hashes of files that
/// nothing names any more, to be taken off the disk.
pub fn clear(tx: &mut Tx<'_>, grant: &Grant<ErasePerson>, called: &Called) -> Result<Vec<String>, Fault> {
    let (person, portfolio) = (&grant.act().person, &grant.act().portfolio);
    let of: Vec<EntryId> =
        entries::table.filter(entries::portfolio_id.eq(portfolio)).select(entries::id).load(tx.conn())?;
    let enrolled: Vec<EnrolmentId> = enrolments::table
        .filter(enrolments::portfolio_id.eq(portfolio))
        .select(enrolments::id)
        .load(tx.conn())?;
    let gone = drafts_of(tx, person, portfolio, &enrolled)?;
    around_entries(tx, &of)?;
    let conn = tx.conn();
    diesel::delete(reflections::table.filter(reflections::portfolio_id.eq(portfolio))).execute(conn)?;
    diesel::delete(move_waits::table.filter(move_waits::enrolment_id.eq_any(&enrolled))).execute(conn)?;
    diesel::delete(digests::table.filter(digests::account_id.eq(person))).execute(conn)?;
    diesel::delete(notices::table.filter(notices::account_id.eq(person))).execute(conn)?;
    diesel::delete(patterns::table.filter(patterns::person_id.eq(person))).execute(conn)?;
    diesel::delete(reminders::table.filter(reminders::to_id.eq(person))).execute(conn)?;
    // A letter that waits has nobody to go to, and one that failed may say the address.
    let letters = jobs::table.filter(jobs::job.eq("tell")).filter(jobs::body.like(format!("%\"{person}\"%")));
    diesel::delete(letters).execute(conn)?;
    if !grant.act().keeps_name {
        told_of(tx, person, called)?;
    }
    Ok(gone)
}

/// How `Notice::Added` begins in the body of a row, for `LIKE`.
pub(super) const IN_WORDS: &str = "%\"notice\":\"added\"%";

/// What others were told in words that name the person, in the app and by letter: by the ids beside the words, and, since
/// older releases wrote none, by the words with which letters in files are found.
fn told_of(tx: &mut Tx<'_>, person: &AccountId, called: &Called) -> Result<(), Fault> {
    let theirs = |what: &Notice| match what {
        Notice::Added { sentence, names } => names.contains(person) || called.stands_in(sentence),
        _ => false,
    };
    let conn = tx.conn();
    let told: Vec<(String, String)> = notices::table
        .filter(notices::body.like(IN_WORDS))
        .select((notices::id, notices::body))
        .load(conn)?;
    for (id, body) in told {
        if serde_json::from_str(&body).is_ok_and(|what| theirs(&what)) {
            diesel::delete(notices::table.find(&id)).execute(conn)?;
        }
    }
    let sent: Vec<(JobId, String)> =
        jobs::table.filter(jobs::body.like(IN_WORDS)).select((jobs::id, jobs::body)).load(conn)?;
    for (id, body) in sent {
        if matches!(serde_json::from_str(&body), Ok(Job::Tell { what, .. }) if theirs(&what)) {
            diesel::delete(jobs::table.find(&id)).execute(conn)?;
        }
    }
    Ok(())
}

/// Of the person, of whoever began something about them, and the files in them that nobody else has.
fn drafts_of(
    tx: &mut Tx<'_>,
    person: &AccountId,
    portfolio: &PortfolioId,
    enrolled: &[EnrolmentId],
) -> Result<Vec<String>, Fault> {
    let conn = tx.conn();
    let of = entries::table.filter(entries::portfolio_id.eq(portfolio)).select(entries::id.nullable());
    let own = drafts::table.filter(drafts::owner_id.eq(person).or(drafts::entry_id.eq_any(of)));
    let mut ids: Vec<DraftId> = own.select(drafts::id).load(conn)?;
    let names = [person.as_str(), portfolio.as_str()];
    // Whoever has no record has an empty one here, and every draft would say it.
    let names = names.into_iter().filter(|name| !name.is_empty());
    for id in enrolled.iter().map(EnrolmentId::as_str).chain(names) {
        let about = drafts::table.filter(drafts::words.like(format!("%{id}%"))).select(drafts::id);
        ids.extend(about.load::<DraftId>(conn)?);
    }
    let attached: Vec<String> = evidence::table
        .filter(evidence::draft_id.eq_any(ids.iter().map(DraftId::as_str)))
        .select(evidence::file_hash)
        .distinct()
        .load(conn)?;
    for id in &ids {
        diesel::delete(evidence::table.filter(evidence::draft_id.eq(id))).execute(conn)?;
        diesel::delete(refilings::table.filter(refilings::draft_id.eq(id))).execute(conn)?;
        diesel::delete(holds::table.find(id)).execute(conn)?;
        diesel::delete(earlier_tables::table.find(id)).execute(conn)?;
        diesel::delete(reflections::table.filter(reflections::draft_id.eq(id))).execute(conn)?;
        diesel::delete(drafts::table.find(id)).execute(conn)?;
    }
    let mut gone = Vec::new();
    for hash in attached {
        let named: i64 = evidence::table.filter(evidence::file_hash.eq(&hash)).count().get_result(conn)?;
        let struck: i64 = struck_files::table.find(&hash).count().get_result(conn)?;
        if named + struck > 0 {
            continue;
        }
        let small: Vec<String> = files::table.find(&hash).select(files::thumb_hash).load(conn)?;
        diesel::delete(file_checks::table.find(&hash)).execute(conn)?;
        diesel::delete(files::table.find(&hash)).execute(conn)?;
        gone.extend(small.into_iter().filter(|small| !small.is_empty()));
        gone.push(hash);
    }
    Ok(gone)
}

/// Links, codes, reminders and what still had to be looked at.
fn around_entries(tx: &mut Tx<'_>, of: &[EntryId]) -> Result<(), Fault> {
    let now = tx.now();
    let conn = tx.conn();
    for entry in of {
        let asked: Vec<RequestId> =
            requests::table.filter(requests::entry_id.eq(entry)).select(requests::id).load(conn)?;
        diesel::delete(reminders::table.filter(reminders::request_id.eq_any(&asked))).execute(conn)?;
        diesel::delete(escalations::table.filter(escalations::request_id.eq_any(&asked))).execute(conn)?;
        let versions =
            entry_versions::table.filter(entry_versions::entry_id.eq(entry)).select(entry_versions::id);
        diesel::delete(unlooked::table.filter(unlooked::version_id.eq_any(versions))).execute(conn)?;
        let handed: Vec<TicketId> =
            tickets::table.filter(tickets::entry_id.eq(entry)).select(tickets::id).load(conn)?;
        diesel::delete(ticket_openings::table.filter(ticket_openings::ticket_id.eq_any(&handed)))
            .execute(conn)?;
        diesel::delete(ticket_codes::table.filter(ticket_codes::ticket_id.eq_any(&handed))).execute(conn)?;
        let open = tickets::table.filter(tickets::id.eq_any(&handed)).filter(tickets::ended_at.is_null());
        diesel::update(open)
            .set((tickets::ended_at.eq(now), tickets::ended_how.eq("withdrawn")))
            .execute(conn)?;
        diesel::update(tickets::table.filter(tickets::id.eq_any(&handed)))
            .set(tickets::sealed.eq(""))
            .execute(conn)?;
    }
    Ok(())
}
