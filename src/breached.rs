//! Passwords that others know: a file of the hashes of passwords from known breaches, in the order and form
//! in which Have I Been Pwned gives them out (`SHA-1 IN HEX:TIMES`, a line each, ordered by hash), searched by
//! halves where it lies. It is tens of gigabytes, so it is never read into memory, and nobody is asked over
//! the network: the site fetches it when it likes.

use std::cmp::Ordering;
use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use sha1::{Digest as _, Sha1};

use crate::domain::audit::hex;

/// Characters of a hash in a line.
const HASH: usize = 40;
/// More than the longest line (`HASH:`, a number and a line end), so that wherever one looks a whole line
/// begins and ends within two of it.
const LINE: u64 = 128;

/// Whether the password is in the file.
pub fn holds(path: &Path, password: &str) -> std::io::Result<bool> {
    let wanted = hex(&Sha1::digest(password.as_bytes())).to_ascii_uppercase();
    let file = File::open(path)?;
    let (mut low, mut high) = (0, file.metadata()?.len());
    // The line is one of those that begin from `low` on and before `high`.
    while low < high {
        let middle = low + (high - low) / 2;
        let Some((begins, line)) = line_from(&file, middle)? else {
            high = middle;
            continue;
        };
        match line.get(..HASH).unwrap_or(&line).to_ascii_uppercase().as_str().cmp(wanted.as_str()) {
            Ordering::Equal => return Ok(true),
            Ordering::Less => low = begins + 1,
            Ordering::Greater => high = middle,
        }
    }
    Ok(false)
}

/// The first line that begins at `from` or after, and where it begins.
fn line_from(file: &File, from: u64) -> std::io::Result<Option<(u64, String)>> {
    // The byte before tells whether a line begins right here.
    let mut at = from.saturating_sub(1);
    if from > 0 {
        let bytes = read_at(file, at)?;
        match bytes.iter().position(|byte| *byte == b'\n') {
            Some(end) => at += u64::try_from(end).unwrap_or(0) + 1,
            None => return Ok(None),
        }
    }
    let bytes = read_at(file, at)?;
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let text = String::from_utf8_lossy(line).trim_end().to_owned();
    Ok((!text.is_empty()).then_some((at, text)))
}

fn read_at(file: &File, at: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = vec![0; usize::try_from(LINE).unwrap_or(128)];
    let mut filled = 0;
    while let Some(rest) = bytes.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read_at(rest, at + u64::try_from(filled).unwrap_or(0))? {
            0 => break,
            some => filled += some,
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}

/// Looked at when the house starts: a file that is not such a list would refuse nothing, silently.
pub fn looks_right(path: &Path) -> Result<(), String> {
    let shown = path.display();
    let unread = |why: std::io::Error| format!("names “{shown}”, which cannot be read: {why}");
    let file = File::open(path).map_err(unread)?;
    let size = file.metadata().map_err(unread)?.len();
    let mut before = String::new();
    for sixteenth in 0..16 {
        let Some((_, line)) = line_from(&file, size / 16 * sixteenth).map_err(unread)? else { continue };
        let hash = line.get(..HASH).unwrap_or_default().to_ascii_uppercase();
        let whole = hash.len() == HASH && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !whole || !matches!(line.as_bytes().get(HASH), None | Some(b':')) {
            return Err(format!(
                "names “{shown}”, which is not a list of SHA-1 hashes, one `HASH:TIMES` a line, as Have I Been Pwned \
                 gives it out"
            ));
        }
        if hash < before {
            return Err(format!(
                "names “{shown}”, whose hashes are not in order: take the list that is ordered by hash"
            ));
        }
        before = hash;
    }
    if before.is_empty() { Err(format!("names “{shown}”, which is empty")) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn list(folder: &Path, passwords: &[String], end: &str) -> std::path::PathBuf {
        let mut lines: Vec<String> = passwords
            .iter()
            .enumerate()
            .map(|(n, password)| {
                format!("{}:{}", hex(&Sha1::digest(password.as_bytes())).to_uppercase(), n * 7_919)
            })
            .collect();
        lines.sort();
        let path = folder.join("breached.txt");
        let mut file = File::create(&path).unwrap();
        file.write_all(lines.join(end).as_bytes()).unwrap();
        path
    }

    #[test]
    fn every_password_of_the_list_is_found_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        for many in [1, 2, 3, 500] {
            let passwords: Vec<String> = (0..many).map(|n| format!("password {n}")).collect();
            for end in ["\n", "\r\n"] {
                let path = list(folder.path(), &passwords, end);
                assert_eq!(looks_right(&path), Ok(()));
                for password in &passwords {
                    assert!(holds(&path, password).unwrap(), "{password} of {many}");
                }
                for n in 0..500 {
                    assert!(!holds(&path, &format!("another {n}")).unwrap());
                }
            }
        }
    }

    #[test]
    fn the_hash_is_that_of_the_list_which_the_world_uses() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list");
        std::fs::write(&path, "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:9545824\r\n").unwrap();
        assert!(holds(&path, "password").unwrap());
    }

    #[test]
    fn another_file_is_not_taken_for_a_list() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list");
        for (text, says) in [
            ("", "is empty"),
            ("password\n123456\n", "not a list of SHA-1"),
            ("5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8123\n", "not a list of SHA-1"),
        ] {
            std::fs::write(&path, text).unwrap();
            let why = looks_right(&path).unwrap_err();
            assert!(why.contains(says), "{text}: {why}");
        }
        let mut lines: Vec<String> =
            (0..64_u32).map(|n| hex(&Sha1::digest(n.to_be_bytes())).to_uppercase()).collect();
        lines.sort_by(|a, b| b.cmp(a));
        std::fs::write(&path, lines.join("\n")).unwrap();
        assert!(looks_right(&path).unwrap_err().contains("not in order"));
        assert!(looks_right(&folder.path().join("nowhere")).unwrap_err().contains("cannot be read"));
    }
}
