//! CSV as spreadsheets and databases write it: with commas, semicolons, tabs or bars, in UTF-8, UTF-16 or
//! the old Windows code page, with or without Excel's line that names the separator.

use ::csv::{ReaderBuilder, StringRecord, Trim};

use crate::domain::earlier::table::{COLUMNS, ROWS, Table};

const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Lines by which the separator is found out.
const LOOKED: usize = 30;
/// Line breaks inside one cell: more are a quotation mark that was never closed.
const BREAKS: usize = 30;

pub(super) fn read(bytes: &[u8]) -> Result<Table, String> {
    let text = decoded(bytes)?;
    let (said, text) = separator_line(&text);
    let separator = said.unwrap_or_else(|| likeliest(text));
    let skipped = u64::from(said.is_some());
    let mut lines: Vec<(u32, Vec<String>)> = Vec::new();
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .trim(Trim::None)
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    loop {
        let at = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(_) => {
                return Err(format!(
                    "Line {at} cannot be read. Open the file in a spreadsheet and save it as CSV again."
                ));
            }
        }
        let line = record.position().map_or(at, ::csv::Position::line) + skipped;
        if record.iter().any(|cell| cell.matches('\n').count() > BREAKS) {
            return Err(format!(
                "A quotation mark that begins in line {line} is never closed. Close it, or take it out."
            ));
        }
        if record.len() > COLUMNS * 4 {
            return Err(format!("Line {line} has {} cells. At most {COLUMNS} can be read.", record.len()));
        }
        lines.push((u32::try_from(line).unwrap_or(u32::MAX), record.iter().map(str::to_owned).collect()));
        // The table itself says that it is too long; nothing is read far beyond that.
        if lines.len() > ROWS * 4 {
            break;
        }
    }
    Table::of(lines)
}

fn decoded(bytes: &[u8]) -> Result<String, String> {
    let utf16 = |rest: &[u8], read: fn([u8; 2]) -> u16| {
        let units = rest.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).map(read);
        char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect::<String>()
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => return Ok(utf16(rest, u16::from_le_bytes)),
        [0xfe, 0xff, rest @ ..] => return Ok(utf16(rest, u16::from_be_bytes)),
        _ => {}
    }
    if bytes.contains(&0) {
        return Err(
            "This is neither CSV nor an Excel workbook. Save your logbook as one of these and try again."
                .to_owned(),
        );
    }
    let rest = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    let text = match std::str::from_utf8(rest) {
        Ok(text) => text.to_owned(),
        Err(_) => rest.iter().map(|byte| windows(*byte)).collect(),
    };
    let start = text.trim_start();
    if start.starts_with("<") {
        return Err("This is a web page, not a table. Use the export of the place that you keep it in, as CSV or Excel.".to_owned());
    }
    if start.starts_with('{') || start.starts_with('[') {
        return Err("This is JSON, not a table. Export the logbook as CSV or Excel.".to_owned());
    }
    // Old Macs ended their lines otherwise.
    Ok(if text.contains('\n') { text } else { text.replace('\r', "\n") })
}

/// The code page 1252 of Windows, in which old Excel writes CSV.
fn windows(byte: u8) -> char {
    const HIGH: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    match byte {
        0x80..=0x9f => HIGH.chars().nth(usize::from(byte - 0x80)).unwrap_or('\u{fffd}'),
        other => char::from(other),
    }
}

/// `sep=;`
fn separator_line(text: &str) -> (Option<u8>, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let said = first.trim_end_matches('\r').strip_prefix("sep=").and_then(|said| said.bytes().next());
    match said.filter(|byte| SEPARATORS.contains(byte)) {
        Some(byte) => (Some(byte), rest),
        None => (None, text),
    }
}

/// The one that cuts most lines into the same number of cells, of which there is more than one.
fn likeliest(text: &str) -> u8 {
    let score = |separator: u8| {
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(text.as_bytes());
        let counts: Vec<usize> =
            reader.into_records().take(LOOKED).map_while(Result::ok).map(|record| record.len()).collect();
        let first = counts.iter().copied().find(|count| *count > 1).unwrap_or(1);
        match first {
            1 => (0, 0),
            _ => (counts.iter().filter(|count| **count == first).count(), first),
        }
    };
    SEPARATORS.into_iter().rev().max_by_key(|separator| score(*separator)).unwrap_or(b',')
}
