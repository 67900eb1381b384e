//! The list of what is in a portfolio: newest first, in pages that begin after the last line of the
//! page before, never at a number, so that a new entry moves nobody's place.

use std::collections::HashMap;

use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, drafts, entries, filings, holds, portfolios, requests};
use crate::db::sight;
use crate::domain::entry::EntryState;
use crate::domain::fault::Fault;
use crate::domain::folding::fold;
use crate::domain::names::*;
use crate::domain::role::Sight;
use crate::domain::time::{Day, Moment};

pub const PAGE: i64 = 50;

/// In an address, of what nobody signs.
pub const RECORDED_WORD: &str = "recorded";

/// What the address asks for; empty asks for everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub kind: String,
    pub state: Option<EntryState>,
    /// What nobody signs is not *submitted*: only that, or anything but that; none: whatever it is.
    pub recorded: Option<bool>,
    pub enrolment: Option<EnrolmentId>,
    pub text: String,
    /// The page begins after this line.
    pub after: Option<(Day, EntryId)>,
}

#[derive(Debug, Clone, Queryable)]
pub struct Line {
    pub id: EntryId,
    pub kind: String,
    pub number: i32,
    pub day: Day,
    pub title: String,
    pub state: String,
    pub earlier: String,
}

const COLUMNS: (
    entries::id,
    entries::kind,
    entries::number,
    entries::happened_on,
    entries::title,
    entries::state,
    entries::earlier,
) = (
    entries::id,
    entries::kind,
    entries::number,
    entries::happened_on,
    entries::title,
    entries::state,
    entries::earlier,
);

/// One's own, as one value and not as a list: then an index also gives the order, and a page of 50 reads 51
/// rows instead of all.
#[diesel::dsl::auto_type(no_type_alias)]
fn own<'a>(who: &'a Sight) -> _ {
    let viewer: &'a AccountId = who.viewer();
    portfolios::table.filter(portfolios::person_id.eq(viewer)).select(portfolios::id).single_value()
}

/// One page, and one line more if there is another page.
// `unsigned`: codes of the kinds that nobody signs.
pub fn lines(conn: &mut Conn, who: &Sight, filter: &Filter, unsigned: &[String]) -> Result<Vec<Line>, Fault> {
    let mut query = entries::table
        .filter(entries::portfolio_id.nullable().eq(own(who)))
        .filter(entries::id.ne_all(sight::entries_closed_to_owner()))
        .into_boxed();
    if !filter.kind.is_empty() {
        query = query.filter(entries::kind.eq(filter.kind.clone()));
    }
    match filter.state.map(EntryState::columns) {
        Some(("withdrawn", _)) => query = query.filter(entries::state.eq("withdrawn")),
        Some((state, earlier)) => {
            query = query.filter(entries::state.eq(state)).filter(entries::earlier.eq(earlier));
        }
        // What was brought in and undone is found under Withdrawn only.
        None => query = query.filter(entries::state.ne("withdrawn").or(entries::earlier.eq(""))),
    }
    query = match filter.recorded {
        Some(true) => query.filter(entries::kind.eq_any(unsigned.to_vec())),
        Some(false) => query.filter(entries::kind.ne_all(unsigned.to_vec())),
        None => query,
    };
    if let Some(enrolment) = &filter.enrolment {
        let under = filings::table
            .filter(filings::enrolment_id.eq(enrolment.clone()))
            .filter(filings::known_until.is_null())
            .select(filings::entry_id);
        query = query.filter(entries::id.eq_any(under));
    }
    if !filter.text.is_empty() {
        query = query.filter(entries::folded.like(pattern(&filter.text)).escape('!'));
    }
    if let Some((day, id)) = &filter.after {
        let later_that_day = entries::happened_on.eq(*day).and(entries::id.lt(id.clone()));
        query = query.filter(entries::happened_on.lt(*day).or(later_that_day));
    }
    Ok(query
        .order((entries::happened_on.desc(), entries::id.desc()))
        .limit(PAGE + 1)
        .select(COLUMNS)
        .load(conn)?)
}

