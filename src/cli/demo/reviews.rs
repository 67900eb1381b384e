//! Two reviews of the demo: one ahead, for which the trainee has prepared, and one that was held today, with its pack,
//! its outcome and what that asks for.

use super::house::{House, Somebody};
use crate::app::App;
use crate::db::tx::Books;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, EnrolmentId, ReviewId};
use crate::domain::time::{Day, Moment};
use crate::features::reviews::{Conclusion, Plan, put_outcome, put_pack, put_plan, put_preparation};
use crate::web::typed::Words;

/// Whose is ahead, and whose was held; who sits and who chairs.
const AHEAD: usize = 1;
const HELD: usize = 4;
const CHAIR: usize = 1;
const SITS: usize = 2;

pub async fn hold(app: &App, house: &House, now: Moment, day: Day) -> Result<(), Fault> {
    let (Ok(lead), Ok(chair), Ok(sits)) =
        (house.lead().cloned(), house.supervisor(CHAIR).cloned(), house.supervisor(SITS).cloned())
    else {
        return Ok(());
    };
    app.clock.set(now.plus_seconds(240));
    let today = now.day_in(crate::domain::time::DEFAULT_ZONE);
    let panel = [chair.account.clone(), sits.account.clone()];
    if let Some((who, enrolment)) = trained(house, AHEAD) {
        let plan = plan(enrolment, (day.plus_days(14), day.plus_days(21)), &panel);
        let review = planned(app, &lead, plan).await?;
        let own = [
            ("q-progress", "I run planned bypasses from set-up to separation, with somebody beside me."),
            ("q-hard", "Few valve operations came up in the summer."),
            ("q-next", "My first emergencies, and the communication of a failing pump."),
        ];
        prepares(app, &who, &review, &own).await?;
    }
    let Some((who, enrolment)) = trained(house, HELD) else { return Ok(()) };
    let review = planned(app, &lead, plan(enrolment, (today, today), &panel)).await?;
    let own = [
        ("q-progress", "I have assisted at most procedures and run the simple ones."),
        ("q-next", "Running grafting and valve operations on my own responsibility."),
    ];
    prepares(app, &who, &review, &own).await?;
    app.clock.set(now.plus_seconds(300));
    let (person, id) = (lead.at(app.clock.now()), review.clone());
    let book = Books::of_person(&who.account);
    app.write(book, move |tx| Ok(put_pack(tx, &person, &id, true)?.map(drop))).await?;
    app.clock.set(now.plus_seconds(360));
    let (person, book) = (lead.at(app.clock.now()), Books::of_person(&who.account));
    let given = Conclusion {
        outcome: "with-actions".to_owned(),
        reasons: "Good, steady work. The log holds few operations run without somebody beside them."
            .to_owned(),
        next_on: Some(day.plus_months(6)),
        conditions: vec![(
            "Run five planned operations with help within call".to_owned(),
            day.plus_months(3),
        )],
        early: false,
        nobody: false,
    };
    app.write(book, move |tx| Ok(put_outcome(tx, &person, &review, &given)?.map(drop))).await
}

fn trained(house: &House, nth: usize) -> Option<(Somebody, EnrolmentId)> {
    let enrolment = house.trainees.get(nth)?.enrolments.first()?.clone();
    Some((house.trainee(nth).ok()?.clone(), enrolment))
}

fn plan(enrolment: EnrolmentId, (prepare_by, held_on): (Day, Day), panel: &[AccountId]) -> Plan {
    Plan {
        enrolment,
        requirement: String::new(),
        sort: "annual".to_owned(),
        held_on,
        prepare_by,
        panel: panel.iter().cloned().collect(),
        guest: None,
        chair: panel.first().map(ToString::to_string).unwrap_or_default(),
        was: String::new(),
    }
}

async fn planned(app: &App, lead: &Somebody, plan: Plan) -> Result<ReviewId, Fault> {
    let (person, book) = (lead.at(app.clock.now()), Books::of_enrolment(&plan.enrolment));
    let path = app.write(book, move |tx| put_plan(tx, &person, &plan)).await?;
    Ok(ReviewId::new(path.rsplit('/').next().unwrap_or_default()))
}

async fn prepares(app: &App, who: &Somebody, id: &ReviewId, words: &[(&str, &str)]) -> Result<(), Fault> {
    let (person, id) = (who.at(app.clock.now()), id.clone());
    let words: Words = words.iter().copied().collect();
    app.write(Books::of_person(&who.account), move |tx| {
        Ok(put_preparation(tx, &person, &id, &words)?.map(drop))
    })
    .await
}
