//! What a target begins with: the house's own files and corpora, and small documents and pictures made
//! here, uncompressed wherever a format allows it, so that a mutation changes what is said.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, Stream, StringFormat, dictionary};

use super::documents::stored;
use super::engine::FACTS;
use super::{home, shipped};

/// A programme with every rule and modifier.
pub(super) const EVERYTHING: &str = include_str!("everything.toml");

fn bytes(texts: impl IntoIterator<Item = String>) -> Vec<Vec<u8>> {
    texts.into_iter().map(String::into_bytes).collect()
}

fn file(path: &str) -> String {
    std::fs::read_to_string(home().join(path)).unwrap_or_default()
}

pub(super) fn kinds() -> Vec<Vec<u8>> {
    let mut all = shipped("programmes/kinds");
    all.push("kind = \"a\"\nversion = 1\nname = \"A\"\nconfirmed_by = \"nobody\"\n".to_owned());
    bytes(all)
}

pub(super) fn programmes() -> Vec<Vec<u8>> {
    let facts = file("tests/data/facts-perfusion.json");
    let mut all: Vec<String> =
        shipped("programmes").iter().map(|text| format!("{text}{FACTS}{facts}")).collect();
    let head = EVERYTHING.split("[[requirements]]").next().unwrap_or_default();
    // One requirement each, so that a mutation meets a short file.
    all.extend(
        EVERYTHING
            .split("[[requirements]]")
            .skip(1)
            .map(|one| format!("{head}[[requirements]]{one}{FACTS}abc")),
    );
    all.push(EVERYTHING.to_owned());
    bytes(all)
}

pub(super) fn facts() -> Vec<Vec<u8>> {
    let one = |fact: &str| {
        format!("{{\"enrolment\":{{\"started\":\"2025-09-01\"}},\"facts\":[{fact}],\"registrations\":[]}}")
    };
    let whole = file("tests/data/facts-perfusion.json");
    let mut all: Vec<String> = whole
        .lines()
        .map(|line| line.trim().trim_end_matches(','))
        .filter(|line| line.starts_with("{\"id\": \"") && line.contains("\"kind\""))
        .map(one)
        .collect();
    all.push(one(""));
    all.push(whole);
    let made = (0..4_u8).filter_map(|nth| super::made::facts(&[nth.wrapping_mul(67).wrapping_add(7); 500]));
    all.extend(made.filter_map(|facts| serde_json::to_string(&facts).ok()));
    bytes(all)
}

pub(super) fn typed() -> Vec<Vec<u8>> {
    let some = [
        "12",
        "12.5",
        "-0.25",
        "1e3",
        "2026-11-12",
        "2026-11-12T14:02:33.120Z",
        "ann@demo.example",
        "o'neill+log@nhs.uk",
        "  Ann \t Field ",
        "Épreuve  d’Ångström",
        "department:01abc",
        "a\r\nb\r",
    ];
    bytes(some.map(str::to_owned))
}

pub(super) fn free_texts() -> Vec<Vec<u8>> {
    let corpus = file("tests/corpus/texts.txt");
    let lines = corpus.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let forms = ["RXH ######\nRXH 123456", "@#{5,7}\nK12345", "@{0,30}#####\n12345", "-\n-"];
    let texts = lines.zip(forms.iter().cycle()).map(|(line, form)| format!("{form}\n{line}"));
    bytes(texts)
}

