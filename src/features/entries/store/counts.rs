//! What an entry counts for: for one that is written, as the rules say now; for one that is still being
//! written, as if it were signed by somebody entitled.

use std::sync::Arc;

use diesel::prelude::*;

use crate::db::conn::Conn;
use crate::db::schema::{accounts, enrolments, sites};
use crate::db::shelf::Shelf;
use crate::db::sight;
use crate::domain::fact::FactState;
use crate::domain::fault::Fault;
use crate::domain::kind::{Confirmer, FieldType, Kind, Value, Values};
use crate::domain::names::*;
use crate::domain::programme::Version;
use crate::domain::progress::{Lock, NotCounted, Reason, would_count};
use crate::domain::role::Sight;
use crate::domain::rule::{Condition, Test};
use crate::domain::time::{Day, Moment};
use crate::features::entries::seen::Seen;
use crate::features::entries::store::by_name::ByName;
use crate::features::people::registrations_of;
use crate::features::programmes;
use crate::features::standing::{EntryRow, Holdings, Origin, assess_now, holdings_now, stored};
use crate::web::paths;

/// One programme's answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CountsIn {
    pub programme: String,
    /// Address and title of requirements for which it counts.
    pub yes: Vec<(String, String)>,
    /// The same, once something is done.
    pub pending: Vec<Pending>,
    /// Title, and why not: begins in lower case, to stand after "because".
    pub no: Vec<(String, String)>,
    /// Somewhere it does not count because of who signed it.
    pub in_vain: bool,
    /// The answer is being worked out anew.
    pub stale: bool,
    /// Labels of what is left open, where that alone keeps it from being the business of some requirement; only where it
    /// counts for nothing and nothing else says why.
    pub open: Vec<String>,
}

impl CountsIn {
    /// Neither now nor later, and no requirement says why.
    pub fn is_silent(&self) -> bool {
        self.yes.is_empty() && self.pending.is_empty() && self.no.is_empty()
    }

    /// `because “Module” is left open`; empty where that is not why.
    pub fn because(&self) -> String {
        match self.open.as_slice() {
            [] => String::new(),
            open => format!("because “{}” is left open", open.join("” or “")),
        }
    }

    fn explained(mut self, version: &Version, kind: &Kind, values: &Values) -> CountsIn {
        if self.is_silent() {
            self.open = left_open(version, kind, values);
        }
        self
    }
}

/// What would have to be said for some requirement to ask for it: it holds whatever else is asked there.
fn left_open(version: &Version, kind: &Kind, values: &Values) -> Vec<String> {
    let mut open: Vec<String> = Vec::new();
    let asking = version.requirements.iter().filter(|one| one.rule.kinds().contains(&kind.code.as_str()));
    for about in asking.map(|one| one.rule.about()) {
        let (said, unsaid): (Vec<&Condition>, Vec<&Condition>) =
            about.iter().partition(|condition| condition.is_answered(values));
        if !said.iter().all(|condition| condition.holds_of(values)) {
            continue;
        }
        for condition in unsaid {
            let (Test::Is { field, .. } | Test::AtLeast { field, .. } | Test::AtMost { field, .. }) =
                &condition.test
            else {
                continue;
            };
            let label = kind.field(field).map(|field| field.label.clone());
            open.extend(label.filter(|label| !open.contains(label)));
        }
    }
    open
}

/// A requirement for which something will count, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// `once signed`, `once it is entered in OneFile`
    pub when: String,
    pub place: String,
    pub title: String,
}

/// What is still to be done, where the requirement asks for the official record elsewhere or not, and where others come
/// first; none: nothing.
fn once(version: &Version, code: &str, to_sign: bool, locks: &[Lock]) -> Option<String> {
    let when = once_alone(version, code, to_sign);
    let first: Vec<&str> = locks.iter().map(|lock| lock.title.as_str()).collect();
    match (first.is_empty(), when) {
        (true, when) => when,
        (false, None) => Some(format!("once what comes first is met ({})", first.join("; "))),
        (false, Some(when)) => Some(format!("{when} and what comes first is met ({})", first.join("; "))),
    }
}

fn once_alone(version: &Version, code: &str, to_sign: bool) -> Option<String> {
    let official = version.requirement(code).is_some_and(|requirement| requirement.official);
    let system = version.official_record.as_deref().filter(|_| official);
    match (system, to_sign) {
        (Some(system), true) => Some(format!("once it is signed here and entered in {system}")),
        (Some(system), false) => Some(format!("once it is entered in {system}")),
        (None, true) => Some("once signed".to_owned()),
        (None, false) => None,
    }
}

