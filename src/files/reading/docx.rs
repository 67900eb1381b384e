//! Words of a Word file: every part that holds any, paragraph by paragraph, with the runs of a paragraph
//! joined (Word cuts a number into runs as it pleases), struck and inserted words beside each other,
//! comments, notes, headers, properties, descriptions of pictures and addresses of links.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesEnd, BytesStart, Event};
use zip::ZipArchive;

use super::{Inside, UNPACKED, Unreadable};

/// Parts of one file.
const PARTS: usize = 4_000;

pub(super) fn read(bytes: &[u8]) -> Result<Inside, Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Damaged)?;
    if archive.len() > PARTS {
        return Err(Unreadable::TooMuch);
    }
    let (mut inside, mut unpacked, mut words, mut pictures) = (Inside::default(), 0_usize, 0_usize, false);
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| Unreadable::Damaged)?;
        if part.encrypted() {
            return Err(Unreadable::Locked);
        }
        let name = part.name().map_err(|_| Unreadable::Damaged)?.replace('\\', "/").to_lowercase();
        if name.starts_with("word/embeddings/") && !name.ends_with('/') || name.ends_with("vbaproject.bin") {
            inside.unread = true;
        }
        pictures |= name.starts_with("word/media/");
        if !(name.ends_with(".xml") || name.ends_with(".rels")) {
            continue;
        }
        // Neither the size that the file states nor the ratio is believed: what comes out is counted.
        let left = UNPACKED.saturating_sub(unpacked);
        let mut text = Vec::new();
        part.take(u64::try_from(left).unwrap_or(0) + 1)
            .read_to_end(&mut text)
            .map_err(|_| Unreadable::Damaged)?;
        unpacked += text.len();
        if unpacked > UNPACKED {
            return Err(Unreadable::TooMuch);
        }
        let before = inside.pieces.len();
        let text = decoded(&text).ok_or(Unreadable::Damaged)?;
        of_part(&name, &text, &mut inside)?;
        if name.starts_with("word/") {
            words += inside.pieces.iter().skip(before).map(|piece| piece.text.len()).sum::<usize>();
        }
    }
    // Nothing but pictures: a scan in a Word file.
    inside.unread |= pictures && words < 20;
    Ok(inside)
}

/// UTF-8, or UTF-16 with its mark; Word writes nothing else.
fn decoded(bytes: &[u8]) -> Option<String> {
    let pairs = |read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> =
            bytes.get(2..)?.chunks_exact(2).filter_map(|pair| Some(read(pair.try_into().ok()?))).collect();
        String::from_utf16(&units).ok()
    };
    match bytes {
        [0xff, 0xfe, ..] => pairs(u16::from_le_bytes),
        [0xfe, 0xff, ..] => pairs(u16::from_be_bytes),
        _ => String::from_utf8(bytes.to_vec()).ok(),
    }
}

/// What a reader would call the part.
fn place(name: &str) -> Option<&'static str> {
    let file = name.rsplit('/').next().unwrap_or(name);
    let begins = |start: &str| file.starts_with(start);
    Some(match name {
        _ if name.starts_with("docprops/") => "properties of the document",
        _ if name.ends_with(".rels") => "link",
        _ if begins("styles")
            || begins("theme")
            || begins("fonttable")
            || begins("settings")
            || begins("websettings") =>
        {
            return None;
        }
        _ if begins("[content_types]") || begins("numbering") => return None,
        _ if begins("comments") => "comment",
        _ if begins("header") => "header",
        _ if begins("footer") => "footer",
        _ if begins("footnotes") || begins("endnotes") => "note",
        _ if begins("people") => return None,
        _ if begins("document") => "paragraph",
        _ => "hidden part",
    })
}

fn of_part(name: &str, text: &str, inside: &mut Inside) -> Result<(), Unreadable> {
    let Some(place) = place(name) else { return Ok(()) };
    let whole_text = place == "properties of the document" || place == "hidden part";
    let mut reader = Reader::from_str(text);
    let (mut words, mut aside, mut takes, mut number) = (String::new(), Vec::new(), whole_text, 0);
    loop {
        match reader.read_event().map_err(|_| Unreadable::Damaged)? {
            Event::Eof => break,
            Event::Start(element) => {
                takes = whole_text || has_words(local(&element));
                attributes(&element, place, &mut aside);
            }
            Event::Empty(element) => {
                attributes(&element, place, &mut aside);
                match local(&element) {
                    b"tab" | b"br" | b"cr" => words.push(' '),
                    b"noBreakHyphen" | b"softHyphen" => words.push('-'),
                    _ => {}
                }
            }
            Event::Text(piece) if takes => words.push_str(&piece.xml10_content()),
            Event::CData(piece) if takes => words.push_str(&piece.xml10_content()),
            Event::GeneralRef(named) if takes => {
                let raw = format!("&{};", named.xml10_content());
                words.push_str(&unescape(&raw).map_err(|_| Unreadable::Damaged)?);
            }
            Event::End(element) => {
                takes = whole_text;
                if ends_paragraph(&element) || whole_text {
                    number += 1;
                    inside.add(where_it_is(place, number), &words)?;
                    words.clear();
                }
            }
            _ => {}
        }
    }
    inside.add(place, &words)?;
    for hidden in aside {
        inside.add(if place == "link" { "link" } else { "description of a picture" }, &hidden)?;
    }
    Ok(())
}

fn where_it_is(place: &str, number: usize) -> String {
    if place == "paragraph" { format!("paragraph {number}") } else { place.to_owned() }
}

fn local<'e>(element: &'e BytesStart<'_>) -> &'e [u8] {
    let name = element.name().into_inner();
    name.rsplit(':').next().unwrap_or(name).as_bytes()
}

fn ends_paragraph(element: &BytesEnd<'_>) -> bool {
    let name = element.name().into_inner();
    name.rsplit(':').next() == Some("p")
}

/// Elements whose text is words: shown, struck, or the code of a field.
fn has_words(local: &[u8]) -> bool {
    matches!(local, b"t" | b"delText" | b"instrText" | b"delInstrText")
}

/// Words that stand in attributes: what describes a picture, where a link leads.
fn attributes(element: &BytesStart<'_>, place: &str, aside: &mut Vec<String>) {
    let wanted: &[&str] = match (place, local(element)) {
        ("link", b"Relationship") => &["Target"],
        (_, b"docPr" | b"cNvPr") => &["descr", "title"],
        (_, b"sdt" | b"alias" | b"tag" | b"bookmarkStart") => &["val", "name"],
        _ => return,
    };
    for attribute in element.attributes().flatten() {
        let key = attribute.key.into_inner();
        let key = key.rsplit(':').next().unwrap_or(key);
        let value = unescape(&attribute.value).map(|value| value.into_owned()).unwrap_or_default();
        // Links between parts of the file itself say nothing.
        let leads_out = place != "link" || value.contains(':') || value.contains('@');
        if wanted.contains(&key) && leads_out {
            aside.push(value.replace("%20", " "));
        }
    }
}
