//! Confirming or replacing a figure that no public source states. It holds for everybody on the version;
//! their standings are marked in the same write and made fresh by jobs.

mod acts;
mod forms;
mod pages;
mod views;

pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes.get(paths::FIGURE, pages::figure).post(paths::FIGURE, acts::confirm_figure);
}
