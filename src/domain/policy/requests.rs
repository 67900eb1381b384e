//! Who may be away with which deputy, hand a request over, and remind. A deputy signs in their own name what
//! somebody else was asked, so they hold an appointment of their own over the trainee on the days in question;
//! they are never the trainee, never a trainee on the same programme, and are there themselves: a deputy has
//! no deputy. A request is handed over by whoever asked, whoever was asked, or who leads the trainee.

use chrono_tz::Tz;

use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::names::{AbsenceId, AccountId, EntryId, RequestId};
use crate::domain::policy::Grant;
use crate::domain::policy::entries::WITH_WRITER;
use crate::domain::role::Person;
use crate::domain::time::{Day, Moment};
use crate::domain::waiting::next_reminder;

#[cfg(test)]
mod tests;

/// Being away, from a day until a day, exactly as granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoAway {
    pub person: AccountId,
    pub deputy: Option<AccountId>,
    pub from: Day,
    pub until: Day,
}

/// An absence that ends earlier, or is taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComeBack {
    pub absence: AbsenceId,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOver {
    pub request: RequestId,
    pub to: AccountId,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remind {
    pub requests: Vec<RequestId>,
}

/// To remind the trainees of entries that wait with nobody, or for a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nudge {
    pub entries: Vec<EntryId>,
}

/// How often one wants a letter; one's own choice.
#[derive(Debug, Clone)]
pub struct ChooseRhythm;

#[derive(Debug, Clone)]
pub struct AwayCase {
    pub person: AccountId,
    /// The name of who is away, for sentences.
    pub name: String,
    /// The asker leads them.
    pub led: bool,
    pub from: Day,
    pub until: Day,
    pub today: Day,
    /// An absence of theirs in these days that is written down already.
    pub other: Option<(Day, Day)>,
    /// For whom they stand in on any of these days.
    pub stands_in: Vec<String>,
    pub deputy: Option<DeputyCase>,
}

#[derive(Debug, Clone)]
pub struct DeputyCase {
    pub deputy: AccountId,
    pub name: String,
    /// Holds any appointment as a supervisor or a lead today.
    pub staff: bool,
    /// Away on any of these days, until when, and who then stands in.
    pub away: Option<(Day, Option<String>)>,
    /// Trainees with waiting requests for whom they may not stand in, and why.
    pub unfit: Vec<(String, Unfit)>,
    /// Whoever asks knows that these requests wait.
    pub leave: bool,
}

/// Why somebody may not stand in for one trainee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unfit {
    Themself,
    SameProgramme,
    NotAppointed,
}

impl Unfit {
    fn said(self, names: &str) -> String {
        match self {
            Unfit::Themself => format!("is {names}, and nobody signs their own work"),
            Unfit::SameProgramme => format!("is a trainee on the same programme as {names}"),
            Unfit::NotAppointed => format!("is not appointed for {names}"),
        }
    }
}

/// The most months away that are written down at once.
const MONTHS_AWAY: i32 = 12;

pub fn may_be_away(person: &Person, case: &AwayCase) -> Result<Grant<GoAway>, Refusal> {
    refuse_unless(person.account == case.person || case.led, || {
        Refusal::new(
            "away-not-yours",
            "You can write this down for yourself and for supervisors whom you lead.",
        )
    })?;
    refuse_unless(case.from <= case.until, || {
        Refusal::new("away-turned", "The last day is before the first one. Turn them round.")
    })?;
    refuse_unless(case.until >= case.today, || {
        Refusal::new("away-past", "These days are over already. Nothing would change by it.")
    })?;
    // A year mistyped would leave somebody away for ever, and nothing reminds of it.
    refuse_unless(case.until < case.from.plus_months(MONTHS_AWAY), || {
        Refusal::new(
            "away-long",
            "These are more than twelve months. Enter twelve or fewer that are not over; whoever stays away longer is written down \
             again then.",
        )
    })?;
    if let Some((from, until)) = case.other {
        let sentence = format!(
            "It is written down already that {} is away from {from} to {until}. End that first, or choose other days.",
            case.name
        );
        return Err(Refusal::new("away-twice", sentence));
    }
    if let Some(name) = case.stands_in.first() {
        let sentence = format!(
            "{} stands in for {name} on some of these days, and a deputy has no deputy. Let {name} or their \
             training lead name somebody else first.",
            case.name
        );
        return Err(Refusal::new("away-deputy", sentence));
    }
    if let Some(deputy) = &case.deputy {
        fits(case, deputy)?;
    }
    let deputy = case.deputy.as_ref().map(|one| one.deputy.clone());
    Ok(Grant::to(person, GoAway { person: case.person.clone(), deputy, from: case.from, until: case.until }))
}

