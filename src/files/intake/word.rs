//! Is this ZIP a Word file, and one that can be kept? Judged by its list of contents alone, before anything
//! of it is unpacked: how many parts, how large they say they become, which hold a program. (What really
//! comes out is counted again by `reading`, since a list may lie.)

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

/// What a stranger's ZIP is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Fine,
    /// It holds a program: VBA, or a control that runs one.
    Program,
    /// More parts, or larger ones, than any document has.
    TooMuch,
    /// Something else: a spreadsheet, an archive, a program's package.
    Other,
    Damaged,
}

/// A long dissertation has some hundred parts.
const PARTS: usize = 4_000;
/// All parts unpacked: twenty pictures from a large camera, as Word keeps them, and the words.
const UNPACKED: u64 = 512 << 20;
/// The words alone, which are read: see `reading`.
const WORDS: u64 = 64 << 20;
/// The list of the parts' kinds has some kilobytes.
const KINDS: u64 = 1 << 20;

pub(super) fn judge(bytes: &[u8]) -> Word {
    let Ok(mut zip) = ZipArchive::new(Cursor::new(bytes)) else { return Word::Damaged };
    if zip.len() > PARTS {
        return Word::TooMuch;
    }
    let (mut document, mut kinds, mut program) = (false, None, false);
    let (mut all, mut words) = (0_u64, 0_u64);
    for at in 0..zip.len() {
        let Ok(part) = zip.by_index_raw(at) else { return Word::Damaged };
        let Ok(name) = part.name() else { return Word::Damaged };
        let name = name.replace('\\', "/").to_lowercase();
        all = all.saturating_add(part.size());
        if name.ends_with(".xml") || name.ends_with(".rels") {
            words = words.saturating_add(part.size());
        }
        let file = name.rsplit('/').next().unwrap_or(&name);
        program |= file.starts_with("vba") || name.contains("/activex/") || name.contains("/macrosheets/");
        document |= name == "word/document.xml";
        if name == "[content_types].xml" {
            kinds = Some(at);
        }
    }
    let Some(kinds) = kinds else { return Word::Other };
    if all > UNPACKED || words > WORDS {
        return Word::TooMuch;
    }
    let mut named = String::new();
    let read = zip.by_index(kinds).map(|part| part.take(KINDS).read_to_string(&mut named));
    let named = match read {
        Ok(Ok(_)) => named.to_lowercase(),
        // In another encoding than UTF-8: the names of the parts have said what they say.
        Ok(Err(_)) => String::new(),
        Err(_) => return Word::Damaged,
    };
    program |= named.contains("macroenabled") || named.contains("vbaproject");
    match (program, document) {
        (true, _) => Word::Program,
        (false, true) => Word::Fine,
        (false, false) => Word::Other,
    }
}
