//! Files that are read in: people, enrolments, appointments, unit marks, registrations and
//! progress elsewhere from CSV. A file is
//! uploaded or pasted, its columns are matched to fields, each row says before anything is done what it would
//! do, and all of it is done in one write and can be undone. A row does nothing that its reader could not do by
//! hand: the planning asks the rules of the forms, and the doing asks them again.

mod acts;
mod doing;
mod entering;
mod forms;
mod mapping;
mod pages;
mod planning;
mod reading;
pub mod store;
mod undoing;
mod views;

pub use store::{erase_words, strike_words, sweep};
pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::IMPORTS, pages::imports)
        .post(paths::IMPORTS, acts::upload)
        .get(paths::IMPORT_NEW, pages::new)
        .get(paths::IMPORT_MAPPING, pages::mapping)
        .post(paths::IMPORT_MAPPING, acts::map)
        .get(paths::IMPORT, pages::import)
        .post(paths::IMPORT_ROWS, acts::import)
        .post(paths::IMPORT_UNDOING, acts::undo)
        .post(paths::IMPORT_DELETION, acts::throw_away)
        .get(paths::IMPORT_FAULTS, pages::faults);
}
