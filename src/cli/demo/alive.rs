//! What keeps requests alive, in the demo: one supervisor is on leave with a colleague as deputy, and a trainee
//! has reminded another one. The last things that happen before the house is looked at.

use super::house::House;
use crate::app::App;
use crate::db::tx::{Books, Outcome};
use crate::domain::fault::Fault;
use crate::domain::names::BookId;
use crate::domain::time::{Day, Moment};
use crate::features::requests::{Days, put_away, put_reminders};

/// Who is on leave, and who stands in.
const AWAY: usize = 2;
const DEPUTY: usize = 1;
/// Who has reminded, and whom.
const TRAINEE: usize = 0;
const ASKED: usize = 0;

pub async fn keep(app: &App, house: &House, now: Moment, day: Day) -> Result<(), Fault> {
    app.clock.set(now.plus_seconds(180));
    if let (Ok(away), Ok(deputy)) = (house.supervisor(AWAY).cloned(), house.supervisor(DEPUTY).cloned()) {
        let person = away.at(app.clock.now());
        let days = Days {
            from: day.plus_days(-2),
            until: day.plus_days(12),
            deputy: Some(deputy.account.clone()),
            leave: true,
        };
        app.write(Books::house(), move |tx| put_away(tx, &person, &away.account, &days)).await?;
    }
    let (Ok(trainee), Ok(asked)) = (house.trainee(TRAINEE).cloned(), house.supervisor(ASKED).cloned()) else {
        return Ok(());
    };
    let person = trainee.at(app.clock.now());
    let Some(portfolio) = person.portfolio.clone() else { return Ok(()) };
    let books = vec![BookId::from(portfolio)];
    let taken = books.clone();
    let reminded = app
        .write(Books::Named(books), move |tx| -> Result<Outcome<()>, Fault> {
            put_reminders(tx, &person, (&asked.account, asked.name.clone()), &[], &taken)
        })
        .await;
    match reminded {
        // Nothing of theirs waits with that person on this day.
        Err(Fault::Refused(_)) => Ok(()),
        done => done,
    }
}
