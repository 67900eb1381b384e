//! The house's round, each morning: it reminds, brings before leads what has waited too long, and queues one
//! letter for everybody for whom there is anything new. In small writes, each whole by itself: what one run did
//! not come to, the next one does.

use std::collections::BTreeMap;

use crate::app::App;
use crate::db::tx::Why;
use crate::domain::fault::Fault;
use crate::domain::names::AccountId;
use crate::domain::role::System;
use crate::domain::time::DEFAULT_ZONE;
use crate::domain::waiting::Brought;
use crate::features::requests::pace::pace;
use crate::features::requests::store::{self, Open};

/// So many requests are written about at once.
const SLICE: usize = 100;

/// A request, whether the house reminds of it, and why it is brought before leads.
type Due = (Open, bool, Option<Brought>);

/// What is written at once. All of one trainee that waits with whoever is gone is in one slice, since it is one letter.
fn slices(due: Vec<Due>) -> Vec<Vec<Due>> {
    let mut by_owner: BTreeMap<AccountId, Vec<Due>> = BTreeMap::new();
    let mut others: Vec<Due> = Vec::new();
    for one in due {
        match &one.0.told {
            Some((owner, _)) => by_owner.entry(owner.clone()).or_default().push(one),
            None => others.push(one),
        }
    }
    others.chunks(SLICE).map(<[Due]>::to_vec).chain(by_owner.into_values()).collect()
}

/// Written to be run twice, and on several nodes at once.
pub async fn go_round(app: &App, system: System) -> Result<(), Fault> {
    let (pace, open, now) = app
        .read(move |r| {
            let (now, pace) = (r.now(), pace(r.conn())?);
            let last = now.day_in(DEFAULT_ZONE).plus_days(pace.near);
            let dues = store::dues(r.conn(), last, system)?;
            let shelf = r.shelf();
            Ok((pace, store::open_requests(r.conn(), (&shelf, now), &dues, system)?, now))
        })
        .await?;
    let today = now.day_in(DEFAULT_ZONE);
    let mut due: Vec<Due> = Vec::new();
    for one in open {
        // Whoever is gone is not reminded: leads and the trainee are told the next morning.
        let reminds = !one.gone && pace.reminds(one.came, one.by_house, one.last, now);
        let brings = match one.gone {
            true => Some(Brought::Gone),
            false => pace.brings(one.waits_from(), one.due_unheard(), now, today),
        };
        let brings = brings.filter(|_| !one.is_brought());
        if reminds || brings.is_some() {
            due.push((one, reminds, brings));
        }
    }
    for some in slices(due) {
        app.write_quietly(Why::Reminded, move |tx| {
            let mut told = Vec::new();
            for (one, reminds, brings) in &some {
                if *reminds {
                    store::remind_by_house(tx, one, system)?;
                }
                if let Some(why) = brings {
                    told.extend(store::bring(tx, one, *why, system)?);
                }
            }
            store::tell_gone(tx, told, system)
        })
        .await?;
    }
    let news: Vec<AccountId> =
        app.read(move |r| store::news(r.conn(), today, system)).await?.into_iter().collect();
    for to in news {
        app.write_quietly(Why::Reminded, move |tx| store::claim_digest(tx, &to, today, system)).await?;
    }
    Ok(())
}
