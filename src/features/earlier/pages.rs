//! What can be looked at in this room.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::Why;
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::policy::earlier::{may_ask_to_accept, may_judge, may_take_back, may_undo};
use crate::domain::role::{Capacity, Sight};
use crate::features::earlier::cases::{self, entitled, takes_earlier, wanted_by};
use crate::features::earlier::looking::looked;
use crate::features::earlier::{store, views};
use crate::features::entries::store as entries;
use crate::features::entries::{has_read, in_its_names, note_reading, panel_of, trainee_among};
use crate::features::programmes;
use crate::web::gate::{Door, Passed, SignedIn, Trainee};
use crate::web::oops::Answer;
use crate::web::page::{Place, page};
use crate::web::typed::{Asked, Typed};

pub async fn list(who: Trainee, app: App) -> Answer {
    let sight = who.sight();
    let (own, begun) =
        app.read(move |r| Ok((store::own(r.conn(), &sight)?, store::begun(r.conn(), &sight)?))).await?;
    page(views::List::new(&who, own, begun))
}

pub async fn new(who: Trainee, app: App) -> Answer {
    new_with(&who, &app, Typed::nothing()).await
}

pub async fn new_with(who: &Trainee, app: &App, typed: Typed) -> Answer {
    let (sight, portfolio) = (who.sight(), who.own_portfolio().clone());
    let (kinds, mappings) = app
        .read(move |r| {
            let shelf = r.shelf();
            let own = entries::own(r.conn(), &shelf, &portfolio)?;
            Ok((own.kinds(), store::mappings(r.conn(), &sight, None)?))
        })
        .await?;
    page(views::BringIn::new(who, &kinds, &mappings, typed))
}

pub async fn mapping(who: Trainee, app: App, id: Path<DraftId>, asked: Asked) -> Answer {
    let typed = match asked.one("offer") {
        "all" => Typed::holding([("offer", "all")]),
        _ => Typed::nothing(),
    };
    mapping_as(&who, &app, id.into_inner(), typed, asked.one("like") == "colleague").await
}

/// With what was typed, or as it is kept.
pub async fn mapping_with(who: &Trainee, app: &App, id: DraftId, typed: Typed) -> Answer {
    mapping_as(who, app, id, typed, false).await
}

/// `like_colleague`: the form holds what somebody of the department said of such a table; nothing is kept before
/// it is sent.
async fn mapping_as(who: &Trainee, app: &App, id: DraftId, typed: Typed, like_colleague: bool) -> Answer {
    let person = who.person().clone();
    let (found, sites, hint) = app
        .read(move |r| {
            let shelf = r.shelf();
            let mut found = looked(r.conn(), &shelf, &person, &id)?;
            let portfolio = person.portfolio.clone().ok_or(Fault::NotFound)?;
            let theirs = store::mappings_of_colleagues(r.conn(), &person.sight(), &found.upload.kind)?;
            let hint = found.like_colleagues(theirs, like_colleague);
            Ok((found, entries::sites_of(r.conn(), &portfolio)?, hint))
        })
        .await?;
    page(views::MappingPage::new(who, &found, &sites, typed, hint))
}

pub async fn lines(who: Trainee, app: App, id: Path<DraftId>, asked: Asked) -> Answer {
    let typed = Typed::holding([("page", asked.one("page")), ("show", asked.one("show"))]);
    lines_with(&who, &app, id.into_inner(), typed).await
}

pub async fn lines_with(who: &Trainee, app: &App, id: DraftId, typed: Typed) -> Answer {
    let person = who.person().clone();
    let found = app
        .read(move |r| {
            let shelf = r.shelf();
            looked(r.conn(), &shelf, &person, &id)
        })
        .await?;
    page(views::LinesPage::new(who, &found, typed))
}

pub async fn record(who: SignedIn, app: App, id: Path<EntryId>, asked: Asked) -> Answer {
    let typed = Typed::holding([("page", asked.one("page"))]);
    record_with(&who, &app, id.into_inner(), typed).await
}

