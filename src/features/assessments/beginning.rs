//! What lies on the table before somebody begins: the trainee, the form with both sides, under what it is filed. And
//! the one write in which it is recorded, signed and told.

use std::sync::Arc;

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::db::tx::{Outcome, Tx};
use crate::domain::fault::{Fault, Faults, Refusal};
use crate::domain::feedback::MEETING;
use crate::domain::kind::Kind;
use crate::domain::names::{DecisionId, EnrolmentId, EntryId};
use crate::domain::policy::assessments::{BeginCase, may_begin};
use crate::domain::policy::signoffs::may_decide;
use crate::domain::role::{Person, Sight};
use crate::domain::time::Moment;
use crate::features::assessments::forms::Begun;
use crate::features::assessments::store::held;
use crate::features::enrolments::Enrolled;
use crate::features::entries::store::{ask_oneself, asked_by_staff, own_now};
use crate::features::entries::{AskedKind, New, Offers, Own, entered_whole, offers_about, record, seen};
use crate::features::identifiers::refuse_all;
use crate::features::people::capacities_over;
use crate::features::signoffs::{both, decide_case, keep_decision, signature, whole_words};
use crate::features::{programmes, rooms, standing};

/// A trainee before their assessor.
pub struct Trainee {
    pub own: Own,
    /// Those of their enrolments that the assessor supervises or leads.
    pub held: Vec<EnrolmentId>,
    pub row: Enrolled,
    /// The house's own form of meetings, where none of their programmes names one: everybody is met.
    pub meeting: Option<Arc<Kind>>,
}

pub fn trainee(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    id: &EnrolmentId,
    now: Moment,
) -> Result<Trainee, Fault> {
    let (portfolio, held) = held(conn, who, id)?;
    let own = own_now(conn, shelf, &portfolio, now)?;
    let row = own.enrolments.iter().find(|(row, _)| row.id == *id).map(|(row, _)| row.clone());
    let meeting = match own.using(MEETING).next() {
        Some(_) => None,
        None => of_house(conn, shelf)?,
    };
    Ok(Trainee { own, held, row: row.ok_or(Fault::NotFound)?, meeting })
}

/// The newest form of meetings, unless the house has made it one that a supervisor does not begin.
pub fn of_house(conn: &mut Conn, shelf: &Shelf) -> Result<Option<Arc<Kind>>, Fault> {
    let all = programmes::newest_kinds(conn, shelf)?;
    Ok(all.into_iter().find(|kind| kind.code == MEETING && kind.is_begun()))
}

impl Trainee {
    /// The forms that can be begun: those with a side for the assessor first, in the order of the programmes.
    pub fn kinds(&self) -> Vec<Arc<Kind>> {
        let mut all: Vec<Arc<Kind>> = Vec::new();
        for (row, version) in self.own.enrolments.iter().filter(|(row, _)| self.held.contains(&row.id)) {
            let open = !self.own.closed.iter().any(|(closed, _)| *closed == row.id);
            for used in version.kinds.iter().filter(|used| open && used.kind.is_begun()) {
                if !all.iter().any(|known| known.code == used.kind.code) {
                    all.push(Arc::new(used.kind.clone()));
                }
            }
        }
        all.extend(self.meeting.iter().filter(|_| !self.under(MEETING).is_empty()).cloned());
        all.sort_by_key(|kind| !kind.has_two_sides());
        all
    }

    /// Under what an entry of the kind is filed; a meeting that no programme names, under whatever takes entries still.
    pub fn under(&self, kind: &str) -> Vec<EnrolmentId> {
        if kind == MEETING && self.meeting.is_some() {
            let open = |id: &&EnrolmentId| !self.own.closed.iter().any(|(closed, _)| closed == *id);
            return self.held.iter().filter(open).cloned().collect();
        }
        self.own.ids_using(kind).into_iter().filter(|id| self.held.contains(id)).collect()
    }
}

