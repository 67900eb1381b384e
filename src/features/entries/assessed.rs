//! The assessor's side of a form: its fields as the screen of a decision shows them, what was typed into them, and
//! what a page says of the answers. Asked of the first to sign; where somebody without an account signs, their
//! statement says how they saw it, and it is not asked twice.

use crate::domain::assessor::{How, Observed, Scanned, typed_time};
use crate::domain::fault::Faults;
use crate::domain::kind::{Asker, FieldType, Kind, Value, Values};
use crate::domain::names::{ScanId, one_line};
use crate::domain::time::Day;
use crate::features::entries::asked::AskedKind;
use crate::features::entries::entered::{day_words, name_of, say_unasked, typed};
use crate::features::entries::fields::{FieldView, of_assessor};
use crate::features::entries::panel::{Row, bodies_words, capacity};
use crate::features::entries::seen::{DecisionShown, Seen};
use crate::features::entries::struck::STRUCK;
use crate::web::parts::Choice;
use crate::web::typed::{Typed, Words};

/// What an assessor said besides the decision.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assessed {
    pub answers: Values,
    /// How, where and when they saw it. None where the kind does not ask, or where a statement says it.
    pub seen: Option<Observed>,
    /// The code of a room that was stated, where a statement says the rest of how it was seen.
    pub code: Option<Scanned>,
}

/// Said of the day on which something was seen, however whoever assesses it came here.
pub const STILL_TO_COME: &str = "This day is still to come. Enter a day up to today.";

impl Assessed {
    /// Nobody has seen on a day that is still to come.
    pub fn not_before(&self, today: Day) -> Result<(), Faults> {
        match self.seen.as_ref().filter(|seen| seen.on > today) {
            Some(_) => Err(Faults::one(ON, STILL_TO_COME)),
            None => Ok(()),
        }
    }

    /// Whether anything was answered, or said of how it was seen: a code alone answers nothing.
    fn says_something(&self) -> bool {
        !self.answers.is_empty() || self.seen.is_some()
    }

    /// Whether something of it was struck out: nobody answers, or names a place, with nothing.
    pub(super) fn is_struck(&self) -> bool {
        let mut said = self.answers.values().filter_map(Value::text);
        said.any(str::is_empty) || self.seen.as_ref().is_some_and(|seen| seen.place.is_empty())
    }

    /// Beside how it was seen; where that is not asked there is no place for it.
    pub fn say_scanned(&mut self, scanned: Option<Scanned>) {
        if let Some(seen) = &mut self.seen {
            seen.scanned = scanned;
        }
    }
}

/// What a form says of the assessor's side, before the kind is known.
#[derive(Debug, Clone, Default)]
pub struct Side {
    pub words: Words,
    /// How it was seen is said elsewhere.
    pub seen_told: bool,
}

/// The names under which a form asks how it was seen.
const HOW: &str = "seen-how";
const ON: &str = "seen-on";
const TIME: &str = "seen-time";
const PLACE: &str = "seen-place";
const SCAN: &str = "seen-scan";
/// Characters of a place.
const LINE: usize = 100;

/// The words of a form that are about this side.
pub fn of_side(words: &Words) -> Words {
    words.iter().filter(|(name, _)| name.starts_with("f-") || name.starts_with("seen-")).collect()
}

/// The side as the screen shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SideView {
    pub fields: Vec<FieldView>,
    /// The ways in which it can have been seen; empty where that is neither asked nor may be said.
    pub hows: Vec<Choice>,
    /// It may be said, and is folded: the form does not ask.
    pub optional: bool,
    /// The code that they scanned just now: its scan, and what is said of it. Only where it is asked how it was seen.
    pub scan: Option<Choice>,
}

impl SideView {
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.hows.is_empty()
    }

    /// What it asks, in the order of the page.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|field| field.name.as_str()).chain([HOW, ON, TIME, PLACE])
    }

    /// With the code that was scanned just now, where it can be said how it was seen. Ticked in a new form that asks:
    /// whoever scanned it meant to say so.
    #[must_use]
    pub fn offering(mut self, scan: Option<Choice>, is_new: bool, typed: &mut Typed) -> SideView {
        self.scan = scan.filter(|_| !self.hows.is_empty());
        if let Some(scan) = self.scan.as_ref().filter(|_| is_new && !self.optional) {
            typed.words.add(SCAN, scan.value.clone());
        }
        self
    }

    /// Something was said of how it was seen, or is missing from that.
    pub fn says_seen(&self, typed: &Typed) -> bool {
        says_seen(&typed.words) || [HOW, ON, TIME, PLACE].iter().any(|name| typed.fault(name).is_some())
    }

    /// Words were found that may name a patient: a field has a fault though something stands in it.
    pub fn has_faulty_words(&self, typed: &Typed) -> bool {
        let fields = self.fields.iter().map(|field| field.name.as_str()).chain([PLACE]);
        fields.into_iter().any(|name| typed.fault(name).is_some() && !typed.word(name).is_empty())
    }
}

/// What is asked of whoever decides on this next; `seen_told` as in `Side`. A new form begins with the entry's day.
pub fn side_of(entry: &Seen, seen_told: bool, typed: &mut Typed) -> SideView {
    if !entry.asks_assessor() {
        return SideView::default();
    }
    let optional = entry.kind.lets_say_seen() && !seen_told;
    let asks_seen = (entry.kind.seen && !seen_told) || optional;
    if asks_seen && typed.words.is_empty() {
        typed.words.add_day(ON, entry.day);
    }
    let fields = of_assessor(&entry.asked, Some(&entry.values));
    SideView { fields, hows: hows(asks_seen), optional, scan: None }
}

