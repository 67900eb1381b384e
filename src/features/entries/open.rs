//! Where an entry may still be decided on, and who is to sign next: the enrolments that it is filed under without
//! those that are frozen, and what their programmes still ask after the signatures that are there.

use crate::db::conn::Conn;
use crate::db::shelf::Shelf;
use crate::domain::entry::{EntryState, Verdict};
use crate::domain::fault::Fault;
use crate::domain::kind::Confirmer;
use crate::domain::names::{AccountId, DecisionId, EnrolmentId, with_article};
use crate::domain::progress::{NextSigner, asks_approved, next_signer};
use crate::domain::role::{Capacity, Sight};
use crate::domain::time::Moment;
use crate::features::entries::seen::{DecisionShown, Seen};
use crate::features::people::who_may_decide;
use crate::features::{enrolments, programmes};

/// What is left to decide about an entry.
pub struct StillOpen {
    /// Filed under these, and not frozen.
    pub enrolments: Vec<EnrolmentId>,
    /// Filed under these, which are frozen: the sentences that say so.
    pub closed: Vec<String>,
    /// What is asked beyond the signatures that are there.
    pub next: Option<Next>,
    /// A programme among them asks somewhere that whoever signs was approved by name.
    pub asks_approved: bool,
}

/// Said where the next in an order is missing.
const NOBODY_NEXT: &str = " Nobody is appointed for you who could sign next, so it is asked of nobody. Whoever is \
                           appointed is asked the next morning; your training lead sees it under Waiting.";

/// Another signature, and under which enrolments it is asked.
pub struct Next {
    pub wanted: NextSigner,
    pub under: Vec<EnrolmentId>,
}

impl Next {
    /// The capacities that people may hold; empty: as the kind says.
    pub fn held(&self) -> Vec<Capacity> {
        self.wanted.capacities.iter().filter_map(|code| code.parse().ok()).collect()
    }

    /// `1 of 2 have signed it`
    pub fn said(&self) -> String {
        let who = match self.held().as_slice() {
            [] => "somebody else".to_owned(),
            held => held.iter().map(|one| with_article(one.shown())).collect::<Vec<_>>().join(" or "),
        };
        format!("{} of {} have signed it. The next is {who}.", self.wanted.have, self.wanted.of)
    }

    /// The same where nobody waits for it; `able`: how many could be asked now.
    pub fn said_of_none(&self, able: usize) -> String {
        let missing = if able == 0 && self.wanted.ordered { NOBODY_NEXT } else { "" };
        format!("{}{missing}", self.said())
    }
}

impl StillOpen {
    /// Why nothing can be decided any more; none while something is open, or it is filed nowhere.
    pub fn frozen(&self) -> Option<String> {
        (self.enrolments.is_empty() && !self.closed.is_empty()).then(|| self.closed.join(" "))
    }
}

impl Seen {
    /// The signatures that stand on the latest version, the earliest first.
    pub fn signed(&self) -> impl Iterator<Item = &DecisionShown> {
        let of = |one: &&DecisionShown| one.stands() && one.verdict == Verdict::Signed;
        self.decisions.iter().filter(of).filter(|one| one.version == self.version)
    }

    /// A supervisor's writing on which no signature stands: only they, or a lead, hand it to somebody else.
    pub fn waits_with_writer(&self) -> bool {
        self.goes_back_to_writer() && self.signed().next().is_none()
    }

    /// The state that the signatures say that stand: where the kind has several sign in an order it is submitted until
    /// the last has.
    pub fn signed_state(&self) -> EntryState {
        let none = self.signed().next().is_none();
        match self.kind.next_to_sign(self.signed().map(|one| one.capacity.as_str())) {
            Some(_) => EntryState::Submitted,
            None if none => EntryState::Submitted,
            None => EntryState::Signed,
        }
    }

    /// Whether what is returned goes back to whoever wrote it, since its owner could change nothing of it: what only a
    /// supervisor writes, and what a round of feedback became.
    pub fn goes_back_to_writer(&self) -> bool {
        self.kind.goes_back_to_supervisor() || self.of_round
    }

    /// The return that stands, with nothing decided since, of what waits again with whoever wrote it.
    pub fn came_back(&self) -> Option<&DecisionShown> {
        let of = |one: &&DecisionShown| one.version == self.version;
        let last = self.decisions.iter().filter(of).rfind(|one| one.stands())?;
        let went_on = self.decisions.iter().filter(of).any(|one| one.was_said() && one.at > last.at);
        (last.verdict == Verdict::Returned && self.state == EntryState::Submitted && !went_on).then_some(last)
    }

