//! House rules about a kind of entry: may its evidence be taken with the camera, may files be attached.
//! A rule that nobody has set allows both.

use crate::db::conn::Conn;
use crate::db::settings;
use crate::db::tx::Tx;
use crate::domain::fault::Fault;
use crate::domain::policy::Grant;
use crate::domain::policy::admin::KeepHouse;

/// What the form of a kind offers for evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileRules {
    /// A photo may be taken on the spot.
    pub camera: bool,
    /// Files may be attached.
    pub files: bool,
}

const ALLOWED: FileRules = FileRules { camera: true, files: true };

impl FileRules {
    fn word(self) -> &'static str {
        match (self.camera, self.files) {
            (true, true) => "camera files",
            (true, false) => "camera",
            (false, true) => "files",
            (false, false) => "nothing",
        }
    }

    fn read(word: &str) -> FileRules {
        let has = |one: &str| word.split(' ').any(|said| said == one);
        FileRules { camera: has("camera"), files: has("files") }
    }
}

fn name(kind: &str) -> String {
    format!("evidence.{kind}")
}

/// The rules for a kind, by its code.
// open: the form shows them to everybody who fills it in
pub fn file_rules(conn: &mut Conn, kind: &str) -> Result<FileRules, Fault> {
    let word = settings::read(conn, &name(kind))?;
    Ok(word.map_or(ALLOWED, |word| FileRules::read(&word)))
}

pub fn set_file_rules(
    tx: &mut Tx<'_>,
    grant: &Grant<KeepHouse>,
    kind: &str,
    rules: FileRules,
) -> Result<(), Fault> {
    settings::put(tx, grant.by(), &name(kind), rules.word())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_read_back_as_written() {
        for (camera, files) in [(true, true), (true, false), (false, true), (false, false)] {
            let rules = FileRules { camera, files };
            assert_eq!(FileRules::read(rules.word()), rules);
        }
    }
}