/// The same where the other side is on the same page.
pub fn side_on_one_page(asked: &AskedKind) -> SideView {
    let optional = asked.kind.lets_say_seen();
    SideView {
        fields: of_assessor(asked, None),
        hows: hows(asked.kind.seen || optional),
        optional,
        scan: None,
    }
}

fn hows(asked: bool) -> Vec<Choice> {
    How::ALL.iter().filter(|_| asked).map(|how| Choice::of(how.as_str(), how.shown())).collect()
}

/// The day alone says nothing: a new form holds the entry's.
fn says_seen(words: &Words) -> bool {
    [HOW, TIME, PLACE, SCAN].iter().any(|name| !words.one(name).trim().is_empty())
}

impl Side {
    /// The scan that they say; nothing where the box was not ticked.
    pub fn scan(&self) -> Option<ScanId> {
        Some(self.words.one(SCAN)).filter(|id| !id.is_empty()).map(ScanId::new)
    }

    /// What it says of an entry of this kind and day, and every fault beside its field. `written`: the other side.
    pub fn read(&self, kind: &Kind, (written, day): (&Values, Day)) -> (Assessed, Faults) {
        let mut faults = Faults::none();
        let typed = typed(&self.words, &kind.fields);
        let (answers, wrong) = kind.read_answers(&typed, written);
        for fault in wrong {
            faults.add(name_of(&fault.field), fault.sentence);
        }
        let side = kind.asked_of(Asker::Assessor);
        say_unasked(kind, side, &typed, &[written, &answers], &mut faults);
        let said = kind.seen || (kind.lets_say_seen() && says_seen(&self.words));
        let seen = match said && !self.seen_told {
            true => self.observed(day, &mut faults),
            false => None,
        };
        (Assessed { answers, seen, code: None }, faults)
    }

    fn observed(&self, happened: Day, faults: &mut Faults) -> Option<Observed> {
        let how = self.words.one(HOW).parse::<How>();
        let how = faults.take(HOW, how.map_err(|_| "Say how you know what was done."));
        let on = match self.words.day(ON) {
            Ok(Some(day)) if day < happened => {
                Err(format!("It was done on {happened}: enter that day or a later one."))
            }
            Ok(Some(day)) => Ok(day),
            Ok(None) => Err("Enter the day on which you saw or discussed it.".to_owned()),
            Err(why) => Err(why),
        };
        let on = faults.take(ON, on);
        let time = faults.take(TIME, typed_time(self.words.one(TIME)));
        let place = faults.take(PLACE, one_line("where that was", self.words.one(PLACE), LINE));
        Some(Observed { how: how?, place: place?, on: on?, time: time?, scanned: None })
    }
}

/// How it was seen, as the form asks for it. A code of a room is stated anew each time.
pub(super) fn words_of_seen(seen: &Observed) -> Vec<(String, String)> {
    let said = [(HOW, seen.how.as_str()), (TIME, seen.time.as_str()), (PLACE, seen.place.as_str())];
    let said = said.map(|(name, word)| (name.to_owned(), word.to_owned()));
    said.into_iter().chain(day_words(ON, seen.on)).collect()
}

/// The free words of this side by the names of their fields: others will read them.
pub fn free_words_of(kind: &Kind, side: &Side) -> Vec<(String, String)> {
    let fields = kind.asked_of(Asker::Assessor).filter(|field| field.is_prose());
    let names = fields.map(|field| name_of(&field.code)).chain([PLACE.to_owned()]);
    let said = names.map(|name| {
        let words = side.words.one(&name).to_owned();
        (name, words)
    });
    said.filter(|(_, words)| !words.is_empty()).collect()
}

/// `What went well: …`, a line for each answer that was not struck out, in the order of the form; then how it was seen.
pub fn answer_lines(entry: &Seen, said: Option<&Assessed>) -> Vec<String> {
    let Some(said) = said else { return Vec::new() };
    let fields = entry.kind.fields.iter();
    let lines = fields.filter_map(|field| {
        let value = said.answers.get(&field.code).filter(|value| value.text() != Some(""))?;
        Some(format!("{}: {}", field.label, field.shown(value)))
    });
    lines.chain(said.seen.iter().map(Observed::sentence)).collect()
}

/// The assessor's side, answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// `Sue Carter, supervisor`
    pub by: String,
    pub rows: Vec<Row>,
}

/// The answers that stand: those of the last who signed what is shown and gave any.
pub(super) fn assessed(entry: &Seen) -> Option<Assessment> {
    let (decision, said) = answered(entry)?;
    let mut rows: Vec<Row> = entry
        .kind
        .fields
        .iter()
        .filter_map(|field| {
            let value = said.answers.get(&field.code)?;
            Some(Row {
                label: field.label.clone(),
                value: if value.text() == Some("") { STRUCK.to_owned() } else { field.shown(value) },
                note: bodies_words(entry, field, value),
                long: field.kind == FieldType::LongText,
            })
        })
        .collect();
    let stated = entry.statement_of(decision).map(|one| &one.told.seen);
    if let Some(seen) = said.seen.as_ref().or(stated) {
        let (label, value) = ("How it was seen".to_owned(), seen.sentence());
        rows.push(Row { label, value, note: String::new(), long: false });
    }
    Some(Assessment { by: format!("{}, {}", decision.signer_name, capacity(entry, decision)), rows })
}

pub(super) fn answered(entry: &Seen) -> Option<(&DecisionShown, &Assessed)> {
    let all: Vec<&DecisionShown> = entry.signed().collect();
    all.into_iter()
        .rev()
        .find_map(|one| Some((one, one.assessed.as_ref().filter(|said| said.says_something())?)))
}
