//! PDF and Word files made for tests, with words wherever such files can hide them.

use std::io::{Cursor, Write};

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, Stream, StringFormat, dictionary};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Where the words stand in a PDF; every file has a clean first page besides.
pub fn pdf(place: &str, words: &str) -> Vec<u8> {
    let mut document = Document::with_version("1.7");
    let pages = document.new_object_id();
    let font = document.add_object(
        dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding" },
    );
    let mut shown = vec![text_at(700, &["Protocol of the unit, version 4"])];
    let mut resources = dictionary! { "Font" => dictionary! { "F1" => font } };
    let mut extra = Dictionary::new();
    match place {
        "page" => shown.push(text_at(600, &words.lines().collect::<Vec<_>>())),
        "letters" => shown.push(by_letters(words)),
        "kerned" => shown.push(kerned(words)),
        "box" => {
            shown.push(text_at(600, &[words]));
            shown.push(vec![
                Operation::new("re", vec![0.into(), 580.into(), 600.into(), 60.into()]),
                Operation::new("f", vec![]),
            ]);
        }
        "drawing" => {
            let content = Content { operations: text_at(600, &[words]) }.encode().unwrap();
            let form = Stream::new(
                dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => vec![0.into(), 0.into(), 600.into(), 800.into()],
                "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } } },
                content,
            );
            let form = document.add_object(form);
            resources.set("XObject", dictionary! { "X1" => form });
            shown.push(vec![Operation::new("Do", vec!["X1".into()])]);
        }
        "comment" => {
            let note = document.add_object(dictionary! {
                "Type" => "Annot", "Subtype" => "Text", "Rect" => vec![0.into(), 0.into(), 10.into(), 10.into()],
                "Contents" => utf16(words)
            });
            extra.set("Annots", vec![note.into()]);
        }
        "field" => {
            let field = document.add_object(dictionary! {
                "Type" => "Annot", "Subtype" => "Widget", "FT" => "Tx", "T" => Object::string_literal("box"),
                "V" => Object::string_literal(words), "Rect" => vec![0.into(), 0.into(), 10.into(), 10.into()]
            });
            extra.set("Annots", vec![field.into()]);
        }
        "title" | "scan" | "none" | "locked" => {}
        other => panic!("no place {other} in a PDF"),
    }
    if place == "scan" {
        shown = vec![vec![
            Operation::new("re", vec![0.into(), 0.into(), 600.into(), 800.into()]),
            Operation::new("f", vec![]),
        ]];
    }
    let content = Content { operations: shown.concat() }.encode().unwrap();
    let content = document.add_object(Stream::new(Dictionary::new(), content));
    let mut page = dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content, "Resources" => resources,
        "MediaBox" => vec![0.into(), 0.into(), 600.into(), 800.into()]
    };
    page.extend(&extra);
    let page = document.add_object(page);
    document
        .objects
        .insert(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    if place == "title" {
        let info = document.add_object(
            dictionary! { "Title" => utf16(words), "Producer" => Object::string_literal("A scanner") },
        );
        document.trailer.set("Info", info);
    }
    if place == "locked" {
        let id = Object::String(vec![7; 16], StringFormat::Hexadecimal);
        document.trailer.set("ID", vec![id.clone(), id]);
        let version = lopdf::EncryptionVersion::V2 {
            document: &document,
            owner_password: "owner",
            user_password: "secret",
            key_length: 128,
            permissions: lopdf::Permissions::all(),
        };
        let state = lopdf::EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
    }
    document.compress();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

fn latin(words: &str) -> Vec<u8> {
    words.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()
}

fn utf16(words: &str) -> Object {
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(words.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Literal)
}

fn begun(y: i64) -> Vec<Operation> {
    vec![
        Operation::new("BT", vec![]),
        Operation::new("Tf", vec!["F1".into(), 12.into()]),
        Operation::new("Td", vec![50.into(), y.into()]),
    ]
}

fn shows(words: &str) -> Operation {
    Operation::new("Tj", vec![Object::String(latin(words), StringFormat::Literal)])
}

fn text_at(y: i64, lines: &[&str]) -> Vec<Operation> {
    let mut all = begun(y);
    for line in lines {
        all.push(shows(line));
        all.push(Operation::new("Td", vec![0.into(), (-14).into()]));
    }
    all.push(Operation::new("ET", vec![]));
    all
}

/// Each letter placed for itself, as some printers do.
fn by_letters(words: &str) -> Vec<Operation> {
    let mut all = begun(600);
    let mut step = 0;
    for letter in words.chars() {
        if letter == ' ' {
            step += 12;
            continue;
        }
        all.push(Operation::new("Td", vec![step.into(), 0.into()]));
        all.push(shows(&letter.to_string()));
        step = 7;
    }
    all.push(Operation::new("ET", vec![]));
    all
}

/// One array with the letters moved against each other, blanks as steps.
fn kerned(words: &str) -> Vec<Operation> {
    let mut array: Vec<Object> = Vec::new();
    for word in words.split(' ') {
        for letter in word.chars() {
            array.push(Object::String(latin(&letter.to_string()), StringFormat::Literal));
            array.push((-30).into());
        }
        array.push((-320).into());
    }
    let mut all = begun(600);
    all.push(Operation::new("TJ", vec![array.into()]));
    all.push(Operation::new("ET", vec![]));
    all
}

/// Where the words stand in a Word file.
pub fn docx(place: &str, words: &str) -> Vec<u8> {
    let escaped = words.replace('&', "&amp;").replace('<', "&lt;");
    let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let mut body = format!("<w:p>{}</w:p>", run("Protocol of the unit, version 4"));
    let mut parts: Vec<(&str, String)> = Vec::new();
    let as_part = |name: &str| format!("<w:{name} xmlns:w=\"w\"><w:p>{}</w:p></w:{name}>", run(&escaped));
    match place {
        "body" => body.push_str(&format!("<w:p>{}</w:p>", run(&escaped))),
        "runs" => {
            let cut: String = escaped.chars().collect::<Vec<_>>().chunks(2).map(|two| run(&two.iter().collect::<String>())).collect();
            body.push_str(&format!("<w:p>{cut}</w:p>"));
        }
        "struck" => body.push_str(&format!(
            "<w:p><w:del w:author=\"A\"><w:r><w:delText xml:space=\"preserve\">{escaped}</w:delText></w:r></w:del></w:p>"
        )),
        "inserted" => body.push_str(&format!("<w:p><w:ins w:author=\"A\">{}</w:ins></w:p>", run(&escaped))),
        "table" => body.push_str(&format!("<w:tbl><w:tr><w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl>", run(&escaped))),
        "textbox" => body.push_str(&format!("<w:p><w:r><w:pict><w:txbxContent><w:p>{}</w:p></w:txbxContent></w:pict></w:r></w:p>", run(&escaped))),
        "picture" => body.push_str(&format!("<w:p><w:r><w:drawing><wp:docPr id=\"1\" descr=\"{escaped}\"/></w:drawing></w:r></w:p>")),
        "entities" => {
            let coded: String = escaped.chars().map(|c| format!("&#{};", u32::from(c))).collect();
            body.push_str(&format!("<w:p>{}</w:p>", run(&coded)));
        }
        "comment" => parts.push(("word/comments.xml", as_part("comments"))),
        "header" => parts.push(("word/header1.xml", as_part("hdr"))),
        "footer" => parts.push(("word/footer2.xml", as_part("ftr"))),
        "note" => parts.push(("word/footnotes.xml", as_part("footnotes"))),
        "title" => parts.push((
            "docProps/core.xml",
            format!("<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:title>{escaped}</dc:title></cp:coreProperties>"),
        )),
        "link" => parts.push((
            "word/_rels/document.xml.rels",
            format!("<Relationships><Relationship Id=\"r1\" Target=\"mailto:{escaped}\" TargetMode=\"External\"/></Relationships>"),
        )),
        "embedded" => parts.push(("word/embeddings/sheet1.xlsx", "a workbook".to_owned())),
        "none" => {}
        other => panic!("no place {other} in a Word file"),
    }
    parts.push(("[Content_Types].xml", "<Types/>".to_owned()));
    parts.push((
        "word/document.xml",
        format!("<w:document xmlns:w=\"w\" xmlns:wp=\"p\"><w:body>{body}</w:body></w:document>"),
    ));
    zipped(&parts)
}

pub fn zipped(parts: &[(&str, String)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}
