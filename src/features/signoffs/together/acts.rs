//! Choosing alike entries, signing them together, leaving them, and undoing all of it within ten seconds.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::fault::{Fault, Faults};
use crate::domain::job::{Job, Notice};
use crate::domain::names::{AccountId, BatchId, BookId, DecisionId, EntryId, EntryVersionId, PortfolioId};
use crate::domain::policy::together::{
    Alike, BatchCase, CHANGED, may_begin, may_leave_batch, may_sign_batch,
};
use crate::domain::role::Person;
use crate::domain::signoff::UNDO_SECONDS;
use crate::features::entries::seen;
use crate::features::signoffs::deciding::{put_one, put_undo};
use crate::features::signoffs::forms::{Nothing, OnScreen, Sign};
use crate::features::signoffs::store::{self, Batch, BatchedRow, Item};
use crate::features::signoffs::together::forms::{All, Chosen};
use crate::features::signoffs::together::pages;
use crate::features::standing;
use crate::web::form::Form;
use crate::web::gate::Staff;
use crate::web::oops::Answer;
use crate::web::page::Flash;
use crate::web::paths;
use crate::web::reply::{leaving, saying, see_other};
use crate::web::typed::{Typed, beside_the_form};

pub async fn begin(who: Staff, app: App, mut form: Form<Chosen>) -> Answer {
    match begun(&who, &app, &mut form).await {
        Ok(location) => see_other(location),
        Err(fault) => pages::alike_with(&who, &app, form.again(beside_the_form(fault))?).await,
    }
}

async fn begun(who: &Staff, app: &App, form: &mut Form<Chosen>) -> Result<String, Fault> {
    let (given, person) = (form.given()?, who.person().clone());
    app.write_once(form.once(&who.account), Books::house(), move |tx| {
        let (shelf, now, sight) = (tx.shelf(), tx.now(), person.sight());
        let waiting = store::waiting(tx.conn(), &sight)?;
        let (mut all, mut items): (Vec<Alike>, Vec<(EntryId, EntryVersionId, String)>) = Default::default();
        for id in &given.entries {
            let seen = seen(tx.conn(), &shelf, &sight, id)?;
            all.push(Alike {
                kind: seen.kind.code.clone(),
                kind_version: seen.kind.version,
                title: seen.title.clone(),
                two_sides: seen.kind.has_two_sides(),
                waits: waiting.iter().any(|one| one.entry == seen.id && one.version == seen.version),
                decide: store::decide_case(tx.conn(), (&shelf, now), &person, &seen, true)?,
            });
            items.push((seen.id, seen.version, seen.root));
        }
        let before = store::drawn_before(tx.conn(), &sight, &waiting)?;
        let chance = u64::from_be_bytes(tx.random());
        let grant = may_begin(&person, &all, &before, chance)?;
        let id = store::begin(tx, &grant, &items)?;
        let event = grant
            .event("batch/begun", format!("batch/{id}"))
            .with("drawn", &grant.act().drawn)
            .with("entries", items.len());
        Ok(Outcome::of(paths::batch(id.as_str()), event))
    })
    .await
}

pub async fn sign(who: Staff, app: App, id: Path<BatchId>, mut form: Form<All>) -> Answer {
    match signed(&who, &app, &id, &mut form).await {
        Ok(next) => {
            let what = pages::signed_words(&who, &app, &id).await?;
            leaving(next, Flash::saying(what).offering("Undo", paths::batch_undoing(id.as_str())))
        }
        Err(Fault::Refused(refusal)) if refusal.code == CHANGED => {
            let typed = Typed { words: form.words.kept(), ..Typed::nothing() };
            pages::batch_with(&who, &app, &id, typed.with_faults(Faults::one("", refusal.sentence))).await
        }
        Err(fault) => pages::batch_with(&who, &app, &id, form.again(beside_the_form(fault))?).await,
    }
}

async fn signed(who: &Staff, app: &App, id: &BatchId, form: &mut Form<All>) -> Result<String, Fault> {
    let given = form.given()?;
    let (person, asked) = (who.person().clone(), id.clone());
    let books = {
        let (sight, id) = (who.sight(), id.clone());
        let batch = app.read(move |r| store::batch(r.conn(), &sight, &id)).await?;
        let books: BTreeSet<PortfolioId> = batch.items.into_iter().map(|item| item.portfolio).collect();
        books.into_iter().map(BookId::from).collect::<Vec<_>>()
    };
    app.write_once(form.once(&who.account), books, move |tx| sign_all(tx, &person, &asked, &given)).await
}

