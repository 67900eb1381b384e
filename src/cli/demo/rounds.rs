//! A round of feedback in the demo: one trainee of the other house has asked twelve colleagues, and seven have answered.
//! Who said what is told nowhere, not even here: the answers are given by whoever comes first.

use super::house::House;
use super::others::Student;
use crate::app::App;
use crate::db::tx::{Books, Why};
use crate::domain::fault::Fault;
use crate::domain::kind::{Value, Values};
use crate::domain::names::{BookId, RoundId};
use crate::domain::role::System;
use crate::domain::time::{DEFAULT_ZONE, Moment};
use crate::features::feedback::{Gathering, put_answers, put_open_round};

/// Programme and version of the trainee: the first of these on which something can still be filed on this day.
const ON: [(&str, &str); 4] =
    [("hsst-phys", "2026"), ("stp-cardiac", "2017"), ("stp-cardiac", "2022"), ("stp-cardiac", "2011")];

const COLLEAGUES: [(&str, &str); 3] = [
    (
        "clinical-senior",
        "Dr Ottoline Marsh ottoline.marsh@northgate.example\nDr Rafe Sorrell rafe.sorrell@northgate.example\n\
         Imogen Vale imogen.vale@northgate.example",
    ),
    (
        "clinical-colleagues",
        "Piers Lockwood piers.lockwood@northgate.example\nSanna Whitlock sanna.whitlock@northgate.example\n\
         Tamsin Orr tamsin.orr@northgate.example\nUma Redfern uma.redfern@northgate.example\n\
         Victor Ash victor.ash@northgate.example",
    ),
    (
        "others-staff",
        "Wanda Pryce wanda.pryce@northgate.example\nXavier Holm xavier.holm@northgate.example\n\
         Yvette Lane yvette.lane@northgate.example\nZeb Norton zeb.norton@northgate.example",
    ),
];

const QUESTIONS: [&str; 6] = ["practice", "patients", "communication", "team", "conduct", "learning"];
/// What each of them says, question by question; `0` cannot say.
const SAID: [[usize; 6]; 7] = [
    [4, 4, 3, 5, 4, 4],
    [3, 4, 4, 4, 5, 3],
    [4, 5, 4, 4, 4, 0],
    [3, 0, 3, 4, 4, 4],
    [5, 4, 4, 5, 5, 4],
    [4, 4, 2, 4, 4, 3],
    [0, 5, 4, 5, 4, 0],
];
const LEVELS: [&str; 6] = ["cannot-say", "much-work", "some-work", "expected", "better", "outstanding"];
const WELL: [&str; 4] = [
    "Prepares each list the evening before and knows every patient’s plan.",
    "Explains what they are doing, so that one always knows where we are.",
    "Kind to people who are frightened of the scan.",
    "Asks when unsure instead of guessing.",
];
const CHANGE: [&str; 3] = [
    "Could speak up earlier when a measurement does not fit the picture.",
    "Hand over in the same order every time.",
    "Take the breaks that the rota gives.",
];

fn ratings(said: &[usize; 6]) -> Values {
    let level = |at: usize| LEVELS.get(at).copied().unwrap_or("expected");
    let answers = QUESTIONS.iter().zip(said);
    answers.map(|(code, at)| ((*code).to_owned(), Value::Text(level(*at).to_owned()))).collect()
}

pub async fn gather(app: &App, house: &House, students: &[Student], now: Moment) -> Result<(), Fault> {
    app.clock.set(now.plus_seconds(240));
    for on in ON {
        if let Some(round) = begun(app, house, students, on).await? {
            return answered(app, round).await;
        }
    }
    Ok(())
}

/// None where nobody is on it, or their programme is over on this day.
async fn begun(
    app: &App,
    house: &House,
    students: &[Student],
    on: (&str, &str),
) -> Result<Option<RoundId>, Fault> {
    let at = students.iter().position(|one| (one.code.as_str(), one.version.as_str()) == on);
    let enrolled = at.and_then(|at| house.home.students.get(at)).and_then(Option::as_ref).cloned();
    let (Some(enrolled), Some(supervisor)) = (enrolled, house.home.supervisors.first().cloned()) else {
        return Ok(None);
    };
    let now = app.clock.now();
    let (trainee, supervisor) = (enrolled.who.at(now), supervisor.at(now));
    let Some(portfolio) = trainee.portfolio.clone() else { return Ok(None) };
    let book = Books::from(BookId::from(portfolio.clone()));
    let begun = app.write(book, move |tx| {
        put_open_round(
            tx,
            &Gathering {
                trainee: &trainee,
                supervisor: &supervisor,
                portfolio,
                enrolment: enrolled.enrolment.clone(),
                colleagues: &COLLEAGUES,
                own: ratings(&[3, 4, 3, 4, 4, 3]),
                closes_on: now.day_in(DEFAULT_ZONE).plus_days(20),
            },
        )
    });
    match begun.await {
        Ok(round) => Ok(Some(round)),
        Err(Fault::Refused(_) | Fault::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

async fn answered(app: &App, round: RoundId) -> Result<(), Fault> {
    app.write_quietly(Why::FeedbackGiven, move |tx| {
        let mut all = Vec::new();
        for (number, said) in SAID.iter().enumerate() {
            let mut words = Vec::new();
            if let Some(text) = WELL.get(number) {
                words.push(("well".to_owned(), (*text).to_owned()));
            }
            if let Some(text) = CHANGE.get(number) {
                words.push(("change".to_owned(), (*text).to_owned()));
            }
            all.push((ratings(said), words));
        }
        put_answers(tx, &round, all, System::at_work())
    })
    .await
}
