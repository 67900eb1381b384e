//! Whose Perfolio this is, as it is said to those who have no account: whoever opens a link from a letter or a telephone, or
//! asks about a certificate, is asked for more than they would tell a page without a sender.

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::institutions;
use crate::domain::fault::Fault;

/// At most so many institutions are named.
const NAMED: usize = 3;

/// The institutions of the house, as in `house_of`.
// open: the names of institutions are public
pub fn this_house(conn: &mut Conn) -> Result<String, Fault> {
    let names: Vec<String> = institutions::table
        .order((institutions::name_folded, institutions::id))
        .select(institutions::name)
        .load(conn)?;
    Ok(house_of(&names))
}

/// `Perfolio at Northgate and Southgate`; empty where there is no institution.
pub fn house_of(names: &[String]) -> String {
    let more = names.len().saturating_sub(NAMED);
    let named = names.iter().take(NAMED).cloned();
    let all: Vec<String> = named.chain((more > 0).then(|| format!("{more} more"))).collect();
    match all.as_slice() {
        [] => String::new(),
        [one] => format!("Perfolio at {one}"),
        [first @ .., last] => format!("Perfolio at {} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::house_of;

    #[test]
    fn institutions_are_named_as_far_as_there_are_few() {
        let names = ["A", "B", "C", "D", "E"].map(str::to_owned);
        assert_eq!(house_of(&names[..0]), "");
        assert_eq!(house_of(&names[..1]), "Perfolio at A");
        assert_eq!(house_of(&names[..3]), "Perfolio at A, B and C");
        assert_eq!(house_of(&names), "Perfolio at A, B, C and 2 more");
    }
}
