//! Where a trainee stands: the facts that rules read, the stored answer, and the pages that show it to
//! the trainee (home, requirements), to a supervisor (my trainees) and to a training lead (board,
//! waiting). Other rooms call `refresh` as the last thing of every write to a portfolio.

mod facts;
pub mod store;
mod tend;

pub use facts::{EntryRow, Held, Holdings};
pub use store::{Assessed, refresh};
pub use tend::{Difference, Rebuilt, differences, everyone, rebuild, refresh_due, refresh_enrolment};