pub async fn record_with<D: Door>(who: &Passed<D>, app: &App, id: EntryId, typed: Typed) -> Answer {
    let person = who.person().clone();
    let (shown, read_today) = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let found = cases::record(r.conn(), &shelf, &person, &id)?;
            let panel = panel_of(r.conn(), &shelf, &person.sight(), &found.seen, now)?;
            let case = found.case(r.conn(), &person)?;
            let own = found.seen.is_owner(&person.account);
            let read_today = own || has_read(r.conn(), &person.sight(), &found.seen.version)?;
            let able = if own { found.entitled(r.conn(), &person)? } else { Vec::new() };
            let able: Vec<_> = able
                .into_iter()
                .filter(|(one, _)| may_ask_to_accept(&person, &case, one, true).is_ok())
                .collect();
            let left_to = match found.waits_with_nobody() {
                true => Some(found.leads(r.conn(), &person)?),
                false => None,
            };
            let kind = match &found.set {
                Some(set) => {
                    let own = entries::own(r.conn(), &shelf, &found.seen.portfolio)?;
                    let number = own
                        .using(&set.kind)
                        .filter_map(|(_, v)| v.kind(&set.kind))
                        .map(|used| used.kind.version);
                    let number = number.max().and_then(|n| i32::try_from(n).ok()).unwrap_or(1);
                    Some(programmes::kind_version(r.conn(), &shelf, &set.kind, number)?)
                }
                None => None,
            };
            let backs = found.seen.before.iter().flat_map(|before| &before.said);
            let backs = backs
                .filter(|one| one.accepted)
                .filter(|one| may_take_back(&person, &case, &one.id, &one.by, one.undone.is_none()).is_ok())
                .map(|one| one.id.clone())
                .collect();
            let shown = views::Shown {
                may_undo: may_undo(&person, &case).is_ok(),
                may_judge: may_judge(&person, &case).is_ok(),
                able,
                left_to,
                backs,
                trainee: match !own && (person.is(Capacity::Supervisor) || person.is(Capacity::Lead)) {
                    true => trainee_among(r.conn(), &person.sight(), &found.seen.filings)?,
                    false => None,
                },
                own,
                kind,
                panel,
                found,
            };
            Ok((shown, read_today))
        })
        .await?;
    if !read_today {
        note_look(who.sight(), app, shown.found.seen.version.clone());
    }
    let place = if shown.own { Place::Portfolio } else { Place::Nowhere };
    let shell = who.shell(shown.found.seen.title.clone(), place);
    page(views::RecordPage::new(shell, shown, typed))
}

/// Written after the answer; if it is lost, the next look writes it.
fn note_look(who: Sight, app: &App, version: EntryVersionId) {
    let app = app.clone();
    actix_web::rt::spawn(async move {
        let noted = app.write_quietly(Why::Reading, move |tx| note_reading(tx, &who, &version)).await;
        if let Err(fault) = noted {
            tracing::warn!(%fault, "a reading was not written");
        }
    });
}

pub async fn retraction(who: SignedIn, app: App, id: Path<AcceptanceId>) -> Answer {
    retraction_with(&who, &app, id.into_inner(), Typed::nothing()).await
}

pub async fn retraction_with(who: &SignedIn, app: &App, id: AcceptanceId, typed: Typed) -> Answer {
    let (person, asked) = (who.person().clone(), id.clone());
    let entry = {
        let (sight, asked) = (who.sight(), asked.clone());
        app.read(move |r| store::entry_of(r.conn(), &sight, &asked)).await?
    };
    let of = entry.clone();
    let found = app
        .read(move |r| {
            let shelf = r.shelf();
            let found = cases::record(r.conn(), &shelf, &person, &entry)?;
            let said = found.seen.before.iter().flat_map(|before| &before.said);
            let said = said
                .filter(|one| one.accepted)
                .find(|one| one.id == asked)
                .cloned()
                .ok_or(Fault::NotFound)?;
            let case = found.case(r.conn(), &person)?;
            may_take_back(&person, &case, &asked, &said.by, said.undone.is_none())?;
            Ok((found, said))
        })
        .await;
    let found = in_its_names(app, &of, found).await?;
    let shell = who.shell("Take an acceptance back", Place::Nowhere);
    page(views::RetractionPage::new(shell, &found.0, &found.1, typed))
}

pub async fn new_claim(who: Trainee, app: App, asked: Asked) -> Answer {
    let words = [("enrolment", asked.one("enrolment")), ("requirement", asked.one("requirement"))];
    claim_with(&who, &app, Typed::holding(words)).await
}

/// The form for one requirement, or, without one, the list of those that take anything from before.
pub async fn claim_with(who: &Trainee, app: &App, typed: Typed) -> Answer {
    let (person, portfolio) = (who.person().clone(), who.own_portfolio().clone());
    let wanted = (EnrolmentId::new(typed.word("enrolment")), typed.word("requirement").to_owned());
    let none = wanted.1.is_empty();
    let found = app
        .read(move |r| {
            let shelf = r.shelf();
            let own = entries::own(r.conn(), &shelf, &portfolio)?;
            if none {
                return Ok((own, Vec::new()));
            }
            let (_, version) =
                own.enrolments.iter().find(|(row, _)| row.id == wanted.0).ok_or(Fault::NotFound)?;
            let requirement = version.requirement(&wanted.1).ok_or(Fault::NotFound)?;
            if !takes_earlier(version, requirement) {
                return Err(Fault::NotFound);
            }
            let able = entitled(
                r.conn(),
                &person,
                std::slice::from_ref(&wanted.0),
                &wanted_by(requirement),
                &person.account,
            )?;
            Ok((own, able))
        })
        .await?;
    let (own, able) = found;
    match none {
        true => page(views::ClaimWhich::new(who, &own)),
        false => page(views::ClaimPage::new(who, &own, &able, typed)?),
    }
}
