//! Files of evidence, drawn by the program: a trend as a camera might catch it from a monitor, and a
//! one-page paper. Each is a little different, since the same file twice is one file.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use super::chance::Chance;
use crate::domain::fault::Fault;

const WIDE: u32 = 360;
const HIGH: u32 = 220;

/// A PNG of two curves on a dark ground.
pub fn photo(chance: &Chance) -> Result<Vec<u8>, Fault> {
    let mut picture = RgbImage::from_pixel(WIDE, HIGH, Rgb([12, 20, 28]));
    for line in (20..HIGH).step_by(40) {
        for x in 0..WIDE {
            dot(&mut picture, x, line, Rgb([40, 54, 66]));
        }
    }
    for (colour, middle) in [(Rgb([236, 92, 80]), 70), (Rgb([96, 190, 236]), 150)] {
        let mut y = middle;
        for x in 0..WIDE {
            y = (y + chance.between(-3, 3)).clamp(middle - 38, middle + 38);
            for thick in 0..3 {
                dot(&mut picture, x, u32::try_from(y + thick).unwrap_or(0), colour);
            }
        }
    }
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture).write_to(&mut bytes, ImageFormat::Png).map_err(Fault::broken)?;
    Ok(bytes.into_inner())
}

fn dot(picture: &mut RgbImage, x: u32, y: u32, colour: Rgb<u8>) {
    if let Some(pixel) = picture.get_pixel_mut_checked(x, y) {
        *pixel = colour;
    }
}

/// A PDF of one page that says what it is.
pub fn paper(title: &str, owner: &str) -> Vec<u8> {
    let plain = |text: &str| text.replace(['(', ')', '\\'], " ");
    let words = format!(
        "BT /F1 20 Tf 72 760 Td ({}) Tj /F1 12 Tf 0 -40 Td ({}) Tj 0 -24 Td (A paper of the demo house. Nothing in it is real.) Tj ET",
        plain(title),
        plain(owner),
    );
    let parts = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{words}\nendstream", words.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut text = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (part, number) in parts.iter().zip(1..) {
        places.push(text.len());
        text.push_str(&format!("{number} 0 obj\n{part}\nendobj\n"));
    }
    let table = text.len();
    text.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", places.len() + 1));
    for place in &places {
        text.push_str(&format!("{place:010} 00000 n \n"));
    }
    let size = places.len() + 1;
    text.push_str(&format!("trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"));
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::intake;

    #[test]
    fn the_house_keeps_what_is_drawn_here() {
        let chance = Chance::seeded(1);
        let photo = intake::take("trend.png", photo(&chance).unwrap()).unwrap();
        assert_eq!(photo.media_type, intake::PNG);
        assert!(photo.thumb.is_some());
        let paper = paper("Degree certificate", "Juniper Ashgrove");
        assert!(lopdf::Document::load_mem(&paper).is_ok());
        assert_eq!(intake::take("degree.pdf", paper).unwrap().media_type, intake::PDF);
    }
}