pub(super) fn word_parts() -> Vec<Vec<u8>> {
    let parts = [
        "\0<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>Mrs Jones</w:t></w:r><w:r><w:tab/><w:t>94</w:t></w:r></w:p></w:body></w:document>",
        "\0<w:p><w:del w:author=\"A\"><w:r><w:delText>struck</w:delText></w:r></w:del><w:instrText>HYPERLINK</w:instrText></w:p>",
        "\0<w:drawing><wp:docPr id=\"1\" descr=\"a &lt;b&gt; &#65;\" title=\"t\"/></w:drawing>",
        "\u{1}<w:comments><w:comment><w:p><w:r><w:t>a &amp; b &#x41;</w:t></w:r></w:p></w:comment></w:comments>",
        "\u{2}<Relationships><Relationship Id=\"r1\" Target=\"mailto:ann%20x@y.org\" TargetMode=\"External\"/></Relationships>",
        "\u{3}<cp:coreProperties xmlns:dc=\"d\"><dc:title>Title</dc:title><dc:creator><![CDATA[A & B]]></dc:creator></cp:coreProperties>",
        "\u{5}<?xml version=\"1.0\" encoding=\"UTF-8\"?><!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;<!-- d --></a>",
    ];
    let mut all = bytes(parts.map(str::to_owned));
    let wide: Vec<u8> =
        "\u{feff}<w:p><w:t>wide</w:t></w:p>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    all.push([&[0], wide.as_slice()].concat());
    all
}

pub(super) fn word_files() -> Vec<Vec<u8>> {
    let types: (&str, &[u8]) = ("[Content_Types].xml", b"<Types/>");
    let body: (&str, &[u8]) = ("word/document.xml", b"<w:p><w:t>Protocol of the unit</w:t></w:p>");
    let more: [(&str, &[u8]); 4] = [
        ("word/comments.xml", b"<w:p><w:t>a comment</w:t></w:p>"),
        ("word/embeddings/sheet1.xlsx", b"a workbook"),
        ("word/media/image1.png", b"a picture"),
        ("word/vbaProject.bin", b"a macro"),
    ];
    let mut all: Vec<Vec<u8>> = more.iter().filter_map(|part| stored(&[types, body, *part])).collect();
    all.extend(stored(&[types, body]));
    all
}

pub(super) fn pdfs() -> Vec<Vec<u8>> {
    ["page", "drawing", "comment", "field", "title", "attached", "xmp", "locked"]
        .iter()
        .filter_map(|what| pdf(what))
        .collect()
}

fn shows(words: &str) -> Vec<Operation> {
    vec![
        Operation::new("BT", vec![]),
        Operation::new("Tf", vec!["F1".into(), 12.into()]),
        Operation::new("Tm", vec![1.into(), 0.into(), 0.into(), 1.into(), 50.into(), 700.into()]),
        Operation::new("Tj", vec![Object::string_literal(words)]),
        Operation::new(
            "TJ",
            vec![vec![Object::string_literal("94"), (-300).into(), Object::string_literal("3")].into()],
        ),
        Operation::new("'", vec![Object::string_literal("next")]),
        Operation::new("ET", vec![]),
    ]
}

fn pdf(what: &str) -> Option<Vec<u8>> {
    let mut document = Document::with_version("1.7");
    let pages = document.new_object_id();
    let letters = Stream::new(
        Dictionary::new(),
        b"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <20> <7e> <0020> endbfrange"
            .to_vec(),
    );
    let letters = document.add_object(letters);
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding"
    });
    let odd = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "Odd", "Encoding" => "Identity-H", "ToUnicode" => letters
    });
    let mut resources = dictionary! { "Font" => dictionary! { "F1" => font, "F2" => odd } };
    let mut operations = shows("Protocol of the unit, version 4");
    let (mut notes, mut extra) = (Vec::new(), Vec::new());
    match what {
        "drawing" => {
            let content = Content { operations: shows("a stamp") }.encode().ok()?;
            let form = Stream::new(dictionary! { "Type" => "XObject", "Subtype" => "Form" }, content);
            resources.set("XObject", dictionary! { "X1" => document.add_object(form) });
            operations.push(Operation::new("Do", vec!["X1".into()]));
        }
        "comment" => notes.push(dictionary! {
            "Type" => "Annot", "Subtype" => "Text", "Rect" => vec![0.into(), 0.into(), 10.into(), 10.into()],
            "Contents" => Object::String(vec![0xfe, 0xff, 0, 65, 0xd8, 0x35], StringFormat::Literal)
        }),
        "field" => notes.push(dictionary! {
            "Subtype" => "Widget", "FT" => "Tx", "V" => Object::string_literal("Mrs Jones")
        }),
        "attached" => extra.push(Stream::new(dictionary! { "Type" => "EmbeddedFile" }, b"a file".to_vec())),
        "xmp" => extra.push(Stream::new(
            dictionary! { "Type" => "Metadata", "Subtype" => "XML" },
            b"<x:xmpmeta><dc:title>Mrs Jones &amp; son</dc:title></x:xmpmeta>".to_vec(),
        )),
        _ => {}
    }
    for stream in extra {
        document.add_object(stream);
    }
    let content = document.add_object(Stream::new(Dictionary::new(), Content { operations }.encode().ok()?));
    let notes: Vec<Object> = notes.into_iter().map(|note| document.add_object(note).into()).collect();
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content, "Resources" => resources, "Annots" => notes
    });
    let list = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    document.objects.insert(pages, list.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    if what == "title" {
        let info = document.add_object(dictionary! { "Title" => Object::string_literal("Mrs Jones") });
        document.trailer.set("Info", info);
    }
    if what == "locked" {
        let id = Object::String(vec![7; 16], StringFormat::Hexadecimal);
        document.trailer.set("ID", vec![id.clone(), id]);
        let version = lopdf::EncryptionVersion::V2 {
            document: &document,
            owner_password: "owner",
            user_password: "",
            key_length: 128,
            permissions: lopdf::Permissions::all(),
        };
        let state = lopdf::EncryptionState::try_from(version).ok()?;
        document.encrypt(&state).ok()?;
    }
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).ok()?;
    Some(bytes)
}

