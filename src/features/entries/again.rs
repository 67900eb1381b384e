//! A form that is answered again by whoever answered it before: everything as it stood, in the words of the form.

use crate::db::conn::Conn;
use crate::domain::entry::{EntryState, Verdict};
use crate::domain::fault::Fault;
use crate::domain::names::*;
use crate::domain::role::Sight;
use crate::domain::signoff::CAME_BACK;
use crate::domain::time::Day;
use crate::features::entries::assessed::{Assessed, words_of_seen};
use crate::features::entries::entered::{day_words, words_of};
use crate::features::entries::fields::Offers;
use crate::features::entries::seen::{DecisionShown, Seen};
use crate::features::entries::store;
use crate::web::typed::Words;

/// What the lists of a form about this person offer to whoever fills it in for them.
pub fn offers_about(
    conn: &mut Conn,
    (owner, portfolio): (&AccountId, &PortfolioId),
    under: &[EnrolmentId],
    today: Day,
) -> Result<Offers, Fault> {
    let on = Sight::on_behalf_of(owner.clone(), today);
    let people = store::supervisors(conn, &on, under, today)?;
    let places = store::sites_of(conn, portfolio)?;
    Ok(Offers {
        people: people.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
        places: places.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
    })
}

impl Seen {
    /// A supervisor wrote it, nobody's signature stands on it, and it waits with this person: the whole of it is theirs
    /// to write.
    pub fn is_written_again_by(&self, who: &AccountId) -> bool {
        let with_them = self.request.as_ref().is_some_and(|open| open.asked == *who);
        let unsigned = self.state == EntryState::Submitted && self.signed().next().is_none();
        with_them && unsigned && self.kind.goes_back_to_supervisor()
    }

    /// The latest signature on what is shown that stands no more: this person's own, or one with answers that came back.
    pub fn signed_before(&self, who: &AccountId) -> Option<&DecisionShown> {
        let of = |one: &&DecisionShown| {
            let why = one.undone.as_ref().map(|(_, why)| why.as_str());
            let came_back = why == Some(CAME_BACK) && one.assessed.is_some();
            why.is_some() && (one.signer == *who || came_back)
        };
        self.decisions
            .iter()
            .filter(|one| one.version == self.version && one.verdict == Verdict::Signed)
            .rfind(of)
    }

    /// Its days and its own side, as its form would hold them.
    pub fn own_words(&self, offers: &Offers) -> Words {
        let days = day_words("on", self.day).into_iter();
        let days = days.chain(self.until.into_iter().flat_map(|day| day_words("until", day)));
        let words = words_of(&self.asked, &self.values, |field, id| offers.offers(field, id));
        days.chain(words.iter().map(|(name, word)| (name.to_owned(), word.to_owned()))).collect()
    }

    /// The same of the assessor's side.
    pub fn answered_words(&self, said: &Assessed) -> Words {
        let words = words_of(&self.asked, &said.answers, |_, _| false);
        let seen = said.seen.iter().flat_map(words_of_seen);
        words.iter().map(|(name, word)| (name.to_owned(), word.to_owned())).chain(seen).collect()
    }
}
