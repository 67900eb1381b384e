//! Codes of rooms: real ones, such as a theatre. A training lead makes a code and hangs it on the wall; whoever
//! assesses there scans it, and an assessment that they begin or decide in the next half hour can say so: "code of
//! Theatre 2, Hazelmere scanned at 14:02". Decided: this is a statement of the assessor's like everything else about how
//! they saw it, with a time that the house knows; it is never told as a proof of presence, because a code can be
//! photographed and its address kept. So the token is no secret, and opens nothing. Whoever decides through a trainee's link
//! has no account that a scan could be noted for: they type the short code that stands under it.

mod acts;
mod forms;
mod pages;
mod scanning;
mod store;
mod views;

pub use scanning::{offered, stated, typed_in};
pub use store::{committed_rows as committed_of_house, erase_scans, sweep};
pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::ROOMS, pages::rooms)
        .post(paths::ROOMS, acts::make)
        .get(paths::ROOM, pages::sheet)
        .post(paths::ROOM_END, acts::end)
        .get(paths::ROOM_CODE, pages::scan);
}
