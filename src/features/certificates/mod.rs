//! Certificates of competence: a signed sign-off on one sheet, with a number and a code to scan. Whoever is shown the
//! paper asks for its number and the holder's surname on a page that needs no account, and is told the duty, the
//! level, the day of award and the last day, or that it expired or was withdrawn: a forged paper with a real code is
//! found out by what the page says. A wrong surname and a wrong number look the same.

mod acts;
mod forms;
mod pages;
mod reminding;
mod sheet;
mod store;
mod views;

pub use reminding::remind;
pub use store::{committed_rows, erase_certificates, number_and_end};
pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::CERTIFICATE, pages::certificate)
        .post(paths::CERTIFICATE, acts::issue)
        .get(paths::CERTIFICATE_PDF, pages::paper)
        .post(paths::CERTIFICATE_END, acts::withdraw)
        .get(paths::CERTIFICATES, pages::question)
        .post(paths::CERTIFICATES, acts::check);
}
