//! The letters about a review: that there is something to do and until when, never what anybody wrote or decided.

use super::Words;
use crate::app::App;
use crate::domain::fault::Fault;
use crate::domain::job::Notice;
use crate::domain::names::{AccountId, ReviewId, capital, with_article};
use crate::domain::programme::called::Called;
use crate::domain::role::System;
use crate::features::enrolments;
use crate::jobs::store::{self, Review};
use crate::web::paths;

/// Nothing for a review that was called off.
pub(super) async fn words(
    app: &App,
    to: &AccountId,
    what: &Notice,
    id: &ReviewId,
    system: System,
) -> Result<Option<Words>, Fault> {
    let wanted = id.clone();
    let (review, called) = app
        .read(move |r| {
            let shelf = r.shelf();
            let review = store::review(r.conn(), &shelf, &wanted, system)?;
            let called = enrolments::called(r.conn(), &shelf, &review.enrolment)?;
            Ok((review, called))
        })
        .await?;
    if review.called_off {
        return Ok(None);
    }
    let own = review.owner == *to;
    Ok(told(what, (&review, &called), own).map(|(subject, line)| Words {
        subject,
        lines: vec![line],
        link: Some(("Open the review", paths::review(id.as_str()))),
    }))
}

fn told(what: &Notice, (review, called): (&Review, &Called), own: bool) -> Option<(String, String)> {
    let lead = with_article(called.name("lead"));
    let Review { trainee, held_on, prepare_by, .. } = review;
    let objecting = review
        .objection_until
        .map(|day| format!("until {day}"))
        .unwrap_or_else(|| "for some days".to_owned());
    let of = if own { "your training".to_owned() } else { format!("the training of {trainee}") };
    Some(match what {
        Notice::ReviewPlanned { .. } => (
            format!("A review on {held_on}"),
            format!("A review of {of} is planned for {held_on}. Prepare your side of it until {prepare_by}."),
        ),
        Notice::ReviewSeat { .. } => (
            format!("You sit on a review on {held_on}"),
            format!(
                "You sit on the review of {of} on {held_on}. You are told when there is something to read."
            ),
        ),
        Notice::ReviewReminder { .. } => (
            format!("Prepare the review of {held_on} until {prepare_by}"),
            format!(
                "The review of {of} is on {held_on}. Your side of it is not prepared yet; the last day is {prepare_by}."
            ),
        ),
        Notice::ReviewFrozen { .. } => (
            format!("There is something to read for the review on {held_on}"),
            format!("What the panel reads of {of} is frozen. The review is on {held_on}."),
        ),
        Notice::ReviewOutcome { .. } if own => (
            "Your review has its outcome".to_owned(),
            format!(
                "The outcome of your review of {held_on} is recorded. Read it, and say that you have; you may object {objecting}."
            ),
        ),
        Notice::ReviewOutcome { .. } => (
            "A review has its outcome".to_owned(),
            format!("The outcome of the review of {of} on {held_on} is recorded."),
        ),
        Notice::ReviewToEnter { .. } => (
            format!("A review of {trainee} waits to be entered"),
            format!(
                "The panel recorded the outcome of the review of {of} on {held_on}. It counts once {lead} enters it in the record."
            ),
        ),
        Notice::ReviewObjected { .. } => (
            format!("{trainee} objects to the outcome of a review"),
            format!(
                "{trainee} objects to the outcome of the review of {held_on}. It is answered by {lead} who did not decide it."
            ),
        ),
        Notice::ReviewAnswered { .. } if own => (
            "Your objection is answered".to_owned(),
            format!(
                "{} has answered your objection to the outcome of the review of {held_on}.",
                capital(&lead)
            ),
        ),
        Notice::ReviewAnswered { .. } => (
            format!("Another outcome of the review on {held_on}"),
            format!(
                "{trainee} objected to the outcome of the review of {held_on}. It was answered by {lead}: there is another outcome now."
            ),
        ),
        _ => return None,
    })
}

/// That the plan of a review is another: its days, a seat, or that it is held at all.
pub(super) async fn changed(
    app: &App,
    to: &AccountId,
    what: &Notice,
    id: &ReviewId,
    system: System,
) -> Result<Option<Words>, Fault> {
    let wanted = id.clone();
    let review = app
        .read(move |r| {
            let shelf = r.shelf();
            store::review(r.conn(), &shelf, &wanted, system)
        })
        .await?;
    let of = match review.owner == *to {
        true => "your training".to_owned(),
        false => format!("the training of {}", review.trainee),
    };
    let (held_on, prepare_by) = (review.held_on, review.prepare_by);
    // Its page may not be this reader's any more; the list is everybody's.
    let list = || ("See your reviews", paths::REVIEWS.to_owned());
    let (subject, line, link) = match what {
        Notice::ReviewMoved { .. } if !review.called_off => (
            format!("A review is on {held_on} now"),
            format!(
                "The days of the review of {of} changed: it is on {held_on}, prepared until {prepare_by}."
            ),
            ("Open the review", paths::review(id.as_str())),
        ),
        Notice::ReviewCalledOff { .. } => (
            format!("The review on {held_on} is called off"),
            format!("The review of {of} on {held_on} is called off. There is nothing more to do for it."),
            list(),
        ),
        Notice::ReviewSeatEnded { .. } if !review.called_off => (
            format!("You do not sit on the review on {held_on}"),
            format!(
                "You had a seat on the review of {of} on {held_on}. It was taken back, so nothing is asked of you."
            ),
            list(),
        ),
        _ => return Ok(None),
    };
    Ok(Some(Words { subject, lines: vec![line], link: Some(link) }))
}
