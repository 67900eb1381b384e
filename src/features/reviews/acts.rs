//! What can be done in this room. Each act asks its rule inside the write that has taken the portfolio's book, so that
//! of two at once one wins, and the other gets their words back with what stands now.

mod outcome;
mod plan;
mod replies;
mod sides;

pub use outcome::{conclude, put_in_record, put_outcome};
pub use plan::{call_off, change_plan, plan, put_plan};
pub use replies::{acknowledge, answer, object};
pub use sides::{freeze, prepare, put_pack, put_preparation};
pub(super) use sides::{frozen_event, of_review};
