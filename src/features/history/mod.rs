//! What happened, and whether the record is whole. A portfolio's trail is its book told in words, for
//! its owner and for who may see it; verification walks the chain, recomputes what events commit to and
//! says plainly what it checked and what it did not. `perfolio verify` asks the same functions.

mod adopt;
mod check;
mod content;
mod coverage;
mod pages;
mod store;
mod struck;
mod views;
mod words;

pub use adopt::adopt;
pub use check::{BookReport, Wrong, verify_book};
pub use content::{ContentReport, verify_content};
pub use coverage::{How, TABLES, not_covered};
pub use store::{Book, Named, books, named_files, rows_of};
pub use struck::{StruckReport, verify_struck};
pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::HISTORY, pages::history)
        .get(paths::VERIFICATION, pages::verification)
        .get(paths::OPENINGS, pages::openings);
}
