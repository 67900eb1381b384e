//! What a browser may send to this room. What depends on the table and on the kind stays words here; `mapped`
//! reads them where both are known.

use std::collections::BTreeMap;

use crate::domain::amount::Amount;
use crate::domain::fault::Faults;
use crate::domain::names::{AccountId, EnrolmentId, EntryId, SetId, one_line, prose};
use crate::domain::time::Day;
use crate::features::entries::Answers;
use crate::web::form::FromForm;
use crate::web::typed::Words;
use crate::web::upload::Allowed;

/// Characters of a reason; the templates tell the same number.
pub const REASON: usize = 2_000;
/// Scans beside the one table.
pub const SCANS: usize = 9;
/// The field of the table; every other file is a scan.
pub const TABLE: &str = "table";

const FILES: Allowed = Allowed { most: SCANS + 1, bytes_each: u64::MAX, lenient: true };

#[derive(Debug)]
pub struct Begin {
    pub kind: String,
    pub source: String,
    /// The set whose mapping is used again.
    pub like: Option<SetId>,
}

impl FromForm for Begin {
    const FILES: Allowed = FILES;

    fn read(words: &Words, faults: &mut Faults) -> Option<Begin> {
        if words.one("kind").is_empty() {
            faults.add("kind", "Choose what is in the logbook.");
        }
        let source = faults.take("source", one_line("where the logbook is from", words.one("source"), 120));
        let like = Some(words.one("like")).filter(|id| !id.is_empty()).map(SetId::new);
        Some(Begin { kind: words.one("kind").to_owned(), source: source?, like })
    }
}

/// The words of the mapping, as they came.
#[derive(Debug)]
pub struct Mapped {
    pub words: Words,
}

impl FromForm for Mapped {
    fn read(words: &Words, _: &mut Faults) -> Option<Mapped> {
        Some(Mapped { words: words.clone() })
    }
}

#[derive(Debug)]
pub struct Lines {
    /// What was on the screen.
    pub mapped: String,
    pub answers: Answers,
    /// Bring it in; otherwise the answers are only kept.
    pub brings_in: bool,
}

impl FromForm for Lines {
    fn read(words: &Words, _: &mut Faults) -> Option<Lines> {
        let answer = |(name, word): (&str, &str)| {
            let key = name.strip_prefix("why-").or((name == "doubles").then_some("doubles"))?;
            (!word.is_empty()).then(|| (key.to_owned(), word.to_owned()))
        };
        Some(Lines {
            mapped: words.one("mapped").to_owned(),
            answers: words.iter().filter_map(answer).collect::<BTreeMap<_, _>>(),
            brings_in: words.one("do") == "bring-in",
        })
    }
}

/// Scans to add, or one to take away.
#[derive(Debug)]
pub struct Scans {
    pub remove: String,
}

impl FromForm for Scans {
    const FILES: Allowed = FILES;

    fn read(words: &Words, _: &mut Faults) -> Option<Scans> {
        Some(Scans { remove: words.one("remove").to_owned() })
    }
}

/// How much is accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    All,
    Between(Day, Day),
    Lines(Vec<EntryId>),
    /// Of a claim: so much of the unit.
    Credit(Amount),
    /// Of a claim: these of its items.
    Items(Vec<String>),
}

#[derive(Debug, Clone)]
pub struct Accepting {
    pub which: Which,
    pub reason: String,
    /// The writer says that no patient is named.
    pub nobody: bool,
    /// The content that was on the screen.
    pub root: String,
}

