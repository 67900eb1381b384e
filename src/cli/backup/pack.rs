//! Writing the archive: members one after another, rows in pieces of a few megabytes so that each piece
//! knows its size before it is written, and the manifest from what really went in.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use super::format::{self, FilesTold, HEAD, Head, MANIFEST, Manifest, Missing, SEAL, Told};
use super::full;
use crate::domain::audit::hex;
use crate::domain::fault::Fault;
use crate::domain::time::Moment;

/// Bytes of lines in one member, before they are compressed.
const PIECE: usize = 4 * 1024 * 1024;

pub struct Pack<W: Write> {
    tar: tar::Builder<W>,
    /// Seconds since 1970: the archive's members are all of the snapshot's instant.
    at: u64,
    manifest: Manifest,
    files: Sha256,
}

impl<W: Write> Pack<W> {
    pub fn begin(out: W, at: Moment, head: &Head) -> Result<Pack<W>, Fault> {
        let said = serde_json::to_vec_pretty(head).map_err(Fault::broken)?;
        let manifest = Manifest { head: hex(&Sha256::digest(&said)), ..Manifest::default() };
        let at = u64::try_from(at.millis() / 1000).unwrap_or_default();
        let mut pack = Pack { tar: tar::Builder::new(out), at, manifest, files: Sha256::new() };
        pack.member(HEAD, &said)?;
        Ok(pack)
    }

    pub fn table(&mut self, name: &str) -> Filling<'_, W> {
        Filling {
            pack: self,
            table: name.to_owned(),
            number: 1,
            piece: piece(),
            inside: 0,
            rows: 0,
            sum: Sha256::new(),
        }
    }

    /// A file whose bytes were checked; `size` is what the reader will give.
    pub fn file(&mut self, hash: &str, size: u64, from: impl Read) -> Result<(), Fault> {
        self.append(&format::file_member(hash), size, from)?;
        self.files.update(format::file_line(hash, size));
        self.manifest.files.count += 1;
        self.manifest.files.bytes += size;
        Ok(())
    }

    pub fn miss(&mut self, missing: Missing) {
        self.manifest.missing.push(missing);
    }

    pub fn end(mut self) -> Result<Manifest, Fault> {
        let sum = hex(&std::mem::take(&mut self.files).finalize());
        self.manifest.files = FilesTold { sha256: sum, ..std::mem::take(&mut self.manifest.files) };
        let said = serde_json::to_vec_pretty(&self.manifest).map_err(Fault::broken)?;
        self.member(MANIFEST, &said)?;
        self.member(SEAL, format!("{}\n", hex(&Sha256::digest(&said))).as_bytes())?;
        self.tar.into_inner().and_then(|mut out| out.flush()).map_err(full)?;
        Ok(self.manifest)
    }

    fn member(&mut self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        self.append(name, bytes.len() as u64, bytes)
    }

    fn append(&mut self, name: &str, size: u64, from: impl Read) -> Result<(), Fault> {
        let mut header = tar::Header::new_gnu();
        header.set_size(size);
        header.set_mode(0o600);
        header.set_mtime(self.at);
        // A file that grew or shrank since it was checked would spoil all that follows.
        let mut exactly = Exactly { from, left: size };
        self.tar.append_data(&mut header, name, &mut exactly).map_err(full)
    }
}

/// Gives as many bytes as were promised, or a fault.
struct Exactly<R> {
    from: R,
    left: u64,
}

impl<R: Read> Read for Exactly<R> {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        if self.left == 0 || to.is_empty() {
            return Ok(0);
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(to.len());
        let got = self.from.read(to.get_mut(..most).unwrap_or_default())?;
        if got == 0 {
            return Err(std::io::Error::other("a file became shorter while it was copied"));
        }
        self.left -= got as u64;
        Ok(got)
    }
}

/// The rows of one table on their way into the archive.
pub struct Filling<'a, W: Write> {
    pack: &'a mut Pack<W>,
    table: String,
    number: u32,
    piece: GzEncoder<Vec<u8>>,
    inside: usize,
    rows: u64,
    sum: Sha256,
}

fn piece() -> GzEncoder<Vec<u8>> {
    GzEncoder::new(Vec::new(), Compression::default())
}

impl<W: Write> Filling<'_, W> {
    pub fn line(&mut self, line: &str) -> Result<(), Fault> {
        for bytes in [line.as_bytes(), b"\n"] {
            self.sum.update(bytes);
            self.piece.write_all(bytes).map_err(Fault::broken)?;
        }
        self.rows += 1;
        self.inside += line.len() + 1;
        if self.inside >= PIECE { self.put_piece() } else { Ok(()) }
    }

    fn put_piece(&mut self) -> Result<(), Fault> {
        let bytes = std::mem::replace(&mut self.piece, piece()).finish().map_err(Fault::broken)?;
        self.pack.member(&format::rows_member(&self.table, self.number), &bytes)?;
        self.number += 1;
        self.inside = 0;
        Ok(())
    }

    pub fn end(mut self) -> Result<(), Fault> {
        if self.inside > 0 {
            self.put_piece()?;
        }
        let sha256 = hex(&self.sum.finalize());
        self.pack.manifest.tables.push(Told { table: self.table, rows: self.rows, sha256 });
        Ok(())
    }
}
