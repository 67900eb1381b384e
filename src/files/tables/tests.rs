//! What can be wrong with a file, each with its sentence; and the same logbook in every form that is read.

use std::io::{Cursor, Write as _};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{BYTES, read};

const LOG: &str = "Date,Operation,Notes\n3/11/2023,CABG,\"calm, thorough\"\n14/11/2023,Valve,\n";

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn workbook(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    book.save_to_buffer().unwrap()
}

#[test]
fn the_same_logbook_in_every_form() {
    let utf16 =
        |text: &str| [vec![0xff, 0xfe], text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
    let forms: Vec<Vec<u8>> = vec![
        LOG.into(),
        [b"\xef\xbb\xbf".as_slice(), LOG.as_bytes()].concat(),
        LOG.replace('\n', "\r\n").into(),
        utf16(LOG),
        "Date;Operation;Notes\n3/11/2023;CABG;calm, thorough\n14/11/2023;Valve;\n".into(),
        "sep=;\nDate;Operation;Notes\n3/11/2023;CABG;calm, thorough\n14/11/2023;Valve;\n".into(),
        "Date\tOperation\tNotes\n3/11/2023\tCABG\tcalm, thorough\n14/11/2023\tValve\t\n".into(),
        "Date|Operation|Notes\n3/11/2023|CABG|calm, thorough\n14/11/2023|Valve|\n".into(),
        "Date;Operation;Notes\r3/11/2023;CABG;calm, thorough\r14/11/2023;Valve;\r".into(),
        workbook(|sheet| {
            for (row, line) in [
                ["Date", "Operation", "Notes"],
                ["3/11/2023", "CABG", "calm, thorough"],
                ["14/11/2023", "Valve", ""],
            ]
            .iter()
            .enumerate()
            {
                for (column, text) in line.iter().enumerate() {
                    sheet.write(row as u32, column as u16, *text).unwrap();
                }
            }
        }),
    ];
    for (at, form) in forms.iter().enumerate() {
        let table = read(form).unwrap_or_else(|why| panic!("form {at}: {why}"));
        assert_eq!(table.columns, ["Date", "Operation", "Notes"], "form {at}");
        assert_eq!(table.lines[0].cells, ["3/11/2023", "CABG", "calm, thorough"], "form {at}");
        assert_eq!(table.lines.len(), 2, "form {at}");
    }
    let windows = read(b"Date;Op\xe9ration\n3/11/2023;\x93CABG\x94\n").unwrap();
    assert_eq!((windows.columns[1].as_str(), windows.lines[0].cells[1].as_str()), ("Opération", "“CABG”"));
}

#[test]
fn cells_of_a_workbook_are_read_as_people_see_them() {
    let file = workbook(|sheet| {
        let day = Format::new().set_num_format("dd/mm/yyyy");
        let time = Format::new().set_num_format("[h]:mm");
        for (column, name) in ["Date", "Time", "Number", "Yes", "Odd"].iter().enumerate() {
            sheet.write(2, column as u16, *name).unwrap();
        }
        sheet.write_with_format(3, 0, ExcelDateTime::from_ymd(2023, 11, 3).unwrap(), &day).unwrap();
        sheet.write_with_format(3, 1, 95.0 / 1440.0, &time).unwrap();
        sheet.write(3, 2, 34.5).unwrap();
        sheet.write(3, 3, true).unwrap();
    });
    let table = read(&file).unwrap();
    assert_eq!(table.lines[0].cells, ["2023-11-03", "1:35", "34.5", "yes", ""]);
    assert_eq!(table.lines[0].number, 4);
}

#[test]
fn each_faulty_file_has_its_sentence() {
    let bomb = zipped(&[("xl/workbook.xml", b"<x/>"), ("xl/big.xml", &vec![b' '; 90_000_000])]);
    let far = workbook(|sheet| {
        sheet.write(0, 0, "Date").unwrap();
        sheet.write(1_048_575, 16_383, "x").unwrap();
    });
    let long = workbook(|sheet| {
        for row in 0..2_100 {
            sheet.write(row, 0, "a").unwrap();
            sheet.write(row, 1, "b").unwrap();
        }
    });
    let good = workbook(|sheet| {
        sheet.write(0, 0, "Date").unwrap();
    });
    let mut torn = good.clone();
    torn.truncate(good.len() / 2);
    let mut broken_part =
        zipped(&[("[Content_Types].xml", b"<"), ("xl/workbook.xml", b"<workbook><sheets>")]);
    broken_part.push(0);
    let quoted = format!("Date,Notes\n3/11/2023,\"never closed\n{}", "4/11/2023,x\n".repeat(60));
    let many = format!("a,b\n{}", "1,2\n".repeat(2_001));
    let wide = format!("{}\n{}\n", vec!["a"; 61].join(","), vec!["1"; 61].join(","));
    let cell = format!("a,b\n1,{}\n", "x".repeat(5_000));
    let table: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty", vec![], "This file is empty"),
        ("blank", b" \n\n,,\n".to_vec(), "There is nothing in this file"),
        ("names alone", b"Date,Operation\n".to_vec(), "only a line with names"),
        ("one column", b"Date\n3/11/2023\n".to_vec(), "Only one column was found"),
        ("no names", b"3/11/2023,CABG\n4/11/2023,Valve\n".to_vec(), "looks like a case"),
        ("a comma too many", b"Date,Notes\n3/11/2023,calm, thorough\n".to_vec(), "Line 2 has 3 cells"),
        ("unclosed", quoted.into_bytes(), "A quotation mark that begins in line 2 is never closed"),
        ("too long", many.into_bytes(), "more than 2000 lines"),
        ("too wide", wide.into_bytes(), "at most 60 can be read"),
        ("wild line", format!("a,b\n{}\n", ",".repeat(500)).into_bytes(), "has 501 cells"),
        ("long cell", cell.into_bytes(), "has more than 4000 characters"),
        ("too large", vec![b'a'; BYTES + 1], "larger than 5 MB"),
        ("binary", b"a,b\n\0\x01\n".to_vec(), "neither CSV nor an Excel workbook"),
        ("web page", b"<html><table></table>".to_vec(), "This is a web page"),
        ("json", b"{\"cases\": []}".to_vec(), "This is JSON"),
        ("pdf", b"%PDF-1.7".to_vec(), "This is a PDF"),
        ("picture", b"\x89PNG\r\n".to_vec(), "This is a picture"),
        ("photograph", b"\xff\xd8\xff\xe0".to_vec(), "This is a picture"),
        (
            "old or locked",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
            "before 2007, or one with a password",
        ),
        ("torn", torn, "is damaged"),
        ("torn zip", b"PK\x03\x04 torn".to_vec(), "is damaged"),
        ("broken part", broken_part, "is damaged"),
        ("zip", zipped(&[("log.csv", LOG.as_bytes())]), "This is a zip file"),
        ("word", zipped(&[("word/document.xml", b"<x/>")]), "This is a Word file"),
        ("ods", zipped(&[("content.xml", b"<x/>")]), "This is an OpenDocument file"),
        ("xlsb", zipped(&[("xl/workbook.bin", b"x")]), "This is a binary Excel file"),
        ("numbers", zipped(&[("Index/Document.iwa", b"x")]), "This is a Numbers file"),
        ("bomb", bomb, "far more in this file than a logbook holds"),
        ("empty book", workbook(|_| {}), "There is nothing in this workbook"),
        ("far cell", far, "column 16384"),
        ("long book", long, "more than 2000 lines"),
        ("one cell", good, "Only one column was found"),
    ];
    assert!(table.len() >= 25);
    for (what, bytes, said) in table {
        match read(&bytes) {
            Ok(table) => panic!("{what}: {table:?}"),
            Err(sentence) => assert!(sentence.contains(said), "{what}: {sentence}"),
        }
    }
}

#[test]
fn whatever_comes_is_a_table_or_a_sentence() {
    let good = workbook(|sheet| {
        for row in 0..20 {
            sheet.write(row, 0, "3/11/2023").unwrap();
            sheet.write(row, 1, 12.5).unwrap();
        }
    });
    for at in (0..good.len()).step_by(7) {
        let mut torn = good.clone();
        torn[at] ^= 0x55;
        let _ = read(&torn);
        let _ = read(&good[..at]);
    }
    for at in 0..LOG.len() {
        let mut torn = LOG.as_bytes().to_vec();
        torn[at] = b'"';
        let _ = read(&torn);
        torn[at] = 0xff;
        let _ = read(&torn);
    }
}