fn fits(case: &AwayCase, deputy: &DeputyCase) -> Result<(), Refusal> {
    refuse_unless(deputy.deputy != case.person, || {
        Refusal::new("deputy-oneself", "Nobody is their own deputy. Choose somebody else, or nobody.")
    })?;
    refuse_unless(deputy.staff, || {
        let sentence = format!("{} is neither a supervisor nor a training lead today.", deputy.name);
        Refusal::new("deputy-no-staff", sentence)
    })?;
    if let Some((until, stands_in)) = &deputy.away {
        let by = stands_in.as_ref().map(|name| format!(", with {name} as deputy")).unwrap_or_default();
        let sentence = format!("{} is away too until {until}{by}. Name somebody who is there.", deputy.name);
        return Err(Refusal::new("deputy-away", sentence));
    }
    if deputy.unfit.is_empty() || deputy.leave {
        return Ok(());
    }
    let mut reasons: Vec<String> = Vec::new();
    for why in [Unfit::Themself, Unfit::SameProgramme, Unfit::NotAppointed] {
        let mut names: Vec<&str> =
            deputy.unfit.iter().filter(|(_, one)| *one == why).map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        if !names.is_empty() {
            reasons.push(why.said(&listed(&names)));
        }
    }
    let sentence = format!(
        "{} {}. Name somebody else, hand those over first, or tick below that they wait.",
        deputy.name,
        reasons.join(", and ")
    );
    Err(Refusal::new("deputy-unfit", sentence))
}

/// `Ann Field, Ben Moor and Cy Dale`
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [some @ .., last] => format!("{} and {last}", some.join(", ")),
    }
}

/// An absence as ending it sees it.
#[derive(Debug, Clone)]
pub struct BackCase {
    pub absence: AbsenceId,
    pub person: AccountId,
    pub led: bool,
    /// Neither ended nor taken back before, and its last day is not over.
    pub stands: bool,
}

pub fn may_come_back(person: &Person, case: &BackCase) -> Result<Grant<ComeBack>, Refusal> {
    refuse_unless(person.account == case.person || case.led, || {
        Refusal::new("away-not-yours", "You can end this for yourself and for supervisors whom you lead.")
    })?;
    refuse_unless(case.stands, || {
        Refusal::new("back-already", "This is over already. Nothing was changed.")
    })?;
    Ok(Grant::to(person, ComeBack { absence: case.absence.clone() }))
}

#[derive(Debug, Clone)]
pub struct HandCase {
    pub request: RequestId,
    pub owner: AccountId,
    pub asked: AccountId,
    /// It still waits.
    pub open: bool,
    /// The actor leads the trainee.
    pub leads: bool,
    pub to: AccountId,
    /// The new person may decide on it.
    pub entitled: bool,
    /// A supervisor's writing on which no signature stands.
    pub with_writer: bool,
}

