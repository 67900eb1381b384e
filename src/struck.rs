//! The list of what was struck out, as a file outside the database and outside every backup: a backup that was
//! taken before and is restored after would bring the words back, were it not for this file. A line tells ids,
//! places and hashes, never words; lines are only ever added, each with the hash of itself, so that one that was
//! torn by a power cut is known for what it is. Several processes may add at once: the file is locked for a line.
//! A person who was erased has a line of another sort in it; a release that does not know it passes over it.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use crate::domain::erasure::ToldErased;
use crate::domain::names::{ErasureId, RedactionId};
use crate::domain::redaction::Told;

#[derive(Debug, Clone)]
pub struct StruckList {
    path: PathBuf,
}

/// What the file says.
#[derive(Debug, Clone, Default)]
pub struct Listed {
    /// The file is there; a house that never struck anything out has none.
    pub is_there: bool,
    pub told: Vec<Told>,
    /// People who were erased.
    pub erased: Vec<ToldErased>,
    /// Numbers of lines that are torn, changed or of a newer release.
    pub unread: Vec<usize>,
}

impl Listed {
    pub fn names(&self, redaction: &RedactionId) -> bool {
        self.told.iter().any(|told| told.redaction == *redaction)
    }

    pub fn names_erasure(&self, erasure: &ErasureId) -> bool {
        self.erased.iter().any(|told| told.erasure == *erasure)
    }
}

impl StruckList {
    pub fn at(path: &Path) -> StruckList {
        StruckList { path: path.to_owned() }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn read(&self) -> io::Result<Listed> {
        match std::fs::read_to_string(&self.path) {
            Ok(text) => Ok(listed(&text)),
            Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(Listed::default()),
            Err(why) => Err(why),
        }
    }

    /// Adds those that are not in it yet; on disk when this returns. Gives how many that were.
    pub fn add(&self, told: &[Told]) -> io::Result<usize> {
        let new = |known: &Listed| {
            let new = told.iter().filter(|one| !known.names(&one.redaction));
            new.map(Told::line).collect::<Result<Vec<String>, _>>()
        };
        if told.is_empty() { Ok(0) } else { self.append(new) }
    }

    /// The same of people who were erased.
    pub fn add_erased(&self, told: &[ToldErased]) -> io::Result<usize> {
        let new = |known: &Listed| {
            let new = told.iter().filter(|one| !known.names_erasure(&one.erasure));
            new.map(ToldErased::line).collect::<Result<Vec<String>, _>>()
        };
        if told.is_empty() { Ok(0) } else { self.append(new) }
    }

    fn append(
        &self,
        new: impl FnOnce(&Listed) -> Result<Vec<String>, serde_json::Error>,
    ) -> io::Result<usize> {
        if let Some(folder) = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)?;
        }
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&self.path)?;
        file.lock()?;
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        let new = new(&listed(&text)).map_err(io::Error::other)?;
        // The end of a torn line is no beginning of the next.
        let mut lines = if text.is_empty() || text.ends_with('\n') { String::new() } else { "\n".to_owned() };
        lines.extend(new.iter().map(String::as_str));
        file.seek(SeekFrom::End(0))?;
        file.write_all(lines.as_bytes())?;
        file.sync_all()?;
        if let Some(folder) = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            File::open(folder)?.sync_all()?;
        }
        Ok(new.len())
    }
}

fn listed(text: &str) -> Listed {
    let mut found = Listed { is_there: true, ..Listed::default() };
    for (line, number) in text.lines().zip(1..) {
        match (Told::of_line(line), ToldErased::of_line(line)) {
            (Some(told), _) => found.told.push(told),
            (None, Some(erased)) => found.erased.push(erased),
            (None, None) if line.is_empty() => {}
            (None, None) => found.unread.push(number),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::erasure::Why;
    use crate::domain::names::{AccountId, EntryId, PortfolioId};
    use crate::domain::redaction::{FORMAT, Sort};
    use crate::domain::time::Moment;

    fn told(id: &str) -> Told {
        Told {
            format: FORMAT,
            redaction: RedactionId::new(id),
            portfolio: PortfolioId::new("p"),
            entry: EntryId::new("e"),
            sort: Sort::Name,
            places: "field:notes".into(),
            left: Vec::new(),
            files: Vec::new(),
            struck_by: "lead".into(),
            capacity: "lead".into(),
            struck_at: Moment::of_millis(1),
        }
    }

    #[test]
    fn lines_are_added_once_and_a_torn_one_spoils_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let list = StruckList::at(&folder.path().join("beside").join("list.jsonl"));
        assert!(!list.read().unwrap().is_there);
        assert_eq!(list.add(&[]).unwrap(), 0);
        assert!(!list.path().exists());
        assert_eq!(list.add(&[told("a"), told("b")]).unwrap(), 2);
        assert_eq!(list.add(&[told("b"), told("c")]).unwrap(), 1);
        let mut file = OpenOptions::new().append(true).open(list.path()).unwrap();
        file.write_all(b"{\"format\":1,\"redac").unwrap();
        assert_eq!(list.add(&[told("d")]).unwrap(), 1);
        let read = list.read().unwrap();
        let ids: Vec<&str> = read.told.iter().map(|one| one.redaction.as_str()).collect();
        assert_eq!((ids, read.unread), (vec!["a", "b", "c", "d"], vec![4]));
    }
    #[test]
    fn people_who_were_erased_stand_in_the_same_list_once() {
        let folder = tempfile::tempdir().unwrap();
        let list = StruckList::at(&folder.path().join("list.jsonl"));
        let erased = ToldErased {
            format: 1,
            erasure: ErasureId::new("x"),
            person: AccountId::new("ann"),
            portfolio: PortfolioId::new("p"),
            why: Why::Asked,
            keeps_name: true,
            proposed_by: "ivo".into(),
            proposed_at: Moment::of_millis(1),
            agreed_by: "adam".into(),
            agreed_at: Moment::of_millis(2),
            statements: Vec::new(),
        };
        assert_eq!(list.add(&[told("a")]).unwrap(), 1);
        assert_eq!(list.add_erased(std::slice::from_ref(&erased)).unwrap(), 1);
        assert_eq!(list.add_erased(std::slice::from_ref(&erased)).unwrap(), 0);
        assert_eq!(list.add(&[told("b")]).unwrap(), 1);
        let read = list.read().unwrap();
        assert_eq!((read.told.len(), read.erased, read.unread), (2, vec![erased], vec![]));
    }
}
