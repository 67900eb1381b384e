//! Where a trainee stands: the facts that rules read, the stored answer, and the pages that show it.

mod facts;
pub mod store;

pub use facts::{DecisionRow, EntryRow, Held, Holdings};
pub use store::{Assessed, refresh};
