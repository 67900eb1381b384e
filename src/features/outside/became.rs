//! What the link of a letter says once nothing can be answered with it any more: what became of the decision, and when.
//! Nothing of the entry stands there.

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::assessor::{Hindrance, Standing};
use crate::domain::fault::Fault;
use crate::domain::time::Moment;
use crate::features::entries::seen;
use crate::features::outside::case::as_owner;
use crate::features::outside::store::{self, StatementRow};

pub struct Became {
    pub heading: &'static str,
    pub sentence: String,
    /// What was answered: that the decision is theirs, or that it is not. None where no answer counted.
    pub theirs: Option<bool>,
}

/// The link of a letter that a newer one took the place of; not found where it never was one.
// open: it says nothing of the decision
pub fn replaced(conn: &mut Conn, token: &str) -> Result<Became, Fault> {
    if !store::is_replaced(conn, token)? {
        return Err(Fault::NotFound);
    }
    let sentence =
        "A newer letter was sent to the same address. Open the link in that one: this one works no more.";
    Ok(Became { heading: "There is a newer letter", sentence: sentence.to_owned(), theirs: None })
}

/// None while the letter can be answered.
pub fn became(
    conn: &mut Conn,
    shelf: &Shelf,
    row: &StatementRow,
    now: Moment,
) -> Result<Option<Became>, Fault> {
    if row.is_unconfirmed() && now < row.confirm_until() {
        return Ok(None);
    }
    let owner = store::owner_of(conn, &row.ticket)?;
    let zone = seen(conn, shelf, &as_owner(&owner, now), &row.entry)?.zone;
    let on = |moment: Option<Moment>| moment.unwrap_or(row.taken_at).shown_in(zone);
    let became = |heading, sentence, theirs| Some(Became { heading, sentence, theirs });
    Ok(match row.standing.parse::<Standing>().map_err(Fault::broken)? {
        Standing::Decided => {
            let sentence = format!("You confirmed this decision on {}. It is recorded.", on(row.proved_at));
            became("Confirmed", sentence, Some(true))
        }
        Standing::Denied => {
            let sentence = format!(
                "You said on {} that this decision was not yours. It counts for nothing. The trainee and their training lead \
                 are told.",
                on(row.ended_at)
            );
            became("This was not you", sentence, Some(false))
        }
        Standing::Overtaken => {
            let why = row.ended_why.parse().map_or("the entry had gone on", Hindrance::clause);
            let sentence = format!(
                "You answered on {}, and it could not be confirmed: {why}. Your decision of then counts for nothing.",
                on(row.ended_at)
            );
            became("This cannot be confirmed", sentence, None)
        }
        Standing::Lapsed | Standing::Unconfirmed => {
            let sentence = format!(
                "The seven days ended on {}. Your decision of then counts for nothing.",
                on(Some(row.confirm_until()))
            );
            became("This cannot be confirmed", sentence, None)
        }
    })
}
