//! Quality assurance. A training lead draws a sample of decisions with a seed that is stored and shown; a quality reader,
//! who may come from another site, judges each entry without knowing what was decided, by whom and for which trainee; the
//! lead reads how far the two agree and follows up what differs. What a sample was drawn from is kept with it, as ids and
//! numbers, so that anybody can draw it again from its seed, here or from a table that needs nothing of ours. What a
//! reader sees is their own open sample and nothing else; opening it is a reading like any other.

mod acts;
mod forms;
mod framing;
mod pages;
mod reading;
mod reminding;
mod store;
mod views;

pub use forms::Drawing;
pub use framing::put_sample;
pub use reminding::remind;
pub use store::{
    Told, committed_of_house, erase_actions, erase_reasons, strike_actions, told, written_about,
};
pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::QUALITY, pages::index)
        .get(paths::QUALITY_NEW, pages::new)
        .post(paths::QUALITY_NEW, acts::draw)
        .get(paths::QUALITY_SAMPLE, pages::sample)
        .get(paths::QUALITY_AGAIN, pages::again)
        .get(paths::QUALITY_FRAME, pages::frame)
        .post(paths::QUALITY_END, acts::end)
        .post(paths::QUALITY_ACTIONS, acts::note_action)
        .post(paths::QUALITY_ACTION_END, acts::done)
        .get(paths::SECOND_READINGS, pages::reading::index)
        .get(paths::SECOND_READING, pages::reading::one)
        .post(paths::SECOND_READING, acts::reading::judge)
        .get(paths::SECOND_READING_FILE, pages::reading::file)
        .get(paths::SECOND_READING_THUMB, pages::reading::thumb);
}
