//! What its owner does with an entry that is written.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome, Why};
use crate::domain::entry::EntryState;
use crate::domain::fault::{Fault, Faults};
use crate::domain::names::*;
use crate::domain::policy::entries::{may_ask, may_ask_on, may_reflect};
use crate::domain::policy::requests::{HandCase, may_hand_over};
use crate::features::accounts::Nothing;
use crate::features::entries::forms::{Asking, Refiling, Sharing, Thought};
use crate::features::entries::handing::put_handover;
use crate::features::entries::open::{next_people, still_open};
use crate::features::entries::own_names::in_its_names;
use crate::features::entries::pages;
use crate::features::entries::revision::{begin_revision, may_be_read, put_withdrawal, show_thought};
use crate::features::entries::submission::own_case;
use crate::features::entries::{refiling, store};
use crate::features::standing;
use crate::web::form::Form;
use crate::web::gate::Trainee;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::{saying, see_other};

/// A draft of the next version, holding what the entry says now; the one that is there already, if any.
pub async fn revise(who: Trainee, app: App, id: Path<EntryId>, _form: Form<Nothing>) -> Answer {
    let (person, id) = (who.person().clone(), id.into_inner());
    let entry = id.clone();
    let done = app.write_quietly(Why::DraftSaved, move |tx| begin_revision(tx, &person, &entry)).await;
    let draft = in_its_names(&app, &id, done).await?;
    see_other(paths::draft(draft.as_str()))
}

/// A draft of another type that is to stand in this one's place.
pub async fn refile(who: Trainee, app: App, id: Path<EntryId>, mut form: Form<Refiling>) -> Answer {
    let (person, id) = (who.person().clone(), id.into_inner());
    let begun = match form.given() {
        Ok(given) => {
            let entry = id.clone();
            app.write_quietly(Why::DraftSaved, move |tx| refiling::begin(tx, &person, &entry, &given.kind))
                .await
        }
        Err(fault) => Err(fault),
    };
    match in_its_names(&app, &id, begun).await {
        Ok(draft) => see_other(paths::draft(draft.as_str())),
        Err(fault) => pages::entry_with(&who, &app, id, form.again(fault)?).await,
    }
}

pub async fn withdraw(who: Trainee, app: App, id: Path<EntryId>, form: Form<Nothing>) -> Answer {
    let (person, id) = (who.person().clone(), id.into_inner());
    let entry = id.clone();
    let done = app
        .write_once(form.once(&who.account), Books::of_person(&who.account), move |tx| {
            Ok(put_withdrawal(tx, &person, &entry)?.map(|()| paths::entry(entry.as_str())))
        })
        .await;
    let location = in_its_names(&app, &id, done).await?;
    saying(location, "Withdrawn. It counts for nothing and waits with nobody. You still have it here.")
}

pub async fn ask(who: Trainee, app: App, id: Path<EntryId>, mut form: Form<Asking>) -> Answer {
    let id = id.into_inner();
    let done = asked(&who, &app, &id, &mut form).await;
    match in_its_names(&app, &id, done).await {
        Ok(location) => saying(location, "Asked. A letter is on its way."),
        Err(fault) => pages::entry_with(&who, &app, id, form.again(fault)?).await,
    }
}

