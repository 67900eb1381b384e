//! The pages of this room as plain values.

mod planning;
mod samples;
mod working;

use askama::Template;

use crate::domain::fault::Fault;
use crate::domain::kind::Kind;
use crate::domain::policy::reviews::{
    Sees, may_acknowledge_outcome, may_answer_objection, may_call_off, may_change_plan, may_conclude,
    may_enter_outcome, may_freeze, may_object, may_prepare,
};
use crate::domain::review::{Phase, Reply, Side};
use crate::domain::role::Person;
use crate::features::reviews::early::{both_prepared, freezes_early};
use crate::features::reviews::packing::side;
use crate::features::reviews::points::sort_label;
use crate::features::reviews::store::{Found, OutcomeShown, PreparationShown};
use crate::render::review::{Collected, Line, Prepared};
use crate::web::gate::{Door, Passed};
use crate::web::page::{Place, Shell, View};
use crate::web::paths;
use crate::web::typed::Typed;

pub use planning::{List, PlanPage, ToDo};
pub use samples::samples;
pub use working::{AnswerPage, ObjectionPage, OutcomePage, PackPage, PreparationPage};

impl View for ReviewPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}

/// One review.
#[derive(Template)]
#[template(path = "reviews/review.html")]
pub struct ReviewPage {
    shell: Shell,
    typed: Typed,
    head: Head,
    /// Nothing to read yet, for who sits.
    announced: bool,
    /// What they could read was withdrawn.
    taken_away: bool,
    outcomes: Vec<OutcomeView>,
    todo: Todo,
    /// `Frozen 12 November 2026, 14:02, by Lea Brook.`
    frozen: Option<String>,
    /// What its link is called: of one that is withdrawn there is nothing to read.
    pack: Option<(&'static str, String)>,
    /// Until when both sides prepare, and when the pack is frozen if nobody does it before; while it is open.
    days: Option<String>,
    /// Who has prepared, and who has not; nothing once the pack holds it.
    sides: Vec<String>,
    both_prepared: bool,
    /// The tick without which it is not frozen: a side can still prepare.
    early: Option<String>,
    /// The words of those whom the reader may read already.
    prepared: Vec<Prepared>,
    plan: Option<String>,
    end: Option<String>,
    /// Where patient data in what was written here is reported.
    report: Option<String>,
    /// What it looks at; nothing for a panel.
    collected: Option<Collected>,
}

/// Where the reader does what is theirs to do.
#[derive(Default)]
struct Todo {
    prepare: Option<String>,
    freeze: Option<String>,
    conclude: Option<String>,
    record: Option<String>,
    acknowledge: Option<String>,
    /// With the last day for it.
    object: Option<(String, String)>,
    answer: Option<String>,
}

impl Todo {
    fn of(person: &Person, found: &Found) -> Todo {
        let (case, id) = (&found.case, found.row.id.as_str());
        let entered = found.latest().is_none_or(|one| one.row.entry_id.is_some());
        let until = case.latest.as_ref().map(|one| one.objection_until.to_string()).unwrap_or_default();
        let enters = !entered && may_enter_outcome(person, case, &found.enrolled.portfolio).is_ok();
        Todo {
            prepare: may_prepare(person, case).ok().map(|_| paths::review_preparation(id)),
            freeze: may_freeze(person, case).ok().map(|_| paths::review_pack(id)),
            conclude: may_conclude(person, case).ok().map(|_| paths::review_outcome(id)),
            // What a lead recorded of an enrolment that takes nothing more stays here.
            record: (enters && found.latest().is_some_and(|one| one.row.capacity == "panel"))
                .then(|| paths::review_record(id)),
            acknowledge: may_acknowledge_outcome(person, case)
                .ok()
                .map(|_| paths::review_acknowledgement(id)),
            object: may_object(person, case).ok().map(|_| (paths::review_objection(id), until)),
            answer: may_answer_objection(person, case).ok().map(|_| paths::review_answer(id)),
        }
    }
}

/// An outcome with what was said of it.
pub struct OutcomeView {
    label: String,
    /// `Recorded on 3 December 2026 by Pam Reed, panel member`
    recorded: String,
    replaced: bool,
    words: String,
    conditions: Vec<Line>,
    next: String,
    replies: Vec<Line>,
}

impl OutcomeView {
    fn of(person: &Person, found: &Found, one: &OutcomeShown) -> OutcomeView {
        let whole = found.sees == Sees::Whole;
        let day = |at: crate::domain::time::Moment| at.day_in(found.zone);
        let condition = |one: &crate::features::reviews::store::ConditionRow| Line {
            text: written(&one.words),
            about: format!("by {}", one.due),
            href: one
                .goal_id
                .as_ref()
                .filter(|_| whole)
                .map(|id| paths::entry(id.as_str()))
                .unwrap_or_default(),
        };
        let reply = |(row, by): &(crate::features::reviews::store::ReplyRow, String)| {
            let said = row.what().map_or("said", Reply::shown);
            let by = if row.made_by == person.account { format!("{by} (you)") } else { by.clone() };
            Line {
                text: format!("{by} {said}, {}", day(row.known_from)),
                about: row.words.clone(),
                href: String::new(),
            }
        };
        OutcomeView {
            label: one.row.label.clone(),
            recorded: format!(
                "Recorded on {} by {}, {}.",
                day(one.row.known_from),
                one.by,
                found.called.shown(&one.row.capacity)
            ),
            replaced: found.latest().is_some_and(|latest| latest.row.id != one.row.id),
            words: written(&one.row.words),
            conditions: one.conditions.iter().map(condition).collect(),
            next: one.row.next_on.map(|day| day.to_string()).unwrap_or_default(),
            replies: one.replies.iter().map(reply).collect(),
        }
    }
}

/// Words that may have been struck out.
fn written(words: &str) -> String {
    if words.is_empty() { "Struck out".to_owned() } else { words.to_owned() }
}

/// What stands above every page of a review.
pub struct Head {
    trainee: String,
    sort: String,
    phase: &'static str,
    held_on: String,
    /// While both sides prepare.
    prepare_by: Option<String>,
    /// `Lea Brook (chair)`
    panel: Vec<String>,
    programme: String,
}

impl Head {
    pub fn of(found: &Found, form: &Kind) -> Head {
        Head {
            trainee: found.enrolled.name.clone(),
            sort: sort_label(form, &found.row.sort),
            phase: found.case.phase.as_str(),
            held_on: found.row.held_on.to_string(),
            prepare_by: (found.case.phase == Phase::Planned).then(|| found.row.prepare_by.to_string()),
            panel: found.seats.iter().map(|seat| seat.said()).collect(),
            programme: found.programme.clone(),
        }
    }
}

/// What was collected, what both sides wrote, and where patient data in it is reported.
type Looked = (Option<Collected>, Vec<PreparationShown>, Option<String>);

impl ReviewPage {
    pub fn new<D: Door>(
        who: &Passed<D>,
        found: &Found,
        form: &Kind,
        (collected, prepared, report): Looked,
        typed: Typed,
    ) -> Result<ReviewPage, Fault> {
        let head = Head::of(found, form);
        let (id, person) = (found.row.id.as_str(), who.person());
        let whole = found.sees == Sees::Whole;
        let open = found.case.phase == Phase::Planned && whole;
        let plan = may_change_plan(person, &found.case, &found.enrolled.id).ok();
        let end = may_call_off(person, &found.case).ok();
        // Before the pack is frozen each reads their own, and a lead reads all.
        let readable = |one: &&PreparationShown| found.case.leads || one.row.written_by == person.account;
        let readable = prepared.iter().filter(|_| open).filter(readable);
        let readable = readable.map(|one| side(&found.terms, one, found)).collect::<Result<_, Fault>>()?;
        let frozen = found.packs.last().filter(|_| found.sees != Sees::Announced).map(|pack| {
            let what = if pack.withdrawn_at.is_some() { "Withdrawn; it was frozen" } else { "Frozen" };
            format!("{what} {}.", pack.said(found.zone))
        });
        Ok(ReviewPage {
            shell: who.shell(format!("{}: {}", head.sort, head.trainee), Place::Reviews),
            typed,
            head,
            announced: found.sees == Sees::Announced,
            taken_away: is_withdrawn(found),
            outcomes: found.outcomes.iter().map(|one| OutcomeView::of(person, found, one)).collect(),
            todo: Todo::of(person, found),
            pack: frozen.is_some().then(|| (pack_link(found), paths::review_pack(id))),
            frozen,
            days: open.then(|| days(person, found)),
            sides: if open { sides(&prepared, found) } else { Vec::new() },
            both_prepared: both_prepared(&prepared),
            early: freezes_early(person.today(), found, &prepared).map(|early| early.tick),
            prepared: readable,
            plan: plan.map(|_| paths::review_plan(id)),
            end: end.map(|_| paths::review_end(id)),
            report,
            collected,
        })
    }
}

fn is_withdrawn(found: &Found) -> bool {
    found.packs.last().is_some_and(|pack| pack.withdrawn_at.is_some())
}

fn pack_link(found: &Found) -> &'static str {
    match is_withdrawn(found) {
        true => "Why it was withdrawn",
        false => "Read what was frozen",
    }
}

fn days(person: &Person, found: &Found) -> String {
    let (until, (last, _)) = (found.row.prepare_by, found.frozen_after());
    let sides = match person.today() <= until {
        true => format!("Both sides can prepare until {until}."),
        false => format!("Preparing ended on {until}."),
    };
    format!(
        "{sides} What the panel reads is frozen by itself as it is at the end of {last}, unless a lead freezes it before."
    )
}

/// Who has prepared, by side.
fn sides(prepared: &[PreparationShown], found: &Found) -> Vec<String> {
    let line = |side: &Side| {
        let of_side: Vec<String> = prepared
            .iter()
            .filter(|one| one.row.side == side.as_str())
            .map(|one| format!("{} on {}", one.by, one.row.known_from.day_in(found.zone)))
            .collect();
        match of_side.is_empty() {
            true => format!("{}: not prepared yet", side.shown()),
            false => format!("{}: {}", side.shown(), of_side.join(", ")),
        }
    };
    Side::ALL.iter().map(line).collect()
}
