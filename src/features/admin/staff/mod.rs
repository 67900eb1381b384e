//! Who leads and who keeps the house. Both are appointed here, by name and address; somebody new gets an
//! account and a letter with a link. Ending is the same page as for supervisors.

mod acts;
mod forms;
mod pages;
mod views;

pub use acts::bring_in_staff;
pub use forms::Appointment;
pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes.get(paths::STAFF, pages::staff).post(paths::STAFF, acts::appoint);
}
