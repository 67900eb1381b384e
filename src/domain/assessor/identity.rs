//! What is said of somebody without an account who decided: as sentences, the same on every page and in every
//! report. Nothing is claimed that was not proved.

use chrono_tz::Tz;

use super::{Handed, How, Proof};
use crate::domain::erasure::named;
use crate::domain::outside::{folded_body, folded_number};
use crate::domain::time::{Day, Moment};

/// Who somebody says they are, and the address that they prove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub name: String,
    /// `consultant anaesthetist`
    pub post: String,
    /// `GMC`
    pub body: String,
    pub number: String,
    /// As typed.
    pub address: String,
}

impl Identity {
    /// Body and number as they are compared, with the name that people are known by: of two who state one
    /// number under different names, one has mistyped it.
    pub fn registration(&self) -> (String, String, String) {
        let last = self.name.split_whitespace().last().unwrap_or_default().to_lowercase();
        (folded_body(&self.body), folded_number(&self.number), last)
    }

    /// `Dr A. Malik, consultant anaesthetist, GMC 1234567 as stated`; of one who was erased and decided nothing, that.
    pub fn stated(&self) -> String {
        if self.post.is_empty() && self.number.is_empty() {
            return named(self.name.clone());
        }
        format!("{}, {}, {} {} as stated", self.name, self.post, self.body, self.number)
    }
}

/// How, where and when it was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observed {
    pub how: How,
    pub place: String,
    pub on: Day,
    /// `14:30`; empty where nobody said.
    pub time: String,
    /// What they state of a code that hung there.
    pub scanned: Option<Scanned>,
}

/// The code of a room that was scanned or typed in, as whoever assesses states it. Never that anybody was there: a code
/// can be photographed, and its address kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scanned {
    /// The day and the time of the clock where they are.
    pub on: Day,
    /// `14:02`
    pub time: String,
    /// `Theatre 2, Hazelmere`
    pub room: String,
    /// Typed in by somebody without an account, whose scan the house cannot know.
    pub typed: bool,
}

/// Behind the time of a row, where the code was typed in.
const TYPED: &str = "/typed";

impl Scanned {
    /// As a row holds it: `2026-11-12 14:02 Theatre 2, Hazelmere`, or `2026-11-12 14:02/typed Theatre 2, Hazelmere`.
    pub fn written(&self) -> String {
        let typed = if self.typed { TYPED } else { "" };
        format!("{} {}{typed} {}", self.on.iso(), self.time, self.room)
    }

    /// Nothing where nothing is stated, or it cannot be read any more.
    pub fn read(text: &str) -> Option<Scanned> {
        let (on, rest) = text.split_once(' ')?;
        let (time, room) = rest.split_once(' ')?;
        let (time, typed) = time.strip_suffix(TYPED).map_or((time, false), |time| (time, true));
        Some(Scanned { on: on.parse().ok()?, time: time.to_owned(), room: room.to_owned(), typed })
    }

    /// `code of Theatre 2, Hazelmere scanned at 14:02`, or `.. stated at 14:02`, with the day where it is another than
    /// `day`.
    pub fn said(&self, day: Day) -> String {
        let on = if self.on == day { String::new() } else { format!("on {} ", self.on) };
        let how = if self.typed { "stated" } else { "scanned" };
        format!("code of {} {how} {on}at {}", self.room, self.time)
    }
}

impl Observed {
    /// `Observed on 3 November 2026, 14:30: Theatre 2; code of Theatre 2, Hazelmere scanned at 14:02.`
    pub fn sentence(&self) -> String {
        let how = match self.how {
            How::Observed => "Observed",
            How::Discussed => "Discussed from the record",
            How::Recording => "Seen on a recording",
        };
        let at = if self.time.is_empty() { String::new() } else { format!(", {}", self.time) };
        let scanned =
            self.scanned.as_ref().map(|code| format!("; {}", code.said(self.on))).unwrap_or_default();
        // The place may have been struck out.
        let place = if self.place.is_empty() { String::new() } else { format!(": {}", self.place) };
        format!("{how} on {}{at}{place}{scanned}.", self.on)
    }
}

/// Everything that a statement says about how identity was established.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub identity: Identity,
    pub seen: Observed,
    pub handed: Handed,
    /// When the link was first opened.
    pub opened: Option<Moment>,
    pub taken: Moment,
    /// How and when the address was proved; nobody has, while it is not confirmed.
    pub proved: Option<(Proof, Moment)>,
}

impl Told {
    /// `Dr A. Malik, consultant anaesthetist, GMC 1234567 as stated, who proved the address a.malik@northgate.nhs.uk by
    /// a code on 12 November 2026, 14:02; code scanned on 12 November 2026, 14:00`
    pub fn who(&self, zone: Tz) -> String {
        // That and when one was proved stays; the address goes as its owner is erased.
        let address = match self.identity.address.as_str() {
            "" => "a work address, erased since,".to_owned(),
            address => format!("the address {address}"),
        };
        let proved = match self.proved {
            Some((Proof::Code, at)) => format!("who proved {address} by a code on {}", at.shown_in(zone)),
            Some((Proof::Letter, at)) => format!(
                "who decided on {} and proved {address} by a link sent to it on {}",
                self.taken.shown_in(zone),
                at.shown_in(zone)
            ),
            None if self.identity.address.is_empty() => {
                "whose address was not confirmed and is erased".to_owned()
            }
            None => format!("whose address {} is not confirmed", self.identity.address),
        };
        let opened = match (self.opened, self.handed) {
            (Some(at), Handed::Shown) => format!("; code scanned on {}", at.shown_in(zone)),
            (Some(at), Handed::Sent) => format!("; link opened on {}", at.shown_in(zone)),
            (None, _) => String::new(),
        };
        format!("{}, {proved}{opened}", self.identity.stated())
    }

