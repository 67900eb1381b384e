//! Rooms: one folder per thing a user can name. Each knows only the rooms before it:
//! accounts < identifiers < people < programmes < enrolments < standing < roster < rooms < portfolio < entries < evidence < earlier < signoffs
//! < assessments < requests < oversight < quality < outside < feedback < official < moves < results < imports < kinds < authorship < exports
//! < reviews < approvals < redactions < certificates < erasures < history < admin. `site()` is the whole site on one screen.

pub mod accounts;
pub mod admin;
pub mod approvals;
pub mod assessments;
pub mod authorship;
pub mod certificates;
pub mod earlier;
pub mod enrolments;
pub mod entries;
pub mod erasures;
pub mod evidence;
pub mod exports;
pub mod feedback;
pub mod history;
pub mod identifiers;
pub mod imports;
pub mod kinds;
pub mod moves;
pub mod official;
pub mod outside;
pub mod oversight;
pub mod people;
pub mod portfolio;
pub mod programmes;
pub mod quality;
pub mod redactions;
pub mod requests;
pub mod results;
pub mod reviews;
pub mod rooms;
pub mod roster;
pub mod signoffs;
pub mod standing;

use crate::web::routes::Routes;
use crate::web::samples::Sample;
use crate::web::server::Site;

/// Everything that the server serves.
pub fn site() -> Site {
    Site::new(routes(), accounts::DOORKEEPER)
}

pub fn routes() -> Routes {
    let mut routes = Routes::default();
    accounts::routes(&mut routes);
    standing::routes(&mut routes);
    portfolio::routes(&mut routes);
    entries::routes(&mut routes);
    evidence::routes(&mut routes);
    earlier::routes(&mut routes);
    signoffs::routes(&mut routes);
    assessments::routes(&mut routes);
    requests::routes(&mut routes);
    oversight::routes(&mut routes);
    quality::routes(&mut routes);
    outside::routes(&mut routes);
    feedback::routes(&mut routes);
    official::routes(&mut routes);
    moves::routes(&mut routes);
    results::routes(&mut routes);
    imports::routes(&mut routes);
    kinds::routes(&mut routes);
    authorship::routes(&mut routes);
    exports::routes(&mut routes);
    reviews::routes(&mut routes);
    approvals::routes(&mut routes);
    redactions::routes(&mut routes);
    certificates::routes(&mut routes);
    erasures::routes(&mut routes);
    history::routes(&mut routes);
    rooms::routes(&mut routes);
    roster::routes(&mut routes);
    programmes::routes(&mut routes);
    admin::routes(&mut routes);
    routes
}

/// Every view, rendered; `tests/it/pages.rs` looks at all of them.
pub fn samples() -> Vec<Sample> {
    let mut all = crate::web::views::samples();
    all.extend(accounts::samples());
    all.extend(standing::samples());
    all.extend(portfolio::samples());
    all.extend(entries::samples());
    all.extend(earlier::samples());
    all.extend(signoffs::samples());
    all.extend(assessments::samples());
    all.extend(requests::samples());
    all.extend(oversight::samples());
    all.extend(quality::samples());
    all.extend(outside::samples());
    all.extend(feedback::samples());
    all.extend(official::samples());
    all.extend(moves::samples());
    all.extend(results::samples());
    all.extend(imports::samples());
    all.extend(kinds::samples());
    all.extend(authorship::samples());
    all.extend(exports::samples());
    all.extend(reviews::samples());
    all.extend(approvals::samples());
    all.extend(redactions::samples());
    all.extend(certificates::samples());
    all.extend(erasures::samples());
    all.extend(history::samples());
    all.extend(rooms::samples());
    all.extend(roster::samples());
    all.extend(programmes::samples());
    all.extend(admin::samples());
    all
}
