//! Assessors approved by name in the demo: one trainee of the other house has one, waits for an answer about a second, and
//! was told why a third was not approved.

use super::house::{House, Somebody};
use super::others::Student;
use crate::app::App;
use crate::db::tx::Books;
use crate::domain::approval::{Signs, Why};
use crate::domain::fault::Fault;
use crate::domain::names::{EmailAddress, EnrolmentId, NominationId};
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::approvals::{Nominating, Refusing, put_approval, put_nomination, put_refusal};

/// Programme and version of the trainee: the first of these on which something can still be filed on this day.
const ON: [(&str, &str); 4] =
    [("stp-cardiac", "2026"), ("stp-cardiac", "2023"), ("stp-cardiac", "2022"), ("etp", "2024")];
/// The programme's own trainees need their supervisor's signatures to go on counting.
const MONTHS: i32 = 9;

pub async fn keep(app: &App, house: &House, students: &[Student], now: Moment) -> Result<(), Fault> {
    app.clock.set(now.plus_seconds(240));
    let (Some(lead), Some(supervisor)) = (house.home.lead.clone(), house.home.supervisors.first().cloned())
    else {
        return Ok(());
    };
    for on in ON {
        let at = students.iter().position(|one| (one.code.as_str(), one.version.as_str()) == on);
        let Some(enrolled) = at.and_then(|at| house.home.students.get(at)).and_then(Option::as_ref) else {
            continue;
        };
        let (trainee, enrolment) = (enrolled.who.clone(), enrolled.enrolment.clone());
        return approved(app, (&lead, &trainee), enrolment, &supervisor).await;
    }
    Ok(())
}

fn named(name: &str, address: EmailAddress, post: &str, from: Day) -> Nominating {
    Nominating {
        name: name.to_owned(),
        address,
        post: post.to_owned(),
        section: String::new(),
        from,
        until: from.plus_months(MONTHS),
        signs: Some(Signs::ByLink),
    }
}

async fn approved(
    app: &App,
    (lead, trainee): (&Somebody, &Somebody),
    enrolment: EnrolmentId,
    supervisor: &Somebody,
) -> Result<(), Fault> {
    let today = app.clock.now().day_in(DEFAULT_ZONE);
    let given = named(&supervisor.name, supervisor.email.clone(), "Principal cardiac physiologist", today);
    let (person, on) = (lead.at(app.clock.now()), enrolment.clone());
    app.write(Books::house(), move |tx| Ok(put_approval(tx, &person, &on, &given, None)?.map(drop))).await?;
    let third =
        nominated(app, trainee, &enrolment, ("Quentin Bellamy", "quentin.bellamy", "Registrar")).await?;
    let person = lead.at(app.clock.now());
    let why = Refusing { why: Why::NotEntrusted, words: "Ask again once they hold the activity.".to_owned() };
    app.write(Books::house(), move |tx| Ok(put_refusal(tx, &person, &third, &why)?.map(drop))).await?;
    let second = ("Dr Aurelia Finch", "aurelia.finch", "Consultant cardiologist");
    nominated(app, trainee, &enrolment, second).await.map(drop)
}

async fn nominated(
    app: &App,
    trainee: &Somebody,
    enrolment: &EnrolmentId,
    (name, address, post): (&str, &str, &str),
) -> Result<NominationId, Fault> {
    let now = app.clock.now();
    let address = EmailAddress::parse(&format!("{address}@northgate.example")).map_err(Fault::broken)?;
    let given = named(name, address, post, now.day_in(DEFAULT_ZONE));
    let (person, enrolment) = (trainee.at(now), enrolment.clone());
    app.write(Books::house(), move |tx| put_nomination(tx, &person, &enrolment, &given)).await
}