impl FromForm for Accepting {
    fn read(words: &Words, faults: &mut Faults) -> Option<Accepting> {
        let day = |field: &str, faults: &mut Faults| {
            let found = faults.take(field, words.day(field))?;
            if found.is_none() {
                faults.add(field, "Enter the day.");
            }
            found
        };
        let which = match words.one("which") {
            "all" => Some(Which::All),
            "between" => {
                let (from, until) = (day("from", faults), day("until", faults));
                from.zip(until).map(|(from, until)| Which::Between(from, until))
            }
            "lines" => Some(Which::Lines(words.all("line").map(EntryId::new).collect())),
            "credit" => {
                let amount = Amount::typed(words.one("credit")).filter(|amount| *amount > Amount::ZERO);
                if amount.is_none() {
                    faults.add("credit", "Enter how much is accepted as a number, such as 20.");
                }
                amount.map(Which::Credit)
            }
            "items" => Some(Which::Items(words.all("item").map(str::to_owned).collect())),
            _ => {
                faults.add("which", "Choose how much of it you accept.");
                None
            }
        };
        match &which {
            Some(Which::Lines(lines)) if lines.is_empty() => {
                faults.add("which", "Tick the lines that you accept.")
            }
            Some(Which::Items(items)) if items.is_empty() => faults.add("which", "Tick what you accept."),
            Some(Which::Between(from, until)) if until < from => {
                faults.add("until", "The last day is before the first.");
            }
            _ => {}
        }
        let said = reason(words, faults, "Say what you compared it with. It stays with the record.");
        Some(Accepting {
            which: which?,
            reason: said?,
            nobody: words.one("nobody") == "yes",
            root: words.one("root").to_owned(),
        })
    }
}

/// Sending back, or taking back.
#[derive(Debug, Clone)]
pub struct Why {
    pub reason: String,
    pub nobody: bool,
}

impl FromForm for Why {
    fn read(words: &Words, faults: &mut Faults) -> Option<Why> {
        let said = reason(words, faults, "Say why. The trainee reads it.");
        Some(Why { reason: said?, nobody: words.one("nobody") == "yes" })
    }
}

fn reason(words: &Words, faults: &mut Faults, missing: &str) -> Option<String> {
    let said = faults.take("reason", prose("The reason", words.one("reason"), REASON))?;
    if said.is_empty() {
        faults.add("reason", missing);
    }
    Some(said)
}

#[derive(Debug, Clone)]
pub struct Claiming {
    pub enrolment: EnrolmentId,
    pub requirement: String,
    pub what: String,
    pub place: String,
    pub from: Day,
    pub until: Day,
    pub why: String,
    pub which: Which,
    pub ask: Option<AccountId>,
    /// The writer has looked at every page that cannot be read here.
    pub looked: bool,
    pub nobody: bool,
}

impl FromForm for Claiming {
    const FILES: Allowed = FILES;

    fn read(words: &Words, faults: &mut Faults) -> Option<Claiming> {
        let what = faults.take("what", one_line("what it was", words.one("what"), 200));
        let place = faults.take("place", one_line("where it was", words.one("place"), 200));
        let mut day = |field: &str| {
            let found = faults.take(field, words.day(field)).flatten();
            if found.is_none() {
                faults.add(field, "Enter the day.");
            }
            found
        };
        let (from, until) = (day("from"), day("until"));
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            faults.add("until", "The last day is before the first. Check both.");
        }
        let why = faults.take("why", prose("This", words.one("why"), 5_000));
        if why.as_deref() == Some("") {
            faults.add("why", "Say what it covered and how it was assessed.");
        }
        let which = match words.one("which") {
            "credit" => {
                let amount = Amount::typed(words.one("credit")).filter(|amount| *amount > Amount::ZERO);
                if amount.is_none() {
                    faults.add("credit", "Enter how much you claim as a number, such as 20.");
                }
                amount.map(Which::Credit)
            }
            "items" => {
                let items: Vec<String> = words.all("item").map(str::to_owned).collect();
                if items.is_empty() {
                    faults.add("which", "Tick what you claim.");
                }
                Some(Which::Items(items))
            }
            "all" => Some(Which::All),
            _ => {
                faults.add("which", "Choose how much of it you claim.");
                None
            }
        };
        let ask = Some(words.one("ask")).filter(|id| !id.is_empty()).map(AccountId::new);
        Some(Claiming {
            enrolment: EnrolmentId::new(words.one("enrolment")),
            requirement: words.one("requirement").to_owned(),
            what: what?,
            place: place?,
            from: from?,
            until: until?,
            why: why?,
            which: which?,
            ask,
            looked: words.one("looked") == "yes",
            nobody: words.one("nobody") == "yes",
        })
    }
}
