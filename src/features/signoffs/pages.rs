//! What this room shows: the inbox, one entry on one screen, what was signed, and the page on which a
//! signature is taken back.

use std::collections::HashMap;

use actix_web::web::Path;

use crate::app::App;
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, DecisionId, EntryId, EntryVersionId, RequestId};
use crate::domain::policy::signoffs::{may_take_back, may_take_out};
use crate::domain::role::Sight;
use crate::features::entries::seen;
use crate::features::signoffs::deciding::Desk;
use crate::features::signoffs::store::{self, Waiting};
use crate::features::signoffs::{screen, views};
use crate::features::standing::{self, ReviewsOf};
use crate::features::{enrolments, people, programmes};
use crate::web::gate::{SignedIn, Staff};
use crate::web::oops::Answer;
use crate::web::page::{Place, page};
use crate::web::paths;
use crate::web::reply::see_other;
use crate::web::typed::{Asked, Typed, Words};

pub async fn inbox(who: Staff, app: App) -> Answer {
    let (sight, week) = (who.sight(), who.now.plus_days(-7));
    let (waiting, frozen, kinds, decided, instead, shown) = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let mut waiting = store::waiting(r.conn(), &sight)?;
            let titles = waiting.iter_mut().map(|one| (&one.entry, &mut one.title));
            enrolments::name_codes(r.conn(), &shelf, titles)?;
            let entries: Vec<EntryId> = waiting.iter().map(|one| one.entry.clone()).collect();
            let frozen = store::frozen(r.conn(), &shelf, &entries, now)?;
            let kinds = programmes::newest_kinds(r.conn(), &shelf)?;
            let decided = store::decided_since(r.conn(), &sight, week)?;
            let reviews = standing::asked_reviews(r.conn(), &sight, ReviewsOf::Supervised)?;
            let elsewhere = (store::rounds_waiting(r.conn(), &sight)?, reviews);
            let today = sight.today();
            // Names are looked up only where somebody else was asked.
            let instead: HashMap<AccountId, String> = match waiting.iter().any(|one| one.instead_of.is_some())
            {
                true => people::stands_in(r.conn(), sight.viewer(), today)?
                    .into_iter()
                    .map(|(absence, name)| (absence.person, name))
                    .collect(),
                false => HashMap::new(),
            };
            Ok((waiting, frozen, kinds, (decided, elsewhere), instead, store::shown(r.conn())?))
        })
        .await?;
    page(views::Inbox::new(&who, waiting, (&frozen, &instead), &kinds, decided, shown))
}

/// The entry that a request is about; a request out of sight is not there.
pub async fn entry_of(who: &Staff, app: &App, id: &RequestId) -> Result<EntryId, Fault> {
    let (sight, id) = (who.sight(), id.clone());
    app.read(move |r| store::request(r.conn(), &sight, &id)).await
}

pub async fn deciding(who: Staff, app: App, id: Path<RequestId>) -> Answer {
    let entry = entry_of(&who, &app, &id).await?;
    if from_before(&who, &app, &entry).await? {
        return see_other(paths::earlier_record(entry.as_str()));
    }
    shown(&who, &app, &id, &entry, Typed::nothing(), None).await
}

/// What is accepted rather than signed has a page of its own.
async fn from_before(who: &Staff, app: &App, id: &EntryId) -> Result<bool, Fault> {
    let (sight, id) = (who.sight(), id.clone());
    app.read(move |r| {
        let shelf = r.shelf();
        Ok(crate::domain::earlier::is_accepted_kind(&seen(r.conn(), &shelf, &sight, &id)?.kind.code))
    })
    .await
}

/// The screen again after a decision that could not be kept: with what was typed, and where the entry
/// has gone on meanwhile, with what has changed.
pub async fn again(
    who: &Staff,
    app: &App,
    id: &RequestId,
    entry: &EntryId,
    words: &Words,
    fault: Fault,
) -> Answer {
    let (typed, was_reading) = screen::after(words, fault)?;
    shown(who, app, id, entry, typed, was_reading).await
}

