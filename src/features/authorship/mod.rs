//! Programmes that the house writes itself: whose each is, drafts edited in the browser from plain-language parts
//! or as text, every save kept, a comparison with the published version, a simulation on the people who are on
//! it, publishing and retiring, and what an institution adds to a version that is not its own. The file's own
//! text stays the truth, so no form can lose what the format can say.

mod acts;
mod desk;
mod editing;
mod forms;
mod layering;
mod pages;
mod simulating;
mod store;
mod views;

pub use acts::{put_layer, put_programme};
pub use forms::{Draft, NewProgramme, Origin};
pub use layering::Change;
pub use simulating::{Turns, simulate, would_stand};
pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::NEW_PROGRAMME, pages::new_programme)
        .post(paths::NEW_PROGRAMME, acts::begin_programme)
        .get(paths::WORKSHOP, pages::workshop)
        .post(paths::WORKSHOP, acts::begin_draft)
        .get(paths::PROGRAMME_OWNER, pages::owner)
        .post(paths::PROGRAMME_OWNER, acts::give_programme)
        .post(paths::VERSION_RETIREMENT, acts::retire)
        .get(paths::LAYER, pages::layer)
        .post(paths::LAYER, acts::set_layer)
        .get(paths::LAYER_REQUIREMENTS, pages::new_in_layer)
        .post(paths::LAYER_REQUIREMENTS, acts::add_to_layer)
        .get(paths::LAYER_REQUIREMENT, pages::layer_requirement)
        .post(paths::LAYER_REQUIREMENT, acts::save_in_layer)
        .post(paths::LAYER_SENTENCE, acts::say_in_layer)
        .get(paths::LAYER_KIND, pages::layer_kind)
        .post(paths::LAYER_KIND, acts::save_layer_kind)
        .get(paths::LAYER_STRICTER, pages::stricter)
        .post(paths::LAYER_STRICTER, acts::save_stricter)
        .get(paths::PROGRAMME_DRAFT, pages::draft)
        .get(paths::DRAFT_HEAD, pages::head)
        .post(paths::DRAFT_HEAD, acts::save_head)
        .get(paths::DRAFT_TEXT, pages::text)
        .post(paths::DRAFT_TEXT, acts::save_text)
        .get(paths::DRAFT_REQUIREMENTS, pages::add)
        .post(paths::DRAFT_REQUIREMENTS, acts::add)
        .get(paths::DRAFT_REQUIREMENT, pages::requirement)
        .post(paths::DRAFT_REQUIREMENT, acts::save_requirement)
        .get(paths::DRAFT_REQUIREMENT_TEXT, pages::requirement_text)
        .post(paths::DRAFT_REQUIREMENT_TEXT, acts::save_requirement_text)
        .post(paths::DRAFT_SENTENCE, acts::say)
        .get(paths::DRAFT_SAVES, pages::saves)
        .post(paths::DRAFT_SAVES, acts::undo)
        .get(paths::DRAFT_COMPARISON, pages::comparison)
        .get(paths::DRAFT_SIMULATION, pages::simulation)
        .post(paths::DRAFT_SIMULATION, acts::ask_simulation)
        .get(paths::DRAFT_PUBLICATION, pages::publication)
        .post(paths::DRAFT_PUBLICATION, acts::publish)
        .post(paths::DRAFT_DROPPED, acts::drop_draft);
}
