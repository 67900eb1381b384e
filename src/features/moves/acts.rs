//! Having people moved, and taking one person's move back.

use actix_web::web::Path;

use super::{carrying, forms, pages, planning, store};
use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::fault::{Fault, Faults};
use crate::domain::job::Job;
use crate::domain::moving::{Pairs, faults};
use crate::domain::names::{BookId, EnrolmentId, MoveBatchId, MoveId, ProgrammeId, VersionId};
use crate::domain::policy::moves::{PlanCase, UndoCase, may_plan_move, may_undo_move};
use crate::domain::role::Person;
use crate::features::accounts::Nothing;
use crate::features::enrolments::{self, moves_of};
use crate::features::people::territory;
use crate::features::roster::spot;
use crate::features::standing;
use crate::web::form::Form;
use crate::web::gate::Lead;
use crate::web::oops::Answer;
use crate::web::paths;
use crate::web::reply::{saying, see_other};
use crate::web::typed::{Typed, beside_the_form};

/// A look at what would change, or the move itself.
pub async fn plan(who: Lead, app: App, code: Path<String>, mut form: Form<forms::Wanted>) -> Answer {
    let code = code.into_inner();
    match planned(&who, &app, &code, &mut form).await {
        Ok(Step::Looked(looked)) => {
            let typed = Typed { words: form.words.kept(), ..Typed::nothing() };
            pages::new_with(&who, &app, code, typed, Some(looked)).await
        }
        Ok(Step::Asked(path)) => see_other(path),
        Err(fault) => pages::new_with(&who, &app, code, form.again(beside_the_form(fault))?, None).await,
    }
}

enum Step {
    Looked(planning::Looked),
    Asked(String),
}

async fn planned(who: &Lead, app: &App, code: &str, form: &mut Form<forms::Wanted>) -> Result<Step, Fault> {
    let (asked, sight, of) = (form.given()?, who.sight(), code.to_owned());
    let wanted = asked.clone();
    let (plan, looked) = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let versions = (wanted.from.as_str(), wanted.to.as_str());
            let mut plan = planning::plan(r.conn(), &shelf, &sight, &of, Some(versions))?;
            let Some(chosen) = &mut plan.chosen else { return Ok((plan, None)) };
            // What is not in the form stays as it was suggested.
            chosen.pairs.extend(wanted.pairs.clone());
            chosen.pairs.retain(|code, _| chosen.old.requirement(code).is_some());
            let wrong = faults(&chosen.old, &chosen.new, &chosen.pairs);
            if !wrong.is_empty() {
                let mut all = Faults::none();
                for (code, sentence) in wrong {
                    all.add(forms::pair_field(&code), sentence);
                }
                return Err(all.into());
            }
            let looked = match wanted.go {
                true => None,
                false => Some(planning::look(r.conn(), &shelf, chosen, &wanted.people, wanted.skip, now)?),
            };
            Ok((plan, looked))
        })
        .await?;
    let chosen =
        plan.chosen.ok_or_else(|| Faults::one("from", "Choose two different versions of this programme."))?;
    if let Some(looked) = looked {
        return Ok(Step::Looked(looked));
    }
    let (person, programme, code) = (who.person().clone(), plan.programme, code.to_owned());
    let few = i64::try_from(asked.people.len()).is_ok_and(|count| count <= carrying::AT_ONCE);
    let path = app
        .write_once(form.once(&who.account), Books::from(BookId::from(programme.clone())), move |tx| {
            let versions = (chosen.from, chosen.to);
            let batch = put_batch(tx, &person, programme, versions, &chosen.pairs, &asked.people)?;
            Ok(batch.map(|id| paths::move_batch(&code, id.as_str())))
        })
        .await?;
    if few {
        let id = path.rsplit('/').next().map(MoveBatchId::new).unwrap_or_else(|| MoveBatchId::new(""));
        carrying::carry_now(app, &id).await?;
    }
    Ok(Step::Asked(path))
}

/// Asks that people be moved from one published version to another of the programme whose book the write has
/// taken; nobody is moved yet.
pub fn put_batch(
    tx: &mut Tx<'_>,
    person: &Person,
    programme: ProgrammeId,
    (from, to): (VersionId, VersionId),
    pairs: &Pairs,
    people: &[EnrolmentId],
) -> Result<Outcome<MoveBatchId>, Fault> {
    let led = enrolments::led(tx.conn(), &person.sight())?;
    let all_led = people.iter().all(|id| led.iter().any(|row| row.id == *id && row.version == from));
    let (of_programme, published, people_asked) = (true, true, people.len());
    let case = PlanCase { programme, from, to, of_programme, published, people: people_asked, all_led };
    let grant = may_plan_move(person, &case)?;
    let (batch, pairs) = store::keep_batch(tx, &grant, pairs, people)?;
    tx.later(Job::MovePeople { batch: batch.id.clone() })?;
    let event =
        grant.event("moves/asked", format!("moves/{}", batch.id)).with("people", batch.people).row(&batch);
    let event = pairs.iter().fold(event, |event, row| event.row(row));
    Ok(Outcome::of(batch.id, event))
}

pub async fn undo(who: Lead, app: App, path: Path<(EnrolmentId, MoveId)>, form: Form<Nothing>) -> Answer {
    let (id, moved) = path.into_inner();
    let (person, once) = (who.person().clone(), form.once(&who.account));
    let (sight, of, named) = (who.sight(), id.clone(), id.clone());
    app.read(move |r| enrolments::led_one(r.conn(), &sight, &of).map(drop)).await?;
    let done = app
        .write_once(once, Books::of_enrolment(&id), move |tx| {
            let row = enrolments::led_one(tx.conn(), &person.sight(), &id)?;
            let all = moves_of(tx.conn(), &id)?;
            let latest = all.first().is_some_and(|(first, _)| first.id == moved);
            let found = all.into_iter().map(|(one, _)| one).find(|one| one.id == moved);
            let found = found.ok_or(Fault::NotFound)?;
            let case = UndoCase {
                enrolment: id.clone(),
                trainee: row.person.clone(),
                spot: spot(tx.conn(), &row)?,
                territory: territory(tx.conn(), &person.account, person.today())?,
                latest: latest && row.version == found.to,
                since: store::first_act_since(tx.conn(), &row.portfolio, &id, &moved)?,
                already: enrolments::enrolled_on(tx.conn(), &row.person, &found.from)?,
                undone: enrolments::undone_on(tx.conn(), &row.person, &found.from)?,
            };
            let grant = may_undo_move(&person, &case)?;
            let done = enrolments::undo_move(tx, &grant, found)?;
            standing::refresh(tx, &row.portfolio, &[])?;
            standing::raise_trained(tx, &row.person)?;
            carrying::tell(
                tx,
                &row.person,
                "You were moved back to the version of your programme from before.",
            )?;
            let event = grant.event("enrolment/move-undone", format!("enrolment/{id}")).with("move", &moved);
            Ok(Outcome::of(paths::trainee(id.as_str()), carrying::of_rows(event, &done)))
        })
        .await;
    let path = enrolments::in_its_names(&app, &named, done).await?;
    saying(path, "The move is undone. The old version holds again, with what held for this person alone.")
}
