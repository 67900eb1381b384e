//! Programmes and their versions: what is asked of people, as data. The files that come with the
//! binary are loaded at start; every one is shown, requirement by requirement, with its sources. A
//! figure that no public source states is illustrative until a training lead confirms or replaces it (in
//! the room `roster`, above the standings that read it).

mod builtin;
mod fields;
mod figure;
mod pages;
mod registers;
mod store;
mod views;

pub use fields::by_field;
pub use figure::{Looked, figure_case, looked_at, open_figure};
pub use registers::{KnownRegister, registers};
pub use store::{
    Figure, FileRules, VersionRow, committed_of_house, committed_rows, enrolments_on, every_kind, file_rules,
    kind_version, load_builtin, newest_kinds, published, set_figure, set_file_rules, shipped_kinds,
    shipped_versions, version, version_named, version_row,
};
pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes.get(paths::PROGRAMMES, pages::programmes).get(paths::VERSION, pages::version);
}
