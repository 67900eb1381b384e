use std::io::{Cursor, Write as _};

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

use super::*;

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// 40 wide, 20 high, with a red left half.
fn plain() -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(40, 20, |x, _| {
        if x < 20 { Rgb([200, 0, 0]) } else { Rgb([0, 0, 200]) }
    }))
}

/// A JPEG whose EXIF says that it lies on its side and was taken at a place.
fn with_exif() -> Vec<u8> {
    let jpeg = encoded(&plain(), ImageFormat::Jpeg);
    let mut tiff: Vec<u8> = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01".to_vec();
    tiff.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]);
    tiff.extend(b"GPS 51.4545N 2.5879W");
    let length = u16::try_from(tiff.len() + 2).unwrap().to_be_bytes();
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend([0xff, 0xe1]);
    bytes.extend(length);
    bytes.extend(tiff);
    bytes.extend(&jpeg[2..]);
    bytes
}

#[test]
fn a_photograph_stands_upright_and_says_nothing_about_where_it_was_taken() {
    let sent = with_exif();
    assert!(holds(&sent, b"GPS 51.4545N"));
    let kept = take("IMG_1.JPG", sent).unwrap();
    assert!(!holds(&kept.bytes, b"Exif") && !holds(&kept.bytes, b"GPS"));
    let picture = image::load_from_memory(&kept.bytes).unwrap();
    assert_eq!((picture.width(), picture.height()), (20, 40), "turned by a quarter");
    assert_eq!((kept.media_type, kept.name.as_str()), (JPEG, "IMG_1.JPG"));
    let thumb = image::load_from_memory(&kept.thumb.unwrap()).unwrap();
    assert!(thumb.width() <= THUMB && thumb.height() <= THUMB);
}

#[test]
fn drawings_stay_png_and_webp_becomes_what_everybody_can_show() {
    let kept = take("screen.png", encoded(&plain(), ImageFormat::Png)).unwrap();
    assert_eq!(kept.media_type, PNG);
    let kept = take("a.webp", encoded(&plain(), ImageFormat::WebP)).unwrap();
    assert_eq!((kept.media_type, kept.name.as_str()), (JPEG, "a.jpg"));
    let clear = DynamicImage::ImageRgba8(RgbaImage::from_pixel(4, 4, Rgba([0, 0, 0, 0])));
    assert_eq!(take("b.webp", encoded(&clear, ImageFormat::WebP)).unwrap().media_type, PNG);
}

#[test]
fn documents_are_kept_byte_for_byte() {
    let pdf = b"%PDF-1.7\n1 0 obj".to_vec();
    let kept = take("trace", pdf.clone()).unwrap();
    assert_eq!((kept.bytes, kept.media_type, kept.name.as_str()), (pdf, PDF, "trace.pdf"));
    let docx = zipped(&[(KINDS, "<Types/>"), ("word/document.xml", "<w:document/>")]);
    assert_eq!(take("letter.docx", docx.clone()).unwrap().media_type, DOCX);
    assert_eq!(take("letter.zip", docx.clone()).unwrap().bytes, docx);
}

const KINDS: &str = "[Content_Types].xml";

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_word_file_that_holds_a_program_is_refused_whatever_it_is_called() {
    let document = ("word/document.xml", "<w:document/>");
    let macro_enabled =
        "<Types><Override ContentType=\"application/vnd.ms-word.document.macroEnabled.main+xml\"/></Types>";
    for parts in [
        vec![(KINDS, "<Types/>"), document, ("word/vbaProject.bin", "x")],
        vec![(KINDS, "<Types/>"), document, ("Word\\VBAPROJECT.BIN", "x")],
        vec![(KINDS, "<Types/>"), document, ("word/vbaData.xml", "<x/>")],
        vec![(KINDS, "<Types/>"), document, ("word/activeX/activeX1.bin", "x")],
        vec![(KINDS, macro_enabled), document],
    ] {
        for name in ["letter.docm", "letter.docx", "letter"] {
            let why = take(name, zipped(&parts)).unwrap_err();
            assert!(why.contains("macro") && why.contains("without macros (.docx)"), "{why}");
        }
    }
}

