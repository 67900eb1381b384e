//! A portfolio made from bytes: each byte decides one thing, so a mutation is another state, day, mark or
//! signature rather than broken JSON. Bytes that are missing are zero.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::domain::amount::Amount;
use crate::domain::fact::{
    ConfirmedFigure, FactState, Facts, OnRegister, PersonalTarget, Registration, Supervision, WaitsWith,
    Waiver,
};
use crate::domain::kind::{FieldType, Kind, Outcome, Value, Values};
use crate::domain::time::{Day, Moment};

/// Facts of one portfolio; more would only be slower.
const MOST: usize = 24;

struct Dice<'b>(std::slice::Iter<'b, u8>);

/// Written as JSON and read: so a field that facts get one day is absent here, as it is in older files.
pub(super) fn facts(bytes: &[u8]) -> Option<Facts> {
    let mut dice = Dice(bytes.iter());
    let enrolment = enrolment(&mut dice);
    let registrations: Vec<Registration> = (0..dice.of(4)).map(|nth| registration(&mut dice, nth)).collect();
    let mut facts = Vec::new();
    while !dice.0.as_slice().is_empty() && facts.len() < MOST {
        facts.extend(fact(&mut dice, facts.len()));
    }
    let made = json!({ "enrolment": enrolment, "facts": facts, "registrations": registrations });
    let read = serde_json::from_value(made);
    assert!(read.is_ok(), "no facts: {:?}", read.as_ref().err());
    read.ok()
}

impl Dice<'_> {
    fn byte(&mut self) -> u8 {
        self.0.next().copied().unwrap_or_default()
    }

    /// Less than `sides`; zero where there are none.
    fn of(&mut self, sides: usize) -> usize {
        usize::from(self.byte()).checked_rem(sides).unwrap_or_default()
    }

    fn one<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.of(from.len()))
    }

    fn yes(&mut self) -> bool {
        self.byte() % 2 == 1
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.yes() { Some(make(self)) } else { None }
    }

    fn pair(&mut self) -> i64 {
        i64::from(u16::from_be_bytes([self.byte(), self.byte()]))
    }

    /// Mostly near 2026, sometimes at an end of what can be typed.
    fn day(&mut self) -> Day {
        let near = Day::of(2025, 7, 1).unwrap_or(Day::from_naive(Default::default()));
        let typed = |year, month, day| Day::of(year, month, day).unwrap_or(near);
        match self.byte() {
            0 => typed(1900, 1, 1),
            1 => typed(2200, 12, 31),
            2 => typed(2028, 2, 29),
            3 => typed(2026, 3, 29),
            4 => typed(2026, 12, 31),
            5 => near.plus_days(self.pair() - 32_768),
            _ => near.plus_days(self.pair() % 1_500),
        }
    }

    fn moment(&mut self) -> Moment {
        match self.byte() {
            0 => Moment::of_millis(i64::MIN),
            1 => Moment::of_millis(i64::MAX),
            _ => self.day().starts_in(chrono_tz::Europe::London).plus_seconds(self.pair()),
        }
    }

    fn amount(&mut self) -> Amount {
        match self.byte() {
            0 => Amount::of_hundredths(i64::MAX),
            1 => Amount::of_hundredths(i64::MIN),
            2 => Amount::ZERO,
            _ => Amount::of_hundredths(self.pair() - 1_000),
        }
    }

    fn word(&mut self, words: &[&str]) -> String {
        self.one(words).copied().unwrap_or_default().to_owned()
    }

    /// A requirement of the shipped programmes or of the one with everything.
    fn requirement(&mut self) -> String {
        self.word(&[
            "plain",
            "capped",
            "year",
            "units",
            "exam",
            "member",
            "mix",
            "both",
            "half",
            "cases-total",
            "nobody",
        ])
    }

    fn registers(&mut self) -> Vec<OnRegister> {
        (0..self.of(3)).map(|_| OnRegister { body: self.body(), category: self.category() }).collect()
    }

    fn body(&mut self) -> String {
        self.word(&["ccps", "hcpc", "gmc", ""])
    }

    fn category(&mut self) -> String {
        self.word(&["trainee", "full", "accredited", "clinical-scientist", ""])
    }
}

fn enrolment(dice: &mut Dice<'_>) -> Json {
    const ZONES: [chrono_tz::Tz; 6] = [
        chrono_tz::Europe::London,
        chrono_tz::UTC,
        chrono_tz::Pacific::Apia,
        chrono_tz::America::Sao_Paulo,
        chrono_tz::Pacific::Kiritimati,
        chrono_tz::Africa::Monrovia,
    ];
    json!({
        "started": dice.day(),
        "ends": dice.maybe(Dice::day),
        "zone": dice.one(&ZONES).copied().unwrap_or_default().name(),
        "targets": (0..dice.of(3)).map(|_| target(dice)).collect::<Vec<_>>(),
        "due_days": (0..dice.of(3)).map(|_| (dice.requirement(), dice.day())).collect::<BTreeMap<_, _>>(),
        "waivers": (0..dice.of(2)).map(|_| waiver(dice)).collect::<Vec<_>>(),
        "confirmed": (0..dice.of(3)).map(|_| figure(dice)).collect::<Vec<_>>(),
    })
}

