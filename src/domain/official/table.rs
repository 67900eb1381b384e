//! Text in columns (RFC 4180, with commas, semicolons or tabs), as a table with its headings. What a
//! spreadsheet program adds (a byte order mark, empty lines at the end) is passed over.

/// Bytes of a file of progress.
pub const MOST_BYTES: usize = 200 * 1024;
pub const MOST_ROWS: usize = 2_000;
const MOST_COLUMNS: usize = 60;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub headings: Vec<String>,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line on which it begins in the file, from 1 for the headings.
    pub line: usize,
    pub cells: Vec<String>,
}

impl Sheet {
    /// The table, or a sentence that says why it is none.
    pub fn read(text: &str) -> Result<Sheet, String> {
        if text.len() > MOST_BYTES {
            return Err(format!(
                "The file is larger than {} kB. Remove columns that are not needed.",
                MOST_BYTES / 1024
            ));
        }
        let text = text.trim_start_matches('\u{feff}');
        if text.contains('\0') {
            return Err("This is not a text in columns. Save it as CSV first.".to_owned());
        }
        let first = text.lines().next().unwrap_or_default();
        let most = |mark: &char| first.matches(*mark).count();
        let separator = [',', ';', '\t'].into_iter().max_by_key(most).unwrap_or(',');
        let mut rows = cut(text, separator)?;
        rows.retain(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()));
        if rows.is_empty() {
            return Err("The file is empty. Its first line holds the headings of the columns.".to_owned());
        }
        let headings = rows.remove(0).cells;
        if headings.len() > MOST_COLUMNS {
            return Err(format!(
                "The file has more than {MOST_COLUMNS} columns. Remove those that are not needed."
            ));
        }
        if rows.len() > MOST_ROWS {
            return Err(format!("The file has more than {MOST_ROWS} lines. Send it in parts."));
        }
        if rows.is_empty() {
            return Err("The file has headings and no line below them.".to_owned());
        }
        Ok(Sheet { headings, rows })
    }
}

fn cut(text: &str, separator: char) -> Result<Vec<Row>, String> {
    let mut rows: Vec<Row> = Vec::new();
    let (mut cells, mut cell) = (Vec::new(), String::new());
    let (mut line, mut begun) = (1, 1);
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        line += usize::from(letter == '\n');
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            _ if quoted => cell.push(letter),
            '\r' => {}
            '\n' => {
                cells.push(std::mem::take(&mut cell));
                rows.push(Row { line: begun, cells: std::mem::take(&mut cells) });
                begun = line;
            }
            other if other == separator => cells.push(std::mem::take(&mut cell)),
            other => cell.push(other),
        }
    }
    if quoted {
        return Err(format!("A quotation mark that begins in line {begun} or later is never closed."));
    }
    if !cell.is_empty() || !cells.is_empty() {
        cells.push(cell);
        rows.push(Row { line: begun, cells });
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        Sheet::read(text).unwrap().rows.into_iter().map(|row| row.cells).collect()
    }

    #[test]
    fn quotes_separators_and_endings() {
        assert_eq!(cells("\u{feff}Code;Note\r\nA;\"x; \"\"y\"\"\nz\"\r\n\r\n"), [["A", "x; \"y\"\nz"]]);
        assert_eq!(cells("Code\tDate\nA\t1/2/2026"), [["A", "1/2/2026"]]);
        let sheet = Sheet::read("Code,Note\nA,\"two\nlines\"\nB,x\n").unwrap();
        assert_eq!(sheet.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 4]);
    }

    #[test]
    fn what_is_no_table_has_a_sentence() {
        for (text, said) in [
            ("", "is empty"),
            ("Code,Date\n", "no line below"),
            ("PK\0\x03", "not a text"),
            ("Code\n\"never", "never closed"),
        ] {
            assert!(Sheet::read(text).unwrap_err().contains(said), "{text:?}");
        }
        let many = format!("Code\n{}", "A\n".repeat(MOST_ROWS + 1));
        assert!(Sheet::read(&many).unwrap_err().contains("more than 2000 lines"));
        assert!(Sheet::read(&"x".repeat(MOST_BYTES + 1)).unwrap_err().contains("larger than 200 kB"));
    }
}