pub(super) fn pictures() -> Vec<Vec<u8>> {
    let plain = DynamicImage::ImageRgb8(RgbImage::from_fn(24, 16, |x, y| {
        Rgb([if x < 12 { 200 } else { 0 }, 9, if y < 8 { 250 } else { 40 }])
    }));
    let clear = DynamicImage::ImageRgba8(RgbaImage::from_fn(9, 7, |x, _| {
        Rgba([1, 2, 3, if x < 4 { 0 } else { 255 }])
    }));
    let grey = DynamicImage::ImageLuma16(plain.to_luma16());
    let mut all = Vec::new();
    for (picture, format) in [
        (&plain, ImageFormat::Jpeg),
        (&plain, ImageFormat::Png),
        (&plain, ImageFormat::WebP),
        (&clear, ImageFormat::Png),
        (&clear, ImageFormat::WebP),
        (&grey, ImageFormat::Png),
    ] {
        let mut bytes = Cursor::new(Vec::new());
        if picture.write_to(&mut bytes, format).is_ok() {
            all.push(bytes.into_inner());
        }
    }
    all.extend(all.first().and_then(|jpeg| on_its_side(jpeg)));
    all.extend(stored(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:p/>")]));
    all.push(b"%PDF-1.7\n%%EOF".to_vec());
    all.push(b"\0\0\0\x18ftypheic\0\0\0\0".to_vec());
    all
}

/// A JPEG whose EXIF says that it lies on its side and was taken at a place.
fn on_its_side(jpeg: &[u8]) -> Option<Vec<u8>> {
    let mut exif: Vec<u8> = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01".to_vec();
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0]);
    exif.extend(b"GPS 51.4545N 2.5879W");
    let length = u16::try_from(exif.len() + 2).ok()?.to_be_bytes();
    let (start, rest) = jpeg.split_at_checked(2)?;
    Some([start, &[0xff, 0xe1], &length, &exif, rest].concat())
}

pub(super) fn forms() -> Vec<Vec<u8>> {
    let some = [
        "\u{40}on-day=2&on-month=11&on-year=2026&note=a+b%0d%0ac&password=p&csrf=c&key=k",
        "\u{1}a=1&a=2&b&=c&&%zz=%",
        "\u{7f}on-day=31&on-month=2&on-year=2026&name=%C3%89preuve",
    ];
    bytes(some.map(str::to_owned))
}

