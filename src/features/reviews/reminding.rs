//! What the house does about reviews by itself, each morning. Whoever has a side to prepare and has not is reminded,
//! once for each of the days that are set; what nobody froze by hand is frozen once the last day that is in it is over.
//! It may run twice and on several nodes: who writes a step down first has done it.

use crate::app::App;
use crate::db::tx::{Books, Outcome, Tx, Why};
use crate::domain::fault::Fault;
use crate::domain::job::{Job, Notice};
use crate::domain::names::ReviewId;
use crate::domain::policy::reviews::may_freeze_by_itself;
use crate::domain::role::{Sight, System};
use crate::domain::time::DEFAULT_ZONE;
use crate::features::reviews::acts::{frozen_event, of_review};
use crate::features::reviews::entering::form_of;
use crate::features::reviews::packing::{self, Frozen};
use crate::features::reviews::store;

pub async fn remind(app: &App, system: System) -> Result<(), Fault> {
    let today = app.clock.now().day_in(DEFAULT_ZONE);
    let open = app.read(move |r| {
        let shelf = r.shelf();
        store::unprepared(r.conn(), &shelf, today, system)
    });
    for one in open.await? {
        app.write_quietly(Why::Reminded, move |tx| {
            if store::claim(tx, &one, system)? {
                let what = Notice::ReviewReminder { review: one.review.clone() };
                tx.later(Job::Tell { to: one.who.clone(), what })?;
            }
            Ok(())
        })
        .await?;
    }
    Ok(())
}

/// One review that cannot be frozen costs the others nothing; the first of the faults is given back.
pub async fn freeze_due(app: &App, system: System) -> Result<(), Fault> {
    let due = app.read(move |r| {
        let (shelf, now) = (r.shelf(), r.now());
        store::to_freeze(r.conn(), &shelf, now, system)
    });
    let mut failed = None;
    for (review, enrolment) in due.await? {
        let frozen = app.write(Books::of_enrolment(&enrolment), move |tx| frozen(tx, &review, system));
        match frozen.await {
            // Somebody froze it, called it off or moved it at this very moment.
            Ok(()) | Err(Fault::Refused(_)) => {}
            Err(other) => failed = failed.or(Some(other)),
        }
    }
    failed.map_or(Ok(()), Err)
}

/// As its owner reads it, less what is in confidence: which is what a lead would freeze.
fn frozen(tx: &mut Tx<'_>, id: &ReviewId, system: System) -> Result<Outcome<()>, Fault> {
    let (shelf, now) = (tx.shelf(), tx.now());
    let found = store::found_by_house(tx.conn(), &shelf, id, now, system)?;
    let (today, (_, as_at)) = (now.day_in(found.zone), found.frozen_after());
    let grant = may_freeze_by_itself(system, &found.case, now > as_at)?;
    let form = form_of(tx, &found)?;
    let sight = Sight::on_behalf_of(found.enrolled.person.clone(), today);
    let by = Frozen { sight, by: "Perfolio".to_owned(), as_at };
    let row = packing::freeze(tx, &grant, by, &found, &form)?;
    let mut all = of_review(tx, today, &found)?;
    all.extend(store::leads_of(tx.conn(), &found.row.enrolment_id, today)?);
    all.sort();
    all.dedup();
    for to in all {
        tx.later(Job::Tell { to, what: Notice::ReviewFrozen { review: id.clone() } })?;
    }
    Ok(Outcome::of((), frozen_event(&grant, &found, &row)))
}
