//! The forms in which a version is given away.

/// A version goes out as our own file, as CASE 1.1 for other systems, or as a list for a spreadsheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Toml,
    Case,
    Csv,
}

impl Form {
    pub const ALL: [Form; 3] = [Form::Toml, Form::Case, Form::Csv];

    pub fn of(word: &str) -> Option<Form> {
        Form::ALL.into_iter().find(|form| form.word() == word)
    }

    /// In the address.
    pub fn word(self) -> &'static str {
        match self {
            Form::Toml => "toml",
            Form::Case => "case",
            Form::Csv => "csv",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Form::Toml => "Programme file (TOML)",
            Form::Case => "CASE 1.1 (JSON)",
            Form::Csv => "Spreadsheet (CSV)",
        }
    }

    pub fn ending(self) -> &'static str {
        match self {
            Form::Toml => "toml",
            Form::Case => "json",
            Form::Csv => "csv",
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Form::Toml => "application/toml",
            Form::Case => "application/json",
            Form::Csv => "text/csv; charset=utf-8",
        }
    }
}