/// Every entry of the batch that is on the screen, or none. Leads to the inbox.
fn sign_all(tx: &mut Tx<'_>, person: &Person, id: &BatchId, given: &All) -> Result<Outcome<String>, Fault> {
    let (now, sight) = (tx.now(), person.sight());
    let batch = store::batch(tx.conn(), &sight, id)?;
    let waiting = store::waiting(tx.conn(), &sight)?;
    let live = batch.live(&waiting);
    let grant = may_sign_batch(person, &case_of(&batch, &live, given))?;
    let size = i32::try_from(live.len()).map_err(Fault::broken)?;
    let mut events = Vec::new();
    let mut changed: BTreeMap<PortfolioId, Vec<EntryId>> = BTreeMap::new();
    let mut owners: BTreeMap<AccountId, Vec<DecisionId>> = BTreeMap::new();
    for item in &live {
        let on_screen = OnScreen { version: item.version.clone(), root: item.root.clone() };
        let sign = Sign { on_screen, ..given.sign.clone() };
        let (row, event, seen) = put_one(tx, person, &item.entry, sign, store::put)?;
        let viewed = item.entry == batch.drawn;
        if !seen.is_closed_to_owner() {
            owners.entry(item.owner.clone()).or_default().push(row.id.clone());
        }
        let beside = BatchedRow { decision: row.id, batch: id.clone(), entries: size, viewed };
        store::keep_batched(tx, &grant, &item.portfolio, &beside)?;
        events.push(event.with("batch", id).in_book(item.portfolio.clone()));
        changed.entry(item.portfolio.clone()).or_default().push(item.entry.clone());
    }
    for (portfolio, entries) in &changed {
        standing::refresh(tx, portfolio, entries)?;
    }
    for (to, decisions) in owners {
        let letter = Job::Tell { to, what: Notice::DecidedTogether { batch: id.clone(), decisions } };
        tx.later_at(letter, now.plus_seconds(UNDO_SECONDS))?;
    }
    store::end_batch(tx, &grant, "signed")?;
    let first = events.pop().ok_or_else(|| Fault::broken("a batch without entries"))?;
    Ok(Outcome::of(paths::INBOX.to_owned(), first).and_all(events))
}

fn case_of(batch: &Batch, live: &[&Item], given: &All) -> BatchCase {
    let on_screen = &given.sign.on_screen;
    let shown = |item: &&&Item| item.entry == batch.drawn && item.version == on_screen.version;
    BatchCase {
        batch: batch.id.clone(),
        signer: batch.signer.clone(),
        open: batch.is_open(),
        waiting: live.len(),
        stated: given.entries,
        looked_at: live.iter().find(shown).is_some_and(|item| item.root == on_screen.root),
    }
}

pub async fn leave(who: Staff, app: App, id: Path<BatchId>, form: Form<Nothing>) -> Answer {
    let (person, id) = (who.person().clone(), id.into_inner());
    let location = app
        .write_once(form.once(&who.account), Books::house(), move |tx| {
            let batch = store::batch(tx.conn(), &person.sight(), &id)?;
            let case = BatchCase {
                open: batch.is_open(),
                batch: batch.id,
                signer: batch.signer,
                waiting: 0,
                stated: 0,
                looked_at: false,
            };
            let grant = may_leave_batch(&person, &case)?;
            store::end_batch(tx, &grant, "left")?;
            Ok(Outcome::of(paths::INBOX.to_owned(), grant.event("batch/left", format!("batch/{id}"))))
        })
        .await?;
    saying(location, "Left. Nothing was signed; each of them waits for you as before.")
}

/// All of them or none; they wait as before, and the same one is to be looked at.
pub async fn undo(who: Staff, app: App, id: Path<BatchId>, form: Form<Nothing>) -> Answer {
    let (person, id) = (who.person().clone(), id.into_inner());
    let books: Vec<BookId> = {
        let (sight, id) = (who.sight(), id.clone());
        let decided = app.read(move |r| store::decisions_of(r.conn(), &sight, &id)).await?;
        let books: BTreeSet<PortfolioId> = decided.into_iter().map(|(_, portfolio)| portfolio).collect();
        books.into_iter().map(BookId::from).collect()
    };
    if books.is_empty() {
        return Err(Fault::NotFound.into());
    }
    let location = app
        .write_once(form.once(&who.account), books, move |tx| {
            let sight = person.sight();
            let mut events = Vec::new();
            for (decision, portfolio) in store::decisions_of(tx.conn(), &sight, &id)? {
                let (_, done, seen) = put_undo(tx, &person, &decision)?;
                standing::refresh(tx, &portfolio, std::slice::from_ref(&seen.id))?;
                events.extend(done.into_iter().map(|event| event.in_book(portfolio.clone())));
            }
            store::reopen_batch(tx, &sight, &id)?;
            let first = events.pop().ok_or(Fault::NotFound)?;
            Ok(Outcome::of(paths::batch(id.as_str()), first).and_all(events))
        })
        .await?;
    saying(location, "Undone. All of them wait for you as before, and nobody was told.")
}
