//! Words of a PDF: what each page's content shows (also under what is drawn above it), what stands in
//! forms drawn on pages (stamps, appearances of fields), and every text of the document's other objects:
//! comments, fields, bookmarks, properties. A page that shows next to no words has pictures at best.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Encoding, LoadOptions, Object, ObjectId, Stream, decode_text_string};

use super::{Inside, UNPACKED, Unreadable};

const PAGES: usize = 5_000;
/// Letters and digits below which a page counts as one without words.
const FEW: usize = 8;
/// Nesting of forms in forms, of lists in lists.
const DEEPEST: usize = 12;

pub(super) fn read(bytes: &[u8]) -> Result<Inside, Unreadable> {
    let options = LoadOptions { max_decompressed_size: Some(UNPACKED), ..LoadOptions::default() };
    let document = match Document::load_mem_with_options(bytes, options) {
        Ok(document) => document,
        Err(why) if why.to_string().to_lowercase().contains("password") => return Err(Unreadable::Locked),
        Err(_) => return Err(Unreadable::Damaged),
    };
    if document.is_encrypted() {
        return Err(Unreadable::Locked);
    }
    let pages = document.get_pages();
    if pages.is_empty() {
        return Err(Unreadable::Damaged);
    }
    if pages.len() > PAGES {
        return Err(Unreadable::TooMuch);
    }
    let mut inside = Inside::default();
    for (number, page) in &pages {
        let content =
            document.get_page_content_with_limit(*page, UNPACKED).map_err(|_| Unreadable::TooMuch)?;
        let mut shown =
            Shown { document: &document, text: String::new(), undecoded: false, forms: BTreeSet::new() };
        let (own, inherited) = document.get_page_resources(*page).map_err(|_| Unreadable::Damaged)?;
        let mut resources: Vec<&Dictionary> = own.into_iter().collect();
        resources.extend(inherited.iter().filter_map(|id| document.get_dictionary(*id).ok()));
        shown.content(&content, &resources, 0)?;
        let letters = shown.text.chars().filter(|c| c.is_alphanumeric()).take(FEW).count();
        inside.unread |= shown.undecoded || letters < FEW;
        inside.add(format!("page {number}"), &shown.text)?;
    }
    for (id, object) in &document.objects {
        texts(&document, *id, object, &mut inside)?;
    }
    if let Ok(info) = document.trailer.get(b"Info") {
        strings(info, "properties of the document", &mut inside, 0)?;
    }
    Ok(inside)
}

/// Every text that an object holds outside of what is drawn.
fn texts(document: &Document, id: ObjectId, object: &Object, inside: &mut Inside) -> Result<(), Unreadable> {
    if let Object::Stream(stream) = object {
        return stream_texts(stream, inside);
    }
    let Ok(dictionary) = object.as_dict() else { return strings(object, "hidden part", inside, 0) };
    if dictionary.has_type(b"Filespec") || dictionary.has(b"EF") {
        inside.unread = true;
    }
    let is_info = document.trailer.get(b"Info").and_then(Object::as_reference).is_ok_and(|info| info == id);
    let place = match dictionary.get(b"Subtype").and_then(Object::as_name) {
        _ if is_info => "properties of the document",
        Ok(b"Widget") => "form field",
        Ok(_) if dictionary.has(b"Rect") => "comment",
        _ if dictionary.has(b"FT") => "form field",
        _ if dictionary.has(b"Title") && dictionary.has(b"Parent") => "bookmark",
        _ => "hidden part",
    };
    // Keys and fonts have texts that are no words.
    const NO_WORDS: [&[u8]; 5] = [b"Font", b"FontDescriptor", b"Encrypt", b"XRef", b"Sig"];
    if NO_WORDS.iter().any(|of| dictionary.has_type(of)) {
        return Ok(());
    }
    strings(object, place, inside, 0)
}

/// XMP properties and files inside.
fn stream_texts(stream: &Stream, inside: &mut Inside) -> Result<(), Unreadable> {
    if stream.dict.has_type(b"EmbeddedFile") {
        inside.unread = true;
    }
    if !stream.dict.has_type(b"Metadata") {
        return Ok(());
    }
    let bytes = stream.get_plain_content_with_limit(UNPACKED).map_err(|_| Unreadable::TooMuch)?;
    let mut reader = quick_xml::Reader::from_reader(bytes.as_slice());
    let (mut buffer, mut words) = (Vec::new(), String::new());
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(quick_xml::events::Event::Text(text)) => {
                let text = text.xml10_content();
                // Identifiers and instants of programs are not words about anybody.
                let program = text.contains("uuid:") || text.contains("xmp.") || text.contains('T');
                if !program || text.contains(' ') {
                    words.push_str(&text);
                    words.push('\n');
                }
            }
            Ok(quick_xml::events::Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    inside.add("properties of the document", &words)
}

/// Texts of an object and of what is in it, each for itself.
fn strings(object: &Object, place: &str, inside: &mut Inside, depth: usize) -> Result<(), Unreadable> {
    if depth > DEEPEST {
        return Ok(());
    }
    match object {
        Object::String(..) => {
            let text = decode_text_string(object).unwrap_or_default();
            // `D:20261112…` is an instant, an odd code no text.
            let is_text =
                !text.starts_with("D:") && text.chars().all(|c| !c.is_control() || c.is_whitespace());
            if is_text { inside.add(place, &text) } else { Ok(()) }
        }
        Object::Array(all) => all.iter().try_for_each(|one| strings(one, place, inside, depth + 1)),
        Object::Dictionary(all) => {
            const CODES: [&[u8]; 4] = [b"ID", b"DA", b"Lang", b"NM"];
            all.iter()
                .filter(|(key, _)| !CODES.contains(&key.as_slice()))
                .try_for_each(|(_, one)| strings(one, place, inside, depth + 1))
        }
        _ => Ok(()),
    }
}

/// The words that contents show.
struct Shown<'d> {
    document: &'d Document,
    text: String,
    /// Something is written in a font that does not say which letters its glyphs are.
    undecoded: bool,
    forms: BTreeSet<ObjectId>,
}