/// For each enrolment under which it is filed and that this person sees, worked out now.
pub fn counts(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    entry: &Seen,
    now: Moment,
) -> Result<Vec<CountsIn>, Fault> {
    told(conn, shelf, who, entry, Some(now))
}

/// The same for an entry that waits, as far as the stored answers say it: for what it will count.
pub fn will_count(conn: &mut Conn, shelf: &Shelf, who: &Sight, entry: &Seen) -> Result<Vec<CountsIn>, Fault> {
    told(conn, shelf, who, entry, None)
}

fn told(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    entry: &Seen,
    afresh: Option<Moment>,
) -> Result<Vec<CountsIn>, Fault> {
    let mine = entry.is_owner(who.viewer());
    let mut all = Vec::new();
    for id in &entry.filings {
        let visible: Option<VersionId> = if mine {
            enrolments::table.find(id).select(enrolments::version_id).first(conn).optional()?
        } else {
            enrolments::table
                .filter(enrolments::id.eq(id))
                .filter(enrolments::id.eq_any(sight::enrolments_seen(who)))
                .select(enrolments::version_id)
                .first(conn)
                .optional()?
        };
        let Some(version) = visible else { continue };
        let (requirements, stale) = match afresh {
            Some(now) => (assess_now(conn, shelf, id, now)?.assessment.requirements, false),
            None => match stored(conn, id)? {
                Some(stored) => (stored.requirements, stored.stale),
                None => continue,
            },
        };
        let version = programmes::version(conn, shelf, &version)?;
        let mut line = CountsIn { programme: version.title.clone(), stale, ..CountsIn::default() };
        for requirement in &requirements {
            let about = |fact: &str| fact == entry.id.as_str();
            let (place, title) = (place(id, &requirement.id), requirement.title.clone());
            if requirement.counted.iter().any(|one| about(&one.fact)) {
                line.yes.push((place, title));
            } else if requirement.pending.iter().any(|one| about(&one.fact)) {
                let entered = |one: &NotCounted| about(&one.fact) && one.reason == Reason::NotEntered;
                let to_sign = !requirement.not_counted.iter().any(entered);
                let when = once(&version, &requirement.id, to_sign, &requirement.locked_by);
                let when = when.unwrap_or_else(|| "once signed".to_owned());
                line.pending.push(Pending { when, place, title });
            } else if let Some(no) = requirement.not_counted.iter().find(|one| about(&one.fact)) {
                line.in_vain |= no.reason.lies_in_signer();
                let why = if mine { no.sentence.clone() } else { no.about() };
                line.no.push((requirement.title.clone(), why));
            }
        }
        all.push(line.explained(&version, &entry.kind, &entry.values));
    }
    Ok(all)
}

/// Where the requirement of this enrolment is shown.
fn place(enrolment: &EnrolmentId, code: &str) -> String {
    paths::fill("/requirements/{enrolment}/{code}", &[enrolment.as_str(), code])
}

/// Something that is not yet an entry, or the next version of one.
pub struct Draftable<'a> {
    pub portfolio: &'a PortfolioId,
    /// The entry that it replaces, or the draft's own id.
    pub id: &'a str,
    pub kind: &'a Arc<Kind>,
    pub day: Day,
    pub until: Option<Day>,
    pub values: &'a Values,
    pub filed_under: &'a [EnrolmentId],
}

// open: called with the portfolio of the person who is signed in
pub fn would(
    conn: &mut Conn,
    shelf: &Shelf,
    what: &Draftable<'_>,
    now: Moment,
) -> Result<(Vec<CountsIn>, ByName), Fault> {
    let mut all = holdings_now(conn, shelf, what.portfolio, now)?;
    name_those_in(conn, &mut all, what, now)?;
    all.entries.retain(|entry| entry.id.as_str() != what.id);
    all.entries.push(EntryRow {
        id: EntryId::new(what.id),
        kind: what.kind.clone(),
        number: 0,
        title: String::new(),
        version: EntryVersionId::new(what.id),
        day: what.day,
        until: what.until,
        values: what.values.clone(),
        first_known: now,
        version_known: now,
        withdrawn_at: None,
        decisions: Vec::new(),
        waits: None,
        filed_under: what.filed_under.to_vec(),
        origin: Origin::Here,
    });
    let (mut lines, mut by_name) = (Vec::new(), ByName::default());
    for held in all.enrolments.iter().filter(|held| what.filed_under.contains(&held.row.id)) {
        let version = programmes::version_at(conn, shelf, &held.row.version, held.row.layer.as_ref())?;
        let facts = all.facts_for(held);
        let Some(mut draft) = facts.facts.iter().find(|fact| fact.id == what.id).cloned() else { continue };
        draft.state = FactState::Signed;
        let mut line = CountsIn { programme: version.title.clone(), ..CountsIn::default() };
        for one in would_count(&version, &facts, &draft, now) {
            match one.answer {
                Ok(_) => {
                    if let Some(requirement) = version.requirement(&one.id) {
                        by_name.ask(&all, held, requirement, what.day);
                    }
                    let place = place(&held.row.id, &one.id);
                    match once(&version, &one.id, what.kind.confirmed_by != Confirmer::Nobody, &one.locked_by)
                    {
                        Some(when) => line.pending.push(Pending { when, place, title: one.title }),
                        None => line.yes.push((place, one.title)),
                    }
                }
                Err(why) => line.no.push((one.title, why.sentence)),
            }
        }
        lines.push(line.explained(&version, what.kind, what.values));
    }
    Ok((lines, by_name))
}

