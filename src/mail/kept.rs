//! Letters that were written as files, read as the words that they say. When somebody is erased, those to them and those
//! that name them go, whatever carries letters today: a house that began without a mail server has old ones in its
//! folder. A letter says nothing that the app does not say, so that none is missed.

use std::io;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// How the name of such a file ends.
pub const ENDING: &str = "eml";

/// Takes away every letter in the folder in which one of these words stands, to whomever it is. Capitals and the breaks of
/// lines are nothing. Gives how many went; where there is no folder there are no letters.
pub fn forget(folder: &Path, words: &[String]) -> io::Result<usize> {
    let words: Vec<String> = words.iter().map(|word| plain(word)).filter(|word| !word.is_empty()).collect();
    let files = match std::fs::read_dir(folder) {
        Ok(files) => files,
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(why) => return Err(why),
    };
    let mut gone = 0;
    for file in files {
        let path = file?.path();
        if path.extension().is_none_or(|ending| ending != ENDING) {
            continue;
        }
        let said = plain(&said(&String::from_utf8_lossy(&std::fs::read(&path)?)));
        if words.iter().any(|word| said.contains(word.as_str())) {
            match std::fs::remove_file(&path) {
                Err(why) if why.kind() != io::ErrorKind::NotFound => return Err(why),
                _ => gone += 1,
            }
        }
    }
    Ok(gone)
}

/// Small letters, with one space wherever there is any.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The letter as it was written and as a mail program reads it: words in the head, and parts in either encoding.
fn said(letter: &str) -> String {
    let head = in_words(letter);
    let quoted = quoted(letter.as_bytes());
    format!("{letter}\n{head}\n{quoted}\n{}", in_base64(letter))
}

/// `=?utf-8?b?Wm/Dqw==?= Field` is `Zoë Field`; what stands between two such words is nothing when it is a space.
fn in_words(text: &str) -> String {
    let mut pieces = text.split("=?utf-8?b?");
    let mut read = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (word, rest) = piece.split_once("?=").unwrap_or((piece, ""));
        let bytes = STANDARD.decode(word.trim()).unwrap_or_default();
        read.push_str(&String::from_utf8_lossy(&bytes));
        if !rest.trim().is_empty() {
            read.push_str(rest);
        }
    }
    read
}

/// `=C3=AB` is `ë`, and `=` at the end of a line joins it with the next.
fn quoted(text: &[u8]) -> String {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut read = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'=' {
            read.push(*first);
            continue;
        }
        if let Some(next) = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n")) {
            rest = next;
            continue;
        }
        let byte = digit(after.first()).zip(digit(after.get(1))).map(|(high, low)| high * 16 + low);
        match byte.and_then(|byte| u8::try_from(byte).ok()) {
            Some(byte) => {
                read.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => read.push(b'='),
        }
    }
    String::from_utf8_lossy(&read).into_owned()
}

/// Every part that says that it is base64, from the empty line below its head to the next boundary.
fn in_base64(letter: &str) -> String {
    let mut read = String::new();
    let mut lines = letter.lines();
    while let Some(line) = lines.next() {
        if line.trim().to_lowercase() != "content-transfer-encoding: base64" {
            continue;
        }
        let below = lines.by_ref().skip_while(|line| !line.trim().is_empty()).skip(1);
        let part: String = below.take_while(|line| !line.starts_with("--")).map(str::trim).collect();
        read.push_str(&String::from_utf8_lossy(&STANDARD.decode(part).unwrap_or_default()));
        read.push('\n');
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::{Letter, Mailer};

    fn left(to: (&str, &str), text: &str, words: &[&str]) -> bool {
        let folder = tempfile::tempdir().unwrap();
        let mailer = Mailer::into_folder(folder.path().to_owned(), "perfolio@house.example").unwrap();
        let letter = Letter {
            to_name: to.0.to_owned(),
            to_address: to.1.to_owned(),
            subject: "Somebody asks you to sign".to_owned(),
            text: text.to_owned(),
            html: format!("<p>{text}</p>"),
        };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(mailer.send(&letter)).unwrap();
        std::fs::write(folder.path().join("notes.txt"), text).unwrap();
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let gone = forget(folder.path(), &words).unwrap();
        let left = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(left + gone, 2, "what is no letter stays");
        gone == 0
    }

    #[test]
    fn a_letter_goes_that_is_to_somebody_or_names_them_however_it_is_written() {
        let (sue, zoe) = (("Sue Carter", "sue@demo.example"), ("Zoë Field", "zoe@demo.example"));
        let long = format!("{} Ann Field asks you.", "All that there is to say. ".repeat(9));
        assert!(left(sue, "Ann Field asks you.", &["Bob Marsh", "bob@demo.example", ""]));
        assert!(!left(sue, "Ann Field asks you.", &["ann field"]));
        assert!(!left(sue, &long, &["Ann Field"]));
        assert!(!left(sue, "The link of somebody else.", &["SUE@demo.example"]));
        // Mostly plain letters, and hardly any: two encodings.
        assert!(!left(sue, "Zoë Field asks you to look at a case of today.", &["Zoë Field"]));
        assert!(!left(sue, "Ζωή Παπαδοπούλου ζητά υπογραφή", &["ζωή παπαδοπούλου"]));
        assert!(!left(zoe, "Look at it.", &["zoë field"]));
    }

    #[test]
    fn without_a_folder_there_are_no_letters() {
        assert_eq!(forget(Path::new("/nowhere/at/all"), &["Ann".to_owned()]).unwrap(), 0);
    }
}
