//! What can be looked at in this room: the log form (new, kept, or like another entry) and an entry.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::Why;
use crate::domain::entry::EntryState;
use crate::domain::fault::Fault;
use crate::domain::kind::Confirmer;
use crate::domain::names::*;
use crate::domain::policy::entries::{may_edit, may_refile, may_withdraw};
use crate::domain::role::{Capacity, Sight};
use crate::features::entries::begun::actions;
use crate::features::entries::log::{self, Start, Writer, log_form};
use crate::features::entries::open::{next_people, still_open};
use crate::features::entries::panel::panel;
use crate::features::entries::store::ByName;
use crate::features::entries::submission::own_case;
use crate::features::entries::{refiling, sending, store, views};
use crate::features::standing;
use crate::web::gate::{Door, Passed, SignedIn, Trainee};
use crate::web::oops::Answer;
use crate::web::page::{Place, page};
use crate::web::paths;
use crate::web::reply::see_other;
use crate::web::typed::{Asked, Typed};

/// Without a kind in the address: straight on where there is only one, else the question which.
pub async fn new(who: Trainee, app: App, asked: Asked) -> Answer {
    let kind = asked.one("kind").to_owned();
    if kind.is_empty() {
        return which(&who, &app).await;
    }
    let like = Some(asked.one("like")).filter(|id| !id.is_empty()).map(EntryId::new);
    let draft: DraftId = app.ids.make(who.now);
    log_page(&who, &app, draft, kind, Start::New(like, asked.one("procedure").to_owned())).await
}

async fn which(who: &Trainee, app: &App) -> Answer {
    let portfolio = who.own_portfolio().clone();
    let (kinds, times) = app
        .read(move |r| {
            let shelf = r.shelf();
            let kinds = log::kinds(r.conn(), &shelf, &portfolio)?;
            Ok((kinds, store::times(r.conn(), &portfolio)?))
        })
        .await?;
    match kinds.as_slice() {
        [only] => see_other(paths::new_entry(&only.code)),
        _ => page(views::Which::new(
            who.shell("What do you want to record?", Place::Portfolio),
            &kinds,
            &times,
        )),
    }
}

pub async fn draft(who: Trainee, app: App, id: Path<DraftId>) -> Answer {
    let (sight, asked) = (who.sight(), id.clone());
    let kept = app.read(move |r| store::draft(r.conn(), &sight, &asked)).await?;
    if kept.is_some_and(|draft| draft.kind == crate::domain::earlier::LOGBOOK) {
        return see_other(paths::earlier_draft(id.as_str()));
    }
    log_page(&who, &app, id.into_inner(), String::new(), Start::Kept).await
}

/// The log form; its fault is the form's fault.
pub async fn log_page(who: &Trainee, app: &App, draft: DraftId, kind: String, start: Start) -> Answer {
    let (sight, portfolio, now) = (who.sight(), who.own_portfolio().clone(), who.now);
    let form = app
        .read(move |r| {
            let shelf = r.shelf();
            let writer = Writer { sight: &sight, portfolio: &portfolio, now };
            log_form(r.conn(), &shelf, &writer, &draft, &kind, start)
        })
        .await?;
    let limits = views::Limits { file: app.config.upload_limit, drafts: app.config.drafts_limit };
    page(views::Log::new(who.shell(views::log_title(&form), Place::Portfolio), who.person(), form, limits))
}

/// Why a draft that was sent has not arrived.
pub async fn check(who: Trainee, app: App, id: Path<DraftId>) -> Answer {
    check_with(&who, &app, id.into_inner(), Typed::nothing()).await
}

pub async fn check_with(who: &Trainee, app: &App, id: DraftId, typed: Typed) -> Answer {
    let standing = sending::standing(app, who.person(), &id).await?;
    if standing.questions.is_empty() && standing.hold.is_none() {
        return see_other(paths::draft(id.as_str()));
    }
    let shell = who.shell(views::Held::title(&standing), Place::Portfolio);
    page(views::Held::new(shell, &id, standing, typed))
}

pub async fn entry(who: SignedIn, app: App, id: Path<EntryId>) -> Answer {
    entry_with(&who, &app, id.into_inner(), Typed::nothing()).await
}

