//! Somebody without an account decides on one entry. The trainee hands the link over, for what they submitted and
//! nobody has decided; a training lead says, inside their territory, which domains are work addresses. Whoever proves
//! one then passes the rule of everybody who decides, and two more: their address lies in a domain that is allowed
//! where the entry is filed, and they are nobody's trainee on the same programme. Never oneself, under whatever address.

use crate::domain::entry::EntryState;
use crate::domain::fault::{Refusal, refuse_unless};
use crate::domain::kind::Confirmer;
use crate::domain::names::{AccountId, EntryId, StatementId};
use crate::domain::policy::Grant;
use crate::domain::policy::entries::WITH_WRITER;
use crate::domain::policy::signoffs::{Decide, DecideCase, entitles};
use crate::domain::role::{Capacity, Person, Scope};
use crate::domain::territory::{Over, Spot, Territory};

/// To make a link to one's entry, and to withdraw it.
#[derive(Debug, Clone)]
pub struct HandOver {
    pub entry: EntryId,
}

#[derive(Debug, Clone)]
pub struct LinkCase {
    pub entry: EntryId,
    pub owner: AccountId,
    pub state: EntryState,
    pub confirmed_by: Confirmer,
    /// Why nothing is filed or decided any more; none while something is open.
    pub closed: Option<String>,
    /// The capacities that are asked next; empty: as the kind says.
    pub next: Vec<Capacity>,
    /// It is a supervisor's writing on which no signature stands.
    pub with_writer: bool,
    /// A lead has allowed a domain of work addresses where it is filed.
    pub domains: bool,
}

/// What is said where no lead has allowed a domain of work addresses.
pub const NO_DOMAINS: &str = "Your training lead has not said yet from which work addresses somebody without an account may sign. Ask them to \
     allow the domain of the address, like northgate.nhs.uk, on their page People.";

pub fn may_hand_over(person: &Person, case: &LinkCase) -> Result<Grant<HandOver>, Refusal> {
    own(person, &case.owner)?;
    match case.confirmed_by {
        Confirmer::Supervisor => {}
        Confirmer::Lead => {
            return Err(Refusal::new("lead-confirms", "A training lead confirms an entry like this."));
        }
        Confirmer::Nobody => {
            return Err(Refusal::new("needs-no-signature", "An entry like this needs no signature."));
        }
    }
    if let Some(sentence) = &case.closed {
        return Err(Refusal::new("closed", sentence.clone()));
    }
    refuse_unless(case.state == EntryState::Submitted, || {
        Refusal::new("not-submitted", "Only what is submitted and not yet decided can be handed to somebody.")
    })?;
    refuse_unless(case.next.is_empty() || case.next.contains(&Capacity::Assessor), || {
        Refusal::new(
            "next-is-appointed",
            "The next to sign this is somebody who is appointed here. Ask them by name.",
        )
    })?;
    refuse_unless(!case.with_writer, || Refusal::new("with-its-writer", WITH_WRITER))?;
    refuse_unless(case.domains, || Refusal::new("no-domains", NO_DOMAINS))?;
    Ok(Grant::to(person, HandOver { entry: case.entry.clone() }))
}

/// One's own link, whatever has become of the entry.
pub fn may_withdraw_link(
    person: &Person,
    owner: &AccountId,
    entry: &EntryId,
) -> Result<Grant<HandOver>, Refusal> {
    own(person, owner)?;
    Ok(Grant::to(person, HandOver { entry: entry.clone() }))
}

/// To have the letter to the work address sent again, with a new link in place of the one before.
#[derive(Debug, Clone)]
pub struct SendLetter {
    pub statement: StatementId,
}

/// `waits`: it is decided, and neither confirmed nor ended, nor are its seven days over.
pub fn may_send_letter(
    person: &Person,
    owner: &AccountId,
    statement: &StatementId,
    waits: bool,
) -> Result<Grant<SendLetter>, Refusal> {
    own(person, owner)?;
    refuse_unless(waits, || {
        Refusal::new(
            "letter-answered",
            "This waits for no letter any more. The entry says what became of it.",
        )
    })?;
    Ok(Grant::to(person, SendLetter { statement: statement.clone() }))
}

fn own(person: &Person, owner: &AccountId) -> Result<(), Refusal> {
    refuse_unless(person.account == *owner, || {
        Refusal::new("not-yours", "Only whoever recorded an entry hands it to somebody.")
    })
}

/// What is known of whoever holds the link, besides the case of everybody who decides.
#[derive(Debug, Clone)]
pub struct OutsideCase {
    pub decide: DecideCase,
    /// Their address lies in a domain that is allowed where the entry is filed.
    pub allowed: bool,
    /// Trainee of one of the programmes that it is filed under, today or on its day.
    pub trainee: bool,
    /// Their account in this house is closed.
    pub closed: bool,
}

