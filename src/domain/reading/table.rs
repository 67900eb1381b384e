//! One table of a file, read key by key. A wrong or missing value is told and replaced by something
//! harmless, so that reading goes on and finds the next fault too.

mod mixed;

use std::cell::RefCell;
use std::str::FromStr;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub(crate) use mixed::Mixed;

use super::{Page, nearest};
use crate::domain::amount::Amount;
use crate::domain::kind::is_code;
use crate::domain::time::Day;

pub(crate) struct Table<'p> {
    page: &'p Page,
    map: &'p DeTable<'p>,
    line: usize,
    path: String,
    asked: RefCell<Vec<&'static str>>,
}

/// A text with its place, for a fault that is found later.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    pub text: String,
    line: usize,
    path: String,
}

impl<'p> Table<'p> {
    pub(super) fn top(page: &'p Page, map: &'p DeTable<'p>) -> Table<'p> {
        Table { page, map, line: 1, path: String::new(), asked: RefCell::default() }
    }

    pub fn line(&self) -> usize {
        self.line
    }

    fn get(&self, key: &'static str) -> Option<&'p Spanned<DeValue<'p>>> {
        let mut asked = self.asked.borrow_mut();
        if !asked.contains(&key) {
            asked.push(key);
        }
        self.map.iter().find(|(name, _)| name.get_ref().as_ref() == key).map(|(_, value)| value)
    }

    pub fn has(&self, key: &'static str) -> bool {
        self.get(key).is_some()
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// There are so many faults that no more are looked for.
    pub fn is_full(&self) -> bool {
        self.page.is_full()
    }

    /// A fault of the whole table.
    pub fn fault(&self, sentence: impl Into<String>) {
        self.page.tell(self.line, &self.path, sentence);
    }

    /// A fault of one key; of the table where the key is not there.
    pub fn fault_at(&self, key: &'static str, sentence: impl Into<String>) {
        let line = self.get(key).map_or(self.line, |value| self.page.line(value.span().start));
        self.page.tell(line, &self.path_of(key), sentence);
    }

    pub fn fault_of(&self, placed: &Placed, sentence: impl Into<String>) {
        self.page.tell(placed.line, &placed.path, sentence);
    }

    fn wrong(&self, key: &'static str, wanted: &str, found: &DeValue<'_>) {
        self.fault_at(key, format!("“{key}” must be {wanted}, not {}.", said(found)));
    }

    pub fn text(&self, key: &'static str) -> Option<String> {
        let value = self.get(key)?.get_ref();
        match value.as_str() {
            Some(text) => Some(text.trim().to_owned()),
            None => {
                self.wrong(key, "a text in quotes", value);
                None
            }
        }
    }

    pub fn text_or_empty(&self, key: &'static str) -> String {
        self.text(key).unwrap_or_default()
    }

    pub fn need_text(&self, key: &'static str) -> String {
        if !self.has(key) {
            self.fault(format!("“{key}” is missing: add {key} = \"…\"."));
        }
        let text = self.text_or_empty(key);
        if text.is_empty() && self.get(key).is_some_and(|value| value.get_ref().is_str()) {
            self.fault_at(key, format!("“{key}” is empty: write something."));
        }
        text
    }

    /// A stable code: lower-case letters, digits and single hyphens.
    pub fn need_code(&self, key: &'static str) -> String {
        let code = self.need_text(key);
        if !code.is_empty() && !is_code(&code) {
            self.fault_at(
                key,
                format!("“{code}” is not a code: use lower-case letters, digits and hyphens, such as “bypass-case”."),
            );
        }
        code
    }

    pub fn yes(&self, key: &'static str, otherwise: bool) -> bool {
        match self.get(key).map(Spanned::get_ref) {
            None => otherwise,
            Some(DeValue::Boolean(yes)) => *yes,
            Some(other) => {
                self.wrong(key, "true or false", other);
                otherwise
            }
        }
    }

    pub fn amount(&self, key: &'static str) -> Option<Amount> {
        let value = self.get(key)?.get_ref();
        let amount = match value {
            DeValue::Integer(number) if number.radix() == 10 => {
                Amount::typed(number.as_str().trim_start_matches('+'))
            }
            DeValue::Float(number) => Amount::typed(number.as_str().trim_start_matches('+')),
            other => {
                self.wrong(key, "a number", other);
                return None;
            }
        };
        if amount.is_none() {
            self.fault_at(key, format!("“{key}” must be a plain number with at most two decimals."));
        }
        amount
    }

    pub fn need_amount(&self, key: &'static str) -> Amount {
        if !self.has(key) {
            self.fault(format!("“{key}” is missing: add {key} = a number."));
        }
        self.amount(key).unwrap_or_default()
    }

    /// A whole number within the bounds, both allowed.
    pub fn whole(&self, key: &'static str, least: i64, most: i64) -> Option<i64> {
        let value = self.get(key)?.get_ref();
        let DeValue::Integer(number) = value else {
            self.wrong(key, "a whole number", value);
            return None;
        };
        let number = i64::from_str_radix(number.as_str(), number.radix()).ok();
        let fits = number.filter(|number| (least..=most).contains(number));
        if fits.is_none() {
            self.fault_at(key, format!("“{key}” must be a whole number from {least} to {most}."));
        }
        fits
    }

    pub fn small(&self, key: &'static str, least: u32, most: u32) -> Option<u32> {
        self.whole(key, least.into(), most.into()).and_then(|number| u32::try_from(number).ok())
    }

    pub fn day(&self, key: &'static str) -> Option<Day> {
        let value = self.get(key)?.get_ref();
        let text = match value {
            DeValue::Datetime(at) if at.time.is_none() => at.to_string(),
            DeValue::String(text) => text.to_string(),
            other => {
                self.wrong(key, "a date such as 2027-06-30", other);
                return None;
            }
        };
        let day = text.parse().ok();
        if day.is_none() {
            self.fault_at(key, format!("“{text}” is not a date: write it like 2027-06-30."));
        }
        day
    }

    /// One text or a list of them.
    pub fn texts(&self, key: &'static str) -> Vec<Placed> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let place = |at: usize, text: &str, path: String| Placed {
            text: text.trim().to_owned(),
            line: self.page.line(at),
            path,
        };
        match value.get_ref() {
            DeValue::String(text) => vec![place(value.span().start, text, self.path_of(key))],
            DeValue::Array(items) => {
                let mut all = Vec::new();
                for (number, item) in items.iter().enumerate() {
                    match item.get_ref().as_str() {
                        Some(text) => {
                            all.push(place(
                                item.span().start,
                                text,
                                format!("{}[{number}]", self.path_of(key)),
                            ));
                        }
                        None => self.wrong(key, "a list of texts", item.get_ref()),
                    }
                }
                all
            }
            other => {
                self.wrong(key, "a text or a list of texts", other);
                Vec::new()
            }
        }
    }

    /// A word of a closed vocabulary.
    pub fn word<W: FromStr + Copy + AsStr>(&self, key: &'static str, all: &'static [W]) -> Option<W> {
        let text = self.text(key)?;
        let found = text.parse().ok();
        if found.is_none() {
            let known: Vec<&str> = all.iter().map(|word| word.word()).collect();
            let meant = nearest(&text, known.iter().copied())
                .map(|w| format!(" Did you mean “{w}”?"))
                .unwrap_or_default();
            self.fault_at(key, format!("“{text}” is not one of: {}.{meant}", known.join(", ")));
        }
        found
    }

    fn child(&self, map: &'p DeTable<'p>, at: usize, path: String) -> Table<'p> {
        Table { page: self.page, map, line: self.page.line(at), path, asked: RefCell::default() }
    }

