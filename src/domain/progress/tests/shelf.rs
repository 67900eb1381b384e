//! The kinds under `tests/worked/kinds`, on which the examples of the programme format and the worked
//! tables stand; and the blocks of the format's own page, read as one programme.

use std::path::Path;
use std::sync::LazyLock;

use crate::domain::kind::{self, Kind};
use crate::domain::programme::{self, Version};

pub fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let mut files: Vec<_> = std::fs::read_dir(root().join("tests/worked/kinds"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    let read = |path: &std::path::PathBuf| kind::read(&std::fs::read_to_string(path).unwrap());
    files
        .iter()
        .map(|path| read(path).unwrap_or_else(|flaws| panic!("{}: {flaws:#?}", path.display())))
        .collect()
});

pub fn kinds() -> &'static [Kind] {
    &KINDS
}

/// The head of a programme that uses all of them; the requirements follow it.
pub fn head(months: u32) -> String {
    let mut text = format!(
        "programme = \"worked\"\nversion = \"1\"\ntitle = \"Worked\"\nbody = \"Nobody\"\nmonths = {months}\nofficial_record = \"the school's system\"\n"
    );
    for kind in kinds() {
        text += &format!("[[kinds]]\nkind = \"{}\"\nversion = 1\n", kind.code);
    }
    text + "[[sections]]\ncode = \"practice\"\ntitle = \"Practice\"\n"
}

pub fn read(requirements: &str) -> Version {
    read_with(36, requirements)
}

pub fn read_with(months: u32, requirements: &str) -> Version {
    programme::read(&(head(months) + requirements), kinds()).unwrap_or_else(|flaws| panic!("{flaws:#?}"))
}

/// Every block of `docs/programme-format.md` that says a requirement, as one text.
pub fn documented() -> String {
    let page = std::fs::read_to_string(root().join("docs/programme-format.md")).unwrap();
    let blocks = page.split("```").skip(1).step_by(2);
    let asked = blocks
        .filter_map(|block| block.strip_prefix("toml\n"))
        .filter(|block| block.starts_with("[[requirements]]"));
    asked.collect()
}

/// Every rule and everything a rule may carry, as the format's page has them.
pub static EVERYTHING: LazyLock<Version> = LazyLock::new(|| read(&documented()));
