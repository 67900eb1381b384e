//! What becomes of a review when something is struck out: frozen packs that hold the entry are withdrawn, and what was
//! written in the review itself goes where it is named as the place. The trail shows that there was something and not
//! what it said.

use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::names::ReviewId;
use crate::domain::policy::Grant;
use crate::domain::policy::redactions::Strike;
use crate::domain::redaction::Left;
use crate::features::entries::Seen;
use crate::features::reviews::store;

/// Every pack of the portfolio that holds any version of the entry, or is of one of these reviews.
pub fn strike_reviews(
    tx: &mut Tx<'_>,
    grant: &Grant<Strike>,
    seen: &Seen,
    named: &[&ReviewId],
) -> Result<Vec<Left>, Fault> {
    let roots: Vec<&str> = seen.versions.iter().map(|version| version.root.as_str()).collect();
    store::withdraw(tx, grant, &seen.portfolio, (&roots, named))
}

/// The words of those of these reviews that the entry came from or stands for.
pub fn strike_words(
    tx: &mut Tx<'_>,
    grant: &Grant<Strike>,
    seen: &Seen,
    named: &[&ReviewId],
) -> Result<Vec<Left>, Fault> {
    let mut left = Vec::new();
    for id in store::struck_through(tx.conn(), &seen.id)? {
        if named.contains(&&id) {
            left.extend(store::strike_words(tx, grant, &seen.portfolio, &id)?);
        }
    }
    Ok(left)
}
