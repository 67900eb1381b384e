//! Those who look after people and sign nothing, in the demo: a departmental tutor, a consortium co-ordinator of both
//! institutions, and a quality reader with a sample to read.

use super::arrivals::newcomer;
use super::house::{House, Somebody};
use crate::app::App;
use crate::db::tx::{Books, Outcome, Why};
use crate::domain::fault::Fault;
use crate::domain::names::AccountId;
use crate::domain::quality::READING_DAYS;
use crate::domain::role::{Capacity, Scope};
use crate::domain::territory::Over;
use crate::domain::time::{Day, Moment};
use crate::features::accounts;
use crate::features::admin::{self, Appointment};
use crate::features::quality::{Drawing, put_sample};

const TUTOR: (&str, &str) = ("Isolde Marchbanks", "tutor");
const COORDINATOR: (&str, &str) = ("Barnaby Thornquist", "coordinator");
const READER: (&str, &str) = ("Clementine Oakhurst", "reader");
/// Decisions to read a second time, of the last half year.
const SAMPLE: i32 = 12;

pub async fn appoint(app: &App, house: &House, hash: &str, now: Moment, day: Day) -> Result<(), Fault> {
    app.clock.set(now.plus_seconds(240));
    let (Some(keeper), Some(institution)) = (house.keeper.clone(), house.places.institution.clone()) else {
        return Ok(());
    };
    let Some(department) = house.places.departments.first().cloned() else { return Ok(()) };
    let here = Over::of(Scope::Institution, institution);
    let department = Over::of(Scope::Department, department);
    let elsewhere = house.home.places.institution.iter().map(|id| Over::of(Scope::Institution, id));
    let both: Vec<Over> = std::iter::once(here.clone()).chain(elsewhere).collect();
    bring(app, &keeper, hash, TUTOR, (Capacity::Tutor, vec![department.clone()])).await?;
    bring(app, &keeper, hash, COORDINATOR, (Capacity::Coordinator, both)).await?;
    let reader = bring(app, &keeper, hash, READER, (Capacity::QualityReader, vec![here])).await?;
    let person = house.lead()?.at(app.clock.now());
    let asked = Drawing {
        over: department,
        reader,
        from: day.plus_months(-6),
        until: day,
        size: SAMPLE,
        read_by: day.plus_days(READING_DAYS),
    };
    let drawn = app.write(Books::house(), move |tx| Ok(put_sample(tx, &person, &asked)?.map(drop))).await;
    match drawn {
        // Nothing was decided there in that time.
        Err(Fault::Typed(_)) => Ok(()),
        done => done,
    }
}

/// Appointed by the admin, and joined with the demo's password.
async fn bring(
    app: &App,
    keeper: &Somebody,
    hash: &str,
    (name, address): (&str, &str),
    (capacity, over): (Capacity, Vec<Over>),
) -> Result<AccountId, Fault> {
    let (person, newcomer) = (keeper.at(app.clock.now()), newcomer(name, address)?);
    let (name, hash) = (name.to_owned(), hash.to_owned());
    let asked = Appointment { newcomer, capacity, over, from: person.today(), until: None };
    let account = app.write(Books::house(), move |tx| admin::bring_in_staff(tx, &person, asked)).await?;
    let whose = account.clone();
    let link = app.write_quietly(Why::LinkMade, move |tx| accounts::fresh_link_of(tx, &whose)).await?;
    if let Some(link) = link {
        app.write(Books::house(), move |tx| {
            let (_, event) = accounts::join(tx, &link.token, &name, &hash)?;
            Ok(Outcome::of((), event))
        })
        .await?;
    }
    Ok(account)
}
