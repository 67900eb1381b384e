//! Looking after people without signing anything. A departmental tutor sees the registered staff of a department: who
//! falls short of what and by when, and what they attended, which a tutor may record for several at once. A consortium co-ordinator sees trainees across several
//! employers: where they stand and with whom their work waits. Both read figures, and of entries only the kinds that
//! `domain/reads.rs` lists; an entry that they open is a reading like any other.

mod acts;
mod forms;
mod gathering;
mod pages;
mod recording;
mod store;
mod views;

pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::SHORTFALLS, pages::shortfalls)
        .get(paths::ATTENDANCE, pages::attendance)
        .post(paths::ATTENDANCE, acts::record)
        .get(paths::NEW_ATTENDANCE, pages::record)
        .get(paths::CONSORTIUM, pages::consortium)
        .get(paths::OVERSEEN, pages::overseen);
}
