//! The log: what a person did, in versions. An entry is recorded in the person's portfolio, filed under
//! any number of their enrolments, and, where its kind asks for it, waits with one person for a
//! decision. What is not submitted yet is a draft, a row of its own that nobody else ever sees. Other
//! rooms get `seen` (an entry as one person may see it), the writes that change its state, and
//! `panel` (the entry whole, for a page of theirs).

mod acts;
mod again;
mod asked;
mod assessed;
mod begun;
mod entered;
mod fields;
mod forms;
mod handed;
mod handing;
mod keeping;
mod log;
mod looking_back;
mod naming;
mod open;
mod origin;
mod own;
mod own_names;
mod pages;
mod panel;
mod previewing;
mod reason;
mod refiling;
mod revision;
mod seen;
mod sending;
pub mod store;
mod struck;
mod submission;
mod title;
mod unchanged;
mod views;

pub use again::offers_about;
pub use asked::{AskedKind, is_at_once, newest_used, union};
pub use assessed::{
    Assessed, STILL_TO_COME, Side, SideView, answer_lines, free_words_of, of_side, side_of, side_on_one_page,
};
pub use begun::agreed_in;
pub use entered::{Entered, entered, entered_whole, name_of};
#[cfg(any(test, feature = "fuzzing"))]
pub use entered::{settled, words_of};
pub use fields::{FieldView, Fields, Offers, fields, without_unasked};
pub use forms::{Asking, Log as LogWords, Wish};
pub use handed::{LinkShown, StatementShown, said_unconfirmed};
pub use handing::{put_handover, put_handovers};
pub use keeping::{DRAFTS, DRAFTS_FULL, FILES_REFUSED, attached, keep as keep_draft, put_down};
pub use looking_back::look_back;
pub use naming::{About, Answers, LOOKED, Question, answered, in_files, in_names, in_words};
pub use open::{Next, StillOpen, next_people, still_open};
pub use own::{Habits, Own, Takes};
pub use own_names::{in_its_names, said_in_its_names};
pub use pages::note_look;
pub use panel::{
    Change, FileLine, Panel, Row, Signed, Step, changes, panel as panel_of, shown as shown_value,
};
pub use revision::{begin_revision, put_withdrawal, show_thought};
pub use seen::{AcceptanceShown, Before, DecisionShown, FileShown, OpenRequest, Seen, VersionShown};
pub use sending::check_file;
pub use store::{
    Closed, CountsIn, Draft, How as OpenedHow, InVain, New, Opened, Pairs, Reflection, Saying, StoredFile,
    VersionRow, Written, ask, ask_again, ask_next, by_links as opened_by_links, by_name, close_request,
    close_requests, committed_rows, counts, domains_under, draft, draft_files, draft_owner, drafts_of, files,
    fold_titles, habits, has_read, has_read_file, hide_from_owner, is_being_changed, leads_any,
    mark_withdrawn, move_reflection, names_in, new_version, note_file_reading, note_reading, opened, readers,
    record, reflection, remove_draft, reopen_request, seen, seen_by_house, seen_for_incident, seen_to_strike,
    set_earlier, set_state, share_reflection, strike_content, strike_replies, supervisors, told_of,
    trainee_among, whom_to_ask, withdraw_all, write_reflection,
};
pub use submission::{store_one, stored, submit};
pub use title::{is_titled, title};
pub use views::{sample_side, samples};

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::NEW_ENTRY, pages::new)
        .post(paths::ENTRIES, acts::log::send)
        .get(paths::DRAFT, pages::draft)
        .post(paths::DRAFT, acts::log::autosave)
        .post(paths::DRAFT_PREVIEW, acts::log::preview)
        .get(paths::DRAFT_CHECK, pages::check)
        .post(paths::DRAFT_CHECK, acts::check::explain)
        .post(paths::DRAFT_DELETION, acts::log::delete)
        .post(paths::DRAFT_EVIDENCE_REMOVAL, acts::log::take_off)
        .get(paths::ENTRY, pages::entry)
        .post(paths::ENTRY_REVISION, acts::entry::revise)
        .post(paths::ENTRY_WITHDRAWAL, acts::entry::withdraw)
        .post(paths::ENTRY_REFILING, acts::entry::refile)
        .post(paths::ENTRY_REQUEST, acts::entry::ask)
        .post(paths::ENTRY_ACKNOWLEDGEMENT, acts::begun::acknowledge)
        .post(paths::ENTRY_GOALS, acts::begun::set_goal)
        .post(paths::ENTRY_REFLECTION, acts::entry::reflect)
        .post(paths::ENTRY_REFLECTION_SHARING, acts::entry::share);
}