async fn asked(who: &Trainee, app: &App, id: &EntryId, form: &mut Form<Asking>) -> Result<String, Fault> {
    let (given, person, id) = (form.given()?, who.person().clone(), id.clone());
    app.write_once(form.once(&who.account), Books::of_person(&who.account), move |tx| {
        let (shelf, sight) = (tx.shelf(), person.sight());
        let entry = store::seen(tx.conn(), &shelf, &sight, &id)?;
        let now = tx.now();
        let open = still_open(tx.conn(), &shelf, &entry, now)?;
        if let Some(sentence) = open.frozen() {
            return Err(Faults::one("ask", sentence).into());
        }
        // What somebody has signed is asked on; whoever was asked next gives way to somebody else alike.
        let next = open.next.filter(|_| entry.signed().next().is_some());
        let entitled = match &next {
            Some(next) => next_people(tx.conn(), &sight, &entry, next)?,
            None => store::supervisors(tx.conn(), &sight, &open.enrolments, entry.day)?,
        };
        let may_decide = entitled.iter().any(|(one, _)| *one == given.asked);
        let on = next.is_some() && entry.request.is_none();
        let asks_on = on && entry.state == EntryState::Signed;
        let may = if asks_on { may_ask_on } else { may_ask };
        let grant = may(&person, &own_case(&entry), &given.asked, may_decide)
            .map_err(|refusal| Faults::one("ask", refusal.sentence))?;
        if let Some(open) = &entry.request {
            // The same request waits with somebody else: its words and its place in the queue stay.
            let case = HandCase {
                request: open.id.clone(),
                owner: entry.owner.clone(),
                asked: open.asked.clone(),
                open: true,
                leads: false,
                to: given.asked.clone(),
                entitled: may_decide,
                with_writer: entry.waits_with_writer(),
            };
            let handing =
                may_hand_over(&person, &case).map_err(|refusal| Faults::one("ask", refusal.sentence))?;
            let event = put_handover(tx, &handing, &entry)?;
            return Ok(Outcome::of(paths::entry(id.as_str()), event));
        }
        let request = store::ask(tx, &grant, &id, &entry.version, &given.asked)?;
        if asks_on {
            store::set_state(tx, &grant, &id, EntryState::Submitted)?;
        }
        standing::refresh(tx, &entry.portfolio, std::slice::from_ref(&id))?;
        let event = match on {
            true => grant.event("entry/asked-on", format!("entry/{id}")),
            false => grant.event("entry/asked", format!("entry/{id}")),
        };
        let event =
            event.with("request", request).with("asked", &given.asked).with("version", &entry.version);
        Ok(Outcome::of(paths::entry(id.as_str()), event))
    })
    .await
}

pub async fn reflect(who: Trainee, app: App, id: Path<EntryId>, mut form: Form<Thought>) -> Answer {
    let id = id.into_inner();
    match reflected(&who, &app, &id, &mut form).await {
        Ok(location) => saying(location, "Your reflection is saved."),
        Err(fault) => pages::entry_with(&who, &app, id, form.again(fault)?).await,
    }
}

async fn reflected(
    who: &Trainee,
    app: &App,
    id: &EntryId,
    form: &mut Form<Thought>,
) -> Result<String, Fault> {
    let (given, person, id) = (form.given()?, who.person().clone(), id.clone());
    app.write_once(form.once(&who.account), Books::of_person(&who.account), move |tx| {
        let shelf = tx.shelf();
        let entry = store::seen(tx.conn(), &shelf, &person.sight(), &id)?;
        let grant = may_reflect(&person, &own_case(&entry))?;
        let shown = store::reflection(tx.conn(), &person.sight(), &entry)?;
        if shown.is_some_and(|thought| thought.shared_at.is_some()) {
            may_be_read(tx, &given.words)?;
        }
        store::write_reflection(tx, &grant, &entry.portfolio, &given.words)?;
        let event = grant.event("entry/reflected", format!("entry/{id}"));
        Ok(Outcome::of(format!("{}#reflection-title", paths::entry(id.as_str())), event))
    })
    .await
}

pub async fn share(who: Trainee, app: App, id: Path<EntryId>, mut form: Form<Sharing>) -> Answer {
    let (given, person, id) = (form.given()?, who.person().clone(), id.into_inner());
    let (entry, wished) = (id.clone(), given.shared);
    let done = app
        .write_once(form.once(&who.account), Books::of_person(&who.account), move |tx| {
            let shared = show_thought(tx, &person, &id, wished)?;
            Ok(shared.map(|()| format!("{}#reflection-title", paths::entry(id.as_str()))))
        })
        .await;
    let location = match done {
        Ok(location) => location,
        Err(fault) => return pages::entry_with(&who, &app, entry, form.again(fault)?).await,
    };
    saying(location, if given.shared { "Shared with those who see this entry." } else { "Private again." })
}
