//! The letters about what became of an entry: who decided, took back or changed, and of which day. What anybody wrote
//! with it, and what the entry is called, stay in the app: there they can be struck out, and a sent letter cannot.

use super::{Words, outside};
use crate::app::App;
use crate::domain::assessor::Standing;
use crate::domain::fault::Fault;
use crate::domain::job::Notice;
use crate::domain::names::{AccountId, DecisionId, EntryId};
use crate::domain::role::System;
use crate::domain::time::Day;
use crate::features::accounts;
use crate::features::requests::{Ended, how_ended};
use crate::jobs::store::{self, Decided, Judged};
use crate::web::paths;

/// Nothing of what is not so any more.
pub(super) async fn words(
    app: &App,
    to: &AccountId,
    what: &Notice,
    system: System,
) -> Result<Option<Words>, Fault> {
    match what {
        Notice::Decided { decision } => {
            let decided = decided(app, decision, system).await?;
            let words = || if decided.owner == *to { told(&decided) } else { came_back(&decided) };
            Ok((!decided.gone).then(words))
        }
        Notice::DecidedTogether { batch, decisions } => {
            let (id, of, account) = (batch.clone(), decisions.clone(), to.clone());
            let found =
                app.read(move |r| store::decided_together(r.conn(), (&id, &of), &account, system)).await?;
            Ok(found.map(|(signer, count)| Words {
                subject: format!("{signer} signed {count} of your entries"),
                lines: vec![format!(
                    "{signer} signed {count} of your entries together, after a look at one of them. Each of them says so."
                )],
                link: Some(("Open your portfolio", paths::PORTFOLIO.to_owned())),
            }))
        }
        Notice::TakenBack { decision } => {
            let decided = decided(app, decision, system).await?;
            Ok(decided.gone.then(|| taken_back(&decided)))
        }
        Notice::EarlierJudged { acceptance } => {
            let id = acceptance.clone();
            let judged = app.read(move |r| store::judged(r.conn(), &id, system)).await?;
            Ok(Some(earlier(&judged)))
        }
        Notice::OutsideEnded { statement } => {
            let id = statement.clone();
            let found = app.read(move |r| store::ended(r.conn(), &id, system)).await?;
            Ok(found.and_then(|ended| not_counted(&ended, to)))
        }
        Notice::SameRegistration { assessor } => {
            let account = to.clone();
            let signs_in = app.read(move |r| accounts::is_for_signing_in(r.conn(), &account)).await?;
            Ok(Some(if signs_in { outside::resembles(assessor) } else { outside::resembled() }))
        }
        Notice::LinkUnused { entry, day, asked } => Ok(Some(unused(entry, *day, *asked))),
        Notice::ChangedAfterSigning { decision } => {
            let (id, account) = (decision.clone(), to.clone());
            let (decided, why, signs_in) = app
                .read(move |r| {
                    let decided = store::decided(r.conn(), &id, system)?;
                    let why = store::has_reason(r.conn(), &decided.entry, system)?;
                    Ok((decided, why, accounts::is_for_signing_in(r.conn(), &account)?))
                })
                .await?;
            let mut words = if signs_in { changed(&decided) } else { outside::changed(&decided) };
            if why {
                words.lines.push(format!("{} gave a reason. It stands with what is new.", decided.trainee));
            }
            Ok(Some(words))
        }
        _ => Ok(None),
    }
}

async fn decided(app: &App, id: &DecisionId, system: System) -> Result<Decided, Fault> {
    let id = id.clone();
    app.read(move |r| store::decided(r.conn(), &id, system)).await
}

fn told(decided: &Decided) -> Words {
    let (subject, line) = if decided.signed {
        (
            format!("{} signed your entry", decided.signer),
            format!("{} signed your entry of {}.", decided.signer, decided.happened_on),
        )
    } else {
        (
            format!("{} returned your entry", decided.signer),
            format!(
                "{} returned your entry of {}. It is yours to change.",
                decided.signer, decided.happened_on
            ),
        )
    };
    let mut lines = vec![line];
    if decided.has_words {
        lines.push("There are words with it; open the entry to read them.".to_owned());
    }
    Words { subject, lines, link: Some(("Open the entry", paths::entry(decided.entry.as_str()))) }
}

