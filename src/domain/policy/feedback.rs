//! Who does what to a round of feedback. The trainee begins it, proposes, and may ask that it be closed; the supervisor
//! whom they chose agrees or gives it back, closes it, looks at what was said, and releases it or ends it without a
//! result: nobody else, unless that supervisor is no longer appointed, and then any other supervisor of the enrolment.
//! No lead, admin or deputy sees what was said before it is released. Colleagues answer by a link; `answers` says when.

use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::feedback::{Asked, DAYS, LEAST, State};
use crate::domain::names::{AccountId, EnrolmentId, PortfolioId, RoundId};
use crate::domain::policy::Grant;
use crate::domain::policy::entries::Record;
use crate::domain::role::{Capacity, Person};
use crate::domain::time::Day;

#[derive(Debug, Clone)]
pub struct BeginRound {
    pub enrolment: EnrolmentId,
    pub supervisor: AccountId,
}

#[derive(Debug, Clone)]
pub struct BeginCase {
    pub enrolment: EnrolmentId,
    pub owner: AccountId,
    pub supervisor: AccountId,
    /// Appointed over the enrolment today.
    pub supervises: bool,
    /// Another round under the same enrolment is not over.
    pub another: bool,
    /// Why nothing more is filed under the enrolment.
    pub closed: Option<String>,
}

pub fn may_begin_round(person: &Person, case: &BeginCase) -> Result<Grant<BeginRound>, Refusal> {
    refuse_unless(person.account == case.owner, not_yours)?;
    refuse_unless(case.supervises && case.supervisor != case.owner, || {
        Refusal::new("no-supervisor", "Choose somebody who supervises you in this programme today.")
    })?;
    refuse_unless(!case.another, || {
        let sentence = "There is a round under this programme that is not over. One runs at a time.";
        Refusal::new("another-round", sentence)
    })?;
    match &case.closed {
        Some(sentence) => Err(Refusal::new("closed", sentence.clone())),
        None => {
            let (enrolment, supervisor) = (case.enrolment.clone(), case.supervisor.clone());
            Ok(Grant::to(person, BeginRound { enrolment, supervisor }))
        }
    }
}

/// Something that changes a round: which one the grant was made for, its store asks.
#[derive(Debug, Clone)]
pub struct OfRound {
    pub round: RoundId,
}

#[derive(Debug, Clone)]
pub struct RoundCase {
    pub round: RoundId,
    pub portfolio: PortfolioId,
    pub owner: AccountId,
    /// Whom the trainee chose.
    pub supervisor: AccountId,
    /// They are still appointed over the enrolment.
    pub supervisor_holds: bool,
    /// What the person holds over the enrolment today.
    pub capacities: Vec<Capacity>,
    pub state: State,
    /// Colleagues that are proposed or asked.
    pub raters: usize,
    pub floor: usize,
    pub self_rated: bool,
    pub close_asked: bool,
    /// Somebody who was asked has neither answered nor declined.
    pub outstanding: bool,
    pub answers: usize,
    pub closed_on: Option<Day>,
    pub today: Day,
}

impl RoundCase {
    pub fn is_own(&self, person: &Person) -> bool {
        person.account == self.owner
    }

    /// Whether this round is this person's to look after.
    pub fn is_looked_after_by(&self, person: &Person) -> bool {
        let chosen = person.account == self.supervisor || !self.supervisor_holds;
        !self.is_own(person) && chosen && self.capacities.contains(&Capacity::Supervisor)
    }

    fn granted(&self, person: &Person) -> Grant<OfRound> {
        Grant::to(person, OfRound { round: self.round.clone() })
    }

    fn is(&self, state: State) -> Result<(), Refusal> {
        refuse_unless(self.state == state, || {
            let sentence = "The round has gone on since this page was made. Nothing was changed. Look at it as it is now.";
            Refusal::new("round-gone-on", sentence)
        })
    }

    fn looked_after(&self, person: &Person) -> Result<(), Refusal> {
        refuse_unless(self.is_looked_after_by(person), || {
            let sentence = "Only the supervisor whom the trainee asked does this.";
            Refusal::new("not-their-supervisor", sentence)
        })
    }
}

fn not_yours() -> Refusal {
    Refusal::new("not-yours", "Only the trainee whom it is about does this.")
}

/// Adding colleagues: the trainee before it is proposed, the supervisor until it is closed.
pub fn may_add_raters(person: &Person, case: &RoundCase) -> Result<Grant<OfRound>, Refusal> {
    match case.state {
        State::Begun => refuse_unless(case.is_own(person), not_yours)?,
        State::Proposed | State::Open => case.looked_after(person)?,
        _ => case.is(State::Open)?,
    }
    Ok(case.granted(person))
}

/// Striking one: not once they were asked, since refusing it would tell that they have answered.
pub fn may_strike_rater(person: &Person, case: &RoundCase) -> Result<Grant<OfRound>, Refusal> {
    match case.state {
        State::Begun => refuse_unless(case.is_own(person), not_yours)?,
        State::Proposed => case.looked_after(person)?,
        _ => case.is(State::Proposed)?,
    }
    Ok(case.granted(person))
}

pub fn may_rate_oneself(person: &Person, case: &RoundCase) -> Result<Grant<OfRound>, Refusal> {
    refuse_unless(case.is_own(person), not_yours)?;
    case.is(State::Begun)?;
    Ok(case.granted(person))
}

