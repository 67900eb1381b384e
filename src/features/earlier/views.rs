//! What the pages show, as plain fields.

mod begin;
mod claim;
mod lines;
mod mapping;
mod record;
mod samples;

pub use begin::{BringIn, List};
pub use claim::{ClaimPage, ClaimWhich};
pub use lines::LinesPage;
pub use mapping::MappingPage;
pub use record::{RecordPage, RetractionPage, Shown};
pub use samples::samples;

/// A view with a form in it.
macro_rules! with_form {
    ($($view:ident),+) => { $(
        impl crate::web::page::View for $view {
            fn shell(&self) -> &crate::web::page::Shell {
                &self.shell
            }

            fn typed(&self) -> Option<&crate::web::typed::Typed> {
                Some(&self.typed)
            }
        }
    )+ };
}
use with_form;
