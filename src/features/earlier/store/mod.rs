//! Earlier records as rows: tables on their way in, sets, claims, and what was said of them.

mod accepting;
mod claims;
mod committed;
mod lists;
mod sets;
mod uploads;

pub use accepting::{Judgement, judge, rejudge, strike_words, take_back};
pub use claims::{Claim, claim, claim_of};
pub use committed::{AcceptanceRow, committed_rows, said_of_before};
pub use lists::{Listed, begun, entry_of, mappings, mappings_of_colleagues, own, recorded};
pub use sets::{Bringing, RowShown, SetShown, bring_in, set_of, undo};
pub use uploads::{NewUpload, Upload, keep_answers, keep_mapping, keep_upload, upload};
