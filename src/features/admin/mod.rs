//! Keeping the house: institutions with their sites and departments, who leads and who administers,
//! accounts, house rules, jobs and health. All of it is an admin's, and none of it shows a portfolio. An
//! empty house is told here, step by step, what it needs before the first trainee can be invited.

mod accounts;
mod calibration;
mod demands;
mod feedback;
mod overview;
mod patterns;
mod places;
mod requests;
mod rules;
mod running;
mod staff;
mod store;

pub use demands::put_demands;
pub use places::{put_department, put_institution, put_site};
pub use staff::{Appointment, bring_in_staff};
pub use store::{DepartmentWords, InstitutionWords, SiteWords};

use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::policy::Grant;
use crate::domain::policy::admin::{KeepHouse, may_keep_house};
use crate::domain::role::Person;
use crate::features::people::keeps_house;
use crate::web::routes::Routes;
use crate::web::samples::Sample;

pub fn routes(routes: &mut Routes) {
    overview::routes(routes);
    places::routes(routes);
    staff::routes(routes);
    accounts::routes(routes);
    rules::routes(routes);
    demands::routes(routes);
    requests::routes(routes);
    feedback::routes(routes);
    calibration::routes(routes);
    patterns::routes(routes);
    running::routes(routes);
}

pub fn samples() -> Vec<Sample> {
    let mut all = overview::samples();
    all.extend(places::samples());
    all.extend(staff::samples());
    all.extend(accounts::samples());
    all.extend(rules::samples());
    all.extend(demands::samples());
    all.extend(requests::samples());
    all.extend(feedback::samples());
    all.extend(calibration::samples());
    all.extend(patterns::samples());
    all.extend(running::samples());
    all
}

/// The rule, asked inside the write: the person is an admin today.
fn keeping(tx: &mut Tx<'_>, person: &Person) -> Result<Grant<KeepHouse>, Fault> {
    let keeps = keeps_house(tx.conn(), &person.account, person.today())?;
    Ok(may_keep_house(person, keeps)?)
}
