//! What the trainee's home asks for besides entries, as lines: what was begun by others and is to be seen, reviews to
//! prepare and outcomes to answer, rounds of feedback.

use std::sync::Arc;

use crate::db::conn::Conn;
use crate::domain::fault::Fault;
use crate::domain::feedback::{ROUND, State};
use crate::domain::kind::{Kind, Recorder, Role};
use crate::domain::names::PortfolioId;
use crate::domain::review::{REVIEW, terms_of};
use crate::domain::role::Sight;
use crate::domain::time::{DEFAULT_ZONE, Day, Moment};
use crate::features::standing::course::Course;
use crate::features::standing::shown;
use crate::features::standing::store::{
    AskedReview, OwnRound, ReviewsOf, ToSee, asked_reviews, own_rounds, to_see,
};
use crate::features::standing::views::home::{Other, WaitsForMe};
use crate::web::paths;

/// What is to be seen beyond this number is in the portfolio's list.
const TO_SEE: usize = 4;

#[derive(Debug, Default)]
pub(super) struct Asks {
    see: Vec<ToSee>,
    /// Each with the last day for it.
    reviews: Vec<(AskedReview, Day)>,
    rounds: Vec<OwnRound>,
}

/// Rounds are looked for only where a programme has them.
pub(super) fn asks(
    conn: &mut Conn,
    who: &Sight,
    portfolio: &PortfolioId,
    (courses, kinds): (&[Course], &[Arc<Kind>]),
) -> Result<Asks, Fault> {
    // What a lead enters, such as marks, is theirs alone to say.
    let by_lead = |one: &ToSee| of(kinds, &one.kind).is_some_and(|kind| kind.recorded_by == Recorder::Lead);
    let mut see = to_see(conn, who, portfolio)?;
    see.retain(|one| !by_lead(one));
    let rounds = match courses.iter().any(|course| course.version.kind(ROUND).is_some()) {
        true => own_rounds(conn, portfolio)?,
        false => Vec::new(),
    };
    let mut reviews = Vec::new();
    for one in asked_reviews(conn, who, ReviewsOf::Own(portfolio))? {
        if let Some(last) = last_day(&one, courses)?.filter(|last| who.today() <= *last) {
            reviews.push((one, last));
        }
    }
    reviews.sort_by_key(|(_, last)| *last);
    Ok(Asks { see, reviews, rounds })
}

/// Until when the review asks something of its trainee.
fn last_day(one: &AskedReview, courses: &[Course]) -> Result<Option<Day>, Fault> {
    let Some(decided) = one.decided_at else { return Ok(Some(one.prepare_by)) };
    let Some(course) = courses.iter().find(|course| course.row.id == one.enrolment) else { return Ok(None) };
    let terms = terms_of(&course.version.reviews).map_err(Fault::Broken)?;
    let zone = course.row.zone.parse().unwrap_or(DEFAULT_ZONE);
    Ok(Some(terms.objection_until(decided.day_in(zone))))
}

fn of<'k>(kinds: &'k [Arc<Kind>], code: &str) -> Option<&'k Kind> {
    kinds.iter().find(|kind| kind.code == code).map(Arc::as_ref)
}

impl Asks {
    /// What waits for the trainee, what has a last day first; and how many more are to be seen.
    pub(super) fn of_mine(&self, kinds: &[Arc<Kind>], now: Moment) -> (Vec<WaitsForMe>, usize) {
        let reviews = self.reviews.iter().map(|(one, last)| review(one, *last, of(kinds, REVIEW)));
        let rounds = self.rounds.iter().filter(|one| one.state == State::Begun).map(|one| WaitsForMe {
            title: "Round of feedback".to_owned(),
            href: paths::round(one.id.as_str()),
            said: "Rate yourself, name colleagues, and propose it.".to_owned(),
            when: format!("with {}", one.supervisor),
        });
        let see = self.see.iter().take(TO_SEE).map(|one| seen(one, of(kinds, &one.kind), now));
        (reviews.chain(rounds).chain(see).collect(), self.see.len().saturating_sub(TO_SEE))
    }

    /// Rounds that wait for others.
    pub(super) fn of_others(&self) -> Vec<Other> {
        let said = |one: &OwnRound| match (one.state, one.closes_on) {
            (State::Begun, _) => None,
            (State::Open, Some(day)) => {
                Some(format!("Your round of feedback: colleagues can answer until {day}"))
            }
            _ => Some(format!("Your round of feedback with {}", one.supervisor)),
        };
        self.rounds.iter().filter_map(said).map(Other::unnamed).collect()
    }
}

fn review(one: &AskedReview, last: Day, form: Option<&Kind>) -> WaitsForMe {
    let choices = form.and_then(|form| form.role(Role::Type)).map(|field| field.choices());
    let sort = choices.unwrap_or_default().iter().find(|choice| choice.code == one.sort);
    let sort = sort.map_or("Review", |choice| choice.label.as_str());
    WaitsForMe {
        title: format!("{sort}, {}", one.held_on),
        href: paths::review(one.review.as_str()),
        said: match one.decided_at {
            None => format!("Prepare your side of this review until {last}."),
            Some(_) => {
                format!("Its outcome is recorded. Say that you have read it, or object until {last}.")
            }
        },
        when: String::new(),
    }
}

fn seen(one: &ToSee, kind: Option<&Kind>, now: Moment) -> WaitsForMe {
    let what = match kind {
        Some(kind) if !one.title.starts_with(&kind.name) => format!("{}: {}", kind.name, one.title),
        _ => one.title.clone(),
    };
    WaitsForMe {
        title: format!("{what}, {}", one.day),
        href: format!("{}#seen", paths::entry(one.entry.as_str())),
        said: "Say that you have seen it.".to_owned(),
        when: format!("by {}, {}", one.by, shown::ago(one.at, now, DEFAULT_ZONE)),
    }
}
