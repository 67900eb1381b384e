//! The notices about a review: whose it is, on which day, and what became of it. Never what anybody wrote or decided.

use crate::domain::job::Notice;
use crate::domain::names::{AccountId, ReviewId};
use crate::domain::time::Day;
use crate::web::paths;

/// A review as its notices name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewNamed {
    pub owner: AccountId,
    pub trainee: String,
    pub held_on: Day,
    pub prepare_by: Day,
}

/// Which review a notice is about; none for what is about none.
pub fn review_of(notice: &Notice) -> Option<&ReviewId> {
    match notice {
        Notice::ReviewPlanned { review }
        | Notice::ReviewSeat { review }
        | Notice::ReviewMoved { review }
        | Notice::ReviewCalledOff { review }
        | Notice::ReviewSeatEnded { review }
        | Notice::ReviewReminder { review }
        | Notice::ReviewFrozen { review }
        | Notice::ReviewOutcome { review }
        | Notice::ReviewToEnter { review }
        | Notice::ReviewObjected { review }
        | Notice::ReviewAnswered { review } => Some(review),
        _ => None,
    }
}

/// The sentence and where it leads.
pub fn said(notice: &Notice, me: &AccountId, review: &ReviewNamed) -> Option<(String, String)> {
    let ReviewNamed { owner, trainee, held_on, prepare_by } = review;
    let own = owner == me;
    let (of, begins) = match own {
        true => (format!("your review of {held_on}"), format!("Your review of {held_on}")),
        false => {
            let of = format!("review of {trainee} on {held_on}");
            (format!("the {of}"), format!("The {of}"))
        }
    };
    let page = paths::review(review_of(notice)?.as_str());
    Some(match notice {
        Notice::ReviewPlanned { .. } => {
            (format!("{begins} is planned. Both sides prepare until {prepare_by}."), page)
        }
        Notice::ReviewMoved { .. } => {
            (format!("The days of a review changed: now it is {of}, prepared until {prepare_by}."), page)
        }
        Notice::ReviewCalledOff { .. } => (format!("{begins} is called off."), paths::REVIEWS.to_owned()),
        Notice::ReviewSeatEnded { .. } => {
            (format!("Your seat on the panel of {of} was taken back."), paths::REVIEWS.to_owned())
        }
        Notice::ReviewReminder { .. } => {
            (format!("The last day to prepare your side of {of} comes near: {prepare_by}."), page)
        }
        Notice::ReviewFrozen { review } => {
            (format!("What the panel of {of} reads is frozen."), paths::review_pack(review.as_str()))
        }
        Notice::ReviewOutcome { .. } if own => {
            (format!("{begins} has its outcome. Read it, and say that you have."), page)
        }
        Notice::ReviewOutcome { .. } => (format!("{begins} has its outcome."), page),
        Notice::ReviewToEnter { .. } => (
            format!("The panel of {of} decided. Its outcome counts once a lead enters it in the record."),
            page,
        ),
        Notice::ReviewObjected { .. } => {
            (format!("{trainee} objects to the outcome of {of}. A lead who did not decide it answers."), page)
        }
        Notice::ReviewAnswered { .. } => (format!("The objection to the outcome of {of} is answered."), page),
        Notice::ReviewSeat { .. } => (format!("You sit on the panel of {of}."), page),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_review_is_named_by_its_day_and_to_others_by_its_trainee() {
        let day = Day::of(2026, 11, 26).unwrap();
        let review = ReviewNamed {
            owner: AccountId::new("ann"),
            trainee: "Ann Field".to_owned(),
            held_on: day,
            prepare_by: Day::of(2026, 11, 20).unwrap(),
        };
        let id = ReviewId::new("r");
        let outcome = Notice::ReviewOutcome { review: id.clone() };
        let (own, path) = said(&outcome, &AccountId::new("ann"), &review).unwrap();
        assert_eq!(own, "Your review of 26 November 2026 has its outcome. Read it, and say that you have.");
        assert_eq!(path, "/reviews/r");
        let (theirs, _) = said(&outcome, &AccountId::new("sue"), &review).unwrap();
        assert_eq!(theirs, "The review of Ann Field on 26 November 2026 has its outcome.");
        let moved = Notice::ReviewMoved { review: id };
        assert_eq!(
            said(&moved, &AccountId::new("sue"), &review).unwrap().0,
            "The days of a review changed: now it is the review of Ann Field on 26 November 2026, prepared until 20 \
             November 2026."
        );
    }
}
