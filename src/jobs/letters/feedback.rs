//! Letters of a round of feedback: to colleagues, with the one link that is theirs, and to the trainee and their
//! supervisor about where it stands. None says how many answered, or anything of what was said.

use super::Words;
use crate::app::App;
use crate::domain::fault::Fault;
use crate::domain::feedback::News;
use crate::domain::names::RoundId;
use crate::features::feedback::{Letter, called};
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

pub(super) async fn news(app: &App, round: &RoundId, news: News) -> Result<Words, Fault> {
    let id = round.clone();
    let called = app.read(move |r| {
        let shelf = r.shelf();
        called(r.conn(), &shelf, &id)
    });
    let line = news.said(&called.await?);
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
        lines: vec![line],
        link: Some(("Open the round", paths::round(round.as_str()))),
    })
}
