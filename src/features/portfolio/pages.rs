//! The portfolio's one page.

use std::collections::HashMap;
use std::sync::Arc;

use crate::app::App;
use crate::domain::entry::EntryState;
use crate::domain::kind::Confirmer;
use crate::domain::names::{EnrolmentId, EntryId};
use crate::domain::programme::coded::in_words;
use crate::domain::time::Day;
use crate::features::portfolio::store::{self, Filter, RECORDED_WORD};
use crate::features::portfolio::views::{Found, Portfolio};
use crate::features::{enrolments, programmes};
use crate::web::gate::Trainee;
use crate::web::oops::Answer;
use crate::web::page::{Place, page};
use crate::web::typed::{Asked, Words};

pub async fn portfolio(who: Trainee, app: App, asked: Asked) -> Answer {
    let (sight, portfolio, filter) = (who.sight(), who.own_portfolio().clone(), filter(&asked));
    let given = filter.clone();
    let found = app
        .read(move |r| {
            let shelf = r.shelf();
            let mut under = Vec::new();
            let mut recordable = Vec::new();
            let mut versions = Vec::new();
            for row in enrolments::of_portfolio(r.conn(), &portfolio)? {
                let version = programmes::version_at(r.conn(), &shelf, &row.version, row.layer.as_ref())?;
                under.push((row.id.to_string(), version.title.clone()));
                recordable.extend(version.kinds.iter().map(|used| used.kind.clone()));
                versions.push(version);
            }
            let mut kinds = HashMap::new();
            for kind in programmes::newest_kinds(r.conn(), &shelf)? {
                kinds.insert(kind.code.clone(), kind.clone());
            }
            let unsigned = kinds.values().filter(|kind| kind.confirmed_by == Confirmer::Nobody);
            let unsigned: Vec<String> = unsigned.map(|kind| kind.code.clone()).collect();
            let mut lines = store::lines(r.conn(), &sight, &filter, &unsigned)?;
            let mut returned = store::returned(r.conn(), &sight)?;
            for line in lines.iter_mut().chain(&mut returned) {
                line.title = in_words(versions.iter().map(Arc::as_ref), &line.title);
            }
            Ok(Found {
                lines,
                returned,
                by_state: store::by_state(r.conn(), &sight, &unsigned)?,
                waiting: store::waiting(r.conn(), &sight)?,
                begun: store::begun(r.conn(), &sight)?,
                kinds,
                recordable,
                under,
                versions,
            })
        })
        .await?;
    page(Portfolio::new(who.shell("Portfolio", Place::Portfolio), who.person(), found, given, &asked))
}

/// A word that nobody knows filters nothing.
fn filter(asked: &Words) -> Filter {
    let after = asked.one("after").split_once('.').and_then(|(day, id)| {
        let day: Day = day.parse().ok()?;
        Some((day, EntryId::new(id)))
    });
    let text: String = asked.one("q").trim().chars().take(100).collect();
    let (state, recorded) = match asked.one("state") {
        RECORDED_WORD => (Some(EntryState::Submitted), Some(true)),
        word => {
            let state = word.parse().ok();
            (state, (state == Some(EntryState::Submitted)).then_some(false))
        }
    };
    Filter {
        kind: asked.one("kind").to_owned(),
        state,
        recorded,
        enrolment: Some(asked.one("under")).filter(|id| !id.is_empty()).map(EnrolmentId::new),
        text,
        after,
    }
}
