//! The only place that knows HTTP. It gives the rooms gates, forms, pages and replies, and takes their
//! routes. A request passes: headers, compression, session (who is it?), gate (may they come?), form
//! (what did they send?), the room, and goes out as a page, a redirect, a file or an `Oops` in its frame.

pub mod asset;
pub mod csrf;
pub mod error_page;
pub mod form;
pub mod gate;
pub mod headers;
pub mod held;
pub mod limit;
pub(crate) mod log;
pub mod nav;
pub mod oops;
pub mod pace;
pub mod page;
pub mod parts;
pub mod paths;
pub mod reply;
pub mod routes;
pub mod samples;
pub mod server;
pub mod session;
mod squeeze;
pub mod typed;
pub mod upload;
pub mod views;
pub mod visit;
