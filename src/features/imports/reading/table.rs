//! The text as headings and rows. What separates the columns is what divides the first line most; a row keeps
//! the number of its line, so that a sentence can say where to look.

use csv::{ReaderBuilder, Trim};
use serde::{Deserialize, Serialize};

use super::characters::{Encoding, decode};

/// Bytes of a file.
pub const MOST_BYTES: u64 = 4_000_000;
/// Rows of a file, without its headings.
pub const MOST_ROWS: usize = 5_000;
const MOST_COLUMNS: usize = 60;
/// Characters of a cell.
const LONGEST_CELL: usize = 1_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Separator {
    Comma,
    Semicolon,
    Tab,
}

impl Separator {
    const ALL: [Separator; 3] = [Separator::Comma, Separator::Semicolon, Separator::Tab];

    fn byte(self) -> u8 {
        match self {
            Separator::Comma => b',',
            Separator::Semicolon => b';',
            Separator::Tab => b'\t',
        }
    }

    pub fn shown(self) -> &'static str {
        match self {
            Separator::Comma => "commas",
            Separator::Semicolon => "semicolons",
            Separator::Tab => "tabs",
        }
    }

    /// Outside quotation marks.
    fn count_in(self, line: &str) -> usize {
        let mut quoted = false;
        let separates = |c: char| {
            if c == '"' {
                quoted = !quoted;
            }
            !quoted && u32::from(c) == u32::from(self.byte())
        };
        line.chars().map(separates).filter(|yes| *yes).count()
    }
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    pub headings: Vec<String>,
    pub rows: Vec<SheetRow>,
    pub separator: Separator,
    /// As the page says it.
    pub encoding: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetRow {
    pub line: u64,
    pub cells: Vec<String>,
}

/// The file, or what is wrong with it as a whole.
pub fn read(bytes: &[u8]) -> Result<Sheet, String> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(format!("The file is larger than {} MB. Send it in parts.", MOST_BYTES / 1_000_000));
    }
    let (text, encoding) = decode(bytes)?;
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let first = text.lines().find(|line| !line.trim().is_empty());
    let first = first.ok_or("The file is empty. Its first line must name the columns.")?;
    let separator =
        Separator::ALL.into_iter().max_by_key(|one| (one.count_in(first), *one == Separator::Comma));
    let separator = separator.unwrap_or(Separator::Comma);
    let mut reader = ReaderBuilder::new()
        .delimiter(separator.byte())
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let mut all = Vec::new();
    let mut lines = Lines { text: &text, at: 0, line: 1 };
    for record in reader.records() {
        let record = record.map_err(|why| format!("The file cannot be read as CSV: {why}."))?;
        let line = lines.of(record.position().map_or(0, csv::Position::byte));
        let cells: Vec<String> = record.iter().map(clean).collect();
        if cells.iter().any(|cell| cell.chars().count() > LONGEST_CELL) {
            return Err(format!(
                "Line {line} has a cell of more than {LONGEST_CELL} characters. Is a quotation mark missing?"
            ));
        }
        if cells.iter().any(|cell| !cell.is_empty()) {
            all.push(SheetRow { line, cells });
        }
        if all.len() > MOST_ROWS + 1 {
            return Err(format!("The file has more than {MOST_ROWS} rows. Send it in parts."));
        }
    }
    let mut rows = all.into_iter();
    let headings = rows.next().map(|row| row.cells).unwrap_or_default();
    check(&headings)?;
    let mut rows: Vec<SheetRow> = rows.collect();
    if rows.is_empty() {
        return Err("The file has headings and no rows.".to_owned());
    }
    for row in &mut rows {
        if row.cells.iter().skip(headings.len()).any(|cell| !cell.is_empty()) {
            return Err(format!(
                "Line {} has more cells than the {} columns of the first line. Is one of its texts to stand in \
                 quotation marks?",
                row.line,
                headings.len()
            ));
        }
        row.cells.resize(headings.len(), String::new());
    }
    Ok(Sheet { headings, rows, separator, encoding: encoding_shown(encoding) })
}

