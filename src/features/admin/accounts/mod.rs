//! Accounts: found by name or address, closed, opened again, and helped in. An admin never sees a
//! password and never chooses one: a letter goes to the owner.

mod acts;
mod pages;
mod views;

pub use views::samples;

use crate::web::paths;
use crate::web::routes::Routes;

pub fn routes(routes: &mut Routes) {
    routes
        .get(paths::ACCOUNTS, pages::accounts)
        .get(paths::ONE_ACCOUNT, pages::account)
        .post(paths::ACCOUNT_CLOSE, acts::close)
        .post(paths::ACCOUNT_OPEN, acts::open_again)
        .post(paths::ACCOUNT_PASSWORD, acts::send_new_password)
        .post(paths::ACCOUNT_INVITATION, acts::invite_again)
        .post(paths::ACCOUNT_LINK, acts::make_link);
}