/// The entry, with what was typed in one of its forms.
pub async fn entry_with<D: Door>(who: &Passed<D>, app: &App, id: EntryId, typed: Typed) -> Answer {
    let (sight, person) = (who.sight(), who.person().clone());
    let shown = app
        .read(move |r| {
            let (now, shelf) = (r.now(), r.shelf());
            let entry = store::seen(r.conn(), &shelf, &sight, &id)?;
            let panel = panel(r.conn(), &shelf, &sight, &entry, now)?;
            let reflection = store::reflection(r.conn(), &sight, &entry)?;
            let (case, own) = (own_case(&entry), entry.is_owner(&person.account));
            let open = still_open(r.conn(), &shelf, &entry, now)?;
            let next = open.next.filter(|_| entry.signed().next().is_some());
            let supervisors = match &next {
                _ if !own => Vec::new(),
                Some(next) => next_people(r.conn(), &sight, &entry, next)?,
                None => store::supervisors(r.conn(), &sight, &open.enrolments, entry.day)?,
            };
            let by_name = match own && open.asks_approved && entry.kind.confirmed_by == Confirmer::Supervisor
            {
                true => store::by_name(r.conn(), &shelf, &entry, now)?,
                false => ByName::default(),
            };
            let reminded = match &entry.request {
                Some(open) => store::reminded_last(r.conn(), &sight, &open.id)?,
                None => None,
            };
            let gone = match &entry.request {
                Some(open) => {
                    let waiting = [(open.id.clone(), entry.id.clone(), open.asked.clone())];
                    !standing::gone(r.conn(), &waiting, person.today())?.is_empty()
                }
                None => false,
            };
            let unasked = own
                && entry.request.is_none()
                && !open.enrolments.is_empty()
                && matches!(entry.state, EntryState::Submitted | EntryState::Signed);
            let leads = !own && store::leads_any(r.conn(), &sight, &entry.filings)?;
            let asked_me = entry.request.as_ref().is_some_and(|open| open.asked == person.account);
            let asked = entry.request.iter().map(|open| (open.asked.clone(), open.asked_name.clone()));
            let asked: Vec<_> = asked.collect();
            let others: Vec<_> = supervisors.iter().filter(|one| !asked.contains(one)).cloned().collect();
            Ok(views::Shown {
                away: store::away_among(r.conn(), &sight, &others)?,
                asked_away: store::away_among(r.conn(), &sight, &asked)?.concat(),
                reminded,
                gone,
                has_certificate: store::has_certificate(r.conn(), &entry.id)?,
                other_kinds: if may_refile(&person, &case, entry.was_failed()).is_ok()
                    && !entry.waits_for_letter()
                {
                    refiling::others(r.conn(), &shelf, &entry)?
                } else {
                    Vec::new()
                },
                refiled: store::refiled(r.conn(), &entry.id)?,
                rounds: store::rounds_of(r.conn(), &sight, &entry)?,
                trainee: match !own && (person.is(Capacity::Supervisor) || person.is(Capacity::Lead)) {
                    true => store::trainee_among(r.conn(), &sight, &entry.filings)?,
                    false => None,
                },
                leads,
                may_hand_over: leads || asked_me,
                may_edit: may_edit(&person, &case).is_ok(),
                may_withdraw: may_withdraw(&person, &case).is_ok() && !entry.waits_for_letter(),
                draft: store::draft_of_entry(r.conn(), &sight, &entry.id)?,
                readers: store::readers(r.conn(), &sight, &entry)?,
                incident: store::open_incident(r.conn(), &entry.id)?
                    .map(|(id, by)| (own || leads || by == person.account).then_some(id)),
                read_today: own || store::has_read(r.conn(), &sight, &entry.version)?,
                own,
                next: entry.called.say(&match next {
                    Some(next) if unasked => next.said_of_none(supervisors.len()),
                    Some(next) => next.said(),
                    None => String::new(),
                }),
                closed: open.closed,
                by_name,
                supervisors: store::with_last_days(r.conn(), &sight, &open.enrolments, supervisors)?,
                reflection,
                panel,
                actions: if own { actions(r.conn(), &entry)? } else { Vec::new() },
                entry,
            })
        })
        .await?;
    if !shown.read_today {
        note_look(app, who.sight(), &shown.entry.version);
    }
    let place = if shown.own { Place::Portfolio } else { Place::Nowhere };
    page(views::Entry::new(who.shell(shown.entry.title.clone(), place), who.person(), shown, typed))
}

/// Written after the answer; if it is lost, the next look writes it.
pub fn note_look(app: &App, sight: Sight, version: &EntryVersionId) {
    let (app, version) = (app.clone(), version.clone());
    actix_web::rt::spawn(async move {
        let noted = app.write_quietly(Why::Reading, move |tx| store::note_reading(tx, &sight, &version));
        if let Err(fault) = noted.await {
            tracing::warn!(%fault, "a reading was not written");
        }
        Ok::<(), Fault>(())
    });
}
