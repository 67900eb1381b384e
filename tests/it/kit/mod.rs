//! What tests are made with: a house of its own per test, browsers that keep cookies, and the rules of
//! a well-formed page.

pub mod acted;
pub mod app;
pub mod browser;
pub mod clamd;
pub mod copies;
pub mod db;
pub mod elsewhere;
pub mod ending;
pub mod many;
pub mod morning;
pub mod opened;
pub mod papers;
pub mod phone;
pub mod post;
pub mod programme;
pub mod served;
pub mod small;
pub mod wellformed;
pub mod wire;
pub mod work;

pub use app::TestApp;
