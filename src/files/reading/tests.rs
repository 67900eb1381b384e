//! What a file must not do to its reader.

use std::io::{Cursor, Write as _};

use super::*;

fn word(document: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("[Content_Types].xml", "<Types/>"), ("word/document.xml", document)] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn paragraph(words: &str) -> String {
    format!("<w:document><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:document>")
}

#[test]
fn entities_that_a_file_defines_stay_closed() {
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("secret");
    std::fs::write(&secret, "the key of the house").unwrap();
    let outside = format!("<!DOCTYPE d [<!ENTITY e SYSTEM \"file://{}\">]>", secret.display());
    let laughs = "<!DOCTYPE d [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY e \"&b;&b;&b;&b;\">]>";
    for prologue in [outside.as_str(), laughs, "<!DOCTYPE d SYSTEM \"http://127.0.0.1:9/d.dtd\">"] {
        let file = word(&format!("{prologue}{}", paragraph("before &e; after")));
        assert_eq!(read(DOCX, &file), Err(Unreadable::Damaged), "{prologue}");
        let unused = read(DOCX, &word(&format!("{prologue}{}", paragraph("before after")))).unwrap();
        let said = format!("{unused:?}");
        assert!(
            said.contains("before after") && !said.contains("the key") && !said.contains("haha"),
            "{said}"
        );
    }
    let own = read(DOCX, &word(&paragraph("a &amp; b &#233;"))).unwrap();
    assert_eq!(own.pieces[0].text, "a & b é");
}

#[test]
fn what_unpacks_beyond_any_document_is_left() {
    let file = word(&paragraph(&"x ".repeat(UNPACKED / 2 + 100)));
    assert!(file.len() < 1 << 20, "small on the way here: {} bytes", file.len());
    assert_eq!(read(DOCX, &file), Err(Unreadable::TooMuch));
    let wordy = word(&format!("<d>{}</d>", paragraph(&"flow 4.2 ".repeat(500)).repeat(2_000)));
    assert_eq!(read(DOCX, &wordy), Err(Unreadable::TooMuch), "many pieces weigh together");
}
