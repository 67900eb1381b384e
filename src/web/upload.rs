//! Files as they arrive: streamed to a file among the arriving while being counted and
//! hashed, then looked at to find out what they are (never believed from the name). An `Upload` that
//! nobody kept removes its file when it is dropped.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use actix_multipart::Field;
use futures_util::StreamExt as _;
use sha2::{Digest as _, Sha256};
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

use crate::domain::audit::hex;
use crate::domain::names::one_line;
use crate::web::oops::Oops;

/// Enough of a file to tell what it is.
const HEAD: u64 = 64 * 1024;

/// What a form takes in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowed {
    pub most: usize,
    /// Never more than the house allows (`PERFOLIO_UPLOAD_MB`).
    pub bytes_each: u64,
    /// Files that are too large or too many leave a sentence in `Form::refused`; words and other files
    /// stay. Otherwise such a form is refused as a whole.
    pub lenient: bool,
}

impl Allowed {
    pub const NONE: Allowed = Allowed { most: 0, bytes_each: 0, lenient: false };
}

/// A file that arrived with a form.
#[derive(Debug)]
pub struct Upload {
    /// The field of the form.
    pub field: String,
    /// As the sender called it, without folders.
    pub name: String,
    pub size: u64,
    /// Found from the content; `application/octet-stream` if unknown, `text/plain` if it reads as text.
    pub media_type: String,
    /// SHA-256 of the bytes, hexadecimal.
    pub hash: String,
    path: PathBuf,
}

impl Upload {
    /// Where the bytes are as long as this value lives.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        // Gone already when somebody moved it to its place; otherwise nobody wants it.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Takes one file from the stream; `path` is a new name among the arriving.
pub async fn take(mut part: Field, field: &str, allowed: Allowed, path: PathBuf) -> Result<Upload, Oops> {
    let named = part.content_disposition().and_then(|said| said.get_filename()).unwrap_or_default();
    let mut upload = Upload {
        field: field.to_owned(),
        name: bare_name(named),
        size: 0,
        media_type: String::new(),
        hash: String::new(),
        path,
    };
    let mut file = File::create_new(&upload.path).await.map_err(Oops::broken)?;
    let mut sum = Sha256::new();
    while let Some(chunk) = part.next().await {
        let chunk = chunk.map_err(|_| Oops::Garbled("A file broke off on its way."))?;
        upload.size = upload.size.saturating_add(chunk.len() as u64);
        if upload.size > allowed.bytes_each {
            skip(part, allowed).await?;
            return Err(Oops::TooBig(too_big(&upload.name, allowed)));
        }
        sum.update(&chunk);
        file.write_all(&chunk).await.map_err(Oops::broken)?;
    }
    file.flush().await.map_err(Oops::broken)?;
    upload.hash = hex(&sum.finalize());
    let path = upload.path.clone();
    let found = tokio::task::spawn_blocking(move || kind_of(&path)).await.map_err(Oops::broken)?;
    upload.media_type = found.map_err(Oops::broken)?.to_owned();
    Ok(upload)
}

/// Reads on without keeping anything, so that the browser gets its answer; not without end.
pub async fn skip(mut part: Field, allowed: Allowed) -> Result<(), Oops> {
    let mut size = 0_u64;
    while let Some(chunk) = part.next().await {
        let chunk = chunk.map_err(|_| Oops::Garbled("A file broke off on its way."))?;
        size = size.saturating_add(chunk.len() as u64);
        if size > allowed.bytes_each.saturating_mul(4) {
            return Err(Oops::TooBig(too_big("A file", allowed)));
        }
    }
    Ok(())
}

pub fn too_many(allowed: Allowed) -> String {
    match allowed.most {
        0 => "This form takes no files.".to_owned(),
        most => {
            format!("Send {most} files or fewer at a time. Nothing was saved: go back and take some away.")
        }
    }
}

fn too_big(name: &str, allowed: Allowed) -> String {
    let most = allowed.bytes_each / 1_000_000;
    if allowed.lenient {
        return format!("“{name}” is larger than {most} MB. Choose a smaller file.");
    }
    format!("“{name}” is larger than {most} MB. Nothing was saved: go back and choose a smaller file.")
}

/// Old browsers send the whole path; nobody may send folders.
fn bare_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let short: String = last.chars().filter(|c| !c.is_control()).take(120).collect();
    one_line("a name", &short, 120).unwrap_or_else(|_| "file".to_owned())
}

/// The beginning tells, except for zip files: what kind of document one is stands anywhere in it.
fn kind_of(path: &Path) -> std::io::Result<&'static str> {
    let mut head = Vec::new();
    std::fs::File::open(path)?.take(HEAD).read_to_end(&mut head)?;
    if head.starts_with(b"PK\x03\x04") {
        return std::fs::read(path).map(|whole| sniff(&whole));
    }
    Ok(sniff(&head))
}

fn sniff(bytes: &[u8]) -> &'static str {
    match infer::get(bytes).map(|kind| kind.mime_type()) {
        // Markup is not named as such: nobody is to open it as a page.
        None | Some("text/html" | "text/xml") => {}
        Some(known) => return known,
    }
    // The head may end within a character: that is no fault of the text.
    let readable = std::str::from_utf8(bytes).map_or_else(|torn| torn.error_len().is_none(), |_| true);
    let text = readable && !bytes.contains(&0);
    match text && !bytes.trim_ascii_start().starts_with(b"<") {
        true => "text/plain",
        false => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_is_comes_from_its_bytes() {
        assert_eq!(sniff(b"%PDF-1.7\n"), "application/pdf");
        assert_eq!(sniff(b"\x89PNG\r\n\x1a\n"), "image/png");
        assert_eq!(sniff(b"flow 4.2 l/min\n"), "text/plain");
        for not_text in [&b"<svg xmlns='x'/>"[..], b" \n<p>", b"\xff\x00\x01", b"a\0b"] {
            assert_eq!(sniff(not_text), "application/octet-stream", "{not_text:?}");
        }
    }

    #[test]
    fn a_name_has_no_folders_and_is_never_empty() {
        assert_eq!(bare_name("C:\\Users\\ann\\circuit.jpg"), "circuit.jpg");
        assert_eq!(bare_name("../../etc/passwd"), "passwd");
        assert_eq!(bare_name("a\u{7}b.pdf"), "ab.pdf");
        assert_eq!(bare_name("a\u{202e}gnp.exe.png"), "agnp.exe.png");
        assert_eq!(bare_name("\u{200b}"), "file");
        assert_eq!(bare_name(""), "file");
        assert!(bare_name(&"x".repeat(500)).len() <= 120);
    }
}
