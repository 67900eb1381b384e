//! Entries as rows: what a person may see of them, and the writes that other rooms build on.

mod asking;
mod assessed;
mod before;
mod begun;
mod by_name;
mod committed;
mod counts;
mod decided;
mod drafts;
mod elsewhere;
mod handed;
mod handing;
mod holds;
mod own;
mod readings;
mod refilings;
mod reflections;
mod rounds;
mod seen;
mod strike;
mod together;
mod unlooked;
mod unsent;
mod write;

pub use crate::features::entries::own::{Habits, Own, Takes};
pub use crate::features::entries::seen::{
    AcceptanceShown, Before, DecisionShown, FileShown, OpenRequest, Seen, VersionShown,
};
pub use asking::{
    Closed, ask, ask_again, ask_next, ask_on_version, close_request, close_requests, reopen_request,
    whom_to_ask,
};
pub use begun::{AcknowledgementRow, acknowledge, ask_oneself, strike_replies, titled};
pub use by_name::{ByName, InVain};
pub use committed::{EntryRow, RequestRow, VersionRow, committed_rows};
pub use counts::{CountsIn, Draftable, Pending, by_name, by_name_for, counts, will_count, would};
pub use drafts::{
    Draft, Pairs, Saying, StoredFile, attach, detach, draft, draft_of_entry, draft_owner, draft_reflection,
    drafts_of, files_to_submit, keep_draft, keep_file, remove_draft,
};
pub use elsewhere::{Elsewhere, decided_under, elsewhere, trainee_among, under};
pub use handed::{domains_under, told_of};
pub use handing::{HandoverRow, hand_over, handed, leads_any, reminded_last, tell_handed};
pub use holds::{Hold, HoldState, hold, hold_of, sender, unhold, waiting_for};
pub use own::{
    asked, asked_again, asked_by_staff, away_among, habits, names_in, own, own_changing, own_now, sites_of,
    supervisors, takes, times, twin, with_last_days,
};
pub use readings::{
    How, Opened, by_links, has_read, has_read_file, note_file_reading, note_reading, opened, readers,
};
pub use refilings::{
    Other, Refiled, begin_refiling, is_being_changed, refiled, refiling_of, replaced_by_draft,
    settle_refiling,
};
pub use reflections::{Reflection, move_reflection, reflection, share_reflection, write_reflection};
pub use rounds::rounds_of;
pub use seen::{draft_files, files, seen, seen_by_house, seen_for_incident, seen_to_strike, stored_file};
pub use strike::{StruckShown, certified, has_certificate, open_incident, strike_content, struck_on};
pub use together::{set_earlier, withdraw_all};
pub use unlooked::{Unlooked, looked_at, unlooked_after, was_looked_at};
pub use unsent::{Unsent, unsent};
pub use write::{
    New, Written, fold_titles, hide_from_owner, mark_withdrawn, new_version, next_version, record, set_state,
};
