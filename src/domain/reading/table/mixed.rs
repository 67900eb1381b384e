//! Lists in which codes and tables may stand side by side: `of = ["a", { phase = "2" }]`.

use toml::Spanned;
use toml::de::DeValue;

use super::{Placed, Table};

/// One of a list that may hold both.
pub(crate) enum Mixed<'p> {
    Text(Placed),
    Table(Table<'p>),
}

impl<'p> Table<'p> {
    /// Texts and tables in one list, in their order; one alone may stand without brackets.
    pub fn mixed(&self, key: &'static str) -> Vec<Mixed<'p>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let one = |value: &'p Spanned<DeValue<'p>>, path: String| match value.get_ref() {
            DeValue::String(text) => {
                let line = self.page.line(value.span().start);
                Some(Mixed::Text(Placed { text: text.trim().to_owned(), line, path }))
            }
            DeValue::Table(map) => Some(Mixed::Table(self.child(map, value.span().start, path))),
            other => {
                self.wrong(key, "a list of codes and tables", other);
                None
            }
        };
        match value.get_ref() {
            DeValue::Array(items) => (items.iter().enumerate())
                .filter_map(|(number, item)| one(item, format!("{}[{number}]", self.path_of(key))))
                .collect(),
            _ => one(value, self.path_of(key)).into_iter().collect(),
        }
    }
}