/// Before the address is proved: nothing is asked but its domain and the entry, so that whoever only types an address
/// learns nothing of the person behind it. What that person may do is asked once they have shown that it is theirs.
pub fn may_prove(case: &OutsideCase) -> Result<(), Refusal> {
    allowed(case)?;
    let anybody = DecideCase {
        same_person: false,
        signed_already: false,
        capacities: vec![Capacity::Supervisor, Capacity::Lead, Capacity::Assessor],
        ..case.decide.clone()
    };
    entitles(&AccountId::new(""), &anybody).map(|_| ())
}

/// The code of a refusal that a lead can mend, so that a decision that waits goes on waiting.
pub const DOMAIN_NOT_ALLOWED: &str = "domain-not-allowed";

fn allowed(case: &OutsideCase) -> Result<(), Refusal> {
    may_come_from(case.allowed)
}

/// `allowed`: whether a lead allows the domain of the address.
pub fn may_come_from(allowed: bool) -> Result<(), Refusal> {
    refuse_unless(allowed, || {
        Refusal::new(
            DOMAIN_NOT_ALLOWED,
            "The training lead has not allowed addresses of this domain. Use your work address; if it is one, the trainee \
             asks their training lead to allow its domain.",
        )
    })
}

/// `account`: whom the address belongs to, or the id of a person who is not known yet. The address is proved.
pub fn may_decide_outside(account: &AccountId, case: &OutsideCase) -> Result<Grant<Decide>, Refusal> {
    allowed(case)?;
    refuse_unless(*account != case.decide.owner, || {
        Refusal::new("own-work", "Nobody decides on their own work, under whatever address.")
    })?;
    refuse_unless(!case.closed, || {
        Refusal::new("account-closed", "The account of this address is closed, so nothing is signed with it.")
    })?;
    refuse_unless(!case.trainee, || {
        Refusal::new(
            "signer-is-trainee",
            "This address belongs to a trainee on the same programme, who cannot sign for others.",
        )
    })?;
    let capacity = entitles(account, &case.decide)?;
    Ok(Grant::to_account(account, Decide { entry: case.decide.entry.clone(), capacity }))
}

/// To say that two who signed without an account, with other addresses and the same registration and name, are one.
#[derive(Debug, Clone)]
pub struct JoinAssessors {
    pub later: AccountId,
    pub earlier: AccountId,
}

/// `resembles`: who stated the same registration and name before, as it is now; `seen`: the later one signed for somebody
/// whom the asker leads.
pub fn may_join(
    person: &Person,
    later: &AccountId,
    resembles: Option<&AccountId>,
    seen: bool,
) -> Result<Grant<JoinAssessors>, Refusal> {
    refuse_unless(seen, || {
        Refusal::new(
            "join-not-yours",
            "You can say this only of somebody who signed for a trainee whom you lead.",
        )
    })?;
    let own = person.account == *later || resembles.is_some_and(|earlier| person.account == *earlier);
    refuse_unless(!own, || {
        Refusal::new("own-join", "Nobody says this of themselves. Ask another training lead.")
    })?;
    let earlier = resembles.ok_or_else(|| {
        Refusal::new("joined-already", "Nobody else has stated the same registration and name before.")
    })?;
    Ok(Grant::to(person, JoinAssessors { later: later.clone(), earlier: earlier.clone() }))
}

/// What somebody decided without an account and may still confirm stays where it is until then: it is neither withdrawn
/// nor filed as something else, or a bad attempt would be gone before it is one. It may be edited: what is confirmed is
/// bound to the version that was read. `waits`: it is decided so, and neither confirmed nor ended.
pub fn may_end_unconfirmed(waits: bool) -> Result<(), Refusal> {
    refuse_unless(!waits, || {
        Refusal::new(
            "waits-for-letter",
            "Somebody without an account decided on this entry and may still confirm it, within 7 days, so it stays on the \
             record as it is until then. You can edit it: that makes a new version.",
        )
    })
}

/// To say that addresses of a domain are work addresses over a place, or to take that back.
#[derive(Debug, Clone)]
pub struct AllowDomain {
    pub over: Over,
}

pub fn may_allow_domain(
    person: &Person,
    spot: &Spot,
    territory: &Territory,
) -> Result<Grant<AllowDomain>, Refusal> {
    let place =
        matches!(spot.over.scope, Scope::Department | Scope::Site | Scope::Institution | Scope::Programme);
    refuse_unless(place && territory.holds(spot), || {
        Refusal::new("domain-outside", "You can allow domains only over what you lead yourself.")
    })?;
    Ok(Grant::to(person, AllowDomain { over: spot.over.clone() }))
}

#[cfg(test)]
mod tests;
