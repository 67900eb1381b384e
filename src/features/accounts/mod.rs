//! Accounts: who can sign in. Nobody registers themselves: the first admin comes by a link that the
//! server prints, everybody else by a link in a letter, and each chooses their own password. Links are
//! single-use, expire, and only their hashes are kept. Known and unknown addresses are answered alike
//! and in the same time. Sessions are rows that their owner can list and end. With a second factor, the
//! password opens half a sign-in and the code the rest (`store/halves.rs`, `proving.rs`, `totp.rs`).

mod acts;
mod coming;
mod forms;
mod pages;
mod password;
mod proving;
mod store;
mod totp;
mod views;

pub use coming::{join, set_up};
pub use forms::Nothing;
pub use store::{
    Account, Fresh, Invited, OpenReset, Purpose, account, account_of, admins, ask_for_new_password,
    confirm_reset, decline_reset, demands, erase_account, erase_address, factor, first_admin_link,
    fresh_link, fresh_link_of, house_of, invite, invite_again, is_for_signing_in, open_account, open_nobody,
    open_reset, open_resets, propose_reset, refuse_erased, renamed_after, set_demands, shut, single_keys,
    this_house, who_may_help,
};
pub use totp::Qr;
pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;
use crate::web::session::Doorkeeper;

/// How the kit recognises a browser: this room owns the tables.
pub const DOORKEEPER: Doorkeeper = Doorkeeper { recognise: store::recognise, seen: store::seen };

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::DOOR, pages::door)
        .get(paths::SIGN_IN, pages::sign_in)
        .post(paths::SIGN_IN, acts::sign_in)
        .get(paths::SIGN_IN_CODE, pages::factor::code)
        .post(paths::SIGN_IN_CODE, acts::factor::code)
        .get(paths::SIGN_IN_RECOVERY, pages::factor::recovery_code)
        .post(paths::SIGN_IN_RECOVERY, acts::factor::recovery_code)
        .get(paths::LOST_FACTOR, pages::factor::lost)
        .post(paths::LOST_FACTOR, acts::factor::lost)
        .post(paths::SIGN_OUT, acts::sign_out)
        .get(paths::SESSION, pages::session)
        .get(paths::INVITATION, pages::invitation)
        .post(paths::INVITATION, acts::join)
        .get(paths::SET_UP, pages::set_up)
        .post(paths::SET_UP, acts::set_up)
        .get(paths::PASSWORD_FORGOTTEN, pages::forgotten)
        .post(paths::PASSWORD_FORGOTTEN, acts::ask_for_new_password)
        .get(paths::NEW_PASSWORD, pages::new_password)
        .post(paths::NEW_PASSWORD, acts::choose_new_password)
        .get(paths::ACCOUNT, pages::account)
        .post(paths::OWN_NAME, acts::change_name)
        .post(paths::OWN_PASSWORD, acts::change_password)
        .post(paths::OWN_KEYS, acts::switch_keys)
        .post(paths::SESSION_END, acts::sessions::end_session)
        .post(paths::OTHER_SESSIONS_END, acts::sessions::end_other_sessions)
        .get(paths::SECOND_FACTOR, pages::factor::second_factor)
        .post(paths::SECOND_FACTOR, acts::factor::begin)
        .get(paths::SECOND_FACTOR_SET_UP, pages::factor::set_up_factor)
        .post(paths::SECOND_FACTOR_SET_UP, acts::factor::confirm)
        .post(paths::SECOND_FACTOR_CHANGE, acts::factor::change)
        .post(paths::RECOVERY_CODES_FILE, acts::factor::codes_file);
}