    /// The sentences below a decision.
    pub fn sentences(&self, zone: Tz) -> Vec<String> {
        vec![format!("{}.", self.who(zone)), self.seen.sentence()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::DEFAULT_ZONE;

    fn told(handed: Handed, proved: Option<(Proof, &str)>) -> Told {
        let at = |text: &str| text.parse::<Moment>().unwrap();
        Told {
            identity: Identity {
                name: "Dr A. Malik".into(),
                post: "consultant anaesthetist".into(),
                body: "GMC".into(),
                number: "1234567".into(),
                address: "a.malik@northgate.nhs.uk".into(),
            },
            seen: Observed {
                how: How::Observed,
                place: "Theatre 2, Northgate".into(),
                on: Day::of(2026, 11, 3).unwrap(),
                time: String::new(),
                scanned: None,
            },
            handed,
            opened: Some(at("2026-11-12T14:00:00Z")),
            taken: at("2026-11-12T14:02:00Z"),
            proved: proved.map(|(how, when)| (how, at(when))),
        }
    }

    #[test]
    fn the_sentence_says_exactly_what_was_proved_and_what_was_stated() {
        let shown = told(Handed::Shown, Some((Proof::Code, "2026-11-12T14:02:00Z"))).who(DEFAULT_ZONE);
        assert_eq!(
            shown,
            "Dr A. Malik, consultant anaesthetist, GMC 1234567 as stated, who proved the address \
             a.malik@northgate.nhs.uk by a code on 12 November 2026, 14:02; code scanned on 12 November 2026, 14:00"
        );
        let sent = told(Handed::Sent, Some((Proof::Letter, "2026-11-13T09:10:00Z"))).who(DEFAULT_ZONE);
        assert!(sent.contains("who decided on 12 November 2026, 14:02 and proved the address"), "{sent}");
        assert!(sent.ends_with(
            "by a link sent to it on 13 November 2026, 09:10; link opened on 12 November 2026, 14:00"
        ));
        let not = told(Handed::Sent, None).who(DEFAULT_ZONE);
        assert!(not.contains("whose address a.malik@northgate.nhs.uk is not confirmed"), "{not}");
        let mut gone = told(Handed::Sent, Some((Proof::Code, "2026-11-12T14:02:00Z")));
        gone.identity.address.clear();
        assert!(
            gone.who(DEFAULT_ZONE).contains(
                "GMC 1234567 as stated, who proved a work address, erased since, by a code on 12 November 2026, 14:02"
            ),
            "{}",
            gone.who(DEFAULT_ZONE)
        );
        let nobody = Told {
            identity: Identity {
                name: String::new(),
                post: String::new(),
                body: String::new(),
                number: String::new(),
                address: String::new(),
            },
            proved: None,
            ..gone
        };
        assert!(
            nobody
                .who(DEFAULT_ZONE)
                .starts_with("Erased person, whose address was not confirmed and is erased")
        );
        for said in [shown, sent, not] {
            assert!(!said.contains("present") && !said.contains("in the room"), "{said}");
        }
    }

    #[test]
    fn how_it_was_seen_is_a_sentence_of_its_own() {
        let mut one = told(Handed::Shown, None).seen;
        assert_eq!(one.sentence(), "Observed on 3 November 2026: Theatre 2, Northgate.");
        one.how = How::Discussed;
        assert_eq!(one.sentence(), "Discussed from the record on 3 November 2026: Theatre 2, Northgate.");
        (one.how, one.time) = (How::Recording, "14:30".to_owned());
        assert_eq!(one.sentence(), "Seen on a recording on 3 November 2026, 14:30: Theatre 2, Northgate.");
    }

    #[test]
    fn a_code_that_was_scanned_is_stated_and_proves_nothing() {
        let mut one = told(Handed::Shown, None).seen;
        let code =
            Scanned { on: one.on, time: "14:02".into(), room: "Theatre 2, Hazelmere".into(), typed: false };
        assert_eq!(code.written(), "2026-11-03 14:02 Theatre 2, Hazelmere");
        assert_eq!(Scanned::read(&code.written()), Some(code.clone()));
        let typed = Scanned { typed: true, ..code.clone() };
        assert_eq!(typed.written(), "2026-11-03 14:02/typed Theatre 2, Hazelmere");
        assert_eq!(Scanned::read(&typed.written()), Some(typed.clone()));
        assert_eq!(typed.said(one.on), "code of Theatre 2, Hazelmere stated at 14:02");
        for unread in ["", "2026-11-03", "2026-11-03 14:02", "today 14:02 Theatre 2"] {
            assert_eq!(Scanned::read(unread), None, "{unread}");
        }
        one.scanned = Some(code.clone());
        assert_eq!(
            one.sentence(),
            "Observed on 3 November 2026: Theatre 2, Northgate; code of Theatre 2, Hazelmere scanned at 14:02."
        );
        one.scanned = Some(Scanned { on: one.on.plus_days(1), ..code });
        let said = one.sentence();
        assert!(
            said.ends_with("; code of Theatre 2, Hazelmere scanned on 4 November 2026 at 14:02."),
            "{said}"
        );
        assert!(!said.contains("present") && !said.contains("was there"), "{said}");
    }

    #[test]
    fn a_registration_is_compared_with_the_name() {
        let one = told(Handed::Shown, None).identity;
        let other =
            |name: &str, number: &str| Identity { name: name.into(), number: number.into(), ..one.clone() };
        assert_eq!(one.registration(), other("Aisha MALIK", "123 4567").registration());
        assert_ne!(one.registration(), other("Dr B. Reid", "1234567").registration());
    }
}
