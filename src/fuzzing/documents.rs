//! Files that somebody sends: pictures, PDF and Word files, and the XML inside a Word file by itself,
//! since no mutated byte gets past the sums of a ZIP.

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::domain::identifiers::{Patterns, look};
use crate::files::intake::{self, DOCX, JPEG, Kept, PDF, PNG};
use crate::files::reading::{self, Inside, Unreadable};

use super::{Target, seeds};

pub static PDF_TEXT: Target = Target {
    name: "pdf",
    run: |bytes| read_inside(PDF, bytes),
    seeds: seeds::pdfs,
    words: include_str!("words/pdf.dict"),
    longest: 16 * 1024,
    memory: 768,
};

pub static DOCX_ARCHIVE: Target = Target {
    name: "docx",
    run: |bytes| read_inside(DOCX, bytes),
    seeds: seeds::word_files,
    words: include_str!("words/docx.dict"),
    longest: 16 * 1024,
    memory: 512,
};

pub static DOCX_WORDS: Target = Target {
    name: "docx_words",
    run: words_of_a_part,
    seeds: seeds::word_parts,
    words: include_str!("words/docx_words.dict"),
    longest: 8 * 1024,
    memory: 512,
};

pub static PICTURE: Target = Target {
    name: "picture",
    run: picture,
    seeds: seeds::pictures,
    words: include_str!("words/picture.dict"),
    longest: 8 * 1024,
    memory: 1024,
};

fn read_inside(media_type: &str, bytes: &[u8]) {
    let answer = reading::read(media_type, bytes);
    // The child that reads hands its answer over as JSON.
    let letter = serde_json::to_vec(&answer).unwrap_or_default();
    let heard: Option<Result<Inside, Unreadable>> = serde_json::from_slice(&letter).ok();
    let said = |answer: &Result<Inside, Unreadable>| {
        answer.as_ref().map(|inside| (inside.pieces.clone(), inside.unread)).map_err(|why| *why)
    };
    assert_eq!(heard.as_ref().map(said), Some(said(&answer)), "the answer changes on its way");
    let Ok(inside) = answer else { return };
    let all: usize = inside.pieces.iter().map(|piece| piece.text.len()).sum();
    assert!(all <= reading::WORDS, "{all} bytes of words");
    for piece in &inside.pieces {
        assert!(!piece.place.is_empty() && !piece.text.trim().is_empty(), "{piece:?}");
    }
    // What was read is looked at.
    for piece in inside.pieces.iter().take(20) {
        super::words::found(&piece.text, &look(&piece.text, &Patterns::default()));
    }
}

/// The first byte says which part of the file the rest is.
fn words_of_a_part(bytes: &[u8]) {
    const PARTS: [&str; 6] = [
        "word/document.xml",
        "word/comments.xml",
        "word/_rels/document.xml.rels",
        "docProps/core.xml",
        "word/header1.xml",
        "customXml/item1.xml",
    ];
    let Some((first, text)) = bytes.split_first() else { return };
    let Some(part) = PARTS.get(usize::from(*first) % PARTS.len()) else { return };
    let Some(file) = stored(&[(part, text)]) else { return };
    read_inside(DOCX, &file);
}

/// A ZIP in which nothing is compressed: there a mutation reaches what is read.
pub(super) fn stored(parts: &[(&str, &[u8])]) -> Option<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        archive.start_file(*name, plain).ok()?;
        archive.write_all(bytes).ok()?;
    }
    Some(archive.finish().ok()?.into_inner())
}

fn picture(bytes: &[u8]) {
    let sent = bytes.to_vec();
    let Ok(kept) = intake::take("IMG_1.jpeg", sent) else { return };
    match kept.media_type {
        JPEG | PNG => remade(&kept),
        _ => assert!(kept.bytes == bytes && kept.thumb.is_none(), "a document is not kept as it is"),
    }
}

/// What is kept of a picture is a picture and says nothing else.
fn remade(kept: &Kept) {
    says_nothing_else(kept.media_type, &kept.bytes);
    let thumb = kept.thumb.as_deref().unwrap_or_default();
    says_nothing_else(JPEG, thumb);
    let size = |bytes: &[u8]| image::load_from_memory(bytes).map(|p| (p.width(), p.height())).ok();
    let (whole, small) = (size(&kept.bytes), size(thumb));
    assert!(whole.is_some_and(|(w, h)| w.max(h) <= intake::LONGEST && w.min(h) > 0), "{whole:?}");
    assert!(small.is_some_and(|(w, h)| w.max(h) <= intake::THUMB && w.min(h) > 0), "{small:?}");
    let again = intake::take(&kept.name, kept.bytes.clone());
    assert!(again.as_ref().is_ok_and(|again| size(&again.bytes) == whole), "it is not taken again");
    assert!(again.is_ok_and(|again| again.name == kept.name), "its ending does not fit");
}

/// Only what shows the picture: no EXIF, no profile, no text, nothing behind its end.
fn says_nothing_else(media_type: &str, bytes: &[u8]) {
    let parts = if media_type == PNG { png_parts(bytes) } else { jpeg_parts(bytes) };
    let plain: &[&[u8]] = match media_type {
        PNG => &[b"IHDR", b"PLTE", b"IDAT", b"IEND"],
        _ => &[b"\xc0", b"\xc1", b"\xc4", b"\xdb", b"\xdd", b"\xda", b"\xe0"],
    };
    assert!(parts.is_some(), "{media_type} with something behind or between its parts");
    for part in parts.unwrap_or_default() {
        assert!(plain.contains(&part.as_slice()), "{media_type} has a part {part:x?}");
    }
}

/// The names of the chunks; none where something stands outside of them.
fn png_parts(bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut rest = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    let mut names = Vec::new();
    while !rest.is_empty() {
        let (length, after) = rest.split_at_checked(4)?;
        let (name, after) = after.split_at_checked(4)?;
        let length = usize::try_from(u32::from_be_bytes(length.try_into().ok()?)).ok()?;
        rest = after.get(length.checked_add(4)?..)?;
        names.push(name.to_vec());
        if name == b"IEND" && !rest.is_empty() {
            return None;
        }
    }
    Some(names)
}

/// The markers up to the picture's data, which must run to the end of the file.
fn jpeg_parts(bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut rest = bytes.strip_prefix(b"\xff\xd8")?;
    let mut names = Vec::new();
    loop {
        let [0xff, name, high, low, ..] = rest else { return None };
        names.push(vec![*name]);
        rest = rest.get(2 + usize::from(u16::from_be_bytes([*high, *low]))..)?;
        if *name == 0xda {
            break;
        }
    }
    let end = rest.strip_suffix(b"\xff\xd9")?;
    let stray =
        end.windows(2).any(|two| matches!(two, [0xff, mark] if *mark != 0 && !(0xd0..=0xd7).contains(mark)));
    (!stray).then_some(names)
}
