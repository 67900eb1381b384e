//! Letters that were written as files, read as the words that they say. When somebody is erased, those to them and those
//! that name them go, whatever carries letters today: a house that began without a mail server has old ones in its
//! folder. A letter says nothing that the app does not say, so that none is missed.

use std::io;
use std::path::Path;

use mail_parser::{Address, MessageParser, PartType};

use crate::domain::erasure::Called;

/// How the name of such a file ends.
pub const ENDING: &str = "eml";

/// Takes away every letter in the folder that names somebody or is to them. Gives how many went; where there is no folder
/// there are no letters.
pub fn forget(folder: &Path, called: &Called) -> io::Result<usize> {
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
        if called.stands_in(&said(&std::fs::read(&path)?)) {
            match std::fs::remove_file(&path) {
                Err(why) if why.kind() != io::ErrorKind::NotFound => return Err(why),
                _ => gone += 1,
            }
        }
    }
    Ok(gone)
}

/// The letter as it was written, and as a mail program shows it: its head and its parts, whatever their encoding.
fn said(letter: &[u8]) -> String {
    let mut said = vec![String::from_utf8_lossy(letter).into_owned()];
    let Some(message) = MessageParser::default().parse(letter) else { return said.concat() };
    said.extend(message.subject().map(str::to_owned));
    for one in [message.to(), message.from()].into_iter().flatten().flat_map(Address::iter) {
        said.extend([&one.name, &one.address].into_iter().flatten().map(ToString::to_string));
    }
    for part in &message.parts {
        if let PartType::Text(words) | PartType::Html(words) = &part.body {
            said.push(words.to_string());
        }
    }
    said.join("\n")
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
        let called = Called::by(words.iter().map(|word| (*word).to_owned()));
        let gone = forget(folder.path(), &called).unwrap();
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
        assert_eq!(forget(Path::new("/nowhere/at/all"), &Called::by(["Ann".to_owned()])).unwrap(), 0);
    }
}
