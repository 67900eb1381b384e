use std::io::Cursor;

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
    let docx = b"PK\x03\x04..[Content_Types].xml..word/document.xml".to_vec();
    assert_eq!(take("letter.docx", docx).unwrap().media_type, DOCX);
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
        ("sheet.xlsx", b"PK\x03\x04[Content_Types].xml xl/workbook.xml"),
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