pub fn may_hand_over(person: &Person, case: &HandCase) -> Result<Grant<HandOver>, Refusal> {
    let theirs = [&case.owner, &case.asked].contains(&&person.account) || case.leads;
    refuse_unless(theirs, || {
        let sentence =
            "A request is handed over by the trainee, by the person who was asked, or by a training lead.";
        Refusal::new("hand-not-yours", sentence)
    })?;
    let trainee = person.account == case.owner && person.account != case.asked && !case.leads;
    refuse_unless(!(trainee && case.with_writer), || Refusal::new("with-its-writer", WITH_WRITER))?;
    refuse_unless(case.open, || {
        Refusal::new("hand-closed", "It does not wait any more, so there is nothing to hand over.")
    })?;
    refuse_unless(case.to != case.owner, || {
        Refusal::new("own-work", "Nobody signs their own work. Choose somebody else.")
    })?;
    refuse_unless(case.to != case.asked, || {
        Refusal::new("hand-same", "It already waits with them. Choose somebody else.")
    })?;
    refuse_unless(case.entitled, || {
        let sentence =
            "This person may not decide on it. Choose somebody from the list, or have them appointed first.";
        Refusal::new("not-entitled", sentence)
    })?;
    Ok(Grant::to(person, HandOver { request: case.request.clone(), to: case.to.clone() }))
}

#[derive(Debug, Clone)]
pub struct RemindCase {
    /// What waits with the person and the actor asked or leads, each with its last reminder.
    pub waiting: Vec<(RequestId, Option<Moment>)>,
    /// The name of who is reminded.
    pub name: String,
    pub now: Moment,
    pub zone: Tz,
}

/// Grants what may be reminded of now; the rest was reminded of within the week.
pub fn may_remind(person: &Person, case: &RemindCase) -> Result<Grant<Remind>, Refusal> {
    refuse_unless(!case.waiting.is_empty(), || {
        Refusal::new("nothing-waits", "Nothing of that waits any more. Nobody was reminded.")
    })?;
    let free = case.waiting.iter().filter(|(_, last)| next_reminder(*last, case.now).is_none());
    let requests: Vec<RequestId> = free.map(|(id, _)| id.clone()).collect();
    if requests.is_empty() {
        let last = case.waiting.iter().filter_map(|(_, last)| *last).min();
        let sentence = match (last, next_reminder(last, case.now)) {
            (Some(last), Some(next)) => format!(
                "{} was reminded on {}. The next reminder is possible from {}.",
                case.name,
                last.day_in(case.zone),
                next.day_in(case.zone)
            ),
            _ => format!("{} was reminded within the last week.", case.name),
        };
        return Err(Refusal::new("reminded-lately", sentence));
    }
    Ok(Grant::to(person, Remind { requests }))
}

#[derive(Debug, Clone)]
pub struct NudgeCase {
    /// What waits with nobody, or for a letter, where the actor leads; each with the last reminder of its trainee.
    pub waiting: Vec<(EntryId, Option<Moment>)>,
    pub now: Moment,
    pub zone: Tz,
}

/// Grants what may be reminded of now; the rest was reminded of within the week.
pub fn may_nudge(person: &Person, case: &NudgeCase) -> Result<Grant<Nudge>, Refusal> {
    refuse_unless(!case.waiting.is_empty(), || {
        Refusal::new("nothing-waits", "Nothing of that waits any more. Nobody was reminded.")
    })?;
    let next = |last: &Option<Moment>| next_reminder(*last, case.now);
    let free = case.waiting.iter().filter(|(_, last)| next(last).is_none());
    let entries: Vec<EntryId> = free.map(|(entry, _)| entry.clone()).collect();
    if let (true, Some(next)) =
        (entries.is_empty(), case.waiting.iter().filter_map(|(_, last)| next(last)).min())
    {
        let sentence = format!(
            "They were reminded of this within the last week. The next reminder is possible from {}.",
            next.day_in(case.zone)
        );
        return Err(Refusal::new("reminded-lately", sentence));
    }
    Ok(Grant::to(person, Nudge { entries }))
}

pub fn may_choose_rhythm(person: &Person) -> Grant<ChooseRhythm> {
    Grant::to(person, ChooseRhythm)
}
