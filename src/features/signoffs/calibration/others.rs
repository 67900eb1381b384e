//! What holds of others, for whoever leads where they decide: the sentence that they were shown two weeks before.

use crate::db::conn::Conn;
use crate::domain::calibration::{OWN_DAYS, PATTERN_DAYS, patterns, said};
use crate::domain::fault::Fault;
use crate::domain::role::Sight;
use crate::domain::time::Moment;
use crate::features::signoffs::store;

/// Name, sentence, and since when they have known of it.
pub type Told = (String, String, Moment);

/// None where the house shows nothing of this.
pub fn of_others(conn: &mut Conn, who: &Sight, now: Moment) -> Result<Option<Vec<Told>>, Fault> {
    if !store::shown(conn)?.is_on(who.today()) {
        return Ok(None);
    }
    let mut lines = Vec::new();
    for (person, name, pattern, told) in store::told_before(conn, who, now.plus_days(-OWN_DAYS))? {
        let acts = store::acts_of_told(conn, who, &person, now.plus_days(-PATTERN_DAYS))?;
        let held = patterns(&acts.iter().collect::<Vec<_>>());
        let line = held.into_iter().find(|(one, ..)| *one == pattern);
        lines.extend(line.map(|(pattern, part, all)| {
            (name.clone(), said(pattern, part, all, &format!("{name}’s")), told)
        }));
    }
    Ok(Some(lines))
}