/// The form for one trainee and kind; a kind that nobody can begin for them is not found.
pub fn form(
    conn: &mut Conn,
    shelf: &Shelf,
    who: &Sight,
    trainee: &Trainee,
    kind: &str,
) -> Result<(AskedKind, Offers), Fault> {
    let asked = match &trainee.meeting {
        Some(meeting) if kind == MEETING => AskedKind::plain(meeting.clone()),
        _ => asked_by_staff(conn, shelf, &trainee.own, kind)?,
    };
    if !asked.kind.is_begun() || trainee.under(kind).is_empty() {
        return Err(Fault::NotFound);
    }
    // The assessor is among those who can have supervised it.
    let of = (&trainee.row.person, &trainee.own.portfolio);
    let offers = offers_about(conn, of, &trainee.under(kind), who.today())?;
    Ok((asked, offers))
}

/// Records it and signs it.
pub fn put(
    tx: &mut Tx<'_>,
    person: &Person,
    mut given: Begun,
) -> Result<Outcome<(EntryId, DecisionId)>, Fault> {
    let (shelf, sight, now, today) = (tx.shelf(), person.sight(), tx.now(), person.today());
    let trainee = trainee(tx.conn(), &shelf, &sight, &given.trainee, now)?;
    let (asked, _) = form(tx.conn(), &shelf, &sight, &trainee, &given.kind)?;
    let found = entered_whole(&given.words, &asked, &trainee.under(&given.kind), today);
    let looked = refuse_all(tx.conn(), &whole_words(&asked.kind, &found, &given.sign), given.sign.nobody);
    let code = rooms::stated(tx.conn(), &sight, given.sign.side.scan(), (now, person.zone));
    let day = found.day.unwrap_or(today);
    let asks = asked.kind.has_two_sides() || asked.kind.lets_say_seen();
    // Who answers the whole form has said with its own outcome whether it was good enough.
    given.sign.outcome = asked.kind.outcome(&found.values).or(given.sign.outcome);
    let decided = signature(&asked.kind, (&found.values, day), asks, given.sign);
    let whole = match found.faults.is_empty() {
        true => found.day.ok_or_else(|| Fault::from(Faults::one("on", "Enter the day."))),
        false => Err(found.faults.clone().into()),
    };
    let decided = both(decided, both(looked, code));
    let (day, (mut decided, (passed, code))) = both(whole, decided)?;
    decided.assessed.not_before(today)?;
    decided.assessed.say_scanned(code);

    let mut capacities = Vec::new();
    for enrolment in &found.under {
        capacities.extend(capacities_over(tx.conn(), &person.account, enrolment, day, today)?);
    }
    let case = BeginCase {
        portfolio: trainee.own.portfolio.clone(),
        owner: trainee.row.person.clone(),
        recorded_by: asked.kind.recorded_by,
        confirmed_by: asked.kind.confirmed_by,
        begun_for: asked.kind.begun_for,
        capacities,
    };
    let grant = may_begin(person, &case)?;
    let new = New {
        portfolio: trainee.own.portfolio.clone(),
        kind: asked.kind.clone(),
        day,
        until: found.until,
        values: found.values,
        files: Vec::new(),
        filed_under: found.under,
    };
    let written = record(tx, &grant, &new)?;
    let request = ask_oneself(tx, &grant, &written.entry, &written.version)?;
    let entry = seen(tx.conn(), &shelf, &sight, &written.entry)?;
    let deciding = may_decide(person, &decide_case(tx.conn(), (&shelf, now), person, &entry, true)?)?;
    let decision = keep_decision(tx, &deciding, &entry, &decided)?;
    standing::refresh(tx, &new.portfolio, std::slice::from_ref(&written.entry))?;
    let event = grant
        .event("assessment/begun", format!("entry/{}", written.entry))
        .with("kind", &asked.kind.code)
        .with("version", &written.version)
        .with("root", &written.root)
        .with("request", request)
        .with("level", &decision.level)
        .row(&decision)
        .in_book(new.portfolio.clone());
    let event = if passed.is_empty() { event } else { event.with("explained", passed) };
    Ok(Outcome::of((written.entry, decision.id), event))
}

/// A refusal that the person can do something about stands above the form.
pub fn nothing_to_begin() -> Refusal {
    Refusal::new("no-forms", "None of this trainee’s programmes has a form that a supervisor begins.")
}