pub fn may_propose(person: &Person, case: &RoundCase) -> Result<Grant<OfRound>, Refusal> {
    may_rate_oneself(person, case)?;
    refuse_unless(case.self_rated, || {
        Refusal::new("no-self-rating", "Rate yourself first: it stands beside what the others say.")
    })?;
    enough(case)?;
    Ok(case.granted(person))
}

fn enough(case: &RoundCase) -> Result<(), Refusal> {
    refuse_unless(case.raters >= case.floor, || {
        let sentence = format!(
            "{} of at least {} colleagues are proposed: with fewer answers nobody would stay anonymous.",
            case.raters, case.floor
        );
        Refusal::new("too-few-raters", sentence)
    })
}

pub fn may_withdraw_round(person: &Person, case: &RoundCase) -> Result<Grant<OfRound>, Refusal> {
    refuse_unless(case.is_own(person), not_yours)?;
    if case.state != State::Proposed {
        case.is(State::Begun)?;
    }
    Ok(case.granted(person))
}

pub fn may_agree(person: &Person, case: &RoundCase, closes_on: Day) -> Result<Grant<OfRound>, Refusal> {
    case.looked_after(person)?;
    case.is(State::Proposed)?;
    enough(case)?;
    let (least, most) = DAYS;
    let days = closes_on.days_since(case.today);
    refuse_unless((least..=most).contains(&days), || {
        let (first, last) = (case.today.plus_days(least), case.today.plus_days(most));
        Refusal::new("closing-day", format!("Choose a last day from {first} to {last}."))
    })?;
    Ok(case.granted(person))
}

pub fn may_give_back(person: &Person, case: &RoundCase) -> Result<Grant<OfRound>, Refusal> {
    case.looked_after(person)?;
    case.is(State::Proposed)?;
    Ok(case.granted(person))
}

pub fn may_ask_to_close(person: &Person, case: &RoundCase) -> Result<Grant<OfRound>, Refusal> {
    refuse_unless(case.is_own(person), not_yours)?;
    case.is(State::Open)?;
    refuse_unless(!case.close_asked, || {
        Refusal::new("asked-already", "You have asked for this already. Your supervisor decides.")
    })?;
    Ok(case.granted(person))
}

/// Before its day only when the trainee asks for it, or when nobody is left who could answer: otherwise closing at the
/// right moment would tell who said what.
pub fn may_close(person: &Person, case: &RoundCase) -> Result<Grant<OfRound>, Refusal> {
    case.looked_after(person)?;
    case.is(State::Open)?;
    refuse_unless(case.close_asked || !case.outstanding, || {
        let sentence = "It ends on its last day. Before that it is closed when the trainee asks for it, or when everybody \
                        has answered or declined.";
        Refusal::new("not-yet", sentence)
    })?;
    Ok(case.granted(person))
}

/// Looking at what was said, and withholding comments, before it is released.
pub fn may_look(person: &Person, case: &RoundCase) -> Result<Grant<OfRound>, Refusal> {
    case.looked_after(person)?;
    case.is(State::Closed)?;
    Ok(case.granted(person))
}

/// The entry that the round becomes; its signature is asked for like any other.
pub fn may_release(
    person: &Person,
    case: &RoundCase,
    met_on: Day,
    both_present: bool,
) -> Result<(Grant<OfRound>, Grant<Record>), Refusal> {
    let grant = may_look(person, case)?;
    refuse_unless(case.answers >= LEAST, || {
        let sentence = format!(
            "Fewer than {LEAST} colleagues answered, so even the figures would give them away. End it without a result."
        );
        Refusal::new("too-few-answers", sentence)
    })?;
    refuse_unless(both_present, || {
        let sentence = "It is released in a meeting of both of you. Say that you both were there.";
        Refusal::new("no-meeting", sentence)
    })?;
    let first = case.closed_on.unwrap_or(case.today);
    refuse_unless(first <= met_on && met_on <= case.today, || {
        let sentence = format!("The meeting is on a day from {first}, when the round closed, until today.");
        Refusal::new("meeting-day", sentence)
    })?;
    Ok((grant, Grant::to(person, Record { portfolio: case.portfolio.clone() })))
}

pub fn may_end(person: &Person, case: &RoundCase) -> Result<Grant<OfRound>, Refusal> {
    may_look(person, case)
}

/// What decides whether a link still takes an answer.
#[derive(Debug, Clone)]
pub struct AnswerCase {
    pub asked: Asked,
    pub state: State,
    pub closes_on: Day,
    pub today: Day,
    /// Whoever opened it is signed in as the trainee whom it is about.
    pub is_owner: bool,
    pub trainee: String,
}

/// Nothing of the round is told with a refusal, since a link may have been passed on.
pub fn answers(case: &AnswerCase) -> Result<(), Refusal> {
    let refuse = |code, sentence: String| Err(Refusal::new(code, sentence));
    match case.asked {
        _ if case.is_owner => {
            return refuse(
                "own-round",
                "This link is for a colleague. Nobody answers about themself.".to_owned(),
            );
        }
        Asked::Answered => {
            return refuse(
                "link-used",
                "An answer was sent with this link. It works once, and cannot be changed.".to_owned(),
            );
        }
        Asked::Declined => {
            return refuse(
                "link-declined",
                "Somebody said with this link that they would rather not answer.".to_owned(),
            );
        }
        Asked::Struck => return refuse("link-ended", "This link works no more.".to_owned()),
        Asked::Proposed | Asked::Asked => {}
    }
    if case.state != State::Open || case.today > case.closes_on {
        return refuse(
            "round-closed",
            format!("The feedback for {} has ended. Thank you for looking.", case.trainee),
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests;
