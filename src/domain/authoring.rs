//! Writing a programme: the file as blocks (`sheet`), a requirement as plain-language parts that a form can
//! show (`parts`, `says`, `edit`), what differs between two versions in words (`compare`), and who would stand
//! elsewhere under another version (`turns`). All of it works on the file's own text, which stays the
//! truth: what the parts cannot say stays as it is written, and is edited as text.

mod cells;
mod clauses;
mod compare;
mod days;
mod edit;
mod head;
mod layering;
mod lists;
mod parts;
mod places;
mod rule_parts;
mod says;
mod sets;
mod sheet;
mod turns;
mod windows;

use std::collections::BTreeMap;

pub use clauses::TESTS;
pub use compare::{Change, Comparison, compare};
pub use edit::{Held, begun, edited, held, rule_of};
pub use head::{
    Head, NAMED, empty_file, head_edited, head_of, named, section_edited, section_of, with_kinds,
};
pub use layering::{
    has_minima, kind_edited, kind_held, least, minima, more_minima, of_kind, stricter_edited, stricter_field,
    stricter_held,
};
pub use lists::item_words;
pub use parts::{Fields, Part, RULES, Sort, of_requirement};
pub use places::{field_among, field_of};
pub use rule_parts::of_rule;
pub use sheet::{Sheet, is_one};
pub use turns::{Stood, Turn, Turned, turns};

/// What a form says: words by field name, those of one field in their order.
pub type Said = BTreeMap<String, Vec<String>>;

/// The first word of a field, trimmed.
pub(crate) fn one<'s>(said: &'s Said, name: &str) -> &'s str {
    said.get(name).and_then(|words| words.first()).map_or("", |word| word.trim())
}

#[cfg(test)]
mod tests;