/// Where the pen is, as far as it tells words from lines.
#[derive(Default)]
struct Pen {
    size: f32,
    x: f32,
    y: f32,
    /// Letters written since the pen was last placed.
    written: usize,
}

impl<'d> Shown<'d> {
    fn content(
        &mut self,
        bytes: &[u8],
        resources: &[&'d Dictionary],
        depth: usize,
    ) -> Result<(), Unreadable> {
        let content = Content::decode(bytes).map_err(|_| Unreadable::Damaged)?;
        let fonts = self.fonts(resources);
        let (mut font, mut pen) = (None, Pen::default());
        for operation in &content.operations {
            match operation.operator.as_str() {
                "Tf" => {
                    font = operation.operands.first().and_then(|name| fonts.get(name.as_name().ok()?));
                    pen.size = number(operation, 1).abs();
                }
                "Td" | "TD" => self.moved(&mut pen, number(operation, 0), number(operation, 1)),
                "Tm" => {
                    let (x, y) = (number(operation, 4), number(operation, 5));
                    let scale = number(operation, 0).abs().max(number(operation, 1).abs()).max(0.01);
                    let (across, down) = ((x - pen.x) / scale, y - pen.y);
                    self.moved(&mut pen, across, down);
                    (pen.x, pen.y) = (x, y);
                }
                "T*" | "ET" => self.line(),
                "Tj" | "TJ" => self.write(font, &operation.operands, &mut pen),
                "'" | "\"" => {
                    self.line();
                    self.write(font, &operation.operands, &mut pen);
                }
                "Do" if depth < DEEPEST => self.form(operation, resources, depth)?,
                _ => {}
            }
            if self.text.len() > super::WORDS {
                return Err(Unreadable::TooMuch);
            }
        }
        self.line();
        Ok(())
    }

    fn fonts(&self, resources: &[&'d Dictionary]) -> BTreeMap<Vec<u8>, Option<Encoding<'d>>> {
        let mut all = BTreeMap::new();
        for dictionary in resources {
            let Some(fonts) = self.dictionary(dictionary.get(b"Font").ok()) else { continue };
            for (name, font) in fonts.iter() {
                let Some(font) = self.dictionary(Some(font)) else { continue };
                let encoding = font.get_font_encoding_with_limit(self.document, UNPACKED).ok();
                all.entry(name.clone()).or_insert(encoding);
            }
        }
        all
    }

    fn dictionary(&self, object: Option<&'d Object>) -> Option<&'d Dictionary> {
        self.document.dereference(object?).ok()?.1.as_dict().ok()
    }

    /// A form drawn on the page: its content, once.
    fn form(
        &mut self,
        operation: &Operation,
        resources: &[&'d Dictionary],
        depth: usize,
    ) -> Result<(), Unreadable> {
        let Some(name) = operation.operands.first().and_then(|name| name.as_name().ok()) else {
            return Ok(());
        };
        for dictionary in resources {
            let Some(objects) = self.dictionary(dictionary.get(b"XObject").ok()) else { continue };
            let Ok(object) = objects.get(name) else { continue };
            let Ok((id, Object::Stream(stream))) = self.document.dereference(object) else { continue };
            let is_form =
                stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Form");
            if !is_form || !id.is_none_or(|id| self.forms.insert(id)) {
                return Ok(());
            }
            let bytes = stream.get_plain_content_with_limit(UNPACKED).map_err(|_| Unreadable::TooMuch)?;
            let mut own: Vec<&Dictionary> =
                self.dictionary(stream.dict.get(b"Resources").ok()).into_iter().collect();
            own.extend(resources);
            return self.content(&bytes, &own, depth + 1);
        }
        Ok(())
    }

    fn line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// The pen was placed anew: on another line, a gap further, or where the last letter ended.
    fn moved(&mut self, pen: &mut Pen, across: f32, down: f32) {
        let width = (0.75 * pen.size * letters(pen.written)).max(0.1);
        if down.abs() > 0.1 * pen.size.max(1.0) {
            self.line();
        } else if across < 0.0 || across > width {
            self.gap();
        }
        pen.written = 0;
    }

    fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
            self.text.push(' ');
        }
    }

    fn write(&mut self, font: Option<&Option<Encoding<'_>>>, operands: &[Object], pen: &mut Pen) {
        for operand in operands {
            match operand {
                Object::String(bytes, _) => {
                    let text = font
                        .and_then(Option::as_ref)
                        .and_then(|encoding| Document::decode_text(encoding, bytes).ok());
                    match text.filter(|text| !text.is_empty() || bytes.is_empty()) {
                        Some(text) => {
                            self.undecoded |= text.contains('\u{fffd}');
                            pen.written += text.chars().count();
                            self.text.push_str(&text);
                        }
                        None => self.undecoded = true,
                    }
                }
                Object::Array(all) => self.write(font, all, pen),
                // Thousandths of the size to the left: a large step to the right is a gap.
                Object::Integer(_) | Object::Real(_)
                    if operand.as_float().is_ok_and(|step| step < -200.0) =>
                {
                    self.gap()
                }
                _ => {}
            }
        }
    }
}

fn letters(count: usize) -> f32 {
    u16::try_from(count).map_or(f32::from(u16::MAX), f32::from)
}

fn number(operation: &Operation, at: usize) -> f32 {
    operation.operands.get(at).and_then(|operand| operand.as_float().ok()).unwrap_or_default()
}
