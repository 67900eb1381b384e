//! The trainee begins a round, writes down whom to ask, rates themself and proposes it; until then they may take it
//! back. Adding and striking colleagues is the supervisor's as well, once it lies with them.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::fault::{Fault, Faults, Refusal, refuse_unless};
use crate::domain::feedback::{FORM, Form as Asking, News, State, looked_over};
use crate::domain::kind::Values;
use crate::domain::names::{PortfolioId, RaterId, RoundId};
use crate::domain::policy::feedback::{
    BeginCase, may_add_raters, may_begin_round, may_propose, may_rate_oneself, may_strike_rater,
    may_withdraw_round,
};
use crate::domain::role::Person;
use crate::features::accounts::Nothing;
use crate::features::enrolments::{in_its_names, said_in_its_names};
use crate::features::feedback::acts::{on_round, subject, tell_supervisor};
use crate::features::feedback::forms::{self, answered};
use crate::features::feedback::round::Round;
use crate::features::feedback::{pages, round, store};
use crate::features::programmes;
use crate::web::form::Form;
use crate::web::gate::{SignedIn, Trainee};
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::{saying, see_other};
use crate::web::typed::beside_the_form;

pub async fn begin(who: Trainee, app: App, mut form: Form<forms::Begin>) -> Answer {
    match begun(&who, &app, &mut form).await {
        Ok(path) => see_other(path),
        Err(fault) => {
            pages::rounds::rounds_with(who.person(), who.visit(), &app, form.again(beside_the_form(fault))?)
                .await
        }
    }
}

async fn begun(who: &Trainee, app: &App, form: &mut Form<forms::Begin>) -> Result<String, Fault> {
    let (given, person, portfolio) = (form.given()?, who.person().clone(), who.own_portfolio().clone());
    let (sight, enrolment) = (who.sight(), given.enrolment.clone());
    // Another's enrolment is not there, before any book is taken.
    app.read(move |r| store::beginnable(r.conn(), &sight, &enrolment)).await?;
    let of = given.enrolment.clone();
    let done = app
        .write_once(form.once(&who.account), Books::of_enrolment(&given.enrolment), move |tx| {
            let begun = put_begun(tx, &person, &portfolio, &given)?;
            Ok(begun.map(|id| paths::round(id.as_str())))
        })
        .await;
    in_its_names(app, &of, done).await
}

/// Inside a write that has taken the portfolio's book.
pub fn put_begun(
    tx: &mut Tx<'_>,
    person: &Person,
    portfolio: &PortfolioId,
    given: &forms::Begin,
) -> Result<Outcome<RoundId>, Fault> {
    let (shelf, now) = (tx.shelf(), tx.now());
    let all = round::beginnings(tx.conn(), &shelf, &person.sight(), portfolio, now)?;
    let found = all.into_iter().find(|one| one.enrolment == given.enrolment).ok_or(Fault::NotFound)?;
    let case = BeginCase {
        enrolment: given.enrolment.clone(),
        owner: person.account.clone(),
        supervises: found.supervisors.iter().any(|(id, _)| *id == given.supervisor),
        supervisor: given.supervisor.clone(),
        another: found.another,
        closed: None,
    };
    let grant = may_begin_round(person, &case)?;
    let newest = programmes::newest_kinds(tx.conn(), &shelf)?;
    let asking = newest.into_iter().find(|kind| kind.code == FORM);
    let asking = asking.filter(|kind| Asking(kind).is_whole()).ok_or_else(|| {
        let sentence = "The form for feedback has no questions that can be rated. Tell your training lead.";
        Fault::from(Refusal::new("no-form", sentence))
    })?;
    let row = {
        let floors = (found.floor, found.floor_from, found.group_floor);
        store::insert(tx, &grant, portfolio, &asking, floors)?
    };
    let event = grant
        .event("feedback/begun", subject(&row.id))
        .with("form", row.form_version)
        .with("floor", row.floor)
        .with("floor-from", found.floor_from);
    Ok(Outcome::of(row.id, event))
}

pub async fn add(who: SignedIn, app: App, id: Path<RoundId>, mut form: Form<forms::Propose>) -> Answer {
    match added(&who, &app, &id, &mut form).await {
        Ok(path) => see_other(path),
        Err(fault) => pages::round::round_with(&who, &app, &id, form.again(beside_the_form(fault))?).await,
    }
}

async fn added(
    who: &SignedIn,
    app: &App,
    id: &RoundId,
    form: &mut Form<forms::Propose>,
) -> Result<String, Fault> {
    let given = form.given()?;
    on_round(who.person(), app, id, form, move |tx, person, round| put_added(tx, person, round, &given)).await
}