async fn shown(
    who: &Staff,
    app: &App,
    id: &RequestId,
    entry: &EntryId,
    typed: Typed,
    was_reading: Option<EntryVersionId>,
) -> Answer {
    let (person, asked_here, entry) = (who.person().clone(), id.clone(), entry.clone());
    let (screen, desk) = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let list = store::waiting(r.conn(), &person.sight())?;
            let screen = screen::of(r.conn(), &shelf, &person, &entry, now, was_reading)?;
            // After a change the entry waits under another request: the buttons must name that one.
            let request = screen.seen.request.as_ref().map_or(asked_here, |open| open.id.clone());
            let desk = desk(&list, &request, &entry);
            Ok((screen, desk))
        })
        .await?;
    screen::note_reading(who, app, &screen);
    page(views::Deciding::new(who.shell(screen.heading(), Place::Inbox), who.person(), screen, desk, typed))
}

fn desk(list: &[Waiting], request: &RequestId, entry: &EntryId) -> Desk {
    let here = list.iter().position(|one| one.entry == *entry);
    let path = |at: usize| list.get(at).map(|one| paths::inbox_item(one.request.as_str()));
    Desk {
        here: paths::inbox_item(request.as_str()),
        sign: paths::signature(request.as_str()),
        send_back: paths::send_back(request.as_str()),
        position: here.map(|at| format!("{} of {}", at + 1, list.len())).unwrap_or_default(),
        next: here.map_or_else(|| path(0), |at| path(at + 1)),
        previous: here.and_then(|at| at.checked_sub(1)).and_then(path),
        list: paths::INBOX,
        list_name: "Inbox",
    }
}

/// What comes after this entry in the inbox: the one below it, else the first, else the inbox itself.
pub fn next(conn: &mut Conn, _: &Shelf, who: &Sight, entry: &EntryId) -> Result<String, Fault> {
    let list = store::waiting(conn, who)?;
    let after = list.iter().skip_while(|one| one.entry != *entry).nth(1);
    let next = after.or_else(|| list.iter().find(|one| one.entry != *entry));
    Ok(next.map_or_else(|| paths::INBOX.to_owned(), |one| paths::inbox_item(one.request.as_str())))
}

pub async fn signed(who: SignedIn, app: App, asked: Asked) -> Answer {
    let (sight, trainee) = (who.sight(), asked.one("trainee").trim().to_owned());
    let number: usize = asked.one("page").parse().unwrap_or(1).max(1);
    let words = trainee.clone();
    let (lines, returned, more) = app
        .read(move |r| {
            let shelf = r.shelf();
            let (mut rows, more) = store::decided(r.conn(), &sight, &words, number - 1)?;
            let titles = rows.iter_mut().map(|row| (&row.entry, &mut row.title));
            enrolments::name_codes(r.conn(), &shelf, titles)?;
            let returned = store::returned_by(r.conn(), &rows)?;
            let mut lines = Vec::new();
            for row in rows {
                let kind = programmes::kind_version(r.conn(), &shelf, &row.kind, row.kind_version)?;
                lines.push((row, kind));
            }
            Ok((lines, returned, more))
        })
        .await?;
    page(views::Signed::new(&who, (lines, &returned), &trainee, number, more))
}

pub async fn retraction(who: SignedIn, app: App, id: Path<DecisionId>) -> Answer {
    retraction_with(&who, &app, &id, Typed::nothing()).await
}

pub async fn retraction_with(who: &SignedIn, app: &App, id: &DecisionId, typed: Typed) -> Answer {
    let (person, decision) = (who.person().clone(), id.clone());
    let (row, seen, out) = app
        .read(move |r| {
            let shelf = r.shelf();
            let row = store::decision(r.conn(), &person.sight(), &decision)?;
            let seen = seen(r.conn(), &shelf, &person.sight(), &row.entry)?;
            let case = store::decided_case(r.conn(), &row, &seen)?;
            may_take_back(&person, &case)?;
            let out = may_take_out(&person, &seen.id, &case).is_ok();
            Ok((row, seen, out))
        })
        .await?;
    page(views::Retraction::new(who, &row, (&seen, out), typed))
}