/// The words anywhere in the title, whatever their case and accents; what LIKE would read as a wildcard is meant as itself.
fn pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for letter in fold(text).chars() {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// What came back and waits for its owner, the oldest first.
pub fn returned(conn: &mut Conn, who: &Sight) -> Result<Vec<Line>, Fault> {
    Ok(entries::table
        .filter(entries::portfolio_id.nullable().eq(own(who)))
        .filter(entries::id.ne_all(sight::entries_closed_to_owner()))
        .filter(entries::state.eq(EntryState::Returned.as_str()))
        .order((entries::changed_at, entries::id))
        .select(COLUMNS)
        .load(conn)?)
}

/// How many there are in each state, and of what nobody signs under its own word.
pub fn by_state(conn: &mut Conn, who: &Sight, unsigned: &[String]) -> Result<HashMap<String, i64>, Fault> {
    let rows: Vec<(String, String, String, i64)> = entries::table
        .filter(entries::portfolio_id.nullable().eq(own(who)))
        .filter(entries::id.ne_all(sight::entries_closed_to_owner()))
        .group_by((entries::state, entries::earlier, entries::kind))
        .select((entries::state, entries::earlier, entries::kind, count_star()))
        .load(conn)?;
    let mut counts = HashMap::new();
    for (state, earlier, kind, count) in rows {
        let state = EntryState::listed(&state, &earlier).map_err(Fault::broken)?;
        let recorded = state == EntryState::Submitted && unsigned.contains(&kind);
        let word = if recorded { RECORDED_WORD } else { state.as_str() };
        *counts.entry(word.to_owned()).or_default() += count;
    }
    Ok(counts)
}

/// With whom entries wait, and since when.
pub fn waiting(conn: &mut Conn, who: &Sight) -> Result<HashMap<EntryId, (String, Moment)>, Fault> {
    let rows: Vec<(EntryId, String, Moment)> = requests::table
        .inner_join(entries::table)
        .inner_join(accounts::table.on(accounts::id.eq(requests::asked_id)))
        .filter(entries::portfolio_id.nullable().eq(own(who)))
        // What is asked about is submitted; so the request of each signed entry is not looked at.
        .filter(entries::state.eq("submitted"))
        .filter(requests::closed_at.is_null())
        .select((entries::id, accounts::name, requests::known_from))
        .load(conn)?;
    Ok(rows.into_iter().map(|(entry, name, since)| (entry, (name, since))).collect())
}

/// Something begun: its kind, what was typed, when it was saved last.
#[derive(Debug, Clone)]
pub struct Begun {
    pub id: DraftId,
    pub kind: String,
    /// The number of the entry that it would change.
    pub changes: Option<i32>,
    pub words: Vec<(String, String)>,
    pub saved_at: Moment,
    /// Sent, and not arrived: `checking` or `held`.
    pub held: Option<String>,
}

pub fn begun(conn: &mut Conn, who: &Sight) -> Result<Vec<Begun>, Fault> {
    type Row = (DraftId, String, Option<i32>, String, Moment, Option<String>);
    let rows: Vec<Row> = drafts::table
        .left_join(entries::table.on(drafts::entry_id.eq(entries::id.nullable())))
        .left_join(holds::table.on(holds::draft_id.eq(drafts::id)))
        .filter(drafts::owner_id.eq(who.viewer()))
        .order((drafts::saved_at.desc(), drafts::id.desc()))
        .select((
            drafts::id,
            drafts::kind,
            entries::number.nullable(),
            drafts::words,
            drafts::saved_at,
            holds::state.nullable(),
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, kind, changes, words, saved_at, held)| {
            let words = serde_json::from_str(&words).map_err(Fault::broken)?;
            Ok(Begun { id, kind, changes, words, saved_at, held })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_are_meant_as_themselves() {
        assert_eq!(pattern("100% Valve_x!"), "%100!% valve!_x!!%");
    }
}
