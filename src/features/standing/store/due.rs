//! Which standings may not hold any more, and what a rebuild compares.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{enrolments, standings};
use crate::domain::fault::Fault;
use crate::domain::names::PortfolioId;
use crate::domain::progress::ENGINE;
use crate::domain::role::System;
use crate::domain::time::Day;

/// Portfolios whose stored answer may not hold on the day, in the order of their ids.
pub fn due(
    conn: &mut Conn,
    today: Day,
    after: Option<&PortfolioId>,
    slice: i64,
    _system: System,
) -> Result<Vec<PortfolioId>, Fault> {
    let engine = i32::try_from(ENGINE).unwrap_or(i32::MAX);
    let mut query = enrolments::table
        .left_join(standings::table)
        .filter(enrolments::known_until.is_null())
        .filter(
            standings::enrolment_id
                .nullable()
                .is_null()
                .or(standings::stale_no.nullable().ne(standings::fresh_no.nullable()))
                .or(standings::engine.nullable().ne(engine))
                .or(standings::holds_until.nullable().le(today)),
        )
        .select(enrolments::portfolio_id)
        .distinct()
        .order(enrolments::portfolio_id)
        .limit(slice)
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(enrolments::portfolio_id.gt(after));
    }
    Ok(query.load(conn)?)
}

/// Every portfolio that holds an enrolment.
pub fn everyone(conn: &mut Conn, _system: System) -> Result<Vec<PortfolioId>, Fault> {
    Ok(enrolments::table
        .filter(enrolments::known_until.is_null())
        .select(enrolments::portfolio_id)
        .distinct()
        .order(enrolments::portfolio_id)
        .load(conn)?)
}

/// How many enrolments have an answer that may not hold on the day, or none.
// open: one number
pub fn count_old(conn: &mut Conn, today: Day) -> Result<i64, Fault> {
    let engine = i32::try_from(ENGINE).unwrap_or(i32::MAX);
    Ok(enrolments::table
        .left_join(standings::table)
        .filter(enrolments::known_until.is_null())
        .filter(
            standings::enrolment_id
                .nullable()
                .is_null()
                .or(standings::stale_no.nullable().ne(standings::fresh_no.nullable()))
                .or(standings::engine.nullable().ne(engine))
                .or(standings::holds_until.nullable().le(today)),
        )
        .count()
        .get_result(conn)?)
}
