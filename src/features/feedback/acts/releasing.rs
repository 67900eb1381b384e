//! The supervisor looks at what was said, withholds what must not be handed on, and releases the rest in a meeting: an
//! entry of the portfolio, signed by its release. Or ends the round without a result. Either way the words are gone
//! from here: what was handed on stands in the entry, where it is struck out like anything else.

use actix_web::web::Path;

use crate::app::App;
use crate::db::tx::{Outcome, Tx};
use crate::domain::amount::Amount;
use crate::domain::audit::Event;
use crate::domain::entry::Verdict;
use crate::domain::fault::{Fault, Faults, Refusal};
use crate::domain::feedback::{News, ROUND, Summary, words};
use crate::domain::kind::{Kind, Value, Values};
use crate::domain::names::{CommentId, EntryId, RoundId};
use crate::domain::policy::Grant;
use crate::domain::policy::entries::Record;
use crate::domain::policy::feedback::{OfRound, may_end, may_look, may_release};
use crate::domain::policy::signoffs::may_decide;
use crate::domain::role::{Capacity, Person};
use crate::domain::time::Day;
use crate::features::entries::store::{ask_oneself, asked_by_staff, own_now};
use crate::features::entries::{Assessed, New, record, seen};
use crate::features::feedback::acts::{on_round, subject, tell};
use crate::features::feedback::round::{Round, summary};
use crate::features::feedback::{forms, pages, store};
use crate::features::signoffs::{NewDecision, decide_case, keep_decision};
use crate::features::{people, standing};
use crate::web::form::Form;
use crate::web::gate::SignedIn;
use crate::web::oops::Answer;
use crate::web::reply::{saying, see_other};
use crate::web::typed::beside_the_form;

pub async fn withhold(
    who: SignedIn,
    app: App,
    at: Path<(RoundId, CommentId)>,
    mut form: Form<forms::Withhold>,
) -> Answer {
    let (id, comment) = at.into_inner();
    match withheld(&who, &app, &id, comment, &mut form).await {
        Ok(path) => see_other(path),
        Err(fault) => pages::round::round_with(&who, &app, &id, form.again(beside_the_form(fault))?).await,
    }
}

async fn withheld(
    who: &SignedIn,
    app: &App,
    id: &RoundId,
    comment: CommentId,
    form: &mut Form<forms::Withhold>,
) -> Result<String, Fault> {
    let given = form.given()?;
    on_round(who.person(), app, id, form, move |tx, person, round| {
        let grant = may_look(person, &round.case)?;
        store::withhold(tx, &grant, &comment, given.reason)?;
        let word =
            if given.reason.is_some() { "feedback/comment-withheld" } else { "feedback/comment-shown" };
        let event = grant.event(word, subject(&round.case.round));
        let event = given.reason.iter().fold(event, |event, why| event.with("reason", why));
        Ok(Outcome::of((), event))
    })
    .await
}

pub async fn release(who: SignedIn, app: App, id: Path<RoundId>, mut form: Form<forms::Release>) -> Answer {
    match released(&who, &app, &id, &mut form).await {
        Ok(path) => saying(path, "Released and signed. The trainee reads it now."),
        Err(fault) => pages::round::round_with(&who, &app, &id, form.again(at_the_meeting(fault))?).await,
    }
}

fn at_the_meeting(fault: Fault) -> Fault {
    match fault {
        Fault::Refused(refusal) if refusal.code == "meeting-day" => {
            Faults::one("met", refusal.sentence).into()
        }
        other => beside_the_form(other),
    }
}