    /// As it would be without these signatures.
    pub fn without(&self, ended: &[DecisionId], at: Moment) -> Seen {
        let mut after = self.clone();
        for one in after.decisions.iter_mut().filter(|one| ended.contains(&one.id)) {
            one.undone = Some((at, String::new()));
        }
        after
    }

    /// As it is once somebody has signed: for whose turn is next, with no word of what they said.
    pub fn with_signature(
        &self,
        id: &DecisionId,
        signer: &AccountId,
        capacity: Capacity,
        at: Moment,
    ) -> Seen {
        let mut after = self.clone();
        after.decisions.push(DecisionShown {
            id: id.clone(),
            version: self.version.clone(),
            version_number: self.version_number,
            request: self.request.as_ref().map(|open| open.id.clone()),
            signer: signer.clone(),
            signer_name: String::new(),
            capacity: capacity.as_str().to_owned(),
            deputising_for: None,
            batch: None,
            verdict: Verdict::Signed,
            satisfactory: true,
            level: String::new(),
            reason: String::new(),
            comment: String::new(),
            struck: false,
            assessed: None,
            root: self.root.clone(),
            at,
            undone: None,
        });
        after
    }

    /// Whether whoever decides next answers the assessor's side, or may say how they saw it: the first to sign does.
    pub fn asks_assessor(&self) -> bool {
        (self.kind.has_two_sides() || self.kind.lets_say_seen()) && self.signed().next().is_none()
    }

    /// Whose signature the kind itself asks next.
    fn next_of_kind(&self) -> Option<NextSigner> {
        let capacity = self.kind.next_to_sign(self.signed().map(|one| one.capacity.as_str()))?;
        Some(NextSigner {
            have: self.signed().count(),
            of: self.kind.signers.len(),
            capacities: vec![capacity.as_str().to_owned()],
            ordered: true,
        })
    }
}

// open: reached through an entry in sight
pub fn still_open(conn: &mut Conn, shelf: &Shelf, entry: &Seen, now: Moment) -> Result<StillOpen, Fault> {
    let closings = enrolments::closings(conn, shelf, &entry.filings, now)?;
    let signed: Vec<(&str, &str)> =
        entry.signed().map(|one| (one.signer.as_str(), one.capacity.as_str())).collect();
    let mut open = StillOpen { enrolments: Vec::new(), closed: Vec::new(), next: None, asks_approved: false };
    let rows = enrolments::of_portfolio(conn, &entry.portfolio)?;
    for row in rows.into_iter().filter(|row| entry.filings.contains(&row.id)) {
        if let Some(closing) = closings.get(&row.id).filter(|closing| closing.why.is_frozen()) {
            open.closed.push(closing.sentence.clone());
            continue;
        }
        let version = programmes::version_at(conn, shelf, &row.version, row.layer.as_ref())?;
        if let Some(wanted) = next_signer(&version, &entry.kind.code, &signed) {
            let of = |one: &NextSigner| (one.of.saturating_sub(one.have), one.ordered);
            let more = |next: &Next| of(&wanted) > of(&next.wanted);
            match &mut open.next {
                Some(next) if !more(next) => {
                    if next.wanted.capacities == wanted.capacities {
                        next.under.push(row.id.clone());
                    }
                }
                next => *next = Some(Next { wanted, under: vec![row.id.clone()] }),
            }
        }
        open.asks_approved |= asks_approved(&version);
        open.enrolments.push(row.id);
    }
    // The order of the kind stands before what programmes ask besides.
    if let Some(wanted) = entry.next_of_kind() {
        open.next = Some(Next { wanted, under: open.enrolments.clone() });
    }
    Ok(open)
}

/// Whom the owner may ask for the next signature: those who hold its capacity, without whoever has signed.
// open: a trainee must be able to name whom they ask; oneself is never among them
pub fn next_people(
    conn: &mut Conn,
    who: &Sight,
    entry: &Seen,
    next: &Next,
) -> Result<Vec<(AccountId, String)>, Fault> {
    let mut capacities = next.held();
    if capacities.is_empty() {
        capacities.push(match entry.kind.confirmed_by {
            Confirmer::Lead => Capacity::Lead,
            _ => Capacity::Supervisor,
        });
    }
    let mut all: Vec<(AccountId, String)> = Vec::new();
    for capacity in capacities {
        for one in who_may_decide(conn, &next.under, capacity, entry.day, who.today())? {
            let known = all.contains(&one) || entry.signed().any(|decision| decision.signer == one.0);
            if !known && one.0 != *who.viewer() {
                all.push(one);
            }
        }
    }
    all.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    Ok(all)
}
