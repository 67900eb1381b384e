//! Accredited Scientific Practice, put together: a lead picks modules of a shipped curriculum, names the university,
//! its credits and how long it lasts, sees what that asks, and publishes it as a programme like any other.

mod acts;
mod forms;
mod pages;
mod views;

pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes.get(paths::ASP, pages::new).post(paths::ASP, acts::put_together);
}