async fn released(
    who: &SignedIn,
    app: &App,
    id: &RoundId,
    form: &mut Form<forms::Release>,
) -> Result<String, Fault> {
    let given = form.given()?;
    on_round(who.person(), app, id, form, move |tx, person, round| {
        let (met_on, meeting) = met(tx, person, round, &given)?;
        let (grant, recording) = may_release(person, &round.case, met_on, given.both)?;
        let (entry, event) = put_entry(tx, person, round, (&grant, &recording), met_on)?;
        let row = store::release(tx, &grant, (met_on, meeting.as_ref()), &entry)?;
        store::forget_comments(tx, &grant)?;
        tell(tx, &round.case.owner, &row.id, News::Released)?;
        let event = event.with("round", &row.id).with("met", met_on.iso());
        Ok(Outcome::of((), meeting.iter().fold(event, |event, entry| event.with("meeting", entry))))
    })
    .await
}

/// The day of the meeting in which it is released, and its record where there is one: the one that was chosen, or the only
/// one of that day.
fn met(
    tx: &mut Tx<'_>,
    person: &Person,
    round: &Round,
    given: &forms::Release,
) -> Result<(Day, Option<EntryId>), Fault> {
    let (row, case) = (&round.begun.row, &round.case);
    let days = (case.closed_on.unwrap_or(case.today), case.today);
    let since = row.closed_at.unwrap_or(row.begun_at);
    let all = store::meetings(tx.conn(), &person.sight(), &row.enrolment_id, days, since)?;
    match &given.meeting {
        forms::Meeting::Recorded(id) => {
            let found = all.into_iter().find(|one| one.entry == *id);
            let gone = || Faults::one("meeting", "This meeting is not there any more. Choose again.");
            let found = found.ok_or_else(gone)?;
            Ok((found.day, Some(found.entry)))
        }
        forms::Meeting::NotRecorded(day) => Ok((*day, None)),
        forms::Meeting::OfDay(day) => {
            match all.iter().filter(|one| one.day == *day).collect::<Vec<_>>()[..] {
                [] => Ok((*day, None)),
                [only] => Ok((*day, Some(only.entry.clone()))),
                _ => {
                    let sentence =
                        "Several meetings are recorded on this day. Choose the one in which you release it.";
                    Err(Faults::one("meeting", sentence).into())
                }
            }
        }
    }
}

/// The entry that the round becomes, recorded and signed in one.
fn put_entry(
    tx: &mut Tx<'_>,
    person: &Person,
    round: &Round,
    (grant, recording): (&Grant<OfRound>, &Grant<Record>),
    met_on: Day,
) -> Result<(EntryId, Event), Fault> {
    let (shelf, now, row) = (tx.shelf(), tx.now(), &round.begun.row);
    let own = own_now(tx.conn(), &shelf, &row.portfolio_id, now)?;
    if !own.ids_using(ROUND).contains(&row.enrolment_id) {
        let why = own.closed.iter().find(|(id, _)| *id == row.enrolment_id).map(|(_, why)| why.clone());
        let why = why.unwrap_or_else(|| {
            "The programme asks for no feedback rounds any more. End it without a result.".to_owned()
        });
        return Err(Refusal::new("closed", why).into());
    }
    let kind = asked_by_staff(tx.conn(), &shelf, &own, ROUND)?.kind;
    let said = summary(tx.conn(), round)?;
    let (comments, withheld) = handed_on(tx, round, &said, grant)?;
    let values = values(&kind, round, &said, (&words(&said, &comments, withheld), met_on))?;
    let new = New {
        portfolio: row.portfolio_id.clone(),
        kind,
        day: day_of(tx, person, round, met_on)?,
        until: None,
        values,
        files: Vec::new(),
        filed_under: vec![row.enrolment_id.clone()],
    };
    let written = record(tx, recording, &new)?;
    let request = ask_oneself(tx, recording, &written.entry, &written.version)?;
    let entry = seen(tx.conn(), &shelf, &person.sight(), &written.entry)?;
    let deciding = may_decide(person, &decide_case(tx.conn(), (&shelf, now), person, &entry, true)?)?;
    let decided = NewDecision {
        verdict: Verdict::Signed,
        satisfactory: true,
        level: String::new(),
        reason: String::new(),
        comment: String::new(),
        assessed: Assessed::default(),
    };
    let decision = keep_decision(tx, &deciding, &entry, &decided)?;
    standing::refresh(tx, &new.portfolio, std::slice::from_ref(&written.entry))?;
    let event = grant
        .event("feedback/released", format!("entry/{}", written.entry))
        .with("version", &written.version)
        .with("root", &written.root)
        .with("request", request)
        .row(&decision)
        .in_book(new.portfolio.clone());
    Ok((written.entry, event))
}