/// Counts lines as an editor shows them: the reader of records counts none that are empty.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the record that begins at this byte, or after the empty lines there.
    fn of(&mut self, byte: u64) -> u64 {
        let from = usize::try_from(byte).unwrap_or(usize::MAX);
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        let begins = from + rest.iter().take_while(|byte| **byte == b'\n').count();
        let passed = self.text.as_bytes().get(self.at..begins).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.at = begins;
        self.line
    }
}

fn encoding_shown(encoding: Encoding) -> String {
    encoding.shown().to_owned()
}

/// What a spreadsheet defused with an apostrophe is meant without it; control characters are nobody's words.
fn clean(cell: &str) -> String {
    let cell = match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => cell,
    };
    let plain: String = cell.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn check(headings: &[String]) -> Result<(), String> {
    if headings.len() > MOST_COLUMNS {
        return Err(format!(
            "The file has more than {MOST_COLUMNS} columns. Take away those that are not needed."
        ));
    }
    if headings.len() < 2 {
        return Err(
            "Only one column was found. Separate the columns with commas, semicolons or tabs.".to_owned()
        );
    }
    for (at, heading) in headings.iter().enumerate() {
        let same = |other: &String| !heading.is_empty() && other.eq_ignore_ascii_case(heading);
        if headings.iter().take(at).any(same) {
            return Err(format!("Two columns are called “{heading}”. Give each a name of its own."));
        }
    }
    if headings.iter().filter(|heading| heading.is_empty()).count() * 2 > headings.len() {
        return Err(
            "The first line does not name the columns. Put a line of headings above the rows.".to_owned()
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u64, String)> {
        let sheet = read(text.as_bytes()).unwrap();
        sheet.rows.into_iter().map(|row| (row.line, row.cells.join("|"))).collect()
    }

    #[test]
    fn separators_and_quotes_are_recognised() {
        assert_eq!(rows("a,b\n1,2\n"), [(2, "1|2".to_owned())]);
        assert_eq!(rows("a;b\n1,5;2\n"), [(2, "1,5|2".to_owned())]);
        assert_eq!(rows("a\tb\n1\t2"), [(2, "1|2".to_owned())]);
        assert_eq!(rows("\"a, or b\";c\n1;2"), [(2, "1|2".to_owned())]);
        assert_eq!(
            rows("a,b\r\n\"x, y\",\"say \"\"so\"\"\"\r\n\r\n,\r\n3\r\n"),
            [(2, "x, y|say \"so\"".to_owned()), (5, "3|".to_owned()),]
        );
        assert_eq!(rows("a,b\n'+44 1,'=x\n"), [(2, "+44 1|=x".to_owned())]);
    }

    #[test]
    fn what_is_wrong_with_a_file_is_a_sentence() {
        let wide = format!("{}\n1\n", (0..61).map(|n| format!("c{n}")).collect::<Vec<_>>().join(","));
        let long = format!("a,b\n{}", "1,2\n".repeat(MOST_ROWS + 1));
        let cell = format!("a,b\n1,{}\n", "x".repeat(LONGEST_CELL + 1));
        for (text, says) in [
            ("", "is empty"),
            ("\n \n", "is empty"),
            ("a,b\n", "no rows"),
            ("name\nAnn\n", "Only one column"),
            ("a,A\n1,2\n", "Two columns are called “A”"),
            (",,a\n1,2,3\n", "does not name the columns"),
            ("a,b\n1,2,3\n", "Line 2 has more cells than the 2 columns"),
            (&wide, "more than 60 columns"),
            (&long, "more than 5000 rows"),
            (&cell, "Line 2 has a cell of more than 1000 characters"),
        ] {
            let found = read(text.as_bytes()).unwrap_err();
            assert!(found.contains(says), "{found}");
        }
        assert!(read(&vec![b'a'; 4_000_001]).unwrap_err().contains("larger than 4 MB"));
    }
}
