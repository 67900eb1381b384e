//! The other way round: a text as a file of the house holds it.

use std::fmt::Write as _;

/// A basic string of TOML, in one line, in its quotes.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn whatever_is_quoted_is_read_as_it_was() {
        for text in
            ["", "plain", "a \"b\" \\c", "one\r\ntwo\tthree", "\u{0}\u{7}\u{1b}\u{7f}\u{85}", "£ – ’ 😀"]
        {
            let file = format!("text = {}", quoted(text));
            let read: toml::Table = file.parse().unwrap();
            assert_eq!(read["text"].as_str(), Some(text), "{file}");
        }
    }
}
