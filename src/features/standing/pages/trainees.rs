//! A supervisor's trainees: where each stands in words, what waits with me, the last entry.

use std::collections::BTreeSet;

use crate::app::App;
use crate::db::sight::SightOver;
use crate::domain::kind::lower;
use crate::domain::role::Capacity;
use crate::features::standing::cohort::{Bar, Row, cohort};
use crate::features::standing::shown;
use crate::features::standing::views::trainees::{TraineeRow, Trainees};
use crate::web::gate::Staff;
use crate::web::oops::Answer;
use crate::web::page::{Place, page};
use crate::web::parts::Pages;
use crate::web::paths;
use crate::web::typed::Asked;

const PAGE: usize = 50;

pub async fn trainees(who: Staff, app: App, asked: Asked) -> Answer {
    let capacity = if who.is(Capacity::Supervisor) { Capacity::Supervisor } else { Capacity::Lead };
    let sight = who.sight();
    let (mut rows, now) = app
        .read(move |r| {
            let (shelf, now) = (r.shelf(), r.now());
            let over = SightOver::of(r.conn(), &sight, capacity)?;
            Ok((cohort(r.conn(), &shelf, &over, sight.today(), now)?, now))
        })
        .await?;
    rows.sort_by_key(|row| (row.name.to_lowercase(), row.id.clone()));
    let total = rows.len();
    let last_page = total.saturating_sub(1) / PAGE + 1;
    let number = asked.one("page").parse::<usize>().unwrap_or(1).clamp(1, last_page);
    let turned = |to: usize| format!("{}?page={to}", paths::TRAINEES);
    let shown = |row: &Row| {
        let mine: Vec<_> = row.waits.iter().filter(|waits| waits.asked == who.account).collect();
        TraineeRow {
            name: row.name.clone(),
            href: paths::trainee(row.id.as_str()),
            assess: paths::assessments_of(row.id.as_str()),
            programme: row.version.title.clone(),
            cohort: row.cohort.clone(),
            state: row.state.as_str(),
            standing: match (&row.bar, row.behind.as_slice()) {
                (Some(bar), _) => format!("{}: {}", bar.title, lower(&bar.said())),
                // A programme of which nothing is required says nothing with a number.
                (None, _) if row.total == 0 => String::new(),
                (None, _) => format!("{} of {} requirements met", row.met, row.total),
            },
            life: row.life.join(". "),
            behind: row.behind.join("; "),
            bar: row.bar.as_ref().and_then(Bar::drawn),
            waits: mine
                .first()
                .map(|first| format!("{} {}", mine.len(), shown::since(first.since, now, who.zone)))
                .unwrap_or_default(),
            last: row.last_entry_on.map(|day| day.to_string()).unwrap_or_default(),
        }
    };
    page(Trainees {
        shell: who.shell("My trainees", Place::Trainees),
        rows: rows.iter().skip((number - 1) * PAGE).take(PAGE).map(shown).collect(),
        total: rows.iter().map(|row| &row.person).collect::<BTreeSet<_>>().len(),
        enrolments: total,
        pages: Pages {
            earlier: (number > 1).then(|| turned(number - 1)),
            later: (number < last_page).then(|| turned(number + 1)),
        },
    })
}
