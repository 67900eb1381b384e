//! What no row names any more is taken off the disk, a day later at the earliest: an upload whose row
//! never came (the server was killed, the form was never sent), a file taken off a draft. Time is the
//! file system's own, since several machines may share the folder. The same bytes may arrive at the very
//! moment in which their old file goes: so a file first leaves its place, is looked at once more, and
//! comes back if somebody wanted it meanwhile; and who finds a file there says so on it, and looks again.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::files::Files;

/// Younger files may still get their row; a backup that is being written may still need older ones.
const LEAVES_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// Marks a file that is there as wanted now; `false` if it went meanwhile and must be written anew.
pub(super) fn wanted_again(place: &Path) -> bool {
    let marked = File::open(place).and_then(|file| {
        let now = file_system_now(place.parent().unwrap_or(place))?;
        file.set_modified(now)
    });
    // A folder that cannot be written to cannot be swept either.
    drop(marked);
    place.is_file()
}

impl Files {
    /// Removes what is older than a day and not named. `unnamed` is given hashes and gives back those
    /// that no row names. Gives how many files went.
    pub fn sweep<E: From<io::Error>>(
        &self,
        mut unnamed: impl FnMut(Vec<String>) -> Result<Vec<String>, E>,
    ) -> Result<usize, E> {
        let now = file_system_now(&self.root.join("arriving"))?;
        let mut gone = 0;
        for folder in fs::read_dir(&self.root)? {
            let folder = folder?;
            let name = folder.file_name().to_string_lossy().into_owned();
            if name == "arriving" {
                gone += leftovers(&folder.path(), now)?;
                continue;
            }
            let old = old_files(&folder.path(), now)?;
            let hashes: Vec<String> = old.into_iter().filter(|hash| self.place(hash).is_some()).collect();
            if hashes.is_empty() {
                continue;
            }
            for hash in unnamed(hashes)? {
                gone += usize::from(self.let_go(&hash, now)?);
            }
        }
        Ok(gone)
    }

    fn let_go(&self, hash: &str, now: SystemTime) -> io::Result<bool> {
        let Some(place) = self.place(hash) else { return Ok(false) };
        let leaving = self.arriving(&format!("{hash}.leaving"));
        match fs::rename(&place, &leaving) {
            Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(false),
            other => other?,
        }
        if is_old(&leaving, now)? {
            fs::remove_file(&leaving)?;
            return Ok(true);
        }
        fs::rename(&leaving, &place)?;
        Ok(false)
    }
}

fn old_files(folder: &Path, now: SystemTime) -> io::Result<Vec<String>> {
    let mut old = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if is_old(&entry.path(), now)? {
            old.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    Ok(old)
}

/// Files that never arrived whole.
fn leftovers(folder: &Path, now: SystemTime) -> io::Result<usize> {
    let mut gone = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if is_old(&path, now)? {
            fs::remove_file(path)?;
            gone += 1;
        }
    }
    Ok(gone)
}

fn is_old(path: &Path, now: SystemTime) -> io::Result<bool> {
    match fs::metadata(path) {
        Ok(file) => {
            Ok(file.is_file() && now.duration_since(file.modified()?).is_ok_and(|age| age > LEAVES_AFTER))
        }
        Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(why) => Err(why),
    }
}

/// What the file system says the time is.
fn file_system_now(folder: &Path) -> io::Result<SystemTime> {
    let path: PathBuf = folder.join(format!(".now.{}", std::process::id()));
    let now = File::create(&path)?.metadata()?.modified();
    let _ = fs::remove_file(&path);
    now
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_days_ago(path: &Path) {
        let file = File::options().write(true).open(path).unwrap();
        let before = file.metadata().unwrap().modified().unwrap() - Duration::from_secs(48 * 60 * 60);
        file.set_modified(before).unwrap();
    }

    fn swept(files: &Files, named: &[&str]) -> usize {
        let unnamed = |mut hashes: Vec<String>| {
            hashes.retain(|hash| !named.contains(&hash.as_str()));
            Ok::<_, io::Error>(hashes)
        };
        files.sweep(unnamed).unwrap()
    }

    #[test]
    fn what_is_old_and_not_named_goes_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::at(folder.path().join("files")).unwrap();
        let (named, orphan, young) =
            (files.put(b"named").unwrap(), files.put(b"orphan").unwrap(), files.put(b"young").unwrap());
        let torn = files.arriving("torn");
        fs::write(&torn, b"half").unwrap();
        for path in [files.find(&named).unwrap(), files.find(&orphan).unwrap(), torn.clone()] {
            two_days_ago(&path);
        }
        assert_eq!(swept(&files, &[&named]), 2);
        assert!(files.find(&orphan).is_none() && !torn.exists());
        assert!(files.find(&named).is_some() && files.find(&young).is_some());
        assert_eq!(swept(&files, &[&named]), 0);
    }

    #[test]
    fn what_arrives_again_is_young_again() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::at(folder.path().join("files")).unwrap();
        let hash = files.put(b"again").unwrap();
        two_days_ago(&files.find(&hash).unwrap());
        assert_eq!(files.put(b"again").unwrap(), hash);
        assert_eq!(swept(&files, &[]), 0);
    }
}