#[test]
fn an_archive_is_no_document_and_neither_is_half_a_one() {
    for parts in [
        vec![("run.exe", "MZ"), ("word/document.xml", "<w:document/>")],
        vec![(KINDS, "<Types/>"), ("xl/workbook.xml", "<workbook/>")],
        vec![("readme.txt", "[Content_Types].xml word/document.xml")],
    ] {
        assert!(take("a.docx", zipped(&parts)).unwrap_err().contains("not a kind of file"));
    }
    let whole = zipped(&[(KINDS, "<Types/>"), ("word/document.xml", "<w:document/>")]);
    assert!(take("a.docx", whole[..whole.len() / 2].to_vec()).unwrap_err().contains("damaged"));
}

/// The list of contents says of this part that it becomes `size` bytes.
fn saying_size(mut zip: Vec<u8>, part: &str, size: u32) -> Vec<u8> {
    let entry = b"PK\x01\x02";
    let starts: Vec<usize> =
        zip.windows(4).enumerate().filter(|(_, w)| w == entry).map(|(at, _)| at).collect();
    let at = starts.into_iter().find(|at| zip[at + 46..].starts_with(part.as_bytes())).unwrap();
    zip[at + 24..at + 28].copy_from_slice(&size.to_le_bytes());
    zip
}

#[test]
fn a_bomb_is_refused_by_its_list_of_contents_before_anything_is_unpacked() {
    let small = zipped(&[(KINDS, "<Types/>"), ("word/document.xml", "<w:d/>"), ("word/media/a.bin", "x")]);
    let begun = std::time::Instant::now();
    for bomb in [
        saying_size(small.clone(), "word/document.xml", 1 << 30),
        saying_size(small.clone(), "word/media/a.bin", 3 << 30),
    ] {
        assert!(take("a.docx", bomb).unwrap_err().contains("larger when it is opened"));
    }
    let names: Vec<String> = (0..4_001).map(|n| format!("word/{n}.bin")).collect();
    let mut parts: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    parts.extend([(KINDS, "<Types/>"), ("word/document.xml", "<w:d/>")]);
    assert!(take("a.docx", zipped(&parts)).unwrap_err().contains("larger when it is opened"));
    assert!(begun.elapsed().as_secs() < 20);
    assert!(take("a.docx", small).is_ok());
}

#[test]
fn everything_else_is_refused_with_a_sentence() {
    let of = |name: &str, bytes: &[u8]| take(name, bytes.to_vec()).unwrap_err();
    assert!(of("a.heic", b"\0\0\0\x18ftypheic\0\0").contains("HEIC"));
    assert!(of("a.pdf", b"").contains("is empty"));
    assert!(of("broken.jpg", b"\xff\xd8\xff\xe0 no picture").contains("damaged"));
    for (name, bytes) in [
        ("run.exe", &b"MZ\x90\0"[..]),
        ("page.pdf", b"<html><script>alert(1)</script>"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("notes.txt", b"flow 4.2"),
    ] {
        assert!(of(name, bytes).contains("not a kind of file"), "{name}");
    }
}

#[test]
fn a_small_file_that_claims_a_huge_picture_is_refused_before_it_is_opened() {
    // A PNG header alone, of 60000 by 60000 points.
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend(60_000_u32.to_be_bytes());
    png.extend(60_000_u32.to_be_bytes());
    png.extend([8, 2, 0, 0, 0]);
    let crc = crc32(&png[12..]);
    png.extend(crc.to_be_bytes());
    png.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");
    assert!(take("bomb.png", png).unwrap_err().contains("60000 × 60000"));
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 },
        )
    })
}
