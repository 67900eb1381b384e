//! Makes every text of a report printable. An archivable PDF may not hold a character that its
//! typeface cannot draw, nor one for private use; without this, one emoji in one comment would cost a
//! trainee the whole document. Such a character is shown as the replacement mark and counted, and the
//! document says so; CSV and XLSX keep the original. Also breaks words that no line could hold.

use serde_json::Value;
use typst::text::{Font, FontInfo, FontStyle, FontWeight};
use unicode_normalization::UnicodeNormalization;

/// The family that sets all text of people; hashes are set in another and need only ASCII.
pub const FAMILY: &str = "Libertinus Serif";

const MARK: char = '\u{fffd}';
const BREAK_HERE: char = '\u{200b}';
/// Longer runs without a space get places to break at.
const LONGEST_WORD: usize = 30;

/// Changes the texts in place; gives how many characters had to be replaced.
pub fn make(data: &mut Value, fonts: &[Font]) -> u64 {
    let faces: Vec<&Font> = fonts.iter().filter(|font| is_used(font)).collect();
    let mut replaced = 0;
    walk(data, &|c| faces.iter().all(|font| font.info().coverage.contains(u32::from(c))), &mut replaced);
    replaced
}

/// Regular, bold and italic; the templates set nothing in bold italic, which draws fewer letters.
fn is_used(font: &Font) -> bool {
    let FontInfo { family, variant, .. } = font.info();
    family.as_str() == FAMILY && (variant.style == FontStyle::Normal || variant.weight == FontWeight::REGULAR)
}

fn walk(data: &mut Value, drawn: &dyn Fn(char) -> bool, replaced: &mut u64) {
    match data {
        Value::String(text) => *text = printable(text, drawn, replaced),
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, drawn, replaced)),
        Value::Object(fields) => {
            // Our own codes are looked at, never printed as words of people.
            fields.values_mut().for_each(|field| walk(field, drawn, replaced));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn printable(text: &str, drawn: &dyn Fn(char) -> bool, replaced: &mut u64) -> String {
    if text.is_ascii() && !text.bytes().any(|b| b.is_ascii_control()) && longest_run(text) <= LONGEST_WORD {
        return text.to_owned();
    }
    let hash = text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
    let mut out = String::with_capacity(text.len());
    let mut run = 0;
    for c in text.replace("\r\n", "\n").nfc() {
        run = if c.is_whitespace() { 0 } else { run + 1 };
        if run > LONGEST_WORD && !hash {
            out.push(BREAK_HERE);
            run = 1;
        }
        match c {
            '\n' | '\r' => out.push('\n'),
            '\t' => out.push(' '),
            c if is_silent(c) => {}
            c if drawn(c) && !is_private(c) => out.push(c),
            _ => {
                *replaced += 1;
                out.push(MARK);
            }
        }
    }
    out
}

fn longest_run(text: &str) -> usize {
    text.split_whitespace().map(str::len).max().unwrap_or(0)
}

/// Controls, direction marks, joiners and variation selectors: nothing to see, and not allowed alone.
fn is_silent(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn letters_of_europe_stay_and_what_cannot_be_drawn_is_marked_and_counted() {
        let fonts = crate::render::pdf::world::fonts();
        let mut data =
            json!({ "a": "Zoë Świątek, Ωμέγα, Ђорђе – “≥ 32.5 °C” ½ µ", "b": ["a🫀b", "\u{e000}", "李"] });
        assert_eq!(make(&mut data, &fonts), 3);
        assert_eq!(data["a"], "Zoë Świątek, Ωμέγα, Ђорђе – “≥ 32.5 °C” ½ µ".nfc().collect::<String>());
        assert_eq!(data["b"], json!(["a\u{fffd}b", "\u{fffd}", "\u{fffd}"]));
    }

    #[test]
    fn the_mark_itself_and_the_break_can_be_drawn() {
        let fonts = crate::render::pdf::world::fonts();
        let serif: Vec<_> = fonts.iter().filter(|font| is_used(font)).collect();
        assert!(serif.len() >= 3, "regular, bold, italic");
        assert!(serif.iter().all(|f| f.info().coverage.contains(u32::from(MARK))));
    }

    #[test]
    fn controls_go_and_a_word_longer_than_a_line_gets_places_to_break() {
        let fonts = crate::render::pdf::world::fonts();
        let mut data = json!(["a\u{0}\u{202e}b\r\nc\td", "x".repeat(70), "f".repeat(64)]);
        assert_eq!(make(&mut data, &fonts), 0);
        assert_eq!(data[0], "ab\nc d");
        assert_eq!(data[1].as_str().unwrap().split(BREAK_HERE).map(str::len).max(), Some(30));
        assert_eq!(data[2], "f".repeat(64));
    }
}
