//! Files by what is in them: a file is stored under its SHA-256, outside anything that is served by
//! path. The same file twice is one file. A file is on disk (written, synced, renamed) before the row
//! that names it is committed; what no row names is swept later.

pub mod intake;
pub mod reading;
mod sweep;
pub mod tables;

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::domain::audit::hex;

/// Where files are until all of their bytes are there.
const ARRIVING: &str = "arriving";

/// Pictures that are opened at once. A small file may hold 60 million points, and opening it takes half
/// a gigabyte: twenty people who send one at once would otherwise end the house.
const OPENED_AT_ONCE: usize = 1;

#[derive(Debug, Clone)]
pub struct Files {
    root: PathBuf,
    opening: Arc<Semaphore>,
}

impl Files {
    pub fn at(root: PathBuf) -> io::Result<Files> {
        fs::create_dir_all(root.join(ARRIVING))?;
        Ok(Files { root, opening: Arc::new(Semaphore::new(OPENED_AT_ONCE)) })
    }

    /// A turn to open a file that somebody sent; whoever has it gives it to the thread that opens.
    pub async fn turn(&self) -> io::Result<OwnedSemaphorePermit> {
        self.opening.clone().acquire_owned().await.map_err(io::Error::other)
    }

    /// Where a file may be written while it arrives.
    pub fn arriving(&self, name: &str) -> PathBuf {
        self.root.join(ARRIVING).join(name)
    }

    /// Stores the bytes and gives their SHA-256 in hexadecimal.
    pub fn put(&self, bytes: &[u8]) -> io::Result<String> {
        let hash = hex(&Sha256::digest(bytes));
        let place = self.place(&hash).ok_or_else(|| io::Error::other("a hash of 64 characters"))?;
        if place.is_file() && sweep::wanted_again(&place) {
            return Ok(hash);
        }
        // Two who bring the same file at once write it twice, each to an end.
        let (process, thread) = (std::process::id(), std::thread::current().id());
        let arriving = self.arriving(&format!("{hash}.{process}.{thread:?}"));
        let mut file = File::create(&arriving)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        self.move_in(&arriving, &place)?;
        Ok(hash)
    }

    /// Stores what the reader gives under this hash. Whatever has another hash is not kept: `false`.
    pub fn put_as(&self, hash: &str, from: &mut impl Read) -> io::Result<bool> {
        let place = self.place(hash).ok_or_else(|| io::Error::other("a hash of 64 characters"))?;
        let (process, thread) = (std::process::id(), std::thread::current().id());
        let arriving = self.arriving(&format!("{hash}.{process}.{thread:?}"));
        let mut to = Summed { inner: File::create(&arriving)?, sum: Sha256::new() };
        io::copy(from, &mut to)?;
        to.inner.sync_all()?;
        if hex(&to.sum.finalize()) != hash {
            fs::remove_file(&arriving)?;
            return Ok(false);
        }
        self.move_in(&arriving, &place)?;
        Ok(true)
    }

    /// Reads the file through: its size, if its bytes are those that its name says.
    pub fn check(&self, hash: &str) -> io::Result<Option<u64>> {
        let place = self.find(hash).ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "no such file"))?;
        let mut to = Summed { inner: io::sink(), sum: Sha256::new() };
        let size = io::copy(&mut File::open(place)?, &mut to)?;
        Ok((hex(&to.sum.finalize()) == hash).then_some(size))
    }

    fn move_in(&self, from: &Path, to: &Path) -> io::Result<()> {
        let Some(folder) = to.parent() else { return Err(io::Error::other("no folder for a file")) };
        fs::create_dir_all(folder)?;
        fs::rename(from, to)?;
        File::open(folder)?.sync_all()
    }

    /// Where the file of this hash is, if it is a hash and the file is there.
    pub fn find(&self, hash: &str) -> Option<PathBuf> {
        self.place(hash).filter(|place| place.is_file())
    }

    pub fn read(&self, hash: &str) -> io::Result<Vec<u8>> {
        let place = self.find(hash).ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "no such file"))?;
        fs::read(place)
    }

    /// The name of everything that is stored, in no order; a name that is no hash is a stranger's.
    pub fn all(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for folder in fs::read_dir(&self.root)? {
            let folder = folder?;
            if folder.file_name() == ARRIVING {
                continue;
            }
            if !folder.file_type()?.is_dir() {
                names.push(folder.file_name().to_string_lossy().into_owned());
                continue;
            }
            for file in fs::read_dir(folder.path())? {
                names.push(file?.file_name().to_string_lossy().into_owned());
            }
        }
        Ok(names)
    }

    pub fn remove(&self, hash: &str) -> io::Result<()> {
        match self.find(hash) {
            Some(place) => fs::remove_file(place),
            None => Ok(()),
        }
    }

    /// Two letters deep, so that no folder grows beyond what tools like to list.
    fn place(&self, hash: &str) -> Option<PathBuf> {
        let is_hash = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit());
        let folder = hash.get(..2).filter(|_| is_hash)?;
        Some(self.root.join(folder).join(hash))
    }
}

/// Sums what passes through.
struct Summed<T> {
    inner: T,
    sum: Sha256,
}

impl<W: Write> Write for Summed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.inner.write(bytes)?;
        self.sum.update(bytes.get(..taken).unwrap_or_default());
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_file_is_opened_at_a_time_in_the_whole_house() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::at(folder.path().join("files")).unwrap();
        let turn = files.turn().await.unwrap();
        let soon = std::time::Duration::from_millis(20);
        assert!(tokio::time::timeout(soon, files.clone().turn()).await.is_err());
        drop(turn);
        assert!(tokio::time::timeout(soon, files.turn()).await.is_ok());
    }

    #[test]
    fn the_same_file_brought_by_many_at_once_is_one_whole_file() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::at(folder.path().join("files")).unwrap();
        let bytes = vec![7_u8; 3_000_000];
        std::thread::scope(|all| {
            for _ in 0..8 {
                all.spawn(|| files.put(&bytes).unwrap());
            }
        });
        assert!(files.read(&files.put(&bytes).unwrap()).unwrap() == bytes);
        assert_eq!(std::fs::read_dir(folder.path().join("files").join("arriving")).unwrap().count(), 0);
    }

    #[test]
    fn a_file_is_found_by_its_hash_only() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::at(folder.path().join("files")).unwrap();
        let hash = files.put(b"evidence").unwrap();
        assert_eq!(files.put(b"evidence").unwrap(), hash);
        assert_eq!(files.read(&hash).unwrap(), b"evidence");
        assert_eq!(files.all().unwrap(), std::slice::from_ref(&hash));
        assert!(files.find("../../etc/passwd").is_none());
        assert!(files.find(&"0".repeat(64)).is_none());
        files.remove(&hash).unwrap();
        assert!(files.read(&hash).is_err());
    }

    #[test]
    fn a_file_is_kept_under_its_own_hash_only() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::at(folder.path().join("files")).unwrap();
        let hash = hex(&Sha256::digest(b"evidence"));
        assert!(!files.put_as(&hash, &mut &b"evidencf"[..]).unwrap());
        assert!(files.find(&hash).is_none());
        assert!(files.put_as(&hash, &mut &b"evidence"[..]).unwrap());
        assert_eq!(files.check(&hash).unwrap(), Some(8));
        fs::write(files.find(&hash).unwrap(), b"evidencf").unwrap();
        assert_eq!(files.check(&hash).unwrap(), None);
    }
}
