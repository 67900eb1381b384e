//! What can be done in this room: by the trainee, by their supervisor, by a colleague who holds a link.

pub mod agreeing;
pub mod answering;
pub mod closing;
pub mod proposing;
pub mod releasing;

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx};
use crate::domain::fault::Fault;
use crate::domain::feedback::News;
use crate::domain::job::{Job, Notice};
use crate::domain::names::{AccountId, BookId, RoundId};
use crate::domain::role::Person;
use crate::features::enrolments::in_its_names;
use crate::features::feedback::round::{self, Round};
use crate::features::feedback::store;
use crate::web::form::{Form, FromForm};
use crate::web::paths;

/// One act on one round, inside the book of the portfolio; its answer is the round's page.
async fn on_round<T: FromForm>(
    person: &Person,
    app: &App,
    id: &RoundId,
    form: &Form<T>,
    act: impl FnOnce(&mut Tx<'_>, &Person, &Round) -> Result<Outcome<()>, Fault> + Send + 'static,
) -> Result<String, Fault> {
    let (sight, asked) = (person.sight(), id.clone());
    // Out of sight it is not there, before any book is taken.
    let row = app.read(move |r| Ok(store::round(r.conn(), &sight, &asked)?.row)).await?;
    let (person, id) = (person.clone(), id.clone());
    let once = form.once(&person.account);
    let done = app
        .write_once(once, Books::from(BookId::from(row.portfolio_id)), move |tx| {
            Ok(in_write(tx, &person, &id, act)?.map(|()| paths::round(id.as_str())))
        })
        .await;
    in_its_names(app, &row.enrolment_id, done).await
}

/// The same inside a write that has taken the portfolio's book.
pub(super) fn in_write<T>(
    tx: &mut Tx<'_>,
    person: &Person,
    id: &RoundId,
    act: impl FnOnce(&mut Tx<'_>, &Person, &Round) -> Result<Outcome<T>, Fault>,
) -> Result<Outcome<T>, Fault> {
    let shelf = tx.shelf();
    store::over(tx, id)?;
    let round = round::round(tx.conn(), &shelf, person, id)?;
    act(tx, person, &round)
}

/// Tells whoever looks after the round today.
fn tell_supervisor(tx: &mut Tx<'_>, round: &Round, news: News) -> Result<(), Fault> {
    let (row, case) = (&round.begun.row, &round.case);
    let with = (&row.supervisor_id, &case.owner);
    for to in store::looking_after(tx.conn(), with, &row.enrolment_id, case.today)? {
        tell(tx, &to, &row.id, news)?;
    }
    Ok(())
}

fn tell(tx: &mut Tx<'_>, to: &AccountId, round: &RoundId, news: News) -> Result<(), Fault> {
    tx.later(Job::Tell { to: to.clone(), what: Notice::Feedback { round: round.clone(), news } })
}

fn subject(id: &RoundId) -> String {
    format!("round/{id}")
}
