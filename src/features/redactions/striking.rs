//! Striking out, inside a write that has taken the portfolio's book: everything that holds the words, in one
//! transaction with the row that says so. What cannot be in a transaction (bytes on the disk, the list outside the
//! database) is done by the job that is queued with it.

use std::collections::BTreeSet;

use crate::db::tx::Tx;
use crate::domain::fault::{Fault, Refusal};
use crate::domain::job::Job;
use crate::domain::names::*;
use crate::domain::policy::Grant;
use crate::domain::policy::redactions::{Strike, StrikeReview};
use crate::domain::redaction::{FORMAT, Left, Place, Sort, Told, written};
use crate::domain::role::Capacity;
use crate::domain::time::Moment;
use crate::features::entries::{
    self as entries_room, Closed, FileShown, Seen, strike_content, strike_replies,
};
use crate::features::redactions::store::{self, RedactionRow};
use crate::features::{
    earlier, exports, identifiers, imports, outside, quality, reviews, signoffs, standing,
};

/// What is to go.
pub struct Wanted {
    pub places: BTreeSet<Place>,
    pub sort: Sort,
    pub incident: Option<IncidentId>,
    /// When it is done again after a restore: the redaction of then.
    pub first: Option<First>,
}

/// A redaction as it was made, by whom, in which capacity and when.
pub struct First {
    pub redaction: RedactionId,
    pub by: String,
    /// Empty where nobody told it.
    pub capacity: String,
    pub at: Moment,
}

impl First {
    fn now(tx: &mut Tx<'_>, by: &str, capacity: Capacity) -> First {
        First { redaction: tx.new_id(), by: by.to_owned(), capacity: capacity.to_string(), at: tx.now() }
    }
}

/// What went.
pub struct Struck {
    pub row: RedactionRow,
    /// Files that nothing names any more: reports and small pictures, by their hashes.
    pub gone: Vec<String>,
}

pub fn strike(tx: &mut Tx<'_>, grant: &Grant<Strike>, seen: &Seen, wanted: Wanted) -> Result<Struck, Fault> {
    let Wanted { places, sort, incident, first } = wanted;
    let mut left = out_of_rows(tx, grant, seen, &places)?;
    let files = files_of(seen, &places);
    if left.is_empty() && files.is_empty() {
        return Err(nothing_there().into());
    }
    // Packs that hold the entry go with it, whatever of it was struck out.
    let named: Vec<&ReviewId> = places.iter().filter_map(review).collect();
    left.extend(reviews::strike_reviews(tx, grant, seen, &named)?);
    imports::strike_words(tx, grant, &places)?;
    let mut gone = exports::end_reports(tx, grant, &seen.portfolio)?;
    let reopened = places.iter().any(Place::is_content) && signoffs::reopen(tx, grant, seen)?;
    let first = first.unwrap_or_else(|| First::now(tx, grant.by(), grant.act().capacity));
    let First { redaction, by: struck_by, capacity, at: struck_at } = first;
    let told = Told {
        format: FORMAT,
        redaction,
        portfolio: seen.portfolio.clone(),
        entry: seen.id.clone(),
        sort,
        places: written(&places),
        left,
        files,
        struck_by,
        capacity,
        struck_at,
    };
    let row = store::keep(tx, grant, store::New { told, incident, reopened, erasure: None })?;
    let hashes: Vec<String> = row.hashes().map(str::to_owned).collect();
    gone.extend(identifiers::strike_files(tx, grant, &row.id, &seen.portfolio, &hashes)?);
    standing::refresh(tx, &seen.portfolio, std::slice::from_ref(&seen.id))?;
    tx.later(Job::FinishStriking { gone: gone.clone() })?;
    Ok(Struck { row, gone })
}

/// What was written in a review that no entry stands for, with its packs and the reports that may list it.
pub fn strike_written(
    tx: &mut Tx<'_>,
    grant: &Grant<StrikeReview>,
    portfolio: &PortfolioId,
    wanted: Wanted,
) -> Result<Struck, Fault> {
    let Wanted { places, sort, incident, first } = wanted;
    let left = reviews::strike_review(tx, grant, portfolio)?;
    if left.is_empty() {
        return Err(nothing_there().into());
    }
    let gone = exports::end_reports(tx, grant, portfolio)?;
    let first = first.unwrap_or_else(|| First::now(tx, grant.by(), grant.act().capacity));
    let First { redaction, by: struck_by, capacity, at: struck_at } = first;
    let told = Told {
        format: FORMAT,
        redaction,
        portfolio: portfolio.clone(),
        entry: EntryId::new(""),
        sort,
        places: written(&places),
        left,
        files: Vec::new(),
        struck_by,
        capacity,
        struck_at,
    };
    let row = store::keep(tx, grant, store::New { told, incident, reopened: false, erasure: None })?;
    tx.later(Job::FinishStriking { gone: gone.clone() })?;
    Ok(Struck { row, gone })
}

fn nothing_there() -> Refusal {
    let sentence = "Nothing stands in these places any more. Choose others, or close the incident.";
    Refusal::new("nothing-there", sentence)
}

