//! Programmes and their versions: what is asked of people, as data. The files that come with the
//! binary are loaded at start; every one is shown, requirement by requirement, with its sources. A
//! figure that no public source states is illustrative until a training lead confirms or replaces it (in
//! the room `roster`, above the standings that read it).

mod asp;
mod builtin;
mod fields;
mod figure;
mod form;
mod pages;
mod reads;
mod registers;
mod store;
mod views;

pub use fields::by_field;
pub use figure::{Looked, Open, author_case, figure_case, looked_at, open_figure};
pub use reads::{kind_names, may_read};
pub use registers::{KnownRegister, registers};
pub use store::{
    Figure, FileRules, Owner, Programme, VersionRow, amount_of, begin_programme, committed_of_house,
    committed_rows, confirmed_heads, enrolments_in, enrolments_on, every_kind, every_programme, file_rules,
    give_programme, house_kinds, kind_version, layer_words, load_builtin, newest_kinds, owner,
    programme_named, publish, publish_kind, published, retire, set_figure, set_file_rules, set_layer,
    shipped_kinds, shipped_versions, version, version_at, version_named, version_row, versions_of, words,
};

use crate::web::paths;
use crate::web::routes::Routes;

/// Every page of this room.
pub fn samples() -> Vec<crate::web::samples::Sample> {
    let mut all = views::samples();
    all.extend(asp::samples());
    all
}

pub fn routes(routes: &mut Routes) {
    asp::routes(routes);
    routes
        .get(paths::PROGRAMMES, pages::programmes)
        .get(paths::VERSION, pages::version)
        .get(paths::VERSION_FILE, pages::file);
}
