//! One round, for the trainee whom it is about and for those who look after it. What was said stands on it only when
//! the rule lets this person look: the supervisor once it is closed, everybody who sees it once it is released.

use actix_web::web::Path;

use crate::app::App;
use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::fault::Fault;
use crate::domain::feedback::{MEETING, State};
use crate::domain::names::RoundId;
use crate::domain::policy::feedback::may_look;
use crate::domain::role::Person;
use crate::features::entries::store::own_now;
use crate::features::feedback::round::{Round, round as found, summary};
use crate::features::feedback::store::{self, Meeting};
use crate::features::feedback::views;
use crate::web::gate::SignedIn;
use crate::web::oops::Answer;
use crate::web::page::page;
use crate::web::typed::Typed;

pub async fn round(who: SignedIn, app: App, id: Path<RoundId>) -> Answer {
    round_with(&who, &app, &id, Typed::nothing()).await
}

pub async fn round_with(who: &SignedIn, app: &App, id: &RoundId, typed: Typed) -> Answer {
    let (person, id) = (who.person().clone(), id.clone());
    let (round, said, comments, met) = app
        .read(move |r| {
            let shelf = r.shelf();
            let round = found(r.conn(), &shelf, &person, &id)?;
            let look = may_look(&person, &round.case).ok();
            let said = match look.is_some() || round.case.state == State::Released {
                true => Some(summary(r.conn(), &round)?),
                false => None,
            };
            let words = said.as_ref().is_some_and(|said| said.words);
            let comments = match look.filter(|_| words) {
                Some(grant) => store::comments(r.conn(), &grant)?,
                None => Vec::new(),
            };
            let met = met(r.conn(), &shelf, &person, &round)?;
            Ok((round, said, comments, met))
        })
        .await?;
    page(views::RoundPage::new(who, &round, (said.as_ref(), &comments), met, typed)?)
}

/// The records of the meeting in which the round was released, or of those in which it can be; and whether this person
/// can record one.
pub struct Met {
    pub meetings: Vec<Meeting>,
    pub may_record: bool,
}

fn met(conn: &mut Conn, shelf: &Shelf, person: &Person, round: &Round) -> Result<Met, Fault> {
    let (row, case) = (&round.begun.row, &round.case);
    let after = case.is_looked_after_by(person);
    let days = match (case.state, row.met_on, case.closed_on) {
        (State::Released, Some(day), _) => Some((day, day)),
        (State::Closed, _, Some(closed)) if after => Some((closed, case.today)),
        _ => None,
    };
    let Some(days) = days else { return Ok(Met { meetings: Vec::new(), may_record: false }) };
    let since = row.closed_at.unwrap_or(row.begun_at);
    let mut meetings = store::meetings(conn, &person.sight(), &row.enrolment_id, days, since)?;
    if case.state == State::Released && row.meeting_id.is_some() {
        meetings.retain(|one| row.meeting_id.as_ref() == Some(&one.entry));
    }
    let may_record = after && meetings.is_empty() && row.meeting_id.is_none() && {
        let own = own_now(conn, shelf, &row.portfolio_id, person.now)?;
        own.ids_using(MEETING).contains(&row.enrolment_id)
    };
    Ok(Met { meetings, may_record })
}