/// Everything of one entry, as its owner is erased: its words in every version, what anybody wrote with it, and its
/// files, but for those that somebody else has as well. What was signed stays signed: nobody is to write it again.
pub fn erase_entry(
    tx: &mut Tx<'_>,
    grant: &Grant<Strike>,
    seen: &Seen,
    erasure: &ErasureId,
) -> Result<Struck, Fault> {
    let hashes: Vec<String> = all_files(seen).map(|file| file.hash.clone()).collect();
    let shared = store::shared(tx.conn(), &seen.owner, &seen.portfolio, &hashes)?;
    let places = everywhere(seen, &shared);
    let left = out_of_rows(tx, grant, seen, &places)?;
    let files = files_of(seen, &places);
    imports::strike_words(tx, grant, &places)?;
    if let Some(request) = &seen.request {
        entries_room::close_request(tx, grant, &request.id, Closed::Withdrawn)?;
    }
    let told = Told {
        format: FORMAT,
        redaction: tx.new_id(),
        portfolio: seen.portfolio.clone(),
        entry: seen.id.clone(),
        sort: Sort::Story,
        places: written(&places),
        left,
        files,
        struck_by: grant.by().to_owned(),
        capacity: String::new(),
        struck_at: tx.now(),
    };
    let new = store::New { told, incident: None, reopened: false, erasure: Some(erasure.clone()) };
    let row = store::keep(tx, grant, new)?;
    let hashes: Vec<String> = row.hashes().map(str::to_owned).collect();
    let gone = identifiers::strike_files(tx, grant, &row.id, &seen.portfolio, &hashes)?;
    standing::refresh(tx, &seen.portfolio, std::slice::from_ref(&seen.id))?;
    // The files themselves are in a table; of their small pictures nothing else is left.
    if !gone.is_empty() {
        tx.later(Job::FinishStriking { gone: gone.clone() })?;
    }
    Ok(Struck { row, gone })
}

fn all_files(seen: &Seen) -> impl Iterator<Item = &FileShown> {
    seen.versions.iter().flat_map(|version| &version.files)
}

fn everywhere(seen: &Seen, shared: &BTreeSet<String>) -> BTreeSet<Place> {
    let fields = seen.versions.iter().flat_map(|version| version.values.keys());
    let mut all: BTreeSet<Place> = fields.map(|code| Place::Field(code.clone())).collect();
    all.extend(all_files(seen).map(|file| match shared.contains(&file.hash) {
        true => Place::FileName(file.hash.clone()),
        false => Place::File(file.hash.clone()),
    }));
    all.extend(seen.decisions.iter().map(|one| Place::Decision(one.id.clone())));
    all.extend(seen.statements.iter().map(|one| Place::Statement(one.id.clone())));
    all.extend(seen.acknowledged.iter().map(|one| Place::Reply(one.id.clone())));
    let said = seen.before.iter().flat_map(|before| &before.said);
    all.extend(said.map(|one| Place::Acceptance(one.id.clone())));
    all.insert(Place::Reflection);
    all
}

fn out_of_rows(
    tx: &mut Tx<'_>,
    grant: &Grant<Strike>,
    seen: &Seen,
    places: &BTreeSet<Place>,
) -> Result<Vec<Left>, Fault> {
    let mut left = strike_content(tx, grant, seen, places)?;
    let decisions: Vec<&DecisionId> = places.iter().filter_map(decision).collect();
    left.extend(signoffs::strike_words(tx, grant, seen, &decisions)?);
    let statements: Vec<&StatementId> = places.iter().filter_map(statement).collect();
    left.extend(signoffs::strike_assessed(tx, grant, seen, &decisions, &statements)?);
    let replies: Vec<&AcknowledgementId> = places.iter().filter_map(reply).collect();
    left.extend(strike_replies(tx, grant, seen, &replies)?);
    let named: Vec<&ReviewId> = places.iter().filter_map(review).collect();
    left.extend(reviews::strike_words(tx, grant, seen, &named)?);
    let actions: Vec<&QualityActionId> = places.iter().filter_map(action).collect();
    left.extend(quality::strike_actions(tx, grant, seen, &actions)?);
    left.extend(outside::strike_words(tx, grant, seen, &statements)?);
    let acceptances: Vec<&AcceptanceId> = places.iter().filter_map(acceptance).collect();
    left.extend(earlier::strike_words(tx, grant, seen, &acceptances)?);
    Ok(left)
}

fn decision(place: &Place) -> Option<&DecisionId> {
    if let Place::Decision(id) = place { Some(id) } else { None }
}

fn review(place: &Place) -> Option<&ReviewId> {
    if let Place::Review(id) = place { Some(id) } else { None }
}

fn action(place: &Place) -> Option<&QualityActionId> {
    if let Place::Action(id) = place { Some(id) } else { None }
}

fn statement(place: &Place) -> Option<&StatementId> {
    if let Place::Statement(id) = place { Some(id) } else { None }
}

fn acceptance(place: &Place) -> Option<&AcceptanceId> {
    if let Place::Acceptance(id) = place { Some(id) } else { None }
}

fn reply(place: &Place) -> Option<&AcknowledgementId> {
    if let Place::Reply(id) = place { Some(id) } else { None }
}

/// The files of this entry whose bytes go.
fn files_of(seen: &Seen, places: &BTreeSet<Place>) -> Vec<String> {
    let hashes = places.iter().filter_map(|place| match place {
        Place::File(hash) => Some(hash),
        _ => None,
    });
    let own = |hash: &&String| {
        seen.versions.iter().any(|version| version.files.iter().any(|file| file.hash == **hash))
    };
    hashes.filter(own).cloned().collect()
}
