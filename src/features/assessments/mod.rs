//! An assessment begun by the assessor, on the spot: a supervisor or lead chooses one of their trainees and a form,
//! answers both sides and signs. What comes of it is an entry of the trainee's portfolio that says who began it; the
//! trainee is told, and says that they have seen it. Decided: it is recorded and signed in one write, so that nothing
//! unsigned in somebody else's words ever lies in a portfolio; it passes through the signer's own inbox, so that an
//! undone signature waits there. A session (teaching, audit, morbidity) is written once for many in the same way, and a
//! meeting opens filled with what there is to talk about. For ten seconds a session is undone as a whole.

mod acts;
mod agenda;
mod beginning;
mod forms;
mod pages;
mod sessions;
mod store;
mod views;

pub use forms::who_was_there;
pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::NEW_ASSESSMENT, pages::new)
        .post(paths::ASSESSMENTS, acts::begin)
        .get(paths::NEW_SESSION, pages::session)
        .post(paths::SESSIONS, acts::record_session);
}
