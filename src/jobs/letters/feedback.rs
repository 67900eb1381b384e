//! Letters of a round of feedback: to colleagues, with the one link that is theirs, and to the trainee and their
//! supervisor about where it stands. None says how many answered, or anything of what was said.

use super::Words;
use crate::app::App;
use crate::domain::fault::Fault;
use crate::domain::feedback::News;
use crate::domain::names::{AccountId, RoundId};
use crate::domain::role::System;
use crate::features::feedback::{Letter, called};
use crate::jobs::store::{self, Round};
use crate::web::paths;

pub(super) fn asked(letter: &Letter, again: bool) -> Words {
    let (trainee, supervisor) = (&letter.trainee, &letter.supervisor);
    let first = match again {
        false => format!(
            "{trainee} is in training and asks you what it is like to work with them. {supervisor}, who supervises them, has \
             agreed."
        ),
        true => format!(
            "{trainee} asked you what it is like to work with them. If you would like to answer, there is still time. If you \
             would rather not, the page lets you say so."
        ),
    };
    Words {
        subject: match again {
            false => format!("{trainee} asks for your feedback"),
            true => format!("Reminder: {trainee} asks for your feedback"),
        },
        lines: vec![
            first,
            "It takes about 5 minutes and needs no account. What you say is shown only together with what others say, and \
             without your name."
                .to_owned(),
            format!(
                "The link below is yours alone and takes one answer, until {}. Please do not pass it on.",
                letter.closes_on
            ),
        ],
        link: Some(("Give feedback", paths::colleague(&letter.token))),
    }
}

/// Whose round it is, for whoever supervises, and until when, where there is a day.
fn about(news: News, told: &Round, to: &AccountId) -> Option<String> {
    let Round { trainee, .. } = told;
    let until = told.closes_on.map(|day| format!(" until {day}"));
    match news {
        News::Proposed => {
            Some(format!("It is {trainee} who proposes it. Nobody is asked before you have agreed."))
        }
        News::CloseAsked => {
            let by_itself =
                told.closes_on.map(|day| format!(" It closes by itself after {day}.")).unwrap_or_default();
            Some(format!("It is {trainee} who asks.{by_itself}"))
        }
        News::Agreed => until.map(|until| format!("They can answer{until}.")),
        News::Asked => Some(format!(
            "It is {trainee} who asks.{}",
            until.map(|it| format!(" You can answer{it}.")).unwrap_or_default()
        )),
        _ if told.owner != *to => Some(format!("The round is {trainee}’s.")),
        _ => None,
    }
}

pub(super) async fn news(
    app: &App,
    round: &RoundId,
    news: News,
    to: &AccountId,
    system: System,
) -> Result<Words, Fault> {
    let id = round.clone();
    let (called, told) = app
        .read(move |r| {
            let shelf = r.shelf();
            Ok((called(r.conn(), &shelf, &id)?, store::round(r.conn(), &id, system)?))
        })
        .await?;
    let line = news.said(&called);
    let subject = match news {
        News::Proposed => "A round of feedback waits for you",
        News::SentBack => "Your round of feedback was given back",
        News::Agreed => "Your colleagues are being asked",
        News::CloseAsked => "A trainee asks you to close a round of feedback",
        News::Closed => "A round of feedback is closed",
        News::Released => "Your feedback was released",
        News::Ended => "Your round of feedback has ended",
        News::Left => "A round of feedback needs another supervisor",
        News::Asked => "A colleague asks for your feedback",
    };
    Ok(Words {
        subject: subject.to_owned(),
        lines: std::iter::once(line).chain(about(news, &told, to)).collect(),
        link: Some(("Open the round", paths::round(round.as_str()))),
    })
}