pub(super) fn multiparts() -> Vec<Vec<u8>> {
    let part =
        |head: &str, body: &str| format!("--x\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n");
    let file = |name: &str, body: &str| {
        part(&format!("name=\"files\"; filename=\"{name}\"\r\nContent-Type: image/png"), body)
    };
    let some = [
        format!("\u{40}{}{}--x--\r\n", part("name=\"note\"", "a note"), file("circuit.png", "\u{89}PNG")),
        format!("\u{7}{}{}{}--x--\r\n", file("a.pdf", "%PDF-1.7"), file("", ""), file("../b.docx", "PK\u{3}\u{4}")),
        format!("\u{20}{}--x--\r\n", file("long.txt", &"words ".repeat(200))),
        format!("\u{7f}{}{}{}--x--", file("1", "1"), file("2", "2"), file("3", "3")),
        "\u{1}--x\r\nContent-Disposition: form-data; name*=UTF-8''%41; filename*=UTF-8''%2e%2e%2fc\r\n\r\nb\r\n--x--".to_owned(),
    ];
    bytes(some)
}

pub(super) fn headers() -> Vec<Vec<u8>> {
    let some = [
        "eyJzZW50ZW5jZSI6IlNpZ25lZC4iLCJvZmZlciI6bnVsbH0\nhttps://perfolio.example/home?a=b\nhttps://perfolio.example\nperfolio.example\nsame-origin\n10.1.2.3, 10.0.0.1\n/entries/new?kind=a\nversion=1&cohort=2&department=3",
        "\n\nnull\n10.0.0.5:8080\ncross-site\n::1\n//evil.example\n",
        "e30\nx\n\n\n\n300.1.1.1\n/%2f%2fevil.example/..//x\n&&=",
    ];
    bytes(some.map(str::to_owned))
}

pub(super) fn answers() -> Vec<Vec<u8>> {
    let kinds = super::engine::kinds();
    let all = kinds.iter().enumerate().map(|(number, kind)| {
        let mut words = url::form_urlencoded::Serializer::new(String::new());
        words.append_pair("when", "other").append_pair("on-day", "2").append_pair("on-month", "11");
        words.append_pair("on-year", "2026").append_pair("until-day", "3").append_pair("under", "e1");
        for field in &kind.fields {
            let name = format!("f-{}", field.code);
            let first = field.choices().first().map_or("other", |choice| choice.code.as_str());
            words.append_pair(&name, first).append_pair(&format!("{name}-other"), "Dr Moss");
            words.append_pair(&format!("{name}-day"), "1").append_pair(&format!("{name}-month"), "9");
            words.append_pair(&field.code, "12.5");
        }
        [vec![u8::try_from(number).unwrap_or_default()], words.finish().into_bytes()].concat()
    });
    all.collect()
}

pub(super) fn logbooks() -> Vec<Vec<u8>> {
    let log = "Date;Operation;Bypass time\n3/11/2023;CABG x3;1:35\n14 Nov 2023;AVR;88 min\n";
    let book = [
        ("[Content_Types].xml", "<Types/>"),
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
        ),
        (
            "xl/worksheets/sheet1.xml",
            "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Date</t></is></c><c r=\"B1\" \
             t=\"inlineStr\"><is><t>Operation</t></is></c></row><row r=\"2\"><c r=\"A2\"><v>45233</v></c><c r=\"B2\" \
             t=\"inlineStr\"><is><t>CABG</t></is></c></row></sheetData></worksheet>",
        ),
    ];
    let mut all = bytes([log.to_owned(), log.replace(';', ","), format!("sep=;\n{log}")]);
    all.extend(stored(&book.map(|(name, text)| (name, text.as_bytes()))));
    all
}

pub(super) fn tables() -> Vec<Vec<u8>> {
    let some = [
        "Day\u{1f}Title\u{1f}Points\u{1e}2026-11-12\u{1f}=cmd|' /C calc'!A0\u{1f}12.5\u{1e}\u{1f}a \"quoted\", text\r\nof two lines\u{1f}-5",
        "a\u{1f}a\u{1f}\u{1e}+44 117\u{1f}-1+2\u{1e}",
    ];
    bytes(some.map(str::to_owned))
}