/// The day on which it closed; that of the meeting for whoever supervises there only since, as they answer for what
/// happened while they did.
fn day_of(tx: &mut Tx<'_>, person: &Person, round: &Round, met_on: Day) -> Result<Day, Fault> {
    let Some(closed) = round.case.closed_on else { return Ok(met_on) };
    let (enrolment, today) = (&round.begun.row.enrolment_id, round.case.today);
    let held = people::capacities_over(tx.conn(), &person.account, enrolment, closed, today)?;
    Ok(if held.contains(&Capacity::Supervisor) { closed } else { met_on })
}

/// Comments in the order of the form's questions, each with its question, and how many are withheld.
fn handed_on(
    tx: &mut Tx<'_>,
    round: &Round,
    said: &Summary,
    grant: &Grant<OfRound>,
) -> Result<(Vec<(String, String)>, usize), Fault> {
    if !said.words {
        return Ok((Vec::new(), 0));
    }
    let all = store::comments(tx.conn(), grant)?;
    let withheld = all.iter().filter(|comment| comment.withheld.is_some()).count();
    let mut told = Vec::new();
    for field in round.form().free() {
        let of_it = all.iter().filter(|one| one.question == field.code && one.withheld.is_none());
        told.extend(of_it.map(|one| (field.label.clone(), one.words.clone())));
    }
    Ok((told, withheld))
}

/// What the kind asks of a round, as far as it has the fields.
fn values(kind: &Kind, round: &Round, said: &Summary, (words, met_on): (&str, Day)) -> Result<Values, Fault> {
    let number = |count: usize| -> Result<Amount, Fault> {
        Ok(Amount::whole(i64::try_from(count).map_err(Fault::broken)?))
    };
    let mut values = Values::new();
    values.insert("raters".to_owned(), Value::Number(number(said.answers)?));
    for (group, _, count) in &said.by_group {
        if let Some(field) = round.form().counts_as(group, kind) {
            let before = values.get(&field.code).and_then(Value::number).unwrap_or_default();
            values.insert(field.code.clone(), Value::Number(before + number(*count)?));
        }
    }
    values.insert("self-rating".to_owned(), Value::Yes(round.case.self_rated));
    values.insert("released".to_owned(), Value::Text(met_on.iso()));
    values.insert("summary".to_owned(), Value::Text(words.to_owned()));
    values.retain(|code, _| kind.field(code).is_some());
    Ok(values)
}

pub async fn end(who: SignedIn, app: App, id: Path<RoundId>, mut form: Form<forms::End>) -> Answer {
    match ended(&who, &app, &id, &mut form).await {
        Ok(path) => saying(path, "It ended without a result. The page stays, and says so."),
        Err(fault) => pages::round::round_with(&who, &app, &id, form.again(beside_the_form(fault))?).await,
    }
}

async fn ended(
    who: &SignedIn,
    app: &App,
    id: &RoundId,
    form: &mut Form<forms::End>,
) -> Result<String, Fault> {
    let given = form.given()?;
    on_round(who.person(), app, id, form, move |tx, person, round| {
        let grant = may_end(person, &round.case)?;
        let row = store::end(tx, &grant, given.reason)?;
        store::forget_comments(tx, &grant)?;
        tell(tx, &round.case.owner, &row.id, News::Ended)?;
        Ok(Outcome::of((), grant.event("feedback/ended", subject(&row.id)).with("reason", given.reason)))
    })
    .await
}
