//! Goals that were made of an entry: what was agreed in it, or what its review asked for, is the title of each, in the
//! same portfolio. Their owner writes them on as they like, so that more of it may stand in them than the house knows.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{audit_events, entries, entry_versions, portfolios};
use crate::db::sight;
use crate::domain::audit::Detail;
use crate::domain::fault::Fault;
use crate::domain::feedback::MEETING;
use crate::domain::goal::GOAL;
use crate::domain::kind::{Role, Value, Values};
use crate::domain::names::*;
use crate::domain::redaction::Place;
use crate::domain::role::Sight;
use crate::features::entries::{Seen, agreed_in};
use crate::features::redactions::store::copies::Found;

/// The field of a goal into which the words are copied.
const TITLE: &str = "title";

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    pub id: EntryId,
    pub number: i32,
}

/// A goal of the portfolio, whatever it was made of.
struct Known {
    goal: Goal,
    /// In any version.
    titles: BTreeSet<String>,
    /// The house made it of the entry.
    made: bool,
    /// The review that asked for it.
    review: Option<String>,
}

/// The goals that were made of the entry, or say what was agreed in it, as far as this person sees them.
pub fn goals_seen(conn: &mut Conn, who: &Sight, seen: &Seen) -> Result<Vec<Goal>, Fault> {
    let fields = seen.kind.fields.iter().map(|field| Place::Field(field.code.clone()));
    let decisions = seen.decisions.iter().map(|one| Place::Decision(one.id.clone()));
    let statements = seen.statements.iter().map(|one| Place::Statement(one.id.clone()));
    let agreed: BTreeSet<String> =
        fields.chain(decisions).chain(statements).flat_map(|place| agreed_at(seen, &place)).collect();
    let mut all = Vec::new();
    for one in known(conn, seen)? {
        let goal = one.goal;
        if !one.made && one.titles.is_disjoint(&agreed) {
            continue;
        }
        let there: Option<EntryId> = entries::table
            .inner_join(portfolios::table)
            .filter(entries::id.eq(&goal.id))
            .filter(
                portfolios::person_id
                    .eq(who.viewer())
                    .and(entries::id.ne_all(sight::entries_closed_to_owner()))
                    .or(entries::id.eq_any(sight::entry_seen(who, &goal.id))),
            )
            .select(entries::id)
            .first(conn)
            .optional()?;
        all.extend(there.map(|_| goal));
    }
    Ok(all)
}

/// The goals into which what stands in these places was copied.
// open: the rules are asked of each before anything of it is shown
pub(super) fn copied(
    conn: &mut Conn,
    seen: &Seen,
    places: &BTreeSet<Place>,
    found: &mut Found,
) -> Result<(), Fault> {
    let agreed: BTreeSet<String> = places.iter().flat_map(|place| agreed_at(seen, place)).collect();
    let asked =
        |review: &str| places.iter().any(|place| matches!(place, Place::Review(id) if id.as_str() == review));
    if agreed.is_empty() && !places.iter().any(|place| matches!(place, Place::Review(_))) {
        return Ok(());
    }
    for one in known(conn, seen)? {
        let of_review = one.review.as_deref().is_some_and(asked) && !one.titles.is_empty();
        if of_review || !one.titles.is_disjoint(&agreed) {
            found.entry(one.goal.id).or_default().insert(Place::Field(TITLE.to_owned()));
        }
    }
    Ok(())
}

/// By their numbers.
// open: called for an entry that the asker was shown; each goal is asked for before it is shown
fn known(conn: &mut Conn, seen: &Seen) -> Result<Vec<Known>, Fault> {
    if seen.kind.code == GOAL {
        return Ok(Vec::new());
    }
    let book = BookId::from(seen.portfolio.clone());
    let said: Vec<(String, String)> = audit_events::table
        .filter(audit_events::book_id.eq(&book))
        .filter(audit_events::act.eq("goal/agreed"))
        .select((audit_events::subject, audit_events::detail))
        .load(conn)?;
    let mut made: BTreeMap<String, Option<String>> = BTreeMap::new();
    for (subject, detail) in said {
        let mut detail: Detail = serde_json::from_str(&detail).map_err(Fault::broken)?;
        if detail.with.get("from").map(String::as_str) == Some(seen.id.as_str()) {
            made.insert(subject, detail.with.remove("review"));
        }
    }
    let rows: Vec<(EntryId, i32, String)> = entry_versions::table
        .inner_join(entries::table)
        .filter(entries::portfolio_id.eq(&seen.portfolio))
        .filter(entries::kind.eq(GOAL))
        .select((entries::id, entries::number, entry_versions::words))
        .load(conn)?;
    let mut goals: BTreeMap<(i32, EntryId), BTreeSet<String>> = BTreeMap::new();
    for (id, number, words) in rows {
        let values: Values = serde_json::from_str(&words).map_err(Fault::broken)?;
        let title = values.get(TITLE).and_then(Value::text).map(plain).filter(|title| !title.is_empty());
        goals.entry((number, id)).or_default().extend(title);
    }
    let one = |((number, id), titles): ((i32, EntryId), BTreeSet<String>)| {
        let of = made.get(&format!("entry/{id}"));
        Known { made: of.is_some(), review: of.cloned().flatten(), titles, goal: Goal { id, number } }
    };
    Ok(goals.into_iter().map(one).collect())
}

/// What was agreed in this place, a line for each.
fn agreed_at(seen: &Seen, place: &Place) -> Vec<String> {
    let said: Vec<&Value> = match place {
        Place::Field(code) => {
            let role = seen.kind.field(code).and_then(|field| field.role);
            let agrees = match role {
                Some(Role::Actions) => true,
                Some(Role::Notes) => seen.kind.code == MEETING,
                _ => false,
            };
            seen.versions.iter().filter(|_| agrees).filter_map(|version| version.values.get(code)).collect()
        }
        Place::Decision(id) => {
            let of =
                seen.decisions.iter().filter(|one| one.id == *id).filter_map(|one| one.assessed.as_ref());
            of.filter_map(|said| seen.kind.value(&said.answers, Role::Actions)).collect()
        }
        Place::Statement(id) => {
            let of =
                seen.statements.iter().filter(|one| one.id == *id).filter_map(|one| one.assessed.as_ref());
            of.filter_map(|said| seen.kind.value(&said.answers, Role::Actions)).collect()
        }
        _ => Vec::new(),
    };
    said.into_iter().filter_map(Value::text).flat_map(agreed_in).map(|line| plain(&line)).collect()
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
