//! What is written in a review, for whoever says that patient data stands in it and for who strikes it out. An entry
//! stands for most reviews, and it is found and struck out through that; where the enrolment has none that the reader
//! sees, the review is named itself. Not a word of it is handed out here.

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::names::{AccountId, EnrolmentId, PortfolioId, ReviewId};
use crate::domain::policy::Grant;
use crate::domain::policy::redactions::StrikeReview;
use crate::domain::policy::reviews::Sees;
use crate::domain::redaction::Left;
use crate::domain::role::Person;
use crate::domain::time::Day;
use crate::features::reviews::store;

/// A review in which something is written.
#[derive(Debug, Clone)]
pub struct Written {
    pub review: ReviewId,
    pub portfolio: PortfolioId,
    pub enrolment: EnrolmentId,
    pub owner: AccountId,
    pub owner_name: String,
    pub held_on: Day,
    /// The reader sits on its panel, and sees the pack alone.
    pub in_pack: bool,
}

/// For whoever reads the review or its pack; for everybody else, and where nothing is written, there is none.
// open: what the person is to the review is asked at once
pub fn written_in(conn: &mut Conn, shelf: &Shelf, person: &Person, id: &ReviewId) -> Result<Written, Fault> {
    let found = store::found(conn, shelf, person, id)?;
    if !matches!(found.sees, Sees::Whole | Sees::Pack) || !store::has_words(conn, id)? {
        return Err(Fault::NotFound);
    }
    Ok(Written {
        review: id.clone(),
        portfolio: found.row.portfolio_id,
        enrolment: found.row.enrolment_id,
        owner: found.enrolled.person,
        owner_name: found.enrolled.name,
        held_on: found.row.held_on,
        in_pack: found.sees == Sees::Pack,
    })
}

/// Whether somebody who is shown an incident may open the review itself.
// open: what the person is to the review is asked at once
pub fn sees_review(conn: &mut Conn, shelf: &Shelf, person: &Person, id: &ReviewId) -> Result<(), Fault> {
    store::found(conn, shelf, person, id).map(drop)
}

/// Everything that was written in the review goes, and every pack of it with that.
pub fn strike_review(
    tx: &mut Tx<'_>,
    grant: &Grant<StrikeReview>,
    portfolio: &PortfolioId,
) -> Result<Vec<Left>, Fault> {
    let review = &grant.act().review;
    let mut left = store::strike_words(tx, grant, portfolio, review)?;
    left.extend(store::withdraw(tx, grant, portfolio, (&[], &[review]))?);
    Ok(left)
}
