//! What the log form needs to know about a person, as plain data; `store` reads it.

use std::sync::Arc;

use crate::domain::feedback::ROUND;
use crate::domain::kind::{Kind, Recorder, Values};
use crate::domain::names::*;
use crate::domain::programme::Version;
use crate::domain::rule::Rule;
use crate::features::enrolments::Enrolled;

/// A portfolio with what its enrolments ask.
#[derive(Debug, Clone)]
pub struct Own {
    pub portfolio: PortfolioId,
    pub enrolments: Vec<(Enrolled, Arc<Version>)>,
    /// Those under which nothing more is filed, with the sentence that says so.
    pub closed: Vec<(EnrolmentId, String)>,
    /// Of an entry that is changed and of whose kind none of the programmes knows (somebody else recorded it, or it is a goal
    /// made of what was agreed): the kind, and where it is filed. There it stays.
    pub stays: Option<(String, Vec<EnrolmentId>)>,
}

impl Own {
    /// The enrolments whose version uses the kind, or under which the changed entry of the kind stays.
    pub fn using(&self, kind: &str) -> impl Iterator<Item = &(Enrolled, Arc<Version>)> {
        let stays = self.stays.as_ref().filter(|(of, _)| of == kind).map(|(_, ids)| ids.as_slice());
        let stays = stays.unwrap_or_default();
        self.enrolments
            .iter()
            .filter(move |(row, version)| version.kind(kind).is_some() || stays.contains(&row.id))
    }

    /// One of the programmes knows the kind.
    pub fn knows(&self, kind: &str) -> bool {
        self.enrolments.iter().any(|(_, version)| version.kind(kind).is_some())
    }

    /// Those under which something of the kind may be filed.
    pub fn ids_using(&self, kind: &str) -> Vec<EnrolmentId> {
        let ids = self.using(kind).map(|(row, _)| row.id.clone());
        ids.filter(|id| !self.closed.iter().any(|(closed, _)| closed == id)).collect()
    }

    /// Why nothing is filed under the others that use the kind.
    pub fn closed_to(&self, kind: &str) -> Vec<String> {
        let using: Vec<&EnrolmentId> = self.using(kind).map(|(row, _)| &row.id).collect();
        let closed = self.closed.iter().filter(|(id, _)| using.contains(&id));
        closed.map(|(_, sentence)| sentence.clone()).collect()
    }

    /// Titles of the programmes for whose requirement feedback is gathered inside: an entry that is logged by hand stands
    /// for a round that was held elsewhere. None for any other kind.
    pub fn gathers_inside(&self, kind: &str) -> Vec<String> {
        let asks = |version: &Version| {
            version
                .requirements
                .iter()
                .any(|one| matches!(&one.rule, Rule::Feedback(rule) if rule.kind == ROUND))
        };
        let open = self.ids_using(ROUND);
        let all = self.using(kind).filter(|(row, version)| open.contains(&row.id) && asks(version));
        all.filter(|_| kind == ROUND).map(|(_, version)| version.title.clone()).collect()
    }

    /// Kinds that this person records, each once, in the order of their programmes.
    pub fn kinds(&self) -> Vec<Arc<Kind>> {
        let mut all: Vec<Arc<Kind>> = Vec::new();
        for (_, version) in &self.enrolments {
            for used in version.kinds.iter().filter(|used| used.kind.recorded_by == Recorder::Trainee) {
                if !all.iter().any(|known| known.code == used.kind.code) {
                    all.push(Arc::new(used.kind.clone()));
                }
            }
        }
        all
    }
}

/// What the person did last: for defaults and for the order of choices.
#[derive(Debug, Clone, Default)]
pub struct Habits {
    /// The newest first.
    pub recent: Vec<Values>,
    /// Whom they asked, the latest first, each once.
    pub asked: Vec<AccountId>,
}

/// What the house has switched off for a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Takes {
    pub camera: bool,
    pub files: bool,
}

impl Takes {
    /// Why a file of this sort is not taken with such entries.
    pub fn refuses(self, media_type: &str) -> Option<&'static str> {
        match (self.files, self.camera) {
            (true, _) => None,
            (false, true) if media_type.starts_with("image/") => None,
            (false, true) => Some("Only pictures are taken with this kind of entry."),
            (false, false) => Some("No files are taken with this kind of entry."),
        }
    }
}
