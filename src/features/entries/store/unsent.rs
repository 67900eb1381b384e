//! How much a person keeps unsubmitted: their drafts, and what the files beside those weigh.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{drafts, evidence, files};
use crate::domain::fault::Fault;
use crate::domain::names::AccountId;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unsent {
    pub drafts: i64,
    /// A file beside two drafts weighs twice: whoever takes it off one of them sees the sum fall.
    pub bytes: i64,
}

// open: two numbers about oneself, asked by a write or a page of one's own
pub fn unsent(conn: &mut Conn, me: &AccountId) -> Result<Unsent, Fault> {
    let drafts = drafts::table.filter(drafts::owner_id.eq(me)).count().get_result(conn)?;
    let sizes: Vec<i64> = evidence::table
        .inner_join(files::table)
        .inner_join(drafts::table.on(evidence::draft_id.eq(drafts::id.nullable())))
        .filter(drafts::owner_id.eq(me))
        .select(files::size)
        .load(conn)?;
    Ok(Unsent { drafts, bytes: sizes.iter().sum() })
}