/// Who is approved by name for entries of a kind, as long as it is not known for what one will count.
// open: called with the portfolio of the person who is signed in
pub fn by_name_for(
    conn: &mut Conn,
    shelf: &Shelf,
    (portfolio, filed_under): (&PortfolioId, &[EnrolmentId]),
    (kind, day): (&Kind, Day),
    now: Moment,
) -> Result<ByName, Fault> {
    let all = holdings_now(conn, shelf, portfolio, now)?;
    let mut by_name = ByName::default();
    for held in all.enrolments.iter().filter(|held| filed_under.contains(&held.row.id)) {
        let version = programmes::version_at(conn, shelf, &held.row.version, held.row.layer.as_ref())?;
        by_name.ask_of_kind(&all, (held, &version), (&kind.code, day));
    }
    Ok(by_name)
}

/// The same for an entry that is there: for what it would count if it were signed now.
// open: the entry was found in a sight
pub fn by_name(conn: &mut Conn, shelf: &Shelf, entry: &Seen, now: Moment) -> Result<ByName, Fault> {
    let what = Draftable {
        portfolio: &entry.portfolio,
        id: entry.id.as_str(),
        kind: &entry.kind,
        day: entry.day,
        until: entry.until,
        values: &entry.values,
        filed_under: &entry.filings,
    };
    Ok(would(conn, shelf, &what, now)?.1)
}

/// The holdings know only whom the written entries name; the draft may name somebody else.
fn name_those_in(
    conn: &mut Conn,
    all: &mut Holdings,
    what: &Draftable<'_>,
    now: Moment,
) -> Result<(), Fault> {
    for field in &what.kind.fields {
        let Some(text) = what.values.get(&field.code).and_then(Value::text) else { continue };
        match field.kind {
            FieldType::Person if !all.names.contains_key(text) => {
                let name: Option<String> =
                    accounts::table.find(text).select(accounts::name).first(conn).optional()?;
                if let Some(name) = name {
                    all.names.insert(text.to_owned(), name);
                    all.registrations.extend(registrations_of(conn, &[AccountId::new(text)], now)?);
                }
            }
            FieldType::Place if !all.sites.contains_key(text) => {
                let site = sites::table
                    .find(text)
                    .select((sites::name, sites::accredited_from, sites::accredited_until))
                    .first(conn)
                    .optional()?;
                if let Some(site) = site {
                    all.sites.insert(text.to_owned(), site);
                }
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{kind, programme};

    #[test]
    fn what_is_left_open_is_named_where_that_alone_is_why() {
        let file = |path: &str| std::fs::read_to_string(format!("programmes/{path}")).unwrap();
        let cbd = kind::read(&file("kinds/cbd.toml")).unwrap();
        let text = "programme = \"t\"\nversion = \"1\"\ntitle = \"T\"\nbody = \"B\"\nmonths = 24\n\
                    [[kinds]]\nkind = \"cbd\"\nversion = 1\n[[requirements]]\ncode = \"m\"\ntitle = \"M\"\n\
                    source = \"here\"\n[requirements.rule]\ncount = \"cbd\"\ntarget = 1\nunit = \"discussions\"\n\
                    about = { field = \"module\", is = \"M1\" }\n";
        let version = programme::read(text, std::slice::from_ref(&cbd)).unwrap();
        let of = |module: &str| -> Values { [("module".to_owned(), Value::Text(module.to_owned()))].into() };
        assert_eq!(left_open(&version, &cbd, &Values::new()), ["Module"]);
        assert_eq!(left_open(&version, &cbd, &of("M2")), [""; 0]);
        let line = CountsIn::default().explained(&version, &cbd, &Values::new());
        assert_eq!(line.because(), "because “Module” is left open");
        let counts = CountsIn { yes: vec![(String::new(), String::new())], ..CountsIn::default() };
        assert_eq!(counts.explained(&version, &cbd, &Values::new()).because(), "");
    }
}