pub fn put_added(
    tx: &mut Tx<'_>,
    person: &Person,
    round: &Round,
    given: &forms::Propose,
) -> Result<Outcome<()>, Fault> {
    let grant = may_add_raters(person, &round.case)?;
    if round.form().group(&given.group).is_none() {
        return Err(Faults::one("group", "Choose the group that they belong to.").into());
    }
    let (shelf, now) = (tx.shelf(), tx.now());
    let with = round::given(tx.conn(), &shelf, round, (&given.group, &given.lines), now)?;
    looked_over(&given.lines, &with).map_err(|why| Faults::one("colleagues", why))?;
    store::add(tx, &grant, (&given.lines, &given.group), round.case.state == State::Open)?;
    let event = grant.event("feedback/colleagues-added", subject(&round.case.round));
    Ok(Outcome::of((), event.with("count", given.lines.len()).with("group", &given.group)))
}

pub async fn strike(who: SignedIn, app: App, at: Path<(RoundId, RaterId)>, form: Form<Nothing>) -> Answer {
    let (id, rater) = at.into_inner();
    let path = on_round(who.person(), &app, &id, &form, move |tx, person, round| {
        let grant = may_strike_rater(person, &round.case)?;
        store::strike(tx, &grant, &rater)?;
        let event = grant.event("feedback/colleague-struck", subject(&round.case.round));
        Ok(Outcome::of((), event.with("rater", &rater)))
    })
    .await?;
    see_other(path)
}

pub async fn rate_oneself(
    who: Trainee,
    app: App,
    id: Path<RoundId>,
    mut form: Form<forms::Answered>,
) -> Answer {
    match rated(&who, &app, &id, &mut form).await {
        Ok(path) => {
            saying(path, "Your rating of yourself is kept. You can change it until you propose the round.")
        }
        Err(fault) => pages::oneself::form_with(&who, &app, &id, form.again(beside_the_form(fault))?).await,
    }
}

async fn rated(
    who: &Trainee,
    app: &App,
    id: &RoundId,
    form: &mut Form<forms::Answered>,
) -> Result<String, Fault> {
    let given = form.given()?;
    on_round(who.person(), app, id, form, move |tx, person, round| {
        let shown = given.words.one("kept");
        refuse_unless(shown.is_empty() || shown == round.own_ratings(), || {
            let sentence = "You kept another rating meanwhile, in another window. Nothing was changed now. What you chose \
                            stands below: keep it again to put it in its place.";
            Refusal::new("rated-meanwhile", sentence)
        })?;
        let said = answered(&round.form().of_oneself(), &given.words)?;
        put_self_rated(tx, person, round, &said)
    })
    .await
}

pub fn put_self_rated(
    tx: &mut Tx<'_>,
    person: &Person,
    round: &Round,
    said: &Values,
) -> Result<Outcome<()>, Fault> {
    let grant = may_rate_oneself(person, &round.case)?;
    store::rate_oneself(tx, &grant, said)?;
    Ok(Outcome::of((), grant.event("feedback/self-rated", subject(&round.case.round))))
}

pub async fn propose(who: Trainee, app: App, id: Path<RoundId>, form: Form<Nothing>) -> Answer {
    let path = on_round(who.person(), &app, &id, &form, put_proposed).await?;
    let (sight, id) = (who.sight(), id.into_inner());
    let of = app.read(move |r| Ok(store::round(r.conn(), &sight, &id)?.row.enrolment_id)).await?;
    let sentence = "It lies with your supervisor now. Nobody is asked before they agree.";
    saying(path, said_in_its_names(&app, &of, sentence).await?)
}

pub fn put_proposed(tx: &mut Tx<'_>, person: &Person, round: &Round) -> Result<Outcome<()>, Fault> {
    let grant = may_propose(person, &round.case)?;
    let row = store::propose(tx, &grant)?;
    tell_supervisor(tx, round, News::Proposed)?;
    Ok(Outcome::of((), grant.event("feedback/proposed", subject(&row.id))))
}

pub async fn withdraw(who: Trainee, app: App, id: Path<RoundId>, form: Form<Nothing>) -> Answer {
    let path = on_round(who.person(), &app, &id, &form, |tx, person, round| {
        let grant = may_withdraw_round(person, &round.case)?;
        let row = store::withdraw(tx, &grant)?;
        Ok(Outcome::of((), grant.event("feedback/withdrawn", subject(&row.id))))
    })
    .await?;
    saying(path, "The round is withdrawn. Nobody was asked.")
}
