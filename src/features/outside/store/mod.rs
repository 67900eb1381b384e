//! Links, codes and statements as rows, the domains that are allowed, and which person an address belongs to.

mod assessors;
mod codes;
mod domains;
mod erasing;
mod people;
mod statements;
mod tickets;

pub use assessors::{Assessor, assessor, assessors};
pub use codes::{
    CodeLetter, Tried, ask as ask_code, fresh as fresh_code, sweep, tried, use_up as use_code,
    works as code_works,
};
pub use domains::{Allowed, allow, allowed_over, allowed_under, end as end_domain};
pub use erasing::{
    Held, OnlyStated, erase_addresses, erase_stated, held_of, is_assessor_only, only_stated,
    portfolios_stated_in, says_somebody, stated_by, take_in,
};
pub use people::{
    Resembling, Whom, behind, committed_rows as committed_of_house, join, known, mailboxes_of, programmes_of,
    resembling, whom,
};
pub use statements::{
    ConfirmLetter, New, StatementRow, by_confirmation, committed_rows, confirm, end as end_statement,
    fresh as fresh_confirmation, is_replaced, leads_of, of_ticket as statement_of, put, row as statement,
    strike_words,
};
pub use tickets::{
    Ticket, about, by_token, end_guessed, end_open, lapse as lapse_ticket, make, note_opening, of_entry,
    owner_of, ticket, use_up,
};
