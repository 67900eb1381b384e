//! What whoever holds a link sees: the one entry with its evidence and the screen to decide on, the page that asks for
//! the code, or why the link opens nothing any more. That it was opened is noted after the answer, and the trainee
//! sees it.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::Why;
use crate::domain::fault::{Fault, Faults};
use crate::domain::names::{EntryVersionId, EvidenceId, TicketId};
use crate::domain::policy::signoffs::CHANGED as CHANGED_WORDS;
use crate::features::entries::{Change, Panel, changes, in_its_names, names_in, panel_of};
use crate::features::evidence::{give, give_thumb};
use crate::features::outside::acts::deciding::at_its_field;
use crate::features::outside::case::{CHANGED, Held, as_owner, held, warned};
use crate::features::outside::{store, views};
use crate::web::gate::{Holder, Public};
use crate::web::oops::{Answer, Oops, wait};
use crate::web::page::page;
use crate::web::paths;
use crate::web::typed::{Typed, Words};

pub async fn entry(who: Holder, app: App, token: Path<String>) -> Answer {
    shown(&who, &app, &token, Typed::nothing(), None).await
}

/// The screen with what was typed in it, after a fault or on the way back from the code.
pub async fn again(who: &Public, app: &App, token: &str, words: Words, fault: Option<Fault>) -> Answer {
    let said = match fault {
        Some(fault) => in_names(app, token, fault).await,
        None => Ok(()),
    };
    let was_reading = EntryVersionId::new(words.one("version"));
    let typed = Typed { words: words.kept(), ..Typed::nothing() };
    let typed = match said.err().map(at_its_field) {
        None => typed,
        Some(Fault::Typed(faults)) => typed.with_faults(faults),
        Some(Fault::TooSoon { seconds }) => {
            Typed { wait: Some(seconds), ..typed.with_faults(Faults::one("", wait(seconds))) }
        }
        Some(other) => return Err(Oops::Fault(other)),
    };
    shown(who, app, token, typed, Some(was_reading)).await
}

/// The fault again, in the names of the programmes of the entry.
async fn in_names(app: &App, token: &str, fault: Fault) -> Result<(), Fault> {
    let asked = token.to_owned();
    let entry = app.read(move |r| Ok(store::by_token(r.conn(), &asked)?.entry)).await?;
    in_its_names(app, &entry, Err(fault)).await
}

async fn shown(
    who: &Public,
    app: &App,
    token: &str,
    typed: Typed,
    was_reading: Option<EntryVersionId>,
) -> Answer {
    let asked = token.to_owned();
    let (held, found, changed) = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let held = held(r.conn(), &shelf, &asked, now)?;
            let changed = match &was_reading {
                Some(before) if shows_changes(&held) => changed(r.conn(), &held, before)?,
                _ => Vec::new(),
            };
            if held.ended.is_some() {
                return Ok((held, None, changed));
            }
            let mut panel = panel_of(r.conn(), &shelf, &as_owner(&held.ticket.owner, now), &held.seen, now)?;
            through_the_link(&mut panel, &held, &asked);
            let warnings = warned(r.conn(), &shelf, &held.seen, now)?;
            Ok((held, Some((panel, warnings)), changed))
        })
        .await?;
    match found {
        Some((panel, warnings)) => {
            note_opening(who, app, &held);
            page(views::Holder::new(who, token, held, panel, warnings, typed))
        }
        None => page(views::Ended::of(who, &held, changed, !typed.words.is_empty())),
    }
}

/// Only the change itself keeps the link from working. One that was used, withdrawn or replaced or is too old tells its
/// holder nothing more of the entry, whatever they send with it.
fn shows_changes(held: &Held) -> bool {
    held.ended.as_ref().is_some_and(|refusal| refusal.code == CHANGED)
}

/// What has changed since the version that was on the screen.
fn changed(
    conn: &mut crate::db::conn::Conn,
    held: &Held,
    before: &EntryVersionId,
) -> Result<Vec<Change>, Fault> {
    let seen = &held.seen;
    let then = seen.versions.iter().find(|version| version.id == *before);
    match (then, seen.versions.last()) {
        (Some(then), Some(latest)) if then.id != latest.id => {
            let names = names_in(conn, &seen.kind, &[&then.values, &latest.values])?;
            Ok(changes(seen, then, latest, &names))
        }
        _ => Ok(Vec::new()),
    }
}

/// Files are opened through the link, and what leads elsewhere in the house is not there.
fn through_the_link(panel: &mut Panel, held: &Held, token: &str) {
    for (line, file) in panel.files.iter_mut().zip(&held.seen.files) {
        line.path = paths::outside_evidence(token, file.id.as_str());
        if !line.thumb.is_empty() {
            line.thumb = paths::outside_thumb(token, file.id.as_str());
        }
    }
    panel.counts.clear();
    panel.recorded.clear();
}

/// The page that asks for the code; it carries the words of the screen.
pub fn code(who: &Public, token: &str, words: &Words, address: &str, typed: Typed) -> Answer {
    page(views::Code::new(who, token, words.kept().packed(), address, typed))
}

pub async fn evidence(who: Holder, app: App, at: Path<(String, EvidenceId)>) -> Answer {
    let (sight, id) = of_the_entry(&who, &app, at).await?;
    give(&app, sight, id).await
}

pub async fn thumb(who: Holder, app: App, at: Path<(String, EvidenceId)>) -> Answer {
    let (sight, id) = of_the_entry(&who, &app, at).await?;
    give_thumb(&app, sight, id).await
}

/// Only files of the entry that the link opens, while it does.
async fn of_the_entry(
    _: &Public,
    app: &App,
    at: Path<(String, EvidenceId)>,
) -> Result<(crate::domain::role::Sight, EvidenceId), Fault> {
    let (token, id) = at.into_inner();
    let asked = id.clone();
    let sight = app.read(move |r| {
        let (shelf, now) = (r.shelf(), r.now());
        let held = held(r.conn(), &shelf, &token, now)?;
        let of_this = held.seen.files.iter().any(|file| file.id == asked);
        if held.ended.is_some() || !of_this {
            return Err(Fault::NotFound);
        }
        Ok(as_owner(&held.ticket.owner, now))
    });
    Ok((sight.await?, id))
}

/// Not of the trainee themself, who may look what the link shows.
fn note_opening(who: &Public, app: &App, held: &Held) {
    if who.person().is_some_and(|person| person.account == held.seen.owner) {
        return;
    }
    let (app, ticket, agent): (_, TicketId, _) =
        (app.clone(), held.ticket.id.clone(), who.visit().agent.clone());
    actix_web::rt::spawn(async move {
        let noted = app.write_quietly(Why::Reading, move |tx| store::note_opening(tx, &ticket, &agent)).await;
        if let Err(why) = noted {
            tracing::warn!(%why, "the opening of a link was not noted");
        }
    });
}

/// The codes of refusals because the entry has gone on.
pub fn is_change(code: &str) -> bool {
    code == CHANGED || code == CHANGED_WORDS
}
