//! The letters about what became of an entry: who decided, took back or changed, and of which day. What anybody wrote
//! with it, and what the entry is called, stay in the app: there they can be struck out, and a sent letter cannot.

use std::collections::BTreeMap;

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
use crate::jobs::store::{self, Asked, Decided, Judged};
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
            let words = || if decided.owner == *to { told(&decided) } else { came_back(&decided, to) };
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
        Notice::AskedIsGone { entry, number, day, asked } => {
            let (of, id) = (entry.clone(), asked.clone());
            let (waits, name) = app
                .read(move |r| {
                    let waits = store::waits_with(r.conn(), &of, &id, system)?;
                    Ok((waits, accounts::account(r.conn(), &id)?.name))
                })
                .await?;
            Ok(waits.then(|| with_nobody(entry, (*number, *day), &name)))
        }
        Notice::AskedAreGone { entries } => {
            let all = entries.clone();
            let named = app.read(move |r| {
                let mut by_name: BTreeMap<String, Vec<i32>> = BTreeMap::new();
                for (entry, number, asked) in all {
                    if store::waits_with(r.conn(), &entry, &asked, system)? {
                        by_name.entry(accounts::account(r.conn(), &asked)?.name).or_default().push(number);
                    }
                }
                Ok(by_name)
            });
            let named = named.await?;
            Ok((!named.is_empty()).then(|| several_with_nobody(&named)))
        }
        Notice::NobodyDecides { entries, letter } => Ok(nobody_decides(entries, *letter)),
        Notice::LinkGuessed { entry, day } => Ok(Some(guessed(entry, *day))),
        Notice::ChangedAfterSigning { decision } => {
            let (id, account) = (decision.clone(), to.clone());
            let (decided, why, signs_in) = app
                .read(move |r| {
                    let shelf = r.shelf();
                    let decided = store::decided(r.conn(), &shelf, &id, system)?;
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
    app.read(move |r| {
        let shelf = r.shelf();
        store::decided(r.conn(), &shelf, &id, system)
    })
    .await
}

/// To whom it waits with. Of what the trainee did not write it names who did.
pub(super) fn asked(asked: &Asked) -> Words {
    let (trainee, day) = (&asked.trainee, asked.happened_on);
    let (subject, line) = match &asked.written {
        None => (
            format!("{trainee} asks you to sign"),
            format!("{trainee} asks you to look at what they recorded for {day}, and to sign or return it."),
        ),
        Some((writer, what)) => (
            format!("Your signature is asked for what {writer} wrote"),
            format!(
                "{writer} wrote this of {trainee} for {day}: {what}. You are asked to sign or return it."
            ),
        ),
    };
    let link = Some(("Open it", paths::inbox_item(asked.request.as_str())));
    Words { subject, lines: vec![line], link }
}

fn told(decided: &Decided) -> Words {
    let (signer, day) = (&decided.signer, decided.happened_on);
    let (subject, mut lines) = match &decided.begun {
        Some(begun) if decided.signed => (begun.subject(signer), begun.lines(signer, day)),
        Some(begun) => (
            format!("{signer} returned an entry in your portfolio"),
            vec![format!("{signer} returned {}. It is yours to change.", begun.called(signer, day))],
        ),
        None if decided.signed => {
            (format!("{signer} signed your entry"), vec![format!("{signer} signed your entry of {day}.")])
        }
        None => (
            format!("{signer} returned your entry"),
            vec![format!("{signer} returned your entry of {day}. It is yours to change.")],
        ),
    };
    if decided.has_words {
        lines.push("There are words with it; open the entry to read them.".to_owned());
    }
    Words { subject, lines, link: Some(("Open the entry", paths::entry(decided.entry.as_str()))) }
}

/// To whoever wrote it for the trainee, and whoever had signed it.
fn came_back(decided: &Decided, to: &AccountId) -> Words {
    let (signer, day, trainee) = (&decided.signer, decided.happened_on, &decided.trainee);
    let line = match &decided.begun {
        Some(begun) => begun.came_back(to, signer, day),
        None => format!("{signer} returned an entry of {day}. It waits to be answered and signed anew."),
    };
    let theirs = decided.begun.as_ref().is_some_and(|begun| begun.writer == *to);
    let what = if theirs { "what you wrote about" } else { "an entry of" };
    Words {
        subject: format!("{signer} returned {what} {trainee}"),
        lines: vec![line, "The reason stands with it.".to_owned()],
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

fn with_nobody(entry: &EntryId, (number, day): (i32, Day), name: &str) -> Words {
    Words {
        subject: "Your entry waits with somebody who can decide no more".to_owned(),
        lines: vec![
            format!(
                "Your entry number {number} of {day} waits with {name}, who can decide on it no more. Ask somebody else on \
                 its page."
            ),
            "Your training leads are told too.".to_owned(),
        ],
        link: Some(("Open the entry", paths::entry(entry.as_str()))),
    }
}

/// Their numbers, by the name of whom they wait with.
fn several_with_nobody(named: &BTreeMap<String, Vec<i32>>) -> Words {
    let count: usize = named.values().map(Vec::len).sum();
    let mut lines: Vec<String> = named
        .iter()
        .map(|(name, numbers)| {
            let said = numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            match numbers.len() {
                1 => format!("Your entry number {said} waits with {name}, who can decide on it no more."),
                _ => format!("Your entries number {said} wait with {name}, who can decide on them no more."),
            }
        })
        .collect();
    lines.push("Ask somebody else on the page of each. Your training leads are told too.".to_owned());
    Words {
        subject: format!("{count} of your entries wait with somebody who can decide no more"),
        lines,
        link: Some(("Open your portfolio", paths::PORTFOLIO.to_owned())),
    }
}

/// Nothing of no entries.
fn nobody_decides(entries: &[(EntryId, Day)], letter: bool) -> Option<Words> {
    let (entry, day) = entries.first()?;
    let (what, link) = match entries.len() {
        1 => (format!("your entry of {day}"), ("Open the entry", paths::entry(entry.as_str()))),
        of => (
            format!("{of} of your entries, the first of {day}"),
            ("Open your portfolio", paths::PORTFOLIO.to_owned()),
        ),
    };
    let (subject, lines) = match letter {
        true => (
            "A decision waits to be confirmed",
            [
                format!(
                    "A training lead reminds you: the decision on {what} was taken without an account, and counts for nothing \
                     until the letter to the work address is opened, within seven days."
                ),
                "Ask whoever decided to open it. You can have it sent again from the entry.".to_owned(),
            ],
        ),
        false => (
            "Nobody is asked to sign",
            [
                format!("A training lead reminds you: nobody is asked by name to decide on {what}."),
                "Name somebody who is to sign it, on the page of the entry.".to_owned(),
            ],
        ),
    };
    Some(Words { subject: subject.to_owned(), lines: lines.into(), link: Some(link) })
}

fn guessed(entry: &EntryId, day: Day) -> Words {
    Words {
        subject: "The link to your entry has ended".to_owned(),
        lines: vec![
            format!(
                "Too many wrong codes were typed with the link to your entry of {day}, so it ended. Nothing was decided with it."
            ),
            "Give a new link only to whoever is to decide. If you do not know who typed the codes, tell your training lead."
                .to_owned(),
        ],
        link: Some(("Open the entry", paths::entry(entry.as_str()))),
    }
}

fn taken_back(decided: &Decided) -> Words {
    let (signer, day) = (&decided.signer, decided.happened_on);
    let what = match &decided.begun {
        Some(begun) => begun.called(signer, day),
        None => format!("your entry of {day}"),
    };
    Words {
        subject: format!("{signer} took a signature back"),
        lines: vec![
            format!("{signer} took back the signature on {what}."),
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
