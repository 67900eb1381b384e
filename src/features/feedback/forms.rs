//! What a browser may send to this room.

use std::collections::BTreeMap;

use crate::domain::fault::Faults;
use crate::domain::feedback::{BackReason, EndReason, Form, Line, WORDS, Withheld, lines};
use crate::domain::kind::{Kind, Values};
use crate::domain::names::{AccountId, EnrolmentId, EntryId, prose};
use crate::domain::time::Day;
use crate::features::entries::name_of;
use crate::web::form::FromForm;
use crate::web::typed::Words;

pub struct Begin {
    pub enrolment: EnrolmentId,
    pub supervisor: AccountId,
}

impl FromForm for Begin {
    fn read(words: &Words, faults: &mut Faults) -> Option<Begin> {
        // One list of both, so that nobody is chosen who does not supervise in that programme.
        let chosen = words.one("with").split_once(' ').ok_or("Choose who looks after the round.");
        let (enrolment, supervisor) = faults.take("with", chosen)?;
        Some(Begin { enrolment: EnrolmentId::new(enrolment), supervisor: AccountId::new(supervisor) })
    }
}

pub struct Propose {
    pub group: String,
    pub lines: Vec<Line>,
}

impl FromForm for Propose {
    fn read(words: &Words, faults: &mut Faults) -> Option<Propose> {
        let group = words.one("group").to_owned();
        if group.is_empty() {
            faults.add("group", "Choose the group that they belong to.");
        }
        let lines = faults.take("colleagues", lines(words.one("colleagues")))?;
        Some(Propose { group, lines })
    }
}

pub struct Agree {
    pub closes_on: Day,
}

impl FromForm for Agree {
    fn read(words: &Words, faults: &mut Faults) -> Option<Agree> {
        let day = faults.take("closes", words.day("closes"))?;
        if day.is_none() {
            faults.add("closes", "Enter the last day on which colleagues can answer.");
        }
        Some(Agree { closes_on: day? })
    }
}

pub struct GiveBack {
    pub reason: BackReason,
}

impl FromForm for GiveBack {
    fn read(words: &Words, faults: &mut Faults) -> Option<GiveBack> {
        let reason = words.one("reason").parse().map_err(|_| "Choose why you give it back.");
        Some(GiveBack { reason: faults.take("reason", reason)? })
    }
}

/// The questions are the form's own, so here the answers stay words.
pub struct Answered {
    pub words: Words,
    pub nobody: bool,
}

impl FromForm for Answered {
    fn read(words: &Words, _: &mut Faults) -> Option<Answered> {
        Some(Answered { words: words.clone(), nobody: words.has("nobody", "yes") })
    }
}

/// What was answered of the fields of this kind, or what is wrong with it.
pub fn answered(kind: &Kind, words: &Words) -> Result<Values, Faults> {
    let typed: BTreeMap<String, Vec<String>> = kind
        .fields
        .iter()
        .map(|field| {
            let name = name_of(&field.code);
            (field.code.clone(), words.all(&name).map(str::to_owned).collect())
        })
        .collect();
    let (values, wrong) = kind.read_typed(&typed);
    let mut faults = Faults::none();
    for fault in wrong {
        faults.add(name_of(&fault.field), fault.sentence);
    }
    for field in Form(kind).free() {
        let name = name_of(&field.code);
        faults.take(&name, prose("the answer", words.one(&name), WORDS));
    }
    if faults.is_empty() { Ok(values) } else { Err(faults) }
}

pub struct Withhold {
    /// None hands it on after all.
    pub reason: Option<Withheld>,
}

impl FromForm for Withhold {
    fn read(words: &Words, faults: &mut Faults) -> Option<Withhold> {
        if words.one("do") == "show" {
            return Some(Withhold { reason: None });
        }
        let reason = words.one("reason").parse().map_err(|_| "Choose why you withhold it.");
        Some(Withhold { reason: Some(faults.take("reason", reason)?) })
    }
}

/// In which meeting a round is released.
pub enum Meeting {
    /// In this one, by its record.
    Recorded(EntryId),
    /// In one of this day that has no record yet.
    NotRecorded(Day),
    /// In the one of this day, where nobody was asked in which.
    OfDay(Day),
}

/// The answer for a meeting that has no record yet.
pub const NO_RECORD: &str = "no-record";

pub struct Release {
    pub meeting: Meeting,
    pub both: bool,
}

impl FromForm for Release {
    fn read(words: &Words, faults: &mut Faults) -> Option<Release> {
        let meeting = match words.one("meeting") {
            chosen if !chosen.is_empty() && chosen != NO_RECORD => {
                Some(Meeting::Recorded(EntryId::new(chosen)))
            }
            chosen => {
                let day = faults.take("met", words.day("met"));
                if day == Some(None) {
                    faults.add("met", "Enter the day on which you met.");
                }
                let of = if chosen == NO_RECORD { Meeting::NotRecorded } else { Meeting::OfDay };
                day.flatten().map(of)
            }
        };
        let both = words.has("both", "yes");
        if !both {
            faults.add("both", "Say that you both were there: it is released in a meeting.");
        }
        Some(Release { meeting: meeting?, both })
    }
}

pub struct End {
    pub reason: EndReason,
}

impl FromForm for End {
    fn read(words: &Words, faults: &mut Faults) -> Option<End> {
        let reason = words.one("end-reason").parse().map_err(|_| "Choose why it ends without a result.");
        Some(End { reason: faults.take("end-reason", reason)? })
    }
}