/// To whoever wrote it for the trainee, and whoever had signed it.
fn came_back(decided: &Decided) -> Words {
    Words {
        subject: format!("{} returned an entry that waited for them", decided.signer),
        lines: vec![
            format!(
                "{} returned the entry of {} by {}, which a supervisor wrote. It waits with its writer, to be answered \
                 and signed anew.",
                decided.signer, decided.happened_on, decided.trainee
            ),
            "The reason stands with it.".to_owned(),
        ],
        link: Some(("Open your inbox", paths::INBOX.to_owned())),
    }
}

fn unused(entry: &EntryId, day: Day, asked: bool) -> Words {
    let waits = if asked {
        "It still waits with whoever you asked by name."
    } else {
        "The entry waits with nobody now: make a new link, or ask somebody by name."
    };
    Words {
        subject: "Nobody used the link to your entry".to_owned(),
        lines: vec![
            format!("The link to your entry of {day} worked for two weeks, and nobody decided with it."),
            waits.to_owned(),
        ],
        link: Some(("Open the entry", paths::entry(entry.as_str()))),
    }
}

fn taken_back(decided: &Decided) -> Words {
    Words {
        subject: format!("{} took a signature back", decided.signer),
        lines: vec![
            format!("{} took back the signature on your entry of {}.", decided.signer, decided.happened_on),
            "The reason stands with the entry.".to_owned(),
        ],
        link: Some(("Open the entry", paths::entry(decided.entry.as_str()))),
    }
}

fn earlier(judged: &Judged) -> Words {
    let (by, day) = (&judged.by, judged.happened_on);
    let (subject, line) = match (judged.taken_back, judged.accepted) {
        (true, true) => (
            "An acceptance was taken back",
            format!("{by} no longer accepts what you brought in from before, of {day}."),
        ),
        (_, true) => (
            "Your earlier record was accepted",
            format!("{by} accepted what you brought in from before, of {day}, whole or in part."),
        ),
        (_, false) => (
            "Your earlier record was sent back",
            format!("{by} did not accept what you brought in from before, of {day}."),
        ),
    };
    Words {
        subject: subject.to_owned(),
        lines: vec![line, "What they wrote stands with it.".to_owned()],
        link: Some(("Open it", paths::earlier_record(judged.entry.as_str()))),
    }
}

/// To the trainee, and to their leads of what somebody says was not theirs.
fn not_counted(ended: &Ended, to: &AccountId) -> Option<Words> {
    let own = ended.owner == *to;
    let subject = match ended.standing {
        Standing::Denied if own => "A decision on your entry was not theirs",
        Standing::Denied => "Somebody says that a decision was not theirs",
        _ => "A decision on your entry was not confirmed",
    };
    let mut lines = vec![how_ended(ended, to)?];
    if own && ended.waits {
        lines.push("Ask somebody else, or make another link.".to_owned());
    }
    if !own {
        lines.push(
            "The entry says when the link was opened and what was stated. Look at it, and ask.".to_owned(),
        );
    }
    Some(Words {
        subject: subject.to_owned(),
        lines,
        link: Some(("Open the entry", paths::entry(ended.entry.as_str()))),
    })
}

fn changed(decided: &Decided) -> Words {
    Words {
        subject: "An entry was changed after it was signed".to_owned(),
        lines: vec![format!(
            "The entry of {} by {}, which {} had signed, has a new version. The signature stays with the \
             version that it was given for; the new one waits for a signature of its own.",
            decided.happened_on, decided.trainee, decided.signer
        )],
        link: Some(("See both versions", paths::entry(decided.entry.as_str()))),
    }
}
