//! What a file becomes before it is kept as evidence. A picture is decoded and written anew: whatever
//! else was in it (place, camera, time, a hidden second picture) is gone, it stands upright, and the
//! bytes that are kept are the bytes that are hashed. PDF and Word files are kept as they are. What a
//! file is, is read from its bytes; everything else is refused with a sentence.

mod word;

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use word::Word;

pub const JPEG: &str = "image/jpeg";
pub const PNG: &str = "image/png";
/// In the place of a media type: the file was struck out, and its bytes are gone for good.
pub const STRUCK_OUT: &str = "struck-out";
pub const PDF: &str = "application/pdf";
pub const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// What the file chooser of a browser is told to offer.
pub const ACCEPT: &str = "image/jpeg,image/png,image/webp,application/pdf,.docx";

/// A phone's largest camera takes 50 million; a small file that says it has more is a trap.
const PIXELS: u64 = 60_000_000;
/// The longest side that is kept; enough to read a chart on.
pub(crate) const LONGEST: u32 = 4_096;
pub(crate) const THUMB: u32 = 320;
const QUALITY: u8 = 88;
const THUMB_QUALITY: u8 = 75;
/// Memory for one decoded picture: 60 million pixels of four bytes, and a little.
const MEMORY: u64 = 256 * 1024 * 1024;

/// A file as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub bytes: Vec<u8>,
    pub media_type: &'static str,
    /// The name with the ending that now fits.
    pub name: String,
    /// A small JPEG, for pictures.
    pub thumb: Option<Vec<u8>>,
}

/// The file as it will be kept, or a sentence for the person who sent it.
pub fn take(name: &str, bytes: Vec<u8>) -> Result<Kept, String> {
    if bytes.is_empty() {
        return Err(format!("“{name}” is empty. Choose another file."));
    }
    match image::guess_format(&bytes) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) => {
            picture(name, &bytes, format)
        }
        _ if is_pdf(&bytes) => Ok(as_it_is(name, bytes, PDF, "pdf")),
        _ if bytes.starts_with(b"PK\x03\x04") => match word::judge(&bytes) {
            Word::Fine => Ok(as_it_is(name, bytes, DOCX, "docx")),
            Word::Program => Err(format!(
                "“{name}” holds a macro or another program, so it cannot be kept. Save it as a Word document without \
                 macros (.docx) or as a PDF, and add it again."
            )),
            Word::TooMuch => Err(format!(
                "“{name}” becomes larger when it is opened than can be opened here. Save it as a PDF and add it again."
            )),
            Word::Damaged => Err(format!("“{name}” is damaged and cannot be opened. Choose another file.")),
            Word::Other => Err(not_kept(name)),
        },
        _ if is_heic(&bytes) => Err(format!(
            "“{name}” is in the HEIC format, which few computers can show. Set your camera to “Most \
             compatible”, or save the picture as JPEG, and add it again."
        )),
        _ => Err(not_kept(name)),
    }
}

fn not_kept(name: &str) -> String {
    format!(
        "“{name}” is not a kind of file that can be kept. Add a picture (JPEG, PNG or WebP), a PDF or a Word file \
         (DOCX)."
    )
}

fn as_it_is(name: &str, bytes: Vec<u8>, media_type: &'static str, ending: &str) -> Kept {
    Kept { bytes, media_type, name: with_ending(name, ending), thumb: None }
}

fn picture(name: &str, bytes: &[u8], format: ImageFormat) -> Result<Kept, String> {
    let broken = |_| format!("“{name}” is damaged and cannot be opened. Choose another file.");
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS {
        return Err(format!(
            "“{name}” has {width} × {height} points, more than can be opened here. Make it smaller and add it \
             again."
        ));
    }
    let upright = decoder.orientation().map_err(broken)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(broken)?;
    picture.apply_orientation(upright);
    if width.max(height) > LONGEST {
        picture = picture.resize(LONGEST, LONGEST, image::imageops::FilterType::Triangle);
    }
    // What may be seen through stays PNG; so do drawings and screen shots, which JPEG would blur.
    let png = format == ImageFormat::Png || picture.color().has_alpha();
    let (kept, media_type, ending) = match png {
        true => (as_png(&picture), PNG, "png"),
        false => (as_jpeg(&picture, QUALITY), JPEG, "jpg"),
    };
    let thumb = as_jpeg(&picture.thumbnail(THUMB, THUMB), THUMB_QUALITY).map_err(broken)?;
    Ok(Kept { bytes: kept.map_err(broken)?, media_type, name: with_ending(name, ending), thumb: Some(thumb) })
}

fn as_jpeg(picture: &DynamicImage, quality: u8) -> image::ImageResult<Vec<u8>> {
    let mut bytes = Vec::new();
    picture.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality))?;
    Ok(bytes)
}

fn as_png(picture: &DynamicImage) -> image::ImageResult<Vec<u8>> {
    let mut bytes = Cursor::new(Vec::new());
    // Eight bits a channel are enough for evidence; sixteen would double the file.
    let plain = match picture.color().has_alpha() {
        true => DynamicImage::ImageRgba8(picture.to_rgba8()),
        false => DynamicImage::ImageRgb8(picture.to_rgb8()),
    };
    plain.write_to(&mut bytes, ImageFormat::Png)?;
    Ok(bytes.into_inner())
}

/// Readers accept a header within the first kilobyte; so do we.
fn is_pdf(bytes: &[u8]) -> bool {
    holds(bytes.get(..1024).unwrap_or(bytes), b"%PDF-")
}

fn is_heic(bytes: &[u8]) -> bool {
    let brand = bytes.get(4..12).unwrap_or_default();
    brand.starts_with(b"ftyp")
        && [&b"heic"[..], b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"]
            .iter()
            .any(|known| brand.ends_with(known))
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

fn with_ending(name: &str, ending: &str) -> String {
    let fits = |known: &str| {
        known.eq_ignore_ascii_case(ending) || (ending == "jpg" && known.eq_ignore_ascii_case("jpeg"))
    };
    match name.rsplit_once('.') {
        Some((_, known)) if fits(known) => name.to_owned(),
        Some((stem, known)) if !stem.is_empty() && known.len() <= 5 => format!("{stem}.{ending}"),
        _ => format!("{name}.{ending}"),
    }
}

#[cfg(test)]
mod tests;
