//! The trainee's page about the link.

use askama::Template;

use crate::domain::assessor::Handed;
use crate::domain::fault::{Fault, Refusal};
use crate::features::accounts::Qr;
use crate::features::entries::{InVain, LinkShown, Seen, said_unconfirmed};
use crate::features::signoffs::said;
use crate::web::gate::Trainee;
use crate::web::page::{Place, Shell, View};
use crate::web::paths;
use crate::web::typed::Typed;

#[derive(Template)]
#[template(path = "outside/hand.html")]
pub struct Hand {
    pub(super) shell: Shell,
    pub(super) typed: Typed,
    pub(super) entry: String,
    pub(super) said: String,
    pub(super) action: String,
    pub(super) end: String,
    /// Why none can be made.
    pub(super) refused: String,
    /// Of whom a signature counts, where only approved assessors’ do.
    pub(super) named: Option<InVain>,
    /// What its holder reads before they decide: for what their signature would not count.
    pub(super) in_vain: Vec<String>,
    /// What was decided through one before and waits to be confirmed.
    pub(super) unconfirmed: Vec<String>,
    pub(super) link: Option<Link>,
}

/// What was found about a link to the entry.
pub struct ToldOfLink {
    pub refused: Option<Refusal>,
    pub named: Option<InVain>,
    pub in_vain: Vec<String>,
}

pub(super) struct Link {
    /// On the screen as a code to scan; otherwise as an address to send. Each says of itself how it was opened.
    pub qr: Option<Qr>,
    pub address: String,
    pub until: String,
    pub opened: Vec<String>,
}

impl Hand {
    pub fn new(
        who: &Trainee,
        seen: &Seen,
        told: ToldOfLink,
        address: Option<String>,
        typed: Typed,
    ) -> Result<Hand, Fault> {
        let link = match (address, seen.link_at(who.now)) {
            (Some(address), Some(link)) => Some(shown(seen, link, address)?),
            _ => None,
        };
        Ok(Hand {
            shell: who.shell("Ask someone without an account", Place::Portfolio),
            typed,
            entry: paths::entry(seen.id.as_str()),
            said: said(seen),
            action: paths::hand_over(seen.id.as_str()),
            end: paths::hand_over_end(seen.id.as_str()),
            refused: told.refused.map(|refusal| refusal.sentence).unwrap_or_default(),
            named: told.named,
            in_vain: told.in_vain,
            unconfirmed: seen.unconfirmed().map(|one| said_unconfirmed(seen, one)).collect(),
            link,
        })
    }
}

fn shown(seen: &Seen, link: &LinkShown, address: String) -> Result<Link, Fault> {
    let zone = seen.zone;
    let opened = link.openings.iter().map(|(agent, first, last)| {
        let agent = if agent.is_empty() { "A browser that does not name itself" } else { agent };
        match first == last {
            true => format!("{agent}: {}", first.shown_in(zone)),
            false => format!("{agent}: first {}, last {}", first.shown_in(zone), last.shown_in(zone)),
        }
    });
    let qr = (link.handed == Handed::Shown).then(|| Qr::of(&address)).transpose()?;
    Ok(Link { qr, address, until: link.expires.shown_in(zone), opened: opened.collect() })
}

impl View for Hand {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn typed(&self) -> Option<&Typed> {
        Some(&self.typed)
    }
}
