//! Who would stand elsewhere: one person's standing under the version they are on beside the one under
//! another. Pure: both are answers of the same engine on the same facts, so what is shown here is what they
//! would be told once they were enrolled on it.

use serde::{Deserialize, Serialize};

use crate::domain::amount::Amount;
use crate::domain::outlook::{Outlook, State};
use crate::domain::progress::Assessment;

/// Where somebody stands with one requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stood {
    pub code: String,
    pub title: String,
    pub state: State,
    pub met: bool,
    pub signed: Amount,
    pub target: Amount,
    pub unit: String,
}

/// How it turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
pub enum Turned {
    NoLongerMet,
    NowMet,
    NowBehind,
    NoLongerBehind,
    /// Not asked before, and not met.
    NewlyAsked,
    /// Not asked before, and met at once.
    NewlyMet,
    /// Asked before, and not any more.
    NotAsked,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    pub turned: Turned,
    pub code: String,
    pub title: String,
    /// `118 of 150 cases, On track`; empty where it is not asked.
    pub before: String,
    pub after: String,
}

impl Stood {
    pub fn all(assessment: &Assessment, outlooks: &[Outlook]) -> Vec<Stood> {
        let state = |code: &str| outlooks.iter().find(|one| one.id == code).map(|one| one.state);
        let one = |standing: &crate::domain::progress::Standing| Stood {
            code: standing.id.clone(),
            title: standing.title.clone(),
            state: state(&standing.id).unwrap_or(State::NotStarted),
            met: standing.met,
            signed: standing.signed,
            target: standing.target,
            unit: standing.unit.clone(),
        };
        assessment.requirements.iter().map(one).collect()
    }

    fn said(&self) -> String {
        format!("{} of {} {}, {}", self.signed, self.target, self.unit, self.state).replace(" ,", ",")
    }
}

impl Turned {
    pub const ALL: [Turned; 7] = [
        Turned::NoLongerMet,
        Turned::NowBehind,
        Turned::NewlyAsked,
        Turned::NowMet,
        Turned::NoLongerBehind,
        Turned::NewlyMet,
        Turned::NotAsked,
    ];

    /// As a heading.
    pub fn shown(self) -> &'static str {
        match self {
            Turned::NoLongerMet => "Met now, not met any more",
            Turned::NowMet => "Not met now, then met",
            Turned::NowBehind => "On track now, then behind",
            Turned::NoLongerBehind => "Behind now, then not",
            Turned::NewlyAsked => "Newly asked, and not met yet",
            Turned::NewlyMet => "Newly asked, and met at once",
            Turned::NotAsked => "Not asked any more",
        }
    }
}

/// What turns for one person, in the order of the new version.
pub fn turns(before: &[Stood], after: &[Stood]) -> Vec<Turn> {
    let of = |list: &'_ [Stood], code: &str| list.iter().find(|one| one.code == code).cloned();
    let mut all = Vec::new();
    for now in after {
        let was = of(before, &now.code);
        let turned = match &was {
            None if now.met => Some(Turned::NewlyMet),
            None => Some(Turned::NewlyAsked),
            Some(was) if was.met && !now.met => Some(Turned::NoLongerMet),
            Some(was) if !was.met && now.met => Some(Turned::NowMet),
            Some(was) => match (was.state == State::Behind, now.state == State::Behind) {
                (false, true) => Some(Turned::NowBehind),
                (true, false) => Some(Turned::NoLongerBehind),
                _ => None,
            },
        };
        all.extend(turned.map(|turned| Turn {
            turned,
            code: now.code.clone(),
            title: now.title.clone(),
            before: was.map(|was| was.said()).unwrap_or_default(),
            after: now.said(),
        }));
    }
    let gone = before.iter().filter(|was| of(after, &was.code).is_none());
    all.extend(gone.map(|was| Turn {
        turned: Turned::NotAsked,
        code: was.code.clone(),
        title: was.title.clone(),
        before: was.said(),
        after: String::new(),
    }));
    all
}