    pub fn is_table(&self, key: &'static str) -> bool {
        self.get(key).is_some_and(|value| value.get_ref().is_table())
    }

    pub fn is_text(&self, key: &'static str) -> bool {
        self.get(key).is_some_and(|value| value.get_ref().is_str())
    }

    pub fn table(&self, key: &'static str) -> Option<Table<'p>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Table(map) => Some(self.child(map, value.span().start, self.path_of(key))),
            other => {
                self.wrong(key, "a table", other);
                None
            }
        }
    }

    /// A list of tables, or one table alone.
    pub fn tables(&self, key: &'static str) -> Vec<Table<'p>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Table(map) => vec![self.child(map, value.span().start, self.path_of(key))],
            DeValue::Array(items) => {
                let mut all = Vec::new();
                for (number, item) in items.iter().enumerate() {
                    match item.get_ref() {
                        DeValue::Table(map) => {
                            let path = format!("{}[{number}]", self.path_of(key));
                            all.push(self.child(map, item.span().start, path));
                        }
                        other => self.wrong(key, "a list of tables", other),
                    }
                }
                all
            }
            other => {
                self.wrong(key, "a list of tables", other);
                Vec::new()
            }
        }
    }

    /// Lists of two whole numbers: `[[6, 10], [12, 45]]`.
    pub fn pairs(&self, key: &'static str) -> Vec<(i64, i64)> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let number = |value: &Spanned<DeValue<'_>>| match value.get_ref() {
            DeValue::Integer(number) => number.as_str().parse::<i64>().ok(),
            _ => None,
        };
        let pair = |value: &Spanned<DeValue<'_>>| {
            let mut items = value.get_ref().as_array()?.iter();
            match (items.next(), items.next(), items.next()) {
                (Some(a), Some(b), None) => number(a).zip(number(b)),
                _ => None,
            }
        };
        let all =
            value.get_ref().as_array().and_then(|items| items.iter().map(pair).collect::<Option<Vec<_>>>());
        if all.is_none() {
            self.fault_at(
                key,
                format!("“{key}” must be a list of pairs of whole numbers, such as [[6, 10], [12, 45]]."),
            );
        }
        all.unwrap_or_default()
    }

    /// All keys of a table whose keys are codes, not words of the format.
    pub fn open_keys(&self) -> Vec<Placed> {
        let place = |key: &Spanned<_>, text: &str| Placed {
            text: text.to_owned(),
            line: self.page.line(key.span().start),
            path: self.path_of(text),
        };
        self.map.keys().map(|key| place(key, key.get_ref().as_ref())).collect()
    }

    /// The value under an open key.
    pub fn open_value(&self, key: &str) -> Option<&'p DeValue<'p>> {
        self.map.iter().find(|(name, _)| name.get_ref().as_ref() == key).map(|(_, value)| value.get_ref())
    }

    pub fn open_table(&self, key: &Placed) -> Option<Table<'p>> {
        let (_, value) = self.map.iter().find(|(name, _)| name.get_ref().as_ref() == key.text)?;
        let map = value.get_ref().as_table()?;
        Some(self.child(map, value.span().start, key.path.clone()))
    }

    /// Tells every key that nobody asked for. Call it last.
    pub fn finish(&self) {
        let asked = self.asked.borrow();
        for key in self.map.keys() {
            let name: &str = key.get_ref().as_ref();
            if asked.contains(&name) {
                continue;
            }
            let meant = match nearest(name, asked.iter().copied()) {
                Some(word) => format!("did you mean “{word}”?"),
                None => {
                    let mut known = asked.clone();
                    known.sort_unstable();
                    format!("known here are {}.", known.join(", "))
                }
            };
            let line = self.page.line(key.span().start);
            self.page.tell(line, &self.path_of(name), format!("“{name}” is not known here: {meant}"));
        }
    }
}

/// A word of a vocabulary made by `text_words!`.
pub(crate) trait AsStr {
    fn word(&self) -> &'static str;
}

fn said(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

macro_rules! read_as_word {
    ($($word:ty),+ $(,)?) => { $(
        impl AsStr for $word {
            fn word(&self) -> &'static str {
                self.as_str()
            }
        }
    )+ };
}
read_as_word!(
    crate::domain::kind::Asker,
    crate::domain::kind::BegunFor,
    crate::domain::kind::Confirmer,
    crate::domain::kind::Recorder,
    crate::domain::kind::Role,
    crate::domain::kind::Outcome,
    crate::domain::programme::Necessity,
    crate::domain::rule::Unknown,
    crate::domain::rule::Denominator,
    crate::domain::rule::LengthUnit,
);
