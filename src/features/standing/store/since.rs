//! Since when a request waits with whom it waits with now. Its place in every queue goes by when it was made; what is
//! asked of a person (reminders, what comes before leads, how long they took) goes by when it came to them.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{decisions, handovers};
use crate::domain::fault::Fault;
use crate::domain::names::RequestId;
use crate::domain::time::Moment;

/// The word of a decision that was undone within its seconds: it was as if it had never been.
const UNDONE: &str = "undo";

/// By request: when it was last handed over, or waits again because a signature was taken back. Not there: it has
/// waited with the same person since it was made.
// open: moments of requests that the caller has
pub fn came_since(conn: &mut Conn, ids: &[RequestId]) -> Result<HashMap<RequestId, Moment>, Fault> {
    let mut since: HashMap<RequestId, Moment> = HashMap::new();
    for some in ids.chunks(1_000) {
        let handed: Vec<(RequestId, Moment)> = handovers::table
            .filter(handovers::request_id.eq_any(some))
            .select((handovers::request_id, handovers::known_from))
            .load(conn)?;
        let ended: Vec<(Option<RequestId>, Option<Moment>)> = decisions::table
            .filter(decisions::request_id.eq_any(some))
            .filter(decisions::known_until.is_not_null())
            .filter(decisions::undone_why.ne(UNDONE))
            .select((decisions::request_id, decisions::known_until))
            .load(conn)?;
        let again = ended.into_iter().filter_map(|(request, at)| request.zip(at));
        for (request, at) in handed.into_iter().chain(again) {
            let known = since.entry(request).or_insert(at);
            *known = (*known).max(at);
        }
    }
    Ok(since)
}
