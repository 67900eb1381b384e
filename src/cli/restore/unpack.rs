//! Reading the archive once, from the first member to the last: what passes is put back and summed, and
//! at the end the sums must be those of the manifest, and the manifest's that of its seal.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};

use crate::cli::backup::{FilesTold, HEAD, Head, MANIFEST, Manifest, SEAL, Told, file_line, table_of};
use crate::db::conn::Conn;
use crate::db::rows::{self, Table};
use crate::domain::audit::hex;
use crate::domain::fault::Fault;
use crate::files::Files;

/// Lines that go into the database together.
const AT_ONCE: usize = 500;
/// The head and the manifest are read whole.
const LONGEST: u64 = 256 * 1024 * 1024;

type Archive = tar::Archive<BufReader<File>>;

pub struct Unpacked {
    name: PathBuf,
    archive: Archive,
    /// The hash of the head's bytes, once it was read.
    head: String,
}

impl Unpacked {
    pub fn open(path: &Path) -> Result<Unpacked, Fault> {
        let file = File::open(path).map_err(|why| Fault::Broken(format!("{}: {why}", path.display())))?;
        let archive = tar::Archive::new(BufReader::with_capacity(256 * 1024, file));
        Ok(Unpacked { name: path.to_owned(), archive, head: String::new() })
    }

    /// The first member. What comes first says whether this is a backup at all.
    pub fn head(&mut self) -> Result<Head, Fault> {
        let no_backup = || Fault::Broken(format!("{} is not a backup of Perfolio", self.name.display()));
        let mut entries = self.archive.entries().map_err(|_| no_backup())?;
        let mut first = entries.next().and_then(Result::ok).ok_or_else(no_backup)?;
        if first.path_bytes().as_ref() != HEAD.as_bytes() {
            return Err(no_backup());
        }
        let bytes = whole(&mut first).map_err(|_| no_backup())?;
        self.head = hex(&Sha256::digest(&bytes));
        serde_json::from_slice(&bytes).map_err(|_| no_backup())
    }

    /// Everything after the head, put back; the manifest when it says the same.
    pub fn rest(self, head: &Head, conn: &mut Conn, files: &Files) -> Result<Manifest, Fault> {
        let name = self.name.display().to_string();
        let torn = move |why: &dyn std::fmt::Display| Fault::Broken(format!("{name} is damaged: {why}"));
        // An archive can be walked once, from its beginning.
        let mut archive = Unpacked::open(&self.name)?.archive;
        let mut going = Going {
            head,
            conn,
            files,
            tables: BTreeMap::new(),
            told: FilesTold::default(),
            sum: Sha256::new(),
        };
        let (mut manifest, mut sealed) = (None, false);
        for entry in archive.entries().map_err(|why| torn(&why))? {
            let mut entry = entry.map_err(|why| torn(&why))?;
            let member = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            if sealed {
                return Err(torn(&"something follows its seal"));
            }
            match (member.as_str(), &manifest) {
                (HEAD, None) => {
                    let bytes = whole(&mut entry).map_err(|why| torn(&why))?;
                    if hex(&Sha256::digest(&bytes)) != self.head {
                        return Err(torn(&"it has two beginnings"));
                    }
                }
                (MANIFEST, None) => manifest = Some(whole(&mut entry).map_err(|why| torn(&why))?),
                (SEAL, Some(said)) => {
                    let seal = whole(&mut entry).map_err(|why| torn(&why))?;
                    if seal != format!("{}\n", hex(&Sha256::digest(said))).into_bytes() {
                        return Err(torn(&"its manifest is not as it was sealed"));
                    }
                    sealed = true;
                }
                (_, None) => going.take(&member, &mut entry).map_err(|why| torn(&why))?,
                (other, Some(_)) => return Err(torn(&format!("{other} follows the manifest"))),
            }
        }
        let said = manifest.filter(|_| sealed).ok_or_else(|| torn(&"it ends too early"))?;
        let said: Manifest = serde_json::from_slice(&said).map_err(|why| torn(&why))?;
        let found = going.found(self.head, &said);
        difference(&said, &found).map_or(Ok(said), |what| Err(torn(&what)))
    }
}

fn whole(entry: &mut impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    entry.take(LONGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What has gone in so far.
struct Going<'a> {
    head: &'a Head,
    conn: &'a mut Conn,
    files: &'a Files,
    tables: BTreeMap<String, (u64, Sha256)>,
    told: FilesTold,
    sum: Sha256,
}

impl Going<'_> {
    fn take(&mut self, member: &str, from: &mut tar::Entry<'_, BufReader<File>>) -> Result<(), Fault> {
        if let Some(hash) = member.strip_prefix("files/") {
            return self.file(hash, from);
        }
        let table =
            table_of(member).and_then(|name| self.head.tables.iter().find(|table| table.name == name));
        match table {
            Some(table) => self.rows(&table.clone(), from),
            None => Err(Fault::Broken(format!("{member} does not belong into a backup"))),
        }
    }

    fn rows(&mut self, table: &Table, from: &mut impl Read) -> Result<(), Fault> {
        let broken = |why: std::io::Error| Fault::Broken(format!("the rows of {}: {why}", table.name));
        let mut lines = BufReader::new(GzDecoder::new(from));
        let (count, sum) = self.tables.entry(table.name.clone()).or_default();
        let mut waiting: Vec<String> = Vec::new();
        loop {
            let mut line = String::new();
            if lines.read_line(&mut line).map_err(broken)? > 0 {
                sum.update(&line);
                *count += 1;
                waiting.push(line);
                if waiting.len() < AT_ONCE {
                    continue;
                }
            }
            if waiting.is_empty() {
                return Ok(());
            }
            rows::put(self.conn, table, &waiting)?;
            waiting.clear();
        }
    }

    fn file(&mut self, hash: &str, from: &mut tar::Entry<'_, BufReader<File>>) -> Result<(), Fault> {
        let size = from.size();
        if !self.files.put_as(hash, from).map_err(|why| Fault::Broken(format!("file {hash}: {why}")))? {
            return Err(Fault::Broken(format!("file {hash} has other bytes than its name says")));
        }
        self.sum.update(file_line(hash, size));
        self.told.count += 1;
        self.told.bytes += size;
        Ok(())
    }

    fn found(self, head: String, said: &Manifest) -> Manifest {
        let mut tables = self.tables;
        let told = |table: &Table| {
            let (rows, sum) = tables.remove(&table.name).unwrap_or_default();
            Told { table: table.name.clone(), rows, sha256: hex(&sum.finalize()) }
        };
        let tables = self.head.tables.iter().map(told).collect();
        let files = FilesTold { sha256: hex(&self.sum.finalize()), ..self.told };
        Manifest { head, tables, files, missing: said.missing.clone() }
    }
}

/// What was promised and not found, as a sentence.
fn difference(said: &Manifest, found: &Manifest) -> Option<String> {
    if said.head != found.head {
        return Some("its beginning is not as it was written".to_owned());
    }
    if let Some((said, found)) = said.tables.iter().zip(&found.tables).find(|(said, found)| said != found) {
        return Some(format!(
            "it has {} rows of {} and should have {}, or other ones",
            found.rows, found.table, said.rows
        ));
    }
    if said.files != found.files {
        return Some(format!(
            "it has {} files of {} bytes and should have {} of {}, or other ones",
            found.files.count, found.files.bytes, said.files.count, said.files.bytes
        ));
    }
    (said != found).then(|| "its tables are not all there".to_owned())
}
