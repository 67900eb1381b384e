//! The words inside a PDF or Word file, with where they stand: what is printed, and also what is not seen
//! at once (comments, struck and inserted words, properties, form fields, text under black boxes). Files
//! come from strangers, so they are read in a child process with limits on memory and time; what cannot
//! be read is told apart from what has no words, because “nothing found” must never mean “not looked”.

mod docx;
mod pdf;

use std::io::{Read, Write};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::child::{self, Failed};
use crate::files::intake::{DOCX, PDF};

/// Some words, and their place as a reader would say it: `page 3`, `comment`, `footer`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    pub place: String,
    pub text: String,
}

/// What is inside a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inside {
    pub pieces: Vec<Piece>,
    /// There are pages without words (scans, drawings), or other files inside: nobody but a person can
    /// look at those.
    pub unread: bool,
    /// Bytes of all pieces.
    #[serde(skip)]
    length: usize,
}

/// Why a file cannot be read inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unreadable {
    /// Behind a password.
    Locked,
    Damaged,
    /// Bigger inside than any honest file, or takes too long.
    TooMuch,
}

/// Characters that are read of one file: several times the longest dissertation.
const WORDS: usize = 8_000_000;
/// Bytes that anything inside may unpack to, and all together.
const UNPACKED: usize = 64 << 20;
const MEMORY: u64 = 768 << 20;
const SECONDS: u64 = 20;

impl Inside {
    fn add(&mut self, place: impl Into<String>, text: &str) -> Result<(), Unreadable> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(());
        }
        self.pieces.push(Piece { place: place.into(), text: text.to_owned() });
        self.length += text.len();
        if self.length > WORDS || self.pieces.len() > 200_000 { Err(Unreadable::TooMuch) } else { Ok(()) }
    }
}

/// Whether files of this sort have words inside; pictures were made anew on arrival and have none.
pub fn has_words(media_type: &str) -> bool {
    matches!(media_type, PDF | DOCX)
}

/// Reads in this process; a server calls `in_child`.
pub fn read(media_type: &str, bytes: &[u8]) -> Result<Inside, Unreadable> {
    match media_type {
        PDF => pdf::read(bytes),
        DOCX => docx::read(bytes),
        _ => Ok(Inside::default()),
    }
}

/// The whole of `perfolio read-inside`: a line with the media type, then the file; JSON comes out.
pub fn child(mut input: impl Read, mut output: impl Write) -> Result<(), String> {
    child::confine(MEMORY, SECONDS)?;
    let mut letter = Vec::new();
    input.read_to_end(&mut letter).map_err(|why| why.to_string())?;
    let end = letter.iter().position(|byte| *byte == b'\n').ok_or("a letter without its first line")?;
    let (media_type, file) = letter.split_at(end);
    let media_type = std::str::from_utf8(media_type).map_err(|why| why.to_string())?;
    let answer = read(media_type, file.get(1..).unwrap_or_default());
    let answer = serde_json::to_vec(&answer).map_err(|why| why.to_string())?;
    output.write_all(&answer).and_then(|()| output.flush()).map_err(|why| why.to_string())
}

/// Runs `exe read-inside` on the file. A child that fails by itself says something about the file (it
/// took too much); one that cannot be started says something about the house.
pub fn in_child(exe: &Path, media_type: &str, bytes: &[u8]) -> Result<Result<Inside, Unreadable>, String> {
    let mut letter = Vec::with_capacity(bytes.len() + 100);
    letter.extend_from_slice(media_type.as_bytes());
    letter.push(b'\n');
    letter.extend_from_slice(bytes);
    let mut command = Command::new(exe);
    command.arg("read-inside");
    match child::run(command, letter, Duration::from_secs(SECONDS + 5)) {
        Ok(answer) => serde_json::from_slice(&answer).map_err(|why| why.to_string()),
        Err(Failed::Start(why)) => Err(why),
        Err(Failed::TooSlow(_) | Failed::Stopped(_)) => Ok(Err(Unreadable::TooMuch)),
    }
}

#[cfg(test)]
mod tests;
