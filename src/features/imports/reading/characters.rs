//! Which characters the bytes are. Spreadsheets write UTF-8 with a mark, others without; older ones write
//! Windows-1252, in which every byte but five is a letter. What is no UTF-8 is read so.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Windows1252,
}

impl Encoding {
    pub fn shown(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Windows1252 => "Windows-1252",
        }
    }
}

const MARK: &[u8] = b"\xef\xbb\xbf";

/// The bytes 0x80 to 0x9f; a space where Windows-1252 has no letter.
const WINDOWS: [char; 32] = [
    '€', ' ', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', ' ', 'Ž', ' ', ' ', '‘', '’', '“', '”',
    '•', '–', '—', '˜', '™', 'š', '›', 'œ', ' ', 'ž', 'Ÿ',
];

/// The text, or a sentence.
pub fn decode(bytes: &[u8]) -> Result<(String, Encoding), &'static str> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Err("This is a spreadsheet or a zip file. In the spreadsheet, choose “Save as” and CSV.");
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err("This file is in UTF-16. Save it as CSV UTF-8.");
    }
    let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
    if bytes.contains(&0) {
        return Err("This is not a text file. Save it as CSV.");
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((text.to_owned(), Encoding::Utf8)),
        Err(_) => Ok((bytes.iter().copied().map(letter).collect(), Encoding::Windows1252)),
    }
}

fn letter(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS.get(usize::from(byte - 0x80)).copied().unwrap_or(' '),
        other => char::from(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_say_which_characters_they_are() {
        let read = |bytes: &[u8]| decode(bytes).map(|(text, encoding)| (text, encoding.shown()));
        assert_eq!(read("Zoë".as_bytes()), Ok(("Zoë".to_owned(), "UTF-8")));
        assert_eq!(read(b"\xef\xbb\xbfname"), Ok(("name".to_owned(), "UTF-8")));
        assert_eq!(read(b"Zo\xeb O\x92Neill \x80"), Ok(("Zoë O’Neill €".to_owned(), "Windows-1252")));
        for (bytes, says) in [
            (&b"PK\x03\x04rest"[..], "spreadsheet"),
            (b"\xff\xfea\0", "UTF-16"),
            (b"a\0b", "not a text file"),
        ] {
            assert!(read(bytes).unwrap_err().contains(says));
        }
    }
}