fn target(dice: &mut Dice<'_>) -> PersonalTarget {
    PersonalTarget {
        requirement: dice.requirement(),
        target: dice.amount(),
        by: "Lee Moor".to_owned(),
        reason: "part time".to_owned(),
        known_from: dice.maybe(Dice::moment),
    }
}

fn waiver(dice: &mut Dice<'_>) -> Waiver {
    Waiver {
        requirement: dice.requirement(),
        by: "Lee Moor".to_owned(),
        reason: "earlier training".to_owned(),
        known_from: dice.maybe(Dice::moment),
    }
}

fn figure(dice: &mut Dice<'_>) -> ConfirmedFigure {
    ConfirmedFigure {
        requirement: dice.requirement(),
        target: dice.maybe(Dice::amount),
        by: "Lee Moor".to_owned(),
        source: String::new(),
        known_from: dice.maybe(Dice::moment),
    }
}

fn registration(dice: &mut Dice<'_>, nth: usize) -> Registration {
    Registration {
        id: format!("r{nth}"),
        body: dice.body(),
        category: dice.category(),
        valid_from: dice.maybe(Dice::day),
        valid_until: dice.maybe(Dice::day),
        confirmed: dice.yes(),
        waits_with: dice.maybe(waits),
        known_from: dice.maybe(Dice::moment),
        known_until: dice.maybe(Dice::moment),
    }
}

fn waits(dice: &mut Dice<'_>) -> WaitsWith {
    WaitsWith { name: dice.word(&["Sue Carter", "Ann Field"]), since: dice.moment() }
}

fn fact(dice: &mut Dice<'_>, nth: usize) -> Option<Json> {
    let kind = dice.one(super::engine::kinds())?;
    Some(json!({
        "id": format!("f{nth}"),
        "kind": kind.code,
        "label": "",
        "day": dice.day(),
        "until": dice.maybe(Dice::day),
        "values": values(dice, kind),
        "state": dice.one(FactState::ALL).copied().unwrap_or(FactState::Signed),
        "state_since": dice.maybe(Dice::moment),
        "outcome": dice.maybe(|dice| dice.one(Outcome::ALL).copied()).flatten(),
        "level": dice.maybe(|dice| level(dice, kind)).flatten(),
        "waits_with": dice.maybe(waits),
        "confirmed": (0..dice.of(3)).map(|_| confirmation(dice)).collect::<Vec<_>>(),
        "supervised_by": dice.maybe(supervision),
        "site_accredited": dice.maybe(Dice::yes),
        "case": dice.maybe(|dice| dice.word(&["case 1", "case 2", "case 3"])),
        "known_from": dice.maybe(Dice::moment),
        "filed": dice.byte() % 8 != 7,
    }))
}

fn level(dice: &mut Dice<'_>, kind: &Kind) -> Option<String> {
    let levels = kind.scale.as_ref().map(|scale| scale.levels.as_slice()).unwrap_or_default();
    dice.one(levels).map(|level| level.code.clone())
}

fn confirmation(dice: &mut Dice<'_>) -> Json {
    json!({
        "person": dice.word(&["sue", "ann", "lee"]),
        "name": "Sue Carter",
        "capacity": dice.word(&["supervisor", "lead", "other"]),
        "at": dice.moment(),
        "own": dice.of(8) == 7,
        "current_trainee": dice.of(8) == 7,
        "registrations": dice.maybe(Dice::registers),
    })
}

fn supervision(dice: &mut Dice<'_>) -> Supervision {
    Supervision { person: None, name: "Sue Carter".to_owned(), registrations: dice.maybe(Dice::registers) }
}

/// An answer to most fields, sometimes of a sort that the field does not have.
fn values(dice: &mut Dice<'_>, kind: &Kind) -> Values {
    let mut values = Values::new();
    for field in &kind.fields {
        let value = match (dice.byte() % 8, &field.kind) {
            (0, _) => continue,
            (1, _) => Value::Number(dice.amount()),
            (2, _) => Value::Text(dice.word(&["", "A", "perf-701", "2026-11-12"])),
            (_, FieldType::Number { .. } | FieldType::Minutes { .. }) => Value::Number(dice.amount()),
            (_, FieldType::YesNo) => Value::Yes(dice.yes()),
            (_, FieldType::Date) => Value::Text(dice.day().iso()),
            (_, FieldType::Choices { choices }) => Value::Several(
                choices.iter().filter(|_| dice.yes()).map(|choice| choice.code.clone()).collect(),
            ),
            (_, FieldType::Choice { choices }) => {
                Value::Text(dice.one(choices).map(|choice| choice.code.clone()).unwrap_or_default())
            }
            _ => Value::Text(dice.word(&["A", "B", "sue", "st-elsewhere"])),
        };
        values.insert(field.code.clone(), value);
    }
    values
}
