//! Reads what an assessor answered beside a decision or a statement.

use diesel::dsl::Nullable;
use diesel::prelude::*;

use crate::db::schema::assessments;
use crate::domain::assessor::{Observed, Scanned};
use crate::domain::fault::Fault;
use crate::domain::time::Day;
use crate::features::entries::assessed::Assessed;

/// Answers; how, where, on which day and at which time it was seen; which code was scanned.
pub(super) type Columns = (String, String, String, Option<Day>, String, String);

type Said = (
    assessments::words,
    assessments::seen_how,
    assessments::seen_where,
    assessments::seen_on,
    assessments::seen_time,
    assessments::scanned,
);

/// Of a row that may have none.
// open: names of columns
pub(super) fn columns() -> Nullable<Said> {
    (
        assessments::words,
        assessments::seen_how,
        assessments::seen_where,
        assessments::seen_on,
        assessments::seen_time,
        assessments::scanned,
    )
        .nullable()
}

// open: looks into what was loaded
pub(super) fn assessed(said: Option<Columns>) -> Result<Option<Assessed>, Fault> {
    let Some((words, how, place, on, time, code)) = said else { return Ok(None) };
    let answers = serde_json::from_str(&words).map_err(Fault::broken)?;
    let code = Scanned::read(&code);
    let Some(on) = on else { return Ok(Some(Assessed { answers, seen: None, code })) };
    let how = how.parse().map_err(Fault::broken)?;
    let seen = Some(Observed { how, place, on, time, scanned: code });
    Ok(Some(Assessed { answers, seen, code: None }))
}
