//! Who may do what, as functions of one shape: `may_*(actor, case) -> Result<Grant<Act>, Refusal>`.
//! A grant is proof that the rule was asked: stores demand one, events are built from one, and only
//! this module can make one. A case is a plain struct of what the rule needs to know; the store fills
//! it inside the transaction, tests fill it by hand. Pages use the same functions to decide whether to
//! show a button, so page and server cannot disagree.

pub mod admin;
pub mod approvals;
pub mod asp;
pub mod assessments;
pub mod assessors;
pub mod authoring;
pub mod certificates;
pub mod earlier;
pub mod enrolments;
pub mod entries;
pub mod erasures;
pub mod exports;
pub mod factors;
pub mod feedback;
pub mod imports;
pub mod kinds;
pub mod life;
pub mod moves;
pub mod numbers;
pub mod official;
pub mod people;
pub mod programmes;
pub mod quality;
pub mod redactions;
pub mod requests;
pub mod results;
pub mod reviews;
pub mod rooms;
#[cfg(test)]
pub mod samples;
pub mod signoffs;
pub mod together;

use crate::domain::audit::Event;
use crate::domain::names::AccountId;
use crate::domain::role::{Person, System};

/// Permission for one act of one actor, given now.
#[derive(Debug, Clone)]
pub struct Grant<A> {
    actor: String,
    account: Option<AccountId>,
    act: A,
}

impl<A> Grant<A> {
    /// Only the functions of this module make grants.
    fn to(person: &Person, act: A) -> Grant<A> {
        Grant::to_account(&person.account, act)
    }

    /// Somebody who proved who they are without signing in.
    fn to_account(account: &AccountId, act: A) -> Grant<A> {
        Grant { actor: account.to_string(), account: Some(account.clone()), act }
    }

    /// The house's own housekeeping: jobs and the command line.
    pub fn to_system(_system: System, act: A) -> Grant<A> {
        Grant { actor: "system".to_owned(), account: None, act }
    }

    pub fn act(&self) -> &A {
        &self.act
    }

    /// The account that acts; none for the house itself.
    pub fn account(&self) -> Option<&AccountId> {
        self.account.as_ref()
    }

    /// What the columns `made_by`, `set_by` hold.
    pub fn by(&self) -> &str {
        &self.actor
    }

    /// An event of this actor: `grant.event("entry/signed", format!("entry/{id}"))`.
    pub fn event(&self, word: &'static str, subject: impl Into<String>) -> Event {
        Event::new(&self.actor, word, subject)
    }
}
