//! The corpus of files, `tests/corpus/files.txt`: built from its lines, taken in as uploads are, read inside
//! and looked at.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use perfolio::domain::identifiers::Patterns;
use perfolio::features::identifiers::found_inside;
use perfolio::files::intake;
use perfolio::files::reading::{self, Unreadable};

use super::numbers::{Chance, filled};
use super::table::{Counts, Table};
use crate::kit::papers::{docx, pdf};

pub fn measure() -> Table {
    let file =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/files.txt")).unwrap();
    let mut table = Table::default();
    let lines = file.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.is_empty());
    for (at, line) in lines {
        let mut parts = line.splitn(3, '|');
        let (kinds, (sort, place)) = (parts.next().unwrap(), parts.next().unwrap().split_once(' ').unwrap());
        let words = filled(parts.next().unwrap(), &mut Chance::of(at as u64 + 9_001));
        let there: Counts =
            kinds.split(',').filter(|kind| *kind != "-").map(|kind| (kind.to_owned(), 1)).collect();
        let found = match sort {
            "pdf" => inside(pdf_of(place, &words)),
            "docx" => inside(docx_of(place, &words)),
            _ => stripped(sort, place, &words),
        };
        table.add(&format!("{sort} {place}: {words}"), &there, &found);
    }
    table
}

fn pdf_of(place: &str, words: &str) -> Vec<u8> {
    if place == "broken" { b"%PDF-1.7\n1 0 obj\n<< /Type".to_vec() } else { pdf(place, words) }
}

fn docx_of(place: &str, words: &str) -> Vec<u8> {
    if place == "broken" {
        let mut whole = docx("none", "");
        whole.truncate(whole.len() / 2);
        whole.extend(b"[Content_Types].xml word/document.xml");
        return whole;
    }
    docx(place, words)
}

fn inside(bytes: Vec<u8>) -> Counts {
    let one = |word: &str| Counts::from([(word.to_owned(), 1)]);
    // A Word file without its list of contents is not even taken.
    let Ok(kept) = intake::take("a.pdf", bytes) else { return one("damaged") };
    match reading::read(kept.media_type, &kept.bytes) {
        Err(Unreadable::Locked) => one("locked"),
        Err(_) => one("damaged"),
        Ok(inside) => {
            let mut counts = Counts::new();
            for found in found_inside(&inside, &Patterns::default()) {
                *counts.entry(found.what.as_str().to_owned()).or_default() += 1;
            }
            if counts.is_empty() && inside.unread { one("unread") } else { counts }
        }
    }
}

/// Whether what was planted in the picture is gone from what is kept, and was in what was sent.
fn stripped(sort: &str, place: &str, words: &str) -> Counts {
    let picture = DynamicImage::ImageRgb8(RgbImage::from_pixel(30, 20, Rgb([90, 10, 10])));
    let mut bytes = Cursor::new(Vec::new());
    let format = if sort == "jpeg" { ImageFormat::Jpeg } else { ImageFormat::Png };
    picture.write_to(&mut bytes, format).unwrap();
    let mut bytes = bytes.into_inner();
    let (planted, at) = match place {
        "exif" => (segment(0xe1, b"Exif\0\0II*\0\x08\0\0\0", words), 2),
        "xmp" => (segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0", words), 2),
        "comment" => (segment(0xfe, b"", words), 2),
        "text" => (chunk(words), 33),
        _ => (Vec::new(), 2),
    };
    bytes.splice(at..at, planted);
    let holds =
        |bytes: &[u8]| !words.is_empty() && bytes.windows(words.len()).any(|part| part == words.as_bytes());
    assert_eq!(holds(&bytes), place != "plain");
    let kept = intake::take("a.jpg", bytes).unwrap();
    let gone = !holds(&kept.bytes) && !kept.thumb.as_deref().is_some_and(holds);
    if place != "plain" && gone { Counts::from([("stripped".to_owned(), 1)]) } else { Counts::new() }
}

fn segment(marker: u8, head: &[u8], words: &str) -> Vec<u8> {
    let length = u16::try_from(2 + head.len() + words.len()).unwrap();
    [&[0xff, marker], &length.to_be_bytes()[..], head, words.as_bytes()].concat()
}

/// A `tEXt` chunk; its checksum is worked out bit by bit.
fn chunk(words: &str) -> Vec<u8> {
    let data = [b"Comment\0", words.as_bytes()].concat();
    let typed = [b"tEXt", &data[..]].concat();
    let mut crc = u32::MAX;
    for byte in &typed {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], &typed, &(!crc).to_be_bytes()].concat()
}
